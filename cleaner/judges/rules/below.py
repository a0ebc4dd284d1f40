"""What stands below a page's content: related lists, tags, author boxes, footers."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.judges.rules.dates import has_year
from cleaner.judges.rules.view import Finding, View


def related_list(view: View) -> Iterator[Finding]:
    """Related, recommended, recent or most-read pages, under their heading.

    Changes:
        ## Related articles

        * [Beavers are back as well](/beavers/)
        * [The river, ten years on](/river/)

    Leaves alone:
        ## Related work

        Three groups have measured the same effect, with other instruments and in other years.
    """
    done = 0
    for index, family in view.sections.items():
        if family != "related" or index < done or not (view.has_text or index < view.top):
            continue
        end = view.section_end(index)
        if end == index + 1 and end < len(view.blocks) and view.inside(index):
            continue  # text follows at once: a heading of the text
        done = end
        yield index, "the heading of a list of other pages"
        for later in range(index + 1, end):
            yield later, f"stands under {view.blocks[index].text[:60]!r}"
    for index in view.hits("related"):
        if view.minor(index) and not view.guarded(index):
            yield index, "leads to other pages"


def tag_list(view: View) -> Iterator[Finding]:
    """Tags and categories of the page.

    Changes:
        Tags: [otters](/tag/otters/), [rivers](/tag/rivers/)

    Leaves alone:
        Tags in the ears of the animals tell which year they were born in, and where.
    """
    for index in view.hits("tags"):
        block = view.blocks[index]
        tags = block.links or block.words <= _TAG_WORDS
        if tags and view.minor(index) and not view.guarded(index) and not has_year(block.text):
            yield index, "tags or categories of the page"
    for index in view.links_to("tag"):
        block = view.blocks[index]
        short = view.menu_like(index) and block.words <= _TAG_WORDS * len(block.links)
        if short and view.has_text and not view.inside(index) and not has_year(block.text):
            yield index, "links to tags or categories"
    done = 0
    for index, family in view.sections.items():
        if family != "tags" or index < done or view.guarded(index):
            continue
        yield index, "the heading of a tag list"
        for later in range(index + 1, view.section_end(index)):
            if not view.menu_like(later) and view.blocks[later].words > _TAG_WORDS:
                break
            yield later, "stands in a tag list"
            done = later


def author_box(view: View) -> Iterator[Finding]:
    """Who the author is, in a box below the text.

    Changes:
        ## About the author

        Joan writes about rivers.

    Leaves alone:
        The author of the report, a geologist, had walked the whole length of the river twice.
    """
    for index in view.hits("author-box"):
        if view.minor(index):
            yield index, "belongs to an author box"
    for index, family in view.sections.items():
        if family == "author-box" and view.has_text_above(index, 40):
            yield index, "the heading of an author box"
            for later in range(index + 1, min(view.section(index), index + 8)):
                if view.sections.get(later) == "keep-heading":
                    break
                yield later, "stands in an author box"


def previous_next(view: View) -> Iterator[Finding]:
    """Links to the pages before and after this one.

    Changes:
        [Previous Post: Beavers](/beavers/) [Next Post: Swans](/swans/)

    Leaves alone:
        The next morning they found the gate open and the previous night's tracks in the snow.
    """
    for index in view.hits("previous-next"):
        leads = view.made_of_links(index) and not view.inside(index)
        if leads or (view.minor(index) and not view.guarded(index)):
            yield index, "leads to the page before or after"


def read_time(view: View) -> Iterator[Finding]:
    """How long the text takes to read, and how often it was read.

    Changes:
        5 min read

    Leaves alone:
        The film takes 5 minutes to load on a slow line, and nobody waits that long for it.
    """
    for index in view.hits("read-time", "view-counter"):
        if view.minor(index) and not view.guarded(index):
            yield index, "a read time or a counter of views"


def page_tools(view: View) -> Iterator[Finding]:
    """Links that print, mail, save or report the page.

    Changes:
        Print this page

    Leaves alone:
        Print the form on both sides of the paper and hand it in at the desk by noon.
    """
    for index in view.hits("page-tools"):
        if view.minor(index) and not view.guarded(index):
            yield index, "a tool of the page"


def back_to_top(view: View) -> Iterator[Finding]:
    """A link to the top of the page.

    Changes:
        [Back to top](#top)

    Leaves alone:
        From the hut it is an hour back to the top of the pass.
    """
    for index in view.hits("back-to-top"):
        if view.minor(index):
            yield index, "a link to the top of the page"


def legal_footer(view: View) -> Iterator[Finding]:
    """Copyright, terms, privacy, and who made the site.

    Changes:
        © 2024 Example Times Ltd. All rights reserved.

    Leaves alone:
        Copyright in a photograph belongs to the one who took it, and lasts for seventy years.
    """
    for index in view.hits("legal"):
        block = view.blocks[index]
        if (view.minor(index) and not view.guarded(index)) or (index > view.last_prose and block.words <= 60):
            yield index, "copyright or legal links"
    for index, block in enumerate(view.blocks):
        if block.words <= 30 and block.text.startswith(_COPYRIGHT_LINES):
            yield index, "a copyright line"


def registration_number(view: View) -> Iterator[Finding]:
    """The number under which a site or its company is registered.

    Changes:
        京ICP备12345678号-1

    Leaves alone:
        The registry gave the ship a new number when it was sold to the island.
    """
    for index in view.hits("registration"):
        if view.blocks[index].words <= 40 and (view.minor(index) or index > view.last_prose):
            yield index, "a registration number"


_ENDINGS = frozenset(
    (
        "share-bar follow-bar comment-counter comment-form comment-thread related-list tag-list author-box author-bio "
        "previous-next back-to-top legal-footer registration-number newsletter-box donation-box navigation-list "
        "link-list-below"
    ).split()
)
"""Rules whose furniture stands at the end of a text; advertisements and icons stand in it as well."""
_COPYRIGHT_LINES = ("©", "(c) 20", "(C) 20", "Copyright ©")
_LISTED = 3
_SAID_WORDS = 10  # a heading of so many words says something by itself
_BARE = frozenset({"icon-image", "tracking-pixel", "stray-mark", "ad-slot"})
"""Rules whose furniture stands under headings of content too."""
_TAG_WORDS = 4  # a tag without a link is no longer
_REST = 0.3  # of the words of the text: what follows its end holds no more prose of its own
_TEASER_WORDS = 50
_TAIL = 0.5  # of the words of prose; what stands below an article is less
_POSTERS = 3  # different authors linked inside the text
_AUTHOR_TEXT = 50  # words of prose above an author box
_BIO_WORDS = 70  # the text of an author box is no longer, an author


def author_bio(view: View) -> Iterator[Finding]:
    """An author's picture, linked name and a few sentences on who it is, below the text.

    Changes:
        The ferry will run again from Monday, and the town has paid for a new pier. It was closed for two years after
        the storm took the old one, and the island lived on what the fishing boats could carry over in the mornings.
        Nobody here will miss those years, says the mayor, and nobody who had to make the crossing will forget them.

        [Joan Marlow](/author/joan-marlow/)

        Joan Marlow is a reporter on the coast, and has written about its boats since 1998.

    Leaves alone:
        [Joan Marlow](/author/joan-marlow/)

        The ferry will run again from Monday, and the town has paid for a new pier.
    """
    blocks = view.blocks
    authors = [index for index in view.links_to("author") if view.made_of_links(index) or not blocks[index].text]
    if len({blocks[index].key for index in authors if view.inside(index)}) >= _POSTERS:
        return  # a thread, or a list of things by many
    for index in authors:
        if not view.has_text_above(index, _AUTHOR_TEXT) or not view.ends_text(index):
            continue
        last = index
        for later in range(index + 1, min(index + 4, len(blocks))):
            if blocks[later].kind == "heading" or blocks[later].words > _BIO_WORDS:
                break
            if view.prose[later]:
                last = later
        if not any(view.prose[at] for at in range(last + 1, min(last + 3, len(blocks)))):
            for at in range(index, last + 1):
                yield at, "who the author is"


def below_text(view: View) -> Iterator[Finding]:
    """All that follows the first piece of furniture below the text.

    Where the last sentence has been read and a share bar, a tag list or a footer has begun, short lines and links
    are not content any more.

    Changes:
        # The ferry runs again

        # The ferry runs again

        The ferry will run again from Monday, and the town has paid for a new pier. It was closed for two years after
        the storm took the old one, and the island lived on what the fishing boats could carry over in the mornings.
        Nobody here will miss those years, says the mayor, and nobody who had to make the crossing will forget them.

        [Share on Facebook](https://www.facebook.com/sharer/sharer.php?u=https://example.com/)

        Island Company

        Harbour Road

    Leaves alone:
        The ferry will run again from Monday, and the town has paid for a new pier.

        Island Company

        Harbour Road
    """
    blocks, docket = view.blocks, view.docket
    dropped = docket.dropped
    last = next((at for at in range(view.text_end - 1, -1, -1) if at not in dropped), -1)
    below = [at for at in range(last + 1, len(blocks)) if at not in dropped]
    prose = sum(blocks[at].words for at in below if view.prose[at] and not blocks[at].links)
    if last < 0 or prose > _REST * view.text_words:
        return  # a thread, or a list of things whose lead was longest
    if not view.is_article and sum(blocks[at].words for at in below) > _TAIL * view.text_words:
        return  # more below the text than in it
    begun = False
    for index in range(last + 1, len(blocks)):
        if index in dropped:
            begun = begun or docket.rulings[index].rule in _ENDINGS
        elif begun and not view.protected(index) and not _is_text(view, index):
            yield index, "stands below the text, among furniture"


def _is_text(view: View, index: int) -> bool:
    """Whether a block is prose longer than any teaser, or code."""
    return view.prose[index] and (view.blocks[index].words >= _TEASER_WORDS or view.blocks[index].kind == "code")


def link_list_below(view: View) -> Iterator[Finding]:
    """A list of links into the site, below the text: other pages, whatever its heading.

    Changes:
        # The ferry runs again

        # The ferry runs again

        The ferry will run again from Monday, and the town has paid for a new pier. It was closed for two years after
        the storm took the old one, and the island lived on what the fishing boats could carry over in the mornings.
        Nobody here will miss those years, says the mayor, and nobody who had to make the crossing will forget them.

        The boats will go back to fishing, and the school will have its teachers on Monday mornings once more. What the
        pier cost is to be paid over thirty years, by all who cross and by all who send a parcel. The board expects
        that this will be enough, unless another storm comes before the loan has been paid back to the last penny.

        * [The storm that took the old pier, told by those who stood on it](/storm/)
        * [What the fishing boats carried over in two years without a ferry](/boats/)
        * [A mayor, a pier and the price of crossing the sound in the winter](/mayor/)

    Leaves alone:
        The ferry will run again from Monday, and the town has paid for a new pier after the long wait of the winter.

        ## Sources

        * [The harbour board's report on the storm and on the state of the pier](/report/)
        * [What the fishing boats carried over in two years without a ferry](/boats/)
        * [The council's minutes on the price of crossing the sound in winter](/minutes/)
    """
    if not view.is_article:
        return
    for low, high in view.lists(view.text_end):
        linked = sum(view.made_of_links(at) and not view.external(at) for at in range(low, high))
        if linked >= _LISTED and linked >= 0.8 * (high - low) and not view.protected(low):
            for at in range(low, high):
                yield at, f"a list of {linked} links into the site, below the text"


def empty_section(view: View) -> Iterator[Finding]:
    """A heading whose whole section has gone.

    Changes:
        The ferry will run again from Monday, and the town has paid for a new pier.

        ## Elsewhere on this site

        [Share on Facebook](https://www.facebook.com/sharer/sharer.php?u=https://example.com/)

    Leaves alone:
        The ferry will run again from Monday, and the town has paid for a new pier.

        ## Elsewhere on this coast
    """
    blocks, docket = view.blocks, view.docket
    for index in reversed(view.headings):
        block = blocks[index]
        said = block.words >= _SAID_WORDS or block.text.endswith((".", "?", "!", "。", "？"))
        if said or index in view.is_title or docket.drops(index):
            continue
        under = range(index + 1, view.section(index))
        if any(not docket.drops(at) and blocks[at].kind != "rule" for at in under):
            continue
        gone = [docket.rulings[at].rule for at in under if docket.drops(at) and blocks[at].words]
        if not _BARE.issuperset(gone):
            yield index, "a heading with nothing left under it"


def dangling_rule(view: View) -> Iterator[Finding]:
    """A line that divides nothing any more: furniture stood above or below it.

    Changes:
        The ferry will run again from Monday, and the town has paid for a new pier.

        ---

        [Share on Facebook](https://www.facebook.com/sharer/sharer.php?u=https://example.com/)

    Leaves alone:
        The ferry will run again from Monday, and the town has paid for a new pier.

        ---

        The shop on the quay is closed until then, and so is the post office.
    """
    blocks, dropped = view.blocks, view.docket.dropped
    if not any(block.kind == "rule" for block in blocks):
        return
    stays = [index for index in range(len(blocks)) if index not in dropped]
    for place, index in enumerate(stays):
        if blocks[index].kind != "rule":
            continue
        above = stays[place - 1] if place else -1
        below = stays[place + 1] if place + 1 < len(stays) else len(blocks)
        opens = above < 0 or above in view.is_title or blocks[above].kind == "rule"
        if (opens and above < index - 1) or (below == len(blocks) and below > index + 1):
            yield index, "divides nothing any more"
