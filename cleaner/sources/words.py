"""Counting and normalising text, in every script."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

CJK_PER_WORD: Final = 1.7  # characters of Chinese or Japanese that carry what a spaced word does
_LETTERS_PER_WORD: Final = 8  # longer than the words of any script with spaces are on average

# Character classes and single repeats only: these cannot backtrack, and `re` is ten times faster a call than RE2.
_CJK = re.compile("[\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_DIGITS = re.compile("[0-9]+")

_DECORATION: Final = (
    " \t\r\n\f\v\u00a0\u3000\u200b\ufeff:;,.!?…·•*_|/\\<>«»‹›„“”‘’\"'`´~^=+#()[]{}-–—"
    "→←↑↓↗➔➜►▶◀▼▲▾▸✕×✖✓✉☰⋮©®™■□◆◇●○◉★☆▪▫♦♥✦❯❮"
    "：；，。！？、《》「」『』【】（）〈〉｜／"
)
_MARKERS: Final = " \t#*+->|"  # of headings, lists, quotes and tables: decoration, all of them
_SHORT: Final = 120  # characters up to which a text is remembered for long: lines that come again on other pages
_LONG: Final = 4_000  # ... and up to which one is remembered until the second pass over its page
_LONGEST_KEY: Final = 400  # characters of a block that are normalised: no phrase is longer


def count_words(text: str) -> int:
    """Length in words: spaced words, and CJK characters at 1.7 to a word.

    Scripts without spaces (Thai, Khmer) and text read in a wrong encoding count by length.
    """
    if text.isascii():
        return len(text.split())
    rest = _CJK.sub("", text)
    foreign = len(rest) - len(rest.encode("ascii", "ignore"))
    return max(len(rest.split()), foreign // _LETTERS_PER_WORD) + round((len(text) - len(rest)) / CJK_PER_WORD)


def normalise(text: str) -> str:
    """A line for look-ups: lower case, digit runs as 0, white space folded, decoration off the ends."""
    key = " ".join(text[:_LONGEST_KEY].lower().split()).strip(_DECORATION)
    key = _DIGITS.sub("0", key)
    return key if key.isascii() else key.replace("’", "'").replace("‘", "'")


def measure(text: str) -> tuple[str, int]:
    """A text's key and its length in words: what :func:`normalise` and :func:`count_words` say, together."""
    if len(text) <= _SHORT:
        return _line(text)
    return _paragraph(text) if len(text) <= _LONG else _measured(text)


def _measured(text: str) -> tuple[str, int]:
    return normalise(text), count_words(text)


# The lines of menus come again on every page of a site, and every line of a page in its second pass.
_line = lru_cache(maxsize=16_384)(_measured)
_paragraph = lru_cache(maxsize=512)(_measured)


def key_of(line: str) -> str:
    """What :func:`normalise` says of a line. Its block was measured a moment ago, without the markers before it."""
    return measure(line.strip(_MARKERS))[0] if len(line) <= _LONGEST_KEY else normalise(line)


def fold(text: str) -> str:
    """Like :func:`normalise` for a text of any length, with the decoration left on."""
    return _DIGITS.sub("0", " ".join(text.lower().split())).replace("’", "'").replace("‘", "'")
