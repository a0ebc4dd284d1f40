"""What the model reads of a page: one row of numbers a block, in no language, worked out for all blocks at once.

Counts go in as log(1 + n), shares as they are, marks as 0 or 1. Character classes in place of word lists, length in
words with CJK characters at 1.7 a word, likeness to the title by pairs of characters: the same in every script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Final, get_args

import numpy as np
import numpy.typing as npt

from cleaner.block import Block, BlockKind
from cleaner.judges.model.characters import SORTS, Sort, codes, count, sorts
from cleaner.ruling import Docket
from cleaner.sources.page import Page, host_of
from cleaner.sources.words import normalise

Matrix = npt.NDArray[np.float32]
Vector = npt.NDArray[np.float32]
Index = npt.NDArray[np.intp]

_PROSE_WORDS: Final = 12  # outside links, from which on a block is a landmark: a sentence of text is that long
_PAIRS: Final = 1 << 14  # slots for pairs of characters; a title has some 60
_SPREAD: Final = 31
_MOST_HITS: Final = 5.0
_LENGTHS: Final = (0.5, 1.5, 3.5, 8.5, 20.5, 60.5)  # words between which blocks are of one shape
_FOURS: Final = 1 << 16

_KINDS: Final = {kind: number for number, kind in enumerate(get_args(BlockKind))}
_SORT_NAMES: Final = tuple(sort.name.lower().replace("_", " ") for sort in Sort)
FAMILIES: Final = tuple(
    "skip-link navigation account search language-picker theme-switch advertisement comment-counter comment-form "
    "comment-thread share follow newsletter donation cookie-notice related tags author-box previous-next read-time "
    "view-counter page-tools back-to-top legal registration contact script-notice captcha wall crawler byline "
    "updated keep-heading".split()
)
LINK_KINDS: Final = "ad pixel share account comment icon theme file author tag tracked".split()

COUNTS: Final = (
    "words",
    "characters",
    "words outside links",
    "links",
    "images",
    "words a link",
    "sentence ends",
    "commas",
    "blocks above",
    "blocks below",
    "words above",
    "words below",
    "prose above",
    "prose below",
    "size of group",
    "words of group",
    "repeats",
    "blocks below title",
    "blocks above title",
    "blocks below heading",
    "blocks below prose",
    "blocks above prose",
    "blocks of page",
    "words of page",
    "prose of page",
    "length of address",
    "steps of address",
    "hyphens of address",
    "digits of address",
    "repeats of shape",
    "repeats of pair of shapes",
    "repeats of address",
    "addresses of folder",
    "words below heading",
    "steps of page address",
    "digits of page address",
)
SHARES: Final = (
    "link density",
    *(f"{name} share" for name in _SORT_NAMES),
    "of title in block",
    "of block in title",
    "of address in block",
    "of block in address",
    "of block in prose",
    "level of heading above",
    "link density of group",
    "place in group",
    "place in page",
    "words above of page",
    "link density of page",
    "links to own site",
    "links to other sites",
    "links into page",
    "links into own folder",
    "links with images",
)
MARKS: Final = (
    *(f"is {kind}" for kind in _KINDS),
    "level 1",
    "level 2",
    "level 3",
    "quoted",
    "in list",
    "in inner list",
    "first of page",
    "last of page",
    "blank line above",
    "bold",
    "page is cut",
    "page has address",
    *(f"begins with {name}" for name in _SORT_NAMES),
    *(f"ends with {name}" for name in _SORT_NAMES),
)
EVIDENCE: Final = (
    *(f"phrase:{family}" for family in FAMILIES),
    *(f"heading:{family}" for family in FAMILIES),
    *(f"link:{kind}" for kind in LINK_KINDS),
    *(f"image:{kind}" for kind in LINK_KINDS),
    "prose",
    "title",
    "own-title",
    "template",
    "template-text",
    "template-known",
    "site-drop",
    "template-drop",
    "rule-drop",
    "kept",
)
FEATURES: Final = (*COUNTS, *SHARES, *MARKS, *EVIDENCE)
"""The names of the columns, in order."""

_COLUMN: Final = {name: column for column, name in enumerate(FEATURES)}
_FIRST_EVIDENCE: Final = len(FEATURES) - len(EVIDENCE)
_FIRST_KIND: Final = _COLUMN["is heading"]
_FIRST_BEGIN: Final = _COLUMN["begins with lower"]
_FIRST_END: Final = _COLUMN["ends with lower"]


def features(page: Page, blocks: Sequence[Block], docket: Docket) -> Matrix:
    """One row a block, one column a feature, as :data:`FEATURES` names them."""
    rows = len(blocks)
    matrix = np.zeros((rows, len(FEATURES)), np.float32)
    kind, start, end, texts, keys, words, linked, links, images, level, depth, group, quoted = zip(*blocks, strict=True)
    base = np.array((words, linked, level, depth, group, start, end, quoted), np.float64)
    word, linked_, level_, depth_, group_, start_, end_, quoted_ = base
    lengths = np.fromiter(map(len, texts), np.float64, rows)
    link_counts = np.fromiter(map(len, links), np.float64, rows)
    image_counts = np.fromiter(map(len, images), np.float64, rows)
    index = np.arange(rows)

    length = np.maximum(lengths, 1)
    density = np.minimum(linked_ / length, 1)
    outside = word * (1 - density)
    prose = np.where(outside >= _PROSE_WORDS, outside, 0)
    words_above, prose_above = np.cumsum(word) - word, np.cumsum(prose) - prose
    all_words, all_prose = word.sum(), prose.sum()

    opens = np.empty(rows, bool)
    opens[0] = True
    np.not_equal(group_[1:], group_[:-1], out=opens[1:])
    first = np.flatnonzero(opens)
    member = np.cumsum(opens) - 1
    sizes = np.diff(first, append=rows)
    group_words = np.add.reduceat(word, first)
    group_linked = np.add.reduceat(linked_, first) / np.maximum(np.add.reduceat(lengths, first), 1)

    heads = np.maximum.accumulate(np.where(level_ > 0, index, -1))
    last_heading = np.concatenate(((-1,), heads[:-1]))

    # text
    points = codes(texts)
    found = sorts(points)
    spans = lengths.astype(np.intp) + 1
    owner = np.repeat(index, spans)
    stops = np.cumsum(spans) - 1
    by_sort = count(found, owner, rows)
    by_sort[:, Sort.SPACE] -= 1  # the line feed behind each
    at_first, at_last = found[stops - spans + 1], found[np.maximum(stops - 1, 0)]

    urls = _addresses(page, links, index, link_counts, image_counts)
    counts = np.stack(
        (
            word,
            lengths,
            outside,
            link_counts,
            image_counts,
            word / np.maximum(link_counts, 1),
            by_sort[:, Sort.SENTENCE_END],
            by_sort[:, Sort.COMMA],
            index,
            rows - 1 - index,
            words_above,
            all_words - words_above - word,
            prose_above,
            all_prose - prose_above - prose,
            sizes[member],
            group_words[member],
            _repeats(keys),
            *_from_title(docket, index),
            _since(level_ > 0, index),
            _since(prose > 0, index),
            _since(prose[::-1] > 0, index)[::-1],
            np.full(rows, rows),
            np.full(rows, all_words),
            np.full(rows, all_prose),
            *urls[:4],
            *_shapes(kind, level_, depth_, word, link_counts, image_counts, by_sort[:, Sort.SENTENCE_END]),
            *urls[9:],
            np.minimum(words_above - np.where(last_heading >= 0, words_above[last_heading], 0), 500),
            np.full(rows, page.url.count("/")),
            np.full(rows, sum(map(str.isdigit, page.url))),
        ),
        axis=1,
    )
    np.log1p(counts, out=matrix[:, : len(COUNTS)], casting="same_kind")
    shares = (
        density,
        *(by_sort / length[:, None]).T,
        *_likeness(page, keys, index, prose > 0),
        np.where(last_heading >= 0, level_[last_heading], 0) / 6,
        group_linked[member],
        (index - first[member] + 0.5) / sizes[member],
        (index + 0.5) / rows,
        words_above / max(all_words, 1),
        np.full(rows, linked_.sum() / max(lengths.sum(), 1)),
        *urls[4:9],
    )
    np.stack(shares, axis=1, out=matrix[:, len(COUNTS) : len(COUNTS) + len(SHARES)], casting="same_kind")
    matrix[index, _FIRST_KIND + np.fromiter(map(_KINDS.__getitem__, kind), np.intp, rows)] = 1
    matrix[index, _FIRST_BEGIN + at_first] = 1
    matrix[index, _FIRST_END + at_last] = 1
    data = page.data
    marks = (
        level_ == 1,
        level_ == 2,
        level_ >= 3,
        quoted_,
        depth_ > 0,
        depth_ > 1,
        index == 0,
        index == rows - 1,
        np.diff(start_, prepend=0) - (np.concatenate(((0,), (end_ - start_)[:-1]))) > 1,
        np.fromiter((data.startswith(b"**", at) for at in start), bool, rows),
        np.full(rows, page.is_cut),
        np.full(rows, bool(page.url)),
    )
    low = _COLUMN["level 1"]
    matrix[:, low : low + len(marks)] = np.stack(marks, axis=1)
    _evidence(matrix, docket)
    return matrix


def _evidence(matrix: Matrix, docket: Docket) -> None:
    for name, hits in docket.evidence.items():
        column = _COLUMN.get(name)
        if column is not None and hits:
            matrix[list(hits), column] = np.minimum(list(hits.values()), _MOST_HITS)
    if "template" in docket.evidence:
        matrix[:, _COLUMN["template-known"]] = 1
    for index, ruling in docket.rulings.items():
        judge = ruling.rule.partition("/")[0]
        name = "kept" if ruling.keep else f"{judge}-drop" if judge in ("site", "template") else "rule-drop"
        matrix[index, _COLUMN[name]] = 1


def _since(marks: npt.NDArray[np.bool_], index: Index) -> npt.NDArray[np.float64]:
    """How many blocks above each the last marked one stands; as many as there are above it where none is."""
    last = np.maximum.accumulate(np.where(marks, index, -1))
    before = np.concatenate(((-1,), last[:-1]))
    return (index - before).astype(np.float64)


def _from_title(docket: Docket, index: Index) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How far below the page's own title each block stands, and how far above it; 0 where there is none."""
    own = docket.evidence.get("own-title")
    if not own:
        return np.zeros(index.size), np.zeros(index.size)
    away = index - next(iter(own))
    return np.maximum(away, 0).astype(np.float64), np.maximum(-away, 0).astype(np.float64)


def _shapes(
    kind: Sequence[str],
    level: npt.NDArray[np.float64],
    depth: npt.NDArray[np.float64],
    words: npt.NDArray[np.float64],
    links: npt.NDArray[np.float64],
    images: npt.NDArray[np.float64],
    ends: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """How many blocks of the page have this shape, and how often it is followed by the next: cards come in rows."""
    shape = np.fromiter(map(_KINDS.__getitem__, kind), np.intp, len(kind))
    for values, most in ((level, 6), (depth, 2), (links, 2), (images, 1), (ends, 1)):
        shape = shape * (most + 1) + np.minimum(values, most).astype(np.intp)
    shape = shape * 8 + np.searchsorted(_LENGTHS, words)
    _, which, times = np.unique(shape, return_inverse=True, return_counts=True)
    pairs = which * (len(times) + 1) + np.append(which[1:], len(times))
    _, pair, pair_times = np.unique(pairs, return_inverse=True, return_counts=True)
    return times[which] - 1, pair_times[pair] - 1


def _repeats(keys: Sequence[str]) -> npt.NDArray[np.float64]:
    """How often the text of each block stands on the page beside that."""
    times = Counter(keys)
    times[""] = 1
    return np.fromiter((times[key] for key in keys), np.float64, len(keys)) - 1


def _likeness(page: Page, keys: Sequence[str], index: Index, prose: npt.NDArray[np.bool_]) -> tuple[Vector, ...]:
    """How alike each block is to the title and to the words of the page's address, by pairs of characters.

    Of each: the share of its pairs that stand in the block, and of the block's pairs that stand in it.
    """
    points = codes(keys)
    spans = np.fromiter(map(len, keys), np.intp, len(keys)) + 1
    owner = np.repeat(index, spans)
    pairs = (points[:-1] * _SPREAD + points[1:]) % _PAIRS
    inside = (points[:-1] != ord("\n")) & (points[1:] != ord("\n"))
    total = np.maximum(spans - 2, 1)
    found: list[Vector] = []
    for text in (normalise(page.title), _slug(page.url)):
        own = codes([text])[:-1]
        wanted = np.zeros(_PAIRS, bool)
        wanted[(own[:-1] * _SPREAD + own[1:]) % _PAIRS] = True
        hits = np.bincount(owner[:-1], weights=wanted[pairs] & inside, minlength=index.size)
        found += [np.minimum(hits / max(len(text) - 1, 1), 1).astype(np.float32), (hits / total).astype(np.float32)]
    fours = (pairs[:-2].astype(np.intp) * 40503 + pairs[2:]) % _FOURS
    whole = inside[:-2] & inside[1:-1] & inside[2:]
    of = owner[: len(fours)]
    mine = prose[of] & whole
    said = np.bincount(fours[mine], minlength=_FOURS)
    again = whole & (said[fours] > mine)
    found.append((np.bincount(of, weights=again, minlength=index.size) / np.maximum(spans - 4, 1)).astype(np.float32))
    return tuple(found)


def _slug(url: str) -> str:
    """The words of an address's last step: what its writer took from the title."""
    path = url.partition("://")[2].partition("?")[0].partition("#")[0].rstrip("/")
    last = path.rpartition("/")[2] if "/" in path else ""
    return normalise(last.rpartition(".")[0] or last).replace("-", " ").replace("_", " ")


def _addresses(
    page: Page,
    links: Sequence[Sequence[tuple[str, str, int, int]]],
    index: Index,
    link_counts: npt.NDArray[np.float64],
    image_counts: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], ...]:
    """Of the addresses a block links to: their mean length, steps, hyphens and digits, and the shares of their kinds."""
    rows = index.size
    urls = [link[0] for link in chain.from_iterable(links)]
    if not urls:
        return tuple(np.zeros((11, rows)))
    owner = np.repeat(index, link_counts.astype(np.intp))
    host = host_of(page.url)
    site = ".".join(host.rsplit(".", 2)[-2:])
    folder = page.url.rpartition("/")[0] + "/" if page.url.count("/") > 3 else "\n"
    path = "/" + page.url.partition("://")[2].partition("/")[2].rpartition("/")[0] + "/" if folder != "\n" else "\n"
    absolute = [url[:4] == "http" or url[:2] == "//" for url in urls]
    own = [not far or (site != "" and site in url[:80]) for url, far in zip(urls, absolute, strict=True)]
    inner = [url[:1] == "#" for url in urls]
    near = [url.startswith(folder) or url.startswith(path) for url in urls]
    steps = [url.count("/") for url in urls]
    hyphens = [url.count("-") for url in urls]
    numbers = np.array((list(map(len, urls)), steps, hyphens, own, near, inner), np.float64)
    texts = codes(urls)
    url_of = np.repeat(np.arange(len(urls)), numbers[0].astype(np.intp) + 1)
    is_digit = (texts >= ord("0")) & (texts <= ord("9"))
    digits = np.bincount(url_of[is_digit], minlength=len(urls)).astype(np.float64)
    per = np.maximum(link_counts, 1)
    folders = [url.partition("?")[0].rpartition("/")[0] for url in urls]
    times, shelves = Counter(urls), Counter(folders)
    again = np.array([times[url] - 1 for url in urls], np.float64)
    beside = np.array([shelves[folder] - 1 for folder in folders], np.float64)

    def mean(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(np.bincount(owner, weights=values, minlength=rows) / per)

    own_ = mean(numbers[3])
    has = link_counts > 0
    return (
        mean(numbers[0]),
        mean(numbers[1]),
        mean(numbers[2]),
        mean(digits),
        own_,
        np.where(has, 1 - own_, 0),
        mean(numbers[5]),
        mean(numbers[4]),
        np.minimum(image_counts / per, 1) * has,
        mean(again),
        mean(beside),
    )
