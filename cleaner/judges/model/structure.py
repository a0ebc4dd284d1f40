"""From scores to decisions: a page is no bag of blocks, and what belongs together stands or falls together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from cleaner.block import Block
from cleaner.judges.model import Content
from cleaner.ruling import Docket

DROP: Final = 0.3
"""Below this chance of being content a block goes. One in two would be even-handed; a lost paragraph is worse than a
menu that stays."""
SURE: Final = 0.02
"""... and below this where more has to be asked: of an item of a list that stays as a whole; where most of a page would
go, which may be a kind of page that was not learned; and where next to nothing would, for then it is clean."""
MOST: Final = 0.6
"""Of the words that others left: would so many go, the model must be sure."""
SHORT: Final = 100
"""Words that others left: on a page of fewer each counts, and the same."""
NIBBLE: Final = 0.03
"""Of the words that others left: would so few go, the same."""
LONE: Final = 0.08
"""... and below this a lone line between two blocks that stay, for which the page speaks."""
LONE_TEXT: Final = 0.01
"""... and below this where that is a paragraph or a picture."""
PARAGRAPH: Final = 20
"""Words: a caption or a button has fewer."""
SPARED: Final = 0.8
"""From this chance on an item stays of a list that goes as a whole."""
LITTLE: Final = 0.2
"""Of a page's words: where less would stay, what rules took is looked at again."""
SOME: Final = 30
"""Words: fewer are no content that is worth a rule's word."""
BELIEVED: Final = 0.5
"""From this chance on a block is believed to be content then, whatever a rule says of it."""

_FIRM: Final = frozenset(
    (
        "ad-element ad-slot aside-element box-element captcha-text cookie-dialog cookie-notice dialog-element "
        "hidden-text navigation-element page-footer page-header screen-reader-text script-fallback script-notice "
        "share-bar share-element skip-link tracking-pixel wall-text"
    ).split()
)
"""Rules that the model does not overrule: they go by what HTML itself says of an element, or by words and addresses
that are hardly ever wrong (99 % of what each takes on labelled pages is furniture)."""
LEAST_DROP: Final = 0.2
"""... and where the tree of the page is known, at least and at most; between them each page has its own."""
MOST_DROP: Final = 0.5
SURE_HEADING: Final = 0.1
"""... and below this a heading although something stays under it."""
SURE_FIGURE: Final = 0.1
"""... and below this a figure although the text around it stays."""
HELD_HEADING: Final = 0.8
"""From this chance on a heading stays although nothing stays under it."""
DROP_ARTICLE: Final = 0.6
"""... and where only the body of an article is wanted of that."""

_WALLS: Final = frozenset({"phrase:captcha", "phrase:wall", "phrase:script-notice"})
"""Evidence that there may be nothing to be found: rules know a wall when they see one."""


def going(blocks: Sequence[Block], docket: Docket, content: Sequence[float]) -> list[int]:
    """The blocks that go, in order, by the chance of each that it is content. What others ruled on is not asked."""
    titles = docket.evidence.get("title", ())
    asked = [
        index
        for index, block in enumerate(blocks)
        if index not in docket.rulings and block.kind != "code" and index not in titles
    ]
    if all(content[index] >= DROP for index in asked):
        return []
    goes = _decide(blocks, asked, content, DROP)
    words = sum(block.words for index, block in enumerate(blocks) if index not in docket.rulings)
    taken = sum(blocks[index].words for index in asked if goes[index])
    if words < SHORT or not NIBBLE * words <= taken <= MOST * words:
        goes = _decide(blocks, asked, content, SURE)
    if not any(goes.values()):
        return []
    stays = [index for index in range(len(blocks)) if index not in docket.dropped]
    _spare_the_lone(blocks, stays, content, goes)
    _follow_neighbours(blocks, stays, goes)
    _follow_sections(blocks, stays, goes)
    return [index for index in asked if goes[index]]


def wronged(blocks: Sequence[Block], docket: Docket, content: Sequence[float], goes: Collection[int]) -> list[int]:
    """Blocks that rules took and the model believes in, on a page of which next to nothing would stay.

    A list of links is a menu to a rule, and on the front page of a magazine it is what the page is there for. What site
    files and templates took is not looked at, for these know the site, nor any page that speaks of a wall.
    """
    words = [block.words for block in blocks]
    stays = sum(words) - sum(words[index] for index in docket.dropped) - sum(words[index] for index in goes)
    if stays >= LITTLE * sum(words) or not _WALLS.isdisjoint(docket.evidence):
        return []
    believed = [
        index
        for index in sorted(docket.dropped)
        if content[index] >= BELIEVED and words[index] and "/" not in docket.rulings[index].rule
    ]
    return believed if sum(words[index] for index in believed) >= SOME else []


def going_of_tree(blocks: Sequence[Block], docket: Docket, content: Sequence[float], wanted: Content) -> list[int]:
    """The blocks of a page of HTML that go, in order. It has not been cleaned, so there is no need to be wary."""
    is_article = wanted == "article"
    titles = () if is_article else docket.evidence.get("title", ())  # which is no part of an article's body
    asked = [index for index in range(len(blocks)) if index not in docket.rulings and index not in titles]
    stays = [index for index in range(len(blocks)) if index not in docket.dropped]
    if is_article:
        goes = {index: content[index] < DROP_ARTICLE for index in asked}
    else:
        goes = _decide(blocks, asked, content, best_drop(blocks, content))
        before = dict(goes)
        _follow_sections(blocks, stays, goes)
        for index, gone in before.items():  # a heading that is surely furniture goes alone, one that is content stays
            if gone and not goes[index] and content[index] < SURE_HEADING:
                goes[index] = True
            elif not gone and goes[index] and content[index] >= HELD_HEADING:
                goes[index] = False
        _hold_figures(blocks, stays, content, goes)
    _follow_neighbours(blocks, stays, goes)
    return [index for index in asked if goes[index]]


def best_drop(blocks: Sequence[Block], content: Sequence[float]) -> float:
    """The chance below which blocks go so that the F1 of the words that stay is the greatest to be expected.

    Where the chances are right, the expected F1 of keeping the likeliest blocks is found by going through them in order
    (Lewis 1995; Lipton, Elkan and Naryanaswamy 2014). A page that is clear has a high one, others have low ones.
    """
    expected = sum(chance * block.words for chance, block in zip(content, blocks, strict=True))
    kept = found = best = 0.0
    drop = LEAST_DROP
    for chance, words in sorted(zip(content, (block.words for block in blocks), strict=True), reverse=True):
        kept += words
        found += chance * words
        if words and (score := found / (kept + expected)) > best:
            best, drop = score, chance
    return min(max(drop, LEAST_DROP), MOST_DROP)


def wronged_in_tree(blocks: Sequence[Block], docket: Docket, content: Sequence[float]) -> list[int]:
    """Blocks of a page of HTML that general rules took and the model believes in.

    Rules go by what can be seen in a dump, and the model sees more. What site files and templates took is not looked
    at, nor what rules took that know their thing by its words.
    """
    return [
        index
        for index in sorted(docket.dropped)
        if content[index] >= BELIEVED and "/" not in (rule := docket.rulings[index].rule) and rule not in _FIRM
    ]


def _decide(blocks: Sequence[Block], asked: Sequence[int], content: Sequence[float], drop: float) -> dict[int, bool]:
    """What goes below this chance. The rows of a table are one; items of a list go or stay with it, if not surely."""
    goes = {index: content[index] < drop for index in asked}
    for run in _groups(blocks, asked):
        words = sum(blocks[index].words + 1 for index in run)
        mean = sum(content[index] * (blocks[index].words + 1) for index in run) / words
        for index in run:
            if blocks[index].kind == "row":
                goes[index] = mean < drop
            else:
                goes[index] = content[index] < (SPARED if mean < drop else SURE)
    return goes


def _groups(blocks: Sequence[Block], asked: Sequence[int]) -> Iterator[list[int]]:
    """The lists and tables among the blocks, of more than one line."""
    run: list[int] = []
    for index in (*asked, -1):
        if run and (index < 0 or blocks[index].group != blocks[run[-1]].group):
            if len(run) > 1:
                yield run
            run = []
        if index >= 0 and (blocks[index].kind == "row" or blocks[index].depth):
            run.append(index)


def _spare_the_lone(
    blocks: Sequence[Block], stays: Sequence[int], content: Sequence[float], goes: dict[int, bool]
) -> None:
    lines = [index for index in stays if blocks[index].words or blocks[index].images]
    for above, index, below in zip(lines, lines[1:], lines[2:], strict=False):
        if goes.get(index) and not goes.get(above) and not goes.get(below):
            is_text = not 0 < blocks[index].words < PARAGRAPH
            goes[index] = content[index] < (LONE_TEXT if is_text else LONE)


def _hold_figures(
    blocks: Sequence[Block], stays: Sequence[int], content: Sequence[float], goes: dict[int, bool]
) -> None:
    """Pictures with their captions, and films, stay where the text on both sides does: they are a part of it.

    But for what is surely furniture, such as the picture over a headline of another text.
    """
    run: list[int] = []
    above = False  # whether the last block of text stays
    for index in stays:
        block = blocks[index]
        if _is_figure(block):
            run.append(index)
        elif block.words:
            below = not goes.get(index, False)
            if above and below:
                goes |= {one: False for one in run if one in goes and content[one] >= SURE_FIGURE}
            run, above = [], below


_EMBEDDED: Final = frozenset({"audio", "embed", "iframe", "lite-youtube", "object", "video"})
"""Films and the like, of which a line with a link was made."""


def _is_figure(block: Block) -> bool:
    trail = block.trail
    if trail is not None and (
        trail.tag in _EMBEDDED or ("figure" in trail.traits and block.kind not in ("code", "row"))
    ):
        return True
    return not block.words and bool(block.images)


def _follow_neighbours(blocks: Sequence[Block], stays: Sequence[int], goes: dict[int, bool]) -> None:
    """Rules and other blocks without words and pictures go with what stands on both sides of them."""
    below = True
    empty: list[int] = []
    for index in reversed(stays):
        block = blocks[index]
        if block.words or block.images or block.kind == "row":
            below = goes.get(index, False)
            goes |= {one: goes[one] and below for one in empty}
            empty = []
        elif index in goes:
            goes[index] = below
            empty.append(index)
    goes |= dict.fromkeys(empty, False)


def _follow_sections(blocks: Sequence[Block], stays: Sequence[int], goes: dict[int, bool]) -> None:
    """A heading stays with what stands under it, and goes with it."""
    alive = [False] * 7  # by level: whether something stays below, up to the next heading as high
    filled = [False] * 7  # ... whether there is anything
    for index in reversed(stays):
        block = blocks[index]
        stay = not goes.get(index, False)
        if block.kind != "heading":
            if block.words or block.images:
                filled = [True] * 7
                if stay:
                    alive = [True] * 7
            continue
        level = block.level
        if index in goes and filled[level]:
            goes[index] = not alive[level]
            stay = alive[level]
        for deeper in range(level, 7):
            alive[deeper] = filled[deeper] = False
        for higher in range(level):
            alive[higher] = alive[higher] or stay
            filled[higher] = True
