"""Cleaning many files: one task a file, in this process or in several; what fails fails alone."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cleaner import files
from cleaner.clean import Cleaner, Result
from cleaner.cli.options import Settings
from cleaner.errors import CleanerError, OutputError

_CHUNK: Final = 16  # pages handed to a process at a time: a page takes 2 ms, the hand-over 0.2 ms


@dataclass(frozen=True, slots=True)
class Task:
    """One page to clean: where it is, where it goes (None: nowhere), and in which form."""

    source: Path
    target: Path | None
    form: str = "md"
    log: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page. `error` is a sentence, or "" when all went well."""

    source: Path
    error: str = ""
    verdict: str = ""
    changed: bool = False
    written: bool = False
    before: int = 0
    after: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    line: str = ""
    """The page as one line of JSON, for the form `jsonl`."""


def run(tasks: Sequence[Task], settings: Settings, jobs: int) -> Iterator[Outcome]:
    """Clean the pages; outcomes come in the order of the tasks, whatever the number of processes (0: one a core)."""
    processes = min(jobs or os.cpu_count() or 1, (len(tasks) + _CHUNK - 1) // _CHUNK)
    _start(settings)  # a mistake in a site file is an error of the command, not of each page
    if processes <= 1:
        yield from map(_clean, tasks)
        return
    done = 0
    with ProcessPoolExecutor(processes, initializer=_start, initargs=(settings,)) as pool:
        try:
            for outcome in pool.map(_clean, tasks, chunksize=_CHUNK):
                done += 1
                yield outcome
        except BrokenProcessPool:
            for task in tasks[done:]:
                yield Outcome(task.source, f"{task.source}: a worker process was killed; run again to do this page")


_worker: list[tuple[Cleaner, Settings]] = []


def _start(settings: Settings) -> None:
    """Make this process's cleaner, once."""
    _worker[:] = [(Cleaner(sites=settings.config.sites), settings)]


def _clean(task: Task) -> Outcome:
    cleaner, settings = _worker[0]
    try:
        result = cleaner.clean(files.read(task.source), settings.url, settings.kind)
        output = _render(result, task.form)
        written = files.write(task.target, output) if task.target else False
        if task.log and task.target:
            _write_log(task.target, result)
    except CleanerError as error:
        message = str(error)
        named = message if str(task.source) in message or isinstance(error, OutputError) else f"{task.source}: {message}"
        return Outcome(task.source, named)
    return Outcome(
        task.source,
        "",
        result.verdict.kind,
        result.changed,
        written,
        len(result.restore()),
        len(result.page.data),
        Counter(edit.rule for edit in result.edits),
        json.dumps({"path": str(task.source), **record(result)}, ensure_ascii=False) if task.form == "jsonl" else "",
    )


def _render(result: Result, form: str) -> bytes:
    if form == "md":
        return result.encoded()
    if form == "text":
        return (result.text + "\n").encode() if result.text else b""
    return b""


def record(result: Result) -> dict[str, Any]:
    """A result as a JSON object."""
    return {
        "meta": result.meta,
        "body": result.body,
        "verdict": result.verdict.kind,
        "why": result.verdict.why,
        "kept": round(result.verdict.kept, 4),
        "words": result.verdict.words,
    }


def _write_log(target: Path, result: Result) -> None:
    """The log of edits beside an output; none for a page that did not change."""
    path = target.with_name(target.name + ".edits.jsonl")
    if result.edits:
        files.write(path, edits_jsonl(result).encode())
    elif path.exists():
        path.unlink()


def edits_jsonl(result: Result) -> str:
    """The edits, one JSON object a line: start, end (bytes of the source), removed, replacement, rule, why."""
    return "".join(json.dumps(edit._asdict()) + "\n" for edit in result.edits)
