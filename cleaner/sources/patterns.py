"""The one door to regular expressions: all of them run in linear time.

Patterns are RE2's, so no input can make one run long. RE2 costs about 2 µs a call from Python, so hot paths ask a
whole page one question rather than every line, and use string methods for single lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

import re2


class Match(Protocol):
    """What a match offers; offsets count in what was searched (characters of str, bytes of bytes)."""

    lastgroup: str | None

    def __getitem__(self, group: int | str) -> str: ...
    def start(self, group: int | str = 0) -> int: ...
    def end(self, group: int | str = 0) -> int: ...


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> Match | None: ...
    def match(self, text: str) -> Match | None: ...
    def fullmatch(self, text: str) -> Match | None: ...
    def finditer(self, text: str | bytes) -> Iterator[Match]: ...


class PatternError(ValueError):
    """A regular expression that RE2 cannot run in linear time, or that is no expression at all."""


def linear(pattern: str) -> Pattern:
    """Compile a pattern of the RE2 subset; :class:`PatternError` says what is wrong with any other."""
    options = re2.Options()
    options.log_errors = False
    try:
        return cast(Pattern, re2.compile(pattern, options=options))
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise PatternError(f"not a linear-time (RE2) expression: {reason}") from None
