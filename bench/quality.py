"""How well cleaner and its peers clean, by the measures that stand outside the project.

Nothing is scored here: the tools run, and the measures judge what they wrote.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Final

from dumps import table, unpacked
from peers import Tool, tools

SHARED: Final = Path(__file__).resolve().parent.parent.parent / "shared"
GOLD: Final = (SHARED / "data/gold/labels.jsonl", SHARED / "data/gold/pages")
_WORDS: Final = tuple(
    (SHARED / f"data/{name}/dev.jsonl", SHARED / f"data/{name}/dumps.tar.xz") for name in ("wcxb", "fundus")
)


@dataclass(frozen=True, slots=True)
class Task:
    """One measure over one set of pages."""

    columns: tuple[str, ...]
    truth: Path
    pages: Path
    """A folder or an archive of dumps, `<id>.md`."""
    score: Callable[[Path, Path, Path, str], list[str]]
    """From truth, dumps, predictions and their form to the cells of the table."""


@dataclass(slots=True)
class Row:
    """What is printed of one tool."""

    cells: list[str] = field(default_factory=list)
    failed: int = 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run every tool over every set of pages that is there, and print one table."""
    options = _parser().parse_args(argv)
    tasks = [task for task in _tasks(options) if is_there(task.truth, task.pages)]
    if not tasks:
        print(
            "nothing to measure: name the data with --gold and --words, the measures with --measures", file=sys.stderr
        )
        return 2
    contestants = tools()
    rows = {tool.label: Row() for tool in contestants}
    for task in tasks:
        run_task(task, contestants, rows, options.every)
    header = ["tool", *(column for task in tasks for column in task.columns), "raised"]
    print(table(header, [[label, *row.cells, str(row.failed)] for label, row in rows.items()]))
    return 0


def run_task(task: Task, contestants: Iterable[Tool], rows: dict[str, Row], every: int) -> None:
    """Clean each Nth page with every tool and add the scores to the rows."""
    with ExitStack() as stack:
        dumps = stack.enter_context(unpacked(task.pages))
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        lines = task.truth.read_text("utf-8").rstrip("\n").split("\n")[::every]  # no splitlines: texts have U+2028
        truth = scratch / "truth.jsonl"
        truth.write_text("\n".join(lines) + "\n", "utf-8")
        names = [json.loads(line)["id"] for line in lines]
        for number, tool in enumerate(contestants):
            print(f"{task.columns[0]}: {tool.label}, {len(names)} pages", file=sys.stderr)
            predictions = scratch / str(number)
            predictions.mkdir()
            row = rows[tool.label]
            row.failed += write_predictions(tool, dumps, names, predictions)
            row.cells += task.score(truth, dumps, predictions, tool.form)


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


def _tasks(options: argparse.Namespace) -> list[Task]:
    tasks = []
    if gold := load_measure(options.measures / "score_gold.py"):
        labels, pages = options.gold
        tasks.append(Task(("gold: line F1", "gold: empties left empty"), labels, pages, _gold_cells(gold)))
    if words := load_measure(options.measures / "score_words.py"):
        for truth, dumps in options.words or _WORDS:
            tasks.append(Task((f"{truth.parent.name}: word F1",), truth, dumps, _word_cells(words)))
    return tasks


def gold_score(measure: ModuleType, truth: Path, dumps: Path, predictions: Path) -> tuple[float, int, int]:
    """Mean line F1, how many pages without content were left empty, and of how many."""
    try:
        with redirect_stdout(io.StringIO()):
            mean, left_empty, empties = measure.main(truth, dumps, predictions)
    except ZeroDivisionError:
        sys.exit(f"none of the labelled pages that were taken has content: use a smaller --every ({truth})")
    return mean, left_empty, empties


def _gold_cells(measure: ModuleType) -> Callable[[Path, Path, Path, str], list[str]]:
    def score(truth: Path, dumps: Path, predictions: Path, _form: str) -> list[str]:
        mean, left_empty, empties = gold_score(measure, truth, dumps, predictions)
        return [f"{mean:.4f}", f"{left_empty}/{empties}"]

    return score


def _word_cells(measure: ModuleType) -> Callable[[Path, Path, Path, str], list[str]]:
    def score(truth: Path, _dumps: Path, predictions: Path, form: str) -> list[str]:
        with redirect_stdout(io.StringIO()):
            return [f"{measure.main(truth, predictions, markdown=form == 'md'):.4f}"]

    return score


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
    parser.add_argument("--every", type=positive, default=1, metavar="N", help="each Nth page only")
    return parser


def positive(text: str) -> int:
    """A number of the command line that counts something."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
