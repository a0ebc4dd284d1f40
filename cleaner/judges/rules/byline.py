"""The lines beside the title that say who wrote the page and when. They move to the metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.judges.rules.dates import Found, find_date, find_time
from cleaner.judges.rules.view import View
from cleaner.ruling import Fact

_REACH: Final = 12  # blocks below the title among which a byline stands
_NAME_WORDS: Final = 5
_SMALL_HEADING: Final = 4  # headings from this level on are also used to set small print
_OPENER: Final = 12  # characters before the linked name: "Written by "
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
    for index in range(view.top + 1, last):
        found, name = _read(view, index)
        if found and view.blocks[index].key in view.keys_below:
            continue  # every post of a thread has such a line
        opened = view.has(index, "byline")
        if found and (name or opened or len(found.rest.split()) <= _REST_WORDS):
            time = _time_below(view, index + 1) if index + 1 < last and "T" not in found.iso else ""
            yield Fact("date", found.iso + time, "byline", "the date beside the title")
            yield index, "the date beside the title"
            if time:
                yield index + 1, "the time beside the title"
        elif name or (opened and view.blocks[index].words <= 2):
            yield index, "the byline beside the title"
        if name:
            yield Fact("author", name, "byline", "the name beside the title")


def _read(view: View, index: int) -> tuple[Found | None, str]:
    """The date and the name that a line near the title gives."""
    block = view.blocks[index]
    small = block.kind in ("paragraph", "item") or block.level >= _SMALL_HEADING
    if not small or not 0 < block.words <= _LINE_WORDS:
        return None, ""
    found = find_date(" ".join(block.text.split()), view.months)
    told = found or view.has(index, "byline") or "author" in view.link_kinds.get(index, ())
    return found, _name(view, index, found) if told else ""


def _time_below(view: View, index: int) -> str:
    """The time of day, if a line holds that and nothing else."""
    clock = find_time(" ".join(view.blocks[index].text.split()))
    return clock.iso if clock and not clock.rest else ""


def _name(view: View, index: int, found: Found | None) -> str:
    """The name a byline gives, or ""."""
    block = view.blocks[index]
    first = block.links[0].text if block.links else ""
    if view.has(index, "byline") and 0 < block.text.find(first) <= _OPENER and _is_name(_tidy(first)):
        return _tidy(first)
    if "author" in view.link_kinds.get(index, ()):
        for link in block.links:
            if 0 < len(link.text.split()) <= _NAME_WORDS and _is_name(_tidy(link.text)):
                return _tidy(link.text)
    rest = _tidy(found.rest if found else block.text)
    opener, _, name = rest.partition(" ")
    if view.has(index, "byline") and opener.lower().rstrip(":") in _OPENERS:
        name = _tidy(name)
        for second in ("by", "von", "di", "da", "par", "por", "door"):
            name = name.removeprefix(second + " ")
        return name if _is_name(name) else ""
    return ""


_OPENERS: Final = frozenset(
    (
        "by written posted published author di da von par por door autor autore auteur 作者 文 автор od tekst text por"
    ).split()
)


_PARTICLES: Final = frozenset("de van von der di da del la le and e und y et og".split())
"""Words of names that have a small letter, and words between two names."""


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" :|·•–—-/,*_")


def _is_name(text: str) -> bool:
    words = text.split()
    if not 0 < len(words) <= _NAME_WORDS or any(character.isdigit() for character in text) or text.endswith("."):
        return False
    return all(word[0].isupper() or word in _PARTICLES or word[0] > "\u2e80" for word in words)
