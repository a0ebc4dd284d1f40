"""The verdict on a page as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from cleaner import Cleaner
from cleaner.block import Block
from cleaner.ruling import Docket, Ruling
from cleaner.sources.page import Page
from tests.networks import judging_by, leaning

PROSE = "Twelve animals were counted this spring along the river, more than in any year before.\n\n"
HEAD = "---\ntitle: Otters return to the Elbe\n---\n\n# Otters return to the Elbe\n\n"
MENU = "".join(f"* [Topic {number}](/topic/{number}/)\n" for number in range(300))


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        pytest.param(HEAD + PROSE, "ok", id="a text"),
        pytest.param("", "empty", id="no bytes"),
        pytest.param(" \n\n", "empty", id="blank lines"),
        pytest.param(HEAD, "empty", id="a title alone"),
        pytest.param(HEAD + MENU, "empty", id="a menu alone"),
        pytest.param(
            HEAD + "Checking your browser before accessing example.com.\n\nPlease enable JavaScript to continue.\n",
            "blocked",
            id="a captcha",
        ),
        pytest.param(HEAD + "## Page not found\n", "blocked", id="an error page"),
        pytest.param(HEAD + MENU + "* [Topic...", "menu-only", id="cut in the menu"),
        pytest.param(HEAD + PROSE * 60 + "It was the fi...", "truncated", id="cut in the text"),
    ],
)
def test_kinds(source: str, kind: str, cleaner: Cleaner) -> None:
    assert cleaner.clean(source).verdict.kind == kind


class Keeper:
    """A judge that keeps everything, as a site file may."""

    name = "keeper"

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        return iter([Ruling(index, True, "site/keeper/all", "all of it") for index in range(len(blocks))])


def test_what_a_site_file_keeps_makes_no_wall() -> None:
    cleaner = Cleaner()
    cleaner.judges = (Keeper(), *cleaner.judges)
    assert cleaner.clean(HEAD + "Please enable JavaScript to continue.\n").verdict.kind == "ok"


class Greedy:
    """A judge that drops everything."""

    name = "greedy"

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        return iter([Ruling(index, False, "greedy", "all of it") for index in range(len(blocks))])


def test_a_judge_that_takes_nearly_all_text_is_backed_out() -> None:
    cleaner = Cleaner()
    cleaner.judges = (*cleaner.judges, Greedy())
    text = HEAD + (PROSE.strip() + " ") * 20 + "\n\nShare this\n"
    result = cleaner.clean(text)
    assert result.verdict.kind == "over-cleaned"
    assert "greedy" in result.verdict.why
    assert PROSE.strip() in result.markdown
    assert "Share this" not in result.markdown


def test_the_share_that_stays() -> None:
    verdict = Cleaner().clean(HEAD + PROSE).verdict
    assert verdict.kept == 1.0
    assert verdict.words == len(PROSE.split())


class Restless:
    """A judge that drops the last block, whatever it is."""

    name = "restless"

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        return iter([Ruling(len(blocks) - 1, False, "restless", "the last one")] if blocks else [])


def test_a_page_on_which_the_rules_come_to_no_rest_is_left_as_it_is() -> None:
    cleaner = Cleaner()
    cleaner.judges = (Restless(),)
    text = "# Stones\n\n" + "".join(f"Stone number {number} is grey.\n\n" for number in range(40))
    result = cleaner.clean(text)
    assert result.markdown == text
    assert result.edits == ()
    assert result.verdict.kind == "over-cleaned"
    assert "no rest" in result.verdict.why


class TestWhatTheModelSays:
    TEXT = "".join(f"{word} {PROSE}" for word in ("One", "Two", "Three", "Four"))

    def test_without_it_there_is_no_certainty_and_no_doubt(self) -> None:
        verdict = Cleaner(model=False).clean(HEAD + self.TEXT).verdict
        assert (verdict.kind, verdict.why, verdict.certainty) == ("ok", "", None)

    @pytest.mark.parametrize("body", ["", "\n---\n"], ids=["nothing", "a rule"])
    def test_of_a_page_without_words_it_is_not_asked(self, body: str) -> None:
        assert judging_by(leaning(0.9)).clean(body, kind="markdown").verdict.certainty is None

    @pytest.mark.parametrize(
        ("start", "certainty"),
        [
            pytest.param(0.5, 0.0, id="the toss of a coin"),
            pytest.param(0.75, 0.5, id="half sure"),
            pytest.param(0.9999999, 1.0, id="sure of content"),
            pytest.param(0.4, 0.2, id="a little sure of furniture"),
            pytest.param(0.0000001, 1.0, id="sure of furniture"),
        ],
    )
    def test_certainty_is_how_far_from_even_its_chances_are(self, start: float, certainty: float) -> None:
        assert judging_by(leaning(start)).clean(self.TEXT).verdict.certainty == pytest.approx(certainty, abs=1e-4)

    def test_certainty_counts_words(self) -> None:
        short = "".join(f"Otter {name}\n\n" for name in ("Ada", "Bo", "Cy"))
        sure_of_text = judging_by(leaning(0.5, is_paragraph=0, words_outside_links=3)).clean(self.TEXT + short).verdict
        sure_of_lines = judging_by(leaning(0.9999, words_outside_links=-3)).clean(self.TEXT + short).verdict
        assert sure_of_text.certainty is not None
        assert sure_of_lines.certainty is not None
        assert sure_of_text.certainty > 0.9

    def test_certainty_is_of_what_was_left_to_it(self) -> None:
        cleaner = judging_by(leaning(0.5))
        cleaner.judges = (Keeper(), *cleaner.judges)
        assert cleaner.clean(self.TEXT).verdict.certainty == 1.0

    def test_a_page_is_doubted_where_much_that_stays_is_more_likely_furniture(self) -> None:
        verdict = judging_by(leaning(0.45)).clean(HEAD + self.TEXT).verdict
        assert (verdict.kind, verdict.why) == ("ok", "the model doubts 100% of the words that stay")

    @pytest.mark.parametrize(("lines", "doubted"), [(1, False), (2, True)])
    def test_a_quarter_may_be_doubted(self, lines: int, doubted: bool) -> None:
        listed = "".join(f"* {PROSE.strip()}\n" for _ in range(lines))
        verdict = judging_by(leaning(0.9, in_list=-2.4)).clean(self.TEXT + listed).verdict
        assert bool(verdict.why) is doubted
        assert not doubted or verdict.why == "the model doubts 32% of the words that stay"

    def test_what_it_takes_is_not_doubted(self) -> None:
        verdict = judging_by(leaning(0.9, level_2=-20)).clean(f"{self.TEXT}## Share\n\n## Follow\n").verdict
        assert verdict.why == ""

    def test_a_page_that_was_cut_says_so_first(self) -> None:
        verdict = judging_by(leaning(0.45)).clean(HEAD + PROSE * 90 + "It was the fi...").verdict
        assert verdict.kind == "truncated"
        assert verdict.why.startswith("the page was cut before its content ended; the model doubts ")

    def test_a_wall_is_no_matter_of_doubt(self) -> None:
        verdict = judging_by(leaning(0.45)).clean(HEAD + "## Page not found\n").verdict
        assert verdict.kind == "blocked"
        assert "doubts" not in verdict.why

    def test_a_wall_stays_a_wall_whatever_it_believes(self) -> None:
        wall = (
            "Checking your browser before accessing example.com.\n\nPlease enable JavaScript to continue.\n\n"
            "Please verify you are a human\n\nEnable JavaScript and cookies to continue\n"
        )
        assert judging_by(leaning(0.9)).clean(HEAD + wall).verdict.kind == "blocked"
