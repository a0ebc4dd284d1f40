"""The judge of templates: what recurs goes, and every guard that keeps what belongs to the page."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.judges.template import TemplateRules, Templates
from cleaner.judges.template.hosts import Hosts
from cleaner.judges.template.match import Fitting
from cleaner.judges.template.memory import address_of
from cleaner.judges.template.template import Recurring
from cleaner.learn import learn
from cleaner.ruling import Docket, Ruling
from cleaner.sources import blocks_of
from cleaner.sources.page import read
from tests.sites import FOOTER, HOST, MENU, article, furnished, page, sentence, site, title, url, words

Blocks = Callable[[int], Iterable[str]]

BOX = ("### Our letter", "News of the river", "Once a week", "To all otters", "For free", "[Subscribe](/letter)")
TABLE = "| Size | Weight |\n|---|---|"


class Case:
    """A page before the judge alone."""

    def __init__(self, source: str | bytes, templates: Templates) -> None:
        page = read(source.encode() if isinstance(source, str) else source, None, "markdown")
        blocks = blocks_of(page)
        self.docket = Docket()
        self.rulings = list(TemplateRules(templates)(page, blocks, self.docket))
        self.lines = [page.data[block.start : block.end].decode("utf-8", "replace") for block in blocks]

    @property
    def gone(self) -> list[str]:
        """The blocks that go, as they stand in the source."""
        return [self.lines[ruling.block] for ruling in self.rulings]

    def ruling(self, line: str) -> Ruling:
        """The ruling on a block."""
        return next(ruling for ruling in self.rulings if self.lines[ruling.block] == line)

    def evidence(self, name: str, line: str) -> float:
        """A number on the docket; 0 where there is none."""
        return self.docket.evidence[name].get(self.lines.index(line), 0.0)


def judged(blocks: Blocks, others: int = 9, known: bool = False) -> Case:
    """Page 0 of a site before the template of so many other pages, and of its own if it is `known`."""
    pages = site(others + 1, blocks)
    return Case(pages[0], learn(pages if known else pages[1:]))


def among(*inside: str, on: int = 10) -> Blocks:
    """Pages that have these blocks between their own paragraphs; `on` says how many of them."""
    return lambda number: [*MENU, *article(number)[:2], *(inside if number < on else ()), *article(number)[2:], *FOOTER]


def below_title(*lines: str, on: int = 10) -> Blocks:
    """Pages that have these blocks between title and text."""
    return lambda number: [*MENU, *article(number)[:1], *(lines if number < on else ()), *article(number)[1:], *FOOTER]


def at_end(*lines: str, on: int = 10) -> Blocks:
    """Pages that have these blocks below their text."""
    return lambda number: [*MENU, *article(number), *(lines if number < on else ())]


def wrapped(seed: object) -> str:
    """A paragraph wrapped at 70 columns; the line in the middle is the page's own."""
    return "\n".join(
        [
            "Otters have the right of way on all of the bridges along the river and",
            words(f"wrapped {seed}", 20)[:70].strip(),
            "nobody may feed them but those who live on the bank or near it, ever.",
        ]
    )


class TestWhatRecurs:
    def test_goes(self) -> None:
        assert judged(furnished).gone == [*MENU, *FOOTER]

    def test_goes_with_a_rule_and_a_reason(self) -> None:
        ruling = judged(furnished).ruling(FOOTER[0])
        assert (ruling.keep, ruling.rule) == (False, "template/line")
        assert ruling.why == "on 9 of 9 other pages of otter.example"

    def test_goes_if_it_has_other_digits(self) -> None:
        assert "0 comments" in judged(lambda number: [*article(number), f"{number} comments"]).gone

    def test_goes_if_it_has_the_pages_title_in_it(self) -> None:
        case = judged(
            lambda number: [
                f"Home / News / {title(number)}",
                *article(number),
                f"[Share “{title(number)}” on Heron](https://heron.example/?{number})",
            ]
        )
        assert case.gone == [
            f"Home / News / {title(0)}",
            f"[Share “{title(0)}” on Heron](https://heron.example/?0)",
        ]

    def test_goes_on_some_pages_alone(self) -> None:
        assert "Sign in" in judged(at_end("Sign in", on=4)).gone

    def test_stays_where_it_is_rare(self) -> None:
        assert judged(at_end("Sign in", on=4), others=40).gone == list(MENU)

    def test_what_is_the_pages_own_stays(self) -> None:
        assert judged(article).gone == []

    def test_an_image_goes_by_its_file(self) -> None:
        case = judged(lambda number: [f"![{words(number, 2)}](/logo.png?v={number})", *article(number)])
        assert case.gone == [f"![{words(0, 2)}](/logo.png?v=0)"]

    def test_of_a_wrapped_paragraph_all_lines_must_recur(self) -> None:
        assert judged(lambda number: [*article(number), wrapped(number)]).gone == []
        assert judged(lambda number: [*article(number), wrapped("same")]).gone == [wrapped("same")]

    def test_nothing_is_said_of_a_page_without_a_template(self) -> None:
        docket = Docket()
        page_ = read(page(0, furnished(0), "heron.example").encode())
        assert not list(TemplateRules(learn(site(9)))(page_, blocks_of(page_), docket))
        assert (docket.evidence, docket.coverage) == ({}, None)

    @pytest.mark.parametrize("body", ["", "\n\n", "---\n"], ids=["nothing", "blank lines", "a rule"])
    def test_nothing_is_said_of_a_page_without_text(self, body: str) -> None:
        assert Case(page(99, [body]), learn(site(9))).gone == []


class TestEnoughPages:
    @pytest.mark.parametrize(("others", "goes"), [(0, False), (1, False), (2, True), (3, True)])
    @pytest.mark.parametrize("known", [True, False], ids=["learned from", "new"])
    def test_there_must_be_two_others(self, others: int, goes: bool, known: bool) -> None:
        assert bool(judged(furnished, others, known).gone) is goes

    @pytest.mark.parametrize(("on", "goes"), [(2, False), (3, True)], ids=["one other", "two others"])
    @pytest.mark.parametrize("known", [True, False], ids=["learned from", "new"])
    def test_a_line_must_stand_on_two_others(self, on: int, goes: bool, known: bool) -> None:
        assert ("Sign in" in judged(at_end("Sign in", on=on), 5, known).gone) is goes

    def test_a_page_that_was_learned_from_is_left_out_of_the_count(self) -> None:
        case = judged(at_end("Sign in", on=7), 9, known=True)
        assert case.ruling("Sign in").why == "on 6 of 9 other pages of otter.example"
        assert case.ruling(MENU[0]).why == "on 9 of 9 other pages of otter.example"

    def test_a_page_that_was_not_is_judged_by_all(self) -> None:
        case = judged(at_end("Sign in", on=7), 9)
        assert case.ruling("Sign in").why == "on 6 of 9 other pages of otter.example"

    @pytest.mark.parametrize(
        "form", ["http://www.otter.example/{}", "https://otter.example/{}/", "https://otter.example/{}#a"]
    )
    def test_a_page_is_known_by_its_address_in_any_form(self, form: str) -> None:
        pages = site(10)
        path = url(0).partition(f"{HOST}/")[2]
        case = Case(pages[0].replace(url(0), form.format(path)), learn(pages))
        assert case.ruling(MENU[0]).why == "on 9 of 9 other pages of otter.example"


class TestVersions:
    @staticmethod
    def versions(of: int) -> list[str]:
        """So many versions of page 0 under other addresses."""
        text = furnished(0)
        return [
            page(0, [*text, f"Version {words(number, 1)}"]).replace(url(0), url(90 + number)) for number in range(of)
        ]

    @pytest.mark.parametrize("known", [True, False], ids=["learned from", "new"])
    def test_of_a_page_do_not_eat_its_text(self, known: bool) -> None:
        pages = site(8)
        learned = [*pages[1:], *self.versions(3), *(pages[:1] if known else [])]
        assert Case(pages[0], learn(learned)).gone == [*MENU, *FOOTER]

    def test_do_not_eat_each_other(self) -> None:
        pages = [*site(8)[1:], *self.versions(4)]
        for one in pages:
            assert not {line for number in range(8) for line in article(number)} & set(Case(one, learn(pages)).gone)

    @staticmethod
    def alike(others: int) -> Case:
        """A page that has nothing which the others have not, but its title."""
        lines = [*MENU, *(sentence(number) for number in range(20))]
        pages = [page(number, [f"# {title(number)}", *lines]) for number in range(others + 1)]
        return Case(pages[0], learn(pages[1:]))

    def test_a_page_alike_in_everything_to_a_few_is_not_emptied(self) -> None:
        assert self.alike(5).gone == list(MENU)

    def test_a_page_alike_in_everything_to_many_is(self) -> None:
        assert self.alike(12).gone == [*MENU, *(sentence(number) for number in range(20))]


class TestCode:
    @pytest.mark.parametrize(
        "code",
        [
            pytest.param("```sh\nmake the otters swim\n```", id="fenced"),
            pytest.param("~~~\nmake the otters swim\n~~~", id="fenced with tildes"),
            pytest.param("    make the otters swim", id="indented"),
            pytest.param("* A list\n\n      make the otters swim", id="in a list"),
        ],
    )
    def test_never_goes(self, code: str) -> None:
        pages = site(9, at_end("make the otters swim", "A list"))
        case = Case(page(99, [*article(99), code]), learn(pages))
        assert not [line for line in case.gone if "otters" in line]
        assert judged(at_end("make the otters swim")).gone[-1] == "make the otters swim", "as text it goes"

    def test_says_where_the_pages_text_is(self) -> None:
        case = judged(lambda number: [*article(number), "Now run this", f"```\n{words(number, 3)}\n```"])
        assert case.gone == []


class TestTitle:
    def test_never_goes(self) -> None:
        case = judged(lambda number: [*MENU, f"# {title(number)}", "Share this page", *article(number)[1:]])
        assert case.gone == [*MENU, "Share this page"]

    def test_never_goes_where_all_pages_have_the_same(self) -> None:
        pages = [one.replace(title(number), "Otters of the week") for number, one in enumerate(site(9, furnished))]
        assert Case(pages[0], learn(pages[1:])).gone == [*MENU, *FOOTER]

    def test_never_goes_where_others_have_it_in_their_menus(self) -> None:
        templates = learn(site(9, at_end("Share this page")))
        source = page(99, [*MENU, "# Weather", "Share this page", *article(99)[1:]]).replace(title(99), "Weather")
        case = Case(source, templates)
        assert "# Weather" not in case.gone
        assert {MENU[0], "Share this page"} <= set(case.gone)

    def test_a_label_above_it_goes_whatever_follows(self) -> None:
        assert judged(lambda number: ["Topic:", words(number, 2), *article(number)]).gone == ["Topic:"]

    def test_what_stands_above_it_further_down_goes(self) -> None:
        case = judged(lambda number: [*article(number), "Cite this page:", f"### {title(number)}"])
        assert case.gone == ["Cite this page:"]

    def test_what_stands_above_it_goes_though_text_follows(self) -> None:
        case = judged(lambda number: ["## Today:", *article(number)])
        assert case.gone == ["## Today:"]


class TestInsideTheText:
    @pytest.mark.parametrize(
        "line",
        [
            pytest.param(sentence("standing"), id="a sentence"),
            pytest.param("For all of us", id="a few words"),
            pytest.param("## The facts", id="a heading"),
            pytest.param("* An item", id="an item"),
            pytest.param("> A quote", id="a quote"),
            pytest.param("We [told you](/told) of it before.", id="a sentence with a link"),
            pytest.param("![](/chart.png)", id="a picture"),
        ],
    )
    def test_what_recurs_stays(self, line: str) -> None:
        assert judged(among(line)).gone == [*MENU, *FOOTER]
        assert judged(at_end(line)).gone == [*MENU, line], "below it goes"

    @pytest.mark.parametrize(("on", "goes"), [(10, True), (7, True), (4, False)], ids=["all", "most", "some"])
    def test_a_link_goes_when_most_pages_have_it(self, on: int, goes: bool) -> None:
        assert ("[Read our letter](/letter)" in judged(among("[Read our letter](/letter)", on=on)).gone) is goes

    def test_a_box_goes(self) -> None:
        assert judged(among(*BOX, on=7)).gone == [*MENU, *BOX, *FOOTER]

    def test_a_line_above_a_link_is_no_box(self) -> None:
        assert judged(among("News of the river", "[Subscribe](/letter)")).gone == [
            *MENU,
            "[Subscribe](/letter)",
            *FOOTER,
        ]

    def test_a_box_without_a_link_goes_when_nearly_all_pages_have_it(self) -> None:
        box = ["Our letter", "News of the river", "Once a week", "To all otters", "For free", "As always"]
        assert judged(among(*box)).gone == [*MENU, *box, *FOOTER]
        assert judged(among(*box, on=7)).gone == [*MENU, *FOOTER]

    def test_a_box_that_some_pages_have_stays(self) -> None:
        assert judged(among(*BOX, on=4)).gone == [*MENU, *FOOTER]

    def test_two_lines_are_no_box(self) -> None:
        assert judged(among("Our letter", "Once a week")).gone == [*MENU, *FOOTER]

    def test_a_box_on_few_pages_of_a_small_site_stays(self) -> None:
        box = ["Our letter", "News of the river", "Once a week", "To all otters", "For free"]
        assert judged(among(*box), others=3).gone == [*MENU, *FOOTER]


class TestAboveTheText:
    @pytest.mark.parametrize("line", ["## Summary", "In short:", "要約：", "**In short**"])
    def test_what_leads_up_to_it_stays(self, line: str) -> None:
        assert judged(below_title(line)).gone == [*MENU, *FOOTER]

    def test_what_leads_up_to_a_picture_stays(self) -> None:
        def blocks(number: int) -> list[str]:
            picture = f"![](/pictures/{words(number, 1)}.jpg)"
            return [f"# {title(number)}", "## The picture", picture, "Share", *article(number)[1:]]

        assert judged(blocks).gone == ["Share"]

    @pytest.mark.parametrize("line", ["Summary", "[In short:](/short)", "## [Summary](/s)"])
    def test_what_does_not_lead_goes(self, line: str) -> None:
        assert judged(below_title(line)).gone == [*MENU, line, *FOOTER]

    def test_headings_of_furniture_go(self) -> None:
        case = judged(at_end("## Related", "[More otters](/more)", "Read on:", "[All otters](/all)"))
        assert case.gone == [*MENU, "## Related", "[More otters](/more)", "Read on:", "[All otters](/all)"]

    @pytest.mark.parametrize(("on", "goes"), [(10, True), (4, False)], ids=["all pages", "some pages"])
    def test_a_standing_notice_stays_where_most_pages_have_none(self, on: int, goes: bool) -> None:
        assert (sentence("notice") in judged(below_title(sentence("notice"), "Read it", on=on)).gone) is goes

    @pytest.mark.parametrize(("on", "goes"), [(10, True), (4, False)], ids=["all pages", "some pages"])
    def test_a_first_sentence_stays_where_most_pages_have_none(self, on: int, goes: bool) -> None:
        assert (
            "This text was told by otters." in judged(below_title("This text was told by otters.", on=on)).gone
        ) is goes


class TestGroups:
    @pytest.mark.parametrize("place", ["first", "last"])
    @pytest.mark.parametrize(("mark", "kind"), [("* ", "list"), ("", "paragraph")], ids=["list", "paragraph"])
    def test_a_line_among_own_ones_stays(self, place: str, mark: str, kind: str) -> None:
        def blocks(number: int) -> list[str]:
            own = [mark + words(f"{number} {part}", 5) for part in "abc"]
            shared = [f"{mark}Wash the dish"]
            lines = [*shared, *own] if place == "first" else [*own, *shared]
            return [*MENU, f"# {title(number)}", "\n".join(lines), *FOOTER]

        assert judged(blocks).gone == [*MENU, *FOOTER], kind

    def test_a_link_among_own_items_goes_at_the_end(self) -> None:
        def blocks(number: int) -> list[str]:
            own = [f"* {words(f'{number} {part}', 5)}" for part in "abc"]
            return [f"# {title(number)}", "\n".join([*own, "* [All dishes](/dishes)"])]

        assert judged(blocks).gone == ["* [All dishes](/dishes)"]

    def test_the_header_of_a_table_stays_above_own_rows(self) -> None:
        def blocks(number: int) -> list[str]:
            rows = [f"| {words(f'{number} {part}', 1)} | {words(f'{number} {part} b', 1)} |" for part in "abcd"]
            return [*article(number), "\n".join([TABLE, *rows])]

        assert judged(blocks).gone == []

    def test_a_table_that_recurs_goes_whole(self) -> None:
        rows = ["| otter | heavy |", "| heron | light |"]
        assert judged(at_end("\n".join([TABLE, *rows]))).gone == [*MENU, TABLE, *rows]


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
