"""Labelled pages of HTML in, weights out: `python -m training --form html`."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from statistics import fmean
from typing import get_args

from cleaner.clean import Cleaner
from cleaner.judges.model import Content, ModelRules
from cleaner.judges.model import weights as data_file
from training import folds, pages
from training.evaluate import Figures, word_f1
from training.fit import train
from training.pages import PageSample, PageSource
from training.recipe import HTML, Recipe

_pages: list[PageSample] = []  # of this run; worker processes are forked with them


def run(  # noqa: PLR0913, PLR0917 -- where things are, and how to go about it
    data: Path, measures: Path, shipped: Path, version: str, jobs: int, tell: Callable[[str], None]
) -> Figures:
    """Train once without each part of the data and once with all, write the weights, and measure."""
    context = multiprocessing.get_context("fork")
    sources = list(pages.sources(data))
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for made in pool.map(pages.samples, sources, chunksize=8):
            _pages.extend(made)
    blocks = sum(len(page.rows) for page in _pages)
    tell(f"{len(_pages):,} copies of HTML pages, {blocks:,} blocks")
    parts: Sequence[int | None] = (*range(folds.FOLDS), None)
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for part, weights in zip(parts, pool.map(_trained, parts, [version] * len(parts)), strict=True):
            path = shipped if part is None else folds.weights(part, "html")
            path.write_bytes(weights)
            tell(f"trained {path.name}")
    words = len(data_file.load(shipped, "html").words)
    return {"copies": len(_pages), "blocks": blocks, "words": words} | figures(sources, measures, jobs)


def _trained(without: int | None, version: str, recipe: Recipe = HTML) -> bytes:
    samples, words = pages.with_words(page for page in _pages if page.fold != without)
    name = version if without is None else f"{version} without part {without}"
    networks = [train(samples, replace(recipe, seed=seed)) for seed in range(recipe.seeds)]
    return data_file.pack(networks, name, "html", words)


def figures(sources: Sequence[PageSource], measures: Path, jobs: int) -> Figures:
    """Mean word F1 over the pages whose content is known: by rules alone, and with the model for page and article."""
    known = [source for source in sources if source.truth]
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        scores = list(pool.map(partial(_scores, measures=measures), known, chunksize=8))
    named: dict[str, list[dict[str, float]]] = defaultdict(list)
    kinds: dict[str, list[dict[str, float]]] = defaultdict(list)
    for source, score in zip(known, scores, strict=True):
        named[source.name].append(score)
        if source.name == "wcxb":
            kinds[source.kind].append(score)
    return {name: _means(named[name]) for name in sorted(named)} | {
        "wcxb by kind": {kind: _means(kinds[kind]) for kind in sorted(kinds)}
    }


def _means(scores: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: round(fmean(score[name] for score in scores), 4) for name in scores[0]} | {"pages": len(scores)}


def _scores(source: PageSource, measures: Path) -> dict[str, float]:
    tools = {"rules": _rules(), **{content: _with_model(source.fold, content) for content in get_args(Content)}}
    data = source.data
    made = {name: tool.clean(data, source.url or None, "html").markdown for name, tool in tools.items()}
    return {name: word_f1(markdown, source.truth, measures) for name, markdown in made.items()}


@cache
def _rules() -> Cleaner:
    return Cleaner(model=False)


@cache
def _with_model(fold: int, content: Content) -> Cleaner:
    tool = Cleaner(model=False)
    model = data_file.load(folds.weights(fold, "html"), "html")
    tool.judges = (*tool.judges, ModelRules(model, content=content))
    return tool
