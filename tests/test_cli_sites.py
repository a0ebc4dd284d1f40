"""cli/sites.py: site files are listed, checked, tested and drafted, and a mistake is named by file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner import Cleaner, learn
from cleaner.cli import main
from cleaner.judges.site import Sites
from cleaner.judges.site.find import built_in_folder
from tests.command import SITE

GOOD = SITE.replace('"otter.example"]\n', '"otter.example"]\nuntil = 2025-06-01\n')


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, the top of a repository: no configuration above it holds."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay(name: str, text: str = GOOD) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["sites", *arguments])


class TestList:
    def test_every_built_in_file_has_its_line_with_its_hosts(self) -> None:
        result = run("list")
        assert result.exit_code == 0
        listed = {line.split()[0]: line for line in result.output.splitlines()}
        assert set(listed) == {site.slug for site in Sites.load().sites}
        for site in Sites.load().sites:
            assert "built-in" in listed[site.slug]
            assert all(host in listed[site.slug] for host in site.hosts)

    @pytest.mark.parametrize("by", ["configuration", "option"])
    def test_own_files_come_first_and_their_dates_are_told(self, by: str) -> None:
        lay("own/zebra.toml")
        if by == "configuration":
            lay(".cleaner.toml", 'sites = "own"')
        result = run("list", *(["--sites", "own"] if by == "option" else []))
        first, second, *_ = result.output.splitlines()
        assert first.split() == ["zebra", "1", "entries", first.split()[3], "otter.example", "until", "2025-06-01"]
        assert first.split()[3].endswith("own")
        assert "built-in" in second

    @pytest.mark.parametrize("command", ["list", "lint", "test"])
    def test_a_folder_that_is_not_there_is_told(self, command: str) -> None:
        lay(".cleaner.toml", 'sites = "gone"')
        result = run(command)
        assert result.exit_code == 2
        assert ".cleaner.toml: sites: there is no folder" in result.output


class TestLint:
    def test_the_built_in_files_are_checked_when_nothing_is_named(self) -> None:
        result = run("lint")
        number = len(list(built_in_folder().glob("*.toml")))
        assert (result.exit_code, result.output) == (0, f"{number} site files, no mistakes\n")

    def test_own_files_are_checked_with_them(self) -> None:
        lay(".cleaner.toml", 'sites = "own"')
        lay("own/otter.toml", "[site]\n")
        assert "own/otter.toml:1: site.hosts: " in run("lint").output

    @pytest.mark.parametrize(
        ("old", "new", "where"),
        [
            pytest.param("line =", "lines =", "otter.toml:9: drop.lines: unknown key", id="unknown key of an entry"),
            pytest.param("until =", "untill =", "otter.toml:4: site.untill: unknown key", id="unknown key of the site"),
            pytest.param("gone =", "gon =", "otter.toml:18: tests.gon: unknown key", id="unknown key of a test"),
            pytest.param("[[drop]]", "[[dorp]]", "otter.toml:6: dorp: unknown table", id="unknown table"),
            pytest.param('"The bell rings"\n\n', "3\n\n", "otter.toml:9: drop.line: this must be", id="wrong type"),
            pytest.param("2025-06-01", '"June"', "otter.toml:4: site.until: this must be a day", id="a day in quotes"),
            pytest.param('line = "The', 'regex = "(The', "otter.toml:9: drop.regex: ", id="a broken expression"),
            pytest.param('line = "The bell rings"', 'css = "p >"', "otter.toml:9: drop.css: ", id="a broken selector"),
            pytest.param('line = "The bell rings"', 'xpath = "//["', "otter.toml:9: drop.xpath: ", id="a broken path"),
            pytest.param(
                "otter.example", "https://otter.example/", "otter.toml:3: site.hosts: ", id="an address for a host"
            ),
            pytest.param("[site]", "[site", "otter.toml:1: not valid TOML: ", id="no TOML"),
            pytest.param(
                'gone = ["The', 'gone = ["A', "otter.toml:18: tests.gone: 'A bell rings' is no line", id="a test"
            ),
        ],
    )
    def test_a_mistake_is_named_by_file_line_and_key(self, old: str, new: str, where: str) -> None:
        text = GOOD.replace(old, new, 1)
        assert text != GOOD
        lay("own/otter.toml", text)
        result = run("lint", "own/otter.toml")
        assert result.exit_code == 2
        assert f"own/{where}" in result.output
        assert "1 of 1 site file with mistakes" in result.output

    def test_all_files_with_mistakes_are_named(self) -> None:
        lay("own/a.toml", "[site]\n")
        lay("own/b.toml")
        lay("own/c.toml", "broken")
        result = run("lint", "own")
        assert result.exit_code == 2
        assert "own/a.toml:1: " in result.output
        assert "own/c.toml: not valid TOML" in result.output
        assert "2 of 3 site files with mistakes" in result.output

    @pytest.mark.parametrize("command", ["lint", "test"])
    @pytest.mark.parametrize(
        ("place", "message"),
        [("gone.toml", "gone.toml: no such file or folder"), ("empty", "empty: no site files there")],
    )
    def test_a_place_without_site_files_is_told(self, command: str, place: str, message: str) -> None:
        Path("empty").mkdir()
        result = run(command, place)
        assert result.exit_code == 2
        assert message in result.output


class TestTest:
    def test_files_whose_tests_hold_pass(self) -> None:
        lay("own/otter.toml")
        result = run("test", "own")
        assert (result.exit_code, result.output) == (0, "1 site file, no mistakes\n")

    def test_the_built_in_files_pass(self) -> None:
        assert run("test").exit_code == 0

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            pytest.param('line = "The bell', 'line = "The gong', "'The bell rings' stays, and must go", id="it stays"),
            pytest.param(
                'line = "The bell rings"', 'line = "The *"', "goes by site/otter/bell, and must stay", id="it goes"
            ),
            pytest.param(
                'line = "The bell', 'line = "The gong', "entry 'bell' matches nothing in any test", id="never used"
            ),
            pytest.param(GOOD[GOOD.index("[[tests]]") :], "", "has no [[tests]]", id="no tests"),
            pytest.param("line =", "lines =", "otter.toml:9: drop.lines: unknown key", id="a mistake of lint"),
        ],
    )
    def test_what_does_not_hold_is_named(self, old: str, new: str, message: str) -> None:
        text = GOOD.replace(old, new, 1)
        assert text != GOOD
        lay("own/otter.toml", text)
        result = run("test", "own/otter.toml")
        assert result.exit_code == 2
        assert "own/otter.toml:" in result.output
        assert message in result.output


class TestNew:
    def test_a_draft_passes_lint_and_test_and_is_used(self) -> None:
        result = run("new", "otter.example", "-o", "own")
        assert (result.exit_code, result.output.split(":")[0]) == (0, "own/otter.example.toml")
        assert run("lint", "own").exit_code == run("test", "own").exit_code == 0
        page = "---\ntitle: The otters\n---\n\nGates\n\n# The otters\n\nThey sleep at noon.\n"
        edits = Cleaner(sites="own").clean(page, url="https://www.otter.example/a").edits
        assert [(edit.removed.strip(), edit.rule) for edit in edits] == [("Gates", "site/otter.example/masthead")]

    @pytest.mark.parametrize(
        "host",
        ["otter.example", "www.otter.example", "Otter.Example", "https://www.otter.example:8080/a?b=c"],
        ids=["host", "www", "capitals", "address of a page"],
    )
    def test_the_host_is_written_as_site_files_write_it(self, host: str) -> None:
        assert run("new", host, "-o", "own").exit_code == 0
        assert [path.name for path in Path("own").iterdir()] == ["otter.example.toml"]
        assert run("lint", "own").exit_code == 0

    def test_the_configured_folder_is_made_when_none_is_named(self) -> None:
        lay(".cleaner.toml", 'sites = "own"')
        assert run("new", "otter.example").exit_code == 0
        assert Path("own/otter.example.toml").is_file()

    def test_without_a_folder_it_says_how_to_name_one(self) -> None:
        result = run("new", "otter.example")
        assert result.exit_code == 2
        assert 'name a folder with --output, or set `sites = "…"` in the configuration' in result.output

    def test_a_file_that_is_there_is_never_overwritten(self) -> None:
        lay("own/otter.example.toml", "mine")
        result = run("new", "otter.example", "-o", "own")
        assert result.exit_code == 2
        assert "own/otter.example.toml exists already" in result.output
        assert Path("own/otter.example.toml").read_text("utf-8") == "mine"

    @pytest.mark.parametrize(
        "host",
        ["", "a/b", "..", "../escape", ".hidden", "two words", 'quo"te', "back\\slash", "new\nline", "*.otter.example"],
    )
    def test_what_is_no_host_name_is_refused(self, host: str, folder: Path) -> None:
        result = run("new", "-o", "own", "--", host)
        assert result.exit_code == 2
        assert "is no host name" in result.output
        assert [path.name for path in folder.iterdir()] == [".git"]


ARTICLE = """\
---
title: The {0} of the harbour
url: https://www.otter.example/{0}
---

# The {0} of the harbour

[Home](/)

[Weather](/weather)

[Sign in](/login)

# The {0} of the harbour

The keeper counted the {0} before the bell and wrote their number on the wall of the shed.
"""
ANIMALS = ("otters", "herons", "badgers", "newts")


class TestNewFrom:
    """`sites new HOST --from DIR`."""

    @pytest.fixture(params=["pages", "templates"])
    def source(self, request: pytest.FixtureRequest) -> str:
        pages = [ARTICLE.format(animal) for animal in ANIMALS]
        for animal, page in zip(ANIMALS, pages, strict=True):
            lay(f"dumps/{animal}.md", page)
        learn(pages).save("learned")
        return "dumps" if request.param == "pages" else "learned"

    def test_the_draft_takes_what_recurs_and_passes_its_tests(self, source: str) -> None:
        result = run("new", "www.otter.example", "-o", "own", "--from", source)
        assert (result.exit_code, result.output.split(":")[0]) == (0, "own/otter.example.toml")
        assert run("lint", "own").exit_code == run("test", "own").exit_code == 0
        edits = Cleaner(sites="own").clean(ARTICLE.format("eels")).edits
        gone = "".join(edit.removed for edit in edits if edit.rule.startswith("site/otter.example/"))
        assert "[Home](/)" in gone
        assert "[Sign in](/login)" in gone

    @pytest.mark.parametrize(
        ("host", "place", "message"),
        [
            ("otter.example", "gone", "--from gone: there is no such folder"),
            ("heron.example", "dumps", "heron.example: none of its pages is there, and a draft takes 3"),
            ("heron.example", "learned", "learned has no template of heron.example; `cleaner learn`"),
        ],
    )
    def test_what_is_not_there_is_told(self, source: str, host: str, place: str, message: str) -> None:
        result = run("new", host, "-o", "own", "--from", place)
        assert result.exit_code == 2
        assert message in result.output
        assert not Path("own").exists()

    def test_only_files_that_the_configuration_includes_are_pages(self, source: str) -> None:
        lay(".cleaner.toml", 'include = ["o*.md"]')
        assert "only 1 of its pages are there" in run("new", "otter.example", "-o", "own", "--from", "dumps").output

    def test_a_file_that_is_there_is_never_overwritten(self, source: str) -> None:
        lay("own/otter.example.toml", "mine")
        assert "exists already" in run("new", "otter.example", "-o", "own", "--from", source).output
        assert Path("own/otter.example.toml").read_text("utf-8") == "mine"
