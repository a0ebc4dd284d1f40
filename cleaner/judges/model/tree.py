"""What the model reads of a block's place in the tree of an HTML page.

The elements around a block: what HTML says of them, and what the words of their classes and ids are worth. A word is
worth the log-odds, over the sites of the training pages, that what stands in such an element is content. Then how much
text stands in the element, the one around it and so on, and how much of that in links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

import numpy as np
import numpy.typing as npt

from cleaner.block import Block, Trail, Trait

Matrix = npt.NDArray[np.float32]
Words = Mapping[str, float]
"""What a word of a class or id is worth, in log-odds."""

_TRAITS: Final[tuple[Trait, ...]] = get_args(Trait)
_TAGS: Final = ("a", "button", "dd", "div", "dt", "h1", "label", "li", "p", "section", "span", "strong", "td", "th", "time")
_LEVELS: Final = 5  # elements around a block whose text is looked at
_NEAR: Final = 3  # elements whose words are looked at by themselves
_FAR: Final = 8
_PROSE_WORDS: Final = 12

_VALUES: Final = ("own words", *(f"words {up} up" for up in range(1, _NEAR)), "words near", "words sum", "worst word", "best word")
_TEXT: Final = tuple(
    f"{what} of element {up}" for up in range(_LEVELS) for what in ("text", "link density", "prose share", "blocks")
)
FEATURES: Final = (
    "has tree",
    "depth of tree",
    *(f"in {trait}" for trait in _TRAITS),
    *(f"element {tag}" for tag in _TAGS),
    *_VALUES,
    *_TEXT,
    "page has main",
    "page has article",
    "prose of form",
    "text of form",
    "blocks of form",
    "width",
    "height",
    "article wanted",
)
"""The names of the columns, in order."""


class _Tree:
    """The elements of a page's trails, each once, those around before those inside."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.number: dict[int, int] = {}
        self.trails: list[Trail] = []
        self.above: list[int] = []
        self.of = np.fromiter((self._enter(block.trail) for block in blocks), np.intp, len(blocks))

    def _enter(self, trail: Trail | None) -> int:
        if trail is None:
            return -1
        number = self.number
        found = number.get(id(trail))
        if found is not None:
            return found
        new: list[Trail] = []
        here: Trail | None = trail
        while here is not None and id(here) not in number:
            new.append(here)
            here = here.above
        above = number[id(here)] if here is not None else -1
        for one in reversed(new):
            number[id(one)] = len(self.trails)
            self.trails.append(one)
            self.above.append(above)
            above = len(self.trails) - 1
        return above


def features(blocks: Sequence[Block], words: Words, article: bool) -> Matrix:
    """One row a block, one column a feature, as :data:`FEATURES` names them; zeros for blocks without a trail."""
    tree = _Tree(blocks)
    columns = np.zeros((len(FEATURES), len(blocks)), np.float32)
    if not tree.trails:
        return columns.T
    own = tree.of
    up = [own]
    above = np.array([*tree.above, -1])
    for _ in range(_LEVELS - 1):
        up.append(above[up[-1]])
    line = iter(range(len(FEATURES)))
    columns[next(line)] = 1
    columns[next(line)] = np.log1p([trail.depth for trail in tree.trails])[own]
    for trait in _TRAITS:
        columns[next(line)] = np.fromiter((trait in trail.traits for trail in tree.trails), bool, len(tree.trails))[own]
    tags = [trail.tag for trail in tree.trails]
    for tag in _TAGS:
        columns[next(line)] = np.fromiter((one == tag for one in tags), bool, len(tags))[own]
    values = _worth(tree, words)
    columns[list(_next(line, len(_VALUES)))] = values[:, own]
    text = _text(tree, blocks)
    for level in range(_LEVELS):
        columns[list(_next(line, len(text)))] = np.where(up[level] >= 0, text[:, up[level]], 0)
    traits = frozenset().union(*(trail.own for trail in tree.trails))
    columns[next(line)] = "main" in traits
    columns[next(line)] = "article" in traits
    columns[list(_next(line, 3))] = _forms(tree, blocks)
    columns[next(line)] = np.log1p([max((image.width for image in block.images), default=0) for block in blocks])
    columns[next(line)] = np.log1p([max((image.height for image in block.images), default=0) for block in blocks])
    columns[next(line)] = article
    return columns.T


def _next(line: object, count: int) -> list[int]:
    return [next(line) for _ in range(count)]  # type: ignore[call-overload]


def _worth(tree: _Tree, words: Words) -> Matrix:
    """What the words of each element and of those around it are worth."""
    get = words.get
    size = len(tree.trails)
    own = np.fromiter((sum(get(word, 0.0) for word in trail.words) for trail in tree.trails), np.float32, size)
    worst, best, total = own.copy(), own.copy(), own.copy()
    near: list[Matrix] = [own]
    above = np.array([*tree.above, -1])
    padded = np.append(own, np.float32(0))
    here = above[:size]
    for step in range(1, _FAR):
        value = np.where(here >= 0, padded[here], 0)
        np.minimum(worst, value, out=worst)
        np.maximum(best, value, out=best)
        total += value
        if step < _NEAR:
            near.append(value)
        here = above[here]
    return np.stack([*near, sum(near), total, worst, best])


def _text(tree: _Tree, blocks: Sequence[Block]) -> Matrix:
    """Of each element how much text stands in it, the link density of that, how much is prose, how many blocks."""
    size = len(tree.trails)
    sums = np.zeros((4, size))
    words = np.array([block.words for block in blocks], np.float64)
    density = np.array([block.link_density for block in blocks])
    outside = words * (1 - density)
    of = tree.of
    keep = of >= 0
    for row, values in enumerate((words, words * density, np.where(outside >= _PROSE_WORDS, outside, 0), np.ones(len(words)))):
        np.add.at(sums[row], of[keep], values[keep])
    rows = sums.T.tolist()
    for number in range(size - 1, 0, -1):
        above = tree.above[number]
        if above >= 0:
            here, there = rows[number], rows[above]
            there[0] += here[0]
            there[1] += here[1]
            there[2] += here[2]
            there[3] += here[3]
    total, linked, prose, count = np.array(rows).T
    least = np.maximum(total, 1)
    return np.stack([np.log1p(total), linked / least, prose / least, np.log1p(count)]).astype(np.float32)


def _forms(tree: _Tree, blocks: Sequence[Block]) -> Matrix:
    """Of all blocks whose elements look alike - tags and classes, two up - how much prose, text and how many there are."""
    number: dict[tuple[object, ...], int] = {}
    kinds = [
        number.setdefault(
            (trail.tag, trail.names, *(() if trail.above is None else (trail.above.tag, trail.above.names))), len(number)
        )
        for trail in tree.trails
    ]
    of = np.array([*kinds, -1])[tree.of]
    words = np.array([block.words * (1 - block.link_density) for block in blocks])
    prose = np.where(words >= _PROSE_WORDS, words, 0)
    sums = np.zeros((3, len(number) + 1))
    for row, values in enumerate((prose, words, np.ones(len(words)))):
        np.add.at(sums[row], of, values)
    return np.log1p(sums[:, of]).astype(np.float32)
