"""The tests of a draft: one or two of the site's pages on which every entry has something to take."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import Final, NamedTuple

from cleaner.block import Block
from cleaner.draft.entry import Entry, string, strings, text
from cleaner.draft.sample import Sample, page_of
from cleaner.judges.site import rule_site
from cleaner.judges.site.load import Site, parse
from cleaner.ruling import Docket
from cleaner.sources import blocks_of
from cleaner.sources.page import Page

_LINES: Final = 150  # of a page that stands in a test as it is; of longer ones a part does
_SHOWN: Final = 3  # blocks that an entry takes, of the first and of the last, in such a part
_TEXT: Final = 12  # blocks of text in it
_STAY: Final = 5
_GONE: Final = 2  # lines of each entry


class _Shown(NamedTuple):
    """A page as it stands in a test, and what the entries do to it."""

    page: Page
    gone: dict[str, list[str]]
    """Lines that go, by the entry that takes them."""
    stay: list[str]
    """Lines of text that stay."""

    def toml(self, number: int) -> str:
        gone = [line for lines in self.gone.values() for line in sorted(lines, key=len)[:_GONE]]
        short = set(sorted(self.stay[:_TEXT], key=len)[:_STAY])
        stay = [line for line in self.stay if line in short]
        return (
            f"[[tests]]\nname = {string(f'page {number}')}\nurl = {string(self.page.url)}\n"
            f"source = {text(self.page.data.decode())}\n"
            f"gone = {strings(gone, as_list=True)}\nstay = {strings(stay, as_list=True)}\n"
        )


def tests_of(samples: Sequence[Sample], entries: Sequence[Entry]) -> tuple[list[str], set[str]]:
    """The tests as they stand in the file, and the ids of the entries that they show.

    Of all pairs of pages the one is taken that shows most entries, and of these the shortest; a single page, if it
    shows as many.
    """
    if not entries:
        return [], set()
    site = parse("".join(('[site]\nname = "-"\nhosts = ["-"]\n', *(entry.toml() for entry in entries))), "-")
    shown = [found for sample in samples if (found := _shown(sample, site)).gone and found.stay]
    if not shown:
        return [], set()

    def worth(pair: tuple[_Shown, _Shown]) -> tuple[int, int]:
        one, other = pair
        size = len(one.page.data) + len(other.page.data) * (one is not other)
        return len(one.gone.keys() | other.gone.keys()), -size

    pair = max(combinations_with_replacement(shown, 2), key=worth)
    chosen = [pair[0]] if pair[0] is pair[1] else list(pair)
    return [page.toml(number) for number, page in enumerate(chosen, 1)], pair[0].gone.keys() | pair[1].gone.keys()


def _shown(sample: Sample, site: Site) -> _Shown:
    page = page_of(sample.page.title, sample.page.url, sample.page.body.replace("\r", ""))
    if page.data.count(b"\n") > _LINES:
        page = page_of(sample.page.title, sample.page.url, _part(sample, site))
    blocks = blocks_of(page)
    takers = _takers(site, page, blocks)
    by_line: dict[str, set[str]] = {}
    for index, block in enumerate(blocks):
        for line in page.data[block.start : block.end].decode().split("\n"):
            by_line.setdefault(line.strip(), set()).add(takers.get(index, ""))
    gone: dict[str, list[str]] = {}
    for line, ids in by_line.items():
        if line and "" not in ids:
            gone.setdefault(ids.pop(), []).append(line)
    own = dict.fromkeys(line.strip() for index in sample.own for line in sample.source(index).split("\n"))
    return _Shown(page, gone, [line for line in own if line and by_line.get(line) == {""}])


def _takers(site: Site, page: Page, blocks: Sequence[Block]) -> dict[int, str]:
    """The id of the entry that takes each block."""
    docket = Docket()
    for ruling in rule_site(site, page, blocks):
        docket.enter(ruling)
    return {index: ruling.rule.rpartition("/")[2] for index, ruling in docket.rulings.items()}


def _part(sample: Sample, site: Site) -> str:
    """A page without most of its text, and without most of what an entry takes; titles and headings are all there."""
    takers = _takers(site, sample.page, sample.blocks)
    taken: dict[str, list[int]] = {}
    for index in sorted(takers):
        taken.setdefault(takers[index], []).append(index)
    shown = set(sample.own[:_TEXT]) | sample.titles
    shown.update(index for index, block in enumerate(sample.blocks) if block.level and index not in takers)
    for indexes in taken.values():
        shown.update(indexes[:_SHOWN] + indexes[-_SHOWN:])
    return "\n\n".join(map(sample.source, sorted(shown)))
