"""Site files: the strict loader. What it does not know it refuses, with file, line and key.

A site file is TOML::

    [site]
    name = "Example Times"
    hosts = ["example.com", "*.example.org"]   # a host, or all hosts below one; `www.` makes no difference
    redirects = ["go.example.net"]             # optional: hosts whose pages are really this site's
    signature = ["Read at *"]                  # optional: lines that all stand on a page of unknown address
    since = 2024-01-01                         # optional, both: the days between which pages of this layout
    until = 2025-06-01                         #   were fetched (or, without a fetch date, published)

    [[keep]]                                   # keep-entries win over drop-entries
    id = "standfirst"
    why = "the first paragraph is set as a heading"
    line = "..."                               # one matcher or several; the entry matches where any of them does

    [[drop]]
    id = "menu"
    why = "..."
    before = "{title}"

    [[tests]]
    name = "an article"
    source = '''...'''                         # a page of this layout in invented words
    gone = ["..."]                             # lines of it that must go, by this file alone
    stay = ["..."]                             # lines of it that must stay

Matchers, each a string or a list of strings of which one must match. In all but `text` and `regex` a `*` stands for any
run of characters. Case, white space, and in lines numbers and the decoration at the ends make no difference.

========= ==========================================================================================================
`line`    the whole line as a reader sees it: links are their texts, images are nothing
`text`    these whole words stand in the line; with `anywhere = true` also inside words
`link`    the address of a link: all of the block's text stands in such links; with `anywhere = true` one is enough
`image`   the address of an image: the block is nothing but such images; with `anywhere = true` one is enough
`heading` a heading (or a line that acts as one) and what stands under it, to the next heading of its level
`regex`   a linear-time (RE2) expression that matches somewhere in the line; here numbers stand as they are
`from`    a range: the first line that matches, and all to the end of the page, or
`to`      ... to the next line that matches, this line included, or
`before`  ... to the next line that matches, this line not included. Without `from` the range begins at the top, below
          the title the crawler wrote. `{title}` stands for the page's own title. A range without its end matches
          nothing.
`css`     a CSS selector, for HTML: the elements it names, with all that stands in them
`xpath`   an XPath 1.0 expression, for HTML, likewise
========= ==========================================================================================================
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cleaner.errors import SiteFileError
from cleaner.sources.page import is_html
from cleaner.sources.patterns import Pattern, PatternError, escape, glob, linear
from cleaner.sources.words import fold, normalise

_SITE_KEYS: Final = frozenset({"name", "hosts", "redirects", "signature", "since", "until"})
_MATCHERS: Final = ("line", "text", "link", "image", "heading", "regex", "from", "to", "before", "css", "xpath")
_ENTRY_KEYS: Final = frozenset({"id", "why", "anywhere", *_MATCHERS})
_TEST_KEYS: Final = frozenset({"name", "url", "source", "gone", "stay"})
TITLE: Final = "{title}"
_LINE_MATCHERS: Final = ("line", "heading", "from", "to", "before")
_HOST: Final = re.compile(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)*")  # cannot backtrack: a full stop parts what repeats
_TOML_LINE: Final = re.compile(r"at line ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Lookup:
    """Lines to find: whole keys, and a pattern for those with a `*`."""

    keys: frozenset[str]
    pattern: Pattern | None
    title: bool
    """Whether the page's own title is one of them."""


@dataclass(frozen=True, slots=True)
class Range:
    """A run of lines; None is the top or the end of the page."""

    first: Lookup | None
    last: Lookup | None
    included: bool
    """Whether the last line belongs to it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[keep]]` or `[[drop]]` of a site file, compiled."""

    keep: bool
    id: str
    why: str
    anywhere: bool
    line: Lookup | None
    text: Pattern | None
    link: Pattern | None
    image: Pattern | None
    heading: Lookup | None
    regex: Pattern | None
    range: Range | None
    css: tuple[str, ...]
    xpath: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteTest:
    """One `[[tests]]` of a site file."""

    name: str
    url: str
    source: str
    gone: tuple[str, ...]
    stay: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One site file."""

    path: str
    slug: str
    """The file's name without its ending; site rules are called `site/<slug>/<id>`."""
    name: str
    hosts: tuple[str, ...]
    redirects: tuple[str, ...]
    signature: tuple[Pattern, ...]
    since: datetime.date | None
    until: datetime.date | None
    entries: tuple[Entry, ...]
    tests: tuple[SiteTest, ...]


def load(path: Path, tested: bool = False) -> Site:
    """Read one site file. Raises :class:`SiteFileError` for anything it does not know or cannot use.

    `tested` leaves the selectors for HTML unchecked, whose parsers cost 0.1 s to import: the built-in files were
    checked when they were tested.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise SiteFileError(str(path), "", f"cannot be read: {error}") from None
    return parse(text, str(path), tested)


def parse(text: str, path: str, tested: bool = False) -> Site:
    """Read the text of a site file; `path` names it in errors. See :func:`load`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _TOML_LINE.search(str(error))
        raise SiteFileError(f"{path}:{line[1]}" if line else path, "", f"not valid TOML: {error}") from None
    return _Reader(text, path, tested).site(data)


class _Reader:
    """Turns parsed TOML into a site and knows where in the file each part stands."""

    def __init__(self, text: str, path: str, tested: bool) -> None:
        self.outline = list(_outline(text))
        self.path = path
        self.tested = tested

    def error(self, key: str, problem: str, table: str = "", number: int = 0) -> SiteFileError:
        return SiteFileError(self.where(table, number, key), key, problem)

    def where(self, table: str, number: int, key: str) -> str:
        """The file with the line of a key in the nth table of a name, as far as it can be told."""
        name = key.rpartition(".")[2]
        inside = not table
        header = 0
        for at, line in self.outline:
            title = line.partition("#")[0].strip("[] ") if line.startswith("[") else ""
            if title and (not table or title == table):
                inside = bool(table) and number == 0
                number -= 1
                header = at if inside or (title == name and not header) else header
            elif title:
                inside = False
            elif inside and line.partition("=")[0].strip() == name:
                return f"{self.path}:{at}"
        return f"{self.path}:{header}" if header else self.path

    def site(self, data: dict[str, Any]) -> Site:
        for key in data:
            if key not in ("site", "keep", "drop", "tests"):
                raise self.error(key, "unknown table; known are [site], [[keep]], [[drop]] and [[tests]]")
        head = data.get("site")
        if not isinstance(head, dict):
            raise self.error("site", "the table [site] is missing")
        self.known(head, _SITE_KEYS, "site", 0)
        hosts = self.strings(head, "hosts", "site", 0)
        signature = self.strings(head, "signature", "site", 0)
        if not hosts and not signature:
            raise self.error("site.hosts", "name at least one host, or a signature", "site")
        redirects = self.strings(head, "redirects", "site", 0)
        for key, names in (("hosts", hosts), ("redirects", redirects)):
            for name in names:
                if name != name.lower() or not _HOST.fullmatch(name):
                    problem = f"{name!r} is no host name: lower case, without scheme, port or path; `*.` may begin it"
                    raise self.error(f"site.{key}", problem, "site")
        since, until = self.date(head, "since"), self.date(head, "until")
        if since and until and until < since:
            raise self.error("site.until", "this is before `since`; the file would never hold", "site")
        return Site(
            self.path,
            Path(self.path).stem,
            self.string(head, "name", "site", 0),
            hosts,
            redirects,
            tuple(glob(["*".join(_parts(line))]) for line in signature),
            since,
            until,
            self.entries(data),
            tuple(self.test(test, number) for number, test in enumerate(self.tables(data, "tests"))),
        )

    def entries(self, data: dict[str, Any]) -> tuple[Entry, ...]:
        entries: dict[str, Entry] = {}
        for table in ("keep", "drop"):
            for number, found in enumerate(self.tables(data, table)):
                entry = self.entry(found, table, number)
                if entry.id in entries:
                    raise self.error(
                        f"{table}.id", f"{entry.id!r} comes twice; every entry needs its own", table, number
                    )
                entries[entry.id] = entry
        return tuple(entries.values())

    def tables(self, data: dict[str, Any], name: str) -> list[dict[str, Any]]:
        found = data.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.error(name, f"write [[{name}]], with two brackets")
        return found

    def known(self, table: dict[str, Any], keys: frozenset[str], name: str, number: int) -> None:
        for key in table:
            if key not in keys:
                raise self.error(f"{name}.{key}", f"unknown key; known are {', '.join(sorted(keys))}", name, number)

    def string(self, table: dict[str, Any], key: str, name: str, number: int) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{name}.{key}", "this must be a string that is not empty", name, number)
        return value

    def strings(self, table: dict[str, Any], key: str, name: str, number: int) -> tuple[str, ...]:
        value = table.get(key, [])
        values = [value] if isinstance(value, str) else value
        fits = isinstance(values, list) and all(isinstance(one, str) and one.strip() for one in values)
        if not fits or (key in table and not values):
            raise self.error(f"{name}.{key}", "this must be a string or a list of strings, none empty", name, number)
        return tuple(values)

    def date(self, table: dict[str, Any], key: str) -> datetime.date | None:
        value = table.get(key)
        if value is not None and type(value) is not datetime.date:
            raise self.error(f"site.{key}", "this must be a day, written 2025-06-01 without quotes", "site")
        return value

    def entry(self, table: dict[str, Any], name: str, number: int) -> Entry:
        self.known(table, _ENTRY_KEYS, name, number)
        if not any(key in table for key in _MATCHERS):
            raise self.error(name, f"an entry needs a matcher: {', '.join(_MATCHERS)}", name, number)
        anywhere = table.get("anywhere", False)
        if not isinstance(anywhere, bool):
            raise self.error(f"{name}.anywhere", "this must be true or false", name, number)
        values = {key: self.strings(table, key, name, number) for key in _MATCHERS}
        for key in _LINE_MATCHERS:
            for value in values[key]:
                if "*" in value and not any(_parts(value)):
                    problem = f"{value!r} would match every line: decoration at a line's ends makes no difference"
                    raise self.error(f"{name}.{key}", problem, name, number)
        return Entry(
            name == "keep",
            self.string(table, "id", name, number),
            self.string(table, "why", name, number),
            anywhere,
            _lookup(values["line"]),
            _words(values["text"], anywhere),
            glob(values["link"]) if values["link"] else None,
            glob(values["image"]) if values["image"] else None,
            _lookup(values["heading"]),
            self.regex(values["regex"], name, number),
            self.range(values, name, number),
            self.css(values["css"], name, number),
            self.xpath(values["xpath"], name, number),
        )

    def regex(self, values: Sequence[str], name: str, number: int) -> Pattern | None:
        if not values:
            return None
        try:
            for value in values:
                linear(value)
            return linear("(?im)(?:" + ")|(?:".join(values) + ")", within_lines=True)
        except PatternError as error:
            raise self.error(f"{name}.regex", str(error), name, number) from None

    def range(self, values: dict[str, tuple[str, ...]], name: str, number: int) -> Range | None:
        if values["to"] and values["before"]:
            raise self.error(f"{name}.before", "a range ends with `to` or `before`, not with both", name, number)
        if not (values["from"] or values["to"] or values["before"]):
            return None
        last = _lookup(values["to"]) or _lookup(values["before"])
        return Range(_lookup(values["from"]), last, bool(values["to"]))

    def css(self, values: tuple[str, ...], name: str, number: int) -> tuple[str, ...]:
        if values and not self.tested:
            from cleaner.judges.site import selectors  # noqa: PLC0415 -- only files with CSS pay for it

            for value in values:
                try:
                    selectors.of_css(value)
                except selectors.SelectorError as error:
                    raise self.error(f"{name}.css", f"no CSS selector: {error}", name, number) from None
        return values

    def xpath(self, values: tuple[str, ...], name: str, number: int) -> tuple[str, ...]:
        if values and not self.tested:
            from cleaner.judges.site import selectors  # noqa: PLC0415 -- only files with XPath pay for it

            for value in values:
                try:
                    selectors.of_xpath(value)
                except selectors.PathError as error:
                    raise self.error(f"{name}.xpath", f"no XPath expression: {error}", name, number) from None
        return values

    def test(self, table: dict[str, Any], number: int) -> SiteTest:
        self.known(table, _TEST_KEYS, "tests", number)
        source = self.string(table, "source", "tests", number)
        gone, stay = (self.strings(table, key, "tests", number) for key in ("gone", "stay"))
        lines = {line.strip() for line in source.split("\n")}
        of_html = is_html(source.encode())  # whose lines are those of the page as Markdown
        for key, wanted in (("gone", gone), ("stay", stay)):
            for line in wanted:
                if not of_html and line.strip() not in lines:
                    raise self.error(f"tests.{key}", f"{line!r} is no line of this test's source", "tests", number)
        if not gone or not stay:
            raise self.error("tests", "a test names lines that must be gone and lines that must stay", "tests", number)
        return SiteTest(
            self.string(table, "name", "tests", number),
            self.string(table, "url", "tests", number) if "url" in table else "",
            source,
            gone,
            stay,
        )


def _lookup(values: Sequence[str]) -> Lookup | None:
    if not values:
        return None
    plain = [value for value in values if value != TITLE and "*" not in value]
    globs = ["*".join(_parts(value)) for value in values if "*" in value]
    return Lookup(
        frozenset(normalise(value) or "".join(value.split()) for value in plain),
        glob(globs) if globs else None,
        TITLE in values,
    )


def _parts(value: str) -> list[str]:
    """The stretches between stars, folded as keys are; only those at the ends lose their decoration."""
    parts = value.split("*")
    last = len(parts) - 1
    held = [normalise(f"{'x' * (at > 0)}{part}{'x' * (at < last)}") for at, part in enumerate(parts)]
    return [part[at > 0 : len(part) - (at < last)] for at, part in enumerate(held)]


def _outline(text: str) -> Iterator[tuple[int, str]]:
    """The numbered lines of a TOML text that do not stand inside a string of several lines."""
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not inside:
            yield number, line.strip()
        for mark in ('"""', "'''"):
            if inside in ("", mark) and line.count(mark) % 2:
                inside = "" if inside else mark


def _words(values: Sequence[str], anywhere: bool) -> Pattern | None:
    if not values:
        return None
    edge = "" if anywhere else r"(?:^|$|[^\pL\pN\n])"
    choices = "|".join(escape(fold(value)) for value in values)
    return linear(f"(?m){edge}(?:{choices}){edge}")
