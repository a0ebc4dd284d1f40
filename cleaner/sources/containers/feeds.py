"""Feeds: RSS 0.9 to 2.0, Atom and JSON Feed, as the pieces of HTML they hold."""

from __future__ import annotations

import contextlib
import datetime
import email.utils
import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from lxml import etree

from cleaner.sources.containers.inner import Entry
from cleaner.sources.containers.signs import is_feed
from cleaner.sources.encoding import decode

Element = Any
"""An element of lxml, which ships no types."""

_LONGEST_DATE: Final = 64  # characters
_SPACES: Final = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",  # Atom 0.3
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dc",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
# Neither can backtrack: what repeats is bounded.
_REFERENCE: Final = re.compile(r"&(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROLS: Final = {code: None for code in range(32) if chr(code) not in "\t\n\r"} | {0xFFFE: None, 0xFFFF: None}
_OF_XML: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_TEXT: Final = etree.XPath("string()", smart_strings=False)


def entries(data: bytes) -> list[Entry] | None:
    """The entries of a feed, in its order; None for what is none. A damaged feed gives what can be read of it."""
    if not is_feed(data):
        return None
    text = decode(data).data.decode("utf-8", "replace").removeprefix("\ufeff").strip()
    if text.startswith("{"):
        return list(_of_json(text))
    root = _parsed(text)
    return list(_of_xml(root)) if root is not None else []


def _of_json(text: str) -> Iterator[Entry]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        value = {key: _whole(value) for key, value in item.items() if isinstance(value, str)}
        authors = _names(item) or _names(feed)
        yield Entry(
            _flat(value.get("title", "")),
            value.get("url") or value.get("external_url", ""),
            ", ".join(authors),
            _day(value.get("date_published") or value.get("date_modified", "")),
            value.get("content_html") or _paragraphs(value.get("content_text") or value.get("summary", "")),
        )


def _names(holder: dict[str, Any]) -> list[str]:
    authors = holder.get("authors")
    found = authors if isinstance(authors, list) else [holder.get("author")]
    names = (author.get("name") for author in found if isinstance(author, dict))
    return [_flat(_whole(name)) for name in names if isinstance(name, str) and name.strip()]


def _whole(text: str) -> str:
    """A text without halves of characters, which JSON can spell and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()


def _parsed(text: str) -> Element | None:
    """The tree of a feed: as it is or, where it is not well-formed, as far as it can be repaired."""
    data = text.translate(_CONTROLS).encode("utf-8", "replace")
    try:
        return etree.fromstring(data, _parser(recover=False))
    except etree.XMLSyntaxError:
        repaired = _REFERENCE.sub(_spelled, text.translate(_CONTROLS)).encode("utf-8", "replace")
    try:
        return etree.fromstring(repaired, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parser(recover: bool) -> Any:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )


def _spelled(match: re.Match[str]) -> str:
    """A reference that XML knows: HTML's names as numbers, and a sign that begins none as itself."""
    name = match[1]
    if not name:
        return "&amp;"
    if name.startswith("#") or name in _OF_XML:
        return match[0]
    signs = html.unescape(match[0])
    return "".join(f"&#{ord(sign)};" for sign in signs) if signs != match[0] else f"&amp;{name}"


def _of_xml(root: Element) -> Iterator[Entry]:
    feed_author = _author(_children(root))
    for holder in (root, *(child for child in root if _name(child) == "channel")):
        for item in holder:
            if _name(item) in ("item", "atom:entry", "entry"):
                yield _entry(item, feed_author)


def _entry(item: Element, feed_author: str) -> Entry:
    parts = _children(item)
    title = parts.get("title") or parts.get("atom:title") or parts.get("dc:title") or []
    dates = ("pubdate", "atom:published", "dc:date", "dc:created", "atom:issued", "atom:updated", "atom:modified")
    return Entry(
        _title(title[0]) if title else "",
        _link(item, parts),
        _author(parts) or feed_author,
        next((day for name in dates for part in parts.get(name, ()) if (day := _day(_text(part)))), ""),
        next((html for html in _contents(parts) if html.strip()), ""),
    )


def _children(holder: Element) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for child in holder:
        found.setdefault(_name(child), []).append(child)
    return found


def _name(element: Element) -> str:
    """The name of an element, with a prefix for the namespaces that count here; "" for what is none."""
    if not isinstance(element.tag, str):
        return ""
    space, _, name = element.tag.rpartition("}")
    prefix = _SPACES.get(space.lstrip("{").lower())
    return f"{prefix}:{name.lower()}" if prefix else name.lower()


def _contents(parts: dict[str, list[Element]]) -> Iterator[str]:
    """What may be the content, the fullest first."""
    for part in parts.get("content:encoded", ()):
        yield _text(part)
    for part in parts.get("atom:content", ()):
        yield _construct(part)
    for part in (*parts.get("xhtml:body", ()), *parts.get("xhtml:div", ())):
        yield _markup(part)
    for name in ("description", "content", "atom:summary", "dc:description"):
        for part in parts.get(name, ()):
            yield _construct(part) if name.startswith("atom") else _text(part)


def _construct(part: Element) -> str:
    """A text of Atom (RFC 4287, 3.1 and 4.1.3) as HTML."""
    kind = part.get("type", "text").lower()
    if kind in ("xhtml", "application/xhtml+xml"):
        return _markup(part)
    if kind in ("html", "text/html"):
        return _text(part) if not len(part) or part.get("mode") == "escaped" else _markup(part)
    return _paragraphs(_text(part)) if kind in ("text", "text/plain") else ""


def _markup(part: Element) -> str:
    """What is in an element, as HTML: without prefixes, which HTML does not know."""
    for element in part.iter(etree.Element):
        with contextlib.suppress(ValueError):  # a name that only a damaged feed has
            element.tag = element.tag.rpartition("}")[2].rpartition(":")[2]
    bare = etree.Element("div")  # elsewhere, where the feed's own namespaces are not written down again
    bare.extend(list(part))
    etree.cleanup_namespaces(bare)
    inside = "".join(etree.tostring(child, encoding="unicode", method="html") for child in bare)
    return html.escape(part.text or "", quote=False) + inside


def _title(part: Element) -> str:
    text = _text(part)
    is_markup = part.get("type", "").lower() in ("html", "text/html") or "</" in text
    if is_markup and "<" in text:
        tree = etree.fromstring(f"<p>{text.translate(_CONTROLS)}", etree.HTMLParser())
        text = _TEXT(tree) if tree is not None else text
    return _flat(html.unescape(text))


def _link(item: Element, parts: dict[str, list[Element]]) -> str:
    for part in (*parts.get("atom:link", ()), *parts.get("link", ())):
        href = part.get("href", "") if part.get("rel", "alternate") == "alternate" else ""
        if url := (href or ("" if part.get("rel") else _text(part))).strip():
            return _joined(item, url)
    for part in parts.get("guid", ()):
        if part.get("isPermaLink", "true").lower() == "true" and (url := _text(part).strip()).startswith("http"):
            return url
    return ""


def _joined(item: Element, url: str) -> str:
    """An address, complete where the feed says what it counts from."""
    bases = [element.get(_BASE) for element in (item, *item.iterancestors()) if element.get(_BASE)]
    try:
        for base in bases:
            url = urljoin(base, url)
    except ValueError:
        pass
    return url


def _author(parts: dict[str, list[Element]]) -> str:
    """The names of the authors; RSS writes `mail (name)`."""
    names: dict[str, None] = {}
    for name in ("atom:author", "dc:creator", "author"):
        for part in parts.get(name, ()):
            inner = [_text(child) for child in part if _name(child).endswith("name")]
            text = _flat(inner[0] if inner else _text(part))
            if "@" in text and text.endswith(")"):
                text = text.partition("(")[2][:-1]
            if text:
                names[text] = None
        if names:
            break
    return ", ".join(names)


def _text(element: Element) -> str:
    """The text of an element, with what HTML's references stand for, where a feed has brought its own."""
    text = [element.text or ""]
    for child in element.iter():
        if child is element:
            continue
        if child.tag is etree.Entity:
            text.append(html.unescape(child.text or ""))
        elif isinstance(child.tag, str):
            text.append(child.text or "")
        text.append(child.tail or "")
    return "".join(text)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(text: str) -> str:
    """Plain text as HTML."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in parts if part)


def _day(text: str) -> str:
    """The day of a date as it was written, whatever its time zone."""
    text = text.strip()[:_LONGEST_DATE]
    try:
        if _DAY.match(text):
            return datetime.date.fromisoformat(text[:10]).isoformat()
        parts = email.utils.parsedate(text) or email.utils.parsedate(f"{text} 00:00:00")
        return datetime.date(*parts[:3]).isoformat() if parts else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
