"""What single blocks and their neighbours show: links and their kinds, sentences that go on, made of links or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from cleaner.block import Block, Image, Link
from cleaner.judges.rules import addresses

_PIXEL: Final = 3  # pixels high and wide: a picture that nobody is meant to see
_ICON: Final = 48  # ... that is an icon
_LABEL_LENGTH: Final = 24
_SENTENCE_WORDS: Final = 8  # a line with as many words beside its links, and no full stop, goes on below
_SENTENCE_ENDS: Final = frozenset('.!?。！？…:：;；)|"”»*_')
_BARS: Final = "|·•/›»>,"
_LINKED: Final = 0.8  # from this share of linked text on a block is made of links
PROSE_LINKS: Final = 0.4  # share of linked text up to which a block reads as prose


def first_heading(blocks: Sequence[Block]) -> str:
    """The key of the first heading of level one, or of the first line: the title of a page that gives none."""
    return next((block.key for block in blocks if block.level == 1), blocks[0].key if blocks else "")


def is_linked(block: Block) -> bool:
    """Whether nearly all text of a block stands in links; the bars and dots between them do not count."""
    if block.linked >= _LINKED * len(block.text):
        return True
    if len(block.links) < 2:
        return False
    text = block.text
    return block.linked >= _LINKED * (len("".join(text.split())) - sum(map(text.count, _BARS)))


def continuations(blocks: Sequence[Block]) -> frozenset[int]:
    """Lines that go on a sentence of the line above in the same paragraph: they are text, whatever they say."""
    found: set[int] = set()
    for index, (above, block) in enumerate(pairwise(blocks), 1):
        if block.kind != "paragraph" or block.group != above.group or not above.text:
            continue
        if above.kind not in ("paragraph", "item") or above.text[-1] in _SENTENCE_ENDS:
            continue
        sentence = above.words - len(above.links) >= _SENTENCE_WORDS and above.linked <= PROSE_LINKS * len(above.text)
        label = ":" in above.text[:_LABEL_LENGTH]  # "From: …", "Published: …" and the like
        if (sentence and not label) or index - 1 in found:
            found.add(index)
    return frozenset(found)


LinkTarget = tuple[int, Link, frozenset[str]]
ImageTarget = tuple[int, Image, frozenset[str]]
"""A link or an image: the block it stands in, itself, and the kinds of its address."""


def links_of(blocks: Sequence[Block]) -> list[LinkTarget]:
    """Every link of a page with the kinds of its address."""
    kinds_of = addresses.kinds_of
    return [(index, link, kinds_of(link.url)) for index, block in enumerate(blocks) for link in block.links]


def images_of(blocks: Sequence[Block]) -> list[ImageTarget]:
    """Every image of a page with the kinds of its address; a small part of a site's looks is an icon."""
    targets: list[ImageTarget] = []
    for index, block in enumerate(blocks):
        for image in block.images:
            kinds = addresses.kinds_of(image.url)
            if "theme" in kinds and not image.alt.strip():
                kinds |= {"icon"}
            if largest := max(image.width, image.height):
                kinds |= {"pixel"} if largest <= _PIXEL else {"icon"} if largest <= _ICON else kinds
            targets.append((index, image, kinds))
    return targets


def kinds_by_block(targets: Iterable[tuple[int, object, frozenset[str]]]) -> dict[int, dict[str, int]]:
    """How many addresses of each kind stand in a block, for blocks that have any."""
    found: dict[int, dict[str, int]] = {}
    for index, _, kinds in targets:
        if kinds:
            counts = found.setdefault(index, {})
            for kind in kinds:
                counts[kind] = counts.get(kind, 0) + 1
    return found


def site_of(host: str) -> str:
    """The last two labels of a host: near enough to the name that was registered to tell sites apart."""
    return ".".join(host.rsplit(".", 2)[-2:])


def is_image_file(url: str) -> bool:
    """Whether an address is that of a picture, by its ending or because it says so."""
    path = url.partition("?")[0].lower()
    return path.endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")) or "image" in url
