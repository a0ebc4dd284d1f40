"""The figures of html_quality.py as tables, and the page of them in docs/."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Final

from dumps import table
from html_scores import WordScore, mean, script_of, split
from webpages import SMALL, Truth, WebPages

import cleaner

_NONE: Final = "–"


@dataclass(slots=True)
class HtmlResult:
    """How all tools did on a set of pages."""

    pages: WebPages
    scores: dict[str, list[WordScore]] = field(default_factory=dict)
    """By tool, in the order of the tables."""


@dataclass(frozen=True, slots=True)
class HtmlRun:
    """How the figures came to be."""

    command: str
    every: int
    """Each Nth page was taken of large sets."""


def tables(results: Sequence[HtmlResult]) -> Iterator[str]:
    """All tools on all sets, each set in a table of its own, and then by parts of it."""
    for result in results:
        yield _overview(result)
        known_kinds = result.pages.name == "wcxb"
        yield (
            _parts(result, "kind of page", lambda row: str(row["type"]))
            if known_kinds
            else _parts(result, "script", script_of)
        )


def write(folder: Path, results: Sequence[HtmlResult], run: HtmlRun) -> None:
    """Write `html-figures.md` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    sample = [f"Of sets of more than {SMALL} pages each {run.every}th was taken."] if run.every > 1 else []
    parts = [
        "# How well it cleans HTML",
        "<!-- Written by bench/html_quality.py: do not edit, run it again. -->",
        *sample,
        _INTRODUCTION,
        *tables(results),
        "## How the figures were made",
        _MADE.format(
            command=run.command,
            date=date.today().isoformat(),
            version=cleaner.__version__,
            python=platform.python_version(),
            lxml=metadata.version("lxml"),
            sizes=", ".join(f"{len(result.pages):,} of {result.pages.name}" for result in results),
        ),
        _CAUTIONS,
    ]
    (folder / "html-figures.md").write_text("\n\n".join(parts) + "\n", "utf-8")


def _overview(result: HtmlResult) -> str:
    header = [f"{result.pages.name}, {len(result.pages)} pages", "P", "R", "word F1", "wanted", "unwanted", "raised"]
    rows = []
    for label, scores in result.scores.items():
        figures = mean(scores)
        words = [f"{figure:.4f}" for figure in (figures.precision, figures.recall, figures.f1)]
        rows.append([label, *words, _percent(figures.wanted), _percent(figures.unwanted), str(figures.raised)])
    return table(header, rows)


def _parts(result: HtmlResult, what: str, of: Callable[[Truth], str]) -> str:
    """Word F1 by a quality of the pages, the largest part first."""
    by_tool = {label: split(result.pages, scores, of) for label, scores in result.scores.items()}
    sizes = {part: len(scores) for part, scores in next(iter(by_tool.values())).items()}
    order = sorted(sizes, key=lambda part: (-sizes[part], part))
    header = [f"{result.pages.name} by {what}: word F1", *(f"{part} ({sizes[part]})" for part in order)]
    rows = [[label, *(f"{mean(parts[part]).f1:.3f}" for part in order)] for label, parts in by_tool.items()]
    return table(header, rows)


def _percent(share: float | None) -> str:
    return _NONE if share is None else f"{share:.1%}"


_INTRODUCTION: Final = """\
Cleaner beside the tools that people use on HTML today, and beside all text of the page. Every tool reads the HTML of
the site. **Cross-fitted by host: no page is judged by weights that have seen its site** (rows of cleaner that say *as
shipped* are not, and stand for nothing).

*P*, *R* and *word F1* take the words of the output and of the main content in no order; they are means over pages.
*Wanted* and *unwanted* are the shares of the snippets that should, and should not, be there. Pages on which a tool
*raised* an error count as left empty. *cleaner: page* keeps the content of whatever kind of page it is, *cleaner:
article* the main text alone; both leave comments out."""

_MADE: Final = """\
```
{command}
```

{date}, cleaner {version}, Python {python}, lxml {lxml}; the versions of the others stand beside their names. Pages:
{sizes}.

- **wcxb**: the development split of WCXB (CC BY 4.0, Foley 2026), pages of seven kinds. **fundus**: news articles of
  31 countries, from the test pages of flairNLP/fundus. None of their text is in the project.
- **Weights**: the sites are five parts (`training/folds.py`); the model was trained five times, each time without one
  part, and each page is cleaned with the weights that have not seen its part. Pages without an address are one part.
- The others run with their own defaults and give plain text; of readability-lxml, which gives HTML, the text is taken.
  jusText knows English only here; boilerpy3 runs `ArticleExtractor`, resiliparse with main content; newspaper4k may not
  fetch images.
- The measure stands outside the project. It takes the markup out of Markdown before it counts words."""

_CAUTIONS: Final = """\
Two cautions. Only the weights are cross-fitted: rules, thresholds and the form of the model were chosen with these
pages at hand; those of the other tools were not. And F1 knows one main content a page: on listings, forums and products
the tools differ on what that is."""
