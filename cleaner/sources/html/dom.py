"""HTML to a tree, whatever the markup: lxml reads, and what it must not do for a hostile page is said here."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from cleaner.sources.html.trails import Element

_LARGEST: Final = 16 * 1024 * 1024  # bytes of HTML that become a tree, which takes some twenty times as much memory
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")  # one class
# Neither can backtrack: the class ends where the tag does.
_PLAIN_TAGS: Final = re.compile(
    "</?(?:b|big|center|div|em|font|i|ins|section|small|span|strong|u)(?:[\\s/][^<>]*)?>", re.IGNORECASE
)
_TAGS: Final = re.compile("</?[A-Za-z][^<>]*>")


def parse(html: str) -> Element:
    """The root of the tree of a page or a part of one; an empty one where there is no element at all.

    Nothing is fetched, entities of the page's own are not expanded, comments and processing instructions are left out.
    Of a page of more than 16 MiB the rest is left out. Where elements are nested deeper than lxml goes (2,048), as in
    pages that never close any, those without a meaning of their own are taken out first.
    """
    if _UNWRITABLE.search(html):
        html = _UNWRITABLE.sub(" ", html)
    root, is_whole = _read(html)
    if not is_whole:
        root, is_whole = _read(_PLAIN_TAGS.sub(" ", html))
    if not is_whole:
        root, _ = _read(_TAGS.sub(" ", html))
    return etree.Element("html") if root is None else root


def _read(html: str) -> tuple[Element | None, bool]:
    """The root, and whether all of the page is in it."""
    data = html.encode("utf-8", "replace")[:_LARGEST]
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.LxmlError:  # nothing in it that lxml takes for an element
        return None, True
    error = parser.error_log.last_error
    return root, error is None or error.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


def base_of(root: Element) -> str:
    """The address in the page's <base>, or ""."""
    found = root.find(".//base[@href]")
    return found.get("href") if found is not None else ""
