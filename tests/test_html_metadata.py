"""Metadata of HTML pages: the most trusted place that says something is believed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleaner.sources.html.metadata import Datum, metadata

URL = "https://www.otter-news.example/river/2024/05/03/otters-return"

PIECES = [
    "<meta name=author content='Mia Otter'>",
    "<meta property=og:title content=",
    "<script type=application/ld+json>",
    '{"@type": "Article", "author": [{"@id": "#a"}]}',
    "</script>",
    "<h1>",
    "<time datetime=",
    "<span class='byline date author'>",
    "By ",
    "2024-13-45",
    "<a rel=author href=//[>",
    "<div itemprop='author name' itemscope>",
    "'",
    '"',
    "\x00",
    "<link rel=canonical href='http://[::1'>",
]


def tree(head: str = "", body: str = "", attributes: str = "") -> Any:
    html = f"<html {attributes}><head>{head}</head><body>{body}</body></html>"
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    return etree.fromstring(html.encode("utf-8", "replace"), parser)


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def found(key: str, head: str = "", body: str = "", url: str = "", attributes: str = "") -> Any:
    datum = metadata(tree(head, body, attributes), url).get(key)
    return datum.value if datum else None


ARTICLE = (
    '{"@type": "NewsArticle", "headline": "Otters", "author": {"name": "Mia Otter"}, "datePublished": "2024-01-02"}'
)


def test_a_page_that_says_nothing_has_no_metadata() -> None:
    assert metadata(tree(body="<p>Otters.</p>"), "") == {}


def test_linked_data_are_trusted_before_all_else() -> None:
    head = linked_data(ARTICLE) + meta("article:published_time", "2023-01-01") + meta("author", "Tom Heron")
    assert metadata(tree(head), "")["date"] == Datum("2024-01-02", "json-ld")
    assert metadata(tree(head), "")["author"] == Datum(("Mia Otter",), "json-ld")


@pytest.mark.parametrize(
    ("head", "body", "date", "source"),
    [
        pytest.param(
            meta("article:published_time", "2024-02-01T08:00Z"), "", "2024-02-01T08:00Z", "opengraph", id="og"
        ),
        pytest.param(meta("DC.date.issued", "2024-02-01"), "", "2024-02-01", "dublin-core", id="Dublin Core"),
        pytest.param(meta("acme:publishDate", "2024-02-01"), "", "2024-02-01", "meta", id="a prefix nobody knows"),
        pytest.param("", "<time datetime='2024-02-01'>Today</time>", "2024-02-01", "time", id="a time element"),
        pytest.param(
            "", "<i itemprop=datePublished>1 February 2024</i>", "2024-02-01", "microdata", id="microdata in the body"
        ),
        pytest.param("", "<p class=post-date>1 February 2024</p>", "2024-02-01", "byline", id="a class for dates"),
        pytest.param("", "<h1>Otters</h1><p>1 February 2024</p>", "2024-02-01", "byline", id="a line below the title"),
        pytest.param("", "<p>1 February 2024</p><h1>Otters</h1>", "2024-02-01", "byline", id="a line above the title"),
        pytest.param("", "", "2024-05-03", "url", id="nothing but the address"),
    ],
)
def test_dates(head: str, body: str, date: str, source: str) -> None:
    assert metadata(tree(head, body), URL)["date"] == Datum(date, source)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<div class=comments><time datetime='2024-02-01'></time></div>", id="a comment's"),
        pytest.param("<footer><time datetime='2024-02-01'></time></footer>", id="the footer's"),
        pytest.param("<h1>Otters</h1><p>Member since 1 February 2024</p>", id="a user's"),
        pytest.param("<h1>Otters</h1><p>© 1 February 2024 The Otter</p>", id="the copyright's"),
    ],
)
def test_dates_of_others(body: str) -> None:
    assert found("date", body=body) is None


def test_the_date_of_the_last_change_comes_last() -> None:
    body = "<h1>Otters</h1><p>Updated: 3 March 2024</p><p>1 February 2024</p>"
    assert found("date", body=body) == "2024-02-01"
    assert found("date", body="<h1>Otters</h1><p>Updated: 3 March 2024</p>") == "2024-03-03"


def test_when_the_page_was_changed() -> None:
    assert found("modified", meta("article:modified_time", "2024-02-03T10:00:00+02:00")) == "2024-02-03T10:00+02:00"


@pytest.mark.parametrize(
    ("head", "body", "names"),
    [
        pytest.param(meta("author", "By Mia Otter and Tom Heron"), "", ("Mia Otter", "Tom Heron"), id="meta"),
        pytest.param('<meta name="citation_author" content="Otter, Mia">', "", ("Mia Otter",), id="a library's order"),
        pytest.param("", "<a rel=author href=/m>Mia Otter</a>", ("Mia Otter",), id="a link to the author"),
        pytest.param("", "<h1>Otters</h1><p>By Mia Otter</p>", ("Mia Otter",), id="a line below the title"),
        pytest.param("", "<h1>Otters</h1><b>By</b> <i>Mia Otter</i>", ("Mia Otter",), id="in two elements"),
        pytest.param("", "<p class=byline>Mia Otter <i>3 May 2024</i></p>", ("Mia Otter",), id="a byline with a date"),
        pytest.param(
            "",
            "<p itemprop=author itemscope><b itemprop=name>Mia Otter</b> of the river</p>",
            ("Mia Otter",),
            id="microdata",
        ),
        pytest.param(
            meta("twitter:label1", "Written by") + meta("twitter:data1", "Mia Otter"), "", ("Mia Otter",), id="preview"
        ),
        pytest.param(meta("twitter:label1", "Stock") + meta("twitter:data1", "Many left"), "", None, id="a price tag"),
        pytest.param(meta("article:author", "https://social.example/mia"), "", None, id="an address is no name"),
        pytest.param("", "<h1>Otters</h1><p>By the old bridge it was cold.</p>", None, id="a sentence"),
        pytest.param("", "<div class=comment><p class=author>Mia Otter</p></div>", None, id="the author of a comment"),
    ],
)
def test_authors(head: str, body: str, names: tuple[str, ...] | None) -> None:
    assert found("author", head, body) == names


def test_the_site_is_an_author_only_where_nobody_else_is() -> None:
    head = meta("og:site_name", "River Post") + meta("author", "River Post")
    assert found("author", head) == ("River Post",)
    assert found("author", head, "<h1>Otters</h1><p>By Mia Otter</p>") == ("Mia Otter",)


def test_references_are_resolved() -> None:
    graph = '{"@graph": [{"@type": "Article", "author": {"@id": "#m"}}, {"@id": "#m", "name": "Mia Otter"}]}'
    assert found("author", linked_data(graph)) == ("Mia Otter",)


def test_a_container_of_the_title_is_not_apart_whatever_its_name() -> None:
    body = "<div class=has-sidebar-menu><h1>Otters</h1><time datetime='2024-02-01'></time></div>"
    assert found("date", body=body) == "2024-02-01"


@pytest.mark.parametrize(
    ("attributes", "head", "language"),
    [
        pytest.param("lang=pt_br", "", "pt-BR", id="html"),
        pytest.param("", meta("og:locale", "de_AT"), "de-AT", id="OpenGraph"),
        pytest.param("lang=zh-hans-cn", "", "zh-Hans-CN", id="with a script"),
        pytest.param("lang='{{ lang }}'", '<meta http-equiv="Content-Language" content="en, fr">', "en", id="template"),
    ],
)
def test_languages(attributes: str, head: str, language: str) -> None:
    assert found("language", head, attributes=attributes) == language


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        pytest.param("/otters", "https://www.otter-news.example/otters", id="made absolute"),
        pytest.param("javascript:alert(1)", None, id="no address of the web"),
        pytest.param("http://[broken", None, id="broken"),
    ],
)
def test_canonical_addresses(href: str, canonical: str | None) -> None:
    assert found("canonical", f'<link rel="canonical" href="{href}">', url=URL) == canonical


def test_tags_come_once_and_in_order() -> None:
    assert found("tags", meta("article:tag", "Rivers") + meta("article:tag", "otters, rivers")) == ("Rivers", "otters")


def test_the_rest() -> None:
    head = (
        meta("og:site_name", "River Post")
        + meta("og:description", "On &amp;amp; in\n the river")
        + meta("og:image", "/otter.jpg")
        + '<link rel=license href="https://licences.example/by">'
    )
    values = {key: datum.value for key, datum in metadata(tree(head), URL).items() if key != "date"}
    assert values == {
        "site": "River Post",
        "description": "On & in the river",
        "image": "https://www.otter-news.example/otter.jpg",
        "licence": "https://licences.example/by",
    }


def test_deep_nests_and_circles_are_read() -> None:
    nest = "<div class=author itemprop=author itemscope>" * 20_000
    references = ", ".join(['{"@id": "#a"}'] * 20)
    circle = '{"@graph": [{"@type": "Article", "@id": "#a", "author": [' + references + "]}]}"
    assert "author" not in metadata(tree(linked_data(circle) + linked_data("[" * 100_000), nest), "")


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8))).map("".join))
def test_any_page_is_read(html: str) -> None:
    for key, (value, source) in metadata(tree(html, html), URL).items():
        assert key
        assert value
        assert source
