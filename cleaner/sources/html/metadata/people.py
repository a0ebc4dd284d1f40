"""Who wrote a page: all places that name authors, from the most trusted to the least."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.sources.html.metadata.datum import Datum
from cleaner.sources.html.metadata.names import in_order, names, names_shown
from cleaner.sources.html.metadata.page import Page, Values
from cleaner.sources.html.metadata.titles import fold


def author(page: Page) -> Datum | None:
    """The authors. The site itself is one only when nobody else is named, in the head or in the byline."""
    site: Datum | None = None
    for found, source in _authors(page):
        people = tuple(name for name in found if not _is_site(name, page))
        if people:
            return Datum(people, source)
        if found and site is None:
            site = Datum(found, source)
    return site


def _is_site(name: str, page: Page) -> bool:
    return fold(name) in page.site_names or (" " not in name and "." in name.strip(".") and name.lower() in page.url)


def _authors(page: Page) -> Iterator[tuple[tuple[str, ...], str]]:
    for key in ("author", "creator"):
        for rank in (0, 1):
            yield _told(page.linked_data((rank,), key))
    yield _told(page.metas("meta", "article:author", "og:article:author", "author"))
    yield _told(page.metas("dublin-core", "dc.creator", "dcterms.creator", "dc:creator", "dc.contributor"))
    citations = list(page.clues.meta("citation_author", "bepress_citation_author"))
    yield names(map(in_order, citations)), "meta"
    marks = page.marks
    for key in ("author", "creator"):
        yield names(marks.items.get(key, ())[:1]), "microdata"
    yield _told(page.metas("meta", *_AUTHOR_METAS))
    yield _told(page.metas_like(*_AUTHOR_ENDS))
    if any(word in label.lower() for label in page.clues.meta("twitter:label1") for word in _WRITTEN_BY):
        yield _told(page.metas("meta", "twitter:data1"))
    yield tuple(name for pieces in marks.linked for name in names_shown(pieces, may_be_user=True)), "byline"
    yield names_shown(marks.lines, must_open=True), "byline"
    for pieces in marks.authors:
        yield names_shown(pieces), "byline"
    yield tuple(name for pieces in marks.pathed for name in names_shown(pieces)), "byline"
    for pieces in marks.users:
        yield names_shown(pieces, may_be_user=True), "byline"
    yield _told(page.linked_data((2, 3), "author", "creator"))


_AUTHOR_METAS: Final = ("parsely-author", "sailthru.author", "byl", "byline")
_WRITTEN_BY: Final = ("written", "author", "autor", "auteur", "verfasst", "écrit", "escrito", "scritto", "geschreven")
"""In the label of what a preview shows of a page, which may be a price too."""
_AUTHOR_ENDS: Final = ("author", "authors", "authorname", "byline")


def _told(values: Values) -> tuple[tuple[str, ...], str]:
    pairs = list(values)
    return names(value for value, _ in pairs), pairs[0][1] if pairs else ""
