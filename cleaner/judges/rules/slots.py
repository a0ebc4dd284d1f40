"""What a page sells or asks for: advertisements, newsletters, donations, cookies."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.judges.rules.view import Finding, View

_NOTICE_WORDS = 60  # a cookie or newsletter notice is no longer; a longer text is about the thing


def ad_slot(view: View) -> Iterator[Finding]:
    """An advertisement: a link or frame of an ad server, or the label of a slot.

    Changes:
        [![](https://pubads.g.doubleclick.net/gampad/ad?iu=/1)](https://pubads.g.doubleclick.net/gampad/jump?iu=/1)

    Leaves alone:
        The bureau found that doubleclick.net set a cookie on 40 of the 60 pages.
    """
    for index in view.hits("advertisement"):
        if view.minor(index):
            yield index, "the label of an advertisement"
    for index in view.links_to("ad"):
        if view.made_of_links(index) or not view.blocks[index].text:
            yield index, "links to an ad server"


def tracking_pixel(view: View) -> Iterator[Finding]:
    """A picture that nobody is meant to see: it counts readers.

    Changes:
        ![](https://www.facebook.com/tr?id=1&ev=PageView)

    Leaves alone:
        ![One pixel of the sensor, a thousand times enlarged](/lab/pixel-1000x.jpg)
    """
    for index in view.links_to("pixel"):
        if not view.blocks[index].text:
            yield index, "a picture that counts readers"


def newsletter_box(view: View) -> Iterator[Finding]:
    """An offer to get the site's news by mail.

    Changes:
        Sign up for our newsletter

    Leaves alone:
        The newsletter was first printed in 1911 and reached forty households in the valley.
    """
    for index in view.hits("newsletter"):
        answers = index > 0 and view.blocks[index - 1].text.endswith(("?", "？"))
        if view.blocks[index].words <= _NOTICE_WORDS and view.minor(index) and not (answers or view.guarded(index)):
            yield index, "an offer of a newsletter"
    yield from view.box("newsletter", "stands in a newsletter box")


def donation_box(view: View) -> Iterator[Finding]:
    """An appeal for money.

    Changes:
        [Buy me a coffee](https://www.buymeacoffee.com/example)

    Leaves alone:
        The fund paid for twelve wells and two schools, and closed in the spring of 2019.
    """
    for index in view.hits("donation"):
        if view.minor(index) and not view.guarded(index):
            yield index, "an appeal for money"


def cookie_notice(view: View) -> Iterator[Finding]:
    """A cookie or consent notice.

    Changes:
        This website uses cookies to improve your experience. By continuing you accept our cookie policy.

    Leaves alone:
        The cookie was first described in a specification of 1994, and it has kept its name ever since then.
    """
    for index in view.hits("cookie-notice"):
        if view.blocks[index].words <= _NOTICE_WORDS and not view.guarded(index):
            yield index, "a cookie or consent notice"
    yield from view.box("cookie-notice", "stands in a cookie notice")
