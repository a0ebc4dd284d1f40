"""Where readers talk and spread the word: share and follow bars, counters, comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleaner.judges.rules.view import Finding, View

_ENOUGH_PROSE = 60  # words of text above a comment heading before it ends the page


def share_bar(view: View) -> Iterator[Finding]:
    """Buttons that share the page.

    Changes:
        [Share on Facebook](https://www.facebook.com/sharer/sharer.php?u=https://example.com/)

    Leaves alone:
        The share of wind in the grid rose to forty per cent.
    """
    for index in view.hits("share"):
        if view.minor(index) and not view.listed(index):
            yield index, "a share button"
    for index in view.links_to("share"):
        if view.made_of_links(index) or not view.blocks[index].text:
            yield index, "links to a share dialog"


def follow_bar(view: View) -> Iterator[Finding]:
    """Links to the site's own profiles and feeds.

    Changes:
        Follow us on Mastodon

    Leaves alone:
        Follow the river for two miles, then turn left at the mill and cross the bridge.
    """
    for index in view.hits("follow"):
        if view.minor(index) and not view.guarded(index):
            yield index, "a link to the site's profiles"


def comment_counter(view: View) -> Iterator[Finding]:
    """How many comments a page has, and the link to them.

    Changes:
        [12 comments](/2024/otters/#comments)

    Leaves alone:
        The draft drew 12 comments from the harbour board, and each was answered in writing.
    """
    for index in view.hits("comment-counter"):
        if view.minor(index):
            yield index, "a comment counter"
    for index in view.links_to("comment"):
        if view.menu_like(index) and view.short(index):
            yield index, "a link to the comments"


def comment_form(view: View) -> Iterator[Finding]:
    """The form to write a comment, and the words around it.

    Changes:
        Your email address will not be published. Required fields are marked

    Leaves alone:
        The board published every letter it received, with the names of the writers struck out.
    """
    for index in view.hits("comment-form"):
        if view.minor(index):
            yield index, "belongs to the comment form"
    keys = Counter(view.blocks[index].key for index in view.sections)  # one that comes again is a button of each post
    for index, family in view.sections.items():
        if (
            family == "comment-form"
            and keys[view.blocks[index].key] == 1
            and view.has_text_above(index, _ENOUGH_PROSE)
            and view.ends_text(index)
        ):
            for later in range(index, len(view.blocks)):
                yield later, "stands at or below the comment form"


def comment_thread(view: View) -> Iterator[Finding]:
    """The comments of readers under a text.

    From the heading that opens the thread to the end of the page. The heading counts only below a text, for
    above one it is a counter.

    Changes:
        The ferry will run again from Monday, and the town has paid for a new pier. It was closed for two years after
        the storm took the old one, and the island lived on what the fishing boats could carry over in the mornings.
        Nobody here will miss those years, says the mayor, and nobody who had to make the crossing will forget them.

        ## 2 Comments

        Anna says: I was there, and it was worse than that.

    Leaves alone:
        ## Comments on the draft

        The harbour board asks for a longer pier, and the council agrees with it.
    """
    for index, family in view.sections.items():
        opens = not view.blocks[index].depth or view.ends_text(index)
        if family == "comment-thread" and opens and view.has_text_above(index, _ENOUGH_PROSE):
            for later in range(index, len(view.blocks)):
                yield later, "stands at or below the heading of the comments"
            return
    for index in view.hits("comment-thread"):
        if view.minor(index) and not view.guarded(index):
            yield index, "belongs to a comment thread"


def bare_counter(view: View) -> Iterator[Finding]:
    """A number alone on its line, beside the title or below the text: likes, shares, comments.

    Changes:
        # Otters return to the Elbe

        17

        Twelve animals were counted this spring along the river, more than in any year before.

    Leaves alone:
        The number of the bus is on the sign:

        17

        It stops at the mill, at the school, and on Sundays at the church as well.
    """
    for index, block in enumerate(view.blocks):
        if (
            block.words == 1
            and block.key.startswith(("0", "("))
            and block.kind == "paragraph"
            and not view.inside(index)
        ):
            led = index > 0 and view.blocks[index - 1].text.endswith((":", "："))
            if not led and not block.key.strip("()0.,km "):
                yield index, "a number alone outside the text"
