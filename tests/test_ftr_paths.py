"""XPath in bounded time: what is found is what lxml finds; what would take too long is refused."""

from __future__ import annotations

import pytest
from lxml import etree

from cleaner.judges.ftr.paths import PathError, check, find, outermost

PAGE = etree.HTML("""
<html><head><title>Otters</title></head><body><div id="top" class="a | b"><h1>Otters <i>swim</i></h1>
<div class="inner"><p>One <b>x</b></p><p>Two <b>y</b></p><h2>Dens</h2><p>Three</p><p>Four</p></div></div>
<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><!-- p --></body></html>
""")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("//p", id="one step down"),
        pytest.param("//div//p", id="two steps down"),
        pytest.param("//ul//li//ul/li", id="nested lists"),
        pytest.param("//b/..", id="up"),
        pytest.param("//b/../..//h2", id="up and down"),
        pytest.param("//b/../b", id="up and to a child"),
        pytest.param("//p | //h1 | //h2[contains(., 'D')]", id="a union comes in the order of the page"),
        pytest.param("//div[@class='a | b']/h1", id="a bar in quotation marks"),
        pytest.param('//div[@id="x//y"]', id="slashes in quotation marks"),
        pytest.param("//h2/following-sibling::p[1]", id="the next sibling"),
        pytest.param("//p/preceding-sibling::p", id="siblings before"),
        pytest.param("//b/ancestor::div[1]", id="the nearest ancestor"),
        pytest.param("//b/ancestor::div[1]/p", id="and its children"),
        pytest.param("//div/descendant::b", id="descendants by name"),
        pytest.param("//li[1]", id="a number counts in the parent"),
        pytest.param("//div//li[1]|//ul//li[1]", id="also behind two steps down"),
        pytest.param("(//p)[2]", id="brackets around a path"),
        pytest.param("id('top')//p", id="by id"),
        pytest.param("//p[following-sibling::h2]", id="a sibling in a predicate"),
        pytest.param("//div[.//h2]", id="a step down in a predicate"),
        pytest.param("/html/body/div", id="from the top"),
        pytest.param("descendant::p", id="from no top"),
    ],
)
def test_it_finds_what_lxml_finds(text: str) -> None:
    assert find(text, PAGE) == etree.XPath(text)(PAGE)
    check(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("//div/@id", ["top"], id="attributes"),
        pytest.param("//b/text()", ["x", "y"], id="text"),
        pytest.param("concat('a', 'b')", ["ab"], id="a text made by a function"),
        pytest.param("substring-before(//title, 't')", ["O"], id="a function of a path"),
        pytest.param("count(//p)", [], id="a number is nothing"),
        pytest.param("//p = 'One'", [], id="nor is a truth"),
        pytest.param("//comment()", [], id="nor a comment"),
    ],
)
def test_texts(text: str, found: list[str]) -> None:
    assert find(text, PAGE) == found


def test_a_path_in_string_gives_its_elements() -> None:
    assert find("string(//div//h1)", PAGE) == PAGE.xpath("//h1")


def test_attributes_of_a_union_keep_their_order() -> None:
    assert find("//div/@class | //div/@id", PAGE) == ["a | b", "inner", "top"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("//div[", "no XPath", id="a bracket is missing"),
        pytest.param("", "no XPath", id="empty"),
        pytest.param("//a\x00b", "no XPath", id="a null"),
        pytest.param("//p[matches(., 'x')]", "matches", id="a function of XPath 2"),
        pytest.param("//p[php:function('x')]", "function", id="a foreign function"),
        pytest.param("//fb:like", "fb", id="a namespace"),
        pytest.param("//a:b | //p", "namespace a", id="a namespace in a union"),
    ],
)
def test_what_cannot_run_is_refused(text: str, problem: str) -> None:
    with pytest.raises(PathError, match=problem):
        check(text)


@pytest.mark.parametrize("text", ["//p[contains(., 'a:b(c')]", "//p[not(a)]", "//a[@b and (c)]", "//child::text()"])
def test_what_looks_like_a_function_or_a_namespace(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("//p[preceding-sibling::h2]", id="siblings in a predicate"),
        pytest.param("//p[//h2]", id="the whole page in a predicate"),
        pytest.param("//p[../h2]", id="the parent's children in a predicate"),
        pytest.param("//p/following-sibling::*", id="siblings of all"),
        pytest.param("//p/preceding::h1", id="all before, sorted"),
        pytest.param("(//p | //b)[1]", id="a union in brackets"),
        pytest.param("//text()/..", id="up from text"),
    ],
)
def test_what_is_steep_is_refused_on_a_large_page_only(text: str) -> None:
    find(text, PAGE)
    large = etree.HTML("<div>" + "<p>a <b>b</b></p>" * 20_000 + "</div>")
    with pytest.raises(PathError, match="too long"):
        find(text, large)


@pytest.mark.parametrize("text", ["//p | //b", "//b/..", "//div//b", "//div[.//h2]", "//p[last()]", "//b/../../b"])
def test_what_is_not_steep_runs_on_a_large_page(text: str) -> None:
    find(text, etree.HTML("<div>" + "<p>a <b>b</b></p>" * 14_000 + "</div>"))


def test_steps_in_steps_are_steeper() -> None:
    text = "//p[preceding-sibling::p[following-sibling::b]]"
    page = etree.HTML("<div>" + "<p>a</p>" * 1_000 + "</div>")
    find("//p[preceding-sibling::b]", page)
    with pytest.raises(PathError, match="too long"):
        find(text, page)


def test_outermost() -> None:
    assert outermost(PAGE.xpath("//li")) == PAGE.xpath("/html/body/ul/li")
    assert outermost([]) == []
