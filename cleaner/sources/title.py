"""Which lines of a page repeat its title."""

from __future__ import annotations

from typing import Final

from cleaner.block import Block

_SHORT: Final = 12  # characters: a title or line shorter than this must match whole
_ALIKE: Final = 0.85  # of a heading's characters begin the title too: "… #7" and "… · Issue #7 · project"
_LONGEST: Final = 60  # words: no title is longer


def repeats_title(block: Block, title: str) -> bool:
    """Whether a block is the page's title, given as a key: whole, without the site's name, or with a little more."""
    key = block.key
    if not key or key[:3] != title[:3] or block.words > _LONGEST:  # the second is the cheapest way to say no
        return False
    if key == title:
        return True
    if len(key) < _SHORT or len(title) < _SHORT or block.kind not in ("heading", "paragraph"):
        return False
    if title.startswith(key):
        return block.kind == "heading" and 3 * len(key) >= len(title) and not title[len(key)].isalnum()
    alike = int(_ALIKE * len(key)) + 1
    if block.kind == "heading" and key[:alike] == title[:alike]:
        return True
    return key.startswith(title) and len(title) >= 0.8 * len(key)
