"""Site files: what the strict loader takes, and what it refuses, with file, line and key."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cleaner.errors import SiteFileError
from cleaner.judges.site.find import built_in_folder
from cleaner.judges.site.load import load, parse
from cleaner.judges.site.testing import failures

HEAD = '[site]\nname = "Otter Times"\nhosts = ["otter.example"]\n'
DROP = '[[drop]]\nid = "menu"\nwhy = "the menu"\nline = "Menu"\n'
TEST = '[[tests]]\nname = "a page"\nsource = """\nMenu\n\nText.\n"""\ngone = ["Menu"]\nstay = ["Text."]\n'


def drop(*lines: str) -> str:
    """A site file with one drop-entry: its header stands on line 4, the lines from line 7 on."""
    return HEAD + '[[drop]]\nid = "menu"\nwhy = "the menu"\n' + "\n".join(lines) + "\n"


def test_a_whole_file() -> None:
    text = """\
[site]
name = "Otter Times"
hosts = ["otter.example", "*.otter.example"]
redirects = ["go.otter.example"]
signature = ["Read at *", "Otter"]
since = 2024-01-01
until = 2025-06-01

[[keep]]
id = "standfirst"
why = "it is the first paragraph"
line = "Standfirst"

[[drop]]
id = "menu"
why = "the menu"
line = ["Menu", "Read *"]
text = "sign in"
link = "*/login"
image = "*/icon/*"
heading = "{title}"
regex = '^\\d+$'
from = "Top"
before = "Bottom"
css = "nav > a"
xpath = "//nav"
anywhere = true
"""
    site = parse(text + TEST, "sites/otter.toml")
    assert (site.path, site.slug, site.name) == ("sites/otter.toml", "otter", "Otter Times")
    assert site.hosts == ("otter.example", "*.otter.example")
    assert site.redirects == ("go.otter.example",)
    assert len(site.signature) == 2
    assert (site.since, site.until) == (datetime.date(2024, 1, 1), datetime.date(2025, 6, 1))
    keep, drop = site.entries
    assert (keep.keep, keep.id, keep.why, keep.anywhere) == (True, "standfirst", "it is the first paragraph", False)
    assert (drop.keep, drop.id, drop.why, drop.anywhere) == (False, "menu", "the menu", True)
    assert drop.line
    assert drop.line.keys == {"menu"}
    assert drop.line.pattern
    assert drop.heading
    assert drop.heading.title
    assert drop.range
    assert not drop.range.included
    assert (drop.css, drop.xpath) == (("nav > a",), ("//nav",))
    [test] = site.tests
    assert (test.name, test.url, test.gone, test.stay) == ("a page", "", ("Menu",), ("Text.",))


def test_the_least_file() -> None:
    site = parse(HEAD, "otter.toml")
    assert (site.since, site.until, site.entries, site.tests) == (None, None, (), ())


def test_a_signature_alone_will_do() -> None:
    assert parse('[site]\nname = "Otter"\nsignature = "Read at *"\n', "otter.toml").hosts == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[site\n", ":1: not valid TOML: ", id="no TOML"),
        pytest.param(HEAD + "x = \n", ":4: not valid TOML: ", id="no TOML, further down"),
        pytest.param(HEAD + 'hosts = "a.example"\n', ":4: not valid TOML: ", id="a key twice"),
        pytest.param("", ": site: the table [site] is missing", id="nothing"),
        pytest.param('site = "otter"\n', ":1: site: the table [site] is missing", id="a site that is no table"),
        pytest.param("[[site]]\n", ":1: site: the table [site] is missing", id="two brackets around the site"),
        pytest.param(HEAD + "[[dorp]]\n", ":4: dorp: unknown table; known are [site], ", id="an unknown table"),
        pytest.param("titl = 1\n" + HEAD, ":1: titl: unknown table; ", id="an unknown key at the top"),
        pytest.param(HEAD + 'titl = "a"\n', ":4: site.titl: unknown key; known are hosts, name, ", id="an unknown key"),
        pytest.param('[site]\nhosts = "otter.example"\n', ":1: site.name: this must be a string", id="no name"),
        pytest.param(
            '[site]\nname = " "\nhosts = "otter.example"\n',
            ":2: site.name: this must be a string",
            id="a blank name",
        ),
        pytest.param('[site]\nname = "Otter"\n', ":1: site.hosts: name at least one host", id="no host"),
        pytest.param(
            '[site]\nname = "Otter"\nhosts = []\n',
            ":3: site.hosts: this must be",
            id="an empty list",
        ),
        pytest.param(
            '[site]\nname = "Otter"\nhosts = 3\n',
            ":3: site.hosts: this must be a string or a list",
            id="a number",
        ),
        pytest.param(
            '[site]\nname = "Otter"\nhosts = ["a.example", ""]\n',
            ":3: site.hosts: this must be",
            id="an empty host",
        ),
        pytest.param(HEAD + "since = 2024\n", ":4: site.since: this must be a day", id="a year"),
        pytest.param(HEAD + 'until = "2024-01-02"\n', ":4: site.until: this must be a day", id="a day in quotes"),
        pytest.param(HEAD + "until = 2024-01-02T10:15:00\n", ":4: site.until: this must be a day", id="an hour"),
        pytest.param(
            HEAD + "until = 2024-01-01\nsince = 2024-01-02\n",
            ":4: site.until: this is before `since`",
            id="an end before the beginning",
        ),
        pytest.param(HEAD + '[drop]\nid = "menu"\n', ":4: drop: write [[drop]], with two brackets", id="one bracket"),
        pytest.param('drop = ["menu"]\n' + HEAD, ":1: drop: write [[drop]], with two brackets", id="a list of texts"),
        pytest.param("tests = [1]\n" + HEAD, ":1: tests: write [[tests]], with two brackets", id="a list of numbers"),
        pytest.param(
            drop('lines = "Menu"'),
            ":7: drop.lines: unknown key; known are anywhere, ",
            id="an unknown matcher",
        ),
        pytest.param(HEAD + '[[drop]]\nwhy = "a"\nline = "b"\n', ":4: drop.id: this must be a string", id="no id"),
        pytest.param(HEAD + '[[drop]]\nid = "a"\nline = "b"\n', ":4: drop.why: this must be a string", id="no why"),
        pytest.param(drop(), ":4: drop: an entry needs a matcher: line, text, ", id="no matcher"),
        pytest.param(drop("line = 3"), ":7: drop.line: this must be a string or a list", id="a number to match"),
        pytest.param(drop('line = ["a", 3]'), ":7: drop.line: this must be a string or a list", id="one number"),
        pytest.param(drop('line = " "'), ":7: drop.line: this must be a string or a list", id="a blank line"),
        pytest.param(drop("line = []"), ":7: drop.line: this must be a string or a list", id="no line at all"),
        pytest.param(
            drop('text = "a"', 'anywhere = "yes"'),
            ":8: drop.anywhere: this must be true or false",
            id="a word",
        ),
        pytest.param(drop("regex = '(a'"), ":7: drop.regex: not a linear-time (RE2) expression: ", id="no regex"),
        pytest.param(
            drop(r"regex = ['a', '(a)\1']"),
            ":7: drop.regex: not a linear-time (RE2) expression: ",
            id="no RE2",
        ),
        pytest.param(drop("regex = ['(', ')']"), ":7: drop.regex: not a linear-time (RE2) expression: ", id="halves"),
        pytest.param(
            drop('to = "a"', 'before = "b"'),
            ":8: drop.before: a range ends with `to` or `before`",
            id="two ends",
        ),
        pytest.param(drop('css = "nav >"'), ":7: drop.css: no CSS selector: ", id="no CSS"),
        pytest.param(drop('xpath = "//nav["'), ":7: drop.xpath: no XPath expression: ", id="no XPath"),
        pytest.param(
            drop('line = ["a", "» *"]'), ":7: drop.line: '» *' would match every line", id="decoration and a star"
        ),
        pytest.param(drop('from = "*"'), ":7: drop.from: '*' would match every line", id="a star alone"),
        pytest.param(HEAD + DROP + DROP, ":9: drop.id: 'menu' comes twice; ", id="an id twice"),
        pytest.param(
            HEAD + DROP + DROP.replace("drop", "keep"),
            ":5: drop.id: 'menu' comes twice; ",
            id="keep and drop",
        ),
        pytest.param(
            HEAD + DROP + DROP.replace("line", "lien").replace("menu", "b"),
            ":11: drop.lien: unknown key; ",
            id="a mistake in the second entry",
        ),
        pytest.param(HEAD + TEST + "page = 1\n", ":13: tests.page: unknown key; ", id="an unknown key of a test"),
        pytest.param(HEAD + TEST + "url = 1\n", ":13: tests.url: this must be a string", id="a number as address"),
        pytest.param(HEAD + '[[tests]]\nname = "a"\n', ":4: tests.source: this must be a string", id="no source"),
        pytest.param(
            HEAD + TEST.replace("name = ", "#"), ":4: tests.name: this must be a string", id="a nameless test"
        ),
        pytest.param(
            HEAD + TEST.replace('["Menu"]', '["Manu"]'),
            ":11: tests.gone: 'Manu' is no line of this test's",
            id="gone",
        ),
        pytest.param(
            HEAD + TEST.replace('["Text."]', '["Text"]'),
            ":12: tests.stay: 'Text' is no line of this test's",
            id="stay",
        ),
        pytest.param(
            HEAD + TEST.replace('stay = ["Text."]', ""),
            ":4: tests: a test names lines that must be gone and",
            id="half",
        ),
        pytest.param(
            HEAD + TEST.replace("Menu\n\n", "Menu\n[[drop]]\nline = 3\n") + drop("line = 3").removeprefix(HEAD),
            ":17: drop.line: this must be a string",
            id="a mistake behind a source that looks like an entry",
        ),
    ],
)
def test_mistakes_are_refused(text: str, message: str) -> None:
    with pytest.raises(SiteFileError) as error:
        parse(text, "otter.toml")
    assert str(error.value).startswith(f"otter.toml{message}")


@pytest.mark.parametrize("key", ["hosts", "redirects"])
@pytest.mark.parametrize(
    "host",
    [
        "https://otter.example",
        "otter.example/",
        "Otter.example",
        "otter example",
        "otter.example:80",
        "otter.*",
        "*otter.example",
        "*",
        ".otter.example",
        "otter..example",
        "mia@otter.example",
    ],
)
def test_a_host_is_a_host(key: str, host: str) -> None:
    text = f'[site]\nname = "Otter"\nsignature = "Otter"\n{key} = ["a.example", "{host}"]\n'
    with pytest.raises(SiteFileError) as error:
        parse(text, "otter.toml")
    assert str(error.value).startswith(f"otter.toml:4: site.{key}: '{host}' is no host name")


@pytest.mark.parametrize(
    "host", ["otter.example", "*.otter.example", "www.otter-2.example", "localhost", "выдра.example"]
)
def test_hosts(host: str) -> None:
    text = f'[site]\nname = "Otter"\nhosts = ["{host}"]\nredirects = "{host}"\n'
    assert parse(text, "otter.toml").hosts == (host,)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match="cannot be read"):
        load(tmp_path / "otter.toml")


def test_a_file_that_is_no_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "otter.toml"
    path.write_bytes(HEAD.encode() + b"# \xff\n")
    with pytest.raises(SiteFileError, match="cannot be read") as error:
        load(path)
    assert error.value.where == str(path)


def test_a_file_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "otter.toml"
    path.write_text(HEAD + DROP, "utf-8")
    site = load(path)
    assert (site.path, site.slug) == (str(path), "otter")


@pytest.mark.parametrize("path", sorted(built_in_folder().glob("*.toml")), ids=lambda path: path.stem)
def test_built_in_files_pass_their_tests(path: Path) -> None:
    assert list(failures(load(path))) == []


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param(HEAD + DROP + TEST, [], id="nothing wrong"),
        pytest.param(HEAD + DROP, ["has no [[tests]]; give it at least one page of its layout"], id="no tests"),
        pytest.param(
            HEAD + DROP.replace("Menu", "Manu") + TEST,
            [
                "test 'a page': 'Menu' stays, and must go",
                "entry 'menu' matches nothing in any test; show a page on which it does",
            ],
            id="a line that stays",
        ),
        pytest.param(
            HEAD + DROP.replace('"Menu"', '["Menu", "Text"]') + TEST,
            ["test 'a page': 'Text.' goes by site/otter/menu, and must stay"],
            id="a line that goes",
        ),
        pytest.param(
            HEAD + DROP + DROP.replace('"menu"', '"more"').replace("Menu", "More") + TEST,
            ["entry 'more' matches nothing in any test; show a page on which it does"],
            id="an entry that is never used",
        ),
        pytest.param(
            HEAD + DROP + '[[drop]]\nid = "nav"\nwhy = "HTML"\ncss = "nav"\n' + TEST,
            [],
            id="an entry for HTML need not match",
        ),
    ],
)
def test_the_tests_of_a_file_are_run(text: str, problems: list[str]) -> None:
    assert list(failures(parse(text, "otter.toml"))) == problems
