"""XPath expressions of strangers on pages of strangers, in bounded time.

libxml2 looks through everything it has found for each new node, so `//p | //div` and `//b/..` are quadratic in the
page, and `//p/following-sibling::p` is cubic: 46 s for 5,000 paragraphs. Here a path is cut before each step that can
lead to one node twice. The parts run one after the other, and a set takes out what comes twice. What cannot be cut,
such as a sibling in a predicate, runs on pages of ordinary size only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

from lxml import etree

from cleaner.sources.patterns import linear

Element = Any
"""An element of lxml, which ships no types."""

_TOKEN: Final = linear(
    r""""[^"]*"|'[^']*'|//|/|\.\.|[|\[\]()]"""
    r"|(?:parent|ancestor|ancestor-or-self|descendant|descendant-or-self"
    r"|following|following-sibling|preceding|preceding-sibling)\s*::"
)
_CALL: Final = linear(r"(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w-]*)\s*\(")
_PREFIX: Final = linear(r"([A-Za-z_][\w.-]*):[A-Za-z_*]")
_AXIS: Final = linear(r"([a-z-]+)\s*::")
_WRAPPED: Final = linear(r"^(?:string|normalize-space)\s*\(")
_CORE: Final = frozenset(
    """last position count id local-name namespace-uri name string concat starts-with contains substring-before
    substring-after substring string-length normalize-space translate boolean not true false lang number sum floor
    ceiling round comment text processing-instruction node and or div mod""".split()
)  # of XPath 1.0, sections 4, 2.3 and 3; operators may stand before a bracket
_UP: Final = frozenset({"..", "parent", "ancestor", "ancestor-or-self"})
_ASIDE: Final = frozenset({"following", "following-sibling", "preceding", "preceding-sibling"})
_DOWN: Final = frozenset({"descendant", "descendant-or-self"})

# Elements of the largest page on which an expression runs, by how its time grows: with the page and its depth, with its
# square, with its cube, and steeper. Each takes about a second at most. Half of all pages have 900 elements, 2 in 100
# have more than 6,000, and none of 270 had 16,000.
_LARGEST: Final = (30_000, 6_000, 1_500, 300)
_VISITS: Final = 20_000_000  # nodes that one step may look at; half a second
_DEPTH: Final = 256  # how deep lxml lets a tree grow
_SORTED: Final = 30  # comparisons of a sort that take as long as one visit


class PathError(ValueError):
    """An expression that is none, or that cannot be run on this page."""


class _Part(NamedTuple):
    """A part of a path that runs by itself, from each of the elements that the part before it found."""

    run: Any
    axis: str
    """How it begins: `//`, `/`, `..`, the name of an axis, or "" for the first part."""
    steepness: int


_Way = tuple[_Part, ...]


def check(text: str) -> None:
    """Raise :class:`PathError` when a text is no XPath 1.0 expression that can be run."""
    compiled(text)
    bare = "".join(text[start:stop] for start, stop in _outside(text))
    for match in _CALL.finditer(bare):
        if match[1] not in _CORE:
            raise PathError(f"no function of XPath 1.0: {match[1]}()")
    for match in _PREFIX.finditer(bare):
        raise PathError(f"the namespace {match[1]} is not known")


def find(text: str, root: Element) -> list[Any]:
    """What an expression finds from the root of a page, in the order of the page.

    Elements, and strings for attributes, text and expressions that give a text. A number or a truth is nothing. Raises
    :class:`PathError` for what cannot be run, and for what would take too long on this page.
    """
    ways = compiled(text)
    size = _Size(root)
    found: list[Any] = list(chain.from_iterable(_run(way, root, size) for way in ways))
    if len(found) > 1 and (len(ways) > 1 or len(ways[0]) > 1):
        members = {node for node in found if not isinstance(node, str)}
        ordered = [element for element in root.getroottree().iter() if element in members] if members else []
        return ordered + [value for value in dict.fromkeys(found) if isinstance(value, str)]
    return found


class _Size:
    """The number of a page's elements, counted when it is asked for."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.counted = -1

    @property
    def elements(self) -> int:
        if self.counted < 0:
            self.counted = int(_COUNT(self.root))
        return self.counted


_COUNT: Final = etree.XPath("count(//*)")


def _run(way: _Way, root: Element, size: _Size) -> list[Any]:
    found: list[Any] = [root]
    for number, part in enumerate(way):
        if part.steepness and size.elements > _LARGEST[min(part.steepness, len(_LARGEST)) - 1]:
            raise PathError("takes too long on a page of this size")
        if number:
            found = [node for node in found if not isinstance(node, str)]
            if part.axis == "//" or part.axis in _DOWN:
                found = outermost(found)
            elif len(found) * _reach(part.axis, size) > _VISITS:
                raise PathError("takes too long on a page of this size")
        found = list(dict.fromkeys(chain.from_iterable(_call(part.run, node) for node in found)))
    return found


def _reach(axis: str, size: _Size) -> int:
    """How many nodes a step may look at from one element; libxml2 sorts what stands before it, in quadratic time."""
    if axis.startswith("preceding"):
        return size.elements**2 // _SORTED
    if axis in _ASIDE:
        return size.elements
    return _DEPTH**2 // _SORTED if axis.startswith("ancestor") else 1


def _call(run: Any, node: Element) -> list[Any]:
    try:
        result = run(node)
    except (etree.LxmlError, ValueError, TypeError) as error:
        raise PathError(str(error)) from None
    if isinstance(result, str):
        return [result]
    if not isinstance(result, list):
        return []
    return [node for node in result if isinstance(node, str) or isinstance(getattr(node, "tag", None), str)]


def outermost(elements: list[Element]) -> list[Element]:
    """Those of some elements that lie in no other; takes elements in the order of the page."""
    if len(elements) < 2:
        return elements
    inside: set[Element] = set()
    kept: list[Element] = []
    for element in elements:
        if element not in inside:
            kept.append(element)
            inside.update(element.iter())
    return kept


@lru_cache(maxsize=8192)  # the expressions of some 400 files
def compiled(text: str) -> tuple[_Way, ...]:
    """An expression, compiled, as one or more ways that together find what it finds. Raises :class:`PathError`."""
    _compile(text)  # as a whole first, for its parts may compile where it does not
    ways: list[_Way] = []
    for alternative in _alternatives(text):
        inner = _unwrapped(alternative.strip())
        try:
            ways.append(tuple(_parts(inner)))
        except PathError:
            ways.append((_Part(_compile(alternative), "", _steepness(alternative, whole=True)),))
    return tuple(ways)


def _compile(text: str) -> Any:
    try:
        return etree.XPath(text, regexp=False, smart_strings=False)
    except (etree.XPathError, ValueError) as error:
        raise PathError(f"no XPath expression: {error}") from None


class _Token(NamedTuple):
    start: int
    text: str
    depth: int


def _tokens(text: str) -> Iterator[_Token]:
    """What parts a path, with the number of brackets around it; not what stands in quotation marks."""
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in ("]", ")"):
            depth -= 1
        if not token.startswith(('"', "'")):
            axis = _AXIS.match(token)
            yield _Token(match.start(), axis[1] if axis else token, depth)
        if token in ("[", "("):
            depth += 1


def _outside(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that stand in no quotation marks."""
    at = 0
    for match in _TOKEN.finditer(text):
        if match[0].startswith(('"', "'")):
            yield at, match.start()
            at = match.end()
    yield at, len(text)


def _alternatives(text: str) -> Iterator[str]:
    at = 0
    for token in _tokens(text):
        if token.text == "|" and not token.depth:
            yield text[at : token.start]
            at = token.start + 1
    yield text[at:]


def _unwrapped(text: str) -> str:
    """The path inside `string(...)` or `normalize-space(...)`: whoever reads the result takes its text anyway."""
    opening = _WRAPPED.match(text)
    if not opening or not text.endswith(")"):
        return text
    inner = text[opening.end() : -1]
    tokens = [token for token in _tokens(inner) if token.text in ("(", ")", "[", "]")]
    is_path = inner.lstrip().startswith("/") and all(token.depth >= 0 for token in tokens)
    return inner if is_path and "," not in inner and "|" not in inner else text


def _parts(text: str) -> Iterator[_Part]:
    """A path cut before each step that may lead to a node twice; :class:`PathError` when it is no plain path."""
    if not text.startswith(("/", "id(")):
        raise PathError("does not begin at the top")
    tokens = [sign for sign in _tokens(text) if not sign.depth and sign.text not in ("[", "]", "(", ")", "|")]
    cuts: list[tuple[int, str]] = [(0, "")]
    descended = text.startswith("//")
    crossed = False
    for number, (start, sign, _) in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        if not sign.startswith("/"):
            continue
        axis = following.text if following and not text[start + len(sign) : following.start].strip() else ""
        axis = axis if axis in _UP | _ASIDE | _DOWN else ""
        if sign == "//" and axis:
            raise PathError("a step of two axes")
        if start and (axis or crossed or (sign == "//" and descended)):
            cuts.append((start, axis or sign))
        descended = descended or sign == "//" or axis in _DOWN
        crossed = axis in _UP | _ASIDE
    for (start, axis), (stop, _) in zip(cuts, [*cuts[1:], (len(text), "")], strict=True):
        part = text[start:stop].strip()
        if stop < len(text) and (part.endswith(("()", "( )")) or "@" in part.rpartition("/")[2].partition("[")[0]):
            raise PathError("goes on from what is no element")
        yield _Part(_compile(f".{part}" if start else part), axis, _steepness(part, whole=False))


def _steepness(text: str, whole: bool) -> int:
    """How steeply the time of an expression grows with the page: 0 is linear, see `_LARGEST` for others.

    Steps that lie in the predicate of another add up, those side by side do not. Of an expression that runs as a whole
    the steps count as well as the predicates.
    """
    brackets = 0
    levels: dict[int, int] = {}
    for start, sign, _ in _tokens(text):
        brackets += (sign == "[") - (sign == "]")
        before = text[max(0, start - 8) : start].rstrip()
        steepness = _in_predicate(sign, before) if brackets else _in_whole(sign, before) if whole else 0
        levels[brackets] = max(levels.get(brackets, 0), steepness)
    return sum(levels.values())


def _in_predicate(sign: str, before: str) -> int:
    is_question = before.endswith(("[", "not(", "count(", " or", " and"))  # what is read as a text is sorted first
    if sign.startswith("preceding") and not is_question:
        return 4
    if sign in _ASIDE or sign in ("..", "parent") or (sign == "//" and _begins_path(before)):
        return 2
    if sign.startswith("ancestor"):
        return 1 if is_question else 2
    return 0


def _in_whole(sign: str, before: str) -> int:
    if sign in _ASIDE or sign in _DOWN or (sign == "//" and not _begins_path(before)):
        return 3
    return 2 if sign in _UP or sign == "|" else 0


def _begins_path(before: str) -> bool:
    return not before or before[-1] in "([,|=<>+" or before.endswith((" or", " and"))
