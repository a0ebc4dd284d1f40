"""From rulings to edits: the dropped blocks leave, and the blank lines between what stays come out right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from cleaner.block import Block
from cleaner.ruling import Docket, Edit, Ruling, Trim
from cleaner.sources import front_matter
from cleaner.sources.page import Page

_MARKUP: Final = b" \t\r\n#*+->_"
_LIST_MARKER: Final = re.compile(rb"[ \t>]*(?:[*+-]|[0-9]{1,9}[.)])[ \t]")  # cannot backtrack: no parts overlap


def cut(page: Page, blocks: Sequence[Block], docket: Docket) -> list[Edit]:
    """Edits that take out every dropped block, make the trims in those that stay, and add facts to the front matter.

    Of the blank lines before, between and after a run of dropped blocks the tallest gap stays, so that two paragraphs
    never grow together. At the top of the body none stays; the end of the file stays as it is.
    """
    for ruling in _emptied(page, blocks, docket):
        docket.enter(ruling)
    dropped = _dropped(blocks, docket)
    edits = _facts(page, docket)
    trims = _trims(page, docket, dropped)
    done = 0
    for index in sorted(dropped):
        if index >= done:
            done = index + 1
            while done in dropped:
                done += 1
            edits += _cut_run(page, blocks, docket, index, done)
    return sorted([*edits, *trims]) if trims else edits


def _facts(page: Page, docket: Docket) -> list[Edit]:
    """One insertion for each new key of the front matter; keys that are there keep their values.

    A page whose front matter has a date already gets the one it prints as `published`.
    """
    if page.is_converted:  # its metadata was found where HTML has it
        return []
    insert = page.front.insert
    edits = []
    for fact in sorted(docket.facts.values()) if insert >= 0 else ():
        key = "published" if fact.key == "date" and "date" in page.meta else fact.key
        if key not in page.meta:
            line = front_matter.line_for(key, fact.value, page.front)
            edits.append(Edit(insert, insert, "", line, fact.rule, fact.why))
    return edits


def _emptied(page: Page, blocks: Sequence[Block], docket: Docket) -> list[Ruling]:
    """Rulings that drop the blocks of which the trims leave nothing but markup."""
    rulings = []
    by_block: dict[int, list[Trim]] = {}
    for trim in docket.trims:
        by_block.setdefault(trim.block, []).append(trim)
    for index, trims in by_block.items():
        block = blocks[index]
        rest = []
        at = block.start
        for trim in sorted(trims, key=lambda trim: (trim.start, -trim.end)):
            if trim.start >= at:
                rest += [page.data[at : trim.start], trim.replacement.encode()]
                at = trim.end
        rest.append(page.data[at : block.end])
        if not b"".join(rest).strip(_MARKUP) and block.kind not in ("row", "code"):
            rulings.append(Ruling(index, False, trims[0].rule, trims[0].why))
    return rulings


def _trims(page: Page, docket: Docket, dropped: set[int]) -> list[Edit]:
    """Edits for the trims of blocks that stay; of two that overlap the first and longer one is made."""
    data = page.data
    edits: list[Edit] = []
    done = 0
    for trim in sorted(docket.trims, key=lambda trim: (trim.start, -trim.end)):
        ruling = docket.rulings.get(trim.block)
        is_kept = ruling is not None and ruling.keep and ruling.rule != trim.rule
        if trim.block in dropped or trim.start < done or is_kept:
            continue
        start, end = trim.start, trim.end
        stands_alone = data[start - 1 : start] == b" " and data[end : end + 1] in (b" ", b"\n", b"\r", b"")
        if not trim.replacement and start > done and stands_alone:
            start -= 1  # the blank that would be left over
        removed = data[start:end].decode("utf-8", "surrogateescape")
        edits.append(Edit(start, end, removed, trim.replacement, trim.rule, trim.why))
        done = end
    return edits


def _dropped(blocks: Sequence[Block], docket: Docket) -> set[int]:
    """Blocks to drop; the marker line of a list item stays while anything inside the item stays."""
    dropped = set(docket.dropped)
    if not dropped:
        return dropped
    needed: dict[int, int] = {}  # depth of the item line still to be found, by list
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if not block.depth:
            if block.kind not in ("marker", "definition"):  # which may stand inside a list: nobody knows
                needed.clear()
            continue
        wanted = needed.get(block.group, 0)
        if block.kind == "item" and 0 < block.depth <= wanted:
            dropped.discard(index)
            needed[block.group] = block.depth - 1
        elif index not in dropped:
            inner = block.depth - 1 if block.kind == "item" else block.depth
            needed[block.group] = max(wanted, inner)
    return dropped


def _cut_run(page: Page, blocks: Sequence[Block], docket: Docket, first: int, stop: int) -> list[Edit]:
    data = page.data
    starts = [block.start for block in blocks[first:stop]]
    ends = [block.end for block in blocks[first:stop]]
    before = blocks[first - 1].end if first else page.front.body
    after = blocks[stop].start if stop < len(blocks) else len(data)
    gaps = list(zip([before, *ends], [*starts, after], strict=True))
    replacement = ""
    if not first:
        kept = -1  # nothing above: every gap goes
    elif stop == len(blocks):
        kept = len(gaps) - 1  # the end of the file stays as it was
    else:
        heights = [(data.count(b"\n", low, high), b">" not in data[low:high]) for low, high in gaps]
        kept = heights.index(max(heights))
        if heights[kept][0] < 2 and _would_grow_together(data, blocks[first - 1 : stop + 1]):
            replacement = page.front.newline
    edits = []
    for number, index in enumerate(range(first, stop)):
        ruling = docket.rulings[index]
        if kept < 0:
            low, high = (before if number == 0 else starts[number]), gaps[number + 1][1]
        elif number < kept:
            low, high = gaps[number][0], ends[number]
        else:
            low, high = starts[number], gaps[number + 1][1]
        removed = data[low:high].decode("utf-8", "surrogateescape")
        edits.append(Edit(low, high, removed, replacement if number == 0 else "", ruling.rule, ruling.why))
    return edits


def _would_grow_together(data: bytes, run: Sequence[Block]) -> bool:
    """Whether the first and the last of these blocks, when they come to stand line under line, need a blank line.

    They need none where they were one paragraph, table or list before.
    """
    above, below = run[0], run[-1]
    if any(block.kind == "marker" and not block.text.strip("> ") for block in (above, below)):
        return False  # an empty line of a quote parts them
    if above.group != below.group:
        return True
    if _LIST_MARKER.match(data, below.start, below.end):
        return False
    if below.kind in ("row", "definition"):
        return any(block.kind != below.kind for block in run)
    nests = {(block.depth, block.quoted) for block in run}
    return len(nests) > 1 or any(block.kind != "paragraph" for block in run[1:])
