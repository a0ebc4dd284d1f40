"""Tables: which ones only lay out a page, and the rows and columns of those that hold data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

Element = Any
"""An element of an lxml tree."""


class Cell(NamedTuple):
    """A place in a table: the cell that begins there, or None where another one covers it or the row is short."""

    element: Element | None
    header: bool
    align: str
    """ "left", "right", "center" or ""."""


class Grid(NamedTuple):
    """A table with its spans taken out: rows of one length, of which the first `heads` are header rows."""

    caption: Element | None
    rows: list[list[Cell]]
    heads: int


class _Row(NamedTuple):
    cells: list[Element]
    group: str  # "thead", "tbody" or "tfoot"
    align: str


class _Table(NamedTuple):
    caption: Element | None
    rows: list[_Row]
    stray: bool  # whether content stands between the cells, where a table has no place for it


class _Look(NamedTuple):
    """What the cells of a table hold."""

    nested: bool = False  # a table; then nothing else was looked at
    blocks: bool = False  # headings, lists, several paragraphs in one cell
    images: int = 0
    filled: int = 0  # cells with words
    longest: int = 0  # characters of the longest cell


_NOTHING: Final = Cell(None, False, "")
_WIDEST_SPAN: Final = 1_000  # what browsers clamp a colspan to
_LARGEST_GRID: Final = 500_000  # places: real tables have thousands; past this only hostile spans go
_DIGITS: Final = re.compile("[0-9]+")  # one class, repeated: cannot backtrack
_CELLS: Final = frozenset({"td", "th"})
_ORDER: Final = {"thead": 0, "tbody": 1, "tfoot": 2}
_DELIMITERS: Final = {"left": ":---", "right": "---:", "center": ":---:"}
_UNSEEN: Final = frozenset({"script", "style", "template", "colgroup", "col", "noscript"})
_CONTENT: Final = frozenset({"img", "iframe", "video", "audio", "object", "embed"})
_BLOCKS: Final = frozenset(
    "h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre form fieldset hr article section nav header footer aside main figure"
    " center".split()
)

# How long cells of data are, in characters. Of 2,000 tables in the labelled pages, with and without header cells.
_PROSE_MARKED: Final = 1_500
_PROSE: Final = 600
_PROSE_SHORT: Final = 200  # in tables with headings and lists, or with the attributes of the 1990s
_PROSE_ROW: Final = 60  # in a table of one row
_EVEN: Final = 0.6  # share of rows that are equally wide
_MANY: Final = 200  # rows: in a table of more, the one in the middle stands for the usual one
_WIDE: Final = 400  # pixels: legacy columns of a page are set in tables at least as wide


def is_layout(table: Element) -> bool:
    """Whether a table only places content on the page, so that it is content without being a table.

    A table inside a table, headings or prose in cells, content outside of any cell. Tables with header cells or a
    caption are believed to hold data for longer than those without.
    """
    role = table.get("role", "").strip().lower()
    if role:
        if role in ("presentation", "none"):
            return True
        if role in ("table", "grid", "treegrid"):
            return False
    caption, rows, stray = _read(table)
    rows = [row for row in rows if row.cells]
    if stray or not rows:
        return True
    look = _look(rows)
    if look.nested or not look.filled:
        return True
    headers = sum(cell.tag == "th" for row in rows for cell in row.cells)
    columns = max(len(row.cells) for row in rows)
    marked = caption is not None or headers > 0 or rows[0].group == "thead" or _has_words(table.get("summary"))
    if columns == 1:
        return len(rows) == 1 or headers != 1 or look.blocks or look.longest > _PROSE_ROW
    return look.longest > _PROSE_MARKED if marked else _is_unmarked_layout(table, rows, look)


def _is_unmarked_layout(table: Element, rows: list[_Row], look: _Look) -> bool:
    """Of a table with neither header cells nor a caption."""
    legacy = _is_legacy(table)
    if look.longest > (_PROSE_SHORT if legacy or look.blocks else _PROSE) or (legacy and look.blocks):
        return True
    if len(rows) == 1:
        return look.blocks or look.images > 0 or look.longest > _PROSE_ROW
    if look.images > look.filled:
        return True
    widths = [sum(_span(cell, "colspan") for cell in row.cells) for row in rows]
    usual = max(set(widths), key=widths.count) if len(widths) <= _MANY else widths[len(widths) // 2]
    return widths.count(usual) < _EVEN * len(widths)


def _is_legacy(table: Element) -> bool:
    """Borders switched off, colours or the width of a column of text: how pages were laid out before style sheets."""
    attributes = table.attrib
    if "bgcolor" in attributes or "background" in attributes:
        return True
    if attributes.get("border", "0") not in ("0", "", "none"):
        return False
    width = attributes.get("width", "")
    wide = width.endswith("%") or _number(width) >= _WIDE
    return wide or attributes.get("cellspacing") == attributes.get("cellpadding") == "0"


def _look(rows: list[_Row]) -> _Look:
    looks = []
    for row in rows:
        for cell in row.cells:
            look = _look_into(cell)
            if look.nested:
                return look
            looks.append(look)
    return _Look(
        False,
        any(look.blocks for look in looks),
        sum(look.images for look in looks),
        sum(look.filled for look in looks),
        max((look.longest for look in looks), default=0),
    )


def _look_into(cell: Element) -> _Look:
    if not len(cell):
        length = len((cell.text or "").strip())
        return _Look(filled=int(length > 0), longest=length)
    blocks = images = paragraphs = length = 0
    for element in cell.iter():
        tag = element.tag
        if tag == "table":
            return _Look(nested=True)
        blocks += tag in _BLOCKS
        images += tag == "img"
        paragraphs += tag == "p"
        if element.text and tag not in _UNSEEN:
            length += len(element.text.strip())
        if element.tail and element is not cell:
            length += len(element.tail.strip())
    return _Look(False, blocks > 0 or paragraphs > 1, images, int(length > 0), length)


def grid(table: Element) -> Grid:
    """The table's own rows, without those of tables inside its cells.

    A cell that spans several places stands in the first; the others are empty. Columns and rows in which no cell begins
    are left out. A table whose spans or padding would fill more than 500,000 places is given without spans, and then
    only its first row is sure to be padded.
    """
    caption, rows, _ = _read(table)
    rows.sort(key=lambda row: _ORDER[row.group])  # stable: a foot may be written before the body
    heads = 0
    for row in rows:
        if row.group != "thead" and not _is_header(row):
            break
        heads += bool(row.cells)
    return Grid(caption, _padded(_placed(rows)), heads)


def _is_header(row: _Row) -> bool:
    """Header cells only, with a corner that may be empty."""
    corner = row.cells[:1]
    if corner and corner[0].tag == "td" and not len(corner[0]) and not _has_words(corner[0].text):
        return len(row.cells) > 1 and all(cell.tag == "th" for cell in row.cells[1:])
    return all(cell.tag == "th" for cell in row.cells)


def _placed(rows: list[_Row]) -> list[dict[int, Cell]]:
    """The cells of each row by the column in which they begin."""
    spans = _spans(rows)
    placed: list[dict[int, Cell]] = []
    covered: dict[int, int] = {}  # column: the first row that a cell from above does not reach
    for y, row in enumerate(rows):
        x = 0
        places = {}
        for cell, (width, height) in zip(row.cells, spans[y], strict=True):
            while covered.get(x, 0) > y:
                x += 1
            places[x] = Cell(cell, cell.tag == "th", _align(cell) or row.align)
            if height > 1:
                covered.update(dict.fromkeys(range(x, x + width), y + height))
            x += width
        placed.append(places)
    return placed


def _spans(rows: list[_Row]) -> list[list[tuple[int, int]]]:
    """How many columns and rows each cell reaches over: one and one for all where they are too many to be meant."""
    spans = []
    area = 0
    end = len(rows)
    for y in range(len(rows) - 1, -1, -1):
        if y + 1 < len(rows) and rows[y + 1].group != rows[y].group:
            end = y + 1  # a cell does not reach out of its group
        sizes = [(_span(cell, "colspan"), min(_span(cell, "rowspan") or end, end - y)) for cell in rows[y].cells]
        area += sum(width * height for width, height in sizes)
        spans.append(sizes)
    if area > _LARGEST_GRID:
        return [[(1, 1)] * len(row.cells) for row in rows]
    return spans[::-1]


def _span(cell: Element, name: str) -> int:
    """A span as it is written; 0 only for rows, where it means "to the end"."""
    written = cell.get(name)
    if written is None:
        return 1
    number = min(_number(written), _WIDEST_SPAN)
    return number or int(name == "colspan" or "0" not in written)


def _number(written: str) -> int:
    match = _DIGITS.match(written.strip())
    return int(match[0][:6]) if match else 0


def _padded(placed: list[dict[int, Cell]]) -> list[list[Cell]]:
    filled = [places for places in placed if places]
    columns = sorted(set().union(*filled))
    order = {column: at for at, column in enumerate(columns)}
    hostile = len(columns) * len(filled) > _LARGEST_GRID
    rows = []
    for at, places in enumerate(filled):
        last = next(reversed(places))
        row = [_NOTHING] * (order[last] + 1 if hostile and at else len(columns))
        for column, cell in places.items():
            row[order[column]] = cell
        rows.append(row)
    return rows


def cells_of(table: Element) -> Iterator[list[Element]]:
    """The cells of each of the table's own rows, as they are written."""
    return (row.cells for row in _read(table).rows if row.cells)


def delimiter(aligns: Sequence[str]) -> str:
    """The line below the header of a GFM table."""
    return "| " + " | ".join(_DELIMITERS.get(align, "---") for align in aligns) + " |"


def _read(table: Element) -> _Table:
    """The table's own caption and rows. Forms and the like that unclosed markup puts around rows are looked through."""
    caption = None
    rows: list[_Row] = []
    loose: _Row | None = None  # a row that no `<tr>` opened
    stray = _has_words(table.text)
    waiting: list[tuple[Element, str, _Row | None]] = [(child, "tbody", None) for child in reversed(table)]
    while waiting:
        element, group, row = waiting.pop()
        tag = element.tag
        stray = stray or _has_words(element.tail)
        if tag in _CELLS:
            if row is None:
                if loose is None:
                    loose = _Row([], group, "")
                    rows.append(loose)
                row = loose
            row.cells.append(element)
        elif tag == "caption" and caption is None:
            caption = element
        elif tag == "table" or tag in _CONTENT:
            stray = True
        elif tag not in _UNSEEN:
            stray = stray or _has_words(element.text)
            if tag == "tr":
                loose = None
                row = _Row([], group, _align(element))
                rows.append(row)
            elif tag in _ORDER:
                group, row, loose = tag, None, None
            waiting += [(child, group, row) for child in reversed(element)]
    return _Table(caption, rows, stray)


def _has_words(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()


def _align(element: Element) -> str:
    written = element.get("align")
    if written is None:
        style = element.get("style")
        if not style or "text-align" not in style:
            return ""
        written = style.partition("text-align")[2].lstrip(" \t").removeprefix(":").partition(";")[0]
    written = written.strip().lower().removesuffix("!important").strip()
    return written if written in _DELIMITERS else ""
