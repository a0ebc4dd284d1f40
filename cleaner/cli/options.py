"""Options that several commands share, and what they come to together with the configuration file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner import config, files
from cleaner.config import Config
from cleaner.errors import UsageError
from cleaner.sources.page import Kind

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Settings:
    """How pages are read and judged: picklable, so that it goes to worker processes whole."""

    config: Config
    url: str | None
    kind: Kind | None

    def pages(self, places: Sequence[str]) -> list[files.Source]:
        """The pages that the arguments of a command name."""
        base = self.config.path.parent if self.config.path else None
        return files.find(places, self.config.include, self.config.exclude, base)


def configuring(command: _Command) -> _Command:
    """Add the options that say where the configuration and the site files are."""
    for option in (
        click.option(
            "--sites",
            "sites_folder",
            metavar="DIR",
            type=click.Path(path_type=Path),
            help="Folder with your own site files; they go before the built-in ones.",
        ),
        click.option(
            "--config",
            "config_path",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Configuration file; else the nearest .cleaner.toml or pyproject.toml.",
        ),
    ):
        command = option(command)
    return command


def judging(command: _Command) -> _Command:
    """Add the options that say how pages are judged."""
    for option in (
        configuring,
        click.option("--url", help="Address of the page; goes before the one in its front matter."),
        click.option(
            "--kind", type=click.Choice(["markdown", "text"]), help="What the pages are; else found out for each."
        ),
    ):
        command = option(command)
    return command


jobs = click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(0),
    help="Processes to use; 0 for one a core.  [default: as configured, or 1]",
)


def configuration(config_path: Path | None, sites_folder: Path | None) -> Config:
    """The configuration file with the options over it; its folder of site files is there, if it names one."""
    loaded = config.load(config_path)
    if sites_folder is None:
        config.sites_folder(loaded)
    elif not sites_folder.is_dir():
        raise UsageError(f"--sites {sites_folder}: there is no such folder")
    return loaded if sites_folder is None else replace(loaded, sites=sites_folder)


def settings(config_path: Path | None, sites_folder: Path | None, url: str | None, kind: Kind | None) -> Settings:
    """Options over configuration."""
    return Settings(configuration(config_path, sites_folder), url, kind)
