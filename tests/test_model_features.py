"""judges/model/features.py, likeness.py and addresses.py: what the model reads of a page, the same in every script."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from cleaner.block import Block, Link
from cleaner.clean import Cleaner
from cleaner.judges.model import addresses, likeness
from cleaner.judges.model.features import COLUMN, EVIDENCE, FEATURES, Matrix, features
from cleaner.judges.rules.phrases import FAMILIES
from cleaner.learn import learn
from cleaner.ruling import Docket, Ruling
from cleaner.sources import blocks_of
from cleaner.sources.page import Page, read
from tests.conftest import GOLDEN_PAGES, source_of
from tests.sites import furnished, page, site
from tests.test_promises import TEXTS

PLAIN = Cleaner(model=False)


class Case:
    """The features of a page of which nothing is known, by name and line."""

    def __init__(self, source: str, docket: Docket | None = None, url: str = "") -> None:
        self.page = read(source.encode(), url, "markdown")
        self.blocks = blocks_of(self.page)
        self.rows = features(self.page, self.blocks, docket or Docket())

    def of(self, name: str) -> list[float]:
        """One feature of all blocks."""
        return [round(float(value), 4) for value in self.rows[:, COLUMN[name]]]

    def times(self, name: str) -> list[int]:
        """One feature of all blocks that is a count."""
        return [round(float(value)) for value in np.expm1(self.rows[:, COLUMN[name]])]


def test_names_are_unique() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


PROSE = "The keepers counted twelve otters on the pier on Monday, and replaced nine locks before the bell."
SOURCE = f"""\
* [Front page](/)
* [Letters](/letters)

# Otters move the gates

{PROSE}

Share
"""


class TestOneFeature:
    def test_length(self) -> None:
        case = Case(SOURCE)
        assert case.times("words") == [2, 1, 4, 17, 1]
        assert case.times("words outside links") == [0, 0, 4, 17, 1]
        assert case.times("characters") == [10, 7, 21, 97, 5]
        assert case.times("sentence ends") == [0, 0, 0, 1, 0]
        assert case.times("commas") == [0, 0, 0, 1, 0]

    def test_place(self) -> None:
        case = Case(SOURCE)
        assert case.times("blocks above") == [0, 1, 2, 3, 4]
        assert case.times("blocks below") == [4, 3, 2, 1, 0]
        assert case.times("words above") == [0, 2, 3, 7, 24]
        assert case.times("words below") == [23, 22, 18, 1, 0]
        assert case.times("prose above") == [0, 0, 0, 0, 17]
        assert case.times("prose below") == [17, 17, 17, 0, 0]
        assert case.times("blocks below heading") == [1, 2, 3, 1, 2]
        assert case.times("blocks below prose") == [1, 2, 3, 4, 1]
        assert case.times("blocks above prose") == [3, 2, 1, 2, 1]
        assert case.of("place in page") == [0.1, 0.3, 0.5, 0.7, 0.9]
        assert case.of("words above of page") == [0, 0.08, 0.12, 0.28, 0.96]

    def test_page(self) -> None:
        case = Case(SOURCE)
        assert case.times("blocks of page") == [5] * 5
        assert case.times("words of page") == [25] * 5
        assert case.times("prose of page") == [17] * 5
        assert case.of("page has address") == [0] * 5
        assert Case(SOURCE, url="https://otter.example/").of("page has address") == [1] * 5
        assert case.of("page is cut") == [0] * 5
        assert Case(f"{PROSE}\n\n" * 90 + "The ke...").of("page is cut") == [1] * 91

    def test_group(self) -> None:
        case = Case("* [Front page](/)\n* Letters to us\n* [Archive](/)\n* More\n\nShare\n")
        assert case.times("size of group") == [4, 4, 4, 4, 1]
        assert case.times("words of group") == [7, 7, 7, 7, 1]
        assert case.of("link density of group") == [round(17 / 34, 4)] * 4 + [0]
        assert case.of("place in group") == [0.125, 0.375, 0.625, 0.875, 0.5]

    def test_form(self) -> None:
        case = Case(
            "# A\n\n## B\n\n#### C\n\n* d\n  + e\n\n> f\n\n---\n\n**g** h\n\n```\ni\n```\n\n| j | k |\n|---|---|\n"
        )
        forms = [
            "level 1",
            "level 2",
            "level 3",
            "is item",
            "in inner list",
            "quoted",
            "is rule",
            "bold",
            "is code",
            "is row",
        ]
        assert [[form for form in forms if row[COLUMN[form]]] for row in case.rows] == [
            *(["level 1"], ["level 2"], ["level 3"], ["is item"], ["is item", "in inner list"], ["quoted"]),
            *(["is rule"], ["bold"], ["is code"], ["is row"]),
        ]
        assert case.of("is heading") == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
        assert case.of("blank line above") == [0, 1, 1, 1, 0, 1, 1, 1, 1, 1]

    def test_repeats(self) -> None:
        case = Case("Share 3\n\nOtters\n\nshare 12\n\n---\n\nShare 4\n\n---\n")
        assert case.times("repeats") == [2, 0, 2, 0, 2, 0]

    def test_links(self) -> None:
        case = Case("[Otters](/a) and [gates](/b)\n\n[![](a.jpg)](/c)\n\nNone\n")
        assert case.times("links") == [2, 1, 0]
        assert case.times("images") == [0, 1, 0]
        assert case.of("links with images") == [0, 1, 0]
        assert case.of("link density") == [round(11 / 16, 4), 0, 0]
        assert case.of("words a link") == [round(log1p(1.5), 4), 0, round(log1p(1), 4)]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("Otters move the gates", "Otters move the gates", id="English"),
        pytest.param("水獺移動港口的閘門", "水獺移動港口的閘門", id="Chinese"),
        pytest.param("الثعالب تنقل بوابات الميناء", "الثعالب تنقل بوابات الميناء", id="Arabic"),
    ],
)
def test_likeness_to_the_title_in_every_script(title: str, text: str) -> None:
    case = Case(f"---\ntitle: {title}\n---\n\n{text}\n\n{text} {text} 12\n\nXyzzy\n")
    assert case.of("title in block") == [1, 1, 0]
    assert case.of("block in title")[0] == 1
    assert 0.7 < case.of("block in title")[1] < 1
    assert case.of("block in title")[2] == 0


def test_pages_of_one_structure_are_alike_in_every_language() -> None:
    english = Case(
        _like("Letters", "The keepers counted otters on the pier, and replaced nine of the locks before the bell.")
    )
    chinese = Case(
        _like("讀者來信專欄", "看守人星期一在碼頭上數了十二隻水獺，並在鐘聲響起之前換了九把鎖這件事辦公室告訴我們。")
    )
    same = [
        *("links", "images", "blocks above", "blocks below", "size of group", "repeats", "blocks below heading"),
        *("blocks below prose", "blocks above prose", "blocks of page", "link density", "link density of group"),
        *("place in group", "place in page", "links to own site", "links to other sites", "links into page"),
        *("length of addresses", "steps of addresses", "hyphens of addresses", "digits of addresses"),
        *("blank line above", "in list", "sentence ends", "commas", "ends with sentence end", "ends with comma"),
        *(name for name in FEATURES if name.startswith(("is ", "level "))),
    ]
    for name in same:
        assert english.of(name) == chinese.of(name), name


def _like(label: str, prose: str) -> str:
    return (
        f"* [{label}](/a-1)\n* [{label}](https://heron.example/b)\n\n# {label}\n\n{prose}\n\n{prose}\n\n"
        f"![](a.jpg)\n\n| {label} | {label} |\n|---|---|\n\n[{label}](#top)\n"
    )


class TestEvidence:
    def test_without_any_there_is_none(self) -> None:
        assert not Case(SOURCE).rows[:, -len(EVIDENCE) :].any()

    def test_goes_in_by_name_up_to_a_limit(self) -> None:
        docket = Docket()
        docket.evidence |= {"phrase:share": {4: 1.0}, "link:share": {0: 2.0, 1: 99.0}, "unheard-of": {0: 1.0}}
        case = Case(SOURCE, docket)
        assert case.of("phrase:share") == [0, 0, 0, 0, 1]
        assert case.of("link:share") == [2, 5, 0, 0, 0]
        assert np.count_nonzero(case.rows[:, -len(EVIDENCE) :]) == 3

    def test_rulings_go_in_by_who_ruled(self) -> None:
        docket = Docket()
        for index, (keep, rule) in enumerate(
            [(False, "menu"), (False, "site/otter/menu"), (False, "template/line"), (True, "site/otter/text")]
        ):
            docket.enter(Ruling(index, keep, rule, "because"))
        case = Case(SOURCE, docket)
        assert case.of("dropped by rule") == [1, 0, 0, 0, 0]
        assert case.of("dropped by site") == [0, 1, 0, 0, 0]
        assert case.of("dropped by template") == [0, 0, 1, 0, 0]
        assert case.of("kept") == [0, 0, 0, 1, 0]

    def test_distance_to_the_pages_own_title(self) -> None:
        docket = Docket()
        docket.evidence["own-title"] = {2: 1.0}
        case = Case(SOURCE, docket)
        assert case.times("blocks above title") == [2, 1, 0, 0, 0]
        assert case.times("blocks below title") == [0, 0, 0, 1, 2]

    def test_every_name_is_one_that_the_judges_leave(self) -> None:
        """A family that was given another name would be read as nothing for ever."""
        left = {f"phrase:{family}" for family in FAMILIES} | {f"heading:{family}" for family in FAMILIES}
        for path in GOLDEN_PAGES:
            left |= PLAIN.judge(read(source_of(path).read_bytes()))[1].evidence.keys()
        tool = Cleaner(templates=learn(site(9, furnished)), model=False)
        left |= tool.judge(read(page(0, furnished(0)).encode()))[1].evidence.keys()
        of_rulings = {"kept", "template-known", *(name for name in EVIDENCE if name.startswith("dropped by "))}
        assert set(EVIDENCE) - of_rulings <= left


class TestAddresses:
    URL = "https://www.otter.example/news/2024/otters-move"

    def measured(self, *urls: str, page: str = URL) -> addresses.Targets:
        links = [[Link(url, "", 0, 0) for url in urls], []]
        return addresses.measure(page, links, np.array([len(urls), 0], np.float64))

    @pytest.mark.parametrize(
        ("url", "own", "inner", "near"),
        [
            pytest.param("/letters", 1, 0, 0, id="from the root on"),
            pytest.param("letters", 1, 0, 0, id="beside the page"),
            pytest.param("#top", 1, 1, 0, id="in the page"),
            pytest.param("https://www.otter.example/letters", 1, 0, 0, id="whole"),
            pytest.param("//shop.otter.example/", 1, 0, 0, id="of another host of the site"),
            pytest.param("https://heron.example/", 0, 0, 0, id="of another site"),
            pytest.param(
                "https://heron.example/" + "x" * 80 + "?of=otter.example", 0, 0, 0, id="with the site far inside"
            ),
            pytest.param("/news/2024/gates", 1, 0, 1, id="in the page's folder, from the root on"),
            pytest.param("https://www.otter.example/news/2024/gates", 1, 0, 1, id="in the page's folder, whole"),
            pytest.param("/news/2023/gates", 1, 0, 0, id="in the folder beside it"),
            pytest.param("", 1, 0, 0, id="none"),
        ],
    )
    def test_where_they_lead(self, url: str, own: int, inner: int, near: int) -> None:
        targets = self.measured(url)
        assert [targets.own[0], targets.other[0], targets.inner[0], targets.near[0]] == [own, 1 - own, inner, near]

    def test_means_of_several(self) -> None:
        targets = self.measured("/a-b-1", "https://heron.example/22")
        assert [float(values[0]) for values in targets[:5]] == [15, 2, 1, 1.5, 0.5]

    def test_of_a_block_without_links_there_is_nothing(self) -> None:
        assert [float(values[1]) for values in self.measured("/a")] == [0] * 8
        assert [float(values[0]) for values in self.measured()] == [0] * 8

    @pytest.mark.parametrize(
        "page", ["", "https://otter.example", "https://otter.example/", "nonsense", "https://[broken/a/b"]
    )
    def test_a_page_at_the_root_or_nowhere_has_no_folder(self, page: str) -> None:
        assert self.measured("/a", "https://otter.example/a", page=page).near[0] == 0


class TestLikeness:
    @pytest.mark.parametrize(
        ("url", "words"),
        [
            ("https://otter.example/news/Otters-move_the.html", "otters move the"),
            ("https://otter.example/news/otters-move-the/?page=2#top", "otters move the"),
            ("https://otter.example/", ""),
            ("https://otter.example", ""),
            ("", ""),
            ("nonsense", ""),
            ("https://otter.example/12-otters", "0 otters"),
            ("https://otter.example/水獺-移動", "水獺 移動"),
        ],
    )
    def test_words_of_an_address(self, url: str, words: str) -> None:
        assert likeness.words_of(url) == words

    @pytest.mark.parametrize(
        ("key", "of_title", "of_block"),
        [
            pytest.param("otter", 1, 1, id="the same"),
            pytest.param("otters", 1, 0.8, id="longer"),
            pytest.param("ott", 0.5, 1, id="shorter"),
            pytest.param("gull", 0, 0, id="another"),
            pytest.param("o", 0, 0, id="a character"),
            pytest.param("", 0, 0, id="nothing"),
            pytest.param("otterotter", 1, 8 / 9, id="twice"),
        ],
    )
    def test_to_a_title(self, key: str, of_title: float, of_block: float) -> None:
        shares = self.shares(["", key, "gull"], title="Otter")
        assert [float(share[1]) for share in shares[:2]] == pytest.approx([of_title, of_block])

    @pytest.mark.parametrize("title", ["", "O"])
    def test_to_a_title_without_pairs_there_is_none(self, title: str) -> None:
        assert [share.tolist() for share in self.shares(["otter", "o", ""], title)[:2]] == [[0, 0, 0], [0, 0, 0]]

    @staticmethod
    def shares(keys: Sequence[str], title: str) -> list[Matrix]:
        page = read(f"---\ntitle: {title}\n---\n".encode())
        return [share.astype(np.float32) for share in likeness.to_title_and_address(page, keys)]


def _is_sound(page: Page, blocks: Sequence[Block], docket: Docket) -> None:
    rows = features(page, blocks, docket)
    assert rows.shape == (len(blocks), len(FEATURES))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    assert rows.min() > -1e-6


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_of_any_text_they_are_numbers(text: str) -> None:
    page = read(
        f"---\ntitle: {text[:20]!r}\nurl: https://otter.example/{text[20:30]!r}\n---\n\n{text}".encode(
            "utf-8", "replace"
        )
    )
    blocks, docket = PLAIN.judge(page)
    if blocks:
        _is_sound(page, blocks, docket)


@pytest.mark.parametrize("path", GOLDEN_PAGES, ids=lambda path: path.name)
def test_of_golden_pages_they_are_numbers(path: Path) -> None:
    page = read(source_of(path).read_bytes())
    _is_sound(page, *PLAIN.judge(page))


def test_of_a_page_of_any_length_they_are_numbers() -> None:
    page = read(b"word " * 200_000 + b"\n\n" + b"[a](/" + b"9" * 100_000 + b")\n", None, "markdown")
    _is_sound(page, *PLAIN.judge(page))
