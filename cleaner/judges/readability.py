"""A second opinion: what readability-lxml takes for the content of a page of HTML (Arc90's readability)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final

from cleaner.block import Block
from cleaner.errors import UsageError
from cleaner.ruling import Docket, Ruling
from cleaner.sources.page import Page
from cleaner.sources.title import repeats_title

RULE: Final = "readability"
_PIECE: Final = 20  # characters of a block that may stand inside a longer paragraph there


def engine() -> Any:
    """Readability's class. Raises :class:`UsageError` where the package is not installed."""
    try:
        return import_module("readability").Document
    except ImportError:
        raise UsageError("the engine 'readability' needs readability-lxml: pip install 'cleaner[html]'") from None


class ReadabilityRules:
    """Keeps the blocks of one page that readability keeps, and takes all others; where it fails it says nothing."""

    name = "readability"

    def __init__(self, html: str) -> None:
        self.html = html

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        """A ruling on every block but the title."""
        if not blocks or blocks[0].trail is None:
            return  # a later pass, over what is left
        keys = self._keys()
        if not keys:
            return
        text = "\n".join(keys)
        for index, block in enumerate(blocks):
            stays = block.key in keys or (len(block.key) >= _PIECE and block.key in text)
            if block.key and not stays and not repeats_title(block, page.title_key):
                yield Ruling(index, False, RULE, "readability does not take it for content")
            elif block.key:
                yield Ruling(index, True, RULE, "readability takes it for content")

    def _keys(self) -> set[str]:
        import logging  # noqa: PLC0415 -- all of this is for those who ask for this engine

        from cleaner.sources.html import dom  # noqa: PLC0415
        from cleaner.sources.html.addresses import Base  # noqa: PLC0415
        from cleaner.sources.html.walk import walk  # noqa: PLC0415

        logging.getLogger("readability.readability").setLevel(logging.CRITICAL)  # it logs what it then raises
        try:
            summary = engine()(self.html).summary(html_partial=True)
        except UsageError:
            raise
        except Exception:  # it may raise anything on a page without text
            return set()
        return {block.key for block in walk(dom.parse(summary), Base("")).blocks if block.key}
