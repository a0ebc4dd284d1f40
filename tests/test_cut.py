"""Dropped blocks leave, what stays is untouched, and the blank lines come out right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.block import Block
from cleaner.cut import cut
from cleaner.ruling import Docket, Edit, Fact, Ruling, Trim, apply, restore
from cleaner.sources import blocks_of
from cleaner.sources.page import Kind, Page, read

PIECES = ["{}", "# {}", "* {}", "- {}", "1. {}", "> {}", "  {}", "***", "---", "<!-- {} -->", "<div>{}</div>"]
PIECES += ["```\n{}\n```", "* {}\n\n  more", "* {}\n  * nested", "{}\n===", "{}\nmore", ">"]
PIECES += ["  > {}", "  # {}", "[{}]: /x", "  ```\n  {}\n  ```", "  ***"]
GAPS = ["\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n"]


def cutting(source: str, drop: Callable[[int, Block], bool], kind: Kind = "markdown") -> tuple[Page, list[Edit]]:
    page = read(source.encode(), None, kind)
    blocks = blocks_of(page)
    docket = Docket()
    for index, block in enumerate(blocks):
        if drop(index, block):
            docket.enter(Ruling(index, False, f"rule-{index}", "why"))
    return page, cut(page, blocks, docket)


def without_x(source: str, kind: Kind = "markdown") -> str:
    """What is left of a page when all blocks go whose source holds an x."""
    page, edits = cutting(source, lambda _, block: "x" in source.encode()[block.start : block.end].decode(), kind)
    return apply(page.data, edits).decode()


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Small pages of all kinds of blocks, each with a word of its own, with and without blank lines between them."""
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8))
    gaps = draw(st.lists(st.sampled_from(GAPS), min_size=len(pieces), max_size=len(pieces)))
    return "".join(piece.format(f"word{at}") + gap for at, (piece, gap) in enumerate(zip(pieces, gaps, strict=True)))


def paragraphs(text: str) -> list[set[str]]:
    """The words of every paragraph, heading and so on, by the parser's own account."""
    found: list[set[str]] = [set()]
    for event, _ in pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES).events_with_range(text):
        name, value = (event, "") if isinstance(event, str) else next(iter(cast(dict[str, Any], event).items()))
        if name in ("Start", "End", "Rule"):
            found.append(set())
        elif name in ("Text", "Html"):
            found[-1].update(word for word in value.split() if word.startswith("word"))
    return found


@pytest.mark.parametrize(
    ("source", "left"),
    [
        pytest.param("a\n\nx\n\nb\n", "a\n\nb\n", id="a paragraph between paragraphs"),
        pytest.param("a\n\nx\n\nx\n\n# x\n\nb\n", "a\n\nb\n", id="several"),
        pytest.param("a\n\nx\n\n\n\nb\n", "a\n\n\n\nb\n", id="the tallest gap stays, below"),
        pytest.param("a\n\n\n\nx\n\nb\n", "a\n\n\n\nb\n", id="the tallest gap stays, above"),
        pytest.param("a\n\nx\n\n\nx\n\nb\n", "a\n\n\nb\n", id="the tallest gap stays, between"),
        pytest.param("x\n\n\na\n", "a\n", id="none stays at the top"),
        pytest.param("a\n\nx\n\n\n", "a\n\n\n", id="the end of the file stays"),
        pytest.param("a\n\nx", "a", id="no line ending where there was none"),
        pytest.param("x\n", "", id="nothing left"),
        pytest.param("a\nx\nb\n", "a\nb\n", id="a line of a paragraph"),
        pytest.param("a\n# x\nb\n", "a\n\nb\n", id="a heading without blank lines"),
        pytest.param("a\r\n# x\r\nb\r\n", "a\r\n\r\nb\r\n", id="a heading without blank lines, CRLF"),
        pytest.param("a and more\r\n# x\r\nb", "a and more\r\n\r\nb", id="CRLF, the last line without ending"),
        pytest.param("a\r\n\r\nx\r\n\r\nb\r\n", "a\r\n\r\nb\r\n", id="CRLF"),
        pytest.param("a\n<!-- x -->\n---\n", "a\n\n---\n", id="a rule does not become an underline"),
        pytest.param("* a\n* x\n* b\n", "* a\n* b\n", id="an item of a tight list"),
        pytest.param("* a\n\n* x\n\n* b\n", "* a\n\n* b\n", id="an item of a loose list"),
        pytest.param("* a\n  * x\n  * b\n", "* a\n  * b\n", id="a nested item"),
        pytest.param("* x\n  * a\n* b\n", "* x\n  * a\n* b\n", id="an item with something left inside stays"),
        pytest.param("* x\n  * x\n* b\n", "* b\n", id="an item with nothing left inside"),
        pytest.param("* x\n\n  a\n", "* x\n\n  a\n", id="an item with a paragraph inside stays"),
        pytest.param("* x\n\n  [d]: /u\n\n  a\n", "* x\n\n  [d]: /u\n\n  a\n", id="also behind a definition"),
        pytest.param("a\n\n1. x\n2. b\n", "a\n\n2. b\n", id="the first of a numbered list"),
        pytest.param("a\n\n* x\n\nb\n", "a\n\nb\n", id="a list between paragraphs"),
        pytest.param("| a |\n|---|\n| x |\n| b |\n", "| a |\n|---|\n| b |\n", id="a row"),
        pytest.param("> a\n>\n> x\n>\n> b\n", "> a\n>\n>\n> b\n", id="a paragraph of a quote"),
        pytest.param("a\n\n```\nx\n\nx\n```\n\nb\n", "a\n\nb\n", id="fenced code goes whole"),
        pytest.param("---\ntitle: x\n---\n\nx\n\nb\n", "---\ntitle: x\n---\n\nb\n", id="front matter stays"),
        pytest.param("\ufeffx\n\nb\n", "\ufeffb\n", id="a byte order mark stays"),
        pytest.param("a\n\nb\n", "a\n\nb\n", id="nothing to drop"),
    ],
)
def test_dropped_blocks_leave(source: str, left: str) -> None:
    assert without_x(source) == left


@pytest.mark.parametrize(
    ("source", "left"),
    [
        pytest.param("a\n\nx\n\nb", "a\n\nb", id="a paragraph"),
        pytest.param("a\nx\nb\n", "a\nb\n", id="a line"),
        pytest.param("x\n\n\n* a\n", "* a\n", id="the top"),
    ],
)
def test_dropped_lines_of_plain_text_leave(source: str, left: str) -> None:
    assert without_x(source, "text") == left


@given(pages(), st.data())
def test_paragraphs_never_grow_together(source: str, data: st.DataObject) -> None:
    dropped = data.draw(st.sets(st.integers(0, 20)))
    page, edits = cutting(source, lambda index, _: index in dropped)
    before = paragraphs(source)
    for words in paragraphs(apply(page.data, edits).decode()):
        assert any(words <= paragraph for paragraph in before)


@given(pages(), st.sampled_from(["markdown", "text"]), st.data())
def test_what_stays_is_untouched_and_what_went_is_in_the_log(source: str, kind: Kind, data: st.DataObject) -> None:
    dropped = data.draw(st.sets(st.integers(0, 20)))
    page, edits = cutting(source, lambda index, _: index in dropped, kind)
    cleaned = apply(page.data, edits)
    assert restore(cleaned, edits) == page.data
    at = 0
    for index, block in enumerate(blocks_of(page)):
        if index not in dropped:
            line = page.data[block.start : block.end]
            at = cleaned.index(line, at) + len(line)


@given(pages(), st.data())
def test_every_removal_names_the_rule_of_its_block(source: str, data: st.DataObject) -> None:
    dropped = data.draw(st.sets(st.integers(0, 20)))
    page, edits = cutting(source, lambda index, _: index in dropped)
    for edit in edits:
        block = blocks_of(page)[int(edit.rule.removeprefix("rule-"))]
        assert edit.start <= block.start
        assert block.end <= edit.end


def trimming(source: str, trims: list[tuple[str, str]], ruled: str = "none", keep: bool = False) -> str:
    """A page with some of its texts replaced, and one block ruled on."""
    page = read(source.encode(), None, "markdown")
    blocks = blocks_of(page)
    docket = Docket()
    for index, block in enumerate(blocks):
        for text, replacement in trims:
            start = page.data.find(text.encode(), block.start, block.end)
            if start >= 0:
                docket.enter(Trim(index, start, start + len(text.encode()), replacement, "trim", "why"))
        if block.text == ruled:
            docket.enter(Ruling(index, keep, "rule", "why"))
    edits = cut(page, blocks, docket)
    cleaned = apply(page.data, edits)
    assert restore(cleaned, edits) == page.data
    return cleaned.decode()


@pytest.mark.parametrize(
    ("source", "trims", "left"),
    [
        pytest.param("a ![](i.png) b\n", [("![](i.png)", "")], "a b\n", id="one blank goes with a removal"),
        pytest.param("a ![](i.png)\n", [("![](i.png)", "")], "a\n", id="also at the end of a line"),
        pytest.param("a ![](i.png)\r\nb", [("![](i.png)", "")], "a\r\nb", id="also before CRLF"),
        pytest.param("a ![](i.png), b\n", [("![](i.png)", "")], "a , b\n", id="not before a comma"),
        pytest.param("a?utm=1 b\n", [("?utm=1", "")], "a b\n", id="inside a word"),
        pytest.param("a old b\n", [("old", "new")], "a new b\n", id="a replacement"),
        pytest.param("ab cd\n", [("b", ""), ("b cd", "")], "a\n", id="of two that overlap the longer"),
        pytest.param("abcd\n", [("abc", ""), ("cd", "")], "d\n", id="of two that overlap the first"),
        pytest.param("a\n\n![](i.png)\n\nb\n", [("![](i.png)", "")], "a\n\nb\n", id="a line with nothing left goes"),
        pytest.param("* a\n* ![](i.png)\n", [("![](i.png)", "")], "* a\n", id="an item with nothing left goes"),
        pytest.param("| ![](i.png) |\n|---|\n| b |\n", [("![](i.png)", "")], "| |\n|---|\n| b |\n", id="a row stays"),
    ],
)
def test_trims(source: str, trims: list[tuple[str, str]], left: str) -> None:
    assert trimming(source, trims) == left


def test_trims_of_a_dropped_block_are_forgotten() -> None:
    assert trimming("a zz\n\nb zz\n", [("zz", "")], "a zz") == "b\n"


def test_a_kept_block_is_not_trimmed() -> None:
    assert trimming("a zz\n\nb zz\n", [("zz", "")], "a zz", keep=True) == "a zz\n\nb\n"


def stating(source: str, *facts: tuple[str, str]) -> str:
    page = read(source.encode(), None, "markdown")
    docket = Docket()
    for key, value in facts:
        docket.enter(Fact(key, value, "byline", "why"))
    return apply(page.data, cut(page, blocks_of(page), docket)).decode()


@pytest.mark.parametrize(
    ("source", "facts", "after"),
    [
        pytest.param(
            "---\ntitle: a\n---\n\nb\n", [("author", "Mia")], "---\ntitle: a\nauthor: Mia\n---\n\nb\n", id="a new key"
        ),
        pytest.param(
            "---\r\ntitle: a\r\n---\r\nb\r\n",
            [("author", "Mia")],
            "---\r\ntitle: a\r\nauthor: Mia\r\n---\r\nb\r\n",
            id="CRLF",
        ),
        pytest.param(
            "---\nauthor: Bo\n---\nb\n", [("author", "Mia")], "---\nauthor: Bo\n---\nb\n", id="the source's key wins"
        ),
        pytest.param(
            "---\ndate: 2024-01-02\n---\nb\n",
            [("date", "2023-05-06")],
            "---\ndate: 2024-01-02\npublished: 2023-05-06\n---\nb\n",
            id="a second date",
        ),
        pytest.param(
            "---\ntitle: a\n---\nb\n",
            [("date", "2023-05-06"), ("author", "Mia: x")],
            '---\ntitle: a\nauthor: "Mia: x"\ndate: 2023-05-06\n---\nb\n',
            id="two, in order of their keys",
        ),
        pytest.param(
            "+++\ntitle = 'a'\n+++\nb\n", [("author", "Mia")], "+++\ntitle = 'a'\nauthor = \"Mia\"\n+++\nb\n", id="TOML"
        ),
        pytest.param("b\n", [("author", "Mia")], "b\n", id="no front matter, nothing written"),
    ],
)
def test_facts_go_to_the_front_matter(source: str, facts: list[tuple[str, str]], after: str) -> None:
    assert stating(source, *facts) == after
