"""Learning from files: what `cleaner learn` does, and `cleaner clean` does first for a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from glob import has_magic
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from cleaner import files
from cleaner.cli.options import Settings
from cleaner.cli.terminal import counted, tell, watched
from cleaner.errors import CleanerError
from cleaner.judges.template.template import FEWEST
from cleaner.learn import Learner, Stale

_FEWEST_PAGES: Final = FEWEST + 1  # of a site show what it repeats: one that is judged, and others


def learning(settings: Settings, sources: Sequence[str], paths: Sequence[Path], quiet: bool = False) -> Settings:
    """The settings with templates of the pages that are to be cleaned, if folders were named and no templates were.

    Pages named one by one are judged alone, for what comes out should not depend on what else happened to be named.
    """
    together = any(has_magic(source) or Path(source).is_dir() for source in sources)
    if not settings.may_learn or settings.url or not together or len(paths) < _FEWEST_PAGES:
        return settings
    overflow = click.get_current_context().with_resource(TemporaryDirectory(prefix="cleaner-"))
    learner = Learner(folder=Path(overflow))
    for page in watched(_readable(paths), len(paths), "learning", quiet):
        learner.add(page, kind=settings.kind)
    templates = learner.templates()
    telling = sum(bool(templates[site].lines) for site in templates.sites)
    if not telling:
        return settings
    if not quiet:
        tell(f"learned {counted(telling, 'template')} from these pages; --no-templates judges each page alone")
    return replace(settings, templates=templates.light())


def _readable(paths: Iterable[Path]) -> Iterator[bytes]:
    """The pages that can be read; what is wrong with the others is told when they are cleaned."""
    for path in paths:
        try:
            page = files.read(path)
        except CleanerError:
            continue
        yield page


def told(stale: Stale) -> str:
    """What to say of a template that no longer fits."""
    return (
        f"{stale.site}: {stale.share:.0%} of the text of {counted(stale.pages, 'page')} stands in its template, and "
        f"{stale.usual:.0%} is usual; the layout has changed, or the pages were clean already"
    )
