"""Settings of a repository: `[tool.cleaner]` of pyproject.toml, or `.cleaner.toml`. Unknown keys are errors."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cleaner.errors import ConfigError

_FILES: Final = (".cleaner.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """What a configuration file may set."""

    path: Path | None = None
    """The file itself, or None when there is none."""
    sites: Path | None = None
    """Folder with own site files."""
    include: tuple[str, ...] = ("*.md", "*.markdown", "*.txt")
    """Names of the files that are pages, for folders; shell patterns."""
    exclude: tuple[str, ...] = field(default=())
    """Files that are left alone, by name or by path below the configuration file; shell patterns."""
    jobs: int = 1
    """Processes to clean with; 0 for one a core."""
    edits: bool = False
    """Whether to write the log of edits beside each output."""


def load(path: Path | None = None, start: Path | None = None) -> Config:
    """Read the configuration: of the file given, or of the nearest one at or above `start` (the working directory).

    Raises :class:`ConfigError` with file and key for anything unknown.
    """
    if path is not None:
        return _read(path, must=True) or Config()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        for name in _FILES:
            config = _read(folder / name, must=False) if (folder / name).is_file() else None
            if config is not None:
                return config
        if (folder / ".git").exists():
            break
    return Config()


def _read(path: Path, must: bool) -> Config | None:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(str(path), "", f"cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        if not must and path.name == "pyproject.toml":
            return None  # another tool's broken file is not ours to report
        raise ConfigError(str(path), "", f"not valid TOML: {error}") from None
    prefix = ""
    if path.name == "pyproject.toml":
        prefix = "tool.cleaner."
        data = data.get("tool", {}).get("cleaner")
        if data is None:
            return Config(path=path) if must else None
    return _config(path, data, prefix)


def _config(path: Path, data: dict[str, Any], prefix: str) -> Config:
    def wrong(key: str, wanted: str) -> ConfigError:
        return ConfigError(str(path), prefix + key, f"this must be {wanted}")

    values: dict[str, Any] = {}
    for key, value in data.items():
        if key == "sites":
            if not isinstance(value, str):
                raise wrong(key, "a string: the folder that holds your site files")
            values[key] = path.parent / value
        elif key in ("include", "exclude"):
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise wrong(key, "a list of strings")
            values[key] = tuple(value)
        elif key == "jobs":
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise wrong(key, "a number of processes, 0 for one a core")
            values[key] = value
        elif key == "edits":
            if not isinstance(value, bool):
                raise wrong(key, "true or false")
            values[key] = value
        else:
            raise ConfigError(str(path), prefix + key, "unknown key; known are edits, exclude, include, jobs, sites")
    return Config(path=path, **values)
