"""The only reader and writer of disk: finds pages, writes each whole or not at all."""

from __future__ import annotations

import contextlib
import fnmatch
import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import IO, Final

from cleaner.errors import InputError, OutputError, UsageError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_numbers = count()  # of the files this process writes: no two are open under the same name
HTML: Final = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht")
"""Endings of files that hold pages of HTML; folders are searched for them."""
FEEDS: Final = (".xml", ".rss", ".atom")
"""Endings of files that may hold feeds; these are pages where they are named."""
DUMP: Final = ".dump.md"
"""Ending of a page of HTML as Markdown, with nothing taken; it stands beside the clean page, and is none to clean."""
_SAVED: Final = ("_files", ".files")  # what browsers add to the name of a page they save, for the folder of its parts
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is read. A page is thousands of times smaller; what is larger is no page."""


@dataclass(frozen=True, slots=True)
class Source:
    """A page on disk: where it is, and its path below the folder it was found in."""

    path: Path
    relative: Path


def find(
    places: Iterable[str], include: Sequence[str], exclude: Sequence[str] = (), base: Path | None = None
) -> list[Source]:
    """The pages that files, folders and shell patterns name, in a fixed order, none twice.

    Of a folder it takes the files whose names match `include`, in all folders below but hidden ones, and those in which
    a browser saved the parts of a page; links to folders are not followed, nor are links to files outside. A file that
    is named itself is taken whatever its name. `exclude` holds for both; its patterns match a file's name, its path
    below `base`, or a folder of that path. A folder that cannot be listed comes as a source, so that reading it tells
    why. Raises :class:`UsageError` for a place that is not there.
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
        yield from _walk(path, include, path)
    elif os.path.lexists(path):
        yield Source(path, Path(path.name))
    else:
        yield from _matches(place, include)


def _matches(pattern: str, include: Sequence[str]) -> Iterator[Source]:
    """What a shell pattern names; paths count from the last folder before the first star."""
    parts = Path(pattern).parts
    fixed = next((number for number, part in enumerate(parts) if glob.has_magic(part)), None)
    matches = sorted(glob.glob(pattern, recursive=True)) if fixed is not None else []  # noqa: PTH207 -- a pattern may be absolute
    if not matches:
        raise UsageError(f"{pattern}: no such file or folder")
    folder = Path(*parts[:fixed])
    home = os.path.realpath(folder)
    for match in map(Path, matches):
        relative = match.relative_to(folder)
        above = [folder / one for one in relative.parents[:-1]]
        if any(one.is_symlink() or _is_saved(one) for one in above):
            continue  # a link to a folder above it never ends
        if match.is_dir() and not match.is_symlink():
            yield from _walk(match, include, folder)
        elif not match.is_dir() and _is_page(match, home):
            yield Source(match, relative)


def _walk(folder: Path, include: Sequence[str], root: Path) -> Iterator[Source]:
    unlisted: list[Source] = []

    def refused(error: OSError) -> None:
        path = Path(os.fsdecode(error.filename))
        unlisted.append(Source(path, path.relative_to(root)))

    home = os.path.realpath(folder)
    for parent, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not _is_saved(Path(parent, name)))
        for name in sorted(names):
            path = Path(parent, name)
            if _is_wanted(name, include) and _is_page(path, home):
                yield Source(path, path.relative_to(root))
    yield from unlisted


def _is_saved(folder: Path) -> bool:
    """Whether a folder holds the parts of a page that a browser saved beside it: frames are no pages."""
    page = next((folder.name.removesuffix(one) for one in _SAVED if folder.name.endswith(one)), "")
    return bool(page) and any(folder.with_name(page + ending).exists() for ending in HTML)


def _is_wanted(name: str, include: Sequence[str]) -> bool:
    return not name.startswith(".") and not name.endswith(DUMP) and any(fnmatch.fnmatch(name, one) for one in include)


def as_markdown(path: Path) -> Path:
    """The name of the clean page: that of the source, with the ending of Markdown where it has one of HTML."""
    return path.with_suffix(".md") if path.suffix.lower() in (*HTML, *FEEDS) else path


def _is_page(path: Path, home: str) -> bool:
    """Whether a file of a folder is a file indeed, no pipe or device, and no link out of the folder."""
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(home):
        return False
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True  # a link to nothing: reading it tells


def _excluded(path: Path, exclude: Sequence[str], base: Path | None) -> bool:
    if not exclude:
        return False
    names = [path.name]
    with contextlib.suppress(ValueError):
        real = Path(os.path.realpath(path.parent), path.name)
        below_base = real.relative_to(os.path.realpath(base or Path.cwd()))
        names += [below_base.as_posix(), *(folder.as_posix() for folder in below_base.parents if folder.name)]
    return any(fnmatch.fnmatch(name, pattern.rstrip("/")) for name in names for pattern in exclude)


def read(path: Path) -> bytes:
    """The bytes of a page. Raises :class:`InputError` with the reason when they cannot be had."""
    try:
        with path.open("rb") as file:
            return read_stream(file, str(path))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None


def read_stream(stream: IO[bytes], name: str) -> bytes:
    """The bytes of a page from an open file, at most :data:`LARGEST`; `name` names it in errors."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(f"{name}: larger than {LARGEST // 2**20} MiB; this is no page. Split it into its pages")
    return data


def write(path: Path, data: bytes) -> bool:
    """Write a file whole or not at all; a file that already holds these bytes is left untouched.

    Returns whether it was written. A link is followed and stays a link; permissions stay as they were.
    Raises :class:`OutputError`.
    """
    if holds(path, data):
        return False
    with writing(path) as file:
        file.write(data)
    return True


def holds(path: Path, data: bytes) -> bool:
    """Whether a file holds these very bytes already."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that takes the place of `path` when the block ends, and never appears when the block fails.

    The bytes go to a file beside it, so neither a full disk nor a killed process leaves half a page. Raises
    :class:`OutputError`.
    """
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        beside = target.with_name(f".cleaner-{os.getpid()}-{next(_numbers)}.tmp")
        try:
            with _create(beside) as file:
                yield file
            _look_alike(beside, target)
            beside.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None


def _create(path: Path) -> IO[bytes]:
    """A new file, open for writing; its folder is made where it is missing."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o666)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, flags, 0o666)
    return os.fdopen(descriptor, "wb")


def _look_alike(beside: Path, target: Path) -> None:
    """Give a new file the owner and the permissions of the one whose place it takes."""
    try:
        state = target.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):  # only root gives files away
            os.chown(beside, state.st_uid, state.st_gid)
    beside.chmod(stat.S_IMODE(state.st_mode))


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder, which is made if it is not there, against others that want to: they wait until the block ends.

    A killed process holds nothing. Where the system has no such locks (Windows, some network disks) nobody waits.
    Raises :class:`OutputError` for a folder that cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY) if fcntl is not None else -1
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror or error}") from None
    if descriptor < 0:
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Take a file away, if there is one. Raises :class:`OutputError`."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be removed: {error.strerror or error}") from None


def inside(folder: Path, path: Path) -> None:
    """Raise :class:`OutputError` for a path that leads out of an output folder, by links too."""
    if path.is_symlink() or not _parent_inside(folder, path.parent):
        if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
            return
        raise OutputError(f"{path}: leads out of the output folder {folder}")


@lru_cache(maxsize=1_024)
def _parent_inside(folder: Path, parent: Path) -> bool:
    # Thousands of pages share a parent, and each part of its path costs a system call.
    return Path(os.path.realpath(parent)).is_relative_to(os.path.realpath(folder))
