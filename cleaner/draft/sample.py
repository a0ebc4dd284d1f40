"""A page of the site, and where on it stands what the template judge takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.judges.template import TemplateRules
from cleaner.judges.template.keys import with_title
from cleaner.judges.template.match import LINK
from cleaner.ruling import Docket
from cleaner.sources import blocks_of, front_matter
from cleaner.sources.page import Page, read
from cleaner.sources.title import repeats_title
from cleaner.sources.words import normalise

PLACES: Final = ("above the page's own title", "above the text", "in the text", "below the text")

_PROSE_WORDS: Final = 12  # of a line that is not a link: no label of a site is as long
_OWN_WORDS: Final = 8  # ... and from here on it may be where the text begins or ends
_LINKED: Final = 0.5


class Sample:
    """One page of the site."""

    def __init__(self, page: Page, judge: TemplateRules) -> None:
        self.page = page
        self.blocks = blocks_of(page)
        self.title = normalise(page.title)
        rules = {ruling.block: ruling.rule for ruling in judge(page, self.blocks, Docket()) if not ruling.keep}
        self.gone = rules.keys()
        """Indexes of the blocks that the template judge takes."""
        self.by_link = {index for index, rule in rules.items() if rule == LINK}
        """Those of them that it knows by where their links lead."""
        titles = [index for index, block in enumerate(self.blocks) if self.title and repeats_title(block, self.title)]
        self.titles = frozenset(titles)
        self.top = next((index for index in titles if index), 0)
        """Index of the page's own title: the first block may be the crawler's."""
        own = [index for index in range(self.top, len(self.blocks)) if self._is_own(index)]
        self.text = range(own[0], own[-1] + 1) if own else range(0)

    def _is_own(self, index: int) -> bool:
        block = self.blocks[index]
        return (
            index not in self.gone
            and index not in self.titles
            and not block.level
            and block.words >= _OWN_WORDS
            and block.link_density < _LINKED
        )

    @property
    def own(self) -> list[int]:
        """Blocks that are text of the page's own."""
        return [index for index in self.text if self._is_own(index)]

    def is_blank(self, index: int) -> bool:
        """Whether there is nothing to lose in a block: a rule, a marker."""
        return not self.blocks[index].key and not self.blocks[index].images

    def is_dear(self, index: int) -> bool:
        """Whether a block that stays must not go with others: a sentence, a picture, code, the title."""
        block = self.blocks[index]
        is_prose = block.words >= _PROSE_WORDS and block.link_density < _LINKED
        return is_prose or bool(block.images) or block.kind == "code" or index in self.titles

    def mark(self, index: int) -> str:
        """What makes a block the same as one of another page."""
        return with_title(self.blocks[index].key, self.title)

    def place(self, index: int) -> int:
        """Where a block stands, as an index of `PLACES`."""
        if index < self.top:
            return 0
        return 1 if index < self.text.start else 2 if index < self.text.stop else 3

    def source(self, index: int) -> str:
        """A block's lines as they stand, without the indentation of lists that may not be there."""
        block = self.blocks[index]
        lines = self.page.data[block.start : block.end].decode("utf-8", "replace").replace("\r", "")
        return lines if block.kind == "code" else lines.strip()

    def runs(self) -> Iterator[list[int]]:
        """Runs of blocks that go, one after the other."""
        run: list[int] = []
        for index in range(len(self.blocks)):
            if index in self.gone:
                run.append(index)
            elif run and not self.is_blank(index):
                yield run
                run = []
        if run:
            yield run


Taken = list[set[int]]
"""The blocks that an entry takes, by sample."""


def standing(samples: Sequence[Sample], taken: Taken) -> tuple[int, float]:
    """Where the blocks mostly stand: the place, and how far down their pages they are in the mean."""
    where = [
        (sample.place(index), index / len(sample.blocks))
        for sample, found in zip(samples, taken, strict=True)
        for index in found
    ]
    place = Counter(place for place, _ in where).most_common(1)[0][0]
    return place, sum(far for _, far in where) / len(where)


def page_of(title: str, url: str, body: str) -> Page:
    """A page in the form in which tests carry it."""
    none = front_matter.read(b"")
    head = "".join(front_matter.line_for(key, value, none) for key, value in (("title", title), ("url", url)))
    return read(f"---\n{head}---\n\n{body.strip()}\n".encode(), kind="markdown")
