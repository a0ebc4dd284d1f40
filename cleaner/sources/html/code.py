"""Code blocks of a page, as they were written: no line numbers, no copy buttons, one line a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple

from lxml import etree

from cleaner.sources.html.tables import cells_of

Element = Any
"""An element of an lxml tree."""


class Code(NamedTuple):
    """A code block: the language as an info string names it, or "", and the text without a final line feed."""

    language: str
    text: str


# Facts about the tools that colour code: Pygments, Rouge, Chroma, CodeRay, highlight.js, Prism, SyntaxHighlighter,
# Shiki, Expressive Code, CodeMirror, Docusaurus, Gatsby, Hexo, GitHub and GitLab.
_GUTTERS: Final = frozenset(
    "linenodiv linenos lineno linenumber linenumbers line-number line-numbers line-num linenum line_number ln lnt lntd"
    " ln-num gutter rouge-gutter gl blob-num diff-line-num react-line-number line-numbers-rows hljs-ln-numbers"
    " CodeMirror-linenumber CodeMirror-gutter-wrapper code-line-number token-line-number".split()
)
_BUTTONS: Final = frozenset(
    "copy copybtn copy-btn copy-button copy-code copy-code-button code-copy code-copy-button btn-copy btn-clipboard"
    " clipboard clipboard-copy copy-to-clipboard copy-to-clipboard-button hljs-copy-button toolbar code-toolbar"
    " zeroclipboard-container test-arrow".split()
)
_BUTTON_TAGS: Final = frozenset({"button", "clipboard-copy", "style", "script", "template", "svg", "select"})
_LINES: Final = frozenset(
    "line token-line code-line ec-line view-line cm-line CodeMirror-line highlight-line"
    " gatsby-highlight-code-line".split()
)
_BLOCKS: Final = frozenset(
    "div p li tr pre table ul ol dl dd dt section article figure blockquote h1 h2 h3 h4 h5 h6".split()
)
_LAID_OUT: Final = _BLOCKS | {"tbody", "thead", "tfoot", "td", "th"}  # blanks around these are layout
_NUMBERED: Final = frozenset({"td", "th", "div"})  # elements with a `data-line-number` that is their only text
_FRAMES: Final = frozenset({"highlighttable", "rouge-table", "lntable", "hljs-ln", "CodeRay", "syntaxhighlighter"})
_CODE_CELLS: Final = frozenset({"code", "rouge-code", "blob-code", "blob-code-inner", "hljs-ln-code", "lntd"})

_NEAR: Final = 40  # elements: a button, a gutter or a cell of code shows within the first few what it is
_FRAME_ROWS: Final = 20  # a table that frames code does so in its first rows
_ANCESTORS: Final = 4  # Sphinx and Jekyll name the language two or three elements above the code
_BUTTON_LENGTH: Final = 40  # characters: "Copy to clipboard" in any language
_LONGEST_LANGUAGE: Final = 30

_NO_LANGUAGES: Final = frozenset(
    "text plain none nohighlight no-highlight plaintext plain-text txt default auto undefined null unknown code".split()
)
# Names that a bare class may give a language: `class="highlight python"`. Those of highlight.js and Linguist.
_LANGUAGES: Final = frozenset(
    "abap actionscript ada apache applescript arduino asciidoc asm assembly autohotkey awk bash basic bat batch bibtex"
    " c c# c++ cfm clj cljs clojure cmake cmd cobol coffee coffeescript console cpp crystal cs csharp css csv cuda cxx"
    " cython d dart delphi diff django docker dockerfile dos edn elisp elixir elm emacs-lisp erb erlang f# fish forth"
    " fortran fsharp gherkin glsl go golang gradle graphql groovy h haml handlebars haskell hcl hlsl hpp hs html http"
    " idris ini java javascript jinja jinja2 js json json5 jsonc jsx julia kotlin kt latex less lisp llvm lua make"
    " makefile markdown mathematica matlab md mermaid mysql nasm nginx nim nix nohighlight objc objective-c objectivec"
    " ocaml octave pascal perl pgsql php pl plsql postgres postgresql powershell prisma prolog properties proto"
    " protobuf ps1 pug puppet purescript py pycon pytb python python2 python3 r racket rb rest rs rst ruby rust sas"
    " sass scala scheme scss sh shell shell-session shellsession smalltalk solidity sparql sql stata svelte svg swift"
    " systemverilog tcl terraform tex toml ts tsx twig typescript v vb vbnet verilog vhdl vim vue wasm xml yaml yml"
    " zig zsh".split()
)
_COMPANIONS: Final = frozenset(
    "highlight hljs sourceCode src prettyprint syntaxhighlighter code codehilite shiki brush: brush".split()
)
_PREFIXES: Final = ("language-", "lang-", "highlight-source-", "highlight-text-", "lang:", "brush:")
_VAGUE_PREFIXES: Final = ("highlight-", "src-", "code-", "source-")  # only before the name of a language
_LANGUAGE_ATTRIBUTES: Final = (
    "data-lang", "data-language", "data-code-language", "data-enlighter-language", "data-canonical-lang",
)  # fmt: skip

# One class, repeated: these cannot backtrack.
_NAME: Final = re.compile(r"[A-Za-z0-9_+#.-]+")
_BACKTICKS: Final = re.compile("`+")
_LETTERS: Final = re.compile(r"[^\W\d_]")


def code_of(pre: Element) -> Code:
    """The text of a code block and its language, which may stand on it, on the code inside or on what is around it.

    Args:
        pre: The `<pre>`, or the element that :func:`is_code_table` gave.
    """
    text = (pre.text or "") if len(pre) == 0 else _Lines().read(pre)
    return Code(_language_of(pre), _tidy(text))


def fenced(code: Code) -> str:
    """A fenced code block, with a fence longer than any run of backticks inside."""
    longest = max((len(run) for run in _BACKTICKS.findall(code.text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{code.language}\n{code.text}\n{fence}" if code.text else f"{fence}{code.language}\n{fence}"


def inline(text: str) -> str:
    """A code span on one line that survives the backticks inside; "" for blanks. Pipes in tables are not escaped."""
    text = " ".join(text.split())
    if not text:
        return ""
    if "`" not in text:
        return f"`{text}`"
    taken = {len(run) for run in _BACKTICKS.findall(text)}
    length = next(size for size in range(1, len(taken) + 2) if size not in taken)
    blank = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{'`' * length}{blank}{text}{blank}{'`' * length}"


def is_code_table(table: Element) -> Element | None:
    """The element that holds the code of a table which is only its frame, line numbers beside it; else None."""
    framed = not _FRAMES.isdisjoint(_tokens(table))
    holders: list[Element] = []
    for cells in islice(cells_of(table), _FRAME_ROWS):
        gutters = [cell for cell in cells if _is_gutter(cell)]
        codes = [cell for cell in cells if cell not in gutters and _holds_code(cell)]
        if len(codes) == 1 and (framed or gutters or _is_syntaxhighlighter(codes[0])):
            holders.append(codes[0])
        elif codes or len(cells) > 1:  # a row of one cell may be a file name
            return None
    if len(holders) != 1:
        return table if holders else None
    pres = [element for element in _near(holders[0]) if element.tag == "pre"]
    return pres[0] if len(pres) == 1 else holders[0]


def _holds_code(cell: Element) -> bool:
    if not _CODE_CELLS.isdisjoint(_tokens(cell)):
        return True
    return len(cell) == 1 and any(element.tag == "pre" for element in islice(cell.iter(), 4))


def _is_syntaxhighlighter(cell: Element) -> bool:
    """A cell `code` that holds lines: there are no numbers beside it when its author switched them off."""
    return any(not _LINES.isdisjoint(_tokens(element)) for element in islice(cell.iter(), 1, 4))


def _tokens(element: Element) -> list[str]:
    names: str | None = element.get("class")
    return names.split() if names else []


class _Traits(NamedTuple):
    """What a tag and its classes make of an element; the first two are proved by what stands inside."""

    button: bool
    gutter: bool
    line: bool


@lru_cache(maxsize=4096)  # coloured code repeats the same few classes thousands of times
def _traits(tag: str, classes: str) -> _Traits:
    tokens = classes.split()
    return _Traits(
        tag in _BUTTON_TAGS or not _BUTTONS.isdisjoint(tokens),
        not _GUTTERS.isdisjoint(tokens),
        tag in _BLOCKS or not _LINES.isdisjoint(tokens),
    )


def _is_gutter(element: Element) -> bool:
    """Line numbers: a class or an attribute says so, and nothing else stands there."""
    if _traits(element.tag, element.get("class", "")).gutter:
        return not _LETTERS.search("".join(_near_texts(element)))
    number = element.get("data-line-number") if element.tag in _NUMBERED else None
    return (
        number is not None
        and _CODE_CELLS.isdisjoint(_tokens(element))
        and "".join(_near_texts(element)).strip() in ("", number)
    )


def _is_button(element: Element) -> bool:
    if element.tag in _BUTTON_TAGS:
        return True
    return sum(map(len, _near_texts(element))) <= _BUTTON_LENGTH and sum(1 for _ in _near(element)) < _NEAR


def _near(element: Element) -> Iterator[Element]:
    return islice(element.iter(), _NEAR)


def _near_texts(element: Element) -> Iterator[str]:
    """The texts of the first few elements inside one."""
    for part in _near(element):
        yield part.text or ""
        if part is not element:
            yield part.tail or ""


class _Lines:
    """Reads the text of an element in which some elements are lines of their own, with or without line feeds."""

    __slots__ = ("owed", "parts", "starts")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts: list[int] = []  # of the lines that are open: how many parts stood before
        self.owed = False  # a line has ended, and no line feed says so yet

    def read(self, root: Element) -> str:
        walker = etree.iterwalk(root, events=("start", "end"))
        self.text(root.text, root)
        skipped = None
        for event, element in walker:
            if element is root:
                continue
            tag = element.tag
            traits = _traits(tag, element.get("class", ""))
            if event == "start":
                if (traits.button and _is_button(element)) or (
                    (traits.gutter or tag in _NUMBERED) and _is_gutter(element)
                ):
                    walker.skip_subtree()
                    skipped = element
                else:
                    self.start(element, traits.line)
            else:
                if traits.line and element is not skipped:
                    self.end()
                text = element.tail
                if text and not (tag in _LAID_OUT and not text.strip()):
                    self.add(text)
        return "".join(self.parts)

    def start(self, element: Element, is_line: bool) -> None:
        tag = element.tag
        if tag == "br":
            self.owed = False
            self.parts.append("\n")
        elif is_line:
            if self.owed or (tag in _BLOCKS and self.parts and not self.parts[-1].endswith("\n")):
                self.owed = False
                self.parts.append("\n")
            self.starts.append(len(self.parts))
        self.text(element.text, element)

    def end(self) -> None:
        start = self.starts.pop()
        self.owed = self.owed or len(self.parts) == start or not self.parts[-1].endswith("\n")

    def text(self, text: str | None, element: Element) -> None:
        if text and (text[0] > " " or text.strip() or not len(element) or element[0].tag not in _LAID_OUT):
            self.add(text)

    def add(self, text: str) -> None:
        if self.owed:
            self.owed = False
            if text[0] not in "\r\n":
                self.parts.append("\n")
        self.parts.append(text)


def _tidy(text: str) -> str:
    """Line feeds and plain blanks for all their kinds; no blank lines at the ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")
    text = text.rstrip()
    blank = len(text) - len(text.lstrip())
    return text[text.rfind("\n", 0, blank) + 1 :]


def _language_of(pre: Element) -> str:
    inner = next((child for child in islice(pre.iter(), 1, 6) if child.tag == "code"), None)
    for element in (pre,) if inner is None else (inner, pre):
        for name in _named(element, trusted=True):
            return _known(name)
    for element in _around(pre):
        for name in _named(element, trusted=False):
            return _known(name)
    return ""


def _around(pre: Element) -> Iterator[Element]:
    for element in islice(pre.iterancestors(), _ANCESTORS):
        if element.tag in ("body", "html", "main", "article"):
            return
        yield element


def _named(element: Element, trusted: bool) -> Iterator[str]:
    """Names of languages that an element gives; those of an element farther off must be known ones."""
    tokens = _tokens(element)
    companion = not _COMPANIONS.isdisjoint(tokens) or any(token.startswith("brush:") for token in tokens)
    written = [element.get(attribute) for attribute in _LANGUAGE_ATTRIBUTES]
    names = [(name, trusted) for name in written if name]
    for token in tokens:
        prefix = next((prefix for prefix in _PREFIXES if token.startswith(prefix)), "")
        vague = next((prefix for prefix in _VAGUE_PREFIXES if token.startswith(prefix)), "")
        if prefix:
            names.append((token[len(prefix) :], trusted))
        elif vague:
            names.append((token[len(vague) :], False))
        elif companion:
            names.append((token, False))
    for name, sure in names:
        match = _NAME.match(name.strip().removesuffix("-basic"))
        found = match[0].lower().strip(".-")[:_LONGEST_LANGUAGE] if match else ""
        if found and (sure or found in _LANGUAGES or found in _NO_LANGUAGES - {"code", "default"}):
            yield found


def _known(name: str) -> str:
    return "" if name in _NO_LANGUAGES else name
