"""What a file finds on one page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from lxml import etree

from cleaner.judges.ftr.paths import Element, PathError, find, outermost
from cleaner.judges.ftr.read import FtrFile, Note, Rule

_GROWTH: Final = 2  # times its size that a source may have after replacements
_FRAME: Final = frozenset({"html", "head", "body"})
_LONGEST: Final = 1_000  # characters of a title, an author or a date; more is a part of the page
_MOST_AUTHORS: Final = 100

_STRING: Final = etree.XPath("string()", smart_strings=False)
_NAMED: Final = etree.XPath("//*[@class or @id]")
_IMAGES: Final = etree.XPath("//img[@src]")


class Drop(NamedTuple):
    """An element that goes, by which rule and why."""

    element: Element
    rule: str
    why: str


class Found(NamedTuple):
    """What a file finds on a page."""

    keep: list[Element]
    """The elements of the body, in the order of the page, none inside another. None: the file has nothing to say."""
    drop: list[Drop]
    title: str
    author: list[str]
    date: str
    """As it stands on the page."""
    keep_rule: str = ""
    """The rule that found the body: what is outside the body goes by it."""
    keep_why: str = ""
    notes: tuple[Note, ...] = ()
    """Expressions that could not be run on this page."""


def replaced(file: FtrFile, html: str) -> str:
    """The source of a page after the file's replacements; one that would make it grow out of bounds is left out."""
    limit = _GROWTH * len(html)
    for text, replacement in file.replacements:
        if len(html) + html.count(text) * (len(replacement) - len(text)) <= limit:
            html = html.replace(text, replacement)
    return html


def select(file: FtrFile, root: Element) -> Found:
    """Look for everything a file names, from the root of a page. Never raises; the tree stays as it is.

    As in FiveFilters' own reader, the body is looked for in what the strip-rules leave. These never take the whole
    page: `html` and `body` stay when one of them fits.
    """
    finder = _Finder(root)
    title = next(iter(finder.texts(file.title)), "")
    author = finder.texts(file.author)
    date = next(iter(finder.texts(file.date)), "")
    finder.strip(file.strip)
    finder.strip_texts(file.strip_id_or_class, _NAMED, ("class", "id"))
    finder.strip_texts(file.strip_image_src, _IMAGES, ("src",))
    for rule in file.body:
        if body := outermost([element for element in finder.elements(rule) if element not in finder.gone]):
            return Found(body, finder.drop, title, author, date, rule.name, rule.why, tuple(finder.notes))
    return Found([], finder.drop, title, author, date, notes=tuple(finder.notes))


class _Finder:
    """Looks for what rules name on one page."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.drop: list[Drop] = []
        self.gone: set[Element] = set()  # all that is inside what goes
        self.notes: list[Note] = []

    def found(self, rule: Rule) -> list[Any]:
        try:
            return find(rule.value, self.root)
        except PathError as error:
            self.notes.append(Note(rule.where, rule.directive, str(error)))
            return []

    def elements(self, rule: Rule) -> list[Element]:
        return [node for node in self.found(rule) if not isinstance(node, str)]

    def texts(self, rules: Sequence[Rule]) -> list[str]:
        """The texts that the first rule with a hit finds."""
        for rule in rules:
            nodes = self.found(rule)[:_MOST_AUTHORS]
            texts = (" ".join((node if isinstance(node, str) else _STRING(node)).split()) for node in nodes)
            if kept := list(dict.fromkeys(text for text in texts if 0 < len(text) <= _LONGEST)):
                return kept
        return []

    def strip(self, rules: Sequence[Rule]) -> None:
        for rule in rules:
            self.take(self.elements(rule), rule)

    def strip_texts(self, rules: Sequence[Rule], where: Any, attributes: Sequence[str]) -> None:
        if rules:
            values = _Values(where(self.root), attributes)
            for rule in rules:
                self.take(values.having(rule.value), rule)

    def take(self, elements: Iterator[Element] | list[Element], rule: Rule) -> None:
        for element in elements:
            if element not in self.gone and element.tag not in _FRAME:
                self.drop.append(Drop(element, rule.name, rule.why))
                self.gone.update(element.iter())


class _Values:
    """Attributes of elements, written as one text: forty rules are looked for in a fraction of a millisecond."""

    def __init__(self, elements: list[Element], attributes: Sequence[str]) -> None:
        self.elements = elements
        self.starts: list[int] = []
        values: list[str] = []
        at = 0
        for element in elements:
            self.starts.append(at)
            value = "\0".join(element.get(name, "") for name in attributes)  # which no attribute and no rule has
            values.append(value)
            at += len(value) + 1
        self.text = "\0".join(values)

    def having(self, text: str) -> Iterator[Element]:
        """The elements with a text in one of their attributes."""
        at = self.text.find(text) if "\0" not in text else -1
        while at >= 0:
            number = bisect_right(self.starts, at) - 1
            yield self.elements[number]
            at = self.text.find(text, self.starts[number + 1]) if number + 1 < len(self.starts) else -1
