"""The judge of templates: what recurs goes, and every guard that keeps what belongs to the page."""

from __future__ import annotations

import pytest

from cleaner.judges.template import TemplateRules
from cleaner.learn import learn
from cleaner.ruling import Docket
from cleaner.sources import blocks_of
from cleaner.sources.page import read
from tests.judged import Case, among, at_end, below_title, judged, wrapped
from tests.sites import FOOTER, HOST, MENU, article, furnished, page, sentence, site, title, url, words

BOX = ("### Our letter", "News of the river", "Once a week", "To all otters", "For free", "[Subscribe](/letter)")
TABLE = "| Size | Weight |\n|---|---|"


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


class TestFigures:
    """Numbers are no part of what is compared, so where they are what a line says they are a reason for doubt."""

    def test_a_table_that_differs_in_its_figures_stays(self) -> None:
        def blocks(number: int) -> list[str]:
            return [*article(number), f"{TABLE}\n| otter | {number} kg |\n| heron | {number + 20} kg |"]

        assert judged(blocks).gone == []

    def test_a_sentence_that_differs_in_its_number_stays_unless_nearly_all_pages_have_it(self) -> None:
        def blocks(number: int) -> list[str]:
            news = f"Version {number} of the lamp is here, and it burns longer than any lamp before it did."
            return [*MENU, f"# {title(number)}", *([news] if number < 7 else []), *article(number)[1:], *FOOTER]

        assert judged(blocks).gone == [*MENU, *FOOTER]

    def test_an_address_that_differs_in_its_number_stays(self) -> None:
        sources = at_end("x")
        case = judged(lambda number: [*list(sources(number))[:-1], f"<https://heron.example/status/{number}>"])
        assert case.gone == list(MENU)

    def test_pictures_of_one_name_in_two_folders_stay(self) -> None:
        case = judged(lambda number: [*article(number), f"![](/{words(number, 1)}-{number}/lead-{number}.jpg)"])
        assert case.gone == []

    def test_a_picture_at_one_address_goes(self) -> None:
        assert judged(at_end("![](/img/badge-2.png?v=3)")).gone == [*MENU, "![](/img/badge-2.png?v=3)"]


class TestSentencesOfFewPages:
    def test_stay_below_the_text(self) -> None:
        line = "The pump of the old mill stands open on the first Sunday, and children go in free."
        assert judged(at_end(line, on=5)).gone == list(MENU)
        assert judged(at_end(line, on=10)).gone == [*MENU, line]

    def test_a_link_that_goes_on_a_sentence_stays_with_it(self) -> None:
        def blocks(number: int) -> list[str]:
            return [*MENU, *article(number), f"{words(number, 6).capitalize()}, as we told in\n[our letter](/letter)"]

        assert judged(blocks).gone == list(MENU)
