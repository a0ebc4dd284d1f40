"""How long a page of HTML takes cleaner and its peers; the stages of cleaner; and the memory it takes.

All tools take each page in turn, in one process, so that a slow moment of the machine hits all alike.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module, metadata
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import Any, Final, NamedTuple

from dumps import table
from html_peers import HtmlTool, newspaper
from html_quality import TRUTHS
from quality import is_there, positive
from speed import Summary, Times, cells, summarize
from stages import Stage, Stopwatch, present, watching
from webpages import WebPage, WebPages, web_pages

import cleaner

WARM_UP: Final = 20  # pages; what is loaded or compiled at first use belongs to no page
SLOW: Final = 2.0  # seconds; no page may take cleaner longer
_CLEANER: Final = "cleaner"
_AGAINST: Final = ("trafilatura", "resiliparse")
_REST: Final = "what no other row has"
STAGES: Final = (
    Stage("open, decode", "cleaner.sources.opening", "html_of"),
    Stage("parse the tree", "cleaner.sources.html", "parse"),
    Stage("tree into blocks", "cleaner.sources.html", "read"),
    Stage("Markdown into blocks again", "cleaner.clean", "blocks_of"),
    Stage("read again", "cleaner.clean", "reread"),
    Stage("judge: site", "cleaner.clean", "SiteRules.__call__"),
    Stage("judge: template", "cleaner.clean", "TemplateRules.__call__"),
    Stage("judge: rules", "cleaner.clean", "GeneralRules.__call__"),
    Stage("judge: model", "cleaner.clean", "ModelRules.__call__"),
    Stage("verdict", "cleaner.verdict", "verdict"),
    Stage("cut", "cleaner.clean", "cut"),
    Stage("cut", "cleaner.clean", "compose"),
)


class Memory(NamedTuple):
    """Of a process that cleaned all pages, one after the other. Megabytes of resident memory."""

    ready: float
    """When the cleaner was made and had cleaned one small page."""
    peak: float
    largest: float
    """The largest page, megabytes of HTML."""
    events: tuple[str, ...]
    """Pages that took too long, and pages on which cleaner raised."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured in one run."""

    date: str
    machine: str
    pages: int
    mean_bytes: float
    tools: dict[str, Summary]
    stages: dict[str, Summary]
    memory: dict[str, Memory]
    """By set."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON if asked to."""
    options = _parser().parse_args(argv)
    truths = [truth for truth in options.truth or TRUTHS if is_there(truth)]
    if not truths:
        print("nothing to measure: see --truth", file=sys.stderr)
        return 2
    rivals = [tool for tool in tools() if options.only in tool.label]
    if not rivals:
        print("no tool is left", file=sys.stderr)
        return 2
    pages = [(found, row) for found in map(web_pages, truths) for row in found.truth]
    count = min(options.pages, len(pages))
    chosen = [pages[index * len(pages) // count] for index in range(count)]
    by_tool, by_stage, names, sizes = time_all(rivals, chosen)
    report = Report(
        date=date.today().isoformat(),
        machine=f"Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        pages=len(names),
        mean_bytes=statistics.fmean(sizes),
        tools={label: summarize(times, names) for label, times in by_tool.items()},
        stages={label: summarize(times, names) for label, times in by_stage.items() if any(times.seconds)},
        memory={truth.parent.name: measure_memory(truth, options.every) for truth in truths} if options.every else {},
    )
    print(render(report))
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


def tools() -> Iterator[HtmlTool]:
    """The tools that are timed: bytes in, where they take bytes, and the result as they give it."""
    for name, variant, make in _TOOLS:
        try:
            version = cleaner.__version__ if name == _CLEANER else metadata.version(name)
            tool = HtmlTool(name, version + variant, "txt", make())
            if name == _CLEANER:
                tool.run(WebPage("probe", "", b"<html><body><p>Three plain words.</p></body></html>"))
        except Exception as error:  # whatever keeps it from running, the others run
            print(f"{name}{variant} is left out: {type(error).__name__}: {error}", file=sys.stderr)
        else:
            yield tool


def time_all(
    rivals: Sequence[HtmlTool], pages: Sequence[tuple[WebPages, Any]]
) -> tuple[dict[str, Times], dict[str, Times], list[str], list[int]]:
    """Each page through every tool, in an order that turns with each page, and once more through cleaner, watched."""
    by_tool = {tool.label: Times() for tool in rivals}
    labels = list(dict.fromkeys(stage.label for stage in STAGES))
    by_stage = {label: Times() for label in (*labels, _REST)}
    watched = next((tool for tool in rivals if tool.name == _CLEANER), None)
    for found, row in pages[:: math.ceil(len(pages) / WARM_UP)]:
        for tool in rivals:
            _time(tool, found.read(row), Times())
    names, sizes = [], []
    watch, stages = Stopwatch(), present(STAGES) if watched else ()
    for number, (found, row) in enumerate(pages):
        page = found.read(row)
        names.append(f"{found.name}/{page.id}, {len(page.data) / 1024:,.0f} KiB")
        sizes.append(len(page.data))
        first = number % len(rivals)
        for tool in (*rivals[first:], *rivals[:first]):
            _time(tool, page, by_tool[tool.label])
        if watched:
            watch.reset(labels)
            with watching(watch, stages):
                whole = Times()
                _time(watched, page, whole)
            watch.seconds[_REST] = max(0.0, whole.seconds[0] - sum(watch.seconds.values()))
            for label, times in by_stage.items():
                times.seconds.append(watch.seconds[label])
        del page
    return by_tool, by_stage, names, sizes


def measure_memory(truth: Path, every: int) -> Memory:
    """Clean a whole set in a process of its own, which holds nothing else."""
    print(f"memory: {truth.parent.name}", file=sys.stderr)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(clean_watched, truth, every).result()


def clean_watched(truth: Path, every: int) -> Memory:
    """Clean each Nth page of a set, and read the memory of this process."""
    run = _cleaner()
    events, largest = [], 0
    try:
        run(WebPage("small", "", b"<html><body><p>Three plain words.</p></body></html>"))
    except Exception as error:  # whatever keeps it from running is said
        return Memory(_resident("VmRSS"), _resident("VmHWM"), 0.0, (f"left out: {type(error).__name__}: {error}",))
    ready = _resident("VmRSS")
    for page in web_pages(truth, every, small=0):
        largest = max(largest, len(page.data))
        start = process_time()
        try:
            run(page)
        except Exception as error:  # it must not, and where it does all the others are still of interest
            events.append(f"{page.id} raised {type(error).__name__}: {error}")
        if (seconds := process_time() - start) > SLOW:
            events.append(f"{page.id}, {len(page.data) / 1024:,.0f} KiB, took {seconds:.1f} s")
    return Memory(ready, _resident("VmHWM"), largest / 1e6, tuple(events))


def render(report: Report) -> str:
    """The report as Markdown."""
    what = f"{report.pages} page(s), {report.mean_bytes / 1024:.0f} KiB on average"
    parts = [f"{report.date}, {report.machine}: {what}. Milliseconds of process time a page."]
    columns = ["mean", "median", "95 %", "slowest", "slowest page"]
    bases = {name: _mean_of(report, name) for name in _AGAINST}
    against = [f"times {name}" for name, base in bases.items() if base]
    rows = []
    for label, row in report.tools.items():
        ratios = [f"{row.mean / base:.2f}" for base in bases.values() if base]
        rows.append([*cells(label, row), *ratios, str(row.failed)])
    parts.append(table(["tool", *columns, *against, "raised"], rows))
    if report.stages:
        whole = sum(row.mean for row in report.stages.values())
        stage_rows = [[*cells(label, row), f"{row.mean / whole:.0%}"] for label, row in report.stages.items()]
        parts.append(table(["stage of cleaner", *columns, "share"], stage_rows))
    if report.memory:
        memory = [
            [name, f"{one.ready:.0f}", f"{one.peak:.0f}", f"{one.largest:.1f}"] for name, one in report.memory.items()
        ]
        parts.append(table(["memory (MB)", "ready", "peak", "largest page"], memory))
        parts += [f"{name}: {event}" for name, one in report.memory.items() for event in one.events]
    return "\n\n".join(parts)


def _time(tool: HtmlTool, page: WebPage, times: Times) -> None:
    """One page through one tool; garbage is collected as it comes, as in use."""
    start = process_time()
    try:
        tool.run(page)
    except Exception:  # a tool may raise anything, and the others go on
        times.failed += 1
    times.seconds.append(process_time() - start)


def _mean_of(report: Report, name: str) -> float:
    return next(
        (row.mean for label, row in report.tools.items() if label.startswith(f"{name} ") and "," not in label), 0.0
    )


def _resident(key: str) -> float:
    """Megabytes of this process, or 0 off Linux. Not `getrusage`: its peak is the parent's, where that is higher."""
    path = Path("/proc/self/status")
    if not path.exists():
        return 0.0
    status = dict(line.split(":", 1) for line in path.read_text().splitlines())
    return int(status[key].split()[0]) / 1024


def _cleaner(**options: Any) -> Callable[[WebPage], str]:
    make: Callable[..., Any] = cleaner.Cleaner
    tool = make(**options)
    return lambda page: str(tool.clean(page.data, url=page.url or None, kind="html").markdown)


def _trafilatura(**options: Any) -> Callable[[WebPage], str]:
    extract = import_module("trafilatura").extract
    return lambda page: extract(page.data, url=page.url or None, **options) or ""


def _readability() -> Callable[[WebPage], str]:
    document = import_module("readability").Document
    return lambda page: str(document(page.data).summary())


def _resiliparse() -> Callable[[WebPage], str]:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda page: str(extract(page.html, main_content=True))


_TOOLS: Final[tuple[tuple[str, str, Callable[[], Callable[[WebPage], str]]], ...]] = (
    (_CLEANER, "", _cleaner),
    (_CLEANER, ", article", lambda: _cleaner(content="article")),
    ("trafilatura", "", _trafilatura),
    (
        "trafilatura",
        ", Markdown and metadata",
        lambda: _trafilatura(output_format="markdown", with_metadata=True),
    ),
    ("readability-lxml", "", _readability),
    ("resiliparse", "", _resiliparse),
    ("newspaper4k", "", newspaper),
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="html_speed.py", description=__doc__)
    parser.add_argument(
        "--truth",
        type=Path,
        action="append",
        metavar="FILE",
        help="list of pages, with html/ID.html.gz beside it; may be given again",
    )
    parser.add_argument(
        "--pages", type=positive, default=200, metavar="N", help="pages to time, evenly spread (default: 200)"
    )
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="memory over each Nth page (default: all; 0: no memory)"
    )
    parser.add_argument("--only", default="", metavar="NAME", help="only tools that have this in their label")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
