"""Invented sites for the tests of templates: pages in plenty, each with words of its own.

Digits are all alike to a template, so what tells the pages apart are words, drawn by a hash and the same in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Final

from cleaner.judges.template.memory import Memory, Remembered, remember
from cleaner.sources.words import normalise

HOST: Final = "otter.example"

_WORDS: Final = (
    "amber anchor apple autumn badger barley basin beacon birch bramble bridge canal candle cedar chalk cinder clover "
    "copper coral cradle cricket dapple delta drift ember falcon fathom fennel ferry flint forest furrow garden ginger "
    "granite gravel harbour harvest hazel heather heron hollow island ivory juniper kettle lagoon lantern larch linden "
    "maple marble meadow mellow mirror morning nettle oaken orchard osprey otter paddle pebble pepper pillow plover "
    "quarry quiver raven reed ripple river saddle saffron sorrel sparrow spruce stable summer thicket thistle timber "
    "tunnel valley velvet violet walnut weaver willow winter wren yarrow"
).split()

MENU: Final = (
    "* [Front page](/)",
    "* [Harbour](/harbour)",
    "* [Weather](/weather)",
    "* [Letters](/letters)",
    "* [Archive](/archive)",
    "* [About us](/about)",
)
FOOTER: Final = ("All rights are with the Otter Times", "[Imprint](/imprint) [Privacy](/privacy)")


def words(seed: object, count: int) -> str:
    """Some words that stand together nowhere else."""
    drawn = "".join(blake2b(f"{seed}/{number}".encode()).hexdigest() for number in range(count // 16 + 1))
    return " ".join(_WORDS[int(drawn[8 * at : 8 * at + 8], 16) % len(_WORDS)] for at in range(count))


def sentence(seed: object, count: int = 16) -> str:
    """A sentence of a text, which reads as such."""
    return words(seed, count).capitalize() + "."


def title(seed: object) -> str:
    """A headline of four words."""
    return words(f"title {seed}", 4).capitalize()


def article(number: int) -> list[str]:
    """A page's own text: its title and three paragraphs."""
    return [f"# {title(number)}", *(sentence(f"{number} {part}") for part in "abc")]


def url(number: int, host: str = HOST) -> str:
    """The address of a page."""
    return f"https://{host}/news/{words(f'address {number}', 3).replace(' ', '-')}-{number}"


def page(number: int, blocks: Iterable[str], host: str = HOST, date: str = "") -> str:
    """A dump of blocks, with title, address and date in its front matter."""
    head = [f"title: {title(number)}", f"url: {url(number, host)}", *([f"fetch_date: {date}"] if date else [])]
    return "---\n" + "\n".join(head) + "\n---\n\n" + "\n\n".join(blocks) + "\n"


def furnished(number: int) -> list[str]:
    """A page as most are: menu, text, footer."""
    return ["\n".join(MENU), *article(number), *FOOTER]


def site(count: int, blocks: Callable[[int], Iterable[str]] = furnished, host: str = HOST) -> list[str]:
    """So many pages of a site; `blocks` makes what stands on one."""
    return [page(number, blocks(number), host) for number in range(count)]


def remembered(number: int, lines: Iterable[str], date: str = "", host: str = HOST, text: object = None) -> Remembered:
    """A page as it is remembered, of the lines of its body; `text` says whose title it has, None: its own."""
    body = "\n".join(lines).encode("utf-8", "surrogateescape")
    key = normalise(title(number if text is None else text))
    return remember(url(number, host).partition("://")[2], date, key, body)


def memory_of(pages: Iterable[Remembered]) -> Memory:
    """A memory of these pages."""
    memory = Memory()
    for one in pages:
        memory.add(one)
    return memory
