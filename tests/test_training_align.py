"""training/align.py: which blocks of a page stand in the text that somebody took from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sites import sentence, words
from training.align import Label, align, tokens

LEDE, SECOND, THIRD = (sentence(f"aligned {number}", 14) for number in range(3))
CONTENT, FURNITURE = Label(1.0, 1.0), Label(0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Two otters, 12 locks.", ["two", "otters", "12", "locks"], id="words without marks"),
        pytest.param("水獺 moves 閘", ["水", "獺", "moves", "閘"], id="a Chinese character is a word"),
        pytest.param("snake_case", ["snake", "case"], id="an underscore parts words"),
        pytest.param("Öl über", ["öl", "über"], id="letters with marks"),
        pytest.param("* — | 🦦", [], id="no words"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


TEXT = f"Otters at night\n{LEDE}\n{SECOND}\nWhat they eat\n{THIRD}"


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param([LEDE, SECOND, THIRD], [CONTENT] * 3, id="the text itself"),
        pytest.param(
            ["Home", LEDE, words("a teaser", 12), SECOND, "Imprint"],
            [FURNITURE, CONTENT, FURNITURE, CONTENT, FURNITURE],
            id="furniture around and inside it",
        ),
        pytest.param(
            ["What they eat", LEDE, SECOND, "What they eat", THIRD, "What they eat"],
            [FURNITURE, CONTENT, CONTENT, CONTENT, CONTENT, FURNITURE],
            id="a short line is content only where the text has it",
        ),
        pytest.param(
            ["Otters at night", "Otters at night", LEDE], [CONTENT, FURNITURE, CONTENT], id="and only as often"
        ),
        pytest.param(
            ["Otters at night, more", LEDE], [FURNITURE, CONTENT], id="a short line must stand in the text as a whole"
        ),
        pytest.param(
            [LEDE + " " + words("appended", 40)], [FURNITURE], id="of a long block most must stand in the text"
        ),
        pytest.param(
            [LEDE, SECOND + " " + words("half as long", 12)],
            [CONTENT, Label(0.0, 0.3)],
            id="of one that stands there by half nobody is sure",
        ),
        pytest.param(
            ["", LEDE, "---", SECOND, "Share", "", "More"],
            [Label(1.0, 0.5), CONTENT, Label(1.0, 0.5), CONTENT, FURNITURE, Label(0.0, 0.5), FURNITURE],
            id="what has no words goes with its neighbours, half sure",
        ),
        pytest.param(
            [LEDE, "***", "Share"], [CONTENT, Label(0.0, 0.0), FURNITURE], id="where these disagree nobody knows"
        ),
        pytest.param([], [], id="no blocks"),
        pytest.param(["Share", "Follow"], [FURNITURE, FURNITURE], id="no block of the text"),
    ],
)
def test_labels(blocks: list[str], expected: list[Label]) -> None:
    assert align(blocks, TEXT) == expected


def test_chinese_is_aligned_by_characters() -> None:
    lede = "看守人星期一在碼頭上數了十二隻水獺並換了九把鎖"
    assert align(["首頁", lede, "分享"], f"標題\n{lede}") == [FURNITURE, CONTENT, FURNITURE]


def test_without_a_text_all_is_furniture() -> None:
    assert align([LEDE, "Share"], "") == [FURNITURE, FURNITURE]


@given(st.lists(st.text("ab 獺.", max_size=30), max_size=12), st.text("ab 獺.", max_size=80))
def test_every_block_has_a_label(blocks: list[str], truth: str) -> None:
    labels = align(blocks, truth)
    assert len(labels) == len(blocks)
    assert all(label.content in {0.0, 1.0} and 0 <= label.sure <= 1 for label in labels)
