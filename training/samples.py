"""Pages to numbers: every copy of every labelled page as the model would see it, with its labels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from cleaner import learn
from cleaner.block import Block
from cleaner.clean import Cleaner
from cleaner.cut import cut as edits_of
from cleaner.judges.model.features import features
from cleaner.ruling import Docket, Ruling, apply
from cleaner.sources import blocks_of
from cleaner.sources.page import Page, read, reread
from training.align import Label
from training.corpus import Source, cut, sample, sample_of

_THIN: Final = (2, 4)  # pages of thin templates
_PAGES_OF_A_TEACHER: Final = 8  # a template is nearly as good as it gets with so many
_PAGES_OF_A_SITE: Final = 8  # that it teaches
_TAKEN: Final = Label(0.0, 0.8)
_STAYS: Final = Label(1.0, 1.0)
_SHORT: Final = 30  # blocks of the longest short copy
_LEFT: Final = Label(1.0, 0.6)  # one line in thirty that is left is furniture


@dataclass(frozen=True, slots=True)
class Sample:
    """One copy of a page: a row a block."""

    source: str
    id: str
    fold: int
    kind: str
    language: str
    variant: str
    """How the copy was made: converter, then whole, cut, clean or second, then the template: none, thin or full."""
    rows: npt.NDArray[np.float16]
    content: npt.NDArray[np.float32]
    """1 for content, 0 for furniture."""
    sure: npt.NDArray[np.float32]
    """How sure that is, 0 to 1."""
    size: npt.NDArray[np.float32]
    """Words of the block."""


def samples(source: Source, pages: Sequence[bytes] = ()) -> list[Sample]:
    """Every copy of one page. `pages` are all dumps of its site that are at hand, for templates."""
    plain = Cleaner(model=False)
    made: list[Sample] = []
    for converter, data in source.copies.items():
        page = read(data, None, "markdown")
        labels = source.labels(page, blocks_of(page))
        made += _copies(source, plain, data, labels, f"{converter} whole", "none")
        if source.name != "gold" and (short := cut(data)) != data:
            made += _copies(source, plain, short, labels, f"{converter} cut", "none")
    data = source.copies["markitdown"]
    page = read(data, None, "markdown")
    labels = source.labels(page, blocks_of(page))
    if len(pages) > _THIN[0]:
        others = [page for page in pages if page != data]
        for count in _THIN:
            thin = learn(sample(others, count, f"{source.id} {count}"))
            made += _copies(
                source, Cleaner(templates=thin, model=False), data, labels, "markitdown whole", f"thin{count}"
            )
        made += _copies(source, Cleaner(templates=learn(pages), model=False), data, labels, "markitdown whole", "full")
    return made


def taught(host: str, pages: Mapping[str, bytes], labelled: Collection[str]) -> list[Sample]:
    """Copies of unlabelled pages of one site, labelled by what its template and the rules take.

    The template knows what one page alone does not show; so the model learns to see it in the page. `pages` are dumps
    by id; `labelled` are ids of pages that have labels, and are not taken.
    """
    if len(pages) < _PAGES_OF_A_TEACHER:
        return []
    teacher = Cleaner(templates=learn(pages.values()), model=False)
    plain = Cleaner(model=False)
    own = [name for name in sorted(pages) if name not in labelled]
    count = min(_PAGES_OF_A_SITE, len(own))
    made: list[Sample] = []
    for name in (own[number * len(own) // count] for number in range(count)):
        page = read(pages[name], None, "markdown")
        blocks, docket = teacher.judge(page)
        labels = [_TAKEN if docket.drops(index) else _LEFT for index in range(len(blocks))]
        source = Source("dumps", name, host, "", "", {"markitdown": pages[name]}, "", {})
        made += _copies(source, plain, pages[name], labels, "markitdown whole", "none")
        made += _copies(source, teacher, pages[name], labels, "markitdown whole", "full")
    return made


def _copies(  # noqa: PLR0913, PLR0917 -- what a copy is, thing by thing
    source: Source, tool: Cleaner, data: bytes, labels: Sequence[Label], how: str, template: str
) -> Iterator[Sample]:
    page = read(data, None, "markdown")
    blocks, docket = tool.judge(page)
    if not blocks:
        return
    labels = labels[: len(blocks)]  # a page that was cut has the first blocks of the whole
    make = partial(_sample, source)
    yield make(page, blocks, docket, labels, f"{how} {template}")
    if template.startswith("thin") or not how.startswith("markitdown"):
        return
    # the second pass: what rules and templates left, with the labels that it has
    edits = edits_of(page, blocks, docket)
    stays = [index for index in range(len(blocks)) if not docket.drops(index)]
    after = reread(page, apply(page.data, edits), None, "markdown")
    again, second = tool.judge(after)
    if again and len(again) == len(stays) and edits:  # else blocks flowed together, and the labels are not theirs
        yield make(
            after, again, second, [labels[index] for index in stays], f"{how.replace(' ', ' second-')} {template}"
        )
    # cleaned for good: nothing is to go
    oracle = Docket()
    for index, label in enumerate(labels):
        if label.sure and not label.content:
            oracle.enter(Ruling(index, False, "oracle", ""))
    clean = reread(page, apply(page.data, edits_of(page, blocks, oracle)), None, "markdown")
    left, ruled = tool.judge(clean)
    if any(label.content and label.sure for label in labels) and left:
        yield make(clean, left, ruled, [_STAYS] * len(left), f"{how.replace(' ', ' clean-')} {template}")
        if how.endswith("whole") and template == "none":
            yield from _bare(make, tool, page, labels)
            yield from _short(make, tool, clean, left)


def _bare(make: Callable[..., Sample], tool: Cleaner, page: Page, labels: Sequence[Label]) -> Iterator[Sample]:
    """The page without front matter: title and address are not known of every page, and content is content."""
    bare = read(page.data[page.front.body :], None, "markdown")
    blocks, docket = tool.judge(bare)
    if page.front.body and len(blocks) == len(labels):
        yield make(bare, blocks, docket, labels, "markitdown bare-whole none")


def _short(make: Callable[..., Sample], tool: Cleaner, clean: Page, blocks: Sequence[Block]) -> Iterator[Sample]:
    """The first blocks of a clean page, with front matter and without: a short page is no menu."""
    some = sample_of(range(2, _SHORT), blocks[0].text)
    end = blocks[min(some, len(blocks)) - 1].end
    text = blocks[0].end if blocks[0].level and len(blocks) > 1 else clean.front.body
    for how, start in (("short", 0), ("short-bare", text)):
        page = read(clean.data[start:end] + b"\n", None, "markdown")
        few, docket = tool.judge(page)
        if few:
            yield make(page, few, docket, [_STAYS] * len(few), f"markitdown {how} none")


def _sample(  # noqa: PLR0913, PLR0917 -- the same
    source: Source, page: Page, blocks: Sequence[Block], docket: Docket, labels: Sequence[Label], variant: str
) -> Sample:
    return Sample(
        source.name,
        source.id,
        source.fold,
        source.kind,
        source.language,
        variant,
        features(page, blocks, docket).astype(np.float16),
        np.array([label.content for label in labels], np.float32),
        np.array([label.sure for label in labels], np.float32),
        np.array([block.words for block in blocks], np.float32),
    )
