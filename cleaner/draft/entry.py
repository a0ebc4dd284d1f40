"""One entry of a draft, and the TOML it is written in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_WIDTH: Final = 110  # characters; longer lists stand one value a line


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[drop]]`, to be written."""

    matchers: Mapping[str, tuple[str, ...]]
    id: str = ""
    why: str = ""

    @property
    def size(self) -> int:
        """How many strings it has."""
        return sum(map(len, self.matchers.values()))

    def toml(self) -> str:
        """The entry as it stands in its file."""
        values = "".join(f"{key} = {strings(value)}\n" for key, value in self.matchers.items())
        return f"[[drop]]\nid = {string(self.id)}\nwhy = {string(self.why)}\n{values}"


def string(value: str) -> str:
    """A TOML string of any content. What JSON escapes TOML does, too, all but one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", r"\u007F")


def strings(values: Sequence[str], as_list: bool = False) -> str:
    """A TOML string, or a list of them."""
    written = [string(value) for value in values]
    if len(written) == 1 and not as_list:
        return written[0]
    line = f"[{', '.join(written)}]"
    return line if len(line) <= _WIDTH else "[\n" + "".join(f"    {value},\n" for value in written) + "]"


def text(value: str) -> str:
    """A TOML string of several lines that begin on the line below; as it stands, if its characters allow it."""
    if "'''" not in value and all(character in "\n\t" or character.isprintable() for character in value):
        return f"'''\n{value}'''"
    return '"""\n' + "\n".join(string(line)[1:-1] for line in value.split("\n")) + '"""'
