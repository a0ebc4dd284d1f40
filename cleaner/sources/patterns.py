"""The one door to regular expressions: all of them run in linear time.

Patterns are RE2's, so no input can make one run long. RE2 costs about 2 µs a call from Python, so hot paths ask a
whole page one question rather than every line, and use string methods for single lines.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, cast

import re2


class Match(Protocol):
    """What a match offers, as in `re`; offsets count in what was searched (characters of str, bytes of bytes)."""

    def __getitem__(self, group: int | str) -> str: ...
    def start(self, group: int | str = 0) -> int: ...
    def groupdict(self) -> dict[str, str | None]: ...
    def end(self, group: int | str = 0) -> int: ...


class Pattern(Protocol):
    """A compiled pattern, with the methods of `re`."""

    def search(self, text: str | bytes, pos: int = 0) -> Match | None: ...
    def match(self, text: str | bytes, pos: int = 0) -> Match | None: ...
    def fullmatch(self, text: str) -> Match | None: ...
    def finditer(self, text: str | bytes) -> Iterator[Match]: ...


class PatternError(ValueError):
    """A regular expression that RE2 cannot run in linear time, or that is no expression at all."""


def linear(pattern: str, within_lines: bool = False, of_bytes: bool = False) -> Pattern:
    """Compile a pattern of the RE2 subset; :class:`PatternError` says what is wrong with any other.

    `within_lines`: no part of it, not even a negated class, matches a line feed. `of_bytes`: it is looked for in bytes
    and a class is one of bytes, which makes negated classes ten times as small.
    """
    options = _options()
    options.never_nl = within_lines
    if of_bytes:
        options.encoding = re2.Options.Encoding.LATIN1
    try:
        return cast(Pattern, re2.compile(pattern.encode() if of_bytes else pattern, options=options))
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise PatternError(f"not a linear-time (RE2) expression: {reason}") from None


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    return options


class Together:
    """Several patterns that are looked for in one pass, when all that matters is which of them match somewhere."""

    __slots__ = ("_set",)

    def __init__(self, patterns: Iterable[str]) -> None:
        self._set = re2.Set.SearchSet(_options())
        for pattern in patterns:
            self._set.Add(pattern)
        self._set.Compile()

    def find(self, text: str) -> Sequence[int]:
        """The positions of the patterns that match, among those given."""
        return self._set.Match(text.encode("utf-8", "replace")) or ()


class Waiting:
    """A pattern that is compiled when it is first used: most site files wait for a page that never comes."""

    __slots__ = ("_compiled", "_source")

    def __init__(self, source: str) -> None:
        self._source = source
        self._compiled: Pattern | None = None

    @property
    def _pattern(self) -> Pattern:
        if self._compiled is None:
            self._compiled = linear(self._source)
        return self._compiled

    def search(self, text: str | bytes, pos: int = 0) -> Match | None:
        """See :class:`Pattern`, here and below."""
        return self._pattern.search(text, pos)

    def match(self, text: str | bytes, pos: int = 0) -> Match | None:
        return self._pattern.match(text, pos)

    def fullmatch(self, text: str) -> Match | None:
        return self._pattern.fullmatch(text)

    def finditer(self, text: str | bytes) -> Iterator[Match]:
        return self._pattern.finditer(text)


class Lines:
    """Many short texts searched as one: a pattern costs one call, however many texts there are.

    Inside a text a line feed counts as a blank; patterns are compiled with `(?m)`, so that `^` and `$` are the ends of
    a text.
    """

    __slots__ = ("_data", "_starts")

    def __init__(self, texts: Iterable[str]) -> None:
        lines = [text.encode("utf-8", "replace").replace(b"\n", b" ") for text in texts]
        self._starts: list[int] = []
        at = 0
        for line in lines:
            self._starts.append(at)
            at += len(line) + 1
        self._data = b"\n".join(lines)

    def find(self, pattern: Pattern) -> Iterator[int]:
        """The position of the text that each match stands in; a text with several matches comes several times."""
        if self._data:
            for match in pattern.finditer(self._data):
                yield bisect_right(self._starts, match.start()) - 1


def escape(text: str) -> str:
    """A pattern that matches this very text."""
    return cast(str, re2.escape(text))


def glob(patterns: Iterable[str]) -> Pattern:
    """A pattern for whole texts in which `*` stands for any run of characters; case does not matter."""
    return Waiting("(?im)" + "|".join(_anchored(pattern) for pattern in patterns))


def _anchored(pattern: str) -> str:
    """One pattern with `*`: a star at an end is no anchor there, which is many times faster than "anything" is."""
    start = "" if pattern.startswith("*") else "^"
    end = "" if pattern.endswith("*") else "$"
    inner = "[^\\n]*".join(escape(part) for part in pattern.strip("*").split("*"))
    return f"{start}{inner}{end}" if inner else "^"
