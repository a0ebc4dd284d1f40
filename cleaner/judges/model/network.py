"""The network: a few matrix products over the rows of a page, and an exact account of what moved each score.

One linear layer, residual convolutions along the page with growing strides, the mean and the greatest of every channel
over the page, two dense layers. It is linear between the bends of its units, so that a score is a sum: of what the
block's own features add, what the blocks around it add, what the page as a whole adds, and a constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.judges.model.features import Matrix, Vector

_ROWS: Final = (
    48  # multiplied at a time: more are shared out to threads, which wait for each other longer than they work
)
WIDEST: Final = 8.0  # standard deviations; what lies further out says no more


class Convolution(NamedTuple):
    """One residual layer along the page."""

    taps: Matrix
    """Channels x (taps x channels): the weights of each tap beside those of the one before."""
    bias: Vector
    stride: int
    """Blocks between two taps."""


class Account(NamedTuple):
    """What moved the scores of some blocks, in log-odds; the parts of a block add up to its score."""

    features: Matrix
    """Blocks x features: what each of the block's own features added."""
    around: Vector
    """What the blocks around it added."""
    page: Vector
    """What the page as a whole added."""
    constant: Vector


class _Layer(NamedTuple):
    active: npt.NDArray[np.bool_]
    around: Matrix


class Trace(NamedTuple):
    """A page on its way through the network, kept for :meth:`Network.account`."""

    scores: Vector
    """Log-odds that each block is content."""
    rows: Matrix
    opened: npt.NDArray[np.bool_]
    layers: tuple[_Layer, ...]
    overall: Vector
    joined: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The weights, and what to do with them."""

    mean: Vector
    scale: Vector
    """By which features are set to mean 0 and spread 1."""
    first: Matrix
    first_bias: Vector
    convolutions: tuple[Convolution, ...]
    joint: Matrix
    """(Channels of the block, mean and greatest of the page) x hidden units."""
    joint_bias: Vector
    last: Vector
    last_bias: float

    def run(self, features: Matrix) -> Trace:
        """Score the blocks of a page, given as blocks x features, in order."""
        rows: Matrix = ((features - self.mean) / self.scale).clip(-WIDEST, WIDEST)
        state = _product(rows, self.first) + self.first_bias
        opened = state > 0
        state *= opened
        layers: list[_Layer] = []
        for layer in self.convolutions:
            own, around = _convolve(state, layer)
            own += around
            own += layer.bias
            active = own > 0
            own *= active
            state += own
            layers.append(_Layer(active, around))
        overall: Vector = np.concatenate((state.mean(axis=0), state.max(axis=0))) @ self.joint[state.shape[1] :]
        joint = _product(state, self.joint[: state.shape[1]]) + (overall + self.joint_bias)
        joined = joint > 0
        scores: Vector = (joint * joined) @ self.last + np.float32(self.last_bias)
        return Trace(scores, rows, opened, tuple(layers), overall, joined)

    def account(self, trace: Trace, blocks: npt.NDArray[np.intp]) -> Account:
        """What moved the scores of these blocks."""
        channels = self.first.shape[1]
        pull = trace.joined[blocks] * self.last
        page = pull @ trace.overall
        constant = pull @ self.joint_bias + np.float32(self.last_bias)
        pull = pull @ self.joint[:channels].T
        around = np.zeros(len(blocks), np.float32)
        for layer, seen in zip(reversed(self.convolutions), reversed(trace.layers), strict=True):
            bent = pull * seen.active[blocks]
            around += np.einsum("ij,ij->i", bent, seen.around[blocks])
            constant += bent @ layer.bias
            pull = pull + bent @ _centre(layer).T
        pull = pull * trace.opened[blocks]
        constant += pull @ self.first_bias
        return Account((pull @ self.first.T) * trace.rows[blocks], around, page, constant)


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """Several networks that were trained alike but for chance: what they agree on counts. Scores are averaged."""

    networks: tuple[Network, ...]

    def run(self, features: Matrix) -> Together:
        """Score the blocks of a page, as :meth:`Network.run` does."""
        traces = tuple(network.run(features) for network in self.networks)
        return Together(np.mean([trace.scores for trace in traces], axis=0), traces)

    def account(self, trace: Together, blocks: npt.NDArray[np.intp]) -> Account:
        """What moved the scores of these blocks, in the mean."""
        accounts = [one.account(seen, blocks) for one, seen in zip(self.networks, trace.traces, strict=True)]
        return Account(*(np.mean(parts, axis=0) for parts in zip(*accounts, strict=True)))


class Together(NamedTuple):
    """A page on its way through several networks."""

    scores: Vector
    traces: tuple[Trace, ...]


def _product(rows: Matrix, weights: Matrix) -> Matrix:
    """The rows times the weights, some rows at a time."""
    product = np.empty((len(rows), weights.shape[1]), np.float32)
    for start in range(0, len(rows), _ROWS):
        part = slice(start, start + _ROWS)
        np.matmul(rows[part], weights, out=product[part])
    return product


def _centre(layer: Convolution) -> Matrix:
    channels = len(layer.taps)
    middle = layer.taps.shape[1] // channels // 2
    return layer.taps[:, middle * channels : (middle + 1) * channels]


def _convolve(state: Matrix, layer: Convolution) -> tuple[Matrix, Matrix]:
    """What each block's own channels give, and what those of the blocks around it give."""
    rows, channels = state.shape
    taps = layer.taps.shape[1] // channels
    products = _product(state, layer.taps)
    own = products[:, taps // 2 * channels : (taps // 2 + 1) * channels].copy()
    around = np.zeros_like(own)
    for tap in range(taps):
        away = (tap - taps // 2) * layer.stride
        column = products[:, tap * channels : (tap + 1) * channels]
        if 0 < away < rows:
            around[:-away] += column[away:]
        elif -rows < away < 0:
            around[-away:] += column[:away]
    return own, around
