"""cli/clean.py: what goes in, what comes out, where it is written, and what fails alone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, Edit, files
from cleaner.ruling import restore
from tests.command import (
    CLEAN,
    DIRTY,
    TEXT,
    WALL,
    lay,
    lay_unreadable,
    logged,
    refuse,
    run_clean,
    standing,
)  # fmt: skip

Encode = Callable[[str], bytes]

pytestmark = pytest.mark.usefixtures("folder")


class TestWhereItGoes:
    def test_one_page_goes_to_standard_output(self) -> None:
        lay({"page.md": DIRTY})
        result = run_clean("page.md")
        assert (result.exit_code, result.stdout, result.stderr) == (0, CLEAN, "")
        assert standing() == {"page.md": DIRTY}

    def test_file_in_file_out(self) -> None:
        lay({"page.md": DIRTY})
        assert run_clean("page.md", "-o", "out/clean.md").exit_code == 0
        assert standing() == {"page.md": DIRTY, "out/clean.md": CLEAN}

    def test_file_in_folder_out(self) -> None:
        lay({"dumps/page.md": DIRTY, "there/old.md": ""})
        assert run_clean("dumps/page.md", "-o", "there").exit_code == 0
        assert standing("there") == {"old.md": "", "page.md": CLEAN}

    def test_an_output_with_a_slash_at_its_end_is_a_folder_to_make(self) -> None:
        lay({"page.md": DIRTY})
        assert run_clean("page.md", "-o", "new/").exit_code == 0
        assert standing("new") == {"page.md": CLEAN}

    def test_folder_in_folder_out_keeps_the_structure(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b/c/d.txt": TEXT, "dumps/b/e.pdf": DIRTY, "dumps/.hidden.md": DIRTY})
        assert run_clean("dumps", "-o", "clean").exit_code == 0
        assert standing("clean") == {"a.md": CLEAN, "b/c/d.txt": TEXT}

    def test_a_pattern_keeps_the_structure_below_its_first_star(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b/a.md": DIRTY, "dumps/b/c.txt": TEXT})
        assert run_clean("dumps/**/*.md", "-o", "clean").exit_code == 0
        assert standing("clean") == {"a.md": CLEAN, "b/a.md": CLEAN}

    def test_in_place_writes_each_page_back_to_its_own_file(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b/c.md": DIRTY, "d.md": DIRTY})
        assert run_clean("--in-place", "dumps", "d.md").exit_code == 0
        assert standing() == {"dumps/a.md": CLEAN, "dumps/b/c.md": CLEAN, "d.md": CLEAN}

    def test_standard_input_goes_to_standard_output(self) -> None:
        result = run_clean("-", stdin=DIRTY)
        assert (result.exit_code, result.stdout, result.stderr) == (0, CLEAN, "")

    def test_standard_input_goes_to_a_file(self) -> None:
        assert run_clean("-", "-o", "clean.md", stdin=DIRTY).exit_code == 0
        assert standing() == {"clean.md": CLEAN}

    @pytest.mark.parametrize("source", ["page.md", "-"])
    def test_an_output_of_a_dash_is_standard_output(self, source: str) -> None:
        lay({"page.md": DIRTY})
        assert run_clean(source, "-o", "-", stdin=DIRTY).stdout == CLEAN
        assert standing() == {"page.md": DIRTY}

    def test_what_an_earlier_run_left_in_the_output_folder_is_no_source(self) -> None:
        lay({"dumps/a.md": DIRTY})
        for _ in range(2):
            assert run_clean("dumps", "-o", "dumps/clean").exit_code == 0
        assert standing() == {"dumps/a.md": DIRTY, "dumps/clean/a.md": CLEAN}

    def test_a_folder_without_pages_is_nothing_to_do(self) -> None:
        lay({"dumps/a.pdf": DIRTY})
        result = run_clean("dumps", "-o", "clean")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "no pages found" in result.stderr
        assert "*.md" in result.stderr


class TestForms:
    def test_text_is_plain_text_in_files_of_that_ending(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b/c.markdown": DIRTY})
        assert run_clean("dumps", "-o", "clean", "--format", "text").exit_code == 0
        assert standing("clean") == {"a.txt": TEXT, "b/c.txt": TEXT}

    @pytest.mark.parametrize("source", ["page.md", "-"])
    def test_text_goes_to_standard_output_too(self, source: str) -> None:
        lay({"page.md": DIRTY})
        assert run_clean(source, "--format", "text", stdin=DIRTY).stdout == TEXT

    def test_the_text_of_a_page_without_content_is_nothing(self) -> None:
        lay({"dumps/a.md": "Advertisement\n"})
        assert run_clean("-", "--format", "text", "-q", stdin="Advertisement\n").stdout == ""
        assert run_clean("dumps", "-o", "clean", "--format", "text").exit_code == 0
        assert standing("clean") == {"a.txt": ""}

    def test_jsonl_is_one_line_a_page(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": WALL})
        result = run_clean("dumps", "--format", "jsonl", "-o", "all.jsonl")
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
        result = run_clean(source, "--format", "jsonl", stdin=DIRTY)
        assert json.loads(result.stdout)["body"] == CLEAN.partition("---\n\n")[2]
        assert result.stderr == ""

    def test_jsonl_with_edits_holds_them(self) -> None:
        lay({"dumps/a.md": DIRTY})
        record = json.loads(run_clean("dumps", "--format", "jsonl", "--edits").stdout)
        assert restore(CLEAN.encode(), [Edit(**edit) for edit in record["edits"]]) == DIRTY.encode()

    def test_a_name_that_is_no_utf_8_stands_in_jsonl_as_json_writes_it(self) -> None:
        name = os.fsdecode(b"dumps/caf\xe9.md")
        lay({name: DIRTY})
        line = run_clean("dumps", "--format", "jsonl").stdout_bytes
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
        assert run_clean("dumps", "--edits", *arguments).exit_code == 0
        place = Path("dumps" if "--in-place" in arguments else "out")
        for name, source in sources.items():
            cleaned = (place / name).read_bytes()
            assert cleaned != source
            assert restore(cleaned, logged(f"{place / name}.edits.jsonl")) == source

    def test_every_edit_names_span_bytes_rule_and_reason(self) -> None:
        lay({"page.md": DIRTY})
        run_clean("page.md", "-o", "out.md", "--edits")
        edits = logged("out.md.edits.jsonl")
        assert [edit.rule for edit in edits] == ["comment-counter", "ad-slot"]
        for edit in edits:
            assert DIRTY.encode()[edit.start : edit.end].decode() == edit.removed
            assert edit.why

    def test_standard_input_to_a_file_has_a_log_too(self) -> None:
        run_clean("-", "-o", "out.md", "--edits", stdin=DIRTY)
        assert restore(Path("out.md").read_bytes(), logged("out.md.edits.jsonl")) == DIRTY.encode()

    def test_a_page_that_does_not_change_has_no_log(self) -> None:
        lay({"dumps/a.md": CLEAN})
        run_clean("dumps", "-o", "out", "--edits")
        assert standing("out") == {"a.md": CLEAN}

    def test_the_log_of_an_older_page_goes_with_it(self) -> None:
        lay({"dumps/a.md": DIRTY})
        run_clean("dumps", "-o", "out", "--edits")
        lay({"dumps/a.md": CLEAN})
        run_clean("dumps", "-o", "out", "--edits")
        assert standing("out") == {"a.md": CLEAN}

    def test_a_second_run_in_place_keeps_the_only_way_back(self) -> None:
        lay({"page.md": DIRTY})
        for _ in range(2):
            run_clean("page.md", "--in-place", "--edits")
        assert restore(Path("page.md").read_bytes(), logged("page.md.edits.jsonl")) == DIRTY.encode()

    @pytest.mark.parametrize("fails", ["page.md", "page.md.edits.jsonl"], ids=["the page", "the log"])
    def test_page_and_log_are_written_both_or_none(self, fails: str, monkeypatch: pytest.MonkeyPatch) -> None:
        lay({"page.md": DIRTY})
        refuse(monkeypatch, fails)
        result = run_clean("page.md", "--in-place", "--edits")
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
        assert run_clean("page.md", "--in-place").exit_code == 0
        after = Path("page.md").stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, 1)

    def test_an_output_that_is_there_already_is_not_rewritten(self) -> None:
        lay({"dumps/page.md": DIRTY})
        run_clean("dumps", "-o", "out", "--edits")
        for path in Path("out").iterdir():
            os.utime(path, ns=(1, 1))
        run_clean("dumps", "-o", "out", "--edits")
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
        assert run_clean("page.md", "--in-place").exit_code == 0
        assert Path("page.md").read_bytes() == encode(CLEAN)

    def test_permissions_and_links_survive_in_place(self) -> None:
        lay({"dumps/page.md": DIRTY})
        Path("dumps/page.md").chmod(0o640)
        Path("link.md").symlink_to("dumps/page.md")
        assert run_clean("link.md", "--in-place").exit_code == 0
        assert Path("link.md").is_symlink()
        assert Path("dumps/page.md").read_text("utf-8") == CLEAN
        assert Path("dumps/page.md").stat().st_mode & 0o777 == 0o640


class TestOneBadFile:
    """It is named, the others are done, and the exit status is 3."""

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_among_many(self, jobs: str) -> None:
        lay({f"dumps/{number:02}.md": DIRTY for number in range(20) if number != 7})
        lay_unreadable("dumps/07.md")
        result = run_clean("dumps", "-o", "out", "-j", jobs)
        assert result.exit_code == 3
        assert "cleaner: dumps/07.md: cannot be read" in result.stderr
        assert standing("out") == {f"{number:02}.md": CLEAN for number in range(20) if number != 7}

    def test_a_link_to_itself(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/z.md": DIRTY})
        Path("dumps/loop.md").symlink_to("loop.md")
        result = run_clean("dumps", "-o", "out")
        assert result.exit_code == 3
        assert "cleaner: dumps/loop.md: cannot be read: Too many levels of symbolic links" in result.stderr
        assert standing("out") == {"a.md": CLEAN, "z.md": CLEAN}

    def test_a_file_that_is_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "LARGEST", len(DIRTY))
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY + "x", "dumps/z.md": DIRTY})
        result = run_clean("dumps", "-o", "out")
        assert result.exit_code == 3
        assert "cleaner: dumps/b.md: larger than" in result.stderr
        assert standing("out") == {"a.md": CLEAN, "z.md": CLEAN}

    @pytest.mark.parametrize("arguments", [["-o", "out"], ["--in-place"]], ids=["folder out", "in place"])
    def test_a_page_that_cannot_be_written(self, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY, "dumps/z.md": DIRTY})
        refuse(monkeypatch, "b.md")
        result = run_clean("dumps", *arguments)
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
        result = run_clean("dumps", "-o", "out", "--edits")
        assert result.exit_code == 3
        assert f"out/{link}: leads out of the output folder out" in result.stderr
        assert Path("outside.md").read_text("utf-8") == "mine"
        assert Path("out/a.md").read_text("utf-8") == CLEAN
        assert link == "page.md" or not Path("out/page.md").exists()

    def test_a_folder_of_the_output_that_leads_out_by_a_link(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/sub/page.md": DIRTY, "outside/keep": "", "out/keep.md": ""})
        Path("out/sub").symlink_to("../outside")
        result = run_clean("dumps", "-o", "out")
        assert result.exit_code == 3
        assert "out/sub/page.md: leads out of the output folder out" in result.stderr
        assert standing("outside") == {"keep": ""}
        assert Path("out/a.md").read_text("utf-8") == CLEAN

    def test_in_jsonl_the_others_have_their_lines(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/z.md": DIRTY})
        lay_unreadable("dumps/b.md")
        result = run_clean("dumps", "--format", "jsonl")
        assert result.exit_code == 3
        assert [json.loads(line)["path"] for line in result.stdout.splitlines()] == ["dumps/a.md", "dumps/z.md"]
        assert "dumps/b.md" in result.stderr

    @pytest.mark.parametrize(
        ("arguments", "name"), [(["page.md"], "page.md"), (["-"], "standard input")], ids=["a file", "standard input"]
    )
    def test_the_only_page(self, arguments: list[str], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "LARGEST", 10)
        lay({"page.md": DIRTY})
        result = run_clean(*arguments, stdin=DIRTY)
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr.startswith(f"cleaner: {name}: larger than")

    def test_a_mistake_of_the_toolkit_itself(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY + "spoilt\n", "dumps/z.md": DIRTY})
        clean = Cleaner.clean

        def spoilt(self: Cleaner, source: bytes, *rest: Any) -> Any:
            if b"spoilt" in source:
                raise ZeroDivisionError("an otter")
            return clean(self, source, *rest)

        monkeypatch.setattr(Cleaner, "clean", spoilt)
        result = run_clean("dumps", "-o", "out")
        assert result.exit_code == 3
        assert "dumps/b.md: a mistake in cleaner, please report it: ZeroDivisionError('an otter')" in result.stderr
        assert standing("out") == {"a.md": CLEAN, "z.md": CLEAN}
