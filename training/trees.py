"""The other form that was tried: boosted trees over a block and its neighbours. They are measured, and not shipped."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any, Final

import lightgbm
import numpy as np
import numpy.typing as npt

from cleaner.judges.model import weights
from cleaner.judges.model.features import COLUMN
from cleaner.judges.model.structure import DROP
from training import folds
from training.fit import taken
from training.recipe import Recipe
from training.samples import Sample

Array = npt.NDArray[np.float32]

_ROUNDS: Final = 200
_PARTS: Final = 2  # of the data are compared on: trees take minutes a part
_SETTINGS: Final = {
    "objective": "binary",
    "num_leaves": 63,
    "learning_rate": 0.05,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "min_data_in_leaf": 80,
    "lambda_l2": 5,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
}
_LEARNED: Final = ("markitdown whole none", "markitdown cut none", "html2text whole none", "markitdown whole full")
_TESTED: Final = "markitdown whole none"
_NEAR: Final = (-3, -2, -1, 1, 2, 3)
_WIDE: Final = (5, 15)
_OF_NEIGHBOURS: Final = [
    COLUMN[name]
    for name in (
        "words",
        "words outside links",
        "link density",
        "images",
        "is heading",
        "is paragraph",
        "is item",
        "in list",
        "sentence ends",
        "blocks below heading",
        "prose",
        "dropped by rule",
        "length of addresses",
        "hyphens of addresses",
        "size of group",
        "ends with sentence end",
        "title",
        "digit share",
    )
]


def compare(pages: Sequence[Sample], recipe: Recipe, jobs: int) -> dict[str, dict[str, float]]:
    """Word F1 over blocks, cross-validated by host, of both forms on the same pages, and ms a page to score them."""
    scores: dict[str, dict[str, list[float]]] = {"network": {}, "trees": {}}
    seconds = {"network": 0.0, "trees": 0.0}
    tested = 0
    for fold in range(_PARTS):
        booster = _grow([page for page in pages if page.fold != fold and page.variant in _LEARNED], recipe, jobs)
        network = weights.load(folds.weights(fold)).network
        forms: dict[str, Callable[[Array], Array]] = {
            "network": lambda rows, network=network: 1 / (1 + np.exp(-network.run(rows).scores)),  # type: ignore[misc]
            "trees": lambda rows, booster=booster: booster.predict(_wide(rows)),  # type: ignore[misc]
        }
        for page in pages:
            if page.fold != fold or page.variant != _TESTED:
                continue
            tested += 1
            for name, form in forms.items():
                start = time.process_time()
                content = form(page.rows.astype(np.float32))
                seconds[name] += time.process_time() - start
                if (score := _f1(page, content)) is not None:
                    scores[name].setdefault(page.source, []).append(score)
    return {
        name: {source: round(fmean(values), 4) for source, values in by_source.items()}
        | {"ms a page": round(seconds[name] / tested * 1e3, 2)}
        for name, by_source in scores.items()
    }


def _f1(page: Sample, content: Array) -> float | None:
    """F1 of the words that stay, as far as their labels are sure; None for a page without content."""
    words = page.size * page.sure
    stays = (content >= DROP) & ~taken(page.rows)
    wanted = float((words * page.content).sum())
    if not wanted:
        return None
    return float(2 * (words * stays * page.content).sum() / ((words * stays).sum() + wanted))


def _grow(pages: Sequence[Sample], recipe: Recipe, jobs: int) -> Any:
    rows, content, weight = [], [], []
    for page in pages:
        left = ~taken(page.rows)
        if not left.any():
            continue
        size = page.sure * (page.size + 1) ** recipe.size_power
        rows.append(_wide(page.rows.astype(np.float32))[left].astype(np.float16))
        content.append(page.content[left])
        weight.append(size[left] / max(size.sum(), 1e-3) * recipe.repeats[page.source])
    data = lightgbm.Dataset(
        np.concatenate(rows).astype(np.float32), np.concatenate(content), weight=np.concatenate(weight) * 100
    )
    return lightgbm.train(_SETTINGS | {"num_threads": jobs}, data, _ROUNDS)


def _wide(rows: Array) -> Array:
    """A block's features, some of its neighbours', their means around it, and the means of the page."""
    some = rows[:, _OF_NEIGHBOURS]
    count = len(rows)
    parts = [rows]
    for away in _NEAR:
        shifted = np.zeros_like(some)
        if abs(away) < count:
            source, target = (
                (slice(away, None), slice(None, -away)) if away > 0 else (slice(None, away), slice(-away, None))
            )
            shifted[target] = some[source]
        parts.append(shifted)
    sums = np.cumsum(np.vstack([np.zeros((1, some.shape[1])), some]), axis=0)
    index = np.arange(count)
    for reach in _WIDE:
        low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count)
        parts.append(((sums[high] - sums[low]) / (high - low)[:, None]).astype(np.float32))
    parts.append(np.repeat(rows.mean(axis=0)[None], count, axis=0))
    return np.hstack(parts)
