"""Where in the tree of its pages a site's furniture stands: elements that hold nothing but what recurs.

An element is known by its tag, classes and ids, and by those of the two nearest elements around it that have any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner.block import Block, Trail
from cleaner.judges.template.memory import BYTES, Node
from cleaner.sources.words import count_words

LEAST: Final = 0.95
"""Share of the words in an element that recur, from which on it holds only what recurs: a greeting is no more."""

NEARLY: Final = 0.9
"""Share of the pages on which it must hold only what recurs."""

FEWEST: Final = 4
"""Pages on which it must, besides the one that is judged."""

STEPS: Final = 3
"""Elements that name a place."""

JOINT: Final = " > "
"""Stands between them."""

_NAMES: Final = 3  # classes and ids of each; utility classes come by the dozen, and the first ones say most
_FRAME: Final = frozenset({"html", "body"})  # their classes say what kind of page it is, not where in it something is
_PLAIN: Final = frozenset("article aside footer form header main nav".split())  # tags that say something alone
_NODES: Final = 2_000  # of a page: the largest of 1,497 pages has 1,547; one without end is not learned from
_DIGITS: Final = re.compile("[0-9]+")  # one class: it cannot backtrack


class Place(NamedTuple):
    """How often an element holds only what recurs."""

    pages: int
    """On so many pages."""
    of: int
    """Of the pages that have such an element."""


@lru_cache(maxsize=8_192)
def label_of(tag: str, names: tuple[str, ...]) -> str:
    """The label of an element; "" for one without a name."""
    if tag in _FRAME or not (names or tag in _PLAIN):
        return ""
    return _DIGITS.sub("0", ".".join((tag, *names[:_NAMES])))


def nodes_of(data: bytes, blocks: Iterable[Block], lines: Sequence[bytes]) -> list[Node]:
    """The elements in which the lines of a page stand, as far as its blocks know; none for one with too many."""
    index = {line: at for at, line in enumerate(lines)}
    known: dict[int, int] = {}  # by the identity of the trail, which lives as long as its blocks
    numbers: dict[tuple[int, str], int] = {}
    inside: list[dict[int, None]] = []
    for block in blocks:
        if block.trail is None or block.kind == "code":
            continue
        here = [
            index[line] for one in data[block.start : block.end].split(b"\n") if (line := one.strip()[:BYTES]) in index
        ]
        if not here:
            continue
        node = -1
        for trail in unknown(block.trail, known):
            above = known[id(trail.above)] if trail.above is not None else -1
            label = label_of(trail.tag, trail.names)
            node = numbers.setdefault((above, label), len(numbers)) if label else above
            if node == len(inside):
                inside.append({})
            known[id(trail)] = node
        node = known[id(block.trail)]
        if len(inside) >= _NODES:
            return []
        if node >= 0:
            inside[node].update(dict.fromkeys(here))
    return [Node(above, label, tuple(here)) for (above, label), here in zip(numbers, inside, strict=True)]


def unknown(trail: Trail, known: Container[int]) -> list[Trail]:
    """The elements from the first that is not known yet down to this one."""
    found = []
    for one in trail:
        if id(one) in known:
            break
        found.append(one)
    return found[::-1]


def _paths(nodes: Sequence[Node]) -> list[str]:
    paths = []
    for node in nodes:
        steps = [node.label]
        above = node.above
        while above >= 0 and len(steps) < STEPS:
            steps.append(nodes[above].label)
            above = nodes[above].above
        paths.append(JOINT.join(reversed(steps)))
    return paths


def lines_by_path(nodes: Sequence[Node]) -> dict[str, set[int]]:
    """All lines that stand in elements of a path, however deep."""
    inside = [set(node.lines) for node in nodes]
    found: dict[str, set[int]] = {}
    for at, path in sorted(enumerate(_paths(nodes)), reverse=True):
        above = nodes[at].above
        if above >= 0:
            inside[above] |= inside[at]
        found.setdefault(path, set()).update(inside[at])
    return found


def counted(pages: Sequence[Mapping[str, set[str]]], lines: Mapping[str, int], least: float) -> dict[str, Place]:
    """The paths under which nearly all words recur on nearly all pages, most frequent first.

    `pages` has the keys of the lines by path, `lines` on how many pages each line stands, and those recur that stand
    on `least`.
    """
    weights = {key: weight_of(key) for page in pages for keys in page.values() for key in keys}
    total: Counter[str] = Counter()
    recur: Counter[str] = Counter()
    on: Counter[str] = Counter()
    only: Counter[str] = Counter()
    for page in pages:
        for path, keys in page.items():
            words = sum(weights[key] for key in keys)
            again = sum(weights[key] for key in keys if lines.get(key, 0) >= least)
            total[path] += words
            recur[path] += again
            on[path] += 1
            only[path] += again >= LEAST * words
    found = {
        path: Place(only[path], on[path])
        for path in on
        if only[path] >= FEWEST and only[path] >= NEARLY * (on[path] - 1) and recur[path] >= LEAST * total[path]
    }
    return dict(sorted(found.items(), key=lambda one: (-one[1].pages, one[1].of, one[0])))


def weight_of(key: str) -> int:
    """How much a line counts: its words, and one for an image."""
    return max(1, count_words(key))
