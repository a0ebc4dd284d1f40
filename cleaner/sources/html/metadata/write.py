"""Metadata as front matter: valid YAML that reads back as the same strings, with any parser."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

_ORDER: Final = (
    "title url source date fetch_date author modified language site description canonical image tags licence".split()
)
"""The keys of archives of dumps first, as those write them; a key that is not among these comes last."""
_WORDS: Final = frozenset("y n yes no on off true false null nan inf".split())
"""What YAML reads as something else than a string, in any case of letters."""
_OF_NUMBERS: Final = frozenset("0123456789abcdefghtxz+-:._, ")
"""What numbers and dates are written with. A text of nothing else may be one; a few words are quoted for nothing."""
_NEEDS_QUOTES: Final = (": ", " #", "\\", '"', "\ufeff")
_FLOW_MARKS: Final = frozenset(",[]{}:?#'!&*|>%@`")
_NOT_IN_FLOW: Final = frozenset('[]"\\')
"""Lenient readers split flow lists by hand; items with these stand in lines of their own."""

# One class, looked for one character at a time: it cannot backtrack.
_UNWRITABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def front_matter(values: Mapping[str, str | tuple[str, ...]], newline: str = "\n") -> str:
    """Front matter with its two fences, or "" for no values. Several values of a key are a list, `[A, B]`.

    Values stand on one line: white space is folded, and characters that YAML knows no way to write become blanks.
    Keys are words. An author who is the only one is a string.
    """
    lines: list[str] = []
    for key in sorted(values, key=_place):
        value = values[key]
        if isinstance(value, str):
            if text := _folded(value):
                lines.append(f"{key}: {_scalar(text)}")
        elif items := [item for item in map(_folded, value) if item]:
            lines += _list(key, items)
    return newline.join(("---", *lines, "---", "")) if lines else ""


def _place(key: str) -> tuple[int, str]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)


def _folded(text: str) -> str:
    return " ".join(_UNWRITABLE.sub(" ", text).split())


def _list(key: str, items: Sequence[str]) -> list[str]:
    if key == "author" and len(items) == 1:
        return [f"{key}: {_scalar(items[0])}"]
    if any(not _NOT_IN_FLOW.isdisjoint(item) or item[0] == "'" for item in items):
        return [f"{key}:", *(f"- {_scalar(item)}" for item in items)]
    return [f"{key}: [{', '.join(_item(item) for item in items)}]"]


def _item(text: str) -> str:
    return _scalar(text) if _FLOW_MARKS.isdisjoint(text) else f'"{text}"'


def _scalar(text: str) -> str:
    if _is_plain(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _is_plain(text: str) -> bool:
    """Whether a text without quotes around it is that very string to every reader of YAML."""
    lowered = text.lower()
    if not text[0].isalnum() or text.endswith(":") or any(mark in text for mark in _NEEDS_QUOTES):
        return False
    return lowered not in _WORDS and not (text[0].isdigit() and _OF_NUMBERS.issuperset(lowered))
