"""What the tests of the command line share: pages, a shelf to lay them on, and ways to run the command."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner import Edit
from cleaner.cli import main

CLEAN = """\
---
title: Otters move the harbour gates
---

# Otters move the harbour gates

The keepers counted twelve otters on the pier on Monday and replaced nine locks before the bell, the office said.

The office plans new gates for the winter, and asks for patience until they are painted green.
"""

DIRTY = CLEAN.replace(
    "The office plans",
    "3 Comments\n\nAdvertisement\n\nThe office plans",
)

TEXT = """\
Otters move the harbour gates

The keepers counted twelve otters on the pier on Monday and replaced nine locks before the bell, the office said.

The office plans new gates for the winter, and asks for patience until they are painted green.
"""

HTML = """\
<!DOCTYPE html>
<html><head><title>Otters move the harbour gates</title></head><body>
<nav class="menu"><ul><li><a href="/clock">Tide clock</a></li><li><a href="/knots">Knots</a></li></ul></nav>
<article><h1>Otters move the harbour gates</h1>
<p>The keepers counted twelve otters on the pier on Monday and replaced nine locks before the bell, the office said.</p>
<p class="ad">Advertisement</p>
<p>The office plans new gates for the winter, and asks for patience until they are painted green.</p></article>
</body></html>
"""
HTML_CLEAN = CLEAN.replace("gates\n---", "gates\nconverter: cleaner\n---")
WALL = "Please verify you are a human\n\nEnable JavaScript and cookies to continue\n"


def lay(pages: Mapping[str, str | bytes]) -> None:
    for name, content in pages.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def lay_unreadable(name: str) -> None:
    """A page that cannot be read: a link to itself."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(path.name)


def standing(place: str = ".", *, text: bool = True) -> dict[str, str]:
    """All files below a folder, hidden ones too; of files that are no text, what their bytes look like."""
    paths = sorted(path for path in Path(place).rglob("*") if path.is_file())
    return {
        path.relative_to(place).as_posix(): path.read_bytes().decode() if text else repr(path.read_bytes())
        for path in paths
    }


def run_clean(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["clean", *arguments], input=stdin)


def process(
    *arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A real process with pipes for all three streams."""
    command = [sys.executable, "-m", "cleaner", *arguments]
    return subprocess.run(  # noqa: S603
        command, input=stdin, capture_output=True, check=False, timeout=60, env={**os.environ, **(environment or {})}
    )


def logged(path: str) -> list[Edit]:
    return [Edit(**json.loads(line)) for line in Path(path).read_text("utf-8").splitlines()]


def refuse(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the disk be full when a file of this name is to take its place."""
    replace = os.replace

    def failing(source: str, target: str) -> None:
        if Path(target).name == name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        replace(source, target)

    monkeypatch.setattr(os, "replace", failing)


SITE = """\
[site]
name = "Otter News"
hosts = ["otter.example"]

[[drop]]
id = "bell"
why = "it rings on every page"
line = "The bell rings"

[[tests]]
name = "an article"
source = '''
The bell rings

The keepers counted twelve otters.
'''
gone = ["The bell rings"]
stay = ["The keepers counted twelve otters."]
"""
