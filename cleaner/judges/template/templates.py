"""Templates of many sites, as one value: looked up, merged, saved, loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cleaner.errors import ConfigError
from cleaner.judges.template import hosts as hosting
from cleaner.judges.template import store
from cleaner.judges.template.hosts import Hosts
from cleaner.judges.template.keys import line_of
from cleaner.judges.template.memory import Memory
from cleaner.judges.template.template import Template, learned

_FEW: Final = 8  # pages from which on a site's own say nearly all: one with fewer looks at its neighbours
_FAMILY: Final = 40  # hosts of one domain, from which on it is a place where strangers have their sites
_ALIKE: Final = 0.5  # of the poorer site's common lines stand on both: one layout
_ALIKE_LINES: Final = 8
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
        self._templates = _learned(self._memories)
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
        return [site for site in self.sites if store.write(Path(folder), self._template(site), self._memory(site))]

    def merge(self, other: Templates) -> Templates:
        """The templates that had been learned if the pages of both had come together.

        Raises :class:`ConfigError` where a folder lacks the pages a template was learned from.
        """
        return self.with_memories(other.memories())

    def with_memories(self, more: Mapping[str, Memory]) -> Templates:
        """These templates with the pages of other memories added."""
        memories = self.memories()
        for site, memory in more.items():
            together = Memory()
            for one in (memories.get(site), memory):
                if one is not None:
                    together.update(one)
            memories[site] = together
        return Templates(memories, self.hosts)

    def memories(self) -> dict[str, Memory]:
        """The pages that are remembered, by site."""
        return {site: self._memory(site) for site in self.sites}

    @property
    def sites(self) -> list[str]:
        """The sites that have a template, in order."""
        return sorted(self._on_disk | self._templates.keys())

    def family(self, site: str) -> list[str]:
        """The sites whose templates may change when pages of this one are added."""
        return [one for one in self.sites if family_of(one) == family_of(site)]

    def __len__(self) -> int:
        return len(self._on_disk | self._templates.keys())

    def __getitem__(self, site: str) -> Template:
        """The template of a site by its name, a host without `www.`; raises KeyError."""
        if site not in self._on_disk and site not in self._templates:
            raise KeyError(site)
        return self._template(site)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Templates):
            return NotImplemented
        return self.hosts == other.hosts and self.memories() == other.memories()

    __hash__ = None  # type: ignore[assignment]  # it would have to read every file

    def of(self, url: str) -> tuple[Template, ...]:
        """The templates a page is judged by, the nearest first: of its user's part of a host, of the host."""
        names = self.hosts.names(url)
        return tuple(self._template(name) for name in names if name in self._templates or name in self._on_disk)

    def light(self) -> Templates:
        """These templates without the pages they were learned from: enough to clean with, and small to hand over."""
        light = Templates(hosts=self.hosts, folder=self._folder)
        light._templates = dict(self._templates)
        return light

    def _template(self, site: str) -> Template:
        found = self._templates.get(site) or self._read.get(site)
        if found is None:
            assert self._folder is not None  # noqa: S101 -- what is not in memory is on disk
            found = store.load(self._folder, site)
            if len(self._read) >= _AT_HAND:
                self._read.clear()
            self._read[site] = found
        return found

    def _memory(self, site: str) -> Memory:
        found = self._memories.get(site)
        if found is None:
            if self._folder is None:
                raise ConfigError(site, "", "this template has no pages with it, and cannot be merged or saved")
            found = store.load_memory(self._folder, site)
        return found


def family_of(site: str) -> str:
    """The domain a host belongs to: its last two labels, near enough to what is registered."""
    return ".".join(site.partition("/")[0].rsplit(".", 2)[-2:])


def _learned(memories: Mapping[str, Memory]) -> dict[str, Template]:
    """Templates of all memories; sites with few pages borrow those of neighbours with the same layout."""
    families: dict[str, list[str]] = {}
    for site in memories:
        if "/" not in site:
            families.setdefault(family_of(site), []).append(site)
    templates = {}
    layouts: dict[str, frozenset[str]] = {}
    for site, memory in memories.items():
        near = [one for one in families.get(family_of(site), ()) if one != site] if len(memory) < _FEW else []
        lenders = {}
        if "/" not in site and 0 < len(near) <= _FAMILY:
            for one in (site, *near):
                if one not in layouts:
                    layouts[one] = _layout(memories[one])
            lenders = {one: memories[one] for one in near if _alike(layouts[site], layouts[one])}
        templates[site] = learned(site, memory, lenders)
    return templates


def _layout(memory: Memory) -> frozenset[str]:
    """The lines that stand on most pages of a site."""
    lines: Counter[str] = Counter()
    for page in memory:
        lines.update({line_of(line).key for line in page.lines} - {""})
    return frozenset(line for line, count in lines.items() if 2 * count > len(memory))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= _ALIKE_LINES and shared >= _ALIKE * min(len(one), len(other))
