"""`cleaner learn`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from cleaner import files
from cleaner.cli import options
from cleaner.cli.learning import told
from cleaner.cli.options import Settings
from cleaner.cli.terminal import counted, fail, say, tell, watched
from cleaner.errors import CleanerError, InputError, UsageError
from cleaner.judges.template import Template, Templates
from cleaner.judges.template.memory import PAGES
from cleaner.learn import Drift, Learner, coverage

_STALE: Final = 1  # exit status


@click.command(
    short_help="Learn what sites repeat, for `clean` to take it out.",
    epilog="""\b
Examples:
  cleaner learn pages/ --templates templates/           new, or more pages for what is there
  cleaner clean new/ -o clean/ --templates templates/   clean by it
  cleaner learn new/ --templates templates/ --check     does it still fit?

\b
Each site gets one file to read, such as templates/example.org.jsonl, and one below
templates/pages/ that only learning needs. Exit status: 0 done; 1 --check found layouts that have
changed; 3 some pages could not be read.
""",
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "--templates",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the templates; else the configured one.",
)
@click.option("--check", is_flag=True, help="Write nothing; name the sites whose template no longer fits.")
@click.option("--url", help="Address of the page; goes before the one it gives itself.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors are still told.")
@options.configured
def learn(  # noqa: PLR0913, PLR0917 -- the options, one by one
    sources: tuple[str, ...],
    folder: Path | None,
    check: bool,
    url: str | None,
    quiet: bool,
    config_path: Path | None,
) -> None:
    """Learn from pages what each site repeats, and write it to a folder of templates.

    A line that stands on many pages of a host is furniture in any language. Pages are files, folders or patterns; each
    needs an address, from --url, its front matter or its HTML. Neither their order nor repetition matters, and what was
    learned before is kept. Learn from pages as they came, not from clean ones.
    """
    config = options.configuration(config_path, None)
    place = folder or config.templates
    if place is None:
        raise UsageError('name a folder with --templates, or set `templates = "…"` in the configuration')
    settings = Settings(config, url, None)
    paths = [source.path for source in settings.pages(sources)]
    if url and len(paths) > 1:
        raise UsageError("--url is the address of one page, and several were named")
    if not paths and not quiet:
        tell("no pages found; folders are searched for " + ", ".join(config.include))
    pages = _Pages(watched(paths, len(paths), "learning", quiet))
    status = _check(pages, place, url, quiet) if check else _learn(pages, place, url, quiet)
    sys.exit(InputError.exit_status if pages.failed else status)


class _Pages:
    """The pages that can be read; what is wrong with the others is told."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.paths = paths
        self.failed = 0

    def __iter__(self) -> Iterator[bytes]:
        for path in self.paths:
            try:
                page = files.read(path)
            except CleanerError as error:
                self.failed += 1
                fail(error)
            else:
                yield page


def _learn(pages: Iterable[bytes], folder: Path, url: str | None, quiet: bool) -> int:
    hosts = Templates.load(folder).hosts if folder.is_dir() else None
    learner = Learner(hosts, folder)
    for page in pages:
        learner.add(page, url)
    learner.put_away()
    if not quiet:
        if learner.sites:
            _tell(Templates.load(folder), sorted(learner.sites))
        what = f"{counted(learner.pages, 'page')} of {counted(len(learner.sites), 'site')}"
        tell(f"{what}, {counted(len(learner.changed), 'template')} changed", bold=True)
        if learner.homeless:
            lost = counted(learner.homeless, "page")
            tell(f"  {lost} taught nothing: no address in front matter or HTML, and no --url", "yellow")
    return 0


def _tell(templates: Templates, sites: Sequence[str]) -> None:
    width = max((len(site) for site in sites), default=0)
    for site in sites:
        say(f"{site:{width}}  {_summary(templates[site])}")


def _summary(template: Template) -> str:
    pages = counted(template.pages, "page") + (f" of about {template.seen:,}" if template.seen > PAGES else "")
    if not template.lines:
        return f"{pages:>9}   nothing recurs"
    borrowed = f", with pages of {', '.join(template.borrowed)}" if template.borrowed else ""
    return f"{pages:>9}   {counted(len(template.lines), 'line'):>9}   {template.share:4.0%} of the text{borrowed}"


def _check(pages: Iterable[bytes], folder: Path, url: str | None, quiet: bool) -> int:
    templates = Templates.load(folder)
    drift = Drift()
    for page in pages:
        drift.add(coverage(templates, page, url))
    stale = drift.stale()
    for one in stale:
        say(f"{told(one)}; delete {one.site}'s template, and learn it anew")
    if not quiet:
        tell(f"{counted(drift.sites, 'template')} checked, {len(stale):,} no longer fit", bold=True)
    return _STALE if stale else 0
