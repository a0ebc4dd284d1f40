"""judges/model/reasons.py: why a block went, in words that a reader knows."""

from __future__ import annotations

from collections import Counter
from math import log1p

import numpy as np
import pytest

from cleaner.judges.model import features, tree
from cleaner.judges.model.network import Account
from cleaner.judges.model.reasons import _PAGE, COLUMN, FEATURES, TRAITS, reasons
from tests.networks import random_network, random_rows

Sums = dict[str, float]


def told(against: Sums, values: Sums | None = None, around: float = 0, page: float = 0) -> str:
    """What is said of one block to whose score features added so much, and whose features are these."""
    rows, parts = np.zeros((2, 1, len(FEATURES)), np.float32)
    for name, value in (values or {}).items():
        rows[0, COLUMN[name]] = value
    for name, value in against.items():
        parts[0, COLUMN[name]] = value
    beside = (np.array([value], np.float32) for value in (around, page, 3.0))
    (why,) = reasons(Account(parts, *beside), rows)
    return why


def test_every_feature_tells_of_one_trait_or_of_the_page() -> None:
    times = Counter(name for trait in TRAITS for name in trait.features) + Counter(_PAGE)
    assert times == Counter(FEATURES)


@pytest.mark.parametrize(
    ("feature", "values", "words"),
    [
        pytest.param("words", {"words": log1p(1)}, "its length (1 word)", id="a word"),
        pytest.param("characters", {"words": log1p(12)}, "its length (12 words)", id="words"),
        pytest.param("link density", {"link density": 0.914}, "its links (91% of its text)", id="links"),
        pytest.param("link:share", {}, "where its links lead", id="kinds of addresses"),
        pytest.param("length of addresses", {}, "where its links lead", id="addresses"),
        pytest.param("links into own folder", {}, "where its links lead", id="targets"),
        pytest.param("is item", {"is item": 1}, "its form (an entry of a list)", id="an entry"),
        pytest.param("quoted", {"is paragraph": 1}, "its form (a paragraph)", id="a quote"),
        pytest.param("level 2", {"is heading": 1}, "its form (a heading)", id="a heading"),
        pytest.param("is rule", {}, "its form", id="raw HTML and the like"),
        pytest.param("upper share", {}, "how it is written (no full stop at its end)", id="its letters"),
        pytest.param("commas", {"ends with sentence end": 1}, "how it is written", id="its commas, with a full stop"),
        pytest.param("blocks above", {"place in page": 0.5}, "its place (50% down the page)", id="what is above"),
        pytest.param("blocks below title", {}, "how it stands to the title", id="its distance to the title"),
        pytest.param("page address in block", {}, "how it stands to the title", id="the words of the address"),
        pytest.param(
            "size of group",
            {"size of group": log1p(4), "link density of group": 1},
            "its list or paragraph (4 lines, 100% links)",
            id="its list",
        ),
        pytest.param(
            "place in group", {"size of group": log1p(1)}, "its list or paragraph (1 line, 0% links)", id="alone"
        ),
        pytest.param("repeats", {"repeats": log1p(2)}, "it stands on the page 3 times", id="repeats"),
        pytest.param("repeats", {}, "it stands here once", id="no repeats"),
        pytest.param("image:icon", {"images": log1p(3)}, "its pictures (3)", id="icons"),
        pytest.param("images", {}, "it has no picture", id="no pictures"),
        pytest.param(
            "phrase:share",
            {"phrase:share": 1, "heading:share": 1, "phrase:follow": 1},
            "its phrases (share, follow)",
            id="phrases",
        ),
        pytest.param("prose", {}, "it is no sentence", id="no phrases"),
        pytest.param("prose", {"prose": 1}, "it reads as text", id="no phrases in a text"),
        pytest.param("template", {"template": 0.5}, "the site's other pages (50% have it)", id="the template"),
        pytest.param("dropped by rule", {}, "the other judges' silence", id="the other judges"),
        pytest.param("kept", {}, "the other judges' silence", id="no site file that keeps it"),
        pytest.param("words of page", {}, "the page as a whole", id="the page"),
        pytest.param("page has address", {}, "the page as a whole", id="its address"),
        pytest.param("in nav", {"in nav": 1, "in header": 1}, "its element (in header, nav)", id="its element"),
        pytest.param("element div", {"element div": 1}, "its element", id="its tag"),
        pytest.param("depth of tree", {"has tree": 1}, "its element", id="its depth"),
        pytest.param("own words", {}, "the names of the elements around it", id="the words of its classes"),
        pytest.param("words 2 up", {}, "the names of the elements around it", id="... of those around it"),
        pytest.param("prose share of element 3", {}, "the text of the elements around it", id="the text around it"),
        pytest.param("blocks of form", {}, "the text of the elements around it", id="elements that look alike"),
        pytest.param("width", {}, "the size of its picture", id="the size of its picture"),
        pytest.param("page has main", {}, "the page as a whole", id="the elements of the page"),
        pytest.param("article wanted", {}, "the page as a whole", id="what is wanted"),
    ],
)
def test_words(feature: str, values: Sums, words: str) -> None:
    assert told({feature: -1}, values) == words


def test_dumps_have_the_first_of_the_features() -> None:
    assert (*features.FEATURES, *tree.FEATURES) == FEATURES
    parts, rows = np.zeros((2, 1, len(features.FEATURES)), np.float32)
    parts[0, COLUMN["words"]] = -1
    none = np.zeros(1, np.float32)
    assert list(reasons(Account(parts, none, none, none), rows)) == ["its length (0 words)"]


def test_the_three_that_spoke_most_against_it_in_order() -> None:
    why = told({"words": -2, "repeats": -3, "link density": -1, "template": -0.5}, {"words": log1p(3)})
    assert why == "it stands here once, its length (3 words), its links (0% of its text)"


def test_what_spoke_for_it_is_not_told() -> None:
    assert told({"words": 2, "repeats": -3}) == "it stands here once"
    assert told({"words": 2}, page=1, around=1) == ""


def test_a_trait_says_the_sum_of_its_features() -> None:
    assert told({"words": -2, "characters": 3, "repeats": -1}) == "it stands here once"
    assert told({"words": -2, "characters": -2, "repeats": -3}).startswith("its length (0 words), it stands")


def test_the_blocks_around_it_and_the_page_are_told() -> None:
    assert told({}, around=-2, page=-1) == "the blocks around it, the page as a whole"
    assert told({"blocks of page": -3}, around=-2, page=2) == "the blocks around it, the page as a whole"
    assert told({"blocks of page": -3}, around=-2, page=4) == "the blocks around it"


@pytest.mark.parametrize("seed", range(3))
def test_of_any_account_at_most_three_are_told(seed: int) -> None:
    network, rows = random_network(seed, len(FEATURES)), np.abs(random_rows(seed, 40, len(FEATURES)))
    blocks = np.array([3, 17, 39])
    account = network.account(network.run(rows), blocks)
    for why in reasons(account, rows[blocks]):
        assert why.count("likely") == 0
        assert (
            len(
                [
                    part
                    for part in why.split(", ")
                    if part.startswith(("its ", "how ", "the ", "what ", "where ", "no "))
                ]
            )
            <= 3
        )
