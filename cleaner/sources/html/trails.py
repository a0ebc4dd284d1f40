"""What HTML says of elements: their traits, and the words that their classes and ids are made of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

from lxml import etree

from cleaner.block import Trail, Trait

Element = Any
"""An element of lxml, which ships no types."""

_TAGS: Final[dict[str, Trait]] = {
    "nav": "nav",
    "menu": "nav",
    "aside": "aside",
    "header": "header",
    "footer": "footer",
    "main": "main",
    "article": "article",
    "section": "section",
    "form": "form",
    "dialog": "dialog",
    "figure": "figure",
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "quote",
    "details": "details",
    "noscript": "noscript",
    "button": "control",
    "select": "control",
    "textarea": "control",
    "datalist": "control",
    "search": "search",
    "template": "hidden",
}
_ROLES: Final[dict[str, Trait]] = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "tablist": "nav",
    "complementary": "aside",
    "banner": "header",
    "contentinfo": "footer",
    "main": "main",
    "article": "article",
    "form": "form",
    "search": "search",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "button": "control",
    "tooltip": "hidden",
}
_LONGEST: Final = 400  # characters of a class attribute that are looked at
_DEEPEST: Final = 100  # elements in each other
_MOST: Final = 24  # tokens of one: utility classes (`mt-4 flex lg:w-1/2`) come by the dozen
_LONGEST_TOKEN: Final = 60
_CUT: Final = _LONGEST_TOKEN + 1  # characters of a single token: enough to see that it is too long
# One class and two characters, a class and its repeat: these cannot backtrack.
_CAMEL: Final = re.compile("([a-z])([A-Z])")
_WORD: Final = re.compile("[a-z]{2,}")

# One step with a condition: a union is sorted by libxml2, in quadratic time.
_TELLING: Final = etree.XPath("descendant-or-self::*[@style or @hidden or @aria-hidden or @role or @itemprop]")
_LONGEST_STYLE: Final = 2_000  # characters that are looked at


class Signature(NamedTuple):
    """What the attributes of an element say of it; many elements of a page, and of a site, are alike."""

    names: tuple[str, ...]
    words: tuple[str, ...]
    own: frozenset[Trait]


ROOT: Final = Trail(None, "html", (), (), frozenset())
"""What stands in no element."""
_HIDDEN: Final[frozenset[Trait]] = frozenset({"hidden"})


class Trails:
    """The trails of the elements of one page."""

    __slots__ = ("_elements", "_telling", "_trails", "hidden")

    def __init__(self, root: Element) -> None:
        telling = _TELLING(root)
        self.hidden = frozenset(element for element in telling if is_hidden(element))
        """Elements that a reader does not see."""
        self._telling = frozenset(telling)  # asking all others for their role would take longer
        self._elements: list[Element] = []  # a way from the root down, and the trails of these elements
        self._trails: list[Trail] = []

    def of(self, path: list[Element], depth: int) -> Trail:
        """The trail of the element that stands `depth` elements into a path from the root down."""
        elements, trails = self._elements, self._trails
        known = min(depth, len(elements))
        while known and path[known - 1] is not elements[known - 1]:
            known -= 1
        trail = trails[known - 1] if known else ROOT
        if known < depth:
            del elements[known:], trails[known:]
            for element in path[known:depth]:
                trail = self.below(trail, element)
                elements.append(element)
                trails.append(trail)
        return trail

    def below(self, above: Trail, element: Element) -> Trail:
        """The trail of an element that stands in another."""
        get, tag = element.get, element.tag
        classes, name = get("class"), get("id")
        if element in self._telling:
            role, itemprop = get("role", ""), get("itemprop", "")
            found = _signature(tag, (classes or "")[:_LONGEST], (name or "")[:_CUT], role[:_CUT], itemprop[:_CUT])
        elif classes or name:
            found = _signature(tag, (classes or "")[:_LONGEST], (name or "")[:_CUT], "", "")
        else:
            found = _BARE.get(tag, _NOTHING)
        own = found.own | _HIDDEN if element in self.hidden else found.own
        if above.depth >= _DEEPEST and above.above is not None:
            above = above.above  # what is nested deeper is no page's structure
        return Trail(above, tag, found.names, found.words, own)


def is_hidden(element: Element) -> bool:
    """Whether an element says itself that a reader does not see it. Style sheets are not read."""
    hidden = element.get("hidden")
    if (hidden is not None and hidden != "until-found") or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    if not style:
        return False
    style = style[:_LONGEST_STYLE].replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


@lru_cache(maxsize=8_192)
def _signature(tag: str, classes: str, name: str, role: str, itemprop: str) -> Signature:
    tokens = [token for token in (*classes.split()[:_MOST], name.strip(), itemprop) if 0 < len(token) <= _LONGEST_TOKEN]
    joined = " ".join(tokens)
    if not joined.islower():
        tokens = [token.lower() for token in tokens]
        joined = _CAMEL.sub(r"\1 \2", joined).lower()
    words = tuple(dict.fromkeys(_WORD.findall(joined)))
    return Signature(tuple(dict.fromkeys(tokens)), words, _own(tag, role.strip().lower()))


@lru_cache(maxsize=512)
def _own(tag: str, role: str) -> frozenset[Trait]:
    return frozenset(filter(None, (_TAGS.get(tag), _ROLES.get(role))))


_NOTHING: Final = Signature((), (), frozenset())
_BARE: Final = {tag: Signature((), (), frozenset({trait})) for tag, trait in _TAGS.items()}
