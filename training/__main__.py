"""`python -m training`: labelled pages in, weights and model card out."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tarfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from cleaner.judges.model import weights as data_file
from training import card, corpus, evaluate, folds, trees, web
from training.corpus import Source
from training.fit import train
from training.recipe import Recipe
from training.samples import Sample, samples, taught

ROOT: Final = Path(__file__).resolve().parent.parent
WEIGHTS: Final = ROOT / "cleaner/judges/model" / data_file.FILES["dumps"]
HTML_WEIGHTS: Final = ROOT / "cleaner/judges/model" / data_file.FILES["html"]
CARD: Final = ROOT / "docs/model.md"
FIGURES: Final = ROOT / "training/figures.json"

_pages: list[Sample] = []  # of this run; worker processes are forked with them


def main(argv: Sequence[str] | None = None) -> int:
    """Build the training set, train once without each part and once with all, measure, and write the card."""
    options = _parser().parse_args(argv)
    figures = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    if options.form == "html":
        figures["html"] = web.run(options.data, options.measures, HTML_WEIGHTS, options.version, options.jobs, _tell)
    else:
        figures = _dumps(options) | {name: figures[name] for name in ("html",) if name in figures}
    FIGURES.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")
    CARD.write_text(card.card(figures, Recipe()), "utf-8")
    _tell(f"wrote weights, {FIGURES} and {CARD}")
    return 0


def _dumps(options: argparse.Namespace) -> dict[str, Any]:
    recipe = Recipe()
    with ExitStack() as stack:
        archives = {name: stack.enter_context(_unpacked(options.data / path)) for name, path in _ARCHIVES.items()}
        sources = [
            *corpus.gold(options.data),
            *corpus.texts(options.data, "fundus", archives["fundus"]),
            *corpus.texts(options.data, "wcxb", archives["wcxb"]),
        ]
        _tell(f"{len(sources):,} labelled pages")
        _pages.extend(_all_samples(sources, archives["picker"], options.jobs))
        unlabelled = len({page.id for page in _pages if page.source == "dumps"})
        _tell(f"{len(_pages):,} copies, {sum(len(page.rows) for page in _pages):,} blocks")
        _train_all(recipe, options.version, options.jobs)
        _tell("trained; now measuring")
        figures = evaluate.figures(sources, archives["picker"], options.measures, options.jobs)
        figures["forms"] = trees.compare(_pages, recipe, options.jobs)
    figures["version"] = options.version
    figures["pages"] = {name: sum(source.name == name for source in sources) for name in ("gold", "fundus", "wcxb")}
    figures["pages"]["dumps"] = unlabelled
    figures["copies"], figures["blocks"] = len(_pages), sum(len(page.rows) for page in _pages)
    return figures


_ARCHIVES: Final = {"picker": "picker.tar.xz", "fundus": "fundus/dumps.tar.xz", "wcxb": "wcxb/dumps.tar.xz"}


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """An archive, unpacked for a while."""
    with TemporaryDirectory(prefix="training-") as folder, tarfile.open(path) as archive:
        archive.extractall(folder, filter="data")
        yield Path(folder)


def _all_samples(sources: Sequence[Source], dumps: Path, jobs: int) -> Iterator[Sample]:
    hosts = sorted(path for path in dumps.iterdir() if path.is_dir())
    labelled = frozenset(source.id for source in sources)
    with _workers(jobs) as pool:
        for made in pool.map(_samples_of, sources, [dumps] * len(sources), chunksize=8):
            yield from made
        for made in pool.map(_taught_by, hosts, [labelled] * len(hosts), chunksize=4):
            yield from made


def _samples_of(source: Source, dumps: Path) -> list[Sample]:
    return samples(source, corpus.of_site(dumps, source.host) if source.name == "gold" else ())


def _taught_by(folder: Path, labelled: frozenset[str]) -> list[Sample]:
    return taught(folder.name, {path.stem: path.read_bytes() for path in sorted(folder.glob("*.md"))}, labelled)


def _train_all(recipe: Recipe, version: str, jobs: int) -> None:
    """Weights without each part, and those that are shipped, which have seen all."""
    with _workers(jobs) as pool:
        without = (*range(folds.FOLDS), None)
        made = pool.map(_trained, without, [recipe] * len(without), [version] * len(without))
        for fold, data in zip(without, made, strict=True):
            path = WEIGHTS if fold is None else folds.weights(fold)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            _tell(f"trained {path.name}")


def _trained(without: int | None, recipe: Recipe, version: str) -> bytes:
    name = version if without is None else f"{version} without part {without}"
    return data_file.pack(train([page for page in _pages if page.fold != without], recipe), name)


def _workers(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork"))  # the pages go along unpickled


def _tell(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    shared = ROOT.parent / "shared"
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, default=shared / "data", help="folder of the labelled pages")
    parser.add_argument("--measures", type=Path, default=shared / "bench", help="folder of the measures")
    parser.add_argument("--form", choices=data_file.FILES, default="dumps", help="of pages: what to train for")
    parser.add_argument("--version", default="1", help="what the weights call themselves")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="processes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
