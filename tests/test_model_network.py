"""judges/model/network.py: the products are those that a patient person would work out, and the account adds up."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.judges.model.features import Matrix
from cleaner.judges.model.network import WIDEST, Ensemble, Network
from tests.networks import TAPS, random_network, random_rows

Rows = list[list[float]]

FEATURES = 9
LENGTHS = pytest.mark.parametrize("blocks", [1, 2, 3, 5, 30])
SEEDS = pytest.mark.parametrize("seed", range(4))


def bend(values: list[float]) -> list[float]:
    return [max(value, 0.0) for value in values]


def product(row: list[float], weights: Matrix, bias: list[float]) -> list[float]:
    return [
        bias[to] + sum(value * float(weights[at, to]) for at, value in enumerate(row)) for to in range(weights.shape[1])
    ]


def by_hand(network: Network, features: Matrix) -> list[float]:
    """The scores, one multiplication at a time."""
    state: Rows = []
    for row in features.tolist():
        scaled = [(x - m) / s for x, m, s in zip(row, network.mean.tolist(), network.scale.tolist(), strict=True)]
        clipped = [min(max(value, -WIDEST), WIDEST) for value in scaled]
        state.append(bend(product(clipped, network.first, network.first_bias.tolist())))
    channels = len(state[0])
    for layer in network.convolutions:
        new: Rows = []
        for at, old in enumerate(state):
            sums = layer.bias.tolist()
            for tap in range(TAPS):
                there = at + (tap - TAPS // 2) * layer.stride
                if 0 <= there < len(state):
                    weights = layer.taps[:, tap * channels : (tap + 1) * channels]
                    sums = product(state[there], weights, sums)
            new.append([value + more for value, more in zip(old, bend(sums), strict=True)])
        state = new
    columns = list(zip(*state, strict=True))
    page = [sum(column) / len(state) for column in columns] + [max(column) for column in columns]
    hidden = [bend(product([*row, *page], network.joint, network.joint_bias.tolist())) for row in state]
    last = network.last.tolist()
    return [network.last_bias + sum(x * w for x, w in zip(row, last, strict=True)) for row in hidden]


@SEEDS
@LENGTHS
def test_scores_are_those_worked_out_by_hand(blocks: int, seed: int) -> None:
    network, rows = random_network(seed, FEATURES), random_rows(seed + 100, blocks, FEATURES)
    assert network.run(rows).scores == pytest.approx(by_hand(network, rows), abs=1e-4, rel=1e-4)


@SEEDS
@LENGTHS
def test_the_account_adds_up_to_the_score(blocks: int, seed: int) -> None:
    network, rows = random_network(seed, FEATURES), random_rows(seed + 100, blocks, FEATURES)
    trace = network.run(rows)
    account = network.account(trace, np.arange(blocks))
    parts = account.features.sum(axis=1) + account.around + account.page + account.constant
    assert parts == pytest.approx(trace.scores, abs=1e-4)


def test_an_account_is_of_the_blocks_that_were_asked_for() -> None:
    network, rows = random_network(7, FEATURES), random_rows(8, 12, FEATURES)
    trace = network.run(rows)
    whole, some = (network.account(trace, np.array(blocks)) for blocks in (range(12), [2, 9]))
    for all_parts, parts in zip(whole, some, strict=True):
        assert parts == pytest.approx(all_parts[[2, 9]], abs=1e-5)


def test_a_lone_block_has_none_around_it() -> None:
    network = random_network(1, FEATURES)
    assert network.account(network.run(random_rows(2, 1, FEATURES)), np.array([0])).around.tolist() == [0.0]


def test_what_lies_far_out_says_no_more() -> None:
    network = random_network(1, FEATURES)
    far, further = (np.full((3, FEATURES), value, np.float32) for value in (1e6, 1e9))
    assert network.run(far).scores.tolist() == network.run(further).scores.tolist()


def test_without_layers_along_the_page_blocks_do_not_see_each_other_but_the_page() -> None:
    network, rows = random_network(3, FEATURES, strides=()), random_rows(4, 6, FEATURES)
    trace = network.run(rows)
    assert network.account(trace, np.arange(6)).around.tolist() == [0.0] * 6
    turned = network.run(rows[::-1].copy())
    assert turned.scores == pytest.approx(trace.scores[::-1], abs=1e-4)


def test_the_features_are_left_as_they_are() -> None:
    rows = random_rows(5, 4, FEATURES)
    before = rows.copy()
    random_network(5, FEATURES).run(rows)
    assert (rows == before).all()


class TestEnsemble:
    NETWORKS = tuple(random_network(seed, FEATURES) for seed in range(3))
    ROWS = random_rows(50, 12, FEATURES)

    def test_scores_are_the_mean(self) -> None:
        scores = Ensemble(self.NETWORKS).run(self.ROWS).scores
        assert scores == pytest.approx(sum(one.run(self.ROWS).scores for one in self.NETWORKS) / 3, abs=1e-5)

    def test_one_network_is_itself(self) -> None:
        alone = Ensemble(self.NETWORKS[:1]).run(self.ROWS)
        assert alone.scores == pytest.approx(self.NETWORKS[0].run(self.ROWS).scores, abs=1e-6)

    def test_the_account_adds_up_to_the_score(self) -> None:
        ensemble = Ensemble(self.NETWORKS)
        trace = ensemble.run(self.ROWS)
        account = ensemble.account(trace, np.array([2, 9]))
        parts = account.features.sum(axis=1) + account.around + account.page + account.constant
        assert parts == pytest.approx(trace.scores[[2, 9]], abs=1e-4)
        assert account.features.shape == (2, FEATURES)
