"""Labelled pages as the web has them: HTML, and what is known of each. They stand outside the project."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

SMALL: Final = 500
"""Pages up to which a set is taken whole even for a quick look."""

Truth = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WebPage:
    """One page, as a scraper holds it."""

    id: str
    url: str
    """Empty where nobody knows it."""
    data: bytes
    """UTF-8 in both sets, whatever the page itself says: some were converted and still name another encoding."""

    @property
    def html(self) -> str:
        """The page as text."""
        return self.data.decode("utf-8", "replace")

    @property
    def host(self) -> str:
        """Of its address, or nothing."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""


@dataclass(frozen=True, slots=True)
class WebPages:
    """A set of pages. Read one at a time: all at once are half a gigabyte."""

    name: str
    truth: Sequence[Truth]
    folder: Path
    """Of the pages, `<id>.html.gz`."""

    def read(self, row: Truth) -> WebPage:
        """The page of a row of the truth."""
        data = gzip.decompress((self.folder / f"{row['id']}.html.gz").read_bytes())
        return WebPage(row["id"], row.get("url") or "", data)

    def __iter__(self) -> Iterator[WebPage]:
        return map(self.read, self.truth)

    def __len__(self) -> int:
        return len(self.truth)


def web_pages(truth: Path, every: int = 1, small: int = SMALL) -> WebPages:
    """The set whose truth stands in a file, its pages in `html/` beside it; of a large set each Nth page."""
    lines = truth.read_text("utf-8").rstrip("\n").split("\n")  # no splitlines: texts have U+2028
    rows = [json.loads(line) for line in lines[:: every if len(lines) > small else 1]]
    return WebPages(truth.parent.name, rows, truth.parent / "html")
