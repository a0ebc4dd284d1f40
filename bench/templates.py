"""What templates add: how well pages are cleaned with them, and what it costs to learn and to use them.

The measure and the labelled pages stand outside the project, as those of quality.py do.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import platform
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import process_time
from typing import Final

from dumps import spread, table, unpacked
from peers import Run, Source, Tool, as_it_is, cleaning, unchanged
from quality import GOLD, SHARED, gold_score, is_there, load_measure, positive, write_predictions
from speed import WARM_UP, Summary, Times, cells, summarize, time_tool

import cleaner
from cleaner.judges.template import TemplateRules
from cleaner.judges.template.hosts import built_in
from cleaner.judges.template.keys import line_of
from cleaner.judges.template.memory import address_of
from cleaner.judges.template.neighbours import family_of
from cleaner.sources.encoding import decode
from cleaner.sources.page import read

_PARTS: Final = ("quality", "curve", "cost", "memory")
_KNOWN: Final = (0, 1, 2, 4, 8, 16, 32, 64)
_DRAWS: Final = 3
_MARKS: Final = (10_000, 25_000, 50_000, 100_000)
_LONG_LINE: Final = 80  # bytes; menus have shorter ones, and these are what a site's pages share
_EACH: Final = 3  # of the words of a long line one in so many is exchanged: enough to make another text of it


@dataclass(frozen=True, slots=True)
class Score:
    """How well the labelled pages were cleaned."""

    line_f1: float
    left_empty: float
    empties: int
    raised: int
    """Pages on which the tool raised; they count as left empty."""


@dataclass(frozen=True, slots=True)
class Point:
    """The mean over the draws of so many known pages."""

    known: int
    """Other pages of the host that were asked for."""
    there: float
    """... and that there were, in the mean over the labelled pages: no host has all of them."""
    score: Score
    lowest: float
    """Line F1 of the worst and of the best draw."""
    highest: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory in megabytes after so many dumps."""

    dumps: int
    now: float
    peak: float


@dataclass(slots=True)
class Report:
    """All that was measured in one run; a part that was not asked for is empty."""

    date: str
    machine: str
    folder: str
    pages: int
    quality: dict[str, Score] = field(default_factory=dict)
    curve: list[Point] = field(default_factory=list)
    learning: dict[str, float] = field(default_factory=dict)
    """Process time in milliseconds a dump."""
    cleaning: dict[str, Summary] = field(default_factory=dict)
    memory: list[Memory] = field(default_factory=list)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure the parts that are asked for, print, and write the JSON if asked to."""
    parser = _parser()
    options = parser.parse_args(argv)
    if not options.folder.exists():
        parser.error(f"{options.folder} does not exist")
    parts = options.part or _PARTS
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    with unpacked(options.folder) as folder:
        pages = sorted(folder.rglob("*.md"))
        if not pages:
            parser.error(f"no .md file in {options.folder}")
        report = Report(date.today().isoformat(), machine, str(options.folder), len(pages))
        if "memory" in parts:  # first, for what is held here is nothing to the child, but slows the machine
            report.memory = measure_memory(folder, options.most)
        if "cost" in parts:
            report.learning, report.cleaning = measure_cost(folder, pages, options.pages)
        if {"quality", "curve"} & set(parts):
            measure_quality(report, pages, options, parts)
    print(render(report))
    if options.json:
        options.json.write_text(json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


class Archive:
    """The dumps that templates are learned from, by host and address."""

    def __init__(self, pages: Iterable[Path]) -> None:
        self._hosts: dict[str, dict[str, Path]] = {}
        self._domains: dict[str, list[str]] = {}
        for page in pages:
            if url := url_of(page.read_bytes()):
                self._hosts.setdefault(_host(url), {})[address_of(url)] = page
        for host in self._hosts:
            self._domains.setdefault(family_of(host), []).append(host)

    def others(self, url: str) -> list[Path]:
        """The other pages of a host: the page of this address is not among them."""
        return self._but(url, [_host(url)])

    def neighbours(self, url: str) -> list[Path]:
        """The other pages of all hosts of a domain, from which a host with few pages may borrow."""
        return self._but(url, self._domains.get(family_of(_host(url)), []))

    def draw(self, url: str, known: int, seed: int) -> list[Path]:
        """So many of the other pages, or all there are; with the same seed more pages are the fewer, and some."""
        others = self.others(url)
        random.Random(f"{seed} {url}").shuffle(others)  # noqa: S311  (a sample, not a secret)
        return others[:known]

    def _but(self, url: str, hosts: Iterable[str]) -> list[Path]:
        own = address_of(url)
        pages = [page for host in hosts for page in sorted(self._hosts.get(host, {}).items())]
        return [page for address, page in pages if address != own]


def url_of(source: bytes) -> str:
    """The address in the front matter of a dump, or ""."""
    return read(decode(source).data, kind="markdown").url


def _host(url: str) -> str:
    return (built_in().names(url) or ("",))[-1]


def measure_quality(report: Report, pages: Sequence[Path], options: argparse.Namespace, parts: Iterable[str]) -> None:
    """Score the labelled pages; what is missing is named and left out."""
    labels, dumps = options.gold
    measure = load_measure(options.measures / "score_gold.py")
    if measure is None or not is_there(labels, dumps):
        return
    with ExitStack() as stack:
        gold = stack.enter_context(unpacked(dumps))
        names = [json.loads(line)["id"] for line in labels.read_text("utf-8").rstrip("\n").split("\n")]

        def score(shown: str, run: Run) -> Score:
            print(f"gold: {shown}, {len(names)} pages", file=sys.stderr)
            with TemporaryDirectory(prefix="bench-") as predictions:
                raised = write_predictions(Tool(shown, "", "md", unchanged, run), gold, names, Path(predictions))
                return Score(*gold_score(measure, labels, gold, Path(predictions)), raised)

        archive = Archive(pages)
        if "quality" in parts:
            report.quality = {shown: score(shown, run) for shown, run in _judges(pages, archive).items()}
        if "curve" in parts:
            urls = [url_of((gold / f"{name}.md").read_bytes()) for name in names]
            for known in _KNOWN:
                draws = [partial(archive.draw, known=known, seed=seed) for seed in range(_DRAWS)]
                scores = [score(f"{known} known, draw {seed}", _knowing(draw)) for seed, draw in enumerate(draws)]
                report.curve.append(_point(known, fmean(len(archive.draw(url, known, 0)) for url in urls), scores))


def _judges(pages: Iterable[Path], archive: Archive) -> Mapping[str, Run]:
    """The judges alone and together. The template judge leaves the page it judges out of the count.

    But that page may still show that two hosts, or two pages, are alike; so in the last row it was never learned from.
    """
    templates = cleaner.learn(page.read_bytes() for page in pages)
    template_alone = cleaner.Cleaner(model=False)
    template_alone.judges = (TemplateRules(templates),)
    return {
        "as it is": as_it_is,
        "rules alone": cleaning(cleaner.Cleaner(model=False)),
        "template alone": cleaning(template_alone),
        "rules and template": cleaning(cleaner.Cleaner(templates=templates, model=False)),
        "rules and template, page never learned from": _knowing(archive.neighbours),
    }


def _knowing(known: Callable[[str], list[Path]]) -> Run:
    """Clean each page with a template learned for it alone, from the pages that `known` gives for its address."""
    sites = cleaner.Cleaner(model=False).sites

    def run(dump: Source) -> str:
        url = url_of(dump.encode("utf-8", "surrogatepass") if isinstance(dump, str) else dump)
        templates = cleaner.learn(page.read_bytes() for page in known(url))
        return cleaner.Cleaner(templates=templates, sites=sites, model=False).clean(dump).markdown

    return run


def _point(known: int, there: float, scores: Sequence[Score]) -> Point:
    line_f1 = [score.line_f1 for score in scores]
    left_empty = fmean(score.left_empty for score in scores)
    mean = Score(fmean(line_f1), left_empty, scores[0].empties, sum(score.raised for score in scores))
    return Point(known, there, mean, min(line_f1), max(line_f1))


def measure_cost(folder: Path, pages: Sequence[Path], most: int | None) -> tuple[dict[str, float], dict[str, Summary]]:
    """Time learning from all dumps, and cleaning them, or as many as are asked for, with and without templates."""
    templates, learning = time_learning([page.read_bytes() for page in pages])
    contestants = [
        Tool("without templates", "", "md", unchanged, cleaning(cleaner.Cleaner(model=False))),
        Tool("with templates", "", "md", unchanged, cleaning(cleaner.Cleaner(templates=templates, model=False))),
    ]
    taken = spread(folder, most or len(pages))
    by_tool = {tool.label: Times() for tool in contestants}
    gc.collect()
    gc.freeze()  # what was learned is garbage of neither; later garbage falls on both alike
    with TemporaryDirectory(prefix="bench-") as scratch:
        for tool in contestants:
            for page in taken[:: math.ceil(len(taken) / WARM_UP)]:
                time_tool(tool, page, Path(scratch) / "out", Times())
        for number, page in enumerate(taken):
            for tool in contestants if number % 2 else reversed(contestants):
                time_tool(tool, page, Path(scratch) / "out", by_tool[tool.label])
    gc.unfreeze()
    names = [page.relative_to(folder).as_posix() for page in taken]
    return learning, {name: summarize(times, names) for name, times in by_tool.items()}


def time_learning(sources: Sequence[bytes]) -> tuple[cleaner.Templates, dict[str, float]]:
    """Learn from dumps that are in memory, and save the templates into a folder that is empty."""
    line_of.cache_clear()
    gc.collect()
    start = process_time()
    templates = cleaner.learn(sources)
    light = templates.light()  # a template is made when it is first asked for: ask for all
    learned = process_time()
    with TemporaryDirectory(prefix="bench-") as scratch:
        have_folder = process_time()
        templates.save(scratch)
        saved = process_time()
    seconds = {"in memory": learned - start, "and saved to disk": learned - start + saved - have_folder}
    return light, {name: 1000 * value / len(sources) for name, value in seconds.items()}


def measure_memory(folder: Path, most: int) -> list[Memory]:
    """Learn in a process of its own, which holds nothing else."""
    if not Path("/proc/self/status").exists():
        print("memory is left out: it is read from /proc, which this system does not have", file=sys.stderr)
        return []
    print(f"memory: {most} dumps", file=sys.stderr)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(learn_watched, folder, most).result()


def learn_watched(folder: Path, most: int) -> list[Memory]:
    """Learn from so many dumps, and read the memory of this process on the way; the last is when all is learned."""
    by_host: dict[str, list[tuple[Path, str]]] = {}
    for page in sorted(folder.rglob("*.md")):
        if url := url_of(page.read_bytes()):
            by_host.setdefault(_host(url), []).append((page, url))
    figures: list[Memory] = [_resident(0)]

    def watched() -> Iterator[tuple[bytes, str]]:
        for number, page in enumerate(varied(list(by_host.values())), 1):
            yield page
            if number in _MARKS or number == most:
                figures.append(_resident(number))
            if number == most:
                return

    templates = cleaner.learn(watched())
    made = templates.light()  # beside the pages they were made of
    return [*figures, _resident(most)] if len(made) else []


def varied(hosts: Sequence[Sequence[tuple[Path, str]]]) -> Iterator[tuple[bytes, str]]:
    """Dumps without end, one of each host in turn, each with an address and long lines that no other has."""
    for turn in count() if hosts else ():
        for pages in hosts:
            page, url = pages[turn % len(pages)]
            copy = turn // len(pages)
            bare = url.partition("#")[0]
            yield _vary(page.read_bytes(), copy), f"{bare}{'&' if '?' in bare else '?'}copy={copy}"


def _vary(source: bytes, copy: int) -> bytes:
    """The dump with other words in its long lines. Digits tell no lines apart, so the words are made of letters."""
    if not copy:
        return source
    word = bytes(b"abcdefghij"[int(digit)] for digit in str(copy))
    lines = source.split(b"\n")
    for number, line in enumerate(lines):
        if len(line) >= _LONG_LINE:
            words = line.split(b" ")
            words[::_EACH] = [one + word for one in words[::_EACH]]
            lines[number] = b" ".join(words)
    return b"\n".join(lines)


def _resident(dumps: int) -> Memory:
    """Resident memory of this process. Not `getrusage`: its peak is the parent's, where that is higher."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    now, peak = (int(status[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))
    return Memory(dumps, now, peak)


def render(report: Report) -> str:
    """The report as Markdown."""
    parts = [f"{report.date}, {report.machine}: templates learned from {report.pages} dump(s) of {report.folder}."]
    if report.quality or report.curve:
        parts.append(
            "Development data: the rules, and the thresholds of the templates, were chosen on these labelled pages and "
            "these dumps. The page that is judged is left out of the count, and of the draws."
        )
    if report.quality:
        rows = [[shown, f"{score.line_f1:.4f}", _empties(score)] for shown, score in report.quality.items()]
        parts.append(table(["judges", "gold: line F1", "gold: empties left empty"], rows))
    if report.curve:
        columns = ["known other pages", "there, mean", f"gold: line F1, mean of {_DRAWS} draws", "from", "to"]
        parts.append(table([*columns, "gold: empties left empty"], [_curve_row(point) for point in report.curve]))
    if report.learning:
        rows = [[name, f"{value:.2f}"] for name, value in report.learning.items()]
        parts.append(table([f"learning from {report.pages} dumps", "process time (ms a dump)"], rows))
    if report.cleaning:
        columns = ["cleaning (ms of process time a dump)", "mean", "median", "95 %", "slowest", "slowest page"]
        parts.append(table(columns, [cells(name, row) for name, row in report.cleaning.items()]))
    if report.memory:
        rows = [[f"{one.dumps:,}", f"{one.now:.0f}", f"{one.peak:.0f}"] for one in report.memory]
        rows[-1][0] = "templates made"
        parts.append(table(["dumps learned from", "resident memory (MB)", "peak so far (MB)"], rows))
    return "\n\n".join(parts)


def _curve_row(point: Point) -> list[str]:
    figures = (point.score.line_f1, point.lowest, point.highest)
    return [str(point.known), f"{point.there:.1f}", *(f"{figure:.4f}" for figure in figures), _empties(point.score)]


def _empties(score: Score) -> str:
    return f"{score.left_empty:.3g}/{score.empties}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="templates.py", description=__doc__)
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=SHARED / "data/picker.tar.xz",
        help="folder or tar archive of dumps to learn from (default: ../shared/data/picker.tar.xz)",
    )
    parser.add_argument("--part", choices=_PARTS, action="append", help="may be given again (default: all)")
    parser.add_argument(
        "--pages", type=positive, metavar="N", help="pages to time cleaning on, evenly spread (default: all)"
    )
    parser.add_argument(
        "--most", type=positive, default=_MARKS[-1], metavar="N", help="dumps to fill the memory with (default: 100000)"
    )
    parser.add_argument(
        "--gold", nargs=2, type=Path, default=GOLD, metavar=("LABELS", "PAGES"), help="line labels and their pages"
    )
    parser.add_argument(
        "--measures", type=Path, default=SHARED / "bench", metavar="DIR", help="folder of score_gold.py"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
