"""The first judge: what a person wrote down about one site. Keep-entries win over drop-entries, both over all else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from cleaner.block import Block
from cleaner.judges.site.find import Sites
from cleaner.judges.site.load import Entry, Lookup, Range, Site
from cleaner.ruling import Docket, Ruling
from cleaner.sources.html import Element, Mark, Marked, Tree
from cleaner.sources.page import Page, host_of
from cleaner.sources.patterns import Lines, Pattern
from cleaner.sources.title import repeats_title
from cleaner.sources.words import fold

__all__ = ["Site", "SiteRules", "Sites", "rule_site"]

_LINKED = 0.8  # share of a block's text that stands in links before it counts as made of links
_HEADING_WORDS = 12  # a line that acts as a heading is no longer


class SiteRules:
    """Asks the site file of a page's host, if there is one."""

    name = "site"

    def __init__(self, sites: Sites) -> None:
        self.sites = sites

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        """Rulings of the page's site file; none where no file fits."""
        site = self.sites.of(page, blocks)
        if site is not None:
            yield from rule_site(site, page, blocks, docket.marked)

    def marks(self, tree: Tree) -> dict[Element, Mark]:
        """What the selectors of the page's site file name in its tree."""
        site = self.sites.at(host_of(tree.url), tree.meta)
        if site is None or not any(entry.css or entry.xpath for entry in site.entries):
            return {}
        from cleaner.judges.site.selectors import marks  # noqa: PLC0415 -- only pages of such sites pay for it

        return marks(site, tree)


def rule_site(site: Site, page: Page, blocks: Sequence[Block], marked: Sequence[Marked] = ()) -> Iterator[Ruling]:
    """Rulings of one site file on one page, keep-entries first; `marked` is what its selectors found in the tree."""
    finder = _Finder(page, blocks)
    by_rule: dict[str, list[Marked]] = {}
    for one in marked:
        by_rule.setdefault(one.mark.rule, []).append(one)
    for entry in sorted(site.entries, key=lambda entry: not entry.keep):
        for _, first, stop in by_rule.get(f"site/{site.slug}/{entry.id}", ()):
            for index in range(first, stop):
                yield Ruling(index, entry.keep, f"site/{site.slug}/{entry.id}", entry.why)
        for index in finder.find(entry):
            yield Ruling(index, entry.keep, f"site/{site.slug}/{entry.id}", entry.why)


class _Addresses(NamedTuple):
    """Addresses of a page, ready for search: the block each stands in, and how many each block has."""

    owners: list[int]
    totals: Counter[int]
    lines: Lines
    paths: Lines | None
    """The same without scheme and host where that is the page's own: HTML has no relative addresses any more."""

    @classmethod
    def of(cls, found: list[tuple[int, str]], origin: str) -> _Addresses:
        owners = [index for index, _ in found]
        start = f"{origin}/"
        own = any(url.startswith(start) for _, url in found) if origin else False
        paths = Lines(url.removeprefix(origin) if url.startswith(start) else "" for _, url in found) if own else None
        return cls(owners, Counter(owners), Lines(url for _, url in found), paths)

    def find(self, pattern: Pattern) -> set[int]:
        """The positions of the addresses that match."""
        return {*self.lines.find(pattern), *(self.paths.find(pattern) if self.paths is not None else ())}


class _Finder:
    """Finds the blocks of a page that an entry matches. A table of texts is made when an entry first asks for it."""

    def __init__(self, page: Page, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.title = page.title_key
        is_html = bool(blocks) and blocks[0].trail is not None
        scheme, slashes, rest = page.url.partition("://")
        self.origin = scheme + slashes + rest.partition("/")[0] if is_html and rest else ""
        self.top = 1 if blocks and repeats_title(blocks[0], self.title) else 0
        self.by_line: dict[str, list[int]] = {}
        for index, block in enumerate(blocks):
            self.by_line.setdefault(block.key or "".join(block.text.split()), []).append(index)

    @cached_property
    def keys(self) -> Lines:
        """The lines as keys: what patterns of `line`, `heading` and ranges look at."""
        return Lines(block.key for block in self.blocks)

    @cached_property
    def texts(self) -> Lines:
        """The lines in lower case with numbers as 0: what `text` looks at."""
        return Lines(fold(block.text) for block in self.blocks)

    @cached_property
    def raws(self) -> Lines:
        """The lines as they stand, white space folded: what `regex` looks at."""
        return Lines(" ".join(block.text.split()) for block in self.blocks)

    @cached_property
    def links(self) -> _Addresses:
        """Addresses of links, those around images included."""
        found = [(index, link.url) for index, block in enumerate(self.blocks) for link in block.links]
        around = [
            (index, image.link) for index, block in enumerate(self.blocks) for image in block.images if image.link
        ]
        return _Addresses.of(found + around, self.origin)

    @cached_property
    def images(self) -> _Addresses:
        """Addresses of images."""
        found = [(index, image.url) for index, block in enumerate(self.blocks) for image in block.images]
        return _Addresses.of(found, self.origin)

    def find(self, entry: Entry) -> Iterator[int]:
        """Indexes of the blocks an entry matches; one may come twice."""
        if entry.line:
            yield from self.lines(entry.line)
        if entry.text:
            yield from self.texts.find(entry.text)
        if entry.regex:
            yield from self.raws.find(entry.regex)
        if entry.link:
            yield from self.made_of(self.links, entry.link, entry.anywhere, links=True)
        if entry.image:
            yield from self.made_of(self.images, entry.image, entry.anywhere, links=False)
        if entry.heading:
            yield from self.sections(self.lines(entry.heading))
        if entry.range:
            yield from self.range(entry.range)

    def lines(self, lookup: Lookup) -> list[int]:
        """Blocks whose whole line is looked for, in order."""
        found = {index for key in lookup.keys for index in self.by_line.get(key, ())}
        if lookup.pattern:
            found.update(self.keys.find(lookup.pattern))
        if lookup.title:
            blocks = self.blocks
            found.update(index for index in range(self.top, len(blocks)) if repeats_title(blocks[index], self.title))
        return sorted(found)

    def made_of(self, addresses: _Addresses, pattern: Pattern, anywhere: bool, links: bool) -> Iterator[int]:
        """Blocks that hold a matching address and, unless `anywhere`, nothing else."""
        matched = Counter(addresses.owners[at] for at in addresses.find(pattern))
        for index, count in matched.items():
            block = self.blocks[index]
            bare = block.linked >= _LINKED * len(block.text) if links else not block.text
            if anywhere or (bare and count >= addresses.totals[index]):
                yield index

    def sections(self, found: Sequence[int]) -> Iterator[int]:
        """Headings and what stands under them; a plain line that acts as one reaches to the next of any level."""
        done = 0  # a section inside another ends where that ends, or before
        for index in found:
            block = self.blocks[index]
            if index < done or block.words > _HEADING_WORDS:
                continue
            done = index + 1
            while done < len(self.blocks) and not 0 < self.blocks[done].level <= (block.level or 6):
                done += 1
            yield from range(index, done)

    def range(self, wanted: Range) -> Iterator[int]:
        """The run of blocks from one line to another; nothing when either end is missing."""
        start = self.top
        if wanted.first:
            found = self.lines(wanted.first)
            if not found:
                return
            start = found[0]
        stop = len(self.blocks)
        if wanted.last:
            after = start + (wanted.first is not None)
            ends = [index for index in self.lines(wanted.last) if index >= after]
            if not ends:
                return
            stop = ends[0] + wanted.included
        yield from range(start, stop)
