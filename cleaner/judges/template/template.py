"""The template of a site: the lines and link targets that its pages share, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise
from typing import Any, Final, NamedTuple

from cleaner.judges.template.keys import line_of, targets, title_of, title_parts, with_title
from cleaner.judges.template.memory import Memory, Remembered
from cleaner.judges.template.places import FEWEST as FEWEST_OF_PLACE
from cleaner.judges.template.places import Place, counted, lines_by_path

SHARE: Final = 0.12
"""Share of a site's other pages from which on a line is furniture: measured on labelled dumps, flat from .03 to .2."""

FEWEST: Final = 2
"""Pages a line must stand on besides the one that is judged, and the fewest that show anything."""

MOST: Final = 0.5
"""Share of a site's other pages from which on even a link inside the text, or its target alone, is furniture."""

_KEPT_SHARE: Final = 0.1  # lines that come less often are not worth a line of the file
_DIGITS: Final = 3  # of a share, as its file has it
_SAME: Final = 0.5  # of the sentences of a page that stand on another, too, make both the same page
_SAME_LINES: Final = 2
_ALIKE: Final = 0.7  # of the pairs of letters of two titles are the same: one title with a change
_FEW: Final = 4  # pages that may be versions of one text; a sentence on more is the site's
_COPIES: Final = 0.25  # of the pages may be, where that is more


class Recurring(NamedTuple):
    """A line that recurs: on how many pages, and how it stands on one of them."""

    pages: int
    sample: str


@dataclass(frozen=True, slots=True)
class Template:
    """What one site repeats."""

    site: str
    pages: int
    """Distinct pages it was learned from; pages that are nearly the same count as one."""
    seen: int
    """About how many pages of the site came by."""
    first: str
    """First and last day of any of them (ISO 8601), or ""."""
    last: str
    share: float
    """Share of the text of a page that recurs, in the mean over the pages, 0 to 1."""
    borrowed: tuple[str, ...]
    """Other sites with the same layout whose pages count here, for this one has few of its own."""
    known: frozenset[str]
    """Addresses of the pages it was learned from."""
    lines: Mapping[str, Recurring]
    """By key, most frequent first."""
    links: Mapping[str, int]
    """Targets of links, and on how many pages each stands."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Of pages of HTML: paths of the elements that hold nothing but what recurs."""
    tables: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    """Room for what the judge works out of it once, for all pages."""

    @property
    def name(self) -> str:
        """The site, with those whose pages count here: what a reason says."""
        return " and ".join((self.site, *self.borrowed))


def learned(site: str, memory: Memory, borrowed: Mapping[str, Memory] | None = None) -> Template:
    """Count what the pages of a memory share, with the pages of other sites that have the same layout."""
    lenders = borrowed or {}
    pages = sorted(chain(memory, *lenders.values()), key=lambda page: page.rank)
    read = [_read(page, site, placed=len(pages) >= FEWEST_OF_PLACE) for page in pages]
    groups = _distinct(read)
    lines: Counter[str] = Counter()
    links: Counter[str] = Counter()
    for group in groups:
        lines.update(set().union(*(read[index].samples for index in group)))
        links.update(set().union(*(read[index].links for index in group)))
    least = max(FEWEST, _KEPT_SHARE * len(groups))
    order = sorted((-count, key) for key, count in lines.items() if count >= least)
    samples = dict(chain.from_iterable(page.samples.items() for page in reversed(read)))
    least_links = max(FEWEST, MOST * len(groups))
    return Template(
        site=site,
        pages=len(groups),
        seen=memory.seen,
        first=memory.first,
        last=memory.last,
        share=round(_share(read, lines, 1 + max(FEWEST, SHARE * (len(groups) - 1))), _DIGITS),
        borrowed=tuple(sorted(lenders)),
        known=frozenset(page.address for page in pages),
        lines={key: Recurring(-count, samples[key].decode("utf-8", "replace")) for count, key in order},
        links={
            target: -count
            for count, target in sorted((-count, target) for target, count in links.items() if count >= least_links)
        },
        places=counted([_merged(read, group) for group in groups], lines, least_links),
    )


class _Page(NamedTuple):
    """A page, ready to be counted."""

    title: str
    samples: dict[str, bytes]
    """Its lines by key, each as it first stands."""
    sentences: frozenset[str]
    links: frozenset[str]
    places: Mapping[str, set[str]]
    """The keys of the lines that stand in elements of a path; what is the title has a key that no line has."""


def _read(page: Remembered, site: str, placed: bool) -> _Page:
    samples: dict[str, bytes] = {}
    sentences = []
    keys = []
    title = title_of(page.title)
    lines = page.lines
    for source in lines:
        key, is_prose = line_of(source)
        keys.append(f"\n{key}" if key == title else with_title(key, title))
        if key and key != title:
            samples.setdefault(with_title(key, title), source)
            if is_prose:
                sentences.append(key)
    text = b"\n".join(lines).decode("utf-8", "replace")
    places = {
        path: {keys[at] for at in inside} - {""} for path, inside in lines_by_path(page.nodes if placed else ()).items()
    }
    return _Page(page.title, samples, frozenset(sentences), frozenset(targets(text, site)), places)


def _merged(pages: Sequence[_Page], group: Sequence[int]) -> Mapping[str, set[str]]:
    """The places of pages that count as one."""
    if len(group) == 1:
        return pages[group[0]].places
    paths = set().union(*(pages[index].places for index in group))
    return {path: set().union(*(pages[index].places.get(path, ()) for index in group)) for path in paths}


def _distinct(pages: Sequence[_Page]) -> list[list[int]]:
    """The pages in groups of those that are nearly the same: versions of one text, a list of news on two days.

    Their titles are alike, and half of their sentences are the same, not counting those that stand on many pages and
    are the site's. Pages that share all they have but for their titles are not one: they hold none of what they
    should, but what the site shows in its place.
    """
    counts = Counter(chain.from_iterable(page.sentences for page in pages))
    common = {key for key, count in counts.items() if count > max(_FEW, _COPIES * len(pages))}
    own = [page.sentences - common for page in pages]
    titles = _own_titles(pages)
    leader = list(range(len(pages)))

    def first(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for one, other in combinations(range(len(pages)), 2):
        if len(titles[one] & titles[other]) < _ALIKE * max(len(titles[one]), len(titles[other])):
            continue
        most = max(len(own[one]), len(own[other]))
        shared = len(own[one] & own[other])
        same = pages[one].samples.keys() == pages[other].samples.keys()
        if same or (shared >= _SAME_LINES and shared >= _SAME * most):
            leader[first(other)] = first(one)
    groups: dict[int, list[int]] = {}
    for index in range(len(pages)):
        groups.setdefault(first(index), []).append(index)
    return list(groups.values())


def _own_titles(pages: Sequence[_Page]) -> list[frozenset[str]]:
    """The titles as pairs of letters, without the parts that most pages have: the name of the site."""
    parts = [title_parts(page.title) for page in pages]
    counts = Counter(chain.from_iterable(map(set, parts)))
    common = {part for part, count in counts.items() if count > max(FEWEST, MOST * len(pages))}
    own = (" ".join(part for part in each if part not in common) for each in parts)
    return [frozenset(map("".join, pairwise(title))) for title in own]


def _share(pages: Iterable[_Page], lines: Counter[str], least: float) -> float:
    """The mean share of a page's text that stands on at least so many pages, itself among them."""
    shares = list(_shares(pages, lines, least))
    return sum(shares) / len(shares) if shares else 0.0


def _shares(pages: Iterable[_Page], lines: Counter[str], least: float) -> Iterator[float]:
    for page in pages:
        total = sum(map(len, page.samples))
        if total:
            yield sum(len(key) for key in page.samples if lines[key] >= least) / total
