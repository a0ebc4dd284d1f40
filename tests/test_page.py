"""What a page is: its kind, its title, its address."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.sources.page import Kind, checked, host_of, is_html, read

LONG = b"Twelve otters were counted on the old pier of the town.\n" * 80


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("---\ntitle: Otters\n---\nText.\n", id="front matter"),
        pytest.param("---\ntitle: Otters\n---\n<html><body>Text.</body></html>\n", id="front matter above HTML"),
        pytest.param("# Otters\n\nText.\n", id="a heading"),
        pytest.param("Text.\n\n###### Otters\n", id="a heading of level six"),
        pytest.param("Text with [a link](https://otter.example/).\n", id="a link"),
        pytest.param("![](otter.png)\n", id="an image"),
        pytest.param("```\ncode\n```\n", id="fenced code"),
        pytest.param("~~~\ncode\n~~~\n", id="code fenced with tildes"),
        pytest.param("> Text.\n", id="a quote"),
        pytest.param("| a | b |\n|---|---|\n", id="a table"),
        pytest.param("* one\n* two\n", id="a list"),
        pytest.param("1. one\n2. two\n", id="a numbered list"),
        pytest.param("* [one\n", id="an item that begins with a link"),
        pytest.param("Some **strong** words.\n", id="strong words"),
        pytest.param("\r\n# Otters\r\n", id="CRLF"),
    ],
)
def test_markdown_is_recognised(source: str) -> None:
    assert read(source.encode()).kind == "markdown"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="nothing"),
        pytest.param("Twelve otters were counted.\n\nNobody knew why.\n", id="paragraphs"),
        pytest.param("The array a[1] is # not a heading.\n", id="brackets and a number sign"),
        pytest.param("#otters are back\n", id="a hash tag"),
        pytest.param("* one star alone\n", id="a single item"),
        pytest.param("2 * 3 ** 4\n", id="arithmetic"),
        pytest.param("We write <html> at the top of a page.\n", id="a text about HTML"),
        pytest.param("a | b\n", id="a bar"),
        pytest.param("\x00\x01\x02\n", id="control characters"),
    ],
)
def test_plain_text_is_recognised(source: str) -> None:
    assert read(source.encode()).kind == "text"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("<!DOCTYPE html>\n<html><head></head></html>", id="a doctype"),
        pytest.param("<!doctype HTML PUBLIC '-//W3C//DTD'>", id="an old doctype in small letters"),
        pytest.param("\n  <HTML lang='en'>", id="capitals, blank lines"),
        pytest.param("\ufeff<html>", id="a byte order mark"),
        pytest.param("<?xml version='1.0'?>\n<!-- note -->\n<html>", id="XHTML with a comment"),
        pytest.param("<!-- one -->\n<!-- two -->\n<!doctype html>", id="comments above the doctype"),
        pytest.param("<body># Otters</body>", id="a body, Markdown or not"),
        pytest.param("<html>\n# Otters\n\nand so on", id="a page that was cut"),
        pytest.param("<div class='a'>\nTwelve otters.\n</div>\n", id="a part of a page"),
        pytest.param("<p>Twelve otters.</p>", id="a paragraph"),
        pytest.param("<title>Otters</title><p>Twelve</p>", id="a page without its frame"),
    ],
)
def test_html_is_recognised(source: str) -> None:
    assert is_html(source.encode())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_html_in_utf_16_is_recognised(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    assert is_html(f"{mark}<!doctype html><p>Otters".encode(encoding))
    assert is_html(f"{mark}<p>Otters</p>\n".encode(encoding))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="nothing"),
        pytest.param("We write <html> at the top of a page.", id="a text about HTML"),
        pytest.param("---\ntitle: Otters\n---\n<html></html>", id="front matter above HTML"),
        pytest.param("<https://otter.example/>", id="an address in angle brackets"),
        pytest.param("<p align='center'>\n\n# Otters\n\n</p>", id="Markdown in an element"),
        pytest.param("<div>\n\n[Otters](/otters)\n\n</div>", id="a link of Markdown in an element"),
        pytest.param("<p>Otters</p>\n\nand more text", id="a text that begins with an element"),
        pytest.param("<divider>x</divider>", id="an element that only begins like one"),
        pytest.param("<htmlx>", id="a name that only begins with html"),
        pytest.param("<svg><path d='M1'/></svg>", id="a drawing"),
        pytest.param("<!-- never closed <html>", id="a comment"),
    ],
)
def test_other_sources_are_no_html(source: str) -> None:
    assert not is_html(source.encode())


@given(st.binary(max_size=80))
def test_any_bytes_are_html_or_not(data: bytes) -> None:
    assert isinstance(is_html(data), bool)


def test_html_that_is_said_to_be_text_is_text() -> None:
    assert read(b"<html>", kind="text").kind == "text"


def test_kinds() -> None:
    for kind in (None, "markdown", "text", "html"):
        checked(kind)
    with pytest.raises(UsageError, match=r"unknown kind 'pdf'; use one of markdown, text, html, or None to find out"):
        checked("pdf")


@pytest.mark.parametrize(
    ("front", "is_converted"),
    [
        ("converter: cleaner", True),
        ("title: Otters\nconverter: cleaner", True),
        ("converter: markitdown", False),
        ("converter: [cleaner]", False),
        ("title: cleaner", False),
    ],
)
def test_pages_that_cleaner_made_of_html_say_so(front: str, is_converted: bool) -> None:
    assert read(f"---\n{front}\n---\n\nText.\n".encode()).is_converted is is_converted


@pytest.mark.parametrize("kind", ["markdown", "text"])
def test_a_kind_that_is_given_is_believed(kind: Kind) -> None:
    assert read(b"# Otters\n", kind=kind).kind == kind


def test_an_unknown_kind_is_misuse() -> None:
    with pytest.raises(UsageError, match=r"unknown kind 'pdf'; use one of markdown, text, html"):
        read(b"Text.", kind=cast(Kind, "pdf"))


@given(st.binary(max_size=80))
def test_any_bytes_are_a_page(data: bytes) -> None:
    page = read(data, kind="markdown")
    assert page.data == data
    assert isinstance(page.body, str)
    assert isinstance(page.is_cut, bool)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_front_matter_and_body_are_the_page(text: str) -> None:
    page = read(text.encode(), kind="text")
    assert page.data[: page.front.body] + page.body.encode() == page.data


def test_body_stands_behind_the_front_matter() -> None:
    assert read("---\ntitle: Fische\n---\n\nÖl.\n".encode()).body == "Öl.\n"


@pytest.mark.parametrize(
    ("line", "title"),
    [("title: Otters: a tale", "Otters: a tale"), ("title: [Otters, back]", "Otters back"), ("url: x", "")],
    ids=["a string", "a list", "none"],
)
def test_title(line: str, title: str) -> None:
    assert read(f"---\n{line}\n---\n".encode()).title == title


@pytest.mark.parametrize(
    ("front", "given_url", "url"),
    [
        ("url: https://front.example/", None, "https://front.example/"),
        ("url: https://front.example/", "https://given.example/", "https://given.example/"),
        ("title: a", "https://given.example/", "https://given.example/"),
        ("title: a", None, ""),
        ("url: [a, b]", None, ""),
    ],
    ids=["from the front matter", "the caller's wins", "from the caller", "none", "a list is none"],
)
def test_url(front: str, given_url: str | None, url: str) -> None:
    assert read(f"---\n{front}\n---\n".encode(), given_url).url == url


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Otter.Example/a?b", "otter.example"),
        ("https://www.otter.example:8080/", "www.otter.example"),
        ("https://mia:secret@otter.example/", "otter.example"),
        ("https://otter.example.", "otter.example"),
        ("https://[::1]/a", "::1"),
        ("https://[::1", ""),
        ("otter.example/a", ""),
        ("", ""),
        ("mailto:mia@otter.example", ""),
    ],
)
def test_host(url: str, host: str) -> None:
    assert host_of(url) == host
    assert read(b"Text.", url).host == host


@given(st.text(max_size=40))
def test_any_url_has_a_host_or_none(url: str) -> None:
    assert isinstance(host_of(url), str)
    assert isinstance(host_of("https://" + url), str)


@pytest.mark.parametrize(
    ("data", "cut"),
    [
        pytest.param(LONG + b"And then the ott...", True, id="three dots in mid-line"),
        pytest.param(LONG + "And then the ott…\n".encode(), True, id="an ellipsis"),
        pytest.param(LONG + b"[More](https://otter.example/...", True, id="in an address"),
        pytest.param(LONG + b"And then.", False, id="a full stop"),
        pytest.param(LONG + b"And then ...", False, id="dots that stand apart"),
        pytest.param(LONG + "And then …".encode(), False, id="an ellipsis that stands apart"),
        pytest.param(LONG + b"\n...", False, id="dots on a line of their own"),
        pytest.param(b"And then the ott...", False, id="a short page"),
    ],
)
def test_is_cut(data: bytes, cut: bool) -> None:
    assert read(data).is_cut is cut
