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
_HEAD = 1_000  # bytes that a declaration takes at most: the search for one is quadratic
_SAMPLE = 65_536  # bytes shown to the detector: enough to know a language, and bounded for a page of any size
_TOLERATED = 0.1  # of the multi-byte characters may be broken before a file stops counting as damaged UTF-8
_UNREADABLE = 0.01  # of the bytes of HTML may not be in the encoding it declares before that is not believed
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


# What browsers read where a page says this (WHATWG, Encoding Standard), by Python's names.
_GREATEST = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a declaration that can be read is in no such encoding
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
    "utf-32-le": "utf-8",
    "utf-32-be": "utf-8",
}
_NO_ENCODINGS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Python's, that no page is written in; some of them take long."""


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
    declared = _declared(raw)
    if _codec(declared) and (decoded := _read(raw, declared)):
        return decoded
    for encoding in (_detected(raw[:_SAMPLE]), "windows-1252"):
        for candidate in (*_by_alphabet(raw), encoding) if _is_latin(encoding) else (encoding,):
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
    for name in (declared, _declared(raw)):
        if encoding := _codec(name):
            text = raw.decode(_GREATEST.get(encoding, encoding), "replace")
            if text.count("\ufffd") <= _UNREADABLE * len(raw):
                return text
    return decode(raw).data.decode("utf-8", "replace")


def _declared(raw: bytes) -> str:
    """What a source says it is written in, or ""; at its very beginning or where the word first stands."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 -- it costs 60 ms, and nearly every page is UTF-8

    at = raw[:_SAMPLE].lower().find(b"charset")
    for head in (raw[:_HEAD], raw[max(at - _HEAD, 0) : at + _HEAD] if at >= 0 else b""):
        if name := EncodingDetector.find_declared_encoding(head, is_html=True):
            return str(name)
    return ""


def _detected(sample: bytes) -> str:
    """What a source seems to be written in."""
    import charset_normalizer  # noqa: PLC0415 -- as above

    return str(charset_normalizer.detect(sample)["encoding"] or "")


def _codec(name: str) -> str:
    """Python's name of an encoding that a page may be written in; "" for what is none."""
    name = name.strip().lower()
    for known in (name, name.removeprefix("x-")):
        try:
            b" ".decode(known)
            codec = codecs.lookup(known).name
        except (LookupError, ValueError):  # no such encoding, or none of text; a NUL in its name
            continue
        return "" if codec in _NO_ENCODINGS else codec
    return ""


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
