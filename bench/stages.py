"""Functions timed where they stand: each with its own time alone, without that of others inside it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from time import process_time
from typing import Any, NamedTuple


class Stage(NamedTuple):
    """One thing to time. Where a module imported a function by name, that module is the one to give."""

    label: str
    """Stages of one label are added up."""
    module: str
    attribute: str
    """A function, or `Class.method`."""


class Stopwatch:
    """Seconds by label; while one function calls another that is timed, too, only the inner clock runs."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._open: list[str] = []
        self._since = 0.0

    def reset(self, labels: Sequence[str]) -> None:
        """All clocks to zero."""
        self.seconds = dict.fromkeys(labels, 0.0)
        self._open.clear()

    def enter(self, label: str) -> None:
        """Stop the clock that runs, and start this one."""
        self._book()
        self._open.append(label)

    def leave(self) -> None:
        """Stop this clock; the one outside runs on."""
        self._book()
        self._open.pop()

    def _book(self) -> None:
        now = process_time()
        if self._open:
            self.seconds[self._open[-1]] = self.seconds.get(self._open[-1], 0.0) + now - self._since
        self._since = now

    def timed(self, label: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, watched. A generator is watched each time it goes on, for that is when it works."""

        @wraps(function)
        def watched(*args: Any, **kwargs: Any) -> Any:
            self.enter(label)
            try:
                result = function(*args, **kwargs)
            finally:
                self.leave()
            return self._steps(label, result) if isinstance(result, Iterator) else result

        return watched

    def _steps(self, label: str, steps: Iterator[Any]) -> Iterator[Any]:
        while True:
            self.enter(label)
            try:
                step = next(steps)
            except StopIteration:
                return
            finally:
                self.leave()
            yield step


def present(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Those that are there; the others are named."""
    found = []
    for stage in stages:
        try:
            owner, name = _owner(stage)
            getattr(owner, name)
        except (ImportError, AttributeError) as error:
            print(f"stage '{stage.label}' is left out: {error}", file=sys.stderr)
        else:
            found.append(stage)
    return tuple(found)


@contextmanager
def watching(watch: Stopwatch, stages: Sequence[Stage]) -> Iterator[None]:
    """The functions are watched as long as this lasts."""
    before: list[tuple[Any, str, Any]] = []
    try:
        for stage in stages:
            owner, name = _owner(stage)
            function = getattr(owner, name)
            before.append((owner, name, function))
            setattr(owner, name, watch.timed(stage.label, function))
        yield
    finally:
        for owner, name, function in reversed(before):
            setattr(owner, name, function)


def _owner(stage: Stage) -> tuple[Any, str]:
    owner: Any = import_module(stage.module)
    *path, name = stage.attribute.split(".")
    for part in path:
        owner = getattr(owner, part)
    return owner, name
