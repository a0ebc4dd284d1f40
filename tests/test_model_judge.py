"""judges/model: the judge on whole pages, with models that think one thing, and with the one that is shipped."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from pytest_regressions.file_regression import FileRegressionFixture

from cleaner import Cleaner
from cleaner.judges.model import RULE, ModelRules
from cleaner.judges.model.features import features
from cleaner.judges.model.weights import COLUMNS, Model, load
from cleaner.learn import learn
from cleaner.ruling import Docket, Ruling
from cleaner.sources import blocks_of
from cleaner.sources.opening import html_of
from cleaner.sources.page import read
from tests.conftest import GOLDEN_PAGES, ROOT, source_of
from tests.networks import judging_by, leaning, random_network
from tests.sites import page, sentence, site
from tests.test_golden_templates import EACH_SITE, pages_of
from tests.test_promises import TEXTS, holds

FOLDER = ROOT / "tests" / "model"
PAGE = (FOLDER / "page.md").read_bytes()
CLOSE = 1e-3  # in log-odds: sums come out in another order on another machine


def scored(source: bytes) -> tuple[Docket, list[float]]:
    """The shipped model alone before a page of which other judges would have said this, and its scores in log-odds."""
    page_ = read(source)
    blocks = blocks_of(page_)
    docket = Docket()
    titles = [index for index, block in enumerate(blocks) if block.level == 1]
    docket.evidence |= {"title": dict.fromkeys(titles, 1.0), "own-title": {titles[-1]: 1.0}, "phrase:share": {4: 1.0}}
    docket.enter(Ruling(1, False, "skip-link", "because"))
    rows = features(page_, blocks, docket)
    for ruling in ModelRules()(page_, blocks, docket):
        docket.enter(ruling)
    return docket, load().network.run(rows).scores.tolist()


def _are_close(obtained: Path, expected: Path) -> None:
    have, want = (json.loads(path.read_text("utf-8")) for path in (obtained, expected))
    assert have["version"] == want["version"]
    assert have["scores"] == pytest.approx(want["scores"], abs=CLOSE)


class TestShippedWeights:
    def test_score_a_fixed_page_as_when_they_were_made(self, file_regression: FileRegressionFixture) -> None:
        """Other weights score otherwise: write the file anew with `pytest tests/test_model_judge.py --force-regen`."""
        _, scores = scored(PAGE)
        told = {"version": load().version, "scores": [round(score, 5) for score in scores]}
        file_regression.check(json.dumps(told, indent=1) + "\n", fullpath=FOLDER / "scores.json", check_fn=_are_close)

    def test_the_chances_are_left_as_evidence_of_every_block(self) -> None:
        docket, scores = scored(PAGE)
        assert len(scores) == len(blocks_of(read(PAGE)))
        chances = [docket.evidence["model"][index] for index in range(len(scores))]
        assert chances == pytest.approx((1 / (1 + np.exp(-np.array(scores)))).tolist(), abs=1e-6)
        assert all(isinstance(chance, float) and 0 <= chance <= 1 for chance in chances)

    def test_they_tell_a_text_from_a_menu(self) -> None:
        docket, _ = scored(PAGE)
        content = docket.evidence["model"]
        blocks = blocks_of(read(PAGE))
        prose = [content[index] for index, block in enumerate(blocks) if block.words > 25]
        menu = [content[index] for index, block in enumerate(blocks) if block.text in {"River", "Town", "Letters"}]
        assert min(prose) > 0.5 > max(menu)


LINES = [sentence(f"line {number}") for number in range(8)]
TEXT = "# Otters\n\n" + "\n\n".join(LINES) + "\n"
SITE = "https://otter.example/a"
SKIP = "[Skip to content](#main)\n\n"  # for a rule: where no other judge takes anything the model takes nothing


def taken(source: str, start: float = 0.05, **weights: float) -> list[str]:
    """What a leaning model takes of a page."""
    result = judging_by(leaning(start, **weights)).clean(source, SITE, "markdown")
    return [edit.removed.strip() for edit in result.edits if edit.rule == RULE]


class TestRulings:
    def test_without_the_model_nothing_is_said_and_nothing_goes_by_it(self) -> None:
        blocks, docket = Cleaner(model=False).judge(read(PAGE))
        assert "model" not in docket.evidence
        assert RULE not in {ruling.rule for ruling in docket.rulings.values()}
        assert Cleaner(model=False).clean(PAGE).verdict.certainty is None
        assert blocks

    def test_what_is_likely_content_stays(self) -> None:
        assert taken(TEXT, 0.9) == []

    def test_what_is_not_goes(self) -> None:
        assert taken(SKIP + TEXT, 0.9, repeats=-20) == []
        assert taken(SKIP + TEXT.replace(LINES[0], "Otter") + "\nOtter\n", 0.9, repeats=-20) == ["Otter", "Otter"]

    def test_says_how_likely_it_was_and_why(self) -> None:
        result = judging_by(leaning(0.9, repeats=-20)).clean(f"{SKIP}Otter\n\n{TEXT}\nOtter\n", SITE, "markdown")
        whys = [edit.why for edit in result.edits if edit.rule == RULE]
        assert whys == ["0% likely to be content: it stands on the page 2 times"] * 2

    def test_nothing_goes_where_no_other_judge_takes_anything(self) -> None:
        assert taken(TEXT.replace(LINES[0], "Otter") + "\nOtter\n", 0.9, repeats=-20) == []

    @pytest.mark.parametrize(
        "source", ["", "\n\n", "---\n", "---\ntitle: Otters\n---\n", "![](a.jpg)\n", "***\n\n[](/)\n"], ids=repr
    )
    def test_a_page_without_words_is_not_scored(self, source: str) -> None:
        _, docket = judging_by(leaning(0.01)).judge(read(source.encode(), None, "markdown"))
        assert "model" not in docket.evidence
        assert RULE not in {ruling.rule for ruling in docket.rulings.values()}

    def test_what_others_took_or_kept_is_scored_and_left_to_them(self) -> None:
        page_ = read(TEXT.encode(), None, "markdown")
        blocks, docket = blocks_of(page_), Docket()
        for index in range(len(blocks)):
            docket.enter(Ruling(index, index % 2 == 0, "site/otter/some", "because"))
        assert list(ModelRules(leaning(0.01))(page_, blocks, docket)) == []
        assert list(docket.evidence["model"]) == list(range(len(blocks)))
        assert len(docket.rulings) == len(blocks)

    @pytest.mark.parametrize("weight", [-200.0, 200.0], ids=["next to none", "next to one"])
    def test_a_chance_however_small_is_told_without_a_warning(self, weight: float) -> None:
        _, docket = judging_by(leaning(0.5, words=weight)).judge(read(TEXT.encode(), None, "markdown"))
        assert set(docket.evidence["model"].values()) == {float(weight > 0)}

    def test_a_model_that_takes_nearly_all_text_is_backed_out(self) -> None:
        text = "# Otters\n\n" + "\n\n".join(sentence(f"long {number}", 40) for number in range(8)) + "\n"
        result = judging_by(leaning(0.01)).clean(SKIP + text, SITE, "markdown")
        assert result.markdown == text
        assert result.verdict.kind == "over-cleaned"
        assert result.verdict.why == "model would have taken nearly all text and was backed out"


MENU = "# Stories\n\n" + "".join(f"* [Story {number}](/stories/{number}/)\n" for number in range(60))


class TestOverruled:
    """A page that rules would leave empty, and in which the model believes."""

    def test_a_list_of_stories_comes_back(self) -> None:
        assert Cleaner(model=False).clean(MENU, SITE).body.strip() == "# Stories"
        result = judging_by(leaning(0.9)).clean(MENU, SITE)
        assert result.markdown == MENU
        assert result.verdict.kind == "over-cleaned"
        assert "was backed out" in result.verdict.why

    def test_unless_the_model_does_not_believe_in_it(self) -> None:
        assert judging_by(leaning(0.4)).clean(MENU, SITE).body.strip() == "# Stories"

    def test_beside_a_text_it_does_not(self) -> None:
        source = f"{MENU}\n\n{TEXT}"
        assert judging_by(leaning(0.9)).clean(source, SITE).edits == Cleaner(model=False).clean(source, SITE).edits


class TestPromises:
    """Those that the model could break. The shipped one is on in test_promises.py as well."""

    def test_the_same_page_is_judged_the_same_way(self) -> None:
        assert Cleaner().clean(PAGE).edits == Cleaner().clean(PAGE).edits

    def test_no_page_before_it_matters(self) -> None:
        cleaner = Cleaner()
        first = cleaner.clean(PAGE).edits
        for path in GOLDEN_PAGES[:8]:
            cleaner.clean(source_of(path).read_bytes())
        assert cleaner.clean(PAGE).edits == first

    @pytest.mark.parametrize("seed", range(2))
    def test_a_cleaner_with_other_weights_pickles(self, seed: int) -> None:
        cleaner = judging_by(leaning(0.5))
        cleaner.judges = (*cleaner.judges[:-1], ModelRules(Model(random_network(seed), "random", {})))
        again = pickle.loads(pickle.dumps(cleaner))  # noqa: S301
        assert again.clean(PAGE).edits == cleaner.clean(PAGE).edits

    def test_two_threads_that_begin_together_say_what_one_says(self) -> None:
        sources = [PAGE, *(source_of(path).read_bytes() for path in GOLDEN_PAGES[:10])] * 2
        cleaner = Cleaner()
        with ThreadPoolExecutor(2) as pool:
            together = list(pool.map(lambda source: cleaner.clean(source).edits, sources))
        assert together == [Cleaner().clean(source).edits for source in sources]

    @EACH_SITE
    def test_over_golden_sites(self, site: Path) -> None:
        pages = pages_of(site).values()
        tool = Cleaner(templates=learn(pages))
        for source in pages:
            holds(tool, source)

    @pytest.mark.parametrize("seed", range(6))
    def test_whatever_the_weights_are(self, seed: int) -> None:
        """Weights that know nothing take anything: what holds for them holds for those of the next training."""
        tool = judging_by(Model(random_network(seed), "random", {}))
        html_tool = judging_by(Model(random_network(seed, len(COLUMNS["html"])), "random", {"menu": -1.0}))
        for path in GOLDEN_PAGES[seed::6]:
            data = source_of(path).read_bytes()
            holds(html_tool if html_of(data) else tool, data)
        for source in site(3):
            holds(tool, source)

    @given(TEXTS)
    @settings(max_examples=100, deadline=None)
    def test_whatever_the_weights_and_the_text_are(self, text: str) -> None:
        holds(RANDOM, text)
        holds(RANDOM, page(0, [text, *LINES]))


RANDOM = judging_by(Model(random_network(3), "random", {}))


def test_models_lean_as_they_say() -> None:
    """The models of these tests, that is."""
    page_ = read(TEXT.encode(), None, "markdown")
    rows = features(page_, blocks_of(page_), Docket())
    even: Sequence[float] = leaning(0.5).network.run(rows).scores.tolist()
    assert even == [0.0] * len(rows)
