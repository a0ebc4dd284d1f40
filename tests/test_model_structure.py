"""judges/model/structure.py: what belongs together stands or falls together.

A page is written with what is known of each line before it: how likely it is content (in percent), and a mark.
`-` stands before a line that the model is to take, `x` before one that a rule has taken, `s` one that a site file took,
`m` one that a template took, `k` one that a site file keeps, `t` a title, `!` one of a rule that is to be overruled.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.judges.model import structure
from cleaner.judges.model.structure import (
    LEAST_DROP,
    MOST_DROP,
    best_drop,
    going,
    going_of_tree,
    wronged,
    wronged_in_tree,
)
from cleaner.ruling import Docket, Ruling
from cleaner.sources import blocks_of
from cleaner.sources.page import read

RULES = {"x": "menu", "!": "menu", "s": "site/otter/menu", "m": "template/line"}


class Case:
    """A page on whose blocks others have ruled, and the chance of each to be content."""

    def __init__(self, page: str) -> None:
        rows = [line.strip("\n") for line in page.strip("\n").split("\n")]
        page_ = read("\n".join(row[5:] for row in rows).encode(), None, "markdown")
        self.blocks = blocks_of(page_)
        at = [page_.data[: block.start].count(b"\n") for block in self.blocks]
        marks = [rows[line][0] for line in at]
        self.content = [int(rows[line][2:4]) / 100 for line in at]
        self.docket = Docket()
        for index, mark in enumerate(marks):
            if mark in RULES or mark == "k":
                rule = RULES.get(mark, "site/otter/text")
                self.docket.enter(Ruling(index, mark == "k", rule, "because"))
        self.docket.evidence["title"] = {index: 1.0 for index, mark in enumerate(marks) if mark == "t"}
        self.wanted = self.texts([index for index, mark in enumerate(marks) if mark == "-"])
        self.overruled = self.texts([index for index, mark in enumerate(marks) if mark == "!"])

    def texts(self, indices: list[int]) -> list[str]:
        return [f"{index} {self.blocks[index].text}" for index in indices]

    def going(self) -> list[int]:
        return going(self.blocks, self.docket, self.content)


PROSE = "The keepers counted twelve otters on the pier on Monday and replaced nine locks."
TEXT = f"  95 {PROSE}\n"
ALONE = [
    pytest.param(
        f"  95 # Otters\n\n{TEXT}\n  31 Somewhat likely\n\n  60 Likely\n\n{TEXT}", id="what is likely content stays"
    ),
    pytest.param(f"- 01 Sign in\n\n- 29 Menu\n\n{TEXT}", id="what is not goes"),
    pytest.param(f"x 95 Sign in\n\nk 01 Menu\n\n- 01 Share\n\n{TEXT}", id="what others ruled on is not asked"),
    pytest.param("", id="no page"),
    pytest.param("- 01 Sign in\n\n- 01 Share", id="all of a page may go"),
]
CODE = [
    pytest.param(f"{TEXT}\n- 01 Share\n\n- 01 Follow\n\n  01 ```\n  01 otters = 12\n  01 ```\n\n{TEXT}", id="fenced"),
    pytest.param(f"- 01 Share\n\n  01     otters = 12\n\n- 01 Follow\n\n{TEXT}", id="indented"),
    pytest.param(
        f"- 01 * Share\n- 01 * Follow\n  01 * \n  01   ```\n  01   otters = 12\n  01   ```\n\n{TEXT}",
        id="in a list that goes, with its marker",
    ),
    pytest.param(f"- 01 Share\n\n  01 ```\n  01 ```\n\n- 01 Follow\n\n{TEXT}", id="empty"),
]
TITLES = [
    pytest.param(f"- 01 Sign in\n\n- 01 Menu\n\nt 01 # Otters\n\n{TEXT}", id="below a menu"),
    pytest.param(f"t 01 Otters\n\n- 01 Sign in\n\n{TEXT}", id="that is no heading"),
    pytest.param(f"t 01 # Otters\n\n- 01 Sign in\n\n- 01 Menu\n\n  01 # Text\n\n{TEXT}", id="with nothing under it"),
    pytest.param("t 01 # Otters\n\n- 01 Sign in", id="with nothing left but it"),
]
TABLES = [
    pytest.param(
        f"{TEXT}\n  01 | a | b |\n  01 |---|---|\n  02 | Two otters | Locks |\n  90 | Nine keepers | Gates |\n\n{TEXT}",
        id="that is likely content on the whole stays whole",
    ),
    pytest.param(
        f"{TEXT}\n- 90 | Share | b |\n- 01 |---|---|\n- 01 | Two otters | Three locks |\n- 01 | Nine keepers | Gates |",
        id="that is not goes whole",
    ),
    pytest.param(
        f"{TEXT}\n- 01 |  |  |\n- 01 |---|---|\n- 01 | Two otters | Three locks |\n- 01 | Nine keepers | Four gates |",
        id="that goes takes its empty head along",
    ),
    pytest.param(
        f"- 01 Share\n\n- 01 Follow\n\n  01 |  |  |\n  01 |---|---|\n  70 | Two otters | Three locks |\n\n{TEXT}",
        id="that stays keeps its empty head",
    ),
    pytest.param(
        f"{TEXT}\n- 12 | Two otters | Locks |\n- 12 |---|---|\n- 12 | Nine | Gates |\n- 12 | Ten | Six |\n\n{TEXT}",
        id="between two texts is no lone line",
    ),
    pytest.param(
        "\n".join([TEXT] * 60) + "\n  01 | Two | Three |\n  01 |---|---|\n  20 | Nine | Four |\n  01 | Ten | Six |",
        id="on a page as good as clean goes whole or not at all",
    ),
]
LISTS = [
    pytest.param(
        f"{TEXT}\n  90 * Two otters in the harbour\n  20 * Nine keepers\n  06 * Four gates\n\n{TEXT}",
        id="that stays keeps what is not sure to be furniture",
    ),
    pytest.param(
        f"{TEXT}\n  90 * Two otters in the harbour\n- 01 * Share\n  90 * Nine keepers and four gates\n\n{TEXT}",
        id="that stays loses what is",
    ),
    pytest.param(
        f"- 01 * Front page\n- 70 * Harbour\n- 01 * Letters\n- 01 * Archive\n- 01 * About us\n\n{TEXT}",
        id="that goes takes likely entries along",
    ),
    pytest.param(
        f"- 01 * Front page\n- 01 * Letters\n- 01 * Harbour\n- 01 * Archive\n- 01 * About us\n  80 * Otters\n\n{TEXT}",
        id="that goes spares what is sure to be content",
    ),
    pytest.param(
        f"- 01 * Front page\n- 01   + Letters\n- 60     - Harbour\n- 01 * Archive\n- 01 * About us\n\n{TEXT}",
        id="is one with those inside it",
    ),
    pytest.param(
        f"- 01 * Front page\n- 01 * Letters\n\n  60 1. Harbour\n  60 2. Archive\n\n{TEXT}",
        id="is another than the one below it",
    ),
    pytest.param(
        f"- 01 * Front page\n- 01 * Letters\nx 90 * Otters of the river\n- 60 * Archive\n- 01 * About us\n\n{TEXT}",
        id="is what others left of it",
    ),
]
SECTIONS = [
    pytest.param(f"{TEXT}\n  01 ## Locks\n\n{TEXT}", id="heading stays with what is under it"),
    pytest.param(f"{TEXT}\n- 90 ## Locks\n\n- 01 Share\n\n- 01 Follow", id="heading goes with what is under it"),
    pytest.param(
        f"{TEXT}\n- 90 ## Locks\n\n- 01 Share\n\n- 90 ### More\n\n- 01 Follow",
        id="heading goes with the sections under it",
    ),
    pytest.param(
        f"{TEXT}\n  01 ## Locks\n\n- 01 Share\n\n- 01 Follow\n\n  01 ### More\n\n{TEXT}",
        id="heading stays with a section under it",
    ),
    pytest.param(
        f"{TEXT}\n- 90 ## Locks\n\n- 01 Share\n\n  01 ## More\n\n{TEXT}", id="heading ends at the next as high"
    ),
    pytest.param(
        f"{TEXT}\n- 90 ### Locks\n\n- 01 Share\n\n  01 ## More\n\n{TEXT}", id="heading ends at the next that is higher"
    ),
    pytest.param(
        f"{TEXT}\n  90 ## Locks\n\n- 01 ## More\n\n- 01 Share", id="heading with nothing under it stays by itself"
    ),
    pytest.param(
        f"- 01 Share\n\n- 01 ## Locks\n\n  90 ## More\n\n{TEXT}", id="heading with nothing under it goes by itself"
    ),
    pytest.param(f"{TEXT}\n- 90 ## Locks\n\nx 90 Share\n\n- 01 Follow", id="what a rule took keeps no heading"),
    pytest.param(
        f"{TEXT}\n  01 ## Locks\n\nk 01 Share\n\n- 01 Follow\n\n- 01 Menu",
        id="what a site file keeps keeps its heading",
    ),
    pytest.param(
        f"{TEXT}\n  01 ## Locks\n\n  90 ![](gate.jpg)\n\n- 01 Follow\n\n- 01 Menu", id="a picture keeps its heading"
    ),
]
LONE = [
    pytest.param(f"{TEXT}\n  08 The bell rings\n\n{TEXT}", id="between two that stay is spared"),
    pytest.param(f"{TEXT}\n- 07 The bell rings\n\n{TEXT}", id="that is sure to be furniture goes"),
    pytest.param(f"{TEXT}\n- 08 The bell rings\n\n- 08 And rings\n\n{TEXT}", id="of two each is not alone"),
    pytest.param(f"- 29 The bell rings\n\n{TEXT}", id="at the top is not between"),
    pytest.param(f"{TEXT}\n- 29 The bell rings at the end", id="at the end is not between"),
    pytest.param(f"{TEXT}\nx 29 Share\n\n  29 The bell rings\n\n{TEXT}", id="beside what a rule took is alone"),
    pytest.param(
        f"{TEXT}\n  90 ---\n\n  29 The bell rings\n\n  90 ---\n\n{TEXT}", id="between rules is between what they part"
    ),
]
WORDLESS = [
    pytest.param(f"{TEXT}\n- 01 Share\n\n- 90 ---\n\n- 01 Follow\n\n{TEXT}", id="a rule goes between two that go"),
    pytest.param(f"{TEXT}\n- 01 Share\n\n  01 ---\n\n{TEXT}", id="a rule stays beside what stays below"),
    pytest.param(f"{TEXT}\n  01 ---\n\n- 01 Share\n\n- 01 Follow", id="a rule stays beside what stays above"),
    pytest.param(f"{TEXT}\n- 01 Share\n\n- 90 ---", id="a rule goes at the end, below what goes"),
    pytest.param(f"  01 ---\n\n- 01 Share\n\n{TEXT}", id="a rule stays at the top"),
    pytest.param(f"{TEXT}\n- 01 Share\n\nk 01 ---\n\n- 01 Follow\n\n{TEXT}", id="a rule that a site file keeps stays"),
    pytest.param(
        f"{TEXT}\n- 01 Share\n\n  01 ---\n\n  01 ---\n\n  01 ---\n\n  01 ---\n\n{TEXT}",
        id="of many rules none goes above a text",
    ),
    pytest.param(f"{TEXT}\n- 01 Share\n\n  90 ![](gate.jpg)\n\n- 01 Follow", id="a picture stands for itself"),
]
LONG = "\n".join([TEXT] * 20)
NIBBLES = [
    pytest.param(f"{LONG}\n  06 Share this\n\n  06 Follow us", id="where little would go, it stays"),
    pytest.param(f"{LONG}\n- 01 Share this\n\n- 01 Follow us", id="but for what is sure to be furniture"),
    pytest.param(f"{LONG}\n- 06 {PROSE}\n\n- 06 Follow us", id="where more would go, it goes"),
]


TOPICS = {
    "block:": ALONE,
    "code stays:": CODE,
    "title stays:": TITLES,
    "table": TABLES,
    "list": LISTS,
    "section:": SECTIONS,
    "lone line": LONE,
    "without words:": WORDLESS,
    "nibble:": NIBBLES,
}


@pytest.mark.parametrize(
    "page",
    [pytest.param(*case.values, id=f"{topic} {case.id}") for topic, cases in TOPICS.items() for case in cases],
)
def test_what_goes(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "SHORT", 0)  # the pages above are short, to be read
    case = Case(page)
    assert case.texts(case.going()) == case.wanted


class TestMoreIsAsked:
    UNSURE = f"  20 Share this\n\n  20 Follow us\n\n{TEXT * 2}"
    SURE = f"- 01 Share this\n\n- 01 Follow us\n\n{TEXT * 2}"

    def test_on_a_short_page(self) -> None:
        assert Case(self.UNSURE).going() == []
        assert Case(self.SURE).going() == [0, 1]

    def test_where_most_would_go(self) -> None:
        page = f"{TEXT * 4}" + f"  20 {PROSE}\n\n" * 20
        assert Case(page).going() == []


LINKS = "\n".join(f"! 90 * [A story of otter number {number} in the harbour](/otters/{number})" for number in range(9))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(LINKS, id="a list of stories comes back"),
        pytest.param(f"x 49 * [Sign in](/in)\n{LINKS}", id="without what is not believed in"),
        pytest.param(f"x 90 * ---\n{LINKS}", id="without what has no words"),
        pytest.param(LINKS.replace("! 90", "s 90"), id="not if a site file took it"),
        pytest.param(LINKS.replace("! 90", "m 90"), id="not if a template took it"),
        pytest.param(LINKS.replace("! 90", "x 49"), id="not if the model does not believe in it"),
        pytest.param(LINKS.replace("!", "x") + f"\n\n{TEXT}\n{TEXT}", id="not if a text stays"),
        pytest.param(LINKS + "\n\n  95 Otters", id="although a line stays"),
        pytest.param(LINKS + f"\n\n- 01 {PROSE}\n\n- 01 {PROSE}", id="although a text was there: the model takes it"),
        pytest.param(
            LINKS.replace("!", "x") + f"\n\nk 01 {PROSE}\n\nk 01 {PROSE}", id="not if a site file keeps a text"
        ),
        pytest.param("", id="no page"),
    ],
)
def test_what_rules_took_of_a_page_with_nothing_else(page: str) -> None:
    case = Case(page)
    goes = case.going()
    assert case.texts(goes) == case.wanted
    assert case.texts(wronged(case.blocks, case.docket, case.content, goes)) == case.overruled


TREES = [
    pytest.param(f"  95 # Otters\n\n{TEXT}\n- 05 Share\n\n{TEXT}", id="what is not likely content goes"),
    pytest.param("- 05 Sign in\n\n- 05 Share", id="all of a page may go, and a short one is no matter"),
    pytest.param(f"x 95 Sign in\n\nk 05 Menu\n\n- 05 Share\n\n{TEXT}", id="what others ruled on is not asked"),
    pytest.param(f"t 05 # Otters\n\n- 05 Share\n\n{TEXT}", id="a title stays"),
    pytest.param(f"{TEXT}\n- 05     otters = 12\n\n{TEXT}", id="code may go"),
    pytest.param(f"{TEXT}\n- 05 ## Sign in\n\n{TEXT}", id="a heading that is surely furniture goes alone"),
    pytest.param(f"{TEXT}\n  15 ## Otters\n\n{TEXT}", id="one that may be content stays with its text"),
    pytest.param(f"{TEXT}\n- 70 ## Share\n\n- 05 Follow", id="a heading goes with all that stands under it"),
    pytest.param(f"{TEXT}\n  90 ## Otters\n\n- 05 Follow", id="one that is content stays alone"),
    pytest.param(f"{TEXT}\n- 05 Share\n\n- 95 ---\n\n- 05 Follow", id="a rule goes with its neighbours"),
    pytest.param(f"{TEXT}\n- 05 * Share\n- 40 * Otters\n- 05 * Follow\n\n{TEXT}", id="a list goes whole"),
    pytest.param(f"{TEXT}\n  95 * Otters of old\n  10 * Share\n\n{TEXT}", id="a list stays whole"),
    pytest.param("", id="no page"),
]


@pytest.mark.parametrize("page", TREES)
def test_what_goes_of_a_page_of_html(page: str) -> None:
    case = Case(page)
    assert case.texts(going_of_tree(case.blocks, case.docket, case.content, "page")) == case.wanted


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f"  61 {PROSE}\n\n- 59 {PROSE}", id="more is asked of each block"),
        pytest.param(f"- 05 # Otters\n\n{TEXT}".replace("- 05", "t 95"), id="a title that is believed in stays"),
        pytest.param(f"{TEXT}\n- 55 ## Otters\n\n{TEXT}", id="a heading stands for itself"),
        pytest.param(f"{TEXT}\n  95 * Otters\n- 05 * Share\n\n{TEXT}", id="so does an item"),
        pytest.param(f"{TEXT}\n- 05 Share\n\n- 95 ---\n\n- 05 Follow", id="but a rule"),
    ],
)
def test_what_goes_of_an_article(page: str) -> None:
    case = Case(page)
    assert case.texts(going_of_tree(case.blocks, case.docket, case.content, "article")) == case.wanted


def test_the_title_is_no_part_of_the_body_of_an_article() -> None:
    case = Case(f"t 05 # Otters\n\n{TEXT}")
    assert going_of_tree(case.blocks, case.docket, case.content, "article") == [0]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 30)), max_size=12))
def test_the_best_chance_is_that_of_the_greatest_f1_to_be_expected(drawn: list[tuple[int, int]]) -> None:
    content = [chance / 20 for chance, _ in drawn]
    case = Case("\n\n".join(f"  00 {'otter ' * words}." for _, words in drawn) or "  00 .")
    words = [block.words for block in case.blocks]
    content = content or [0.0]
    expected = sum(chance * count for chance, count in zip(content, words, strict=True))

    def f1(least: float) -> float:
        kept = [(chance, count) for chance, count in zip(content, words, strict=True) if chance >= least]
        total = sum(count for _, count in kept) + expected
        return 2 * sum(chance * count for chance, count in kept) / total if total else 0.0

    drop = best_drop(case.blocks, content)
    assert LEAST_DROP <= drop <= MOST_DROP
    if LEAST_DROP < drop < MOST_DROP:
        assert f1(drop) == pytest.approx(max(map(f1, content)))


@pytest.mark.parametrize(
    ("page", "drop"),
    [
        pytest.param(f"{TEXT}\n  02 Share\n\n  02 Follow", MOST_DROP, id="a page that is clear asks for much"),
        pytest.param(f"  30 {PROSE}\n\n  25 {PROSE}\n\n  02 Share", 0.25, id="one that is not asks for little"),
        pytest.param(f"  05 {PROSE}\n\n  02 Share", LEAST_DROP, id="at least for this"),
        pytest.param("", LEAST_DROP, id="no page"),
    ],
)
def test_what_is_asked_of_a_page(page: str, drop: float) -> None:
    case = Case(page)
    assert best_drop(case.blocks, case.content) == pytest.approx(drop)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f"! 50 {PROSE}\n\nx 49 Share\n\n{TEXT}", id="what is believed in comes back, on any page"),
        pytest.param(f"s 95 {PROSE}\n\nm 95 {PROSE}\n\nk 95 {PROSE}", id="site files and templates have their say"),
        pytest.param("", id="no page"),
    ],
)
def test_what_rules_took_of_a_page_of_html(page: str) -> None:
    case = Case(page)
    assert case.texts(wronged_in_tree(case.blocks, case.docket, case.content)) == case.overruled


@pytest.mark.parametrize("rule", ["hidden-text", "captcha-text", "wall-text", "script-notice"])
def test_rules_that_know_their_thing_by_its_words_are_not_overruled(rule: str) -> None:
    case = Case(f"  95 {PROSE}")
    case.docket.enter(Ruling(0, False, rule, "because"))
    assert wronged_in_tree(case.blocks, case.docket, case.content) == []
