"""The plot of what tools keep and what they leave; readable on light and on dark ground, and alike each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import pairwise
from math import cos, dist, pi, sin
from pathlib import Path
from typing import Any, Final

from figures import AS_IT_IS, Result
from scores import Trade

_SIZE: Final = (11.5, 5.6)  # inches
_DPI: Final = 72  # that of SVG, so that a pixel is one while labels are placed and when they are drawn
_CLEANER: Final = "#3b82c4"  # all three stand out from white and from near black
_PEER: Final = "#c2701c"
_GREY: Final = "#767d86"
_FONT: Final = 9
_AROUND: Final = 24  # directions in which room for a label is looked for ...
_AWAY: Final = range(5, 90, 7)  # ... and how far from the point, in pixels
_ROUNDS: Final = 8  # in which labels make room for each other
_FAR: Final = 9  # pixels; from here on a line leads from the point to its label
_BOLD: Final = 3  # half the width of a point, in pixels
_SETTINGS: Final = {
    "svg.hashsalt": "cleaner",  # else the names inside the file are others each time
    "svg.fonttype": "path",  # the labels were placed by the widths of this font
    "font.family": "DejaVu Sans",
    "font.size": _FONT,
    "text.color": _GREY,
    "axes.edgecolor": _GREY,
    "axes.labelcolor": _GREY,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
}

Point = tuple[float, ...]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in pixels."""


def draw(results: Sequence[Result], path: Path) -> None:
    """One panel a set of pages."""
    matplotlib = import_module("matplotlib")
    with matplotlib.rc_context(_SETTINGS):
        figure = import_module("matplotlib.figure").Figure(figsize=_SIZE, dpi=_DPI, layout="constrained")
        panels = figure.subplots(1, len(results), squeeze=False)[0]
        for axes, result in zip(panels, results, strict=True):
            _set_up(axes, result)
        figure.draw_without_rendering()  # from here on it is known where everything is
        figure.set_layout_engine("none")
        for axes, result in zip(panels, results, strict=True):
            _fill(axes, result)
        figure.savefig(path, transparent=True, metadata={"Date": None})


def _set_up(axes: Any, result: Result) -> None:
    percent = import_module("matplotlib.ticker").PercentFormatter(1, decimals=0)
    points = [*result.trades().values(), *result.turns().values()]
    lowest = min(point.content for point in points)
    highest = max(point.furniture for point in points)
    axes.set_xlim(-0.02, highest + 0.04)
    height = 1 - lowest
    axes.set_ylim(lowest - 0.06 * height, 1 + 0.2 * height)  # room for labels above the best
    axes.set_yticks([tick for tick in axes.get_yticks() if lowest - 0.06 * height < tick <= 1])
    axes.xaxis.set_major_formatter(percent)
    axes.yaxis.set_major_formatter(percent)
    axes.set_xlabel("furniture left")
    axes.set_ylabel("content kept")
    axes.set_title(f"{result.pages.name} ({len(result.pages.truth):,} pages)", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=_GREY, alpha=0.18, linewidth=0.6)


def _fill(axes: Any, result: Result) -> None:
    trades = result.trades()
    curve = list(result.turns().items())
    labels = [(_short(label), trade, _colour(label), _FONT) for label, trade in reversed(trades.items())]
    if curve:
        axes.plot(*zip(*(point for _, point in curve), strict=True), color=_CLEANER, linewidth=1, alpha=0.7, zorder=1)
        axes.scatter(*zip(*(point for _, point in curve), strict=True), color=_CLEANER, s=8, zorder=2)
        labels += [(f"{threshold:g}", point, _CLEANER, _FONT - 2) for threshold, point in (curve[0], curve[-1])]
    for label, trade in trades.items():
        axes.scatter(*trade, color=_colour(label), s=30, zorder=3)
    line = [tuple(axes.transData.transform(point)) for _, point in curve]
    points = [tuple(axes.transData.transform(point)) for point in trades.values()]
    dots = [(x - _BOLD, y - _BOLD, x + _BOLD, y + _BOLD) for x, y in points]
    _name(axes, labels, [*dots, *(step for ends in pairwise(line) for step in _steps(*ends))])


def _short(label: str) -> str:
    if label.startswith("cleaner: "):
        return label.removeprefix("cleaner: ")
    return label if label == AS_IT_IS else label.rpartition(" ")[0]


def _colour(label: str) -> str:
    if label == AS_IT_IS:
        return _GREY
    return _CLEANER if label.startswith("cleaner: ") else _PEER


def _name(axes: Any, labels: Sequence[tuple[str, Trade, str, int]], dots: Sequence[Box]) -> None:
    """Write each label beside its point: near it, and where it hides least."""
    lines = import_module("matplotlib.lines")
    points = [tuple(axes.transData.transform(point)) for _, point, _, _ in labels]
    texts = [axes.text(0, 0, text, color=colour, fontsize=size, transform=None) for text, _, colour, size in labels]
    panel = axes.get_window_extent().extents
    places = []
    for here, text in zip(points, texts, strict=True):
        extent = text.get_window_extent()
        places.append([box for box in _places(here, extent.width, extent.height) if _within(box, panel)])
    boxes = _settle(points, places, dots)
    for here, text, box in zip(points, texts, boxes, strict=True):
        text.set(position=box[:2], va="bottom")
        if leader := _leader(here, box):
            ends = zip(leader[0][:2], leader[-1][:2], strict=True)
            axes.add_line(lines.Line2D(*ends, color=text.get_color(), linewidth=0.5, transform=None))


def _settle(points: Sequence[Point], places: Sequence[Sequence[Box]], dots: Sequence[Box]) -> list[Box]:
    """One place for each label: the best with the others where they are, again and again until none moves."""
    chosen = [boxes[0] for boxes in places]
    for _ in range(_ROUNDS):
        before = list(chosen)
        for number, here in enumerate(points):
            others = [other for other in range(len(points)) if other != number]
            written = [chosen[other] for other in others]
            leaders = [step for other in others for step in _leader(points[other], chosen[other])]
            chosen[number] = min(places[number], key=partial(_cost, here, [*dots, *leaders], written))
        if chosen == before:
            break
    return chosen


def _cost(here: Point, dots: Sequence[Box], written: Sequence[Box], box: Box) -> float:
    """How bad it is to write in a box: over a dot or a label, with its leader through one, or beside another's dot."""
    others = [dot for dot in dots if not dot[0] <= here[0] <= dot[2] or not dot[1] <= here[1] <= dot[3]]
    hidden = _met(box, dots) + 3 * _met(box, written)
    crossed = sum(_met(step, others) + 3 * _met(step, written) for step in _leader(here, box))
    doubtful = _met((box[0] - _FAR, box[1] - _FAR, box[2] + _FAR, box[3] + _FAR), others) > 0
    return dist(here, _nearest(here, box)) + 1000 * hidden + 200 * crossed + 12 * doubtful


def _leader(here: Point, box: Box) -> list[Box]:
    """The way from a point to its label, where that is so far that it needs one."""
    near = _nearest(here, box)
    return _steps(here, near) if dist(here, near) > _FAR else []


def _nearest(here: Point, box: Box) -> Point:
    return (min(max(here[0], box[0]), box[2]), min(max(here[1], box[1]), box[3]))


def _places(around: Point, width: float, height: float) -> Iterator[Box]:
    """Where a text of this size may stand around a point, the nearest places first."""
    for away in _AWAY:
        for turn in range(_AROUND):
            across, up = cos(2 * pi * turn / _AROUND), sin(2 * pi * turn / _AROUND)
            left = around[0] + across * (away + width / 2) - width / 2
            bottom = around[1] + up * (away + height / 2) - height / 2
            yield left, bottom, left + width, bottom + height


def _steps(start: Point, end: Point) -> list[Box]:
    """The way from one point to another in steps, so close that no label falls between two."""
    count = 1 + round(dist(start, end) / _BOLD)
    way = [tuple(a + (b - a) * step / count for a, b in zip(start, end, strict=True)) for step in range(count + 1)]
    return [(x, y, x, y) for x, y in way]


def _within(box: Box, outer: Box) -> bool:
    return box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]


def _met(box: Box, others: Iterable[Box]) -> int:
    """How many of the others it overlaps."""
    return sum(
        box[0] <= other[2] and other[0] <= box[2] and box[1] <= other[3] and other[1] <= box[3] for other in others
    )
