"""What became of the page as a whole: a captcha page is not an article, and a reader should be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from cleaner.block import Block
from cleaner.ruling import Docket
from cleaner.sources.page import Page
from cleaner.sources.title import repeats_title

VerdictKind = Literal["ok", "empty", "blocked", "menu-only", "truncated", "over-cleaned"]

_BLOCKED_RULES: Final = frozenset({"captcha-text", "wall-text", "script-notice"})
_LITTLE: Final = 50  # words: a page that says no more and holds the text of a wall is a wall
_TEXT_BLOCK: Final = 30  # words of a block without links that counts as text for the floor: no teaser is as long
_FEW_LINKS: Final = 0.2
_FLOOR: Final = 0.1  # of a page's text: rules that leave less of it are backed out
_FLOOR_WORDS: Final = 200  # pages with less text have no floor: a captcha page should end empty
_UNSURE: Final = 0.25  # of the words that stay are more likely furniture: the reader is told


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one page.

    ========================= ==================================================================================
    `ok`                      there is content, and it was cleaned
    `empty`                   there is none
    `blocked`                 a captcha, a log-in wall, an error or a script notice stands in its place
    `menu-only`               the dump was cut before the content began
    `truncated`               there is content, and the dump was cut before its end
    `over-cleaned`            a rule would have taken nearly all text and was backed out: look at this page
    ========================= ==================================================================================
    """

    kind: VerdictKind
    why: str
    kept: float
    """Share of the body's words that stay, 0 to 1."""
    words: int
    """Words of content that stay, the title not among them."""
    certainty: float | None = None
    """How sure the model is of what was left to it, by words: 0 as for the toss of a coin, 1 for no doubt at all. None
    where it was not asked."""


class Floor:
    """The retention floor of a page: where nearly all its text would go, the rule that takes most is backed out.

    Text is what stands in long blocks with hardly any links. What site rules and templates took before is not counted:
    what a person wrote down about a site, and what its own pages show, holds. Pages with little text have no floor.
    """

    def __init__(self, blocks: Sequence[Block], docket: Docket) -> None:
        self.words = {
            index: block.words
            for index, block in enumerate(blocks)
            if block.words >= _TEXT_BLOCK and block.link_density < _FEW_LINKS and not docket.drops(index)
        }

    def back_out(self, docket: Docket) -> None:
        """Withdraw rules, the greediest first, until enough text stays."""
        total = sum(self.words.values())
        while total >= _FLOOR_WORDS:
            taken: Counter[str] = Counter()
            for index, words in self.words.items():
                if docket.drops(index):
                    taken[docket.rulings[index].rule] += words
            if not taken or total - taken.total() >= _FLOOR * total:
                break
            docket.withdraw(taken.most_common(1)[0][0])


def left_alone(page: Page, blocks: Sequence[Block]) -> Verdict:
    """The verdict on a page on which the rules came to no rest, so that it was left as it is."""
    words = sum(block.words for block in blocks if not repeats_title(block, page.title_key))
    return Verdict("over-cleaned", "the rules came to no rest, and the page was left as it is", 1.0, words)


def verdict(page: Page, blocks: Sequence[Block], docket: Docket) -> Verdict:
    """Judge the page by what the first pass left of it."""
    title = page.title_key
    start = title[:3]
    own = [i for i, block in enumerate(blocks) if block.key[:3] != start or not repeats_title(block, title)]
    stays = [index for index in own if not docket.drops(index)]
    words = sum(blocks[index].words for index in stays)
    total = sum(blocks[index].words for index in own)
    kept = words / total if total else 0.0
    has_image = not words and any(blocks[index].images for index in stays)
    kind, why = _kind(page, docket, words, total, has_image)
    if not why or kind == "truncated":
        why = "; ".join(filter(None, (why, _doubt(blocks, docket, stays, words))))
    return Verdict(kind, why, kept, words, _certainty(blocks, docket))


def _kind(page: Page, docket: Docket, words: int, total: int, has_image: bool) -> tuple[VerdictKind, str]:
    """The verdict and why, of a page of `total` words of which `words` stay."""
    rules = {docket.rulings[index].rule for index in docket.dropped} | docket.seconded
    backed_out = ", ".join(docket.withdrawn)
    if backed_out and words:  # else other rules agree
        return "over-cleaned", f"{backed_out} would have taken nearly all text and was backed out"
    if words < _LITTLE and rules & _BLOCKED_RULES:
        return "blocked", "a captcha, wall or script notice stands in place of content"
    if not words and not has_image:
        if page.is_cut and total > _LITTLE:
            return "menu-only", "the page was cut before its content began"
        return "empty", "nothing but furniture" if total else "there is no text at all"
    if page.is_cut:
        return "truncated", "the page was cut before its content ended"
    return "ok", ""


def _doubt(blocks: Sequence[Block], docket: Docket, stays: Sequence[int], words: int) -> str:
    """What is said of a page where much stays that the model takes for furniture, and is not sure enough to take."""
    content = docket.evidence.get("model", {})
    doubted = sum(
        blocks[index].words for index in stays if content.get(index, 1.0) < 0.5 and index not in docket.rulings
    )
    return f"the model doubts {doubted / words:.0%} of the words that stay" if doubted > _UNSURE * words else ""


def _certainty(blocks: Sequence[Block], docket: Docket) -> float | None:
    content = docket.evidence.get("model")
    if content is None:
        return None
    rulings = docket.rulings
    left = [index for index in content if index not in rulings or rulings[index].rule == "model"]
    words = sum(blocks[index].words for index in left)
    sure = sum(abs(2 * content[index] - 1) * blocks[index].words for index in left)
    return sure / words if words else 1.0
