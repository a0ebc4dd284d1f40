"""The word that all containers share."""

from __future__ import annotations

from typing import NamedTuple


class Inner(NamedTuple):
    """The HTML in a container."""

    html: bytes | str
    url: str
    """Its address, or "" when the container does not say."""
    encoding: str = ""
    """What the container says the bytes are in, or ""."""
