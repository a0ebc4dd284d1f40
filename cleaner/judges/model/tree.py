"""What the model reads of a block's place in the tree of an HTML page.

The elements around a block: what HTML says of them, and what the words of their classes and ids are worth. A word is
worth the log-odds, over the sites of the training pages, that what stands in such an element is content. Then how much
text stands in the element, in the one around it and so on, and how much of that in links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from cleaner.block import Block, Trail, Trait

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Words = Mapping[str, float]
"""What a word of a class or id is worth, in log-odds."""

_TRAITS: Final[tuple[Trait, ...]] = get_args(Trait)
_TAGS: Final = tuple("a button dd div dt h1 label li p section span strong td th time".split())
_TAG: Final = {tag: number for number, tag in enumerate(_TAGS)}
_LEVELS: Final = 5  # elements around a block whose text is looked at
_NEAR: Final = 3  # elements whose words are looked at by themselves
_FAR: Final = 8  # ... and together
_PROSE_WORDS: Final = 12  # outside links, from which on a block is text

_TEXT: Final = ("text", "link density", "prose share", "blocks")
FEATURES: Final = (
    "has tree",
    "depth of tree",
    *(f"in {trait}" for trait in _TRAITS),
    *(f"element {tag}" for tag in _TAGS),
    "own words",
    *(f"words {up} up" for up in range(1, _NEAR)),
    "words near",
    "words sum",
    "worst word",
    "best word",
    *(f"{what} of element {up}" for up in range(_LEVELS) for what in _TEXT),
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
COLUMN: Final = {name: column for column, name in enumerate(FEATURES)}


class Outline(NamedTuple):
    """The tree of a page as far as the model looks at it: its elements, each once, those around before those inside."""

    trails: list[Trail]
    above: Places
    """Of each element, which is around it; -1 for the root."""
    of: Places
    """Of each block, which it stands in."""
    words: Numbers
    density: Numbers
    """Share of links in the text of each block."""
    width: Numbers
    height: Numbers
    """Of the largest picture of each block, in pixels."""


def outline(blocks: Sequence[Block]) -> Outline:
    """The tree around the blocks of a page of HTML."""
    number: dict[Trail | None, int] = {None: -1}
    trails: list[Trail] = []
    above: list[int] = []
    of: list[int] = []
    for block in blocks:
        here = block.trail
        new: list[Trail] = []
        while here not in number:
            assert here is not None  # noqa: S101 -- None has a number
            new.append(here)
            here = here.above
        at = number[here]
        for trail in reversed(new):
            above.append(at)
            at = number[trail] = len(trails)
            trails.append(trail)
        of.append(at)
    width = [max([image.width for image in block.images]) if block.images else 0 for block in blocks]
    height = [max([image.height for image in block.images]) if block.images else 0 for block in blocks]
    words = [block.words for block in blocks]
    density = [block.link_density if block.linked else 0.0 for block in blocks]
    numbers = (np.array(column, np.float64) for column in (words, density, width, height))
    return Outline(trails, np.array(above, np.intp), np.array(of, np.intp), *numbers)


def features(page: Outline, words: Words, article: bool) -> Matrix:
    """One row a block, one column a feature, as :data:`FEATURES` names them.

    `article` says whether the body of an article alone is wanted.
    """
    of = page.of
    columns = np.zeros((len(FEATURES), len(of)), np.float32)
    depth = np.fromiter((trail.depth for trail in page.trails), np.float64, len(page.trails))
    parts = (
        np.ones((1, len(of))),
        np.log1p(depth)[None, of],
        _traits(page),
        _tags(page),
        _worth(page, words),
        _text(page, depth),
        _page(page),
        _forms(page),
        np.log1p((page.width, page.height)),
        np.full((1, len(of)), article),
    )
    line = 0
    for part in parts:
        columns[line : line + len(part)] = part
        line += len(part)
    return columns.T


def _traits(page: Outline) -> Numbers:
    """Traits x blocks; few sets of traits come again and again."""
    sets: dict[frozenset[Trait], int] = {}
    which = [sets.setdefault(trail.traits, len(sets)) for trail in page.trails]
    table = np.array([[trait in traits for traits in sets] for trait in _TRAITS], np.float64)
    return np.asarray(table[:, np.array(which)[page.of]])


def _tags(page: Outline) -> npt.NDArray[np.bool_]:
    """Tags x blocks."""
    which = [_TAG.get(trail.tag, -1) for trail in page.trails]
    return np.asarray(np.equal.outer(np.arange(len(_TAGS)), np.array(which)[page.of]))


def _worth(page: Outline, words: Words) -> Numbers:
    """What the words of the element of each block and of those around it are worth."""
    known: dict[tuple[str, ...], float] = {(): 0.0}
    values: list[float] = []
    for trail in page.trails:
        value = known.get(trail.words)
        if value is None:
            value = known[trail.words] = sum([words.get(word, 0.0) for word in trail.words])
        values.append(value)
    own = np.array([*values, 0.0])  # the last one stands for what is around the root
    around = np.append(page.above, -1)
    up = np.empty((_FAR, len(page.of)))
    here = page.of
    for line in up:
        line[:] = own[here]
        here = around[here]
    near = up[:_NEAR]
    return np.concatenate([near, [sum(near), sum(up), up.min(axis=0), up.max(axis=0)]])


def _text(page: Outline, depth: Numbers) -> Numbers:
    """Of the element of each block, the one around it and so on: text, link density, prose and number of blocks."""
    size = len(page.trails)
    outside = page.words * (1 - page.density)
    prose = np.where(outside >= _PROSE_WORDS, outside, 0)
    values = (page.words, page.words * page.density, prose, np.ones(len(page.of)))
    order = np.argsort(depth, kind="stable")  # level by level
    place = np.empty_like(order)
    place[order] = np.arange(size)
    above = place[page.above[order]]
    sums = np.array([np.bincount(page.of, value, size) for value in values])[:, order]
    lines = np.arange(len(values))[:, None]
    starts = np.searchsorted(depth[order], np.arange(depth.max(initial=0) + 2)).tolist()
    for top, low, high in reversed([*zip(starts, starts[1:], starts[2:], strict=False)]):  # each level into that above
        into = above[low:high] - top + lines * (low - top)
        found = np.bincount(into.ravel(), sums[:, low:high].ravel(), len(lines) * (low - top))
        sums[:, top:low] += found.reshape(len(lines), -1)
    total, linked, text, count = sums[:, place]
    least = np.maximum(total, 1)
    said = np.zeros((len(_TEXT), size + 1))
    said[:, :-1] = np.log1p(total), linked / least, text / least, np.log1p(count)
    around = np.append(page.above, -1)
    levels, here = [], page.of
    for _ in range(_LEVELS):
        levels.append(said[:, here])
        here = around[here]
    return np.concatenate(levels)


def _page(page: Outline) -> Numbers:
    own = frozenset[Trait]().union(*(trail.own for trail in page.trails))
    return np.repeat([[float("main" in own)], [float("article" in own)]], len(page.of), axis=1)


def _forms(page: Outline) -> Numbers:
    """Of all blocks whose elements look alike, and those around them: how much prose and text, and how many."""
    number: dict[tuple[object, ...], int] = {}
    own = np.array([number.setdefault((trail.tag, trail.names), len(number)) for trail in page.trails])
    up = own[np.where(page.above < 0, np.arange(len(own)), page.above)]  # nothing is above the root but itself
    kinds, of = np.unique((own * len(number) + up)[page.of], return_inverse=True)
    outside = page.words * (1 - page.density)
    values = (np.where(outside >= _PROSE_WORDS, outside, 0), outside, np.ones(len(of)))
    return np.log1p([np.bincount(of, value, len(kinds)) for value in values])[:, of]
