"""JSON-LD, read as the pages of this world write it: what schema.org calls the thing that the page is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, Final

from cleaner.sources.patterns import Match, linear

Node = Mapping[str, Any]
"""An object of JSON-LD: names of schema.org and what stands there, which may be anything."""

_MOST_TEXT: Final = 2_000_000  # characters of JSON that one page may have read; real ones have a hundredth of it
_MOST_REPAIRED: Final = 200_000  # characters: looking at every string of a script takes long
_MOST_NODES: Final = 5_000
_NEITHER: Final = 9
_MOST_PIECES: Final = 20  # objects in one script, one behind the other
_MOST_WRAPPERS: Final = 3  # one inside the other
_MOST_STEPS: Final = 300  # of looking for the strings of one value: objects may refer to each other in circles
_DEEPEST: Final = 6  # lists in lists, and objects in objects, that a name may stand in

_STRING_OR_COMMA: Final = linear(r'"(?:[^"\\]|\\.)*"|,\s*([\]}])')
_WRAPPERS: Final = ("<!--", "-->", "//<![CDATA[", "//]]>", "/*<![CDATA[*/", "/*]]>*/", "<![CDATA[", "]]>", "//")
_WAYS_IN: Final = ("@graph", "mainEntity", "mainEntityOfPage")
"""Where the thing that a page is about may stand, below the top."""
_POSTS: Final = frozenset("discussionforumposting question".split())
_THINGS: Final = frozenset(
    "product productgroup event course jobposting videoobject book softwareapplication podcastepisode recipe howto "
    "dataset movie localbusiness service webapplication mobileapplication review creativework report".split()
)
_SITES: Final = frozenset("website".split())


def read(scripts: Sequence[str]) -> list[Node]:
    """All objects of a page's scripts that may be the page or the site: those at the top, and in @graph and the like.

    What cannot be read is left out. References by @id are resolved among them.
    """
    left = _MOST_TEXT
    nodes: list[Node] = []
    for script in scripts:
        left -= len(script)
        if left < 0:
            break
        for value in _values(script):
            nodes.extend(_objects(value, _MOST_NODES - len(nodes)))
    return nodes


def things(nodes: Sequence[Node]) -> list[Node]:
    """The objects that may be what the page is about, the most telling first."""
    return sorted((node for node in nodes if rank(node) < _NEITHER), key=rank)


def rank(node: Node) -> int:
    """How surely an object is the page's own: 0 an article, 1 a post, 2 a product and the like, 3 a page, 9 neither."""
    kinds = kinds_of(node)
    if any(kind.endswith(("article", "blogposting")) for kind in kinds):
        return 0
    if kinds & _POSTS:
        return 1
    if kinds & _THINGS:
        return 2
    return 3 if any(kind.endswith("page") for kind in kinds) else _NEITHER


def is_site(node: Node) -> bool:
    """Whether an object is the web site."""
    return bool(kinds_of(node) & _SITES)


def kinds_of(node: Node) -> frozenset[str]:
    """The types of an object in lower case, without the address of schema.org before them."""
    kinds = node.get("@type")
    values = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(kind.rpartition("/")[2].rpartition(":")[2].lower() for kind in values if isinstance(kind, str))


def strings(value: Any, named: Mapping[str, Node], key: str = "name") -> list[str]:
    """The strings that a value is or holds: itself, those of a list, and what an object has as `key`, by @id too."""
    found: list[str] = []
    waiting = [(value, 0)]
    for _ in range(_MOST_STEPS):
        if not waiting or len(found) >= _MOST_PIECES:
            break
        value, depth = waiting.pop(0)
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, list) and depth < _DEEPEST:
            waiting[:0] = [(inner, depth + 1) for inner in value[:_MOST_PIECES]]
        elif isinstance(value, dict) and depth < _DEEPEST:
            inner = value.get(key, value.get("@value"))
            if inner is None and isinstance(value.get("@id"), str):
                inner = named.get(value["@id"], {}).get(key)
            waiting.insert(0, (inner, depth + 1))
    return found


def by_id(nodes: Sequence[Node]) -> dict[str, Node]:
    """The objects that have an @id and more than that."""
    return {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}


def _values(script: str) -> Iterator[Any]:
    text = script.strip().lstrip("\ufeff")
    for repaired in _repairs(text):
        try:
            yield json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
        return
    yield from _pieces(_unwrapped(text))


def _repairs(text: str) -> Iterator[str]:
    """A script as it stands, then with ever more of what goes wrong made good."""
    yield text
    bare = _unwrapped(text)
    yield bare
    if "&quot;" in bare:
        bare = unescape(bare)
        yield bare
    if len(bare) <= _MOST_REPAIRED:
        yield "".join(_without_commas(bare))


def _unwrapped(text: str) -> str:
    """A script without the comment marks around it that kept old browsers away, and a semicolon at its end."""
    for _ in range(_MOST_WRAPPERS):
        for mark in _WRAPPERS:
            text = text.removeprefix(mark).removesuffix(mark).strip()
    return text.rstrip("; \n")


def _without_commas(text: str) -> Iterator[str]:
    """The pieces of a text without the commas that stand before a closing bracket."""
    at = 0
    for match in _STRING_OR_COMMA.finditer(text):
        if closing := _closing(match):
            yield text[at : match.start()]
            yield closing
            at = match.end()
    yield text[at:]


def _closing(match: Match) -> str:
    return match[1] or ""


def _pieces(text: str) -> Iterator[Any]:
    """Several objects, one behind the other."""
    decoder = json.JSONDecoder(strict=False)
    at = 0
    for _ in range(_MOST_PIECES):
        starts = [start for start in (text.find("{", at), text.find("[", at)) if start >= 0]
        if not starts:
            return
        try:
            value, at = decoder.raw_decode(text, min(starts))
        except (ValueError, RecursionError):
            return
        yield value


def _objects(value: Any, most: int) -> Iterator[Node]:
    waiting = [value]
    while waiting and most > 0:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value[:most]))
        elif isinstance(value, dict):
            most -= 1
            yield value
            if "faqpage" in kinds_of(value):
                continue  # its questions are about the page's thing, and are not the page's own
            waiting.extend(value[key] for key in reversed(_WAYS_IN) if isinstance(value.get(key), dict | list))
