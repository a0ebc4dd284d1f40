"""One page while its metadata are read: its head, its linked data and, when those do not say enough, its body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cleaner.sources.html.metadata import json_ld
from cleaner.sources.html.metadata.bylines import Marks, find
from cleaner.sources.html.metadata.datum import address
from cleaner.sources.html.metadata.gather import Clues, Element, gather
from cleaner.sources.html.metadata.titles import fold

Values = Iterator[tuple[str, str]]
"""Raw values, each with its source."""

_OTHERS: Final = ("itemprop:", "http-equiv:", "twitter:", "fb:", "og:image", "og:video", "msapplication", "event")
"""Prefixes of metas about something else than the page's text."""


class Page:
    """What is known of one page while its metadata are read; its body is read when the head says too little."""

    __slots__ = ("_marks", "clues", "named", "nodes", "root", "site_names", "things", "url")

    def __init__(self, root: Element, url: str) -> None:
        self.root = root
        self.url = address(url, "")
        self.clues: Clues = gather(root)
        self.nodes = json_ld.read(self.clues.scripts)
        self.named = json_ld.by_id(self.nodes)
        self.things = json_ld.things(self.nodes)
        self._marks: Marks | None = None
        self.site_names = {fold(name) for name, _ in self.sites()} - {""}

    @property
    def marks(self) -> Marks:
        """What the body shows."""
        if self._marks is None:
            self._marks = find(self.root, self.clues.heading)
        return self._marks

    def linked_data(self, ranks: Iterable[int], *keys: str) -> Values:
        """What JSON-LD says of things of these ranks, key by key."""
        for thing in self.things:
            if json_ld.rank(thing) in ranks:
                for key in keys:
                    for value in json_ld.strings(thing.get(key), self.named):
                        yield value, "json-ld"

    def metas(self, source: str, *names_of_metas: str) -> Values:
        """The values of metas by these names."""
        for value in self.clues.meta(*names_of_metas):
            yield value, source

    def metas_like(self, *ends: str) -> Values:
        """The values of metas whose names end so, whatever stands before: every system has its own prefix."""
        squashed = ((name, "".join(filter(str.isalpha, name))) for name in self.clues.metas)
        for name, letters in squashed:
            if letters.endswith(ends) and not name.startswith(_OTHERS):
                yield from self.metas("meta", name)

    def sites(self) -> Values:
        """Names of the site, the most trusted first."""
        yield from self.metas("opengraph", "og:site_name")
        for node in self.nodes:
            if json_ld.is_site(node):
                for value in json_ld.strings(node.get("name"), self.named):
                    yield value, "json-ld"
        for thing in self.things:
            for value in json_ld.strings(thing.get("publisher"), self.named):
                yield value, "json-ld"
        yield from self.metas("meta", "application-name", "apple-mobile-web-app-title", "citation_journal_title")
        yield from self.metas("dublin-core", "dc.publisher", "dcterms.publisher")
