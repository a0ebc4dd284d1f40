"""When a page was published and changed: all places that say so, from the most trusted to the least."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.sources.html.metadata.bylines import stands_apart, time_value
from cleaner.sources.html.metadata.dates import date_of_address, read_date
from cleaner.sources.html.metadata.datum import Datum
from cleaner.sources.html.metadata.page import Page, Values

_ARTICLES: Final = (0, 1)
_OTHER_THINGS: Final = (2, 3)
_MONTH_FIRST: Final = ("", "en", "en-us", "en_us")
"""Languages of pages on which 03/04/2024 is the fourth of March."""
_CLASSED: Final = 6  # elements with a class for dates that are read
_LINE: Final = 60  # characters of a line that is a date and little else
_BEFORE: Final = 20  # characters at the end of the line before, where "Updated:" may stand
_DUBLIN_CORE: Final = tuple(
    (
        "dc.date.issued dcterms.issued dcterms.created dc.date dcterms.date dc.date.created dcterms.available dc:date"
    ).split()
)
_METAS: Final = tuple(
    (
        "parsely-pub-date sailthru.date citation_publication_date citation_online_date citation_date date pubdate "
        "published ms.date release_date"
    ).split()
)
_META_ENDS: Final = tuple(
    (
        "publishdate publisheddate publicationdate publishtime publishedtime publishedat publishedon datepublished "
        "pubdate issuedate createdate createddate datecreated firstpublished articledate publisheddatetime"
    ).split()
)
_CHANGED_ENDS: Final = ("modifieddate", "modifiedtime", "updateddate", "updatedtime", "updatedat")
_CHANGED: Final = (
    "updated", "modified", "edited", "update", "aktualisiert", "stand:", "mis à jour", "actualizado", "aggiornat",
    "atualizado", "bijgewerkt", "zuletzt", "更新", "обновлено",
)  # fmt: skip
_OF_OTHERS: Final = ("registered", "joined", "copyright", "©", "member since")
"""What stands beside a date that is not the page's."""


def published(page: Page) -> Datum | None:
    """When the page was first published. A page that shows only when it was last changed has that for a date."""
    return _first(page, _published(page))


def modified(page: Page) -> Datum | None:
    """When the head says that the page was last changed."""
    return _first(page, _modified(page))


def _first(page: Page, values: Values) -> Datum | None:
    month_first = page.clues.language.lower() in _MONTH_FIRST
    for value, source in values:
        if date := read_date(value, month_first):
            return Datum(date, source)
    return None


def _published(page: Page) -> Values:
    yield from page.linked_data(_ARTICLES, "datePublished", "dateCreated")
    yield from page.metas("opengraph", "article:published_time", "og:article:published_time", "og:published_time")
    yield from page.metas("dublin-core", *_DUBLIN_CORE)
    yield from page.metas("microdata", "itemprop:datepublished", "itemprop:datecreated")
    yield from page.metas("meta", *_METAS)
    yield from page.metas_like(*_META_ENDS)
    yield from page.linked_data(_OTHER_THINGS, "datePublished", "uploadDate", "dateCreated")
    yield from _time_element(page)
    yield from _shown(page)


def _modified(page: Page) -> Values:
    yield from page.linked_data((*_ARTICLES, *_OTHER_THINGS), "dateModified")
    yield from page.metas("opengraph", "article:modified_time", "og:updated_time", "og:article:modified_time")
    yield from page.metas("dublin-core", "dcterms.modified", "dc.date.modified")
    yield from page.metas("meta", "itemprop:datemodified", "last-modified", "lastmod", "modified", "revised")
    yield from page.metas_like(*_CHANGED_ENDS)


def _time_element(page: Page) -> Values:
    heading = page.clues.heading
    around = frozenset(heading.iterancestors()) if heading is not None else frozenset()
    for element in page.clues.times:
        if not stands_apart(element, around) and not _tells(_CHANGED, element.get("class") or ""):
            yield time_value(element), "time"
            return


def _shown(page: Page) -> Values:
    marks = page.marks
    for key in ("datepublished", "datecreated", "published-date"):
        for value in marks.items.get(key, ())[:1]:
            yield value, "microdata"
    classed = marks.dates[:_CLASSED]
    yield from ((value, "byline") for value in classed if not _tells(_CHANGED, value))
    lines = list(_dated_lines([*marks.above, *marks.lines]))
    yield from ((line, "byline") for line, is_changed in lines if not is_changed)
    if date := date_of_address(page.url):
        yield date, "url"
    yield from ((value, "byline") for value in classed)
    yield from ((line, "byline") for line, is_changed in lines if is_changed)


def _dated_lines(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Lines that may be a date, each with whether it is that of the last change."""
    before = ""
    for line in lines:
        if len(line) <= _LINE and not _tells(_OF_OTHERS, line):
            yield line, _tells(_CHANGED, line) or _tells(_CHANGED, before[-_BEFORE:])
        before = line


def _tells(words: tuple[str, ...], text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in words)
