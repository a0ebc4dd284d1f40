from __future__ import annotations

import json

import pytest

from cleaner.sources.html import dom, state


@pytest.mark.parametrize(
    "html",
    ["", " ", "\x00", "text", "<", "<!-- x", "<?php x ?>", "<![CDATA[x]]>", "\ud800", "</p>", "<p " + "a" * 10_000],
)
def test_anything_is_a_tree(html: str) -> None:
    assert dom.parse(html).tag is not None


def test_comments_and_instructions_are_left_out() -> None:
    assert [element.tag for element in dom.parse("<p>a<!-- b --><?c d?></p>").iter()] == ["html", "body", "p"]


def test_what_is_nested_too_deep_is_not_lost() -> None:
    assert "end" in "".join(dom.parse("<div>" * 100_000 + "end").itertext())


def test_entities_of_the_page_are_not_expanded() -> None:
    html = '<!DOCTYPE html [<!ENTITY a "secret">]><p>&a;'
    assert "secret" not in "".join(dom.parse(html).find(".//p").itertext())


def test_the_base_of_a_page() -> None:
    assert dom.base_of(dom.parse("<base target=x><base href=/a/><base href=/b/>")) == "/a/"
    assert dom.base_of(dom.parse("<p>")) == ""


STORY = "A sentence of a story that goes on. " * 20


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(f'<script type="application/ld+json">{json.dumps({"articleBody": STORY})}</script>', id="JSON-LD"),
        pytest.param(f"<script id=__NEXT_DATA__>{json.dumps({'props': [{'body': STORY}]})}</script>", id="Next.js"),
        pytest.param(f"<script>window.__STATE__ = {json.dumps({'content': STORY})};f()</script>", id="a state"),
        pytest.param(f"<script id=__NUXT_DATA__>{json.dumps([1, f'<p>{STORY}</p>'])}</script>", id="Nuxt"),
    ],
)
def test_text_in_scripts_is_found(script: str) -> None:
    found = state.content(dom.parse(script))
    assert found is not None
    assert " ".join("".join(found.itertext()).split()) == STORY.strip()


@pytest.mark.parametrize(
    "script",
    [
        pytest.param('<script type="application/ld+json">{"articleBody": "short"}</script>', id="a short text"),
        pytest.param('<script type="application/ld+json">{"articleBody": </script>', id="broken JSON"),
        pytest.param(f'<script type="application/ld+json">{"[" * 100_000}</script>', id="endless JSON"),
        pytest.param(f"<script>var a = {json.dumps({'content': STORY})}</script>", id="any other script"),
    ],
)
def test_other_scripts_hold_no_text(script: str) -> None:
    assert state.content(dom.parse(script)) is None
