"""cli/clean.py: what goes in and what comes out, where it is written, and what the exit status says."""

from __future__ import annotations

import errno
import json
import os
import pty
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleaner import Cleaner, Edit, __version__, files
from cleaner.cli import main
from cleaner.ruling import restore

Encode = Callable[[str], bytes]

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


def process(
    *arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A real process with pipes for all three streams."""
    command = [sys.executable, "-m", "cleaner", *arguments]
    return subprocess.run(  # noqa: S603
        command, input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **(environment or {})}
    )


def logged(path: str) -> list[Edit]:
    return [Edit(**json.loads(line)) for line in Path(path).read_text("utf-8").splitlines()]


def refuse(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the disk be full when a file of this name is to take its place."""
    replace = os.replace

    def failing(source: str, target: str) -> None:
        if Path(target).name == name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)


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
        lay(
            {
                "dumps/a.md": DIRTY,
                "dumps/b.md": DIRTY.replace("\n", "\r\n"),
                "dumps/c.md": DIRTY.encode() + b"\xff end\n",
            }
        )
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
        refuse(monkeypatch, fails)
        result = run("page.md", "--in-place", "--edits")
        assert result.exit_code == 3
        assert f"{fails}: cannot be written: No space left on device" in result.stderr
        assert standing() == {"page.md": DIRTY}


class TestUntouched:
    @pytest.mark.parametrize(
        "page",
        [
            pytest.param(CLEAN, id="clean"),
            pytest.param(CLEAN.replace("\n", "\r\n"), id="CRLF"),
            pytest.param("\ufeff" + CLEAN, id="byte order mark"),
            pytest.param(CLEAN.encode("utf-16"), id="UTF-16"),
            pytest.param(CLEAN.rstrip(), id="no newline at the end"),
            pytest.param("", id="empty"),
        ],
    )
    def test_a_page_that_comes_out_as_it_went_in_is_not_rewritten(self, page: str | bytes) -> None:
        lay({"page.md": page})
        os.utime("page.md", ns=(1, 1))
        before = Path("page.md").stat()
        assert run("page.md", "--in-place").exit_code == 0
        after = Path("page.md").stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, 1)

    def test_an_output_that_is_there_already_is_not_rewritten(self) -> None:
        lay({"dumps/page.md": DIRTY})
        run("dumps", "-o", "out", "--edits")
        for path in Path("out").iterdir():
            os.utime(path, ns=(1, 1))
        run("dumps", "-o", "out", "--edits")
        assert {path.stat().st_mtime_ns for path in Path("out").iterdir()} == {1}

    @pytest.mark.parametrize(
        "encode",
        [
            pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="CRLF"),
            pytest.param(lambda text: ("\ufeff" + text).encode(), id="byte order mark"),
            pytest.param(lambda text: ("\ufeff" + text).encode("utf-16-le"), id="UTF-16 LE"),
            pytest.param(lambda text: ("\ufeff" + text).encode("utf-16-be"), id="UTF-16 BE"),
            pytest.param(lambda text: text.rstrip().encode(), id="no newline at the end"),
        ],
    )
    def test_the_form_of_a_file_survives_in_place(self, encode: Encode) -> None:
        lay({"page.md": encode(DIRTY)})
        assert run("page.md", "--in-place").exit_code == 0
        assert Path("page.md").read_bytes() == encode(CLEAN)

    def test_permissions_and_links_survive_in_place(self) -> None:
        lay({"dumps/page.md": DIRTY})
        Path("dumps/page.md").chmod(0o640)
        Path("link.md").symlink_to("dumps/page.md")
        assert run("link.md", "--in-place").exit_code == 0
        assert Path("link.md").is_symlink()
        assert Path("dumps/page.md").read_text("utf-8") == CLEAN
        assert Path("dumps/page.md").stat().st_mode & 0o777 == 0o640


class TestOneBadFile:
    """It is named, the others are done, and the exit status is 3."""

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_html(self, jobs: str) -> None:
        lay({f"dumps/{number:02}.md": DIRTY for number in range(20)})
        lay({"dumps/07.md": HTML})
        result = run("dumps", "-o", "out", "-j", jobs)
        assert result.exit_code == 3
        assert "cleaner: dumps/07.md: this is HTML" in result.stderr
        assert standing("out") == {f"{number:02}.md": CLEAN for number in range(20) if number != 7}

    def test_a_link_to_itself(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/z.md": DIRTY})
        Path("dumps/loop.md").symlink_to("loop.md")
        result = run("dumps", "-o", "out")
        assert result.exit_code == 3
        assert "cleaner: dumps/loop.md: cannot be read: Too many levels of symbolic links" in result.stderr
        assert standing("out") == {"a.md": CLEAN, "z.md": CLEAN}

    def test_a_file_that_is_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "LARGEST", len(DIRTY))
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY + "x", "dumps/z.md": DIRTY})
        result = run("dumps", "-o", "out")
        assert result.exit_code == 3
        assert "cleaner: dumps/b.md: larger than" in result.stderr
        assert standing("out") == {"a.md": CLEAN, "z.md": CLEAN}

    @pytest.mark.parametrize("arguments", [["-o", "out"], ["--in-place"]], ids=["folder out", "in place"])
    def test_a_page_that_cannot_be_written(self, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY, "dumps/z.md": DIRTY})
        refuse(monkeypatch, "b.md")
        result = run("dumps", *arguments)
        assert result.exit_code == 3
        assert "b.md: cannot be written: No space left on device" in result.stderr
        expected = (
            {"a.md": CLEAN, "b.md": DIRTY, "z.md": CLEAN} if "-i" in arguments[0] else {"a.md": CLEAN, "z.md": CLEAN}
        )
        assert standing("dumps" if "--in-place" in arguments else "out") == expected

    @pytest.mark.parametrize("link", ["page.md", "page.md.edits.jsonl"], ids=["the page", "the log"])
    def test_an_output_that_leads_out_of_its_folder_by_a_link(self, link: str) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/page.md": DIRTY, "out/keep.md": "", "outside.md": "mine"})
        Path("out", link).symlink_to("../outside.md")
        result = run("dumps", "-o", "out", "--edits")
        assert result.exit_code == 3
        assert f"out/{link}: leads out of the output folder out" in result.stderr
        assert Path("outside.md").read_text("utf-8") == "mine"
        assert Path("out/a.md").read_text("utf-8") == CLEAN
        assert link == "page.md" or not Path("out/page.md").exists()

    def test_a_folder_of_the_output_that_leads_out_by_a_link(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/sub/page.md": DIRTY, "outside/keep": "", "out/keep.md": ""})
        Path("out/sub").symlink_to("../outside")
        result = run("dumps", "-o", "out")
        assert result.exit_code == 3
        assert "out/sub/page.md: leads out of the output folder out" in result.stderr
        assert standing("outside") == {"keep": ""}
        assert Path("out/a.md").read_text("utf-8") == CLEAN

    def test_in_jsonl_the_others_have_their_lines(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": HTML, "dumps/z.md": DIRTY})
        result = run("dumps", "--format", "jsonl")
        assert result.exit_code == 3
        assert [json.loads(line)["path"] for line in result.stdout.splitlines()] == ["dumps/a.md", "dumps/z.md"]
        assert "dumps/b.md" in result.stderr

    @pytest.mark.parametrize(
        ("arguments", "name"), [(["page.md"], "page.md"), (["-"], "standard input")], ids=["a file", "standard input"]
    )
    def test_the_only_page(self, arguments: list[str], name: str) -> None:
        lay({"page.md": HTML})
        result = run(*arguments, stdin=HTML)
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr.startswith(f"cleaner: {name}: this is HTML")

    def test_a_mistake_of_the_toolkit_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY + "spoilt\n", "dumps/z.md": DIRTY})
        clean = Cleaner.clean

        def spoilt(self: Cleaner, source: bytes, *rest: Any) -> Any:
            if b"spoilt" in source:
                raise ZeroDivisionError("an otter")
            return clean(self, source, *rest)

        monkeypatch.setattr(Cleaner, "clean", spoilt)
        result = run("dumps", "-o", "out")
        assert result.exit_code == 3
        assert "dumps/b.md: a mistake in cleaner, please report it: ZeroDivisionError('an otter')" in result.stderr
        assert standing("out") == {"a.md": CLEAN, "z.md": CLEAN}


class TestWrongUse:
    """Exit status 2, a message that says what to do, and nothing written."""

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            pytest.param(
                ["a.md", "b.md"], "name a folder with --output, or write them back with", id="many to nowhere"
            ),
            pytest.param(["dumps"], "many pages need a place", id="a folder to nowhere"),
            pytest.param(["a.md", "-o", "x.md", "--in-place"], "exclude each other", id="two places"),
            pytest.param(
                ["dumps", "-o", "b.md"], "b.md is a file, and many pages need a folder", id="folder to a file"
            ),
            pytest.param(["-", "a.md"], "it goes with no other source", id="standard input and a file"),
            pytest.param(["-", "--in-place"], "not with --in-place", id="standard input in place"),
            pytest.param(["-", "-o", "dumps"], "dumps is a folder", id="standard input to a folder"),
            pytest.param(["a.md", "--edits"], "name one with --output", id="a log beside nothing"),
            pytest.param(["a.md", "-i", "--format", "text"], "name an --output", id="text in place"),
            pytest.param(["dumps", "--format", "jsonl", "-o", "dumps"], "dumps is a folder", id="jsonl to a folder"),
            pytest.param(["gone.md"], "gone.md: no such file or folder", id="no such file"),
            pytest.param(["*.mdx"], "*.mdx: no such file or folder", id="a pattern without a match"),
            pytest.param(["a.md", "-o", "./a.md"], "if that is meant, use --in-place", id="a file over itself"),
            pytest.param(["dumps", "-o", "dumps"], "if that is meant, use --in-place", id="a folder over itself"),
            pytest.param([], "Missing argument 'SOURCE...'", id="nothing"),
            pytest.param(["a.md", "--formt", "text"], "Did you mean", id="an unknown option"),
            pytest.param(["a.md", "--format", "html"], "'md', 'text', 'jsonl'", id="an unknown form"),
            pytest.param(["a.md", "-j", "-1"], "-1 is not in the range", id="fewer than no processes"),
            pytest.param(["a.md", "--sites", "gone"], "--sites gone: there is no such folder", id="no such sites"),
            pytest.param(["a.md", "--config", "gone.toml"], "gone.toml: cannot be read", id="no such configuration"),
        ],
    )
    def test_is_told(self, arguments: list[str], message: str) -> None:
        before = {"a.md": DIRTY, "b.md": DIRTY, "dumps/a.md": DIRTY}
        lay(dict(before))
        result = run(*arguments, stdin=DIRTY)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in " ".join(result.stderr.split())
        assert standing() == before

    @pytest.mark.parametrize(
        ("sources", "arguments", "meet"),
        [
            pytest.param(["one", "two"], [], "out/a.md", id="of two folders"),
            pytest.param(["one/a.md", "two/a.md"], [], "out/a.md", id="of two files"),
            pytest.param(["one"], ["--format", "text"], "out/a.txt", id="of two endings"),
        ],
    )
    def test_two_pages_that_would_meet_are_both_named(
        self, sources: list[str], arguments: list[str], meet: str
    ) -> None:
        lay({"one/a.md": DIRTY, "one/a.txt": TEXT, "two/a.md": CLEAN})
        result = run(*sources, "-o", "out", *arguments)
        assert result.exit_code == 2
        assert f"would both go to {meet}; clean them to two folders" in result.stderr
        assert not Path("out").exists()


class TestConfiguration:
    @pytest.mark.parametrize("name", [".cleaner.toml", "pyproject.toml"])
    def test_holds_for_the_command(self, name: str) -> None:
        table = "[tool.cleaner]\n" if name == "pyproject.toml" else ""
        lay({name: table + 'include = ["*.page"]\nexclude = ["drafts"]\nedits = true\n'})
        lay({"dumps/a.page": DIRTY, "dumps/b.md": DIRTY, "drafts/c.page": DIRTY})
        assert run("dumps", "drafts", "-o", "out").exit_code == 0
        assert sorted(standing("out")) == ["a.page", "a.page.edits.jsonl"]

    def test_options_win_over_it(self) -> None:
        lay({".cleaner.toml": "edits = true\njobs = 2\n", "page.md": DIRTY})
        assert run("page.md", "-o", "out.md", "--no-edits", "-j", "1").exit_code == 0
        assert "out.md.edits.jsonl" not in standing()

    def test_its_log_of_edits_needs_no_place_when_a_page_goes_to_standard_output(self) -> None:
        lay({".cleaner.toml": "edits = true\n", "page.md": DIRTY})
        assert run("page.md").stdout == CLEAN

    def test_another_file_can_be_named(self) -> None:
        lay({".cleaner.toml": "unknown = 1\n", "other.toml": "edits = true\n", "page.md": DIRTY})
        assert run("page.md", "-o", "out.md", "--config", "other.toml").exit_code == 0
        assert "out.md.edits.jsonl" in standing()

    @pytest.mark.parametrize(
        ("name", "text", "message"),
        [
            (".cleaner.toml", "jbos = 2", ".cleaner.toml: jbos: unknown key"),
            ("pyproject.toml", "[tool.cleaner]\njobs = 'two'", "pyproject.toml: tool.cleaner.jobs: this must be"),
            (".cleaner.toml", "sites = 'gone'", ".cleaner.toml: sites: there is no folder"),
            (".cleaner.toml", "jobs = ", ".cleaner.toml: not valid TOML"),
        ],
        ids=["unknown key", "wrong type", "no such folder", "no TOML"],
    )
    def test_a_mistake_in_it_names_file_and_key_and_stops_the_command(self, name: str, text: str, message: str) -> None:
        lay({name: text, "page.md": DIRTY})
        result = run("page.md", "--in-place")
        assert result.exit_code == 2
        assert message in result.stderr
        assert standing()["page.md"] == DIRTY

    def test_in_a_hook_pages_that_are_all_excluded_are_nothing_to_do(self) -> None:
        lay({".cleaner.toml": 'exclude = ["README.md"]\n', "README.md": DIRTY})
        assert run("--in-place", "--quiet", "README.md").output == ""
        assert run("--in-place", "README.md").exit_code == 0
        assert standing()["README.md"] == DIRTY


SITE = """[site]
name = "Otter News"
hosts = ["{host}"]

[[drop]]
id = "bell"
why = "the bell is rung on every page"
line = "The bell rings for everybody who reads the otter news with care today"

[[tests]]
name = "a page"
source = '''
The bell rings for everybody who reads the otter news with care today

The keepers counted twelve otters on the pier.
'''
gone = ["The bell rings for everybody who reads the otter news with care today"]
stay = ["The keepers counted twelve otters on the pier."]
"""
BELL = "The bell rings for everybody who reads the otter news with care today\n\n"


class TestOwnSites:
    def test_a_folder_of_the_configuration_holds(self) -> None:
        lay({".cleaner.toml": 'sites = "own"\n', "own/otter.toml": SITE.format(host="otter.example")})
        result = run("-", "--url", "https://otter.example/a", stdin=BELL + TEXT)
        assert result.stdout == TEXT

    def test_a_folder_of_the_command_wins_over_that_of_the_configuration(self) -> None:
        lay(
            {
                ".cleaner.toml": 'sites = "own"\n',
                "own/otter.toml": "broken",
                "mine/otter.toml": SITE.format(host="otter.example"),
            }
        )
        assert run("-", "--url", "https://otter.example/a", "--sites", "mine", stdin=BELL + TEXT).stdout == TEXT

    def test_an_own_file_wins_over_the_built_in_file_of_the_same_host(self) -> None:
        lay({"own/mine.toml": SITE.format(host="www.theregister.com")})
        notice = "This article is more than 3 years old"  # the built-in file drops it
        page = f"{TEXT}\n{notice}\n\n{BELL}The keepers sleep at noon, and nobody counts the otters then.\n"
        url = ["--url", "https://www.theregister.com/2024/01/02/otters/"]
        built_in, own = (run("-", *url, *more, stdin=page).stdout for more in ([], ["--sites", "own"]))
        assert (notice in built_in, BELL in built_in) == (False, True)
        assert (notice in own, BELL in own) == (True, False)

    def test_a_mistake_in_an_own_file_names_file_line_and_key(self) -> None:
        lay({"own/otter.toml": SITE.format(host="otter.example").replace("line =", "lines ="), "dumps/a.md": DIRTY})
        result = run("dumps", "-o", "out", "--sites", "own")
        assert result.exit_code == 2
        assert "own/otter.toml:8: drop.lines: unknown key" in result.stderr
        assert not Path("out").exists()


class TestProcesses:
    def test_two_give_the_same_bytes_as_one(self) -> None:
        pages = {f"dumps/{number // 10}/{number:02}.md": f"{DIRTY}\nOtter {number} sleeps.\n" for number in range(50)}
        lay({**pages, "dumps/wall.txt": WALL})
        outcomes = []
        for jobs in ("1", "2", "0"):
            told = run("dumps", "-o", f"out{jobs}", "-j", jobs, "--edits")
            outcomes.append((told.exit_code, told.stderr, standing(f"out{jobs}")))
        assert len(outcomes[0][2]) == 2 * 51
        assert outcomes[0] == outcomes[1] == outcomes[2]

    def test_two_give_the_same_lines_of_jsonl_in_the_same_order(self) -> None:
        lay({f"dumps/{number:02}.md": f"{DIRTY}\nOtter {number} sleeps.\n" for number in range(50)})
        assert run("dumps", "--format", "jsonl", "-j", "2").stdout == run("dumps", "--format", "jsonl").stdout


class TestWhatIsTold:
    def test_a_summary_counts_pages_verdicts_and_rules_on_standard_error(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": CLEAN, "dumps/c.md": WALL})
        result = run("dumps", "-o", "out")
        assert result.stdout == ""
        head, verdicts, rules = result.stderr.splitlines()
        assert head.startswith("3 pages, 2 changed, ")
        assert "ok 2" in verdicts
        assert "blocked 1" in verdicts
        assert "ad-slot 1" in rules
        assert "comment-counter 1" in rules

    def test_the_share_taken_counts_the_same_text_in_every_encoding(self) -> None:
        lay({"a/page.md": "\ufeff" + DIRTY, "b/page.md": DIRTY.encode("utf-16")})
        narrow, wide = (run(place, "-o", f"{place}-out").stderr for place in ("a", "b"))
        assert narrow == wide

    @pytest.mark.parametrize("arguments", [["dumps", "-o", "out"], ["dumps", "-i"], ["-"], ["dumps/b.md"]])
    def test_quiet_tells_nothing(self, arguments: list[str]) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": WALL})
        assert run("--quiet", *arguments, stdin=WALL).stderr == ""

    def test_quiet_tells_errors(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": HTML})
        result = run("--quiet", "dumps", "-o", "out")
        assert result.exit_code == 3
        assert result.stderr.count("\n") == 1
        assert "dumps/b.md" in result.stderr

    def test_a_single_page_that_is_no_content_is_told(self) -> None:
        result = run("-", stdin=WALL)
        assert result.stderr.startswith("standard input: blocked: ")

    def test_names_do_not_speak_to_the_terminal(self) -> None:
        lay({"dumps/\x1b[31mred\x9b\u202e.md": HTML, "dumps/b.md": DIRTY})
        result = CliRunner().invoke(main, ["clean", "dumps", "-o", "out"], color=True)
        assert "dumps/␛[31mred<U+009B><U+202E>.md: this is HTML" in result.stderr


class TestProcess:
    """What only a real process shows."""

    def test_as_a_module(self) -> None:
        done = process("clean", "-", stdin=DIRTY.encode())
        assert (done.returncode, done.stdout, done.stderr) == (0, CLEAN.encode(), b"")

    @pytest.mark.parametrize(
        "page", [DIRTY.replace("\n", "\r\n").encode(), ("\ufeff" + DIRTY).encode("utf-16-le")], ids=["CRLF", "UTF-16"]
    )
    def test_bytes_pass_through_the_pipe(self, page: bytes) -> None:
        decoded = page.decode("utf-16-le" if page[:2] == b"\xff\xfe" else "utf-8")
        for line in ("3 Comments", "Advertisement"):
            decoded = decoded.replace(line + "\n\n", "").replace(line + "\r\n\r\n", "")
        expected = decoded.encode("utf-16-le" if page[:2] == b"\xff\xfe" else "utf-8")
        assert process("clean", "-", stdin=page).stdout == expected

    def test_in_a_pipe_there_is_no_progress_bar_and_no_colour(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY, "dumps/c.md": HTML})
        done = process("clean", "dumps", "-o", "out")
        assert done.returncode == 3
        assert b"\x1b" not in done.stderr
        assert b"\r" not in done.stderr
        assert b"cleaning" not in done.stderr

    def test_on_a_terminal_there_are_both(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY, "dumps/c.md": HTML})
        shown = on_a_terminal("clean", "dumps", "-o", "out")
        assert b"cleaning" in shown
        assert b"\x1b[31mcleaner: dumps/c.md" in shown

    def test_on_a_terminal_quiet_is_quiet(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY})
        assert on_a_terminal("clean", "dumps", "-o", "out", "--quiet") == b""

    def test_a_reader_that_has_seen_enough_is_no_error_to_tell(self) -> None:
        lay({f"dumps/{number:03}.md": DIRTY * 20 for number in range(100)})
        command = [sys.executable, "-m", "cleaner", "clean", "dumps", "--format", "jsonl"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:  # noqa: S603
            assert child.stdout is not None
            assert child.stderr is not None
            child.stdout.readline()
            child.stdout.close()
            assert child.stderr.read() == b""

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
    @pytest.mark.parametrize("arguments", [["page.md"], ["page.md", "--format", "jsonl"]], ids=["md", "jsonl"])
    def test_a_disk_that_is_full_behind_standard_output_is_an_error(self, arguments: list[str]) -> None:
        lay({"page.md": DIRTY})
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "cleaner", "clean", *arguments]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)  # noqa: S603
        assert done.returncode == 3
        assert done.stderr == b"cleaner: standard output: cannot be written: No space left on device\n"

    def test_a_disk_that_takes_no_more_leaves_every_page_old_or_new(self) -> None:
        long = DIRTY + "\nThe keepers of the harbour sleep at noon, and nobody counts the otters then.\n" * 200
        lay({"dumps/a.md": DIRTY, "dumps/b.md": long, "dumps/c.md": DIRTY})
        limit = len(CLEAN) + 100
        done = subprocess.run(
            [sys.executable, "-m", "cleaner", "clean", "--in-place", "dumps"],
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 3
        assert b"dumps/b.md: cannot be written: File too large" in done.stderr
        assert standing("dumps") == {"a.md": CLEAN, "b.md": long, "c.md": CLEAN}

    def test_a_terminal_that_knows_few_characters_is_no_error(self) -> None:
        name = "dumps/\u6e2f.md"
        lay({name: HTML, "dumps/b.md": DIRTY})
        done = process(
            "clean", "dumps", "-o", "out", environment={"PYTHONIOENCODING": "latin-1:strict", "PYTHONUTF8": "0"}
        )
        assert done.returncode == 3
        assert b"dumps/\\u6e2f.md: this is HTML" in done.stderr


def on_a_terminal(*arguments: str) -> bytes:
    """What a process writes to the terminal that its standard error is."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cleaner", *arguments]
    subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False, env={**os.environ, "TERM": "xterm"})  # noqa: S603
    os.close(theirs)
    shown = b""
    try:
        while more := os.read(ours, 4096):
            shown += more
    except OSError:
        pass  # the end of a terminal, on Linux
    os.close(ours)
    return shown


def test_an_interrupt_is_told_by_a_status_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Cleaner, "clean", interrupted)
    lay({"page.md": DIRTY})
    result = run("page.md", "--in-place")
    assert result.exit_code == 130
    assert result.stderr == "cleaner: interrupted; what was written is whole\n"
    assert standing() == {"page.md": DIRTY}


class TestHelp:
    @pytest.mark.parametrize(
        "command",
        [[], ["clean"], ["check"], ["diff"], ["explain"], ["rules"], ["sites"], ["sites", "list"], ["sites", "new"]],
        ids=" ".join,
    )
    def test_every_command_has_one_and_its_lines_fit(self, command: list[str]) -> None:
        result = CliRunner().invoke(main, [*command, "--help"], terminal_width=100)
        assert result.exit_code == 0
        assert result.output.startswith("Usage: ")
        assert max(map(len, result.output.splitlines())) <= 100

    @pytest.mark.parametrize(
        "command", [[], ["clean"], ["check"], ["diff"], ["explain"], ["rules"], ["sites"]], ids=" ".join
    )
    def test_it_teaches_by_example(self, command: Sequence[str]) -> None:
        output = CliRunner().invoke(main, [*command, "--help"]).output
        assert "Examples:\n" in output
        assert f"  cleaner {' '.join(command)}".rstrip() in output.partition("Examples:")[2]

    @pytest.mark.parametrize("command", [[], ["sites"]], ids=["cleaner", "sites"])
    def test_every_command_is_told_in_whole_words(self, command: list[str]) -> None:
        assert "..." not in CliRunner().invoke(main, [*command, "--help"]).output.partition("Commands:")[2]

    def test_the_exit_statuses_are_told(self) -> None:
        assert "Exit status: 0 done; 1 check or diff found" in CliRunner().invoke(main, ["--help"]).output

    def test_the_version_is_told(self) -> None:
        assert process("--version").stdout == f"cleaner, version {__version__}\n".encode()
