"""The first judge: what a person wrote down about one site. Keep-entries win over drop-entries, and both over all else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.block import Block
from cleaner.judges.site.find import Sites
from cleaner.judges.site.load import Entry, Lookup, Range, Site
from cleaner.ruling import Docket, Ruling
from cleaner.sources.page import Page
from cleaner.sources.patterns import Lines
from cleaner.sources.title import repeats_title
from cleaner.sources.words import fold, normalise

__all__ = ["Site", "SiteRules", "Sites", "rule_site"]

_LINKED = 0.8  # share of a block's text that stands in links before it counts as made of links
_HEADING_WORDS = 12  # a line that acts as a heading is no longer


class SiteRules:
    """Asks the site file of a page's host, if there is one."""

    name = "site"

    def __init__(self, sites: Sites) -> None:
        self.sites = sites

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        site = self.sites.of(page, blocks)
        if site is not None:
            yield from rule_site(site, page, blocks)


def rule_site(site: Site, page: Page, blocks: Sequence[Block]) -> Iterator[Ruling]:
    """Rulings of one site file on one page, keep-entries first."""
    finder = _Finder(page, blocks)
    for entry in sorted(site.entries, key=lambda entry: not entry.keep):
        for index in finder.find(entry):
            yield Ruling(index, entry.keep, f"site/{site.slug}/{entry.id}", entry.why)


class _Finder:
    """Finds the blocks of a page that an entry matches. Each table of texts is made once a page, when first asked."""

    def __init__(self, page: Page, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.keys = Lines(block.key or "".join(block.text.split()) for block in blocks)
        self.texts = Lines(fold(block.text) for block in blocks)
        self.raws = Lines(" ".join(block.text.split()) for block in blocks)
        self.title = normalise(page.title)
        self.top = 1 if blocks and repeats_title(blocks[0], self.title) else 0
        self.links = [(index, link.url) for index, block in enumerate(blocks) for link in block.links]
        self.links += [(index, image.link) for index, block in enumerate(blocks) for image in block.images if image.link]
        self.images = [(index, image.url) for index, block in enumerate(blocks) for image in block.images]
        self.link_lines = Lines(url for _, url in self.links)
        self.image_lines = Lines(url for _, url in self.images)

    def find(self, entry: Entry) -> Iterator[int]:
        """Indexes of the blocks an entry matches; one may come twice."""
        if entry.line:
            yield from self.lines(entry.line)
        if entry.text:
            yield from (index for index, _ in self.texts.find(entry.text))
        if entry.regex:
            yield from (index for index, _ in self.raws.find(entry.regex))
        if entry.link:
            yield from self.addresses(self.links, (at for at, _ in self.link_lines.find(entry.link)), entry.anywhere, True)
        if entry.image:
            yield from self.addresses(self.images, (at for at, _ in self.image_lines.find(entry.image)), entry.anywhere, False)
        if entry.heading:
            for index in self.lines(entry.heading):
                yield from self.section(index)
        if entry.range:
            yield from self.range(entry.range)

    def lines(self, lookup: Lookup) -> list[int]:
        """Blocks whose whole line is looked for, in order."""
        blocks = self.blocks
        found = {index for index, block in enumerate(blocks) if (block.key or "".join(block.text.split())) in lookup.keys}
        if lookup.pattern:
            found.update(index for index, _ in self.keys.find(lookup.pattern))
        if lookup.title:
            found.update(index for index in range(self.top, len(blocks)) if repeats_title(blocks[index], self.title))
        return sorted(found)

    def addresses(
        self, owners: Sequence[tuple[int, str]], hits: Iterable[int], anywhere: bool, links: bool
    ) -> Iterator[int]:
        """Blocks that hold a matching address and, unless `anywhere`, nothing else."""
        matched: dict[int, int] = {}
        for at in hits:
            matched[owners[at][0]] = matched.get(owners[at][0], 0) + 1
        for index, count in matched.items():
            block = self.blocks[index]
            whole = sum(owner == index for owner, _ in owners) if not anywhere else 0
            bare = block.linked >= _LINKED * len(block.text) if links else not block.text
            if anywhere or (bare and count >= whole):
                yield index

    def section(self, index: int) -> Iterator[int]:
        """A heading and what stands under it; a plain line that acts as one reaches to the next heading of any level."""
        block = self.blocks[index]
        if block.words > _HEADING_WORDS:
            return
        yield index
        level = block.level or 6
        for later in range(index + 1, len(self.blocks)):
            if 0 < self.blocks[later].level <= level:
                return
            yield later

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
