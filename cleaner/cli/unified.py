"""A unified diff as a view of the edits: linear in the size of the page, where a search for the difference is not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.ruling import Edit, apply


class _Change(NamedTuple):
    """Whole lines that give way to others; `start` counts lines of the source from 0."""

    start: int
    before: list[bytes]
    after: list[bytes]


def unified(source: bytes, edits: Sequence[Edit], name: str, context: int) -> Iterator[str]:
    """The lines of a unified diff, without line endings; none when there are no edits."""
    lines = _lines(source)
    hunks = _hunks(_changes(source, lines, edits), context)
    shift = 0  # lines of the output minus lines of the source, so far
    for number, hunk in enumerate(hunks):
        if number == 0:
            yield f"--- a/{name}"
            yield f"+++ b/{name}"
        first = max(hunk[0].start - context, 0)
        stop = min(hunk[-1].start + len(hunk[-1].before) + context, len(lines))
        grown = sum(len(change.after) - len(change.before) for change in hunk)
        before, after = _extent(first, stop - first), _extent(first + shift, stop - first + grown)
        yield f"@@ -{before} +{after} @@"
        shift += grown
        at = first
        for change in hunk:
            yield from _marked(" ", lines[at : change.start])
            yield from _marked("-", change.before)
            yield from _marked("+", change.after)
            at = change.start + len(change.before)
        yield from _marked(" ", lines[at:stop])


def _lines(text: bytes) -> list[bytes]:
    """Lines with their endings; only a line feed ends one."""
    lines = [line + b"\n" for line in text.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _changes(source: bytes, lines: Sequence[bytes], edits: Sequence[Edit]) -> Iterator[_Change]:
    starts = [0, *accumulate(map(len, lines))]
    runs: list[tuple[int, int, list[Edit]]] = []  # first line, one past the last, the edits that touch them
    for edit in edits:
        first = min(bisect_right(starts, edit.start), len(lines)) - 1
        stop = min(bisect_right(starts, max(edit.start, edit.end - 1)), len(lines))
        if edit.end == starts[stop] and edit.start > starts[first]:
            stop = min(stop + 1, len(lines))  # a line ending goes, so the next line may close up
        if runs and first < runs[-1][1]:
            began, end, inside = runs[-1]
            inside.append(edit)
            runs[-1] = (began, max(stop, end), inside)
        else:
            runs.append((first, stop, [edit]))
    for first, stop, inside in runs:
        low = starts[first]
        moved = [edit._replace(start=edit.start - low, end=edit.end - low) for edit in inside]
        after = _lines(apply(source[low : starts[stop]], moved))
        yield _narrowed(first, list(lines[first:stop]), after)


def _narrowed(start: int, before: list[bytes], after: list[bytes]) -> _Change:
    """A change without the lines that are the same at its top and at its end."""
    most = min(len(before), len(after))
    top = next((at for at in range(most) if before[at] != after[at]), most)
    most -= top
    tail = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    return _Change(start + top, before[top : len(before) - tail], after[top : len(after) - tail])


def _hunks(changes: Iterator[_Change], context: int) -> Iterator[list[_Change]]:
    """Changes whose contexts touch, together."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.start - (hunk[-1].start + len(hunk[-1].before)) > 2 * context:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _extent(first: int, length: int) -> str:
    """Where a hunk stands, as `diff -u` writes it."""
    if length == 1:
        return str(first + 1)
    return f"{first + 1 if length else first},{length}"


def _marked(mark: str, lines: Sequence[bytes]) -> Iterator[str]:
    for line in lines:
        yield mark + line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")
        if not line.endswith(b"\n"):
            yield "\\ No newline at end of file"
