"""Labelled pages of HTML to numbers: every block as the model would see it, with its label and the tree around it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner.block import Block
from cleaner.clean import Cleaner
from cleaner.judges.model import tree
from cleaner.judges.model.features import of_html
from cleaner.sources import html
from cleaner.sources.html import HtmlPage
from cleaner.sources.opening import html_of
from cleaner.sources.page import host_of
from training.align import Label, align
from training.folds import fold_of
from training.samples import Sample
from training.words import Shares, Votes, shares_of

SETS: Final = ("fundus", "wcxb")
_STAYS: Final = Label(1.0, 1.0)


@dataclass(frozen=True, slots=True)
class PageSource:
    """One labelled page of HTML."""

    name: str
    """Of the set it is from: wcxb, fundus."""
    id: str
    url: str
    host: str
    kind: str
    truth: str
    path: Path

    @property
    def fold(self) -> int:
        """The part of the data it is tested in: all pages of a site are in one."""
        return fold_of(self.host)

    @property
    def data(self) -> bytes:
        """The page itself."""
        return gzip.decompress(self.path.read_bytes())


@dataclass(frozen=True, slots=True)
class PageSample:
    """One copy of a page: what the rows of a :class:`Sample` are made of once the words have their worth."""

    source: str
    id: str
    host: str
    fold: int
    kind: str
    variant: str
    """"html whole", or "html clean" for its content alone, as a feed has it."""
    rows: npt.NDArray[np.float16]
    outline: tree.Outline
    content: npt.NDArray[np.float32]
    sure: npt.NDArray[np.float32]
    size: npt.NDArray[np.float32]

    @property
    def shares(self) -> Shares:
        """What it says of the words in it."""
        return shares_of(self.outline, self.content, self.sure, self.size)


def sources(data: Path) -> Iterator[PageSource]:
    """The labelled pages whose content is known."""
    for name in SETS:
        with (data / name / "dev.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                url = row["url"] or ""
                path = data / name / "html" / f"{row['id']}.html.gz"
                yield PageSource(name, row["id"], url, host_of(url), row["type"], row["main_content"] or "", path)


def samples(source: PageSource) -> list[PageSample]:
    """The copies of one page; none of a page without blocks, or of which the content is not known."""
    tool = Cleaner(model=False)
    opened = html_of(source.data, source.url or None, "html")
    if opened is None or not source.truth:
        return []
    whole = tool.read_html(opened)
    labels = align([block.text for block in whole.blocks], source.truth)
    made = [_sample(source, tool, whole, whole.blocks, labels, "html whole")] if whole.blocks else []
    content = [block for block, label in zip(whole.blocks, labels, strict=True) if label.content and label.sure]
    if content:
        made.append(_sample(source, tool, whole, content, [_STAYS] * len(content), "html clean"))
    return made


def _sample(  # noqa: PLR0913, PLR0917 -- what a copy is, thing by thing
    source: PageSource, tool: Cleaner, whole: HtmlPage, blocks: list[Block], labels: Sequence[Label], variant: str
) -> PageSample:
    page = html.HtmlPage(whole.page, blocks, [], whole.meta)
    _, docket = tool.judge(page.page, whole=page)
    return PageSample(
        source.name,
        source.id,
        source.host or source.id,
        source.fold,
        source.kind,
        variant,
        of_html(page.page, blocks, docket).astype(np.float16),
        tree.outline(blocks),
        np.array([label.content for label in labels], np.float32),
        np.array([label.sure for label in labels], np.float32),
        np.array([block.words for block in blocks], np.float32),
    )


def with_words(pages: Iterable[PageSample]) -> tuple[list[Sample], dict[str, float]]:
    """Training samples, each with what all other sites say of its words, and what all sites say."""
    known = list(pages)
    votes = Votes((page.host, page.shares) for page in known if page.variant == "html whole")
    by_host = {page.host: votes.without(page.host) for page in known if page.variant == "html whole"}
    made = [
        Sample(
            page.source,
            page.id,
            page.fold,
            page.kind,
            "",
            f"{page.variant} none",
            np.hstack([page.rows, tree.features(page.outline, by_host[page.host], False).astype(np.float16)]),
            page.content,
            page.sure,
            page.size,
        )
        for page in known
    ]
    return made, votes.table()
