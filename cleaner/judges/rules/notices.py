"""What a machine says instead of a page: script notices, captchas, walls, and what crawlers leave behind."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.judges.rules.view import Finding, View

_NOTICE_WORDS = 60


def script_notice(view: View) -> Iterator[Finding]:
    """A notice that the browser is too old or runs no scripts.

    Changes:
        Please enable JavaScript to view this page.

    Leaves alone:
        JavaScript was written in ten days, and the web has lived with it for thirty years.
    """
    for index in view.hits("script-notice"):
        if view.blocks[index].words <= _NOTICE_WORDS and not view.guarded(index):
            yield index, "a notice about scripts or the browser"


def captcha_text(view: View) -> Iterator[Finding]:
    """The text of a captcha or a block page.

    Changes:
        Checking your browser before accessing example.com.

    Leaves alone:
        The captcha was broken within a week by three students and a borrowed computer.
    """
    for index in view.hits("captcha"):
        if view.blocks[index].words <= _NOTICE_WORDS and not view.guarded(index):
            yield index, "the text of a captcha or a block page"


def wall_text(view: View) -> Iterator[Finding]:
    """The text of a log-in or pay wall, or of an error page.

    Changes:
        This content is for subscribers only.

    Leaves alone:
        The wall was built for the subscribers of the theatre, who paid for it by the stone.
    """
    for index in view.hits("wall"):
        word_of_text = view.inside(index) and view.short(index)
        if view.blocks[index].words <= _NOTICE_WORDS and not word_of_text and not view.guarded(index):
            yield index, "the text of a wall or an error page"


def crawler_leftover(view: View) -> Iterator[Finding]:
    """What crawlers and readers' apps leave in a text: "Read at …", "Unable to calculate read time", "Loading…".

    Changes:
        Read at Exampletimes

    Leaves alone:
        Loading the van took the whole morning, since every box had to be weighed.
    """
    for index in view.hits("crawler"):
        if view.minor(index) and not view.guarded(index):
            yield index, "left behind by the crawler"


def stray_mark(view: View) -> Iterator[Finding]:
    """A bracket, a bar or a pair of asterisks alone on its line: the rest of a link or an icon.

    Changes:
        |

    Leaves alone:
        | a | b |
        |---|---|
        | 1 | 2 |
    """
    for index, block in enumerate(view.blocks):
        if block.key or block.kind in ("code", "row", "rule", "definition", "html") or block.images or block.words > 3:
            continue
        if index in view.goes_on or not block.text.strip("> "):
            continue  # the blank line of a block quote
        text = "".join(block.text.split())
        if view.listed(index) and not text.strip(".…"):
            continue  # "and so on"
        if (not text and block.links) or not text.strip("[]|()*><\\/-–—•·»«›‹×✕,.:;…_+#"):
            yield index, "a mark with nothing beside it"
