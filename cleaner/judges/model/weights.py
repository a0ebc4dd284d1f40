"""The trained weights: two data files, for dumps and for HTML, each with its version, its features and a checksum."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from cleaner.errors import ConfigError
from cleaner.judges.model import tree
from cleaner.judges.model.features import FEATURES
from cleaner.judges.model.network import Convolution, Ensemble, Network

FORMAT: Final = 1
Form = Literal["dumps", "html"]
FILES: Final[dict[Form, str]] = {"dumps": "weights.npz", "html": "html.npz"}
COLUMNS: Final[dict[Form, tuple[str, ...]]] = {"dumps": FEATURES, "html": (*FEATURES, *tree.FEATURES)}
"""The features of each form, in order."""
_ARRAYS: Final = ("mean", "scale", "first", "first_bias", "joint", "joint_bias", "last", "last_bias")
_AGAIN: Final = "install cleaner anew, or train again (see training/README.md)"

Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A trained model."""

    network: Network | Ensemble
    version: str
    """What the model card and the changelog call it."""
    words: tree.Words
    """Of HTML, what a word of a class or id is worth, in log-odds."""


def load(path: Path | None = None, form: Form = "dumps") -> Model:
    """Read weights; those of the package where no path is given, once a process.

    Raises :class:`ConfigError` for a file that is damaged, of another format or made for other features.
    """
    return _shipped(form) if path is None else _read(path, str(path), form)


@cache
def _shipped(form: Form) -> Model:
    return _read(resources.files(__package__) / FILES[form], FILES[form], form)


def _read(file: Traversable, name: str, form: Form) -> Model:
    try:
        return unpack(file.read_bytes(), name, form)
    except OSError as error:
        raise ConfigError(name, "", f"cannot be read: {error.strerror or error}; {_AGAIN}") from None


def pack(
    networks: Network | Sequence[Network], version: str, form: Form = "dumps", words: tree.Words | None = None
) -> bytes:
    """A file of weights. They are kept in half precision: what training finds in the fourth figure is chance."""
    networks = (networks,) if isinstance(networks, Network) else networks
    known = sorted((words or {}).items())
    arrays: Arrays = {"worth": np.array([value for _, value in known])}
    for at, network in enumerate(networks):
        own = {name: np.asarray(getattr(network, name)) for name in _ARRAYS}
        for number, layer in enumerate(network.convolutions):
            own |= {f"taps {number}": layer.taps, f"bias {number}": layer.bias}
        arrays |= {_named(name, at): array for name, array in own.items()}
    arrays = {name: array.astype(np.float16) for name, array in arrays.items()}
    about = {
        "format": FORMAT,
        "version": version,
        "networks": len(networks),
        "strides": [layer.stride for layer in networks[0].convolutions],
        "features": COLUMNS[form],
        "words": [word for word, _ in known],
        "sha256": _digest(arrays),
    }
    file = BytesIO()
    arrays["about"] = np.array(json.dumps(about))
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def unpack(data: bytes, name: str, form: Form = "dumps") -> Model:
    """The model that stands in a file; `name` is what errors call it."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as file:
            arrays: Arrays = dict(file)
        about = json.loads(str(arrays.pop("about")[()]))
        if about["format"] != FORMAT:
            raise ConfigError(name, "format", f"is {about['format']}, and this version reads {FORMAT}; {_AGAIN}")
        if about["sha256"] != _digest(arrays):
            raise ConfigError(name, "sha256", f"the weights are not those that were saved; {_AGAIN}")
        if tuple(about["features"]) != COLUMNS[form]:
            raise ConfigError(name, "features", f"were others when these weights were trained; {_AGAIN}")
        worth = arrays.pop("worth", np.empty(0)).astype(float).tolist()
        words = dict(zip(about.get("words", ()), worth, strict=True))
        networks = tuple(_network(arrays, about["strides"], at) for at in range(about.get("networks", 1)))
        if not networks:
            raise ConfigError(name, "networks", f"there is none in it; {_AGAIN}")
        return Model(networks[0] if len(networks) == 1 else Ensemble(networks), about["version"], words)
    except ConfigError:
        raise
    except Exception as error:  # what a damaged archive raises is up to zipfile, zlib, numpy and json
        raise ConfigError(name, "", f"is no file of weights ({error}); {_AGAIN}") from None


def _named(name: str, network: int) -> str:
    """What an array of one of several networks is called in the file; the first has plain names."""
    return name if network == 0 else f"{network} {name}"


def _network(halves: Arrays, strides: list[int], at: int) -> Network:
    arrays = {
        name: halves[_named(name, at)].astype(np.float32)
        for name in (*_ARRAYS, *(f"{what} {number}" for what in ("taps", "bias") for number in range(len(strides))))
    }
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
