from __future__ import annotations

import pytest

from cleaner.sources.html.addresses import Base


@pytest.mark.parametrize(
    "href",
    [
        pytest.param("javascript:f()", id="plain"),
        pytest.param("JavaScript:f()", id="letters of both cases"),
        pytest.param("  javascript:f()", id="blanks before"),
        pytest.param("java\nscript:f()", id="a line feed inside"),
        pytest.param("java\tscript:f()", id="a tab inside"),
        pytest.param("\x01javascript:f()", id="a control character before"),
        pytest.param("vbscript:f", id="the other language"),
        pytest.param("data:text/html,x", id="data"),
        pytest.param("https://" + "a" * 5_000, id="too long"),
    ],
)
def test_a_link_that_runs_code_or_leads_nowhere_is_none(href: str) -> None:
    assert Base("https://site.example/").link(href) == ""


@pytest.mark.parametrize("href", ["javascript&colon;f()", "&#106;avascript:f()", "java script:f()"])
def test_no_address_becomes_code_when_markdown_is_read(href: str) -> None:
    found = Base("").link(href)
    assert "&colon;" not in found
    assert "&#106;" not in found
    assert not found.lower().startswith("javascript:")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        pytest.param("x", "https://site.example/dir/x", id="a relative one"),
        pytest.param("/x", "https://site.example/x", id="from the root"),
        pytest.param("//other.example/x", "https://other.example/x", id="without a scheme"),
        pytest.param("../x", "https://site.example/x", id="one up"),
        pytest.param("#a", "#a", id="a place on the page"),
        pytest.param("mailto:a@b.example", "mailto:a@b.example", id="mail"),
        pytest.param("/a b(c)", "https://site.example/a%20b%28c%29", id="what Markdown cannot hold"),
        pytest.param("http://[", "http://%5B", id="half an address"),
    ],
)
def test_links_are_absolute(href: str, expected: str) -> None:
    assert Base("https://site.example/dir/page").link(href) == expected


def test_the_base_of_the_page_counts() -> None:
    assert Base("https://site.example/a", "/b/").link("c") == "https://site.example/b/c"
    assert Base("https://site.example/a", "javascript:f()").link("c") == "c"


def test_links_stay_relative_without_an_address() -> None:
    assert Base("").link("/x") == "/x"


def test_a_picture_that_holds_itself_has_no_address() -> None:
    assert Base("").image("data:image/png;base64,AA") == ""
