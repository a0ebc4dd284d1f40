"""judges/model/characters.py: every character is of one sort, in every script."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.judges.model.characters import Sort, Sorts, codes, count


def counted(*texts: str) -> Sorts:
    return count(texts, np.array([len(text) for text in texts], np.intp))


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        pytest.param("a", Sort.LOWER, id="Latin"),
        pytest.param("ß", Sort.LOWER, id="Latin, with no capital of its own"),
        pytest.param("я", Sort.LOWER, id="Cyrillic"),
        pytest.param("ω", Sort.LOWER, id="Greek"),
        pytest.param("Ä", Sort.UPPER, id="a capital"),
        pytest.param("ǅ", Sort.UPPER, id="a title letter"),
        pytest.param("א", Sort.OTHER_LETTER, id="Hebrew"),
        pytest.param("ش", Sort.OTHER_LETTER, id="Arabic"),
        pytest.param("ก", Sort.OTHER_LETTER, id="Thai"),
        pytest.param("े", Sort.OTHER_LETTER, id="a vowel sign"),
        pytest.param("한", Sort.OTHER_LETTER, id="Korean, which has spaces"),
        pytest.param("獺", Sort.CJK, id="Chinese"),
        pytest.param("か", Sort.CJK, id="Hiragana"),
        pytest.param("カ", Sort.CJK, id="Katakana"),
        pytest.param("々", Sort.CJK, id="a mark that repeats"),
        pytest.param("㐀", Sort.CJK, id="extension A"),
        pytest.param("\U00020000", Sort.CJK, id="extension B"),
        pytest.param("\U00031350", Sort.CJK, id="extension H"),
        pytest.param("\U00010330", Sort.OTHER_LETTER, id="Gothic, beyond the first plane"),
        pytest.param("🦦", Sort.SYMBOL, id="an emoji"),
        pytest.param("🀀", Sort.SYMBOL, id="a tile"),
        pytest.param("☂", Sort.SYMBOL, id="a dingbat"),
        pytest.param("\ud83e", Sort.OTHER, id="half of a surrogate pair"),
        pytest.param("\ufeff", Sort.OTHER, id="a byte order mark"),
        pytest.param("\x00", Sort.OTHER, id="no character"),
        pytest.param("7", Sort.DIGIT, id="a digit"),
        pytest.param("٣", Sort.DIGIT, id="an Arabic digit"),
        pytest.param(" ", Sort.SPACE, id="a blank"),
        pytest.param("\n", Sort.SPACE, id="a line feed"),
        pytest.param("\u3000", Sort.SPACE, id="a wide blank"),
        pytest.param(".", Sort.SENTENCE_END, id="a full stop"),
        pytest.param("。", Sort.SENTENCE_END, id="a Chinese full stop"),
        pytest.param("।", Sort.SENTENCE_END, id="a danda"),
        pytest.param("؟", Sort.SENTENCE_END, id="an Arabic question mark"),
        pytest.param("、", Sort.COMMA, id="a Chinese comma"),
        pytest.param("،", Sort.COMMA, id="an Arabic comma"),
        pytest.param("：", Sort.COLON, id="a wide colon"),
        pytest.param("—", Sort.DASH, id="a dash"),
        pytest.param("「", Sort.BRACKET, id="a corner bracket"),
        pytest.param("„", Sort.BRACKET, id="a low quote: Unicode says it opens"),
        pytest.param("’", Sort.QUOTE, id="a quote"),
        pytest.param("'", Sort.QUOTE, id="a typewriter quote"),
        pytest.param("»", Sort.BAR, id="an arrow between menu entries"),
        pytest.param("｜", Sort.BAR, id="a wide bar"),
        pytest.param("@", Sort.PUNCTUATION, id="an at sign"),
        pytest.param("_", Sort.PUNCTUATION, id="an underscore"),
        pytest.param("€", Sort.CURRENCY, id="a currency"),
        pytest.param("+", Sort.SYMBOL, id="a sign of arithmetic"),
    ],
)
def test_sort(text: str, sort: Sort) -> None:
    found = counted("a", text, "")
    assert [name for name in Sort if found.counts[1, name]] == [sort]
    assert Sort(found.last[1]) is sort


def test_texts_are_counted_apart_and_by_their_last_character() -> None:
    found = counted("Otter 12.", "", "獺🦦", "x\ny")
    assert found.counts.sum(axis=1).tolist() == [9, 0, 2, 3]
    assert found.counts[0, [Sort.UPPER, Sort.LOWER, Sort.SPACE, Sort.DIGIT, Sort.SENTENCE_END]].tolist() == [
        1,
        4,
        1,
        2,
        1,
    ]
    assert found.counts[3, Sort.SPACE] == 1
    assert [Sort(last) for last in found.last] == [Sort.SENTENCE_END, Sort.SPACE, Sort.SYMBOL, Sort.LOWER]


@given(st.lists(st.text(st.characters(codec=None), max_size=20), min_size=1, max_size=8))
def test_every_character_is_counted_once(texts: list[str]) -> None:
    found = counted(*texts)
    assert found.counts.sum(axis=1).tolist() == [len(text) for text in texts]
    assert (found.counts >= 0).all()
    for text, last, counts in zip(texts, found.last, found.counts, strict=True):
        assert counts[last] > 0 if text else last == Sort.SPACE


def test_codes_are_code_points_with_a_line_feed_behind_each_text() -> None:
    assert codes(["a🦦", "", "\ud83e"]).tolist() == [97, 0x1F9A6, 10, 10, 0xD83E, 10]
