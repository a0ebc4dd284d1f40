"""`cleaner sites list | lint | test | new`: the site files, built-in and your own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cleaner import config, files
from cleaner.errors import SiteFileError, UsageError
from cleaner.judges.site.find import built_in_folder
from cleaner.judges.site.load import Site, load
from cleaner.judges.site.testing import failures
from cleaner.sources.page import host_of


@click.group()
def sites() -> None:
    """Site files: what a person wrote down about one site.

    Your own files live in a folder that `sites = "…"` in the configuration (or --sites) names. They go before the
    built-in ones, and no upgrade touches them.
    """


def _paths(places: tuple[Path, ...]) -> list[Path]:
    """The site files that files and folders name; without any the configured folder's and the built-in ones."""
    if not places:
        own = config.load().sites
        places = (*((own,) if own else ()), built_in_folder())
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(place.glob("*.toml"))
        elif place.exists():
            found.append(place)
        else:
            raise UsageError(f"{place}: no such file or folder")
    return found


@sites.command("list")
def list_() -> None:
    """List the site files: own first, as they are asked."""
    built_in = built_in_folder()
    for path in _paths(()):
        site = load(path)
        origin = "built-in" if path.parent == built_in else str(path.parent)
        dates = " ".join(f"{key} {day}" for key, day in (("since", site.since), ("until", site.until)) if day)
        hosts = ", ".join((*site.hosts, *site.redirects)) or "by signature"
        click.echo(f"{site.slug:24} {len(site.entries):3} entries  {origin:10} {hosts} {dates}".rstrip())


@sites.command()
@click.argument("places", nargs=-1, type=click.Path(path_type=Path))
def lint(places: tuple[Path, ...]) -> None:
    """Check site files: keys, expressions, selectors. Exit with 2 at a mistake."""
    _each(places, lambda site: [])


@sites.command()
@click.argument("places", nargs=-1, type=click.Path(path_type=Path))
def test(places: tuple[Path, ...]) -> None:
    """Check site files and run the tests they carry. Exit with 2 at a mistake or a test that fails."""
    _each(places, lambda site: list(failures(site)))


def _each(places: tuple[Path, ...], problems: object) -> None:
    wrong = 0
    paths = _paths(places)
    for path in paths:
        try:
            site = load(path)
            found = problems(site) if callable(problems) else []
        except SiteFileError as error:
            click.secho(str(error), fg="red", err=True)
            wrong += 1
            continue
        for problem in found:
            click.secho(f"{path}: {problem}", fg="red", err=True)
        wrong += bool(found)
    click.secho(f"{len(paths) - wrong} of {len(paths)} site files are well", bold=True, err=True)
    sys.exit(2 if wrong else 0)


_DRAFT = '''\
[site]
name = "{host}"
hosts = ["{host}"]

# What every page of the site has and no reader misses. `cleaner explain PAGE` shows what the general rules take already;
# write down the rest. All matchers: line, text, link, image, heading, regex, from/to/before, css, xpath.
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


@sites.command()
@click.argument("host")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder; else the configured one.")
def new(host: str, output: Path | None) -> None:
    """Draft a site file for a host, with a test, for you to edit."""
    name = (host_of(host) or host).lower().removeprefix("www.")
    if not name or any(mark in name for mark in "/\\ "):
        raise UsageError(f"{host!r} is no host name")
    folder = output or config.load().sites
    if folder is None:
        raise UsageError('name a folder with --output, or set `sites = "…"` in the configuration')
    path = folder / f"{name}.toml"
    if path.exists():
        raise UsageError(f"{path} exists already")
    files.write(path, _DRAFT.format(host=name).encode())
    click.echo(f"{path}: edit it, then run `cleaner sites test {path}`")
