"""The smallest piece of a page that is judged, and what it carries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

Trait = Literal[
    "article", "aside", "caption", "control", "details", "dialog", "embedded", "figure", "footer", "form", "header",
    "hidden", "main", "nav", "noscript", "quote", "search", "section",
]  # fmt: skip
"""What HTML says of an element by its tag, role or state, and so of all that stands in it. `control` is a button or a
choice of a form, `embedded` a text that stands in the page as data for its scripts."""

BlockKind = Literal["heading", "paragraph", "item", "row", "code", "rule", "html", "definition", "marker"]
"""What a block is in Markdown. `marker` is a line of list or quote markers with nothing behind them, `definition` a
link reference definition, `rule` a thematic break, `html` a block of raw HTML."""


class Link(NamedTuple):
    """A link: where it points, the text a reader sees, and its span in the source (byte offsets)."""

    url: str
    text: str
    start: int
    end: int


class Image(NamedTuple):
    """An image: its source, its alternative text, its span in the source, and the URL of the link around it, or ""."""

    url: str
    alt: str
    start: int
    end: int
    link: str
    width: int = 0
    """In pixels, as HTML gives it; 0 where it does not, and in Markdown."""
    height: int = 0


class Trail:
    """Where a block of an HTML page stood: an element, and by `above` those around it.

    Blocks of one element share one trail. `names` are its classes and ids as whole tokens, `words` the words they are
    made of (`post-body` is post and body), both in lower case. `traits` are those of the element and of all around it.
    """

    __slots__ = ("above", "depth", "names", "own", "tag", "traits", "words")

    def __init__(
        self,
        above: Trail | None,
        tag: str,
        names: tuple[str, ...],
        words: tuple[str, ...],
        own: frozenset[Trait],
    ) -> None:
        self.above = above
        self.tag = tag
        self.names = names
        self.words = words
        self.own = own
        self.traits: frozenset[Trait] = own if above is None else above.traits | own if own else above.traits
        self.depth: int = 0 if above is None else above.depth + 1

    def __iter__(self) -> Iterator[Trail]:
        """This element, then the one around it, up to the root."""
        trail: Trail | None = self
        while trail is not None:
            yield trail
            trail = trail.above


class Block(NamedTuple):
    """A run of whole lines that is judged as one.

    Named tuples, for a page has hundreds of blocks and they are made in a hot loop. Blocks do not overlap, and every
    line of a page that is not blank belongs to exactly one.
    """

    kind: BlockKind
    start: int
    """First byte of the block's first line, list markers and indentation included."""
    end: int
    """One past the last byte of its last line, the line ending not included."""
    text: str
    """What a reader sees: links reduced to their texts, images and markup gone, white space as it stands."""
    key: str
    """`text` for look-ups: lower case, every run of digits one 0, white space folded, decoration off the ends."""
    words: int
    """Length in words; a CJK character counts as 1/1.7 of a word."""
    linked: int
    """How many of `text`'s characters stand inside links."""
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()
    level: int = 0
    """Level of a heading, 1 to 6; 0 for everything else."""
    depth: int = 0
    """How many lists the block stands in."""
    group: int = 0
    """The paragraph, list or table this block is a piece of: blocks of one group have the same number."""
    quoted: bool = False
    """Whether it stands inside a block quote."""
    trail: Trail | None = None
    """Where it stood in the tree of an HTML page; None in Markdown and text."""

    @property
    def link_density(self) -> float:
        """Share of the text that stands in links, 0 to 1 (Kohlschütter et al. 2010)."""
        return self.linked / len(self.text) if self.text else 0.0
