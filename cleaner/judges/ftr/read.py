"""Reads files of the FiveFilters and wallabag format. What it does not know it reports, with file and line.

A file is lines of `directive: value`; a line that begins with `#` is a comment.

========================================= =============================================================================
`title`, `author`, `date`                 XPath: the first expression that finds something counts
`body`                                    XPath: all elements that the first expression with a hit finds
`strip`                                   XPath: elements that go
`strip_id_or_class`, `strip_image_src`    a text: elements that have it somewhere in their id or class, images that have
                                          it in their address
`find_string` and `replace_string`        a text of the source, and what stands in its place; also as
                                          `replace_string(find): replace`
`prune`                                   `no`: all of the body is content
`autodetect_on_failure`                   `no`: files that are less near to the host have no say
`test_url`, `test_contains`               for those who write such files
========================================= =============================================================================

What other directives ask for (fetching, logging in, tidying HTML) is not done here; a note says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from cleaner.judges.ftr.paths import PathError, check

_LARGEST: Final = 1024 * 1024  # bytes; the largest known file has 30 KiB
_LONGEST: Final = 10_000  # characters of a line; an expression of this length is none that somebody wrote
_XPATHS: Final = ("title", "body", "author", "date", "strip")
_TEXTS: Final = ("strip_id_or_class", "strip_image_src")
_SWITCHES: Final = {"prune": "prune", "autodetect_on_failure": "autodetect"}
_YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
_FOR_WRITERS: Final = frozenset({"test_url", "test_contains"})
_NAMES_OF_STRIP: Final = {"strip_attr": "strip"}

_ABOUT: Final = {
    "ignored: it is about fetching pages": """single_page_link single_page_link_in_feed next_page_link if_page_contains
        http_header requires_login not_logged_in_xpath login_uri login_username_field login_password_field
        login_extra_fields""",
    "ignored: it is about tidying HTML": """tidy parser convert_double_br_tags wrap_in move_into dissolve footnotes
        insert_detected_image src_lazy_load_attr post_strip_attr""",
    "ignored: it is about other ways to find content": "skip_json_ld native_ad_clue skip_id_or_class_filter",
}
_IGNORED: Final = {name: why for why, names in _ABOUT.items() for name in names.split()}


class Note(NamedTuple):
    """Something about a file that its user should know; `where` is `file:line`."""

    where: str
    directive: str
    problem: str
    ignored: bool = False
    """Whether it is no mistake: a known directive about something that cleaner does not do."""


class Rule(NamedTuple):
    """One line of a file that finds something."""

    directive: str
    value: str
    where: str
    name: str
    """What rulings by it are called: `ftr/<file>/<directive>`."""

    @property
    def why(self) -> str:
        """The reason that goes with a ruling."""
        return f"{self.directive} {self.value} ({self.where})"


@dataclass(frozen=True, slots=True)
class FtrFile:
    """One file, or several merged, the nearest to the host first."""

    path: str
    title: tuple[Rule, ...] = ()
    body: tuple[Rule, ...] = ()
    author: tuple[Rule, ...] = ()
    date: tuple[Rule, ...] = ()
    strip: tuple[Rule, ...] = ()
    strip_id_or_class: tuple[Rule, ...] = ()
    strip_image_src: tuple[Rule, ...] = ()
    replacements: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    prune: bool = True
    """Whether boilerplate may be looked for inside the body."""
    autodetect: bool = True
    """Whether less near files, and then the judges, look for what this one does not find."""
    said: frozenset[str] = frozenset()
    """Those of the two above that the file sets itself."""

    def over(self, beneath: FtrFile) -> FtrFile:
        """This file with another beneath it."""
        return FtrFile(
            self.path,
            self.title + beneath.title,
            self.body + beneath.body,
            self.author + beneath.author,
            self.date + beneath.date,
            self.strip + beneath.strip,
            self.strip_id_or_class + beneath.strip_id_or_class,
            self.strip_image_src + beneath.strip_image_src,
            self.replacements + beneath.replacements,
            self.notes + beneath.notes,
            (self if "prune" in self.said else beneath).prune,
            (self if "autodetect" in self.said else beneath).autodetect,
            self.said | beneath.said,
        )


def read(path: Path) -> FtrFile:
    """Read a file; one that cannot be read is empty, and a note says why."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        return FtrFile(str(path), notes=(Note(path.name, "", f"cannot be read: {error.strerror}"),))
    if len(data) > _LARGEST:
        return FtrFile(str(path), notes=(Note(path.name, "", f"larger than {_LARGEST} bytes"),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return parse(text, str(path))


def parse(text: str, path: str) -> FtrFile:
    """Read the text of a file; `path` names it. Never raises."""
    return _Reader(path).read(text)


class _Reader:
    """What was read so far of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.file = Path(path).name
        self.slug = self.file.removesuffix(".txt")
        self.rules: dict[str, list[Rule]] = {name: [] for name in (*_XPATHS, *_TEXTS)}
        self.switches: dict[str, bool] = {}
        self.finds: list[tuple[int, str]] = []  # line and text, here and below
        self.replaces: list[tuple[int, str]] = []
        self.notes: list[Note] = []

    def read(self, text: str) -> FtrFile:
        lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for number, line in enumerate(map(str.strip, lines), 1):
            if line and not line.startswith("#"):
                self.line(number, line)
        fields: dict[str, Any] = {name: tuple(rules) for name, rules in self.rules.items()} | self.switches
        fields["replacements"] = tuple(self.pairs())
        fields["notes"] = tuple(sorted(self.notes, key=lambda note: int(note.where.rpartition(":")[2])))
        return FtrFile(self.path, said=frozenset(self.switches), **fields)

    def note(self, line: int, directive: str, problem: str, ignored: bool = False) -> None:
        self.notes.append(Note(f"{self.file}:{line}", directive, problem, ignored))

    def line(self, number: int, line: str) -> None:
        directive, argument, value = _parted(line)
        if not directive:
            self.note(number, line[:40], "neither a comment nor `directive: value`")
        elif len(line) > _LONGEST:
            self.note(number, directive, f"longer than {_LONGEST} characters")
        elif directive in _IGNORED:
            self.note(number, directive, _IGNORED[directive], ignored=True)
        elif directive in ("find_string", "replace_string"):
            self.text(number, directive, argument, value)
        elif directive not in _FOR_WRITERS:
            self.plain(number, directive, value)

    def text(self, number: int, directive: str, argument: str | None, value: str) -> None:
        if directive == "find_string":
            self.finds.append((number, value))
            return
        if argument is not None:
            self.finds.append((number, argument))
        self.replaces.append((number, value))

    def plain(self, number: int, directive: str, value: str) -> None:
        name = _NAMES_OF_STRIP.get(directive, directive)
        if name not in self.rules and name not in _SWITCHES:
            self.note(number, directive, "unknown directive")
        elif not value:
            self.note(number, directive, "has no value")
        elif name in _SWITCHES:
            answer = _YES_NO.get(value.partition("#")[0].strip().lower())
            if answer is None:
                self.note(number, directive, "neither yes nor no")
            else:
                self.switches[_SWITCHES[name]] = answer
        else:
            self.rule(number, directive, name, value)

    def rule(self, number: int, directive: str, name: str, value: str) -> None:
        if name in _TEXTS:
            value = value.replace('"', "").replace("'", "").strip()
            if not value:
                self.note(number, directive, "has no value")
                return
        else:
            try:
                check(value)
            except PathError as error:
                self.note(number, directive, str(error))
                return
        self.rules[name].append(Rule(directive, value, f"{self.file}:{number}", f"ftr/{self.slug}/{directive}"))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Texts and what replaces them: the nth of each; when one is missing, only those that stand side by side."""
        if len(self.finds) == len(self.replaces):
            pairs = list(zip(self.finds, self.replaces, strict=True))
        else:
            lines = [line for line, _ in self.replaces]
            nearest = {bisect_left(lines, line): (line, find) for line, find in self.finds}  # the last before each
            pairs = [(nearest[at], replace) for at, replace in enumerate(self.replaces) if at in nearest]
            used = {line for pair in pairs for line, _ in pair}
            for directive, texts in (("find_string", self.finds), ("replace_string", self.replaces)):
                for line, _ in texts:
                    if line not in used:
                        self.note(line, directive, "has no partner")
        for (line, find), (_, replacement) in pairs:
            if find:
                yield find, replacement
            else:
                self.note(line, "find_string", "has no value")


def _parted(line: str) -> tuple[str, str | None, str]:
    """Name, argument in brackets and value of a line; the name is empty when it is no directive."""
    name, colon, value = line.partition(":")
    head, bracket, _ = name.partition("(")
    argument = None
    if bracket:  # a colon may stand in the brackets, too
        inner, colon, value = line[len(head) + 1 :].partition("):")
        argument = inner.strip()
        name = head
    name = name.strip().lower()
    is_name = bool(colon) and name.replace("_", "").isalnum() and name.isascii()
    return name if is_name else "", argument, value.strip()
