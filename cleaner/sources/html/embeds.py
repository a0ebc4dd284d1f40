"""Embedded players, posts and maps: a link to where a reader finds what they show.

A frame of an advertiser, a tracker or a widget is no content, nor is one of an unknown site that has no title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

from cleaner.sources.html.embed_sites import is_no_content, known_page, split

Element = Any
"""An element of an lxml tree."""


class Embed(NamedTuple):
    """Embedded content: the address of its page, and the words for a link to it, neither of them escaped."""

    url: str
    label: str


_ADDRESSES: Final = ("src", "data-src", "data-lazy-src", "data-original", "data-url", "data-cookieblock-src", "data")
# What titles say that say nothing, in lower case.
_VAGUE_TITLES: Final = frozenset(
    "embedded video|video|video player|player|audio player|youtube"
    "|youtube video|youtube video player|vimeo|vimeo video|vimeo video player|vimeo-player|vimeo player|untitled"
    "|youtube player|spotify embed|map|google maps|google map|x post|twitter tweet|embedded post|post"
    "|dailymotion video player|soundcloud|codepen embed|iframe|embed|frame|embedded content|blank|false|title".split(
        "|"
    )
)
_AD_TITLES: Final = frozenset(
    "ad ads advert advertisement advertising sponsored recaptcha captcha cookie cookies consent gdpr tracking pixel"
    " analytics login newsletter chat chatbot gtm sso intercom".split()
)
_FILES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("mp4", "webm", "ogv", "mov", "m4v", "m3u8", "mpd", "avi"), "Video"),
    **dict.fromkeys(("mp3", "ogg", "oga", "wav", "m4a", "flac", "aac", "opus"), "Audio"),
    **dict.fromkeys(("pdf", "epub", "docx", "pptx", "xlsx"), "Document"),
}
_LONGEST_TITLE: Final = 200  # characters
_NEAR: Final = 60  # elements of a post in which its address is looked for
_SOURCES: Final = 10

# AMP's players and custom elements of players that load late: the attribute with the key, and where the key leads.
_BY_KEY: Final[Mapping[str, tuple[str, str]]] = {
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v={}"),
    "lite-vimeo": ("videoid", "https://vimeo.com/{}"),
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-soundcloud": ("data-trackid", "https://api.soundcloud.com/tracks/{}"),
    "amp-imgur": ("data-imgur-id", "https://imgur.com/{}"),
    "amp-gist": ("data-gistid", "https://gist.github.com/{}"),
    "amp-facebook": ("data-href", "{}"),
    "amp-reddit": ("data-src", "{}"),
    "amp-tiktok": ("data-src", "{}"),
}
_KEY_LABELS: Final = {
    "youtube": "Video on YouTube", "vimeo": "Video on Vimeo", "dailymotion": "Video on Dailymotion",
    "twitter": "Post on X", "instagram": "Post on Instagram", "soundcloud": "Audio on SoundCloud",
    "imgur": "Image on Imgur", "gist": "Code on GitHub", "facebook": "Post on Facebook", "reddit": "Post on Reddit",
    "tiktok": "Video on TikTok",
}  # fmt: skip

# Posts: the class, the attributes that may hold the address, what a link in it must hold, the label.
_POSTS: Final[Mapping[str, tuple[tuple[str, ...], str, str]]] = {
    "twitter-tweet": ((), "/status", "Post on X"),
    "twitter-video": ((), "/status", "Post on X"),
    "instagram-media": (("data-instgrm-permalink",), "instagram.com/", "Post on Instagram"),
    "tiktok-embed": (("cite",), "/video/", "Video on TikTok"),
    "fb-post": (("data-href", "cite"), "facebook.com/", "Post on Facebook"),
    "fb-video": (("data-href", "cite"), "facebook.com/", "Video on Facebook"),
    "bluesky-embed": ((), "/post/", "Post on Bluesky"),
    "mastodon-embed": (("data-embed-url",), "/@", "Post on Mastodon"),
    "text-post-media": (("data-text-post-permalink",), "threads.", "Post on Threads"),
    "reddit-embed-bq": ((), "reddit.com/", "Post on Reddit"),
    "reddit-card": ((), "reddit.com/", "Post on Reddit"),
}


def embed_of(element: Element) -> Embed | None:
    """A link in place of an embedded player, post, map or document; None where there is nothing to keep.

    Takes any element: tags in :data:`TAGS`, and whatever has the class of an embedded post.
    """
    reader = _READERS.get(element.tag)
    if reader is not None:
        return None if _is_hidden(element) else reader(element)
    return _post(element)


def _frame(element: Element) -> Embed | None:
    for name in _ADDRESSES:
        url = _usable(element.get(name))
        if url:
            return _linked(url, _title(element))
    return None


def _media(element: Element) -> Embed | None:
    """A video or audio file. A film that runs silently, over and over, without controls, is decoration."""
    attributes = element.attrib
    if "autoplay" in attributes and "loop" in attributes and "controls" not in attributes:
        return None
    label = "Audio" if element.tag.endswith("audio") else "Video"
    for holder in (element, *islice(element.iter("source"), _SOURCES)):  # each is in the last: lxml closes none
        for name in _ADDRESSES:
            url = _usable(holder.get(name))
            if url and not is_no_content(url):
                return _linked(url, _title(element) or label)
    return None


def _object(element: Element) -> Embed | None:
    if element.get("type", "").startswith("image/"):
        return None
    found = _frame(element)
    if found is not None:
        return found
    for child in islice(element.iterchildren("param", "embed", "iframe"), _SOURCES):
        if child.tag != "param":
            found = _frame(child)
        elif child.get("name", "").lower() in ("movie", "src"):
            url = _usable(child.get("value"))
            found = _linked(url, _title(element)) if url else None
        if found is not None:
            return found
    return None


def _keyed(element: Element) -> Embed | None:
    name, page = _BY_KEY[element.tag]
    key = (element.get(name) or "").strip()
    if not key or any(character in key for character in " <>()[]\"'\\"):
        return None
    url = key if key.startswith(("http://", "https://")) else page.format(key)
    if not url.startswith("https://") and not url.startswith("http://"):
        return None
    label = _KEY_LABELS[element.tag.partition("-")[2]]
    return Embed(url, _title(element) or element.get("playlabel", "").removeprefix("Play: ").strip() or label)


def _post(element: Element) -> Embed | None:
    for token in (element.get("class") or "").split():
        post = _POSTS.get(token)
        if post is not None:
            names, part, label = post
            written = [_usable(element.get(name)) for name in names]
            urls = [url for url in written if url] or list(_links(element, part))
            return Embed(_permanent(urls[-1]), label) if urls else None
    return None


def _links(element: Element, part: str) -> Iterator[str]:
    """Addresses of the links near the top of a post; the last one with `part` leads to the post itself."""
    for inner in islice(element.iter(), _NEAR):
        url = _usable(inner.get("href")) if inner.tag == "a" else ""
        if url and part in url:
            yield url


def _permanent(url: str) -> str:
    """The address of a post without what follows its path: parameters that say where it was embedded."""
    known = known_page(url)
    if known is not None:
        return known.url
    return url.partition("?")[0] if "/permalink.php" not in url and "story_fbid" not in url else url


def _linked(url: str, title: str) -> Embed | None:
    known = known_page(url)
    if known is not None:
        return Embed(known.url, title or known.label)
    if is_no_content(url) or _speaks_of_ads(title):
        return None
    parts = split(url)
    kind = _FILES.get(parts.path.rpartition(".")[2].lower(), "") if parts else ""
    if kind:
        return Embed(url, title or kind)
    return Embed(url, title) if title else None


def _usable(written: str | None) -> str:
    """An address that leads somewhere; one without a scheme gets https."""
    url = "".join(written.split()) if written else ""
    lowered = url[:12].lower()
    if not url or url[0] == "#" or url.lower().endswith(".swf"):
        return ""
    if ":" in lowered and not lowered.startswith(("http:", "https:")) and not url.startswith(("/", ".", "?")):
        return ""  # about:, javascript:, data:, blob:
    return f"https:{url}" if url.startswith("//") else url


def _title(element: Element) -> str:
    for name in ("title", "aria-label", "data-title"):
        title = " ".join((element.get(name) or "").split())
        if title and title.lower() not in _VAGUE_TITLES:
            return title[:_LONGEST_TITLE]
    return ""


def _speaks_of_ads(title: str) -> bool:
    return not _AD_TITLES.isdisjoint(title.lower().replace("-", " ").replace("_", " ").split())


def _is_hidden(element: Element) -> bool:
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style", "")[:500].replace(" ", "").lower()
    if "display:none" in style or "visibility:hidden" in style:
        return True
    return attributes.get("width") in ("0", "1") or attributes.get("height") in ("0", "1")


_READERS: Final[Mapping[str, Callable[[Element], Embed | None]]] = {
    "iframe": _frame,
    "amp-iframe": _frame,
    "embed": _frame,
    "object": _object,
    "video": _media,
    "audio": _media,
    "amp-video": _media,
    "amp-audio": _media,
    **dict.fromkeys(_BY_KEY, _keyed),
}
TAGS: Final = frozenset(_READERS)
"""Tags of embedded content."""
POST_CLASSES: Final = frozenset(_POSTS)
"""Classes of embedded posts."""
