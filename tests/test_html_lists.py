from __future__ import annotations

import pytest

from tests.test_html_walk import walked, written


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<ul><li>a<li>b</ul>", "* a\n* b", id="bullets"),
        pytest.param("<ol><li>a<li>b</ol>", "1. a\n2. b", id="numbers"),
        pytest.param("<ol start=5><li>a<li>b</ol>", "5. a\n6. b", id="a start"),
        pytest.param("<ol reversed><li>a<li>b</ol>", "2. a\n1. b", id="backwards"),
        pytest.param("<ol><li>a<li value=9>b<li>c</ol>", "1. a\n9. b\n10. c", id="a value"),
        pytest.param("<ol start=x><li>a</ol>", "1. a", id="a start that is no number"),
        pytest.param("<ol start=-3><li>a</ol>", "0. a", id="a start below zero"),
        pytest.param("<ul><li>a<ol><li>b</ol><li>c</ul>", "* a\n  1. b\n* c", id="a list in a list"),
        pytest.param("<ol><li>a<ul><li>b</ul></ol>", "1. a\n   * b", id="indented by the number"),
        pytest.param("<ul><li>a</ul><ul><li>b</ul>", "* a\n\n- b", id="two lists after each other"),
        pytest.param("<ul><li><p>a<p>b</ul>", "* a\n\n  b", id="paragraphs in an item"),
        pytest.param("<ul><li></li><li>b</ul>", "* b", id="an empty item"),
        pytest.param("<ul><li><input type=checkbox disabled checked>a</ul>", "* [x] a", id="a task that is done"),
        pytest.param("<ul><li><input type=checkbox disabled>a</ul>", "* [ ] a", id="a task"),
        pytest.param("<ul><li><input type=checkbox>a</ul>", "* a", id="a choice of a form"),
        pytest.param("<li>a", "a", id="an item without a list"),
    ],
)
def test_lists(html: str, expected: str) -> None:
    assert written(html) == expected


def test_items_know_how_deep_they_are() -> None:
    blocks = walked("<ul><li>a<ul><li>b</ul></ul>c").blocks
    assert [(block.kind, block.depth) for block in blocks] == [("item", 1), ("item", 2), ("paragraph", 0)]


def test_footnotes() -> None:
    html = "<p>a<sup><a href=#n1>1</a></sup><ol><li id=n1>b</ol>"
    assert written(html) == "a[^1]\n\n[^1]: b"


def test_a_link_to_a_place_is_no_footnote() -> None:
    assert written("<p><a href=#n1>more of it</a><p id=n1>b") == "[more of it](#n1)\n\nb"
