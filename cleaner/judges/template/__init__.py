"""The second judge: what a site repeats. A line that stands on most pages of a host is furniture in any language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.block import Block
from cleaner.judges.template.match import LINE, NOTHING, Fitting, find, is_linked
from cleaner.judges.template.memory import address_of
from cleaner.judges.template.standing import PLACE, placed
from cleaner.judges.template.template import FEWEST, MOST, Template
from cleaner.judges.template.templates import Templates
from cleaner.ruling import Coverage, Docket, Ruling
from cleaner.sources.page import Page
from cleaner.sources.title import repeats_title

__all__ = ["Template", "TemplateRules", "Templates"]

_BOX_SHARE: Final = 0.8  # of the other pages have every line of a box inside the text that has no link, or it stays
_BOX_LINES: Final = 3  # with a link or button among them
_PLAIN_BOX_LINES: Final = 4
_BOX_PAGES: Final = 4  # other pages before a box is believed: the data sheets of two products are alike as well
_OWN_WORDS: Final = 4  # of a line that is not a link: the page's own text, not a date or a counter
_SENTENCE_WORDS: Final = 6
_LINE_WORDS: Final = 6  # entries of menus are shorter, headlines and sentences are not
_TEXT_WORDS: Final = 200  # in such lines make a page that has something to lose
_NEARLY: Final = 0.8  # of them would go: too much to believe unless so many pages say so
_MANY: Final = 8
_FEW_LINKS: Final = 0.4  # share of a block's text in links up to which it reads as text
_TITLES: Final = 3  # the crawler's, the page's own, and one in a path of categories; others are further down
_TABLE: Final = 0.8  # of a table's rows recur before any goes: a header above other rows is no furniture
_NEAR: Final = 8  # blocks, counting rules and empty ones, within which the text follows that a heading leads to
_SENTENCE_ENDS: Final = tuple(".!?。！？…")
_LEADS: Final = (":", "：")


class TemplateRules:
    """Asks the template of a page's site, if there is one.

    The page that is judged is left out of the count. What recurs goes, but for code, the title, and what leads up to or
    stands inside the page's own text: there only links go, and boxes that stand on nearly every page. Of HTML, what
    stands where other pages have only what recurs goes as well. How often the lines of a block recur is left on the
    docket as evidence: `template`, the share of the other pages its rarest line stands on, and `template-text`, the
    share of its text that recurs.
    """

    name = "template"

    def __init__(self, templates: Templates) -> None:
        self.templates = templates

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling]:
        """Rulings on the blocks that recur; none where no template fits."""
        address = address_of(page.url)
        fitting = [Fitting(template, address) for template in self.templates.of(page.url)]
        fitting = [one for one in fitting if one.others >= FEWEST]
        if not fitting or not blocks:
            return
        case = _Case(page, blocks, fitting)
        said = {index: found for index, found in enumerate(case.lines) if found is not NOTHING}
        docket.evidence["template"] = {index: found.share for index, found in said.items() if found.share}
        docket.evidence["template-text"] = {index: found.text for index, found in said.items()}
        docket.coverage = case.coverage()
        yield from case.rulings(docket)


class _Case:
    """One page before its templates."""

    def __init__(self, page: Page, blocks: Sequence[Block], fitting: Sequence[Fitting]) -> None:
        self.page = page
        self.blocks = blocks
        self.fitting = fitting
        title = page.title_key
        start = title[:3]
        titles = [
            index
            for index, block in enumerate(blocks)
            if block.key[:3] == start and title and repeats_title(block, title)
        ]
        self.is_title = frozenset(titles)
        self.lines, self.prose = find(page, blocks, fitting)
        places = placed(blocks, self.lines, fitting, self.is_title)
        self.found = [places.get(index, found) for index, found in enumerate(self.lines)] if places else self.lines
        self.recurs = [found.rule != "" for found in self.found]
        for index in titles:
            self.recurs[index] = False
        self.top = self._own_title(titles)
        for index in range(self.top + 1, len(blocks)):
            if self.recurs[index] and self._is_doubtful(index):
                self.recurs[index] = False
        own = [at for at in range(self.top + 1, len(blocks)) if not self.recurs[at] and self._is_own(at)]
        self.text = range(own[0], own[-1] + 1) if own else range(0)
        self.own_groups = {blocks[index].group for index in own if blocks[index].kind in ("paragraph", "item")}
        self.own_tables = self._tables()
        self.boxes = self._boxes()
        self.goes = [False] * len(blocks)

    def rulings(self, docket: Docket) -> Iterator[Ruling]:
        """The blocks that go; that long lines would not, but for their number, the docket is told."""
        for index in range(len(self.blocks) - 1, -1, -1):  # a heading goes when what follows it does
            self.goes[index] = self.recurs[index] and (index < self.top or not self._belongs(index))
        going = [index for index, goes in enumerate(self.goes) if goes]
        if self._would_empty(going):
            docket.withdrawn.append(LINE)
            going = [index for index in going if self.blocks[index].words < _LINE_WORDS]
        for index in going:
            found = self.found[index]
            others = f"{found.pages} of {found.others} other pages of {found.site}"
            why = f"stands where {others} have only what recurs" if found.rule == PLACE else f"on {others}"
            yield Ruling(index, False, found.rule, why)

    def coverage(self) -> Coverage:
        """How much of the page's text, each line counted once, without code and title, stands in its templates."""
        usual = self.fitting[-1].template  # of the host; of its parts there may be few pages
        lines = {
            block.key: found.text
            for index, (block, found) in enumerate(zip(self.blocks, self.lines, strict=True))
            if block.key and block.kind != "code" and index not in self.is_title
        }
        total = sum(map(len, lines))
        covered = sum(len(key) * text for key, text in lines.items() if text)
        return Coverage(usual.site, covered / total if total else 0.0, usual.share)

    def _would_empty(self, going: Sequence[int]) -> bool:
        """Whether nearly all lines longer than a menu's would go, on the word of a few pages.

        Then these may be copies of this page, or of one list of news. Many pages are believed: a page that shares all
        it has with them is none.
        """
        if max(fitting.others for fitting in self.fitting) >= _MANY:
            return False
        words = {index: block.words for index, block in enumerate(self.blocks) if block.words >= _LINE_WORDS}
        total = sum(words.values())
        return total >= _TEXT_WORDS and sum(words.get(index, 0) for index in going) >= _NEARLY * total

    def _own_title(self, titles: Sequence[int]) -> int:
        """The last line that repeats the title before the page's own text begins; -1 where none does."""
        own = (
            at for at, is_prose in enumerate(self.prose) if is_prose and not self.recurs[at] and at not in self.is_title
        )
        first = next(own, len(self.blocks))
        return max((index for index in titles[:_TITLES] if index < first), default=-1)

    def _is_doubtful(self, index: int) -> bool:
        """Whether a block below the title is a sentence that only some pages have, or have with other numbers."""
        block, share = self.blocks[index], self.found[index].share
        if not self.prose[index] or is_linked(block) or not block.text.endswith(_SENTENCE_ENDS):
            return False
        return share < MOST or (share < _BOX_SHARE and "0" in block.key)

    def _is_own(self, index: int) -> bool:
        """Whether a block that does not recur is text, and no date or counter."""
        block = self.blocks[index]
        if self.prose[index] or block.kind == "code":
            return True
        return block.words >= _OWN_WORDS and not block.level and not is_linked(block)

    def _belongs(self, index: int) -> bool:
        """Whether a block that recurs belongs to the text of this page: it stands in it, or leads up to it."""
        block = self.blocks[index]
        if block.kind == "row" and block.group in self.own_tables:
            return True
        in_own = block.kind in ("paragraph", "item") and block.group in self.own_groups
        if in_own and (not is_linked(block) or self._goes_on(index)):
            return True  # a line of a paragraph, an item of a list, whose others are the page's own
        if self._leads(index):
            return True
        if self.top < index < self.text.start and self.prose[index] and self.found[index].share < MOST:
            return True  # a standing notice above the text
        if self.found[index].rule == PLACE:
            return False  # the tree shows that it is beside the text, wherever it stands among the lines
        return index in self.text and not self._is_link(index) and index not in self.boxes

    def _leads(self, index: int) -> bool:
        """Whether a block is a heading, a label or a first sentence, and what follows it is the page's own."""
        block = self.blocks[index]
        after = self._after(index)
        if after < 0 or self.goes[after] or after in self.is_title:
            return False
        is_label = block.text.endswith(_LEADS) or self.page.data[block.start : block.end].lstrip().startswith(b"**")
        if not block.links and (block.kind == "heading" or is_label):
            return True
        is_sentence = (
            block.words >= _SENTENCE_WORDS
            and block.linked < _FEW_LINKS * len(block.text)
            and block.text.endswith(_SENTENCE_ENDS)
        )
        return is_sentence and self.found[index].share < MOST and not self.recurs[after] and self._is_own(after)

    def _goes_on(self, index: int) -> bool:
        """Whether a line of a paragraph goes on the sentence above it: a link that stands alone on its line."""
        block, above = self.blocks[index], self.blocks[index - 1] if index else self.blocks[index]
        same = index > 0 and block.kind == "paragraph" and above.group == block.group
        return same and above.text[-1:].isalnum() and not above.links

    def _is_link(self, index: int) -> bool:
        """Whether a block is made of links that stand on most pages."""
        return is_linked(self.blocks[index]) and self.found[index].share >= MOST

    def _tables(self) -> set[int]:
        """Tables, by their groups, of which not nearly all rows recur; with other figures in them they do not."""
        rows: dict[int, list[bool]] = {}
        for index, (block, recurs) in enumerate(zip(self.blocks, self.recurs, strict=True)):
            if block.kind == "row" and block.key:
                rows.setdefault(block.group, []).append(recurs and self._is_row_of_site(index))
        return {group for group, recur in rows.items() if sum(recur) < _TABLE * len(recur)}

    def _is_row_of_site(self, index: int) -> bool:
        block = self.blocks[index]
        return self.found[index].share >= MOST and (bool(block.links) or "0" not in block.key)

    def _boxes(self) -> set[int]:
        """Blocks inside the text that stand, one after the other, on most pages, and end in a link or a button.

        Without one they may be the heads of a series, and must stand on nearly all.
        """
        found: set[int] = set()
        box: list[int] = []
        for index in (*self.text, -1):
            here = self.found[index]
            if index >= 0 and self.recurs[index] and here.others >= _BOX_PAGES and here.share >= MOST:
                box.append(index)
            elif box and (index < 0 or self.blocks[index].key):
                sure = min((self.found[at].share for at in box), default=0.0) >= _BOX_SHARE
                button = max((number for number, at in enumerate(box, 1) if is_linked(self.blocks[at])), default=0)
                if not (sure and len(box) >= _PLAIN_BOX_LINES):
                    box = box[:button] if button >= _BOX_LINES else []
                found.update(box)
                box = []
        return found

    def _after(self, index: int) -> int:
        """The next block with text, or a picture of the page's own; -1 where none is near."""
        for at in range(index + 1, min(index + _NEAR, len(self.blocks))):
            if self.blocks[at].key or (self.blocks[at].images and not self.recurs[at]):
                return at
        return -1
