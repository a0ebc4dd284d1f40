"""The verdict on a page as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from cleaner import Cleaner
from cleaner.block import Block
from cleaner.ruling import Docket, Ruling
from cleaner.sources.page import Page

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
