"""What a source is: HTML, in a container or not, or Markdown and text."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.sources.opening import Opened, html_of
from cleaner.sources.page import Kind

URL = "https://otter.example/pier"
PAGE = "<!doctype html><title>Otters</title><p>Twelve otters."
SAVED = f"<!doctype html>\n<!-- saved from url=(0026){URL} -->\n<html><p>Twelve otters."
FEED = (
    "<?xml version='1.0'?><rss version='2.0'><channel><item><title>Otters</title>"
    "<description>&lt;p&gt;Zwölf.&lt;/p&gt;</description></item></channel></rss>"
)
ARCHIVE = f"""MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="edge"
Snapshot-Content-Location: {URL}

--edge
Content-Type: text/html; charset=iso-8859-1
Content-Location: {URL}

<html><p>Zw\xf6lf \x84Otter\x93.</html>
--edge--
""".encode("latin-1")


@pytest.mark.parametrize("source", [PAGE, PAGE.encode(), PAGE.encode("utf-16")], ids=["text", "bytes", "UTF-16"])
def test_a_page_is_html(source: str | bytes) -> None:
    assert html_of(source) == Opened(PAGE, None)


@pytest.mark.parametrize("source", ["# Otters\n", "Otters.", "", b"", "---\ntitle: a\n---\n<html>"])
def test_markdown_and_text_are_none(source: str | bytes) -> None:
    assert html_of(source) is None


def test_a_kind_that_is_given_is_believed() -> None:
    assert html_of("Otters.", kind="html") == Opened("Otters.", None)
    kinds: tuple[Kind, ...] = ("markdown", "text")
    for kind in kinds:
        for source in (PAGE, FEED, ARCHIVE):
            assert html_of(source, kind=kind) is None


def test_an_unknown_kind_is_misuse() -> None:
    with pytest.raises(UsageError, match="unknown kind 'pdf'"):
        html_of("Otters.", kind=cast(Kind, "pdf"))


def test_a_long_text_that_is_a_part_of_a_page_is_html() -> None:
    """Its end is looked at as well, wherever that is."""
    part = "<div>" + "<p>Twelve otters were counted.</p>\n" * 4_000 + "</div>"
    assert html_of(part) == Opened(part, None)
    assert html_of(part + "and more") is None
    assert html_of(part.encode()) == Opened(part, None)


def test_an_address_is_the_caller_s_or_that_of_the_saved_page() -> None:
    assert html_of(SAVED) == Opened(SAVED, URL)
    assert html_of(SAVED.encode(), "https://given.example/") == Opened(SAVED, "https://given.example/")
    assert html_of(PAGE, "") == Opened(PAGE, None)


@pytest.mark.parametrize("kind", [None, "html"])
def test_a_web_archive_is_opened(kind: Kind | None) -> None:
    opened = html_of(ARCHIVE, kind=kind)
    assert opened is not None
    assert opened.url == URL
    assert "<p>Zwölf „Otter“.</html>" in opened.html
    given = html_of(ARCHIVE, "https://given.example/")
    assert given is not None
    assert given.url == "https://given.example/"


@pytest.mark.parametrize("source", [FEED, FEED.encode()], ids=["text", "bytes"])
def test_a_feed_is_a_page_of_its_entries(source: str | bytes) -> None:
    opened = html_of(source)
    assert opened is not None
    assert opened.url is None
    assert "<p>Zwölf.</p></article>" in opened.html
    assert "Otters</a></h2>" in opened.html


def test_a_feed_in_another_encoding() -> None:
    feed = FEED.replace("version='1.0'", "version='1.0' encoding='iso-8859-1'")
    opened = html_of(feed.encode("iso-8859-1"))
    assert opened is not None
    assert "Zwölf." in opened.html


def test_a_feed_without_entries_is_no_html_unless_it_is_said_to_be() -> None:
    feed = "<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>"
    assert html_of(feed) is None
    assert html_of(feed, kind="html") == Opened(feed, None)


def test_halves_of_characters_do_no_harm() -> None:
    opened = html_of(FEED.replace("Otters", "Otters \ud83d and é"))
    assert opened is not None
    assert "Zwölf." in opened.html
    assert html_of("<p>\ud83d</p>") == Opened("<p>?</p>", None)


@settings(deadline=None)
@given(
    st.binary(max_size=60), st.sampled_from(["", "<html>", "<p>", "<rss>", "{", "MIME-Version: 1.0\nContent-Type: a\n"])
)
def test_any_bytes_are_html_or_not(data: bytes, start: str) -> None:
    for source in (start.encode() + data, start + data.decode("utf-8", "surrogateescape")):
        assert html_of(source, kind="html") is not None
        opened = html_of(source)
        assert opened is None or isinstance(opened.html, str)
