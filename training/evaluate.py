"""How good the model is, end to end: every labelled page is cleaned with weights that have not seen its site."""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any, Final, NamedTuple

from cleaner import Templates, learn
from cleaner.clean import Cleaner
from cleaner.judges.model import ModelRules, weights
from training import folds
from training.corpus import Source

_LENGTHS: Final = ((200, "under 200 words"), (800, "200 to 800 words"), (10**9, "over 800 words"))
_LEFT_EMPTY: Final = 60  # characters: a page without content of which no more is left counts as empty

Figures = dict[str, Any]


class Scored(NamedTuple):
    """How a page came out, by rules alone and with the model."""

    source: str
    kind: str
    language: str
    length: str
    is_empty: bool
    """Whether it holds no content; its scores are 1 where it was left empty, else 0."""
    scores: dict[str, float]


def figures(sources: Sequence[Source], dumps: Path, measures: Path, jobs: int) -> Figures:
    """Mean F1 over pages: of gold by lines, of the others by words, in all and by language, kind and length."""
    _templates(dumps)  # learned here once, and there in each process that is forked
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        scored = list(pool.map(partial(_score, dumps=dumps, measures=measures), sources, chunksize=8))
    by = {name: [page for page in scored if page.source == name] for name in ("gold", "wcxb", "fundus")}
    full = [page for page in by["gold"] if not page.is_empty]
    empty = [page for page in by["gold"] if page.is_empty]
    return {
        "gold": _means(full),
        "gold left empty": {name: [sum(page.scores[name] for page in empty), len(empty)] for name in empty[0].scores},
        "gold by language": _split(full, lambda page: page.language),
        "wcxb": _means(by["wcxb"]),
        "wcxb by kind": _split(by["wcxb"], lambda page: page.kind),
        "wcxb by length": _split(by["wcxb"], lambda page: page.length),
        "fundus": _means(by["fundus"]),
        "fundus by length": _split(by["fundus"], lambda page: page.length),
    }


def _means(pages: Sequence[Scored]) -> dict[str, float]:
    return {name: round(fmean(page.scores[name] for page in pages), 4) for name in pages[0].scores} | {
        "pages": len(pages)
    }


def _split(pages: Iterable[Scored], of: Callable[[Scored], str]) -> Figures:
    parts: dict[str, list[Scored]] = defaultdict(list)
    for page in pages:
        parts[of(page)].append(page)
    return {name: _means(parts[name]) for name in sorted(parts)}


def _score(source: Source, dumps: Path, measures: Path) -> Scored:
    tools = {"rules": _rules(), "rules and model": _with_model(folds.fold_of(source.host), None)}
    if source.name == "gold":
        tools["rules, templates and model"] = _with_model(folds.fold_of(source.host), _templates(dumps))
    data = source.copies["markitdown"]
    measure = _lines if source.lines else _words
    scores = {name: measure(source, tool.clean(data).markdown, measures) for name, tool in tools.items()}
    words = len(source.truth.split())
    is_empty = bool(source.lines) and not any(label.content and label.sure for label in source.lines.values())
    length = next(name for most, name in _LENGTHS if words < most)
    return Scored(source.name, source.kind, source.language, length, is_empty, scores)


def _lines(source: Source, markdown: str, measures: Path) -> float:
    measure = _measure(measures / "score_gold.py")
    keep = {number for number, label in source.lines.items() if label.content and label.sure}
    neutral = {number for number, label in source.lines.items() if not label.sure}
    text = source.copies["markitdown"].decode("utf-8", "replace").replace("\r\n", "\n")
    output = [word for line in measure.body(markdown).split("\n") for word in measure.words(line)]
    counts = measure.score(text.split("\n"), keep, neutral, output)
    return float(measure.prf(*counts)[2]) if keep else float(counts[1] < _LEFT_EMPTY)


def _words(source: Source, markdown: str, measures: Path) -> float:
    return word_f1(markdown, source.truth, measures)


def word_f1(markdown: str, truth: str, measures: Path) -> float:
    """F1 of the words of a clean page against its content, by the measure for that."""
    measure = _measure(measures / "score_words.py")
    return float(measure.f1(measure.plain(markdown), truth)[2])


@cache
def _rules() -> Cleaner:
    return Cleaner(model=False)


@cache
def _templates(dumps: Path) -> Templates:
    return learn(path.read_bytes() for path in sorted(dumps.rglob("*.md"))).light()


@cache
def _model_without(fold: int) -> ModelRules:
    return ModelRules(weights.load(folds.weights(fold)))


def _with_model(fold: int, templates: Templates | None) -> Cleaner:
    tool = Cleaner(templates=templates, model=False)
    tool.judges = (*tool.judges, _model_without(fold))
    return tool


@cache
def _measure(path: Path) -> ModuleType:
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path}: this is no measure")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
