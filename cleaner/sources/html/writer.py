"""Lines in, Markdown and blocks out: prefixes of lists and quotes, blank lines between, bytes counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from cleaner.block import Block, BlockKind, Image, Link, Trail
from cleaner.sources.html.escape import heading_end, line_start
from cleaner.sources.html.line import Line
from cleaner.sources.html.trails import Element, Trails
from cleaner.sources.words import measure

_HARD_BREAK: Final = "  \n"
_DEEPEST: Final = 60  # characters of prefix; what is nested deeper is written flat, or hostile pages grow by the square

Noted = Callable[[int], None]
"""Is told the index of a block when it is written."""


class _Aside(NamedTuple):
    md: str
    text: str
    trail: Trail
    noted: Noted | None


class Writer:
    """Takes the text of a page and the beginnings and ends of its elements in, in order.

    `line` is the line in the making, `path` the elements that are open, outermost first.
    """

    def __init__(self, offset: int, trails: Trails) -> None:
        self.line = Line()
        self.path: list[Element] = []
        self.blocks: list[Block] = []
        self.lists = 0
        """How many lists are open."""
        self._trails = trails
        self._pieces: list[str] = []
        self._at = offset
        self._kind: BlockKind = "paragraph"  # of the next line
        self._level = 0
        self._group = 0
        self._quotes = 0
        self._prefix = ""  # what stands before every line: the marks of quotes, the indentation of lists
        self._first: str | None = None  # ... and before the next one instead, where it is the first of an item
        self._is_soft = False  # the next line goes on the paragraph of the last
        self._describes = False  # the next line describes the term above it
        self._must_part = False  # a blank line must stand before the next
        self._containers: list[int] = []  # of each open block-level element, how many are open with it
        self._outer: Element | None = None  # the inline element that holds all of the line so far
        self._outer_depth = 0
        self._low = 0  # the length of the shortest prefix since the last line
        self._last_prefix = ""
        self._last_group = -1
        self._asides: list[_Aside] = []

    def enter(self) -> None:
        """A block-level element begins: what stands before it is a line of its own."""
        if self.line.md or self._asides:
            self.flush()
        self._is_soft = False
        self._containers.append(len(self.path))
        if not self.lists:
            self._group += 1

    def leave(self) -> None:
        """The block-level element ends that was entered last."""
        if self.line.md or self._asides:
            self.flush()
        self._is_soft = False
        self._containers.pop()
        self._kind, self._level = "paragraph", 0
        if not self.lists:
            self._group += 1

    def _open_group(self) -> None:
        if not self.lists:
            self._group += 1

    def text(self, raw: str) -> None:
        """Text of the line, not white space alone."""
        self.touch()
        self.line.add(raw)

    def touch(self) -> None:
        """Something is about to be written to the line."""
        path = self.path
        if not self.line.md:
            depth = self._containers[-1] if self._containers else 0
            self.line.space = False
            self._outer_depth = depth
            self._outer = path[depth] if len(path) > depth else None
        elif self._outer is not None and (len(path) <= self._outer_depth or path[self._outer_depth] is not self._outer):
            self._outer = None

    def as_heading(self, level: int) -> None:
        """What follows is a heading."""
        self._kind, self._level = "heading", level

    def begin_description(self) -> Callable[[], None]:
        """What follows describes the term above it. What is returned is to be called at its end."""
        self._describes = bool(self.blocks) and self._first is None

        def end() -> None:
            self.flush()
            self._describes = False

        return end

    def line_break(self) -> None:
        """The line ends and the paragraph goes on; two such are the end of the paragraph."""
        if self._level:
            self.line.space = True
        elif self.line.md:
            self.flush()
            self._is_soft = True
        else:
            self._is_soft = False
            self._open_group()

    def begin_item(self, mark: str, indent: str, must_part: bool) -> Callable[[], None]:
        """An item of a list begins. What is returned is to be called at its end."""
        prefix, first = self._prefix, self._first
        if len(prefix) > _DEEPEST:
            return self.flush
        self._first = (prefix if first is None else first) + mark
        self._prefix = prefix + indent
        self._must_part = self._must_part or (must_part and self._last_group == self._group and first is None)
        written = len(self.blocks)

        def end() -> None:
            self.flush()
            self._narrow(prefix)
            self._first = first if len(self.blocks) == written else None

        return end

    def begin_quote(self) -> Callable[[], None]:
        """A block quote begins. What is returned is to be called at its end."""
        self._quotes += 1
        prefix, first = self._prefix, self._first
        if len(prefix) <= _DEEPEST:
            self._prefix = prefix + "> "
            self._first = None if first is None else first + "> "

        def end() -> None:
            self.flush()
            self._quotes -= 1
            self._narrow(prefix)

        return end

    def _narrow(self, prefix: str) -> None:
        self._prefix = prefix
        self._low = min(self._low, len(prefix))

    def flush(self) -> None:
        """Write the line, if there is one, and what was put aside in it."""
        line = self.line
        if line.md:
            line.finish()
            self._write_line()
            line.clear()
        self._is_soft = False
        if self._asides:
            asides, self._asides = self._asides, []
            for aside in asides:
                self._open_group()
                if aside.noted is not None:
                    aside.noted(len(self.blocks))
                self._put("paragraph", aside.md, aside.text, aside.trail)

    def _write_line(self) -> None:
        line, kind = self.line, self._kind
        md, text = "".join(line.md), "".join(line.text)
        if text and (text[0] == " " or text[-1] == " "):
            text = text.strip()
        lead = 0
        if kind == "heading":
            lead = self._level + 1
            md = f"{'#' * self._level} {heading_end(md)}"
        elif not md[0].isalpha():
            whole = line_start(md)
            lead = len(whole) - len(md)
            md = whole
        if kind == "paragraph" and self.lists and self._first is not None:
            kind = "item"
        trail = self._trails.of(self.path, self._containers[-1] if self._containers else 0)
        if self._outer is not None:
            trail = self._trails.below(trail, self._outer)
        self._put(kind, md, text, trail, line, lead)

    def put_code(self, fenced: str, text: str) -> None:
        """Write a block of code, fence and all."""
        self.flush()
        self._put("code", fenced, text, self._trail())

    def put_rule(self) -> None:
        """Write a thematic break."""
        self.flush()
        self._put("rule", "---", "", self._trail())

    def put_row(self, line: Line, head: str) -> None:
        """Write a row of a table; `head` is the line of dashes under the first, "" under all others."""
        self._is_soft = not head
        md, text = "".join(line.md), "".join(line.text).strip()
        self._put("row", f"{md}\n{head}" if head else md, text, self._trail(), line)

    def put_aside(self, md: str, text: str, noted: Noted | None = None) -> None:
        """Keep the element that was opened last, which is no part of the line it stands in, until that is written."""
        trail = self._trails.of(self.path, len(self.path))
        self._asides.append(_Aside(line_start(md), text, trail, noted))
        if not self.line.md:
            self.flush()

    def _trail(self) -> Trail:
        """The trail of the innermost block-level element that is open."""
        return self._trails.of(self.path, self._containers[-1] if self._containers else 0)

    def _put(  # noqa: PLR0913, PLR0917 -- what a block is made of
        self, kind: BlockKind, md: str, text: str, trail: Trail, line: Line | None = None, lead: int = 0
    ) -> None:
        """Write some lines that are Markdown already, and make a block of them. `line` begins `lead` bytes into it."""
        self._describes = self._describes and kind == "paragraph"
        separator = self._separator(kind)
        before = self._prefix if self._first is None else self._first
        if self._describes:
            before += ": "
            self._group = self._last_group
            self._describes = False
        self._first = None
        if self._prefix and "\n" in md:
            md = md.replace("\n", "\n" + self._prefix)
        piece = before + md
        self._pieces += (separator, piece)
        start = self._at + len(separator)
        self._at = end = start + (len(piece) if piece.isascii() else len(piece.encode("utf-8", "replace")))
        self._last_prefix, self._low, self._last_group = self._prefix, len(self._prefix), self._group
        self._must_part = False
        key, words = measure(text)
        links: tuple[Link, ...] = ()
        images: tuple[Image, ...] = ()
        linked = 0
        level = self._level if kind == "heading" else 0
        if line is not None:
            links, images = line.spans(start + len(before) + lead)
            linked = min(line.linked, len(text))
        self.blocks.append(
            Block(
                kind,
                start,
                end,
                text,
                key,
                words,
                linked,
                links,
                images,
                level,
                self.lists,
                self._group,
                self._quotes > 0,
                trail,
            )
        )

    def _separator(self, kind: BlockKind) -> str:
        if not self._pieces:
            return ""
        if self._describes:
            return "\n"
        if self._is_soft and (kind == "row" or self.blocks[-1].group == self._group):
            self._is_soft = False
            return "\n" if kind == "row" else _HARD_BREAK
        if self._first is not None and self.lists and self._last_group == self._group and not self._must_part:
            return "\n"
        low = min(self._low, len(self._prefix))
        return f"\n{self._last_prefix[:low].rstrip()}\n"

    def finish(self) -> str:
        """The page as Markdown, with a line feed at its end."""
        self.flush()
        return "".join(self._pieces) + "\n" if self._pieces else ""
