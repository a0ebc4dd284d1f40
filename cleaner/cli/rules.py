"""`cleaner rules`: what the general rules are; the documents are the rules' own docstrings."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterator
from textwrap import dedent
from typing import Final

import click

from cleaner.errors import UsageError
from cleaner.judges.model import RULE as MODEL
from cleaner.judges.model import ModelRules
from cleaner.judges.rules import INLINE_RULES, RULES, InlineRule, Rule, name_of

_ALL: Final[tuple[Rule | InlineRule, ...]] = (*RULES, *INLINE_RULES)


@click.command(
    short_help="List the general rules, or show one.",
    epilog="""\b
Examples:
  cleaner rules                         all names, in the order in which they are asked
  cleaner rules ad-slot                 one rule, with examples
  cleaner rules --markdown > rules.md
""",
)
@click.argument("name", required=False)
@click.option("--markdown", is_flag=True, help="All rules with their documents, as one Markdown page.")
def rules(name: str | None, markdown: bool) -> None:
    """List the general rules, or show one: what it finds, what it changes and what it leaves alone."""
    known = {name_of(rule): rule for rule in _ALL}
    if markdown:
        click.echo("\n".join(_page(known)), nl=False)
    elif name is None:
        width = max(map(len, known))
        for rule_name, rule in known.items():
            click.echo(f"{rule_name:{width}}  {_document(rule).splitlines()[0]}")
    elif name in known:
        click.echo(_document(known[name]))
    elif name == MODEL:
        click.echo(inspect.getdoc(ModelRules))
    elif "/" in name:
        raise UsageError(
            f"{name} is no general rule: its site's file has it, or its template (see the reason it gives)"
        )
    else:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise UsageError(f"no rule {name!r}; {hint}`cleaner rules` lists them all")


def _document(rule: Rule | InlineRule) -> str:
    return inspect.getdoc(rule) or ""


def examples(rule: Rule | InlineRule) -> dict[str, str]:
    """The two examples of a rule's docstring: the page that it "Changes", and the one it "Leaves alone"."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _document(rule).splitlines():
        if line in ("Changes:", "Leaves alone:"):
            lines = found.setdefault(line.rstrip(":"), [])
        else:
            lines.append(line)
    return {title: dedent("\n".join(body)).strip("\n") + "\n" for title, body in found.items()}


def _page(known: dict[str, Rule | InlineRule]) -> Iterator[str]:
    yield "# The general rules\n"
    yield "Made by `cleaner rules --markdown` from the rules' docstrings; the examples run as tests. Rules are asked in"
    yield "this order, and the first that rules on a block decides."
    yield f"The last {len(INLINE_RULES)} change blocks that stay.\n"
    for name, rule in known.items():
        yield f"## {name}\n"
        yield _document(rule).partition("\nChanges:")[0].strip() + "\n"
        for title, example in examples(rule).items():
            form = "html" if example.startswith("<") else "markdown"
            yield f"{title}:\n\n````{form}\n{example.strip()}\n````\n"
