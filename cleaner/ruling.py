"""What judges say, and what becomes of it: rulings are about blocks, edits are about bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


class Trim(NamedTuple):
    """A small change inside a block that stays: the bytes at [start, end) of the page give way to `replacement`.

    Trims of a block that is dropped in the end are forgotten.
    """

    block: int
    start: int
    end: int
    replacement: str
    rule: str
    why: str


class Fact(NamedTuple):
    """Something a judge learned of the page: an author, a date. Goes to the metadata where the source has no such key."""

    key: str
    value: str
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
    """The state of one page's case: rulings, trims and facts so far, and the soft evidence.

    The first ruling on a block stands; later ones are ignored. `evidence` holds numbers a later judge may weigh, by
    name and block index (a template share, a phrase hit).
    """

    __slots__ = ("evidence", "facts", "rulings", "trims")

    def __init__(self) -> None:
        self.rulings: dict[int, Ruling] = {}
        self.trims: list[Trim] = []
        self.facts: dict[str, Fact] = {}
        self.evidence: dict[str, dict[int, float]] = {}

    def drops(self, block: int) -> bool:
        """Whether this block has been ruled out."""
        ruling = self.rulings.get(block)
        return ruling is not None and not ruling.keep

    def keeps(self, block: int) -> bool:
        """Whether this block has been ruled in, by a keep rule."""
        ruling = self.rulings.get(block)
        return ruling is not None and ruling.keep

    def enter(self, finding: Ruling | Trim | Fact) -> None:
        """Take one finding down; of rulings on a block, and of facts of a key, the first stands."""
        if isinstance(finding, Ruling):
            self.rulings.setdefault(finding.block, finding)
        elif isinstance(finding, Trim):
            self.trims.append(finding)
        else:
            self.facts.setdefault(finding.key, finding)

    def withdraw(self, rulings: Iterable[Ruling]) -> None:
        """Take drop-rulings back, as if they had never been entered."""
        for ruling in rulings:
            if not ruling.keep and self.rulings.get(ruling.block) is ruling:
                del self.rulings[ruling.block]


class Judge(Protocol):
    """Anything that reads a page, its blocks and the docket so far, and yields what it finds.

    Findings are entered one by one, so a judge sees its own earlier rulings on the docket.
    """

    name: str

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling | Trim | Fact]: ...


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


class _Piece(NamedTuple):
    """A stretch of the text between two passes: kept bytes of the source, or bytes that an edit wrote."""

    start: int
    end: int
    source: int
    edit: int  # index of the edit that wrote it, or -1


def _pieces(edits: Sequence[Edit], length: int) -> list[_Piece]:
    """The text after `edits` of a source of `length` bytes, as kept and written stretches in order."""
    pieces: list[_Piece] = []
    position = at = 0
    for index, edit in enumerate(edits):
        kept, written = edit.start - position, len(edit.replacement.encode())
        if kept:
            pieces.append(_Piece(at, at + kept, position, -1))
        if written:
            pieces.append(_Piece(at + kept, at + kept + written, edit.start, index))
        at += kept + written
        position = edit.end
    pieces.append(_Piece(at, at + length - position, position, -1))
    return pieces


def compose(first: Sequence[Edit], second: Sequence[Edit], source: bytes) -> list[Edit]:
    """One log over `source` that does what `first` and then `second` do.

    Spans of `second` count in the output of `first`. Where an edit of the second pass reaches over one of the first, it
    is cut into the stretches around it, so that every byte keeps the rule that took it.
    """
    if not first or not second:
        return list(first or second)
    pieces = _pieces(first, len(source))
    rewritten: dict[int, list[tuple[int, int, str]]] = {}  # what the second pass did to bytes the first wrote
    added: list[Edit] = []
    at = 0
    for edit in second:
        while at < len(pieces) - 1 and pieces[at].end <= edit.start:
            at += 1
        replacement = edit.replacement
        for piece in pieces[at:]:
            if piece.start >= edit.end and piece is not pieces[at]:
                break
            low, high = max(piece.start, edit.start), min(piece.end, edit.end)
            if piece.edit >= 0:
                rewritten.setdefault(piece.edit, []).append((low - piece.start, high - piece.start, replacement))
            elif high > low or replacement:
                start, end = piece.source + low - piece.start, piece.source + high - piece.start
                removed = source[start:end].decode("utf-8", "surrogateescape")
                added.append(Edit(start, end, removed, replacement, edit.rule, edit.why))
            replacement = ""
    merged: list[Edit] = []
    for number, edit in enumerate(first):
        if number in rewritten:
            written = edit.replacement.encode()
            for low, high, replacement in reversed(rewritten[number]):
                written = written[:low] + replacement.encode() + written[high:]
            edit = edit._replace(replacement=written.decode("utf-8", "replace"))
        if edit.removed or edit.replacement:
            merged.append(edit)
    return sorted([*merged, *added], key=lambda edit: (edit.start, edit.end))
