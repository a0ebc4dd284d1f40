"""The phrase files hold what the look-up can find, and the look-up finds it by whole words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cleaner.errors import ConfigError
from cleaner.judges.rules import phrases
from cleaner.judges.rules.phrases import FAMILIES, MODES, Phrases
from cleaner.sources import blocks_of
from cleaner.sources.page import read
from cleaner.sources.words import fold, normalise
from tests.conftest import ROOT

FILES = sorted((ROOT / "cleaner" / "phrases").glob("*.toml"))
EACH_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def entries(file: Path) -> list[tuple[str, str, str]]:
    data = tomllib.loads(file.read_text("utf-8"))
    data.pop("language")
    return [
        (family, mode, line)
        for family, modes in data.items()
        for mode, text in modes.items()
        for line in text.split("\n")
        if line
    ]


def test_twelve_languages() -> None:
    assert {file.stem for file in FILES} == {"de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "zh"}


@EACH_FILE
def test_families_and_ways_to_match_are_known(file: Path) -> None:
    assert {family for family, _, _ in entries(file)} <= FAMILIES
    assert {mode for _, mode, _ in entries(file)} <= set(MODES)


@EACH_FILE
def test_phrases_are_normalised(file: Path) -> None:
    wrong = [
        line
        for _, mode, line in entries(file)
        if (normalise(line) if mode in ("line", "heading") else fold(line)) != line or not any(map(str.isalpha, line))
    ]
    assert wrong == []


@EACH_FILE
def test_no_phrase_stands_twice(file: Path) -> None:
    found = [entry for entry in entries(file) if entry[0] != "months"]
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.stem not in ("ja", "ko", "zh")], ids=lambda file: file.stem
)
def test_months_are_two_runs_of_twelve(file: Path) -> None:
    assert len([line for family, _, line in entries(file) if family == "months"]) == 24


def table(**families: dict[str, list[str]]) -> Phrases:
    return Phrases({"test": {name.replace("_", "-"): modes for name, modes in families.items()}})


def families_of(found: Phrases, line: str) -> set[str]:
    hits = found.find(blocks_of(read(line.encode(), kind="text")))
    return set().union(*hits.families.values()) | {f"heading {family}" for family in hits.sections.values()}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("Share this", {"share"}, id="whole line"),
        pytest.param("» SHARE  THIS: «", {"share"}, id="case, blanks and decoration make no difference"),
        pytest.param("Share this with your neighbours", set(), id="a longer line is another line"),
        pytest.param("Follow us on the river", {"follow"}, id="at the start"),
        pytest.param("They follow us on the river", set(), id="not at the start"),
        pytest.param("Follow us online", set(), id="start ends in mid-word"),
        pytest.param("This page, all rights reserved, is old", {"legal"}, id="within"),
        pytest.param("Overall rights reserved", set(), id="within begins in mid-word"),
        pytest.param("12 comments", {"comment-counter"}, id="numbers are 0"),
        pytest.param("Related articles", {"heading related"}, id="heading"),
    ],
)
def test_look_up(line: str, found: set[str]) -> None:
    words = table(
        share={"line": ["share this"]},
        follow={"start": ["follow us on"]},
        legal={"within": ["all rights reserved"]},
        comment_counter={"line": ["0 comments"]},
        related={"heading": ["related articles"]},
    )
    assert families_of(words, line) == found


def test_chinese_needs_no_word_edges_and_korean_does() -> None:
    words = table(legal={"within": ["版权所有", "저작권"]})
    assert families_of(words, "本站版权所有请勿转载") == {"legal"}
    assert families_of(words, "무저작권자") == set()


def test_a_long_block_is_a_text_about_the_thing() -> None:
    words = table(legal={"within": ["all rights reserved"]})
    assert families_of(words, "all rights reserved " + "and so on " * 20) == set()


def test_an_unknown_family_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"xx.toml: sharing: unknown family"):
        phrases.table("xx.toml", {"language": "xx", "sharing": {"line": "share"}})


def test_an_unknown_way_to_match_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"xx.toml: share.lines: unknown way to match"):
        phrases.table("xx.toml", {"share": {"lines": "share"}})
