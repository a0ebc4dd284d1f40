"""The comments of readers, where somebody wants them: which blocks they are, and the heading of their section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.judges.rules.view import View
from cleaner.ruling import Ruling, Trim

RULE: Final = "comment-thread"
_WHY: Final = "belongs to the comments of readers, which were asked for"
_ENOUGH_PROSE: Final = (
    60  # words of text above a comment heading before it opens a thread, as for the rule of that name
)
_SHORTEST: Final = 3  # words of a comment; what is shorter is a name or a button, and left to the other judges
_BESIDE: Final = frozenset({"control", "dialog", "footer", "nav"})
_FURNITURE: Final = (
    "comment-form",
    "comment-counter",
    "share",
    "account",
    "newsletter",
    "page-tools",
    "legal",
    "cookie-notice",
    "donation",
)


def wanted(view: View) -> Iterator[Ruling | Trim]:
    """Rulings that keep the comments of a page, and a heading for them where they have none."""
    thread = sorted({*view.named("comments"), *_below_heading(view)})
    said = [index for index in thread if _is_said(view, index)]
    if not said:
        return
    heading = next((index for index in thread if view.blocks[index].level and index < said[0]), None)
    if heading is not None:
        yield Ruling(heading, True, RULE, _WHY)
    for index in said:
        yield Ruling(index, True, RULE, _WHY)
    if heading is None:
        start = view.blocks[said[0]].start
        newline = view.page.front.newline
        yield Trim(said[0], start, start, f"## Comments{newline}{newline}", RULE, "the heading of the comments")


def _below_heading(view: View) -> range:
    for index, family in view.sections.items():
        if family == RULE and view.has_text_above(index, _ENOUGH_PROSE):
            return range(index, view.section(index))
    return range(0)


def _is_said(view: View, index: int) -> bool:
    block = view.blocks[index]
    if block.level or block.words < _SHORTEST or view.made_of_links(index):
        return False
    if not _BESIDE.isdisjoint(view.traits(index)):
        return False
    return not any(view.has(index, family) for family in _FURNITURE)
