"""Options that several commands share, and what they come to together with the configuration file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner import config
from cleaner.config import Config
from cleaner.sources.page import Kind

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Settings:
    """How pages are read and judged: picklable, so that it goes to worker processes whole."""

    config: Config
    url: str | None
    kind: Kind | None


def judging(command: _Command) -> _Command:
    """Add the options that say how pages are judged; the command gets them as `settings`."""
    for option in (
        click.option("--config", "config_path", type=click.Path(path_type=Path, dir_okay=False), help="Configuration file; else the nearest .cleaner.toml or pyproject.toml."),
        click.option("--sites", "sites_folder", type=click.Path(path_type=Path), help="Folder with your own site files; they go before the built-in ones."),
        click.option("--url", help="Address of the page, where its front matter has none."),
        click.option("--kind", type=click.Choice(["markdown", "text"]), help="What the pages are; else found out for each."),
    ):
        command = option(command)
    return command


def settings(config_path: Path | None, sites_folder: Path | None, url: str | None, kind: Kind | None) -> Settings:
    """Options over configuration."""
    loaded = config.load(config_path)
    if sites_folder is not None:
        loaded = replace(loaded, sites=sites_folder)
    return Settings(loaded, url, kind)
