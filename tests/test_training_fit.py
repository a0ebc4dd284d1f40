"""training/fit.py: what torch trains is what numpy runs. Needs the training extra."""

from __future__ import annotations

import random
from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from cleaner.judges.model.features import COLUMN, FEATURES
from cleaner.judges.model.network import WIDEST, Network
from cleaner.judges.model.weights import COLUMNS
from tests.networks import random_rows
from training.recipe import Recipe

torch: Any = pytest.importorskip("torch", reason="torch comes with the training extra")
pytest.importorskip("html2text", reason="html2text comes with the training extra")
pytest.importorskip("html_to_markdown", reason="html-to-markdown comes with the training extra")
fit: Any = import_module("training.fit")
Sample: Any = import_module("training.samples").Sample

SMALL = Recipe(channels=6, strides=(1, 2, 4), taps=3, hidden=5, epochs=2, pages=3, longest=20)


def exported(seed: int, recipe: Recipe = SMALL) -> tuple[Any, Network]:
    """A network that knows nothing, in torch and in numpy."""
    torch.manual_seed(seed)
    form = fit.Form(recipe).eval()
    chance = np.random.default_rng(seed)
    mean = chance.normal(0, 1, len(FEATURES)).astype(np.float32)
    spread = (np.abs(chance.normal(0, 1, len(FEATURES))) + 0.5).astype(np.float32)
    return form, fit.export(form, recipe, mean, spread)


def in_torch(form: Any, network: Network, pages: list[Any]) -> list[list[float]]:
    """The scores of some pages in one batch, without those of the padding."""
    longest = max(map(len, pages))
    rows = np.zeros((len(pages), longest, len(FEATURES)), np.float32)
    there = np.zeros((len(pages), longest), np.float32)
    for at, page in enumerate(pages):
        rows[at, : len(page)] = ((page - network.mean) / network.scale).clip(-WIDEST, WIDEST)
        there[at, : len(page)] = 1
    with torch.no_grad():
        scores = form(torch.from_numpy(rows), torch.from_numpy(there)).numpy()
    return [row[: len(page)].tolist() for row, page in zip(scores, pages, strict=True)]


@pytest.mark.parametrize("recipe", [SMALL, Recipe()], ids=["small", "as shipped"])
@pytest.mark.parametrize("seed", range(3))
def test_numpy_gives_the_scores_that_torch_gives(seed: int, recipe: Recipe) -> None:
    form, network = exported(seed, recipe)
    pages = [random_rows(seed + blocks, blocks) for blocks in (1, 2, 3, 17, 60)]
    for page, scores in zip(pages, in_torch(form, network, pages), strict=True):
        assert network.run(page).scores == pytest.approx(scores, abs=1e-5)


def samples(count: int) -> list[Any]:
    """Pages of which every second block is content, and one feature says so."""
    made = []
    for number in range(count):
        rows = (random_rows(number, 14) / 100).astype(np.float16)
        content = (np.arange(14) % 2).astype(np.float32)
        rows[:, COLUMN["words"]] = 4 * content
        rows[:, list(fit._TAKEN)] = 0
        ones = np.ones(14, np.float32)
        name = "gold" if number % 2 else "wcxb"
        how = "markitdown whole none"
        made.append(Sample(name, f"page {number}", 0, "article", "en", how, rows, content, ones, 5 * ones))
    return made


def test_the_same_pages_and_recipe_give_the_same_weights() -> None:
    one, other = (fit.train(samples(6), SMALL) for _ in range(2))
    rows = random_rows(1, 10)
    assert one.run(rows).scores.tolist() == other.run(rows).scores.tolist()


def test_training_learns() -> None:
    quick = Recipe(channels=6, strides=(1,), taps=3, hidden=5, epochs=60, pages=3, rate=1e-2, average=0.9, dropout=0.0)
    network = fit.train(samples(6), quick)
    page = samples(8)[-1]
    scores = network.run(page.rows.astype(np.float32)).scores
    assert scores[page.content > 0].min() > scores[page.content == 0].max()


def test_what_another_judge_took_is_known_by_the_features() -> None:
    rows = np.zeros((4, len(FEATURES)), np.float16)
    for at, name in enumerate(["dropped by site", "dropped by template", "dropped by rule", "kept"]):
        rows[at, COLUMN[name]] = 1
    assert fit.taken(rows).tolist() == [True, True, True, False]


def test_what_is_hidden_at_times_are_features() -> None:
    assert not set(fit.TEMPLATE) & (set(fit.OTHERS) - {COLUMN["dropped by template"]})
    assert COLUMN["template-known"] in fit.TEMPLATE
    assert COLUMN["phrase:share"] in fit.OTHERS


class TestHtml:
    """One column says what is wanted; it is set for each page as it is shown."""

    RECIPE = replace(SMALL, copies={"whole": 1.0}, asked_for_article={("fundus", ""): 1.0, ("wcxb", "article"): 0.5})

    def sample(self, source: str, kind: str) -> Any:
        rows = random_rows(3, 14, len(COLUMNS["html"])).astype(np.float16)
        rows[:, fit.ARTICLE] = 7
        ones = np.ones(14, np.float32)
        return Sample(source, "page", 0, kind, "", "html whole none", rows, ones, ones, 5 * ones)

    def shown(self, source: str, kind: str) -> list[float]:
        """What the column holds, scaled, of many times that a page is shown."""
        width = len(COLUMNS["html"])
        chance = random.Random(1)  # noqa: S311 -- no secret
        mean, spread = np.zeros(width, np.float32), np.ones(width, np.float32)
        items = [fit._shown(self.sample(source, kind), self.RECIPE, chance, mean, spread) for _ in range(200)]
        assert all(len(set(item.rows[:, fit.ARTICLE].tolist())) == 1 for item in items), "of a page it is one"
        return [float(item.rows[0, fit.ARTICLE]) for item in items]

    def test_the_column_is_that_of_its_name(self) -> None:
        assert COLUMNS["html"][fit.ARTICLE] == "article wanted"

    def test_how_often_it_is_asked_for(self) -> None:
        assert set(self.shown("fundus", "forum")) == {1.0}
        assert set(self.shown("wcxb", "forum")) == {0.0}
        assert 60 < sum(self.shown("wcxb", "article")) < 140

    def test_it_is_not_scaled(self) -> None:
        mean, spread = fit._scale([self.sample("fundus", "article")] * 7)
        assert (mean[fit.ARTICLE], spread[fit.ARTICLE]) == (0, 1)

    def test_dumps_have_no_such_column(self) -> None:
        mean, _ = fit._scale(samples(7))
        assert len(mean) == len(FEATURES) <= fit.ARTICLE

    def test_a_network_of_its_width_is_trained(self) -> None:
        network = fit.train([self.sample("fundus", "article")], replace(self.RECIPE, repeats={"fundus": 2}))
        assert network.first.shape[0] == len(COLUMNS["html"])
