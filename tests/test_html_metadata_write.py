"""Metadata as front matter: every reader gives the same strings back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml  # type: ignore[import-untyped, unused-ignore]
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.front_matter import read
from cleaner.sources.html.metadata.write import front_matter

PIECES = ["a", "Otter", "yes", "1", "2024-05-03", ":", ": ", " #", "#", '"', "'", "\\", ",", "[", "]", "{", "}", "- "]
PIECES += ["?", "&", "*", "!", "|", ">", "%", "@", "`", " ", "é", "日", "\ufeff", "~", "=", ".", "\t", "\u2028", "\x07"]

values = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


def folded(text: str) -> str:
    return " ".join(text.replace("\x07", " ").split())


def by_yaml(text: str) -> Any:
    return yaml.safe_load(text.removeprefix("---\n").removesuffix("---\n"))


@pytest.mark.parametrize(
    ("value", "line"),
    [
        pytest.param("Otters return", "title: Otters return", id="plain"),
        pytest.param("Otters: a tale", 'title: "Otters: a tale"', id="a colon"),
        pytest.param('The "otter"', 'title: "The \\"otter\\""', id="quotes"),
        pytest.param("- otters", 'title: "- otters"', id="begins with a mark"),
        pytest.param("yes", 'title: "yes"', id="a word of YAML"),
        pytest.param("1984", 'title: "1984"', id="a number"),
        pytest.param("2024-05-03", 'title: "2024-05-03"', id="a date"),
        pytest.param("10 otters, counted", "title: 10 otters, counted", id="begins with a digit"),
        pytest.param("Otters \n return", "title: Otters return", id="white space"),
    ],
)
def test_values(value: str, line: str) -> None:
    assert front_matter({"title": value}) == f"---\n{line}\n---\n"


def test_keys_of_archives_come_first_and_unknown_ones_last() -> None:
    keys = ["zebra", "tags", "author", "fetch_date", "date", "source", "url", "title"]
    lines = front_matter(dict.fromkeys(keys, "x")).splitlines()[1:-1]
    assert [line.partition(":")[0] for line in lines] == [*reversed(keys[1:]), "zebra"]


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        pytest.param("author", ("Mia Otter",), "author: Mia Otter\n", id="one author"),
        pytest.param("author", ("Mia Otter", "Tom O'Heron"), 'author: [Mia Otter, "Tom O\'Heron"]\n', id="two authors"),
        pytest.param("tags", ("rivers",), "tags: [rivers]\n", id="one tag"),
        pytest.param("tags", ("a, b", "2024"), 'tags: ["a, b", "2024"]\n', id="quoted where needed"),
        pytest.param("tags", ("a [b]", "c"), "tags:\n- a [b]\n- c\n", id="brackets, in lines"),
    ],
)
def test_lists(key: str, value: tuple[str, ...], text: str) -> None:
    assert front_matter({key: value}) == f"---\n{text}---\n"


def test_line_endings() -> None:
    assert front_matter({"title": "Otters"}, "\r\n") == "---\r\ntitle: Otters\r\n---\r\n"


def test_nothing_to_say_is_no_front_matter() -> None:
    assert front_matter({"title": " ", "tags": ()}) == ""


@given(values, st.lists(values, max_size=3), st.lists(values, max_size=3))
def test_it_reads_back_the_same(title: str, authors: list[str], tags: list[str]) -> None:
    text = front_matter({"title": title, "author": tuple(authors), "tags": tuple(tags)})
    names = [name for name in map(folded, authors) if name]
    expected = {
        "title": folded(title),
        "author": names[0] if len(names) == 1 else names,
        "tags": [tag for tag in map(folded, tags) if tag],
    }
    expected = {key: value for key, value in expected.items() if value}
    assert read(text.encode()).meta == expected
    assert (by_yaml(text) if text else {}) == expected
