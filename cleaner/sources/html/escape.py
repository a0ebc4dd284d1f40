"""Text of a page as Markdown that reads back as the same text: what would be markup is escaped, nothing else is.

The rules are those of CommonMark 0.31 with the tables and the strikethrough of GFM.
"""

from __future__ import annotations

import re
from typing import Final

# Classes, bounded repeats and single look-arounds only: these cannot backtrack.
_SPECIAL: Final = re.compile(r"[\\`*_~\[\]<&]")
_MARK: Final = r"""
    \\(?=[!-/:-@\[-`{-~]|\Z)                            # a backslash that escapes
    | `
    | \*(?!\s|\Z) | (?<!\s)%(glued)s\*                  # a star that can open or close emphasis
    | (?<![^\W_])_(?!\s|\Z) | (?<!\s)%(glued)s_(?![^\W_])   # an underscore that can; inside a word it cannot
    | (?<!\s)%(glued)s~ | ~(?=~)
    | \[ | \]
    | <(?=[A-Za-z/!?])
    | &(?=\#?[A-Za-z0-9]{1,32};)
"""
_GLUED: Final = re.compile(_MARK % {"glued": ""}, re.VERBOSE)
_FREE: Final = re.compile(_MARK % {"glued": r"(?<!\A)"}, re.VERBOSE)
_START: Final = re.compile(r"\#{1,6}(?=\s|\Z)|[-+*](?=\s|\Z)|>|=+\s*\Z|\*[*\s]*\Z|_[_\s]*\Z|(?=[:|]*-)[-:|\s]*\Z|\|")
_ORDERED: Final = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)", re.ASCII)
_BRACKETS: Final = re.compile(r"\]\(|\]\[|\]:|\[\^|\A\[[ xX]\]|\[\Z|\]\Z|!\[")
_ENTITY: Final = 34  # characters of an entity, without its semicolon
_OPEN_ENTITY: Final = re.compile(r"&\#?[A-Za-z0-9]{0,32}\Z")
_ENTITY_END: Final = re.compile(r"\#?[A-Za-z0-9]{0,32};")


def escaped(text: str, in_link: bool = False, in_row: bool = False, glued: bool = True) -> str:
    """A stretch of text inside a line.

    In the text of a link all brackets are escaped, in a row of a table all bars. `glued` says whether something stands
    right before it. What stands right behind it is seen to by :func:`seam`.
    """
    if _SPECIAL.search(text):
        keep = () if in_link or _BRACKETS.search(text) else ("[", "]")
        pattern = _GLUED if glued else _FREE
        text = pattern.sub(lambda match: match[0] if match[0] in keep else "\\" + match[0], text)
    return text.replace("|", r"\|") if in_row else text


def has_loose_end(text: str) -> bool:
    """Whether what follows a text at once may change how its end is read."""
    return text[-1] in "*_~<!" or "&" in text[-_ENTITY:]


def seam(md: str, following: str) -> str:
    """A text that was escaped and has a loose end, now that something follows it at once."""
    last = md[-1]
    if last == "<" or (last == "!" and following == "[") or (last in "*_~" and md[-2:-1] in ("", " ")):
        return f"{md[:-1]}\\{last}"
    found = _OPEN_ENTITY.search(md, max(0, len(md) - _ENTITY))
    if found and _ENTITY_END.match(following):
        return f"{md[: found.start()]}\\{found[0]}"
    return md


def line_start(line: str) -> str:
    """A line of a paragraph, so that its beginning does not make it a heading, a list, a quote, a rule or a table."""
    if not line or line[0] not in "#-+*_>=|:0123456789":
        return line
    if ordered := _ORDERED.match(line):
        return f"{ordered[1]}\\{line[len(ordered[1]) :]}"
    return "\\" + line if _START.match(line) else line


def heading_end(line: str) -> str:
    """The text of a heading, so that number signs at its end stay: alone they would be decoration."""
    if line[-1:] != "#" or line.rstrip("#")[-1:] not in ("", " "):
        return line
    return line[:-1] + r"\#"
