"""From a page to the rulings of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from cleaner.block import Block
from cleaner.judges.model import RULE, Content, reasons, structure, tree
from cleaner.judges.model.features import features, of_html
from cleaner.judges.model.weights import Model, load
from cleaner.ruling import Docket, Ruling
from cleaner.sources.page import Page


def rulings(  # noqa: PLR0913, PLR0917 -- a page, and how it is to be judged
    page: Page,
    blocks: Sequence[Block],
    docket: Docket,
    model: Model | None = None,
    alone: bool = False,
    content: Content = "page",
) -> Iterator[Ruling]:
    """Score all blocks, leave the scores on the docket, and rule on what is left.

    `model` names other weights than those of the package; `content` says what is wanted of a page of HTML.
    """
    is_html = blocks[0].trail is not None
    trained = model or load(form="html" if is_html else "dumps")
    rows = of_html(page, blocks, docket) if is_html else features(page, blocks, docket)
    if is_html:
        rows = np.hstack([rows, tree.features(tree.outline(blocks), trained.words, content == "article")])
    network: Any = trained.network  # one or several: each makes traces of its own
    trace = network.run(rows)
    chances = (0.5 + 0.5 * np.tanh(0.5 * trace.scores)).tolist()  # the logistic function, which no score overflows
    docket.evidence["model"] = dict(enumerate(chances))
    if is_html:
        if wronged := structure.wronged_in_tree(blocks, docket, chances):
            docket.overrule(wronged, told=False)
        going = structure.going_of_tree(blocks, docket, chances, content)
    else:
        going = structure.going(blocks, docket, chances) if docket.dropped or alone else []
        if wronged := structure.wronged(blocks, docket, chances, going):
            docket.overrule(wronged)
    if not going:
        return
    account = network.account(trace, np.array(going, np.intp))
    for index, why in zip(going, reasons.reasons(account, rows[going]), strict=True):
        yield Ruling(index, False, RULE, f"{chances[index]:.0%} likely to be content: {why}")
