"""cli/rules.py: what the general rules are, from their own docstrings."""

from __future__ import annotations

import inspect
import re

import pytest
from click.testing import CliRunner, Result

from cleaner import clean
from cleaner.cli import main
from cleaner.judges.rules import INLINE_RULES, RULES, name_of

BY_NAME = {name_of(rule): rule for rule in RULES} | {name_of(rule): rule for rule in INLINE_RULES}
NAMES = list(BY_NAME)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rules", *arguments])


def test_the_list_has_every_rule_in_the_order_in_which_they_are_asked() -> None:
    result = run()
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == NAMES


def test_every_line_of_the_list_says_what_the_rule_finds() -> None:
    for line in run().output.splitlines():
        assert len(line.split(maxsplit=1)) == 2


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_is_shown_by_its_whole_document(name: str) -> None:
    result = run(name)
    assert result.exit_code == 0
    assert result.output == f"{inspect.getdoc(BY_NAME[name])}\n"


def test_a_rule_that_explain_names_can_be_looked_up() -> None:
    page = "# Otters\n\nThe keepers counted twelve otters.\n\nAdvertisement\n\n3 Comments\n"
    rules = {edit.rule for edit in clean(page).edits}
    assert rules
    assert all(run(rule).exit_code == 0 for rule in rules)


@pytest.mark.parametrize(
    ("name", "hint"), [("ad-slots", "did you mean 'ad-slot'? "), ("otter", "")], ids=["a slip", "nothing like a rule"]
)
def test_an_unknown_name_is_told_with_the_nearest_one(name: str, hint: str) -> None:
    result = run(name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"cleaner: no rule {name!r}; {hint}`cleaner rules` lists them all\n"


def test_the_markdown_page_has_a_section_for_every_rule_with_both_examples() -> None:
    page = re.sub(r"(?ms)^````(?:markdown|html)\n.*?^````$", "EXAMPLE", run("--markdown").output)
    sections = page.split("\n## ")[1:]
    assert [section.splitlines()[0] for section in sections] == NAMES
    for section in sections:
        assert "\nChanges:\n\nEXAMPLE\n" in section
        assert "\nLeaves alone:\n\nEXAMPLE\n" in section


def test_a_rule_of_a_template_is_said_to_be_none_of_these() -> None:
    result = run("template/line")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        "cleaner: template/line is no general rule: its site's file has it, or its template"
    )
