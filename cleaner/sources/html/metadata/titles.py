"""The title of a page without the name of its site: what its sources agree on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from cleaner.sources.patterns import linear

_MARK: Final = linear(r"\s+(?:[-–—|·•*/»«›‹>~⋆]|::|<<|>>|\|\|)\s+|\s?[|｜ㅣ]\s?|\s[–—]|[–—]\s|--|_")
_COLON: Final = linear(r"\s?[:：]\s?")
_SIGNS: Final = re.compile(r"[\W_]+")  # one class: it cannot backtrack
_MOST_PARTS: Final = 8
_LONGEST: Final = 500  # characters of a title
_SHORTEST_HOST: Final = 3  # letters: a shorter name of a host stands in too many words
_SITE_WORDS: Final = 5
_AS_PART: Final = 0.75  # of a source's weight counts for a title that is but a part of what the source says
_CUT: Final = 0.4  # ... and for that part as a title of its own, when no source gives it whole
_SHORTEST: Final = 2  # words of a part that nothing but a mark cuts off
_TRAIL: Final = " \t¶#|–—-·•\uf0c1\ue80b🔗"
"""What links to a heading leave at its end, and marks."""


class Said(NamedTuple):
    """A title as one of the page's sources gives it."""

    text: str
    source: str
    weight: float
    """How far the source is to be trusted."""


def choose(said: Sequence[Said], sites: Collection[str], host: str = "", is_home: bool = False) -> tuple[str, str]:
    """The title that most sources give, whole or as a part of theirs, and the source that spells it best.

    Two empty strings where there is none. `sites` are folded names of the site, `host` the name in its address: they
    are no titles, and cut off them; those of a home page stay at the front.
    """
    scores: dict[str, float] = {}
    spelled: dict[str, Said] = {}
    for one in said:
        whole = _without_site(one.text[:_LONGEST].rstrip(_TRAIL), sites, host, is_home)
        key = fold(whole)
        if key and (key not in sites or is_home):
            scores[key] = scores.get(key, 0) + one.weight
            spelled.setdefault(key, Said(whole, one.source, one.weight))
        for part in _parts(whole, key):
            scores[part] = scores.get(part, 0) + _AS_PART * one.weight
    for one in said:
        for part in _fronts(_without_site(one.text[:_LONGEST], sites, host, is_home)):
            key = fold(part)
            if key and key not in spelled and key not in sites and key.count(" ") >= _SHORTEST - 1:
                scores[key] *= _CUT / _AS_PART
                spelled[key] = Said(part, one.source, 0)
    if not spelled:
        return next(((one.text, one.source) for one in said if one.text), ("", ""))
    best = max(spelled, key=lambda key: (scores[key], len(key)))
    return spelled[best].text, spelled[best].source


def fold(text: str) -> str:
    """A title for comparison: letters and digits in lower case, in words."""
    return _SIGNS.sub(" ", text.casefold()).strip()


def _names_site(part: str, sites: Collection[str], host: str) -> bool:
    """Whether a part of a title is the site's name: one that is known, or the name in its address in other words."""
    key = fold(part)
    if key in sites or not key:
        return True
    joined = key.replace(" ", "")
    if len(host) < _SHORTEST_HOST or len(joined) < _SHORTEST_HOST or key.count(" ") >= _SITE_WORDS:
        return False
    return joined in host or host in joined


def _without_site(title: str, sites: Collection[str], host: str, is_home: bool) -> str:
    """A title without the parts at its ends that name the site."""
    marks = [(match.start(), match.end()) for match in _MARK.finditer(title)]
    start, end = 0, len(title)
    while marks and _names_site(title[marks[-1][1] : end], sites, host):
        end = marks.pop()[0]
    while marks and not is_home and _names_site(title[start : marks[0][0]], sites, host):
        start = marks.pop(0)[1]
    return title[start:end].strip()


def _parts(title: str, key: str) -> set[str]:
    """The beginnings and the ends of a title, up to or from each of the marks that divide titles, folded."""
    marks = [(match.start(), match.end()) for pattern in (_MARK, _COLON) for match in pattern.finditer(title)]
    parts = {fold(half) for start, end in marks[:_MOST_PARTS] for half in (title[:start], title[end:])}
    return parts - {key, ""}


def _fronts(title: str) -> Iterator[str]:
    """The beginning of a title up to its last mark."""
    for match in list(_MARK.finditer(title))[-1:]:
        yield title[: match.start()].strip()
