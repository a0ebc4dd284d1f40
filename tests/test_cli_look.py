"""cli/look.py: check, diff and explain say what would happen and why, and write nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner import Cleaner, Edit, files
from cleaner.cli import main
from cleaner.cli.unified import unified
from cleaner.ruling import apply
from cleaner.sources.page import read
from tests.command import CLEAN, DIRTY, HTML, lay, lay_unreadable

LOOKS = pytest.mark.parametrize("command", ["check", "diff", "explain"])

pytestmark = pytest.mark.usefixtures("folder")


def run(*arguments: str, stdin: str | bytes = "", color: bool = False) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, color=color)


class TestAll:
    @LOOKS
    @pytest.mark.parametrize("page", [CLEAN, DIRTY], ids=["clean", "dirty"])
    def test_exit_status_says_whether_check_and_diff_found_anything(self, command: str, page: str) -> None:
        lay({"page.md": page})
        expected = 1 if page == DIRTY and command != "explain" else 0
        assert run(command, "page.md").exit_code == expected
        assert run(command, "-", stdin=page).exit_code == expected

    @LOOKS
    def test_nothing_is_written(self, command: str, folder: Path) -> None:
        lay({"dumps/page.md": DIRTY})
        run(command, "dumps")
        assert [path.name for path in folder.rglob("*") if path.is_file()] == ["page.md"]
        assert Path("dumps/page.md").read_text("utf-8") == DIRTY

    @LOOKS
    def test_one_bad_file_is_named_and_the_others_are_looked_at(self, command: str) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/z.md": DIRTY})
        lay_unreadable("dumps/loop.md")
        result = run(command, "dumps")
        assert result.exit_code == 3
        assert "cleaner: dumps/loop.md: cannot be read: " in result.stderr
        assert "dumps/a.md" in result.stdout
        assert "dumps/z.md" in result.stdout

    @LOOKS
    def test_a_page_that_is_too_large_is_a_bad_file(self, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "LARGEST", 10)
        lay({"page.md": DIRTY})
        assert run(command, "page.md").exit_code == run(command, "-", stdin=DIRTY).exit_code == 3

    @LOOKS
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            pytest.param(["gone.md"], "gone.md: no such file or folder", id="no such file"),
            pytest.param([], "Missing argument 'SOURCE...'", id="nothing"),
            pytest.param(["page.md", "--kind", "pdf"], "'markdown', 'text', 'html'", id="an unknown kind"),
        ],
    )
    def test_wrong_use_is_told(self, command: str, arguments: list[str], message: str) -> None:
        lay({"page.md": DIRTY})
        result = run(command, *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert message in " ".join(result.stderr.split())

    @LOOKS
    def test_the_configuration_holds(self, command: str) -> None:
        lay({".cleaner.toml": 'include = ["*.page"]\nexclude = ["drafts"]\n'})
        lay({"dumps/a.page": DIRTY, "dumps/b.md": DIRTY, "dumps/drafts/c.page": DIRTY, "drafts/d.page": DIRTY})
        output = run(command, ".").stdout
        assert "dumps/a.page" in output
        assert "b.md" not in output
        assert "d.page" not in output

    @LOOKS
    def test_a_mistake_in_the_configuration_stops_the_command(self, command: str) -> None:
        lay({".cleaner.toml": "jbos = 2", "page.md": DIRTY})
        result = run(command, "page.md")
        assert (result.exit_code, result.stdout) == (2, "")
        assert ".cleaner.toml: jbos: unknown key" in result.stderr

    @LOOKS
    def test_in_a_pipe_there_are_no_colours(self, command: str) -> None:
        lay({"page.md": DIRTY})
        result = run(command, "page.md")
        assert "\x1b" not in result.output

    @pytest.mark.parametrize("command", ["diff", "explain"])
    def test_on_a_terminal_there_are(self, command: str) -> None:
        lay({"page.md": DIRTY})
        assert "\x1b[31m-" in run(command, "page.md", color=True).stdout

    @pytest.mark.parametrize("command", ["diff", "explain"])
    @pytest.mark.parametrize("colour", [True, False], ids=["terminal", "pipe"])
    @pytest.mark.parametrize(
        ("spoken", "shown"),
        [
            pytest.param("\x1b]0;owned\x07", "␛]0;owned␇", id="escape and bell"),
            pytest.param("\x08\x08", "␈␈", id="backspace"),
            pytest.param("\r over", "␍ over", id="carriage return inside a line"),
            pytest.param("\x9b31m", "<U+009B>31m", id="the 8-bit escape"),
            pytest.param("\x7f", "␡", id="delete"),
            pytest.param("\u202egpj.exe\u2066", "<U+202E>gpj.exe<U+2066>", id="reading direction"),
            pytest.param("\u200b", "<U+200B>", id="invisible"),
        ],
    )
    def test_a_page_never_speaks_to_the_terminal(self, command: str, colour: bool, spoken: str, shown: str) -> None:
        page = f"{DIRTY}\nThe otters{spoken} sleep.\n\nAdvertisement\n\nThe bell rings.\n"
        output = run(
            command, "-", "-U99" if command == "diff" else "--url=https://otter.example", stdin=page, color=colour
        ).stdout
        assert spoken not in output
        assert f"The otters{shown} sleep." in output

    @LOOKS
    @pytest.mark.parametrize("page", [DIRTY, HTML], ids=["page", "bad file"])
    def test_a_name_never_speaks_to_the_terminal(self, command: str, page: str) -> None:
        lay({"\x1b[2J\u202eotter.md": page})
        output = run(command, ".", color=True).output
        assert "␛[2J<U+202E>otter.md" in output
        assert "\x1b[2J" not in output


class TestCheck:
    def test_pages_that_would_change_are_named_with_the_rules(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": CLEAN})
        result = run("check", "dumps")
        assert result.stdout == "dumps/a.md: 2 edits (comment-counter, ad-slot)\n"
        assert result.stderr == "1 of 2 pages would change\n"

    def test_a_page_that_was_cleaned_passes(self) -> None:
        lay({"page.md": DIRTY})
        assert run("check", "page.md").exit_code == 1
        run("clean", "--in-place", "page.md")
        assert run("check", "page.md").exit_code == 0

    def test_quiet_leaves_the_exit_status(self) -> None:
        lay({"page.md": DIRTY})
        result = run("check", "--quiet", "page.md")
        assert (result.exit_code, result.output) == (1, "")

    def test_two_processes_say_the_same_as_one(self) -> None:
        lay({f"dumps/{number:02}.md": DIRTY if number % 3 else CLEAN for number in range(40)})
        one, two = (run("check", "dumps", "-j", jobs) for jobs in ("1", "2"))
        assert (one.exit_code, one.output) == (two.exit_code, two.output)
        assert one.stdout.count("\n") == 26

    def test_no_pages_are_nothing_to_change(self, folder: Path) -> None:
        assert run("check", str(folder)).exit_code == 0


class TestDiff:
    def test_is_a_unified_diff(self) -> None:
        lay({"page.md": DIRTY})
        assert run("diff", "page.md", "-U", "1").stdout == (
            "--- a/page.md\n"
            "+++ b/page.md\n"
            "@@ -8,6 +8,2 @@\n"
            " \n"
            "-3 Comments\n"
            "-\n"
            "-Advertisement\n"
            "-\n"
            " The office plans new gates for the winter, and asks for patience until they are painted green.\n"
        )

    def test_of_a_clean_page_is_nothing(self) -> None:
        lay({"page.md": CLEAN})
        assert run("diff", "page.md").output == ""

    def test_line_endings_of_windows_are_not_shown(self) -> None:
        assert "␍" not in run("diff", "-", stdin=DIRTY.replace("\n", "\r\n")).stdout

    @pytest.mark.skipif(not shutil.which("git"), reason="git applies the patch, and is not here")
    @pytest.mark.parametrize("context", ["1", "3", "99"])
    @pytest.mark.parametrize(
        "page",
        [
            pytest.param(DIRTY, id="in the middle"),
            pytest.param("Advertisement\n\n" + CLEAN.partition("---\n\n")[2], id="at the top"),
            pytest.param(CLEAN + "\n3 Comments\n", id="at the end"),
            pytest.param((CLEAN + "\n3 Comments").rstrip("\n"), id="at an end without a newline"),
            pytest.param(
                CLEAN.rstrip("\n").replace("The office", "Advertisement\n\nThe office"), id="before such an end"
            ),
            pytest.param(CLEAN.replace("locks before", "locks\u200b before"), id="inside a line"),
            pytest.param("Advertisement\n", id="all of it"),
            pytest.param(
                "\n\n".join([DIRTY, *["The otter sleeps in the harbour."] * 9, "3 Comments"]) + "\n", id="twice"
            ),
        ],
    )
    def test_can_be_applied(self, page: str, context: str) -> None:
        lay({"page.md": page})
        patch = run("diff", "page.md", "-U", context).stdout.replace("<U+200B>", "\u200b")
        command = ["git", "apply", "--whitespace=nowarn", *(["--unidiff-zero"] if context == "0" else []), "-"]
        shutil.rmtree(".git")
        applied = subprocess.run(command, input=patch.encode(), capture_output=True, check=False)  # noqa: S603
        assert applied.stderr == b""
        expected = run("clean", "-", "-q", stdin=page).stdout
        assert expected != page
        assert (Path("page.md").read_text("utf-8") if Path("page.md").exists() else "") == expected


class TestUnified:
    """cli/unified.py: the diff as a view of the edits."""

    SOURCE = b"one\ntwo\nthree\nfour\nfive\n"

    @pytest.mark.parametrize(
        ("spans", "expected"),
        [
            pytest.param([], [], id="no edits"),
            pytest.param(
                [(0, 4, "")], ["@@ -1,5 +1,4 @@", "-one", " two", " three", " four", " five"], id="the first line"
            ),
            pytest.param(
                [(19, 24, "")], ["@@ -1,5 +1,4 @@", " one", " two", " three", " four", "-five"], id="the last line"
            ),
            pytest.param(
                [(3, 7, "")], ["@@ -1,5 +1,4 @@", " one", "-two", " three", " four", " five"], id="from a line's end"
            ),
            pytest.param(
                [(5, 6, "X")],
                ["@@ -1,5 +1,5 @@", " one", "-two", "+tXo", " three", " four", " five"],
                id="inside a line",
            ),
            pytest.param(
                [(8, 8, "new\n")], ["@@ -1,5 +1,6 @@", " one", " two", "+new", " three", " four", " five"], id="added"
            ),
            pytest.param(
                [(6, 11, "")],
                ["@@ -1,5 +1,4 @@", " one", "-two", "-three", "+twee", " four", " five"],
                id="two lines close up",
            ),
            pytest.param([(0, 24, "")], ["@@ -1,5 +0,0 @@", "-one", "-two", "-three", "-four", "-five"], id="all"),
            pytest.param(
                [(0, 4, ""), (4, 8, ""), (14, 19, "")],
                ["@@ -1,5 +1,2 @@", "-one", "-two", " three", "-four", " five"],
                id="several",
            ),
        ],
    )
    def test_shows(self, spans: Sequence[tuple[int, int, str]], expected: list[str]) -> None:
        edits = [Edit(start, end, self.SOURCE[start:end].decode(), new, "rule", "why") for start, end, new in spans]
        shown = list(unified(self.SOURCE, edits, "page", 9))
        assert shown[2:] == expected
        kept = "".join(line[1:] + "\n" for line in shown[2:] if line[0] in " +")
        assert not edits or kept.encode() == apply(self.SOURCE, edits)

    def test_changes_that_are_far_apart_stand_in_hunks_of_their_own(self) -> None:
        source = b"".join(b"%03d\n" % number for number in range(100))
        edits = [Edit(at * 4, at * 4 + 4, f"{at:03}\n", "", "rule", "why") for at in (10, 17, 50)]
        shown = list(unified(source, edits, "page", 3))
        assert [line for line in shown if line.startswith("@@")] == ["@@ -8,14 +8,12 @@", "@@ -48,7 +46,6 @@"]
        assert [line for line in shown[2:] if line.startswith("-")] == ["-010", "-017", "-050"]

    def test_a_last_line_without_a_newline_is_marked(self) -> None:
        edits = [Edit(0, 4, "one\n", "", "rule", "why")]
        assert list(unified(b"one\ntwo", edits, "page", 3))[2:] == [
            "@@ -1,2 +1 @@",
            "-one",
            " two",
            "\\ No newline at end of file",
        ]


def explained(page: str | bytes, *arguments: str) -> list[str]:
    return run("explain", "-", *arguments, stdin=page).stdout.splitlines()


class TestExplain:
    def test_names_the_verdict(self) -> None:
        assert explained(DIRTY)[0] == "standard input: ok"
        assert explained("Please verify you are a human\n")[0].startswith("standard input: blocked, ")

    def test_every_line_has_its_number_and_those_that_go_their_rule_and_reason(self) -> None:
        shown = explained(DIRTY)[1:]
        assert [line[:7] for line in shown] == [
            *("      1", "      2", "      3", "      5", "      7", "-     9", "-    11", "     13"),
        ]
        assert re.match(r"-     9 .{4} 3 Comments  \[comment-counter: ", shown[5])
        assert re.match(r"-    11 .{4} Advertisement  \[ad-slot: ", shown[6])

    def test_removed_shows_nothing_else(self) -> None:
        shown = explained(DIRTY, "--removed")[1:]
        assert [line[:1] for line in shown] == ["-", "-"]

    def test_a_line_that_changes_inside_is_marked_so(self) -> None:
        (line,) = explained(CLEAN.replace("locks before", "locks\u200b before"), "--removed")[1:]
        assert re.match("~     7 .{4} The keepers counted ", line)
        assert "[invisible-character: " in line

    def test_a_line_that_loses_both_ends_is_changed_and_not_gone(self) -> None:
        page = CLEAN + "\n\u200bThe bell rings at noon.\u200b\n"
        (line,) = explained(page, "--removed")[1:]
        assert re.match(r"~    11 .{4} <U\+200B>The bell rings at noon.<U\+200B>  \[", line)

    def test_a_line_with_several_changes_has_all_their_rules(self) -> None:
        url = "https://otter.example/gates?utm_source=bell"
        page = CLEAN.replace("locks before", f"locks\u200b before [gates]({url}) and")
        (line,) = explained(page, "--removed")[1:]
        assert "invisible-character: " in line
        assert "tracking-parameter: " in line

    def test_a_line_that_is_added_is_marked_so(self) -> None:
        page = CLEAN.replace("The keepers", "By Ottilie Marsh\n\nThe keepers", 1)
        shown = explained(page, "--removed")[1:]
        assert shown[0].startswith("+     3      author: Ottilie Marsh  [byline: ")
        assert re.match(r"-     7 .{4} By Ottilie Marsh  \[byline: ", shown[1])

    def test_a_long_line_is_cut_and_says_so(self) -> None:
        shown = explained(CLEAN)
        assert max(map(len, shown)) <= 113
        assert any(line.endswith("…") for line in shown)

    def test_bytes_that_are_no_utf_8_do_not_shift_the_lines(self) -> None:
        page = DIRTY.encode().replace(b"The keepers", "Thé".encode() * 60 + b" \xff\xff\xff\xff\xff keepers")
        shown = explained(page, "--removed")[1:]
        assert [line.partition("[")[0][13:] for line in shown[-2:]] == ["3 Comments  ", "Advertisement  "]
        assert [line[:7] for line in shown[-2:]] == ["-     9", "-    11"]
        assert shown[0].startswith("~     7 ")
        assert "undecodable-byte" in shown[0]


MODEL = pytest.mark.parametrize("arguments", [["page.md"], ["-"]], ids=["file", "standard input"])
SCORE = re.compile(r"[-~ ] {1,5}\d+ ([ \d]{3}%) ")


class TestExplainScores:
    """The column that says how likely each line is content."""

    @MODEL
    def test_every_line_of_the_body_has_one(self, arguments: list[str]) -> None:
        lay({"page.md": DIRTY})
        shown = run("explain", *arguments, stdin=DIRTY).stdout.splitlines()[1:]
        assert [bool(SCORE.match(line)) for line in shown] == [False] * 3 + [True] * 5
        assert all(0 <= int(found[1][:-1]) <= 100 for line in shown if (found := SCORE.match(line)))

    def test_lines_without_one_are_set_in_as_far(self) -> None:
        shown = explained(DIRTY)[1:]
        assert shown[0] == "      1      ---"
        assert shown[1].startswith("      2      title: ")

    @pytest.mark.parametrize("how", ["option", "configuration"])
    def test_without_the_model_there_is_no_column(self, how: str) -> None:
        lay({".cleaner.toml": "model = false\n"} if how == "configuration" else {})
        shown = explained(DIRTY, *(["--no-model"] if how == "option" else []))[1:]
        assert shown[0] == "      1 ---"
        assert shown[5].startswith("-     9 3 Comments  [comment-counter: ")
        assert not any(SCORE.match(line) for line in shown)

    def test_they_are_those_before_anything_went(self) -> None:
        blocks, docket = Cleaner().judge(read(DIRTY.encode()))
        scores = [f"{docket.evidence['model'][index]:4.0%}" for index in range(len(blocks))]
        found = [match[1] for line in explained(DIRTY) if (match := SCORE.match(line))]
        assert found == scores

    def test_all_lines_of_a_block_have_that_of_the_block(self) -> None:
        page = CLEAN + "\n```\notters = 12\nlocks = 9\n```\n"
        found = [match[1] for line in explained(page)[-4:] if (match := SCORE.match(line))]
        assert len(found) == 4
        assert len(set(found)) == 1

    def test_a_line_that_is_added_has_none(self) -> None:
        page = CLEAN.replace("The keepers", "By Ottilie Marsh\n\nThe keepers", 1)
        shown = explained(page, "--removed")[1:]
        assert shown[0].startswith("+     3      author: Ottilie Marsh  [byline: ")

    @pytest.mark.parametrize(
        "page",
        [
            pytest.param(DIRTY.encode().replace(b"The keepers", b"\xff\xfe\xff keepers"), id="bytes that are no UTF-8"),
            pytest.param(DIRTY.replace("\n", "\r\n").encode(), id="line endings of Windows"),
            pytest.param(("\ufeff" + DIRTY).encode(), id="a byte order mark"),
            pytest.param(DIRTY.encode("utf-16"), id="UTF-16"),
        ],
    )
    def test_they_stand_beside_their_lines(self, page: bytes) -> None:
        shown = explained(page)[1:]
        assert [bool(SCORE.match(line)) for line in shown] == [False] * 3 + [True] * 5
        assert shown[6].startswith("-    11 ")
        assert " Advertisement  [ad-slot: " in shown[6]

    def test_a_page_without_words_has_none(self) -> None:
        assert explained("---\ntitle: Otters\n---\n")[1:] == ["      1 ---", "      2 title: Otters", "      3 ---"]
