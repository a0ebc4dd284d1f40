"""What the head of a page says of it, gathered in one pass over a handful of tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from cleaner.sources.html.metadata.datum import tidy

Element = Any
"""An element of lxml, which ships no types."""

_TAGS: Final = ("meta", "link", "title", "h1", "script", "time", "base")
_MOST_VALUES: Final = 30  # of one name: a page with more lists something else than its own metadata
_MOST_NAMES: Final = 400
_LONGEST: Final = 4_000  # characters of a value that are kept
_MOST_TIMES: Final = 40
_MOST_TEXTS: Final = 200  # of one element; elements nest, and each of them may be asked for its text
_LONGEST_HEADING: Final = 500
_DRAWINGS: Final = frozenset(("svg", "symbol", "g", "path", "rect", "circle", "use", "image"))
"""Their titles are those of pictures."""


@dataclass(slots=True)
class Clues:
    """What stands in the head, and the headings and times of the body, in the order of the page."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    """By name or property, in lower case."""
    links: dict[str, list[str]] = field(default_factory=dict)
    """Addresses by each word of `rel`."""
    scripts: list[str] = field(default_factory=list)
    """JSON-LD."""
    titles: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    """The texts of all h1."""
    heading: Element = None
    """The first h1 with a text."""
    times: list[Element] = field(default_factory=list)
    base: str = ""
    language: str = ""

    def meta(self, *names: str) -> Iterator[str]:
        """The values of metas, name by name."""
        for name in names:
            yield from self.metas.get(name, ())


def gather(root: Element) -> Clues:
    """Read the head of a page, wherever it stands: scrapers and broken pages put it into the body."""
    clues = Clues(language=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    for element in root.iter(*_TAGS):
        _READERS[element.tag](element, clues)
    return clues


def text_of(element: Element, most: int) -> str:
    """The text of an element on one line. Reading stops after so many characters."""
    pieces: list[str] = []
    length = 0
    for piece in islice(element.itertext(), _MOST_TEXTS):
        pieces.append(piece[:most])
        length += len(pieces[-1].strip())
        if length >= most:
            break
    return tidy(" ".join(pieces))[:most] if len(pieces) > 1 else tidy("".join(pieces))


def _meta(element: Element, clues: Clues) -> None:
    value = (element.get("content") or "")[:_LONGEST].strip()
    if not value:
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        name = (element.get(attribute) or "").strip().lower()
        if name:
            _add(clues.metas, f"{attribute}:{name}" if attribute in ("itemprop", "http-equiv") else name, value)


def _link(element: Element, clues: Clues) -> None:
    href = element.get("href")
    for word in (element.get("rel") or element.get("itemprop") or "").lower().split()[:5]:
        if href:
            _add(clues.links, word, href[:_LONGEST])


def _add(values: dict[str, list[str]], name: str, value: str) -> None:
    known = values.get(name)
    if known is None:
        if len(values) < _MOST_NAMES:
            values[name] = [value]
    elif len(known) < _MOST_VALUES and value not in known:
        known.append(value)


def _title(element: Element, clues: Clues) -> None:
    parent = element.getparent()
    is_of_page = parent is None or parent.tag not in _DRAWINGS
    if is_of_page and len(clues.titles) < 2 and (text := tidy(element.text or "")):
        clues.titles.append(text)


def _heading(element: Element, clues: Clues) -> None:
    if len(clues.headings) < _MOST_VALUES and (text := text_of(element, _LONGEST_HEADING)):
        if clues.heading is None:
            clues.heading = element
        clues.headings.append(text)


def _script(element: Element, clues: Clues) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text:
        clues.scripts.append(element.text)


def _time(element: Element, clues: Clues) -> None:
    if len(clues.times) < _MOST_TIMES:
        clues.times.append(element)


def _base(element: Element, clues: Clues) -> None:
    clues.base = clues.base or (element.get("href") or "")[:_LONGEST]


_READERS: Final = {
    "meta": _meta,
    "link": _link,
    "title": _title,
    "h1": _heading,
    "script": _script,
    "time": _time,
    "base": _base,
}
