"""Pages in, templates out: what each site repeats, learned from its own pages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from cleaner.block import Block
from cleaner.judges.template import TemplateRules, Templates
from cleaner.judges.template.hosts import Hosts, built_in
from cleaner.judges.template.memory import Memory, Remembered, address_of, lines_of, packed, remember
from cleaner.judges.template.places import nodes_of
from cleaner.ruling import Coverage, Docket
from cleaner.sources import blocks_of, front_matter, html, opening
from cleaner.sources.encoding import decode
from cleaner.sources.front_matter import Meta
from cleaner.sources.page import Kind, Page, read
from cleaner.sources.words import normalise

_HELD: Final = 10_000  # pages in memory, some 3 KB each and of HTML some 15, before they are put away
_LOOK: Final = 1_000  # pages between two looks at how many that are
_DAY: Final = 10  # characters of an ISO 8601 date
_ENOUGH: Final = 3  # pages before a template is called stale
_SOME: Final = 0.2  # share of a page's text: where a template covers less, the lengths of the pages decide
_FAR_LESS: Final = 0.5  # of what is usual: pages differ in length, and half of it is no accident


def learn(pages: Iterable[str | bytes | tuple[str | bytes, str | None]], hosts: Hosts | None = None) -> Templates:
    """Learn what sites repeat from their pages.

    A page is its source, or (source, url); without a URL its front matter or HTML must name one, for a page that
    belongs to no host teaches nothing. `hosts` says which hosts are joined or split, None: the built-in ones. The pages
    stream: of each site a bounded sample is kept, whatever their number. Neither their order nor repetition matters.
    """
    learner = Learner(hosts)
    for page in pages:
        if isinstance(page, tuple):
            learner.add(*page)
        else:
            learner.add(page)
    return learner.templates()


class Learner:
    """Takes pages in, one by one, and makes templates of them in the end.

    With a `folder` they are put away among the templates there whenever many are held in memory, so that an archive
    may have any number of sites; without one they stay in memory.
    """

    def __init__(self, hosts: Hosts | None = None, folder: Path | None = None) -> None:
        self.hosts = hosts if hosts is not None else built_in()
        self.folder = folder
        self.memories: dict[str, Memory] = {}
        self.pages = 0
        """How many pages came."""
        self.homeless = 0
        """How many of them taught nothing, for they have no address."""
        self.sites: set[str] = set()
        """The sites the others belong to."""
        self.changed: set[str] = set()
        """Those whose template in the folder is another one now."""
        self._is_away = False

    def add(self, source: str | bytes, url: str | None = None, kind: Kind | None = None) -> None:
        """Take in one page; `url` goes before the address it gives itself, `kind` None means: find out.

        Raises nothing for any content.
        """
        page = _opened(source, url, kind)
        names = self.hosts.names(page.url)
        self.pages += 1
        if not names:
            self.homeless += 1
            return
        address = address_of(page.url)
        date = _day(page.meta)
        remembered = None
        for name in names:
            memory = self.memories.setdefault(name, Memory())
            memory.saw(date)
            if memory.has_room(address):
                if remembered is None:
                    remembered = _remembered(page, address, date)
                memory.add(remembered)
        self.sites.update(names)
        if self.folder is not None and self.pages % _LOOK == 0 and sum(map(len, self.memories.values())) >= _HELD:
            self.put_away()

    def put_away(self) -> None:
        """Add the pages in memory to the templates of the folder; raises what :meth:`Templates.add_to` does."""
        if self.folder is not None:
            self.changed.update(Templates(self.memories, self.hosts).add_to(self.folder))
            self.memories = {}
            self._is_away = True

    def templates(self) -> Templates:
        """The templates of all pages so far; where some were put away already, the rest is, too."""
        if self.folder is None or not self._is_away:
            return Templates({site: memory.copy() for site, memory in self.memories.items()}, self.hosts)
        self.put_away()
        return Templates.load(self.folder)


class _Source(NamedTuple):
    """A page that came, as far as it must be read to say whether it has room."""

    url: str
    meta: Meta
    data: bytes
    """Front matter and body; of HTML nothing yet."""
    body: int
    """First byte of the body."""
    tree: html.Tree | None
    """Of HTML, which is written as Markdown only if it has room."""


def _opened(source: str | bytes, url: str | None, kind: Kind | None) -> _Source:
    opened = opening.html_of(source, url, kind)
    if opened is not None:
        tree = html.parse(opened.html, opened.url)
        return _Source(tree.url, tree.meta, b"", 0, tree)
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else decode(source).data
    front = front_matter.read(data)
    given = url or front.meta.get("url", "")
    return _Source(given if isinstance(given, str) else "", front.meta, data, front.body, None)


def _remembered(source: _Source, address: str, date: str) -> Remembered:
    title = source.meta.get("title", "")
    key = normalise(title if isinstance(title, str) else " ".join(title))
    if source.tree is None:
        return remember(address, date, key, source.data[source.body :])
    whole = html.read(source.tree)
    data = whole.page.data
    lines = lines_of(data[whole.page.front.body :])
    return packed(address, date, key, lines, nodes_of(data, whole.blocks, lines))


@dataclass(frozen=True, slots=True)
class Stale:
    """A site whose saved template hits far less than it did: its layout has changed."""

    site: str
    pages: int
    """Pages that were looked at."""
    share: float
    """Share of their text that stands in the template, in the mean."""
    usual: float
    """The same of the pages it was learned from."""


class Drift:
    """Watches how well saved templates fit the pages that come, and names those that no longer do."""

    def __init__(self) -> None:
        self._shares: dict[str, list[float]] = {}
        self._usual: dict[str, float] = {}
        self._changed: set[str] = set()

    def add(self, coverage: Coverage | None, changed: bool = True) -> None:
        """Take note of one page; None is a page without a template.

        `changed` says whether cleaning changed it: sites of which no page does are clean already, and not stale.
        """
        if coverage is not None:
            if changed:
                self._changed.add(coverage.site)
            self._shares.setdefault(coverage.site, []).append(coverage.share)
            self._usual[coverage.site] = coverage.usual

    @property
    def sites(self) -> int:
        """How many sites with a template came by."""
        return len(self._shares)

    def stale(self) -> list[Stale]:
        """The sites of which enough pages came, and hold far less of the template than is usual."""
        found = [
            Stale(site, len(shares), sum(shares) / len(shares), self._usual[site])
            for site, shares in sorted(self._shares.items())
            if site in self._changed
        ]
        return [
            one for one in found if one.pages >= _ENOUGH and one.usual >= _SOME and one.share < _FAR_LESS * one.usual
        ]


def coverage(templates: Templates, source: str | bytes, url: str | None = None) -> Coverage | None:
    """How well the template of its site fits a page; None where there is none.

    Raises :class:`ConfigError` for a mistake in the template, and nothing for any content.
    """
    page, blocks = dump(source, url)
    docket = Docket()
    deque(TemplateRules(templates)(page, blocks, docket), maxlen=0)
    return docket.coverage


def dump(source: str | bytes, url: str | None = None) -> tuple[Page, list[Block]]:
    """A page with nothing taken, and its blocks: the source or, of HTML, all of it as Markdown."""
    opened = opening.html_of(source, url)
    if opened is not None:
        whole = html.read(html.parse(opened.html, opened.url))
        return whole.page, whole.blocks
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else decode(source).data
    page = read(data, url, "markdown")
    return page, blocks_of(page)


def _day(meta: Meta) -> str:
    """The day a page was fetched or, where that is not known, published; "" where neither is."""
    for key in ("fetch_date", "date"):
        value = meta.get(key)
        if isinstance(value, str) and value[:4].isdecimal() and value[4:5] == "-":
            return value[:_DAY]
    return ""
