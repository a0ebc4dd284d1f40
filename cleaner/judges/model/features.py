"""What the model reads of a page: one row of numbers a block, in no language, worked out for all blocks at once.

Counts go in as log(1 + n), shares and marks as they are. Sorts of characters in place of word lists, length in words
with CJK characters at 1.7 a word, likeness to the title by pairs of characters: the same in every script. What the
other judges know goes in as well: phrases, kinds of addresses, how often the site repeats a line, what has been taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.block import Block, BlockKind
from cleaner.judges.model import addresses, characters, likeness
from cleaner.judges.model.characters import Sort
from cleaner.ruling import Docket
from cleaner.sources.page import Page

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]

_PROSE_WORDS: Final = 12  # outside links, from which on a block is a landmark: a sentence of text is that long
_MOST_HITS: Final = 5.0

_SORTS: Final = [
    int(getattr(Sort, name))
    for name in (
        "LOWER UPPER OTHER_LETTER CJK DIGIT SPACE SENTENCE_END COMMA BRACKET BAR PUNCTUATION CURRENCY SYMBOL".split()
    )
]
_ENDS: Final = tuple(
    int(getattr(Sort, name))
    for name in "LOWER UPPER OTHER_LETTER CJK SENTENCE_END COMMA COLON BRACKET BAR SYMBOL".split()
)
_END: Final = np.full(len(Sort), len(_ENDS))
_END[list(_ENDS)] = np.arange(len(_ENDS))
_KINDS: Final[tuple[BlockKind, ...]] = ("heading", "paragraph", "item", "row", "code", "rule")
_KIND: Final = {kind: number for number, kind in enumerate(_KINDS)}
_PHRASES: Final = (
    "skip-link navigation account search language-picker theme-switch advertisement comment-counter comment-form "
    "comment-thread share follow newsletter donation cookie-notice related tags author-box previous-next read-time "
    "view-counter page-tools legal registration contact script-notice wall crawler byline updated"
).split()
_HEADINGS: Final = (
    "comment-form comment-thread share follow newsletter donation related tags author-box previous-next legal contact "
    "keep-heading"
).split()
_LINKS: Final = "ad share account comment file author tag".split()


def _of(sort: int) -> str:
    return Sort(sort).name.lower().replace("_", " ")


COUNTS: Final = (
    "words",
    "characters",
    "words outside links",
    "links",
    "images",
    "words a link",
    "sentence ends",
    "commas",
    "blocks above",
    "blocks below",
    "words above",
    "words below",
    "prose above",
    "prose below",
    "size of group",
    "words of group",
    "repeats",
    "blocks below title",
    "blocks above title",
    "blocks below heading",
    "blocks below prose",
    "blocks above prose",
    "blocks of page",
    "words of page",
    "prose of page",
    "length of addresses",
    "steps of addresses",
    "hyphens of addresses",
    "digits of addresses",
)
SHARES: Final = (
    "link density",
    *(f"{_of(sort)} share" for sort in _SORTS),
    "title in block",
    "block in title",
    "page address in block",
    "block in page address",
    "link density of group",
    "place in group",
    "place in page",
    "words above of page",
    "link density of page",
    "links to own site",
    "links to other sites",
    "links into page",
    "links into own folder",
    "links with images",
)
MARKS: Final = (
    *(f"is {kind}" for kind in _KINDS),
    "level 1",
    "level 2",
    "level 3",
    "quoted",
    "in list",
    "in inner list",
    "blank line above",
    "bold",
    "page is cut",
    "page has address",
    *(f"ends with {_of(sort)}" for sort in _ENDS),
)
EVIDENCE: Final = (
    *(f"phrase:{family}" for family in _PHRASES),
    *(f"heading:{family}" for family in _HEADINGS),
    *(f"link:{kind}" for kind in _LINKS),
    "image:icon",
    "prose",
    "title",
    "own-title",
    "template",
    "template-text",
    "template-known",
    "dropped by site",
    "dropped by template",
    "dropped by rule",
    "kept",
)
FEATURES: Final = (*COUNTS, *SHARES, *MARKS, *EVIDENCE)
"""The names of the columns, in order."""
COLUMN: Final = {name: column for column, name in enumerate(FEATURES)}

_NOT_OF_HTML: Final = [
    column
    for name, column in COLUMN.items()
    if name.startswith(("template", "dropped by")) or name in {"kept", "page is cut"}
]
_JUDGES: Final = {"site": COLUMN["dropped by site"], "template": COLUMN["dropped by template"]}


def features(page: Page, blocks: Sequence[Block], docket: Docket) -> Matrix:
    """One row a block, one column a feature, as :data:`FEATURES` names them."""
    matrix = np.zeros((len(FEATURES), len(blocks)), np.float32)  # a line a feature: each is written in one go
    sheet = _Sheet(page, blocks, docket)
    line = 0
    for values in chain(sheet.counts(), sheet.shares(), sheet.marks()):
        lines = len(values) if isinstance(values, np.ndarray) and values.ndim > 1 else 1
        matrix[line : line + lines] = values
        line += lines
    np.log1p(matrix[: len(COUNTS)], out=matrix[: len(COUNTS)])
    _enter_evidence(matrix, docket)
    return matrix.T


def of_html(page: Page, blocks: Sequence[Block], docket: Docket) -> Matrix:
    """The same of a page of HTML, but for what the labelled pages of HTML do not show, or all show alike.

    What general rules take is not looked at either: the model has the last word there, and sees more.
    """
    rows = features(page, blocks, docket)
    rows[:, _NOT_OF_HTML] = 0
    rows[:, COLUMN["page has address"]] = 1
    return rows


class _Sheet:
    """The columns of one page while they are worked out."""

    def __init__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> None:
        self.page = page
        self.own_title = next(iter(docket.evidence.get("own-title", ())), -1)
        self.kind, start, end, self.texts, self.keys, words, linked, links, images, *rest = zip(*blocks, strict=True)
        self.level, self.depth, self.group, self.quoted = (np.array(column) for column in rest[:4])
        self.start, self.end = np.array(start), np.array(end)
        self.rows = len(blocks)
        self.index = np.arange(self.rows)
        self.words, self.linked = np.array(words, np.float64), np.array(linked, np.float64)
        self.lengths = np.fromiter(map(len, self.texts), np.intp, self.rows)
        self.links = np.fromiter(map(len, links), np.float64, self.rows)
        self.images = np.fromiter(map(len, images), np.float64, self.rows)
        self.density = np.minimum(self.linked / np.maximum(self.lengths, 1), 1)
        self.outside = self.words * (1 - self.density)
        self.prose = np.where(self.outside >= _PROSE_WORDS, self.outside, 0)
        self.above = np.cumsum(self.words) - self.words
        self.sorts = characters.count(self.texts, self.lengths)
        self.targets = addresses.measure(page.url, links, self.links)
        opens = np.ones(self.rows, bool)
        np.not_equal(self.group[1:], self.group[:-1], out=opens[1:])
        self.first = np.flatnonzero(opens)
        self.member = np.cumsum(opens) - 1
        self.sizes = np.bincount(self.member)

    def counts(self) -> Iterator[npt.ArrayLike]:
        """The values of :data:`COUNTS`, in order: for each a number a block, or one for all."""
        index, last = self.index, self.rows - 1
        words, prose = self.words.sum(), self.prose.sum()
        prose_above = np.cumsum(self.prose) - self.prose
        yield from (self.words, self.lengths, self.outside, self.links, self.images)
        yield self.words / np.maximum(self.links, 1)
        yield from (self.sorts.counts[:, Sort.SENTENCE_END], self.sorts.counts[:, Sort.COMMA], index, last - index)
        yield from (
            self.above,
            words - self.above - self.words,
            prose_above,
            np.maximum(prose - prose_above - self.prose, 0),
        )
        yield from (self.sizes[self.member], np.add.reduceat(self.words, self.first)[self.member])
        times = Counter(self.keys)
        times[""] = 1
        yield np.fromiter(map(times.__getitem__, self.keys), np.intp, self.rows) - 1
        away = index - self.own_title if self.own_title >= 0 else np.zeros(self.rows)
        yield from (np.maximum(away, 0), np.maximum(-away, 0))
        yield from (_since(self.level > 0), _since(self.prose > 0), _since(self.prose[::-1] > 0)[::-1])
        yield from (self.rows, words, prose)
        yield from (self.targets.length, self.targets.steps, self.targets.hyphens, self.targets.digits)

    def shares(self) -> Iterator[npt.ArrayLike]:
        """The values of :data:`SHARES`, in order, some of them several lines at a time."""
        yield self.density
        yield self.sorts.counts.T[_SORTS] / np.maximum(self.lengths, 1)
        yield from likeness.to_title_and_address(self.page, self.keys)
        linked, lengths = np.add.reduceat(self.linked, self.first), np.add.reduceat(self.lengths, self.first)
        yield (linked / np.maximum(lengths, 1))[self.member]
        yield (self.index - self.first[self.member] + 0.5) / self.sizes[self.member]
        yield (self.index + 0.5) / self.rows
        yield self.above / max(self.words.sum(), 1)
        yield self.linked.sum() / max(self.lengths.sum(), 1)
        yield from (self.targets.own, self.targets.other, self.targets.inner, self.targets.near)
        yield np.minimum(self.images / np.maximum(self.links, 1), 1) * (self.links > 0)

    def marks(self) -> Iterator[npt.ArrayLike]:
        """The values of :data:`MARKS`, in order, likewise."""
        yield _one_of([_KIND.get(kind, len(_KINDS)) for kind in self.kind], len(_KINDS))
        yield from (self.level == 1, self.level == 2, self.level >= 3, self.quoted, self.depth > 0, self.depth > 1)
        yield np.concatenate(((False,), self.start[1:] - self.end[:-1] > 1))
        starts = self.start.tolist()
        yield [self.page.data.startswith(b"**", start) for start in starts]
        yield from (self.page.is_cut, bool(self.page.url))
        yield _one_of(_END[self.sorts.last], len(_ENDS))


def _enter_evidence(matrix: Matrix, docket: Docket) -> None:
    columns: list[int] = []
    rows: list[int] = []
    values: list[float] = []
    for name, hits in docket.evidence.items():
        column = COLUMN.get(name)
        if column is not None:
            columns += [column] * len(hits)
            rows += hits
            values += hits.values()
    matrix[columns, rows] = np.minimum(values, _MOST_HITS)
    if "template" in docket.evidence:
        matrix[COLUMN["template-known"]] = 1
    rule, kept = COLUMN["dropped by rule"], COLUMN["kept"]
    rulings = docket.rulings.values()
    by = [kept if one.keep else _JUDGES.get(one.rule.partition("/")[0], rule) for one in rulings]
    matrix[by, list(docket.rulings)] = 1


def _one_of(which: npt.ArrayLike, count: int) -> npt.NDArray[np.bool_]:
    """A line for each of `count` things: where it is the one."""
    return np.equal.outer(np.arange(count), which)


def _since(marks: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """How many blocks above each the last marked one stands; one more than there are above it where none is."""
    index = np.arange(marks.size)
    last = np.maximum.accumulate(np.where(marks, index, -1))
    return index - np.concatenate(((-1,), last[:-1]))
