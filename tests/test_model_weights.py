"""judges/model/weights.py: what was saved is what is read, and what is damaged is refused by name."""

from __future__ import annotations

import json
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from cleaner.errors import ConfigError
from cleaner.judges.model.features import FEATURES
from cleaner.judges.model.network import Ensemble, Network
from cleaner.judges.model.tree import Words
from cleaner.judges.model.weights import COLUMNS, FILES, FORMAT, Form, load, pack, unpack
from tests.networks import random_network, random_rows

SAVED = OF_DUMPS = pack(random_network(1), "otter 1")


def tampered(saved: bytes = SAVED, **changes: Any) -> bytes:
    """The file with other things said about it, or with other arrays."""
    with np.load(BytesIO(saved)) as file:
        arrays = dict(file)
    about = json.loads(str(arrays["about"]))
    for name, value in changes.items():
        if name in arrays:
            arrays[name] = value
        elif value is None:
            del about[name]
        else:
            about[name] = value
    arrays["about"] = np.array(json.dumps(about))
    data = BytesIO()
    np.savez_compressed(data, **arrays)
    return data.getvalue()


def halved(network: Network) -> Network:
    """The network with weights that half precision holds."""
    return single(unpack(pack(network, ""), "").network)


def single(network: Network | Ensemble) -> Network:
    assert isinstance(network, Network)
    return network


@pytest.mark.parametrize("strides", [(), (1,), (1, 2, 4, 8)], ids=str)
def test_what_was_saved_is_read(strides: tuple[int, ...]) -> None:
    network = halved(random_network(2, strides=strides))
    model = unpack(pack(network, "otter 2"), "file")
    rows = random_rows(3, 20)
    assert model.version == "otter 2"
    assert tuple(layer.stride for layer in single(model.network).convolutions) == strides
    assert model.network.run(rows).scores.tolist() == network.run(rows).scores.tolist()


def test_half_precision_moves_no_score_by_much() -> None:
    network, rows = random_network(4), random_rows(5, 50)
    assert halved(network).run(rows).scores == pytest.approx(network.run(rows).scores, abs=0.3)


def test_the_same_weights_are_the_same_file() -> None:
    assert pack(random_network(1), "otter 1") == SAVED


def test_a_file_is_read_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "otter.npz"
    path.write_bytes(SAVED)
    assert load(path).version == "otter 1"


@pytest.mark.parametrize(
    ("data", "key", "problem"),
    [
        pytest.param(b"", "", "is no file of weights", id="nothing"),
        pytest.param(b"otters", "", "is no file of weights", id="no archive"),
        pytest.param(SAVED[:-200], "", "is no file of weights", id="cut short"),
        pytest.param(SAVED[: len(SAVED) // 2], "", "is no file of weights", id="cut in half"),
        pytest.param(SAVED[200:], "", "is no file of weights", id="without its head"),
        pytest.param(tampered(sha256="0" * 64), "sha256", "are not those that were saved", id="another sum"),
        pytest.param(
            tampered(mean=np.zeros(len(FEATURES), np.float16)), "sha256", "are not those that were saved", id="a weight"
        ),
        pytest.param(tampered(format=FORMAT + 1), "format", f"and this version reads {FORMAT}", id="another format"),
        pytest.param(tampered(features=[*FEATURES[:-1], "whiskers"]), "features", "were others", id="another feature"),
        pytest.param(tampered(features=FEATURES[::-1]), "features", "were others", id="features in another order"),
        pytest.param(tampered(sha256=None), "", "is no file of weights", id="no sum"),
        pytest.param(tampered(version=None), "", "is no file of weights", id="no version"),
        pytest.param(tampered(strides=[1, 2, 4, 8]), "", "is no file of weights", id="a layer too many"),
    ],
)
def test_what_is_damaged_or_foreign_is_refused_by_file_and_key(data: bytes, key: str, problem: str) -> None:
    with pytest.raises(ConfigError) as error:
        unpack(data, "otter.npz")
    assert (error.value.where, error.value.key) == ("otter.npz", key)
    assert problem in error.value.problem
    assert "install cleaner anew" in error.value.problem


def test_a_byte_that_flipped_is_told_or_changes_nothing() -> None:
    rows = random_rows(6, 10)
    scores = unpack(SAVED, "").network.run(rows).scores.tolist()
    for at in range(0, len(SAVED), 23):
        damaged = bytearray(SAVED)
        damaged[at] ^= 0xFF
        with suppress(ConfigError):  # and nothing else
            assert unpack(bytes(damaged), "otter.npz").network.run(rows).scores.tolist() == scores, f"byte {at}"


def test_the_shipped_weights_are_read_once() -> None:
    assert load() is load()
    assert load().version


class TestHtml:
    """The other form: more features, what words are worth, and several networks in one file."""

    COUNT = len(COLUMNS["html"])
    NETWORKS = tuple(random_network(seed, len(COLUMNS["html"])) for seed in (1, 2))
    WORDS: Words = MappingProxyType({"sidebar": -2.5, "article": 1.5})
    SAVED = pack(NETWORKS, "otter 3", "html", WORDS)

    def test_what_was_saved_is_read(self) -> None:
        model = unpack(self.SAVED, "file", "html")
        assert (model.version, model.words) == ("otter 3", self.WORDS)
        assert isinstance(model.network, Ensemble)
        rows = random_rows(3, 20, self.COUNT)
        scores = Ensemble(self.NETWORKS).run(rows).scores
        assert model.network.run(rows).scores == pytest.approx(scores, abs=0.3)

    def test_one_network_is_no_ensemble(self) -> None:
        for networks in (self.NETWORKS[0], self.NETWORKS[:1]):
            assert isinstance(unpack(pack(networks, "", "html"), "file", "html").network, Network)

    def test_the_second_network_is_not_the_first(self) -> None:
        network = unpack(self.SAVED, "file", "html").network
        assert isinstance(network, Ensemble)
        one, other = network.networks
        assert one.first.tolist() != other.first.tolist()

    def test_the_same_weights_are_the_same_file(self) -> None:
        assert pack(self.NETWORKS, "otter 3", "html", dict(sorted(self.WORDS.items(), reverse=True))) == self.SAVED

    @pytest.mark.parametrize(("data", "form"), [(SAVED, "dumps"), (OF_DUMPS, "html")], ids=["dumps", "HTML"])
    def test_a_form_is_not_taken_for_the_other(self, data: bytes, form: Form) -> None:
        with pytest.raises(ConfigError, match="were others") as error:
            unpack(data, "otter.npz", form)
        assert error.value.key == "features"

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            pytest.param(
                {"worth": np.zeros(1, np.float16)}, "are not those that were saved", id="another word's worth"
            ),
            pytest.param({"1 mean": np.zeros(COUNT, np.float16)}, "are not those that were saved", id="a weight"),
            pytest.param({"words": ["sidebar"]}, "is no file of weights", id="a word too few"),
            pytest.param({"networks": 3}, "is no file of weights", id="a network too many"),
            pytest.param({"networks": 0}, "there is none in it", id="no network"),
            pytest.param({"networks": "two"}, "is no file of weights", id="networks that are no number"),
        ],
    )
    def test_what_is_damaged_is_refused(self, changes: dict[str, Any], problem: str) -> None:
        with pytest.raises(ConfigError, match=problem):
            unpack(tampered(self.SAVED, **changes), "otter.npz", "html")

    def test_files_of_before_have_neither_words_nor_a_count(self) -> None:
        model = unpack(tampered(words=None, networks=None), "otter.npz")
        assert (model.words, type(model.network)) == ({}, Network)

    @pytest.mark.parametrize("form", FILES)
    def test_the_shipped_weights_are_read_once(self, form: Form) -> None:
        assert load(form=form) is load(form=form)
        network = load(form=form).network
        one = network.networks[0] if isinstance(network, Ensemble) else network
        assert one.first.shape[0] == len(COLUMNS[form])

    def test_the_shipped_words_are_worth_something(self) -> None:
        words = load(form="html").words
        assert words["sidebar"] < 0 < words["article"]
        assert all(word == word.lower() and abs(value) <= 4 for word, value in words.items())
