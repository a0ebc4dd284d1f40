"""What judges say, and what becomes of it: rulings are about blocks, edits are about bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from cleaner.block import Block
    from cleaner.sources.page import Page


class Ruling(NamedTuple):
    """One judge's word on one block: keep it or drop it, by which rule, and why."""

    block: int
    """Index of the block among the page's blocks."""
    keep: bool
    rule: str
    why: str


class Edit(NamedTuple):
    """One change of the source: `removed` stood at [start, end) and `replacement` stands there now.

    Offsets count bytes of the source's UTF-8 form, which for nearly all files is the file itself. The edits of a page
    are ordered and do not overlap. A byte that is no valid UTF-8 stands in `removed` as a lone surrogate (PEP 383).
    """

    start: int
    end: int
    removed: str
    replacement: str
    rule: str
    why: str


class Docket:
    """The state of one page's case: which blocks are ruled on, and the soft evidence found so far.

    The first ruling on a block stands; later ones are ignored. `evidence` holds numbers a later judge may weigh,
    by name and block index (a template share, a phrase hit).
    """

    __slots__ = ("evidence", "rulings")

    def __init__(self) -> None:
        self.rulings: dict[int, Ruling] = {}
        self.evidence: dict[str, dict[int, float]] = {}

    def open(self, block: int) -> bool:
        """Whether nobody has ruled on this block yet."""
        return block not in self.rulings

    def drops(self, block: int) -> bool:
        """Whether this block has been ruled out."""
        ruling = self.rulings.get(block)
        return ruling is not None and not ruling.keep

    def keeps(self, block: int) -> bool:
        """Whether this block has been ruled in, by a keep rule."""
        ruling = self.rulings.get(block)
        return ruling is not None and ruling.keep

    def enter(self, rulings: Iterable[Ruling]) -> None:
        """Take down rulings as they come; the first on a block stands."""
        for ruling in rulings:
            self.rulings.setdefault(ruling.block, ruling)


class Judge(Protocol):
    """Anything that reads a page, its blocks and the docket so far, and yields rulings."""

    name: str

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]: ...


def apply(source: bytes, edits: Sequence[Edit]) -> bytes:
    """The source with the edits made. Edits must be ordered and must not overlap."""
    pieces: list[bytes] = []
    position = 0
    for edit in edits:
        pieces.append(source[position : edit.start])
        if edit.replacement:
            pieces.append(edit.replacement.encode())
        position = edit.end
    pieces.append(source[position:])
    return b"".join(pieces)


def restore(cleaned: bytes, edits: Sequence[Edit]) -> bytes:
    """The inverse of :func:`apply`: the source, from the cleaned bytes and the log alone."""
    pieces: list[bytes] = []
    position = 0  # in the cleaned bytes
    shift = 0  # source offset minus cleaned offset
    for edit in edits:
        here = edit.start - shift
        pieces.append(cleaned[position:here])
        pieces.append(edit.removed.encode("utf-8", "surrogateescape"))
        written = len(edit.replacement.encode())
        position = here + written
        shift += (edit.end - edit.start) - written
    pieces.append(cleaned[position:])
    return b"".join(pieces)


@dataclass(slots=True)
class _Piece:
    """A stretch of the text between two passes: kept source bytes, or the replacement text of an edit."""

    start: int
    end: int
    source: int
    edit: int  # index of the edit whose replacement this is, or -1


def _pieces(edits: Sequence[Edit], length: int) -> list[_Piece]:
    """The text after `edits` of a source of `length` bytes, as kept and written stretches in order."""
    pieces: list[_Piece] = []
    position = 0
    at = 0
    for index, edit in enumerate(edits):
        kept = edit.start - position
        if kept:
            pieces.append(_Piece(at, at + kept, position, -1))
        at += kept
        written = len(edit.replacement.encode())
        if written:
            pieces.append(_Piece(at, at + written, edit.start, index))
        at += written
        position = edit.end
    if length > position:
        pieces.append(_Piece(at, at + length - position, position, -1))
    return pieces


def compose(first: Sequence[Edit], second: Sequence[Edit], source: bytes) -> list[Edit]:
    """One log over `source` that does what `first` and then `second` do.

    Spans of `second` count in the output of `first`. Where an edit of the second pass covers an edit of the first, it
    is cut into the stretches around it, so that every byte keeps the rule that took it.
    """
    if not first or not second:
        return list(first or second)
    pieces = _pieces(first, len(source))
    written = [edit.replacement.encode() for edit in first]
    cut: dict[int, list[tuple[int, int, str]]] = {}  # what the second pass did to a replacement of the first
    added: list[Edit] = []
    index = 0
    for edit in second:
        while index < len(pieces) and pieces[index].end <= edit.start and edit.end > edit.start:
            index += 1
        while index < len(pieces) and pieces[index].end < edit.start:
            index += 1
        replacement = edit.replacement
        look = index
        placed = False
        while look < len(pieces) and (pieces[look].start < edit.end or (not placed and pieces[look].start <= edit.end)):
            piece = pieces[look]
            low, high = max(piece.start, edit.start), min(piece.end, edit.end)
            if high > low or not placed:
                if piece.edit >= 0:
                    cut.setdefault(piece.edit, []).append((low - piece.start, high - piece.start, replacement))
                else:
                    start = piece.source + low - piece.start
                    end = piece.source + high - piece.start
                    removed = source[start:end].decode("utf-8", "surrogateescape")
                    added.append(Edit(start, end, removed, replacement, edit.rule, edit.why))
                replacement, placed = "", True
            look += 1
        if not placed and replacement:
            added.append(Edit(len(source), len(source), "", replacement, edit.rule, edit.why))
    merged: list[Edit] = []
    for number, edit in enumerate(first):
        for low, high, replacement in reversed(cut.get(number, ())):
            written[number] = written[number][:low] + replacement.encode() + written[number][high:]
        text = written[number].decode("utf-8", "surrogateescape")
        if edit.removed or text:
            merged.append(edit._replace(replacement=text))
    return sorted([*merged, *added], key=lambda edit: (edit.start, edit.end))
