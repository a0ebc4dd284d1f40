"""A page: its bytes, what kind of text they are, and what the front matter says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from cleaner.errors import UsageError
from cleaner.sources import front_matter
from cleaner.sources.front_matter import FrontMatter, Meta
from cleaner.sources.patterns import linear
from cleaner.sources.words import measure

Kind = Literal["markdown", "text", "html"]

CONVERTER: Final = ("converter", "cleaner")
"""The key and value by which front matter says that cleaner made a page of HTML."""

_HTML = linear(r"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b")
_PART = linear(
    r"(?is)^\s*<(?:article|aside|blockquote|div|dl|figure|footer|form|frameset|h[1-6]|header|main|nav|ol|p|pre|section"
    r"|table|ul|noscript|button|dialog|span|iframe|title|meta)\b[^>]*>"
)
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_MARKDOWN = linear(
    r"(?m)^ {0,3}(?:#{1,6} |```|~~~|> |\|.*\|[ \t\r]*$|[*+-] \[)|\]\(|^(?:\s*(?:[*+-]|\d+\.) .*\n){2}|\*\*\w"
)
_CUT_AT_WILL: Final = 7_500  # bytes from which on an ellipsis behind a blank is a cut as well, not a figure of speech
_CUT_LENGTH: Final = 4_000  # bytes; archives cut at 8,000 characters and more, and short pages end as they like
_HTML_SAMPLE: Final = 4_096  # bytes; a doctype or <html> stands at the very top


@dataclass(frozen=True)
class Page:
    """One page to clean.

    `data` is the source in UTF-8 form; every span of a block or an edit counts bytes of it. `url` is the address the
    caller or the front matter gives, or "".
    """

    data: bytes
    kind: Kind
    front: FrontMatter
    url: str

    @property
    def meta(self) -> Meta:
        """The front matter's values."""
        return self.front.meta

    @cached_property
    def body(self) -> str:
        """The text behind the front matter."""
        return self.data[self.front.body :].decode("utf-8", "replace")

    @cached_property
    def title(self) -> str:
        """The title the front matter gives, or ""."""
        title = self.meta.get("title", "")
        return title if isinstance(title, str) else " ".join(title)

    @cached_property
    def title_key(self) -> str:
        """The title as a key; see :func:`cleaner.sources.words.normalise`."""
        return measure(self.title)[0]

    @cached_property
    def is_cut(self) -> bool:
        """Whether the page was cut at a length limit: long, ending in an ellipsis in mid-line. HTML is whole."""
        if self.is_converted:
            return False
        end = self.data[-64:].decode("utf-8", "ignore").rstrip()
        words = end.removesuffix("…").removesuffix("...")
        if words == end or len(self.data) < _CUT_LENGTH:
            return False
        return len(self.data) >= _CUT_AT_WILL or not words.endswith((" ", "\n"))

    @property
    def is_converted(self) -> bool:
        """Whether this is what cleaner made of HTML.

        It was judged by more than Markdown shows, and is not judged again by general rules and the model.
        """
        return self.meta.get(CONVERTER[0]) == CONVERTER[1]

    @cached_property
    def host(self) -> str:
        """The host of the page's URL in lower case, without port, or ""."""
        return host_of(self.url)


def reread(page: Page, data: bytes, url: str | None, kind: Kind | None) -> Page:
    """The page again, with other data; front matter that is the same is not read anew."""
    if page.front.insert >= 0 and data[: page.front.body] == page.data[: page.front.body]:
        return Page(data, page.kind, page.front, page.url)
    return read(data, url, kind)


def read(data: bytes, url: str | None = None, kind: Kind | None = None) -> Page:
    """Make a page of Markdown or text in UTF-8 form. `kind` None means: find out.

    HTML is read by :mod:`cleaner.sources.html`; what is left of it is Markdown. Raises :class:`UsageError` for a kind
    that does not exist.
    """
    checked(kind)
    front = front_matter.read(data)
    if kind is None:
        is_markdown = front.insert >= 0 or _MARKDOWN.search(data.decode("utf-8", "replace"))
        kind = "markdown" if is_markdown else "text"
    given = front.meta.get("url", "")
    return Page(data, kind, front, url or (given if isinstance(given, str) else ""))


def checked(kind: str | None) -> None:
    """Raise :class:`UsageError` for a kind that does not exist."""
    if kind is not None and kind not in get_args(Kind):
        raise UsageError(f"unknown kind {kind!r}; use one of {', '.join(get_args(Kind))}, or None to find out")


def is_html(data: bytes) -> bool:
    """Whether a source is a page of HTML, or a part of one that begins and ends with an element and is no Markdown."""
    head = data[:_HTML_SAMPLE]
    text = head.decode("utf-16" if head[:2] in _UTF16 else "utf-8", "replace").removeprefix("\ufeff")
    if _HTML.search(text):
        return True
    return bool(_PART.search(text)) and data[-64:].rstrip(b" \t\r\n\0").endswith(b">") and not _MARKDOWN.search(text)


@lru_cache(maxsize=1_024)  # each pass and judge asks, of the page's own address
def host_of(url: str) -> str:
    """The host of a URL in lower case, without port or credentials; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
