"""Templates of many sites, as one value: looked up, merged, saved, loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cleaner import files
from cleaner.errors import ConfigError
from cleaner.judges.template import hosts as hosting
from cleaner.judges.template import store
from cleaner.judges.template.hosts import Hosts
from cleaner.judges.template.memory import Memory
from cleaner.judges.template.neighbours import FAMILY, Neighbours, family_of
from cleaner.judges.template.template import Template, learned

_AT_HAND: Final = 1_000  # templates of a folder that are kept: some 30 KB each, and an archive has any number of hosts


class Templates:
    """What sites repeat, by site. A value: nothing changes it, :meth:`merge` makes a new one.

    It is learned (:func:`cleaner.learn`) or loaded from a folder, and then each template is read when a page first
    asks for it.
    """

    def __init__(
        self, memories: Mapping[str, Memory] | None = None, hosts: Hosts | None = None, folder: Path | None = None
    ) -> None:
        self.hosts = hosts if hosts is not None else hosting.built_in()
        self._memories = dict(memories or {})
        self._neighbours = Neighbours(self._memories)
        self._templates: dict[str, Template] = {}
        self._read: dict[str, Template] = {}
        self._folder = folder
        self._on_disk = frozenset(store.sites_of(folder)) if folder is not None else frozenset()

    @classmethod
    def load(cls, folder: Path | str) -> Templates:
        """The templates of a folder. Raises :class:`ConfigError` for one that is not there, or a mistake in its hosts.

        A mistake in a template itself is raised when it is first asked for.
        """
        path = Path(folder)
        if not path.is_dir():
            raise ConfigError(str(path), "", "there is no such folder; make it with `cleaner learn … --templates`")
        own = path / hosting.FILE
        built_in = hosting.built_in()
        return cls(hosts=hosting.load(own).over(built_in) if own.exists() else built_in, folder=path)

    def save(self, folder: Path | str) -> list[str]:
        """Write the templates into a folder, each file whole or not at all; the names of those that changed.

        Raises :class:`OutputError`, and :class:`ConfigError` where a folder's pages are not there to be copied.
        """
        path = Path(folder)
        if self.hosts != hosting.built_in() and not (path / hosting.FILE).exists():
            files.write(path / hosting.FILE, hosting.dump(self.hosts.beyond(hosting.built_in())).encode())
        return [site for site in self.sites if store.write(path, self._template(site), self._memory(site))]

    def merge(self, other: Templates) -> Templates:
        """The templates that had been learned if the pages of both had come together.

        Raises :class:`ConfigError` where a folder lacks the pages a template was learned from.
        """
        return Templates(self._memories_with(other.memories()), self.hosts.over(other.hosts))

    def add_to(self, folder: Path | str) -> list[str]:
        """Add these pages to the templates of a folder, which is made if it is not there; those that changed.

        What comes out is what :meth:`merge` and :meth:`save` would write, but only sites that may change are read. Two
        processes may add to one folder: one waits for the other.
        Raises :class:`OutputError` and :class:`ConfigError`, as those do.
        """
        if not self.sites:
            return []
        with files.locked(Path(folder)):
            return self._added_to(Path(folder))

    def _added_to(self, path: Path) -> list[str]:
        there = Templates.load(path)
        touched: dict[str, dict[str, Memory]] = {}
        for site in self.sites:
            touched.setdefault(family_of(site), {})[site] = self._memory(site)
        changed: list[str] = []
        families: dict[str, list[str]] = {}
        for site in there.sites:
            families.setdefault(family_of(site), []).append(site)
        for family, memories in touched.items():
            before = families.get(family, [])
            may_change = before if len(before) <= FAMILY else [site for site in before if site in memories]
            known = Templates({site: there._memory(site) for site in may_change}, self.hosts)
            changed += Templates(known._memories_with(memories), self.hosts).save(path)
        return changed

    def _memories_with(self, more: Mapping[str, Memory]) -> dict[str, Memory]:
        """The memories of these templates, with the pages of others added."""
        memories = self.memories()
        for site, memory in more.items():
            memories.setdefault(site, Memory()).update(memory)
        return memories

    def memories(self) -> dict[str, Memory]:
        """The pages that are remembered, by site."""
        return {site: self._memory(site).copy() for site in self.sites}

    @property
    def sites(self) -> list[str]:
        """The sites that have a template, in order."""
        return sorted(self._on_disk | self._memories.keys() | self._templates.keys())

    def __len__(self) -> int:
        return len(self.sites)

    def __contains__(self, site: object) -> bool:
        return site in self._on_disk or site in self._memories or site in self._templates

    def __getitem__(self, site: str) -> Template:
        """The template of a site by its name, a host without `www.`; raises KeyError."""
        if site not in self:
            raise KeyError(site)
        return self._template(site)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Templates):
            return NotImplemented
        return self.hosts == other.hosts and self.memories() == other.memories()

    __hash__ = None  # type: ignore[assignment]  # it would have to read every file

    def of(self, url: str) -> tuple[Template, ...]:
        """The templates a page is judged by, the nearest first: of its user's part of a host, of the host."""
        return tuple(self._template(name) for name in self.hosts.names(url) if name in self)

    def light(self) -> Templates:
        """These templates without the pages they were learned from: enough to clean with, and small to hand over."""
        light = Templates(hosts=self.hosts, folder=self._folder)
        light._templates = {site: self._template(site) for site in self._templates.keys() | self._memories.keys()}
        return light

    def _template(self, site: str) -> Template:
        if site in self._memories and site not in self._templates:
            self._templates[site] = learned(site, self._memories[site], self._neighbours.lenders(site))
        found = self._templates.get(site) or self._read.get(site)
        if found is None:
            assert self._folder is not None  # noqa: S101 -- what is not in memory is on disk
            found = store.load(self._folder, site)
            if len(self._read) >= _AT_HAND:
                self._read.pop(next(iter(self._read)), None)
            self._read[site] = found
        return found

    def _memory(self, site: str) -> Memory:
        found = self._memories.get(site)
        if found is None:
            if self._folder is None:
                raise ConfigError(site, "", "this template has no pages with it, and cannot be merged or saved")
            found = store.load_memory(self._folder, site)
        return found
