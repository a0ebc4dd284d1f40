"""`cleaner sites list | lint | test | new`: the site files, built-in and your own."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import click

from cleaner import config, files
from cleaner.cli import options
from cleaner.cli.terminal import counted, say, tell
from cleaner.config import Config
from cleaner.draft import draft, learned
from cleaner.errors import ConfigError, SiteFileError, UsageError
from cleaner.judges.site.find import built_in_folder
from cleaner.judges.site.load import Site, load
from cleaner.judges.site.testing import failures
from cleaner.sources.page import host_of


@click.group(
    epilog="""\b
Examples:
  cleaner sites list                                which sites have a file
  cleaner sites new blog.example.org -o sites/      draft one
  cleaner sites new blog.example.org -o sites/ --from dumps/
  cleaner sites test sites/blog.example.org.toml    does it do what its tests say?
"""
)
def sites() -> None:
    """Site files: what a person wrote down about one site.

    Your own files live in a folder that `sites = "…"` in the configuration (or --sites) names. They go before the
    built-in ones, and no upgrade touches them.
    """


def _own_and_built_in(config_path: Path | None, sites_folder: Path | None) -> list[Path]:
    """The site files in the order in which they are asked."""
    own = options.configuration(config_path, sites_folder).sites
    return [path for folder in (own, built_in_folder()) if folder for path in sorted(folder.glob("*.toml"))]


def _named(places: Iterable[Path]) -> list[Path]:
    """The site files that files and folders name."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            inside = sorted(place.glob("*.toml"))
            if not inside:
                raise UsageError(f"{place}: no site files there; their names end in .toml")
            found += inside
        elif place.exists():
            found.append(place)
        else:
            raise UsageError(f"{place}: no such file or folder")
    return found


@sites.command("list")
@options.configuring
def list_(config_path: Path | None, sites_folder: Path | None) -> None:
    """List the site files: own first, as they are asked."""
    built_in = built_in_folder()
    for path in _own_and_built_in(config_path, sites_folder):
        site = load(path)
        origin = "built-in" if path.parent == built_in else str(path.parent)
        dates = " ".join(f"{key} {day}" for key, day in (("since", site.since), ("until", site.until)) if day)
        hosts = ", ".join((*site.hosts, *site.redirects)) or "by signature"
        say(f"{site.slug:24} {len(site.entries):3} entries  {origin:10} {hosts} {dates}".rstrip())


@sites.command()
@click.argument("places", metavar="[FILE|FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@options.configuring
def lint(places: tuple[Path, ...], config_path: Path | None, sites_folder: Path | None) -> None:
    """Check site files: keys, expressions, selectors. Exit with 2 at a mistake.

    Without names it checks your own files and the built-in ones.
    """
    _each(_named(places) if places else _own_and_built_in(config_path, sites_folder), lambda site: ())


@sites.command()
@click.argument("places", metavar="[FILE|FOLDER]...", nargs=-1, type=click.Path(path_type=Path))
@options.configuring
def test(places: tuple[Path, ...], config_path: Path | None, sites_folder: Path | None) -> None:
    """Check site files and run the tests they carry. Exit with 2 at a mistake or a test that fails.

    Without names it tests your own files and the built-in ones.
    """
    _each(_named(places) if places else _own_and_built_in(config_path, sites_folder), failures)


def _each(paths: list[Path], problems: Callable[[Site], Iterable[str]]) -> None:
    wrong = 0
    for path in paths:
        try:
            found = [f"{path}: {problem}" for problem in problems(load(path))]
        except SiteFileError as error:
            found = [str(error)]
        for problem in found:
            tell(problem, "red")
        wrong += bool(found)
    what = (
        f"{wrong:,} of {counted(len(paths), 'site file')} with mistakes"
        if wrong
        else f"{counted(len(paths), 'site file')}, no mistakes"
    )
    tell(what, bold=True)
    sys.exit(ConfigError.exit_status if wrong else 0)


_DRAFT: Final = '''\
[site]
name = "{host}"
hosts = ["{host}"]

# What every page of the site has and no reader misses. `cleaner explain PAGE` shows what the general rules
# take already; write down the rest. All matchers: line, text, link, image, heading, regex, from/to/before, css, xpath.
[[drop]]
id = "masthead"
why = "menus stand above the page's own title"
before = "{{title}}"

[[tests]]
name = "an article"
url = "https://{host}/a-page"
source = """
---
title: A title in invented words
---

# A title in invented words

[Menu](/menu)

# A title in invented words

The first paragraph of the page.
"""
gone = ["[Menu](/menu)"]
stay = ["The first paragraph of the page."]
'''

_HOST: Final = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*")


@sites.command(short_help="Draft a site file for a host.")
@click.argument("host")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder; else the configured one.",
)
@click.option(
    "--from",
    "source",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Draft from what recurs: a folder of templates, or of pages.",
)
@click.option(
    "--config",
    "config_path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Configuration file; else the nearest .cleaner.toml or pyproject.toml.",
)
def new(host: str, output: Path | None, source: Path | None, config_path: Path | None) -> None:
    """Draft a site file for a host (or the address of a page), with a test, for you to edit.

    With --from it holds what recurs on the pages of the host, and is tested on one or two of them; else it is an
    example to write over.
    """
    name = (host_of(host) or host).lower().removeprefix("www.")
    if not _HOST.fullmatch(name):
        raise UsageError(f"{host!r} is no host name; write it like blog.example.org")
    loaded = config.load(config_path)
    folder = output or loaded.sites
    if folder is None:
        raise UsageError('name a folder with --output, or set `sites = "…"` in the configuration')
    path = folder / f"{name}.toml"
    if path.exists():
        raise UsageError(f"{path} exists already")
    text = _DRAFT.format(host=name) if source is None else _drafted(name, source, loaded)
    files.write(path, text.encode())
    say(f"{path}: edit it, then run `cleaner sites test {path}`")


def _drafted(host: str, folder: Path, loaded: Config) -> str:
    """A draft by the templates or the pages of a folder."""
    if not folder.is_dir():
        raise UsageError(f"--from {folder}: there is no such folder")
    base = loaded.path.parent if loaded.path else None
    found = (files.read(page.path) for page in files.find([str(folder)], loaded.include, loaded.exclude, base))
    return draft(learned(folder, host, found), host)
