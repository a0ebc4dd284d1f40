"""Pages in, templates out: what each site repeats, learned from its own pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cleaner.judges.template.hosts import Hosts, built_in
from cleaner.judges.template.memory import Memory, address_of, remember
from cleaner.judges.template.templates import Templates
from cleaner.sources import front_matter
from cleaner.sources.encoding import decode
from cleaner.sources.words import normalise

_DAY: Final = 10  # characters of an ISO 8601 date


def learn(pages: Iterable[str | bytes | tuple[str | bytes, str | None]], hosts: Hosts | None = None) -> Templates:
    """Learn what sites repeat from their pages.

    A page is its source, or (source, url); without a URL its front matter must name one, for a page that belongs to
    no host teaches nothing. `hosts` says which hosts are joined or split, None: the built-in ones. The pages stream: of
    each site a bounded sample is kept, whatever their number. Neither their order nor repetition matters.
    """
    learner = Learner(hosts)
    for page in pages:
        if isinstance(page, tuple):
            learner.add(*page)
        else:
            learner.add(page)
    return learner.templates()


class Learner:
    """Takes pages in, one by one, and makes templates of them in the end."""

    def __init__(self, hosts: Hosts | None = None) -> None:
        self.hosts = hosts if hosts is not None else built_in()
        self.memories: dict[str, Memory] = {}
        self.pages = 0
        """How many pages came."""
        self.homeless = 0
        """How many of them taught nothing, for they have no address."""

    def add(self, source: str | bytes, url: str | None = None) -> None:
        """Take in one page; `url` goes before the address in its front matter. Raises nothing for any content."""
        data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else decode(source).data
        front = front_matter.read(data)
        given = url or front.meta.get("url", "")
        names = self.hosts.names(given) if isinstance(given, str) else ()
        self.pages += 1
        if not names or not isinstance(given, str):
            self.homeless += 1
            return
        address = address_of(given)
        title = front.meta.get("title", "")
        date = _day(front.meta)
        page = None
        for name in names:
            memory = self.memories.setdefault(name, Memory())
            memory.saw(date)
            if memory.has_room(address):
                if page is None:
                    key = normalise(title if isinstance(title, str) else " ".join(title))
                    page = remember(address, date, key, data[front.body :])
                memory.add(page)

    @property
    def kept(self) -> int:
        """How many pages are held in memory."""
        return sum(map(len, self.memories.values()))

    def templates(self) -> Templates:
        """The templates of all pages so far."""
        return Templates(self.memories, self.hosts)


def _day(meta: front_matter.Meta) -> str:
    """The day a page was fetched or, where that is not known, published; "" where neither is."""
    for key in ("fetch_date", "date"):
        value = meta.get(key)
        if isinstance(value, str) and value[:4].isdecimal() and value[4:5] == "-":
            return value[:_DAY]
    return ""
