"""Dates as pages write them for machines and for people."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.html.metadata.dates import date_of_address, read_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("2024-05-03", "2024-05-03", id="ISO 8601"),
        pytest.param("20240503", "2024-05-03", id="without marks"),
        pytest.param("2024/5/3", "2024-05-03", id="slashes"),
        pytest.param("2024-05-03T10:15:30.123+02:00", "2024-05-03T10:15+02:00", id="with time and zone"),
        pytest.param("2024-05-03T10:15:30Z", "2024-05-03T10:15Z", id="UTC"),
        pytest.param("2024-05-03 10:15:30 -0700", "2024-05-03T10:15-07:00", id="zone without a colon"),
        pytest.param("2024-05-03T00:00:00.000Z", "2024-05-03", id="midnight is no time"),
        pytest.param("Fri, 03 May 2024 10:15:00 GMT", "2024-05-03T10:15Z", id="RFC 2822"),
        pytest.param("Fri May 03 10:15:00 UTC 2024", "2024-05-03T10:15Z", id="as clocks of machines print it"),
        pytest.param("1714731300", "2024-05-03T10:15Z", id="seconds of the epoch"),
        pytest.param("1714731300000", "2024-05-03T10:15Z", id="milliseconds of the epoch"),
        pytest.param("May 3, 2024", "2024-05-03", id="English"),
        pytest.param("Published May 3rd, 2024 at 8:05 pm", "2024-05-03T20:05", id="English, in the evening"),
        pytest.param("3 mai 2024", "2024-05-03", id="French"),
        pytest.param("3. Mai 2024", "2024-05-03", id="German"),
        pytest.param("3 de mayo de 2024", "2024-05-03", id="Spanish"),
        pytest.param("2024年5月3日", "2024-05-03", id="Chinese"),
        pytest.param("3.5.2024", "2024-05-03", id="dots"),
        pytest.param("13/5/2024", "2024-05-13", id="slashes, day first"),
        pytest.param("5/13/2024", "2024-05-13", id="slashes, month first"),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert read_date(text) == date


def test_the_language_says_what_comes_first() -> None:
    assert read_date("03/04/2024") == "2024-04-03"
    assert read_date("03/04/2024", month_first=True) == "2024-03-04"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("yesterday", id="no date"),
        pytest.param("May 2024", id="a month"),
        pytest.param("2024-13-45", id="no such day"),
        pytest.param("1985-05-03", id="before the web"),
        pytest.param("2099-05-03", id="long after today"),
        pytest.param("2024123", id="a number"),
    ],
)
def test_no_dates(text: str) -> None:
    assert read_date(text) == ""


@pytest.mark.parametrize(
    ("url", "date"),
    [
        pytest.param("https://otter.example/2024/05/03/otters", "2024-05-03", id="folders"),
        pytest.param("https://otter.example/river/2024-05-03-otters.html", "2024-05-03", id="in the name"),
        pytest.param("https://otter.example/20240503/1234", "2024-05-03", id="without marks"),
        pytest.param("https://otter.example/2024/05/otters", "", id="a month"),
        pytest.param("https://otter.example/item/2024050312", "", id="a number"),
        pytest.param("https://otter.example/?d=2024-05-03", "", id="not the path"),
        pytest.param("", "", id="no address"),
    ],
)
def test_dates_of_addresses(url: str, date: str) -> None:
    assert date_of_address(url) == date


@given(st.text(alphabet="0123456789-/.T: MayZ+年月日", max_size=30))
def test_any_text_is_read(text: str) -> None:
    date = read_date(text)
    assert not date or datetime.date.fromisoformat(date[:10])
