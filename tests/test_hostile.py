"""Pages that mean harm: nothing raises, nothing is lost, and nothing dangerous comes out."""

from __future__ import annotations

import re

import pytest

from cleaner import Cleaner, clean

HUGE = [
    pytest.param("word " * 200_000, id="a line of a megabyte"),
    pytest.param("word, [a](http://b) " * 20_000, id="a paragraph of many links"),
    pytest.param("> " * 100_000 + "a", id="nested quotes"),
    pytest.param("* " * 100_000 + "a", id="nested lists on a line"),
    pytest.param("".join("  " * depth + "* a\n" for depth in range(1_000)), id="nested lists"),
    pytest.param("<div>" * 100_000, id="nested tags"),
    pytest.param("[" * 100_000, id="opening brackets"),
    pytest.param("[a](" * 50_000, id="half links"),
    pytest.param("[\n\n" * 10_000 + "a](http://b)\n\n" * 10_000, id="links over blank lines"),
    pytest.param("![](data:image/png;base64," + "A" * 2_000_000 + ")\n", id="a huge data image"),
    pytest.param("## Related articles\n\n" * 20_000, id="headings of furniture"),
    pytest.param("Tags\n\n" * 20_000, id="lines that act as headings"),
    pytest.param("a\r" * 100_000, id="carriage returns alone"),
    pytest.param("[a](http://x?" + "utm_source=1&" * 50_000 + ")", id="many trackers"),
    pytest.param("a\u200b" * 50_000, id="many invisible characters"),
    pytest.param("---\n\n" * 30_000, id="rules"),
    pytest.param("|a|b|\n|-|-|\n" + "|c|d|\n" * 30_000, id="a long table"),
    pytest.param("```\n" + "x\n" * 100_000, id="a fence that never closes"),
]


@pytest.mark.parametrize("source", HUGE)
def test_huge_pages_come_back_whole(source: str, cleaner: Cleaner) -> None:
    assert cleaner.clean(source).restore() == source


@pytest.mark.parametrize(
    "link",
    [
        pytest.param("[terms](javascript:run)", id="plain"),
        pytest.param("[terms](JaVaScRiPt:run)", id="case"),
        pytest.param("[terms](java&#115;cript:run)", id="entity"),
        pytest.param("[terms](<java\tscript:run>)", id="a tab inside"),
        pytest.param("[terms](vbscript:run)", id="another script"),
        pytest.param("[terms](data:text/html,x)", id="a page inside the address"),
        pytest.param('<a href="javascript:run">terms</a>', id="raw HTML"),
        pytest.param('<a href="java&#x73;cript:run">terms</a>', id="raw HTML with an entity"),
        pytest.param("<script>run()</script> terms", id="a script element"),
        pytest.param("<javascript:run> terms", id="an autolink"),
    ],
)
def test_no_script_comes_out(link: str) -> None:
    body = clean(
        f"# A page\n\nBefore you board the ferry on Monday you read {link} with care, all of it.\n"
    ).markdown.lower()
    assert "script:" not in body.replace("\t", "")
    assert "data:text" not in body
    assert "<script" not in body
    assert "&#" not in body


@pytest.mark.parametrize(
    "text", ["pass\u200bword", "\u202ekcab", "a\u2066b\u2069"], ids=["zero width", "override", "isolate"]
)
def test_hidden_characters_go(text: str) -> None:
    body = clean(f"# A page\n\nThe note that hangs on the door says {text} to all who can read it.\n").markdown
    assert not set(body) & set("\u200b\u202e\u2066\u2069")


def test_joiners_that_scripts_need_stay() -> None:
    text = "# صفحه\n\nمی‌خواهم به خانه بروم و فردا برگردم، اگر خدا بخواهد و هوا خوب باشد.\n"
    assert clean(text).markdown == text


HUGE_HTML = [
    pytest.param("<div>" * 100_000 + "otters", id="nested tags"),
    pytest.param("<ul><li>" * 20_000 + "otters", id="nested lists"),
    pytest.param("<blockquote>" * 20_000 + "otters", id="nested quotes"),
    pytest.param("<table><tr><td>" * 5_000 + "otters", id="nested tables"),
    pytest.param("<b>" * 50_000 + "otters", id="bold in bold"),
    pytest.param("<a href=/x>" * 50_000 + "otters", id="links in links"),
    pytest.param("<p>" + "word " * 200_000, id="a paragraph of a megabyte"),
    pytest.param("<p>a<p>" * 50_000, id="many paragraphs"),
    pytest.param("<table>" + "<tr><td>a<td>b" * 20_000, id="a long table"),
    pytest.param("<table><tr>" + "<td>a" * 20_000, id="a wide table"),
    pytest.param(f"<p {' '.join(f'a{number}' for number in range(50_000))}>otters", id="many attributes"),
    pytest.param("<p class='" + "a-b " * 100_000 + "'>otters", id="many classes"),
    pytest.param("<p>" + "[*_`\\" * 50_000, id="marks of Markdown"),
    pytest.param("<p>" + "&amp;" * 100_000, id="entities"),
    pytest.param("<img src='data:image/png;base64," + "A" * 2_000_000 + "'>", id="a huge data image"),
    pytest.param("<pre>" + "x\n" * 100_000, id="code that never closes"),
    pytest.param("<script>" + '{"a":' * 100_000, id="a script of nested objects"),
    pytest.param("<h2>Related articles</h2>" * 10_000, id="headings of furniture"),
]


@pytest.mark.parametrize("source", HUGE_HTML)
def test_huge_pages_of_html_get_a_verdict(source: str, cleaner: Cleaner) -> None:
    result = cleaner.clean(source, kind="html")
    assert result.restore() == source
    assert result.verdict.why or result.verdict.kind == "ok"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<a href='javascript:run'>terms</a>", id="plain"),
        pytest.param("<a href='JaVaScRiPt:run'>terms</a>", id="case"),
        pytest.param("<a href='java&#115;cript:run'>terms</a>", id="entity"),
        pytest.param("<a href=' java\tscript:run'>terms</a>", id="a tab inside"),
        pytest.param("<a href='data:text/html,x'>terms</a>", id="a page inside the address"),
        pytest.param("<a href='/x' onclick='javascript:run'>terms</a>", id="a handler"),
        pytest.param("<base href='javascript:'><a href='run'>terms</a>", id="a base"),
        pytest.param("<script>run('script:')</script> terms", id="a script element"),
        pytest.param("<iframe src='javascript:run'></iframe> terms", id="a frame"),
        pytest.param("<img src='javascript:run' alt='terms'>", id="an image"),
        pytest.param("&lt;script>run('x')&lt;/script> terms", id="a script that is text"),
    ],
)
def test_no_script_comes_out_of_html(html: str) -> None:
    body = clean(
        f"<h1>A page</h1><p>Before you board the ferry on Monday you read {html} with care, all of it.</p>"
    ).body
    assert "script:" not in body.replace("\t", "").lower()
    assert "data:text" not in body
    assert not re.search(r"(?<!\\)<script", body)
