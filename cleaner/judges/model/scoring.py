"""From a page to the rulings of the model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from cleaner.block import Block
from cleaner.judges.model import RULE, reasons, structure
from cleaner.judges.model.features import features
from cleaner.judges.model.weights import Model, load
from cleaner.ruling import Docket, Ruling
from cleaner.sources.page import Page


def rulings(
    page: Page, blocks: Sequence[Block], docket: Docket, model: Model | None = None, alone: bool = False
) -> Iterator[Ruling]:
    """Score all blocks, leave the scores on the docket, and rule on what is left."""
    network = (model or load()).network
    rows = features(page, blocks, docket)
    trace = network.run(rows)
    content = (0.5 + 0.5 * np.tanh(0.5 * trace.scores)).tolist()  # the logistic function, which no score overflows
    docket.evidence["model"] = dict(enumerate(content))
    going = structure.going(blocks, docket, content) if docket.dropped or alone else []
    if wronged := structure.wronged(blocks, docket, content, going):
        docket.overrule(wronged)
    if not going:
        return
    account = network.account(trace, np.array(going, np.intp))
    for index, why in zip(going, reasons.reasons(account, rows[going]), strict=True):
        yield Ruling(index, False, RULE, f"{content[index]:.0%} likely to be content: {why}")
