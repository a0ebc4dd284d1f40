"""One value of a page's metadata, and the strings it is made of: all of them are a stranger's."""

from __future__ import annotations

import re
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

_LONGEST: Final = 2_000  # characters of a value; descriptions are the longest that are honest
_LONGEST_ADDRESS: Final = 2_048  # characters; longer ones are data, not addresses
_MARKUP: Final = 20_000  # characters of a raw value that are looked at

# One character class each, once or repeated, and a bounded negated class: none can backtrack far.
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SHY: Final = "\u00ad"
_TAG: Final = re.compile("</?[A-Za-z][^<>]{0,200}>")


class Datum(NamedTuple):
    """A value, and the kind of place it was read from: "json-ld", "opengraph", "meta", "byline" and so on."""

    value: str | tuple[str, ...]
    source: str


def tidy(raw: str) -> str:
    """One line of text: tags, control characters and entities that were escaped twice are gone, blanks are folded."""
    text = raw[:_MARKUP]
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = _UNSEEN.sub(" ", text.replace(_SHY, "").replace("\u200b", ""))
    return " ".join(text.split())[:_LONGEST].rstrip()


def address(raw: str, base: str) -> str:
    """An absolute address of the web, or "": nothing but http and https, no control characters, not too long."""
    text = raw.strip()
    if not text or len(text) > _LONGEST_ADDRESS or text[0] == "#" or _UNSEEN.search(text) or " " in text:
        return ""
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return joined if is_web else ""


def host_of(url: str) -> str:
    """The host of an address in lower case without `www.`, or ""."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
