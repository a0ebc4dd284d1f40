"""The template of a site: what is counted, how often, and which pages count as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from cleaner.judges.template.template import Template, learned
from tests.sites import FOOTER, MENU, article, furnished, memory_of, remembered, sentence, title, words


def template(count: int, lines: Callable[[int], Iterable[str]]) -> Template:
    """The template of so many pages; `lines` makes what stands on one."""
    return learned("otter.example", memory_of(remembered(number, lines(number)) for number in range(count)))


def on(numbers: Iterable[int], line: str) -> Callable[[int], list[str]]:
    """Pages of which these have a line."""
    chosen = set(numbers)
    return lambda number: [*article(number), *([line] if number in chosen else [])]


class TestLines:
    def test_are_those_that_recur_with_their_counts_the_most_frequent_first(self) -> None:
        found = template(5, lambda number: [*([MENU[1]] if number else []), MENU[0], *article(number)])
        counts = [(key, line.pages) for key, line in found.lines.items()]
        assert counts == [("front page", 5), ("harbour", 4)]

    def test_that_stand_on_one_page_alone_are_the_pages_own(self) -> None:
        found = template(9, lambda number: [*article(number), *FOOTER])
        assert set(found.lines) == {"all rights are with the otter times", "imprint privacy"}

    @pytest.mark.parametrize(("pages", "stays"), [(1, False), (2, True)], ids=["on one", "on two"])
    def test_of_few_pages_stand_on_two_at_least(self, pages: int, stays: bool) -> None:
        assert ("sign in" in template(6, on(range(pages), "Sign in")).lines) is stays

    @pytest.mark.parametrize(("pages", "stays"), [(3, False), (4, True)], ids=["on 7 %", "on 10 %"])
    def test_of_many_pages_stand_on_a_tenth_at_least(self, pages: int, stays: bool) -> None:
        assert ("sign in" in template(40, on(range(pages), "Sign in")).lines) is stays

    def test_count_a_page_once_however_often_they_stand_on_it(self) -> None:
        found = template(3, lambda number: ["[Sign in](/a)", "* Sign in", "**Sign in**", *article(number)])
        assert found.lines["sign in"].pages == 3

    def test_that_differ_in_digits_alone_are_one(self) -> None:
        found = template(4, lambda number: [f"{number} comments", *article(number)])
        assert found.lines["0 comments"].pages == 4

    def test_with_the_pages_title_in_them_are_one(self) -> None:
        found = template(4, lambda number: [f"[Share “{title(number)}”](/share)", *article(number)])
        assert found.lines["share “{title}"].pages == 4

    def test_that_are_the_title_alone_are_none(self) -> None:
        assert not template(4, lambda number: [f"# {title(number)}", f"**{title(number)}**"]).lines

    def test_show_how_they_stand_on_a_page(self) -> None:
        found = template(4, lambda number: [f"* [{number} comments](/c)", *article(number)])
        assert found.lines["0 comments"].sample in {f"* [{number} comments](/c)" for number in range(4)}

    def test_of_images_go_by_the_file(self) -> None:
        found = template(3, lambda number: [f"![{words(number, 3)}](/img/logo.png?v={number})", *article(number)])
        assert found.lines["!/img/logo.png"].pages == 3

    def test_of_one_page_are_none(self) -> None:
        assert not template(1, furnished).lines

    def test_of_no_page_are_none(self) -> None:
        found = template(0, furnished)
        assert (found.pages, found.seen, found.share, found.lines, found.links) == (0, 0, 0.0, {}, {})


class TestLinks:
    def test_are_the_targets_that_stand_on_most_pages(self) -> None:
        found = template(
            4,
            lambda number: [
                f"[{words(number, 2)}](https://otter.example/news?page={number})",
                f"[A page](/{number})",
                *(["[Half](/half)"] if number < 2 else []),
                *(["[One](/one)"] if number < 1 else []),
                *article(number),
            ],
        )
        assert found.links == {"/news": 4, "/half": 2}

    def test_of_a_menu_are_as_many_as_its_entries(self) -> None:
        found = template(5, furnished)
        targets = ("/", "/about", "/archive", "/harbour", "/imprint", "/letters", "/privacy", "/weather")
        assert found.links == dict.fromkeys(targets, 5)


def versions(count: int, of: int, lines: Callable[[int, int], Iterable[str]]) -> Template:
    """The template of texts in so many versions each; `lines` makes what stands on one, by text and version."""
    numbers = [(text, version) for text in range(count) for version in range(of)]
    pages = (remembered(text * of + version, lines(text, version), text=text) for text, version in numbers)
    return learned("otter.example", memory_of(pages))


class TestNearlyTheSame:
    def test_pages_count_as_one(self) -> None:
        found = versions(4, 3, lambda text, _: [*article(text), MENU[0]])
        assert found.pages == 4
        assert {key: line.pages for key, line in found.lines.items()} == {"front page": 4}

    def test_pages_with_most_sentences_in_common_are_versions_of_one(self) -> None:
        found = versions(
            4, 2, lambda text, version: [sentence(f"{text} {version}"), *(sentence(f"{text} {part}") for part in "abc")]
        )
        assert found.pages == 4

    def test_pages_with_one_sentence_in_common_are_two(self) -> None:
        found = versions(
            4, 2, lambda text, version: [sentence(text), *(sentence(f"{text} {version} {part}") for part in "abc")]
        )
        assert found.pages == 8

    def test_pages_of_one_sentence_are_too_short_to_tell(self) -> None:
        assert versions(4, 2, lambda text, version: [sentence(text), words(f"{text} {version}", 3)]).pages == 8

    def test_what_changes_between_versions_counts_once(self) -> None:
        notes = ("First version", "Updated in the evening")
        found = versions(4, 2, lambda text, version: [notes[version], *article(text)])
        assert found.pages == 4
        assert found.lines["first version"].pages == found.lines["updated in the evening"].pages == 4

    def test_sentences_of_the_site_make_no_versions(self) -> None:
        notice = [sentence(f"notice {number}") for number in range(6)]
        found = versions(1, 9, lambda _, version: [*notice, sentence(version)])
        assert found.pages == 9
        assert len(found.lines) == 6

    def test_pages_alike_but_for_their_titles_are_many(self) -> None:
        wall = [sentence("please sign in"), sentence("and read on")]
        assert template(9, lambda number: [f"# {title(number)}", *wall]).pages == 9

    def test_pages_alike_with_their_titles_are_one(self) -> None:
        assert versions(1, 9, lambda *_: [f"# {title(0)}", sentence("please sign in")]).pages == 1


class TestFigures:
    def test_of_the_site(self) -> None:
        days = ["2024-02-01", "", "2023-12-31", "2024-01-01"]
        memory = memory_of(remembered(number, furnished(number), day) for number, day in enumerate(days))
        found = learned("otter.example", memory)
        assert (found.site, found.pages, found.seen, found.borrowed) == ("otter.example", 4, 4, ())
        assert (found.first, found.last) == ("2023-12-31", "2024-02-01")
        assert found.known == {page.address for page in memory}

    def test_of_a_sample_of_many_pages(self) -> None:
        found = template(500, furnished)
        assert found.pages == 64
        assert 250 < found.seen < 1_000
        assert found.lines["front page"].pages == 64

    @pytest.mark.parametrize(
        ("lines", "share"),
        [
            pytest.param(lambda number: ["menu", "footer"], 1.0, id="nothing but furniture"),
            pytest.param(lambda number: ["abcdefgh", chr(97 + number) * 8], 0.5, id="half of it"),
            pytest.param(lambda number: [chr(97 + number) * 8], 0.0, id="none of it"),
        ],
    )
    def test_share_of_the_text_that_recurs(self, lines: Callable[[int], list[str]], share: float) -> None:
        memory = memory_of(remembered(number, lines(number)) for number in range(5))
        assert learned("otter.example", memory).share == pytest.approx(share)

    def test_with_the_pages_of_neighbours(self) -> None:
        own = memory_of(remembered(number, furnished(number)) for number in range(2))
        lender = memory_of(
            remembered(number, furnished(number), "2020-01-01", host="sports.otter.example") for number in range(2, 8)
        )
        found = learned("otter.example", own, {"sports.otter.example": lender})
        assert (found.pages, found.seen, found.borrowed) == (8, 2, ("sports.otter.example",))
        assert found.lines["front page"].pages == 8
        assert (found.first, found.last) == ("", "")
        assert len(found.known) == 8
