"""Tables of HTML pages: layout or data, and the grid of those that hold data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleaner.sources.html.tables import Grid, cells_of, delimiter, grid, is_layout


def table(html: str) -> Any:
    return etree.fromstring(f"<body>{html}", etree.HTMLParser(encoding="utf-8", huge_tree=True)).find(".//table")


def texts(grid: Grid) -> list[list[str]]:
    return [
        ["".join(cell.element.itertext()).strip() if cell.element is not None else "-" for cell in row]
        for row in grid.rows
    ]


PROSE = "The otter swims down the river to the old mill and sleeps there. " * 12
ROWS = "<tr><td>Otter</td><td>7</td></tr><tr><td>Mink</td><td>2</td></tr>"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<table role='presentation'>{ROWS}</table>", id="says so"),
        pytest.param(f"<table role=none>{ROWS}</table>", id="says so shorter"),
        pytest.param("<table></table>", id="no cells"),
        pytest.param("<table><tr><td></td><td> </td></tr></table>", id="no words"),
        pytest.param("<table><tr><td>Otters</td></tr></table>", id="one cell"),
        pytest.param("<table><tr><td>Otter</td></tr><tr><td>Mink</td></tr></table>", id="one column"),
        pytest.param(f"<table><tr><td>Menu</td><td>{PROSE[:90]}</td></tr></table>", id="one row with prose"),
        pytest.param("<table><tr><td><h2>Otters</h2></td><td>Minks</td></tr></table>", id="one row with a heading"),
        pytest.param("<table><tr><td><img src=a.png></td><td>Minks</td></tr></table>", id="one row with a picture"),
        pytest.param("<table><tr><td>Otter<td><table><tr><td>7</table></table>", id="a table inside"),
        pytest.param(f"<table>{ROWS}<tr><td>Otter</td><td>{PROSE}</td></tr></table>", id="a cell of prose"),
        pytest.param(f"<table><tr><th>Name<th>Post{ROWS}<tr><td>Otter<td>{PROSE * 3}</table>",
                     id="a forum: prose in spite of headers"),
        pytest.param(f"<table><tr><td><ul><li>a</ul><td><h2>Otters</h2>{PROSE[:250]}<tr><td>b<td>c</table>",
                     id="headings, lists and prose"),
        pytest.param(f"<table width='100%'><tr><td>Menu<td>{PROSE[:250]}<tr><td>b<td>c</table>", id="legacy width"),
        pytest.param(f"<table bgcolor=red><tr><td><center>Menu</center><td>a{ROWS}</table>", id="legacy colour"),
        pytest.param("<table><tr><td>a<td>b<td>c<tr><td>d<tr><td>e<td>f<tr><td>g<td>h<td>i<td>j</table>",
                     id="uneven rows"),
        pytest.param("<table><tr><td><img src=a><td><img src=b><tr><td>Otter<td><img src=c></table>", id="a gallery"),
        pytest.param(f"<table>stray words{ROWS}</table>", id="words outside of cells"),
        pytest.param(f"<table><tr><p>Stray</p><td>a</td></tr>{ROWS}</table>", id="a paragraph outside of cells"),
        pytest.param(f"<table><tr><img src=a><td>a</td></tr>{ROWS}</table>", id="a picture outside of cells"),
    ],
)  # fmt: skip
def test_layout(html: str) -> None:
    assert is_layout(table(html))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<table>{ROWS}</table>", id="rows alike with short cells"),
        pytest.param(f"<table role=grid><tr><td>{PROSE}</table>", id="says so"),
        pytest.param(f"<table><tr><th>Name</th><th>Dens</th></tr>{ROWS}</table>", id="header cells"),
        pytest.param(f"<table><tr><th>Name<th>Does{ROWS}<tr><td>Otter<td>{PROSE}</table>",
                     id="descriptions under headers"),
        pytest.param("<table><tr><th>Name<th>Eats<tr><td>Otter<td><ul><li>crab<li>eel</ul></table>",
                     id="lists under headers"),
        pytest.param(f"<table><caption>Dens</caption>{ROWS}</table>", id="a caption"),
        pytest.param(f"<table><thead><tr><td>Name<td>Dens</thead>{ROWS}</table>", id="a head"),
        pytest.param(f"<table summary='Dens by river'>{ROWS}</table>", id="a summary"),
        pytest.param("<table><tr><td><p>Otter</p><td><h4>7</h4><tr><td><p>Mink</p><td>2</table>",
                     id="headings for style, short cells"),
        pytest.param("<table><tr><td>Weight</td><td>9 kg</td></tr></table>", id="one row, name and value"),
        pytest.param("<table><tr><th>Rivers</th></tr><tr><td>Ouse</td></tr></table>", id="one column with a header"),
        pytest.param(f"<table><tr><td colspan=2>Dens</td></tr>{ROWS}</table>", id="a row that spans"),
        pytest.param(f"<table><form>{ROWS}</form></table>", id="a form around the rows"),
        pytest.param(f"<table width='90%' border=1>{ROWS}</table>", id="legacy width, with borders"),
        pytest.param(f"<table><script>var a = 1</script>{ROWS}</table>", id="a script between the rows"),
    ],
)  # fmt: skip
def test_data(html: str) -> None:
    assert not is_layout(table(html))


@pytest.mark.parametrize(
    ("html", "rows", "heads"),
    [
        pytest.param(f"<table>{ROWS}</table>", [["Otter", "7"], ["Mink", "2"]], 0, id="plain"),
        pytest.param("<table><tr><th>a<th>b<tr><td>c<td>d</table>", [["a", "b"], ["c", "d"]], 1, id="a header row"),
        pytest.param("<table><tr><td><th>b<tr><th>c<td>d</table>", [["", "b"], ["c", "d"]], 1, id="an empty corner"),
        pytest.param("<table><tr><th>a<td>b<tr><th>c<td>d</table>", [["a", "b"], ["c", "d"]], 0, id="header column"),
        pytest.param("<table><tbody><tr><td>c<td>d</tbody><thead><tr><td>a<td>b</thead></table>",
                     [["a", "b"], ["c", "d"]], 1, id="head behind the body"),
        pytest.param("<table><tfoot><tr><td>z<td>y</tfoot><tbody><tr><td>c<td>d</tbody></table>",
                     [["c", "d"], ["z", "y"]], 0, id="foot before the body"),
        pytest.param("<table><tr><td>a<tr><td>c<td>d</table>", [["a", "-"], ["c", "d"]], 0, id="a short row"),
        pytest.param("<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>",
                     [["a", "-", "b"], ["c", "d", "e"]], 0, id="across"),
        pytest.param("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", [["a", "b"], ["-", "c"]], 0, id="down"),
        pytest.param("<table><tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e</table>",
                     [["a", "b", "c"], ["d", "-", "e"]], 0, id="down, in the middle"),
        pytest.param("<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f</table>",
                     [["a", "-", "b"], ["-", "-", "c"], ["d", "e", "f"]], 0, id="both ways"),
        pytest.param("<table><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d</table>",
                     [["a", "b"], ["-", "c"], ["-", "d"]], 0, id="down to the end"),
        pytest.param("<table><thead><tr><td rowspan=9>a<td>b</thead><tbody><tr><td>c<td>d</tbody></table>",
                     [["a", "b"], ["c", "d"]], 1, id="not out of its group"),
        pytest.param("<table><tr><td colspan=1000>a<tr><td>c<td>d</table>", [["a", "-"], ["c", "d"]], 0,
                     id="columns where nothing begins"),
        pytest.param("<table><tr><td>a<td>b<tr><tr><td>c<td>d</table>", [["a", "b"], ["c", "d"]], 0, id="empty row"),
        pytest.param("<table><tr><td colspan=x>a<td colspan=-3>b<td colspan=0>c</table>", [["a", "b", "c"]], 0,
                     id="spans that are none"),
        pytest.param("<table><td>a<td>b</table>", [["a", "b"]], 0, id="cells without a row"),
        pytest.param("<table></table>", [], 0, id="nothing"),
    ],
)  # fmt: skip
def test_grid(html: str, rows: list[list[str]], heads: int) -> None:
    found = grid(table(html))
    assert (texts(found), found.heads) == (rows, heads)


def test_rows_of_an_inner_table_stay_inside() -> None:
    outer = table("<table><tr><td>a<td><table><tr><td>x<tr><td>y</table><tr><td>c<td>d</table>")
    assert texts(grid(outer)) == [["a", "xy"], ["c", "d"]]
    assert [len(cells) for cells in cells_of(outer)] == [2, 2]


def test_caption_headers_and_alignment() -> None:
    found = grid(
        table(
            "<table><caption>Dens</caption><tr align=center><th>a<th align=right>b<td style='x:y; text-align: LEFT;'>c"
            "<td align=justify>d</table>"
        )
    )
    assert found.caption is not None
    assert found.caption.text == "Dens"
    assert [(cell.header, cell.align) for cell in found.rows[0]] == [
        (True, "center"), (True, "right"), (False, "left"), (False, "center"),
    ]  # fmt: skip


def test_delimiter() -> None:
    assert delimiter(["", "left", "center", "right"]) == "| --- | :--- | :---: | ---: |"


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        pytest.param("<tr><td colspan=1000 rowspan=60000>a<td colspan=1000>b" * 2_000, 2_000, id="spans without end"),
        pytest.param("".join(f"<tr><td colspan={n % 999 + 1}>a<td>b" for n in range(3_000)), 3_000, id="a staircase"),
        pytest.param("<tr>" + "<td>a" * 5_000 + "<tr><td>b" * 3_000, 3_001, id="one very long row"),
    ],
)
def test_hostile_spans_cost_nothing_and_lose_nothing(html: str, rows: int) -> None:
    hostile = table(f"<table>{html}</table>")
    found = grid(hostile)
    assert len(found.rows) == rows
    assert sum(len(row) for row in found.rows) <= 500_000
    kept = [cell.element for row in found.rows for cell in row if cell.element is not None]
    assert kept == list(hostile.iter("td"))


SIZES = st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=5), max_size=6)


@given(SIZES)
def test_every_cell_stands_once_and_rows_are_equally_long(sizes: list[list[tuple[int, int]]]) -> None:
    rows = ("".join(f"<td colspan={w} rowspan={h}>x" for w, h in row) for row in sizes)
    drawn = table("<table>" + "".join(f"<tr>{row}" for row in rows) + "</table>")
    found = grid(drawn)
    assert len({len(row) for row in found.rows}) <= 1
    assert [c.element for row in found.rows for c in row if c.element is not None] == list(drawn.iter("td"))
