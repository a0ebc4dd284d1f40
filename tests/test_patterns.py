"""Regular expressions run in linear time or not at all; many texts are searched as one."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.patterns import Lines, PatternError, escape, glob, linear

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize("pattern", [r"ott(?:er|o)", r"(?i)^\s*\d{1,3}$", r"\pL+", "(?P<name>a)|b", ""])
def test_the_re2_subset_is_taken(pattern: str) -> None:
    linear(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"(a)\1", "(?=a)b", "(?<!a)b", "(?>a)", "a{2000}", "(", "[a", "*", r"\q", "a**"],
    ids=[
        "back reference",
        "look ahead",
        "look behind",
        "atomic",
        "too many",
        "open",
        "class",
        "star",
        "escape",
        "stars",
    ],
)
def test_all_else_is_refused_in_words(pattern: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PatternError, match=r"^not a linear-time \(RE2\) expression: \S"):
        linear(pattern)
    assert capfd.readouterr() == ("", "")


def test_a_pattern_error_is_a_value_error() -> None:
    assert issubclass(PatternError, ValueError)
    assert str(pickle.loads(pickle.dumps(PatternError("why")))) == "why"  # noqa: S301 -- our own


def test_nested_repetition_is_no_trouble() -> None:
    assert linear(r"^(a+)+$").search("a" * 50_000 + "b") is None


@given(TEXTS)
def test_an_escaped_text_matches_itself(text: str) -> None:
    assert linear(f"(?s)^{escape(text)}$").search(text)


@pytest.mark.parametrize(
    ("patterns", "text"),
    [
        pytest.param(["otter"], "otter", id="the text"),
        pytest.param(["otter"], "OTTER", id="in capitals"),
        pytest.param(["*"], "", id="a star for nothing"),
        pytest.param(["*.otter.example/*"], "www.otter.example/a/b?c", id="stars for anything"),
        pytest.param(["beaver", "ot*"], "otter", id="the second of two"),
        pytest.param(["a*b*c"], "a1b2b3c", id="two stars"),
        pytest.param(["été*"], "ÉTÉS", id="letters with accents"),
    ],
)
def test_glob_matches(patterns: list[str], text: str) -> None:
    assert glob(patterns).search(text)


@pytest.mark.parametrize(
    ("patterns", "text"),
    [
        pytest.param(["otter"], "otters", id="more behind"),
        pytest.param(["otter"], "an otter", id="more before"),
        pytest.param(["a.b"], "axb", id="a full stop is a full stop"),
        pytest.param(["a?b"], "b", id="a question mark is a question mark"),
        pytest.param(["[ab]"], "a", id="brackets are brackets"),
        pytest.param(["a*b"], "a\nb", id="a star stays on its line"),
        pytest.param(["beaver", "ot*"], "an otter", id="neither of two"),
    ],
)
def test_glob_does_not_match(patterns: list[str], text: str) -> None:
    assert not glob(patterns).search(text)


@pytest.mark.parametrize(
    ("texts", "pattern", "found"),
    [
        pytest.param(["a", "b", "ab"], "b", [1, 2], id="where it stands"),
        pytest.param(["aa", "a"], "a", [0, 0, 1], id="twice in one text"),
        pytest.param(["a", "ab", "b"], "(?m)^(?:a|b)$", [0, 2], id="whole texts"),
        pytest.param(["港 a", "é"], "é", [1], id="wide characters"),
        pytest.param(["a\nb", "b"], "(?m)^b", [1], id="a line feed begins no text"),
        pytest.param(["a\nb"], "a b", [0], id="a line feed is a blank"),
        pytest.param(["", "a", ""], "a", [1], id="empty texts count"),
        pytest.param(["", ""], "a", [], id="empty texts alone"),
        pytest.param([], "a", [], id="no texts"),
        pytest.param(["a\udcff", "b"], "b", [1], id="a lone surrogate"),
    ],
)
def test_lines(texts: list[str], pattern: str, found: list[int]) -> None:
    assert list(Lines(texts).find(linear(pattern))) == found


@given(st.lists(TEXTS, max_size=6))
def test_lines_find_what_each_text_alone_has(texts: list[str]) -> None:
    alone = [index for index, text in enumerate(texts) if "a" in text]
    assert sorted(set(Lines(texts).find(linear("a")))) == alone
