"""Formulas of a page as LaTeX: MathML, KaTeX, MathJax 2 to 4, and pictures of formulas."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final, NamedTuple

from lxml import etree

from cleaner.sources.html.mathml import latex_of

Element = Any
"""An element of an lxml tree."""


class Math(NamedTuple):
    """A formula in LaTeX without delimiters, and whether it stands on a line of its own.

    `tex` is "" for a rendering whose source stands right behind it: nothing is to be written, or looked for.
    """

    tex: str
    display: bool


_TAGS: Final = frozenset({"math", "mjx-container"})
_KATEX: Final = frozenset({"katex", "katex-display"})
_MATHJAX: Final = frozenset(
    "MathJax MathJax_Display MathJax_Preview MathJax_SVG MathJax_SVG_Display MathJax_CHTML MathJax_MathML mjx-chtml"
    " MathJax_Processed".split()
)
_WIKI: Final = frozenset({"mwe-math-element", "mwe-math-fallback-image-inline", "mwe-math-fallback-image-display"})
_PICTURES: Final = frozenset({"latex", "tex", "texrender", "math", "equation"} | _WIKI)
_CLASSES: Final = _KATEX | _MATHJAX | _WIKI
_BLOCK_CLASSES: Final = frozenset(
    {"katex-display", "MathJax_Display", "MathJax_SVG_Display", "mwe-math-fallback-image-display"}
)
_DELIMITERS: Final = (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$"))
_STYLES: Final = ("{\\displaystyle", "{\\textstyle", "{\\scriptstyle")

_NEAR: Final = 40  # elements: a rendering has its `<math>` within the first few, or last of all
_SIBLINGS: Final = 3  # the script of MathJax 2 stands next to its preview and its rendering
_LONGEST: Final = 100_000  # characters of MathML in an attribute


def is_math(element: Element) -> bool:
    """Whether an element may be a formula. One look at its tag and its class, for it is asked of every element."""
    tag = element.tag
    if tag in _TAGS:
        return True
    if tag == "script":
        return bool(element.get("type", "").startswith("math/"))
    classes = element.get("class")
    if not classes:
        return False
    if tag == "img":
        return not _PICTURES.isdisjoint(classes.split())
    if "katex" in classes or "athJax" in classes or "mjx" in classes or "mwe-" in classes:
        return not _CLASSES.isdisjoint(classes.split())
    return False


def tex_of(element: Element) -> Math | None:
    """The formula that an element is; None where it is none, or cannot be read: then its text is what there is."""
    tag = element.tag
    if tag == "math":
        return _of_mathml(element, element.get("display") == "block")
    if tag == "script":
        kind = element.get("type", "")
        return _math(element.text, "mode=display" in kind) if kind.startswith("math/tex") else None
    classes = frozenset(element.get("class", "").split())
    display = not _BLOCK_CLASSES.isdisjoint(classes)
    if tag == "img":
        return None if _PICTURES.isdisjoint(classes) else _math(element.get("alt"), display)
    if tag == "mjx-container":
        return _of_rendering(element, element.get("display") in ("true", "block"))
    if not _MATHJAX.isdisjoint(classes) and _has_script(element):
        return Math("", display)
    return None if _CLASSES.isdisjoint(classes) or "MathJax_Preview" in classes else _of_rendering(element, display)


def written(math: Math) -> str:
    """The formula between dollar signs, on one line, with nothing in it that Markdown would read as its own."""
    tex = " ".join(" ".join(map(_without_comment, math.tex.splitlines())).split())
    if not tex:
        return ""
    if "$" in tex:
        tex = _without_dollars(tex)
    if "<" in tex:
        tex = tex.replace("<", "< ").replace("<  ", "< ").rstrip()  # no tag begins with a blank
    tex = tex.replace("`", "‘")  # which TeX prints for it
    return f"$${tex}$$" if math.display else f"${tex}$"


def _of_rendering(element: Element, display: bool) -> Math | None:
    """From what a renderer left for readers without eyes: MathML, an annotation in it, or an attribute."""
    near = list(islice(element.iter(), _NEAR))
    if len(element):
        near += islice(element[-1].iter(), _NEAR)
    for inner in near:
        if inner.tag == "math":
            return _of_mathml(inner, display or inner.get("display") == "block")
    for inner in near:
        tex = inner.get("data-latex") or inner.get("data-tex")
        if tex:
            return _math(tex, display)
        mathml = inner.get("data-mathml")
        if mathml:
            return _of_source(mathml, display)
    pictures = (
        inner for inner in near if inner.tag == "img" and not _PICTURES.isdisjoint(inner.get("class", "").split())
    )
    return next((tex_of(picture) for picture in pictures), None)


def _of_source(mathml: str, display: bool) -> Math | None:
    if len(mathml) > _LONGEST:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(mathml.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    for element in root.iter(etree.Element):
        element.tag = element.tag.rpartition("}")[2]
    return _of_mathml(root, display or root.get("display") == "block")


def _of_mathml(math: Element, display: bool) -> Math | None:
    for element in islice(math.iter(), 10):
        if element.tag != "semantics":
            continue
        for child in reversed(element):
            if child.tag == "annotation" and "tex" in child.get("encoding", "").lower() and child.text:
                return _math(child.text, display)
    tex = latex_of(math)
    if tex:
        return Math(tex, display)
    return _math(math.get("alttext"), display)


def _math(tex: str | None, display: bool) -> Math | None:
    """A formula from its source, freed from delimiters and from the style that MediaWiki wraps around it."""
    tex = (tex or "").strip()
    for first, last in _DELIMITERS:
        if tex.startswith(first) and tex.endswith(last) and len(tex) > len(first) + len(last):
            tex = tex[len(first) : -len(last)].strip()
            display = display or first in ("$$", "\\[")
            break
    for style in _STYLES:
        if tex.startswith(style) and tex[len(style) : len(style) + 1] in (" ", "\\", "{", "\n") and _is_group(tex):
            tex = tex[len(style) : -1].strip()
    return Math(tex, display) if tex else None


def _is_group(tex: str) -> bool:
    """Whether the first brace is closed by the last character."""
    depth = 0
    escaped = False
    for at, character in enumerate(tex):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return at == len(tex) - 1
    return False


def _has_script(element: Element) -> bool:
    """Whether the source of a MathJax 2 rendering stands behind it."""
    return any(
        sibling.tag == "script" and sibling.get("type", "").startswith("math/tex")
        for sibling in islice(element.itersiblings(), _SIBLINGS)
    )


def _without_comment(line: str) -> str:
    at = line.find("%")
    while at >= 0:
        if not _is_escaped(line, at):
            return line[:at]
        at = line.find("%", at + 1)
    return line


def _without_dollars(tex: str) -> str:
    """Dollar signs inside a formula set formulas inside its words: brackets do so as well."""
    parts: list[str] = []
    start = 0
    opened = False
    at = tex.find("$")
    while at >= 0:
        if not _is_escaped(tex, at):
            parts += (tex[start:at], "\\)" if opened else "\\(")
            opened, start = not opened, at + 1
        at = tex.find("$", at + 1)
    return "".join(parts) + tex[start:]


def _is_escaped(tex: str, at: int) -> bool:
    return at > 0 and tex[at - 1] == "\\" and not (at > 1 and tex[at - 2] == "\\")
