"""Selectors of site files, for HTML: which elements of a tree they name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cssselect import HTMLTranslator, SelectorError
from lxml import etree

from cleaner.judges.site.load import Site
from cleaner.sources.html import Element, Mark, Tree

__all__ = ["PathError", "SelectorError", "marks", "of_css", "of_xpath"]

PathError = etree.XPathSyntaxError
"""What a mistake in an XPath expression raises."""


def marks(site: Site, tree: Tree) -> dict[Element, Mark]:
    """What a site file says of elements: keep-entries win over drop-entries, the first of each over the others."""
    found: dict[Element, Mark] = {}
    for entry in sorted(site.entries, key=lambda entry: not entry.keep):
        mark = Mark(entry.keep, f"site/{site.slug}/{entry.id}", entry.why)
        for element in _elements(tree.root, entry.css, entry.xpath):
            found.setdefault(element, mark)
    return found


def _elements(root: Element, css: tuple[str, ...], xpath: tuple[str, ...]) -> Iterator[Element]:
    for expression in (*map(of_css, css), *map(of_xpath, xpath)):
        try:
            nodes = expression(root)
        except etree.XPathError:  # it was compiled, and asks for something that this page has not: a variable, a sum
            continue
        if isinstance(nodes, list):
            yield from (node for node in nodes if isinstance(node, etree._Element))


@lru_cache(maxsize=1_024)
def of_css(selector: str) -> Any:
    """A CSS selector, compiled. Raises :class:`SelectorError` for what is none."""
    return etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant-or-self::"))


@lru_cache(maxsize=1_024)
def of_xpath(expression: str) -> Any:
    """An XPath 1.0 expression, compiled. Raises :class:`PathError` for what is none."""
    return etree.XPath(expression)
