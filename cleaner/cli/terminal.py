"""What goes to the terminal: pages and names of files are other people's text, and none of it may speak to it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

import click

_Thing = TypeVar("_Thing")

_TURNING: Final = (0x061C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
"""Characters that nobody sees, and that turn the direction of a line around: Unicode Technical Report 36, 3.1."""

_HARMLESS: Final[dict[int, str]] = (
    {code: chr(0x2400 + code) for code in range(0x20) if code != 0x09}
    | {0x7F: "\u2421"}
    | {code: f"<U+{code:04X}>" for code in (*range(0x80, 0xA0), *_TURNING)}
    | {code: f"\\x{code - 0xDC00:02x}" for code in range(0xDC80, 0xDD00)}  # bytes of file names that are no UTF-8
)


def shown(text: str) -> str:
    """One line of text with every control character and every invisible one made visible."""
    return text.translate(_HARMLESS)


def say(text: str, colour: str | None = None, *, bold: bool = False, dim: bool = False, nl: bool = True) -> None:
    """One line on standard output, made harmless; coloured on a terminal only."""
    click.secho(shown(text), fg=colour, bold=bold or None, dim=dim or None, nl=nl)


def tell(text: str, colour: str | None = None, *, bold: bool = False) -> None:
    """One line on standard error, made harmless; coloured on a terminal only."""
    click.secho(shown(text), fg=colour, bold=bold or None, err=True)


def fail(problem: object) -> None:
    """What went wrong, as one line on standard error."""
    tell(f"cleaner: {problem}", "red")


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 page, 1,200 pages."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def watched(things: Iterable[_Thing], length: int, label: str, quiet: bool) -> Iterator[_Thing]:
    """The things, with a progress bar while they come if somebody is watching."""
    if quiet or length < 2 or not sys.stderr.isatty():
        yield from things
        return
    with click.progressbar(things, length=length, label=label, file=sys.stderr) as bar:
        yield from bar
