"""HTML to a tree, whatever the markup: lxml reads, and what it must not do for a hostile page is said here."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from cleaner.sources.html.trails import Element
from cleaner.sources.patterns import linear

_LARGEST: Final = 16 * 1024 * 1024  # bytes of HTML that become a tree, which takes some twenty times as much memory
_CONTROLS: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r") + b"\x7f"
_WRITABLE: Final = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
# Neither can backtrack: the class ends where the tag does.
_PLAIN_TAGS: Final = re.compile(
    rb"</?(?:b|big|center|div|em|font|i|ins|section|small|span|strong|u)(?:[\s/][^<>]*)?>", re.IGNORECASE
)
_TAGS: Final = re.compile(rb"</?[A-Za-z][^<>]*>")

# libxml2 goes through all attributes of a tag for each that is added: 100,000 of them would take half a minute. An
# attribute as HTML reads it (13.2.5.32 and on); none is missed, and of those with a value in quotes one may count twice.
_NAME: Final = r"(?:=[^\s/>=]*|[^\s/>=]+)"
_ATTRIBUTE: Final = (
    rf"""(?:[\s/]*{_NAME}\s*=\s*(?:"[^"]*"|'[^']*')|[\s/]+{_NAME}(?:\s*=\s*[^\s>"'][^\s>]*)?)"""
)
_CROWDED: Final = linear(rf"<[A-Za-z][^\s/>]*{_ATTRIBUTE}{{100}}", of_bytes=True)
_ATTRIBUTES: Final = linear(f"{_ATTRIBUTE}*", of_bytes=True)
_MORE: Final = 8_000  # bytes of further attributes that such a tag may have: comparisons in scripts look like tags
_MOST_CROWDED: Final = 1_000  # of a page; what has more is none


def parse(html: str) -> Element:
    """The root of the tree of a page or a part of one; an empty one where there is no element at all.

    Nothing is fetched, entities of the page's own are not expanded, comments and processing instructions are left out.
    Of a page of more than 16 MiB the rest is left out, and so is it of a tag with thousands of attributes. Where
    elements are nested deeper than lxml goes (2,048), as in pages that never close any, those without a meaning of
    their own are taken out first.
    """
    data = _thinned(html.encode("utf-8", "replace")[:_LARGEST].translate(_WRITABLE))
    root, is_whole = _read(data)
    if not is_whole:
        root, is_whole = _read(_PLAIN_TAGS.sub(b" ", data))
    if not is_whole:
        root, _ = _read(_TAGS.sub(b" ", data))
    return etree.Element("html") if root is None else root


def _read(data: bytes) -> tuple[Element | None, bool]:
    """The root, and whether all of the page is in it."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.LxmlError:  # nothing in it that lxml takes for an element
        return None, True
    error = parser.error_log.last_error
    return root, error is None or error.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _thinned(data: bytes) -> bytes:
    """A page without what is too much of the attributes of a tag."""
    pieces: list[bytes] = []
    done = at = 0
    for _ in range(_MOST_CROWDED):
        crowded = _CROWDED.search(data, at)
        if crowded is None:
            return b"".join((*pieces, data[done:]))
        end = crowded.end()
        if _end_of_attributes(data[end : end + 2 * _MORE]) < _MORE:
            at = crowded.start() + 1  # not its end: what looks like a tag in a script may hide one
        else:
            pieces.append(data[done:end])
            done = at = end + _end_of_attributes(data[end:])
    return b"".join((*pieces, data[done:].replace(b"<", b" ")))


def _end_of_attributes(data: bytes) -> int:
    found = _ATTRIBUTES.match(data)
    return found.end() if found is not None else 0


def base_of(root: Element) -> str:
    """The address in the page's <base>, or ""."""
    found = root.find(".//base[@href]")
    return found.get("href") if found is not None else ""
