"""The fourth judge: a small network that was trained on labelled pages, for what rules and templates leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from cleaner.block import Block
from cleaner.ruling import Docket, Ruling
from cleaner.sources.page import Page

if TYPE_CHECKING:
    from cleaner.judges.model.weights import Model

RULE = "model"
Content = Literal["page", "article"]
"""What is wanted of a page of HTML: its content, of whatever kind it is, or the body of its article alone."""


class ModelRules:
    """Scores every block of a page, and takes what is left and no content.

    Where next to nothing of a page would stay, the model may also overrule general rules.

    The chance of each block to be content is left on the docket as evidence `model`. Weights are read when the first
    page comes; `model` names others than those of the package. Where no other judge takes anything of a dump it takes
    nothing, unless it is `alone`: it has been cleaned. HTML has not. `content` says what is wanted of that.
    """

    name = "model"

    def __init__(self, model: Model | None = None, alone: bool = False, content: Content = "page") -> None:
        self.model = model
        self.alone = alone
        self.content = content

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        """Rulings on the blocks that go, with the three things that spoke most against each."""
        if not any(block.key for block in blocks):
            return
        from cleaner.judges.model import scoring  # noqa: PLC0415 -- numpy and the weights are for pages, not for imports

        yield from scoring.rulings(page, blocks, docket, self.model, self.alone, self.content)
