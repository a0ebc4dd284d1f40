# ruff: noqa: E501 -- a case a line
from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.block import Block
from cleaner.sources import markdown
from cleaner.sources.html import dom
from cleaner.sources.html.addresses import Base
from cleaner.sources.html.marks import Mark, Marked
from cleaner.sources.html.walk import Walked, walk


def walked(html: str, offset: int = 0) -> Walked:
    return walk(dom.parse(html), Base("https://site.example/dir/page"), offset)


def written(html: str) -> str:
    return walked(html).markdown.removesuffix("\n")


def bare(text: str) -> str:
    """Without what parsers and browsers fold, and without the bars between cells."""
    return "".join(text.split()).replace("|", "")


CASES = [
    pytest.param("<p>one<p>two", "one\n\ntwo", id="paragraphs"),
    pytest.param("<div>one<p>two</p>three</div>", "one\n\ntwo\n\nthree", id="text around a block"),
    pytest.param("<h2>Head</h2>text", "## Head\n\ntext", id="a heading"),
    pytest.param("<h3>a<br>b</h3>", "### a b", id="a line break in a heading"),
    pytest.param("<h3>C #</h3>", "### C \\#", id="a number sign at the end of a heading"),
    pytest.param("<p>a<br>b", "a  \nb", id="a line break"),
    pytest.param("<p>a<br><br>b", "a\n\nb", id="two line breaks end a paragraph"),
    pytest.param("<p></p><div><span> </span></div>", "", id="empty elements"),
    pytest.param("<p>a&nbsp;b&nbsp;", "a b", id="non-breaking spaces"),
    pytest.param("<p>a<b>b&nbsp;</b>c", "a**b** c", id="a non-breaking space before the end of emphasis"),
    pytest.param("<p>a\u200bb", "a\u200bb", id="zero-width characters stay"),
    pytest.param("<p>a<hr>b", "a\n\n---\n\nb", id="a rule"),
    pytest.param("<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc", id="a quote"),
    pytest.param("<blockquote><ul><li>a<li>b</ul></blockquote>", "> * a\n> * b", id="a list in a quote"),
    pytest.param("<ul><li><blockquote>a</blockquote>b</ul>", "* > a\n\n  b", id="a quote in a list"),
    pytest.param("<ul><li>a<pre>x\ny</pre></ul>", "* a\n\n  ```\n  x\n  y\n  ```", id="code in a list"),
    pytest.param("<pre>a &lt; b</pre>", "```\na < b\n```", id="a block of code"),
    pytest.param("<p>a <code>b|c</code>", "a `b|c`", id="code in a line"),
    pytest.param("<p><code>a</code><code>b</code>", "`ab`", id="code next to code"),
    pytest.param("<p><a href=/x>a <b>b</b></a>", "[a **b**](https://site.example/x)", id="emphasis in a link"),
    pytest.param("<p><b><a href=/x>a</a></b>", "**[a](https://site.example/x)**", id="a link in emphasis"),
    pytest.param("<p><a href=/x>a<br>b</a>", "[a](https://site.example/x)  \n[b](https://site.example/x)", id="a line break in a link"),
    pytest.param("<a href=/x><h2>T</h2><p>t</a>", "## [T](https://site.example/x)\n\n[t](https://site.example/x)", id="a link around blocks"),
    pytest.param("<h2><a href=/x>T</a></h2>", "## [T](https://site.example/x)", id="a link in a heading"),
    pytest.param("<p>wow!<a href=/x>a</a>", "wow\\![a](https://site.example/x)", id="an exclamation mark before a link"),
    pytest.param("<p><a href='java\nscript:f()'>a</a>", "a", id="a link that runs code"),
    pytest.param("<p><a href=/x><img src=/i.png alt=i></a>", "[![i](https://site.example/i.png)](https://site.example/x)", id="a picture in a link"),
    pytest.param("<ruby>a<rt>b</rt></ruby>", "a(b)", id="ruby"),
    pytest.param("<ruby>a<rp>[</rp><rt>b</rt><rp>]</rp></ruby>", "a\\[b\\]", id="ruby with brackets of its own"),
    pytest.param("<p>so <q>yes</q>, he", "so “yes”, he", id="a quotation"),
    pytest.param("<dl><dt>a<dd>b<dd>c</dl>", "a\n: b\n: c", id="a definition list"),
    pytest.param("<dl><dt>a<dd><h3>b</h3></dl>", "a\n\n### b", id="a heading in a definition"),
    pytest.param("<details><summary>a</summary>b</details>", "**a**\n\nb", id="details"),
    pytest.param("<p>x<script>f()</script><style>p{}</style>y", "xy", id="scripts and styles"),
    pytest.param("<template>x</template>y", "y", id="a template"),
    pytest.param("<template shadowrootmode=open>x</template>y", "xy", id="a shadow tree"),
    pytest.param("<img src=/i.png><noscript><img src=/i.png></noscript>", "![](https://site.example/i.png)", id="a picture said twice"),
    pytest.param("<table><tr><th>h<th>k<tr><td>a|b<td><p>c<p>d</table>", "| h | k |\n| --- | --- |\n| a\\|b | c<br>d |", id="a table"),
    pytest.param("<ul><li>x<table><tr><th>h<th>k<tr><td>a<td>b</table></ul>", "* x\n\n  | h | k |\n  | --- | --- |\n  | a | b |", id="a table in a list"),
    pytest.param("<p>a <span style='display: none'>b</span> c", "a c\n\nb", id="a hidden inline element is set apart"),
    pytest.param("<p>a <i hidden>b</i> c", "a c\n\nb", id="one with the attribute, too"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_is_written(html: str, expected: str) -> None:
    assert written(html) == expected


NASTY = [
    *"ab1 .*_~`[]()<>!#&;|\\-+=:\"'$^x/\u00a0é日、“→😀\u200b{}@",
    " *",
    "* ",
    "**",
    "__",
    "~~",
    "1. ",
    "1)",
    "# ",
    "> ",
]
NASTY += ["![", "](", "---", "===", "|-|", "[ ] ", "[x]: /u", "<b>", "</p>", "<!--", "&amp;", "&copy;", "&#35;", "```"]
TEXT = st.lists(st.sampled_from(NASTY), max_size=10).map("".join)
TAGS = st.sampled_from(["b", "i", "s", "em", "strong", "span", "sub", "sup", "q", "code"])
LINES = st.recursive(
    TEXT.map(escape),
    lambda inner: st.one_of(
        st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=3)),
        st.builds(lambda parts: f'<a href="/u?a=1&amp;b=(2)">{"".join(parts)}</a>', st.lists(inner, max_size=3)),
        st.lists(inner, max_size=3).map("".join),
    ),
    max_leaves=6,
)
PLACES = st.sampled_from([
    "<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li></ul>", "<ol start=7><li>x<li>{}</ol>", "<p>a<br>{}</p>",
    "<blockquote>{}</blockquote>", "<p><a href=/z>{}</a></p>", "<ul><li>x<ul><li>{}</ul></ul>",
    "<table><tr><th>h<th>k<tr><td>{}<td>z</table>",
])  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(PLACES, LINES)
def test_reads_back_as_the_same_text_with_the_same_links(place: str, line: str) -> None:
    page = walked(f"<body>{place.replace('{}', line)}")
    read = markdown.parse(page.markdown, 0)
    assert bare("".join(block.text for block in page.blocks)) == bare(
        "".join(block.text for block in read if block.kind != "rule")
    )
    assert links(page.blocks) == links(read)
    assert_whole(page, 0)


def links(blocks: list[Block]) -> list[tuple[str, str, int, int]]:
    return [(link.url, bare(link.text), link.start, link.end) for block in blocks for link in block.links]


def assert_whole(page: Walked, offset: int) -> None:
    """Blocks are in order and hold every line that is not blank; spans are those of links and pictures."""
    data = b"\0" * offset + page.markdown.encode()
    done = offset
    for block in page.blocks:
        assert done <= block.start <= block.end
        assert not data[done : block.start].strip(b"\n >")
        done = block.end
        for link in block.links:
            assert data[link.start : link.start + 1] == b"["
            assert data[link.start : link.end].endswith(f"]({link.url})".encode())
        for image in block.images:
            assert data[image.start : image.start + 2] == b"!["
            assert data[image.start : image.end].endswith(f"]({image.url})".encode())
    assert not data[done:].strip()


def test_spans_count_bytes_of_the_page() -> None:
    page = walked(
        "<p>é <a href=/x>日本</a> <img src=/i.png alt=ü><ul><li>1. <a href=/y>b</a></ul><h2>é <a href=/z>c</a></h2>", 40
    )
    assert_whole(page, 40)
    assert [len(block.links) for block in page.blocks] == [1, 1, 1]
    assert page.blocks[0].linked == 2


def test_spans_in_rows_of_a_table() -> None:
    page = walked("<blockquote><table><tr><th>é<th><a href=/h>h</a><tr><td><a href=/a>ä</a><td>b</table></blockquote>")
    assert_whole(page, 0)
    assert [link.url for block in page.blocks for link in block.links] == [
        "https://site.example/h",
        "https://site.example/a",
    ]


def test_hidden_things_have_the_trait() -> None:
    page = walked("<p>a <i hidden>b</i><div style='visibility:hidden'><p>c</div><p aria-hidden=true>d<p>e")
    found = {block.text: block.trail is not None and "hidden" in block.trail.traits for block in page.blocks}
    assert found == {"a": False, "b": True, "c": True, "d": True, "e": False}


def test_a_mark_names_the_blocks_of_its_element() -> None:
    root = dom.parse("<p>a<div><p>b<p>c</div><p>d <span>e</span>")
    mark, inline = Mark(True, "r", "because"), Mark(False, "r", "because")
    page = walk(root, Base(""), 0, {root.find(".//div"): mark, root.find(".//span"): inline})
    assert page.marked == [Marked(mark, 1, 3), Marked(inline, 4, 5)]
    assert [block.text for block in page.blocks] == ["a", "b", "c", "d", "e"]


HOSTILE = [
    pytest.param("<div>" * 100_000 + "x", id="elements in each other"),
    pytest.param("<i>x<b>y" * 50_000, id="emphasis never closed"),
    pytest.param("<ul><li>x" * 1_000, id="lists in each other"),
    pytest.param("<blockquote>x" * 1_000, id="quotes in each other"),
    pytest.param("<details><summary>x" * 1_000, id="summaries in each other"),
    pytest.param("<table><tr><td>x" * 300, id="tables in each other"),
    pytest.param("<p>" + "<span hidden>x</span>" * 20_000, id="hidden elements"),
    pytest.param("<p>" + "<a href=x>y</a>" * 50_000, id="links"),
    pytest.param("<p>" + "a<b>(</b>b" * 20_000, id="emphasis that is none"),
    pytest.param("<p>" + "*_~`[" * 200_000, id="marks"),
    pytest.param("<p>" + "-|:" * 200_000 + "x", id="almost a table"),
    pytest.param("<p " + " ".join(f"a{number}=1" for number in range(5_000)) + ">x", id="attributes"),
    pytest.param("<p class='" + "ab " * 200_000 + "'>x", id="classes"),
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_pages_are_written_in_bounds(html: str) -> None:
    page = walked(html)
    assert len(page.markdown) <= 30 * len(html)
    assert_whole(page, 0)


@pytest.mark.parametrize("tag", ["amp-vimeo", "lite-vimeo"])
def test_every_embed_that_is_known_is_asked(tag: str) -> None:
    page = f'<p>before</p><{tag} videoid="1204" data-videoid="1204"></{tag}><p>after</p>'
    assert "https://vimeo.com/1204" in walk(dom.parse(page), Base("")).markdown
