"""Strings of strangers: cleaned, cut, and refused where they are no addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.html.metadata.datum import address, host_of, tidy

BASE = "https://otter.example/river/"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param(" Otters\n\t return ", "Otters return", id="white space"),
        pytest.param("Otters\x00\x1b return", "Otters return", id="control characters"),
        pytest.param("Otters &amp; newts", "Otters & newts", id="escaped twice"),
        pytest.param("<b>Otters</b> <i>return</i>", "Otters return", id="tags"),
        pytest.param("3 < 4 otters", "3 < 4 otters", id="no tag"),
        pytest.param("Ot\u00adters", "Otters", id="soft hyphen"),
    ],
)
def test_tidy(raw: str, text: str) -> None:
    assert tidy(raw) == text


def test_absurd_lengths_are_cut() -> None:
    assert len(tidy("otter " * 10_000)) <= 2_000


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        pytest.param("/otters", "https://otter.example/otters", id="path"),
        pytest.param("//cdn.example/o.jpg", "https://cdn.example/o.jpg", id="without a scheme"),
        pytest.param("http://otter.example/a", "http://otter.example/a", id="absolute"),
        pytest.param("javascript:alert(1)", "", id="script"),
        pytest.param("data:text/html,otter", "", id="data"),
        pytest.param("file:///etc/otter", "", id="file"),
        pytest.param("http://[", "", id="broken"),
        pytest.param("a\x00b", "", id="control character"),
        pytest.param("/" + "o" * 5_000, "", id="too long"),
        pytest.param("#top", "", id="a place in the page"),
    ],
)
def test_addresses(raw: str, url: str) -> None:
    assert address(raw, BASE) == url


def test_a_path_alone_is_no_address() -> None:
    assert address("/otters", "") == ""


def test_hosts() -> None:
    assert host_of("https://www.Otter.example:8080/a") == "otter.example"
    assert host_of("http://[") == ""


@given(st.text(), st.text())
def test_any_text_is_read(raw: str, base: str) -> None:
    found = address(raw, base)
    assert not found or found.startswith(("http://", "https://"))
    assert tidy(raw) == " ".join(tidy(raw).split())
