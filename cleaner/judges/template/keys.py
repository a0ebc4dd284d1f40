"""What makes two lines the same line: their plain text, without what changes from page to page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from cleaner.sources.words import count_words, key_of, normalise

_LONGEST: Final = 800  # bytes of a line that are looked at: no furniture is longer, and a line may have megabytes
_PROSE_WORDS: Final = 12  # a sentence of content has as many; menu entries and buttons have fewer
_WORDS_PER_LINK: Final = 8  # prose has fewer links than one in so many words
_TITLE: Final = 12  # characters: shorter titles stand in lines by chance

# Character classes between fixed ends only, in lines of bounded length: these cannot backtrack far, and `re` is ten
# times faster a call than RE2.
_IMAGE: Final = re.compile(r"!\[([^\]\[]*)\](?:\(<?([^)\s]*)[^)]*\)?)?")
_TARGET: Final = re.compile(r"\]\([^)]*\)?")
_LINK: Final = re.compile(r"\]\(<?((?:[^()\s<>]|\([^()\s<>]*\))+)")
_FIGURE: Final = re.compile(r"0(?:[.,]0)+")  # 1,204 and 612 views; 3.5.2024
_PARTS: Final = re.compile(r" [-–—|»·:]+ ")  # between a page's title and the name of its site
_MARKUP: Final = "*[]`\\"


class Line(NamedTuple):
    """What is compared of a line."""

    key: str
    """Its text in lower case: links reduced to their texts, images gone (of a line of images alone: their addresses),
    numbers as 0, white space folded, decoration off the ends. "" for a line without text or image."""
    is_prose: bool
    """Whether it reads as a sentence of text: long, with hardly any links."""


@lru_cache(maxsize=65_536)
def line_of(source: bytes) -> Line:
    """A line of a page, as it is compared. Remembered, for the lines of menus come again on every page of a site."""
    text = source[:_LONGEST].decode("utf-8", "ignore")  # a broken character is no part of what a line says
    if "\ufffd" in text:
        text = text.replace("\ufffd", "")
    images: list[str] = []
    if "![" in text:
        images = [target_of(found[2] or "", "") or found[1] for found in _IMAGE.finditer(text)]
        text = _IMAGE.sub(" ", text)
    links = 0
    if "](" in text:
        text, links = _TARGET.subn("", text)
    for mark in _MARKUP:
        text = text.replace(mark, "")
    key = _folded(text)
    if not key:
        return Line("!" + " ".join(images).lower() if any(images) else "", False)
    if "://" in key:  # an address as text: another number is another page
        key = " ".join(word if "://" in word else _folded(word) for word in text.lower().split())
    if len(key) < 2 * _PROSE_WORDS:
        return Line(key, False)
    words = count_words(key)
    return Line(key, words >= _PROSE_WORDS and words >= _WORDS_PER_LINK * links)


def _folded(text: str) -> str:
    key = key_of(text)
    return _FIGURE.sub("0", key) if "0.0" in key or "0,0" in key else key


def title_of(title: str) -> str:
    """The key of a page's title, or of its longest part where the name of the site, or of a section, stands with it."""
    return max(title_parts(title), key=len)


def title_parts(title: str) -> list[str]:
    """The keys of the parts of a title: the page's own, the name of a section, that of the site."""
    return _PARTS.split(normalise(title))


def with_title(key: str, title: str) -> str:
    """A key with the page's own title, itself a key, taken for a blank to fill in: share links, paths, captions."""
    return key.replace(title, "{title}") if len(title) >= _TITLE and title in key else key


def targets(source: str, site: str) -> Iterator[str]:
    """Where the links of a text point: without query, fragment, scheme and `www.`; own addresses as paths."""
    for found in _LINK.finditer(source):
        if target := target_of(found[1], site):
            yield target


def target_of(url: str, site: str) -> str:
    """The address of a link in the form in which it is compared; "" where it leads to no page."""
    url = url.partition("#")[0].partition("?")[0]
    _, scheme, rest = url.partition("://")
    if scheme:
        host, _, path = rest.partition("/")
        host = host.lower().removeprefix("www.")
        url = "/" + path if host == site.partition("/")[0] else f"{host}/{path}"
    elif ":" in url.partition("/")[0]:
        return ""  # mailto:, javascript:
    return url.rstrip("/") or ("/" if url else "")
