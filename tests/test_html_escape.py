from __future__ import annotations

import pytest

from cleaner.sources.html.escape import escaped, has_loose_end, heading_end, line_start, seam


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2 * 3", "2 * 3", id="a star between blanks"),
        pytest.param("a*b*", "a\\*b\\*", id="stars in words"),
        pytest.param("snake_case", "snake_case", id="an underscore in a word"),
        pytest.param("_a_", "\\_a\\_", id="underscores around a word"),
        pytest.param("__a", "\\_\\_a", id="two underscores"),
        pytest.param("a ~ b", "a ~ b", id="a tilde between blanks"),
        pytest.param("~~a~~", "\\~\\~a\\~\\~", id="tildes"),
        pytest.param("a [b] c", "a [b] c", id="brackets that make no link"),
        pytest.param("[a](b)", "\\[a\\](b)", id="brackets that would"),
        pytest.param("a < b <c", "a < b \\<c", id="angle brackets"),
        pytest.param("Q&A &amp; &b", "Q&A \\&amp; &b", id="entities"),
        pytest.param("a\\b \\* c\\", "a\\b \\\\\\* c\\\\", id="backslashes"),
        pytest.param("`", "\\`", id="a backtick"),
    ],
)
def test_escapes_what_would_be_markup(text: str, expected: str) -> None:
    assert escaped(text, glued=False) == expected


def test_escapes_more_behind_something() -> None:
    assert escaped("* a") == "\\* a"
    assert escaped("* a", glued=False) == "* a"


def test_escapes_all_brackets_in_a_link_and_all_bars_in_a_row() -> None:
    assert escaped("[a]", in_link=True) == "\\[a\\]"
    assert escaped("a|b", in_row=True) == "a\\|b"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("# a", "\\# a", id="a heading"),
        pytest.param("#a", "#a", id="a hashtag"),
        pytest.param("- a", "\\- a", id="an item"),
        pytest.param("-a", "-a", id="a minus"),
        pytest.param("12. a", "12\\. a", id="a numbered item"),
        pytest.param("12.5 a", "12.5 a", id="a number"),
        pytest.param("> a", "\\> a", id="a quote"),
        pytest.param("===", "\\===", id="an underlined heading"),
        pytest.param("--- | :-:", "\\--- | :-:", id="the dashes of a table"),
        pytest.param("* * *", "\\* * *", id="a rule of stars"),
        pytest.param("***a*** b", "***a*** b", id="bold italics"),
        pytest.param(": a", ": a", id="a colon"),
    ],
)
def test_the_start_of_a_line(line: str, expected: str) -> None:
    assert line_start(line) == expected


@pytest.mark.parametrize(
    ("md", "following", "expected"),
    [
        pytest.param("a <", "b", "a \\<", id="an angle bracket"),
        pytest.param("a!", "[", "a\\!", id="an exclamation mark before a link"),
        pytest.param("a!", "b", "a!", id="an exclamation mark before text"),
        pytest.param("2 *", "b", "2 \\*", id="a star behind a blank"),
        pytest.param("R&am", "p;", "R\\&am", id="half an entity"),
        pytest.param("Q&", "A", "Q&", id="an ampersand"),
    ],
)
def test_a_seam_is_mended(md: str, following: str, expected: str) -> None:
    assert has_loose_end(md)
    assert seam(md, following) == expected


def test_number_signs_at_the_end_of_a_heading() -> None:
    assert [heading_end(text) for text in ("C#", "C ##", "#")] == ["C#", "C #\\#", "\\#"]
