"""The figures of quality.py as tables, and the page of them in docs/."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Final

from contestants import ALL, RULES, RULES_MODEL, RULES_TEMPLATES, label_of, weights_version
from dumps import table
from labelled import SMALL
from scores import Pages, Score, Trade, Truth, left_empty, mean_f1, trade

import cleaner
from cleaner.judges.model import structure

PLOTTED: Final = ("gold", "wcxb")
AS_IT_IS: Final = "as it is"
_SHOWN: Final = (AS_IT_IS, *map(label_of, (RULES, RULES_TEMPLATES, RULES_MODEL, ALL)))
"""The rows that tables of one set have for columns."""
_LENGTHS: Final = ((200, "under 200 words"), (801, "200 to 800 words"), (10**9, "over 800 words"))
_NONE: Final = "–"


@dataclass(slots=True)
class Result:
    """How all tools did on a set of pages."""

    pages: Pages
    scores: dict[str, list[Score]] = field(default_factory=dict)
    """By tool, in the order of the tables; a tool that cannot clean these pages is missing."""
    turned: str = ""
    """The tool that was run with other thresholds of the model."""
    curve: dict[float, list[Score]] = field(default_factory=dict)
    """How it did then, by threshold."""

    def trades(self) -> dict[str, Trade]:
        """What each tool keeps and leaves."""
        return {label: trade(scores, self.scores[AS_IT_IS]) for label, scores in self.scores.items()}

    def turns(self) -> dict[float, Trade]:
        """What the tool that was turned keeps and leaves, by threshold, from the lowest."""
        return {at: trade(scores, self.scores[AS_IT_IS]) for at, scores in sorted(self.curve.items())}


def tables(results: Sequence[Result]) -> Iterator[str]:
    """All tools on all sets, and then parts of the sets."""
    yield _overview(results)
    for result in results:
        if result.pages.kind == "gold":
            yield _parts(result, "gold by language: line F1", lambda row: str((row.get("a") or row)["lang"]))
        elif result.pages.name == "wcxb":
            yield _parts(result, "wcxb by kind of page: word F1", lambda row: str(row["type"]))
            yield _parts(result, "wcxb by length of the content: word F1", _length)


def _overview(results: Sequence[Result]) -> str:
    header = ["tool"]
    for result in results:
        header.append(f"{result.pages.name}: {result.pages.measure}")
        header += ["gold: empties left empty"] * (result.pages.kind == "gold")
    rows = []
    for label in dict.fromkeys(label for result in results for label in result.scores):
        row = [label]
        for result in results:
            scores = result.scores.get(label)
            row.append(_mean(result.pages, scores))
            if result.pages.kind == "gold":
                row.append("{}/{}".format(*left_empty(scores)) if scores else _NONE)
        raised = sum(score.raised for result in results for score in result.scores.get(label, ()))
        rows.append([*row, str(raised)])
    return table([*header, "raised"], rows)


def _parts(result: Result, title: str, of: Callable[[Truth], str]) -> str:
    shown = [label for label in _SHOWN if label in result.scores]
    parts = {label: result.pages.split(result.scores[label], of) for label in shown}
    sizes = {part: len(result.pages.counted(scores)) for part, scores in parts[AS_IT_IS].items()}
    rows = [
        [part, str(size), *(_mean(result.pages, parts[label][part]) for label in shown)]
        for part, size in sorted(sizes.items(), key=lambda item: _order(item[0], item[1]))
        if size
    ]
    return table([title, "pages", *shown], rows)


def _order(part: str, size: int) -> tuple[int, int, str]:
    """By length where it is lengths, else the largest part first."""
    names = [name for _, name in _LENGTHS]
    return (names.index(part) if part in names else 0, -size, part)


def _mean(pages: Pages, scores: Sequence[Score] | None) -> str:
    counted = pages.counted(scores or ())
    return f"{mean_f1(counted):.4f}" if counted else _NONE


def _length(row: Truth) -> str:
    words = len((row["main_content"] or "").split())
    return next(name for most, name in _LENGTHS if words < most)


@dataclass(frozen=True, slots=True)
class Run:
    """How the figures came to be."""

    command: str
    every: int
    """Each Nth page was taken."""
    dumps: int
    """That templates were learned from."""


def write(folder: Path, results: Sequence[Result], run: Run) -> None:
    """Write `figures.md` and `figures.svg` into a folder."""
    from plot import draw  # noqa: PLC0415 -- only who writes needs matplotlib

    plotted = [result for result in results if result.pages.name in PLOTTED]
    folder.mkdir(parents=True, exist_ok=True)
    draw(plotted, folder / "figures.svg")
    (folder / "figures.md").write_text(_page(results, plotted, run), "utf-8")


def _page(results: Sequence[Result], plotted: Sequence[Result], run: Run) -> str:
    overview, *parts = tables(results)
    sample = [f"Of sets of more than {SMALL} pages each {run.every}th was taken."] if run.every > 1 else []
    return (
        "\n\n".join(
            [
                "# How well it cleans",
                "<!-- Written by bench/quality.py: do not edit, run `make figures`. -->",
                *sample,
                _INTRODUCTION,
                overview,
                _COLUMNS,
                "## What is kept, and what is left",
                "![Share of content kept against share of furniture left, for every tool](figures.svg)",
                _PLOT.format(drop=structure.DROP),
                *(_curve(result) for result in plotted if result.curve),
                "## Where it does well, and where not",
                *parts,
                "## How the figures were made",
                _made(results, run),
                _CAUTIONS,
            ]
        )
        + "\n"
    )


def _curve(result: Result) -> str:
    rows = [
        [f"{at:g}", f"{point.content:.1%}", f"{point.furniture:.1%}", _mean(result.pages, result.curve[at])]
        for at, point in result.turns().items()
    ]
    header = [f"{result.pages.name}, {result.turned}: threshold", "content kept", "furniture left"]
    return table([*header, result.pages.measure], rows)


def _made(results: Sequence[Result], run: Run) -> str:
    sizes = ", ".join(f"{len(result.pages.truth):,} of {result.pages.name}" for result in results)
    return _MADE.format(
        command=run.command,
        dumps=run.dumps,
        date=date.today().isoformat(),
        version=cleaner.__version__,
        weights=weights_version(),
        python=platform.python_version(),
        numpy=metadata.version("numpy"),
        sizes=sizes,
    )


_INTRODUCTION: Final = """\
Cleaner beside the tools that people use on page dumps today, and beside doing nothing. **Cross-fitted by host: no page
is judged by weights that have seen its site.** The model that is shipped has seen all of these pages, so it would do
better here, and that would say nothing."""

_COLUMNS: Final = """\
- *rules* are site files and general rules; *templates* are what the site's other pages show; *model* is the trained
  model. All three are what `cleaner.Cleaner(templates=…)` does, *rules + model* is what `cleaner.clean` does.
- *model* alone is no way to use it: it was trained behind the rules, and much of what it goes by is what they found.
- *line F1* is weighed by letters, *word F1* takes the words in no order; both are means over pages. *Empties* are pages
  without content (captchas, menus cut before the article): the gold mean is without them, and they should be left
  empty.
- Templates are of the sites of the gold pages; – means that a tool has nothing to go by there, or was left out because
  it takes minutes a set. *Raised* counts the pages of all sets on which a tool raised an error; they count as left
  empty."""

_PLOT: Final = """\
Of the content of a page, the share that is kept, and of its furniture the share that is left (letters of gold, words of
wcxb): means over pages. The upper left corner is what one wants; the page as it is stands at the upper right. The line
is the model's threshold, `cleaner.judges.model.structure.DROP`, now {drop:g}: what is less likely to be content goes.
A higher threshold leaves less furniture and loses more content."""

_MADE: Final = """\
```
{command}
```

{date}, cleaner {version}, weights {weights}, Python {python}, numpy {numpy}; the versions of the others stand beside
their names. Pages: {sizes}.

- **gold**: dumps of real pages, cut at 8,000 characters, labelled line by line. **wcxb**: the development split of WCXB
  (CC BY 4.0, Foley 2026), whole pages of seven kinds; *through* names the converter from HTML, MarkItDown if nothing is
  said. **fundus**: news articles of 31 countries, from the test pages of flairNLP/fundus. None of their text is in the
  project.
- **Weights**: the sites are five parts (`training/folds.py`); the model was trained five times, each time without one
  part, and each page is cleaned with the weights that have not seen its part. Pages without an address are one part.
- **Templates** were learned from an archive of {dumps:,} dumps, the gold pages among them; the template judge
  leaves the page it judges out of the count.
- The other tools read HTML, and got the dump turned into HTML; markdowncleaner reads Markdown. All run with their own
  defaults, on one page at a time, without front matter. jusText knows English only here.
- The measures stand outside the project, and judge nothing but what a tool wrote."""

_CAUTIONS: Final = """\
Two cautions. Only the weights are cross-fitted: the rules, the thresholds of the templates and of the model, and the
form of the model were chosen with these pages at hand; those of the other tools were not. And the others were given the
Markdown of the pages, by way of HTML: this says nothing of how they do on the HTML of a site."""
