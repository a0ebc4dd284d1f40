"""Inline elements: emphasis, links, pictures, code and mathematics inside a line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Final

from cleaner.sources.html import images, math
from cleaner.sources.html.addresses import Base
from cleaner.sources.html.line import Line, Style
from cleaner.sources.html.notes import Notes
from cleaner.sources.html.trails import Element

SKIPPED: Final = frozenset("script style svg link meta base title area map canvas param datalist noembed".split())
"""Elements without text of the page."""
_MARKS: Final = {
    "b": ("**", "**"),
    "strong": ("**", "**"),
    "i": ("*", "*"),
    "em": ("*", "*"),
    "s": ("~~", "~~"),
    "del": ("~~", "~~"),
    "strike": ("~~", "~~"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
}
_CODE: Final = ("code", "samp", "tt", "kbd")
_MATHS: Final = ("math", "mjx-container", "span", "script", "div")
_TEXTS: Final = 4  # of a link to a footnote

Ends = list[Callable[[], None] | None]
"""Of each element that is open, outermost first, what is to be done at its end."""


class Inline:
    """Writes inline elements to a line.

    The methods in `begins` say whether an element is done with, so that nothing inside is visited. `touch` is called
    before something is written that is no text.
    """

    def __init__(self, line: Line, base: Base, notes: Notes, ends: Ends, touch: Callable[[], None]) -> None:
        self.line = line
        self.base = base
        self.notes = notes
        self.ends = ends
        self.touch = touch
        self.pictures: set[str] = set()
        """Addresses of the pictures so far."""
        self.begins: dict[str, Callable[[Element], bool]] = {
            **dict.fromkeys(SKIPPED, self.skip),
            **dict.fromkeys(_MARKS, self.emphasis),
            **dict.fromkeys(_CODE, self.code),
            **dict.fromkeys(_MATHS, self.maths),
            "a": self.link,
            "img": self.image,
            "amp-img": self.image,
            "q": self.quotation,
            "rt": self.reading,
        }

    def skip(self, _element: Element) -> bool:
        """Nothing of it is text of the page."""
        return True

    def emphasis(self, element: Element) -> bool:
        """Bold, italic, struck through, raised and lowered."""
        before, after = _MARKS[element.tag]
        line = self.line
        if not line.styles or all(style.before != before for style in line.styles):
            line.begin(Style(before, after))
            self.ends[-1] = line.end
        return False

    def link(self, element: Element) -> bool:
        """A link, or the reference to a footnote."""
        href = element.get("href")
        url = self.base.link(href) if href else ""
        if not url:
            return False
        line = self.line
        if url[0] == "#" and (label := self.notes.reference(element)):
            self.touch()
            line.lower()
            line.put(f"[^{label}]", "".join(islice(element.itertext(), _TEXTS)).strip())
            return True
        if not line.link:
            line.begin(Style("[", f"]({url})", url))
            self.ends[-1] = line.end
        return False

    def image(self, element: Element) -> bool:
        """A picture with its best address; one without any is skipped."""
        if math.is_math(element):
            return self.maths(element)
        url = self.base.image(images.source_of(element))
        if url:
            self.touch()
            self.pictures.add(url)
            width, height = images.size_of(element) or (0, 0)
            self.line.put_image(url, images.alt_of(element), width, height)
        return True

    def code(self, element: Element) -> bool:
        """Code in a line: its text as it stands, white space folded."""
        text = " ".join("".join(element.itertext()).split())
        if text:
            self.touch()
            self.line.put_code(text)
        return True

    def maths(self, element: Element) -> bool:
        """A formula, if it is one."""
        found = math.tex_of(element) if math.is_math(element) else None
        if found is None:
            return bool(element.tag == "script")
        if found.tex.strip():
            self.touch()
            written = math.written(found)
            self.line.put(written.replace("|", r"\|") if self.line.in_row else written, found.tex)
        return True

    def quotation(self, _element: Element) -> bool:
        """Words of somebody: browsers set them in quotation marks."""
        self._enclose("“", "”")
        return False

    def reading(self, element: Element) -> bool:
        """How a word is read (ruby): in brackets, which the page may bring itself for this."""
        before = element.getprevious()
        if before is None or before.tag != "rp":
            self._enclose("(", ")")
        return False

    def _enclose(self, before: str, after: str) -> None:
        self.touch()
        self.line.add(before)
        self.ends[-1] = lambda: self.line.add(after)
