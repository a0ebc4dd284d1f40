from __future__ import annotations

import pytest

from tests.test_html_walk import written

EMPHASIS = [
    pytest.param("a <b>b</b> c", "a **b** c", id="bold"),
    pytest.param("a<i> b </i>c", "a *b* c", id="blanks move out"),
    pytest.param("<b>a<b>b</b></b>", "**ab**", id="bold in bold"),
    pytest.param("<b>a</b><b>b</b>", "**ab**", id="bold next to bold"),
    pytest.param("<b>a</b><i>b</i>", "**a**b", id="italics right behind bold"),
    pytest.param("<b><i>a</i></b>", "***a***", id="both"),
    pytest.param("<b>a:</b> b", "**a:** b", id="a sign before the end, a blank behind"),
    pytest.param("<b>a:</b>b", "a:b", id="a sign before the end, a letter behind"),
    pytest.param("a<b>(b)</b>", "a(b)", id="a letter before, a sign inside"),
    pytest.param("a<b>b</b>c", "a**b**c", id="inside a word"),
    pytest.param("日<b>本</b>語", "日**本**語", id="between Chinese characters"),
    pytest.param("日<b>「本」</b>語", "日「本」語", id="Chinese quotation marks"),
    pytest.param("日<b><a href=/x>本</a></b>語", "日[本](https://site.example/x)語", id="a link inside"),
    pytest.param("<s>a</s>", "~~a~~", id="struck through"),
    pytest.param("H<sub>2</sub>O", "H<sub>2</sub>O", id="lowered"),
    pytest.param("<b> </b>a", "a", id="nothing in it"),
    pytest.param("<b>2 *</b>", "**2 \\***", id="a star at its end"),
]


@pytest.mark.parametrize(("html", "expected"), EMPHASIS)
def test_emphasis(html: str, expected: str) -> None:
    assert written(f"<p>{html}") == expected


def test_emphasis_lasts_over_lines() -> None:
    assert written("<p><b>a<br>b</b>") == "**a**  \n**b**"


def test_a_picture_text_is_escaped() -> None:
    assert written("<img src=/i.png alt='a]b'>") == "![a\\]b](https://site.example/i.png)"
