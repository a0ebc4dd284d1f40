"""What HTML comes in: web archives of browsers, pages saved with their folder, and feeds."""

from __future__ import annotations

import html
from typing import Literal

from cleaner.sources.containers.inner import Entry, Inner
from cleaner.sources.containers.saved import is_local, saved_from
from cleaner.sources.containers.signs import is_feed, is_mhtml

__all__ = ["Container", "Entry", "Inner", "is_local", "kind_of", "opened", "saved_from"]

Container = Literal["mhtml", "feed", ""]


def kind_of(data: bytes) -> Container:
    """What container a source is, by its first 4 KiB; "" for none."""
    start = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]
    if start in (b"<", b"{"):  # a page of HTML is told at a glance
        return "feed" if is_feed(data) else ""
    return "mhtml" if is_mhtml(data) else ""


def opened(kind: Container, data: bytes) -> Inner | None:
    """The HTML in a container of that kind: of a feed, all entries under their titles. None when there is none."""
    if kind == "mhtml":
        from cleaner.sources.containers.mhtml import mhtml  # noqa: PLC0415 -- the parser of mail is for archives alone

        return mhtml(data)
    if kind != "feed":
        return None
    from cleaner.sources.containers.feeds import entries  # noqa: PLC0415 -- as is lxml for feeds

    found = entries(data)
    if not found:
        return None
    articles = (
        f'<article><h2><a href="{html.escape(entry.url)}">{html.escape(entry.title)}</a></h2>{entry.html}</article>'
        for entry in found
    )
    return Inner("<html><body>" + "\n".join(articles) + "</body></html>", "")
