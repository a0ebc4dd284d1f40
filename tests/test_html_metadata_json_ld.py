"""JSON-LD is read as it comes: wrapped, broken, nested and twice in one script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.html.metadata.json_ld import by_id, rank, read, strings, things


@pytest.mark.parametrize(
    "script",
    [
        pytest.param('{"@type": "Article", "name": "Otters"}', id="valid"),
        pytest.param('{"@type": "Article", "name": "Otters",}', id="a comma too many"),
        pytest.param('[{"@type": "Article", "name": "Otters"},\n]', id="a comma too many in a list"),
        pytest.param('<!-- {"@type": "Article", "name": "Otters"} -->', id="in a comment"),
        pytest.param('//<![CDATA[\n{"@type": "Article", "name": "Otters"}\n//]]>', id="in CDATA"),
        pytest.param('{"@type": "Article", "x": "a\nb", "name": "Otters"}', id="a line feed in a string"),
        pytest.param("{&quot;@type&quot;: &quot;Article&quot;, &quot;name&quot;: &quot;Otters&quot;}", id="escaped"),
        pytest.param('{"@type": "Article", "name": "Otters"};', id="a semicolon"),
        pytest.param('{"@type": "Article", "name": "Otters"}{"@type": "Person"}', id="two objects"),
        pytest.param('[[{"@graph": [{"@type": "Article", "name": "Otters"}]}]]', id="nested"),
        pytest.param('{"@type": "WebPage", "mainEntity": {"@type": "Article", "name": "Otters"}}', id="main entity"),
    ],
)
def test_scripts(script: str) -> None:
    assert things(read([script]))[0]["name"] == "Otters"


def test_a_comma_in_a_string_stays() -> None:
    assert things(read(['{"@type": "Article", "name": "a,]", }']))[0]["name"] == "a,]"


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        pytest.param("NewsArticle", 0, id="article"),
        pytest.param("https://schema.org/BlogPosting", 0, id="with an address"),
        pytest.param(["Thing", "Question"], 1, id="one of several"),
        pytest.param("Product", 2, id="product"),
        pytest.param("ItemPage", 3, id="page"),
        pytest.param("Person", 9, id="person"),
        pytest.param({"a": 1}, 9, id="nonsense"),
    ],
)
def test_ranks(kinds: object, expected: int) -> None:
    assert rank({"@type": kinds}) == expected


def test_questions_of_an_faq_are_not_the_page() -> None:
    script = '{"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Why otters?"}]}'
    assert [rank(node) for node in read([script])] == [3]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        pytest.param("Mia", ["Mia"], id="a string"),
        pytest.param({"name": "Mia"}, ["Mia"], id="an object"),
        pytest.param([{"name": ["Mia"]}, "Tom"], ["Mia", "Tom"], id="a list"),
        pytest.param({"@id": "#ann"}, ["Ann"], id="a reference"),
        pytest.param({"@value": "Mia"}, ["Mia"], id="a value with a language"),
        pytest.param(7, [], id="a number"),
        pytest.param(None, [], id="nothing"),
    ],
)
def test_strings(value: object, found: list[str]) -> None:
    assert strings(value, by_id([{"@id": "#ann", "name": "Ann"}])) == found


@given(st.text(alphabet='{}[]",:\\ @a1<!-/>&;', max_size=60))
def test_any_script_is_read(script: str) -> None:
    assert isinstance(read([script, script]), list)
