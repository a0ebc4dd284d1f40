"""HTML on the command line: what comes out, where it goes, what is never written over, and how it is looked at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleaner import Cleaner, clean
from cleaner.cli import main
from cleaner.ruling import restore
from tests.command import CLEAN, DIRTY, HTML, HTML_CLEAN, lay, logged, run_clean, standing

FEED = """\
<?xml version="1.0"?>
<rss version="2.0"><channel><title>Otter Times</title>
<item><title>Gates</title><link>https://otter.example/gates</link>
<description>The keepers counted twelve otters on the pier on Monday, and nine locks.</description></item>
</channel></rss>
"""
SHOWN = HTML.replace("<p>The office", '<p class="greeting">Good day to you, keeper.</p>\n<p>The office')

pytestmark = pytest.mark.usefixtures("folder")


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


class TestClean:
    def test_one_page_goes_to_standard_output(self) -> None:
        lay({"page.html": HTML})
        result = run_clean("page.html")
        assert (result.exit_code, result.stdout, result.stderr) == (0, HTML_CLEAN, "")
        assert run_clean("-", stdin=HTML).stdout == HTML_CLEAN

    def test_file_in_file_out(self) -> None:
        lay({"page.html": HTML})
        assert run_clean("page.html", "-o", "page.md").exit_code == 0
        assert standing() == {"page.html": HTML, "page.md": HTML_CLEAN}

    def test_of_a_folder_all_endings_come_out_as_those_of_markdown(self) -> None:
        endings = ["html", "htm", "xhtml", "shtml", "mhtml", "mht"]
        lay(
            {f"site/{ending}/page.{ending}": HTML for ending in endings}
            | {"site/dump.md": DIRTY, "site/feed.rss": FEED}
        )
        assert run_clean("site", "-o", "out").exit_code == 0
        assert standing("out") == {f"{ending}/page.md": HTML_CLEAN for ending in endings} | {"dump.md": CLEAN}

    def test_as_text_they_end_in_txt(self) -> None:
        lay({"site/page.html": HTML})
        run_clean("site", "-o", "out", "--format", "text")
        assert list(standing("out")) == ["page.txt"]

    def test_feeds_are_pages_where_they_are_named(self) -> None:
        lay({"feed.rss": FEED})
        assert run_clean("feed.rss", "-o", "out/").exit_code == 0
        assert "counted twelve otters" in standing("out")["feed.md"]

    def test_pages_that_would_meet_are_both_named(self) -> None:
        lay({"site/a.html": HTML, "site/a.md": DIRTY})
        result = run_clean("site", "-o", "out")
        assert result.exit_code == 2
        assert "site/a.md and site/a.html would both go to out/a.md; clean them to two folders" in result.stderr

    def test_beside_the_sources_is_a_place_for_what_comes_out(self) -> None:
        lay({"site/page.html": HTML})
        assert run_clean("site", "-o", "site").exit_code == 0
        assert standing("site") == {"page.html": HTML, "page.md": HTML_CLEAN}

    def test_the_parts_of_a_saved_page_are_none(self) -> None:
        lay({"site/Otters.html": HTML, "site/Otters_files/frame.html": HTML})
        run_clean("site", "-o", "out")
        assert list(standing("out")) == ["Otters.md"]

    def test_a_kind_can_be_said(self) -> None:
        page = "Otters &amp; locks\n"
        assert run_clean("-", "--kind", "html", stdin=page).stdout == "---\nconverter: cleaner\n---\n\nOtters & locks\n"
        assert run_clean("-", stdin=page).stdout == page

    def test_jsonl_has_what_was_found(self) -> None:
        lay({"page.html": HTML})
        record = json.loads(run_clean("page.html", "--format", "jsonl", "--url", "https://otter.example/a").stdout)
        assert (record["path"], record["meta"]["url"]) == ("page.html", "https://otter.example/a")
        assert record["body"] == CLEAN.partition("---\n\n")[2]
        assert "dump" not in record


class TestInPlace:
    @pytest.mark.parametrize("name", ["page.html", "page.md"])
    def test_markdown_is_not_written_over_html(self, name: str) -> None:
        lay({name: HTML, "dump.md": DIRTY})
        result = run_clean("--in-place", name, "dump.md")
        assert result.exit_code == 3
        message = f"cleaner: {name}: this is HTML, and Markdown is not written over it; name an --output\n"
        assert result.stderr.startswith(message)
        assert standing() == {name: HTML, "dump.md": CLEAN}

    def test_folders_are_not_searched_for_html(self) -> None:
        lay({"site/page.html": HTML, "site/dump.md": DIRTY})
        assert run_clean("--in-place", "site").exit_code == 0
        assert standing("site") == {"page.html": HTML, "dump.md": CLEAN}

    def test_a_folder_of_html_alone_has_nothing_to_clean_so(self) -> None:
        lay({"site/page.html": HTML})
        result = run_clean("--in-place", "site")
        assert (result.exit_code, result.stderr) == (
            0,
            "no pages found; folders are searched for *.md, *.markdown, *.txt\n",
        )


class TestEditsAndDump:
    def test_the_log_is_about_the_dump(self) -> None:
        lay({"site/page.html": HTML, "site/dump.md": DIRTY})
        assert run_clean("site", "-o", "out", "--edits", "--dump").exit_code == 0
        there = standing("out")
        assert sorted(there) == [
            *("dump.md", "dump.md.edits.jsonl", "page.md", "page.md.dump.md", "page.md.edits.jsonl"),
        ]
        assert there["page.md.dump.md"] == clean(HTML).dump
        assert restore(HTML_CLEAN.encode(), logged("out/page.md.edits.jsonl")).decode() == there["page.md.dump.md"]

    def test_a_dump_is_no_page_to_clean_later(self) -> None:
        lay({"site/page.html": HTML})
        run_clean("site", "-o", "out", "--dump")
        assert run("check", "out").exit_code == 0

    def test_of_what_is_no_html_an_older_dump_goes(self) -> None:
        lay({"a.html": HTML, "b.md": DIRTY})
        run_clean("a.html", "-o", "out.md", "--dump")
        run_clean("b.md", "-o", "out.md", "--dump")
        assert "out.md.dump.md" not in standing()

    def test_jsonl_holds_it(self) -> None:
        lay({"page.html": HTML})
        record = json.loads(run_clean("page.html", "--format", "jsonl", "--dump").stdout)
        assert record["dump"] == clean(HTML).dump

    @pytest.mark.parametrize("arguments", [["page.html"], ["page.html", "--in-place"]], ids=["nowhere", "in place"])
    def test_it_needs_an_output(self, arguments: list[str]) -> None:
        lay({"page.html": HTML})
        result = run_clean(*arguments, "--dump")
        assert (result.exit_code, "name one with --output" in result.stderr) == (2, True)

    def test_a_dump_that_leads_out_of_the_folder_by_a_link_is_refused(self) -> None:
        lay({"site/page.html": HTML, "out/keep": "", "outside.md": "mine"})
        Path("out/page.md.dump.md").symlink_to("../outside.md")
        assert run_clean("site", "-o", "out", "--dump").exit_code == 3
        assert Path("outside.md").read_text("utf-8") == "mine"


class TestLook:
    @pytest.mark.parametrize("arguments", [["page.html"], ["page.md"], ["-"]], ids=" ".join)
    def test_to_check_html_makes_no_sense(self, arguments: list[str]) -> None:
        lay({"page.html": HTML, "page.md": HTML})
        result = run("check", *arguments, stdin=HTML)
        assert result.exit_code == 3
        assert "this is HTML, which is always changed: clean it, and check what comes out" in result.stderr
        assert result.stdout == ""

    @pytest.mark.parametrize("command", ["check", "diff"])
    def test_folders_are_not_searched_for_it(self, command: str) -> None:
        lay({"site/page.html": HTML, "site/dump.md": CLEAN})
        result = run(command, "site")
        assert (result.exit_code, result.stdout) == (0, "")

    def test_diff_shows_the_dump_and_what_comes_out(self) -> None:
        lay({"page.html": HTML})
        result = run("diff", "page.html", "-U", "0")
        assert result.exit_code == 1
        gone = [line for line in result.stdout.splitlines()[2:] if line[:1] in "+-"]
        assert gone == ["-* [Tide clock](/clock)", "-* [Knots](/knots)", "-", "-Advertisement", "-"]

    def test_explain_shows_the_lines_of_the_dump(self) -> None:
        lay({"page.html": HTML})
        shown = run("explain", "page.html").stdout.splitlines()
        assert shown[0] == "page.html: ok"
        lines = [line for line in clean(HTML).dump.splitlines() if line]
        assert len(shown) == 1 + len(lines)
        assert shown[5].startswith("-     6 ")
        assert "* [Tide clock](/clock)  [navigation-element: " in shown[5]
        assert [line[8:12].strip().endswith("%") for line in shown[1:]] == [False] * 4 + [True] * 6

    def test_explain_removed_shows_nothing_else(self) -> None:
        shown = run("explain", "--removed", "-", stdin=HTML).stdout.splitlines()
        assert [line[:1] for line in shown[1:]] == ["-", "-", "-"]

    def test_explain_searches_folders_for_it(self) -> None:
        lay({"site/page.html": HTML})
        assert run("explain", "site").stdout.startswith("site/page.html: ok")


FTR = "title: //h1\nbody: //article\nstrip: //p[@class='greeting']\nbdy: //div\nstrip: //p[\ntidy: no\n"


class TestJudging:
    @pytest.mark.parametrize(
        ("key", "wanted", "other", "line"),
        [
            pytest.param("content", "--content=article", "--content=page", '"article"', id="content"),
            pytest.param("engine", "--engine=readability", "--engine=cleaner", '"readability"', id="engine"),
            pytest.param("comments", "--comments", "--no-comments", "true", id="comments"),
        ],
    )
    def test_options_and_configuration_reach_the_cleaner(
        self, key: str, wanted: str, other: str, line: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[object] = []

        def made(**given: Any) -> Cleaner:
            asked.append(given[key])
            return Cleaner(model=False)

        monkeypatch.setattr("cleaner.cli.options.Cleaner", made)
        lay({"own.toml": f"{key} = {line}\n"})
        for more in ([], [wanted], ["--config", "own.toml"], ["--config", "own.toml", other]):
            run_clean("-", *more, stdin=HTML)
        assert asked == [asked[0], json.loads(line), json.loads(line), asked[0]]
        assert asked[0] != asked[1]

    @pytest.mark.parametrize("command", ["clean", "check", "diff", "explain"])
    def test_what_is_unknown_is_refused(self, command: str) -> None:
        assert run(command, "-", "--content", "forum").exit_code == 2
        assert run(command, "-", "--engine", "other").exit_code == 2

    def test_a_folder_of_site_configurations_holds(self) -> None:
        lay({"ftr/otter.example.txt": FTR})
        url = ("--url", "https://otter.example/a")
        assert "Good day" not in run_clean("-", *url, "--ftr", "ftr", "-q", stdin=SHOWN).stdout
        lay({".cleaner.toml": 'ftr = "ftr"\n'})
        assert "ftr/otter.example/strip" in run("explain", "-", *url, stdin=SHOWN).stdout

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_mistakes_in_it_are_told_once(self, jobs: str) -> None:
        base = '<head><link rel="canonical" href="https://otter.example/{}">'
        lay({"ftr/otter.example.txt": FTR, "ftr/seal.example.txt": "bdy: //div\n"})
        lay({f"site/{number:02}.html": SHOWN.replace("<head>", base.format(number)) for number in range(20)})
        result = run_clean("site", "-o", "out", "--ftr", "ftr", "-q", "--no-templates", "-j", jobs)
        assert result.exit_code == 0
        first, second = result.stderr.splitlines()
        assert first == "cleaner: otter.example.txt:4: bdy: unknown directive"
        assert second.startswith("cleaner: otter.example.txt:5: strip: no XPath expression")

    @pytest.mark.parametrize("command", ["clean", "diff", "explain"])
    def test_and_by_every_command(self, command: str) -> None:
        lay({"ftr/otter.example.txt": FTR})
        result = run(command, "-", "--ftr", "ftr", "--url", "https://otter.example/a", stdin=SHOWN)
        assert result.stderr.count("otter.example.txt:4: bdy: unknown directive") == 1

    def test_a_folder_that_is_not_there(self) -> None:
        result = run_clean("-", "--ftr", "gone", stdin=HTML)
        assert (result.exit_code, "--ftr gone: there is no such folder" in result.stderr) == (2, True)
        lay({".cleaner.toml": 'ftr = "gone"\n'})
        result = run_clean("-", stdin=HTML)
        assert (result.exit_code, ".cleaner.toml: ftr: there is no folder" in result.stderr) == (2, True)
