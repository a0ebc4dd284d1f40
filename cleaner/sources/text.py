"""Plain text to blocks: lines, and paragraphs where lines were wrapped at a width."""

from __future__ import annotations

from cleaner.block import Block
from cleaner.sources.lines import Leaf, fill_gaps, is_wrapped, joined


def parse(body: str, offset: int) -> list[Block]:
    """Blocks of a plain text that stands `offset` bytes into its source, in order."""
    data = body.encode()
    leaves: list[Leaf] = []
    paragraph: list[Leaf] = []
    at = 0
    for group, line in enumerate(data.split(b"\n")):
        bare = line.strip()
        if bare:
            start = at + len(line) - len(line.lstrip())
            leaf = Leaf("paragraph", start, paragraph[0].group if paragraph else group + 1)
            leaf.end = start + len(bare)
            leaf.text = [bare.decode()]
            leaf.length = len(leaf.text[0])
            paragraph.append(leaf)
        else:
            _close(paragraph, leaves)
            paragraph = []
        at += len(line) + 1
    _close(paragraph, leaves)
    return fill_gaps(leaves, data, offset)


def _close(paragraph: list[Leaf], leaves: list[Leaf]) -> None:
    if len(paragraph) > 1 and is_wrapped(paragraph):
        leaves.append(joined(paragraph))
    else:
        leaves.extend(paragraph)
