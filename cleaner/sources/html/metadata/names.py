"""The names of authors, out of what pages write in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cleaner.sources.html.metadata.datum import tidy
from cleaner.sources.patterns import Pattern, linear

_MOST: Final = 20  # names of one page
_LONGEST_NAME: Final = 60  # characters
_SHORTEST_USER: Final = 3
_MOST_WORDS: Final = 6
_LONGEST_VALUE: Final = 500
_MOST_OPENERS: Final = 3  # "Posted by", "Author: by"
_FIRST_CJK: Final = "\u2e80"  # from here on scripts know no capital letters
_EDGES: Final = " \t.,:;|/·•–—-*_\"'“”«»()[]<>@#&"

_NOISE: Final = linear(r"(?i)\S+@\S+\.\S+|https?://\S*|www\.\S+|\([^()]*\)|\[[^\[\]]*\]")
_BREAK: Final = linear(
    r"\s*(?:[;|/•·–—、，｜»]|\s-\s|,|\s&\s|&\s|\s(?:and|AND|und|et|y|e|i|og|och|with|mit|和)\s|\n)\s*(?:and\s)?"
)
_OPENER: Final = linear(
    r"(?i)^(?:(?:article |story |guest |blog )?(?:by|written by|posted by|published by|words by|words|text by|texts?|"
    r"authors?|autor|autorin|autore|auteur|redaktion|texte|texto|testo|tekst|from|about the author)\s?[:：]|"
    r"(?:written|posted|published|reported|created|submitted|started|asked|words|text|story|article|post|verfasst|"
    r"geschrieben|escrito|publicado|publié|écrit|scritto|geschreven|asked|edited)\s"
    r"(?:and \w+ )?(?:by|von|por|par|da|door)\s|"
    r"(?:author|autor|by|von|par|por|door|af|av|przez|di|da|de|od)\s|"
    r"(?:作者|文|撰文|记者|記者|著者|投稿者|글)\s?[:：/／]\s?)"
)
_ALONE: Final = frozenset(
    (
        "by by: author author: authors written posted published von von: par par: por por: di door door: af av autor: "
        "autor auteur: autore: text: texte: texto: testo: tekst: 作者 作者: 作者： 文 文/"
    ).split()
) | {"written by", "posted by", "published by", "written by:", "words by", "article by", "story by", "authored by"}
"""What stands in an element of its own before the name."""

_ROLES: Final = frozenset(
    (
        "phd ph.d dds rd rdn cpa cfp mba esq jr sr msc bsc ma ms rn dvm jd llm pe cfa md m.d "
        "editor editors reporter correspondent writer author contributor contributors columnist journalist producer "
        "redakteur redakteurin autor autorin korrespondent korrespondentin chefredakteur redacteur journaliste "
        "rédacteur rédactrice redactor redactora periodista giornalista redattore manager director ceo cto founder "
        "president analyst expert specialist consultant photographer fotograf"
    ).split()
)
_NOBODY: Final = frozenset(
    (
        "admin administrator root user guest unknown anonymous anonym none null undefined nan n/a author autor authors "
        "by webmaster test default wordpress moderator system website redirect follow share subscribe menu home login "
        "konto in on at via about contact search nachrichten twitter facebook instagram linkedin bluesky youtube "
        "comments kommentare asked edited answered post prominent spotlight edit reply report member posts articles "
        "more updated published posted date support gdpr privacy feedback"
    ).split()
)
_WORDS_OF_NO_NAME: Final = frozenset(
    (
        "sign signed you are log account your our my the this that min read articles updated published posted reviewed "
        "by more share"
    ).split()
)
_DATE_LIKE: Final = re.compile("[0-9]{3}|[0-9]:[0-9]|[0-9] ?min|@| [0-9]|^[0-9]+ ")  # fixed length or one class: linear
_PARTICLES: Final = frozenset(
    "de van von der den di da del della la le los las dos do du el al bin ibn ten ter zu und of y e i st".split()
)
_TITLES_BEHIND: Final = (" 기자", " 특파원", " 記者", "記者", "记者")


def names(raw: Iterable[str]) -> tuple[str, ...]:
    """The names in some values that are said to be those of authors: each once, in order."""
    found: dict[str, str] = {}
    for value in raw:
        for name in _split(value):
            if _can_be_author(name):
                found.setdefault(name.casefold(), name)
        if len(found) >= _MOST:
            break
    return tuple(found.values())[:_MOST]


def names_shown(pieces: Sequence[str], must_open: bool = False, may_be_user: bool = False) -> tuple[str, ...]:
    """The names in a byline, given as its pieces of text; they must look like names, for not all that is shown is one.

    `must_open`: only what stands behind a word like "By" counts. `may_be_user`: names of users need no capitals.
    """
    found: list[str] = []
    found_more = False
    is_open = not must_open
    for piece in pieces:
        text = tidy(piece)
        if not text.strip(_EDGES):
            continue
        is_joint = text.lower().strip(" ,") in ("and", "und", "et", "y", "with")
        if found and not is_joint and not found_more:
            break
        if text.lower() in _ALONE or is_joint:
            is_open = found_more = True
            continue
        opened = bool(_OPENER.match(text))
        if not is_open and not opened:
            continue
        parts = [
            part
            for part in _split(text)
            if _can_be_author(part) and (looks_like_name(part) or (may_be_user and _can_be_user(part)))
        ]
        if not parts and not found and not must_open:
            continue
        found += parts
        found_more = text.endswith((",", "&"))
        is_open = not must_open
    return names("\n".join(found).split("\n")) if found else ()


def in_order(name: str) -> str:
    """A name of a library catalogue, "Otter, Mia", as people write it."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name


def looks_like_name(text: str) -> bool:
    """Whether a text is written as names are: a few words, with capitals where the script has them."""
    words = text.split()
    if len(words) > _MOST_WORDS - 1 or not _WORDS_OF_NO_NAME.isdisjoint(text.lower().split()):
        return False
    return all(word[0].isupper() or word in _PARTICLES or word[0] >= _FIRST_CJK for word in words)


def _can_be_user(text: str) -> bool:
    return " " not in text and len(text) >= _SHORTEST_USER


def _split(value: str) -> Iterator[str]:
    text = _without(_NOISE, tidy(value)[:_LONGEST_VALUE])
    for _ in range(_MOST_OPENERS):
        opener = _OPENER.match(text)
        if not opener or (opener[0].strip().lower() in _PARTICLES and text.count(" ") < 2):
            break
        text = text[opener.end() :].lstrip()
    at = 0
    mark = ""
    is_role = False
    for start, end in _breaks(text):
        part = _without_title(text[at:start].strip(_EDGES))
        is_role = "," in mark and (is_role or any(word.strip(".,") in _ROLES for word in part.lower().split()))
        if part and not is_role:
            yield part
        mark, at = text[start:end], end


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    for match in _BREAK.finditer(text):
        yield match.start(), match.end()
    yield len(text), len(text)


def _without_title(name: str) -> str:
    for title in _TITLES_BEHIND:
        name = name.removesuffix(title)
    return name


def _without(pattern: Pattern, text: str) -> str:
    pieces = []
    at = 0
    for match in pattern.finditer(text):
        pieces.append(text[at : match.start()])
        at = match.end()
    return " ".join([*pieces, text[at:]]).strip()


def _can_be_author(text: str) -> bool:
    """Whether a piece can be the name of an author: a person, an agency, or a user of a forum."""
    words = text.lower().split()
    if not 1 < len(text) <= _LONGEST_NAME or len(words) > _MOST_WORDS or text.lower() in _NOBODY:
        return False
    if (
        (" " in text and _DATE_LIKE.search(text))
        or not any(map(str.isalpha, text))
        or text.count(".") > text.count(" ") + 2
    ):
        return False
    return len(words) != 1 or words[0].strip(".") not in _ROLES
