from __future__ import annotations

import pytest

from cleaner.block import Trail
from cleaner.sources.html import dom
from cleaner.sources.html.trails import ROOT, Trails, is_hidden
from tests.test_html_walk import walked


def trail_of(html: str) -> Trail:
    element = dom.parse(html).find("body")[0]
    return Trails(element).below(ROOT, element)


def test_names_are_whole_tokens_and_words_their_parts() -> None:
    trail = trail_of("<div class='post-Body entryTitle' id=Main1 itemprop=articleBody>")
    assert trail.names == ("post-body", "entrytitle", "main1", "articlebody")
    assert trail.words == ("post", "body", "entry", "title", "main", "article")


def test_tokens_without_end_are_left_out() -> None:
    assert trail_of(f"<div class='{'a' * 61} b' id='{'c' * 61}'>").names == ("b",)


@pytest.mark.parametrize(
    ("html", "traits"),
    [
        pytest.param("<nav>", {"nav"}, id="a tag"),
        pytest.param("<div role=Navigation>", {"nav"}, id="a role"),
        pytest.param("<header role=search>", {"header", "search"}, id="both"),
        pytest.param("<nav hidden>", {"nav", "hidden"}, id="hidden"),
        pytest.param("<div class=nav>", set(), id="a class says nothing"),
    ],
)
def test_traits(html: str, traits: set[str]) -> None:
    assert trail_of(html).own == traits


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("hidden", True),
        ("hidden=until-found", False),
        ("aria-hidden=true", True),
        ("aria-hidden=false", False),
        ("style='color:red; DISPLAY : none'", True),
        ("style='visibility:hidden'", True),
        ("style='display:block'", False),
    ],
)
def test_hidden(attributes: str, expected: bool) -> None:
    assert is_hidden(dom.parse(f"<p {attributes}>x").find(".//p")) is expected


def test_blocks_of_an_element_share_its_trail() -> None:
    first, second, third = (block.trail for block in walked("<div id=x>a<br>b</div><div>c</div>").blocks)
    assert first is second
    assert third is not first


def test_a_line_in_one_inline_element_has_its_trail() -> None:
    trails = [block.trail for block in walked("<p><span class=by>a</span><p><span class=by>b</span> c").blocks]
    assert [trail.tag for trail in trails if trail] == ["span", "p"]


def test_trails_are_no_deeper_than_a_page() -> None:
    trail = walked("<div>" * 1_000 + "x").blocks[0].trail
    assert trail is not None
    assert trail.depth <= 101
