"""HTML to a tree, whatever the markup: lxml reads, and what it must not do for a hostile page is said here."""

from __future__ import annotations

import re
from itertools import islice
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

# libxml2 goes through all attributes of a tag for each that is added: 100,000 of them would take half a minute. What
# follows reads tags as HTML does (13.2.5.32 and on), so that nothing can hide one. The first finds pages that may have
# a tag of fifty attributes, of which those with a value in quotes may count twice: in 0.4 ms, and few pages have one.
_NAME: Final = r"(?:=[^\s/>=]*|[^\s/>=]+)"
_CROWDED: Final = linear(
    rf"""<[A-Za-z][^\s/>]*(?:[\s/]*{_NAME}\s*=\s*(?:"[^"]*"|'[^']*')|[\s/]+{_NAME}(?:\s*=\s*[^\s>"'][^\s>]*)?){{50}}""",
    of_bytes=True,
)
# These are possessive, so that they never go back.
_ATTRIBUTE: Final = re.compile(
    rb"""(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
)
_TAG: Final = re.compile(rb"(<[A-Za-z][^\s/>]*+)(?:[\s/]++|" + _ATTRIBUTE.pattern + rb")*+")
_OPENS: Final = re.compile(rb"<[A-Za-z]")
_MOST_ATTRIBUTES: Final = 500
_LONG: Final = 2 * _MOST_ATTRIBUTES  # bytes: a tag that has more attributes is longer
_PATIENCE: Final = 8  # times its size that a page may have long tags: those that begin inside one another count each


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
    """A page without what is too much of the attributes of a tag. In scripts, what looks like one is taken for one."""
    if _CROWDED.search(data) is None:
        return data
    pieces: list[bytes] = []
    done = spent = 0
    for opened in _OPENS.finditer(data):
        start = opened.start()
        tag = _TAG.match(data, start) if start >= done else None
        if tag is None or tag.end() - start < _LONG:
            continue
        spent += tag.end() - start
        if spent > _PATIENCE * len(data):  # no page, but something that was made to take long
            return b"".join((*pieces, data[done:].replace(b"<", b" ")))
        attributes = _ATTRIBUTE.finditer(data, tag.end(1), tag.end())
        last = next(islice(attributes, _MOST_ATTRIBUTES - 1, None), None)
        if last is not None and last.end() < tag.end():
            pieces.append(data[done : last.end()])
            done = tag.end()
    return b"".join((*pieces, data[done:]))


def base_of(root: Element) -> str:
    """The address in the page's <base>, or ""."""
    found = root.find(".//base[@href]")
    return found.get("href") if found is not None else ""
