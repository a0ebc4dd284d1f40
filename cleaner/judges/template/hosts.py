"""Which pages are of one site: hosts that redirect, and hosts on which every user has a site."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from cleaner.errors import ConfigError
from cleaner.sources.page import host_of

FILE: Final = "hosts.toml"

_LONGEST: Final = 200  # characters of a quoted name; it becomes the name of a file


@dataclass(frozen=True, slots=True)
class Hosts:
    """How hosts are joined and split.

    `join` maps a host to the one whose site it belongs to, `split` a host to the number of path segments that name a
    site on it: 1 for `medium.com/@joan`, 2 for `github.com/joan/otters`. All hosts without `www.`.
    """

    join: Mapping[str, str] = field(default_factory=dict)
    split: Mapping[str, int] = field(default_factory=dict)

    def names(self, url: str) -> tuple[str, ...]:
        """The sites a page belongs to, the nearest first; none for an address without a host."""
        host = host_of(url).removeprefix("www.")
        host = self.join.get(host, host)
        if not host or not _fits(host):
            return ()
        depth = self.split.get(host, 0)
        if not depth:
            return (host,)
        segments = [segment for segment in urlsplit(url).path.split("/") if segment][:depth]
        name = "/".join((host, *segments)).lower()
        return (name, host) if len(segments) == depth and _fits(name) else (host,)

    def over(self, other: Hosts) -> Hosts:
        """These hosts with those of `other` where they say nothing."""
        return Hosts({**other.join, **self.join}, {**other.split, **self.split})

    def beyond(self, other: Hosts) -> Hosts:
        """What these hosts say and `other` does not."""
        return Hosts(dict(self.join.items() - other.join.items()), dict(self.split.items() - other.split.items()))


def quoted(name: str) -> str:
    """A site's name as the name of a file."""
    return quote(name, safe="@~")


def _fits(name: str) -> bool:
    return len(quoted(name)) <= _LONGEST


@cache
def built_in() -> Hosts:
    """The hosts that come with the package."""
    return load(Path(str(resources.files("cleaner.judges.template") / FILE)))


def load(path: Path) -> Hosts:
    """Read a file of hosts. Raises :class:`ConfigError` with file and key for anything unknown."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(str(path), "", f"cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise ConfigError(str(path), "", f"not valid TOML: {error}") from None
    for key, table in data.items():
        if key not in ("join", "split"):
            raise ConfigError(str(path), key, "unknown key; known are join, split")
        if not isinstance(table, dict):
            raise ConfigError(str(path), key, f"this must be a table: write [{key}]")
    for host, to in data.get("join", {}).items():
        if not isinstance(to, str) or not to:
            raise ConfigError(str(path), f"join.{host}", "this must be the host whose site it belongs to")
    for host, depth in data.get("split", {}).items():
        if not isinstance(depth, int) or isinstance(depth, bool) or depth < 1:
            raise ConfigError(str(path), f"split.{host}", "this must be a number of path segments, 1 or more")
    return Hosts(
        {_bare(host): _bare(to) for host, to in data.get("join", {}).items()},
        {_bare(host): depth for host, depth in data.get("split", {}).items()},
    )


def dump(hosts: Hosts) -> str:
    """Hosts in the form of their file."""
    join = (f"{json.dumps(host)} = {json.dumps(to)}\n" for host, to in sorted(hosts.join.items()))
    split = (f"{json.dumps(host)} = {depth}\n" for host, depth in sorted(hosts.split.items()))
    return "".join(("[join]\n", *join, "\n[split]\n", *split))


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
