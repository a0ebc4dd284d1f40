"""Markdown to blocks: a CommonMark + GFM parser reads, and its events are gathered into runs of whole lines.

A paragraph of several lines is one block a line, for converters put one item of a page on each line; unless its lines
were wrapped at a width, then it is one block. A link whose text runs over blank lines (`[![](x.png)`, blank line,
`Name](https://…)`) is no link to CommonMark; here it is one block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pyromark

from cleaner.block import Block, BlockKind, Image, Link
from cleaner.sources.lines import Leaf, fill_gaps, is_wrapped, joined
from cleaner.sources.loose import Bracket, join_loose_links

_PARSER: Final = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_TASKLISTS
)
_TAG = re.compile("<[^<>]*>")  # cannot backtrack: the class excludes what ends it


def parse(body: str, offset: int) -> list[Block]:
    """Blocks of a Markdown text that stands `offset` bytes into its source, in order."""
    events = _PARSER.events_with_range(body)  # first, for with it the text keeps its UTF-8 form at hand
    gatherer = _Gatherer(body.encode(), offset)
    gatherer.take(events)
    leaves = join_loose_links(gatherer.leaves, gatherer.brackets, gatherer.data, offset)
    return fill_gaps(leaves, gatherer.data, offset)


class _Gatherer:
    """Takes parser events in order and gathers leaves: pieces of text that become one block each."""

    def __init__(self, data: bytes, offset: int) -> None:
        self.data = data
        self.offset = offset
        self.leaves: list[Leaf] = []
        self.brackets: list[Bracket] = []  # square brackets that belong to no link
        self.leaf: Leaf | None = None
        self.pieces: list[Leaf] = []  # the lines of the paragraph being read
        self.group = 0
        self.lists = 0
        self.quotes = 0
        self.inline = 0  # open links, images, emphasis: a line that ends inside one is no end of a piece
        self.link: tuple[str, int, int] | None = None  # url, start, how many parts of the leaf's text stand before it
        self.image: tuple[str, int, list[str]] | None = None

    def take(self, events: Iterable[tuple[Any, Any]]) -> None:  # noqa: C901, PLR0912 -- one branch a kind of event
        """Go through the parser's events. A page has hundreds, most of them text: that case comes first."""
        for event, span in events:
            if event.__class__ is str:
                self.mark(event, span["start"], span["end"])
                continue
            name, value = event.popitem()  # events are dictionaries of one entry
            if name == "Text":
                leaf = self.leaf
                if leaf is not None and self.image is None and len(value) > 1:
                    leaf.text.append(value)
                    leaf.length += len(value)
                else:
                    self.text(value, span["start"])
            elif name == "Start":
                tag, detail = (value, None) if value.__class__ is str else value.popitem()
                begin = _STARTS.get(tag)
                if begin is not None:
                    begin(self, detail, span["start"])
                else:
                    self.inline += 1
            elif name == "End":
                finish = _ENDS.get(value if value.__class__ is str else value.popitem()[0])
                if finish is not None:
                    finish(self, span["end"])
                else:
                    self.inline -= 1
            elif name == "Code":
                self.text(value, span["start"], code=True)
            elif name == "Html":
                self.text(_TAG.sub(" ", value), span["start"], code=True)
        self.close(len(self.data))

    def mark(self, event: str, start: int, end: int) -> None:
        """Take an event without content: the end of a line, a thematic break."""
        if event in ("SoftBreak", "HardBreak"):
            self.line_break(start, end)
        elif event == "Rule":
            self.close_before(start)
            self.open("rule", start)
            self.close(end)

    def open(self, kind: BlockKind, start: int, level: int = 0) -> Leaf:
        leaf = self.leaf = Leaf(kind, start, self.group, level, self.lists, self.quotes > 0)
        return leaf

    def close_before(self, start: int) -> None:
        """Close the leaf where another element begins: on the line above, for that one's markers stand before it."""
        leaf = self.leaf
        if leaf is not None:
            above = self.data.rfind(b"\n", leaf.start, start)
            self.close(above if above >= 0 else leaf.start)

    def close(self, end: int) -> None:
        leaf = self.leaf
        if leaf is None:
            return
        leaf.end = end
        self.leaf = None
        self.inline = 0
        pieces = self.pieces
        if not pieces:
            self.leaves.append(leaf)
            return
        pieces.append(leaf)
        self.pieces = []
        if is_wrapped(pieces):
            self.leaves.append(joined(pieces))
        else:
            self.leaves.extend(pieces)

    def line_break(self, start: int, end: int) -> None:
        leaf = self.leaf
        if leaf is None:
            return
        if self.image is not None:
            self.image[2].append(" ")
        elif self.inline or leaf.kind == "heading":
            leaf.text.append("\n")
            leaf.length += 1
        else:
            leaf.end = start
            self.pieces.append(leaf)
            self.leaf = Leaf("paragraph", end, leaf.group, 0, leaf.depth, leaf.quoted)

    def text(self, text: str, start: int, code: bool = False) -> None:
        if self.image is not None:
            self.image[2].append(text)
            return
        leaf = self.leaf
        if leaf is None:
            leaf = self.open("item" if self.fresh_item(start) else "paragraph", start)
        if text in ("[", "]") and not code and self.link is None:
            self.brackets.append(Bracket(text, start, len(self.leaves) + len(self.pieces)))
        leaf.text.append(text)
        leaf.length += len(text)

    def start_paragraph(self, detail: Any, start: int) -> None:
        self.close_before(start)
        if not self.lists:
            self.group += 1
        self.open("item" if self.fresh_item(start) else "paragraph", start)

    def fresh_item(self, start: int) -> bool:
        """Whether a paragraph is the first of a list item: its marker stands on the same line."""
        if not self.lists:
            return False
        above = self.data.rfind(b"\n", max(0, start - 200), start)
        return self.data[above + 1 : start].strip(b" \t>") != b""

    def start_heading(self, detail: Any, start: int) -> None:
        self.close_before(start)
        if not self.lists:
            self.group += 1
        self.open("heading", start, int(detail["level"][1]))

    def start_list(self, detail: Any, start: int) -> None:
        self.close_before(start)
        if not self.lists:
            self.group += 1
        self.lists += 1

    def end_list(self, end: int) -> None:
        self.close(end)
        self.lists -= 1

    def start_item(self, detail: Any, start: int) -> None:
        self.close_before(start)

    def start_quote(self, detail: Any, start: int) -> None:
        self.close_before(start)
        self.quotes += 1

    def end_quote(self, end: int) -> None:
        self.close(end)
        self.quotes -= 1

    def start_code(self, detail: Any, start: int) -> None:
        self.close_before(start)
        if not self.lists:
            self.group += 1
        self.open("code", start)

    def start_html(self, detail: Any, start: int) -> None:
        self.close_before(start)
        self.open("html", start)

    def start_table(self, detail: Any, start: int) -> None:
        self.close_before(start)
        if not self.lists:
            self.group += 1

    def start_row(self, detail: Any, start: int) -> None:
        self.close_before(start)
        self.open("row", start)

    def start_cell(self, detail: Any, start: int) -> None:
        leaf = self.leaf
        if leaf and leaf.text:
            leaf.text.append(" | ")
            leaf.length += 3

    def end_cell(self, end: int) -> None:
        self.inline = 0

    def end_head(self, end: int) -> None:
        """The head of a table takes the line of dashes under it along."""
        below = self.data.find(b"\n", end)
        self.close(below if below >= 0 else len(self.data))

    def start_link(self, detail: Any, start: int) -> None:
        leaf = self.leaf
        if leaf is None:
            leaf = self.open("item" if self.fresh_item(start) else "paragraph", start)
        self.inline += 1
        self.link = (detail["dest_url"], start, len(leaf.text))

    def end_link(self, end: int) -> None:
        self.inline -= 1
        leaf = self.leaf
        if leaf is None or self.link is None:
            return
        url, start, before = self.link
        self.link = None
        pieces = leaf.text
        text = pieces[before] if len(pieces) == before + 1 else "".join(pieces[before:])
        leaf.linked += len(text)
        leaf.links.append(Link(url, text, start + self.offset, end + self.offset))

    def start_image(self, detail: Any, start: int) -> None:
        if self.leaf is None:
            self.open("item" if self.fresh_item(start) else "paragraph", start)
        self.inline += 1
        if self.image is None:
            self.image = (detail["dest_url"], start, [])

    def end_image(self, end: int) -> None:
        self.inline -= 1
        leaf = self.leaf
        if leaf is None or self.image is None:
            return
        url, start, alt = self.image
        self.image = None
        around = self.link[0] if self.link else ""
        leaf.images.append(Image(url, "".join(alt), start + self.offset, end + self.offset, around))


_STARTS: Final[Mapping[str, Callable[[_Gatherer, Any, int], None]]] = {
    "Paragraph": _Gatherer.start_paragraph,
    "Heading": _Gatherer.start_heading,
    "List": _Gatherer.start_list,
    "Item": _Gatherer.start_item,
    "BlockQuote": _Gatherer.start_quote,
    "CodeBlock": _Gatherer.start_code,
    "HtmlBlock": _Gatherer.start_html,
    "Table": _Gatherer.start_table,
    "TableHead": _Gatherer.start_row,
    "TableRow": _Gatherer.start_row,
    "TableCell": _Gatherer.start_cell,
    "Link": _Gatherer.start_link,
    "Image": _Gatherer.start_image,
}
_ENDS: Final[Mapping[str, Callable[[_Gatherer, int], None]]] = {
    "Paragraph": _Gatherer.close,
    "Heading": _Gatherer.close,
    "List": _Gatherer.end_list,
    "Item": _Gatherer.close,
    "BlockQuote": _Gatherer.end_quote,
    "CodeBlock": _Gatherer.close,
    "HtmlBlock": _Gatherer.close,
    "Table": _Gatherer.close,
    "TableHead": _Gatherer.end_head,
    "TableRow": _Gatherer.close,
    "TableCell": _Gatherer.end_cell,
    "Link": _Gatherer.end_link,
    "Image": _Gatherer.end_image,
}
"""What to do at the start and the end of each element; all others are inline and only counted."""
