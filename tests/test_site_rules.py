"""What each matcher of a site file finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from cleaner.judges.site import SiteRules, Sites, rule_site
from cleaner.judges.site.load import Site, parse
from cleaner.ruling import Docket, Ruling
from cleaner.sources import blocks_of
from cleaner.sources.page import read

PAGE = """\
Menu

# Otters return

Text.

## Related

* One

### More

* Two

## Comments

Nice.

Footer
"""


def site(*entries: str) -> Site:
    return parse('[site]\nname = "Otter"\nhosts = "otter.example"\n' + "\n".join(entries), "otter.toml")


def entry(*lines: str, table: str = "drop", name: str = "this") -> str:
    return f'[[{table}]]\nid = "{name}"\nwhy = "because"\n' + "\n".join(lines) + "\n"


def matched(body: str, *lines: str, title: str = "Otters return") -> list[str]:
    """The first lines of the blocks that an entry of these lines matches, in order of the page."""
    page = read(f"---\ntitle: {title}\n---\n\n{body}".encode(), None, "markdown")
    blocks = blocks_of(page)
    found = {ruling.block for ruling in rule_site(site(entry(*lines)), page, blocks)}
    return [
        page.data[blocks[index].start : blocks[index].end].decode().split("\n")[0].strip() for index in sorted(found)
    ]


@pytest.mark.parametrize(
    ("matcher", "line"),
    [
        pytest.param('line = "Sign in"', "Sign in", id="line: the line"),
        pytest.param('line = "Sign in"', "## **SIGN  in** »", id="line: case, markup, white space, decoration"),
        pytest.param('line = "Sign in"', "* [Sign in](/login)", id="line: a link in a list"),
        pytest.param('line = "Sign in"', "![icon](/i.png) Sign in", id="line: images are nothing"),
        pytest.param('line = "3 comments"', "12 comments", id="line: numbers"),
        pytest.param('line = ["a", "Sign in"]', "Sign in", id="line: the second of two"),
        pytest.param('line = "Read at *"', "Read at Pier News", id="line: a star at the end"),
        pytest.param('line = "* comments"', "Show 12 comments", id="line: a star at the start"),
        pytest.param('line = "Page * of *"', "Page 3 of 12", id="line: two stars"),
        pytest.param('line = "» Read more *"', "» Read more of this", id="line: decoration before a star"),
        pytest.param('line = "*(advert)"', "Otter soap (advert)", id="line: decoration behind a star"),
        pytest.param('line = "Don\'t *"', "Don’t miss this", id="line: typographic apostrophes"),
        pytest.param('line = "×"', "×", id="line: nothing but decoration"),
        pytest.param('line = "広告"', "【広告】", id="line: Japanese"),
        pytest.param('text = "sign in"', "Please sign in, or go", id="text: words of the line"),
        pytest.param('text = "sign in"', "Sign in", id="text: the whole line"),
        pytest.param('text = "C++"', "The C++ page", id="text: signs"),
        pytest.param('text = "3 comments"', "Show all 12 comments", id="text: numbers"),
        pytest.param('text = "sign"\nanywhere = true', "A resigned otter", id="text: inside a word, when asked"),
        pytest.param('text = "広告"\nanywhere = true', "これは広告です", id="text: Japanese, when asked"),
        pytest.param('link = "https://otter.example/login"', "[Sign in](https://otter.example/login)", id="link"),
        pytest.param('link = "*/login"', "* [Sign in](/a/LOGIN)", id="link: a star and case"),
        pytest.param('link = "/tag/*"', "[Otters](/tag/1), [Beavers](/tag/2)", id="link: several"),
        pytest.param('link = ["/tag/*", "/topic/*"]', "[One](/tag/1) [Two](/topic/2)", id="link: of two kinds"),
        pytest.param('link = "/login"', "[![](/i.png)](/login)", id="link: around an image"),
        pytest.param('link = "/tag/*"', "[One](/tag/1 'A title')", id="link: with a title"),
        pytest.param('link = "/tag/*"\nanywhere = true', "See [one](/tag/1) of them", id="link: anywhere"),
        pytest.param('image = "*/icon/*"', "![an icon](/icon/a.png)", id="image"),
        pytest.param('image = "*/icon/*"', "[![](/icon/a.png)](/x) ![](/icon/b.png)", id="image: several, one linked"),
        pytest.param('image = "*/icon/*"\nanywhere = true', "![](/icon/a.png) Text", id="image: anywhere"),
        pytest.param("regex = '^sign'", "Sign in", id="regex: case"),
        pytest.param("regex = 'page 12$'", "This is page 12", id="regex: numbers as they are"),
        pytest.param("regex = ['z', '^sign|z$']", "Sign in", id="regex: the second of two, with a choice"),
        pytest.param("regex = '» more'", "Read » more", id="regex: decoration"),
    ],
)
def test_matches(matcher: str, line: str) -> None:
    assert matched(f"Above.\n\n{line}\n\nBelow.\n", matcher) == [line]


@pytest.mark.parametrize(
    ("matcher", "line"),
    [
        pytest.param('line = "Sign in"', "Sign in now", id="line: more behind"),
        pytest.param('line = "Sign in"', "Please sign in", id="line: more before"),
        pytest.param('line = "Read at *"', "We read at night", id="line: a star is at one end only"),
        pytest.param('line = "* comments"', "12 comments here", id="line: nor at the other"),
        pytest.param('line = "a.c"', "abc", id="line: a full stop is a full stop"),
        pytest.param('text = "sign"', "A resigned otter signs", id="text: inside words"),
        pytest.param('text = "sign in"', "Sign here, in the book", id="text: words apart"),
        pytest.param('text = "広告"', "これは広告です", id="text: Japanese, not asked"),
        pytest.param('link = "/tag/*"', "See [one](/tag/1) of them", id="link: text beside it"),
        pytest.param('link = "/tag/*"', "[One](/tag/1) [Two](/news/2)", id="link: another link beside it"),
        pytest.param('link = "/tag/*"', "[One](https://otter.example/tag/1)", id="link: part of the address"),
        pytest.param('link = "/tag/*"', "/tag/1", id="link: an address that is no link"),
        pytest.param('link = "/tag/*"', "![](/tag/1)", id="link: an image is none"),
        pytest.param('image = "*/icon/*"', "![](/icon/a.png) Text", id="image: text beside it"),
        pytest.param('image = "*/icon/*"', "![](/icon/a.png) ![](/photo/b.png)", id="image: another image beside it"),
        pytest.param('image = "*/icon/*"', "[Icon](/icon/a.png)", id="image: a link is none"),
        pytest.param("regex = '^in'", "Sign in", id="regex: an anchor"),
        pytest.param(r"regex = '^\s*x'", "![](/i.png)\n\ny", id="regex: white space is not a line ending"),
        pytest.param("regex = 'above[^q]*y'", "y", id="regex: a line at a time"),
        pytest.param('css = "p"', "Text", id="css: for HTML only"),
        pytest.param('xpath = "//p"', "Text", id="xpath: for HTML only"),
    ],
)
def test_does_not_match(matcher: str, line: str) -> None:
    assert matched(f"Above.\n\n{line}\n\nBelow x.\n", matcher) == []


@pytest.mark.parametrize(
    ("matcher", "lines"),
    [
        pytest.param('text = "advert"', ["advert"], id="text"),
        pytest.param(r"regex = '^\s*advert'", ["advert"], id="regex"),
        pytest.param(r"regex = '\W*advert'", ["advert"], id="regex that begins with anything"),
    ],
)
@pytest.mark.parametrize("above", ["Text", "![](/i.png)", "Text."], ids=["a word", "an image", "a full stop"])
def test_a_match_belongs_to_its_own_line(matcher: str, lines: list[str], above: str) -> None:
    assert matched(f"{above}\n\nadvert\n\nBelow.\n", matcher) == lines


@pytest.mark.parametrize(
    ("matcher", "lines"),
    [
        pytest.param(
            'heading = "Related"', ["## Related", "* One", "### More", "* Two"], id="to the next of its level"
        ),
        pytest.param('heading = "More"', ["### More", "* Two"], id="to one of a higher level"),
        pytest.param('heading = "Comments"', ["## Comments", "Nice.", "Footer"], id="to the end"),
        pytest.param('heading = "Menu"', ["Menu"], id="a line that acts as one: to any next"),
        pytest.param('heading = ["Menu", "Mo*"]', ["Menu", "### More", "* Two"], id="several, with a star"),
        pytest.param(
            'heading = ["Related", "More"]', ["## Related", "* One", "### More", "* Two"], id="one in another"
        ),
        pytest.param('heading = "Nowhere"', [], id="none"),
        pytest.param('from = "Comments"', ["## Comments", "Nice.", "Footer"], id="from: to the end"),
        pytest.param('from = "One"\nto = "Two"', ["* One", "### More", "* Two"], id="from, to"),
        pytest.param('from = "One"\nbefore = "Two"', ["* One", "### More"], id="from, before"),
        pytest.param('from = ["Two", "One"]\nto = ["Nice", "More"]', ["* One", "### More"], id="the first of each"),
        pytest.param('from = "One"\nto = "One"', [], id="an end must come behind the start"),
        pytest.param('from = "One"\nto = "Nowhere"', [], id="no end"),
        pytest.param('from = "Nowhere"\nto = "One"', [], id="no start"),
        pytest.param('from = "Two"\nto = "One"', [], id="the end stands above"),
        pytest.param('to = "Text"', ["Menu", "# Otters return", "Text."], id="to: from the top"),
        pytest.param('before = "Text"', ["Menu", "# Otters return"], id="before: from the top"),
        pytest.param('before = "{title}"', ["Menu"], id="before the title"),
        pytest.param('to = "{title}"', ["Menu", "# Otters return"], id="to the title"),
        pytest.param('from = "{title}"\nbefore = "Related"', ["# Otters return", "Text."], id="from the title"),
        pytest.param('line = "{title}"', ["# Otters return"], id="the title"),
        pytest.param('line = ["{title}", "Text"]', ["# Otters return", "Text."], id="the title or a line"),
        pytest.param('heading = "{title}"', PAGE.replace("\n\n", "\n").split("\n")[1:-1], id="all under the title"),
        pytest.param('line = "Menu"\ntext = "nice"', ["Menu", "Nice."], id="two matchers: any of them"),
    ],
)
def test_lines_and_what_belongs_to_them(matcher: str, lines: list[str]) -> None:
    assert matched(PAGE, matcher) == lines


def test_a_range_from_the_top_begins_below_the_title_the_crawler_wrote() -> None:
    page = "# Otters return\n\nMenu\n\n# Otters return\n\nText.\n"
    assert matched(page, 'before = "{title}"') == ["Menu"]
    assert matched(page, 'before = "Text"') == ["Menu", "# Otters return"]


def test_the_title_may_be_missing() -> None:
    page = "Menu\n\nText.\n"
    assert matched(page, 'before = "{title}"') == []
    assert matched(page, 'line = "{title}"', title="") == []


def test_a_long_line_is_no_heading() -> None:
    long = "Related to this are the many otters that came to the old pier last year"
    assert matched(f"{long}\n\nText.\n", 'heading = "Related *"') == []


def test_the_inside_of_code_is_a_line_like_others() -> None:
    assert matched("```\nSign in\n```\n", 'line = "Sign in"') == ["```"]


def rulings(body: str, *entries: str, url: str = "https://otter.example/a") -> list[Ruling]:
    """What stands on the docket when the judge has ruled, in order of the page."""
    page = read(body.encode(), url, "markdown")
    blocks = blocks_of(page)
    docket = Docket()
    for ruling in SiteRules(Sites([site(*entries)]))(page, blocks, docket):
        docket.enter(ruling)
    return [docket.rulings[index] for index in sorted(docket.rulings)]


def test_a_ruling_names_site_entry_and_reason() -> None:
    assert rulings("Menu\n", entry('line = "Menu"', name="menu")) == [Ruling(0, False, "site/otter/menu", "because")]


@pytest.mark.parametrize("order", [1, -1], ids=["keep first", "drop first"])
def test_keep_wins_over_drop(order: int) -> None:
    keep = entry('line = "Text"', table="keep", name="text")
    drop = entry('from = "Menu"', table="drop", name="all")
    found = rulings("Menu\n\nText.\n\nFooter\n", *[keep, drop][::order])
    assert [(ruling.keep, ruling.rule) for ruling in found] == [
        (False, "site/otter/all"),
        (True, "site/otter/text"),
        (False, "site/otter/all"),
    ]


def test_of_two_drops_the_first_in_the_file_is_named() -> None:
    found = rulings("Menu\n", entry('line = "Menu"', name="one"), entry('line = "Me*"', name="two"))
    assert [ruling.rule for ruling in found] == ["site/otter/one"]


def test_pages_of_other_hosts_are_left_alone() -> None:
    assert rulings("Menu\n", entry('line = "Menu"'), url="https://beaver.example/") == []


def test_a_page_without_blocks_is_ruled_on() -> None:
    assert rulings("", entry('line = "Menu"', 'regex = "a"', 'link = "*a*"', 'image = "*a*"')) == []


def test_many_lines_that_act_as_headings_are_no_trouble() -> None:
    count = 20_000
    assert len(matched("Share\n\n" * count, 'heading = "Share"')) == count
