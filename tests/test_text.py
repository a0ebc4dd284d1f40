"""Plain text becomes a block a line, or a block a paragraph where lines were wrapped."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.text import parse

WRAPPED = (
    "Twelve otters were counted on the old pier this morning, and nobody\n"
    "in the whole town could say where all of them had come from, or why\n"
    "they would not leave."
)
PIECES = [
    "word",
    " two words ",
    "long words " * 8,
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\x0c",
    "\u00a0",
    "é港",
    "* ",
]


def texts(body: str) -> list[str]:
    return [block.text for block in parse(body, 0)]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("\n \t\r\n", [], id="blank lines"),
        pytest.param("one", ["one"], id="a line without ending"),
        pytest.param("one\n\ntwo\n", ["one", "two"], id="paragraphs"),
        pytest.param("one\ntwo\nthree\n", ["one", "two", "three"], id="short lines"),
        pytest.param("one\r\n\r\ntwo\r\n", ["one", "two"], id="CRLF"),
        pytest.param("  one\n", ["one"], id="indentation"),
        pytest.param(WRAPPED, [WRAPPED], id="a wrapped paragraph"),
        pytest.param(WRAPPED + "\n\nEnd.", [WRAPPED, "End."], id="a wrapped paragraph and a line"),
        pytest.param("# one\n* two", ["# one", "* two"], id="marks are text"),
        pytest.param("a\0b", ["a\0b"], id="NUL"),
    ],
)
def test_blocks(body: str, blocks: list[str]) -> None:
    assert texts(body) == blocks


def test_two_lines_are_wrapped_only_where_the_second_goes_on_in_mid_sentence() -> None:
    first = "Twelve otters were counted on the old pier this morning, and not"
    assert len(texts(f"{first}\nextraordinarily-many of them stayed for the night.")) == 1
    assert len(texts(f"{first}\nExtraordinarily-many of them stayed for the night.")) == 2


def test_a_list_of_short_and_long_lines_is_not_wrapped() -> None:
    lines = ["Otters come back to the old pier after years", "Why is it", "Town hall says nothing about the old pier"]
    assert texts("\n".join(lines)) == lines


def test_spans_count_bytes_of_the_source() -> None:
    body = "  Öl\r\n\r\nWasser "
    found = [(block.start, block.end) for block in parse(body, 100)]
    assert found == [(100, 105), (109, 116)]
    assert body.encode()[0:5] == "  Öl".encode()


def test_lines_of_one_paragraph_are_one_group() -> None:
    groups = [block.group for block in parse("one\ntwo\n\nthree\n", 0)]
    assert groups[0] == groups[1] != groups[2]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.integers(0, 9))
def test_every_line_that_is_not_blank_belongs_to_one_block(body: str, offset: int) -> None:
    blocks = parse(body, offset)
    data = body.encode()
    for above, below in pairwise(blocks):
        assert above.end <= below.start
    at = offset
    for line in data.split(b"\n"):
        if line.strip():
            whole = (at, at + len(line.removesuffix(b"\r")))
            assert [block.start <= whole[0] and whole[1] <= block.end for block in blocks].count(True) == 1
        at += len(line) + 1
    for block in blocks:
        assert data[block.start - offset : block.end - offset].strip()
        assert block.text == data[block.start - offset : block.end - offset].decode().strip() or "\n" in block.text
