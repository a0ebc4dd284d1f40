"""Every general rule does what its document shows: it changes the one example and leaves the other alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.clean import Cleaner
from cleaner.cli import main
from cleaner.cli.rules import examples
from cleaner.judges.rules import INLINE_RULES, RULES, InlineRule, Rule, name_of
from cleaner.judges.site import Sites
from cleaner.sources.page import Kind
from tests.conftest import ROOT

EVERY: list[Rule | InlineRule] = [*RULES, *INLINE_RULES]
ALL = pytest.mark.parametrize("rule", EVERY, ids=name_of)


@pytest.fixture(scope="module")
def bare() -> Cleaner:
    """A cleaner with the general rules alone."""
    return Cleaner(sites=Sites(()), model=False)


def page(example: str) -> tuple[str, str, Kind]:
    """What is cleaned of an example: a page with an address, of HTML where it begins with a tag."""
    return example, "https://www.example.com/2024/page", "html" if example.startswith("<") else "markdown"


@ALL
def test_changes(rule: Rule | InlineRule, bare: Cleaner) -> None:
    result = bare.clean(*page(examples(rule)["Changes"]))
    assert name_of(rule) in {edit.rule for edit in result.edits}


@ALL
def test_leaves_alone(rule: Rule | InlineRule, bare: Cleaner) -> None:
    result = bare.clean(*page(examples(rule)["Leaves alone"]))
    assert result.markdown == result.dump
    assert result.body


@ALL
def test_says_what_and_why(rule: Rule | InlineRule) -> None:
    document = (rule.__doc__ or "").strip()
    assert document.splitlines()[0].endswith((".", ":")), "the first line is a sentence that names the pattern"
    assert list(examples(rule)) == ["Changes", "Leaves alone"]


def test_names_are_unique() -> None:
    names = [name_of(rule) for rule in EVERY]
    assert len(set(names)) == len(names)


def test_the_documents_are_made_from_the_rules() -> None:
    page = Path(ROOT, "docs", "rules.md").read_text("utf-8")
    assert page == CliRunner().invoke(main, ["rules", "--markdown"]).output, "run `make docs`"
