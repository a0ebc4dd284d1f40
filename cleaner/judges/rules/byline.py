"""The lines beside the title that say who wrote the page and when. They move to the metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.judges.rules.dates import Found, find_date, find_time, has_year
from cleaner.judges.rules.view import View
from cleaner.ruling import Fact
from cleaner.sources.patterns import linear
from cleaner.sources.words import normalise

_REACH: Final = 12  # blocks below the title among which a byline stands
_NAME_WORDS: Final = 5
_SMALL_HEADING: Final = 4  # headings from this level on are also used to set small print
_OPENER: Final = 12  # characters before the linked name: "Written by "
_ABOVE: Final = 2  # blocks above the page's own title among which a date or a name may stand
_DATES: Final = 4  # lines with a date near the title that one page may have: published, updated, printed twice
_POSTS: Final = 3  # times that a line comes below before it is that of a post, not of the page
_MENU_LINKS: Final = 4  # entries of a list that make it a menu
_LINE_WORDS: Final = 14  # a line with a name and a date is no longer
_REST_WORDS: Final = 3  # words beside date and name that a date line may have: a weekday, "updated", a place


def byline(view: View) -> Iterator[tuple[int, str] | Fact]:
    """Author, date and time beside the title.

    They stand between the title and the text, in a line or two of their own, and become `author` and `date` of the
    metadata. A line counts as a byline when it opens with a word for it ("By", "Posted on"), is a link to an author's
    page, or is a date with hardly anything beside it.

    Changes:
        # Otters return to the Elbe

        By Joan Marlow

        3 May 2024

        Twelve animals were counted this spring along the river, more than in any year before.

    Leaves alone:
        # Otters return to the Elbe

        By the old bridge

        Twelve animals were counted this spring along the river, more than in any year before.
    """
    if view.top < 0:
        return
    last = min(view.first_prose, view.top + 1 + _REACH, len(view.blocks))
    first = max(view.titles[0] + 1, view.top - _ABOVE)
    lines = {index: _read(view, index) for index in range(first, last) if index != view.top}
    if sum(found is not None for found, _ in lines.values()) > _DATES:
        return  # a list of things by date
    for index, (found, name) in lines.items():
        block = view.blocks[index]
        if found and view.keys_below[block.key] >= _POSTS:
            continue  # every post of a thread has such a line
        opened, updated = view.has(index, "byline"), view.has(index, "updated")
        if found and (name or opened or updated or len(found.rest.split()) <= _REST_WORDS):
            time = _time_below(view, index + 1) if index + 1 < last and "T" not in found.iso else ""
            yield Fact("updated" if updated else "date", found.iso + time, "byline", "the date beside the title")
            yield index, "the date beside the title"
            if time:
                yield index + 1, "the time beside the title"
        elif not has_year(block.text) and (name or (opened and block.words <= 2)):
            yield index, "the byline beside the title"
        if name:
            yield Fact("author", name, "byline", "the name beside the title")


def _read(view: View, index: int) -> tuple[Found | None, str]:
    """The date and the name that a line near the title gives."""
    block = view.blocks[index]
    small = block.kind in ("paragraph", "item") or block.level >= _SMALL_HEADING
    if not small or not 0 < block.words <= _LINE_WORDS:
        return None, ""
    text = block.text
    if block.kind == "item" and not block.links:  # "3. Mai 2024" reads as the third entry of a list
        text = view.page.data[block.start : block.end].decode("utf-8", "replace").lstrip("*+- ")
    told = view.has(index, "byline") or "author" in view.link_kinds.get(index, ())
    if not told and not has_year(text):
        return None, ""
    for link in block.links:  # converters put no blank between a link and what follows
        text = text.replace(link.text, f" {link.text} ", 1) if link.text.strip() else text
    text = " ".join(text.split())
    found = find_date(text, view.months)
    return found, _name(view, index, found.rest if found else text) if found or told else ""


def _time_below(view: View, index: int) -> str:
    """The time of day, if a line holds that and nothing else."""
    clock = find_time(" ".join(view.blocks[index].text.split()))
    return clock.iso if clock and not clock.rest else ""


def _name(view: View, index: int, rest: str) -> str:
    """The name a byline gives, or "". `rest` is the line without its date."""
    block = view.blocks[index]
    if block.kind == "item" and len(block.links) == 1 and view.listed_links(index) >= _MENU_LINKS:
        return ""  # an entry of a menu
    names = []
    if view.has(index, "byline") and block.links and 0 < block.text.find(block.links[0].text) <= _OPENER:
        names.append(block.links[0].text)
    names += [link.text for link in block.links if _is_author_page(link.url)]
    if view.has(index, "byline"):
        names.append(rest)
    for text in names:
        name = _without_opener(_tidy(text), must=text is rest)
        if _is_name(name) and normalise(name) not in _sites(view):
            return name
    return ""


def _is_author_page(url: str) -> bool:
    last = url.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2].lower()
    return bool(_AUTHOR_PAGE.search(url)) and last not in _NO_AUTHORS and not _SOCIAL.search(url)


def _without_opener(text: str, must: bool) -> str:
    """A name without the words before it; "" where there must be such words and are none."""
    words = text.split()
    count = 0
    while count < min(len(words), 2) and words[count].lower().strip(":") in _OPENERS:
        count += 1
    return "" if must and not count else _tidy(" ".join(words[count:]))


def _sites(view: View) -> frozenset[str]:
    """Names that are the site's and not an author's."""
    given = (view.page.meta.get(key, "") for key in ("source", "site"))
    host = view.page.host.removeprefix("www.")
    return frozenset((*(normalise(name) for name in given if isinstance(name, str)), host, host.partition(".")[0]))


_OPENERS: Final = frozenset(
    "by written posted published author di da von par por door autor autore auteur 作者 文 автор od tekst text".split()
)
_AUTHOR_PAGE: Final = linear(
    r"(?i)/(?:authors?|profile|people|users?|members?|contributors?|by|staff|team|redaktion|redazione)/[^/]+/?(?:[?#]|$)"
)
_NO_AUTHORS: Final = frozenset(
    "login log-in signin register members staff profile team people all index editors".split()
)
_SOCIAL: Final = linear(r"(?i)//(?:[a-z]+\.)?(?:youtube|facebook|instagram|pinterest|tiktok|linkedin|flickr)\.com/")
_PARTICLES: Final = frozenset("de van von der di da del la le and e und y et og".split())
"""Words of names that have a small letter, and words between two names."""


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" :|·•–—-/,*_")


def _is_name(text: str) -> bool:
    words = text.split()
    if not 0 < len(words) <= _NAME_WORDS or any(map(str.isdigit, text)) or text.endswith("."):
        return False
    if len(text) < 2 or text.lower() in _OPENERS:
        return False
    return all(word[0].isupper() or word in _PARTICLES or word[0] > "\u2e80" for word in words)
