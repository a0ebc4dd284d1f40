"""training/folds.py: pages of a site are never parted, and the parts stay the same for ever."""

from __future__ import annotations

import pytest

from training.folds import FOLDS, fold_of, weights


@pytest.mark.parametrize("host", ["otter.example", "www.otter.example", "a.b.otter.example"])
def test_all_hosts_of_a_site_are_in_one(host: str) -> None:
    assert fold_of(host) == fold_of("otter.example")


def test_they_are_about_as_large() -> None:
    sizes = [0] * FOLDS
    for number in range(1_000):
        sizes[fold_of(f"site{number}.example")] += 1
    assert min(sizes) > 150


@pytest.mark.parametrize(
    ("host", "fold"), [("otter.example", 2), ("heron.example", 0), ("plover.example", 1), ("localhost", 0), ("", 0)]
)
def test_they_are_the_same_in_every_run(host: str, fold: int) -> None:
    assert fold_of(host) == fold


def test_each_has_weights_of_its_own() -> None:
    assert len({weights(fold) for fold in range(FOLDS)}) == FOLDS
    assert {weights(fold).suffix for fold in range(FOLDS)} == {".npz"}
