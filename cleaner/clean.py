"""The one pipeline: a page is read, judged and cut, until nothing more changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from cleaner import verdict as verdicts
from cleaner.block import Block
from cleaner.cut import cut
from cleaner.judges.model import ModelRules
from cleaner.judges.rules import GeneralRules
from cleaner.judges.site import SiteRules, Sites
from cleaner.judges.template import TemplateRules, Templates
from cleaner.ruling import Coverage, Docket, Edit, Fact, Judge, apply, compose, restore
from cleaner.sources import blocks_of
from cleaner.sources.encoding import Decoded, decode
from cleaner.sources.front_matter import Meta
from cleaner.sources.page import Kind, Page, read, reread
from cleaner.verdict import Floor, Verdict

_MOST_PASSES: Final = 40  # nearly every page needs one that cuts and one that finds nothing; each takes something


@dataclass(frozen=True)
class Result:
    """A cleaned page, and everything that can be said of how it came to be."""

    edits: tuple[Edit, ...]
    """Every change, in order of the source; what no edit names is byte for byte as it was."""
    verdict: Verdict
    meta: Meta
    """The front matter's values, and what was found beside the title where the front matter has no such key: `title`,
    `url`, `author`, `date` (ISO 8601), `site` and whatever the source had."""
    page: Page
    """The cleaned page."""
    coverage: Coverage | None
    """How well the template of its site fits the page; None where there is none."""
    _decoded: Decoded
    _given_text: bool

    @property
    def changed(self) -> bool:
        """Whether the output differs from the source at all."""
        return bool(self.edits)

    @cached_property
    def markdown(self) -> str:
        """Front matter and body."""
        return self.page.data.decode("utf-8", "replace")

    @cached_property
    def body(self) -> str:
        """The clean Markdown alone, without front matter."""
        return self.page.body

    @cached_property
    def text(self) -> str:
        """The body as plain text: one paragraph a block, without markup, links or images."""
        lines: list[str] = []
        group = 0
        for block in blocks_of(self.page):
            if block.text and block.kind not in ("rule", "definition", "marker"):
                lines += [block.text] if block.group == group or not lines else ["", block.text]
                group = block.group
        return "\n".join(lines)

    def restore(self) -> str | bytes:
        """The source, from the cleaned page and the edits alone; `str` or `bytes`, as it was given."""
        source = restore(self.page.data, self.edits)
        return source.decode("utf-8", "surrogatepass") if self._given_text else self._decoded.encode(source)

    def encoded(self) -> bytes:
        """The cleaned page in the encoding of its source."""
        return self._decoded.encode(self.page.data)


class Cleaner:
    """Cleans pages. Make one and use it for many: it keeps nothing of a page, pickles, and may be shared by threads.

    `templates` is what :func:`cleaner.learn` gave, or a folder of such templates, or None for none. `sites` is a folder
    of site files that go before the built-in ones, or None for the built-in ones alone. `model` says whether the
    trained model judges what rules and templates leave.
    """

    def __init__(
        self,
        templates: Templates | Path | str | None = None,
        sites: Path | str | Sites | None = None,
        model: bool = True,
    ) -> None:
        self.sites = sites if isinstance(sites, Sites) else Sites.load(sites)
        if isinstance(templates, Path | str):
            templates = Templates.load(templates)
        learned = (TemplateRules(templates),) if templates is not None else ()
        trained = (ModelRules(),) if model else ()
        self.judges: tuple[Judge, ...] = (SiteRules(self.sites), *learned, GeneralRules(), *trained)

    def clean(self, source: str | bytes, url: str | None = None, kind: Kind | None = None) -> Result:
        """Clean one page.

        `url` is its address and goes before the one in its front matter; `kind` says what it is, None means: find out.
        Raises :class:`InputError` for HTML, :class:`UsageError` for an unknown kind, :class:`ConfigError` for a mistake
        in the template of its site, which is read when the first page asks for it, and nothing for any content.
        """
        given_text = isinstance(source, str)
        if isinstance(source, str):
            decoded = Decoded(source.encode("utf-8", "surrogatepass"), "utf-8")
        else:
            decoded = decode(source)
        edits = _undecodable(decoded.data)
        page = read(apply(decoded.data, edits) if edits else decoded.data, url, kind)
        verdict: Verdict | None = None
        coverage: Coverage | None = None
        facts: dict[str, Fact] = {}
        for number in range(_MOST_PASSES):
            blocks, docket = self.judge(page, again=number > 0)
            if verdict is None:
                verdict, facts = verdicts.verdict(page, blocks, docket), docket.facts
                coverage = docket.coverage
            new = cut(page, blocks, docket)
            if not new:
                break
            edits = compose(edits, new, decoded.data)
            page = reread(page, apply(page.data, new), url, kind)
        else:  # it would go on: leave the page as it is, so that a second run does too
            edits = _undecodable(decoded.data)
            page = read(apply(decoded.data, edits), url, kind)
            verdict = verdicts.left_alone(page, blocks_of(page))
            facts = {}
        assert verdict is not None  # noqa: S101 -- the loop ran at least once
        return Result(tuple(edits), verdict, _meta(page, facts), page, coverage, decoded, given_text)

    def judge(self, page: Page, again: bool = False) -> tuple[list[Block], Docket]:
        """One pass of all judges over a page: its blocks, and the docket.

        Where no other judge takes anything the model takes nothing, so in a later pass (`again`) it is not asked then.
        """
        blocks = blocks_of(page)
        docket = Docket()
        floor: Floor | None = None
        for judge in self.judges:
            if again and not docket.dropped and isinstance(judge, ModelRules) and not judge.alone:
                break
            if floor is None and not isinstance(judge, SiteRules | TemplateRules):
                floor = Floor(blocks, docket)
            for finding in judge(page, blocks, docket):
                docket.enter(finding)
            if floor is not None:
                floor.back_out(docket)
        return blocks, docket


def clean(source: str | bytes, url: str | None = None, kind: Kind | None = None) -> Result:
    """Clean one page with the built-in rules and the model; see :meth:`Cleaner.clean`."""
    return _default().clean(source, url, kind)


@cache
def _default() -> Cleaner:
    return Cleaner()


def _undecodable(data: bytes) -> list[Edit]:
    """Edits that put U+FFFD in the place of bytes that are no UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return []
    edits: list[Edit] = []
    at = 0
    for character in data.decode("utf-8", "surrogateescape"):
        if "\udc80" <= character <= "\udcff":
            edits.append(Edit(at, at + 1, character, "\ufffd", "undecodable-byte", "a byte that is no valid UTF-8"))
            at += 1
        else:
            at += len(character.encode())
    return edits


def _meta(page: Page, facts: dict[str, Fact]) -> Meta:
    meta: Meta = dict(page.meta)
    if page.front.insert < 0:  # front matter has the facts already, by edits of it
        meta |= {key: fact.value for key, fact in facts.items()}
    if page.url:
        meta.setdefault("url", page.url)
    if page.host:
        meta.setdefault("site", page.host)
    if not page.title and (title := next((block.text for block in blocks_of(page) if block.level == 1), "")):
        meta["title"] = title
    return meta
