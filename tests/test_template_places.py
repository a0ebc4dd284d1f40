"""Places in the tree: which elements hold nothing but what recurs, and what goes because it stands in one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleaner.judges.template import Template, TemplateRules, Templates
from cleaner.judges.template.memory import Node, lines_of
from cleaner.judges.template.places import Place, counted, lines_by_path, nodes_of
from cleaner.learn import dump, learn
from cleaner.ruling import Docket, Ruling
from tests.sites import HOST, page, sentence, site, title, url, words

NAV = '<ul class="links"><li>Front page</li><li>Harbour news</li><li>Weather of today</li><li>Letters to us</li></ul>'
BOX = "<p>News of the river and the harbour for all who like otters</p>" * 2
ASIDE = (
    f'<div class="side wide"><div class="box">{BOX}<p>Tell your friends of the harbour if you like to</p></div>%s</div>'
)
OWN = '<p class="day">Good {} to you</p>'


def html(number: int, own: str = "", around: str = ASIDE, tail: str = "") -> str:
    """A page of a site: its own text, and a box beside it that is the same on all pages, but for `own`."""
    text = "".join(f"<p>{sentence(f'{number} {part}')}</p>" for part in "abc")
    return (
        f"<html><head><title>{title(number)}</title></head><body class='page-{number}'>{NAV}"
        f"<div class='text'><h1>{title(number)}</h1>{text}</div>{around % own}{tail}</body></html>"
    )


def pages(count: int, make: Callable[[int], str] = html) -> list[tuple[str, str]]:
    return [(make(number), url(number)) for number in range(count)]


def nodes(source: str) -> list[Node]:
    whole, blocks = dump(source, url(0))
    return nodes_of(whole.data, blocks, lines_of(whole.data[whole.front.body :]))


def rulings(source: str, templates: Templates, number: int = 0) -> dict[str, Ruling]:
    """What is said of each text of a page."""
    whole, blocks = dump(source, url(number))
    docket = Docket()
    for ruling in TemplateRules(templates)(whole, blocks, docket):
        assert isinstance(ruling, Ruling)
        docket.enter(ruling)
    return {blocks[index].text: ruling for index, ruling in docket.rulings.items()}


class TestNodes:
    def test_are_elements_with_names_and_the_lines_in_them(self) -> None:
        source = '<div id="a1" class="B c d e"><div><p>one</p><p class="x">two</p></div></div><nav>three</nav>'
        assert nodes(source) == [Node(-1, "div.b.c.d", (0,)), Node(0, "p.x", (1,)), Node(-1, "nav", (2,))]

    def test_of_one_name_in_one_element_are_one(self) -> None:
        source = (
            '<ul class="a"><li class="b">one</li><li class="b">two</li></ul><div class="a"><p class="b">three</p></div>'
        )
        assert [node.label for node in nodes(source)] == ["ul.a", "li.b", "div.a", "p.b"]
        assert nodes(source)[1].lines == (0, 1)

    def test_with_other_numbers_have_the_same_name(self) -> None:
        assert nodes('<p id="post-1204">one</p>') == [Node(-1, "p.post-0", (0,))]

    def test_a_line_that_stands_in_two_is_in_both(self) -> None:
        source = '<p class="a">one</p><p class="b">one</p>'
        assert [node.lines for node in nodes(source)] == [(0,), (0,)]

    def test_code_is_in_none(self) -> None:
        assert nodes('<pre class="a">one\ntwo\nthree</pre>') == []

    def test_dumps_have_none(self) -> None:
        assert nodes("# Otters\n\nThe [bell](/bell) rings.\n") == []

    def test_of_a_page_without_end_there_are_none(self) -> None:
        assert (
            nodes("".join(f"<p class='{words(number, 4).replace(' ', '-')}'>{number}.</p>" for number in range(3_000)))
            == []
        )

    def test_deep_trees_are_no_matter(self) -> None:
        assert len(nodes("<html><body>" + "<div class='a'>" * 5_000 + "otters")) <= 100


def test_lines_by_path_are_those_of_all_elements_inside() -> None:
    tree = [Node(-1, "a", (0,)), Node(0, "b", (1,)), Node(1, "c", (2,)), Node(2, "d", (3,)), Node(0, "e", ())]
    assert lines_by_path(tree) == {
        "a": {0, 1, 2, 3}, "a > b": {1, 2, 3}, "a > b > c": {2, 3}, "b > c > d": {3}, "a > e": set(),
    }  # fmt: skip


LINES = {"otters are on the pier": 9, "locks are in the harbour": 9, "a bell": 1}


class TestCounted:
    def places(self, *pages: set[str]) -> dict[str, Place]:
        return counted([{"div.a": keys} for keys in pages], LINES, 5)

    def test_needs_pages_that_hold_only_what_recurs(self) -> None:
        assert self.places(*[set(list(LINES)[:2])] * 4) == {"div.a": Place(4, 4)}
        assert self.places(*[set(list(LINES)[:2])] * 3) == {}

    @pytest.mark.parametrize(("usual", "found"), [(8, {"div.a": Place(8, 9)}), (4, {"div.a": Place(4, 5)})])
    def test_one_page_may_have_more(self, usual: int, found: dict[str, Place]) -> None:
        again = set(list(LINES)[:2])
        assert self.places(*[again] * usual, again | {"a bell"}) == found

    def test_two_may_not(self) -> None:
        again = set(list(LINES)[:2])
        assert self.places(*[again] * 8, again | {"a bell"}, again | {"a bell"}) == {}

    def test_of_all_words_nearly_all_recur(self) -> None:
        again = set(list(LINES)[:2])
        assert self.places(*[again] * 8, again | {" ".join(["otter"] * 30)}) == {}


class TestLearning:
    def test_finds_the_places(self) -> None:
        template = learn(pages(6))[HOST]
        assert template.places["div.side.wide"] == Place(6, 6)
        assert template.places["div.side.wide > div.box"] == Place(6, 6)
        assert template.places["ul.links"] == Place(6, 6)
        assert "div.text" not in template.places

    def test_needs_four_pages(self) -> None:
        assert not learn(pages(3))[HOST].places

    def test_of_dumps_finds_none_and_counts_their_lines_with_those_of_html(self) -> None:
        dumps = [dump(source, address)[0].data for source, address in pages(6)]
        whole, without = learn(pages(6))[HOST], learn(dumps)[HOST]
        assert without.places == {}
        assert (without.lines, without.links, without.share) == (whole.lines, whole.links, whole.share)
        mixed = learn([*pages(6)[:3], *dumps[3:]])[HOST]
        assert mixed.lines == whole.lines

    def test_two_halves_merged_are_the_whole_in_any_order(self) -> None:
        some = pages(9)
        assert learn(some[:4]).merge(learn(some[4:])) == learn(some[::-1]) == learn(some)
        assert learn(some[:4]).merge(learn(some[4:]))[HOST].places == learn(some)[HOST].places


class TestWhatGoes:
    def test_the_day_in_a_box_that_is_the_same_elsewhere(self) -> None:
        said = rulings(html(0, OWN.format("Monday")), learn(pages(6)))
        assert "Good Monday to you" in said
        ruling = said["Good Monday to you"]
        assert (ruling.keep, ruling.rule) == (False, "template/place")
        assert ruling.why == "stands where 5 of 5 other pages of otter.example have only what recurs"

    def test_on_a_page_that_was_learned_from_too(self) -> None:
        own = html(0, OWN.format("Monday"))
        said = rulings(own, learn([(own, url(0)), *pages(9)[1:]]))
        assert said["Good Monday to you"].why.startswith("stands where 8 of 8 other pages")

    def test_not_with_fewer_than_four_other_pages(self) -> None:
        said = rulings(html(0, OWN.format("Monday")), learn(pages(4)))
        assert "Good Monday to you" not in said
        assert "Good Monday to you" in rulings(html(9, OWN.format("Monday")), learn(pages(4)), 9)

    def test_not_where_other_pages_have_something_else_as_well(self) -> None:
        others = [(html(number, f"<p>{words(number, 12)}</p>"), url(number)) for number in range(9)]
        said = rulings(html(0, OWN.format("Monday")), learn(others))
        assert "Good Monday to you" not in said

    def test_between_two_texts_of_the_page_as_well(self) -> None:
        def make(number: int, own: str = "") -> str:
            return html(number, own, tail=f"<div class='more'><p>{sentence(f'{number} d')}</p></div>")

        assert "Good Monday to you" in rulings(make(0, OWN.format("Monday")), learn(pages(6, make)))

    @pytest.mark.parametrize(
        "own",
        [
            pytest.param(f"<p>{sentence('own', 30)}</p>", id="a text"),
            pytest.param(f"<h2>{title(0)}</h2>", id="the title"),
            pytest.param("<pre>let otter = 3\nlet lock = 9\nlet bell = 1</pre>", id="code"),
            pytest.param("<img src='/otter.png' alt='Otters' width='400' height='300'>", id="a picture"),
            pytest.param("<article><p>Good Monday to you</p></article>", id="what HTML says is an article"),
            pytest.param("<main><p>Good Monday to you</p></main>", id="what HTML says is the content"),
        ],
    )
    def test_never_what_may_be_content(self, own: str) -> None:
        said = rulings(html(0, own), learn(pages(6)))
        assert not [ruling for ruling in said.values() if ruling.rule == "template/place"]

    def test_not_on_a_dump_of_the_page(self) -> None:
        whole, _ = dump(html(0, OWN.format("Monday")), url(0))
        assert "Good Monday to you" not in rulings(whole.data.decode(), learn(pages(6)))

    def test_by_a_template_of_dumps_what_recurs_goes_from_html(self) -> None:
        dumps = [dump(source, address)[0].data for source, address in pages(6)]
        assert rulings(html(0), learn(dumps))["Harbour news"].rule == "template/line"

    def test_a_saved_template_says_the_same(self, tmp_path: object) -> None:
        templates = learn(pages(6))
        templates.save(str(tmp_path))
        own = html(0, OWN.format("Monday"))
        assert rulings(own, Templates.load(str(tmp_path))) == rulings(own, templates)


def test_dumps_are_judged_as_before() -> None:
    template: Template = learn(site(6))[HOST]
    assert template.places == {}
    assert "front page" in template.lines
    assert rulings(page(0, ["* [Front page](/)", sentence("own")]), learn(site(6)))
