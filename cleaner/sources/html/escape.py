"""Text of a page as Markdown that reads back as the same text: what would be markup is escaped, nothing else is.

The rules are those of CommonMark 0.31 with the tables and the strikethrough of GFM.
"""

from __future__ import annotations

import re
from typing import Final

# Classes, bounded repeats and single look-arounds only: these cannot backtrack.
_SPECIAL: Final = re.compile(r"[\\`*_~\[\]<&]")
_MARK: Final = re.compile(
    r"""
    \\(?=[!-/:-@\[-`{-~]|\Z)                        # a backslash that escapes
    | `
    | \*(?!\s|\Z) | (?<!\s)\*                       # a star that can open or close emphasis
    | (?<![^\W_])_(?!\s|\Z) | (?<!\s)_(?![^\W_])    # an underscore that can; inside a word it cannot
    | (?<!\s)(?<!\A)~ | ~(?=~)
    | \[ | \]
    | <(?=[A-Za-z/!?])
    | &(?=\#?[A-Za-z0-9]{1,32};)
    """,
    re.VERBOSE,
)
_START: Final = re.compile(r"\#{1,6}(?=\s|\Z)|[-+*](?=\s|\Z)|>|=+\s*\Z|_{3,}|\*{3,}|~{3,}|[-:|]*-[-:|\s]*\Z|\|")
_ORDERED: Final = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)", re.ASCII)
_BRACKETS: Final = re.compile(r"\]\(|\]\[|\]:|\[\^|\A\[[ xX]\]|\[\Z|\]\Z|!\[")
_LOOSE_ENDS: Final = frozenset("*_~<!")
_ENTITY: Final = 34  # characters of an entity, without its semicolon
_OPEN_ENTITY: Final = re.compile(r"&\#?[A-Za-z0-9]{0,32}\Z")
_ENTITY_END: Final = re.compile(r"\#?[A-Za-z0-9]{0,32};")


def escaped(text: str, in_link: bool = False, in_row: bool = False) -> str:
    """A stretch of text inside a line. In the text of a link all brackets are escaped, in a row of a table all bars."""
    if _SPECIAL.search(text):
        keep = () if in_link or _BRACKETS.search(text) else ("[", "]")
        text = _MARK.sub(lambda match: match[0] if match[0] in keep else "\\" + match[0], text)
    return text.replace("|", r"\|") if in_row else text


def seam(md: str, following: str) -> str:
    """The end of a piece of a line, where another follows at once: what was harmless alone may not be so any more."""
    last = md[-1:]
    if last in _LOOSE_ENDS:
        if last == "<" or (last == "!" and following == "[") or (last in "*_~" and md[-2:-1] == " ") or md == "~":
            return f"{md[:-1]}\\{last}"
    elif "&" in md[-_ENTITY:]:
        found = _OPEN_ENTITY.search(md, max(0, len(md) - _ENTITY))
        if found and _ENTITY_END.match(following):
            return f"{md[: found.start()]}\\{found[0]}"
    return md


def line_start(line: str) -> str:
    """A line of a paragraph, so that its beginning does not make it a heading, a list, a quote, a rule or a table."""
    if not line or line[0] not in "#-+*>=_~|:0123456789":
        return line
    if ordered := _ORDERED.match(line):
        return f"{ordered[1]}\\{line[len(ordered[1]):]}"
    return "\\" + line if _START.match(line) else line


def heading_end(line: str) -> str:
    """The text of a heading, so that number signs at its end stay: alone they would be decoration."""
    if line[-1:] != "#" or line.rstrip("#")[-1:] not in ("", " "):
        return line
    return line[:-1] + r"\#"
