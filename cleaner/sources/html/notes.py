"""Footnotes: which links are references to a note of the page, and which elements are these notes."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import Final

from cleaner.sources.html.trails import Element

_ROLES: Final = frozenset({"doc-noteref", "noteref", "footnote"})
_CLASSES: Final = frozenset({"footnote-ref", "footnote", "footnote-reference", "footnote-anchor", "fn", "noteref"})
_NOTES: Final = frozenset({"li", "p", "div", "dd", "aside"})
_LABEL: Final = re.compile("[^A-Za-z0-9-]+")  # one class: cannot backtrack
_LONGEST: Final = 8  # characters of a reference: `[12]`, `note 3`


class Notes:
    """The footnotes of one page, found as references to them come by."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._labels: dict[str, str] = {}
        self._taken: set[str] = set()

    @cached_property
    def _targets(self) -> frozenset[str]:
        return frozenset(one.get("id") for one in self._root.iterfind(".//*[@id]") if one.tag in _NOTES)

    def reference(self, link: Element) -> str:
        """The label of the note a link refers to, or ""."""
        href = link.get("href", "")
        if href[:1] != "#" or not self._looks_like_one(link):
            return ""
        name = href[1:]
        if name in self._labels:
            return self._labels[name]
        if name not in self._targets:
            return ""
        text = "".join(islice(link.itertext(), _LONGEST))
        if len(text) > _LONGEST:
            return ""
        label = _LABEL.sub("", text) or str(len(self._labels) + 1)
        while label in self._taken:
            label += "b"
        self._taken.add(label)
        self._labels[name] = label
        return label

    def _looks_like_one(self, link: Element) -> bool:
        parent = link.getparent()
        if parent is not None and parent.tag == "sup":
            return True
        if len(link) == 1 and link[0].tag == "sup":
            return True
        return link.get("role") in _ROLES or not _CLASSES.isdisjoint(link.get("class", "").split())

    def definition(self, element: Element) -> str:
        """The label of the note that an element is, or ""."""
        return self._labels.get(element.get("id", ""), "") if self._labels else ""
