"""The trained weights: one data file, with its version, the features it was trained on, and a checksum."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cleaner.errors import ConfigError
from cleaner.judges.model.features import FEATURES
from cleaner.judges.model.network import Convolution, Network

FORMAT: Final = 1
FILE: Final = "weights.npz"
_AGAIN: Final = "install cleaner anew, or train again (see training/README.md)"

Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A trained model."""

    network: Network
    version: str
    """What the model card and the changelog call it."""


def load(path: Path | None = None) -> Model:
    """Read weights; those of the package where no path is given, once a process.

    Raises :class:`ConfigError` for a file that is damaged, of another format or made for other features.
    """
    return _shipped() if path is None else _read(path, str(path))


@cache
def _shipped() -> Model:
    return _read(resources.files(__package__) / FILE, FILE)


def _read(file: Traversable, name: str) -> Model:
    try:
        return unpack(file.read_bytes(), name)
    except OSError as error:
        raise ConfigError(name, "", f"cannot be read: {error.strerror or error}; {_AGAIN}") from None


def pack(network: Network, version: str) -> bytes:
    """A file of weights. They are kept in half precision: what training finds in the fourth figure is chance."""
    arrays: Arrays = {
        name: np.asarray(getattr(network, name))
        for name in ("mean", "scale", "first", "first_bias", "joint", "joint_bias", "last", "last_bias")
    }
    for number, layer in enumerate(network.convolutions):
        arrays |= {f"taps {number}": layer.taps, f"bias {number}": layer.bias}
    arrays = {name: array.astype(np.float16) for name, array in arrays.items()}
    about = {
        "format": FORMAT,
        "version": version,
        "strides": [layer.stride for layer in network.convolutions],
        "features": FEATURES,
        "sha256": _digest(arrays),
    }
    file = BytesIO()
    arrays["about"] = np.array(json.dumps(about))
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def unpack(data: bytes, name: str) -> Model:
    """The model that stands in a file; `name` is what errors call it."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as file:
            arrays: Arrays = dict(file)
        about = json.loads(str(arrays.pop("about")[()]))
        if about["format"] != FORMAT:
            raise ConfigError(name, "format", f"is {about['format']}, and this version reads {FORMAT}; {_AGAIN}")
        if about["sha256"] != _digest(arrays):
            raise ConfigError(name, "sha256", f"the weights are not those that were saved; {_AGAIN}")
        if tuple(about["features"]) != FEATURES:
            raise ConfigError(name, "features", f"were others when these weights were trained; {_AGAIN}")
        return Model(_network(arrays, about["strides"]), about["version"])
    except ConfigError:
        raise
    except Exception as error:  # what a damaged archive raises is up to zipfile, zlib, numpy and json
        raise ConfigError(name, "", f"is no file of weights ({error}); {_AGAIN}") from None


def _network(halves: Arrays, strides: list[int]) -> Network:
    arrays = {name: array.astype(np.float32) for name, array in halves.items()}
    return Network(
        mean=arrays["mean"],
        scale=arrays["scale"],
        first=arrays["first"],
        first_bias=arrays["first_bias"],
        convolutions=tuple(
            Convolution(arrays[f"taps {number}"], arrays[f"bias {number}"], stride)
            for number, stride in enumerate(strides)
        ),
        joint=arrays["joint"],
        joint_bias=arrays["joint_bias"],
        last=arrays["last"],
        last_bias=float(arrays["last_bias"]),
    )


def _digest(arrays: Arrays) -> str:
    digest = sha256()
    for name in sorted(arrays):
        digest.update(name.encode() + str(arrays[name].shape).encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()
