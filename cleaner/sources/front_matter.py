"""Front matter, read as leniently as the archives of this world need it.

More than a quarter of real dumps are not valid YAML (`title: Linux: the evil returns`), so lines are read key by key
and nothing is ever an error. The bytes are never touched; only new keys are added, at the end.
"""

from __future__ import annotations

import csv
import re
from typing import NamedTuple

Meta = dict[str, str | list[str]]
"""Keys are strings; a value is a string, or a list of strings where the source has a list."""

_FENCES = {b"---": ":", b"+++": "="}
_LONGEST = 65_536  # bytes looked at for the closing fence: no front matter is longer, and a page may have none
_LONGEST_KEY = 40
_LONGEST_FENCE = 16  # bytes, with the blanks behind it
_BLOCK_SCALARS = {"|": "\n", "|-": "\n", "|+": "\n", ">": " ", ">-": " ", ">+": " "}
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # neither YAML nor TOML allows them
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
    first = data.find(b"\n", start)
    newline = "\r\n" if data[max(first - 1, 0) : first] == b"\r" else "\n"
    mark = data[start:first].rstrip() if start < first < start + _LONGEST_FENCE else b""
    separator = _FENCES.get(mark)
    if separator:
        insert, after = _fenced(data, first + 1, mark)
        if not after or not _is_front_matter(data[first + 1 : insert].decode("utf-8", "replace"), separator):
            insert = after = _unfenced(data, first + 1, separator)
        if after > first + 1:
            if separator == "=" and (table := data.find(b"\n[", first, insert)) >= 0:
                insert = table + 1  # keys below it are the table's
            meta = _values(data[first + 1 : insert], separator)
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


def _is_front_matter(text: str, separator: str) -> bool:
    """Whether the text between two fences is what they say, and not the page's own text between thematic breaks.

    It has a key, or nothing at all; and no paragraph of text stands apart in it.
    """
    keys = apart = False
    for line in text.split("\n"):
        if _key(line, separator):
            keys, apart = True, False
        elif not line.strip():
            apart = True
        elif apart and not line.startswith((" ", "\t", "- ", "#", "[")):
            return False
    return keys or not text.strip()


def _unfenced(data: bytes, start: int, separator: str) -> int:
    """The end of the leading lines that read as keys, for front matter that was never closed."""
    at = start
    is_open = False  # a key without a value takes the indented lines and the list below it along
    while (end := data.find(b"\n", at)) >= 0:
        line = data[at:end].decode("utf-8", "replace")
        if _key(line, separator):
            value = line.partition(separator)[2].strip()
            is_open = not value or value in _BLOCK_SCALARS
        elif not (is_open and line.strip() and line.startswith((" ", "\t", "- "))):
            break
        at = end + 1
    return at


def _key(line: str, separator: str) -> str:
    """The key a line opens, or "": letters, digits and `_.-`, at most four words, white space behind a colon."""
    key, found, value = line.partition(separator)
    key = key.rstrip()
    if not found or not key or len(key) > _LONGEST_KEY or (separator == ":" and not (value[:1] or " ").isspace()):
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
    key = first = ""
    lines: list[str] = []
    items: list[str] = []

    def close() -> None:
        if not key or key in meta:
            return
        joint = _BLOCK_SCALARS.get(first)
        if joint:
            meta[key] = joint.join(lines)
        elif items and not first and not lines:
            meta[key] = items
        else:
            meta[key] = _value(" ".join([first, *lines]).strip())

    for line in data.decode("utf-8", "replace").split("\n"):
        if opened := _key(line, separator):
            close()
            key, first, lines, items = opened, line.partition(separator)[2].strip(), [], []
        elif key and line.lstrip().startswith("- "):
            items.append(_scalar(line.lstrip()[2:].strip()))
        elif key and line.startswith((" ", "\t")) and line.strip():
            lines.append(line.strip())
    close()
    return meta


def _value(raw: str) -> str | list[str]:
    inner = raw[1:-1]
    if len(raw) < 3 or raw[0] != "[" or raw[-1] != "]" or "[" in inner or "]" in inner:
        return _scalar(raw)
    mark = "'" if "'" in inner.partition('"')[0] else '"'
    parts = next(csv.reader([inner.replace("\r", " ")], quotechar=mark, skipinitialspace=True))
    return [_scalar(part.strip()) for part in parts if part.strip()]


def _scalar(raw: str) -> str:
    """A value without the quotes around it, if they are a pair; one that is not valid YAML stands as it is."""
    inner = raw[1:-1]
    if len(raw) >= 2 and raw[0] == raw[-1] == '"' and '"' not in _ESCAPE.sub("", inner):
        return _ESCAPE.sub(_unescaped, inner)
    if len(raw) >= 2 and raw[0] == raw[-1] == "'" and "'" not in inner.replace("''", ""):
        return inner.replace("''", "'")
    return raw


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 1:
        return _ESCAPED.get(code, code)
    number = int(code[1:], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def line_for(key: str, value: str, front: FrontMatter) -> str:
    """A new line of front matter that is valid whatever the value holds: YAML, or TOML between `+++`."""
    value = " ".join(_UNWRITABLE.sub(" ", value).split())
    plain = (
        value[:1].isalnum() and not any(mark in value for mark in (": ", " #", "\\", '"')) and not value.endswith(":")
    )
    if front.separator == ":" and plain:
        return f"{key}: {value}{front.newline}"
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    joint = ": " if front.separator == ":" else " = "
    return f'{key}{joint}"{quoted}"{front.newline}'
