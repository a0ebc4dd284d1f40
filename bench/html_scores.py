"""What the measure that stands outside the project says of a page that was cleaned from HTML.

Nothing is scored here that the measure does not score: of a page it is asked what its own summary asks it, and what is
added up here gives the figures it prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Final, NamedTuple
from unicodedata import name as name_of

from html_peers import HtmlTool
from webpages import Truth, WebPages
from workers import shared

_SAMPLE: Final = 2000  # letters; enough to tell the script of a text
_EAST_ASIAN: Final = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC"}


class WordScore(NamedTuple):
    """How one page came out."""

    precision: float
    recall: float
    f1: float
    wanted: int
    """Snippets that should be there, and are."""
    wanted_of: int
    unwanted: int
    """Snippets that should not be there, and are."""
    unwanted_of: int
    raised: bool = False
    """The page counts as left empty then."""


class Mean(NamedTuple):
    """Of pages. Shares of snippets are taken of all snippets, as score_words.py does."""

    precision: float
    recall: float
    f1: float
    wanted: float | None
    """None where no snippets are known."""
    unwanted: float | None
    raised: int


def run(pages: WebPages, tool: HtmlTool, measure: ModuleType, jobs: int, keep: Path | None = None) -> list[WordScore]:
    """Clean and score every page, in the order of the truth; `keep` is a folder for what the tool wrote."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    return shared(partial(_score, pages, tool, measure, keep), pages.truth, jobs)


def mean(scores: Sequence[WordScore]) -> Mean:
    """The figures of score_words.py over these pages."""
    return Mean(
        fmean(score.precision for score in scores),
        fmean(score.recall for score in scores),
        fmean(score.f1 for score in scores),
        _share(sum(score.wanted for score in scores), sum(score.wanted_of for score in scores)),
        _share(sum(score.unwanted for score in scores), sum(score.unwanted_of for score in scores)),
        sum(score.raised for score in scores),
    )


def split(pages: WebPages, scores: Iterable[WordScore], of: Callable[[Truth], str]) -> dict[str, list[WordScore]]:
    """The scores by a quality of the page."""
    parts: dict[str, list[WordScore]] = {}
    for row, score in zip(pages.truth, scores, strict=True):
        parts.setdefault(of(row), []).append(score)
    return parts


def script_of(row: Truth) -> str:
    """The script that most letters of the content are in: `Latin`, `Cyrillic`, ..., `East Asian` for all of there."""
    counts: dict[str, int] = {}
    for letter in str(row["main_content"] or "")[:_SAMPLE]:
        if letter.isalpha():
            script = name_of(letter, "OTHER").split(" ")[0].split("-")[0]
            script = "East Asian" if script in _EAST_ASIAN else script.title()
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script], default="no letters")


def _score(pages: WebPages, tool: HtmlTool, measure: ModuleType, keep: Path | None, row: Truth) -> WordScore:
    raised = False
    try:
        output = tool.run(pages.read(row)).encode("utf-8", "replace").decode()  # as a file would have it
    except Exception:  # a tool may raise anything, and the others go on
        output, raised = "", True
    if keep:
        (keep / f"{row['id']}.{tool.form}").write_text(output, "utf-8")
    text = measure.plain(output) if tool.form == "md" else output
    low = text.lower()
    precision, recall, f1 = measure.f1(text, row["main_content"] or "")
    return WordScore(
        precision,
        recall,
        f1,
        sum(snippet.lower() in low for snippet in row["with"]),
        len(row["with"]),
        sum(snippet.lower() in low for snippet in row["without"]),
        len(row["without"]),
        raised,
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
