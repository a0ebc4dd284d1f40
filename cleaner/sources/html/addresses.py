"""Addresses of a page: absolute, written so that Markdown can hold them, and none that runs code."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_SCHEMES: Final = ("http:", "https:", "mailto:", "tel:", "ftp:", "ftps:", "magnet:", "geo:", "sms:", "xmpp:", "news:")
_LONGEST: Final = 4_096  # characters: no server takes more
# One class each: these cannot backtrack.
_SCHEME: Final = re.compile("[a-zA-Z][a-zA-Z0-9+.-]*:")
_BLANK: Final = re.compile("[\x00-\x20\x7f]+")
_UNSAFE: Final = re.compile(r"[\s<>()\[\]|\\`]|&(?=\#?[A-Za-z0-9]{1,32};)")  # of these, Markdown would read entities
_ESCAPED: Final = {character: f"%{ord(character):02X}" for character in "<>()[]|\\`&"}


class Base:
    """What the addresses of a page stand relative to. Without an address of the page they stay relative."""

    __slots__ = ("_known", "_origin", "_scheme", "url")

    def __init__(self, url: str, base: str = "") -> None:
        """`url` is the page's address, `base` the href of its <base>; both may be ""."""
        self.url = _joined(url, base.strip()) if base else url
        try:
            parts = urlsplit(self.url)
        except ValueError:
            parts = urlsplit("")
        is_web = parts.scheme in ("http", "https") and parts.netloc
        self._scheme = f"{parts.scheme}:" if is_web else ""
        self._origin = f"{parts.scheme}://{parts.netloc}" if is_web else ""
        self._known: dict[str, str] = {}

    def link(self, href: str) -> str:
        """The address of a link as it stands in Markdown; "" for one that leads nowhere or runs code."""
        found = self._known.get(href)
        if found is None:
            found = self._known[href] = self._link(href)
        return found

    def image(self, source: str) -> str:
        """The address of a picture; "" for one that holds it itself."""
        return "" if source[:5].lower() == "data:" else self.link(source)

    def _link(self, href: str) -> str:
        if len(href) > _LONGEST:
            return ""
        url = href.strip()
        if _BLANK.search(url):
            url = _BLANK.sub("%20" if " " in url and "\n" not in url else "", url)
        if not url.startswith(("https://", "http://")):
            url = self._absolute(url)
        return _UNSAFE.sub(_escape, url) if _UNSAFE.search(url) else url

    def _absolute(self, url: str) -> str:
        scheme = _SCHEME.match(url)
        if scheme:
            return url if scheme[0].lower() in _SCHEMES else ""
        if not url or url[0] == "#" or not self._scheme:
            return url
        if url.startswith("//"):
            return self._scheme + url
        if url[0] == "/" and "/." not in url:
            return self._origin + url
        return _joined(self.url, url)


def _escape(match: re.Match[str]) -> str:
    return _ESCAPED.get(match[0], "%20")


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # half an IPv6 address
        return ""
