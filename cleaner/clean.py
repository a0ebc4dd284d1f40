"""The one pipeline: a page is read, judged and cut, until nothing more changes.

HTML is written as Markdown first, all of it, with blocks that know where in the tree they stood. From there on it goes
the way of Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from cleaner import verdict as verdicts
from cleaner.block import Block
from cleaner.cut import cut
from cleaner.errors import UsageError
from cleaner.judges.ftr import FtrRules
from cleaner.judges.model import Content, ModelRules
from cleaner.judges.rules import GeneralRules
from cleaner.judges.site import SiteRules, Sites
from cleaner.judges.template import TemplateRules, Templates
from cleaner.ruling import Coverage, Docket, Edit, Fact, Judge, Selecting, apply, compose, restore
from cleaner.sources import blocks_of, html, opening
from cleaner.sources.encoding import Decoded, decode
from cleaner.sources.front_matter import Meta
from cleaner.sources.page import Kind, Page, read, reread
from cleaner.verdict import Floor, Verdict

Engine = Literal["cleaner", "readability"]

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
    _html: str | bytes | None = None
    """The source, where it was HTML."""

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

    @cached_property
    def dump(self) -> str:
        """The page with nothing taken, whose bytes the edits count: the source or, of HTML, all of it as Markdown."""
        return restore(self.page.data, self.edits).decode("utf-8", "replace")

    def restore(self) -> str | bytes:
        """The source, from the cleaned page and the edits alone; `str` or `bytes`, as it was given.

        HTML cannot be made from Markdown; of it the source itself was kept.
        """
        if self._html is not None:
            return self._html
        source = restore(self.page.data, self.edits)
        return source.decode("utf-8", "surrogatepass") if self._given_text else self._decoded.encode(source)

    def encoded(self) -> bytes:
        """The cleaned page in the encoding of its source; in UTF-8 where that was HTML."""
        return self._decoded.encode(self.page.data)


class Cleaner:
    """Cleans pages. Make one and use it for many: it keeps nothing of a page, pickles, and may be shared by threads.

    `templates` is what :func:`cleaner.learn` gave, or a folder of such templates, or None for none. `sites` is a folder
    of site files that go before the built-in ones, or None for the built-in ones alone. `model` says whether the
    trained model judges what rules and templates leave.

    The others are about HTML. `content` is what is wanted: "page", the content of whatever kind of page, or "article",
    the body of its article alone. `comments` keeps the comments of readers. `engine` is "cleaner", or "readability" for
    what readability-lxml takes for the content. `ftr` is a folder of site configurations in the format of FiveFilters
    and wallabag.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- what can be chosen, once
        self,
        templates: Templates | Path | str | None = None,
        sites: Path | str | Sites | None = None,
        model: bool = True,
        content: Content = "page",
        comments: bool = False,
        engine: Engine = "cleaner",
        ftr: Path | str | None = None,
    ) -> None:
        for name, value, known in (("content", content, get_args(Content)), ("engine", engine, get_args(Engine))):
            if value not in known:
                raise UsageError(f"unknown {name} {value!r}; use one of {', '.join(known)}")
        self.sites = sites if isinstance(sites, Sites) else Sites.load(sites)
        if isinstance(templates, Path | str):
            templates = Templates.load(templates)
        others = (FtrRules(ftr),) if ftr is not None else ()
        learned = (TemplateRules(templates),) if templates is not None else ()
        trained = (ModelRules(content=content),) if model else ()
        self.judges: tuple[Judge, ...] = (
            SiteRules(self.sites), *others, *learned, GeneralRules(comments=comments), *trained
        )  # fmt: skip
        self.engine = engine

    def clean(self, source: str | bytes, url: str | None = None, kind: Kind | None = None) -> Result:
        """Clean one page.

        `url` is its address and goes before the one it gives itself; `kind` says what it is, None means: find out.
        Raises :class:`UsageError` for an unknown kind, :class:`ConfigError` for a mistake in the template of its site,
        which is read when the first page asks for it, and nothing for any content.
        """
        opened = opening.html_of(source, url, kind)
        if opened is not None:
            return self._clean_html(opened, source)
        given_text = isinstance(source, str)
        decoded = Decoded(source.encode("utf-8", "surrogatepass"), "utf-8") if isinstance(source, str) else decode(source)
        edits = _undecodable(decoded.data)
        page = read(apply(decoded.data, edits) if edits else decoded.data, url, kind)
        settled = self._settle(_Case(page, blocks_of(page), edits), decoded.data, url, kind)
        if settled.is_restless:  # leave the page as it is, so that a second run does too
            edits = _undecodable(decoded.data)
            page = read(apply(decoded.data, edits), url, kind)
            settled = settled._replace(page=page, edits=edits, verdict=verdicts.left_alone(page, blocks_of(page)), facts={})
        meta = _meta(settled.page, settled.facts)
        return Result(tuple(settled.edits), settled.verdict, meta, settled.page, settled.coverage, decoded, given_text)

    def _clean_html(self, opened: opening.Opened, source: str | bytes) -> Result:
        """A page of HTML is judged with what its tree shows, then goes on as the Markdown that is left of it."""
        tree = html.parse(opened.html, opened.url)
        marks: dict[html.Element, html.Mark] = {}
        for judge in self.judges:
            if isinstance(judge, Selecting):
                marks = judge.marks(tree) | marks
        whole = html.read(tree, marks)
        data = whole.page.data
        case = _Case(whole.page, whole.blocks, [], whole.marked)
        settled = self._settle(case, data, whole.page.url, "markdown")
        meta = _meta(settled.page, settled.facts) | whole.meta
        decoded = Decoded(data, "utf-8")
        return Result(tuple(settled.edits), settled.verdict, meta, settled.page, settled.coverage, decoded, True, source)

    def _settle(self, case: _Case, source: bytes, url: str | None, kind: Kind | None) -> _Settled:
        """Judge and cut until nothing changes. The verdict is that of the first pass."""
        page, blocks, edits, marked = case
        is_html = bool(blocks) and blocks[0].trail is not None
        said: tuple[Verdict, dict[str, Fact], Coverage | None] | None = None
        for number in range(_MOST_PASSES):
            blocks, docket = self.judge(page, number > 0, blocks, marked, is_html and number > 0)
            if said is None:
                said = verdicts.verdict(page, blocks, docket), docket.facts, docket.coverage
            new = cut(page, blocks, docket)
            if not new:
                return _Settled(page, edits, *said)
            edits = compose(edits, new, source)
            page = reread(page, apply(page.data, new), url, kind)
            blocks, marked = blocks_of(page), ()
        assert said is not None  # noqa: S101 -- the loop ran at least once
        return _Settled(page, edits, *said, is_restless=True)

    def judge(  # noqa: PLR0913, PLR0917 -- a page, and what is known of it
        self,
        page: Page,
        again: bool = False,
        blocks: list[Block] | None = None,
        marked: Sequence[html.Marked] = (),
        modelled: bool = False,
    ) -> tuple[list[Block], Docket]:
        """One pass of all judges over a page: its blocks, and the docket.

        Where no other judge takes anything the model takes nothing, so in a later pass (`again`) it is not asked then;
        and never where it has judged the page as HTML (`modelled`). `blocks` are those of the page, if they are known;
        `marked` is what the tree of a page of HTML showed.
        """
        if blocks is None:
            blocks = blocks_of(page)
        is_html = bool(blocks) and blocks[0].trail is not None
        modelled = modelled or (page.is_converted and not is_html)
        docket = Docket(marked)
        floor: Floor | None = None
        for judge in self.judges:
            is_model = isinstance(judge, ModelRules)
            if is_model and (modelled or (again and not docket.dropped and not judge.alone)):
                break
            if floor is None and not isinstance(judge, SiteRules | FtrRules | TemplateRules):
                floor = Floor(blocks, docket)
            for finding in judge(page, blocks, docket):
                docket.enter(finding)
            if floor is not None and not (is_model and is_html):
                floor.back_out(docket)
        return blocks, docket


class _Case(NamedTuple):
    """A page before its judges, and what was done to it to read it."""

    page: Page
    blocks: list[Block]
    edits: list[Edit]
    marked: Sequence[html.Marked] = ()


class _Settled(NamedTuple):
    """A page that came to rest; or did not, and is as the last pass left it."""

    page: Page
    edits: list[Edit]
    verdict: Verdict
    facts: dict[str, Fact]
    coverage: Coverage | None
    is_restless: bool = False


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
