"""What the tests of the judge of templates share: a page before that judge alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cleaner.judges.template import TemplateRules, Templates
from cleaner.learn import learn
from cleaner.ruling import Docket, Ruling
from cleaner.sources import blocks_of
from cleaner.sources.page import read
from tests.sites import FOOTER, MENU, article, site, words

Blocks = Callable[[int], Iterable[str]]


class Case:
    """A page before the judge alone."""

    def __init__(self, source: str | bytes, templates: Templates) -> None:
        page = read(source.encode() if isinstance(source, str) else source, None, "markdown")
        blocks = blocks_of(page)
        self.docket = Docket()
        self.rulings = list(TemplateRules(templates)(page, blocks, self.docket))
        self.lines = [page.data[block.start : block.end].decode("utf-8", "replace") for block in blocks]

    @property
    def gone(self) -> list[str]:
        """The blocks that go, as they stand in the source."""
        return [self.lines[ruling.block] for ruling in self.rulings]

    def ruling(self, line: str) -> Ruling:
        """The ruling on a block."""
        return next(ruling for ruling in self.rulings if self.lines[ruling.block] == line)

    def evidence(self, name: str, line: str) -> float:
        """A number on the docket; 0 where there is none."""
        return self.docket.evidence[name].get(self.lines.index(line), 0.0)


def judged(blocks: Blocks, others: int = 9, known: bool = False) -> Case:
    """Page 0 of a site before the template of so many other pages, and of its own if it is `known`."""
    pages = site(others + 1, blocks)
    return Case(pages[0], learn(pages if known else pages[1:]))


def among(*inside: str, on: int = 10) -> Blocks:
    """Pages that have these blocks between their own paragraphs; `on` says how many of them."""
    return lambda number: [*MENU, *article(number)[:2], *(inside if number < on else ()), *article(number)[2:], *FOOTER]


def below_title(*lines: str, on: int = 10) -> Blocks:
    """Pages that have these blocks between title and text."""
    return lambda number: [*MENU, *article(number)[:1], *(lines if number < on else ()), *article(number)[1:], *FOOTER]


def at_end(*lines: str, on: int = 10) -> Blocks:
    """Pages that have these blocks below their text."""
    return lambda number: [*MENU, *article(number), *(lines if number < on else ())]


def wrapped(seed: object) -> str:
    """A paragraph wrapped at 70 columns; the line in the middle is the page's own."""
    return "\n".join(
        [
            "Otters have the right of way on all of the bridges along the river and",
            words(f"wrapped {seed}", 20)[:70].strip(),
            "nobody may feed them but those who live on the bank or near it, ever.",
        ]
    )
