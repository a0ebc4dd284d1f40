"""cli/clean.py: what goes in and what comes out, where it is written, and what the exit status says."""

from __future__ import annotations

import errno
import json
import os
import pty
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner import Edit, files
from cleaner.cli import main
from cleaner.ruling import restore

CLEAN = """\
---
title: Otters move the harbour gates
---

# Otters move the harbour gates

The keepers counted twelve otters on the pier on Monday and replaced nine locks before the bell, the office said.

The office plans new gates for the winter, and asks for patience until they are painted green.
"""

DIRTY = CLEAN.replace(
    "The office plans",
    "3 Comments\n\nAdvertisement\n\nThe office plans",
)

TEXT = """\
Otters move the harbour gates

The keepers counted twelve otters on the pier on Monday and replaced nine locks before the bell, the office said.

The office plans new gates for the winter, and asks for patience until they are painted green.
"""

HTML = "<!DOCTYPE html>\n<html><body><p>Otters.</p></body></html>\n"
WALL = "Please verify you are a human\n\nEnable JavaScript and cookies to continue\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, the top of a repository: no configuration above it holds."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay(pages: dict[str, str | bytes]) -> None:
    for name, content in pages.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def standing(place: str = ".") -> dict[str, str]:
    """All files below a folder, hidden ones too."""
    paths = sorted(path for path in Path(place).rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path.read_bytes().decode() for path in paths}


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["clean", *arguments], input=stdin)


def process(*arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """A real process with pipes for all three streams."""
    command = [sys.executable, "-m", "cleaner", *arguments]
    return subprocess.run(  # noqa: S603
        command, input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **(environment or {})}
    )


def logged(path: str) -> list[Edit]:
    return [Edit(**json.loads(line)) for line in Path(path).read_text("utf-8").splitlines()]


class TestWhereItGoes:
    def test_one_page_goes_to_standard_output(self) -> None:
        lay({"page.md": DIRTY})
        result = run("page.md")
        assert (result.exit_code, result.stdout, result.stderr) == (0, CLEAN, "")
        assert standing() == {"page.md": DIRTY}

    def test_file_in_file_out(self) -> None:
        lay({"page.md": DIRTY})
        assert run("page.md", "-o", "out/clean.md").exit_code == 0
        assert standing() == {"page.md": DIRTY, "out/clean.md": CLEAN}

    def test_file_in_folder_out(self) -> None:
        lay({"dumps/page.md": DIRTY, "there/old.md": ""})
        assert run("dumps/page.md", "-o", "there").exit_code == 0
        assert standing("there") == {"old.md": "", "page.md": CLEAN}

    def test_an_output_with_a_slash_at_its_end_is_a_folder_to_make(self) -> None:
        lay({"page.md": DIRTY})
        assert run("page.md", "-o", "new/").exit_code == 0
        assert standing("new") == {"page.md": CLEAN}

    def test_folder_in_folder_out_keeps_the_structure(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b/c/d.txt": TEXT, "dumps/b/e.html": HTML, "dumps/.hidden.md": DIRTY})
        assert run("dumps", "-o", "clean").exit_code == 0
        assert standing("clean") == {"a.md": CLEAN, "b/c/d.txt": TEXT}

    def test_a_pattern_keeps_the_structure_below_its_first_star(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b/a.md": DIRTY, "dumps/b/c.txt": TEXT})
        assert run("dumps/**/*.md", "-o", "clean").exit_code == 0
        assert standing("clean") == {"a.md": CLEAN, "b/a.md": CLEAN}

    def test_in_place_writes_each_page_back_to_its_own_file(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b/c.md": DIRTY, "d.md": DIRTY})
        assert run("--in-place", "dumps", "d.md").exit_code == 0
        assert standing() == {"dumps/a.md": CLEAN, "dumps/b/c.md": CLEAN, "d.md": CLEAN}

    def test_standard_input_goes_to_standard_output(self) -> None:
        result = run("-", stdin=DIRTY)
        assert (result.exit_code, result.stdout, result.stderr) == (0, CLEAN, "")

    def test_standard_input_goes_to_a_file(self) -> None:
        assert run("-", "-o", "clean.md", stdin=DIRTY).exit_code == 0
        assert standing() == {"clean.md": CLEAN}

    @pytest.mark.parametrize("source", ["page.md", "-"])
    def test_an_output_of_a_dash_is_standard_output(self, source: str) -> None:
        lay({"page.md": DIRTY})
        assert run(source, "-o", "-", stdin=DIRTY).stdout == CLEAN
        assert standing() == {"page.md": DIRTY}

    def test_what_an_earlier_run_left_in_the_output_folder_is_no_source(self) -> None:
        lay({"dumps/a.md": DIRTY})
        for _ in range(2):
            assert run("dumps", "-o", "dumps/clean").exit_code == 0
        assert standing() == {"dumps/a.md": DIRTY, "dumps/clean/a.md": CLEAN}

    def test_a_folder_without_pages_is_nothing_to_do(self) -> None:
        lay({"dumps/a.html": HTML})
        result = run("dumps", "-o", "clean")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "no pages found" in result.stderr
        assert "*.md" in result.stderr


class TestForms:
    def test_text_is_plain_text_in_files_of_that_ending(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b/c.markdown": DIRTY})
        assert run("dumps", "-o", "clean", "--format", "text").exit_code == 0
        assert standing("clean") == {"a.txt": TEXT, "b/c.txt": TEXT}

    @pytest.mark.parametrize("source", ["page.md", "-"])
    def test_text_goes_to_standard_output_too(self, source: str) -> None:
        lay({"page.md": DIRTY})
        assert run(source, "--format", "text", stdin=DIRTY).stdout == TEXT

    def test_the_text_of_a_page_without_content_is_nothing(self) -> None:
        lay({"dumps/a.md": "Advertisement\n"})
        assert run("-", "--format", "text", "-q", stdin="Advertisement\n").stdout == ""
        assert run("dumps", "-o", "clean", "--format", "text").exit_code == 0
        assert standing("clean") == {"a.txt": ""}

    def test_jsonl_is_one_line_a_page(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": WALL})
        result = run("dumps", "--format", "jsonl", "-o", "all.jsonl")
        assert result.exit_code == 0
        first, second = (json.loads(line) for line in Path("all.jsonl").read_text("utf-8").splitlines())
        assert (first["path"], first["verdict"], first["why"]) == ("dumps/a.md", "ok", "")
        assert first["body"] == CLEAN.partition("---\n\n")[2]
        assert first["meta"]["title"] == "Otters move the harbour gates"
        assert 0 < first["kept"] < 1
        assert (second["path"], second["verdict"]) == ("dumps/b.md", "blocked")

    @pytest.mark.parametrize("source", ["dumps", "-"])
    def test_jsonl_goes_to_standard_output_too(self, source: str) -> None:
        lay({"dumps/a.md": DIRTY})
        result = run(source, "--format", "jsonl", stdin=DIRTY)
        assert json.loads(result.stdout)["body"] == CLEAN.partition("---\n\n")[2]
        assert result.stderr == ""

    def test_jsonl_with_edits_holds_them(self) -> None:
        lay({"dumps/a.md": DIRTY})
        record = json.loads(run("dumps", "--format", "jsonl", "--edits").stdout)
        assert restore(CLEAN.encode(), [Edit(**edit) for edit in record["edits"]]) == DIRTY.encode()

    def test_a_name_that_is_no_utf_8_stands_in_jsonl_as_json_writes_it(self) -> None:
        name = os.fsdecode(b"dumps/caf\xe9.md")
        lay({name: DIRTY})
        line = run("dumps", "--format", "jsonl").stdout_bytes
        assert json.loads(line)["path"] == name


class TestEdits:
    @pytest.mark.parametrize("arguments", [["-o", "out"], ["--in-place"]], ids=["folder out", "in place"])
    def test_log_and_output_give_the_source_back_byte_for_byte(self, arguments: list[str]) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY.replace("\n", "\r\n"), "dumps/c.md": DIRTY.encode() + b"\xff end\n"})
        sources = {path: Path("dumps", path).read_bytes() for path in ("a.md", "b.md", "c.md")}
        assert run("dumps", "--edits", *arguments).exit_code == 0
        place = Path("dumps" if "--in-place" in arguments else "out")
        for name, source in sources.items():
            cleaned = (place / name).read_bytes()
            assert cleaned != source
            assert restore(cleaned, logged(f"{place / name}.edits.jsonl")) == source

    def test_every_edit_names_span_bytes_rule_and_reason(self) -> None:
        lay({"page.md": DIRTY})
        run("page.md", "-o", "out.md", "--edits")
        edits = logged("out.md.edits.jsonl")
        assert [edit.rule for edit in edits] == ["comment-counter", "ad-slot"]
        for edit in edits:
            assert DIRTY.encode()[edit.start : edit.end].decode() == edit.removed
            assert edit.why

    def test_standard_input_to_a_file_has_a_log_too(self) -> None:
        run("-", "-o", "out.md", "--edits", stdin=DIRTY)
        assert restore(Path("out.md").read_bytes(), logged("out.md.edits.jsonl")) == DIRTY.encode()

    def test_a_page_that_does_not_change_has_no_log(self) -> None:
        lay({"dumps/a.md": CLEAN})
        run("dumps", "-o", "out", "--edits")
        assert standing("out") == {"a.md": CLEAN}

    def test_the_log_of_an_older_page_goes_with_it(self) -> None:
        lay({"dumps/a.md": DIRTY})
        run("dumps", "-o", "out", "--edits")
        lay({"dumps/a.md": CLEAN})
        run("dumps", "-o", "out", "--edits")
        assert standing("out") == {"a.md": CLEAN}

    def test_a_second_run_in_place_keeps_the_only_way_back(self) -> None:
        lay({"page.md": DIRTY})
        for _ in range(2):
            run("page.md", "--in-place", "--edits")
        assert restore(Path("page.md").read_bytes(), logged("page.md.edits.jsonl")) == DIRTY.encode()

    @pytest.mark.parametrize("fails", ["page.md", "page.md.edits.jsonl"], ids=["the page", "the log"])
    def test_page_and_log_are_written_both_or_none(self, fails: str, monkeypatch: pytest.MonkeyPatch) -> None:
        lay({"page.md": DIRTY})
        replace = os.replace

        def failing(source: str, target: str) -> None:
            if Path(target).name == fails:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            replace(source, target)

        if fails == "page.md":
            monkeypatch.setattr(os, "replace", failing)
        else:
            (Path("page.md.edits.jsonl") / "in-the-way").mkdir(parents=True)
        result = run("page.md", "-o", "out/" if fails == "page.md" else "page.md.edits.jsonl/", "--edits")
        assert result.exit_code == 3 or fails != "page.md"
