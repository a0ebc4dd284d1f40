"""Work that is shared among processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def shared(work: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int) -> list[_Result]:
    """What `work` makes of each item, in order.

    The processes are forked, so `work` may be anything: a pool would have to pickle it, and the tools of others do not
    pickle. What comes back does have to. Raises RuntimeError where a process did not come to its end.
    """
    if jobs == 1:
        return [work(item) for item in items]
    context = get_context("fork")
    running = []
    for job in range(jobs):
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_take_turns, args=(work, items[job::jobs], there), daemon=True)
        process.start()
        there.close()
        running.append((process, here))
    done: list[list[_Result]] = []
    for process, here in running:
        try:
            done.append(here.recv())
        except EOFError:
            raise RuntimeError("a process died: what it said is above") from None
        process.join()
    return [done[at % jobs][at // jobs] for at in range(len(items))]


def _take_turns(work: Callable[[_Item], _Result], items: Sequence[_Item], answer: Connection) -> None:
    answer.send([work(item) for item in items])
