"""The labelled pages: where they come from, in which copies they are learned, and what is content in each."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import html2text
import html_to_markdown

from cleaner.block import Block
from cleaner.sources.page import Page, host_of, read
from training.align import Label, align
from training.folds import fold_of

_CUT: Final = 8_000  # characters, where archives cut
_TITLES: Final = re.compile(r"(---\n.*?\n---\n\n# [^\n]*\n\n)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """One labelled page in all its copies."""

    name: str
    """Of the set it is from: gold, wcxb, fundus."""
    id: str
    host: str
    kind: str
    """Of page: article, forum, product and so on."""
    language: str
    copies: dict[str, bytes]
    """The page as each converter wrote it, by the name of the converter."""
    truth: str
    """The content as text; "" where lines are labelled."""
    lines: dict[int, Label]
    """What is known of each line, from 1; empty where there is a text."""

    @property
    def fold(self) -> int:
        """The part of the data it is tested in: all pages of a site are in one."""
        return fold_of(self.host)

    def labels(self, page: Page, blocks: Sequence[Block]) -> list[Label]:
        """One label a block."""
        if self.lines:
            return _by_lines(page, blocks, self.lines)
        return align([block.text for block in blocks], self.truth)


def cut(data: bytes) -> bytes:
    """A dump as archives cut it: at so many characters of the body, with an ellipsis."""
    text = data.decode("utf-8", "replace")
    head = _TITLES.match(text)
    start = head.end() if head else 0
    return (text[: start + _CUT] + "...\n").encode() if len(text) - start > _CUT else data


def _by_lines(page: Page, blocks: Sequence[Block], lines: dict[int, Label]) -> list[Label]:
    breaks = [at for at, byte in enumerate(page.data) if byte == 10]
    starts = [0, *(at + 1 for at in breaks)]
    labels: list[Label] = []
    line = 0
    for block in blocks:
        while line + 1 < len(starts) and starts[line + 1] <= block.start:
            line += 1
        inside: list[tuple[int, Label]] = []
        at = line
        while at < len(starts) and starts[at] < block.end:
            stop = starts[at + 1] if at + 1 < len(starts) else len(page.data)
            inside.append((stop - starts[at], lines.get(at + 1, Label(0.0, 1.0))))
            at += 1
        sure = sum(size * label.sure for size, label in inside)
        content = sum(size * label.sure * label.content for size, label in inside)
        total = sum(size for size, _ in inside)
        labels.append(Label(float(content >= sure / 2) if sure else 0.0, sure / total if total else 0.0))
    return labels


def gold(data: Path) -> Iterator[Source]:
    """Real dumps with labelled lines."""
    for row in _rows(data / "gold/labels.jsonl"):
        source = (data / "gold/pages" / f"{row['id']}.md").read_bytes()
        keep, neutral = _numbers(row["keep"]), _numbers(row.get("neutral", ""))
        count = source.count(b"\n") + 1
        lines = {number: Label(float(number in keep), float(number not in neutral)) for number in range(1, count + 1)}
        yield Source("gold", row["id"], row["host"], row["kind"], row["lang"], {"markitdown": source}, "", lines)


def texts(data: Path, name: str, dumps: Path) -> Iterator[Source]:
    """Pages of which somebody took the content as text: as dumps, and their HTML through other converters."""
    paths = {path.stem: path for path in dumps.rglob("*.md")}
    pages = {path.name.removesuffix(".html.gz"): path for path in (data / name / "html").rglob("*.html.gz")}
    for row in _rows(data / name / "dev.jsonl"):
        dump = paths[row["id"]].read_bytes()
        copies = {"markitdown": dump}
        head = _TITLES.match(dump.decode("utf-8", "replace"))
        html = gzip.decompress(pages[row["id"]].read_bytes()).decode("utf-8", "replace")
        for converter, convert in CONVERTERS.items():
            body = _converted(convert, html)
            if body.strip():
                copies[converter] = ((head.group(1) if head else "") + body).encode("utf-8", "replace")
        url = row.get("url") or read(dump).url
        yield Source(name, row["id"], host_of(url), row["type"], "", copies, row["main_content"] or "", {})


def _converted(convert: Callable[[str], str], html: str) -> str:
    try:
        return convert(html)
    except Exception:  # a converter may stumble over a page; the others have it
        return ""


def _html2text(html: str) -> str:
    converter = html2text.HTML2Text(bodywidth=0)
    return str(converter.handle(html))


def _html_to_markdown(html: str) -> str:
    options = html_to_markdown.ConversionOptions(extract_metadata=False)
    return str(html_to_markdown.convert(html, options).content or "")


CONVERTERS: Final[dict[str, Callable[[str], str]]] = {"html2text": _html2text, "html-to-markdown": _html_to_markdown}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _numbers(text: str) -> set[int]:
    found: set[int] = set()
    for part in filter(None, (piece.strip() for piece in (text or "").split(","))):
        low, _, high = part.partition("-")
        found.update(range(int(low), int(high or low) + 1))
    return found


def sample(items: Sequence[bytes], count: int, seed: str) -> list[bytes]:
    """So many of these, the same ones each time for the same seed."""
    return random.Random(seed).sample(list(items), min(count, len(items)))  # noqa: S311 -- no secret


def sample_of(numbers: Sequence[int], seed: str) -> int:
    """One of these numbers, the same one each time for the same seed."""
    return random.Random(seed).choice(numbers)  # noqa: S311 -- no secret


def of_site(dumps: Path, host: str) -> list[bytes]:
    """All dumps of a host, labelled or not: what its template is learned from."""
    return [path.read_bytes() for path in sorted((dumps / host).glob("*.md"))]
