"""Hosts of one domain that have the same layout: the ones with few pages learn from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from cleaner.judges.template.keys import line_of
from cleaner.judges.template.memory import Memory
from cleaner.judges.template.template import FEWEST

FAMILY: Final = 40
"""Hosts of one domain from which on it is a place where strangers have their sites, and nobody is a neighbour."""

_ENOUGH: Final = FEWEST + 1  # pages of a site that can be judged by each other: it needs nobody else's
_ALIKE: Final = 0.5  # of the poorer site's common lines stand on both: one layout
_ALIKE_LINES: Final = 8


def family_of(site: str) -> str:
    """The domain of a host: its last two labels, near enough to what is registered. A part of a host stands alone."""
    return site if "/" in site else ".".join(site.rsplit(".", 2)[-2:])


class Neighbours:
    """Finds the sites that lend their pages to one that has few."""

    def __init__(self, memories: Mapping[str, Memory]) -> None:
        self._memories = memories
        self._layouts: dict[str, frozenset[str]] = {}
        self._families: dict[str, list[str]] = {}
        for site in memories:
            self._families.setdefault(family_of(site), []).append(site)

    def lenders(self, site: str) -> dict[str, Memory]:
        """The memories of the neighbours with the same layout; none for a site that has pages enough."""
        family = self._families[family_of(site)]
        if len(self._memories[site]) >= _ENOUGH or not 1 < len(family) <= FAMILY:
            return {}
        own = self._layout(site)
        return {one: self._memories[one] for one in family if one != site and _alike(own, self._layout(one))}

    def _layout(self, site: str) -> frozenset[str]:
        """The lines that stand on most pages of a site."""
        if site not in self._layouts:
            memory = self._memories[site]
            lines: Counter[str] = Counter()
            for page in memory:
                lines.update({line_of(line).key for line in page.lines} - {""})
            self._layouts[site] = frozenset(line for line, count in lines.items() if 2 * count > len(memory))
        return self._layouts[site]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _ALIKE_LINES and shared >= _ALIKE * min(len(one), len(other))
