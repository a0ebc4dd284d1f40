"""Lists: markers, numbers, nesting, tasks, and footnotes that stand as lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cleaner.sources.html.inline import Ends
from cleaner.sources.html.notes import Notes
from cleaner.sources.html.trails import Element
from cleaner.sources.html.writer import Writer

_MOST: Final = 999_999_999  # the greatest number CommonMark knows for an item


class _List:
    """A list that is open."""

    __slots__ = ("is_begun", "mark", "number", "step")

    def __init__(self, mark: str, number: int | None, step: int) -> None:
        self.mark = mark
        """Of its items: `*` or `-`, behind a number `.` or `)`."""
        self.number = number
        """Of the next item; None where they have none."""
        self.step = step
        self.is_begun = False
        """Whether it has had an item."""


class Lists:
    """The lists that are open, and what an item begins with."""

    def __init__(self, writer: Writer, ends: Ends, notes: Notes) -> None:
        self.writer = writer
        self.ends = ends
        self.notes = notes
        self.open: list[_List] = []
        self.last: tuple[int, str, int] = (-1, "", -1)  # of the list that ended last: how deep, its mark, blocks so far
        self.begins: dict[str, Callable[[Element], bool]] = {
            "ul": self.bullets,
            "menu": self.bullets,
            "dir": self.bullets,
            "ol": self.numbers,
            "li": self.item,
        }

    def bullets(self, _element: Element) -> bool:
        """A list without numbers."""
        return self._begin(_List(self._other("*", "-"), None, 1))

    def numbers(self, element: Element) -> bool:
        """A list with numbers, from where it says."""
        step = -1 if element.get("reversed") is not None else 1
        number = _number(element.get("start"))
        if number is None:
            number = 1 if step > 0 else sum(child.tag == "li" for child in element)
        return self._begin(_List(self._other(".", ")"), number, step))

    def _other(self, mark: str, other: str) -> str:
        """A mark that does not make one list of two that follow each other."""
        return other if self.last == (len(self.open), mark, len(self.writer.blocks)) else mark

    def _begin(self, opened: _List) -> bool:
        self.open.append(opened)
        self.writer.lists += 1
        self.ends[-1] = self._end
        return False

    def _end(self) -> None:
        self.writer.flush()
        closed = self.open.pop()
        self.writer.lists -= 1
        self.last = (len(self.open), closed.mark, len(self.writer.blocks))

    def item(self, element: Element) -> bool:
        """An item: what it begins with, and how far what follows in it is indented."""
        if not self.open:
            return False
        current = self.open[-1]
        label = self.notes.definition(element)
        must_part = False
        if label:
            mark, indent = f"[^{label}]: ", "    "
        elif current.number is None:
            mark, indent = f"{current.mark} ", "  "
        else:
            number = _number(element.get("value"))
            number = current.number if number is None else number
            current.number = number + current.step
            mark = f"{min(max(number, 0), _MOST)}{current.mark} "
            indent = " " * len(mark)
            must_part = number != 1 and not current.is_begun  # CommonMark: else it would go on the paragraph above
        current.is_begun = True
        self.ends[-1] = self.writer.begin_item(mark + _task(element), indent, must_part)
        return False


def _number(text: str | None) -> int | None:
    try:
        return int(text) if text and len(text) < 12 else None
    except ValueError:
        return None


def _task(item: Element) -> str:
    """The box of a task, where the item begins with one that a reader of the page cannot change."""
    first = item[0] if len(item) else None
    if first is not None and first.tag in ("label", "p", "span") and len(first) and not (first.text or "").strip():
        first = first[0]
    if first is None or first.tag != "input" or first.get("type", "").lower() != "checkbox":
        return ""
    if first.get("disabled") is None and "task" not in f"{item.get('class', '')} {first.get('class', '')}":
        return ""
    return "[x] " if first.get("checked") is not None else "[ ] "
