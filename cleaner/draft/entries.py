"""The entries of a draft: ranges and sections, lists of the lines that these leave, and what each is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from cleaner.draft.entry import Entry
from cleaner.draft.ranges import LEAST, is_harmless, ranges, taken_by, together, written
from cleaner.draft.sample import PLACES, Sample, Taken, standing
from cleaner.sources.words import normalise

_GROUP: Final = 3  # lines that stand together make an entry; fewer go with others of their place
_SLUG_WORDS: Final = 4
_SLUG: Final = 28  # characters

_PREFIXES: Final = ("top", "top", "box", "foot")
_LOOSE: Final = ("above-title", "above-text", "in-text", "below-text")


def entries_of(samples: Sequence[Sample]) -> list[Entry]:
    """What takes off the samples nearly all that the template judge does, from the top of the page to its end."""
    chosen = ranges(samples)
    covered = together((taken for _, taken in chosen), samples)
    others = [*_lines(samples, covered), *_addresses(samples, covered)]
    chosen += [
        (entry, taken)
        for entry, taken in zip(others, taken_by(others, samples), strict=True)
        if any(taken) and is_harmless(samples, taken)
    ]
    chosen = _needed(chosen, samples)
    chosen.sort(key=lambda pair: standing(samples, pair[1]))
    names: set[str] = set()
    return [_named(entry, taken, samples, names) for entry, taken in chosen]


def _needed(chosen: list[tuple[Entry, Taken]], samples: Sequence[Sample]) -> list[tuple[Entry, Taken]]:
    """The entries without those of which the others take nearly all."""
    for one in reversed(chosen):
        others = together((taken for entry, taken in chosen if entry is not one[0]), samples)
        alone = sum(bool(here & sample.gone - rest) for here, sample, rest in zip(one[1], samples, others, strict=True))
        if alone < LEAST * len(samples):
            chosen = [pair for pair in chosen if pair is not one]
    return chosen


def _lines(samples: Sequence[Sample], covered: Taken) -> Iterator[Entry]:
    """Lists of the lines that no range takes: of those that stand together, and of single ones by their place."""
    values = written(samples, LEAST)
    left = Counter(
        mark
        for sample, done in zip(samples, covered, strict=True)
        for mark in {sample.mark(index) for index in sample.gone - done}
    )
    seen = {mark for mark in values if left[mark] < LEAST * len(samples)}
    loose: dict[int, list[str]] = {}
    for sample, done in zip(samples, covered, strict=True):
        for run in sample.runs():
            new = {}
            for index in run:
                mark = sample.mark(index)
                if index not in done and mark in values and mark not in seen:
                    seen.add(mark)
                    new[values[mark]] = sample.place(index)
            if len(new) >= _GROUP:
                yield Entry({"line": _distinct(new)})
            else:
                for value, place in new.items():
                    loose.setdefault(place, []).append(value)
    for place, single in sorted(loose.items()):
        yield Entry({"line": _distinct(single)}, id=_LOOSE[place])


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """The values; of those that match the same lines the first."""
    first: dict[str, str] = {}
    for value in values:
        first.setdefault(normalise(value), value)
    return tuple(first.values())


def _addresses(samples: Sequence[Sample], covered: Taken) -> Iterator[Entry]:
    """Pictures, and links whose text varies, by their addresses."""
    pages: dict[str, Counter[str]] = {"image": Counter(), "link": Counter()}
    for sample, done in zip(samples, covered, strict=True):
        found = {"image": set[str](), "link": set[str]()}
        for index in sample.gone - done:
            block = sample.blocks[index]
            if not block.text.strip():
                found["image"].update(_glob(image.url) for image in block.images)
            elif index in sample.by_link:
                found["link"].update(_glob(link.url) for link in block.links)
        for key, urls in found.items():
            pages[key].update(urls - {""})
    for key, counts in pages.items():
        often = sorted(url for url, count in counts.items() if count >= max(2, LEAST * len(samples)))
        if often:
            yield Entry({key: tuple(often)})


def _glob(url: str) -> str:
    """An address as a matcher takes it, without what changes; "" for one that says nothing."""
    path, query, _ = url.partition("?")
    return "" if path in ("", "#", "/") or path.startswith("data:") else path + "?*" * bool(query)


def _named(entry: Entry, taken: Taken, samples: Sequence[Sample], names: set[str]) -> Entry:
    """An entry with its id, one that `names` does not have yet, and its why."""
    place, _ = standing(samples, taken)
    (key, values), *more = entry.matchers.items()
    first = values[0]
    where = PLACES[place]
    name = _LOOSE[place] if entry.id else f"{_prefix(place, taken, samples)}-{_slug(first)}"
    if key in ("before", "to"):
        name = "masthead"
    elif key == "from" and not more:
        name, where = "footer", f"{where}, to the end of the page"
    elif key == "heading":
        name, where = f"box-{_slug(first)}", f"{where}, under “{first}”"
    elif key in ("image", "link"):
        name = {"image": "pictures", "link": "links"}[key]
    unique = next(one for one in (name, *(f"{name}-{number}" for number in range(2, 1_000))) if one not in names)
    names.add(unique)
    verb = "stand" if len(values) > 1 else "stands"
    return replace(entry, id=unique, why=f"{verb} {where}, on {sum(map(bool, taken))} of {len(samples)} pages")


def _prefix(place: int, taken: Taken, samples: Sequence[Sample]) -> str:
    """What sort of lines these are, as far as their links tell."""
    blocks = [sample.blocks[index] for sample, found in zip(samples, taken, strict=True) for index in found]
    shares = sum(any("share" in link.url or "intent" in link.url for link in block.links) for block in blocks)
    if 2 * shares > len(blocks):
        return "share"
    linked = sum(block.link_density >= 0.5 for block in blocks)
    return "menu" if place < 2 and 2 * linked > len(blocks) else _PREFIXES[place]


def _slug(text: str) -> str:
    words = "".join(character if character.isalnum() else " " for character in normalise(text)).split()
    return "-".join(words[:_SLUG_WORDS])[:_SLUG].strip("-") or "lines"
