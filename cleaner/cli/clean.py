"""`cleaner clean`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from cleaner import files
from cleaner.clean import Cleaner
from cleaner.cli import options
from cleaner.cli.jobs import Outcome, Task, edits_jsonl, record, run
from cleaner.cli.options import Settings
from cleaner.errors import InputError, UsageError

_ENDINGS = {"md": None, "text": ".txt", "jsonl": None}


@click.command(
    epilog="""\b
Examples:
  cleaner clean page.md                          to standard output
  cleaner clean page.md -o clean.md              file in, file out
  cleaner clean dumps/ -o clean/                 folder in, folder out, structure kept
  cleaner clean 'dumps/**/*.md' -o clean/        a pattern
  cleaner clean dumps/ --in-place -j 0           the files themselves, on all cores
  cleaner clean dumps/ -o clean/ --edits         with page.md.edits.jsonl beside each page: what went, and why
  cleaner clean dumps/ --format jsonl -o all.jsonl
  cat page.md | cleaner clean - --url https://example.com/page
"""
)
@click.argument("sources", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File or folder for the clean pages.")
@click.option("-i", "--in-place", is_flag=True, help="Write each page back to its own file.")
@click.option("-j", "--jobs", type=click.IntRange(0), help="Processes to use; 0 for one a core. Default 1.")
@click.option("--format", "form", type=click.Choice(["md", "text", "jsonl"]), default="md", show_default=True, help="Form of the output.")
@click.option("--edits/--no-edits", default=None, help="Write the log of edits beside each output.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still told.")
@options.judging
def clean(sources: tuple[str, ...], output: Path | None, in_place: bool, jobs: int | None, form: str, edits: bool | None, quiet: bool, **judging: Any) -> None:
    """Clean pages: files, folders, patterns, or - for standard input.

    A page that comes out as it went in is not rewritten. One bad file does not stop the rest.
    """
    settings = options.settings(**judging)
    log = settings.config.edits if edits is None else edits
    if "-" in sources:
        _pipe(sources, settings, output, in_place, form, log)
        return
    found = files.find(sources, settings.config.include, settings.config.exclude, _base(settings))
    if not found:
        raise UsageError("no pages found; folders are searched for " + ", ".join(settings.config.include))
    tasks = _tasks(sources, found, output, in_place, form, log)
    to_stdout = not in_place and output is None
    if to_stdout and form != "jsonl":
        _pipe((str(found[0].path),), settings, None, False, form, log)
        return
    outcomes = _shown(run(tasks, settings, settings.config.jobs if jobs is None else jobs), len(tasks), quiet)
    summary = Summary()
    lines = [outcome.line for outcome in summary.watch(outcomes) if outcome.line]
    if form == "jsonl":
        data = "".join(line + "\n" for line in lines).encode()
        files.write(output, data) if output else click.get_binary_stream("stdout").write(data)
    summary.tell(quiet or to_stdout)
    sys.exit(3 if summary.errors else 0)


def _base(settings: Settings) -> Path | None:
    return settings.config.path.parent if settings.config.path else None


def _pipe(sources: tuple[str, ...], settings: Settings, output: Path | None, in_place: bool, form: str, log: bool) -> None:
    """One page to standard output or, from standard input, to a file."""
    if len(sources) > 1 or in_place:
        raise UsageError("standard input (-) is one page: it goes with no other source and not with --in-place")
    name = sources[0]
    data = click.get_binary_stream("stdin").read(files.LARGEST + 1) if name == "-" else files.read(Path(name))
    if len(data) > files.LARGEST:
        raise InputError(f"standard input: larger than {files.LARGEST // 2**20} MiB; this is no page")
    result = Cleaner(sites=settings.config.sites).clean(data, settings.url, settings.kind)
    if form == "jsonl":
        import json

        shown = (json.dumps({"path": name, **record(result)}, ensure_ascii=False) + "\n").encode()
    else:
        shown = result.encoded() if form == "md" else (result.text + "\n").encode()
    if output is not None:
        files.write(output, shown)
        if log and result.edits:
            files.write(output.with_name(output.name + ".edits.jsonl"), edits_jsonl(result).encode())
    else:
        click.get_binary_stream("stdout").write(shown)


def _tasks(sources: tuple[str, ...], found: list[files.Source], output: Path | None, in_place: bool, form: str, log: bool) -> list[Task]:
    """Where each page goes. Raises :class:`UsageError` when that is not clear or two pages would meet."""
    if in_place and output is not None:
        raise UsageError("--in-place and --output exclude each other")
    if in_place:
        if form != "md":
            raise UsageError(f"--in-place writes Markdown; for --format {form} name an --output")
        return [Task(source.path, source.path, form, log) for source in found]
    if form == "jsonl":
        return [Task(source.path, None, form) for source in found]
    if output is None:
        if len(found) > 1 or Path(sources[0]).is_dir():
            raise UsageError("many pages need a place: name a folder with --output, or write them back with --in-place")
        return [Task(found[0].path, None, form)]
    single = len(sources) == 1 and len(found) == 1 and Path(sources[0]).is_file() and not output.is_dir()
    if single and not str(output).endswith(("/", "\\")):
        return [Task(found[0].path, output, form, log)]
    if output.is_file():
        raise UsageError(f"{output} is a file, and many pages need a folder")
    taken: dict[Path, Path] = {}
    tasks = []
    for source in found:
        ending = _ENDINGS[form]
        target = files.below(output, source.relative.with_suffix(ending) if ending else source.relative)
        if target in taken:
            raise UsageError(f"{source.path} and {taken[target]} would both go to {target}; clean them to two folders")
        taken[target] = source.path
        tasks.append(Task(source.path, target, form, log))
    return tasks


def _shown(outcomes: Iterator[Outcome], total: int, quiet: bool) -> Iterator[Outcome]:
    """The outcomes, with a progress bar while they come if somebody is watching."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield from outcomes
        return
    with click.progressbar(outcomes, length=total, label="cleaning", file=sys.stderr) as bar:
        yield from bar


class Summary:
    """Counts outcomes and tells them at the end, on standard error."""

    def __init__(self) -> None:
        self.pages = self.changed = self.before = self.after = 0
        self.verdicts: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.errors: list[str] = []

    def watch(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Hand outcomes on and count them."""
        for outcome in outcomes:
            self.pages += 1
            if outcome.error:
                self.errors.append(outcome.error)
            else:
                self.changed += outcome.changed
                self.before += outcome.before
                self.after += outcome.after
                self.verdicts[outcome.verdict] += 1
                self.rules += outcome.rules
            yield outcome

    def tell(self, quiet: bool) -> None:
        """Errors always; the counts unless `quiet`."""
        for error in self.errors:
            click.secho(f"cleaner: {error}", fg="red", err=True)
        if quiet:
            return
        share = f", {1 - self.after / self.before:.0%} of the text taken" if self.before else ""
        click.secho(f"{self.pages:,} pages, {self.changed:,} changed{share}", bold=True, err=True)
        click.echo("  verdicts  " + _counts(self.verdicts, 9), err=True)
        click.echo("  rules     " + _counts(self.rules, 8), err=True)
        if self.errors:
            click.secho(f"  failed    {len(self.errors):,}", fg="red", err=True)


def _counts(counter: Counter[str], most: int) -> str:
    shown = ", ".join(f"{name} {count:,}" for name, count in counter.most_common(most))
    rest = len(counter) - most
    return (shown + (f", and {rest} more" if rest > 0 else "")) or "none"
