"""Images of a page: the address worth keeping, the size, the alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

Element = Any
"""An element of an lxml tree."""

# Where lazy loaders and galleries put the address of the picture itself. WordPress and its plugins, Cloudflare, Nitro,
# lazysizes, Flickity, Shopify, Discuz, Zhihu.
_LAZY: Final = tuple(
    "data-src data-lazy-src data-original data-original-src nitro-lazy-src data-wpfc-original-src data-lzl-src"
    " data-delay-src data-lazy data-lazyload data-flickity-lazyload data-cfsrc data-ezsrc data-defer-src data-real-src"
    " data-actualsrc data-echo data-url data-img-src data-img-url data-image-src data-hi-res-src data-src-hires"
    " data-large-file data-orig-file data-large_image data-full-src data-zoom-src data-retina-src data-image data-img"
    " data-medium-file file zoomfile".split()
)
_PLAIN: Final = frozenset({"src", "alt", "class", "id", "width", "height", "title", "style", "loading", "decoding"})
_SETS: Final = tuple(
    "srcset data-srcset data-lazy-srcset nitro-lazy-srcset data-flickity-lazyload-srcset data-delay-srcset"
    " data-original-set data-src-set data-lazyload-srcset data-cfsrcset".split()
)
_LAZY_NAMES: Final = frozenset(_LAZY)
_SET_NAMES: Final = frozenset(_SETS)
_SOURCES: Final = 20  # of a <picture>: one a width and format
_WORDS: Final = 200  # of a srcset: an address and its descriptor are two

# Fixed texts, and classes between fixed texts: these cannot backtrack.
_PLACEHOLDER: Final = re.compile(
    r"1x1|blank|spacer|placeholder|lazy|loading|loader|transparent|pixel\.|empty\.|clear\.|dummy|grey\.|gray\."
    r"|trans\.gif|default\.gif|fallback"
)
_WIDTH: Final = re.compile("[0-9]{1,6}w")
_DENSITY: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,4})?x")
_SIDE: Final = re.compile(r"([0-9]{1,5})(?:\.[0-9]{0,9})?(?:px)?")


class Candidate(NamedTuple):
    """An address in a srcset: its width in pixels, or 0, and its density, 1.0 where none is written."""

    url: str
    width: int
    density: float


def source_of(img: Element) -> str:
    """The best address of an `<img>` or `<amp-img>`, or of the `<picture>` around it; "" where there is none.

    The largest of a srcset first, then what lazy loaders keep, then `src`; names of placeholders come last. A `data:`
    address is none. Where nothing else is found, the `<noscript>` that follows is asked.
    """
    found = _best(img)
    if found and not _is_placeholder(found):
        return found
    follower = img.getnext()
    if follower is not None and follower.tag == "noscript":
        inner = next((child for child in islice(follower.iter(), 6) if child.tag == "img"), None)
        if inner is not None:
            return _best(inner) or found
    return found


def size_of(img: Element) -> tuple[int, int] | None:
    """Width and height in pixels, from attributes or else from the style; None unless both are known."""
    width, height = _side(img.get("width")), _side(img.get("height"))
    if width is None or height is None:
        style = _style(img.get("style"))
        width = _side(style.get("width")) if width is None else width
        height = _side(style.get("height")) if height is None else height
    return None if width is None or height is None else (width, height)


def alt_of(img: Element) -> str:
    """The alternative text on one line.

    A label or a title stands in where the attribute is missing, not where it is empty: that says "decoration".
    """
    for name in ("alt", "aria-label", "title"):
        text = img.get(name)
        if text is not None:
            return " ".join(text.split())
    return ""


def candidates(srcset: str) -> Iterator[Candidate]:
    """The addresses of a srcset, which may hold commas, as the HTML standard reads them; the first hundred or so."""
    url = ""
    descriptors: list[str] = []
    for word in srcset.split(None, _WORDS)[:_WORDS]:
        following = word
        if url:
            descriptor, comma, following = word.partition(",")
            descriptors.append(descriptor)
            if not comma:
                continue
            yield _candidate(url, descriptors)
            descriptors = []
        url = following.strip(",")
        if url and following.endswith(","):
            yield _candidate(url, ())
            url = ""
    if url:
        yield _candidate(url, descriptors)


def _candidate(url: str, descriptors: Sequence[str]) -> Candidate:
    width, density = 0, 1.0
    for word in descriptors:
        if _WIDTH.fullmatch(word):
            width = int(word[:-1])
        elif _DENSITY.fullmatch(word):
            density = float(word[:-1])
    return Candidate(url, width, density)


def _best(img: Element) -> str:
    attributes: Mapping[str, str] = dict(img.attrib)
    sources = _sources(img)
    if not sources and "src" in attributes and attributes.keys() <= _PLAIN:
        return _address(attributes["src"])
    fallback = ""
    for url in _ranked(attributes, sources):
        if not _is_placeholder(url):
            return url
        fallback = fallback or url
    return fallback


def _sources(img: Element) -> list[Element]:
    """The `<source>` elements of the picture around an image. To lxml they are never closed: each is in the last."""
    above = img.getparent()
    if above is None or above.tag not in ("picture", "source"):
        return []
    for _ in range(_SOURCES):
        if above is None or above.tag != "source":
            break
        above = above.getparent()
    return [] if above is None or above.tag != "picture" else list(islice(above.iter("source"), _SOURCES))


def _ranked(attributes: Mapping[str, str], sources: list[Element]) -> Iterator[str]:
    """Addresses from the best to the worst."""
    own = _offered(attributes)
    small: list[Candidate] = []
    for source in sources:
        offered = _offered(source.attrib)
        # A source for narrow screens only is a smaller cut of the picture, however wide it is.
        (small if "max-width" in source.get("media", "") else own).extend(offered)
    wide = [one for one in own if one.width or one.density > 1]
    yield from _largest(wide)
    if not _LAZY_NAMES.isdisjoint(attributes):
        yield from filter(None, (_address(attributes[name]) for name in _LAZY if name in attributes))
    if "src" in attributes and (address := _address(attributes["src"])):
        yield address
    yield from _largest(own)
    yield from _largest(small)


def _offered(attributes: Mapping[str, str]) -> list[Candidate]:
    if _SET_NAMES.isdisjoint(attributes):
        return []
    return [candidate for name in _SETS if name in attributes for candidate in candidates(attributes[name])]


def _largest(offered: list[Candidate]) -> Iterator[str]:
    """The widest, or else the densest; of equals the first."""
    known = [one for one in offered if _address(one.url)]
    if known:
        yield _address(max(known, key=lambda one: (one.width, one.density)).url)


def _address(url: str) -> str:
    """An address without the blanks around and the line feeds inside it; "" for what is none."""
    url = "".join(url.split("\n")).strip() if "\n" in url else url.strip()
    if not url or url[0] in "{[#<" or "{" in url or url[:5].lower() in ("data:", "blob:", "about"):
        return ""
    return url if "." in url or "/" in url else ""


def _is_placeholder(url: str) -> bool:
    name = url.partition("?")[0].rpartition("/")[2].lower()
    return _PLACEHOLDER.search(name) is not None


def _style(style: str | None) -> dict[str, str]:
    if not style:
        return {}
    rules = (rule.partition(":") for rule in style[:1000].split(";"))
    return {name.strip().lower(): value for name, _, value in rules if value.strip().lower().endswith("px")}


def _side(written: str | None) -> int | None:
    match = _SIDE.fullmatch(written.strip().lower()) if written else None
    return int(match[1]) if match else None
