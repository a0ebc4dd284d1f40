"""What the words of classes and ids are worth: how often, over sites, content stands in elements that are called so.

Each site has one vote a word, the share of the text under it that is content, so that no site with many pages decides.
A page is shown in training with the votes of all other sites: else the words of its own would tell it the answer.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from cleaner.judges.model.tree import Outline

_DOUBT: Final = 1.5  # votes that each word has on both sides before any site is asked
_FEWEST: Final = 4  # sites; a word of fewer is theirs
_MOST: Final = 4.0  # log-odds

Shares = Mapping[str, tuple[float, float]]
"""Of each word, how much text under it is content and how much is not."""


def shares_of(page: Outline, content: np.ndarray, sure: np.ndarray, size: np.ndarray) -> dict[str, tuple[float, float]]:
    """What one page says of the words in it; `content`, `sure` and `size` are of its blocks."""
    weight = sure * np.sqrt(size + 1)
    count = len(page.trails)
    sums = np.stack(
        [np.bincount(page.of, weight * content, count), np.bincount(page.of, weight * (1 - content), count)]
    )
    for number in range(count - 1, 0, -1):
        if page.above[number] >= 0:
            sums[:, page.above[number]] += sums[:, number]
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for trail, yes, no in zip(page.trails, *sums.tolist(), strict=True):
        for word in set(trail.words):
            found[word][0] += yes
            found[word][1] += no
    return {word: (yes, no) for word, (yes, no) in found.items() if yes + no > 0}


class Votes:
    """The votes of all sites of a training set."""

    def __init__(self, pages: Iterable[tuple[str, Shares]]) -> None:
        sites: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        for host, shares in pages:
            for word, (yes, no) in shares.items():
                sites[host][word][0] += yes
                sites[host][word][1] += no
        self._sites = {
            host: {word: yes / (yes + no) for word, (yes, no) in words.items()} for host, words in sites.items()
        }
        self._yes: dict[str, float] = defaultdict(float)
        self._sites_of: dict[str, int] = defaultdict(int)
        for votes in self._sites.values():
            for word, vote in votes.items():
                self._yes[word] += vote
                self._sites_of[word] += 1

    def table(self) -> dict[str, float]:
        """What all sites say: what is shipped."""
        return {
            word: _odds(self._yes[word], count - self._yes[word])
            for word, count in self._sites_of.items()
            if count >= _FEWEST
        }

    def without(self, host: str) -> dict[str, float]:
        """What all other sites say of the words of one."""
        found: dict[str, float] = {}
        for word, vote in self._sites.get(host, {}).items():
            count = self._sites_of[word] - 1
            if count >= _FEWEST:
                yes = self._yes[word] - vote
                found[word] = _odds(yes, count - yes)
        return found


def _odds(yes: float, no: float) -> float:
    return max(-_MOST, min(_MOST, math.log((yes + _DOUBT) / (no + _DOUBT))))
