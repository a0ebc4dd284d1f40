"""Every general rule on real-life variants of its pattern and on near misses: the fixtures of golden/rules.

A case of a fixture file is a title in plain English, a line `.`, the input, a line `.`, the output, a line `.`, and a
blank line before the next case. An input that begins with `<` is HTML, any other Markdown.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner import Cleaner
from cleaner.judges.rules import INLINE_RULES, RULES, name_of
from cleaner.judges.site import Sites
from cleaner.sources.page import Kind
from tests.conftest import ROOT

FOLDER = ROOT / "golden" / "rules"
NAMES = [*map(name_of, RULES), *map(name_of, INLINE_RULES)]
URL = "https://www.example.com/2024/page"


class Case(NamedTuple):
    """One case of a fixture file: what it shows, and what cleaning makes of the input."""

    title: str
    source: str
    expected: str

    @property
    def kind(self) -> Kind:
        return "html" if self.source.startswith("<") else "markdown"


class MalformedError(ValueError):
    """A fixture file that does not follow the format."""


def parse(text: str) -> list[Case]:
    """The cases of a fixture file."""
    lines = text.split("\n")
    if lines.pop() != "":
        raise MalformedError("the last line has no end")
    cases: list[Case] = []
    at = 0
    while at < len(lines):
        if cases:
            if lines[at]:
                raise MalformedError(f"line {at + 1}: no blank line between two cases")
            at += 1
        title = lines[at] if at < len(lines) else ""
        if not title.strip() or title != title.strip() or title == ".":
            raise MalformedError(f"line {at + 1}: not a title")
        if lines[at + 1 : at + 2] != ["."]:
            raise MalformedError(f"line {at + 2}: no `.` below the title")
        source, at = _part(lines, at + 2, "input")
        expected, at = _part(lines, at, "output")
        if not source:
            raise MalformedError(f"{title!r} has no input")
        if title in {case.title for case in cases}:
            raise MalformedError(f"{title!r} comes twice")
        cases.append(Case(title, source, expected))
    return cases


def _part(lines: list[str], start: int, name: str) -> tuple[str, int]:
    try:
        end = lines.index(".", start)
    except ValueError:
        raise MalformedError(f"line {start + 1}: no `.` ends this {name}") from None
    return "".join(line + "\n" for line in lines[start:end]), end + 1


def cases_of(path: Path) -> list[Case]:
    """The cases of one file; its name stands in every error."""
    try:
        return parse(path.read_bytes().decode("utf-8"))
    except MalformedError as error:
        raise MalformedError(f"{path.name}: {error}") from error


CASES = {path.stem: cases_of(path) for path in sorted(FOLDER.iterdir())}
EVERY = pytest.mark.parametrize(
    ("rule", "case"),
    [pytest.param(rule, case, id=f"{rule}: {case.title}") for rule, cases in CASES.items() for case in cases],
)


@pytest.fixture(scope="module")
def bare() -> Cleaner:
    """A cleaner with the general rules alone."""
    return Cleaner(sites=Sites(()), model=False)


@EVERY
def test_case(rule: str, case: Case, bare: Cleaner) -> None:
    result = bare.clean(case.source, url=URL, kind=case.kind)
    assert result.markdown == case.expected
    if result.changed:
        assert rule in {edit.rule for edit in result.edits}


def test_every_rule_has_a_file() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.md" for name in NAMES)


@pytest.mark.parametrize("rule", NAMES)
def test_cases_that_change_and_cases_left_alone(rule: str, bare: Cleaner) -> None:
    assert {bare.clean(case.source, URL, case.kind).changed for case in CASES[rule]} == {True, False}


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ('"By" and a linked name below the title', {"author": "Mike Rothman"}),
        ("a linked name alone is the author", {"author": "Mike Rothman"}),
        ('"Last updated" with a date is no date of publication', {"updated": "2024-05-03"}),
        ("a German author and a date in figures", {"author": "Jutta Malek", "date": "2024-05-03"}),
        ("a Korean date alone on its line", {"date": "2024-05-03"}),
        ('a first sentence that opens with "By" stays', {}),
        ("a date inside the first sentence stays", {}),
    ],
)
def test_bylines_become_metadata(title: str, facts: dict[str, str], bare: Cleaner) -> None:
    case = next(case for case in CASES["byline"] if case.title == title)
    meta = bare.clean(case.source, url=URL, kind=case.kind).meta
    assert {key: meta[key] for key in ("author", "date", "updated") if key in meta} == facts


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title\n.\na\n.\na\n.", "the last line has no end"),
        ("title\na\n.\na\n.\n", "line 2: no `.` below the title"),
        (".\na\n.\na\n.\n", "line 1: not a title"),
        ("title\n.\na\n", "line 3: no `.` ends this input"),
        ("title\n.\na\n.\na\n", "line 5: no `.` ends this output"),
        ("title\n.\n.\n.\n", "'title' has no input"),
        ("title\n.\na\n.\na\n.\ntitle\n", "line 7: no blank line between two cases"),
        ("title\n.\na\n.\na\n.\n\n", "line 8: not a title"),
        ("title\n.\na\n.\na\n.\n\ntitle\n.\nb\n.\nb\n.\n", "'title' comes twice"),
    ],
)
def test_malformed_files_are_refused(text: str, says: str) -> None:
    with pytest.raises(MalformedError) as error:
        parse(text)
    assert str(error.value) == says


def test_a_file_is_read() -> None:
    assert parse("one\n.\na\n.\n.\n\ntwo\n.\nb\n\nc\n.\nc\n.\n") == [
        Case("one", "a\n", ""),
        Case("two", "b\n\nc\n", "c\n"),
    ]


@pytest.mark.parametrize(("source", "kind"), [("<p>A wall.</p>\n", "html"), ("A <b>wall</b>.\n", "markdown")])
def test_the_kind_of_a_case(source: str, kind: Kind) -> None:
    assert Case("title", source, source).kind == kind
