"""cli/learn.py and cli/learning.py: templates on the command line, saved and on the fly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner.cli import main
from tests.command import lay, run_clean, standing

pytestmark = pytest.mark.usefixtures("folder")

WORDS = "otter lock gate pier bell keeper winter spring harbour ferry lamp rope".split()


def page(number: int, menu: str = "* [Tide clock](/clock)\n* [Knots of the week](/knots)", site: str = "otter") -> str:
    """A page of an invented site; its text is its own."""
    words = [WORDS[(number * 5 + at * (number + 2)) % len(WORDS)] for at in range(18)]
    return (
        f"---\ntitle: Report number {WORDS[number % 12]} {number}\nurl: https://{site}.example/{number}\n"
        f"fetch_date: 2025-01-{number + 1:02}\n---\n\n{menu}\n\n# Report number {WORDS[number % 12]} {number}\n\n"
        f"The {' '.join(words)} of day {number} was counted.\n\nMind the wet steps, dear guests of the pier.\n"
    )


def pages(folder: str, numbers: range, **changes: str) -> dict[str, str]:
    return {f"{folder}/{number}.md": page(number, **changes) for number in numbers}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


class TestLearn:
    def test_writes_a_file_a_site_and_says_what_it_holds(self) -> None:
        lay(pages("dumps", range(5)) | pages("dumps/other", range(2), site="seal"))
        result = run("learn", "dumps", "--templates", "t")
        assert (result.exit_code, sorted(standing("t", text=False))) == (
            0,
            [
                "otter.example.jsonl",
                "pages/otter.example.jsonl.gz",
                "pages/seal.example.jsonl.gz",
                "seal.example.jsonl",
            ],
        )
        assert "otter.example    5 pages" in result.stdout
        assert "of the text" in result.stdout
        assert "7 pages of 2 sites, 2 templates changed" in result.stderr
        lines = [json.loads(line) for line in Path("t/otter.example.jsonl").read_text("utf-8").splitlines()]
        assert lines[0]["pages"] == 5
        assert (lines[0]["first"], lines[0]["last"]) == ("2025-01-01", "2025-01-05")
        assert {"pages": 5, "line": "tide clock", "sample": "* [Tide clock](/clock)"} in lines

    def test_in_two_goes_is_the_same_as_in_one(self) -> None:
        lay(pages("a", range(4)) | pages("b", range(2, 9)))
        run("learn", "a", "--templates", "halves")
        run("learn", "b", "--templates", "halves")
        run("learn", "b", "a", "--templates", "whole")
        assert standing("halves", text=False) == standing("whole", text=False)

    def test_again_changes_nothing(self) -> None:
        lay(pages("a", range(4)))
        run("learn", "a", "--templates", "t")
        assert "4 pages of 1 site, 0 templates changed" in run("learn", "a", "--templates", "t").stderr

    def test_the_folder_may_be_configured(self) -> None:
        lay(pages("a", range(4)) | {".cleaner.toml": 'templates = "t"'})
        Path("t").mkdir()
        assert run("learn", "a", "-q").exit_code == 0
        assert Path("t/otter.example.jsonl").exists()

    def test_without_a_folder_says_what_to_do(self) -> None:
        lay(pages("a", range(4)))
        result = run("learn", "a")
        assert result.exit_code == 2
        assert "name a folder with --templates" in result.stderr

    def test_pages_without_an_address_are_counted(self) -> None:
        lay({"a/1.md": "# A page\n"})
        result = run("learn", "a", "--templates", "t")
        assert result.exit_code == 0
        assert "1 page taught nothing: no address in front matter or HTML, and no --url" in result.stderr

    def test_a_page_that_cannot_be_read_is_told_and_the_rest_is_learned(self) -> None:
        lay(pages("a", range(3)))
        Path("a/gone.md").symlink_to("nowhere.md")
        result = run("learn", "a", "--templates", "t")
        assert result.exit_code == 3
        assert "gone.md: cannot be read" in result.stderr
        assert Path("t/otter.example.jsonl").exists()

    def test_a_template_with_a_mistake_stops_it_with_file_and_line(self) -> None:
        lay(pages("a", range(3)))
        run("learn", "a", "--templates", "t")
        Path("t/pages/otter.example.jsonl.gz").unlink()
        result = run("learn", "a", "--templates", "t")
        assert result.exit_code == 2
        assert "otter.example.jsonl.gz: cannot be read: No such file or directory; it holds the pages" in result.stderr


class TestCheck:
    def test_a_template_that_fits(self) -> None:
        lay(pages("a", range(6)) | pages("b", range(6, 10)))
        run("learn", "a", "--templates", "t")
        result = run("learn", "b", "--templates", "t", "--check")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "1 template checked, 0 no longer fit" in result.stderr

    def test_a_layout_that_has_changed(self) -> None:
        lay(pages("a", range(6)) | pages("b", range(6, 10), menu="Advertisement\n\n* [All new](/new)"))
        for place in Path("b").iterdir():
            place.write_text(
                place.read_text("utf-8").replace("Mind the wet steps, dear guests of the pier.", ""), "utf-8"
            )
        run("learn", "a", "--templates", "t")
        before = standing("t", text=False)
        result = run("learn", "b", "--templates", "t", "--check")
        assert result.exit_code == 1
        assert result.stdout.startswith("otter.example: 0% of the text of 4 pages stands in its template")
        assert "the layout has changed" in result.stdout
        assert standing("t", text=False) == before
        assert "stale     otter.example: 0%" in run_clean("b", "-o", "out", "--templates", "t").stderr


def html(number: int) -> str:
    words = " ".join(WORDS[(number * 5 + at * (number + 2)) % len(WORDS)] for at in range(18))
    return (
        f'<html><head><title>Report {WORDS[number % 12]}</title><link rel="canonical" '
        f'href="https://otter.example/{number}"></head><body><h1>Report {WORDS[number % 12]}</h1>'
        f"<p>The {words} of day {number} was counted.</p><div>Mind the wet steps, dear guests of the pier.</div>"
    )


class TestHtml:
    def test_is_learned_from(self) -> None:
        lay({f"site/{number}.html": html(number) for number in range(5)})
        assert "otter.example    5 pages" in run("learn", "site", "--templates", "t").stdout
        assert run("learn", "site", "--templates", "t", "--check").exit_code == 0

    def test_of_a_folder_is_learned_from_first(self) -> None:
        lay({f"site/{number}.html": html(number) for number in range(5)})
        result = run_clean("site", "-o", "out", "--no-model")
        assert "learned 1 template from these pages" in result.stderr
        assert not [name for name, text in standing("out").items() if "Mind the wet steps" in text]

    def test_is_cleaned_by_what_dumps_taught(self) -> None:
        lay(pages("dumps", range(6)) | {"new.html": html(9)})
        run("learn", "dumps", "--templates", "t")
        assert "Mind the wet steps" not in run_clean("new.html", "--templates", "t", "--no-model").stdout
        assert "Mind the wet steps" in run_clean("new.html", "--no-model").stdout


class TestClean:
    def test_a_folder_is_learned_from_first(self) -> None:
        lay(pages("dumps", range(6)))
        result = run_clean("dumps", "-o", "out")
        assert result.exit_code == 0
        assert "learned 1 template from these pages" in result.stderr
        assert not [name for name, text in standing("out").items() if "Mind the wet steps" in text or "Tide" in text]

    def test_no_templates(self) -> None:
        lay(pages("dumps", range(6)))
        result = run_clean("dumps", "-o", "out", "--no-templates")
        assert "learned" not in result.stderr
        assert all("Mind the wet steps" in text for text in standing("out").values())

    def test_pages_named_one_by_one_are_judged_alone(self) -> None:
        lay(pages("dumps", range(6)))
        result = run_clean(*(f"dumps/{number}.md" for number in range(6)), "-o", "out/")
        assert "learned" not in result.stderr

    def test_saved_templates(self) -> None:
        lay(pages("dumps", range(6)) | {"new.md": page(7)})
        run("learn", "dumps", "--templates", "t")
        assert "Mind the wet steps" not in run_clean("new.md", "--templates", "t").stdout
        assert "Mind the wet steps" in run_clean("new.md").stdout

    def test_a_configured_folder_makes_the_hook_see_the_same(self) -> None:
        lay(pages("dumps", range(6)) | {"new.md": page(7), ".cleaner.toml": 'templates = "t"'})
        Path("t").mkdir()
        run("learn", "dumps", "-q")
        assert run("check", "new.md").exit_code == 1
        run_clean("new.md", "--in-place")
        assert run("check", "new.md").exit_code == 0
        assert "Mind the wet steps" not in Path("new.md").read_text("utf-8")

    def test_a_clean_folder_stays_as_it_is(self) -> None:
        lay(pages("dumps", range(6)))
        run_clean("dumps", "--in-place")
        assert run("check", "dumps").exit_code == 0

    def test_processes_see_what_was_learned(self) -> None:
        lay(pages("dumps", range(28)))
        run_clean("dumps", "-o", "one")
        run_clean("dumps", "-o", "two", "-j", "2")
        assert standing("one") == standing("two")

    def test_explain_shows_the_hits(self) -> None:
        lay(pages("dumps", range(6)))
        result = run("explain", "dumps")
        assert "[template/line: on 5 of 5 other pages of otter.example]" in result.stdout

    def test_templates_and_none_exclude_each_other(self) -> None:
        lay(pages("dumps", range(3)))
        Path("t").mkdir()
        result = run_clean("dumps", "-o", "out", "--templates", "t", "--no-templates")
        assert (result.exit_code, "exclude each other" in result.stderr) == (2, True)

    def test_a_folder_that_is_not_there(self) -> None:
        lay(pages("dumps", range(3)))
        result = run_clean("dumps", "-o", "out", "--templates", "t")
        assert (result.exit_code, "--templates t: there is no such folder" in result.stderr) == (2, True)

    def test_a_broken_template_costs_the_pages_of_its_site_alone(self) -> None:
        lay(pages("dumps", range(3)) | {"dumps/seal.md": page(1, site="seal")})
        run("learn", "dumps", "--templates", "t")
        Path("t/otter.example.jsonl").write_text('{"template": 1}\n', "utf-8")
        result = run_clean("dumps", "-o", "out", "--templates", "t")
        assert result.exit_code == 3
        assert "otter.example.jsonl:1: site: this must be a string" in result.stderr
        assert list(standing("out")) == ["seal.md"]
