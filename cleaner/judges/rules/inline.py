"""Small cuts inside blocks that stay: icons, trackers, empty links, characters nobody sees.

Tables and code are left alone, with one exception: a link that runs a script is taken apart wherever it stands.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cleaner.block import Block
from cleaner.judges.rules.evidence import is_image_file
from cleaner.judges.rules.pieces import Pieces
from cleaner.sources.patterns import Pattern, linear

_TRACKERS: Final = linear(
    r"(?i)^(?:utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|mkt_tok|mtm_\w+|pk_\w+|piwik_\w+"
    r"|_hsenc|_hsmi|hsctatracking|vero_id|oly_anon_id|oly_enc_id|wickedid|ref_src|ref_url|spm|scm|trk|trkcampaign"
    r"|sharesource|share_source|sc_cid|cmpid|s_cid|at_\w+|ns_campaign|ns_mchannel|wt_mc|xtor|guccounter|guce_\w+)$"
)
# Sources: the parameter lists of the URL-cleaning browser extensions (ClearURLs, Neat URL), those of any site.
_ANCHOR_MARKS: Final = frozenset({"", "#", "¶", "§", "🔗", "permalink", "link", "anchor", "\u200b"})
# What text may hold and nobody sees: zero-width space, word joiner and friends, byte order mark, and the bidirectional
# overrides, embeddings and isolates that turn what stands there into what does not. Joiners (ZWJ, ZWNJ) and direction
# marks (LRM, RLM) stay: scripts need them.
_INVISIBLE: Final = re.compile("[\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]+")
_INVISIBLE_BYTES: Final = linear(_INVISIBLE.pattern)
_TAG: Final = linear(r"(?i)<[^<>]*(?:script|&#|&colon|&tab|&newline)[^<>]*>")
_UNSAFE_SCHEMES: Final = ("javascript:", "vbscript:", "data:text", "livescript:")
_PLAIN_STARTS: Final = ("http", "/", "#", ".", "mailto:")  # nearly all addresses, and none of them runs anything
_COUNTER_WORDS: Final = 4  # "12 new comments here"
_TRACKED: Final = frozenset({"tracked", "ad"})
_QUERY_ENDS: Final = frozenset(b"#)> \t\r\n\"'<")


class Cut(NamedTuple):
    """A change inside a block: bytes of the page at [start, end) give way to `replacement`."""

    block: int
    start: int
    end: int
    replacement: str
    why: str


def script_link(pieces: Pieces) -> Iterator[Cut]:
    """A link that runs a script or carries a page inside its address: the text stays, the link goes.

    Changes:
        Read [the terms](javascript:openTerms) before you board the ferry on Monday.

    Leaves alone:
        Read [the terms](/javascript/terms.html) before you board the ferry on Monday.
    """
    data = pieces.page.data
    for index, target, _ in pieces.links:
        if not target.url.startswith(_PLAIN_STARTS) and is_unsafe(target.url):
            start, end = target.start, target.end
            text_end = data.rfind(b"](", start, end)
            if data[start : start + 1] == b"[" and text_end >= 0:
                yield Cut(index, start, start + 1, "", "opens a link that runs a script")
                yield Cut(index, text_end, end, "", "a link that runs a script")
            else:
                yield Cut(index, start, end, "", "a link that runs a script")
    if data.find(b"<", pieces.page.front.body) < 0:
        return
    for index, block in enumerate(pieces.blocks):
        if block.kind == "code" or data.find(b"<", block.start, block.end) < 0:
            continue
        for start, end, raw in _matches(_TAG, data, block):
            tag = "".join(html.unescape(raw).split()).lower()
            if any(scheme in tag for scheme in _UNSAFE_SCHEMES) or tag.startswith(("<script", "</script")):
                yield Cut(index, start, end, "", "an element that runs a script")


def _matches(pattern: Pattern, data: bytes, block: Block) -> Iterator[tuple[int, int, str]]:
    """Matches of an ASCII-edged pattern in a block: first and last byte in the page, and the text."""
    for match in pattern.finditer(data[block.start : block.end]):
        start, end = block.start + match.start(), block.start + match.end()
        yield start, end, data[start:end].decode("utf-8", "replace")


def _may_change(pieces: Pieces, index: int) -> bool:
    """Whether a block's inside may be rewritten: tables and code are left as they are."""
    return pieces.blocks[index].kind not in ("row", "code")


def is_unsafe(url: str) -> bool:
    """Whether an address runs a script or carries a page, however it is written."""
    visible = (character for character in html.unescape(url)[:64] if character > " " and character != "\x7f")
    bare = "".join(visible).lower()
    return bare.startswith(_UNSAFE_SCHEMES)


def icon_in_text(pieces: Pieces) -> Iterator[Cut]:
    """An icon, a `data:` image, a tracking pixel or a picture without an address, inside a line that stays.

    Changes:
        ![](/img/icons/clock_16x16.png) Open from nine to five, and on Saturdays until noon.

    Leaves alone:
        ![The clock above the gate](/photos/clock.jpg) Open from nine to five, and on Saturdays until noon.
    """
    for index, target, kinds in pieces.images:
        if not _may_change(pieces, index):
            continue
        if target.url.startswith("data:"):
            if not _is_picture(target.link):
                yield Cut(index, target.start, target.end, "", "a picture inside its own address")
        elif not target.url or target.url[0] == '"':
            yield Cut(index, target.start, target.end, "", "a picture without an address")
        elif "pixel" in kinds or ("icon" in kinds and not _is_sentence(target.alt)):
            yield Cut(index, target.start, target.end, "", "an icon")


def placeholder_image(pieces: Pieces) -> Iterator[Cut]:
    """A `data:` image that stands for a picture loaded later: the picture takes its place.

    Changes:
        [![The ferry](data:image/png;base64...)](https://example.com/ferry.jpg)

    Leaves alone:
        [![The ferry](https://example.com/ferry-small.jpg)](https://example.com/ferry.jpg)
    """
    data = pieces.page.data
    for index, target, _ in pieces.images:
        if not target.url.startswith("data:") or not _is_picture(target.link):
            continue
        start = data.find(b"](data:", target.start, target.end) + 2
        end = start
        while end < target.end and data[end] not in b") \t\r\n":
            end += 1
        if start > 1 and _may_change(pieces, index):
            yield Cut(index, start, end, target.link, "a placeholder for the picture it links to")


def _is_picture(url: str) -> bool:
    return url.startswith(("http://", "https://", "/")) and " " not in url and is_image_file(url)


def _is_sentence(alt: str) -> bool:
    return len(alt.split()) >= 5


def ad_image(pieces: Pieces) -> Iterator[Cut]:
    """A picture inside a line that links to an ad server.

    Changes:
        The tide tables are on page two. [![](/x.gif)](https://pubads.g.doubleclick.net/gampad/jump?x=1) Mind the wind.

    Leaves alone:
        The tide tables are on page two. [![](/tides.gif)](/tides/) Mind the wind, and the rocks at the mouth.
    """
    for index, target, kinds in pieces.links:
        if "ad" not in kinds or target.text.strip():
            continue
        if _may_change(pieces, index) and pieces.holds_image(index, target):
            yield Cut(index, target.start, target.end, "", "a picture that links to an ad server")


def empty_link(pieces: Pieces) -> Iterator[Cut]:
    """A link without a text.

    Changes:
        The ferry leaves at nine.[](https://example.com/ferry) It returns at noon, and again in the evening.

    Leaves alone:
        The ferry leaves at [nine](https://example.com/ferry). It returns at noon, and again in the evening.
    """
    for index, target, _ in pieces.links:
        text = target.text.strip()
        if text and (text.isascii() or _INVISIBLE.sub("", text).strip()):
            continue
        if _may_change(pieces, index) and not pieces.holds_image(index, target):
            yield Cut(index, target.start, target.end, "", "a link without a text")


def heading_anchor(pieces: Pieces) -> Iterator[Cut]:
    """The mark beside a heading that links to the heading itself.

    Changes:
        ## Tides [¶](#tides)

    Leaves alone:
        ## [Tides](#tides)
    """
    for index, target, _ in pieces.links:
        block = pieces.blocks[index]
        if block.kind != "heading" or "#" not in target.url or block.images:
            continue
        if len(block.text) > len(target.text) and target.text.strip(" \u200b").lower() in _ANCHOR_MARKS:
            yield Cut(index, target.start, target.end, "", "links a heading to itself")


def tracking_parameter(pieces: Pieces) -> Iterator[Cut]:
    """Parameters of an address that say where the reader came from.

    Changes:
        See [the tide tables](https://example.com/tides?utm_source=mail&year=2024) before you sail.

    Leaves alone:
        See [the tide tables](https://example.com/tides?year=2024&source=harbour) before you sail.
    """
    data = pieces.page.data
    for index, target, kinds in pieces.links:
        if not kinds or kinds.isdisjoint(_TRACKED) or not _may_change(pieces, index):
            continue
        destination = max(data.rfind(b"](", target.start, target.end), target.start)
        start = data.find(b"?", destination, target.end)
        if start < 0:
            continue
        end = start
        while end < target.end and data[end] not in _QUERY_ENDS:
            end += 1
        query = data[start + 1 : end].decode("utf-8", "surrogateescape")
        joint = "&amp;" if "&amp;" in query else "&"
        parts = query.split(joint)
        kept = [part for part in parts if not _TRACKERS.match(part.partition("=")[0])]
        if len(kept) < len(parts):
            yield Cut(index, start, end, "?" + joint.join(kept) if kept else "", "parameters that track the reader")


def counter_in_line(pieces: Pieces) -> Iterator[Cut]:
    """A comment counter inside a line that stays.

    Changes:
        The council votes on Monday. [12 comments](/2024/council/#comments)

    Leaves alone:
        The council read [all the comments](/2024/council/letters.pdf) before it voted on Monday.
    """
    for index, target, kinds in pieces.links:
        if "comment" not in kinds or pieces.blocks[index].kind == "heading":
            continue
        counts = len(target.text.split()) <= _COUNTER_WORDS and any(map(str.isdigit, target.text))
        if counts and _may_change(pieces, index):
            yield Cut(index, target.start, target.end, "", "a comment counter")


def invisible_character(pieces: Pieces) -> Iterator[Cut]:
    """Characters nobody sees: zero-width spaces, and controls that turn the direction of text.

    Changes:
        The pass\u200bword is on the note.

    Leaves alone:
        The password is on the note.
    """
    data = pieces.page.data
    if data.isascii() or not _INVISIBLE_BYTES.search(data):
        return
    for index, block in enumerate(pieces.blocks):
        if block.kind in ("row", "code"):
            continue
        for start, end, _ in _matches(_INVISIBLE_BYTES, data, block):
            yield Cut(index, start, end, "", "characters that nobody sees")
