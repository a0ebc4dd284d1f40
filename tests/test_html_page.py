"""sources/html: a page of HTML as a tree with metadata, and as Markdown with blocks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.sources import html
from cleaner.sources.html import HtmlPage, Mark, Tree
from cleaner.sources.html.metadata import Datum

URL = "https://otter.example/news/pier"
HEAD = f"""<!doctype html><html lang=en><head><title>Otters return</title>
<meta name=author content="Mia Finch"><meta property="og:site_name" content="Otter Times">
<link rel=canonical href="{URL}"></head>"""
BODY = "<body><nav><a href=/>Home</a></nav><h1>Otters return</h1><p id=text>Twelve otters were counted.</p></body>"
STORY = "Twelve otters were counted on the old pier of the town. " * 12


def page(source: str, url: str | None = None, marks: dict[str, Mark] | None = None) -> HtmlPage:
    """A page as Markdown; `marks` by the id of an element."""
    tree = html.parse(source, url)
    found: dict[Any, Mark] = {}
    for name, mark in (marks or {}).items():
        found[tree.root.xpath(f"//*[@id='{name}']")[0]] = mark
    return html.read(tree, found)


class TestTree:
    def test_metadata_comes_as_results_have_it(self) -> None:
        tree = html.parse(HEAD + BODY)
        assert tree.meta["title"] == "Otters return"
        assert tree.meta["site"] == "Otter Times"
        assert tree.meta["author"] == ["Mia Finch"]

    def test_several_values_are_a_list(self) -> None:
        tree = Tree(None, "", {"author": Datum(("Mia Finch", "Jon Wren"), "meta")})
        assert tree.meta == {"author": ["Mia Finch", "Jon Wren"]}

    @pytest.mark.parametrize(
        ("source", "url", "address"),
        [
            pytest.param(HEAD + BODY, None, URL, id="the page's own"),
            pytest.param(HEAD + BODY, "", URL, id="the page's own, where none is given"),
            pytest.param(HEAD + BODY, "https://given.example/a", "https://given.example/a", id="the caller's wins"),
            pytest.param("<p>Otters", None, "", id="none"),
        ],
    )
    def test_its_address(self, source: str, url: str | None, address: str) -> None:
        assert html.parse(source, url).url == address

    def test_other_metadata_goes_over_its_own(self) -> None:
        tree = html.parse(HEAD + BODY)
        other = tree.with_data({"title": Datum("Another", "ftr")})
        assert (other.meta["title"], other.meta["site"]) == ("Another", "Otter Times")
        assert (other.root, other.url) == (tree.root, tree.url)
        assert tree.meta["title"] == "Otters return"


class TestMarkdown:
    def test_front_matter_and_body(self) -> None:
        assert page(HEAD + BODY).page.data.decode() == (
            f"---\ntitle: Otters return\nurl: {URL}\nsource: Otter Times\nauthor: Mia Finch\nlanguage: en\n"
            "converter: cleaner\n---\n\n"
            "[Home](https://otter.example/)\n\n# Otters return\n\nTwelve otters were counted.\n"
        )

    def test_it_is_markdown_that_cleaner_converted(self) -> None:
        written = page(HEAD + BODY).page
        assert (written.kind, written.is_converted, written.url) == ("markdown", True, URL)
        assert written.title == "Otters return"

    def test_a_page_of_which_nothing_is_known_says_only_who_converted_it(self) -> None:
        whole = page("<p>Otters")
        assert whole.page.data == b"---\nconverter: cleaner\n---\n\nOtters\n"
        assert whole.meta == {}

    def test_the_caller_s_address_is_written_down(self) -> None:
        whole = page("<p>Otters", "https://given.example/a")
        assert whole.page.meta["url"] == whole.meta["url"] == "https://given.example/a"

    def test_blocks_count_bytes_of_the_page_and_know_their_places(self) -> None:
        whole = page(HEAD + BODY.replace("Twelve", "Zwölf"))
        lines = [whole.page.data[block.start : block.end].decode() for block in whole.blocks]
        assert lines[1:] == ["# Otters return", "Zwölf otters were counted."]
        trails = [block.trail for block in whole.blocks]
        assert [trail is not None and "nav" in trail.traits for trail in trails] == [True, False, False]
        assert [trail.tag for trail in trails if trail is not None][1:] == ["h1", "p"]

    def test_relative_addresses_count_from_the_page_or_its_base(self) -> None:
        assert "(https://otter.example/a)" in page("<a href=/a>Otters</a>", URL).page.body
        assert "(https://base.example/a)" in page("<base href=https://base.example/><a href=/a>Otters</a>").page.body

    def test_marks_become_ranges_of_blocks(self) -> None:
        mark = Mark(False, "site/otter/text", "because")
        (marked,) = page(HEAD + BODY, None, {"text": mark}).marked
        assert marked == (mark, 2, 3)

    @pytest.mark.parametrize("source", ["", " ", "\x00", "<p>", "<!-- x -->", "<html></html>", "<title></title>"])
    def test_a_page_without_text_has_no_blocks(self, source: str) -> None:
        whole = page(source)
        assert (whole.blocks, whole.marked, whole.page.body) == ([], [], "")

    @settings(deadline=None, max_examples=60)
    @given(
        st.lists(
            st.sampled_from(
                "<p> </p> <div <table><tr><td> <li> <pre> <a\thref=x> <b> &amp; &#0; \x00 \ud800 ] * ' \" <!-- --> "
                "<script> </script> <svg> <math> <base\thref='http://['> <title> <template> <br> otters".split(" ")
            ),
            max_size=20,
        )
    )
    def test_any_markup_is_a_page(self, pieces: list[str]) -> None:
        whole = page(" ".join(pieces), "https://[")
        for block in whole.blocks:
            assert 0 <= block.start < block.end <= len(whole.page.data)
            whole.page.data[block.start : block.end].decode()


class TestTextInScripts:
    SCRIPT = f'<script type="application/ld+json">{json.dumps({"articleBody": STORY})}</script>'

    def test_stands_for_a_page_that_shows_next_to_none(self) -> None:
        whole = page(f"<title>Otters</title><p>Loading</p>{self.SCRIPT}")
        assert whole.page.body == STORY.strip() + "\n"

    def test_is_not_looked_at_where_the_page_has_its_own(self) -> None:
        whole = page(f"<p>{STORY.replace('Twelve', 'Nine')}</p>{self.SCRIPT}")
        assert "Nine otters" in whole.page.body
        assert "Twelve otters" not in whole.page.body

    def test_hidden_text_is_none_of_the_page_s_own(self) -> None:
        whole = page(f"<p hidden>{STORY.replace('Twelve', 'Nine')}</p>{self.SCRIPT}")
        assert "Twelve otters" in whole.page.body

    def test_marks_are_of_the_page_and_not_of_that_text(self) -> None:
        whole = page(f"<p id=a>Loading</p>{self.SCRIPT}", None, {"a": Mark(False, "site/otter/a", "because")})
        assert whole.marked == []
