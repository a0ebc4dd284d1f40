"""Author and date as the body of a page shows them: microdata, links to authors, classes that name a byline."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from cleaner.sources.html.metadata.gather import text_of

Element = Any
"""An element of lxml, which ships no types."""

_MOST: Final = 40  # candidates of a kind: more are a list of other pages
_MOST_LOOKS: Final = 500  # candidates of all kinds that are looked into, most of them for nothing
_MOST_NAMES: Final = 8  # authors that one page has, linked side by side
_LONGEST: Final = 200  # characters of a byline
_MOST_PIECES: Final = 12  # texts of one byline
_MOST_TEXTS: Final = 100  # ... and those looked at, blank ones too
_ANCESTORS: Final = 25  # looked at above a candidate
_AFTER: Final = 80  # elements behind the first heading among which a line may be a byline
_ABOVE: Final = 30  # elements above the heading among which a date may be
_NO_HEADING: Final = 250  # elements of a body without a heading that are read for lines
_LONGEST_LINE: Final = 90  # characters; a longer one is a sentence

# An alternation of words searched in one attribute: one way to match at each place, so it cannot backtrack.
_HINT: Final = re.compile("author|byline|writer|contributor|user|poster|date|time|publish|posted|created|fecha|datum")
_AUTHOR: Final = frozenset(
    "author authors authorname byline bylines writer writers contributor contributors postauthor articleauthor".split()
)
_USER: Final = frozenset("username usernames user poster postername usertext".split())
_DATE: Final = frozenset(
    "date dates datetime published publish pubdate publishdate publicationdate posted postdate timestamp dateline "
    "created time createdat datum fecha publication".split()
)
_NOT_AUTHOR: Final = frozenset(
    "bio box avatar image img photo picture pic social about desc description icon follow more title role job position "
    "date time count posts search login menu nav form account".split()
)
_NOT_DATE: Final = frozenset("updated modified update picker event read reading readtime icon comment comments".split())
_APART: Final = frozenset(
    "comment comments respond disqus related recommended recommendations sidebar footer nav navbar menu widget "
    "newsletter promo trending popular reply replies review reviews carousel teaser".split()
)
_APART_TAGS: Final = frozenset(("nav", "footer", "aside", "blockquote", "form", "select"))
_NO_LINES: Final = frozenset(("script", "style", "svg", "noscript", "path", "option", "button", "template"))
_SCOPES_APART: Final = frozenset(
    "comment review person organization imageobject videoobject answer userinteraction".split()
)
_ITEMS: Final = frozenset("author creator datepublished datecreated published-date".split())
_AUTHOR_PATH: Final = re.compile("/(?:authors?|by|staff|contributors?|people|profiles?|writers?|autor|autore|auteur)/")


@dataclass(slots=True)
class Marks:
    """What the body says, in the order of the page: the most telling kinds have lists of their own.

    Bylines are lists of their pieces of text.
    """

    items: dict[str, list[str]] = field(default_factory=dict)
    """Microdata by `itemprop`, in lower case."""
    linked: list[list[str]] = field(default_factory=list)
    """Links that are said to lead to the author."""
    pathed: list[list[str]] = field(default_factory=list)
    """Links whose address looks like an author's page."""
    authors: list[list[str]] = field(default_factory=list)
    users: list[list[str]] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """Short texts that follow the first heading."""
    above: list[str] = field(default_factory=list)
    """Short texts before it, the nearest last."""
    looks: int = _MOST_LOOKS
    """How many more elements may be looked into."""
    around: frozenset[Element] = frozenset()
    """The elements around the first heading: whatever their names are, they are not apart from the page."""

    def may_look(self) -> bool:
        """Whether one more element may be looked into: elements nest, and each holds the text of all within it."""
        self.looks -= 1
        return self.looks >= 0


def find(root: Element, heading: Element) -> Marks:
    """Look through all elements once. `heading` is the first h1, or None."""
    around = frozenset(heading.iterancestors()) if heading is not None else frozenset()
    marks = Marks(around=around)
    firsts: dict[str, Element] = {}
    left = 0
    body = root.find("body") if heading is None else None
    is_above = heading is not None
    above: deque[Element] = deque(maxlen=_ABOVE)
    for element in root.iter():
        if is_above and element is not heading:
            above.append(element)
        elif left > 0:
            left -= 1
            _line(element, marks.lines)
        elif element is heading or element is body:
            left = _AFTER if element is heading else _NO_HEADING
            is_above = False
            for earlier in above:
                _line(earlier, marks.above)
        if item := element.get("itemprop"):
            _item(element, item.lower(), marks)
        if element.tag == "a":
            _link(element, marks, firsts)
        classes = element.get("class")
        if classes and (kind := _kind(classes)):
            _classed(element, kind, marks)
    return marks


def time_value(element: Element) -> str:
    """What a time element says."""
    return element.get("datetime") or element.get("content") or text_of(element, _LONGEST) or element.get("title") or ""


def stands_apart(element: Element, around: Collection[Element] = (), by_tag: bool = True) -> bool:
    """Whether an element belongs to comments, to other pages or to a menu, and not to the page's own text."""
    above = element
    for _ in range(_ANCESTORS):
        if above is None or above.tag == "body" or above in around:
            return False
        if by_tag and above.tag in _APART_TAGS:
            return True
        names = (above.get("class") or "") + " " + (above.get("id") or "")
        if len(names) > 1 and not _words(names.lower()).isdisjoint(_APART):
            return True
        above = above.getparent()
    return False


def _words(classes: str) -> set[str]:
    return set(classes.replace("-", " ").replace("_", " ").split())


def _pieces(element: Element) -> list[str]:
    pieces: list[str] = []
    for text in islice(element.itertext(), _MOST_TEXTS):
        if text.strip():
            pieces.append(" ".join(text[:_LONGEST].split()))
            if len(pieces) >= _MOST_PIECES:
                break
    return pieces


def _line(element: Element, lines: list[str]) -> None:
    texts = (None if element.tag in _NO_LINES else element.text, element.tail)
    for text in texts:
        if text and 1 < len(text) <= 2 * _LONGEST:
            line = " ".join(text.split())
            if 1 < len(line) <= _LONGEST_LINE:
                lines.append(line)


def _item(element: Element, names: str, marks: Marks) -> None:
    for name in names.split()[:3]:
        if name not in _ITEMS or not marks.may_look() or _is_of_another(element):
            continue
        values = marks.items.setdefault(name, [])
        if len(values) < _MOST and (value := _item_value(element, name)):
            values.append(value)


def _is_of_another(element: Element) -> bool:
    """Whether an item is that of a comment, a picture or the like, inside the page's own."""
    above = element.getparent()
    for _ in range(_ANCESTORS):
        if above is None:
            return False
        if above.get("itemscope") is not None:
            return (above.get("itemtype") or "").lower().rpartition("/")[2] in _SCOPES_APART
        above = above.getparent()
    return False


def _item_value(element: Element, name: str) -> str:
    if given := element.get("content") or element.get("datetime"):
        return str(given)
    if name in ("author", "creator"):
        link = ""  # the name of a forum's user is the link to him
        for inner in islice(element.iter(), 1, _MOST):
            if "name" in (inner.get("itemprop") or "").lower().split():
                return inner.get("content") or text_of(inner, _LONGEST)
            link = link or (text_of(inner, _LONGEST) if inner.tag == "a" else "")
        if link:
            return link
    return text_of(element, _LONGEST)


def _link(element: Element, marks: Marks, firsts: dict[str, Element]) -> None:
    rel = element.get("rel")
    if rel and "author" in rel.lower().split():
        kind, values = "linked", marks.linked
    elif _AUTHOR_PATH.search(element.get("href") or ""):
        kind, values = "pathed", marks.pathed
    else:
        return
    if len(values) >= _MOST_NAMES or not _is_beside(element, firsts.get(kind)) or not marks.may_look():
        return
    if not stands_apart(element, marks.around, by_tag=kind != "linked") and (pieces := _pieces(element)):
        firsts.setdefault(kind, element)
        values.append(pieces)


def _is_beside(element: Element, first: Element | None) -> bool:
    """Whether an element stands in the same line as the first of its kind: two authors of one page."""
    if first is None:
        return True
    near = first.getparent()
    above = element.getparent()
    if near is None or above is None:
        return False
    return above is near or (above.getparent() is near.getparent() and above.tag in ("span", "li", "p", "div"))


def _classed(element: Element, kind: str, marks: Marks) -> None:
    values: list[Any] = getattr(marks, kind)
    if len(values) >= _MOST or not marks.may_look() or stands_apart(element, marks.around):
        return
    if value := _date_text(element) if kind == "dates" else _pieces(element):
        values.append(value)


@lru_cache(maxsize=4_096)  # a page has a tenth as many classes as elements, and a site has them on all its pages
def _kind(classes: str) -> str:
    """What the classes of an element say that it is: the list of marks it belongs to, or ""."""
    lowered = classes[:_LONGEST].lower()
    if not _HINT.search(lowered):
        return ""
    words = _words(lowered)
    if words.isdisjoint(_NOT_AUTHOR):
        if not words.isdisjoint(_AUTHOR):
            return "authors"
        if not words.isdisjoint(_USER):
            return "users"
    return "dates" if not words.isdisjoint(_DATE) and words.isdisjoint(_NOT_DATE) else ""


def _date_text(element: Element) -> str:
    text = time_value(element)
    return text if len(text) < _LONGEST else ""
