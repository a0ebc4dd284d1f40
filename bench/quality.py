"""How well cleaner and its peers clean, by the measures that stand outside the project.

Nothing is scored here: the tools run, and the measures judge what they wrote. The model cleans each page with weights
that were trained without its site.
"""

from __future__ import annotations

import argparse
import io
import os
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, redirect_stdout
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Final
from unittest.mock import patch

import figures
import labelled
from contestants import Contestant, contestants
from dumps import unpacked
from figures import Result
from peers import Tool
from scores import Pages

from cleaner.judges.model import structure

SHARED: Final = Path(__file__).resolve().parent.parent.parent / "shared"
GOLD: Final = (SHARED / "data/gold/labels.jsonl", SHARED / "data/gold/pages")
_WORDS: Final = tuple(
    (SHARED / f"data/{name}/dev.jsonl", SHARED / f"data/{name}/dumps.tar.xz") for name in ("wcxb", "fundus")
)
_COPIED: Final = "wcxb"  # one set through other converters shows what hangs on the converter
_SLOW: Final = ("markdowncleaner",)  # on whole pages minutes a set: copies are cleaned without it
_THRESHOLDS: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)


def main(argv: Sequence[str] | None = None) -> int:
    """Run every tool over every set of pages that is there, print the tables, and write them if asked to."""
    options = _parser().parse_args(argv)
    if options.write and find_spec("matplotlib") is None:  # said now, not after all the work
        print("--write needs matplotlib: pip install -e '.[bench]'", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        sets = list(_sets(options, stack))
        if not sets:
            print(
                "nothing to measure: name the data with --gold and --words, the measures with --measures",
                file=sys.stderr,
            )
            return 2
        archive: list[Path] = []
        if is_there(options.templates):
            archive = sorted(stack.enter_context(unpacked(options.templates)).rglob("*.md"))
        rivals = contestants(archive)
        results = [_run(pages, rivals, options.jobs) for pages in sets]
        print("\n\n".join(figures.tables(results)))
        if options.write:
            for result in results:
                _turn(result, rivals, options.jobs)
            command = shlex.join(["python", "bench/quality.py", *(sys.argv[1:] if argv is None else argv)])
            figures.write(options.write, results, figures.Run(command, options.every, len(archive)))
    return 0


def _sets(options: argparse.Namespace, stack: ExitStack) -> Iterator[Pages]:
    labels, dumps = options.gold
    if (measure := load_measure(options.measures / "score_gold.py")) and is_there(labels, dumps):
        yield labelled.gold(measure, labels, dumps, options.every, stack)
    if measure := load_measure(options.measures / "score_words.py"):
        for truth, dumps in options.words or _WORDS:
            if not is_there(truth, dumps):
                continue
            pages = labelled.texts(measure, truth, dumps, options.every, stack)
            yield pages
            if pages.name == _COPIED:
                scratch = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
                yield from labelled.copies(pages, truth, scratch)


def _run(pages: Pages, rivals: Iterable[Contestant], jobs: int) -> Result:
    """Clean a set of pages with every tool that can."""
    result = Result(pages)
    for rival in rivals:
        if (rival.knows_sites and pages.kind != "gold") or (rival.tool.name in _SLOW and pages.kind == "copy"):
            continue
        print(f"{pages.name}: {rival.label}, {len(pages.truth)} pages", file=sys.stderr)
        result.scores[rival.label] = pages.run(rival.tool, jobs)
    return result


def _turn(result: Result, rivals: Sequence[Contestant], jobs: int) -> None:
    """Clean a set of pages with other thresholds of the model; the last row that has a model is turned."""
    turned = [rival for rival in rivals if "model" in rival.parts and rival.label in result.scores]
    if result.pages.name not in figures.PLOTTED or not turned:
        return
    result.turned = turned[-1].label
    for threshold in sorted({*_THRESHOLDS, structure.DROP}):
        print(f"{result.pages.name}: {result.turned}, threshold {threshold}", file=sys.stderr)
        with patch.object(structure, "DROP", threshold):
            result.curve[threshold] = result.pages.run(turned[-1].tool, jobs)


def write_predictions(tool: Tool, dumps: Path, names: Iterable[str], target: Path) -> int:
    """Clean pages into a folder; returns on how many the tool raised, which count as left empty."""
    failed = 0
    for name in names:
        dump = (dumps / f"{name}.md").read_text("utf-8", "replace")
        try:
            output = tool.clean(dump)
        except Exception:  # a peer may raise anything, and the others go on
            failed += 1
            output = ""
        for form in {tool.form, "md"}:  # the gold measure reads .md only
            (target / f"{name}.{form}").write_text(output, "utf-8", "replace")
    return failed


def gold_score(measure: ModuleType, truth: Path, dumps: Path, predictions: Path) -> tuple[float, int, int]:
    """Mean line F1, how many pages without content were left empty, and of how many."""
    try:
        with redirect_stdout(io.StringIO()):
            mean, left_empty, empties = measure.main(truth, dumps, predictions)
    except ZeroDivisionError:
        sys.exit(f"none of the labelled pages that were taken has content: use a smaller --every ({truth})")
    return mean, left_empty, empties


def load_measure(path: Path) -> ModuleType | None:
    """The measure that stands in a file, or None with a notice."""
    spec = spec_from_file_location(path.stem, path)
    if not is_there(path) or spec is None or spec.loader is None:
        return None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_there(*paths: Path) -> bool:
    """Whether all these are there; what is not is named."""
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        print(f"{path} is missing: what needs it is left out", file=sys.stderr)
    return not missing


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quality.py", description=__doc__)
    parser.add_argument(
        "--gold", nargs=2, type=Path, default=GOLD, metavar=("LABELS", "PAGES"), help="line labels and their pages"
    )
    parser.add_argument(
        "--words",
        nargs=2,
        type=Path,
        action="append",
        metavar=("TRUTH", "DUMPS"),
        help="main content and dumps (folder or archive); may be given again; named after the folder of TRUTH",
    )
    parser.add_argument(
        "--measures",
        type=Path,
        default=SHARED / "bench",
        metavar="DIR",
        help="folder of score_gold.py and score_words.py",
    )
    parser.add_argument(
        "--templates",
        type=Path,
        default=SHARED / "data/picker.tar.xz",
        metavar="DUMPS",
        help="folder or archive of dumps to learn the templates of the gold pages' sites from",
    )
    parser.add_argument("--every", type=positive, default=1, metavar="N", help="of large sets each Nth page only")
    parser.add_argument(
        "-j", "--jobs", type=positive, default=os.cpu_count() or 1, metavar="N", help="processes (default: one a core)"
    )
    parser.add_argument(
        "--write", type=Path, metavar="DIR", help="write figures.md and figures.svg there, with the model's curves"
    )
    return parser


def positive(text: str) -> int:
    """A number of the command line that counts something."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
