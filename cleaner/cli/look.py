"""`cleaner check`, `diff` and `explain`: what would happen, and why. None of them writes a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click

from cleaner import files
from cleaner.clean import Cleaner, Result
from cleaner.cli import options
from cleaner.cli.jobs import Task, naming, run
from cleaner.cli.learning import learning
from cleaner.cli.notes import Notes
from cleaner.cli.options import Settings
from cleaner.cli.terminal import counted, fail, say, tell
from cleaner.cli.unified import unified
from cleaner.errors import CleanerError, InputError
from cleaner.ruling import Edit, restore
from cleaner.sources import opening
from cleaner.sources.page import Kind, reread

_WOULD_CHANGE: Final = 1  # exit status
_NO_CHECK: Final = "{}: this is HTML, which is always changed: clean it, and check what comes out"
_WIDTH: Final = 100  # characters of a line that `explain` shows
_COLOURS: Final = {"-": "red", "+": "green", "~": "yellow", "@": "cyan"}


@click.command(
    short_help="Name the pages that cleaning would change.",
    epilog="""\b
Examples:
  cleaner check page.md                 one page
  cleaner check dumps/ -j 0             a folder, on all cores
  cleaner clean page.html | cleaner check -
""",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@options.jobs
@click.option("-q", "--quiet", is_flag=True, help="Only errors and the exit status.")
@options.judging
def check(sources: tuple[str, ...], jobs: int | None, quiet: bool, **judging: Any) -> None:
    """Name the pages that cleaning would change; exit with 1 when there are any.

    Pages are files, folders, patterns, or - for standard input: Markdown and text, for HTML always changes. Nothing is
    written.
    """
    settings = options.settings(**judging)
    pages = changed = failed = 0
    notes = Notes()
    found = settings.pages([one for one in sources if one != "-"], html=False)
    tasks = [Task(source.path, None) for source in found]
    settings = learning(settings, sources, [task.source for task in tasks], quiet)
    for outcome in run(tasks, settings, settings.config.jobs if jobs is None else jobs):
        pages += 1
        notes.add(outcome.notes)
        error = outcome.error or (_NO_CHECK.format(outcome.source) if outcome.is_html else "")
        failed += bool(error)
        changed += outcome.changed and not error
        if error:
            fail(error)
        elif outcome.changed and not quiet:
            rules = ", ".join(name for name, _ in outcome.rules.most_common(3))
            say(f"{outcome.source}: {counted(outcome.rules.total(), 'edit')} ({rules})")
    if "-" in sources:
        for name, result, _ in _results(("-",), settings, settings.cleaner(), (), notes):
            pages += 1
            is_html = result is not None and result.is_html
            if is_html:
                fail(_NO_CHECK.format(name))
            failed += result is None or is_html
            changed += result is not None and result.changed and not is_html
            if result is not None and result.changed and not is_html and not quiet:
                say(f"{name}: {counted(len(result.edits), 'edit')}")
    notes.tell()
    if not quiet:
        tell(f"{changed:,} of {counted(pages, 'page')} would change", bold=True)
    sys.exit(_status(failed, changed))


def _status(failed: int, changed: int) -> int:
    return InputError.exit_status if failed else _WOULD_CHANGE if changed else 0


def _cleaner(sources: tuple[str, ...], settings: Settings, html: bool = True) -> tuple[Cleaner, list[Path]]:
    """The pages that are named, and what cleans them; it has learned from them if they are folders."""
    paths = [source.path for source in settings.pages([place for place in sources if place != "-"], html)]
    return learning(settings, sources, paths).cleaner(), paths


def _results(
    sources: tuple[str, ...], settings: Settings, cleaner: Cleaner, paths: Sequence[Path], notes: Notes
) -> Iterator[tuple[str, Result | None, bytes]]:
    """Name, result and bytes of each page; the result is None for one that could not be cleaned, which is told."""
    looking = Notes(cleaner)
    names = ["-"] if "-" in sources else []
    names += map(str, paths)
    for name in names:
        shown = "standard input" if name == "-" else name
        try:
            data = files.read_stream(sys.stdin.buffer, shown) if name == "-" else files.read(Path(name))
            result = cleaner.clean(data, settings.url, settings.kind)
        except CleanerError as error:
            fail(naming(shown, error))
            yield shown, None, b""
        else:
            notes.add(looking.of(result, data, settings.kind))
            yield shown, result, data


def _source(result: Result) -> bytes:
    """The source in the form whose bytes the edits count."""
    return restore(result.page.data, result.edits)


@click.command(
    short_help="Show what cleaning would change, as a unified diff.",
    epilog="""\b
Examples:
  cleaner diff page.md
  cleaner diff dumps/ | less
  cleaner diff page.html                the page as Markdown, all of it, and what comes out
  curl … | markitdown | cleaner diff - --url https://example.com/page
""",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "-U",
    "--unified",
    "context",
    metavar="N",
    type=click.IntRange(0),
    default=3,
    show_default=True,
    help="Lines of context.",
)
@options.judging
def diff(sources: tuple[str, ...], context: int, **judging: Any) -> None:
    """Show what cleaning would change, as a unified diff; exit with 1 when there is anything.

    Pages are files, folders, patterns, or - for standard input. HTML is shown as Markdown, where it is named itself.
    Nothing is written.
    """
    changed = failed = 0
    settings = options.settings(**judging)
    notes = Notes()
    for name, result, _ in _results(sources, settings, *_cleaner(sources, settings, html=False), notes):
        if result is None:
            failed += 1
            continue
        changed += result.changed
        for line in unified(_source(result), result.edits, name, context):
            say(line, _COLOURS.get(line[:1]))
    notes.tell()
    sys.exit(_status(failed, changed))


@click.command(
    short_help="Show a page line by line: what goes, and why.",
    epilog="""\b
Examples:
  cleaner explain page.md
  cleaner explain page.html --removed   HTML, line by line as Markdown
  cleaner explain --removed dumps/ | grep ad-slot
  cleaner rules ad-slot                 what that rule finds, and what it leaves alone
""",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--removed", is_flag=True, help="Only lines that go, change or are added.")
@options.judging
def explain(sources: tuple[str, ...], removed: bool, **judging: Any) -> None:
    """Show a page line by line, with the rule that takes each line and why.

    `-` stands before a line that goes, `~` before one that is changed inside, `+` before a line that is added; then its
    number, and how likely the model takes it to be content. Of HTML these are the lines of the page as Markdown. Pages
    are files, folders, patterns, or - for standard input. Nothing is written.
    """
    failed = 0
    settings = options.settings(**judging)
    notes = Notes()
    cleaner, paths = _cleaner(sources, settings)
    for name, result, source in _results(sources, settings, cleaner, paths, notes):
        if result is None:
            failed += 1
            continue
        verdict = result.verdict
        say(f"{name}: {verdict.kind}" + (f", {verdict.why}" if verdict.why else ""), bold=True)
        scores = _scores(cleaner, result, source, settings.kind)
        for mark, number, text, reasons in lines(_source(result), result):
            if removed and mark == " ":
                continue
            cut = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
            score = f"{scores[number]:4.0%} " if number in scores and mark != "+" else "     " * bool(scores)
            say(f"{mark} {number:5} {score}{cut}", _COLOURS.get(mark), nl=not reasons)
            if reasons:
                say("  [" + "; ".join(f"{rule}: {why}" for rule, why in reasons) + "]", dim=True)
    notes.tell()
    sys.exit(_status(failed, 0))


def _scores(cleaner: Cleaner, result: Result, source: bytes, kind: Kind | None) -> dict[int, float]:
    """How likely each line of the source is content, by the model's word before anything went; none without a model."""
    opened = opening.html_of(source, result.page.url, kind)
    whole = cleaner.read_html(opened) if opened is not None else None
    page = whole.page if whole is not None else reread(result.page, _source(result), result.page.url, kind)
    blocks, docket = cleaner.judge(page, whole=whole)
    content = docket.evidence.get("model", {})
    scores: dict[int, float] = {}
    number = 1
    at = 0
    for index, block in enumerate(blocks):
        number += page.data.count(b"\n", at, block.start)
        at = block.start
        if index in content:
            scores |= dict.fromkeys(range(number, number + page.data.count(b"\n", at, block.end) + 1), content[index])
    return scores


def lines(source: bytes, result: Result) -> Iterator[tuple[str, int, str, dict[tuple[str, str], None]]]:
    """Every line of the source that is not blank: mark, number (from 1), text, and (rule, reason) of what was done."""
    edits = result.edits
    at = index = 0
    for number, line in enumerate(source.split(b"\n"), 1):
        end = at + len(line)
        while index < len(edits) and edits[index].end <= at and edits[index].start < at:
            index += 1
        taken = []
        look = index
        while look < len(edits) and edits[look].start <= end:
            edit = edits[look]
            if not edit.removed and edit.start >= at:
                yield "+", number, edit.replacement.strip(), {(edit.rule, edit.why): None}
            elif source[max(edit.start, at) : min(edit.end, end)].strip():
                taken.append(edit)
            look += 1
        if line.strip():
            text = line.decode("utf-8", "replace").rstrip("\r")
            yield _mark(line, at, taken), number, text, dict.fromkeys((edit.rule, edit.why) for edit in taken)
        at = end + 1


def _mark(line: bytes, at: int, taken: Sequence[Edit]) -> str:
    if not taken:
        return " "
    stays = b""
    done = 0
    for edit in taken:
        stays += line[done : max(edit.start - at, 0)] + edit.replacement.encode()
        done = edit.end - at
    return "~" if (stays + line[done:]).strip() else "-"
