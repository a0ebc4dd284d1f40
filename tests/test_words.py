"""Counting words and making keys, in every script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.words import count_words, fold, normalise

SIGNS = st.text(st.sampled_from("aZéßİ09 \t\n.,:«»“”‘’'\"()[]-–—|*#港の、。٣ﬁ\u200b\u00a0"), max_size=40)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("  \n ", 0, id="white space"),
        pytest.param("twelve otters were counted", 4, id="English"),
        pytest.param("  twelve \n otters\t", 2, id="any white space"),
        pytest.param("douze loutres à l’été", 4, id="French"),
        pytest.param("двенадцать выдр", 2, id="Russian"),
        pytest.param("港口的旧码头上今天数到了十二只水獭", 10, id="Chinese, 17 characters"),
        pytest.param("カワウソが十二匹いた", 6, id="Japanese, 10 characters"),
        pytest.param("수달 열두 마리", 3, id="Korean, with spaces"),
        pytest.param("港 otter", 2, id="mixed"),
        pytest.param("นากสิบสองตัวถูกนับที่ท่าเรือเก่า", 4, id="Thai, 32 characters without spaces"),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text())
def test_any_text_has_a_length(text: str) -> None:
    assert 0 <= count_words(text) <= len(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("Otters", "otters", id="case"),
        pytest.param("  Old \n pier\t", "old pier", id="white space"),
        pytest.param("Old\u00a0pier\u3000today", "old pier today", id="wide and hard spaces"),
        pytest.param("12 comments of 1,234", "0 comments of 0,0", id="numbers"),
        pytest.param("» Read more »", "read more", id="decoration"),
        pytest.param("— [Share] |", "share", id="more decoration"),
        pytest.param("「続きを読む」", "続きを読む", id="Japanese decoration"),
        pytest.param("don’t", "don't", id="typographic apostrophes"),
        pytest.param("a - b", "a - b", id="decoration inside stays"),
        pytest.param("***", "", id="nothing but decoration"),
        pytest.param("7 *", "0", id="a number at the end"),
        pytest.param("ÉTÉ", "été", id="letters with accents"),
        pytest.param("‘Otters’", "otters", id="single typographic quotes"),
    ],
)
def test_normalise(text: str, key: str) -> None:
    assert normalise(text) == key


@given(SIGNS)
def test_a_key_is_its_own_key(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(SIGNS)
def test_case_and_white_space_make_no_difference(text: str) -> None:
    assert normalise(text.lower()) == normalise(text)
    assert normalise(f" {text}\n") == normalise(text)
    assert fold(f" {text}\n") == fold(text)


def test_a_key_has_a_greatest_length() -> None:
    assert len(normalise("otter " * 10_000)) < 500


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("» Read  More «", "» read more «", id="decoration stays"),
        pytest.param("page 12\nof 300", "page 0 of 0", id="numbers and line feeds"),
        pytest.param("It’s ‘so’", "it's 'so'", id="typographic quotes"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_has_no_greatest_length() -> None:
    assert fold("otter " * 1_000) == ("otter " * 1_000).strip()
