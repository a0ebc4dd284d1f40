"""The links and images of a page: all that the inline rules need, and cheap enough for a pass where no others run."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from cleaner.block import Block, Link
from cleaner.judges.rules.evidence import images_of, links_of
from cleaner.sources.page import Page


class Pieces:
    """What stands inside the blocks of one page. Made once a page; the rules read it and never change it."""

    __slots__ = ("blocks", "images", "links", "page")

    def __init__(self, page: Page, blocks: Sequence[Block]) -> None:
        self.page = page
        self.blocks = blocks
        self.links = links_of(blocks)
        self.images = images_of(blocks)

    def holds_image(self, index: int, link: Link) -> bool:
        """Whether an image stands inside a link of a block."""
        images = self.blocks[index].images
        at = bisect_left(images, link.start, key=lambda image: image.start)
        return at < len(images) and images[at].start < link.end
