"""The model card: what it says of the weights, and of HTML when there are figures and when there are not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleaner.judges.model import tree
from training.card import card, html_section
from training.recipe import HTML, Recipe

ROOT = Path(__file__).resolve().parent.parent
ROW = {"pages": 12, "rules": 0.81, "page": 0.9123, "article": 0.88}
HTML_FIGURES: dict[str, Any] = {
    "copies": 3210,
    "blocks": 1_234_567,
    "words": 2345,
    "wcxb": ROW,
    "fundus": {"pages": 3, "rules": 0.7, "page": 0.8, "article": 0.95},
    "wcxb by kind": {"forum": ROW | {"pages": 4}},
}


def figures() -> dict[str, Any]:
    shipped: dict[str, Any] = json.loads((ROOT / "training/figures.json").read_text("utf-8"))
    return shipped


def test_the_card_that_is_shipped_is_the_one_that_is_printed() -> None:
    assert (ROOT / "docs/model.md").read_text("utf-8") == card(figures(), Recipe())


def test_html_has_a_section_at_the_end_of_the_card() -> None:
    section = html_section(HTML_FIGURES, HTML)
    assert card(figures() | {"html": HTML_FIGURES}, Recipe()).endswith(f"\n\n{section}")
    assert section.startswith("## HTML\n\n")


def test_figures_stand_in_tables_by_set_and_by_kind_of_page() -> None:
    rows = [line for line in html_section(HTML_FIGURES, HTML).split("\n") if line.startswith("|")]
    assert rows == [
        "| pages of | pages | rules | page | article |",
        "|:--|--:|--:|--:|--:|",
        "| WCXB | 12 | 0.8100 | 0.9123 | 0.8800 |",
        "| fundus | 3 | 0.7000 | 0.8000 | 0.9500 |",
        "| kind of WCXB | pages | rules | page | article |",
        "|:--|--:|--:|--:|--:|",
        "| forum | 4 | 0.8100 | 0.9123 | 0.8800 |",
    ]


def test_counts_stand_in_the_text() -> None:
    section = html_section(HTML_FIGURES, HTML)
    assert "In 3,210 copies with 1,234,567 blocks." in section
    assert "(2,345)" in section


def test_without_figures_there_is_no_table_and_nothing_is_left_open() -> None:
    section = html_section({}, HTML)
    assert "|" not in section
    assert "{" not in section
    assert "\n\n\n" not in section


@pytest.mark.parametrize("key", ["wcxb", "fundus", "wcxb by kind", "copies", "words"])
def test_a_figure_that_is_missing_is_left_out(key: str) -> None:
    known = {name: value for name, value in HTML_FIGURES.items() if name != key}
    assert len(html_section(known, HTML)) < len(html_section(HTML_FIGURES, HTML))


def test_the_form_is_that_of_the_recipe() -> None:
    section = html_section({}, replace(HTML, seeds=3, channels=48))
    assert "**Form.** Three networks of the form above, of 48 channels each" in section
    assert f"{len(tree.FEATURES)} features are of the tree" in section


@pytest.mark.parametrize("figures_of_html", [{}, HTML_FIGURES], ids=["without figures", "with figures"])
def test_lines_are_no_longer_than_those_of_other_documents(figures_of_html: dict[str, Any]) -> None:
    lines = html_section(figures_of_html, HTML).split("\n")
    assert max(map(len, lines)) <= 120
