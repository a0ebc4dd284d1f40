"""What judges say, and what becomes of it: rulings are about blocks, edits are about bytes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from cleaner.block import Block
    from cleaner.sources.html import Marked
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
    """Something a judge learned of the page: an author, a date. Goes to the metadata if the source has no such key."""

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


class Coverage(NamedTuple):
    """How well the template of its site fits a page: what falls far below the usual has another layout."""

    site: str
    share: float
    """Share of the page's text that stands in the template, 0 to 1."""
    usual: float
    """The same of the pages it was learned from, in the mean."""


class Docket:
    """The state of one page's case: rulings, trims and facts so far, and the soft evidence.

    The first ruling on a block stands; later ones are ignored. `dropped` are the blocks ruled out so far, for the loops
    that ask of each block. `evidence` holds numbers a later judge may weigh, by name and block index (a template share,
    a phrase hit). `seconded` names rules that found a block which another had taken: they say what the page is all the
    same. `withdrawn` names rules that were backed out. `marked` are the blocks of elements that judges marked in the
    tree of a page of HTML.
    """

    __slots__ = ("coverage", "dropped", "evidence", "facts", "marked", "rulings", "seconded", "trims", "withdrawn")

    def __init__(self, marked: Sequence[Marked] = ()) -> None:
        self.marked = marked
        self.rulings: dict[int, Ruling] = {}
        self.dropped: set[int] = set()
        self.trims: list[Trim] = []
        self.facts: dict[str, Fact] = {}
        self.evidence: dict[str, dict[int, float]] = {}
        self.seconded: set[str] = set()
        self.withdrawn: list[str] = []
        self.coverage: Coverage | None = None

    def drops(self, block: int) -> bool:
        """Whether this block has been ruled out."""
        return block in self.dropped

    def keeps(self, block: int) -> bool:
        """Whether this block has been ruled in, by a keep rule."""
        ruling = self.rulings.get(block)
        return ruling is not None and ruling.keep

    def enter(self, finding: Ruling | Trim | Fact) -> None:
        """Take one finding down; of rulings on a block, and of facts of a key, the first stands."""
        if isinstance(finding, Ruling):
            if self.rulings.setdefault(finding.block, finding) is finding and not finding.keep:
                self.dropped.add(finding.block)
        elif isinstance(finding, Trim):
            self.trims.append(finding)
        else:
            self.facts.setdefault(finding.key, finding)

    def withdraw(self, rule: str) -> None:
        """Take all rulings of a rule back, as if they had never been entered, and remember that."""
        self.withdrawn.append(rule)
        self.rulings = {block: ruling for block, ruling in self.rulings.items() if ruling.rule != rule}
        self.dropped = {block for block, ruling in self.rulings.items() if not ruling.keep}

    def overrule(self, blocks: Iterable[int], told: bool = True) -> None:
        """Take the rulings on these blocks back and, where that is to be `told`, remember whose they were."""
        rules = {self.rulings.pop(block).rule: None for block in blocks}
        if told:
            self.withdrawn += (rule for rule in rules if rule not in self.withdrawn)
        self.dropped = {block for block, ruling in self.rulings.items() if not ruling.keep}


class Judge(Protocol):
    """Anything that reads a page, its blocks and the docket so far, and yields what it finds.

    Findings are entered one by one, so a judge sees its own earlier rulings on the docket.
    """

    name: str

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling | Trim | Fact]:
        """What this judge finds, on a docket that holds what was found before."""
        ...


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def apply(source: bytes, edits: Sequence[Edit]) -> bytes:
    """The source with the edits made. Edits must be ordered and must not overlap."""
    pieces: list[bytes] = []
    position = 0
    for edit in edits:
        pieces.append(source[position : edit.start])
        if edit.replacement:
            pieces.append(_bytes(edit.replacement))
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
        pieces.append(_bytes(edit.removed))
        written = len(_bytes(edit.replacement))
        position = here + written
        shift += (edit.end - edit.start) - written
    pieces.append(cleaned[position:])
    return b"".join(pieces)


class _Piece(NamedTuple):
    """A stretch of the text between two passes: kept bytes of the source, or what an edit wrote, be it nothing."""

    start: int
    end: int
    source: int
    edit: Edit | None


def _pieces(edits: Iterable[Edit]) -> Iterator[_Piece]:
    """The text after `edits`, as kept and written stretches in order; the last one has no end."""
    position = at = 0
    for edit in edits:
        if kept := edit.start - position:
            yield _Piece(at, at + kept, position, None)
        written = len(_bytes(edit.replacement))
        yield _Piece(at + kept, at + kept + written, edit.start, edit)
        at += kept + written
        position = edit.end
    yield _Piece(at, sys.maxsize, position, None)


def compose(first: Sequence[Edit], second: Sequence[Edit], source: bytes) -> list[Edit]:
    """One log over `source` that does what `first` and then `second` do, in linear time.

    Spans of `second` count in the output of `first`. Where an edit of the second pass reaches over one of the first, it
    is cut into the stretches around it, so that every byte keeps the rule that took it.
    """
    if not first:
        return list(second)
    log: list[Edit] = []
    waiting = iter(second)
    edit = next(waiting, None)
    for piece in _pieces(first):
        inside: list[Edit] = []  # what the second pass does to this piece, in offsets of the piece
        while edit and edit.start < piece.end:
            low, high = max(edit.start, piece.start) - piece.start, min(edit.end, piece.end) - piece.start
            replacement = edit.replacement if edit.start >= piece.start else ""  # else an earlier piece has it
            inside.append(edit._replace(start=low, end=high, replacement=replacement))
            if edit.end > piece.end:
                break
            edit = next(waiting, None)
        if piece.edit is None:
            log += (_moved(change, piece.source, source) for change in inside)
        else:
            written = _text(apply(_bytes(piece.edit.replacement), inside)) if inside else piece.edit.replacement
            log.append(piece.edit._replace(replacement=written))
    return [edit for edit in log if edit.removed or edit.replacement]


def _moved(edit: Edit, by: int, source: bytes) -> Edit:
    start, end = edit.start + by, edit.end + by
    return edit._replace(start=start, end=end, removed=_text(source[start:end]))
