"""Cleaning many files: one task a file, in this process or in several; what fails fails alone."""

from __future__ import annotations

import gc
import json
import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cleaner import files
from cleaner.clean import Cleaner, Result
from cleaner.cli.notes import Notes
from cleaner.cli.options import Settings
from cleaner.errors import CleanerError, InputError, OutputError
from cleaner.ruling import Coverage

_CHUNK: Final = 16  # pages handed to a process at a time: a page takes 2 ms, the hand-over 0.2 ms


@dataclass(frozen=True, slots=True)
class Task:
    """One page to clean: where it is, where it goes (None: nowhere), and in which form."""

    source: Path
    target: Path | None
    form: str = "md"
    log: bool = False
    dump: bool = False
    """Whether a page of HTML as Markdown, with nothing taken, is wanted as well."""
    folder: Path | None = None
    """The output folder that the target must not leave."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page. `error` is a sentence, or "" when all went well."""

    source: Path
    error: str = ""
    verdict: str = ""
    changed: bool = False
    before: int = 0
    """Bytes of the page as it came, and as it went, both as UTF-8."""
    after: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    coverage: Coverage | None = None
    """How well the template of its site fits the page."""
    is_html: bool = False
    notes: tuple[str, ...] = ()
    """Mistakes in site configurations that the page was judged by."""
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
    with ProcessPoolExecutor(processes, initializer=_start_worker, initargs=(settings,)) as pool:
        try:
            for outcome in pool.map(_clean, tasks, chunksize=_CHUNK):
                done += 1
                yield outcome
        except BrokenProcessPool:
            for task in tasks[done:]:
                yield Outcome(task.source, f"{task.source}: a worker process was killed; run again to do this page")


_worker: list[tuple[Cleaner, Settings, Notes]] = []


def _start(settings: Settings) -> None:
    """Make this process's cleaner, once."""
    cleaner = settings.cleaner()
    _worker[:] = [(cleaner, settings, Notes(cleaner))]
    gc.freeze()  # phrases, site files and templates live as long as the process: no collection need look at them again


def _start_worker(settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer: it lets the workers end
    _start(settings)


def _clean(task: Task) -> Outcome:
    cleaner, settings, notes = _worker[0]
    try:
        data = files.read(task.source)
        result = cleaner.clean(data, settings.url, settings.kind)
        if task.target is not None:
            save(result, task, task.target)
        line = as_line(result, str(task.source), task) if task.form == "jsonl" else ""
        noted = notes.of(result, data, settings.kind)
    except CleanerError as error:
        return Outcome(task.source, naming(str(task.source), error))
    except Exception as error:  # a mistake of ours on one page must not cost the others
        return Outcome(task.source, f"{task.source}: a mistake in cleaner, please report it: {error!r}")
    after = len(result.page.data)
    taken = sum(edit.end - edit.start - len(edit.replacement.encode()) for edit in result.edits)
    rules = Counter(edit.rule for edit in result.edits)
    return Outcome(
        task.source,
        verdict=result.verdict.kind,
        changed=result.changed,
        before=after + taken,
        after=after,
        rules=rules,
        coverage=result.coverage,
        is_html=result.is_html,
        notes=noted,
        line=line,
    )


def naming(source: str, error: CleanerError) -> str:
    """The message of an error, with the name of the page it is about."""
    message = str(error)
    return message if source in message else f"{source}: {message}"


def render(result: Result, form: str) -> bytes:
    """A cleaned page in the form `md` or `text`."""
    if form == "md":
        return result.encoded()
    return (result.text + "\n").encode() if result.text else b""


def as_line(result: Result, name: str, task: Task) -> str:
    """A result as one line of JSON, with its edits if the log is wanted, and the dump of HTML if that is."""
    record: dict[str, object] = {
        "path": name,
        "meta": result.meta,
        "body": result.body,
        "verdict": result.verdict.kind,
        "why": result.verdict.why,
        "kept": round(result.verdict.kept, 4),
        "words": result.verdict.words,
    }
    if task.log:
        record["edits"] = [edit._asdict() for edit in result.edits]
    if task.dump and result.is_html:
        record["dump"] = result.dump
    return json.dumps(record, ensure_ascii=False) + "\n"


def as_bytes(line: str) -> bytes:
    """A line of JSON as UTF-8; what is no character (a file's name may hold such) is written as JSON escapes it."""
    return line.encode("utf-8", "backslashreplace")


def save(result: Result, task: Task, target: Path) -> None:
    """Write a page and, if wanted, the log of its edits beside it: both or none. Of HTML the dump goes before them.

    Without edits an old log is taken away, for it tells of another page. A page that is cleaned in place keeps it:
    there it is the only way back. Raises :class:`InputError` for HTML that Markdown would be written over.
    """
    log, dump = log_of(target), target.with_name(target.name + files.DUMP)
    if result.is_html and task.source == target:
        raise InputError(f"{task.source}: this is HTML, and Markdown is not written over it; name an --output")
    if task.folder is not None:
        for path in (target, log, dump):
            files.inside(task.folder, path)
    if task.dump and result.is_html:
        files.write(dump, result.dump.encode())
    elif task.dump:
        files.remove(dump)
    output = render(result, task.form)
    if task.log and result.edits:
        _save_both(target, output, log, edits_jsonl(result).encode())
        return
    files.write(target, output)
    if task.log and task.source != target:
        files.remove(log)


def _save_both(target: Path, output: bytes, log: Path, edits: bytes) -> None:
    if files.holds(target, output):
        files.write(log, edits)
        return
    logged = False
    try:
        with files.writing(target) as file:
            file.write(output)
            file.flush()  # a disk that is full shows now
            files.write(log, edits)  # before the page takes its place: in place the log is the only way back
            logged = True
    except OutputError:
        if logged:
            files.remove(log)
        raise


def log_of(target: Path) -> Path:
    """Where the log of edits of an output stands."""
    return target.with_name(target.name + ".edits.jsonl")


def edits_jsonl(result: Result) -> str:
    """The edits, one JSON object a line: start, end (bytes of the source), removed, replacement, rule, why."""
    return "".join(json.dumps(edit._asdict()) + "\n" for edit in result.edits)
