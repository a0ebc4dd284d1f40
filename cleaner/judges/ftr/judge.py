"""The judge that asks the site configuration of a page's host."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cleaner.block import Block
from cleaner.judges.ftr.find import FtrFiles
from cleaner.judges.ftr.read import FtrFile
from cleaner.judges.ftr.select import replaced, select
from cleaner.ruling import Docket, Ruling
from cleaner.sources.html import Element, Mark, Tree
from cleaner.sources.html.metadata import Datum, read_date
from cleaner.sources.page import Page, host_of


class FtrRules:
    """Marks what the file of a page's host names, and rules on the blocks of it; of HTML only."""

    name = "ftr"

    def __init__(self, files: FtrFiles | Path | str) -> None:
        self.files = files if isinstance(files, FtrFiles) else FtrFiles.load(files)

    def file(self, url: str | None) -> FtrFile | None:
        """What the files say of the host of an address."""
        host = host_of(url or "")
        return self.files.of(host) if host else None

    def replaced(self, html: str, url: str | None) -> str:
        """The source of a page after the replacements that its file asks for."""
        file = self.file(url)
        return html if file is None else replaced(file, html)

    def applied(self, tree: Tree) -> tuple[Tree, dict[Element, Mark]]:
        """The tree with the title, authors and date that its file finds, and what the file says of its elements."""
        file = self.file(tree.url)
        if file is None:
            return tree, {}
        found = select(file, tree.root)
        told: dict[str, str | tuple[str, ...]] = {
            "title": found.title,
            "author": tuple(found.author),
            "date": read_date(found.date),
        }
        marks = {element: Mark(True, found.keep_rule, found.keep_why) for element in found.keep}
        marks |= {drop.element: Mark(False, drop.rule, drop.why) for drop in found.drop}
        return tree.with_data({key: Datum(value, "ftr") for key, value in told.items() if value}), marks

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        """What is marked goes, then what is outside the body; the rest of it stays where the file says so."""
        marked = [one for one in docket.marked if one.mark.rule.startswith("ftr/")]
        for mark, first, stop in marked:
            if not mark.keep:
                yield from (Ruling(index, False, mark.rule, mark.why) for index in range(first, stop))
        body = [one for one in marked if one.mark.keep]
        if not body:
            return
        file = self.file(page.url)
        is_final = file is not None and not file.prune
        inside = {index for _, first, stop in body for index in range(first, stop)}
        rule, why = body[0].mark.rule, body[0].mark.why
        for index in range(len(blocks)):
            if index not in inside:
                yield Ruling(index, False, rule, f"outside {why}")
            elif is_final:
                yield Ruling(index, True, rule, why)
