"""Entries that save many: ranges and sections which take nothing but what the template judge takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from cleaner.block import Block
from cleaner.draft.entry import Entry
from cleaner.draft.sample import Sample, Taken
from cleaner.judges.site import rule_site
from cleaner.judges.site.load import TITLE, parse

LEAST: Final = 0.25
"""Share of the pages that have a line which is written down: a draft is read by a person."""

_STABLE: Final = 0.45  # share of the pages that have a line which begins or ends a range
_STRAY: Final = 0.1  # of what an entry takes may be short lines that the judge left: a date, a path of categories
_GAIN: Final = 3  # lines a page that a range or a section must save: a list of two lines reads better
_LONGEST_VALUE: Final = 90  # characters; of longer lines the beginning is written


def taken_by(entries: Sequence[Entry], samples: Sequence[Sample]) -> list[Taken]:
    """What each entry takes off each sample, by the judge that will read them."""
    numbered = [replace(entry, id=str(number), why="-") for number, entry in enumerate(entries)]
    site = parse("".join(('[site]\nname = "-"\nhosts = ["-"]\n', *(entry.toml() for entry in numbered))), "-")
    taken: list[Taken] = [[set() for _ in samples] for _ in entries]
    for at, sample in enumerate(samples):
        for ruling in rule_site(site, sample.page, sample.blocks):
            taken[int(ruling.rule.rpartition("/")[2])][at].add(ruling.block)
    return taken


def is_harmless(samples: Sequence[Sample], taken: Taken, usual: Collection[str] = ()) -> bool:
    """Whether an entry takes hardly anything but what the judge takes, and nothing dear.

    Lines that `usual` names count as furniture where the judge was not sure of them, too.
    """
    stray = total = 0
    for sample, found in zip(samples, taken, strict=True):
        kept = [
            index for index in found - sample.gone if not sample.is_blank(index) and sample.mark(index) not in usual
        ]
        if any(map(sample.is_dear, kept)):
            return False
        stray += len(kept)
        total += len(found)
    return stray <= _STRAY * total


def together(takings: Iterable[Taken], samples: Sequence[Sample]) -> Taken:
    """What several entries take."""
    everything: Taken = [set() for _ in samples]
    for taken in takings:
        for so_far, here in zip(everything, taken, strict=True):
            so_far.update(here)
    return everything


def ranges(samples: Sequence[Sample]) -> list[tuple[Entry, Taken]]:
    """Ranges and sections with what they take: again and again the one that saves most beside those chosen before."""
    candidates = _candidates(samples)
    usual = _usual(samples)
    harmless = [
        (entry, taken, [found & sample.gone for sample, found in zip(samples, taken, strict=True)])
        for entry, taken in zip(candidates, taken_by(candidates, samples), strict=True)
        if any(taken) and is_harmless(samples, taken, usual)
    ]
    covered: Taken = [set() for _ in samples]

    def saves(one: tuple[Entry, Taken, Taken]) -> tuple[bool, bool, int, int]:
        entry, _, useful = one
        new = [len(here - done) for here, done in zip(useful, covered, strict=True) if here]
        is_worth_it = len(new) >= LEAST * len(samples) and sum(new) >= _GAIN * len(new)
        return is_worth_it, TITLE in entry.matchers.get("before", ()), sum(new), -entry.size

    chosen: list[tuple[Entry, Taken]] = []
    while harmless:
        best = max(harmless, key=saves)
        if not saves(best)[0]:
            break
        harmless.remove(best)
        chosen.append(best[:2])
        covered = together((covered, best[1]), samples)
    return chosen


def _candidates(samples: Sequence[Sample]) -> list[Entry]:
    """Every range that stable lines might begin or end, and every section."""
    ends = written(samples, _STABLE, stays=1.0)
    headings = written(samples, LEAST)
    found: dict[tuple[tuple[str, str], ...], None] = {(("before", TITLE),): None}
    for sample in samples:
        for run in sample.runs():
            values = [(index, ends[mark]) for index in run if (mark := sample.mark(index)) in ends]
            for index, value in values:
                found[("to" if sample.place(index) < 2 else "from", value),] = None
            for (_, first), (_, last) in product(values[:2], values[-2:]):
                if first != last:
                    found[("from", first), ("to", last)] = None
            for index in run:
                if sample.blocks[index].level and (value := headings.get(sample.mark(index), "")):
                    found[("heading", value),] = None
    return [Entry({key: (value,) for key, value in one}) for one in found]


def _usual(samples: Sequence[Sample]) -> set[str]:
    """Lines that go on most of the pages that have them."""
    balance: Counter[str] = Counter()
    for sample in samples:
        for index in range(len(sample.blocks)):
            balance[sample.mark(index)] += 1 if index in sample.gone else -1
    return {mark for mark, count in balance.items() if mark and count > 0}


def written(samples: Sequence[Sample], share: float, stays: float = _STRAY) -> dict[str, str]:
    """The lines that go on this share of the pages, by their marks, as matchers take them.

    They may stay on other pages, up to `stays` times as many.
    """
    gone: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    values: dict[str, str] = {}
    for sample in samples:
        marks = {sample.mark(index): index for index in sorted(sample.gone, reverse=True)}
        gone.update(marks.keys())
        kept.update({sample.mark(index) for index in range(len(sample.blocks)) if index not in sample.gone})
        for mark, index in marks.items():
            if mark not in values:
                values[mark] = _value(sample.blocks[index], mark)
    least = max(2, share * len(samples))
    return {
        mark: values[mark]
        for mark, count in gone.items()
        if count >= least and kept[mark] <= stays * count and values[mark]
    }


def _value(block: Block, mark: str) -> str:
    """A line as a matcher takes it; "" for one without a word."""
    text = mark.replace(TITLE, "*") if TITLE in mark else " ".join(block.text.split())
    if len(text) > _LONGEST_VALUE:
        head = text[: _LONGEST_VALUE // 2]
        text = (head.rpartition(" ")[0] or head) + "*"
    return text if any(character.isalpha() for character in text) else ""
