"""Settings of a repository: `[tool.cleaner]` of pyproject.toml, or `.cleaner.toml`. Unknown keys are errors."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from cleaner.errors import ConfigError

_FILES: Final = (".cleaner.toml", "pyproject.toml")
_PAGES: Final = tuple("*.md *.markdown *.txt *.html *.htm *.xhtml *.shtml *.mhtml *.mht".split())


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file may set."""

    path: Path | None = None
    """The file itself, or None when there is none."""
    sites: Path | None = None
    """Folder with own site files."""
    templates: Path | None = None
    """Folder with templates, as `cleaner learn` makes it."""
    include: tuple[str, ...] = _PAGES
    """Names of the files that are pages, for folders; shell patterns."""
    exclude: tuple[str, ...] = field(default=())
    """Shell patterns of files that are left alone: their name, path below the configuration file, or folder."""
    jobs: int = 1
    """Processes to clean with; 0 for one a core."""
    edits: bool = False
    """Whether to write the log of edits beside each output."""
    model: bool = True
    """Whether the trained model judges what rules and templates leave."""
    content: Literal["page", "article"] = "page"
    """What is wanted of HTML: the content of whatever kind of page, or the body of its article alone."""
    comments: bool = False
    """Whether the comments of readers stay in HTML."""
    engine: Literal["cleaner", "readability"] = "cleaner"
    """Who says what the content of HTML is."""
    ftr: Path | None = None
    """Folder with site configurations of FiveFilters and wallabag, for HTML."""


def load(path: Path | None = None, start: Path | None = None) -> Config:
    """Read the configuration: of the file given, or of the nearest one at or above `start` (the working directory).

    Raises :class:`ConfigError` with file and key for anything unknown.
    """
    if path is not None:
        return _read(path, must=True) or Config()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        for near in (folder / name for name in _FILES):
            if near.is_file() and (config := _read(near, must=False)) is not None:
                return config
        if (folder / ".git").exists():
            break
    return Config()


def check_folders(config: Config, *keys: str) -> None:
    """Raise :class:`ConfigError` for a configured folder that is not there; `keys` are `sites`, `templates`, `ftr`."""
    for key in keys:
        folder: Path | None = getattr(config, key)
        if folder is not None and config.path is not None and not folder.is_dir():
            raise ConfigError(str(config.path), _prefix(config.path) + key, f"there is no folder {folder}")


def _prefix(path: Path) -> str:
    return "tool.cleaner." if path.name == "pyproject.toml" else ""


def _read(path: Path, must: bool) -> Config | None:
    text = ""
    try:
        text = path.read_text("utf-8-sig")
        data: Any = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(str(path), "", f"cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        if not must and path.name == "pyproject.toml" and "tool.cleaner" not in text:
            return None  # another tool's broken file is not ours to report
        raise ConfigError(str(path), "", f"not valid TOML: {error}") from None
    if path.name == "pyproject.toml":
        for table in ("tool", "cleaner"):
            data = data.get(table) if isinstance(data, dict) else None
        if data is None:
            return Config(path=path) if must else None
        if not isinstance(data, dict):
            raise ConfigError(str(path), "tool.cleaner", "this must be a table: write [tool.cleaner]")
    return _config(path, data)


_CHOICES: Final = {"content": ("page", "article"), "engine": ("cleaner", "readability")}
_EXPECTED: Final = {
    "comments": "true or false",
    "content": '"page" or "article"',
    "edits": "true or false",
    "engine": '"cleaner" or "readability"',
    "exclude": "a list of strings",
    "ftr": "a string: the folder that holds your site configurations for FiveFilters or wallabag",
    "include": "a list of strings",
    "jobs": "a number of processes, 0 for one a core",
    "model": "true or false",
    "sites": "a string: the folder that holds your site files",
    "templates": "a string: the folder that `cleaner learn` wrote templates to",
}


def _config(path: Path, data: dict[str, Any]) -> Config:
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in _EXPECTED:
            problem = f"unknown key; known are {', '.join(_EXPECTED)}"
            raise ConfigError(str(path), _prefix(path) + key, problem)
        try:
            values[key] = _value(path.parent, key, value)
        except TypeError:
            raise ConfigError(str(path), _prefix(path) + key, f"this must be {_EXPECTED[key]}") from None
    return Config(path=path, **values)


def _value(folder: Path, key: str, value: object) -> object:
    """A setting in the form that :class:`Config` holds. Raises :class:`TypeError` for one of the wrong kind."""
    match key, value:
        case "comments" | "edits" | "model", bool():
            return value
        case "content" | "engine", str() if value in _CHOICES[key]:
            return value
        case "include" | "exclude", list() if all(isinstance(one, str) for one in value):
            return tuple(value)
        case "jobs", int() if not isinstance(value, bool) and value >= 0:
            return value
        case "ftr" | "sites" | "templates", str() if value:
            return folder / value
    raise TypeError
