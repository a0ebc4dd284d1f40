"""The tools that are compared on HTML, each on its native input and with its own defaults, all behind one face."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Final, Literal

import lxml.etree
from peers import as_html, installed_peers
from webpages import WebPage

_NO_ADDRESS: Final = "https://page.example/"  # newspaper4k wants one
_NO_TEXT: Final = frozenset({"head", "script", "style", "noscript", "template"})
_INLINE: Final = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i img ins kbd mark q s samp small span strong sub sup time tt u"
    " var wbr".split()
)


@dataclass(frozen=True, slots=True)
class HtmlTool:
    """One tool under comparison."""

    name: str
    version: str
    form: Literal["md", "txt"]
    """What comes out: Markdown or plain text."""
    run: Callable[[WebPage], str]
    """Raises whatever the tool raises."""

    @property
    def label(self) -> str:
        """Name and version, for a table."""
        return f"{self.name} {self.version}".rstrip()


def html_peers() -> Iterator[HtmlTool]:
    """The page as it is, and the tools of others that are installed; of what is not there is a notice."""
    yield HtmlTool("all text", "", "txt", all_text)
    for tool in installed_peers():
        if tool.prepare is as_html:  # it reads HTML
            own = readability() if tool.name == "readability-lxml" else _reading_html(tool.run)
            yield HtmlTool(tool.name, tool.version, "txt", own)
    try:
        yield HtmlTool("newspaper4k", metadata.version("newspaper4k"), "txt", newspaper())
    except ImportError as error:
        print(f"newspaper4k is left out: {error}", file=sys.stderr)


def all_text(page: WebPage) -> str:
    """All words that a browser shows, from the first menu to the last link."""
    return text_of(page.html)


def text_of(html: str) -> str:
    """The text of HTML, a line a block. Words that only inline tags part stay together, so that snippets are found."""
    if not html.strip():
        return ""
    parser = lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = lxml.etree.fromstring(html.encode("utf-8", "replace"), parser)
    lines: list[list[str]] = [[]]
    hidden = 0
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        start = event == "start"
        if element.tag in _NO_TEXT:
            hidden += 1 if start else -1
        elif element.tag not in _INLINE:
            lines.append([])
        text = element.text if start else element.tail
        if text and not hidden:
            lines[-1].append(text)
    return "\n".join(text for line in lines if (text := " ".join("".join(line).split())))


def readability() -> Callable[[WebPage], str]:
    """readability-lxml, which gives HTML: its text."""
    document = import_module("readability").Document
    return lambda page: text_of(str(document(page.html).summary()))


def newspaper() -> Callable[[WebPage], str]:
    """newspaper4k, kept off the network: it would fetch the images it finds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that nltk is missing: nothing here uses it
        article_of = import_module("newspaper").Article

    def run(page: WebPage) -> str:
        article = article_of(page.url or _NO_ADDRESS, fetch_images=False)
        article.download(input_html=page.html)
        article.parse()
        return str(article.text or "")

    return run


def _reading_html(run: Callable[[str], str]) -> Callable[[WebPage], str]:
    return lambda page: run(page.html)
