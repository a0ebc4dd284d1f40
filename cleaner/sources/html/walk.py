"""One walk over the tree of a page: it is written as Markdown, and each block knows its place in both.

Each element is visited once, at its start and at its end; what is nested is kept on stacks of our own. Blocks are the
lines that are written, as :mod:`cleaner.sources.markdown` would read them, with the trail of their element.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Final, NamedTuple

from lxml import etree

from cleaner.block import Block
from cleaner.sources.html import code, embeds, images, math, tables
from cleaner.sources.html.addresses import Base
from cleaner.sources.html.escape import escaped
from cleaner.sources.html.inline import Ends, Inline
from cleaner.sources.html.line import Line, Style
from cleaner.sources.html.lists import Lists
from cleaner.sources.html.marks import Mark, Marked, Marks
from cleaner.sources.html.notes import Notes
from cleaner.sources.html.trails import Element, Trails
from cleaner.sources.html.writer import Writer

_BLOCKS: Final = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav noframes noscript ol "
    "optgroup p pre search section select summary table tbody td textarea tfoot th thead tr ul".split()
)
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_EMBEDDED: Final = (*embeds.TAGS, "frame")
_APART: Final = frozenset(("a", "label", "span", "time"))
"""Inline elements that style sheets set side by side: two of them with nothing between are two words."""
_CHOICES: Final = ("select", "datalist")
_NEAR: Final = 200  # elements of an embedded post in which its first paragraph stands, and of others their first block
_CODE_LINES: Final = 3  # line feeds in code that stands alone, from which on it is a block of code


class Walked(NamedTuple):
    """A tree that was walked."""

    markdown: str
    blocks: list[Block]
    marked: list[Marked]


def walk(root: Element, base: Base, offset: int = 0, marks: Marks | None = None) -> Walked:
    """Write a tree as Markdown that will stand `offset` bytes into its page."""
    walker = _Walker(root, base, offset, marks or {})
    walker.run(root)
    walker.release()
    return Walked(walker.writer.finish(), walker.writer.blocks, walker.marked)


def _meets_another(element: Element) -> bool:
    after = element.getnext()
    return after is not None and after.tag in _APART


def _holds_blocks(element: Element) -> bool:
    return element.tag == "html" or any(inner.tag in _BLOCKS for inner in islice(element.iter(), 1, _NEAR))


class _Walker:
    """The state of one walk. Methods that begin an element say whether it is done with, as those of :class:`Inline`."""

    def __init__(self, root: Element, base: Base, offset: int, marks: Marks) -> None:
        trails = Trails(root)
        self.base = base
        self.notes = Notes(root)
        self.writer = Writer(offset, trails)
        self.line = self.writer.line
        self.ends: Ends = []
        self.inline = Inline(self.line, base, self.notes, self.ends, self.writer.touch)
        self.cells = Inline(Line(in_row=True), base, self.notes, [], _no_touch)
        self.lists = Lists(self.writer, self.ends, self.notes)
        self.hidden = trails.hidden
        self.marks = marks
        self.marked: list[Marked] = []
        self.open_marks: list[tuple[Element, Callable[[], None]]] = []  # with what is done at their ends
        self.noscripts = 0  # how many are open
        self.begins: dict[str, Callable[[Element], bool]] = {
            **self.inline.begins,
            **dict.fromkeys(_HEADINGS, self.heading),
            **dict.fromkeys(_EMBEDDED, self.embed),
            **dict.fromkeys(("code", "samp", "tt", "kbd"), self.code),
            **self.lists.begins,
            "a": self.link,
            "blockquote": self.quote,
            "br": self.line_break,
            "dd": self.description,
            "hr": self.rule,
            "img": self.image,
            "noscript": self.noscript,
            "pre": self.pre,
            "select": self.control,
            "summary": self.summary,
            "table": self.table,
            "template": self.template,
            "textarea": self.control,
        }

    def run(self, root: Element) -> None:  # noqa: C901, PLR0912 -- the one hot loop, without a call for each element
        """Visit every element at its start and its end."""
        writer, line, ends, path = self.writer, self.line, self.ends, self.writer.path
        begin_of, open_marks = self.begins.get, self.open_marks
        special = self.hidden.union(self.marks)
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start":
                path.append(element)
                ends.append(None)
                if element in special and self.is_set_apart(element, tag):
                    walker.skip_subtree()
                    continue
                if tag in _BLOCKS:
                    writer.enter()
                begin = begin_of(tag)
                if begin is not None and begin(element):
                    walker.skip_subtree()
                    continue
                text = element.text
            else:
                end = ends.pop()
                if end is not None:
                    end()
                if open_marks and open_marks[-1][0] is element:
                    open_marks.pop()[1]()
                if tag in _BLOCKS:
                    writer.leave()
                path.pop()
                text = element.tail if path else None
                if not text and tag in _APART:
                    line.space = line.space or _meets_another(element)
            if text:
                if text.isspace():
                    line.space = True
                else:
                    writer.touch()
                    line.add(text)

    def release(self) -> None:
        """Let go of the methods in tables: they are cycles, and the tree would wait for the garbage collector."""
        for holder in (self, self.inline, self.cells, self.lists):
            holder.begins.clear()

    def is_set_apart(self, element: Element, tag: str) -> bool:
        """Whether an inline element is hidden or marked to go: then it is no part of its line."""
        mark = self.marks.get(element)
        goes = mark is not None and not mark.keep and not _holds_blocks(element)
        if tag not in _BLOCKS and (goes or element in self.hidden):
            if tag not in self.inline.begins or not math.is_math(element):
                self.set_apart(element, mark)
                return True
        elif mark is not None:
            self.begin_mark(element, mark)
        return False

    def set_apart(self, element: Element, mark: Mark | None = None) -> None:
        """Write an element as a line of its own, behind the one that it stands in."""
        joint = " " if element.tag in _CHOICES else ""
        text = " ".join(joint.join(element.itertext()).split())
        url = self.base.image(images.source_of(element)) if element.tag == "img" else ""
        if not text and not url:
            return
        noted = None if mark is None else lambda block: self.marked.append(Marked(mark, block, block + 1))
        self.writer.put_aside(f"![]({url})" if url else escaped(text), text, noted)

    def begin_mark(self, element: Element, mark: Mark) -> None:
        blocks, is_block = self.writer.blocks, element.tag in _BLOCKS or _holds_blocks(element)
        if is_block:
            self.writer.flush()
        first = len(blocks)

        def end() -> None:
            if is_block:
                self.writer.flush()
            stop = len(blocks) + (bool(self.line.md) and not is_block)
            if first < stop:
                self.marked.append(Marked(mark, first, stop))

        self.open_marks.append((element, end))

    def closing(self, do: Callable[[], None]) -> None:
        """Have something done at the end of the element, before what is to be done there already."""
        after = self.ends[-1]

        def both() -> None:
            do()
            if after is not None:
                after()

        self.ends[-1] = do if after is None else both

    def link(self, element: Element) -> bool:
        """A link; one around blocks, such as the card of an article, is one of each."""
        is_block = len(element) > 0 and any(child.tag in _BLOCKS for child in element)
        if is_block:
            self.writer.flush()
        is_done = self.inline.link(element)
        if is_block and not is_done:
            self.closing(self.writer.flush)
        return is_done

    def heading(self, element: Element) -> bool:
        self.writer.as_heading(_HEADINGS[element.tag])
        return False

    def quote(self, element: Element) -> bool:
        if element.get("class") and (found := embeds.embed_of(element)) and not self.is_post(element):
            return self.put_embed(found)
        self.closing(self.writer.begin_quote())
        return False

    def is_post(self, element: Element) -> bool:
        """Whether the text of an embedded post stands in the page, as that of most does."""
        return any(inner.tag == "p" for inner in islice(element.iter(), _NEAR))

    def line_break(self, _element: Element) -> bool:
        self.writer.line_break()
        return False

    def control(self, element: Element) -> bool:
        """Choices and fields of a form: their text is one line, whatever they hold."""
        self.set_apart(element)
        return True

    def description(self, element: Element) -> bool:
        self.closing(self.writer.begin_description())
        return False

    def summary(self, element: Element) -> bool:
        if all(style.before != "**" for style in self.line.styles):
            self.line.begin(Style("**", "**"))
            self.closing(self.end_summary)
        return False

    def end_summary(self) -> None:
        self.writer.flush()
        self.line.end()

    def rule(self, _element: Element) -> bool:
        self.writer.put_rule()
        return True

    def noscript(self, element: Element) -> bool:
        self.noscripts += 1
        self.closing(self.end_noscript)
        return False

    def end_noscript(self) -> None:
        self.noscripts -= 1

    def image(self, element: Element) -> bool:
        if self.noscripts and self.base.image(images.source_of(element)) in self.inline.pictures:
            return True  # the same picture, for readers without scripts
        return self.inline.image(element)

    def code(self, element: Element) -> bool:
        """Code in a line; where it stands alone and has several, a block of code."""
        if not self.line.md and not self.line.in_row and "".join(element.itertext()).count("\n") >= _CODE_LINES:
            return self.pre(element)
        return self.inline.code(element)

    def pre(self, element: Element) -> bool:
        found = code.code_of(element)
        if found.text.strip():
            self.writer.put_code(code.fenced(found), found.text)
        return True

    def template(self, element: Element) -> bool:
        """What is no part of the page before a script makes it one; but for a shadow tree, which is."""
        return element.get("shadowrootmode") is None

    def embed(self, element: Element) -> bool:
        found = embeds.embed_of(element)
        if found is not None:
            self.put_embed(found)
        return bool(element.tag != "embed")  # which libxml2 does not close: what follows stands in it

    def put_embed(self, found: embeds.Embed) -> bool:
        """Write a video or post as a line with a link to it."""
        if url := self.base.link(found.url):
            self.writer.enter()
            self.line.begin(Style("[", f"]({url})", url))
            self.writer.text(found.label or url)
            self.line.end()
            self.writer.leave()
        return True

    def table(self, element: Element) -> bool:
        holder = code.is_code_table(element)
        if holder is not None:
            return self.pre(holder)
        if tables.is_layout(element):
            return False
        grid = tables.grid(element)
        if grid.caption is not None:
            self.writer.text("".join(grid.caption.itertext()))
            self.writer.flush()
        for number, row in enumerate(grid.rows):
            line = Line(in_row=True)
            for cell in row:
                line.mark("| ", " | " if line.text else "")
                if cell.element is not None:
                    self.cell(cell.element, line)
                line.mark(" ")
            line.mark("|")
            head = tables.delimiter([cell.align for cell in row]) if number == 0 else ""
            self.writer.put_row(line, head)
        return True

    def cell(self, cell: Element, line: Line) -> None:
        """Write what stands in a cell to the line of its row. Its blocks are parted by line breaks."""
        inline = self.cells
        inline.line = line
        begins, ends = inline.begins, inline.ends
        start = len(line.md)
        walker = etree.iterwalk(cell, events=("start", "end"))
        for event, element in walker:
            is_block = (element.tag in _BLOCKS or element.tag == "br") and element is not cell
            if event == "start":
                ends.append(None)
                if is_block and len(line.md) > start:
                    line.part()
                begin = begins.get(element.tag)
                if (begin is not None and begin(element)) or element in self.hidden:
                    walker.skip_subtree()
                    continue
                text = element.text
            else:
                end = ends.pop()
                if end is not None:
                    end()
                if is_block and len(line.md) > start:
                    line.part()
                text = element.tail if element is not cell else None
            if text:
                line.add(text)
        if len(line.md) > start:
            line.unpart()
        line.finish()
        self.inline.pictures |= inline.pictures


def _no_touch() -> None:
    """In a cell nobody asks which element holds the line."""
