"""Which blocks of a page stand in a text that somebody took from it: labels for pages without line labels.

The text is an ordered part of the page, more or less. Word sequences that stand once in both are anchors; the longest
rising run of them ties the page to the text. A long block is content when most of its word triples stand in the text; a
short one only where it stands in the text at the place that its neighbours give it, for "Share" may stand anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"[\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_]+")
_ANCHOR: Final = 4  # words that stand together once in the page and once in the text
_SHORT: Final = 6  # words: a shorter block may stand in the text by chance
_SLACK: Final = 12  # words that a short block may lie outside the place its neighbours give it
_MOST: Final = 0.6  # of its triples in the text: content
_LEAST: Final = 0.3  # below it: not; between the two nobody knows


class Label(NamedTuple):
    """What is known of a block: 1 content, 0 furniture, and how sure that is, 0 to 1."""

    content: float
    sure: float


def tokens(text: str) -> list[str]:
    """The words of a text in lower case; a CJK character is a word."""
    return _TOKEN.findall(text.lower())


def align(blocks: Sequence[str], truth: str) -> list[Label]:
    """One label a block, for the texts of a page's blocks and the content that was taken from it."""
    want = tokens(truth)
    have = [tokens(block) for block in blocks]
    places = _places(have, want)
    triples = {size: _grams(want, size) for size in (1, 2, 3)}
    labels: list[Label] = []
    low = 0
    later = _later(have, places, len(want))
    taken: Counter[int] = Counter()
    for index, words in enumerate(have):
        if not words:
            labels.append(Label(0.0, 0.0))
            continue
        high = later[index]
        size = min(3, len(words))
        found = triples[size]
        grams = [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]
        share = sum(gram in found for gram in grams) / len(grams)
        if index in places:
            low = places[index][1]
        if len(words) >= _SHORT:
            if index not in places and share >= _MOST and not _is_near(found, grams, low, high):
                labels.append(Label(1.0, 0.3))  # in the text, elsewhere: a copy, or a text in another order
            else:
                labels.append(Label(float(share >= _MOST), 1.0 if not _LEAST < share < _MOST else 0.3))
            continue
        place = _claim(found.get(grams[0], ()), low, high, taken) if share == 1 and places else None
        if place is not None:
            taken[place] += 1
            low = max(low, place + len(words))
        labels.append(Label(float(place is not None), 1.0))
    return _filled(have, labels)


def _filled(have: Sequence[Sequence[str]], labels: list[Label]) -> list[Label]:
    """Blocks without words, rules and pictures, go with both neighbours where these agree."""
    known = [index for index, words in enumerate(have) if words]
    for index, words in enumerate(have):
        if words:
            continue
        at = bisect_left(known, index)
        near = [labels[known[side]].content for side in (at - 1, at) if 0 <= side < len(known)]
        if near and len(set(near)) == 1:
            labels[index] = Label(near[0], 0.5)
    return labels


def _grams(words: Sequence[str], size: int) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for at in range(len(words) - size + 1):
        found.setdefault(tuple(words[at : at + size]), []).append(at)
    return found


def _is_near(found: dict[tuple[str, ...], list[int]], grams: Sequence[tuple[str, ...]], low: int, high: int) -> bool:
    inside = sum(_within(found.get(gram, ()), low, high) is not None for gram in grams)
    return inside >= _MOST * len(grams)


def _within(places: Sequence[int], low: int, high: int) -> int | None:
    at = bisect_left(places, low - _SLACK)
    return places[at] if at < len(places) and places[at] <= high + _SLACK else None


def _claim(places: Sequence[int], low: int, high: int, taken: Counter[int]) -> int | None:
    """The first place in the text that a short block can have and no other block has."""
    for at in range(bisect_left(places, low - _SLACK), len(places)):
        if places[at] > high + _SLACK:
            return None
        if not taken[places[at]]:
            return places[at]
    return None


def _places(have: Sequence[Sequence[str]], want: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Where in the text a block stands, first and last word, for the blocks that hold an anchor."""
    page = [(word, index) for index, words in enumerate(have) for word in words]
    ours = _once([word for word, _ in page])
    theirs = _once(want)
    pairs = sorted((at, theirs[gram]) for gram, at in ours.items() if gram in theirs)
    found: dict[int, tuple[int, int]] = {}
    for at, place in _rising(pairs):
        index = page[at][1]
        first, _ = found.get(index, (place, place))
        found[index] = (first, place + _ANCHOR)
    return found


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    grams = [tuple(words[at : at + _ANCHOR]) for at in range(len(words) - _ANCHOR + 1)]
    times = Counter(grams)
    return {gram: at for at, gram in enumerate(grams) if times[gram] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_right(tails, place)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            ends.append(number)
        else:
            tails[at], ends[at] = place, number
    run: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]


def _later(have: Sequence[Sequence[str]], places: dict[int, tuple[int, int]], end: int) -> list[int]:
    """Where the next anchored block begins in the text, of each block."""
    later = [end] * len(have)
    following = end
    for index in range(len(have) - 1, -1, -1):
        later[index] = following
        if index in places:
            following = places[index][0]
    return later
