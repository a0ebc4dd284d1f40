"""How the model is trained: every number that was chosen, with what it is for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of one training. The defaults are those of the weights that are shipped."""

    channels: int = 32
    """48 and 64 were no better, cross-validated, and slower."""
    strides: tuple[int, ...] = (1, 2, 4, 8)
    taps: int = 5
    hidden: int = 32
    epochs: int = 24
    pages: int = 12
    """In a batch."""
    longest: int = 500
    """Blocks of a page that are learned at a time; of longer ones a stretch."""
    rate: float = 3e-3
    decay: float = 1e-2
    dropout: float = 0.1
    average: float = 0.995
    """Of the running mean of the weights over steps, which is what is kept in the end."""
    seed: int = 0
    size_power: float = 0.8
    """A block counts by its words to this power: the measures count words, and a heading is worth more than its own."""
    page_f1: float = 1.0
    """Weight of the loss that is one minus the page's soft word F1, beside the loss of each block."""
    taken: float = 0.3
    """Weight of blocks that another judge has taken: what the model says of them decides nothing."""
    alone: float = 0.12
    """Share of pages that are shown without rules, site files and templates, so that it can judge alone."""
    untemplated: float = 0.12
    """Share of pages shown without templates."""
    repeats: dict[str, int] = field(default_factory=lambda: {"gold": 3, "fundus": 2, "dumps": 1, "wcxb": 1})
    """How often a page is shown in an epoch, each time in a copy drawn by chance."""
    copies: dict[str, float] = field(
        default_factory=lambda: {
            "whole": 1.0,
            "cut": 1.5,
            "second-whole": 0.3,
            "second-cut": 0.5,
            "clean-whole": 0.25,
            "clean-cut": 0.35,
            "bare-whole": 0.5,
            "short": 0.15,
            "short-bare": 0.15,
        }
    )
    """How often each copy is drawn, beside the others of its page."""
    other_converters: float = 0.5
    """... times this for a copy by another converter than MarkItDown."""
    asked_for_article: dict[tuple[str, str], float] = field(default_factory=dict)
    """Of HTML, how often a page is shown with only the body of its article wanted, by set and kind of page."""
    seeds: int = 1
    """Networks that are trained with other seeds; their scores are averaged."""


HTML: Final = Recipe(
    longest=600,
    repeats={"fundus": 2, "wcxb": 1},
    copies={"whole": 1.0, "clean": 0.12},
    asked_for_article={("fundus", ""): 0.7, ("wcxb", "article"): 0.3},
    seeds=2,
)
"""The settings for HTML. What fundus calls content has no captions and lists: it teaches what an article's body is."""
