"""Bytes in, pages and blocks out. A source knows no judge."""

from __future__ import annotations

from cleaner.block import Block
from cleaner.sources import markdown, text
from cleaner.sources.page import Page

__all__ = ["blocks_of"]


def blocks_of(page: Page) -> list[Block]:
    """The blocks of a page, by the parser for its kind."""
    parse = markdown.parse if page.kind == "markdown" else text.parse
    return parse(page.body, page.front.body)
