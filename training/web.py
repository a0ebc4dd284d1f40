"""Labelled pages of HTML in, weights out: `python -m training --form html`."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from cleaner.judges.model import weights as data_file
from training import folds, pages
from training.fit import train
from training.pages import PageSample
from training.recipe import HTML, Recipe

_pages: list[PageSample] = []  # of this run; worker processes are forked with them


def run(data: Path, shipped: Path, version: str, jobs: int, tell: Callable[[str], None]) -> None:
    """Train once without each part of the data and once with all, and write the weights."""
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for made in pool.map(pages.samples, list(pages.sources(data)), chunksize=8):
            _pages.extend(made)
    tell(f"{len(_pages):,} copies of HTML pages, {sum(len(page.rows) for page in _pages):,} blocks")
    parts: Sequence[int | None] = (*range(folds.FOLDS), None)
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for part, weights in zip(parts, pool.map(_trained, parts, [version] * len(parts)), strict=True):
            path = shipped if part is None else folds.weights(part, "html")
            path.write_bytes(weights)
            tell(f"trained {path.name}")


def _trained(without: int | None, version: str, recipe: Recipe = HTML) -> bytes:
    samples, words = pages.with_words(page for page in _pages if page.fold != without)
    name = version if without is None else f"{version} without part {without}"
    networks = [train(samples, replace(recipe, seed=seed)) for seed in range(recipe.seeds)]
    return data_file.pack(networks, name, "html", words)
