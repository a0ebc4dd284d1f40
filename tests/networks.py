"""What the tests of the model share: small networks with random weights, and models that think one thing."""

from __future__ import annotations

from math import log
from typing import Final

import numpy as np

from cleaner.clean import Cleaner
from cleaner.judges.model import ModelRules
from cleaner.judges.model.features import COLUMN, FEATURES, Matrix, Vector
from cleaner.judges.model.network import Convolution, Network
from cleaner.judges.model.weights import Model

TAPS: Final = 5
STRIDES: Final = (1, 2, 4)


def random_network(
    seed: int, features: int = len(FEATURES), channels: int = 6, strides: tuple[int, ...] = STRIDES
) -> Network:
    """A network that knows nothing."""
    chance = np.random.default_rng(seed)
    hidden = channels + 1

    def drawn(*shape: int) -> Matrix:
        return chance.normal(0, 0.4, shape).astype(np.float32)

    return Network(
        mean=drawn(features),
        scale=(np.abs(drawn(features)) + 0.5).astype(np.float32),
        first=drawn(features, channels),
        first_bias=drawn(channels),
        convolutions=tuple(
            Convolution(drawn(channels, TAPS * channels), drawn(channels), stride) for stride in strides
        ),
        joint=drawn(3 * channels, hidden),
        joint_bias=drawn(hidden),
        last=drawn(hidden),
        last_bias=float(drawn(1)[0]),
    )


def random_rows(seed: int, blocks: int, features: int = len(FEATURES)) -> Matrix:
    """A page that means nothing."""
    return np.random.default_rng(seed).normal(0, 2, (blocks, features)).astype(np.float32)


def leaning(start: float, **weights: float) -> Model:
    """A model that begins at this chance and adds so much log-odds for one of a feature (`_` for a blank)."""
    names = [name.replace("_", " ") for name in weights]
    first = np.zeros((len(FEATURES), max(len(names), 1)), np.float32)
    for channel, name in enumerate(names):
        first[COLUMN[name], channel] = 1
    channels = first.shape[1]
    joint = np.zeros((3 * channels, channels), np.float32)
    joint[:channels] = np.eye(channels)
    network = Network(
        mean=np.zeros(len(FEATURES), np.float32),
        scale=np.ones(len(FEATURES), np.float32),
        first=first,
        first_bias=np.zeros(channels, np.float32),
        convolutions=(),
        joint=joint,
        joint_bias=np.zeros(channels, np.float32),
        last=_vector(list(weights.values()) or [0.0]),
        last_bias=log(start / (1 - start)),
    )
    return Model(network, "leaning", {})


def judging_by(model: Model) -> Cleaner:
    """A cleaner with this model in the place of the shipped one."""
    cleaner = Cleaner(model=False)
    cleaner.judges = (*cleaner.judges, ModelRules(model))
    return cleaner


def _vector(values: list[float]) -> Vector:
    return np.array(values, np.float32)
