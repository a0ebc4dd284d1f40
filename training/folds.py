"""The parts of the data. All pages of a site are in one part, so that no site is tested on that was learned."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Final

from cleaner.judges.model.weights import Form

FOLDS: Final = 5
_FOLDER: Final = Path(__file__).parent / "folds"


def fold_of(host: str) -> int:
    """The part of the data that a host belongs to, by the last two labels of its name."""
    return zlib.crc32(".".join(host.rsplit(".", 2)[-2:]).encode()) % FOLDS


def weights(fold: int, form: Form = "dumps") -> Path:
    """The weights that were trained without this part: what it is tested with."""
    return _FOLDER / (f"without-{fold}.npz" if form == "dumps" else f"{form}-without-{fold}.npz")
