"""A line in the making: its Markdown and its plain text side by side, links and pictures with their places in it."""

from __future__ import annotations

from itertools import accumulate
from typing import Final, NamedTuple
from unicodedata import category

from cleaner.block import Image, Link
from cleaner.sources.html.code import inline
from cleaner.sources.html.escape import escaped, has_loose_end, seam

_PASSES: Final = 4  # over the marks of a line: taking some away seldom makes others useless


class Style:
    """An inline element that is open: emphasis, a link. Its marks are written when there is text for it."""

    __slots__ = ("after", "before", "end", "is_open", "start", "text", "url")

    def __init__(self, before: str, after: str, url: str = "") -> None:
        self.before = before
        self.after = after
        self.url = url
        """Of a link; "" for all others."""
        self.is_open = False
        self.start = 0
        """Which of the line's pieces is its opening mark; -1 where it is written without marks."""
        self.end = 0
        """... and which the closing one."""
        self.text = 0
        """Which of the text's pieces is the first inside."""


class _Span(NamedTuple):
    """A link, by pieces of the line."""

    url: str
    text: str
    start: int
    stop: int


class _Picture(NamedTuple):
    url: str
    alt: str
    at: int  # which piece of the line it is
    link: str
    width: int
    height: int


class Line:
    """Takes text and inline elements in, in order. White space is folded, all kinds of it to one blank."""

    __slots__ = (
        "_closed", "_code", "_code_end", "_loose_end", "_pending", "images", "in_row", "link", "linked", "links", "md",
        "space", "styles", "text",
    )  # fmt: skip

    def __init__(self, in_row: bool = False) -> None:
        self.styles: list[Style] = []
        """Open inline elements, outermost first: they last over lines."""
        self.link = ""
        """The address of the link that is open."""
        self.in_row = in_row
        """Whether it is a row of a table."""
        self.clear()

    def clear(self) -> None:
        """Begin a new line; elements that are open stay so."""
        self.md: list[str] = []
        self.text: list[str] = []
        self.linked = 0
        self.links: list[_Span] = []
        self.images: list[_Picture] = []
        self.space = False
        """Whether white space waits to be written before the next text."""
        self._pending = bool(self.styles)  # whether the marks of some style wait to be written
        self._code = ""  # the text of the code that was written last
        self._code_end = -1  # ... and how many pieces the line had then
        self._loose_end = -1  # how many pieces the line had behind a text that may have to be mended
        self._closed: list[Style] = []  # emphasis that was closed, in that order

    def add(self, raw: str) -> None:
        """Take in text."""
        text = " ".join(raw.split())
        if not text:
            self.space = True
            return
        if raw[0].isspace():
            self.space = True
        if self._pending:
            self._open_styles()
        self._join(text)
        md = self.md
        md.append(escaped(text, self.link != "", self.in_row, len(md) > 0 and md[-1][-1:] != " "))
        if has_loose_end(text):
            self._loose_end = len(md)
        self.text.append(text)
        if self.link:
            self.linked += len(text)
        self.space = raw[-1].isspace()

    def put(self, md: str, text: str) -> None:
        """Write an inline element that is Markdown already, such as code or mathematics."""
        if self._pending:
            self._open_styles()
        self._join("")
        self.md.append(md)
        self.text.append(text)
        if self.link:
            self.linked += len(text)

    def put_code(self, text: str) -> None:
        """Write code. Two pieces of it without a blank between are one, as their backticks could not be told apart."""
        if self._pending:
            self._open_styles()
        if self._code_end == len(self.md) and not self.space:
            self.md.pop()
            self._code += text
        else:
            self._join("`")
            self._code = text
        md = inline(self._code)
        self.md.append(md.replace("|", r"\|") if self.in_row else md)
        self._code_end = len(self.md)
        self.text.append(text)
        if self.link:
            self.linked += len(text)

    def put_image(self, url: str, alt: str, width: int, height: int) -> None:
        """Write a picture. Its alternative text is no text of the line."""
        if self._pending:
            self._open_styles()
        self._join("!")
        self.images.append(_Picture(url, alt, len(self.md), self.link, width, height))
        self.md.append(f"![{escaped(alt, in_link=True, in_row=self.in_row)}]({url})")

    def _join(self, following: str) -> None:
        """Write what stands between the line so far and what follows: a blank, or nothing."""
        if self.space:
            self.space = False
            if self.md:
                self.md.append(" ")
                if self.text:
                    self.text.append(" ")
        elif self._loose_end == len(self.md):
            self._mend(following)

    def _mend(self, following: str) -> None:
        self.md[-1] = seam(self.md[-1], following)
        self._loose_end = -1

    def mark(self, md: str, text: str = "") -> None:
        """Write a mark that is no content, such as the bar between two cells."""
        self.space = False
        self.md.append(md)
        if text:
            self.text.append(text)

    def part(self) -> None:
        """End a line inside a cell of a table, where there can be none."""
        if self.md[-1] != "<br>":
            self.mark("<br>", " ")

    def unpart(self) -> None:
        """Take back the end of a line that nothing followed."""
        if self.md[-1] == "<br>":
            self.md.pop()
            self.text.pop()

    def begin(self, style: Style) -> None:
        """Open an inline element. There is one link at a time."""
        self.styles.append(style)
        self._pending = True
        if style.url:
            self.link = style.url

    def end(self) -> None:
        """Close the inline element that was opened last."""
        style = self.styles.pop()
        if style.is_open:
            self._close(style)
        if style.url:
            self.link = ""

    def lower(self) -> None:
        """Forget that what comes next is raised: a reference to a note is written so anyway."""
        if self.styles and self.styles[-1].before == "<sup>" and not self.styles[-1].is_open:
            self.styles[-1].before = self.styles[-1].after = ""

    def _open_styles(self) -> None:
        self._pending = False
        for style in self.styles:
            if not style.is_open:
                style.is_open = True
                self._open(style)

    def _open(self, style: Style) -> None:
        last = self._closed[-1] if self._closed and not self.space else None
        if last is not None and last.end == len(self.md) - 1:
            if last.before == style.before:  # `**a****b**` is no emphasis: the two are one
                self._closed.pop()
                self.md.pop()
                style.start = last.start
                return
            if last.before[0] == style.before[:1]:  # nor can anybody tell which stars of `*a*****b***` belong together
                style.start = -1
                return
        self._join(style.before)
        style.start, style.text = len(self.md), len(self.text)
        self.md.append(style.before)

    def _close(self, style: Style) -> None:
        style.is_open = False
        if style.start < 0:
            return
        if self._loose_end == len(self.md):
            self._mend(style.after)
        self.md.append(style.after)
        if style.url:
            self.links.append(_Span(style.url, "".join(self.text[style.text :]), style.start, len(self.md)))
        elif style.after[:1] in ("*", "~"):
            style.end = len(self.md) - 1
            self._closed.append(style)

    def finish(self) -> None:
        """Close what is open, for the line ends; it is opened again in the next."""
        for style in reversed(self.styles):
            if style.is_open:
                self._close(style)
                self._pending = True
        if self._closed:
            self._drop_dead_marks()

    def _drop_dead_marks(self) -> None:
        """Take marks away that would be read as stars, for CommonMark asks what stands on both sides of them."""
        alive = sorted(self._closed, key=_start_of)
        self._closed = []
        for _ in range(_PASSES):
            marks = {at for style in alive for at in (style.start, style.end)}
            kept = []
            for style in alive:
                if self._is_read(style, marks):
                    kept.append(style)
                else:
                    self.md[style.start] = self.md[style.end] = ""
            if len(kept) == len(alive):
                return
            alive = kept

    def _is_read(self, style: Style, marks: set[int]) -> bool:
        opening = _opens(self._beside(style.start, -1, marks), self._beside(style.start, 1, marks))
        return opening and _opens(self._beside(style.end, 1, marks), self._beside(style.end, -1, marks))

    def _beside(self, mark: int, step: int, marks: set[int]) -> str:
        """The character before or behind the run of stars that a mark is part of; "" at the ends of the line."""
        md = self.md
        star = md[mark][:1]
        at = mark + step
        while 0 <= at < len(md) and (not md[at] or (at in marks and md[at][0] == star)):
            at += step
        if not 0 <= at < len(md):
            return ""
        return md[at][-1] if step < 0 else md[at][0]

    def spans(self, start: int) -> tuple[tuple[Link, ...], tuple[Image, ...]]:
        """The links and pictures of the line, by bytes of the page; it begins at `start`."""
        if not self.links and not self.images:
            return (), ()
        at = list(accumulate(map(_size, self.md), initial=start))
        links = tuple([Link(url, text, at[first], at[stop]) for url, text, first, stop in self.links])
        images = tuple(
            [
                Image(url, alt, at[piece], at[piece + 1], link, width, height)
                for url, alt, piece, link, width, height in self.images
            ]
        )
        return links, images


def _start_of(style: Style) -> int:
    return style.start


def _size(piece: str) -> int:
    return len(piece) if piece.isascii() else len(piece.encode("utf-8", "replace"))


def _opens(outside: str, inside: str) -> bool:
    """Whether a mark between these can begin emphasis; or, the other way round, end it.

    Parsers differ in which symbols they count as punctuation. What depends on that counts as not read.
    """
    if not inside or inside.isspace():
        return False
    return inside.isalnum() or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(character: str) -> bool:
    return not character.isalnum() if character.isascii() else category(character)[0] == "P"
