"""What containers are known by, apart from what reads them: every source is asked, and few are one."""

from __future__ import annotations

import codecs
import re
from typing import Final

_SAMPLE: Final = 4096
_JSON_MARK: Final = b"jsonfeed.org/version"
# Neither can backtrack: what repeats is bounded, or a single class before a sign it does not hold.
_ROOT: Final = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(rss|feed|RDF)[\s>/]")
_FIELD: Final = re.compile(rb"[!-9;-~]+:")


def is_feed(data: bytes) -> bool:
    """Whether a source begins as a feed does: looks at the first 4 KiB."""
    head = data[:_SAMPLE]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        return _JSON_MARK in head.replace(b"\\/", b"/")
    while head.startswith((b"<?", b"<!")):
        end = b"-->" if head.startswith(b"<!--") else b"]>" if b"[" in head.partition(b">")[0] else b">"
        head = head.partition(end)[2].lstrip()
    root = _ROOT.match(head)
    return root is not None and (root[1] != b"RDF" or b"purl.org/rss/" in head or b"my.netscape.com/rdf" in head)


def is_mhtml(data: bytes) -> bool:
    """Whether a source begins as a web archive does: looks at the first 4 KiB."""
    head, _ = split(data, 0, min(len(data), _SAMPLE))
    lines = head.split(b"\n")
    if not lines or not _FIELD.match(lines[0]):
        return False
    fields = {line.partition(b":")[0].strip().lower() for line in lines if _FIELD.match(line)}
    return (
        all(not line.strip() or line[:1] in b" \t" or _FIELD.match(line) for line in lines[:-1])
        and b"content-type" in fields
        and bool(fields & {b"mime-version", b"snapshot-content-location", b"content-location"})
    )


def split(data: bytes, start: int, stop: int) -> tuple[bytes, int]:
    """The headers that begin at `start`, after blank lines, and where what they head begins."""
    head = data[start:stop].removeprefix(codecs.BOM_UTF8) if not start else data[start:stop]
    start = stop - len(head)
    bare = head.lstrip(b"\r\n")
    start += len(head) - len(bare)
    ends = [(at, len(end)) for end in (b"\r\n\r\n", b"\n\n") if (at := bare.find(end)) >= 0]
    if not ends:
        return bare, stop
    at, length = min(ends)
    return bare[:at], start + at + length
