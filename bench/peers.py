"""The tools that are compared, all behind one face.

Nearly every peer reads HTML, and the archives have none: it gets the same dump, turned into HTML. Every peer runs with
its own defaults, except that image texts, which no measure counts, are left out where a peer would print them.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Final, Literal

import pyromark

import cleaner
from cleaner.sources import front_matter

Source = str | bytes
Run = Callable[[Source], str]

_TO_HTML: Final = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH,
)


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool under comparison."""

    name: str
    version: str
    form: Literal["md", "txt"]
    """What comes out: Markdown or plain text."""
    prepare: Callable[[Source], Source]
    """From a dump to what `run` reads. Not the tool's own work, so it is never charged to it."""
    run: Run

    @property
    def label(self) -> str:
        """Name and version, for a table."""
        return f"{self.name} {self.version}".rstrip()

    def clean(self, markdown: str) -> str:
        """The content of a dump, in the tool's form. Raises whatever the tool raises."""
        return self.run(self.prepare(markdown))


def as_html(dump: Source) -> str:
    """A dump as an HTML document, without its front matter."""
    return f"<html><body>\n{_TO_HTML.html(without_front_matter(dump))}</body></html>"


def without_front_matter(dump: Source) -> str:
    """The Markdown of a dump alone."""
    data = dump.encode("utf-8", "surrogatepass") if isinstance(dump, str) else dump
    return data[front_matter.read(data).body :].decode("utf-8", "replace")


def tools(templates: cleaner.Templates | None = None) -> list[Tool]:
    """Every tool that is installed: cleaner first, with templates too if they are given, last the page as it is."""
    version = cleaner.__version__
    learned = [] if templates is None else [cleaner.Cleaner(templates=templates)]
    return [
        Tool("cleaner", version, "md", unchanged, cleaning(cleaner.Cleaner())),
        Tool("cleaner", f"{version}, no model", "md", unchanged, cleaning(cleaner.Cleaner(model=False))),
        *[Tool("cleaner", f"{version}, with templates", "md", unchanged, cleaning(tool)) for tool in learned],
        *installed_peers(),
        untouched(),
    ]


def untouched() -> Tool:
    """Doing nothing."""
    return Tool("as it is", "", "md", unchanged, as_it_is)


def installed_peers() -> Iterator[Tool]:
    """The tools of others, as far as they are installed; of what is not there is a notice."""
    for distribution, make in _PEERS.items():
        of_markdown = distribution in _OF_MARKDOWN
        prepare = without_front_matter if of_markdown else as_html
        try:
            yield Tool(distribution, metadata.version(distribution), "md" if of_markdown else "txt", prepare, make())
        except ImportError as error:
            print(f"{distribution} is left out: {error}", file=sys.stderr)


def unchanged(dump: Source) -> Source:
    """What a tool that reads Markdown is given."""
    return dump


def as_it_is(dump: Source) -> str:
    """The dump as text."""
    return dump if isinstance(dump, str) else dump.decode("utf-8", "replace")


def cleaning(tool: cleaner.Cleaner) -> Run:
    """Clean with a cleaner that was set up."""
    return lambda dump: tool.clean(dump).markdown


def _trafilatura() -> Run:
    extract = import_module("trafilatura").extract
    return lambda html: extract(html) or ""


def _readability() -> Run:
    document = import_module("readability").Document
    parse = import_module("lxml.html").fromstring
    return lambda html: "\n".join(parse(document(html).summary()).itertext())


def _justext() -> Run:
    module = import_module("justext")
    english = module.get_stoplist("English")
    return lambda html: "\n".join(part.text for part in module.justext(html, english) if not part.is_boilerplate)


def _boilerpy3() -> Run:
    extractor = import_module("boilerpy3.extractors").ArticleExtractor()
    logging.getLogger("boilerpy3").setLevel(logging.CRITICAL)  # it prints the traceback of what it then raises
    return lambda html: str(extractor.get_content(html))


def _resiliparse() -> Run:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda html: str(extract(html, main_content=True, alt_texts=False))


def _markdowncleaner() -> Run:
    tool = import_module("markdowncleaner").MarkdownCleaner()
    return lambda markdown: str(tool.clean_markdown_string(markdown))


_PEERS: Final[dict[str, Callable[[], Run]]] = {
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "jusText": _justext,
    "boilerpy3": _boilerpy3,
    "resiliparse": _resiliparse,
    "markdowncleaner": _markdowncleaner,
}
_OF_MARKDOWN: Final = frozenset({"markdowncleaner"})  # they read Markdown and write it
