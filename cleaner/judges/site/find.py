"""Which site file a page belongs to: by host, by date, by signature."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from cleaner.block import Block
from cleaner.errors import SiteFileError
from cleaner.judges.site.load import Site, load
from cleaner.sources.front_matter import Meta
from cleaner.sources.page import Page
from cleaner.sources.patterns import Lines


class Sites:
    """Site files by host, in layers: any file of an earlier layer that fits a page wins over those of later ones.

    So a user's folder goes before the built-in one. Within a layer the nearer host wins, then the file given first.
    """

    def __init__(self, *layers: Iterable[Site]) -> None:
        self._layers = tuple(_Layer(sites) for sites in layers)

    @property
    def sites(self) -> tuple[Site, ...]:
        """All site files, those that win first."""
        return tuple(site for layer in self._layers for site in layer.sites)

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Sites:
        """The built-in site files, with those of a user's folder before them.

        Raises :class:`SiteFileError` for a folder that is not there and for any mistake in its files.
        """
        return cls(_read(Path(folder)) if folder is not None else (), _built_in())

    def of(self, page: Page, blocks: Sequence[Block]) -> Site | None:
        """The site file for a page, or None."""
        return self._find(page.host, _day(page.meta), blocks)

    def at(self, host: str, meta: Meta) -> Site | None:
        """The site file for a page of a host, with what is known of its days, or None."""
        return self._find(host, _day(meta), ()) if host else None

    def _find(self, host: str, day: datetime.date | None, blocks: Sequence[Block]) -> Site | None:
        names = _names(host)
        for layer in self._layers:
            candidates = (site for name in names for site in layer.hosts.get(name, ())) if names else layer.signed
            lines = Lines(block.key for block in blocks) if layer.signed and not names else None
            for site in candidates:
                if _holds(site, day) and (lines is None or _is_signed(site, lines)):
                    return site
        return None


class _Layer:
    """Site files of one folder by host, and those with a signature."""

    __slots__ = ("hosts", "signed", "sites")

    def __init__(self, sites: Iterable[Site]) -> None:
        self.sites = tuple(sites)
        self.hosts: dict[str, list[Site]] = {}
        for site in self.sites:
            for host in (*site.hosts, *site.redirects):
                self.hosts.setdefault(host.removeprefix("www."), []).append(site)
        self.signed = [site for site in self.sites if site.signature]


def _is_signed(site: Site, lines: Lines) -> bool:
    return all(next(lines.find(mark), None) is not None for mark in site.signature)


def built_in_folder() -> Path:
    """Where the site files that come with the package are."""
    return Path(str(resources.files("cleaner") / "sites"))


@cache
def _built_in() -> tuple[Site, ...]:
    return _read(built_in_folder(), tested=True)


def _read(folder: Path, tested: bool = False) -> tuple[Site, ...]:
    if not folder.is_dir():
        raise SiteFileError(str(folder), "", "there is no such folder; name the folder that holds your site files")
    return tuple(load(path, tested) for path in sorted(folder.glob("*.toml")))


def _names(host: str) -> list[str]:
    """Names to look a host up under: itself, then `*.` of itself and of all hosts above it."""
    if not host:
        return []
    bare = host.removeprefix("www.")
    parts = bare.split(".")
    return [bare, *("*." + ".".join(parts[at:]) for at in range(len(parts) - 1))]


def _day(meta: Meta) -> datetime.date | None:
    for key in ("fetch_date", "date"):
        value = meta.get(key)
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value[:10])
            except ValueError:
                continue
    return None


def _holds(site: Site, day: datetime.date | None) -> bool:
    """Whether a site file holds for a page of that day; a page without a day has the layout that holds to this day."""
    if day is None:
        return site.until is None
    return (site.since is None or site.since <= day) and (site.until is None or day <= site.until)
