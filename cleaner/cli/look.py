"""`cleaner check`, `diff` and `explain`: what would happen, and why. None of them writes a page."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cleaner import files
from cleaner.clean import Cleaner, Result
from cleaner.cli import options
from cleaner.cli.jobs import Task, run
from cleaner.errors import CleanerError, UsageError

_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {0x7F: 0x2421}
"""Control characters as the pictures Unicode has for them: a page must not speak to the terminal."""


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("-j", "--jobs", type=click.IntRange(0), help="Processes to use; 0 for one a core. Default 1.")
@options.judging
def check(sources: tuple[str, ...], jobs: int | None, **judging: Any) -> None:
    """Name the pages that cleaning would change; exit with 1 when there are any."""
    settings = options.settings(**judging)
    base = settings.config.path.parent if settings.config.path else None
    found = files.find(sources, settings.config.include, settings.config.exclude, base)
    changed = failed = 0
    for outcome in run([Task(source.path, None) for source in found], settings, settings.config.jobs if jobs is None else jobs):
        if outcome.error:
            failed += 1
            click.secho(f"cleaner: {outcome.error}", fg="red", err=True)
        elif outcome.changed:
            changed += 1
            rules = ", ".join(name for name, _ in outcome.rules.most_common(3))
            click.echo(f"{outcome.source}: {outcome.rules.total()} edits ({rules})")
    click.secho(f"{changed:,} of {len(found):,} pages would change", bold=True, err=True)
    sys.exit(3 if failed else 1 if changed else 0)


def _results(sources: tuple[str, ...], judging: dict[str, Any]) -> Iterator[tuple[str, str, Result | None]]:
    """Name, source text and result of each page; None for one that could not be cleaned, which is told."""
    settings = options.settings(**judging)
    cleaner = Cleaner(sites=settings.config.sites)
    base = settings.config.path.parent if settings.config.path else None
    places = [place for place in sources if place != "-"]
    names = ["-"] if "-" in sources else []
    names += [str(source.path) for source in files.find(places, settings.config.include, settings.config.exclude, base)]
    for name in names:
        try:
            data = click.get_binary_stream("stdin").read() if name == "-" else files.read(Path(name))
            result = cleaner.clean(data, settings.url, settings.kind)
        except CleanerError as error:
            click.secho(f"cleaner: {name}: {error}" if name not in str(error) else f"cleaner: {error}", fg="red", err=True)
            yield name, "", None
            continue
        source = result.restore()
        yield name, source if isinstance(source, str) else _text(result), result


def _text(result: Result) -> str:
    from cleaner.ruling import restore

    return restore(result.page.data, result.edits).decode("utf-8", "replace")


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("-U", "--unified", type=click.IntRange(0), default=3, show_default=True, help="Lines of context.")
@options.judging
def diff(sources: tuple[str, ...], unified: int, **judging: Any) -> None:
    """Show what cleaning would change, as a unified diff; exit with 1 when there is anything."""
    changed = failed = False
    for name, source, result in _results(sources, judging):
        if result is None:
            failed = True
            continue
        changed |= result.changed
        before, after = source.split("\n"), result.markdown.split("\n")
        for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}", n=unified, lineterm=""):
            click.secho(line.translate(_CONTROLS), fg={"+": "green", "-": "red", "@": "cyan"}.get(line[:1]))
    sys.exit(3 if failed else 1 if changed else 0)


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--removed", is_flag=True, help="Only lines that go or change.")
@options.judging
def explain(sources: tuple[str, ...], removed: bool, **judging: Any) -> None:
    """Show a page line by line, with the rule that takes each line and why.

    `-` stands before a line that goes, `~` before one that is changed inside, `+` before a line that is added.
    """
    failed = False
    for name, source, result in _results(sources, judging):
        if result is None:
            failed = True
            continue
        click.secho(f"{name}: {result.verdict.kind}" + (f", {result.verdict.why}" if result.verdict.why else ""), bold=True)
        for mark, number, line, rule, why in lines(source, result):
            if removed and mark == " ":
                continue
            shown = f"{mark} {number:5} {line[:100]}".translate(_CONTROLS)
            click.secho(shown, fg={"-": "red", "~": "yellow", "+": "green"}.get(mark), nl=not rule)
            if rule:
                click.secho(f"  [{rule}: {why}]", dim=True)
    if not sources:
        raise UsageError("name a page")
    sys.exit(3 if failed else 0)


def lines(source: str, result: Result) -> Iterator[tuple[str, int, str, str, str]]:
    """Every line of the source that is not blank: mark, number (from 1), text, rule and reason."""
    data = source.encode("utf-8", "surrogateescape")
    covered = [(edit.start, edit.end, edit) for edit in result.edits]
    at = 0
    index = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        end = at + len(line)
        while index < len(covered) and covered[index][1] <= at and covered[index][0] < at:
            index += 1
        hits = []
        look = index
        while look < len(covered) and covered[look][0] <= end:
            low, high, edit = covered[look]
            if data[max(low, at) : min(high, end)].strip() or (low == high and at <= low < end):
                hits.append(edit)
            look += 1
        for edit in hits:
            if not edit.removed:
                yield "+", number, edit.replacement.strip(), edit.rule, edit.why
        taken = [edit for edit in hits if edit.removed]
        text = line.decode("utf-8", "replace").rstrip("\r")
        if text.strip():
            gone = bool(taken) and taken[0].start <= at + len(line) - len(line.lstrip()) and taken[-1].end >= at + len(line.rstrip())
            mark = "-" if gone else "~" if taken else " "
            yield mark, number, text, taken[0].rule if taken else "", taken[0].why if taken else ""
        at = end + 1
