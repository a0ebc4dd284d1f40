"""The one pipeline: a page is read, judged and cut, until nothing more changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cleaner.block import Block
from cleaner.cut import cut
from cleaner.judges.rules import GeneralRules
from cleaner.judges.site import SiteRules, Sites
from cleaner.ruling import Docket, Edit, Judge, apply, compose
from cleaner.sources import blocks_of
from cleaner.sources.page import Kind, Page, read

_MOST_PASSES: Final = 8


def one_pass(page: Page, judges: Sequence[Judge]) -> list[Edit]:
    blocks = blocks_of(page)
    docket = Docket()
    for judge in judges:
        docket.enter(judge(page, blocks, docket))
    return cut(page, blocks, docket)


def clean_bytes(data: bytes, url=None, kind: Kind | None = None):
    judges = (SiteRules(Sites.load()), GeneralRules())
    edits: list[Edit] = []
    now = data
    for n in range(_MOST_PASSES):
        new = one_pass(read(now, url, kind), judges)
        if not new:
            break
        edits = compose(edits, new, data)
        now = apply(data, edits)
    return now, edits, n
