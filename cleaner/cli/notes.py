"""Mistakes in site configurations of FiveFilters and wallabag, as far as these are used: told once each, at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaner.clean import Cleaner, Result
from cleaner.cli.terminal import tell
from cleaner.sources import html, opening
from cleaner.sources.page import Kind

if TYPE_CHECKING:
    from cleaner.judges.ftr import Note


class Notes:
    """Looks for the mistakes in the files that pages are judged by, and tells them."""

    def __init__(self, cleaner: Cleaner | None = None) -> None:
        self.ftr = cleaner.ftr if cleaner is not None else None
        self._tried: set[str] = set()
        self._found: dict[str, None] = {}

    def of(self, result: Result, source: bytes, kind: Kind | None) -> tuple[str, ...]:
        """What is wrong with the files for the host of a page, as lines to tell, each once.

        What cannot be run shows on the first page that a file is for; to try it on all would take as long again.
        """
        file = self.ftr.file(result.page.url) if self.ftr is not None and result.is_html else None
        if file is None or file.path in self._tried:
            return ()
        self._tried.add(file.path)
        from cleaner.judges.ftr import select  # noqa: PLC0415 -- lxml is for those who have HTML, not for --help

        opened = opening.html_of(source, result.page.url, kind)
        ran = select(file, html.parse(opened.html, opened.url).root).notes if opened is not None else ()
        return tuple(_lines((*file.notes, *ran)))

    def add(self, lines: tuple[str, ...]) -> None:
        """Take note of lines, of this process or another."""
        self._found |= dict.fromkeys(lines)

    def tell(self) -> None:
        """Say on standard error what was found."""
        for line in self._found:
            tell(f"cleaner: {line}", "yellow")


def _lines(notes: tuple[Note, ...]) -> Iterator[str]:
    for note in notes:
        if not note.ignored:
            yield ": ".join(part for part in (note.where, note.directive, note.problem) if part)
