"""What characters a text is made of, for all blocks of a page at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.intp]

_PLANE: Final = 0x10000  # what lies beyond is rare letters and pictures, and is told apart by its block
_PICTURES: Final = range(0x1F000, 0x1FC00)
_CJK_EXTENSIONS: Final = range(0x20000, 0x32000)
_SEPARATOR: Final = "\n"


class Sort(IntEnum):
    """The sorts of characters that are told apart; no script is known by name but those without spaces."""

    LOWER = 0
    UPPER = 1
    OTHER_LETTER = 2
    """Of a script without cases."""
    CJK = 3
    DIGIT = 4
    SPACE = 5
    SENTENCE_END = 6
    COMMA = 7
    COLON = 8
    DASH = 9
    BRACKET = 10
    QUOTE = 11
    BAR = 12
    """What stands between the entries of menus: bars, dots, arrows."""
    PUNCTUATION = 13
    CURRENCY = 14
    SYMBOL = 15
    OTHER = 16


SORTS: Final = len(Sort)

_MARKS: Final = {
    Sort.SENTENCE_END: ".!?…。！？।॥؟۔፧።՞։។၊။‼⁇⁈⁉｡",
    Sort.COMMA: ",;，、；،؛､",
    Sort.COLON: ":：",
    Sort.BAR: "|·•‣▪▸►▶›»«‹→←↑↓⟩>/\\｜",
}
_CATEGORIES: Final = {
    "Ll": Sort.LOWER,
    "Lu": Sort.UPPER,
    "Lt": Sort.UPPER,
    "Lo": Sort.OTHER_LETTER,
    "Lm": Sort.OTHER_LETTER,
    "Mn": Sort.OTHER_LETTER,
    "Mc": Sort.OTHER_LETTER,
    "Nd": Sort.DIGIT,
    "Zs": Sort.SPACE,
    "Pd": Sort.DASH,
    "Ps": Sort.BRACKET,
    "Pe": Sort.BRACKET,
    "Pi": Sort.QUOTE,
    "Pf": Sort.QUOTE,
    "Po": Sort.PUNCTUATION,
    "Pc": Sort.PUNCTUATION,
    "Sm": Sort.SYMBOL,
    "Sc": Sort.CURRENCY,
    "Sk": Sort.SYMBOL,
    "So": Sort.SYMBOL,
}
_CJK: Final = ((0x3005, 0x3007), (0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))


@cache
def _table() -> npt.NDArray[np.uint8]:
    """The sort of every character of the first plane. Made once a process, at the first page."""
    names = map(unicodedata.category, map(chr, range(_PLANE)))
    table = np.fromiter((_CATEGORIES.get(name, Sort.OTHER) for name in names), np.uint8, _PLANE)
    for low, high in _CJK:
        table[low : high + 1] = Sort.CJK
    for sort, marks in _MARKS.items():
        table[[ord(mark) for mark in marks]] = sort
    table[[ord(mark) for mark in "\t\n\r\f\v"]] = Sort.SPACE
    table[[ord(mark) for mark in "\"'"]] = Sort.QUOTE
    return table


def codes(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    """The code points of all texts in one row, with a line feed behind each."""
    joined = _SEPARATOR.join(texts) + _SEPARATOR
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)


class Sorts(NamedTuple):
    """What the texts of a page are made of."""

    counts: Counts
    """Texts x sorts: how many characters of each sort stand in each text."""
    last: npt.NDArray[np.uint8]
    """The sort of the last character of each text; that of a blank where there is none."""


def count(texts: Sequence[str], lengths: npt.NDArray[np.intp]) -> Sorts:
    """Count the characters of each text by sort; `lengths` are those of the texts."""
    points = codes(texts)
    if points.max() < _PLANE:
        found = _table()[points]
    else:
        found = _table()[np.minimum(points, _PLANE - 1)]
        found[points >= _PLANE] = Sort.OTHER_LETTER
        found[(points >= _PICTURES.start) & (points < _PICTURES.stop)] = Sort.SYMBOL
        found[(points >= _CJK_EXTENSIONS.start) & (points < _CJK_EXTENSIONS.stop)] = Sort.CJK
    spans = lengths + 1
    slots = np.repeat(np.arange(len(texts)) * SORTS, spans)
    slots += found
    counts = np.bincount(slots, minlength=len(texts) * SORTS).reshape(-1, SORTS)
    counts[:, Sort.SPACE] -= 1  # the line feed behind each
    ends = np.cumsum(spans) - 1
    return Sorts(counts, np.where(lengths > 0, found[ends - 1], Sort.SPACE))
