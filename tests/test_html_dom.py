"""sources/html/dom.py and state.py: any markup is a tree, in bounded time, and text in scripts is found."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


MANY = 20_000
NAMES = [f"a{number}" for number in range(MANY)]
PLAIN = " ".join(NAMES)
IN_QUOTES = "".join(f"{name}='>'" for name in NAMES)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<p {PLAIN}>end", id="names alone"),
        pytest.param(f"<p\n{PLAIN.replace(' ', chr(10))}>end", id="on lines of their own"),
        pytest.param(f"<p {PLAIN.replace(' ', '/')}>end", id="parted by slashes"),
        pytest.param(f"<p {PLAIN.replace(' ', ' < ')}>end", id="with brackets between"),
        pytest.param(f"<p {IN_QUOTES}>end", id="with values and no blank between"),
        pytest.param(f"<p ' {IN_QUOTES}>end", id="behind a quote that opens nothing"),
        pytest.param(f'<p =" {IN_QUOTES}>end', id="behind a name that begins with an equals sign"),
        pytest.param(f"<script {PLAIN}></script><p>end", id="of a script"),
        pytest.param(f"<script></SCRIPT><p {PLAIN}>end", id="behind a script that ends in capitals"),
        pytest.param(f'<script>a<b x="</script><p {PLAIN} y=">end', id="in what looks like a value in a script"),
        pytest.param(f'<textarea><b x="</textarea><p {PLAIN} y=">end', id="... in a field"),
        pytest.param(f"<!--><p {PLAIN}>end", id="behind an empty comment"),
        pytest.param(f"<!-- x --!><p {PLAIN}>end", id="behind a comment that ends oddly"),
        pytest.param(f"<p>{'<i x>' * 40}<p {PLAIN}>end", id="behind other tags"),
    ],
)
def test_a_crowded_tag_loses_most_of_its_attributes_and_nothing_else(html: str) -> None:
    """In the tree each one takes a look at all before it: time would be quadratic."""
    root = dom.parse(html)
    assert max(len(element.attrib) for element in root.iter()) <= 600
    assert "end" in "".join(root.itertext())


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<p {' '.join(NAMES[:400])}>end", id="a tag of some hundred attributes"),
        pytest.param(f"<p title='{PLAIN}'>end", id="a long value"),
        pytest.param(f"<p>a < b {PLAIN} > c<p>end", id="a comparison in the text"),
        pytest.param("<p title=it's>" + "It's the keepers' pier. " * 2_000 + "<p>end", id="a stray apostrophe"),
        pytest.param("<img alt='a' src=b>" * 5_000 + "end", id="many tags"),
    ],
)
def test_pages_that_are_only_odd_stay_whole(html: str) -> None:
    assert dom._thinned(html.encode()) == html.encode()


@pytest.mark.parametrize(
    "html",
    ["<a " * 300_000, "<a<" * 300_000, '<a b="' * 200_000, "<script " * 200_000, "<!--" * 300_000, "<a " + "'" * 10**6],
    ids=["tags", "names", "values", "scripts", "comments", "quotes"],
)
def test_tags_that_never_end_are_read_in_linear_time(html: str) -> None:
    """In quadratic time this test would never end."""
    assert dom.parse(html).tag is not None


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(["<", ">", "p", "a", " ", "/", "=", '"', "'", "<p ", "<!--", "-->", "a=b ", "x"]), max_size=40
    )
)
def test_only_what_follows_the_first_attributes_goes(pieces: list[str]) -> None:
    """Whatever the markup, a page without crowded tags stays as it is."""
    data = "".join(pieces).encode()
    assert dom._thinned(data) == data


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


def test_the_longest_text_counts_and_its_markup_is_read() -> None:
    data = {"body": STORY, "content": f"<p>{STORY}</p><p>{STORY}</p>", "title": STORY * 9}
    found = state.content(dom.parse(f"<script type='application/json'>{json.dumps(data)}</script>"))
    assert found is not None
    assert len(found.findall(".//p")) == 2


def test_plain_text_has_a_paragraph_a_line() -> None:
    found = state.content(
        dom.parse(f"<script id=__NEXT_DATA__>{json.dumps({'text': f'{STORY}{chr(10)} {chr(10)}{STORY}'})}")
    )
    assert found is not None
    assert [paragraph.text for paragraph in found.iter("p")] == [STORY.strip()] * 2


@pytest.mark.parametrize(
    ("script", "is_read"),
    [
        pytest.param("window.__INITIAL_STATE__={};;", True, id="a state of a window"),
        pytest.param("__DATA__ = {}", True, id="a state by its bare name"),
        pytest.param("window.__DATA__ = call({})", False, id="a call"),
        pytest.param("var x = 1;" * 30 + "window.__DATA__ = {}", False, id="far down a script"),
    ],
)
def test_states_that_a_script_sets(script: str, is_read: bool) -> None:
    text = script.replace("{}", json.dumps({"a": [{"body": STORY}]}))
    assert (state.content(dom.parse(f"<script>{text}</script>")) is not None) is is_read


def test_a_text_without_blanks_counts_by_its_characters() -> None:
    text = "港の古い桟橋で十二匹のカワウソが数えられました。" * 20
    found = state.content(dom.parse(f"<script type='application/ld+json'>{json.dumps({'articleBody': text})}</script>"))
    assert found is not None
    assert "".join(found.itertext()) == text


def test_deep_and_endless_states_are_read_as_far_as_patience_goes() -> None:
    deep: object = {"body": STORY}
    for _ in range(200):
        deep = [deep]
    assert state.content(dom.parse(f"<script type='application/json'>{json.dumps(deep)}</script>")) is not None
    wide = [{"body": STORY}, *([[]] * 60_000)]
    assert state.content(dom.parse(f"<script type='application/json'>{json.dumps(wide)}</script>")) is None
