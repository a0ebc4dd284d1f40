"""Dropped blocks leave, what stays is untouched, and the blank lines come out right."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyromark
import pytest
from hypothesis import assume, given
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
OWN_TEXT = {"Paragraph", "Heading", "Item", "TableCell", "CodeBlock", "HtmlBlock", "BlockQuote"}


def cutting(source: str, drop: Callable[[int, Block], bool], kind: Kind = "markdown") -> tuple[Page, list[Edit]]:
    page = read(source.encode(), None, kind)
    blocks = blocks_of(page)
    docket = Docket()
    for index, block in enumerate(blocks):
        if drop(index, block):
            docket.enter(Ruling(index, False, f"rule-{index}", "why"))
    return page, cut(page, blocks, docket)


def without(source: str, kind: Kind = "markdown") -> str:
    """A page without the blocks that hold an x."""
    page, edits = cutting(source, lambda _, block: "x" in block.text or "x" in page_text(source, block), kind)
    return apply(page.data, edits).decode()


def page_text(source: str, block: Block) -> str:
    return source.encode()[block.start : block.end].decode() if not block.text else ""


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
        if isinstance(event, str):
            continue
        [(name, value)] = event.items()
        if name in ("Start", "End"):
            found.append(set())
        elif name in ("Text", "Html"):
            found[-1].update(word for word in value.split() if word.startswith("word"))
    return found
