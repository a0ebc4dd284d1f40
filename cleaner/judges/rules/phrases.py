"""The words of boilerplate: loads `phrases/*.toml` and finds them in blocks.

A phrase is looked up in one of four ways: as the whole line, at its start, anywhere within it, or as a heading.
All but `within` are dictionary look-ups; that one is an Aho-Corasick scan over the line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

import ahocorasick_rs

from cleaner.block import Block
from cleaner.errors import ConfigError

MODES: Final = ("line", "start", "within", "heading")
FAMILIES: Final = frozenset(
    (
        "skip-link navigation account search language-picker theme-switch advertisement comment-counter comment-form "
        "comment-thread share follow newsletter donation cookie-notice related tags author-box previous-next read-time "
        "view-counter page-tools back-to-top legal registration contact script-notice captcha wall crawler byline "
        "updated keep-heading months"
    ).split()
)
_START_WORDS: Final = 12  # a line that opens with a `start` phrase may have this many words; a longer one is a sentence
_WITHIN_WORDS: Final = 40  # a block around a `within` phrase may have this many; a longer one is a text about the thing
_HEADING_WORDS: Final = 8  # a lone line that acts as a heading is no longer than this
_LONG_HEADINGS: Final = frozenset({"comment-thread", "comment-form", "related"})
"""Families whose headings may go on behind the phrase."""
_LONGEST_START: Final = 8  # words of a `start` phrase, at most
_STOPS: Final = ",:;.|/-–—!?"
_FIRST_CJK: Final = "\u2e80"  # from here on scripts put no space between words, Hangul aside
_HANGUL: Final = ("\uac00", "\ud7a3")
_NONE: Final[frozenset[str]] = frozenset()


class Hits(NamedTuple):
    """What the phrases say of a page: families by block, and headings that open a section of a family."""

    families: dict[int, frozenset[str]]
    sections: dict[int, str]


class Phrases:
    """All phrases of all languages, ready for look-up. Immutable once made."""

    def __init__(self, tables: dict[str, dict[str, dict[str, list[str]]]]) -> None:
        lines: dict[str, set[str]] = {}
        headings: dict[str, str] = {}
        starts: dict[str, set[str]] = {}
        within: dict[str, set[str]] = {}
        for table in tables.values():
            for family, modes in table.items():
                for phrase in modes.get("line", ()) if family != "months" else ():
                    lines.setdefault(phrase, set()).add(family)
                for phrase in modes.get("heading", ()):
                    headings.setdefault(phrase, family)
                for phrase in modes.get("start", ()):
                    starts.setdefault(phrase, set()).add(family)
                for phrase in modes.get("within", ()):
                    within.setdefault(phrase, set()).add(family)
        self.lines = {phrase: frozenset(families) for phrase, families in lines.items()}
        self.headings = headings
        self.months = {
            name: number % 12 + 1
            for table in tables.values()
            for number, name in enumerate(table.get("months", {}).get("line", ()))
        }
        self._openings = {
            tuple(phrase.split(" ", 2)[:2]) for phrase, family in headings.items() if family in _LONG_HEADINGS
        }
        self._starts = {phrase: frozenset(families) for phrase, families in starts.items() if not _unspaced(phrase[0])}
        self._unspaced_starts: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for phrase, families in starts.items():
            if _unspaced(phrase[0]):
                self._unspaced_starts.setdefault(phrase[0], []).append((phrase, frozenset(families)))
        self._lengths: dict[str, set[int]] = {}  # in words, of the `start` phrases by their first word
        for phrase in self._starts:
            first, *others = phrase.split(" ")
            self._lengths.setdefault(first.rstrip(_STOPS), set()).add(1 + len(others))
        self._within = list(within.items())
        # The lines of menus come again on every page of a site, and every line of a page in its second pass.
        self._look_up = lru_cache(maxsize=16_384)(self._find)
        self._automaton = ahocorasick_rs.AhoCorasick(list(within), ahocorasick_rs.MatchKind.Standard)

    def _opened(self, key: str) -> frozenset[str]:
        """The families of the `start` phrases that a line opens with."""
        found = _NONE
        for phrase, families in self._unspaced_starts.get(key[:1], ()):
            if key.startswith(phrase):
                found |= families
        lengths = self._lengths.get(key.partition(" ")[0].rstrip(_STOPS))
        if lengths is None:
            return found
        words = key.split(" ", _LONGEST_START)[:_LONGEST_START]
        for count in lengths:
            opening = " ".join(words[:count])
            families = self._starts.get(opening) or self._starts.get(opening.rstrip(_STOPS), found)
            found |= families
        return found

    def _opening(self, key: str) -> str | None:
        """The family of a heading that begins with a phrase of two to four words: "3 thoughts on …"."""
        words = key.split(" ", 4)
        if len(words) < 3 or (words[0], words[1]) not in self._openings:
            return None
        for count in range(min(len(words), 4), 1, -1):
            family = self.headings.get(" ".join(words[:count]))
            if family in _LONG_HEADINGS:
                return family
        return None

    def find(self, blocks: Sequence[Block]) -> Hits:
        """Look every block's key up."""
        families: dict[int, frozenset[str]] = {}
        sections: dict[int, str] = {}
        look_up = self._look_up
        for index, block in enumerate(blocks):
            if block.words > _WITHIN_WORDS or block.kind == "code" or not block.key:
                continue
            found, section = look_up(block.key, block.words <= _START_WORDS)
            if found:
                families[index] = found
            if section and (block.words <= _HEADING_WORDS or block.kind == "heading"):
                sections[index] = section
        return Hits(families, sections)

    def _find(self, key: str, short: bool) -> tuple[frozenset[str], str | None]:
        """The families of a line, and the family of the section it opens if it is a heading."""
        while "0,0" in key:  # thousands: 1,204 views
            key = key.replace("0,0", "0")
        found = self.lines.get(key, _NONE)
        if short and (opened := self._opened(key)):
            found |= opened
        for number, low, high in self._automaton.find_matches_as_indexes(key, overlapping=True):
            if _whole(key, low, high):
                found |= self._within[number][1]
        return found, self.headings.get(key) or self._opening(key)


def _whole(text: str, low: int, high: int) -> bool:
    """Whether text[low:high] begins and ends at a word's edge; scripts without spaces have edges everywhere."""
    before, first = text[low - 1 : low], text[low]
    last, after = text[high - 1], text[high : high + 1]
    left = not (before.isalnum() and first.isalnum()) or _unspaced(first)
    return left and (not (after.isalnum() and last.isalnum()) or _unspaced(last))


def _unspaced(character: str) -> bool:
    return character >= _FIRST_CJK and not _HANGUL[0] <= character <= _HANGUL[1]


@cache
def load() -> Phrases:
    """The phrases that come with the package. Read once a process, at the first page."""
    folder = resources.files("cleaner") / "phrases"
    tables = {}
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".toml"):
            tables[path.name] = table(path.name, tomllib.loads(path.read_text("utf-8")))
    return Phrases(tables)


def table(name: str, data: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """One language's phrases; each way to match is a string of one phrase a line, which TOML reads at once."""
    data.pop("language", None)
    table: dict[str, dict[str, list[str]]] = {}
    for family, modes in data.items():
        if family not in FAMILIES:
            raise ConfigError(name, family, f"unknown family; known are {', '.join(sorted(FAMILIES))}")
        for mode, phrases in modes.items():
            if mode not in MODES:
                raise ConfigError(name, f"{family}.{mode}", f"unknown way to match; known are {', '.join(MODES)}")
            table.setdefault(family, {})[mode] = [phrase for phrase in phrases.split("\n") if phrase]
    return table
