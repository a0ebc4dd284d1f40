"""The judge that asks the site configuration of a page's host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleaner.block import Block
from cleaner.judges.ftr.find import FtrFiles
from cleaner.judges.ftr.read import FtrFile
from cleaner.ruling import Docket, Ruling
from cleaner.sources.page import Page

if TYPE_CHECKING:
    from cleaner.sources.html import Element, Mark, Tree


class FtrRules:
    """Marks what the file of a page's host names, and rules on the blocks of it; of HTML only."""

    name = "ftr"

    def __init__(self, files: FtrFiles | Path | str) -> None:
        self.files = files if isinstance(files, FtrFiles) else FtrFiles.load(files)

    def file(self, url: str) -> FtrFile | None:
        """What the files say of the host of an address."""
        try:
            host = urlsplit(url).hostname
        except ValueError:
            return None
        return self.files.of(host) if host else None

    def marks(self, tree: Tree) -> dict[Element, Mark]:
        """Elements of the body, and those that go."""
        file = self.file(tree.url)
        if file is None:
            return {}
        from cleaner.judges.ftr.select import select  # noqa: PLC0415 -- only pages with a file pay for XPath
        from cleaner.sources.html import Mark  # noqa: PLC0415

        found = select(file, tree.root)
        marks = {element: Mark(True, found.keep_rule, found.keep_why) for element in found.keep}
        return marks | {element: Mark(False, rule, why) for element, rule, why in found.drop}

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        """What is marked goes, then what is outside the body; the rest of it stays where the file says so."""
        marked = [one for one in docket.marked if one.mark.rule.startswith("ftr/")]
        for mark, first, stop in marked:
            if not mark.keep:
                yield from (Ruling(index, False, mark.rule, mark.why) for index in range(first, stop))
        body = [one for one in marked if one.mark.keep]
        if not body:
            return
        file = self.file(page.url or "")
        is_final = file is not None and not file.prune
        inside = {index for _, first, stop in body for index in range(first, stop)}
        rule, why = body[0].mark.rule, body[0].mark.why
        for index in range(len(blocks)):
            if index not in inside:
                yield Ruling(index, False, rule, f"outside {why}")
            elif is_final:
                yield Ruling(index, True, rule, why)
