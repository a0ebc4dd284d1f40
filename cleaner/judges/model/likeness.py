"""How alike texts are, by the pairs of characters they share: in every script, and for all blocks at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.judges.model.characters import codes
from cleaner.sources.page import Page
from cleaner.sources.words import normalise

_SLOTS: Final = 1 << 14  # for pairs of characters, a power of two; a title has some 60
_SPREAD: Final = 31
_BREAK: Final = ord("\n")


def to_title_and_address(page: Page, keys: Sequence[str]) -> Iterator[npt.NDArray[np.float64]]:
    """How alike each block is to the title, and to the words of the page's address.

    Of each two numbers: the share of its pairs that stand in the block, and of the block's pairs that stand in it.
    """
    points = codes(keys)
    spans = np.fromiter(map(len, keys), np.intp, len(keys)) + 1
    edges = np.concatenate(((0,), np.cumsum(spans)))
    pairs = (points[:-1] * _SPREAD + points[1:]) & (_SLOTS - 1)
    is_letter = points != _BREAK
    inside = is_letter[:-1] & is_letter[1:]
    total = np.maximum(spans - 2, 1)
    for text in (page.title_key, words_of(page.url)):
        own = codes([text])[:-1]
        wanted = np.zeros(_SLOTS, bool)
        wanted[(own[:-1] * _SPREAD + own[1:]) & (_SLOTS - 1)] = True
        shared = np.flatnonzero(wanted[pairs] & inside)
        hits = np.diff(np.searchsorted(shared, edges))
        yield np.minimum(hits / max(len(text) - 1, 1), 1)
        yield hits / total


def words_of(url: str) -> str:
    """The words of an address's last step, which its writer took from the title."""
    path = url.partition("://")[2].partition("?")[0].partition("#")[0].rstrip("/")
    last = path.rpartition("/")[2] if "/" in path else ""
    return normalise(last.rpartition(".")[0] or last).replace("-", " ").replace("_", " ")
