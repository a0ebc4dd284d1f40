"""Runs the tests a site file carries: lines that must go, lines that must stay, and no entry that is never used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.block import Block
from cleaner.judges.site import rule_site
from cleaner.judges.site.load import Site, SiteTest
from cleaner.ruling import Docket
from cleaner.sources import blocks_of, html
from cleaner.sources.page import Page, is_html, read


def failures(site: Site) -> Iterator[str]:
    """What is wrong with a site file, in sentences; nothing when all is well.

    The tests see this file alone: no other judge rules. The source of a test may be HTML; its lines are those of the
    page as Markdown. Where no test's is, entries for HTML only are not asked to match.
    """
    if not site.tests:
        yield "has no [[tests]]; give it at least one page of its layout"
    used: set[str] = set()
    for test in site.tests:
        yield from _run(site, test, used)
    for entry in site.entries:
        html_only = (entry.css or entry.xpath) and not any(
            (entry.line, entry.text, entry.link, entry.image, entry.heading, entry.regex, entry.range)
        )
        if (
            site.tests
            and not (html_only and not any(map(_is_html, site.tests)))
            and f"site/{site.slug}/{entry.id}" not in used
        ):
            yield f"entry {entry.id!r} matches nothing in any test; show a page on which it does"


def _run(site: Site, test: SiteTest, used: set[str]) -> Iterator[str]:
    page, blocks, marked = _read(site, test)
    docket = Docket()
    for ruling in rule_site(site, page, blocks, marked):
        docket.enter(ruling)
    by_line: dict[str, str] = {}
    for index, block in enumerate(blocks):
        found = docket.rulings.get(index)
        if found:
            used.add(found.rule)
        dropped = found.rule if found and not found.keep else ""
        for line in page.data[block.start : block.end].decode().split("\n"):
            by_line[line.strip()] = dropped
    yield from _unlike(test, by_line)


def _unlike(test: SiteTest, by_line: dict[str, str]) -> Iterator[str]:
    """What became otherwise than a test says; `by_line` has the rule that took each line of its page, or ""."""
    for line in (*test.gone, *test.stay):
        if line.strip() not in by_line:
            yield f"test {test.name!r}: {line!r} is no line of its page"
    for line in test.gone:
        if by_line.get(line.strip()) == "":
            yield f"test {test.name!r}: {line!r} stays, and must go"
    for line in test.stay:
        if rule := by_line.get(line.strip()):
            yield f"test {test.name!r}: {line!r} goes by {rule}, and must stay"


def _read(site: Site, test: SiteTest) -> tuple[Page, list[Block], Sequence[html.Marked]]:
    if _is_html(test):
        from cleaner.judges.site.selectors import marks  # noqa: PLC0415 -- only tests of HTML pay for it

        tree = html.parse(test.source, test.url or None)
        whole = html.read(tree, marks(site, tree))
        return whole.page, whole.blocks, whole.marked
    page = read(test.source.lstrip("\n").encode(), test.url or None, "markdown")
    return page, blocks_of(page), ()


def _is_html(test: SiteTest) -> bool:
    return is_html(test.source.encode())
