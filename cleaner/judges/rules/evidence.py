"""What single blocks and their neighbours show: links and their kinds, sentences that go on, made of links or not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from cleaner.block import Block, Image, Link
from cleaner.judges.rules import addresses

_LABEL_LENGTH: Final = 24
_SENTENCE_WORDS: Final = 8  # a line with as many words beside its links, and no full stop, goes on below
_SENTENCE_ENDS: Final = frozenset('.!?。！？…:：;；)|"”»*_')
_BARS: Final = str.maketrans("", "", "|·•/›»>,")
_LINKED: Final = 0.8  # from this share of linked text on a block is made of links
PROSE_LINKS: Final = 0.4  # share of linked text up to which a block reads as prose


def first_heading(blocks: Sequence[Block]) -> str:
    """The key of the first heading of level one, or of the first line: the title of a page that gives none."""
    return next((block.key for block in blocks if block.level == 1), blocks[0].key if blocks else "")


def is_linked(block: Block) -> bool:
    """Whether nearly all text of a block stands in links; the bars and dots between them do not count."""
    if block.linked >= _LINKED * len(block.text):
        return True
    return len(block.links) > 1 and block.linked >= _LINKED * len("".join(block.text.translate(_BARS).split()))


def continuations(blocks: Sequence[Block]) -> frozenset[int]:
    """Lines that go on a sentence of the line above in the same paragraph: they are text, whatever they say."""
    found: set[int] = set()
    for index, (above, block) in enumerate(pairwise(blocks), 1):
        if block.group != above.group or block.kind != "paragraph" or not above.text:
            continue
        if above.kind not in ("paragraph", "item") or above.text[-1] in _SENTENCE_ENDS:
            continue
        sentence = above.words - len(above.links) >= _SENTENCE_WORDS and above.linked <= PROSE_LINKS * len(above.text)
        label = ":" in above.text[:_LABEL_LENGTH]  # "From: …", "Published: …" and the like
        if (sentence and not label) or index - 1 in found:
            found.add(index)
    return frozenset(found)


Target = tuple[int, Link | Image, frozenset[str]]
"""A link or image: the block it stands in, itself, and the kinds of its address."""


def targets_of(blocks: Sequence[Block]) -> list[Target]:
    """Every link and image of a page with the kinds of its address, block by block."""
    found: list[tuple[int, Link | Image]] = []
    for index, block in enumerate(blocks):
        found += [(index, link) for link in block.links]
        found += [(index, image) for image in block.images]
    kinds = addresses.kinds_of([target.url for _, target in found])
    targets: list[Target] = []
    for at, (index, target) in enumerate(found):
        kind = kinds.get(at, frozenset())
        if "theme" in kind and isinstance(target, Image) and not target.alt.strip():
            kind |= {"icon"}
        targets.append((index, target, kind))
    return targets


def site_of(host: str) -> str:
    """The last two labels of a host: near enough to the name that was registered to tell sites apart."""
    return ".".join(host.rsplit(".", 2)[-2:])


def is_image_file(url: str) -> bool:
    """Whether an address is that of a picture, by its ending or because it says so."""
    path = url.partition("?")[0].lower()
    return path.endswith((".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")) or "image" in url
