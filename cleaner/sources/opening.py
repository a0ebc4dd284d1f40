"""What a source is: HTML, by itself or in a container, or the Markdown or text that all others are."""

from __future__ import annotations

from typing import Final, NamedTuple

from cleaner.sources import containers
from cleaner.sources.encoding import decode_html
from cleaner.sources.page import Kind, checked, is_html

_SAMPLE: Final = 65_536  # characters in which a page that was saved by a browser says where it is from
_END: Final = 64  # characters in which a part of a page ends with a tag


class Opened(NamedTuple):
    """A page of HTML, taken out of whatever it came in."""

    html: str
    url: str | None
    """The address the caller gave or, where he gave none, the container."""


def html_of(source: str | bytes, url: str | None = None, kind: Kind | None = None) -> Opened | None:
    """The HTML of a source; None where it is none. `kind` None means: find out.

    Raises :class:`UsageError` for a kind that does not exist, and nothing for any content.
    """
    checked(kind)
    if kind in ("markdown", "text"):
        return None
    data = source if isinstance(source, bytes) else _ends(source).encode("utf-8", "replace")
    container = containers.kind_of(data)
    if container:
        whole = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
        inner = containers.opened(container, whole)
        if inner is not None:
            html = decode_html(inner.html, inner.encoding) if isinstance(inner.html, bytes) else inner.html
            return Opened(html, url or inner.url or None)
    if kind is None and not is_html(data):
        return None
    html = _whole(source) if isinstance(source, str) else decode_html(source)
    return Opened(html, url or containers.saved_from(html[:_SAMPLE]) or None)


def _ends(text: str) -> str:
    """The beginning and the end of a long text: what it is can be seen there."""
    return text if len(text) <= _SAMPLE else text[:_SAMPLE] + text[-_END:]


def _whole(text: str) -> str:
    """A text without halves of characters, which no page can be written with."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text
