"""cli/clean.py: wrong use, configuration, processes, and what is told to whom."""

from __future__ import annotations

import os
import pty
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, __version__
from cleaner.cli import main
from cleaner.judges.model import scoring, weights
from tests.command import CLEAN, DIRTY, TEXT, WALL, lay, lay_unreadable, process, run_clean, standing
from tests.networks import leaning

pytestmark = pytest.mark.usefixtures("folder")


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
        result = run_clean(*arguments, stdin=DIRTY)
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
        result = run_clean(*sources, "-o", "out", *arguments)
        assert result.exit_code == 2
        assert f"would both go to {meet}; clean them to two folders" in result.stderr
        assert not Path("out").exists()


class TestConfiguration:
    @pytest.mark.parametrize("name", [".cleaner.toml", "pyproject.toml"])
    def test_holds_for_the_command(self, name: str) -> None:
        table = "[tool.cleaner]\n" if name == "pyproject.toml" else ""
        lay({name: table + 'include = ["*.page"]\nexclude = ["drafts"]\nedits = true\n'})
        lay({"dumps/a.page": DIRTY, "dumps/b.md": DIRTY, "drafts/c.page": DIRTY})
        assert run_clean("dumps", "drafts", "-o", "out").exit_code == 0
        assert sorted(standing("out")) == ["a.page", "a.page.edits.jsonl"]

    def test_options_win_over_it(self) -> None:
        lay({".cleaner.toml": "edits = true\njobs = 2\n", "page.md": DIRTY})
        assert run_clean("page.md", "-o", "out.md", "--no-edits", "-j", "1").exit_code == 0
        assert "out.md.edits.jsonl" not in standing()

    def test_its_log_of_edits_needs_no_place_when_a_page_goes_to_standard_output(self) -> None:
        lay({".cleaner.toml": "edits = true\n", "page.md": DIRTY})
        assert run_clean("page.md").stdout == CLEAN

    def test_another_file_can_be_named(self) -> None:
        lay({".cleaner.toml": "unknown = 1\n", "other.toml": "edits = true\n", "page.md": DIRTY})
        assert run_clean("page.md", "-o", "out.md", "--config", "other.toml").exit_code == 0
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
        result = run_clean("page.md", "--in-place")
        assert result.exit_code == 2
        assert message in result.stderr
        assert standing()["page.md"] == DIRTY

    def test_in_a_hook_pages_that_are_all_excluded_are_nothing_to_do(self) -> None:
        lay({".cleaner.toml": 'exclude = ["README.md"]\n', "README.md": DIRTY})
        assert run_clean("--in-place", "--quiet", "README.md").output == ""
        assert run_clean("--in-place", "README.md").exit_code == 0
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


class TestModel:
    """What is no content to the model alone: a line that stands on its own at the end, in no rule's words."""

    RULED = f"{CLEAN}\nOtter lanterns\n"
    PAGE = f"{RULED}\n3 Comments\n"

    @pytest.fixture(autouse=True)
    def _greedy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the model be sure that only what has a full stop is content."""
        model = leaning(0.001, words=0.0, ends_with_sentence_end=20.0, is_heading=20.0)
        monkeypatch.setattr(weights, "load", lambda **_: model)
        monkeypatch.setattr(scoring, "load", lambda **_: model)

    def test_is_on(self) -> None:
        assert run_clean("-", stdin=self.PAGE).stdout == CLEAN

    def test_an_option_switches_it_off(self) -> None:
        assert run_clean("-", "--no-model", stdin=self.PAGE).stdout == self.RULED

    @pytest.mark.parametrize(("setting", "stays"), [("false", True), ("true", False)])
    def test_so_does_the_configuration(self, setting: str, stays: bool) -> None:
        lay({".cleaner.toml": f"model = {setting}\n"})
        assert run_clean("-", stdin=self.PAGE).stdout == (self.RULED if stays else CLEAN)

    def test_the_option_holds_where_the_configuration_switches_it_on(self) -> None:
        lay({".cleaner.toml": "model = true\n"})
        assert run_clean("-", "--no-model", stdin=self.PAGE).stdout == self.RULED

    @pytest.mark.parametrize("more", [[], ["--no-templates"]], ids=["with templates", "without templates"])
    def test_every_command_that_judges_knows_the_option(self, more: list[str]) -> None:
        lay({"page.md": self.PAGE})
        for command in ("check", "diff"):
            told = [
                CliRunner().invoke(main, [command, "page.md", *more, *option]).output for option in ([], ["--no-model"])
            ]
            assert told[0] != told[1]

    def test_worker_processes_know_it(self) -> None:
        lay({f"dumps/{number:02}.md": self.PAGE for number in range(20)})
        assert run_clean("dumps", "-o", "out", "-j", "2", "--no-model", "--no-templates").exit_code == 0
        assert set(standing("out").values()) == {self.RULED}


class TestOwnSites:
    def test_a_folder_of_the_configuration_holds(self) -> None:
        lay({".cleaner.toml": 'sites = "own"\n', "own/otter.toml": SITE.format(host="otter.example")})
        result = run_clean("-", "--url", "https://otter.example/a", stdin=BELL + TEXT)
        assert result.stdout == TEXT

    def test_a_folder_of_the_command_wins_over_that_of_the_configuration(self) -> None:
        lay(
            {
                ".cleaner.toml": 'sites = "own"\n',
                "own/otter.toml": "broken",
                "mine/otter.toml": SITE.format(host="otter.example"),
            }
        )
        assert run_clean("-", "--url", "https://otter.example/a", "--sites", "mine", stdin=BELL + TEXT).stdout == TEXT

    def test_an_own_file_wins_over_the_built_in_file_of_the_same_host(self) -> None:
        lay({"own/mine.toml": SITE.format(host="www.theregister.com")})
        notice = "This article is more than 3 years old"  # the built-in file drops it
        page = f"{TEXT}\n{notice}\n\n{BELL}The keepers sleep at noon, and nobody counts the otters then.\n"
        url = ["--url", "https://www.theregister.com/2024/01/02/otters/"]
        built_in, own = (run_clean("-", *url, *more, stdin=page).stdout for more in ([], ["--sites", "own"]))
        assert (notice in built_in, BELL in built_in) == (False, True)
        assert (notice in own, BELL in own) == (True, False)

    def test_a_mistake_in_an_own_file_names_file_line_and_key(self) -> None:
        lay({"own/otter.toml": SITE.format(host="otter.example").replace("line =", "lines ="), "dumps/a.md": DIRTY})
        result = run_clean("dumps", "-o", "out", "--sites", "own")
        assert result.exit_code == 2
        assert "own/otter.toml:8: drop.lines: unknown key" in result.stderr
        assert not Path("out").exists()


class TestProcesses:
    def test_two_give_the_same_bytes_as_one(self) -> None:
        pages = {f"dumps/{number // 10}/{number:02}.md": f"{DIRTY}\nOtter {number} sleeps.\n" for number in range(50)}
        lay({**pages, "dumps/wall.txt": WALL})
        outcomes = []
        for jobs in ("1", "2", "0"):
            told = run_clean("dumps", "-o", f"out{jobs}", "-j", jobs, "--edits")
            outcomes.append((told.exit_code, told.stderr, standing(f"out{jobs}")))
        assert len(outcomes[0][2]) == 2 * 51
        assert outcomes[0] == outcomes[1] == outcomes[2]

    def test_two_give_the_same_lines_of_jsonl_in_the_same_order(self) -> None:
        lay({f"dumps/{number:02}.md": f"{DIRTY}\nOtter {number} sleeps.\n" for number in range(50)})
        assert (
            run_clean("dumps", "--format", "jsonl", "-j", "2").stdout == run_clean("dumps", "--format", "jsonl").stdout
        )


class TestWhatIsTold:
    def test_a_summary_counts_pages_verdicts_and_rules_on_standard_error(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": CLEAN, "dumps/c.md": WALL})
        result = run_clean("dumps", "-o", "out")
        assert result.stdout == ""
        head, verdicts, rules = result.stderr.splitlines()
        assert head.startswith("3 pages, 2 changed, ")
        assert "ok 2" in verdicts
        assert "blocked 1" in verdicts
        assert "ad-slot 1" in rules
        assert "comment-counter 1" in rules

    def test_the_share_taken_counts_the_same_text_in_every_encoding(self) -> None:
        lay({"a/page.md": "\ufeff" + DIRTY, "b/page.md": DIRTY.encode("utf-16")})
        narrow, wide = (run_clean(place, "-o", f"{place}-out").stderr for place in ("a", "b"))
        assert narrow == wide

    @pytest.mark.parametrize("arguments", [["dumps", "-o", "out"], ["dumps", "-i"], ["-"], ["dumps/b.md"]])
    def test_quiet_tells_nothing(self, arguments: list[str]) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": WALL})
        assert run_clean("--quiet", *arguments, stdin=WALL).stderr == ""

    def test_quiet_tells_errors(self) -> None:
        lay({"dumps/a.md": DIRTY})
        lay_unreadable("dumps/b.md")
        result = run_clean("--quiet", "dumps", "-o", "out")
        assert result.exit_code == 3
        assert result.stderr.count("\n") == 1
        assert "dumps/b.md" in result.stderr

    def test_a_single_page_that_is_no_content_is_told(self) -> None:
        result = run_clean("-", stdin=WALL)
        assert result.stderr.startswith("standard input: blocked: ")

    def test_names_do_not_speak_to_the_terminal(self) -> None:
        lay({"dumps/b.md": DIRTY})
        lay_unreadable("dumps/\x1b[31mred\x9b\u202e.md")
        result = CliRunner().invoke(main, ["clean", "dumps", "-o", "out"], color=True)
        assert "dumps/␛[31mred<U+009B><U+202E>.md: cannot be read" in result.stderr


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
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY})
        lay_unreadable("dumps/c.md")
        done = process("clean", "dumps", "-o", "out")
        assert done.returncode == 3
        assert b"\x1b" not in done.stderr
        assert b"\r" not in done.stderr
        assert b"cleaning" not in done.stderr

    def test_on_a_terminal_there_are_both(self) -> None:
        lay({"dumps/a.md": DIRTY, "dumps/b.md": DIRTY})
        lay_unreadable("dumps/c.md")
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
        lay({"dumps/b.md": DIRTY})
        lay_unreadable(name)
        done = process(
            "clean", "dumps", "-o", "out", environment={"PYTHONIOENCODING": "latin-1:strict", "PYTHONUTF8": "0"}
        )
        assert done.returncode == 3
        assert b"dumps/\\u6e2f.md: cannot be read" in done.stderr


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
    result = run_clean("page.md", "--in-place")
    assert result.exit_code == 130
    assert result.stderr == "cleaner: interrupted; what was written is whole\n"
    assert standing() == {"page.md": DIRTY}


class TestHelp:
    @pytest.mark.parametrize(
        "command",
        [
            [],
            ["clean"],
            ["check"],
            ["diff"],
            ["explain"],
            ["learn"],
            ["rules"],
            ["sites"],
            ["sites", "list"],
            ["sites", "new"],
        ],
        ids=" ".join,
    )
    def test_every_command_has_one_and_its_lines_fit(self, command: list[str]) -> None:
        result = CliRunner().invoke(main, [*command, "--help"], terminal_width=100)
        assert result.exit_code == 0
        assert result.output.startswith("Usage: ")
        assert max(map(len, result.output.splitlines())) <= 100

    @pytest.mark.parametrize(
        "command", [[], ["clean"], ["check"], ["diff"], ["explain"], ["learn"], ["rules"], ["sites"]], ids=" ".join
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
