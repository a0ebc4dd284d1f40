"""training/recipe.py: what is shipped was trained by these numbers, and they go together."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from cleaner.judges.model.network import Ensemble
from cleaner.judges.model.weights import Form, load
from training.recipe import HTML, Recipe

RECIPE = Recipe()


@pytest.mark.parametrize(("form", "recipe"), [("dumps", RECIPE), ("html", HTML)])
def test_the_shipped_networks_have_their_form(form: Form, recipe: Recipe) -> None:
    trained = load(form=form).network
    networks = trained.networks if isinstance(trained, Ensemble) else (trained,)
    assert len(networks) == recipe.seeds
    for network in networks:
        assert tuple(layer.stride for layer in network.convolutions) == recipe.strides
        assert {layer.taps.shape for layer in network.convolutions} == {
            (recipe.channels, recipe.taps * recipe.channels)
        }
        assert network.first.shape[1] == recipe.channels
        assert network.joint.shape == (3 * recipe.channels, recipe.hidden)


def test_taps_have_a_middle() -> None:
    assert RECIPE.taps % 2 == 1


def test_shares_are_shares() -> None:
    assert RECIPE.alone + RECIPE.untemplated < 1
    assert all(0 <= share < 1 for share in (RECIPE.dropout, RECIPE.taken, RECIPE.alone, RECIPE.untemplated))
    assert all(odds > 0 for odds in RECIPE.copies.values())


def test_every_number_has_a_value_and_none_changes() -> None:
    names = {field.name for field in fields(Recipe)} - {"seed", "asked_for_article"}
    assert all(getattr(recipe, name) for recipe in (RECIPE, HTML) for name in names)
    with pytest.raises(FrozenInstanceError):
        RECIPE.channels = 1  # type: ignore[misc]


def test_two_recipes_share_nothing() -> None:
    assert Recipe().copies is not Recipe().copies
    assert Recipe() == RECIPE


def test_articles_are_asked_for_of_html_alone() -> None:
    assert not RECIPE.asked_for_article
    assert all(0 < share < 1 for share in HTML.asked_for_article.values())
    assert {name for name, _ in HTML.asked_for_article} <= set(HTML.repeats)
