"""Cleaner on HTML against itself: whole pages and articles, always with weights that have not seen the site."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from html_peers import HtmlTool, html_peers
from webpages import WebPage

import cleaner
from cleaner.judges.model import ModelRules
from cleaner.judges.model.weights import load
from training import folds

CONTENTS: Final = ("page", "article")
_PROBE: Final = "<html><body><p>Three plain words.</p></body></html>"


@dataclass(frozen=True, slots=True)
class CrossFittedHtml:
    """One cleaner for each part of the data, with the weights that were trained without it."""

    cleaners: tuple[cleaner.Cleaner, ...]

    def __call__(self, page: WebPage) -> str:
        """The clean page. All pages without an address are one part, in training too."""
        tool: Any = self.cleaners[folds.fold_of(page.host)]
        return str(tool.clean(page.html, url=page.url or None, kind="html").markdown)


def html_contestants(only: str = "") -> list[HtmlTool]:
    """The peers, and cleaner; `only` is a part of the names that are wanted."""
    rivals = [*html_peers(), *_cleaners()]
    return [rival for rival in rivals if only in rival.label]


def cross_fitted_cleaners(content: str) -> tuple[cleaner.Cleaner, ...]:
    """A cleaner for each part of the data, its model trained without that part.

    All that hangs on how weights get into a cleaner stands here. Raises TypeError or CleanerError where this cleaner
    knows no HTML, OSError where weights are missing, ValueError where weights may have seen their part.
    """
    weights_of: Callable[..., Path] = folds.weights
    make: Callable[..., cleaner.Cleaner] = cleaner.Cleaner
    paths = [weights_of(fold, "html") for fold in range(folds.FOLDS)]
    tools = []
    for fold, path in enumerate(paths):
        model = load(path, "html")
        if not model.version.endswith(f"without part {fold}"):
            raise ValueError(f"{path} holds weights '{model.version}': these may have seen part {fold}")
        tool = make(content=content)
        for judge in tool.judges:
            if isinstance(judge, ModelRules):
                judge.model = model
        tools.append(tool)
    return tuple(tools)


def cleaners_as_shipped(content: str) -> tuple[cleaner.Cleaner, ...]:
    """The same with the weights that are shipped, which have seen the pages: to look at, not to quote."""
    make: Callable[..., cleaner.Cleaner] = cleaner.Cleaner
    return (make(content=content),) * folds.FOLDS


def _cleaners() -> Iterator[HtmlTool]:
    for content in CONTENTS:
        for name, make in (("cross-fitted", cross_fitted_cleaners), ("as shipped", cleaners_as_shipped)):
            try:
                run = CrossFittedHtml(make(content))
                run(WebPage("probe", "", _PROBE.encode()))
            except Exception as error:  # whatever keeps it from running, the others run
                print(f"cleaner, {content}, {name}, is left out: {type(error).__name__}: {error}", file=sys.stderr)
            else:
                yield HtmlTool(f"cleaner: {content}", "" if name == "cross-fitted" else name, "md", run)
                break  # the second is for want of the first
