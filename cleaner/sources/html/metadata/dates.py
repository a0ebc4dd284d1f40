"""Dates as the head of a page, its bylines and its address write them; out come dates of ISO 8601."""

from __future__ import annotations

import datetime
import re
import tomllib
from functools import cache
from importlib import resources
from typing import Final

from cleaner.sources.patterns import Match, Pattern, linear

_FIRST_YEAR: Final = 1990  # no page of the web is older
_YEARS_AHEAD: Final = 2  # a clock that is wrong by more, or a date that is none of publication: a licence's end
_LONGEST: Final = 200  # characters of a text that are searched for a date

_ISO: Final = linear(r"(?:^|\D)(?P<y>(?:19|20)\d\d)(?P<s>[-./]?)(?P<m>\d\d?)[-./]?(?P<d>\d\d?)(?:\D|$)")
_CJK: Final = linear(r"(?P<y>(?:19|20)\d\d)\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日号일]?")
_NAMED: Final = (
    linear(
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[\s-]{0,2}(?:de |of )?"
        r"(?P<n>[^\s\d.,:/-]{3,12})\.?,?[\s-](?:de |del )?(?P<y>(?:19|20)\d\d)\b"
    ),
    linear(
        r"\b(?P<n>[^\s\d.,:/-]{3,12})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?:[\d:]{4,8}\s(?:[A-Z]{2,4}\s)?)?(?P<y>(?:19|20)\d\d)\b"
    ),
)
_DOTTED: Final = linear(r"\b(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)\b")
_SLASHED: Final = linear(r"\b(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>(?:19|20)\d\d)\b")
_TIME: Final = linear(
    r"(?i)(?:^|[\sT,|])(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?::(?P<s>[0-5]\d)(?:[.,]\d+)?)?\s?"
    r"(?P<ap>[ap]\.?m\b\.?)?\s?(?P<z>UTC|GMT|Z\b|[+-]\d\d:?\d\d\b)?"
)
_PATH: Final = linear(r"[/_-](?P<y>(?:19|20)\d\d)[/_-]?(?P<m>0[1-9]|1[0-2])[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?:\D|$)")

# One class at each place, all of fixed length: neither can backtrack, and both are cheap for a short line.
_YEAR: Final = re.compile("(?:19|20)[0-9][0-9]")
_EPOCH: Final = re.compile("1[0-9]{9}(?:[0-9]{3})?")


def read_date(raw: str, month_first: bool = False) -> str:
    """The first date of a text as YYYY-MM-DD, with the time of day and its zone where it has them; "" for none.

    `month_first`: how 03/04/2024 is read where it could be two days. A date before 1990, or more than two years from
    now, is no date of publication.
    """
    text = " ".join(raw[:_LONGEST].split())
    if _EPOCH.fullmatch(text):
        moment = datetime.datetime.fromtimestamp(int(text[:10]), datetime.UTC)
        return f"{moment.date().isoformat()}T{moment:%H:%M}Z" if _is_plausible(moment.date()) else ""
    if not _YEAR.search(text):
        return ""
    for match, day_first in _matches(text, month_first):
        day = _day(match, day_first)
        if day:
            return day.isoformat() + _time(text, match)
    return ""


def date_of_address(url: str) -> str:
    """The date that the path of an address holds (`/2024/05/03/`), or ""."""
    path = url.split("?", maxsplit=1)[0].partition("//")[2].partition("/")[2]
    match = _PATH.search("/" + path[:_LONGEST]) if _YEAR.search(path[:_LONGEST]) else None
    day = _day(match, True) if match else None
    return day.isoformat() if day else ""


def _matches(text: str, month_first: bool) -> list[tuple[Match, bool]]:
    forms: list[tuple[Pattern, bool]] = [(_ISO, True), (_CJK, True)]
    forms += [(named, True) for named in _NAMED]
    forms += [(_DOTTED, True), (_SLASHED, not month_first)]
    found = ((form.search(text), day_first) for form, day_first in forms)
    return [(match, day_first) for match, day_first in found if match]


def _day(match: Match, day_first: bool) -> datetime.date | None:
    groups = match.groupdict()
    name = groups.get("n")
    month = _months().get(name.lower(), 0) if name else int(match["m"])
    day = int(match["d"])
    if (not name and month <= 12 and day <= 12 and not day_first) or month > 12:
        day, month = month, day
    if groups.get("s") == "" and len(match["m"] + match["d"]) != 4:
        return None  # a number, not a date without marks
    try:
        found = datetime.date(int(match["y"]), month, day)
    except ValueError:
        return None
    return found if _is_plausible(found) else None


def _is_plausible(day: datetime.date) -> bool:
    latest = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=_YEARS_AHEAD * 366)
    return day.year >= _FIRST_YEAR and day <= latest


def _time(text: str, match: Match) -> str:
    """The time of day beside a date, as "T08:38+02:00"; "" for none, and for midnight, which stands for "no time"."""
    if ":" not in text:
        return ""
    at = max(match.end() - 1, 0)  # the mark behind the day belongs to the match: it is the T of ISO 8601
    clock = _TIME.search(text[at:]) or _TIME.search(text)
    if not clock:
        return ""
    hour = int(clock["h"]) % 12 + 12 * (clock["ap"][0] in "pP") if clock["ap"] else int(clock["h"])
    if not hour and clock["min"] == "00" and (clock["s"] or "00") == "00":
        return ""
    return f"T{hour:02d}:{clock['min']}{_zone(clock['z'] or '')}"


def _zone(text: str) -> str:
    digits = text.replace(":", "")
    if not digits:
        return ""
    return "Z" if digits[0] not in "+-" or digits[1:] == "0000" else f"{digits[:3]}:{digits[3:]}"


@cache
def _months() -> dict[str, int]:
    """The number of each month's name, of all languages that the phrase files know: twelve names, then twelve short."""
    months: dict[str, int] = {}
    for file in sorted((resources.files("cleaner") / "phrases").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml"):
            continue
        section = file.read_text("utf-8").partition("\n[months]\n")[2].partition("\n[")[0]  # the rest is long
        names = str(tomllib.loads(section).get("line", "")).split("\n")
        for index, name in enumerate(filter(None, map(str.strip, names))):
            months.setdefault(name.lower(), index % 12 + 1)
    return months
