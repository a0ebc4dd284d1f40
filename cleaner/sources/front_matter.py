"""Front matter, read as leniently as the archives of this world need it.

More than a quarter of real dumps are not valid YAML (`title: Linux: the evil returns`), so lines are read key by key
and nothing is ever an error. The bytes are never touched; only new keys are added, at the end.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Meta = dict[str, str | list[str]]
"""Keys are strings; a value is a string, or a list of strings where the source has a list."""

_FENCES = {b"---": ":", b"+++": "="}
_LONGEST = 65_536  # bytes looked at for the closing fence: no front matter is longer, and a page may have none
_LONGEST_KEY = 40
_BLOCK_SCALARS = frozenset({"|", ">", "|-", ">-", "|+", ">+"})
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")  # each step has one way: linear
_ESCAPED = {"n": " ", "t": " ", "r": " ", "0": " ", "e": " ", " ": "", "N": " ", "_": " "}


class FrontMatter(NamedTuple):
    """What stands before the body: its values, where the body starts, and where a new key would go."""

    meta: Meta
    body: int
    """Byte offset of the body: behind the byte order mark, the front matter and the blank lines after it."""
    insert: int
    """Byte offset where a line with a new key belongs, or -1 when there is no front matter."""
    newline: str
    separator: str = ":"
    """What stands between a key and its value."""


def read(data: bytes) -> FrontMatter:
    """Read the front matter of a source in UTF-8 form. Of a key that comes twice the first value counts."""
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    first = data.find(b"\n", start, start + 16)
    mark = data[start:first].rstrip() if first > 0 else b""
    newline = "\r\n" if data[first - 1 : first] == b"\r" else "\n"
    separator = _FENCES.get(mark)
    if separator:
        insert, after = _fenced(data, first + 1, mark)
        meta = _values(data[first + 1 : insert], separator) if after else {}
        if after and not meta and data[first + 1 : insert].strip():
            after = 0  # two thematic breaks with text between them
        if not after:
            insert = after = _unfenced(data, first + 1, separator)
            meta = _values(data[first + 1 : insert], separator)
        if meta or after > first + 1:
            return FrontMatter(meta, _skip_blank(data, after), insert, newline, separator)
    return FrontMatter({}, _skip_blank(data, start), -1, newline)


def _fenced(data: bytes, start: int, mark: bytes) -> tuple[int, int]:
    """Where the closing fence stands and where it ends; (start, 0) when there is none."""
    limit = start + _LONGEST
    at = start - 1
    while (at := data.find(b"\n" + mark, at, limit)) >= 0:
        end = data.find(b"\n", at + 1)
        end = len(data) if end < 0 else end + 1
        if data[at + 1 : end].rstrip() == mark:
            return at + 1, end
        at += 1
    return start, 0


def _unfenced(data: bytes, start: int, separator: str) -> int:
    """The end of the leading lines that read as keys, for front matter that was never closed."""
    at = start
    while (end := data.find(b"\n", at)) >= 0 and _key(data[at:end].decode("utf-8", "replace"), separator):
        at = end + 1
    return at


def _key(line: str, separator: str) -> str:
    """The key a line opens, or "": letters, digits and `_.-`, at most four words, white space behind the separator."""
    key, found, value = line.partition(separator)
    key = key.rstrip()
    if not found or not key or len(key) > _LONGEST_KEY or not (value[:1] or " ").isspace():
        return ""
    if not (key[0].isalpha() or key[0] == "_") or key.count(" ") > 3:
        return ""
    return key if key.replace("_", "").replace("-", "").replace(".", "").replace(" ", "").isalnum() else ""


def _skip_blank(data: bytes, start: int) -> int:
    """The start of the first line at or after `start` that is not blank."""
    end = len(data)
    line = at = start
    while at < end and data[at] in b" \t\r\n":
        at += 1
        if data[at - 1] == 0x0A:
            line = at
    return end if at == end else line


def _values(data: bytes, separator: str) -> Meta:
    meta: Meta = {}
    key = ""
    lines: list[str] = []
    items: list[str] = []

    def close() -> None:
        if not key or key in meta:
            return
        literal = lines[0] in _BLOCK_SCALARS
        text = "\n".join(lines[1:]) if literal else _scalar(" ".join(line for line in lines if line))
        meta[key] = items[:] if items and not text else text if literal else _inline_list(text)

    for line in data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n"):
        bare = line.strip()
        if opened := _key(line, separator):
            close()
            key, lines, items = opened, [line.partition(separator)[2].strip()], []
        elif key and bare.startswith("- ") and not any(lines):
            items.append(_scalar(bare[2:].strip()))
        elif key and line.startswith((" ", "\t")):
            lines.append(bare)
    close()
    return meta


def _scalar(value: str) -> str:
    """A value without its quotes, if it is quoted whole; one that is not valid YAML stands as it is."""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return _ESCAPE.sub(_unescaped, value[1:-1])
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 1:
        return _ESCAPED.get(code, code)
    number = int(code[1:], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _inline_list(value: str) -> str | list[str]:
    if len(value) > 2 and value.startswith("[") and value.endswith("]") and "](" not in value:
        return [_scalar(part.strip()) for part in value[1:-1].split(",") if part.strip()]
    return value


def line_for(key: str, value: str, front: FrontMatter) -> str:
    """A new line of front matter that is valid whatever the value holds: YAML, or TOML between `+++`."""
    value = " ".join(value.split())
    plain = value[:1].isalnum() and not any(mark in value for mark in (": ", " #", "\\", '"')) and not value.endswith(":")
    if front.separator == ":" and plain:
        return f"{key}: {value}{front.newline}"
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    joint = ": " if front.separator == ":" else " = "
    return f'{key}{joint}"{quoted}"{front.newline}'
