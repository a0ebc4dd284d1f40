"""Which files of a folder are for a host."""

from __future__ import annotations

from pathlib import Path

from cleaner.errors import SiteFileError
from cleaner.judges.ftr.read import FtrFile, read

_GLOBAL = "global.txt"


class FtrFiles:
    """A folder of files, each of which is read when a page of its host comes.

    `example.com.txt` is for that host, `.example.com.txt` for all hosts below it, `global.txt` for all. Nearer files
    come first; those beneath are merged in, down to one that says `autodetect_on_failure: no`.
    """

    def __init__(self, folder: Path, names: dict[str, str]) -> None:
        self.folder = folder
        self._names = names  # in lower case, as on disk
        self._merged: dict[tuple[str, ...], FtrFile] = {}

    def __reduce__(self) -> tuple[type[FtrFiles], tuple[Path, dict[str, str]]]:
        return FtrFiles, (self.folder, self._names)

    @classmethod
    def load(cls, folder: Path | str) -> FtrFiles:
        """The files of a folder. Raises :class:`SiteFileError` for a folder that is not there."""
        folder = Path(folder)
        try:
            paths = sorted(folder.iterdir())
        except OSError:
            problem = "there is no such folder; name the folder that holds files like example.com.txt"
            raise SiteFileError(str(folder), "", problem) from None
        return cls(folder, {path.name.lower(): path.name for path in paths if path.name.endswith(".txt")})

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all files."""
        return tuple(self._names.values())

    def of(self, host: str) -> FtrFile | None:
        """What the files say of a host, or None when there is none for it."""
        names = tuple(self._names[name] for name in (*_wanted(host), _GLOBAL) if name in self._names)
        if not names:
            return None
        if names not in self._merged:
            self._merged[names] = self._merge(names)
        return self._merged[names]

    def _merge(self, names: tuple[str, ...]) -> FtrFile:
        nearest, *others = names
        merged = read(self.folder / nearest)
        for name in others:
            if not merged.autodetect:
                break
            merged = merged.over(read(self.folder / name))
        return merged


_LONGEST = 253  # characters of a host, of RFC 1035: the names of hosts above a longer one are not looked up


def _wanted(host: str) -> list[str]:
    bare = host.lower().rstrip(".").removeprefix("www.")
    if not bare or len(bare) > _LONGEST or bare == "global":
        return []
    parts = bare.split(".")
    return [f"{bare}.txt", *("." + ".".join(parts[at:]) + ".txt" for at in range(1, len(parts)))]
