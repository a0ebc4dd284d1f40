"""Pages in, templates out: in any order, in any parts, from any bytes; and whether templates still fit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import Cleaner
from cleaner.judges.template import Templates
from cleaner.judges.template.hosts import Hosts
from cleaner.judges.template.memory import PAGES as KEPT
from cleaner.learn import Drift, Learner, Stale, coverage, learn
from cleaner.ruling import Coverage
from tests.sites import FOOTER, HOST, MENU, article, furnished, page, sentence, site, title, url

PAGES = [page(number, furnished(number), date=f"2024-02-{number + 1:02}") for number in range(20)]
NEWER = [page(number, [sentence(f"new {number}"), *FOOTER], date=f"2024-03-{number + 1:02}") for number in range(20)]
SOME = st.lists(st.sampled_from([*PAGES, *NEWER]), max_size=30)


class TestLearning:
    @given(SOME, st.data())
    @settings(max_examples=50, deadline=None)
    def test_does_not_depend_on_the_order_of_pages(self, pages: list[str], data: st.DataObject) -> None:
        assert learn(pages) == learn(data.draw(st.permutations(pages)))

    @given(SOME, st.integers(0, 30))
    @settings(max_examples=50, deadline=None)
    def test_two_halves_merged_are_the_whole(self, pages: list[str], middle: int) -> None:
        assert learn(pages[:middle]).merge(learn(pages[middle:])) == learn(pages)

    @given(SOME)
    @settings(max_examples=50, deadline=None)
    def test_the_same_page_twice_counts_once(self, pages: list[str]) -> None:
        assert learn([*pages, *pages]) == learn(pages)

    def test_of_two_versions_of_a_page_the_later_counts(self) -> None:
        for pages in (PAGES + NEWER, NEWER + PAGES):
            template = learn(pages)[HOST]
            assert (template.pages, template.first, template.last) == (20, "2024-02-01", "2024-03-20")
            assert "front page" not in template.lines

    def test_of_many_pages_of_a_site_keeps_a_sample(self) -> None:
        learner = Learner()
        for one in site(1_000):
            learner.add(one)
        template = learner.templates()[HOST]
        assert (learner.pages, len(learner.memories[HOST]), template.pages) == (1_000, KEPT, KEPT)
        assert 600 < template.seen < 1_600
        assert learner.templates() == learn(reversed(site(1_000)))

    def test_knows_the_days_of_pages_that_are_not_kept(self) -> None:
        days = (f"20{number // 12:02}-{number % 12 + 1:02}-15" for number in range(600))
        template = learn(page(number, furnished(number), date=day) for number, day in enumerate(days))[HOST]
        assert (template.first, template.last) == ("2000-01-15", "2049-12-15")

    def test_streams(self) -> None:
        def pages() -> Iterator[str]:
            yield from PAGES

        assert learn(pages()) == learn(PAGES)

    def test_of_nothing_is_nothing(self) -> None:
        assert learn([]) == Templates()

    def test_is_one_of_the_public_names(self) -> None:
        templates = cleaner.learn(PAGES)
        assert isinstance(templates, cleaner.Templates)
        assert Cleaner(templates=templates).clean(PAGES[0]).coverage is not None


class TestPages:
    def test_name_their_addresses_in_their_front_matter(self) -> None:
        assert learn(PAGES).sites == [HOST]

    def test_are_given_with_their_addresses(self) -> None:
        templates = learn([("\n\n".join(furnished(number)), url(number, "heron.example")) for number in range(3)])
        assert templates["heron.example"].lines["front page"].pages == 3

    def test_the_address_given_goes_before_the_one_inside(self) -> None:
        assert learn((one, url(number, "heron.example")) for number, one in enumerate(PAGES)).sites == ["heron.example"]

    def test_no_address_given_is_the_one_inside(self) -> None:
        assert learn((one, None) for one in PAGES) == learn(PAGES)

    def test_as_text_and_as_bytes_are_the_same(self) -> None:
        assert learn(one.encode() for one in PAGES) == learn(PAGES)

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252"])
    def test_in_any_encoding_are_the_same(self, encoding: str) -> None:
        pages = [page(number, ["* [Über den Fluß](/über)", *furnished(number)]) for number in range(4)]
        assert learn(one.encode(encoding) for one in pages)[HOST].lines == learn(pages)[HOST].lines

    def test_with_either_line_ending_are_the_same(self) -> None:
        assert learn(one.replace("\n", "\r\n") for one in PAGES) == learn(PAGES)

    @pytest.mark.parametrize(
        "source",
        [
            pytest.param("A text without an address.\n", id="no front matter"),
            pytest.param("---\ntitle: Otters\n---\n\nText.\n", id="no address in it"),
            pytest.param("---\nurl: /news/otters\n---\n\nText.\n", id="an address without a host"),
            pytest.param("---\nurl: https://[otter/\n---\n\nText.\n", id="an address that is none"),
            pytest.param("---\nurl: [https://otter.example/, b]\n---\n\nText.\n", id="a list of addresses"),
            pytest.param("", id="nothing"),
        ],
    )
    def test_without_an_address_teach_nothing(self, source: str) -> None:
        learner = Learner()
        learner.add(source)
        assert (learner.pages, learner.homeless, learner.memories) == (1, 1, {})
        assert learner.templates().sites == []

    @pytest.mark.parametrize(
        ("front", "day"),
        [
            pytest.param("fetch_date: 2024-03-01\ndate: 2020-01-01", "2024-03-01", id="fetched"),
            pytest.param("date: 2020-01-01T12:00:00Z", "2020-01-01", id="published"),
            pytest.param("fetch_date: yesterday\ndate: 2020-01-01", "2020-01-01", id="fetched on a day nobody knows"),
            pytest.param("date: 1 March 2024", "", id="a date in words"),
            pytest.param("date: [2024-01-01]", "", id="a list"),
            pytest.param("author: Joan", "", id="none"),
        ],
    )
    def test_have_days(self, front: str, day: str) -> None:
        template = learn([f"---\nurl: https://otter.example/a\n{front}\n---\n\nText.\n"])[HOST]
        assert (template.first, template.last) == (day, day)

    def test_fill_their_titles_in(self) -> None:
        pages = [page(number, [f"[Share “{title(number)}” now](/s)", *article(number)]) for number in range(3)]
        assert learn(pages)[HOST].lines["share “{title}” now"].pages == 3

    def test_of_joined_hosts_are_of_one_site(self) -> None:
        hosts = Hosts(join={"old.example": HOST})
        pages = [*site(3), *(page(number, furnished(number), "old.example") for number in range(3, 6))]
        assert learn(pages, hosts)[HOST].pages == 6

    def test_of_split_hosts_are_of_two_sites(self) -> None:
        templates = learn(site(3), Hosts(split={HOST: 1}))
        assert templates.sites == [HOST, f"{HOST}/news"]
        assert templates[HOST].lines == templates[f"{HOST}/news"].lines

    @given(
        st.binary()
        | st.binary().map(lambda body: b"---\nurl: https://otter.example/a\n---\n" + body)
        | st.binary().map(lambda body: b"<html><p class=a>" + body)
    )
    @settings(deadline=None)
    def test_of_any_bytes_raise_nothing(self, source: bytes) -> None:
        templates = learn([source, (source, "https://otter.example/b"), (source, "https://otter.example/c")])
        assert templates[HOST].pages <= 3
        coverage(templates, source, "https://otter.example/b")

    @given(st.text(), st.text())
    @settings(deadline=None)
    def test_of_any_text_and_address_raise_nothing(self, source: str, address: str) -> None:
        for given_url in (address, f"https://{address}", f"https://otter.example/{address}"):
            templates = learn([(source, given_url), source])
            assert [templates[name].pages for name in templates.sites] == [1] * len(templates)

    def test_of_broken_characters_are_saved(self, tmp_path: Path) -> None:
        pages = [page(number, ["\udc80 Menu \ud800", *furnished(number)]) for number in range(3)]
        learn(pages).save(tmp_path)
        assert Templates.load(tmp_path) == learn(pages)


def redesigned(number: int) -> list[str]:
    """The same site after its layout has changed."""
    return ["[Start](/start)", *(sentence(f"{number} {part}") for part in "abcdef"), "Made by otters"]


def as_html(number: int, head: str = "") -> str:
    """A page of the site as HTML: menu, text, footer."""
    menu = "".join(f'<li><a href="{target}">{text}</a></li>' for text, target in MENU_LINKS)
    text = "".join(f"<p>{sentence(f'{number} {part}')}</p>" for part in "abc")
    return (
        f"<html><head><title>{title(number)}</title>{head}</head><body><ul class='menu'>{menu}</ul>"
        f"<h1>{title(number)}</h1>{text}<p>{FOOTER[0]}</p></body></html>"
    )


MENU_LINKS = [line.removeprefix("* [").removesuffix(")").split("](") for line in MENU]
CANONICAL = '<link rel="canonical" href="{}">'


class TestHtml:
    def test_is_learned_from_by_its_dump(self) -> None:
        template = learn((as_html(number), url(number)) for number in range(5))[HOST]
        assert template.pages == 5
        assert template.lines["front page"] == (5, "* [Front page](https://otter.example/)")
        assert template.links["/about"] == 5

    def test_gives_its_address_itself(self) -> None:
        assert learn([as_html(1, CANONICAL.format(url(1)))]) == learn([(as_html(1, CANONICAL.format(url(1))), url(1))])
        assert learn([as_html(1)]).sites == []

    def test_that_a_browser_saved_gives_it_too(self) -> None:
        saved = as_html(1).replace("<html>", f"<!-- saved from url=(0030){url(1)} --><html>")
        assert learn([saved]).sites == [HOST]

    def test_has_a_title_and_a_day(self) -> None:
        day = '<meta property="article:published_time" content="2024-05-06T10:00:00Z">'
        template = learn([(as_html(number, day), url(number)) for number in range(3)])[HOST]
        assert (template.first, template.last) == ("2024-05-06", "2024-05-06")
        assert not [line for line in template.lines if title(0).lower() in line]

    def test_and_dumps_of_one_site_have_one_template(self) -> None:
        template = learn([*PAGES[:3], *((as_html(number), url(number)) for number in range(3, 6))])[HOST]
        assert template.lines["front page"].pages == 6

    def test_as_text_and_as_bytes_are_the_same(self) -> None:
        pages = [as_html(number, CANONICAL.format(url(number))) for number in range(4)]
        assert learn(one.encode() for one in pages) == learn(pages)

    def test_can_be_what_a_kind_says(self) -> None:
        learner = Learner()
        learner.add("Otters &amp; locks", url(1), "html")
        (page,) = learner.templates().memories()[HOST]
        assert page.lines == [b"Otters & locks"]

    def test_fits_a_template_of_dumps_as_well_as_these_do(self) -> None:
        found = coverage(learn(PAGES), as_html(3), url(3))
        assert found is not None
        assert found.share > 0.8 * found.usual


class TestFitting:
    def test_a_page_as_usual(self) -> None:
        found = coverage(learn(PAGES), PAGES[3])
        assert found is not None
        assert found.site == HOST
        assert found.share == pytest.approx(found.usual, rel=0.2)

    def test_a_page_of_another_layout_is_covered_less(self) -> None:
        found = coverage(learn(PAGES), page(99, redesigned(99)))
        assert found is not None
        assert found.share < found.usual / 2

    def test_a_page_of_a_site_without_a_template(self) -> None:
        assert coverage(learn(PAGES), page(99, furnished(99), "heron.example")) is None

    def test_a_page_whose_site_has_too_few_pages(self) -> None:
        assert coverage(learn(PAGES[:2]), PAGES[0]) is None

    def test_a_page_of_nothing(self) -> None:
        assert coverage(learn(PAGES), "", url(99)) is None

    def test_an_address_that_is_given(self) -> None:
        elsewhere = page(99, furnished(99), "heron.example")
        assert coverage(learn(PAGES), elsewhere, url(99)) == coverage(learn(PAGES), page(99, furnished(99)))

    def test_is_what_cleaning_says(self) -> None:
        templates = learn(PAGES)
        assert Cleaner(templates=templates).clean(PAGES[3]).coverage == coverage(templates, PAGES[3])

    def test_code_is_no_text_that_could_fit(self) -> None:
        templates = learn(PAGES)
        code = "```\n" + "x = 1\n" * 500 + "```"
        with_code, without = (coverage(templates, page(99, [*furnished(99), *more])) for more in ([code], []))
        assert with_code == without


def drift(*coverages: Coverage | None) -> Drift:
    watch = Drift()
    for one in coverages:
        watch.add(one)
    return watch


class TestDrift:
    @pytest.mark.parametrize(
        ("share", "usual", "pages", "is_stale"),
        [
            pytest.param(0.1, 0.6, 3, True, id="far less than usual"),
            pytest.param(0.0, 0.6, 9, True, id="nothing"),
            pytest.param(0.5, 0.6, 9, False, id="a little less"),
            pytest.param(0.9, 0.6, 9, False, id="more"),
            pytest.param(0.0, 0.6, 2, False, id="too few pages"),
            pytest.param(0.0, 0.05, 9, False, id="never much"),
        ],
    )
    def test_says_when_a_template_is_stale(self, share: float, usual: float, pages: int, is_stale: bool) -> None:
        found = drift(*[Coverage(HOST, share, usual)] * pages).stale()
        assert [(one.site, one.pages, one.usual) for one in found] == ([(HOST, pages, usual)] if is_stale else [])

    def test_goes_by_the_mean(self) -> None:
        shares = [0.0, 0.0, 0.9, 0.9]
        assert drift(*(Coverage(HOST, share, 0.8) for share in shares)).stale() == []
        assert drift(*(Coverage(HOST, share, 0.95) for share in shares)).stale() == [Stale(HOST, 4, 0.45, 0.95)]

    def test_knows_sites_apart(self) -> None:
        watch = drift(*[Coverage("b.example", 0.0, 0.5), Coverage("a.example", 0.0, 0.5), Coverage(HOST, 0.5, 0.5)] * 3)
        assert watch.sites == 3
        assert [one.site for one in watch.stale()] == ["a.example", "b.example"]

    def test_pages_without_a_template_say_nothing(self) -> None:
        assert drift(None, None, None).sites == 0
        assert drift(None, None, None).stale() == []

    def test_of_a_site_with_a_new_layout(self) -> None:
        templates = learn(PAGES)
        watch = drift(*(coverage(templates, page(number, redesigned(number))) for number in range(100, 105)))
        assert [one.site for one in watch.stale()] == [HOST]

    def test_of_a_site_as_it_was(self) -> None:
        templates = learn(PAGES)
        assert not drift(*(coverage(templates, page(number, furnished(number))) for number in range(100, 105))).stale()


def test_many_pages_are_put_away_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["cleaner.learn"]  # the name in the package is the function
    monkeypatch.setattr(module, "_HELD", 5)
    monkeypatch.setattr(module, "_LOOK", 2)
    learner = Learner(folder=tmp_path)
    for one in site(9):
        learner.add(one)
    assert len(learner.memories) <= 1
    assert learner.templates() == learn(site(9))
    assert learner.changed == learner.sites == set(learn(site(9)).sites)
