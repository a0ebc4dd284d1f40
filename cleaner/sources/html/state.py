"""Text that stands in a page as data for its scripts: `articleBody` of JSON-LD, the state of Next.js and Nuxt pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from cleaner.sources.html import dom
from cleaner.sources.html.trails import Element

_LARGEST: Final = 4 * 1024 * 1024  # characters of a script that are read
_MOST: Final = 50_000  # values of a state that are looked at
_FEWEST: Final = 60  # words: a shorter text is a teaser or a label
_STATES: Final = frozenset({"__NEXT_DATA__", "__NUXT_DATA__", "__APOLLO_STATE__", "__INITIAL_STATE__"})
_KEYS: Final = frozenset(
    "articleBody body content contentHtml content_html html text rendered bodyHtml body_html articleText".split()
)
_ASSIGNED: Final = re.compile(r"(?:window\.)?(__[A-Z_]+__)\s*=\s*(?=[{\[])")  # cannot backtrack: no parts overlap
_PUSH: Final = "self.__next_f.push("
_TEXT_ROW: Final = re.compile(rb"\n?[0-9a-f]{1,8}:T([0-9a-f]{1,7}),")  # bounded, here and below
_ROW: Final = re.compile(rb"[0-9a-f]{1,8}:(?=[\[{])")
_TAG: Final = re.compile("</?[a-zA-Z]")


def content(root: Element) -> Element | None:
    """A tree of the longest text that stands in the scripts of a page; None where there is no text to speak of."""
    best = max(_texts(root), key=len, default="")
    if len(best.split()) < _FEWEST and len(best) < 6 * _FEWEST:
        return None
    if _TAG.search(best):
        found = dom.parse(best)
    else:
        found = etree.Element("html")
        body = etree.SubElement(found, "body")
        for paragraph in filter(None, map(str.strip, best.split("\n"))):
            etree.SubElement(body, "p").text = paragraph
    return found


def _texts(root: Element) -> Iterator[str]:
    flight: list[str] = []
    for script in root.iter("script"):
        text = script.text or ""
        if not text or len(text) > _LARGEST:
            continue
        if text.startswith(_PUSH):
            piece = _loaded(text[len(_PUSH) :])
            flight += [part for part in piece if isinstance(part, str)] if isinstance(piece, list) else []
            continue
        kind = script.get("type", "")
        if kind in ("application/ld+json", "application/json") or script.get("id") in _STATES:
            yield from _values(_loaded(text))
        elif "__" in text[:200] and (found := _ASSIGNED.search(text[:1_000])):
            yield from _values(_loaded(text[found.end() :]))
    yield from _rows("".join(flight))


def _rows(flight: str) -> Iterator[str]:
    """Texts in what the app router of Next.js streams: rows of JSON, and rows of text of so many bytes."""
    data = flight.encode("utf-8", "replace")
    at = 0
    while at < len(data):
        if (row := _TEXT_ROW.match(data, at)) is not None:
            at = row.end() + int(row[1], 16)
            yield data[row.end() : at].decode("utf-8", "replace")
            continue
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if (opened := _ROW.match(data, at, end)) is not None:
            yield from _values(_loaded(data[opened.end() : end].decode("utf-8", "replace")))
        at = end + 1


def _loaded(text: str) -> Any:
    """The value a text begins with; what follows it is a script's business."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.strip())[0]
    except (ValueError, RecursionError):
        return None


def _values(state: Any) -> Iterator[str]:
    """Texts that stand under the names content has. Nuxt keeps its values in one list, by number."""
    waiting = [state]
    for _ in range(_MOST):
        if not waiting:
            return
        value = waiting.pop()
        is_top = value is state
        if isinstance(value, dict):
            named = [(key in _KEYS, inner) for key, inner in value.items()]
        elif isinstance(value, list):
            named = [(is_top and isinstance(inner, str) and bool(_TAG.search(inner[:200])), inner) for inner in value]
        else:
            continue
        yield from (inner for is_content, inner in named if is_content and isinstance(inner, str))
        waiting += [inner for _, inner in named if not isinstance(inner, str)]
