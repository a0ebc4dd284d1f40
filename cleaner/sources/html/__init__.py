"""HTML in: a tree is walked once and written as Markdown, and its blocks know where in the tree they stood.

Importing this costs nothing: lxml and the walk are loaded when the first page of HTML comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaner.block import Block
from cleaner.sources import front_matter
from cleaner.sources.front_matter import Meta
from cleaner.sources.html.marks import Element, Mark, Marked, Marks
from cleaner.sources.page import CONVERTER, Page

if TYPE_CHECKING:
    from cleaner.sources.html.metadata import Datum

__all__ = ["Element", "HtmlPage", "Mark", "Marked", "Marks", "Tree", "parse", "read"]

_LITTLE: Final = 60  # words: a page that shows no more may have its text elsewhere
_KEYS: Final = {"site": "source"}  # what archives call a key in their front matter


@dataclass(frozen=True, slots=True)
class Tree:
    """A page of HTML before it is walked."""

    root: Element
    url: str
    """Its address; where the caller gives none, the one it says itself."""
    found: dict[str, Datum]
    """Metadata, with the source of each."""

    @property
    def meta(self) -> Meta:
        """Metadata, as results have it."""
        values = {key: datum.value for key, datum in self.found.items()}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}

    def with_data(self, found: dict[str, Datum]) -> Tree:
        """The same tree with other metadata over its own."""
        return Tree(self.root, self.url, self.found | found)


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """A page of HTML as Markdown: all of it, furniture and all."""

    page: Page
    blocks: list[Block]
    """With their trails."""
    marked: list[Marked]
    meta: Meta
    """As it was found, by the names that results use."""


def parse(html: str, url: str | None = None) -> Tree:
    """The tree of a page and its metadata. Raises nothing for any content."""
    from cleaner.sources.html import dom  # noqa: PLC0415 -- lxml is for pages of HTML, not for imports
    from cleaner.sources.html.metadata import metadata  # noqa: PLC0415 -- as above

    root = dom.parse(html)
    found = metadata(root, url or "")
    canonical = found.get("canonical")
    address = url or (canonical.value if canonical is not None and isinstance(canonical.value, str) else "")
    return Tree(root, address, found)


def read(tree: Tree, marks: Marks | None = None) -> HtmlPage:
    """Write the tree of a page as Markdown. Raises nothing for any content."""
    from cleaner.sources.html import dom, state  # noqa: PLC0415 -- as above
    from cleaner.sources.html.addresses import Base  # noqa: PLC0415
    from cleaner.sources.html.metadata.write import front_matter as written  # noqa: PLC0415
    from cleaner.sources.html.walk import walk  # noqa: PLC0415

    values = {key: datum.value for key, datum in tree.found.items()}
    if tree.url:
        values["url"] = tree.url
    shown = {_KEYS.get(key, key): value for key, value in values.items() if key != "canonical"}
    head = written({**shown, CONVERTER[0]: CONVERTER[1]})
    start = (head + "\n").encode("utf-8", "replace")
    base = Base(tree.url, dom.base_of(tree.root))
    walked = walk(tree.root, base, len(start), marks)
    if _words(walked.blocks) < _LITTLE and (more := state.content(tree.root)) is not None:
        walked = walk(more, base, len(start), marks)
    data = start + walked.markdown.encode("utf-8", "replace")
    page = Page(data, "markdown", front_matter.read(data), tree.url)
    return HtmlPage(page, walked.blocks, walked.marked, tree.meta | ({"url": tree.url} if tree.url else {}))


def _words(blocks: list[Block]) -> int:
    return sum(block.words for block in blocks if block.trail is None or "hidden" not in block.trail.traits)
