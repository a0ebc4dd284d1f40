"""Dates as pages print them, in the languages whose months the phrase files name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from cleaner.sources.patterns import Match, linear

_NUMERIC: Final = linear(r"\b(?P<y>(?:19|20)\d\d)[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})(?:T|\b)")
_CJK: Final = linear(r"(?P<y>(?:19|20)\d\d)\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日号일]?")
_DAY_FIRST: Final = linear(
    r"\b(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?\s?(?:de |of )?"
    r"(?P<n>[^\s\d.,:/-]{3,12})\.?,?\s(?:de |del )?(?P<y>(?:19|20)\d\d)\b"
)
_MONTH_FIRST: Final = linear(
    r"\b(?P<n>[^\s\d.,:/-]{3,12})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>(?:19|20)\d\d)\b"
)
_DOTTED: Final = linear(r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)\b")
_SLASHED: Final = linear(r"\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)\b")
_FORMS: Final = (
    (_NUMERIC, "-./"),
    (_CJK, "年년"),
    (_DAY_FIRST, " "),
    (_MONTH_FIRST, " "),
    (_DOTTED, "."),
    (_SLASHED, "/"),
)
"""The ways to write a date, each with the characters of which it needs one."""
_TIME: Final = linear(
    r"(?i)(?:\b|T)(?P<h>[01]?\d|2[0-3])[:.](?P<min>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?\s?"
    r"(?P<ap>[ap]\.?m\b\.?)?\s?(?P<z>UTC|GMT|Z\b|[+-]\d\d:?\d\d\b)?"
)
_YEAR: Final = re.compile("(?:19|20)[0-9][0-9]")  # one way to match at each place: linear, and cheap for a single line


class Found(NamedTuple):
    """A date in a line: in ISO 8601 (with the time and Z where the line says UTC), and the line without it."""

    iso: str
    rest: str


def has_year(text: str) -> bool:
    """Whether a year of this or the last century stands in a line, so that it may hold a date."""
    return bool(_YEAR.search(text))


def find_date(text: str, months: Mapping[str, int]) -> Found | None:
    """The first date of a line, or None. `months` gives the numbers of month names in lower case.

    A date written 03/04/2024 may be two days; it is read only where just one of them exists.
    """
    if not _YEAR.search(text):
        return None
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    for pattern, marks in _FORMS:
        if not any(mark in text for mark in marks):
            continue
        match = pattern.search(text)
        day = _day(match, pattern is _SLASHED, months) if match else None
        if match and day:
            rest = text[: match.start()] + " " + text[match.end() :]
            clock = None if _YEAR.search(rest) else find_time(rest)  # of two dates, the time may be the other's
            return Found(day.isoformat() + clock.iso, clock.rest) if clock else Found(day.isoformat(), _bare(rest))
    return None


def find_time(text: str) -> Found | None:
    """The first time of day in a line, as "T08:38", with the zone where the line gives one, and the line without it."""
    clock = _TIME.search(text.replace("\u00a0", " ").replace("\u202f", " ")) if ":" in text or "." in text else None
    if not clock:
        return None
    hour = int(clock["h"]) % 12 + 12 * (clock["ap"][0] in "pP") if clock["ap"] else int(clock["h"])
    iso = f"T{hour:02d}:{clock['min']}{_zone(clock['z'] or '')}"
    return Found(iso, _bare(text[: clock.start()] + " " + text[clock.end() :]))


def _zone(text: str) -> str:
    """A time zone in ISO 8601: Z, +02:00, or "" for none."""
    digits = text.replace(":", "")
    if not digits:
        return ""
    return "Z" if digits[0] not in "+-" or digits[1:] == "0000" else f"{digits[:3]}:{digits[3:]}"


def _day(match: Match, ambiguous: bool, months: Mapping[str, int]) -> datetime.date | None:
    groups = match.groupdict()
    name = groups.get("n")
    month = months.get(name.lower(), 0) if name else int(match["m"])
    day = int(match["d"])
    if ambiguous and month <= 12 and day <= 12 and month != day:
        return None
    if ambiguous and month > 12:
        day, month = month, day
    try:
        return datetime.date(int(match["y"]), month, day)
    except ValueError:
        return None


def _bare(text: str) -> str:
    return " ".join(word for word in text.split() if any(character.isalnum() for character in word))
