"""From pieces of text to blocks of whole lines: what Markdown and plain text have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cleaner.block import Block, BlockKind, Image, Link
from cleaner.sources.words import measure

_CARRIAGE_RETURN: Final = ord("\r")
_WRAP_WIDTHS: Final = (40, 130)  # columns people and converters wrap text at, with some slack


class Leaf:
    """A block in the making: its span counts bytes of the body, those of links and images bytes of the source."""

    __slots__ = (
        "depth",
        "end",
        "group",
        "images",
        "kind",
        "length",
        "level",
        "linked",
        "links",
        "quoted",
        "start",
        "text",
    )

    def __init__(  # noqa: PLR0913, PLR0917 -- what a block is, all known when it begins
        self, kind: BlockKind, start: int, group: int, level: int = 0, depth: int = 0, quoted: bool = False
    ) -> None:
        self.kind: BlockKind = kind
        self.start = start
        self.end = start
        self.group = group
        self.level = level
        self.depth = depth
        self.quoted = quoted
        self.text: list[str] = []
        self.length = 0
        self.linked = 0
        self.links: list[Link] = []
        self.images: list[Image] = []


def is_wrapped(pieces: Sequence[Leaf]) -> bool:
    """Whether lines of one paragraph are a text that was wrapped at a width, and not a line for each item.

    In wrapped text the first word of a line had no room on the line above. Widths are those a reader sees; lines with
    links prove nothing, for their source was wrapped with the addresses in it. Two lines alone need more: the second
    must go on in mid-sentence, with a small letter.
    """
    texts = ["".join(piece.text).strip() for piece in pieces]
    plain = [at for at, piece in enumerate(pieces[:-1]) if not piece.links and not piece.images]
    room = max((len(texts[at]) for at in plain), default=0)
    if 2 * len(plain) < len(pieces) - 1 or not _WRAP_WIDTHS[0] <= room <= _WRAP_WIDTHS[1]:
        return False
    if len(pieces) == 2 and (pieces[1].links or not texts[1][:1].islower()):
        return False
    for at in plain:
        word = texts[at + 1].split(None, 1)
        if len(texts[at]) < _WRAP_WIDTHS[0] or len(texts[at]) + 1 + len(word[0] if word else "") <= room:
            return False
    return not any(piece.linked == piece.length for piece in pieces)


def joined(pieces: Sequence[Leaf]) -> Leaf:
    """One leaf of several that follow each other; the first says what it is."""
    whole = pieces[0]
    whole.end = pieces[-1].end
    for piece in pieces[1:]:
        whole.text += ["\n", *piece.text]
        whole.length += piece.length + 1
        whole.linked += piece.linked
        whole.links += piece.links
        whole.images += piece.images
    return whole


def fill_gaps(leaves: Iterable[Leaf], data: bytes, offset: int) -> list[Block]:
    """Blocks of whole lines, shifted to the source, with a block for every other line that is not blank."""
    blocks: list[Block] = []
    done = 0  # end of the last block's last line, in `data`
    for leaf in leaves:
        start = data.rfind(b"\n", done, leaf.start) + 1 or done
        if leaf.start < done:  # two leaves on one line: the second belongs to the first
            continue
        if start > done + 1 and data[done:start].strip():  # a line feed alone stands between most
            blocks += _leftovers(data, done, start, offset)
        last = leaf.end
        while last > leaf.start and data[last - 1] in b" \t\r\n":
            last -= 1
        end = data.find(b"\n", last)
        end = len(data) if end < 0 else end
        done = end
        if end and data[end - 1] == _CARRIAGE_RETURN:
            end -= 1
        blocks.append(_block(leaf, start + offset, end + offset))
    if data[done:].strip():
        blocks += _leftovers(data, done, len(data), offset)
    return blocks


def _block(leaf: Leaf, start: int, end: int) -> Block:
    text = "".join(leaf.text).strip()
    key, words = measure(text)
    return Block(
        leaf.kind,
        start,
        end,
        text,
        key,
        words,
        min(leaf.linked, len(text)),
        tuple(leaf.links),
        tuple(leaf.images),
        leaf.level,
        leaf.depth,
        leaf.group,
        leaf.quoted,
    )


def _leftovers(data: bytes, start: int, end: int, offset: int) -> list[Block]:
    """Lines no leaf covers: link reference definitions, and list or quote markers with nothing behind them."""
    blocks = []
    at = start
    for line in data[start:end].split(b"\n"):
        bare = line.strip()
        if bare:
            text = bare.decode("utf-8", "replace")
            kind: BlockKind = "definition" if text.startswith("[") and "]:" in text else "marker"
            stop = at + len(line.rstrip(b"\r"))
            blocks.append(Block(kind, at + offset, stop + offset, text, measure(text)[0], 0, 0))
        at += len(line) + 1
    return blocks
