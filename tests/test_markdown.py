"""Markdown becomes blocks of whole lines, however broken it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.block import Block, Image
from cleaner.sources.markdown import parse

PIECES = ["[", "]", "](", "](/a)", "![](", "![a](/i.png)", "* ", "+ ", "- ", "1. ", "10) ", "> ", "> > ", "```\n"]
PIECES += ["~~~", "`", "| a | b |\n", "|---|---|\n", "|", "\r\n", "\r", "\t", "\0", "<div>", "</div>", "<b>", "<!-- "]
PIECES += ["-->", "<?", "<![CDATA[", "[a]: /x\n", "[a]", "\n", "\n\n", "    ", "  ", "word", "two words", "# ", "## "]
PIECES += ["===\n", "---\n", "***", "_", "~~", "\\", "&amp;", "é", "港", "\u200b", "- [ ] "]
PIECES += ["<https://otter.example/>", "\u2028", "\u00a0", "  \n", "* * ", "\n  "]
BROKEN = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)


def one(body: str) -> Block:
    [block] = parse(body, 0)
    return block


def shapes(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in parse(body, 0)]


@given(BROKEN, st.integers(0, 9))
def test_blocks_are_in_order_and_do_not_overlap(body: str, offset: int) -> None:
    position = offset
    for block in parse(body, offset):
        assert position <= block.start < block.end <= offset + len(body.encode())
        position = block.end


@given(BROKEN, st.integers(0, 9))
def test_every_line_that_is_not_blank_belongs_to_one_block(body: str, offset: int) -> None:
    blocks = parse(body, offset)
    at = offset
    for line in body.encode().split(b"\n"):
        if line.strip():
            end = at + len(line.removesuffix(b"\r"))
            assert [block.start <= at and end <= block.end for block in blocks].count(True) == 1
        at += len(line) + 1


@given(BROKEN, st.integers(0, 9))
def test_blocks_are_whole_lines(body: str, offset: int) -> None:
    data = b"." * offset + body.encode()
    for block in parse(body, offset):
        assert block.start == offset or data[block.start - 1 : block.start] == b"\n"
        assert not data[block.end :].partition(b"\n")[0].strip(b"\r")


@given(BROKEN)
@example("* a\n  * b\n \t\n  c\n")
def test_a_block_ends_with_a_line_that_is_not_blank(body: str) -> None:
    for block in parse(body, 0):
        last = body.encode()[block.start : block.end].rpartition(b"\n")[2]
        assert last.strip() or block.kind in ("code", "html")


@given(BROKEN, st.integers(0, 9))
@example("[](\r", 0)
def test_links_and_images_stand_inside_their_blocks(body: str, offset: int) -> None:
    for block in parse(body, offset):
        spans = [(link.start, link.end) for link in block.links] + [(image.start, image.end) for image in block.images]
        assert all(block.start <= start <= end <= block.end for start, end in spans)


@given(BROKEN)
def test_measures_fit_the_text(body: str) -> None:
    for block in parse(body, 0):
        assert 0 <= block.linked <= len(block.text)
        assert 0 <= block.link_density <= 1
        assert block.words <= len(block.text)
        assert block.text == block.text.strip()


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("a\n\nb\n", [("paragraph", "a"), ("paragraph", "b")], id="paragraphs"),
        pytest.param("a\nb\n", [("paragraph", "a"), ("paragraph", "b")], id="a line of a paragraph is a block"),
        pytest.param("# a *b*\n", [("heading", "a b")], id="a heading"),
        pytest.param("a\n===\n", [("heading", "a")], id="an underlined heading"),
        pytest.param("* a\n* b\n", [("item", "a"), ("item", "b")], id="a list"),
        pytest.param("* a\n  * b\n    * c\n", [("item", "a"), ("item", "b"), ("item", "c")], id="nested lists"),
        pytest.param("* a\n  b\n", [("item", "a"), ("paragraph", "b")], id="an item of two lines"),
        pytest.param("* a\n\n  b\n", [("item", "a"), ("paragraph", "b")], id="an item of two paragraphs"),
        pytest.param("* a\n  # b\n", [("item", "a"), ("heading", "b")], id="a heading in an item"),
        pytest.param("* a\n  # b\n  c\n", [("item", "a"), ("heading", "b"), ("paragraph", "c")], id="text below it"),
        pytest.param("* a\n  > b\n", [("item", "a"), ("paragraph", "b")], id="a quote in an item"),
        pytest.param("* a\n  ```\n  b\n  ```\n", [("item", "a"), ("code", "b")], id="code in an item"),
        pytest.param("* a\n  ***\n", [("item", "a"), ("rule", "")], id="a thematic break in an item"),
        pytest.param("> * a\n>   * b\n", [("item", "a"), ("item", "b")], id="nested lists in a quote"),
        pytest.param("> a\n>\n> b\n", [("paragraph", "a"), ("marker", ">"), ("paragraph", "b")], id="a quote"),
        pytest.param("* +\n", [("marker", "* +")], id="markers with nothing behind them"),
        pytest.param("***\n", [("rule", "")], id="a thematic break"),
        pytest.param("```\na\n\nb\n```\n", [("code", "a\n\nb")], id="fenced code"),
        pytest.param("```\na\n", [("code", "a")], id="a fence that is never closed"),
        pytest.param("    a\n", [("code", "a")], id="indented code"),
        pytest.param("| a | b |\n|---|---|\n| c | d |\n", [("row", "a | b"), ("row", "c | d")], id="a table"),
        pytest.param("<div>a</div>\n", [("html", "a")], id="HTML"),
        pytest.param("<!-- a -->\n", [("html", "")], id="a comment"),
        pytest.param("[a]: /x\n", [("definition", "[a]: /x")], id="a link definition"),
        pytest.param("a `b` <i>c</i> &amp; \\*\n", [("paragraph", "a b c & *")], id="inline markup"),
        pytest.param("- [ ] a\n- [x] b\n", [("item", "a"), ("item", "b")], id="a task list"),
        pytest.param("a\r\n\r\nb\r\n", [("paragraph", "a"), ("paragraph", "b")], id="CRLF"),
    ],
)
def test_kinds(body: str, blocks: list[tuple[str, str]]) -> None:
    assert shapes(body) == blocks


def test_lines_wrapped_at_a_width_are_one_block() -> None:
    text = (
        "Twelve otters were counted on the old pier this morning, and nobody\n"
        "in the whole town could say where all of them had come from, or why\n"
        "they would not leave."
    )
    assert shapes(text) == [("paragraph", text)]


def test_a_heading_knows_its_level() -> None:
    assert [block.level for block in parse("# a\n\n###### b\n\nc\n", 0)] == [1, 6, 0]


def test_blocks_know_how_deep_they_stand() -> None:
    assert [block.depth for block in parse("a\n\n* b\n\n  * c\n\n    d\n\ne\n", 0)] == [0, 1, 2, 2, 0]


def test_blocks_know_whether_they_are_quoted() -> None:
    assert [block.quoted for block in parse("a\n\n> b\n\n> * c\n\nd\n", 0)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("body", "same"),
    [
        pytest.param("a\nb\n", True, id="lines of a paragraph"),
        pytest.param("a\n\nb\n", False, id="paragraphs"),
        pytest.param("* a\n* b\n", True, id="items of a list"),
        pytest.param("* a\n\n+ b\n", False, id="items of two lists"),
        pytest.param("| a |\n|---|\n| b |\n", True, id="rows of a table"),
        pytest.param("a\n# b\n", False, id="a paragraph and a heading"),
    ],
)
def test_groups(body: str, same: bool) -> None:
    first, second = parse(body, 0)
    assert (first.group == second.group) is same


def test_a_link_knows_its_address_text_and_span() -> None:
    block = one('é [a **b**](/x "title") c\n')
    assert (block.text, block.linked) == ("é a b c", 3)
    assert block.links == ((("/x", "a b", 3, 24)),)


def test_an_image_knows_its_address_text_span_and_link() -> None:
    block = one("a [![b c](/i.png)](/x)\n")
    assert block.text == "a"
    assert block.images == (Image("/i.png", "b c", 3, 17, "/x"),)
    assert block.links == (("/x", "", 2, 22),)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[a\n\nb](/x)\n", id="over a blank line"),
        pytest.param("[![](/i.png)\n\nb](/x)\n", id="an image above its name"),
        pytest.param("[\n\n# a\n\nb](/x)\n", id="over a heading"),
        pytest.param("[a\r\n\r\nb](/x)\r\n", id="CRLF"),
    ],
)
def test_a_link_over_several_blocks_is_one_block(body: str) -> None:
    block = one(body)
    assert [link.url for link in block.links] == ["/x"]
    assert block.link_density == 1


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[a](https://otter.exam...", id="at the end of the page"),
        pytest.param("[a](https://otter.exam...\r\n", id="before CRLF"),
    ],
)
def test_a_link_cut_in_its_address_is_a_link(body: str) -> None:
    block = one(body)
    assert block.text == "a"
    assert [(link.url, link.text) for link in block.links] == [("https://otter.exam...", "a")]
    assert block.links[0].end <= block.end


def test_brackets_in_code_are_no_link() -> None:
    assert [block.links for block in parse("`[`\n\nb](/x)\n", 0)] == [(), ()]


def test_spans_are_shifted_by_the_offset() -> None:
    [plain], [shifted] = parse("[a](/x)\n", 0), parse("[a](/x)\n", 50)
    assert (shifted.start, shifted.end) == (plain.start + 50, plain.end + 50)
    assert shifted.links[0].start == plain.links[0].start + 50


def test_nested_quotes_and_lists_are_read_however_deep() -> None:
    assert len(parse("> " * 2_000 + "a\n", 0)) == 1
    assert len(parse("* " * 2_000 + "a\n", 0)) == 1
