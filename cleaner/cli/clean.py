"""`cleaner clean`."""

from __future__ import annotations

import os
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from errno import EPIPE
from pathlib import Path
from typing import IO, Any, Final

import click

from cleaner import files
from cleaner.clean import Result
from cleaner.cli import options
from cleaner.cli.jobs import Outcome, Task, as_bytes, as_line, naming, render, run, save
from cleaner.cli.learning import learning, told
from cleaner.cli.notes import Notes
from cleaner.cli.options import Settings
from cleaner.cli.terminal import counted, fail, tell, watched
from cleaner.errors import InputError, OutputError, UsageError
from cleaner.learn import Drift

_STANDARD: Final = "-"  # the name of standard input, and of standard output


@click.command(
    epilog="""\b
Examples:
  cleaner clean page.md                          to standard output
  cleaner clean page.md -o clean.md              file in, file out
  cleaner clean page.html -o page.md             HTML too, and feeds and pages that browsers saved
  cleaner clean pages/ -o clean/                 folder in, folder out, structure kept
  cleaner clean 'dumps/**/*.md' -o clean/        a pattern
  cleaner clean dumps/ --in-place -j 0           the files themselves, on all cores
  cleaner clean dumps/ -o clean/ --edits         beside each page, what went and why
  cleaner clean site/ -o clean/ --content article --comments
  cleaner clean dumps/ --format jsonl -o all.jsonl
  curl … | cleaner clean - --url https://example.com/page
"""
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="OUT", help="File or folder for the clean pages; - is standard output.")
@click.option("-i", "--in-place", is_flag=True, help="Write each page back to its own file.")
@options.jobs
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "text", "jsonl"]),
    default="md",
    show_default=True,
    help="Markdown, plain text (as .txt), or one file with a line of JSON for each page.",
)
@click.option(
    "--edits/--no-edits",
    default=None,
    help="Write a log of what went and why: OUT.edits.jsonl, or in the lines of jsonl.  [default: no-edits]",
)
@click.option(
    "--dump", is_flag=True, help="Of HTML, write all of it as Markdown, too: OUT.dump.md. The log of edits is about it."
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still told.")
@options.judging
def clean(sources: tuple[str, ...], jobs: int | None, quiet: bool, edits: bool | None, **given: Any) -> None:
    """Clean pages: files, folders, patterns, or - for standard input.

    Pages are Markdown, text, or HTML, which comes out as Markdown: page.html as page.md. One page goes to standard
    output, several need --output or --in-place. A page that comes out as it went in is not rewritten. One bad file does
    not stop the rest.
    """
    place, in_place, form, dump = (given.pop(name) for name in ("output", "in_place", "form", "dump"))
    wanted = _Wanted(None if place == _STANDARD else place, in_place, form, bool(edits), dump)
    wanted.check(sources)
    settings = options.settings(**given)
    if edits is None:
        wanted = replace(wanted, log=settings.config.edits)
    if _STANDARD in sources:
        _one(wanted.task(Path(_STANDARD), Path(wanted.place) if wanted.place else None), settings, quiet)
        return
    tasks = list(_tasks(sources, settings.pages(sources, html=not in_place), wanted))
    if not tasks:
        if not quiet:
            tell("no pages found; folders are searched for " + ", ".join(settings.include(html=not in_place)))
        return
    if wanted.on_stdout and form != "jsonl":
        _one(tasks[0], settings, quiet)
        return
    summary = Summary()
    saved = settings.templates is not None
    settings = learning(settings, sources, [task.source for task in tasks], quiet)
    outcomes = run(tasks, settings, settings.config.jobs if jobs is None else jobs)
    outcomes = watched(outcomes, len(tasks), "cleaning", quiet)
    if form == "jsonl":
        with files.writing(Path(wanted.place)) if wanted.place else _stdout() as file:
            for outcome in summary.watch(outcomes):
                file.write(as_bytes(outcome.line))
    else:
        deque(summary.watch(outcomes), maxlen=0)
    summary.tell(quiet or wanted.on_stdout, saved)
    sys.exit(InputError.exit_status if summary.errors else 0)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the options say of the output."""

    place: str | None
    """File or folder as it was written: a slash at its end says that it is a folder."""
    in_place: bool
    form: str
    log: bool
    dump: bool

    @property
    def on_stdout(self) -> bool:
        return self.place is None and not self.in_place

    @property
    def is_folder(self) -> bool:
        return self.place is not None and (self.place.endswith(("/", os.sep)) or Path(self.place).is_dir())

    def check(self, sources: Sequence[str]) -> None:
        """Raise :class:`UsageError` for options that do not go together."""
        if self.in_place and self.place is not None:
            raise UsageError("--in-place and --output exclude each other")
        if self.in_place and self.form != "md":
            raise UsageError(f"--in-place writes Markdown; for --format {self.form} name an --output")
        if _STANDARD in sources and (len(sources) > 1 or self.in_place):
            raise UsageError("standard input (-) is one page: it goes with no other source and not with --in-place")
        if self.log and self.on_stdout and self.form != "jsonl":
            raise UsageError("the log of --edits stands beside an output: name one with --output, or use --in-place")
        if self.dump and (self.in_place or (self.on_stdout and self.form != "jsonl")):
            raise UsageError("the page of --dump stands beside an output: name one with --output")
        if self.is_folder and (self.form == "jsonl" or _STANDARD in sources):
            raise UsageError(f"--output {self.place} is a folder, and a file is needed")

    def task(self, source: Path, target: Path | None, folder: Path | None = None) -> Task:
        """A task for one page. Raises :class:`UsageError` for a page that would take its own place unasked."""
        if target is not None and not self.in_place and os.path.realpath(source) == os.path.realpath(target):
            raise UsageError(f"{source} would be written over itself; if that is meant, use --in-place")
        return Task(source, target, self.form, self.log, self.dump, folder)


def _tasks(sources: Sequence[str], found: Sequence[files.Source], wanted: _Wanted) -> Iterator[Task]:
    """Where each page goes. Raises :class:`UsageError` when that is not clear or two pages would meet."""
    single = len(sources) == 1 and not Path(sources[0]).is_dir() and len(found) == 1
    if wanted.in_place:
        yield from (wanted.task(source.path, source.path) for source in found)
    elif wanted.form == "jsonl":
        yield from (wanted.task(source.path, None) for source in found)
    elif wanted.place is None:
        if found and not single:
            raise UsageError("many pages need a place: name a folder with --output, or write them back with --in-place")
        yield from (wanted.task(source.path, None) for source in found)
    elif single and not wanted.is_folder:
        yield wanted.task(found[0].path, Path(wanted.place))
    elif Path(wanted.place).is_file():
        raise UsageError(f"--output {wanted.place} is a file, and many pages need a folder")
    else:
        yield from _into(Path(wanted.place), sources, found, wanted)


def _into(folder: Path, sources: Sequence[str], found: Sequence[files.Source], wanted: _Wanted) -> Iterator[Task]:
    """Tasks that go to an output folder. What an earlier run left in it is no source, unless it was named."""
    home = os.path.realpath(folder)
    is_source = any(Path(os.path.realpath(source)).is_relative_to(home) for source in sources)
    taken: dict[Path, Path] = {}
    for source in found:
        if not is_source and Path(os.path.realpath(source.path)).is_relative_to(home):
            continue
        name = files.as_markdown(source.relative)
        target = folder / (name.with_suffix(".txt") if wanted.form == "text" else name)
        if target in taken:
            raise UsageError(f"{source.path} and {taken[target]} would both go to {target}; clean them to two folders")
        taken[target] = source.path
        yield wanted.task(source.path, target, folder)


def _one(task: Task, settings: Settings, quiet: bool) -> None:
    """One page to standard output or, from standard input, to a file."""
    cleaner = settings.cleaner()
    standard = str(task.source) == _STANDARD
    name = "standard input" if standard else str(task.source)
    data = files.read_stream(sys.stdin.buffer, name) if standard else files.read(task.source)
    try:
        result = cleaner.clean(data, settings.url, settings.kind)
        notes = Notes(cleaner)
        notes.add(notes.of(result, data, settings.kind))
    except InputError as error:
        raise InputError(naming(name, error)) from None
    if task.target is None or task.form == "jsonl":
        with files.writing(task.target) if task.target else _stdout() as file:
            file.write(_output(result, task))
    else:
        save(result, task, task.target)
    if result.verdict.kind != "ok" and not quiet:
        tell(f"{name}: {result.verdict.kind}: {result.verdict.why}", "yellow")
    notes.tell()


def _output(result: Result, task: Task) -> bytes:
    return as_bytes(as_line(result, str(task.source), task)) if task.form == "jsonl" else render(result, task.form)


def _stdout() -> AbstractContextManager[IO[bytes]]:
    return _flushed(sys.stdout.buffer)


@contextmanager
def _flushed(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """A stream whose disk may be full: told as an error, not when Python ends and nobody listens."""
    try:
        yield stream
        stream.flush()
    except OSError as error:
        if error.errno == EPIPE:
            raise  # the reader has seen enough; click ends quietly
        raise OutputError(f"standard output: cannot be written: {error.strerror or error}") from None


class Summary:
    """Counts outcomes and tells them at the end, on standard error."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.pages = self.changed = self.before = self.after = 0
        self.verdicts: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.errors: list[str] = []
        self.drift = Drift()

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Hand outcomes on and count them."""
        for outcome in outcomes:
            self.pages += 1
            self.notes.add(outcome.notes)
            if outcome.error:
                self.errors.append(outcome.error)
            else:
                self.changed += outcome.changed
                self.before += outcome.before
                self.after += outcome.after
                self.verdicts[outcome.verdict] += 1
                self.rules.update(outcome.rules)
                self.drift.add(outcome.coverage, outcome.changed)
            yield outcome

    def tell(self, quiet: bool, saved: bool = True) -> None:
        """Errors always; the counts unless `quiet`; templates that no longer fit, if they are saved ones."""
        for error in self.errors:
            fail(error)
        self.notes.tell()
        if quiet:
            return
        share = f", {1 - self.after / self.before:.0%} of the text taken" if self.changed else ""
        tell(f"{counted(self.pages, 'page')}, {self.changed:,} changed{share}", bold=True)
        if self.verdicts:
            tell("  verdicts  " + _counts(self.verdicts, 9))
        if self.rules:
            tell("  rules     " + _counts(self.rules, 8))
        for stale in self.drift.stale() if saved else ():
            tell(f"  stale     {told(stale)}; learn it anew", "yellow")
        if self.errors:
            tell(f"  failed    {len(self.errors):,}", "red")


def _counts(counter: Counter[str], most: int) -> str:
    shown = ", ".join(f"{name} {count:,}" for name, count in counter.most_common(most))
    rest = len(counter) - most
    return shown + (f", and {rest} more" if rest > 0 else "")
