"""What the general rules see of a page: everything several of them need, worked out once."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from cleaner.block import Block, Trait
from cleaner.judges.rules import names, phrases
from cleaner.judges.rules.evidence import (
    PROSE_LINKS,
    continuations,
    first_heading,
    is_image_file,
    is_linked,
    kinds_by_block,
    site_of,
)
from cleaner.judges.rules.pieces import Pieces
from cleaner.ruling import Docket
from cleaner.sources.page import Page
from cleaner.sources.title import repeats_title

_PROSE_WORDS: Final = 12  # a sentence of content has as many; menu entries and buttons have fewer
_STRONG_WORDS: Final = 25
_ROW_WORDS: Final = 5  # the row of a table that is a sentence has as many; but for code nothing shorter is prose
_LONG_WORDS: Final = 60  # no teaser is longer
_PROSE_ABOVE_TITLE: Final = 3  # so many paragraphs of text, and a title further down is another thing
_TITLED_WORDS: Final = 25  # ... and fewer do where the page's own title stands above them
_LINK_COST: Final = 2  # words that a link takes from the worth of a block, and a line without prose
_LINE_COST: Final = 2
_REST: Final = 0.3  # of the prose above; what follows the end of a text holds no more of its own
_ARTICLE_WORDS: Final = 100  # of prose below the title make a page one with a text, and not a list or a front page
_KEPT_LINES: Final = 20  # how far a plain line that acts as a heading of references reaches
_SENTENCE_MARKS: Final = frozenset(".!?。！？;；:：…,，、")
_OWN_WORDS: Final = 4  # of a line that stands on this page of its site alone; a counter or a date has fewer
_RECURRING: Final = 0.5  # of a line's text stands on other pages of the site: it is not this page's own
_SHORT_WORDS: Final = 8  # a menu entry is no longer
_BOILERPLATE_PROSE: Final = frozenset(
    (
        "cookie-notice newsletter donation legal wall captcha script-notice advertisement registration comment-form "
        "page-tools share follow account author-box"
    ).split()
)
"""Families whose phrases make a sentence furniture, however long it is."""


Finding = tuple[int, str]
"""What a rule yields: the index of a block to drop, and why."""


class View:
    """One page under judgement. Made once a page; the rules read it and never change it."""

    def __init__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> None:
        self.page = page
        self.blocks = blocks
        self.docket = docket
        self.has_trails = bool(blocks) and blocks[0].trail is not None
        words = phrases.load()
        self.families, self.sections = words.find(blocks)
        self._linked = [bool(block.links) and is_linked(block) for block in blocks]
        self.goes_on = continuations(blocks)
        for index in self.goes_on:
            self.families.pop(index, None)
            self.sections.pop(index, None)
            self._linked[index] = False
        self.by_family: dict[str, list[int]] = {}
        for index, found in sorted(self.families.items()):
            for family in found:
                self.by_family.setdefault(family, []).append(index)
        self.months = words.months
        self.site = site_of(page.host)
        self.pieces = Pieces(page, blocks)
        self.link_kinds = kinds_by_block(self.pieces.links)
        self.image_kinds = kinds_by_block(self.pieces.images)
        self.prose = [
            (block.words >= _ROW_WORDS or block.kind == "code") and self._is_prose(index, block)
            for index, block in enumerate(blocks)
        ]
        for index in sorted(self.goes_on):
            self.prose[index] = self.prose[index - 1]
        self.title = page.title_key or first_heading(blocks)
        start = self.title[:3]
        self.titles = [
            at for at, block in enumerate(blocks) if block.key[:3] == start and repeats_title(block, self.title)
        ]
        self.is_title = frozenset(self.titles)
        self.headings = [index for index, block in enumerate(blocks) if block.level]
        self.top = self._own_title()
        words_of_prose = (block.words if prose else 0 for block, prose in zip(blocks, self.prose, strict=True))
        self.prose_above = [0, *accumulate(words_of_prose)]
        proses = [index for index in range(self.top + 1, len(blocks)) if self.prose[index]]
        self.first_prose = proses[0] if proses else len(blocks)
        self.last_prose = proses[-1] if proses else -1
        self.text_end, self.text_words = self._text_span()
        titled = bool(self.titles) and self.titles[0] < self.top
        self.is_article = self.text_words >= (_ARTICLE_WORDS if titled else 3 * _ARTICLE_WORDS)
        enough = _TITLED_WORDS if titled else _ARTICLE_WORDS
        self.has_text = sum(blocks[index].words for index in proses) >= enough

    def leave_evidence(self) -> None:
        """Leave on the docket what a later judge may weigh: phrases, kinds of addresses, prose and titles, by block."""
        evidence = self.docket.evidence
        for family, found in self.by_family.items():
            evidence[f"phrase:{family}"] = dict.fromkeys(found, 1.0)
        for index, family in self.sections.items():
            evidence.setdefault(f"heading:{family}", {})[index] = 1.0
        for of, kinds in (("link", self.link_kinds), ("image", self.image_kinds)):
            for index, counts in kinds.items():
                for kind, count in counts.items():
                    evidence.setdefault(f"{of}:{kind}", {})[index] = float(count)
        evidence["prose"] = {index: 1.0 for index, prose in enumerate(self.prose) if prose}
        evidence["title"] = dict.fromkeys(self.titles, 1.0)
        if self.top >= 0:
            evidence["own-title"] = {self.top: 1.0}

    @cached_property
    def _by_trait(self) -> dict[str, list[int]]:
        """Blocks by the traits of the elements around them, of HTML."""
        return names.by_trait(self.blocks)

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        """Blocks by the families of names of the elements around them, of HTML."""
        return names.by_family(self.blocks)

    def within(self, *traits: Trait) -> list[int]:
        """Blocks that stand in an element with one of these traits; none in a dump."""
        return [index for trait in traits for index in self._by_trait.get(trait, ())] if self.has_trails else []

    def named(self, family: str) -> list[int]:
        """Blocks that stand in an element named for this; none in a dump."""
        return self._by_name.get(family, []) if self.has_trails else []

    def traits(self, index: int) -> frozenset[Trait]:
        """What HTML says of the elements around a block."""
        trail = self.blocks[index].trail
        return trail.traits if trail is not None else frozenset()

    @property
    def has_text_element(self) -> bool:
        """Whether the page says which of its elements holds its text."""
        return "main" in self._by_trait or "article" in self._by_trait

    @cached_property
    def keys_below(self) -> Counter[str]:
        """Keys of the short lines in the text and below it, and how often each comes."""
        below = self.blocks[self.first_prose :]
        return Counter(block.key for block in below if block.words <= _SHORT_WORDS)

    @cached_property
    def _kept(self) -> frozenset[int]:
        """Blocks in sections whose heading says that they are content."""
        kept: set[int] = set()
        for index, family in self.sections.items():
            if family == "keep-heading" and index > self.first_prose:
                end = self.section(index)
                kept.update(range(index, end if self.blocks[index].level else min(end, index + _KEPT_LINES)))
        return frozenset(kept)

    def has(self, index: int, family: str) -> bool:
        """Whether a phrase of this family stands in the block."""
        found = self.families.get(index)
        return found is not None and family in found

    def hits(self, *families: str) -> Sequence[int]:
        """Blocks in which a phrase of one of these families stands."""
        if len(families) == 1:  # nearly always, and mostly of none
            return self.by_family.get(families[0], ())
        return [index for family in families for index in self.by_family.get(family, ())]

    def links_to(self, kind: str) -> list[int]:
        """Blocks that hold a link or an image whose address is of this kind."""
        links, images = self.link_kinds, self.image_kinds
        found = [index for index, kinds in links.items() if kind in kinds]
        return found + [index for index, kinds in images.items() if kind in kinds and kind not in links.get(index, ())]

    def all_images(self, index: int, *kinds: str) -> bool:
        """Whether every image of a block has an address of one of these kinds."""
        found = self.image_kinds.get(index, {})
        return 0 < len(self.blocks[index].images) <= sum(found.get(kind, 0) for kind in kinds)

    def external(self, index: int) -> bool:
        """Whether a block links to another site: menus hardly do, lists of readings do."""
        own = self.site
        return any("://" in link.url and site_of(link.url.split("/", 3)[2]) != own for link in self.blocks[index].links)

    def short(self, index: int) -> bool:
        """Whether a block is no longer than a menu entry."""
        return self.blocks[index].words <= _SHORT_WORDS

    def made_of_links(self, index: int) -> bool:
        """Whether nearly all of a block's text stands in links."""
        return self._linked[index]

    def menu_like(self, index: int) -> bool:
        """Whether a block is made of links with short texts, as the entries of a menu are."""
        block = self.blocks[index]
        return self._linked[index] and block.words <= _SHORT_WORDS * len(block.links)

    def minor(self, index: int) -> bool:
        """Whether a block is no text of its own: no prose, no code, no row of a table."""
        text = self.prose[index] or index in self.goes_on
        return not text and self.blocks[index].kind not in ("code", "row")

    def listed_links(self, index: int) -> int:
        """How many entries of the list around a block are links."""
        low, high = self.group(index)
        return sum(self._linked[low:high])

    def inside(self, index: int) -> bool:
        """Whether a block stands between the first and the last prose below the title."""
        return self.first_prose < index < self.last_prose

    def guarded(self, index: int) -> bool:
        """Whether a block could be a heading of the text, or inside it a list entry or the lead-in of one."""
        block = self.blocks[index]
        if self.made_of_links(index):
            return False
        if block.kind == "heading" and index + 1 < len(self.blocks) and self.prose[index + 1]:
            return True
        if not self.inside(index):
            return False
        return block.kind != "paragraph" or block.quoted or block.text.endswith((":", "："))

    def listed(self, index: int) -> bool:
        """Whether a block is an entry of a list inside the text."""
        return self.blocks[index].depth > 0 and self.inside(index)

    def protected(self, index: int) -> bool:
        """Whether a block stands in a section whose heading says that it is content: references, sources."""
        return index in self._kept

    def is_own(self, index: int) -> bool:
        """Whether the site's template is known and a line of text, no link or label, does not stand in it."""
        block = self.blocks[index]
        recurring = self.docket.evidence.get("template-text")
        if recurring is None or block.level or block.words < _OWN_WORDS or self.made_of_links(index):
            return False
        return recurring.get(index, 0.0) < _RECURRING

    def known(self, low: int, high: int) -> int:
        """How many of these blocks hold a phrase of any family of boilerplate."""
        return sum(at in self.families for at in range(low, high))

    def is_picture(self, index: int) -> bool:
        """Whether a block holds a picture that belongs to the text: no icon, and linked to itself at most."""
        block = self.blocks[index]
        return not self.all_images(index, "icon", "pixel", "ad") and any(
            not image.link or is_image_file(image.link) for image in block.images
        )

    def has_text_above(self, index: int, words: int) -> bool:
        """Whether at least so many words of prose stand between the title and the block."""
        return self.prose_above[index] - self.prose_above[min(self.top + 1, index)] >= words

    def ends_text(self, index: int) -> bool:
        """Whether most of the page's prose stands above a block."""
        above = self.prose_above[index]
        return self.prose_above[-1] - above <= _REST * above

    def section_end(self, index: int) -> int:
        """Where a section of furniture ends: at the next heading that is no deeper, or where a text begins.

        A text is two paragraphs of prose in a row: the teaser of a card stands alone under its title. Above the page's
        own title a section ends there at the latest, and one that a list entry opens ends with the list.
        """
        blocks = self.blocks
        end = self.top if index < self.top else self.section(index)
        if blocks[index].depth:
            end = min(end, self.group(index)[1])
        for at in range(index + 1, end):
            if self.prose[at] and blocks[at].words >= _STRONG_WORDS and not blocks[at].depth:
                alone = at + 1 >= len(blocks) or not self.prose[at + 1]
                if not alone or blocks[at].words >= _LONG_WORDS or blocks[index].kind != "heading":
                    return at
        return end

    def box(self, family: str, why: str) -> Iterator[Finding]:
        """The short lines around the heading of a box: its lead, its button, its small print."""
        for index, found in self.sections.items():
            if found != family or self.guarded(index):
                continue
            yield index, why
            for later in range(index + 1, min(index + 5, self.section(index))):
                if self.prose[later] and self.blocks[later].words > _STRONG_WORDS:
                    break
                if self.families.get(later) or self.short(later):
                    yield later, why

    def section(self, index: int) -> int:
        """Where what stands under a heading ends: at the next heading that is no deeper, or at the end of the page.

        A short line that acts as a heading reaches to the next heading of any level.
        """
        level = self.blocks[index].level or 6
        for later in range(bisect_right(self.headings, index), len(self.headings)):
            if self.blocks[self.headings[later]].level <= level:
                return self.headings[later]
        return len(self.blocks)

    def group(self, index: int) -> tuple[int, int]:
        """The blocks of the same list, table or paragraph around a block, as a half-open range."""
        blocks, group = self.blocks, self.blocks[index].group
        low = high = index
        while low > 0 and blocks[low - 1].group == group:
            low -= 1
        while high < len(blocks) and blocks[high].group == group:
            high += 1
        return low, high

    def lists(self, start: int = 0) -> Iterator[tuple[int, int]]:
        """The lists of a page from a block on, as half-open ranges."""
        return self._runs([index for index in range(start, len(self.blocks)) if self.blocks[index].depth])

    def tables(self) -> Iterator[tuple[int, int]]:
        """The tables of a page, as half-open ranges."""
        return self._runs([index for index, block in enumerate(self.blocks) if block.kind == "row"])

    def _runs(self, members: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The groups around blocks in order, each once."""
        done = 0
        for index in members:
            if index >= done:
                low, done = self.group(index)
                yield low, done

    def _is_prose(self, index: int, block: Block) -> bool:
        if block.words < _PROSE_WORDS or block.kind not in ("paragraph", "item", "html"):
            return (block.kind == "code" and block.words > 0) or (
                block.kind == "row" and block.words >= _ROW_WORDS and not block.linked
            )
        if block.linked > PROSE_LINKS * len(block.text):
            return False
        found = self.families.get(index)
        if found is not None and not _BOILERPLATE_PROSE.isdisjoint(found):
            return False
        return (
            block.text[-1] in _SENTENCE_MARKS
            or block.words >= _STRONG_WORDS
            or any(mark in block.text for mark in (". ", "。", "! ", "? ", "，"))
        )

    def _text_span(self) -> tuple[int, int]:
        """Where the page's main text ends, and how many words of prose it has.

        The main text is the run of blocks below the title with the most words over links: words count for a block,
        linked words and links count against it (Finn, Kushmerick and Smyth 2001: body text extraction, with blocks in
        place of tokens). The end is one past its last block.
        """
        best = total = 0.0
        end = start = best_start = self.top + 1
        blocks, prose = self.blocks, self.prose
        for index in range(self.top + 1, len(blocks)):
            block = blocks[index]
            links = block.links
            worth: float = block.words
            if links:
                worth = worth * (1 - 3 * block.link_density) - _LINK_COST * len(links)
            if not prose[index]:
                worth = (worth if worth < 0 else 0.0) - (_LINE_COST if block.kind != "row" else 0)
            if total <= 0:
                total, start = 0.0, index
            total += worth
            if total > best:
                best, end, best_start = total, index + 1, start
        return end, sum(blocks[index].words for index in range(best_start, end) if prose[index])

    def _own_title(self) -> int:
        """The heading that repeats the crawler's title before the text begins: the page's own title.

        Where no heading does, a plain line outside all lists may; else it is the crawler's; or -1.
        """
        titles = self.titles
        if not titles:
            return -1
        prose = 0
        plain = -1
        for index in range(titles[0] + 1, len(self.blocks)):
            if index in self.is_title:
                block = self.blocks[index]
                if block.kind == "heading":
                    return index
                if plain < 0 and not block.linked and not block.depth:
                    plain = index
            prose += self.prose[index]
            if prose >= _PROSE_ABOVE_TITLE:
                break
        return plain if plain >= 0 else titles[0]
