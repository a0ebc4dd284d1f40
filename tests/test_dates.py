"""Dates as pages print them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.judges.rules.dates import Found, find_date, find_time

MONTHS = {"january": 1, "jan": 1, "may": 5, "march": 3, "janvier": 1, "août": 8, "märz": 3, "enero": 1, "января": 1}


@pytest.mark.parametrize(
    ("text", "iso", "rest"),
    [
        pytest.param("2024-01-02", "2024-01-02", "", id="ISO 8601"),
        pytest.param("2024/1/2", "2024-01-02", "", id="year first, slashes"),
        pytest.param("2024.01.02", "2024-01-02", "", id="year first, dots"),
        pytest.param("2024年1月2日", "2024-01-02", "", id="Chinese and Japanese"),
        pytest.param("2024년 1월 2일", "2024-01-02", "", id="Korean"),
        pytest.param("2 January 2024", "2024-01-02", "", id="day first"),
        pytest.param("2nd of January 2024", "2024-01-02", "", id="day first, in words"),
        pytest.param("January 2, 2024", "2024-01-02", "", id="month first"),
        pytest.param("Jan. 2nd, 2024", "2024-01-02", "", id="month first, short"),
        pytest.param("1er janvier 2024", "2024-01-01", "", id="French"),
        pytest.param("31 août 2024", "2024-08-31", "", id="French, with an accent"),
        pytest.param("2. März 2024", "2024-03-02", "", id="German"),
        pytest.param("2 de enero de 2024", "2024-01-02", "", id="Spanish"),
        pytest.param("2 января 2024", "2024-01-02", "", id="Russian"),
        pytest.param("02.01.2024", "2024-01-02", "", id="dots"),
        pytest.param("31/12/2024", "2024-12-31", "", id="slashes, day first"),
        pytest.param("12/31/2024", "2024-12-31", "", id="slashes, month first"),
        pytest.param("05/05/2024", "2024-05-05", "", id="slashes, the same either way"),
        pytest.param("2\u00a0January\u202f2024", "2024-01-02", "", id="spaces that do not break"),
        pytest.param("By Mia Otter | January 2, 2024", "2024-01-02", "By Mia Otter", id="behind a name"),
        pytest.param("Tue 2 January 2024 // 10:15 UTC", "2024-01-02T10:15Z", "Tue", id="with a time"),
        pytest.param("2024-01-02 at 8:38 pm", "2024-01-02T20:38", "at", id="in the evening"),
        pytest.param("2024-01-02T10:15:30+02:00", "2024-01-02T10:15+02:00", "", id="ISO 8601 with a time"),
        pytest.param("2024-02-29", "2024-02-29", "", id="a leap day"),
    ],
)
def test_found(text: str, iso: str, rest: str) -> None:
    assert find_date(text, MONTHS) == Found(iso, rest)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("Twelve otters", id="no date"),
        pytest.param("in 2024", id="a year alone"),
        pytest.param("January 2024", id="a month alone"),
        pytest.param("03/04/2024", id="two days it may be"),
        pytest.param("2024-13-02", id="a month there is not"),
        pytest.param("2023-02-29", id="a day there is not"),
        pytest.param("32/12/2024", id="another"),
        pytest.param("2 Otters 2024", id="a month with an odd name"),
        pytest.param("1824-01-02", id="long ago"),
        pytest.param("12024-01-02", id="part of a longer number"),
        pytest.param("192.168.2024.1", id="a number with dots"),
    ],
)
def test_not_found(text: str) -> None:
    assert find_date(text, MONTHS) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("10:15", Found("T10:15", ""), id="hours and minutes"),
        pytest.param("8:05", Found("T08:05", ""), id="one digit"),
        pytest.param("12:30 am", Found("T00:30", ""), id="after midnight"),
        pytest.param("12:30 p.m.", Found("T12:30", ""), id="after noon"),
        pytest.param("10:15:59 GMT", Found("T10:15Z", ""), id="seconds and a zone"),
        pytest.param("10:15 -0530", Found("T10:15-05:30", ""), id="an offset"),
        pytest.param("10:15 +0000", Found("T10:15Z", ""), id="an offset of nothing"),
        pytest.param("14.30 Uhr", Found("T14:30", "Uhr"), id="a dot"),
        pytest.param("25:15", None, id="no such hour"),
        pytest.param("10:75", None, id="no such minute"),
        pytest.param("10", None, id="a number"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_time(text: str, found: Found | None) -> None:
    assert find_time(text) == found


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_found_in_iso_8601(day: datetime.date) -> None:
    assert find_date(f"posted {day.isoformat()} by Mia", MONTHS) == Found(day.isoformat(), "posted by Mia")


@given(st.text(st.sampled_from("0129 ./-:年月日 tvmaypJ,2024"), max_size=30))
def test_any_line_has_a_date_or_none(text: str) -> None:
    found = find_date(text, MONTHS)
    assert found is None or datetime.datetime.fromisoformat(found.iso)
