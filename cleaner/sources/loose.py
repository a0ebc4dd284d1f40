"""Links that CommonMark does not see: the text runs over blank lines, or the dump was cut in the URL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from cleaner.block import Link
from cleaner.sources.lines import Leaf, joined

_MOST_LEAVES: Final = 12  # a card with picture, title and teaser has fewer; farther brackets are chance
_MOST_BYTES: Final = 3_000


class Bracket(NamedTuple):
    """A square bracket that is part of no link, where it stands in the body, and in which leaf."""

    mark: str
    at: int
    leaf: int


class _Span(NamedTuple):
    """A loose link: its first and last leaf, and where its brackets stand."""

    first: int
    last: int
    opens: int
    closes: int


def join_loose_links(leaves: list[Leaf], brackets: Sequence[Bracket], data: bytes, offset: int) -> list[Leaf]:
    """Make one leaf of all leaves between `[` and its `](url)`, and note the link."""
    if not brackets:
        return leaves
    whole: list[Leaf] = []
    done = 0
    for span in _spans(brackets, data):
        whole += leaves[done : span.first]
        if span.first >= done:
            members = leaves[span.first : span.last + 1]
            if not members or any(leaf.kind in ("code", "row") for leaf in members[1:]):
                whole += members
            else:
                whole.append(_linked(joined(members), span, data, offset))
            done = span.last + 1
    return whole + leaves[done:]


def _spans(brackets: Sequence[Bracket], data: bytes) -> list[_Span]:
    """Pairs of brackets that make a link, in order; two do not share a leaf unless they stand in it whole."""
    spans: list[_Span] = []
    opened: list[Bracket] = []
    for bracket in brackets:
        if bracket.mark == "[":
            opened.append(bracket)
            continue
        if not opened:
            continue
        opener = opened.pop()
        far = bracket.at - opener.at > _MOST_BYTES or bracket.leaf - opener.leaf > _MOST_LEAVES
        if far or data[bracket.at + 1 : bracket.at + 2] != b"(":
            continue
        last = spans[-1].last if spans else -1
        if opener.leaf > last or (opener.leaf == last and opener.leaf == bracket.leaf):
            spans.append(_Span(opener.leaf, bracket.leaf, opener.at, bracket.at))
    return spans


def _linked(leaf: Leaf, span: _Span, data: bytes, offset: int) -> Leaf:
    start, close = span.opens, span.closes
    line_end = data.find(b"\n", close)
    line_end = len(data) if line_end < 0 else line_end
    line_end -= data[line_end - 1 : line_end] == b"\r"
    paren = data.find(b")", close, line_end)
    end = paren + 1 if paren >= 0 else line_end
    target = data[close + 2 : paren if paren >= 0 else line_end].decode("utf-8", "replace")
    url = target.split(None, 1)[0] if target.strip() else ""
    text = "".join(leaf.text)
    mark = text.rfind("](")
    shown = text[:mark] if mark >= 0 else text
    before, _, inner = shown.partition("[")
    tail = text[mark + 2 + len(target) + 1 :] if mark >= 0 else ""
    leaf.text = [before, inner, tail]
    leaf.length = len(before) + len(inner) + len(tail)
    leaf.linked = len(inner) + (leaf.linked if before.strip() else 0)
    leaf.linked = min(leaf.linked, leaf.length)
    leaf.links.append(Link(url, inner, start + offset, end + offset))
    return leaf
