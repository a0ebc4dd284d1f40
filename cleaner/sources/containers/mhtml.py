"""Web archives of browsers (`.mht`, `.mhtml`; RFC 2557): the page without its pictures.

The standard library's parser reads the headers. The parts are found here: that parser asks of each line whether it ends
one of the parts it is in, which is quadratic for parts in parts.
"""

from __future__ import annotations

import binascii
import codecs
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final, NamedTuple

from cleaner.sources.containers.inner import Inner
from cleaner.sources.containers.signs import is_mhtml, split

_LONGEST_HEAD: Final = 16_384  # bytes of the headers of a part; browsers write some 300
_DEEPEST: Final = 4  # parts in parts; mail programs write `alternative` in `related`
_MOST_PARTS: Final = 10_000
_SAMPLE: Final = 4096
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_NO_BASE64: Final = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


class _Part(NamedTuple):
    head: Message
    start: int
    """Where its body begins and ends."""
    stop: int


def mhtml(data: bytes) -> Inner | None:
    """The page in a web archive, with its address; None when there is none. Reads damaged archives as far as it can."""
    if not is_mhtml(data):
        return None
    head, start = split(data, 0, min(len(data), _LONGEST_HEAD))
    top = _Part(_read(head), start, len(data))
    found = _page(data, top)
    if found is None:
        return None
    addresses = (found.head["Content-Location"], top.head["Snapshot-Content-Location"], top.head["Content-Location"])
    url = next((url for url in map(_address, addresses) if url), "")
    return Inner(_decoded(data[found.start : found.stop], found.head), url, _charset(found.head))


def _page(data: bytes, part: _Part) -> _Part | None:
    """The part that is the page: the one that `start` names, or else the first of HTML."""
    for _ in range(_DEEPEST):
        if _type(part.head) in _HTML:
            return part
        wanted = _param(part.head, "start").strip("<> ")
        first: _Part | None = None
        for inner in _parts(data, part):
            if not (_type(inner.head) in _HTML or _type(inner.head).startswith("multipart/")):
                continue
            first = first or inner
            if not wanted or str(inner.head["Content-ID"] or "").strip("<> \t\r\n") == wanted:
                first = inner
                break
        if first is None:
            return None
        part = first
    return part if _type(part.head) in _HTML else None


def _parts(data: bytes, whole: _Part) -> Iterator[_Part]:
    boundary = _param(whole.head, "boundary").encode("utf-8", "surrogateescape") or _guessed(data, whole)
    mark = b"--" + boundary
    if mark == b"--":
        return
    at = _next(data, mark, whole.start, whole.stop)
    for _ in range(_MOST_PARTS):
        line = data.find(b"\n", at, whole.stop) if at >= 0 else -1
        if line < 0 or data[at + len(mark) : line].startswith(b"--"):
            return
        at = _next(data, mark, line + 1, whole.stop)
        stop = at if at >= 0 else whole.stop
        head, start = split(data, line + 1, min(stop, line + 1 + _LONGEST_HEAD))
        yield _Part(_read(head), start, stop)


def _next(data: bytes, mark: bytes, start: int, stop: int) -> int:
    """Where a line is the mark, or its closing form; -1 for nowhere. One that only begins alike is of a part inside."""
    at = start if data.startswith(mark, start, stop) else _line(data, mark, start, stop)
    while at >= 0:
        end = at + len(mark)
        if data[end : end + 1] in (b"", b"\r", b"\n", b" ", b"\t") or data.startswith(b"--", end):
            return at
        at = _line(data, mark, end, stop)
    return -1


def _line(data: bytes, mark: bytes, start: int, stop: int) -> int:
    at = data.find(b"\n" + mark, max(start - 1, 0), stop)
    return at + 1 if at >= 0 else -1


def _guessed(data: bytes, whole: _Part) -> bytes:
    """The boundary of an archive whose header has lost it: the first line that begins as one does."""
    start, stop = whole.start, min(whole.stop, whole.start + _SAMPLE)
    at = start if data.startswith(b"--", start) else _line(data, b"--", start, stop)
    return data[at + 2 : data.find(b"\n", at, whole.stop)].strip() if at >= 0 else b""


def _read(head: bytes) -> Message:
    return BytesHeaderParser().parsebytes(head)


def _type(head: Message) -> str:
    return head.get_content_type()


def _param(head: Message, name: str) -> str:
    """A parameter of the content type, or ""; what the standard library cannot read is none."""
    try:
        value = head.get_param(name)
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return value.strip() if isinstance(value, str) else ""


def _charset(head: Message) -> str:
    name = _param(head, "charset")
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def _address(value: object) -> str:
    """An address of the web; a header that is folded goes on without white space."""
    url = "".join(str(value or "").split())
    return url if url.lower().startswith(("http://", "https://")) else ""


def _decoded(body: bytes, head: Message) -> bytes:
    encoding = str(head["Content-Transfer-Encoding"] or "").strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding == "base64":
        letters = body.translate(None, _NO_BASE64)
        whole = len(letters) // 4 * 4
        rest = letters[whole:]
        return binascii.a2b_base64(letters[:whole] + (rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""))
    return body
