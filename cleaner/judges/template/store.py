"""Templates on disk: for each site one file that people read, and one that merging needs.

`example.org.jsonl` holds the template: a line about the site, then one for each line and link target that recurs, then
one for each page it was learned from. `pages/example.org.jsonl.gz` holds these pages' lines; only learning reads it.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from cleaner import files
from cleaner.errors import ConfigError, InputError
from cleaner.judges.template import hosts as hosting
from cleaner.judges.template.memory import Memory, Node, Remembered, packed
from cleaner.judges.template.places import Place
from cleaner.judges.template.template import Recurring, Template

VERSION: Final = 1
"""Of the files. A change in the form, or in what makes two lines the same line, raises it."""

_ENDING: Final = ".jsonl"
_PAGES: Final = "pages"
_LEVEL: Final = 3  # of compression: it takes a third of the time of the best one, and a tenth more room


def path_of(folder: Path, site: str) -> Path:
    """Where the template of a site stands."""
    return folder / (hosting.quoted(site) + _ENDING)


def memory_path_of(folder: Path, site: str) -> Path:
    """Where the pages stand that it was learned from."""
    return folder / _PAGES / (hosting.quoted(site) + _ENDING + ".gz")


def sites_of(folder: Path) -> list[str]:
    """The sites that have a template in a folder."""
    return sorted(unquote(path.name.removesuffix(_ENDING)) for path in folder.glob("*" + _ENDING))


def write(folder: Path, template: Template, memory: Memory) -> bool:
    """Write the files of a site; returns whether the template is another one than before."""
    files.write(memory_path_of(folder, template.site), gzip.compress(_dump_memory(memory), _LEVEL, mtime=0))
    return files.write(path_of(folder, template.site), dump(template).encode("utf-8", "surrogatepass"))


def _line(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def dump(template: Template) -> str:
    """A template as it stands in its file."""
    head = {
        "template": VERSION,
        "site": template.site,
        "pages": template.pages,
        "seen": template.seen,
        "first": template.first,
        "last": template.last,
        "share": template.share,
        "borrowed": list(template.borrowed),
    }
    lines = (
        _line({"pages": found.pages, "line": key, "sample": found.sample}) for key, found in template.lines.items()
    )
    links = (_line({"pages": pages, "link": target}) for target, pages in template.links.items())
    places = (_line({"pages": found.pages, "of": found.of, "place": path}) for path, found in template.places.items())
    known = (_line({"known": address}) for address in sorted(template.known))
    return "".join((_line(head), *lines, *links, *places, *known))


def _dump_memory(memory: Memory) -> bytes:
    head = _line({"memory": VERSION, "first": memory.first, "last": memory.last})
    return "".join((head, *map(_dump_page, memory.pages))).encode("utf-8", "surrogatepass")


def _dump_page(page: Remembered) -> str:
    record: dict[str, object] = {
        "page": page.address,
        "date": page.date,
        "title": page.title,
        "lines": [line.decode("utf-8", "surrogateescape") for line in page.lines],
    }
    if nodes := page.nodes:
        record["nodes"] = nodes
    return _line(record)


class _Record:
    """One line of a file, read strictly: what is missing, unknown or of another type is an error that says where."""

    def __init__(self, where: str, values: object) -> None:
        if not isinstance(values, dict):
            raise ConfigError(where, "", "this must be a JSON object")
        self.where = where
        self.values: dict[str, Any] = values

    def only(self, *keys: str) -> None:
        for key in self.values:
            if key not in keys:
                raise ConfigError(self.where, key, f"unknown key; known are {', '.join(keys)}")

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str):
            raise ConfigError(self.where, key, "this must be a string")
        return value

    def count(self, key: str, most: int = sys.maxsize) -> int:
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ConfigError(self.where, key, "this must be a whole number, 0 or more")
        if value > most:
            raise ConfigError(self.where, key, f"this is more than the {most} pages of the site")
        return value

    def share(self, key: str) -> float:
        value = self.values.get(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise ConfigError(self.where, key, "this must be a number from 0 to 1")
        return float(value)

    def texts(self, key: str) -> list[str]:
        value = self.values.get(key)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ConfigError(self.where, key, "this must be a list of strings")
        return value

    def nodes(self, key: str, lines: int) -> list[Node]:
        """The elements of a page with so many lines; none where there is no such key, as in a page of a dump."""
        values = self.values.get(key, [])
        if not isinstance(values, list):
            raise ConfigError(self.where, key, "this must be a list")
        found = []
        for at, value in enumerate(values):
            match value:
                case [int(above), str(label), list(inside)] if (
                    type(above) is int
                    and -1 <= above < at
                    and all(type(line) is int and 0 <= line < lines for line in inside)
                ):
                    found.append(Node(above, label, tuple(inside)))
                case _:
                    problem = f"number {at + 1} must be [an earlier element or -1, its label, [lines of the page]]"
                    raise ConfigError(self.where, key, problem)
        return found


def _records(path: Path, data: bytes, key: str) -> Iterator[_Record]:
    """The lines of a file; the first must carry the version under `key`."""
    number = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            try:
                record = _Record(f"{path}:{number}", json.loads(line))
            except (ValueError, RecursionError) as error:
                raise ConfigError(f"{path}:{number}", "", f"not valid JSON: {error}; learn the site anew") from None
            version = record.values.get(key)
            if number == 1 and (version != VERSION or version is True):
                raise ConfigError(
                    f"{path}:1", key, f"this version reads files of version {VERSION}; delete it and learn anew"
                )
            yield record
        elif number == 1:
            raise ConfigError(str(path), "", "the file is empty; delete it and learn the site anew")


def _bytes_of(path: Path) -> bytes:
    try:
        return files.read(path)
    except InputError as error:
        raise ConfigError(str(path), "", str(error).removeprefix(f"{path}: ")) from None


def load(folder: Path, site: str) -> Template:
    """Read the template of a site. Raises :class:`ConfigError` with file, line and key for any mistake in it."""
    path = path_of(folder, site)
    records = _records(path, _bytes_of(path), "template")
    head = next(records)
    head.only("template", "site", "pages", "seen", "first", "last", "share", "borrowed")
    if head.text("site") != site:
        raise ConfigError(head.where, "site", f"this is the template of another site; that of {site} belongs here")
    pages = head.count("pages")
    lines: dict[str, Recurring] = {}
    links: dict[str, int] = {}
    places: dict[str, Place] = {}
    known: list[str] = []
    for record in records:
        if "line" in record.values:
            record.only("pages", "line", "sample")
            lines[record.text("line")] = Recurring(record.count("pages", pages), record.text("sample"))
        elif "link" in record.values:
            record.only("pages", "link")
            links[record.text("link")] = record.count("pages", pages)
        elif "place" in record.values:
            record.only("pages", "of", "place")
            of = record.count("of", pages)
            places[record.text("place")] = Place(record.count("pages", of), of)
        else:
            record.only("known")
            known.append(record.text("known"))
    return Template(
        site=head.text("site"),
        pages=pages,
        seen=head.count("seen"),
        first=head.text("first"),
        last=head.text("last"),
        share=head.share("share"),
        borrowed=tuple(head.texts("borrowed")),
        known=frozenset(known),
        lines=lines,
        links=links,
        places=places,
    )


def load_memory(folder: Path, site: str) -> Memory:
    """Read the pages a template was learned from. Raises :class:`ConfigError` where they are not there or broken."""
    path = memory_path_of(folder, site)
    try:
        packed_pages = _bytes_of(path)
    except ConfigError as error:
        raise ConfigError(
            str(path),
            "",
            f"{error.problem}; it holds the pages that {path_of(folder, site).name} was learned from, and without them "
            "that cannot be added to. Bring the file back, or delete the template and learn it anew",
        ) from None
    try:
        data = gzip.decompress(packed_pages)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise ConfigError(str(path), "", f"no gzip file: {error}; delete it and learn the site anew") from None
    records = _records(path, data, "memory")
    head = next(records)
    head.only("memory", "first", "last")
    memory = Memory()
    for record in records:
        record.only("page", "date", "title", "lines", "nodes")
        lines = [line.encode("utf-8", "surrogateescape") for line in record.texts("lines")]
        nodes = record.nodes("nodes", len(lines))
        memory.add(packed(record.text("page"), record.text("date"), record.text("title"), lines, nodes))
    memory.saw(head.text("first"))
    memory.saw(head.text("last"))
    return memory
