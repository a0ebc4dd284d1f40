"""The only reader and writer of disk: finds pages, writes each whole or not at all."""

from __future__ import annotations

import contextlib
import fnmatch
import glob
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cleaner.errors import InputError, OutputError, UsageError

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read. A page is thousands of times smaller; what is larger is no page."""


@dataclass(frozen=True, slots=True)
class Source:
    """A page on disk: where it is, and its path below the folder it was found in."""

    path: Path
    relative: Path


def find(places: Iterable[str], include: Sequence[str], exclude: Sequence[str] = (), base: Path | None = None) -> list[Source]:
    """The pages that files, folders and shell patterns name, in a fixed order, none twice.

    Of a folder it takes the files whose names match `include`, in all folders below but hidden ones; links to folders
    are not followed, nor are links to files outside. A file that is named itself is taken whatever its name. `exclude` holds for both; its patterns
    match a file's name, or its path below `base`. Raises :class:`UsageError` for a place that is not there.
    """
    found: dict[Path, Source] = {}
    for place in places:
        for source in _expand(place, include):
            if not _excluded(source.path, exclude, base):
                found.setdefault(source.path.absolute(), source)
    return list(found.values())


def _expand(place: str, include: Sequence[str]) -> Iterator[Source]:
    path = Path(place)
    if path.is_dir():
        yield from _walk(path, include)
    elif path.exists():
        yield Source(path, Path(path.name))
    else:
        matches = sorted(glob.glob(place, recursive=True)) if glob.has_magic(place) else []
        if not matches:
            raise UsageError(f"{place}: no such file or folder")
        for match in matches:
            yield from _expand(match, include) if Path(match).is_dir() else (Source(Path(match), Path(Path(match).name)),)


def _walk(folder: Path, include: Sequence[str]) -> Iterator[Source]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and any(fnmatch.fnmatch(name, pattern) for pattern in include):
                path = Path(parent, name)
                if not path.is_symlink() or path.resolve().is_relative_to(folder.resolve()):
                    yield Source(path, path.relative_to(folder))


def _excluded(path: Path, exclude: Sequence[str], base: Path | None) -> bool:
    if not exclude:
        return False
    names = [path.name]
    with contextlib.suppress(ValueError):
        names.append(path.resolve().relative_to((base or Path.cwd()).resolve()).as_posix())
    return any(fnmatch.fnmatch(name, pattern) for name in names for pattern in exclude)


def read(path: Path) -> bytes:
    """The bytes of a page. Raises :class:`InputError` with the reason when they cannot be had."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST // 2**20} MiB; this is no page. Split it, or clean it by the library")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None


def write(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all; a file that already holds these bytes is left untouched.

    Returns whether it was written. The bytes go to a file beside it that then takes its place, so neither a full disk
    nor a killed process leaves half a page. A link is followed and stays a link; permissions stay as they were.
    Raises :class:`OutputError`.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        mode: int | None = None
        with contextlib.suppress(FileNotFoundError):
            state = target.stat()
            mode = state.st_mode & 0o7777
            if state.st_size == len(data) and target.read_bytes() == data:
                return False
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data, mode)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None
    return True


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        beside.chmod(mode if mode is not None else 0o666 & ~_umask())
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def below(folder: Path, relative: Path) -> Path:
    """A path below an output folder. Raises :class:`OutputError` for one that would leave it, by links too."""
    path = folder / relative
    root = folder.resolve()
    if not path.resolve().is_relative_to(root):
        raise OutputError(f"{path}: leads out of the output folder {folder}")
    return path
