"""What tools keep of the structure of a page: lists, tables, code, formulas, notes, and all that Markdown can say.

Each page of `golden/rendering` is a small article around one structure, all of it invented. Beside it stands what
should be left of the structure. It is asked of the HTML that the Markdown makes, so that it does not matter which of
several ways of writing a tool has taken: `*` or `-`, a fence of ticks or of waves, HTML where Markdown has no word.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Final

import lxml.etree
import lxml.html
import pyromark
from dumps import table

import cleaner

_PAGES: Final = Path(__file__).resolve().parent.parent / "golden/rendering"
_ADDRESS: Final = "https://harrowquay.example/notes/"
_EXSLT: Final = {"re": "http://exslt.org/regular-expressions"}
_OPTIONS: Final = pyromark.Options
_TO_HTML: Final = pyromark.Markdown(
    options=_OPTIONS.ENABLE_TABLES
    | _OPTIONS.ENABLE_STRIKETHROUGH
    | _OPTIONS.ENABLE_TASKLISTS
    | _OPTIONS.ENABLE_FOOTNOTES
    | _OPTIONS.ENABLE_MATH
    | _OPTIONS.ENABLE_DEFINITION_LIST
)

Render = Callable[[str, str], str]
"""From HTML and its address to Markdown."""
Tree = Any
"""An element of lxml."""


@dataclass(frozen=True, slots=True)
class Structure:
    """A page around one structure."""

    name: str
    html: str
    checks: dict[str, lxml.etree.XPath]
    """What should be left, and the question that is asked of the tree."""

    @property
    def url(self) -> str:
        """Where the page stands."""
        return _ADDRESS + self.name


def main(argv: Sequence[str] | None = None) -> int:
    """Convert every page with every tool, and print how many of the checks hold."""
    options = _parser().parse_args(argv)
    pages = [page for page in structures(options.pages) if options.only in page.name]
    lost: dict[str, dict[str, list[str]]] = {}
    for label, render in tools():
        lost[label] = {}
        for page in pages:
            markdown = _rendered(label, render, page)
            lost[label][page.name] = failures(page, markdown)
            if options.keep:
                (folder := options.keep / label.split(" ")[0]).mkdir(parents=True, exist_ok=True)
                (folder / f"{page.name}.md").write_text(markdown, "utf-8")
    if not pages or not lost:
        print("nothing to measure: see --pages and --only", file=sys.stderr)
        return 2
    print(overview(pages, lost))
    for label, by_page in lost.items():
        if options.lost and options.lost in label:
            print(f"\nLost by {label}:\n")
            print("\n".join(f"- {name}: {check}" for name, checks in by_page.items() for check in checks))
    return 0


def structures(folder: Path = _PAGES) -> Iterator[Structure]:
    """The pages of a folder, `NAME.html` with the checks in `NAME.toml`. Raises ValueError for a broken question."""
    for path in sorted(folder.glob("*.html")):
        checks = {}
        for name, question in tomllib.loads(path.with_suffix(".toml").read_text("utf-8")).items():
            try:
                checks[name] = lxml.etree.XPath(question, namespaces=_EXSLT)
            except lxml.etree.XPathSyntaxError as error:
                raise ValueError(f"{path.with_suffix('.toml')}: {name}: {error}") from error
        yield Structure(path.stem, path.read_text("utf-8"), checks)


def failures(page: Structure, markdown: str) -> list[str]:
    """The checks that do not hold for what a tool wrote."""
    tree = tree_of(markdown)
    return [name for name, holds in page.checks.items() if not holds(tree)]


def tree_of(markdown: str) -> Tree:
    """The tree of the HTML that Markdown makes. A line break is a line feed too, so that it parts words."""
    html = _TO_HTML.html(markdown)
    root = lxml.html.fragment_fromstring(html or " ", create_parent="div")
    for line_break in root.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "").lstrip("\n")
    return root


def tools() -> Iterator[tuple[str, Render]]:
    """The tools that are installed, with their versions; of what is not there is a notice."""
    for name, distributions, make in _TOOLS:
        try:
            versions = [cleaner.__version__ if one == "cleaner" else metadata.version(one) for one in distributions]
            render = make()
            render("<html><body><p>Three plain words.</p></body></html>", _ADDRESS)
        except Exception as error:  # whatever keeps it from running, the others run
            print(f"{name} is left out: {type(error).__name__}: {error}", file=sys.stderr)
        else:
            yield f"{name} {' + '.join(versions)}", render


def overview(pages: Sequence[Structure], lost: dict[str, dict[str, list[str]]]) -> str:
    """Structures down, tools across: how many of the checks hold."""
    rows = []
    for page in pages:
        of = len(page.checks)
        rows.append([page.name, *(f"{of - len(by_page[page.name])}/{of}" for by_page in lost.values())])
    whole = sum(len(page.checks) for page in pages)
    kept = [whole - sum(map(len, by_page.values())) for by_page in lost.values()]
    rows.append(["all", *(f"{count}/{whole}" for count in kept)])
    return table(["structure", *lost], rows)


def _rendered(label: str, render: Render, page: Structure) -> str:
    try:
        return render(page.html, page.url)
    except Exception as error:  # a tool may raise anything, and the others go on
        print(f"{label} raised on {page.name}: {type(error).__name__}: {error}", file=sys.stderr)
        return ""


def _cleaner(**options: Any) -> Render:
    make: Callable[..., Any] = cleaner.Cleaner
    tool = make(**options)
    return lambda html, url: str(tool.clean(html, url=url, kind="html").body)


def _trafilatura() -> Render:
    extract = import_module("trafilatura").extract
    kept = dict.fromkeys(("include_links", "include_images", "include_tables", "include_formatting"), True)
    return lambda html, url: extract(html, url=url, output_format="markdown", **kept) or ""


def _markdownify() -> Render:
    convert = import_module("markdownify").markdownify
    return lambda html, _url: str(convert(html))


def _html_to_markdown() -> Render:
    module = import_module("html_to_markdown")
    options = module.ConversionOptions(extract_metadata=False)
    return lambda html, _url: str(module.convert(html, options).content or "")


def _readability() -> Render:
    document = import_module("readability").Document
    convert = import_module("markdownify").markdownify
    return lambda html, url: str(convert(document(html, url=url).summary()))


_TOOLS: Final[tuple[tuple[str, tuple[str, ...], Callable[[], Render]], ...]] = (
    ("cleaner", ("cleaner",), _cleaner),
    ("trafilatura", ("trafilatura",), _trafilatura),
    ("markdownify", ("markdownify",), _markdownify),
    ("html-to-markdown", ("html-to-markdown",), _html_to_markdown),
    ("readability-lxml and markdownify", ("readability-lxml", "markdownify"), _readability),
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rendering.py", description=__doc__)
    parser.add_argument(
        "--pages", type=Path, default=_PAGES, metavar="DIR", help="pages and their checks (default: golden/rendering)"
    )
    parser.add_argument("--only", default="", metavar="NAME", help="only structures that have this in their name")
    parser.add_argument("--lost", default="", metavar="TOOL", help="name the checks that do not hold for this tool")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the Markdown, as DIR/TOOL/STRUCTURE.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
