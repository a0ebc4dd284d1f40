"""What the templates of a site say of the blocks of a page: how often the lines of each recur."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from cleaner.block import Block
from cleaner.judges.template.keys import line_of, target_of, title_of, with_title
from cleaner.judges.template.template import FEWEST, MOST, SHARE, Template
from cleaner.sources.page import Page

LINE: Final = "template/line"
LINK: Final = "template/link"

_LINKED: Final = 0.8  # share of a block's text in links from which on it is made of links


class Found(NamedTuple):
    """What the templates say of a block."""

    rule: str
    """The rule that takes it, or "" where not all of it recurs."""
    pages: int
    """On how many other pages its rarest line, or link target, stands, of how many of which site."""
    others: int
    site: str
    share: float
    """The one divided by the other."""
    text: float
    """Share of the block's text that recurs."""


NOTHING: Final = Found("", 0, 0, "", 0.0, 0.0)


class Fitting:
    """A template as it bears on one page: with the page itself left out of the count."""

    __slots__ = ("lines", "others", "own", "template")

    def __init__(self, template: Template, address: str) -> None:
        self.template = template
        self.own = int(address in template.known)
        self.others = template.pages - self.own
        self.lines = _table(template, self.own)
        """What is said of a line, by its key."""

    def link(self, url: str) -> int:
        """On how many other pages a link target stands; 0 where these are not most."""
        count = self.template.links.get(target_of(url, self.template.site), 0) - self.own
        return count if count >= max(FEWEST, MOST * self.others) else 0


def _table(template: Template, own: int) -> Mapping[str, Found]:
    """What a template says of its lines, of a page that it was learned from (1) or not (0). Made once for all pages."""
    table = template.tables.get(own)
    if table is None:
        others = template.pages - own
        counts = {line.pages - own for line in template.lines.values()}
        said = {
            pages: Found(LINE, pages, others, template.name, pages / others, 1.0)
            for pages in counts
            if pages >= max(FEWEST, SHARE * others)
        }
        table = template.tables[own] = {
            key: said[line.pages - own] for key, line in template.lines.items() if line.pages - own in said
        }
    return table


def find(page: Page, blocks: Sequence[Block], fitting: Sequence[Fitting]) -> tuple[list[Found], list[bool]]:
    """What the templates say of each block, and whether it reads as a sentence of text. Code is never looked at."""
    found: list[Found] = []
    prose: list[bool] = []
    data = page.data
    title = title_of(page.title)
    first = fitting[0].lines
    more = fitting[1:]
    for block in blocks:
        source = data[block.start : block.end]
        if block.kind == "code":
            here, is_prose = NOTHING, False
        elif b"\n" in source:
            here, is_prose = _lines(source, fitting, title)
        else:
            key, is_prose = line_of(source.strip())
            if title in key:
                key = with_title(key, title)
            here = first.get(key, NOTHING)
            for other in more:
                here = max(here, other.lines.get(key, NOTHING), key=_strength)
        if here.share < MOST and block.links and is_linked(block):
            here = max((here, *(_targets(block, one, here) for one in fitting)), key=_strength)
        found.append(here)
        prose.append(is_prose)
    return found, prose


def _strength(found: Found) -> tuple[float, float]:
    return found.share, found.text


def is_linked(block: Block) -> bool:
    """Whether a block is made of links."""
    return bool(block.links) and block.linked >= _LINKED * len(block.text)


def _lines(source: bytes, fitting: Sequence[Fitting], title: str) -> tuple[Found, bool]:
    """A block of several lines: it recurs as often as the rarest of them."""
    lines = [line for line in map(line_of, map(bytes.strip, source.split(b"\n"))) if line.key]
    is_prose = any(line.is_prose for line in lines)
    keys = [with_title(line.key, title) for line in lines]
    total = sum(map(len, keys))
    best = NOTHING
    for one in fitting:
        hits = [one.lines.get(key, NOTHING) for key in keys]
        if any(hit.rule for hit in hits):
            text = sum(len(key) for key, hit in zip(keys, hits, strict=True) if hit.rule) / total
            best = max(best, min(hits, key=_strength)._replace(text=text), key=_strength)
    return best, is_prose


def _targets(block: Block, fitting: Fitting, found: Found) -> Found:
    """A block of links whose text does not recur: its targets may."""
    counts = [fitting.link(link.url) for link in block.links]
    if not any(counts):
        return found
    linked = sum(len(link.text) for link, count in zip(block.links, counts, strict=True) if count)
    text = max(found.text, min(1.0, linked / max(1, len(block.text))))
    rarest = min(counts)
    if not rarest:
        return found._replace(text=text)
    return Found(LINK, rarest, fitting.others, fitting.template.name, rarest / fitting.others, text)
