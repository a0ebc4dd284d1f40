"""How long a page takes: cleaner, with templates and without, and its peers side by side; its stages; the command.

All tools take each page in turn, in one process, so that a slow moment of the machine hits all alike.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import platform
import statistics
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Final

from dumps import spread, table, unpacked
from peers import Tool, tools

import cleaner
from cleaner.block import Block
from cleaner.cut import cut
from cleaner.ruling import Docket, Fact, Judge, Ruling, Trim
from cleaner.sources import blocks_of
from cleaner.sources.encoding import decode
from cleaner.sources.page import Page, read

_ROOT: Final = Path(__file__).resolve().parent.parent
WARM_UP: Final = 20  # pages; what is loaded or compiled at first use belongs to no page, and some of it comes late
_COMMAND_RUNS: Final = 7
_CONVERSION: Final = "Markdown to HTML (charged to nobody)"
_STAGES: Final = (
    "decode, front matter",
    "parse into blocks",
    "judge: site",
    "judge: template",
    "judge: rules",
    "judge: model",
    "cut",
    "whole: every pass, no files",
)


@dataclass(slots=True)
class Times:
    """Process times of pages in seconds, in the order of the pages."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    """Pages on which the tool raised; the time until then counts."""


@dataclass(slots=True)
class Watched:
    """A judge that notes when it begins."""

    name: str
    judge: Judge
    begun: list[float]

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling | Trim | Fact]:
        """What the judge finds."""
        self.begun.append(process_time())
        return self.judge(page, blocks, docket)


class Stages:
    """A cleaner with templates, to be timed in its stages."""

    def __init__(self, templates: cleaner.Templates) -> None:
        self.tool = cleaner.Cleaner(templates=templates)
        self.begun: list[float] = []
        site, *others = self.tool.judges  # the first begins as soon as the page is parsed
        self.tool.judges = (site, *(Watched(judge.name, judge, self.begun) for judge in others))


@dataclass(frozen=True, slots=True)
class Summary:
    """What the table says of one row, in milliseconds."""

    mean: float
    median: float
    p95: float
    most: float
    slowest: str
    failed: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured in one run."""

    date: str
    machine: str
    folder: str
    pages: int
    mean_bytes: float
    tools: dict[str, Summary]
    stages: dict[str, Summary]
    commands: dict[str, float]
    """Wall time in milliseconds, median."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON if asked to."""
    parser = argparse.ArgumentParser(prog="speed.py", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder or tar archive of Markdown dumps")
    parser.add_argument("--pages", type=int, default=200, metavar="N", help="pages, evenly spread (default: 200)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    options = parser.parse_args(argv)
    if not options.folder.exists():
        parser.error(f"{options.folder} does not exist")
    with unpacked(options.folder) as folder:
        pages = spread(folder, options.pages)
        if not pages:
            parser.error(f"no .md file in {options.folder}, or --pages below 1")
        report = measure(folder, pages, str(options.folder))
    print(render(report))
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


def measure(folder: Path, pages: Sequence[Path], shown: str) -> Report:
    """Time everything over these pages; `shown` is what the report calls the folder."""
    templates = cleaner.learn(page.read_bytes() for page in folder.rglob("*.md")).light()
    contestants, stages = tools(templates), Stages(templates)
    with TemporaryDirectory(prefix="bench-") as scratch:
        target = Path(scratch) / "out"
        run_all(contestants, stages, pages[:: math.ceil(len(pages) / WARM_UP)], target)
        by_tool, by_stage = run_all(contestants, stages, pages, target)
        commands = time_commands(sorted(pages, key=_size)[len(pages) // 2], Path(scratch) / "out.md")
    names = [page.relative_to(folder).as_posix() for page in pages]
    return Report(
        date=date.today().isoformat(),
        machine=f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        folder=shown,
        pages=len(pages),
        mean_bytes=statistics.fmean(map(_size, pages)),
        tools={name: summarize(times, names) for name, times in by_tool.items() if any(times.seconds)},
        stages={name: summarize(times, names) for name, times in by_stage.items()},
        commands=commands,
    )


def run_all(
    contestants: Sequence[Tool], stages: Stages, pages: Sequence[Path], target: Path
) -> tuple[dict[str, Times], dict[str, Times]]:
    """Each page through every tool, in an order that turns with each page, and through the stages of cleaner."""
    by_tool = {name: Times() for name in (*[tool.label for tool in contestants], _CONVERSION)}
    by_stage = {name: Times() for name in _STAGES}
    gc.collect()
    gc.freeze()
    for number, page in enumerate(pages):
        conversions = []
        first = number % len(contestants)
        for tool in (*contestants[first:], *contestants[:first]):
            gc.collect()  # each tool pays for its own garbage only
            conversions.append(time_tool(tool, page, target, by_tool[tool.label]))
        by_tool[_CONVERSION].seconds.append(max(conversions))
        gc.collect()
        for times, seconds in zip(by_stage.values(), time_stages(stages, page), strict=True):
            times.seconds.append(seconds)
    gc.unfreeze()
    return by_tool, by_stage


def time_tool(tool: Tool, page: Path, target: Path, times: Times) -> float:
    """Read a page, clean it and write the result; returns the time of the conversion, which is not charged."""
    start = process_time()
    source = page.read_bytes()
    have_read = process_time()
    prepared = tool.prepare(source)
    ready = process_time()
    try:
        target.write_bytes(tool.run(prepared).encode("utf-8", "replace"))
    except Exception:  # a peer may raise anything, and the others go on
        times.failed += 1
    times.seconds.append(process_time() - ready + have_read - start)
    return ready - have_read


def time_stages(stages: Stages, path: Path) -> tuple[float, ...]:
    """Seconds of each of `_STAGES` for one page. All but the last are one pass; judging parses, which is taken off."""
    source = path.read_bytes()
    marks = [process_time()]
    page = read(decode(source).data, kind="markdown")
    marks.append(process_time())
    blocks_of(page)
    marks.append(process_time())
    stages.begun.clear()
    blocks, docket = stages.tool.judge(page)
    marks += stages.begun
    marks.append(process_time())
    cut(page, blocks, docket)
    marks.append(process_time())
    stages.tool.clean(source, kind="markdown")
    marks.append(process_time())
    front, parsing, site, *others = [end - start for start, end in pairwise(marks)]
    return front, parsing, max(0.0, site - parsing), *others


def time_commands(page: Path, target: Path) -> dict[str, float]:
    """Median wall time in milliseconds of whole commands; one that does not work is left out with a notice."""
    script = Path(sysconfig.get_path("scripts")) / "cleaner"
    command = [str(script)] if script.exists() else [sys.executable, "-m", "cleaner"]
    runs = {
        "cleaner --version": [*command, "--version"],
        "cleaner clean PAGE -o OUT": [*command, "clean", str(page), "-o", str(target)],
    }
    times = {}
    for name, arguments in runs.items():
        try:
            times[name] = _wall_time(arguments)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"`{name}` is left out: {error}", file=sys.stderr)
    return times


def _wall_time(arguments: Sequence[str]) -> float:
    seconds = []
    for _ in range(1 + _COMMAND_RUNS):
        start = perf_counter()
        subprocess.run(arguments, check=True, capture_output=True, cwd=_ROOT)  # noqa: S603  (our own command)
        seconds.append(perf_counter() - start)
    return 1000 * statistics.median(seconds[1:])


def summarize(times: Times, names: Sequence[str]) -> Summary:
    """Seconds of pages, in milliseconds and few words; the 95th percentile is a page that was measured."""
    thousandths = [1000 * seconds for seconds in times.seconds]
    ordered = sorted(thousandths)
    return Summary(
        mean=statistics.fmean(ordered),
        median=statistics.median(ordered),
        p95=ordered[math.ceil(0.95 * len(ordered)) - 1],
        most=ordered[-1],
        slowest=names[thousandths.index(ordered[-1])],
        failed=times.failed,
    )


def render(report: Report) -> str:
    """The report as Markdown."""
    columns = ["mean", "median", "95 %", "slowest", "slowest page"]
    what = f"{report.pages} page(s) of {report.folder}, {report.mean_bytes / 1000:.1f} kB on average"
    parts = [
        f"{report.date}, {report.machine}: {what}. Milliseconds of process time a page.",
        table(
            ["tool", *columns, "raised"], [[*cells(name, row), str(row.failed)] for name, row in report.tools.items()]
        ),
        table(["stage of cleaner", *columns], [cells(name, row) for name, row in report.stages.items()]),
    ]
    if report.commands:
        rows = [[f"`{name}`", f"{value:.0f}"] for name, value in report.commands.items()]
        parts.append(table(["command", f"wall time, median of {_COMMAND_RUNS} (ms)"], rows))
    return "\n\n".join(parts)


def cells(name: str, row: Summary) -> list[str]:
    """A row of the table."""
    return [name, *(f"{value:.2f}" for value in (row.mean, row.median, row.p95, row.most)), row.slowest]


def _size(page: Path) -> int:
    return page.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
