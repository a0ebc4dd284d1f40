"""Options that several commands share, and what they come to together with the configuration file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from cleaner import config, files
from cleaner.clean import Cleaner, Engine
from cleaner.config import Config
from cleaner.errors import UsageError
from cleaner.judges.model import Content
from cleaner.judges.template import Templates
from cleaner.sources.page import Kind

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Settings:
    """How pages are read and judged: picklable, so that it goes to worker processes whole."""

    config: Config
    url: str | None
    kind: Kind | None
    templates: Templates | None = None
    """What pages are judged by beside the rules; None for no templates, or none yet."""
    may_learn: bool = False
    """Whether templates may be learned from a folder that is to be cleaned: nobody named any, or forbade them."""
    model: bool = True
    """Whether the model judges what rules and templates leave."""

    def cleaner(self) -> Cleaner:
        """A cleaner by these settings."""
        config = self.config
        return Cleaner(
            templates=self.templates,
            sites=config.sites,
            model=self.model,
            content=config.content,
            comments=config.comments,
            engine=config.engine,
            ftr=config.ftr,
        )

    def pages(self, places: Sequence[str], html: bool = True) -> list[files.Source]:
        """The pages that the arguments of a command name; without `html`, folders are not searched for these."""
        base = self.config.path.parent if self.config.path else None
        return files.find(places, self.include(html), self.config.exclude, base)

    def include(self, html: bool = True) -> tuple[str, ...]:
        """What folders are searched for."""
        if html:
            return self.config.include
        endings = (*files.HTML, *files.FEEDS)
        return tuple(pattern for pattern in self.config.include if not pattern.lower().endswith(endings))


def configured(command: _Command) -> _Command:
    """Add the option that says where the configuration is."""
    return click.option(
        "--config",
        "config_path",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Configuration file; else the nearest .cleaner.toml or pyproject.toml.",
    )(command)


def configuring(command: _Command) -> _Command:
    """Add the options that say where the configuration and the site files are."""
    return click.option(
        "--sites",
        "sites_folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Folder with your own site files; they go before the built-in ones.",
    )(configured(command))


def judging(command: _Command) -> _Command:
    """Add the options that say how pages are judged."""
    for option in (
        configuring,
        click.option(
            "--templates",
            "templates_folder",
            metavar="DIR",
            type=click.Path(path_type=Path),
            help="Folder with templates, made by `cleaner learn`; else folders and patterns are learned from first.",
        ),
        click.option("--no-templates", is_flag=True, help="Judge each page alone."),
        click.option("--no-model", is_flag=True, help="Judge by rules and templates alone, without the trained model."),
        click.option("--url", help="Address of the page; goes before the one it gives itself."),
        click.option(
            "--kind",
            type=click.Choice(["markdown", "text", "html"]),
            help="What the pages are; else found out for each.",
        ),
        click.option(
            "--content",
            type=click.Choice(["page", "article"]),
            help="Of HTML: the content of any kind of page, or the article alone.  [default: page]",
        ),
        click.option("--comments/--no-comments", default=None, help="Of HTML: keep what readers wrote below."),
        click.option(
            "--engine",
            type=click.Choice(["cleaner", "readability"]),
            help="Of HTML: who says what its content is.  [default: cleaner]",
        ),
        click.option(
            "--ftr",
            "ftr_folder",
            metavar="DIR",
            type=click.Path(path_type=Path),
            help="Of HTML: folder with site configurations of FiveFilters or wallabag.",
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
        config.check_folders(loaded, "sites")
    elif not sites_folder.is_dir():
        raise UsageError(f"--sites {sites_folder}: there is no such folder")
    return loaded if sites_folder is None else replace(loaded, sites=sites_folder)


def settings(  # noqa: PLR0913, PLR0917 -- the options, one by one
    config_path: Path | None,
    sites_folder: Path | None,
    templates_folder: Path | None,
    no_templates: bool,
    no_model: bool,
    url: str | None,
    kind: Kind | None,
    content: Content | None,
    comments: bool | None,
    engine: Engine | None,
    ftr_folder: Path | None,
) -> Settings:
    """Options over configuration."""
    given: dict[str, Any] = {"content": content, "comments": comments, "engine": engine, "ftr": ftr_folder}
    loaded = configuration(config_path, sites_folder)
    if ftr_folder is None:
        config.check_folders(loaded, "ftr")
    elif not ftr_folder.is_dir():
        raise UsageError(f"--ftr {ftr_folder}: there is no such folder")
    loaded = replace(loaded, **{key: value for key, value in given.items() if value is not None})
    if no_templates and templates_folder is not None:
        raise UsageError("--templates and --no-templates exclude each other")
    model = loaded.model and not no_model
    if no_templates:
        return Settings(loaded, url, kind, model=model)
    if templates_folder is None:
        config.check_folders(loaded, "templates")
    elif not templates_folder.is_dir():
        raise UsageError(f"--templates {templates_folder}: there is no such folder; `cleaner learn` makes one")
    folder = templates_folder or loaded.templates
    templates = Templates.load(folder) if folder is not None else None
    return Settings(loaded, url, kind, templates, may_learn=templates is None, model=model)
