"""The one pipeline: a page is read, judged and cut, until nothing more changes.

HTML is written as Markdown first, all of it, with blocks that know where in the tree they stood. From there on it goes
the way of Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from cleaner import verdict as verdicts
from cleaner.block import Block
from cleaner.cut import cut
from cleaner.errors import UsageError
from cleaner.judges import readability
from cleaner.judges.model import Content, ModelRules
from cleaner.judges.rules import GeneralRules
from cleaner.judges.site import SiteRules, Sites
from cleaner.judges.template import TemplateRules, Templates
from cleaner.ruling import Coverage, Docket, Edit, Fact, Judge, apply, compose, restore
from cleaner.sources import blocks_of, html, opening
from cleaner.sources.encoding import Decoded, decode
from cleaner.sources.front_matter import Meta
from cleaner.sources.html import HtmlPage
from cleaner.sources.opening import Opened
from cleaner.sources.page import Kind, Page, read, reread
from cleaner.verdict import Floor, Verdict

if TYPE_CHECKING:
    from cleaner.judges.ftr import FtrRules

Engine = Literal["cleaner", "readability"]

_KNOWING: Final = frozenset({"site", "ftr", "template"})  # judges that know the site: the floor is laid after them
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
    def is_html(self) -> bool:
        """Whether the source was HTML, of which the page is new Markdown."""
        return self._html is not None

    @property
    def changed(self) -> bool:
        """Whether anything was taken out or written anew; that HTML became Markdown does not count."""
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
        self._site_rules = SiteRules(self.sites)
        if isinstance(templates, Path | str):
            templates = Templates.load(templates)
        self.ftr = _ftr_rules(ftr) if ftr is not None else None
        others = (self.ftr,) if self.ftr is not None else ()
        learned = (TemplateRules(templates),) if templates is not None else ()
        trained = (ModelRules(content=content),) if model else ()
        self.judges: tuple[Judge, ...] = (
            self._site_rules, *others, *learned, GeneralRules(comments), *trained
        )  # fmt: skip
        self.engine = engine
        if engine == "readability":
            readability.engine()  # that it is not installed is told at once

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
        decoded = (
            Decoded(source.encode("utf-8", "surrogatepass"), "utf-8") if isinstance(source, str) else decode(source)
        )
        edits = _undecodable(decoded.data)
        page = read(apply(decoded.data, edits) if edits else decoded.data, url, kind)
        settled = self._settle(_Case(page, blocks_of(page), edits, (), self.judges), decoded.data, url, kind)
        becomes_html = bool(settled.edits) and opening.html_of(settled.page.data, url, kind) is not None
        if settled.is_restless or becomes_html:  # leave the page as it is, so that a second run does too
            edits = _undecodable(decoded.data)
            page = read(apply(decoded.data, edits), url, kind)
            settled = settled._replace(
                page=page, edits=edits, verdict=verdicts.left_alone(page, blocks_of(page)), facts={}
            )
        meta = _meta(settled.page, settled.facts)
        return Result(tuple(settled.edits), settled.verdict, meta, settled.page, settled.coverage, decoded, given_text)

    def read_html(self, opened: Opened) -> HtmlPage:
        """A page of HTML as Markdown, all of it, with its blocks and what selectors of site files say of them."""
        text = opened.html if self.ftr is None else self.ftr.replaced(opened.html, opened.url)
        tree = html.parse(text, opened.url)
        marks = self._site_rules.marks(tree)
        if self.ftr is not None:
            tree, more = self.ftr.applied(tree)
            marks = more | marks
        return html.read(tree, marks)

    def _clean_html(self, opened: Opened, source: str | bytes) -> Result:
        """A page of HTML is judged with what its tree shows, then goes on as the Markdown that is left of it."""
        whole = self.read_html(opened)
        data = whole.page.data
        judges = self.judges
        if self.engine == "readability":  # in the place of the model, and before the general rules
            *before, rules = (judge for judge in judges if not isinstance(judge, ModelRules))
            judges = (*before, readability.ReadabilityRules(opened.html), rules)
        settled = self._settle(
            _Case(whole.page, whole.blocks, [], whole.marked, judges), data, whole.page.url, "markdown"
        )
        meta = _meta(settled.page, settled.facts) | whole.meta
        decoded = Decoded(data, "utf-8")
        return Result(
            tuple(settled.edits), settled.verdict, meta, settled.page, settled.coverage, decoded, True, source
        )

    def _settle(self, case: _Case, source: bytes, url: str | None, kind: Kind | None) -> _Settled:
        """Judge and cut until nothing changes. The verdict is that of the first pass."""
        said: tuple[Verdict, dict[str, Fact], Coverage | None] | None = None
        for number in range(_MOST_PASSES):
            docket = self._judge(case, again=number > 0)
            if said is None:
                said = verdicts.verdict(case.page, case.blocks, docket), docket.facts, docket.coverage
            new = cut(case.page, case.blocks, docket)
            if not new:
                return _Settled(case.page, case.edits, *said)
            page = reread(case.page, apply(case.page.data, new), url, kind)
            judges = case.judges
            if case.is_html:  # which the model has judged
                judges = tuple(judge for judge in judges if not isinstance(judge, ModelRules))
            case = _Case(page, blocks_of(page), compose(case.edits, new, source), (), judges)
        assert said is not None  # noqa: S101 -- the loop ran at least once
        return _Settled(case.page, case.edits, *said, is_restless=True)

    def judge(self, page: Page, again: bool = False, whole: HtmlPage | None = None) -> tuple[list[Block], Docket]:
        """One pass of all judges over a page: its blocks, and the docket.

        Where no other judge takes anything the model takes nothing, so in a later pass (`again`) it is not asked then.
        `whole` is the page as :meth:`read_html` gives it, where it was HTML.
        """
        blocks = blocks_of(page) if whole is None else whole.blocks
        return blocks, self._judge(_Case(page, blocks, [], () if whole is None else whole.marked, self.judges), again)

    def _judge(self, case: _Case, again: bool) -> Docket:
        page, blocks, _, marked, judges = case
        docket = Docket(marked)
        floor: Floor | None = None
        for judge in judges:
            if isinstance(judge, ModelRules) and not case.is_html:
                idle = again and not docket.dropped and not judge.alone
                if idle or page.is_converted:
                    break
            if floor is None and judge.name not in _KNOWING:
                floor = Floor(blocks, docket)
            for finding in judge(page, blocks, docket):
                docket.enter(finding)
            if floor is not None and not (case.is_html and isinstance(judge, ModelRules)):
                floor.back_out(docket)
        return docket


class _Case(NamedTuple):
    """A page before its judges, and what was done to it so far."""

    page: Page
    blocks: list[Block]
    edits: list[Edit]
    marked: Sequence[html.Marked]
    judges: tuple[Judge, ...]

    @property
    def is_html(self) -> bool:
        """Whether its blocks know their places in a tree."""
        return bool(self.blocks) and self.blocks[0].trail is not None


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


def _ftr_rules(folder: Path | str) -> FtrRules:
    from cleaner.judges.ftr import FtrRules  # noqa: PLC0415 -- lxml is for those who have such files

    return FtrRules(folder)


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
