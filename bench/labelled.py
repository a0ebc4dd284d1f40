"""The labelled pages that tools are measured on. They stand outside the project."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from dumps import unpacked
from scores import Pages, Truth, by_lines, by_words

SMALL: Final = 500
"""Pages up to which a set is taken whole even for a quick look."""


def gold(measure: ModuleType, labels: Path, dumps: Path, every: int, stack: ExitStack) -> Pages:
    """Dumps labelled line by line. What is unpacked lasts as long as `stack`."""
    folder = stack.enter_context(unpacked(dumps))
    return Pages("gold", "line F1", "gold", _rows(labels, every), folder, by_lines(measure))


def texts(measure: ModuleType, truth: Path, dumps: Path, every: int, stack: ExitStack) -> Pages:
    """Dumps of pages whose main content is known as text."""
    folder = stack.enter_context(unpacked(dumps))
    name = truth.parent.name
    return Pages(name, "word F1", "text", _rows(truth, every), folder, by_words(measure))


def copies(pages: Pages, truth: Path, scratch: Path) -> Iterator[Pages]:
    """The same pages, their HTML made Markdown by the other converters that are installed.

    They are the copies that training knows, so a page is in the same part of the data there and here. What a converter
    stumbled over, or made nothing of, is an empty page.
    """
    if not (truth.parent / "html").is_dir():
        return
    try:
        corpus = import_module("training.corpus")
    except ImportError as error:
        print(f"{pages.name} through other converters is left out: {error}", file=sys.stderr)
        return
    print(f"{pages.name}: through other converters", file=sys.stderr)
    folders = {name: scratch / name for name in corpus.CONVERTERS}
    for folder in folders.values():
        folder.mkdir()
    wanted = {row["id"] for row in pages.truth}
    for source in corpus.texts(truth.parent.parent, pages.name, pages.folder):
        if source.id in wanted:
            for name, folder in folders.items():
                (folder / f"{source.id}.md").write_bytes(source.copies.get(name, b""))
    for name, folder in folders.items():
        yield Pages(f"{pages.name} through {name}", pages.measure, "copy", pages.truth, folder, pages.judge)


def _rows(path: Path, every: int) -> list[Truth]:
    lines = path.read_text("utf-8").rstrip("\n").split("\n")  # no splitlines: texts have U+2028
    return [json.loads(line) for line in lines[:: every if len(lines) > SMALL else 1]]
