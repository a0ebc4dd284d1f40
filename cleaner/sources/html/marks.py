"""What somebody says of an element of a page before it is written, and of which blocks that is said then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Element = Any
"""An element of lxml, which ships no types."""


class Mark(NamedTuple):
    """What somebody says of an element: that all of it stays, or goes, by which rule and why."""

    keep: bool
    rule: str
    why: str


class Marked(NamedTuple):
    """The blocks that stand in an element that was marked, as a half-open range."""

    mark: Mark
    first: int
    stop: int


Marks = Mapping[Element, Mark]
