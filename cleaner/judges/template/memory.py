"""What is remembered of a site's pages: enough to count its lines, to merge, and to know a page again; never more.

Of all pages seen, those are kept whose addresses have the smallest hashes. So the order in which pages come does not
matter, two halves merged are the whole, a page that comes twice counts once, and a site of a million pages takes no
more room than one of sixty-four (bottom-k sampling: Cohen and Kaplan 2007).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

PAGES: Final = 64
"""Pages kept of a site. Templates are nearly complete at eight; the rest is for sites with several layouts."""

_LINES: Final = 1_000  # lines kept of the top of a page, and as many of its end: menus stand there
BYTES: Final = 1_000
"""Bytes kept of a line."""

_FENCES: Final = (b"```", b"~~~")
_HASHES: Final = 2**64


class Node(NamedTuple):
    """An element of a page, or several of one name that stand in the same; nodes come after those around them."""

    above: int
    """Index of the node around it; -1 for none."""
    label: str
    """Tag, classes and ids: `div.teaser.left`."""
    lines: tuple[int, ...]
    """Indexes of the page's lines that stand in it, and in no node inside it."""


class Remembered(NamedTuple):
    """One page, as it is remembered."""

    address: str
    """Its URL, without what does not tell pages apart (see :func:`address_of`)."""
    date: str
    """The day it was fetched or published (ISO 8601), or ""."""
    title: str
    """Its title, as a key."""
    packed: bytes
    """Its lines outside code, compressed; see :attr:`lines`."""
    placed: bytes = b""
    """Where in the tree of a page of HTML they stood, compressed; see :attr:`nodes`."""

    @property
    def lines(self) -> list[bytes]:
        """The lines, in order, without white space around them, none twice."""
        return zlib.decompress(self.packed).split(b"\n")

    @property
    def nodes(self) -> list[Node]:
        """The elements in which the lines stood; none for a dump."""
        if not self.placed:
            return []
        return [Node(above, label, tuple(lines)) for above, label, lines in json.loads(zlib.decompress(self.placed))]

    @property
    def rank(self) -> int:
        """The hash of the address: pages with the smallest ones are kept."""
        return rank_of(self.address)


def rank_of(address: str) -> int:
    """The hash of an address, below 2 to the power of 64."""
    return int.from_bytes(blake2b(address.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def remember(address: str, date: str, title: str, body: bytes) -> Remembered:
    """Make a page to remember of its body."""
    return packed(address, date, title, lines_of(body))


def packed(address: str, date: str, title: str, lines: Iterable[bytes], nodes: Sequence[Node] = ()) -> Remembered:
    """Make a page to remember of its lines and, of HTML, the elements in which they stood."""
    placed = zlib.compress(json.dumps(nodes).encode(), 1) if nodes else b""
    return Remembered(address, date, title, zlib.compress(b"\n".join(lines), 1), placed)


def lines_of(body: bytes) -> list[bytes]:
    """The distinct lines of a page outside fenced code, bounded in number and length."""
    found: dict[bytes, None] = {}
    fenced = False
    for raw in body.split(b"\n"):
        line = raw.strip()
        if line[:3] in _FENCES and b"`" not in line.lstrip(b"`"):
            fenced = not fenced
        elif line and not fenced:
            found[line] = None
    lines = list(found)
    if len(lines) > 2 * _LINES:
        lines = lines[:_LINES] + lines[-_LINES:]
    return [line if len(line) <= BYTES else line[:BYTES] for line in lines]


def address_of(url: str) -> str:
    """A URL without scheme, `www.`, fragment and slash at the end: what differs in these alone is the same page."""
    before, scheme, rest = url.partition("#")[0].partition("://")
    host, slash, path = (rest if scheme else before).partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")


def _order(page: Remembered) -> tuple[str, int, str, bytes, bytes]:
    """Of two versions of a page the greater stays: the later, the one with more of the site in it."""
    return page.date, len(page.packed), page.title, page.packed, page.placed


class Memory:
    """The pages that are kept of one site. :meth:`add` is the only way in; two with the same pages are equal."""

    __slots__ = ("_bound", "_pages", "first", "last")

    def __init__(self) -> None:
        self._pages: dict[int, Remembered] = {}
        self._bound = _HASHES  # hashes above it have no room
        self.first = ""
        """The first day of any page seen, kept or not, and the last."""
        self.last = ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Memory):
            return NotImplemented
        return (self.first, self.last, self.pages) == (other.first, other.last, other.pages)

    __hash__ = None  # type: ignore[assignment]  # it grows

    @property
    def pages(self) -> list[Remembered]:
        """The pages, in the order of their ranks."""
        self._forget()
        return [self._pages[rank] for rank in sorted(self._pages)]

    @property
    def seen(self) -> int:
        """About how many distinct pages came by; exact as long as all are kept.

        The k-th smallest of the hashes tells how densely they lie (Bar-Yossef et al. 2002).
        """
        self._forget()
        if len(self._pages) < PAGES:
            return len(self._pages)
        return max(PAGES, round((PAGES - 1) * _HASHES / (max(self._pages) + 1)))

    def has_room(self, address: str) -> bool:
        """Whether a page of this address would be kept: where not, it need not be read."""
        return rank_of(address) <= self._bound

    def saw(self, date: str) -> None:
        """Take note of the day of a page that came by."""
        if date:
            self.first = min(self.first or date, date)
            self.last = max(self.last, date)

    def add(self, page: Remembered) -> None:
        """Keep a page if it has room; of two versions of one the later stays."""
        self.saw(page.date)
        rank = page.rank
        if rank > self._bound:
            return
        old = self._pages.get(rank)
        if old is None or _order(old) < _order(page):
            self._pages[rank] = page
            if len(self._pages) >= 2 * PAGES:
                self._forget()

    def update(self, other: Memory) -> None:
        """Take over what another memory of the same site holds."""
        for page in other.pages:
            self.add(page)
        self.saw(other.first)
        self.saw(other.last)

    def copy(self) -> Memory:
        """Another memory of the same pages."""
        other = Memory()
        other.update(self)
        return other

    def _forget(self) -> None:
        if len(self._pages) > PAGES:
            kept = sorted(self._pages)[:PAGES]
            self._bound = kept[-1]
            self._pages = {rank: self._pages[rank] for rank in kept}

    def __len__(self) -> int:
        self._forget()
        return len(self._pages)

    def __iter__(self) -> Iterator[Remembered]:
        return iter(self.pages)
