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
_ENOUGH = 8  # bytes: a shorter source says too little to be known as anything else

# The detector mixes up the code pages of Latin script (French comes out as Baltic, Polish as Western). Their alphabets
# tell them apart; of two pages that fit equally well the first counts, for more of the web was written in it.
_LATIN = frozenset(
    f"{family}{number}"
    for family, numbers in (("cp", (1250, 1252, 1257, 1258)), ("iso8859-", (1, 2, 3, 4, 9, 10, 13, 14, 15, 16)))
    for number in numbers
)
_WESTERN = ("áéíñóúü", "äéöüß", "àâçèéêëîïôùûüœæ", "àáâãçéêíóôõúü", "àèéìíòóùú", "äåéöæø", "áæðéíóöúýþ", "äëéïóöü")
_CENTRAL = ("óąćęłńśźż", "áéíóúýčďěňřšťůž", "áäéíóôúýčďĺľňŕšťž", "áéíóöúüőű", "âîăşţ", "ćčđšž")
_ALPHABETS = (("windows-1252", _WESTERN), ("windows-1250", _CENTRAL), ("iso-8859-2", _CENTRAL))


_GREATEST = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "tis-620": "cp874",
}


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
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 -- it costs 60 ms, and nearly every page is UTF-8

    detector = EncodingDetector(raw[:_SAMPLE], is_html=True)
    for encoding in detector.encodings:
        declared = encoding == detector.declared_encoding
        for candidate in (encoding,) if declared or not _is_latin(encoding) else (*_by_alphabet(raw), encoding):
            if decoded := _read(raw, candidate):
                return decoded
    return Decoded(raw, "utf-8")


def decode_html(raw: bytes, declared: str = "") -> str:
    """HTML as text: by its byte order mark, as UTF-8, by what a header or it itself declares, detected; in this order.

    Declared encodings are read as browsers read them: as the greatest one of that name (WHATWG, Encoding Standard).
    What cannot be read becomes U+FFFD. Nothing is written back in this encoding, so it need not give the source back.
    """
    for bom, encoding in ((codecs.BOM_UTF8, "utf-8"), *_BOMS):
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        if _is_damaged_utf8(raw):
            return raw.decode("utf-8", "replace")
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 -- as above

    for name in (declared, EncodingDetector.find_declared_encoding(raw[:_SAMPLE], is_html=True, search_entire_document=True)):
        encoding = _GREATEST.get((name or "").strip().lower(), name or "")
        try:
            text = raw.decode(encoding, "replace") if encoding else ""
        except (LookupError, ValueError):
            continue
        if text and text.count("\ufffd") <= _TOLERATED * max(len(raw), 1) / 10:
            return text
    decoded = decode(raw)
    return decoded.data.decode("utf-8", "replace")


def _is_latin(encoding: str) -> bool:
    try:
        return codecs.lookup(encoding).name in _LATIN
    except (LookupError, ValueError):
        return False


def _by_alphabet(raw: bytes) -> list[str]:
    """The Latin code pages, the one first whose letters best fit some language."""
    misfits: list[int] = []
    for encoding, alphabets in _ALPHABETS:
        signs = [sign for sign in raw[:_SAMPLE].decode(encoding, "replace").lower() if sign > "\x7f"]
        misfits.append(min(sum(sign not in alphabet for sign in signs) for alphabet in alphabets))
    return [_ALPHABETS[at][0] for at in sorted(range(len(misfits)), key=misfits.__getitem__)]


def _read(raw: bytes, encoding: str) -> Decoded | None:
    try:
        text = raw.decode(encoding)
        if text.encode(encoding) == raw:
            return Decoded(text.encode("utf-8"), encoding)
    except (LookupError, ValueError):  # no such encoding; not in it; a NUL in its name
        pass
    return None


def _is_damaged_utf8(raw: bytes) -> bool:
    text = raw.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= character <= "\udcff" for character in text)
    whole = sum(character > "\x7f" for character in text) - broken
    return len(raw) < _ENOUGH or broken <= max(_TOLERATED * whole, _cut_off(raw))


def _cut_off(raw: bytes) -> int:
    """How many bytes at the very end are the beginning of a UTF-8 character that was cut."""
    for length in range(1, min(3, len(raw)) + 1):
        tail = raw[-length:]
        if tail[0] >= 0xC2:
            needed = 2 if tail[0] < 0xE0 else 3 if tail[0] < 0xF0 else 4 if tail[0] < 0xF5 else 0
            return length if length < needed and all(0x80 <= byte < 0xC0 for byte in tail[1:]) else 0
    return 0
