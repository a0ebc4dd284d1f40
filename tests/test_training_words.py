"""training/words.py: what the words of classes and ids are worth."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from cleaner.judges.model.tree import outline
from cleaner.sources import html
from training.words import Votes, shares_of

HOSTS = [f"{name}.example" for name in ("otter", "wren", "heron", "finch", "plover", "raven")]


def odds(yes: float, no: float) -> float:
    return log((yes + 1.5) / (no + 1.5))


class TestShares:
    SOURCE = "<main class='post body'><p class=body>One</p><div class=menu>Two</div></main>"

    def shares(self, content: list[float], sure: list[float]) -> dict[str, tuple[float, float]]:
        blocks = html.read(html.parse(self.SOURCE)).blocks
        size = np.array([3.0, 8.0])
        return shares_of(outline(blocks), np.array(content), np.array(sure), size)

    def test_text_counts_for_the_words_of_all_elements_around_it(self) -> None:
        found = self.shares([1, 0], [1, 1])
        assert found["post"] == pytest.approx((2, 3)), "by the root of its words, and one"
        assert found["menu"] == pytest.approx((0, 3))

    def test_a_word_that_comes_twice_on_the_way_counts_twice(self) -> None:
        assert self.shares([1, 0], [1, 1])["body"] == pytest.approx((4, 3))

    def test_labels_that_are_not_sure_count_less(self) -> None:
        found = self.shares([1, 0], [0.5, 0])
        assert found["post"] == pytest.approx((1, 0))
        assert "menu" not in found

    def test_a_page_without_names_says_nothing(self) -> None:
        blocks = html.read(html.parse("<p>One")).blocks
        ones = np.ones(1)
        assert shares_of(outline(blocks), ones, ones, ones) == {}


class TestVotes:
    def test_each_site_has_one_vote_whatever_its_size(self) -> None:
        pages = [(host, {"menu": (0.0, 1.0)}) for host in HOSTS[:3]]
        pages += [(HOSTS[3], {"menu": (1_000.0, 0.0)}), (HOSTS[3], {"menu": (3_000.0, 0.0)})]
        assert Votes(pages).table() == {"menu": pytest.approx(odds(1, 3))}

    def test_the_pages_of_a_site_share_its_vote(self) -> None:
        pages = [(host, {"menu": (1.0, 0.0)}) for host in HOSTS[:3]]
        pages += [(HOSTS[3], {"menu": (3.0, 0.0)}), (HOSTS[3], {"menu": (0.0, 1.0)})]
        assert Votes(pages).table()["menu"] == pytest.approx(odds(3.75, 0.25))

    def test_words_of_few_sites_are_theirs(self) -> None:
        votes = Votes((host, {"menu": (0.0, 1.0)}) for host in HOSTS[:3])
        assert votes.table() == {}

    def test_a_site_is_shown_what_all_others_say(self) -> None:
        pages = [(host, {"menu": (0.0, 1.0)}) for host in HOSTS[:4]] + [
            (HOSTS[4], {"menu": (1.0, 0.0), "own": (1.0, 0.0)})
        ]
        votes = Votes(pages)
        assert votes.table() == {"menu": pytest.approx(odds(1, 4))}
        assert votes.without(HOSTS[4]) == {"menu": pytest.approx(odds(0, 4))}
        assert votes.without(HOSTS[0]) == {"menu": pytest.approx(odds(1, 3))}

    def test_a_site_whose_own_vote_makes_up_the_number_is_shown_nothing(self) -> None:
        votes = Votes((host, {"menu": (0.0, 1.0)}) for host in HOSTS[:4])
        assert votes.without(HOSTS[0]) == {}

    def test_a_site_without_words_is_shown_nothing(self) -> None:
        assert Votes([(HOSTS[0], {})]).without(HOSTS[0]) == {}
        assert Votes([]).without("none.example") == {}

    def test_no_word_is_worth_everything(self) -> None:
        votes = Votes((f"{number}.example", {"menu": (0.0, 1.0), "post": (1.0, 0.0)}) for number in range(1_000))
        assert votes.table() == {"menu": -4.0, "post": 4.0}
