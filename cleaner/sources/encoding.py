"""From bytes to text and back, without losing one."""

from __future__ import annotations

import codecs
from typing import NamedTuple

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536  # bytes shown to the detector: enough to know a language, and bounded for a page of any size
_TOLERATED = 0.1  # of the multi-byte characters may be broken before a file stops counting as damaged UTF-8


class Decoded(NamedTuple):
    """A source as UTF-8, and the encoding that gives its own bytes back.

    `data` may hold bytes that are no valid UTF-8 when the source is damaged: they are kept as they are.
    """

    data: bytes
    encoding: str

    def encode(self, data: bytes) -> bytes:
        """Bytes in UTF-8 form, in the source's own encoding."""
        if self.encoding == "utf-8":
            return data
        return data.decode("utf-8", "surrogateescape").encode(self.encoding, "replace")


def decode(raw: bytes) -> Decoded:
    """Find the encoding of a source: byte order mark, UTF-8, declared in the text, detected; in this order.

    An encoding counts only when it gives the source back byte for byte. UTF-8 with few broken bytes (a dump cut in
    the middle of a character, a stray byte) stays UTF-8, for any other reading would spoil the rest.
    """
    for bom, encoding in _BOMS:
        if raw.startswith(bom) and (decoded := _read(raw, encoding)):
            return decoded
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf8(raw):
            return Decoded(raw, "utf-8")
    else:
        return Decoded(raw, "utf-8")
    from bs4.dammit import EncodingDetector  # costs 60 ms to import, and nearly every page is UTF-8

    for encoding in EncodingDetector(raw[:_SAMPLE], is_html=True).encodings:
        if decoded := _read(raw, encoding):
            return decoded
    return Decoded(raw, "utf-8")


def _read(raw: bytes, encoding: str) -> Decoded | None:
    try:
        text = raw.decode(encoding)
        if text.encode(encoding) == raw:
            return Decoded(text.encode("utf-8"), encoding)
    except (LookupError, UnicodeError):
        pass
    return None


def _is_damaged_utf8(raw: bytes) -> bool:
    text = raw.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= character <= "\udcff" for character in text)
    whole = sum(character > "\x7f" for character in text) - broken
    return broken <= max(_TOLERATED * whole, 0 if raw[-3:].isascii() else min(3, broken_tail(raw)))


def broken_tail(raw: bytes) -> int:
    """How many bytes at the very end are the beginning of a UTF-8 character that was cut."""
    for length in (1, 2, 3):
        lead = raw[-length] if len(raw) >= length else 0
        if lead >= 0xC0:
            return length
    return 0
