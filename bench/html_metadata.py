"""How often the metadata of HTML pages are right: title, author and date, beside trafilatura's on the same pages.

A page counts for a key when the truth has one. "given" is how often a tool gives a value where the truth has none.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import import_module
from multiprocessing import Pool
from pathlib import Path
from time import process_time
from typing import Any, Final, NamedTuple

from dumps import table
from lxml import etree

from cleaner.sources.html.metadata import metadata

_KEYS: Final = ("title", "author", "date")
_TYPOGRAPHY: Final = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-"}
)
_BETWEEN_NAMES: Final = re.compile(r", | and | & |; ")
_DAY: Final = 10  # characters of YYYY-MM-DD


class Task(NamedTuple):
    """One page and what is true of it."""

    path: Path
    url: str
    truth: dict[str, Any]


class Outcome(NamedTuple):
    """What one tool said of one page, by key: whether it was right, or said at all where nothing is true."""

    right: dict[str, bool]
    given: dict[str, bool]
    seconds: float


def main(argv: Sequence[str] | None = None) -> int:
    """Print a table for each folder of data."""
    options = _parser().parse_args(argv)
    for folder in options.data:
        tasks = list(_tasks(folder))[:: options.every]
        with Pool(options.jobs) as pool:
            outcomes = pool.map(_run, tasks, chunksize=8)
        print(f"\n{folder.name}: {len(tasks)} pages\n")
        rows = [_row(name, [outcome[name] for outcome in outcomes]) for name in outcomes[0]]
        print(table(("tool", *_KEYS, *(f"{key} given" for key in _KEYS), "ms a page"), rows))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders with dev.jsonl and html/")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth page")
    parser.add_argument("-j", "--jobs", type=int, default=1, metavar="N")
    return parser


def _tasks(folder: Path) -> Iterable[Task]:
    for line in (folder / "dev.jsonl").read_text("utf-8").strip().split("\n"):  # other line ends stand in texts
        record = json.loads(line)
        path = folder / "html" / f"{record['id']}.html.gz"
        yield Task(path, record["url"] or "", {key: record[key] for key in _KEYS})


def _run(task: Task) -> dict[str, Outcome]:
    html = gzip.decompress(task.path.read_bytes())
    return {tool.__name__.strip("_"): _judge(tool, html, task) for tool in (_cleaner, _trafilatura)}


def _judge(tool: Any, html: bytes, task: Task) -> Outcome:
    said, seconds = tool(html, task.url)
    right = {key: bool(said[key]) and _agree(key, task.truth[key], said[key]) for key in _KEYS if task.truth[key]}
    given = {key: bool(said[key]) for key in _KEYS if not task.truth[key]}
    return Outcome(right, given, seconds)


def _cleaner(html: bytes, url: str) -> tuple[dict[str, Any], float]:
    parser = etree.HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(html, parser)
    begun = process_time()
    found = metadata(root, url)
    seconds = process_time() - begun  # parsing is not in it: the pipeline parses once for all
    return {key: found[key].value if key in found else None for key in _KEYS}, seconds


def _trafilatura(html: bytes, url: str) -> tuple[dict[str, Any], float]:
    extract = import_module("trafilatura").extract_metadata
    begun = process_time()
    found = extract(html, default_url=url or None)
    seconds = process_time() - begun
    said = {key: getattr(found, key, None) for key in _KEYS}
    said["author"] = tuple((said["author"] or "").split("; ")) if said["author"] else None
    return said, seconds


def _agree(key: str, true: Any, said: Any) -> bool:
    if key == "title":
        return _fold(true) == _fold(said)
    if key == "date":
        return bool(true[:_DAY] == said[:_DAY])
    names = true if isinstance(true, list) else _BETWEEN_NAMES.split(true)
    return {_name(name) for name in names} - {""} == {_name(name) for name in said}


def _name(text: str) -> str:
    return _fold(text).removeprefix("and ").strip(" .,")


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_TYPOGRAPHY).split())


def _row(name: str, outcomes: Sequence[Outcome]) -> list[str]:
    right, of, given, of_none = (Counter[str]() for _ in range(4))
    for outcome in outcomes:
        right.update({key: int(value) for key, value in outcome.right.items()})
        of.update(outcome.right.keys())
        given.update({key: int(value) for key, value in outcome.given.items()})
        of_none.update(outcome.given.keys())
    shares = [f"{right[key] / of[key]:.3f}" if of[key] else "-" for key in _KEYS]
    extra = [f"{given[key] / of_none[key]:.2f}" if of_none[key] else "-" for key in _KEYS]
    milliseconds = 1000 * sum(outcome.seconds for outcome in outcomes) / len(outcomes)
    return [name, *shares, *extra, f"{milliseconds:.1f}"]


if __name__ == "__main__":
    raise SystemExit(main())
