"""judges/model/tree.py, and the model on pages of HTML: what it reads of the tree. No scores of the shipped weights."""

from __future__ import annotations

from math import log1p

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.block import Block, Trail
from cleaner.judges.model import RULE, Content, ModelRules, tree
from cleaner.judges.model.features import COLUMN as OF_DUMPS
from cleaner.judges.model.features import features, of_html
from cleaner.judges.model.tree import COLUMN, FEATURES, Outline, Words, outline
from cleaner.judges.model.weights import COLUMNS, Model
from cleaner.judges.site import Sites
from cleaner.ruling import Docket, Ruling
from cleaner.sources import html
from cleaner.sources.html import HtmlPage
from tests.networks import random_network

PROSE = "On this day the keepers counted twelve otters on the pier, and replaced nine locks."
WORDS: Words = {"menu": -2.0, "body": 1.5, "post": 0.5}


def page(source: str) -> HtmlPage:
    return html.read(html.parse(source))


class Case:
    """The features of the tree of a page, by name and block."""

    def __init__(self, source: str, words: Words = WORDS, article: bool = False) -> None:
        self.blocks = page(source).blocks
        self.rows = tree.features(outline(self.blocks), words, article)

    def of(self, name: str) -> list[float]:
        """One feature of all blocks."""
        return [round(float(value), 4) for value in self.rows[:, COLUMN[name]]]


def logs(*counts: float) -> list[float]:
    return [round(log1p(count), 4) for count in counts]


ARTICLE = f"""<body><main class="post-body"><p>{PROSE}</p><div class="share menu"><a href=/x>Share this</a></div></main>
<ul><li>One<li>Two</ul></body>"""


class TestOutline:
    def test_each_element_once_and_those_around_before_those_inside(self) -> None:
        found = outline(page(ARTICLE).blocks)
        tags = ["html", "html", "body", "main", "p", "div", "a", "ul", "li", "li"]
        assert [trail.tag for trail in found.trails] == tags
        assert all(above < number for number, above in enumerate(found.above))
        for number, above in enumerate(found.above.tolist()):
            assert found.trails[number].above is (found.trails[above] if above >= 0 else None)

    def test_blocks_know_their_elements(self) -> None:
        blocks = page(ARTICLE).blocks
        found = outline(blocks)
        assert [found.trails[at] for at in found.of] == [block.trail for block in blocks]

    def test_the_largest_picture_counts(self) -> None:
        found = outline(
            page("<p><img src=a.jpg width=30 height=90><img src=b.jpg width=50 height=20>Two<p>None").blocks
        )
        assert (found.width.tolist(), found.height.tolist()) == ([50, 0], [90, 0])


class TestElements:
    def test_every_block_of_html_has_a_tree(self) -> None:
        assert Case(ARTICLE).of("has tree") == [1, 1, 1, 1]

    def test_depth(self) -> None:
        trails = [block.trail for block in page(ARTICLE).blocks]
        assert Case(ARTICLE).of("depth of tree") == logs(*(trail.depth for trail in trails if trail is not None))

    def test_traits_are_those_of_all_elements_around(self) -> None:
        case = Case("<nav><p>One<footer>Two</footer></nav><p>Three")
        assert case.of("in nav") == [1, 1, 0]
        assert case.of("in footer") == [0, 1, 0]
        assert case.of("in main") == [0, 0, 0]

    def test_tags_are_those_of_the_element_itself(self) -> None:
        case = Case("<h1>One</h1><div><p>Two</p>Three</div><ul><li>Four</ul>")
        assert case.of("element p") == [0, 1, 0, 0]
        assert case.of("element div") == [0, 0, 1, 0]
        assert case.of("element li") == [0, 0, 0, 1]
        assert case.of("element h1") == [1, 0, 0, 0]

    def test_elements_of_the_page(self) -> None:
        assert Case(ARTICLE).of("page has main") == [1, 1, 1, 1]
        assert Case(ARTICLE).of("page has article") == [0, 0, 0, 0]
        assert Case("<article>One</article><p>Two").of("page has article") == [1, 1]

    @pytest.mark.parametrize("article", [False, True])
    def test_what_is_wanted(self, article: bool) -> None:
        assert Case(ARTICLE, article=article).of("article wanted") == [article] * 4

    def test_pictures(self) -> None:
        case = Case("<p><img src=a.jpg width=640 height=480>One<p>Two")
        assert (case.of("width"), case.of("height")) == (logs(640, 0), logs(480, 0))


class TestWords:
    """`post-body` is worth 2.0 here, `share menu` -2.0."""

    def test_of_the_element_and_those_around(self) -> None:
        case = Case(f"<main class=post-body><div class='share menu'>Share<p>{PROSE}</p></div></main>")
        assert case.of("own words") == [-2, 0]
        assert case.of("words 1 up") == [2, -2]
        assert case.of("words 2 up") == [0, 2]
        assert case.of("words near") == [0, 0]
        assert case.of("words sum") == [0, 0]
        assert case.of("worst word") == [-2, -2]
        assert case.of("best word") == [2, 2]

    def test_of_elements_far_away(self) -> None:
        inner = "<div>" * 5
        case = Case(f"<div class=menu>{inner}<p>{PROSE}</p>")
        assert case.of("words near") == [0]
        assert case.of("words sum") == case.of("worst word") == [-2]
        assert Case(f"<div class=menu>{inner * 2}<p>{PROSE}</p>").of("words sum") == [0]

    def test_words_that_nobody_knows_are_worth_nothing(self) -> None:
        names = ("own words", "words 1 up", "words 2 up", "words near", "words sum", "worst word", "best word")
        case = Case(ARTICLE, {})
        assert all(case.of(name) == [0, 0, 0, 0] for name in names)


class TestText:
    SOURCE = f"<main><p>{PROSE}</p><div><a href=/x>Share this</a></div></main><p>End</p>"
    SIZE = 15  # words of PROSE

    def test_of_the_element_itself(self) -> None:
        case = Case(self.SOURCE)
        assert case.of("text of element 0") == logs(self.SIZE, 2, 1)
        assert case.of("link density of element 0") == [0, 1, 0]
        assert case.of("prose share of element 0") == [1, 0, 0]
        assert case.of("blocks of element 0") == logs(1, 1, 1)

    def test_of_the_one_around_it(self) -> None:
        case = Case(self.SOURCE)
        both, all_of_it = self.SIZE + 2, self.SIZE + 3
        up = case.of("text of element 1")
        assert (up[0], up[2]) == tuple(logs(both, all_of_it))
        assert case.of("blocks of element 1")[0] == logs(2)[0]
        assert case.of("link density of element 1")[0] == round(2 / both, 4)
        assert case.of("prose share of element 1")[0] == round(self.SIZE / both, 4)
        assert case.of("text of element 2")[0] == logs(all_of_it)[0]

    def test_above_the_root_there_is_none(self) -> None:
        trail = Trail(None, "html", (), (), frozenset())
        block = Block("paragraph", 0, 5, "Twelve otters", "twelve otters", 2, 0, trail=trail)
        rows = tree.features(outline([block]), {}, article=False)
        assert rows[0, COLUMN["text of element 0"]] == pytest.approx(log1p(2))
        assert all(rows[0, COLUMN[f"text of element {up}"]] == 0 for up in range(1, 5))

    def test_of_elements_that_look_alike(self) -> None:
        card = "<div class=card><p>{}</p></div>"
        case = Case(card.format(PROSE) + card.format("One") + "<div class=other><p>Two</p></div>")
        assert case.of("blocks of form") == logs(2, 2, 1)
        assert case.of("text of form") == logs(self.SIZE + 1, self.SIZE + 1, 1)
        assert case.of("prose of form") == logs(self.SIZE, self.SIZE, 0)


def test_the_names_are_those_of_the_columns() -> None:
    assert len(set(FEATURES)) == len(FEATURES) == Case(ARTICLE).rows.shape[1]
    assert not set(FEATURES) & set(OF_DUMPS)
    assert COLUMNS["html"][-len(FEATURES) :] == FEATURES


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<p>Otters", id="one block"),
        pytest.param("<div>" * 1_000 + "Otters", id="deep"),
        pytest.param("<p>-" * 500, id="many without words"),
        pytest.param("<p><img src=a.jpg width=99999>", id="a picture alone"),
    ],
)
def test_odd_pages_have_numbers(source: str) -> None:
    case = Case(source)
    assert case.rows.shape == (len(case.blocks), len(FEATURES))
    assert np.isfinite(case.rows).all()


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            "<div\tclass=menu> </div> <p> <main> <nav> <ul><li> <a\thref=/> </a> One <img\tsrc=a> <h2>".split(" ")
        ),
        max_size=30,
    )
)
def test_sums_are_those_of_all_blocks_inside(pieces: list[str]) -> None:
    blocks = page(" ".join(pieces)).blocks
    if not blocks:
        return
    rows = tree.features(outline(blocks), {}, article=False)
    for number, block in enumerate(blocks):
        around = [] if block.trail is None else list(block.trail)
        for up in range(min(5, len(around))):
            inside = [one for one in blocks if one.trail is not None and any(step is around[up] for step in one.trail)]
            total, count = (rows[number, COLUMN[f"{what} of element {up}"]] for what in ("text", "blocks"))
            assert total == pytest.approx(log1p(sum(one.words for one in inside)), abs=1e-4)
            assert count == pytest.approx(log1p(len(inside)), abs=1e-4)


class TestFeaturesOfDumps:
    """Those that the model of HTML reads beside: not what other judges did, for it has the last word."""

    def test_what_others_took_is_not_read(self) -> None:
        whole = page(ARTICLE)
        docket = Docket()
        docket.enter(Ruling(0, False, "menu", "because"))
        docket.enter(Ruling(1, False, "site/otter/a", "because"))
        docket.enter(Ruling(2, True, "site/otter/b", "because"))
        docket.evidence["template"] = {0: 1.0}
        rows = of_html(whole.page, whole.blocks, docket)
        told = [name for name in OF_DUMPS if name.startswith(("dropped by", "template")) or name == "kept"]
        assert not rows[:, [OF_DUMPS[name] for name in told]].any()

    def test_all_else_is(self) -> None:
        whole = page(ARTICLE)
        docket = Docket()
        docket.evidence["phrase:share"] = {1: 1.0}
        rows = of_html(whole.page, whole.blocks, docket)
        assert rows[1, OF_DUMPS["phrase:share"]] == 1
        words = OF_DUMPS["words"]
        assert rows[:, words].tolist() == features(whole.page, whole.blocks, docket)[:, words].tolist()


def model(seed: int = 1) -> Model:
    return Model(random_network(seed, len(COLUMNS["html"])), "random", WORDS)


class TestJudge:
    def rulings(self, source: str, content: Content = "page", seed: int = 1) -> tuple[Docket, list[Ruling]]:
        whole = page(source)
        docket = Docket()
        return docket, list(ModelRules(model(seed), content=content)(whole.page, whole.blocks, docket))

    def test_every_block_has_a_chance(self) -> None:
        docket, rulings = self.rulings(ARTICLE)
        assert list(docket.evidence["model"]) == [0, 1, 2, 3]
        assert all(0 <= chance <= 1 for chance in docket.evidence["model"].values())
        assert all(ruling.rule == RULE and "likely to be content" in ruling.why for ruling in rulings)

    def test_what_is_wanted_moves_the_scores(self) -> None:
        one, other = (self.rulings(ARTICLE, content)[0].evidence["model"] for content in ("page", "article"))
        assert one != other

    def test_pages_without_words_are_not_asked_about(self) -> None:
        docket, rulings = self.rulings("<hr>")
        assert (rulings, "model" in docket.evidence) == ([], False)

    def test_what_rules_took_may_come_back_without_a_word(self) -> None:
        whole = page(ARTICLE)
        docket = Docket()
        for index in range(4):
            docket.enter(Ruling(index, False, "menu", "because"))
        list(ModelRules(model())(whole.page, whole.blocks, docket))
        back = {index for index, chance in docket.evidence["model"].items() if chance >= 0.5}
        assert {index for index in range(4) if not docket.drops(index)} >= back
        assert docket.withdrawn == []

    def test_weights_that_know_nothing_break_no_promise(self) -> None:
        tool = Cleaner(sites=Sites(()), model=False)
        for seed in range(6):
            tool.judges = (*tool.judges[:2], ModelRules(model(seed)))
            result = tool.clean(ARTICLE, kind="html")
            assert tool.clean(result.markdown).markdown == result.markdown
            assert result.restore() == ARTICLE

    def test_an_outline_is_no_part_of_a_result(self) -> None:
        assert Outline._fields == ("trails", "above", "of", "words", "density", "width", "height")
