"""The words that containers share."""

from __future__ import annotations

from typing import NamedTuple


class Inner(NamedTuple):
    """The HTML in a container."""

    html: bytes | str
    url: str
    """Its address, or "" when the container does not say."""
    encoding: str = ""
    """What the container says the bytes are in, or ""."""


class Entry(NamedTuple):
    """One entry of a feed."""

    title: str
    url: str
    author: str
    date: str
    """The day, in ISO 8601, or ""."""
    html: str
