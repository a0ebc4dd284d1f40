"""Front matter is read as it comes, never refused, and only ever added to."""

from __future__ import annotations

import tomllib
from unicodedata import category

import pytest
import yaml  # type: ignore[import-untyped, unused-ignore]
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.front_matter import FrontMatter, Meta, line_for, read

YAML = FrontMatter({}, 0, 0, "\n")
TOML = FrontMatter({}, 0, 0, "\n", "=")

PIECES = [
    "---\n",
    "+++\n",
    "---\r\n",
    "title: a b\n",
    "url = 'x'\n",
    "- one\n",
    "  two\n",
    "tags: [a, b]\n",
    "\n",
    "\r",
    "text",
]
PIECES += [": ", "#", '"', "[section]\n", "\ufeff", "\0", "...\n"]


def front(*lines: str) -> bytes:
    return "\n".join(("---", *lines, "---", "", "Text.", "")).encode()


def written(value: str) -> str:
    """A value on one line, without the control characters that no format allows."""
    return " ".join("".join(" " if category(sign) in ("Cc", "Cs") else sign for sign in value).split())


def rest(data: bytes) -> bytes:
    return data[read(data).body :]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        pytest.param("title: Otters return", "Otters return", id="plain"),
        pytest.param("title: Linux: the otter returns", "Linux: the otter returns", id="a colon, unquoted"),
        pytest.param("title: 10:30: the otter: a tale", "10:30: the otter: a tale", id="many colons"),
        pytest.param("title: !important otters", "!important otters", id="looks like a tag"),
        pytest.param("title: #otters of the week", "#otters of the week", id="begins with a number sign"),
        pytest.param("title: Issue #7 of otters", "Issue #7 of otters", id="holds a number sign"),
        pytest.param("title: *otters* & &fish", "*otters* & &fish", id="looks like an alias and an anchor"),
        pytest.param("title: @otter", "@otter", id="begins with a reserved character"),
        pytest.param("title: 50% of otters", "50% of otters", id="a percent sign"),
        pytest.param("title: {otter}", "{otter}", id="looks like a mapping"),
        pytest.param('title: "Otters: a tale"', "Otters: a tale", id="double quotes"),
        pytest.param("title: 'The otter''s tale'", "The otter's tale", id="single quotes"),
        pytest.param(r'title: "The \"otter\" \\ beaver"', r'The "otter" \ beaver', id="escapes"),
        pytest.param(r'title: "Otters \u2013 \x41 caf\u00e9"', "Otters – A café", id="coded characters"),
        pytest.param('title: "Otters" come back', '"Otters" come back', id="quotes around the first word"),
        pytest.param('title: "Otters" and "beavers"', '"Otters" and "beavers"', id="quotes at both ends, of two words"),
        pytest.param("title: 'Otters' and 'beavers'", "'Otters' and 'beavers'", id="single ones too"),
        pytest.param('title: "Otters come back', '"Otters come back', id="a quote that is never closed"),
        pytest.param("title: It's an otter's life", "It's an otter's life", id="apostrophes"),
        pytest.param('title: "', '"', id="a lone quote"),
        pytest.param("title:", "", id="nothing"),
        pytest.param("title :  Otters  ", "Otters", id="blanks all around"),
        pytest.param("title:\tOtters", "Otters", id="a tab"),
        pytest.param("title: [a, b]", ["a", "b"], id="a list in brackets"),
        pytest.param("title: ['a', \"b\"]", ["a", "b"], id="a list of quoted words"),
        pytest.param('title: ["a, b", c]', ["a, b", "c"], id="a comma in quotes"),
        pytest.param("title: [New] Otters [1.0]", "[New] Otters [1.0]", id="brackets around the first and last word"),
        pytest.param('title: "[sic]"', "[sic]", id="brackets in quotes"),
        pytest.param("title: [a\rb, \0]", ["a b", "\0"], id="a list with a stray carriage return and a NUL"),
        pytest.param("title: [New] Otters", "[New] Otters", id="brackets around the first word"),
        pytest.param("title: [Otters](https://otter.example/)", "[Otters](https://otter.example/)", id="a link"),
        pytest.param("title:\n- a\n- b", ["a", "b"], id="a list of lines"),
        pytest.param("title:\n  - a\n  - 'b'", ["a", "b"], id="an indented list"),
        pytest.param("title: |\n  Otters\n  return", "Otters\nreturn", id="a block of lines"),
        pytest.param("title: Otters\n  return", "Otters return", id="a value that goes on"),
        pytest.param("title: >\n  Otters\n  return", "Otters return", id="a folded block"),
        pytest.param('title: "Otters\n  return"', "Otters return", id="quotes over two lines"),
        pytest.param("title: [a,\n  b]", ["a", "b"], id="a list over two lines"),
        pytest.param("title: first\ntitle: second", "first", id="a key that comes twice"),
        pytest.param("title: 漢字：かな", "漢字：かな", id="a wide colon"),
    ],
)
def test_value(line: str, value: str | list[str]) -> None:
    data = front("date: 2024-01-02", line, "url: https://otter.example/")
    found = read(data)
    assert found.meta == {"date": "2024-01-02", "title": value, "url": "https://otter.example/"}
    assert data[found.body :] == b"Text.\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_line_endings_and_marks_survive(newline: str, mark: str) -> None:
    text = mark + newline.join(("---", "title: Otters", "---", "", "", "Text.", ""))
    found = read(text.encode())
    assert found.meta == {"title": "Otters"}
    assert found.newline == newline
    assert text.encode()[found.insert :].startswith(b"---")
    assert text.encode()[found.body :] == f"Text.{newline}".encode()


@pytest.mark.parametrize(
    ("text", "meta", "body"),
    [
        pytest.param("---\ntitle: a\nurl: b\n\nText.\n", {"title": "a", "url": "b"}, "Text.\n", id="never closed"),
        pytest.param("---\r\ntitle: a\r\n\r\nText.", {"title": "a"}, "Text.", id="never closed, CRLF"),
        pytest.param("---\ntitle: a\n# Otters\n", {"title": "a"}, "# Otters\n", id="a heading right below"),
        pytest.param(
            "---\ntags:\n  - a\n  - b\nurl: c\n\nText.\n",
            {"tags": ["a", "b"], "url": "c"},
            "Text.\n",
            id="never closed, a list",
        ),
        pytest.param(
            "---\ntitle: a\n\nText.\n\n---\n\nMore text.\n",
            {"title": "a"},
            "Text.\n\n---\n\nMore text.\n",
            id="never closed, a thematic break far below",
        ),
        pytest.param("---\n---\nText.\n", {}, "Text.\n", id="nothing between the fences"),
        pytest.param("---  \ntitle: a\n--- \t\nText.\n", {"title": "a"}, "Text.\n", id="blanks behind the fences"),
        pytest.param("---\ntitle: a\n---", {"title": "a"}, "", id="nothing behind"),
        pytest.param(
            "---\ntitle: a\n----\nb: c\n---\nText.", {"title": "a", "b": "c"}, "Text.", id="a longer line is no fence"
        ),
        pytest.param(
            "---\ntitle: a\n---\n    Text.\n", {"title": "a"}, "    Text.\n", id="indentation belongs to the body"
        ),
        pytest.param(
            "+++\ntitle = \"a: b\"\ntags = ['c', 'd']\n+++\nText.",
            {"title": "a: b", "tags": ["c", "d"]},
            "Text.",
            id="TOML",
        ),
        pytest.param(
            "+++\ntitle = 'a'\n[extra]\nurl = 'b'\n+++\nText.", {"title": "a"}, "Text.", id="TOML with a table"
        ),
        pytest.param(
            "+++\ndraft = false\ntitle='a'\n+++\n", {"draft": "false", "title": "a"}, "", id="TOML without blanks"
        ),
    ],
)
def test_front_matter(text: str, meta: Meta, body: str) -> None:
    found = read(text.encode())
    assert found.meta == meta
    assert text.encode()[found.body :] == body.encode()
    assert found.insert >= 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("Text.\n", id="text"),
        pytest.param("title: a\n\nText.\n", id="a key without a fence"),
        pytest.param("Text.\n\n---\ntitle: a\n---\n", id="further down"),
        pytest.param("---\n\nText of a page.\n\n---\n\nMore.\n", id="two thematic breaks"),
        pytest.param("---\nOtters came. Nobody knew why: it rained.\n---\n", id="a sentence with a colon between them"),
        pytest.param("---\nhttps://otter.example/\n---\n", id="an address between them"),
        pytest.param("---\n", id="a thematic break alone"),
        pytest.param("-----\ntitle: a\n-----\n", id="longer fences"),
        pytest.param("--- title: a\n---\n", id="text behind the fence"),
        pytest.param("+++\nOtters and beavers\n+++\n", id="plus signs"),
    ],
)
def test_no_front_matter(text: str) -> None:
    assert read(text.encode())[:3] == ({}, 0, -1)


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        pytest.param("Otters came to the old pier.\r\nNobody knew why.", "\r\n", id="CRLF"),
        pytest.param("Otters came to the old pier.\nNobody knew why.", "\n", id="LF"),
        pytest.param("Otters came to the old pier.\nNobody knew why.\r\n", "\n", id="the first one counts"),
        pytest.param("Otters", "\n", id="none"),
        pytest.param("\r\nOtters", "\r\n", id="a blank line first"),
        pytest.param("\nOtters\r\n", "\n", id="a blank line first, then another ending"),
    ],
)
def test_line_ending_of_a_page_without_front_matter(text: str, newline: str) -> None:
    assert read(text.encode()).newline == newline


@pytest.mark.parametrize(
    "text",
    ["\n\nText.\n", "\r\n\r\nText.\n", " \t\n\nText.\n", "\ufeff\nText.\n"],
    ids=["LF", "CRLF", "blanks", "a byte order mark"],
)
def test_body_begins_at_the_first_line_that_is_not_blank(text: str) -> None:
    assert rest(text.encode()) == b"Text.\n"


def test_a_fence_beyond_64_kilobytes_is_none() -> None:
    data = front("title: a", *("k: v" for _ in range(20_000)))
    assert read(data).meta == {"title": "a", "k": "v"}
    assert rest(data).endswith(b"Text.\n")


def test_bytes_that_are_no_utf_8_are_read_around() -> None:
    found = read(b"---\ntitle: \xff otters\nurl: b\n---\nText.\n")
    assert found.meta == {"title": "\ufffd otters", "url": "b"}


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_text_can_be_read(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    found = read(data)
    assert -1 <= found.insert <= found.body <= len(data)
    assert found.insert >= 0 or not found.meta
    at = max(found.insert, 0)
    assert at == 0 or data[at - 1 : at] == b"\n"  # a new line can be put in
    assert found.body == len(data) or data[: found.body].endswith((b"\n", b"\xef\xbb\xbf")) or found.body == 0


@given(st.text(st.characters(exclude_categories=["Cn"]), max_size=60))
def test_a_new_line_is_valid_yaml_and_reads_back(value: str) -> None:
    line = line_for("author", value, YAML)
    shown = written(value)
    assert yaml.load(line, yaml.BaseLoader) == {"author": shown}  # noqa: S506 -- which knows strings only
    assert read(front("title: a", line.rstrip("\n"))).meta == {"title": "a", "author": shown}


@given(st.text(st.characters(exclude_categories=["Cn"]), max_size=60))
def test_a_new_line_is_valid_toml_and_reads_back(value: str) -> None:
    line = line_for("author", value, TOML)
    shown = written(value)
    assert tomllib.loads(line) == {"author": shown}
    assert read(f"+++\n{line}+++\n".encode()).meta == {"author": shown}


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("Mia Otter", "author: Mia Otter\n"),
        ("2024-01-02T10:15Z", "author: 2024-01-02T10:15Z\n"),
        ("Mia: a life", 'author: "Mia: a life"\n'),
        ('Mia "Mo" Otter', 'author: "Mia \\"Mo\\" Otter"\n'),
        ("@mia", 'author: "@mia"\n'),
        ("Mia\n  Otter", "author: Mia Otter\n"),
    ],
    ids=["plain", "date", "colon", "quotes", "sign", "two lines"],
)
def test_new_yaml_line(value: str, line: str) -> None:
    assert line_for("author", value, YAML) == line


def test_new_line_has_the_page_s_line_ending() -> None:
    assert line_for("author", "Mia", read(b"---\r\ntitle: a\r\n---\r\n")) == "author: Mia\r\n"


def test_new_toml_key_goes_above_the_first_table() -> None:
    data = b"+++\ntitle = 'a'\n\n[extra]\nurl = 'b'\n+++\nText.\n"
    found = read(data)
    changed = data[: found.insert] + line_for("author", "Mia", found).encode() + data[found.insert :]
    assert tomllib.loads(changed.decode().split("+++")[1]) == {"title": "a", "author": "Mia", "extra": {"url": "b"}}
