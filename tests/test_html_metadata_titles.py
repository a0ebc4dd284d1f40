"""Titles: what the sources agree on, without the name of the site."""

from __future__ import annotations

import pytest

from cleaner.sources.html.metadata.titles import Said, choose, fold

SITES = {"river post"}


def title(*texts: str, sites: set[str] = SITES, host: str = "otternews", is_home: bool = False) -> str:
    sources = ("opengraph", "h1", "title")
    said = [Said(text, source, 1.0) for text, source in zip(texts, sources, strict=False)]
    return choose(said, sites, host, is_home)[0]


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        pytest.param(["Otters return | River Post"], "Otters return", id="a known name at the end"),
        pytest.param(["River Post - Otters return"], "Otters return", id="a known name at the front"),
        pytest.param(["Otters return - Rivers - River Post", "Otters return"], "Otters return", id="a section too"),
        pytest.param(["Otters return – Otter News"], "Otters return", id="the name in the address"),
        pytest.param(["Otters return | The Weekly", "Otters return"], "Otters return", id="a name the heading lacks"),
        pytest.param(["Otters return: a tale", "Otters"], "Otters return: a tale", id="more than the heading's word"),
        pytest.param(["Otters - newts - herons"] * 3, "Otters - newts - herons", id="marks that all sources have"),
        pytest.param(["Otters return ¶"], "Otters return", id="a link to the heading"),
        pytest.param(["River Post", "Otters return"], "Otters return", id="the name alone is no title"),
        pytest.param(["River Post"], "River Post", id="unless there is nothing else"),
        pytest.param(["»Otters« return to »the river«"], "»Otters« return to »the river«", id="quotes are no marks"),
    ],
)
def test_titles(texts: list[str], chosen: str) -> None:
    assert title(*texts) == chosen


def test_a_home_page_keeps_the_name_of_its_site() -> None:
    assert title("River Post | News of the river", is_home=True) == "River Post | News of the river"


def test_nothing_said() -> None:
    assert choose([], SITES) == ("", "")


def test_folding_keeps_letters_and_digits() -> None:
    assert fold("“Otters”, 2024 – A Tale!") == "otters 2024 a tale"
