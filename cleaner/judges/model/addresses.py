"""Where the links of a block lead: to long addresses of articles or short ones of sections, home or away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from cleaner.block import Link
from cleaner.sources.page import host_of

Numbers = npt.NDArray[np.float64]

_HOST_REACH: Final = 80  # characters of an address in which its host stands
_WHOLE: Final = ("http", "//")  # beginnings of addresses that name their host
_DIGITS: Final = dict.fromkeys(map(ord, "0123456789"))


class Targets(NamedTuple):
    """Of the addresses a block links to, the mean length, and so on; 0 where it has no links."""

    length: Numbers
    steps: Numbers
    hyphens: Numbers
    digits: Numbers
    own: Numbers
    """Share of links to the page's own site."""
    other: Numbers
    inner: Numbers
    """Share of links to places in the page itself."""
    near: Numbers
    """Share of links to addresses in the folder of the page's own."""


def measure(page_url: str, links: Sequence[Sequence[Link]], counts: Numbers) -> Targets:
    """Measure the links of each block; `counts` is how many it has."""
    urls = [link.url for link in chain.from_iterable(links)]
    if not urls:
        return Targets(*np.zeros((len(Targets._fields), len(links))))
    site = ".".join(host_of(page_url).rsplit(".", 2)[-2:])
    near = _folder(page_url)
    lines = np.zeros((len(Targets._fields), len(urls)))
    lines[:4] = np.fromiter(chain.from_iterable(map(_counts, urls)), np.float64, 4 * len(urls)).reshape(-1, 4).T
    lines[4] = [not url.startswith(_WHOLE) or (site != "" and site in url[:_HOST_REACH]) for url in urls]
    lines[5] = 1 - lines[4]
    lines[6] = [url[:1] == "#" for url in urls]
    lines[7] = [url.startswith(near) for url in urls]
    owners = np.flatnonzero(counts)
    starts = (np.cumsum(counts) - counts).astype(np.intp)[owners]
    means = np.zeros((len(lines), len(links)))
    means[:, owners] = np.add.reduceat(lines, starts, axis=1) / counts[owners]
    return Targets(*means)


@lru_cache(maxsize=16_384)
def _counts(url: str) -> tuple[int, int, int, int]:
    # The addresses of menus come again on every page of a site, and every one of a page in its second pass.
    return len(url), url.count("/"), url.count("-"), len(url) - len(url.translate(_DIGITS))


def _folder(url: str) -> tuple[str, str]:
    """The folder of an address, whole and from the root on; what no address begins with for a page at the root."""
    host, slash, path = url.partition("://")[2].partition("/")
    folder = path.rpartition("/")[0]
    if not slash or not folder:
        return "\n", "\n"
    return f"{url[: url.index('://') + 3]}{host}/{folder}/", f"/{folder}/"
