"""From scores to decisions: a page is no bag of blocks, and what belongs together stands or falls together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from cleaner.block import Block
from cleaner.ruling import Docket

DROP: Final = 0.3
"""Below this chance of being content a block goes. One in two would be even-handed: a lost paragraph is worse than a
menu that stays."""
LONE: Final = 0.08
"""... and below this a lone block between two that stay, for which the page speaks."""
APART: Final = 0.05
"""... and below this an item of a list that stays as a whole."""
SPARED: Final = 0.8
"""From this chance on an item of a list that goes as a whole stays."""


NIBBLE: Final = 0.03
"""Of the words left: where so few would go the page is as good as clean,"""
NIBBLED: Final = 0.05
"""... and below this a block goes all the same."""
LITTLE: Final = 0.2
"""Of a page's words: where less would stay, what rules took is looked at again."""
BELIEVED: Final = 0.5
"""From this chance on a block is believed to be content then, whatever a rule says of it."""


def wronged(blocks: Sequence[Block], docket: Docket, content: Sequence[float], goes: Collection[int]) -> list[int]:
    """Blocks that rules took and the model believes in, on a page of which next to nothing would stay.

    A list of links is a menu to a rule, and on the front page of a magazine it is what the page is there for. What site
    files and templates took is not looked at: these know the site.
    """
    words = [block.words for block in blocks]
    stays = sum(words) - sum(words[index] for index in docket.dropped) - sum(words[index] for index in goes)
    if stays >= LITTLE * sum(words):
        return []
    return [
        index
        for index in sorted(docket.dropped)
        if content[index] >= BELIEVED and words[index] and "/" not in docket.rulings[index].rule
    ]


def going(blocks: Sequence[Block], docket: Docket, content: Sequence[float]) -> list[int]:
    """The blocks that go, in order, by the chance of each that it is content. What others ruled on is not asked."""
    left = [index for index in range(len(blocks)) if index not in docket.rulings]
    goes = {index: content[index] < DROP for index in left}
    for run in _groups(blocks, left):
        _decide_together(blocks, run, content, goes)
    kept = docket.evidence.get("title", {})
    for index in left:
        if blocks[index].kind == "code" or index in kept:
            goes[index] = False
    stays = [index for index in range(len(blocks)) if not docket.drops(index)]
    _spare_the_lone(blocks, stays, content, goes)
    _follow_neighbours(blocks, stays, goes)
    _follow_sections(blocks, stays, goes)
    taken = [index for index in left if goes[index]]
    if sum(blocks[index].words for index in taken) < NIBBLE * sum(blocks[index].words for index in left):
        return [index for index in taken if content[index] < NIBBLED]
    return taken


def _groups(blocks: Sequence[Block], left: Sequence[int]) -> Iterator[list[int]]:
    """The lists and tables among the blocks, of more than one line."""
    run: list[int] = []
    for index in (*left, -1):
        if run and (index < 0 or blocks[index].group != blocks[run[-1]].group):
            if len(run) > 1:
                yield run
            run = []
        if index >= 0 and (blocks[index].kind == "row" or blocks[index].depth):
            run.append(index)


def _decide_together(
    blocks: Sequence[Block], run: Sequence[int], content: Sequence[float], goes: dict[int, bool]
) -> None:
    words = sum(blocks[index].words + 1 for index in run)
    mean = sum(content[index] * (blocks[index].words + 1) for index in run) / words
    is_table = blocks[run[0]].kind == "row"
    for index in run:
        if is_table:
            goes[index] = mean < DROP
        elif mean < DROP:
            goes[index] = content[index] < SPARED
        else:
            goes[index] = content[index] < APART


def _spare_the_lone(
    blocks: Sequence[Block], stays: Sequence[int], content: Sequence[float], goes: dict[int, bool]
) -> None:
    lines = [index for index in stays if blocks[index].words or blocks[index].images]
    for above, index, below in zip(lines, lines[1:], lines[2:], strict=False):
        if goes.get(index) and not goes.get(above) and not goes.get(below) and content[index] >= LONE:
            goes[index] = False


def _follow_neighbours(blocks: Sequence[Block], stays: Sequence[int], goes: dict[int, bool]) -> None:
    """Rules and other blocks without words and pictures go with what stands on both sides of them."""
    above = False
    for at, index in enumerate(stays):
        if blocks[index].words or blocks[index].images:
            above = goes.get(index, False)
        elif index in goes:
            below = next((later for later in stays[at + 1 : at + 4] if blocks[later].words or blocks[later].images), -1)
            goes[index] = above and (below < 0 or goes.get(below, False))


def _follow_sections(blocks: Sequence[Block], stays: Sequence[int], goes: dict[int, bool]) -> None:
    """A heading stays with what stands under it, and goes with it."""
    alive = [False] * 7  # by level: whether something stays below, up to the next heading as high
    some = [False] * 7  # ... whether there is anything
    for index in reversed(stays):
        block = blocks[index]
        if block.kind != "heading":
            if block.words or block.images:
                stay = not goes.get(index, False)
                alive = [seen or stay for seen in alive]
                some = [True] * 7
            continue
        level = block.level
        if index in goes and some[level]:
            goes[index] = not alive[level]
        stay = not goes.get(index, False)
        for deeper in range(level, 7):
            alive[deeper] = some[deeper] = False
        for higher in range(level):
            alive[higher] = alive[higher] or stay
            some[higher] = True
