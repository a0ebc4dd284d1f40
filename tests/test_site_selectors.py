"""judges/site with pages of HTML: selectors, what they mark, and tests of site files whose source is HTML."""

from __future__ import annotations

import pytest

from cleaner.errors import SiteFileError
from cleaner.judges.site import SiteRules, Sites, rule_site
from cleaner.judges.site.load import Site, parse
from cleaner.judges.site.selectors import marks
from cleaner.judges.site.testing import failures
from cleaner.ruling import Docket
from cleaner.sources import html

URL = "https://otter.example/pier"
PAGE = """<html><title>Otters</title><body>
<div class="menu top"><a href="/in">Sign in</a></div>
<div id="text"><h1>Otters</h1><p class="lead">Twelve otters.</p><p>Nine <span class="ad">Advert</span> locks.</p></div>
<ul class="menu"><li>One</li><li data-x="a b">Two</li></ul>
<p class="menus">Menus of the harbour.</p></body></html>"""
EVERYTHING = ["Sign in", "Otters", "Twelve otters.", "Nine Advert locks.", "One", "Two", "Menus of the harbour."]


def site(*entries: str) -> Site:
    return parse('[site]\nname = "Otter"\nhosts = "otter.example"\n' + "\n".join(entries), "otter.toml")


def entry(line: str, table: str = "drop", name: str = "this") -> str:
    return f'[[{table}]]\nid = "{name}"\nwhy = "because"\n{line}'


def ruled(*entries: str, page: str = PAGE) -> dict[str, str]:
    """What is ruled on each block: keep or drop, and the id of the entry, by its text."""
    file = site(*entries)
    tree = html.parse(page, URL)
    whole = html.read(tree, marks(file, tree))
    docket = Docket()
    for ruling in rule_site(file, whole.page, whole.blocks, whole.marked):
        docket.enter(ruling)
    return {
        whole.blocks[index].text: f"{'keep' if one.keep else 'drop'} {one.rule.rpartition('/')[2]}"
        for index, one in sorted(docket.rulings.items())
    }


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        pytest.param('css = ".menu"', ["Sign in", "One", "Two"], id="a class, as a whole token"),
        pytest.param('css = "ul.menu"', ["One", "Two"], id="a tag and a class"),
        pytest.param('css = "#text > p"', ["Twelve otters.", "Nine Advert locks."], id="children"),
        pytest.param('css = "#text > p:first-of-type"', ["Twelve otters."], id="the first of its kind"),
        pytest.param("css = '[data-x~=\"b\"]'", ["Two"], id="a token of an attribute"),
        pytest.param('css = [".lead", "ul li:last-child"]', ["Twelve otters.", "Two"], id="several"),
        pytest.param('css = ".lead, h1"', ["Otters", "Twelve otters."], id="several in one"),
        pytest.param('css = "body > *"', EVERYTHING, id="everything"),
        pytest.param('css = "html"', EVERYTHING, id="the root"),
        pytest.param('css = ".none"', [], id="what is not there"),
        pytest.param("xpath = '//ul/li[2]'", ["Two"], id="XPath"),
        pytest.param("xpath = '//p[contains(., \"Twelve\")]'", ["Twelve otters."], id="XPath by a text"),
        pytest.param("xpath = '//p/@class'", [], id="XPath that finds no elements"),
        pytest.param("xpath = 'count(//p)'", [], id="XPath that counts"),
        pytest.param("xpath = '//p[$x]'", [], id="XPath with a variable"),
        pytest.param("xpath = '//p/text()'", [], id="XPath that finds texts"),
        pytest.param("xpath = 'otter:pier()'", [], id="XPath with a function nobody knows"),
    ],
)
def test_what_a_selector_names_goes_with_all_that_stands_in_it(line: str, texts: list[str]) -> None:
    assert list(ruled(entry(line))) == texts


def test_an_element_in_a_line_is_cut_out_of_it() -> None:
    assert ruled(entry('css = ".ad"')) == {"Advert": "drop this"}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param("<ul><li>One<li id=a>Two<li>Three</ul>", ["Two"], id="an item"),
        pytest.param("<ul id=a><li>One<li><p>Two</ul><p>Three", ["One", "Two"], id="a list"),
        pytest.param("<ol><li>One<ul id=a><li>Two</ul><li>Three</ol>", ["Two"], id="a list in an item"),
        pytest.param("<dl><dt>One<dd id=a>Two</dl>", ["Two"], id="a description"),
        pytest.param("<table id=a><tr><td>One<td>Two</table><p>Three", ["One | Two"], id="a table"),
        pytest.param("<h2 id=a>One</h2><p>Two", ["One"], id="a heading"),
        pytest.param("<pre id=a>One</pre><p>Two", ["One"], id="code"),
        pytest.param("<blockquote id=a>One<p>Two</blockquote><p>Three", ["One", "Two"], id="a quote"),
        pytest.param("<a id=a href=/x><h3>One</h3><p>Two</a><p>Three", ["One", "Two"], id="a link around blocks"),
        pytest.param("<otter-card id=a><p>One<p>Two</otter-card>", ["One", "Two"], id="an element nobody knows"),
        pytest.param("<div id=a>One</div><div>Two</div>", ["One"], id="a part of the page"),
    ],
)
@pytest.mark.parametrize("table", ["keep", "drop"])
def test_every_kind_of_element(source: str, text: list[str], table: str) -> None:
    assert ruled(entry('css = "#a"', table), page=source) == dict.fromkeys(text, f"{table} this")


@pytest.mark.parametrize("tag", ["b", "em", "code", "span", "a href=/x"])
def test_a_part_of_a_line_keeps_all_of_it(tag: str) -> None:
    source = f"<p>One <{tag} id=a>Two</{tag.partition(' ')[0]}> Three</p><p>Four"
    assert ruled(entry('css = "#a"', "keep"), page=source) == {"One Two Three": "keep this"}
    assert ruled(entry('css = "#a"'), page=source) == {"Two": "drop this"}


def test_keep_entries_win_over_drop_entries() -> None:
    found = ruled(entry('css = "#text"'), entry('css = ".lead"', "keep", "lead"))
    assert found["Twelve otters."] == "keep lead"
    assert found["Nine Advert locks."] == "drop this"


def test_of_one_element_the_keep_entry_counts() -> None:
    assert ruled(entry('css = ".lead"'), entry('xpath = "//p[1]"', "keep", "first"))["Twelve otters."] == "keep first"


def test_selectors_and_other_matchers_go_together() -> None:
    assert ruled(entry('css = ".lead"\nline = "Two"')) == {"Twelve otters.": "drop this", "Two": "drop this"}


def test_addresses_of_the_page_s_own_host_need_no_host() -> None:
    assert ruled(entry('link = "/in"')) == {"Sign in": "drop this"}
    assert ruled(entry('link = "https://otter.example/in"')) == {"Sign in": "drop this"}
    assert ruled(entry('link = "/pier"')) == {}


@pytest.mark.parametrize(
    "url", ["", "otter.example", "a/b/c", "a///b", "https://", "https://otter.example", "://", "https://["]
)
def test_any_address_of_a_page_will_do(url: str) -> None:
    tree = html.parse(PAGE, url)
    whole = html.read(tree)
    assert list(rule_site(site(entry('link = "/none"')), whole.page, whole.blocks)) == []


class TestJudge:
    def judge(self, *entries: str) -> SiteRules:
        return SiteRules(Sites([site(*entries)]))

    def test_marks_are_of_the_site_of_the_page(self) -> None:
        judge = self.judge(entry('css = ".lead"'))
        (mark,) = judge.marks(html.parse(PAGE, URL)).values()
        assert mark == (False, "site/otter/this", "because")
        assert judge.marks(html.parse(PAGE, "https://wren.example/")) == {}
        assert judge.marks(html.parse(PAGE)) == {}

    def test_files_without_selectors_mark_nothing(self) -> None:
        assert self.judge(entry('line = "Two"')).marks(html.parse(PAGE, URL)) == {}

    def test_the_day_of_the_page_is_looked_at(self) -> None:
        head = '[site]\nname = "Otter"\nhosts = "otter.example"\nuntil = 2024-01-01\n'
        judge = SiteRules(Sites([parse(head + entry('css = ".lead"'), "otter.toml")]))
        page = PAGE.replace("<title>", '<meta property="article:published_time" content="{}"><title>')
        assert judge.marks(html.parse(page.format("2023-05-03"), URL))
        assert not judge.marks(html.parse(page.format("2024-05-03"), URL))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('css = "p >"', "no CSS selector"),
        ('css = "p::before"', "no CSS selector"),
        ('css = ["p", "["]', "no CSS selector"),
        ('xpath = "//p["', "no XPath expression"),
    ],
)
def test_mistakes_are_told_when_the_file_is_read(line: str, problem: str) -> None:
    with pytest.raises(SiteFileError, match=problem) as error:
        site(entry(line))
    assert error.value.where == "otter.toml:7"


TEST = """[[tests]]
name = "a page"
url = "https://otter.example/pier"
source = '''{}'''
gone = ["{}"]
stay = ["{}"]
"""


class TestTests:
    def test_lines_are_those_of_the_page_as_markdown(self) -> None:
        assert list(failures(site(entry('css = ".menu"'), TEST.format(PAGE, "* Two", "Twelve otters.")))) == []

    def test_a_line_that_is_none(self) -> None:
        found = list(failures(site(entry('css = ".menu"'), TEST.format(PAGE, "* Three", "Twelve otters."))))
        assert found == ["test 'a page': '* Three' is no line of its page"]

    def test_a_line_that_stays_and_one_that_goes(self) -> None:
        found = list(failures(site(entry('css = ".lead"'), TEST.format(PAGE, "* Two", "Twelve otters."))))
        assert found == [
            "test 'a page': '* Two' stays, and must go",
            "test 'a page': 'Twelve otters.' goes by site/otter/this, and must stay",
        ]

    def test_an_entry_that_matches_nothing(self) -> None:
        file = site(entry('css = ".menu"'), entry('css = ".none"', name="none"), TEST.format(PAGE, "* Two", "# Otters"))
        assert list(failures(file)) == ["entry 'none' matches nothing in any test; show a page on which it does"]

    def test_entries_for_html_alone_need_a_test_of_html(self) -> None:
        """... where there is one: files that were written for dumps may have selectors beside."""
        dump = TEST.format("# Otters\n\nSign in\n", "Sign in", "# Otters")
        line, selector = entry('line = "Sign in"'), entry('css = ".none"', name="none")
        assert list(failures(site(line, selector, dump))) == []
        both = dump + TEST.format(PAGE, "[Sign in](https://otter.example/in)", "# Otters")
        assert list(failures(site(line, selector, both))) == [
            "entry 'none' matches nothing in any test; show a page on which it does"
        ]
