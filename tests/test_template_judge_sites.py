"""The judge of templates among sites and judges: link targets, evidence, split hosts, neighbours, and the promises."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.judges.template.hosts import Hosts
from cleaner.judges.template.match import Fitting
from cleaner.judges.template.memory import address_of
from cleaner.judges.template.template import Recurring
from cleaner.learn import learn
from tests.judged import Case, among, at_end, judged, wrapped
from tests.sites import FOOTER, HOST, MENU, article, furnished, page, sentence, site, title, url, words

TABLE = "| Size | Weight |\n|---|---|"


def latest(number: int) -> str:
    """A link to the latest news, which has another text on every page."""
    return f"[{words(f'latest {number}', 4)}](/latest?n={number})"


def two_links(number: int) -> str:
    """A line with a link of the site and a link of the page."""
    return f"[{words(f'a {number}', 3)}](/latest) [{words(f'b {number}', 3)}](/own/{words(number, 1)})"


class TestLinkTargets:
    def test_a_link_whose_text_varies_goes_by_its_target(self) -> None:
        ruling = judged(lambda number: [*article(number), latest(number)]).ruling(latest(0))
        assert (ruling.rule, ruling.why) == ("template/link", "on 9 of 9 other pages of otter.example")

    @pytest.mark.parametrize("known", [True, False], ids=["learned from", "new"])
    def test_leave_the_page_itself_out_of_the_count(self, known: bool) -> None:
        case = judged(lambda number: [*article(number), *([latest(number)] if number < 7 else [])], 9, known)
        assert [ruling.why for ruling in case.rulings] == ["on 6 of 9 other pages of otter.example"]

    def test_that_some_pages_have_prove_nothing(self) -> None:
        assert judged(lambda number: [*article(number), *([latest(number)] if number < 4 else [])]).gone == []

    def test_of_a_line_with_links_all_must_recur(self) -> None:
        assert judged(lambda number: [*article(number), two_links(number)]).gone == []

    def test_inside_a_sentence_prove_nothing(self) -> None:
        case = judged(lambda number: [*article(number), f"{sentence(f'more {number}')} [Front page](/)"])
        assert case.gone == []


class TestEvidence:
    def test_of_a_line_is_the_share_of_the_other_pages(self) -> None:
        case = judged(at_end("Sign in", on=7))
        assert case.evidence("template", "Sign in") == pytest.approx(6 / 9)
        assert case.evidence("template-text", "Sign in") == 1.0
        assert case.evidence("template", article(0)[1]) == case.evidence("template-text", article(0)[1]) == 0.0

    def test_of_a_wrapped_paragraph_is_its_rarest_line_and_the_share_of_its_text(self) -> None:
        case = judged(lambda number: [*article(number), wrapped(number)])
        assert case.evidence("template", wrapped(0)) == 0.0
        assert case.evidence("template-text", wrapped(0)) == pytest.approx(2 / 3, abs=0.02)

    def test_stands_for_lines_that_stay_too(self) -> None:
        case = judged(among(sentence("standing")))
        assert case.evidence("template", sentence("standing")) == 1.0

    def test_of_links_by_their_targets(self) -> None:
        case = judged(lambda number: [*article(number), two_links(number)])
        assert case.evidence("template", two_links(0)) == 0.0
        assert 0.3 < case.evidence("template-text", two_links(0)) < 0.7

    def test_is_numbers_from_0_to_1(self) -> None:
        for blocks in (furnished, among("a", "b"), at_end("[a](/) [b](/x)")):
            for numbers in judged(blocks).docket.evidence.values():
                assert all(0 < number <= 1 for number in numbers.values())

    def test_coverage_is_the_share_of_the_pages_text(self) -> None:
        coverage = judged(furnished).docket.coverage
        assert coverage is not None
        assert coverage.site == HOST
        assert 0.1 < coverage.share < 0.9
        assert coverage.share == pytest.approx(coverage.usual, abs=0.1)


class TestManySitesOnOneHost:
    HOSTS = Hosts(split={"code.example": 2})

    def pages(self) -> list[tuple[str, str]]:
        """Projects of a host, each with furniture of its own beside the host's."""
        return [
            (
                f"---\ntitle: {title(10 * project + number)}\n---\n\n"
                + "\n\n".join([MENU[0], f"Project {words(f'project {project}', 2)}", *article(10 * project + number)]),
                f"https://code.example/{words(f'user {project}', 1)}/otters/{number}",
            )
            for project in range(3)
            for number in range(5)
        ]

    def test_a_page_is_judged_by_the_nearest_and_the_host(self) -> None:
        pages = self.pages()
        templates = learn(pages, self.HOSTS)
        source, address = pages[0]
        result = Cleaner(templates=templates).clean(source, address)
        whys = {edit.removed.strip(): edit.why for edit in result.edits if edit.rule == "template/line"}
        nearest = f"code.example/{words('user 0', 1)}/otters"
        assert whys[f"Project {words('project 0', 2)}"] == f"on 4 of 4 other pages of {nearest}"
        assert MENU[0] in whys

    def test_a_line_of_other_projects_is_judged_by_the_host(self) -> None:
        pages = self.pages()
        line = f"Project {words('project 1', 2)}"
        result = Cleaner(templates=learn(pages, self.HOSTS)).clean(f"{pages[0][0]}\n\n{line}\n", pages[0][1])
        assert {edit.removed.strip(): edit.why for edit in result.edits}[
            line
        ] == "on 4 of 14 other pages of code.example"

    def test_a_new_project_is_judged_by_the_host(self) -> None:
        source, _ = self.pages()[0]
        result = Cleaner(templates=learn(self.pages(), self.HOSTS)).clean(source, "https://code.example/new/herons/1")
        whys = {edit.removed.strip(): edit.why for edit in result.edits if edit.rule == "template/line"}
        assert whys[MENU[0]] == "on 15 of 15 other pages of code.example"


class TestNeighbours:
    def test_help_a_site_with_few_pages(self) -> None:
        lent = [page(number, furnished(number), "news.otter.example") for number in range(10, 16)]
        first = page(0, furnished(0))
        assert Case(first, learn([first])).gone == []
        case = Case(first, learn([first, *lent]))
        assert case.gone == [*MENU, *FOOTER]
        assert case.rulings[0].why == "on 6 of 6 other pages of otter.example and news.otter.example"


class TestWithOtherJudges:
    SITE = '''\
[site]
name = "Otter Times"
hosts = ["otter.example"]
[[keep]]
id = "rights"
why = "they are asked for"
line = "All rights are with the Otter Times"
[[tests]]
name = "a page"
source = """
Menu

All rights are with the Otter Times
"""
gone = ["Menu"]
stay = ["All rights are with the Otter Times"]
'''

    def test_what_a_person_wrote_down_to_keep_stays(self, tmp_path: Path) -> None:
        (tmp_path / "otter.toml").write_text(self.SITE)
        templates = learn(site(9))
        assert FOOTER[0] not in Cleaner(templates=templates).clean(site(9)[0]).markdown
        kept = Cleaner(templates=templates, sites=tmp_path).clean(site(9)[0]).markdown
        assert FOOTER[0] in kept
        assert FOOTER[1] not in kept

    def test_without_templates_nothing_is_asked(self) -> None:
        assert not [edit for edit in Cleaner().clean(site(1)[0]).edits if edit.rule.startswith("template")]

    def test_a_folder_of_templates_cleans_as_they_do(self, tmp_path: Path) -> None:
        templates = learn(site(9))
        templates.save(tmp_path)
        for one in site(12):
            assert Cleaner(templates=tmp_path).clean(one).edits == Cleaner(templates=templates).clean(one).edits


def various(number: int) -> list[str]:
    """A page with all that a page may have."""
    return [
        "\n".join(MENU),
        f"Home / {title(number)}",
        f"# {title(number)}",
        "**In short**",
        *article(number)[1:3],
        *(["> " + sentence("quoted")] if number % 2 else []),
        "[Read our letter](/letter)",
        "\n".join(f"* {words(f'{number} {part}', 5)}" for part in "abc") + "\n* The end",
        f"{TABLE}\n| {words(number, 1)} | light |",
        "```\nmake otters\n```",
        sentence(f"end {number}"),
        *(["## Related", *(f"[{words(f'{number} {part}', 4)}](/news/{part})" for part in "abc")] if number % 3 else []),
        *FOOTER,
    ]


VARIOUS = site(10, various)
TOOL = Cleaner(templates=learn(VARIOUS))


class TestPromises:
    def test_all_that_was_taken_is_given_back(self) -> None:
        for one in VARIOUS:
            result = TOOL.clean(one)
            assert [edit for edit in result.edits if edit.rule.startswith("template/")]
            assert result.restore() == one

    def test_a_second_cleaning_changes_nothing(self) -> None:
        for one in VARIOUS:
            assert not TOOL.clean(TOOL.clean(one).markdown).edits

    def test_templates_of_cleaned_pages_take_nothing(self) -> None:
        cleaned = [TOOL.clean(one).markdown for one in VARIOUS]
        again = Cleaner(templates=learn(cleaned))
        assert not [edit for one in cleaned for edit in again.clean(one).edits]

    def test_the_pages_own_text_stays(self) -> None:
        for number, one in enumerate(VARIOUS):
            markdown = TOOL.clean(one).markdown
            own = [f"# {title(number)}", *article(number)[1:3], sentence(f"end {number}"), "make otters", TABLE]
            assert all(line in markdown for line in own)

    def test_the_same_page_is_judged_the_same_again(self) -> None:
        first = [TOOL.clean(one).edits for one in VARIOUS]
        assert [Cleaner(templates=learn(VARIOUS[::-1])).clean(one).edits for one in VARIOUS] == first
        copy = pickle.loads(pickle.dumps(TOOL))  # noqa: S301
        assert [copy.clean(one).edits for one in VARIOUS] == first

    def test_windows_line_endings_make_no_difference(self) -> None:
        for one in VARIOUS:
            assert TOOL.clean(one.replace("\n", "\r\n")).markdown == TOOL.clean(one).markdown.replace("\n", "\r\n")

    def test_a_page_of_many_thousand_blocks_is_judged(self) -> None:
        pages = [page(number, [*article(number)[:2], "Reply", *article(number)[2:]]) for number in range(4)]
        long = page(9, [*article(9)[:2], *["Reply", "[Front page](/)"] * 10_000, *article(9)[2:]])
        assert Case(long, learn(pages)).gone == []

    def test_characters_cut_in_half_are_lines_too(self) -> None:
        whole = "Über Flüsse läßt sich sägen, daß Bäche öfter größere Fälle möchten. ".encode() * 4
        pages = [one.encode() + b"\n" + whole + b"\n\nThe end of the river\xe2\x80 is here\n" for one in site(9)]
        assert b"is here" not in Cleaner(templates=learn(pages[1:])).clean(pages[0]).encoded()

    def test_two_threads_may_ask_a_template_at_once(self) -> None:
        template, alone = learn(site(9))[HOST], learn(site(9))[HOST]
        addresses = (address_of(url(99)), address_of(url(0)))
        heard: list[dict[str, object]] = []

        class Lines(dict[str, Recurring]):
            """Stands for the second thread: it asks just when the first one is about to read the lines."""

            times = 0

            def items(self) -> Any:
                self.times += 1
                if self.times < 4:
                    heard.extend([dict(Fitting(template, address).lines) for address in addresses])
                return super().items()

        object.__setattr__(template, "lines", Lines(template.lines))
        said = [Fitting(alone, address).lines for address in addresses]
        assert [Fitting(template, address).lines for address in addresses] == said
        assert heard
        assert all(one in said for one in heard)
