"""Folders of dumps, unpacked where needed, and the tables that are printed of them."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A folder as it stands, or an archive (`.tar.xz` and the like) unpacked to a temporary folder."""
    if path.is_dir():
        yield path
        return
    with TemporaryDirectory(prefix="bench-") as folder:
        with tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder)


def spread(folder: Path, most: int) -> list[Path]:
    """At most so many pages of a folder, evenly spread over all of them; the same ones each time."""
    pages = sorted(folder.rglob("*.md"))
    count = min(most, len(pages))
    return [pages[index * len(pages) // count] for index in range(count)]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, the others to the right."""
    rule = [":--", *["--:"] * (len(header) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))
