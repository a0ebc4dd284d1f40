"""HTML to a tree, whatever the markup: lxml reads, and what it must not do for a hostile page is said here."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from cleaner.sources.html.trails import Element

_LARGEST: Final = 16 * 1024 * 1024  # bytes of HTML that become a tree, which takes some twenty times as much memory
_CONTROLS: Final = bytes(byte for byte in range(0x20) if byte not in b"\t\n\r") + b"\x7f"
_WRITABLE: Final = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
# Neither can backtrack: the class ends where the tag does.
_PLAIN_TAGS: Final = re.compile(
    rb"</?(?:b|big|center|div|em|font|i|ins|section|small|span|strong|u)(?:[\s/][^<>]*)?>", re.IGNORECASE
)
_TAGS: Final = re.compile(rb"</?[A-Za-z][^<>]*>")
# libxml2 compares each attribute of a tag with all before it: 100,000 of them would take half a minute. All three are
# atomic and possessive, so that they never go back; what _USUAL steps over costs no step of Python.
_USUAL: Final = re.compile(
    rb"""(?>[^<]*+<(?:/|(?!script|style)[a-z])[^<>"']{0,200}+(?>(?:"[^"]{0,900}"|'[^']{0,900}')[^<>"']{0,100}+){0,30}+>)*+""",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(rb"<(?:!--|[A-Za-z]+)")
_REST: Final = re.compile(rb"""(?>[^>"']+|"[^"]*"|'[^']*')*+>?""")
_QUOTED: Final = re.compile(rb"""(?>"[^"]*"|'[^']*')""")
_ENDS: Final = {b"<!--": b"-->", b"<script": b"</script", b"<style": b"</style"}
_MOST_ATTRIBUTES: Final = 500
_FEWEST_BYTES: Final = 1_000  # of a tag with so many: of such a one nothing is left but its name


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
    """A page without what is too much of the attributes of a tag. What looks like tags in scripts is no matter."""
    pieces: list[bytes] = []
    done = at = 0
    while True:
        usual = _USUAL.match(data, at)
        opened = _OPENS.search(data, usual.end() if usual is not None else at)
        if opened is None:
            break
        start, name = opened.start(), opened[0].lower()
        rest = _REST.match(data, opened.end())
        at = rest.end() if rest is not None and name != b"<!--" else opened.end()
        if at - start > _FEWEST_BYTES and name != b"<!--":
            tag = _QUOTED.sub(b'""', data[start:at])
            if len(tag.split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES or tag.count(b'""') > _MOST_ATTRIBUTES:
                pieces += (data[done:start], name, b">")
                done = at
        if (closing := _ENDS.get(name)) is not None:
            at = data.find(closing, at)
            if at < 0:
                break
    return b"".join(pieces) + data[done:] if pieces else data


def base_of(root: Element) -> str:
    """The address in the page's <base>, or ""."""
    found = root.find(".//base[@href]")
    return found.get("href") if found is not None else ""
