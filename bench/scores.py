"""Sets of labelled pages, and what the measures that stand outside the project say of each cleaned page.

Nothing is scored here that the measures do not score: of a page they are asked what their own summary asks them, and
what is added up here gives the figures they print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from types import ModuleType
from typing import Any, Final, Literal, NamedTuple

from peers import Tool
from workers import shared

LEFT_EMPTY: Final = 60  # letters; score_gold.py takes a page without content for empty below this

Truth = Mapping[str, Any]
Form = Literal["md", "txt"]
Judge = Callable[[Truth, str, str, Form], "Score"]
"""From what is known of a page, its dump, what a tool made of it and the form of that to a score."""


class Score(NamedTuple):
    """How one page came out. Amounts are letters where lines are labelled, and words where there is a text."""

    f1: float
    kept: int
    """Of the content."""
    lost: int
    left: int
    """Of the furniture: all that is no content."""
    has_content: bool
    raised: bool = False
    """The page counts as left empty then."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A set of labelled pages and the measure for it."""

    name: str
    measure: str
    """What the measure calls its figure."""
    kind: Literal["gold", "text", "copy"]
    """Gold pages are labelled line by line, and dumps of their sites are known; of the others there is the text of the
    content. A copy is a set that is there already, through another converter."""
    truth: Sequence[Truth]
    folder: Path
    """Of the dumps, `<id>.md`."""
    judge: Judge

    def run(self, tool: Tool, jobs: int = 1) -> list[Score]:
        """Clean and score every page, in the order of the truth."""
        return shared(partial(self._score, tool), self.truth, jobs)

    def _score(self, tool: Tool, row: Truth) -> Score:
        dump = (self.folder / f"{row['id']}.md").read_text("utf-8", "replace")
        try:
            output = tool.clean(dump).encode("utf-8", "replace").decode()  # as a file would have it
        except Exception:  # a peer may raise anything, and the others go on
            return self.judge(row, dump, "", tool.form)._replace(raised=True)
        return self.judge(row, dump, output, tool.form)

    def split(self, scores: Iterable[Score], of: Callable[[Truth], str]) -> dict[str, list[Score]]:
        """The scores by a quality of the page."""
        parts: dict[str, list[Score]] = {}
        for row, score in zip(self.truth, scores, strict=True):
            parts.setdefault(of(row), []).append(score)
        return parts

    def counted(self, scores: Iterable[Score]) -> list[Score]:
        """Those of which F1 is the mean: gold pages without content are counted by themselves."""
        return [score for score in scores if score.has_content or self.kind != "gold"]


def by_lines(measure: ModuleType) -> Judge:
    """Judge by score_gold.py: labelled lines, weighed by letters."""

    def judge(row: Truth, dump: str, output: str, _form: Form) -> Score:
        keep, neutral = measure.gold(row)
        words = [word for line in measure.body(output).split("\n") for word in measure.words(line)]
        kept, left, lost = measure.score(dump.replace("\r\n", "\n").split("\n"), keep, neutral, words)
        return Score(measure.prf(kept, left, lost)[2], kept, lost, left, bool(keep))

    return judge


def by_words(measure: ModuleType) -> Judge:
    """Judge by score_words.py: the words of the main content, in no order."""

    def judge(row: Truth, _dump: str, output: str, form: Form) -> Score:
        text = measure.plain(output) if form == "md" else output
        content = row["main_content"] or ""
        precision, _, f1 = measure.f1(text, content)
        found, wanted = (len(measure.WORD.findall(words.lower())) for words in (text, content))
        kept = round(precision * found) if wanted else 0
        return Score(f1, kept, wanted - kept, found - kept, bool(wanted))

    return judge


def mean_f1(scores: Sequence[Score]) -> float:
    """The mean over pages."""
    return fmean(score.f1 for score in scores)


def left_empty(scores: Iterable[Score]) -> tuple[int, int]:
    """How many pages without content were left empty, and of how many."""
    empties = [score for score in scores if not score.has_content]
    return sum(score.left < LEFT_EMPTY for score in empties), len(empties)


class Trade(NamedTuple):
    """What a tool keeps, and what it leaves standing: means over pages, as those of F1, lest one huge page decide."""

    furniture: float
    """Share of the furniture that is left, 0 to 1."""
    content: float
    """Share of the content that is kept, 0 to 1."""


def trade(scores: Sequence[Score], as_it_is: Sequence[Score]) -> Trade:
    """What was kept and left, out of what there is; `as_it_is` are the same pages, untouched."""
    left = (min(1.0, score.left / page.left) for score, page in zip(scores, as_it_is, strict=True) if page.left)
    kept = (score.kept / (score.kept + score.lost) for score in scores if score.kept + score.lost)
    return Trade(fmean(left), fmean(kept))
