"""What stands above a page's content: skip links, logos, menus, search, sign-in, breadcrumbs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaner.block import Block
from cleaner.judges.rules.view import Finding, View

_FEWEST_TOKENS = 3  # a title of fewer words proves nothing
_CARDS = 3  # linked headings that make a page a list of other pages
_SHARED = 0.34  # of the title's words stand in any text about it
_FRONT_LENGTH = 30  # characters of a front page's address beside the host: scheme, www., index.html
_LOGO_WORDS = 8  # the name of a site is no longer
_FRONT_PATHS = frozenset({"", "index.html", "index.php", "blog", "en", "it", "de", "zh", "fr", "es", "home"})
_TEXT_WORDS = 25  # a paragraph of an article has as many; the lines of a menu have fewer
_MENU_SHARE = 0.05  # of what is left of a cut page must have been furniture before the rest is taken for it
_FRAME_SHARE = 0.25  # ... and of a whole page
_FRAGMENTS = 150  # words that an error page or an empty frame leaves at most, in pieces of four on average
_LISTED = 5  # entries that link to other sites make a list of readings
_OWN_LINES = 3  # that no other page of the site has: a page that was cut has a text
_OWN_LINES_WHOLE = 2  # ... and a page that is whole
_ENTRY_WORDS = 5  # words of a menu's entry, on average
_NEAR = 4  # blocks between two entries of the same picker, at most
_LANGUAGE_WORDS = 3
_LANGUAGES = 6  # entries of a language picker that are known before those between them count as well
_LONG_PROSE = 30  # words: a paragraph of this size above the title may be a standfirst, and stays


def skip_link(view: View) -> Iterator[Finding]:
    """A link for keyboard users that jumps over the menu.

    It points at a place of the page that a clean copy no longer has.

    Changes:
        [Skip to content](#main)

    Leaves alone:
        Skip to content links help people who use a keyboard, and every site should have one.
    """
    for index in view.hits("skip-link"):
        if view.minor(index):
            yield index, "a link that jumps over the menu"


def account(view: View) -> Iterator[Finding]:
    """Sign-in, registration and account links.

    Changes:
        [Sign in / up](https://account.example.com/register/)

    Leaves alone:
        Sign in to the console with the key that you made in step two, then open the menu.
    """
    for index in view.hits("account"):
        if view.minor(index) and not view.guarded(index):
            yield index, "a sign-in or account link"
    for index in view.links_to("account"):
        if view.menu_like(index) and not view.guarded(index):
            yield index, "links to a sign-in page"


def search_box(view: View) -> Iterator[Finding]:
    """The words around a search field.

    Changes:
        Search for:

    Leaves alone:
        Search for the string in the log, and note the line that follows it.
    """
    for index in view.hits("search"):
        if view.minor(index) and not view.guarded(index):
            yield index, "the label of a search field"


def language_picker(view: View) -> Iterator[Finding]:
    """A list of the languages a site comes in.

    Changes:
        * [English](/en/)
        * [Deutsch](/de/)
        * [Français](/fr/)

    Leaves alone:
        The leaflet comes in three languages: English, German and French.
    """
    run: list[int] = []
    for index in [*view.hits("language-picker"), len(view.blocks) + _NEAR]:
        if run and index - run[-1] > _NEAR:
            yield from _picker(view, run)
            run = []
        if index < len(view.blocks) and view.minor(index) and not view.guarded(index):
            run.append(index)


def _picker(view: View, run: list[int]) -> Iterator[Finding]:
    """The entries of one language picker; in one with many that are known those between them count as well."""
    for index in run:
        yield index, "an entry of a language picker"
    for index in range(run[0], run[-1]) if len(run) >= _LANGUAGES else ():
        block = view.blocks[index]
        if block.words <= _LANGUAGE_WORDS and block.kind != "heading" and view.minor(index):
            yield index, "stands among the entries of a language picker"


def theme_switch(view: View) -> Iterator[Finding]:
    """Switches for dark mode or the size of the type.

    Changes:
        Toggle dark mode

    Leaves alone:
        Dark mode saves a fifth of the battery on the phones that we measured.
    """
    for index in view.hits("theme-switch"):
        if view.minor(index) and not view.guarded(index):
            yield index, "a switch for the page's looks"


def logo_link(view: View) -> Iterator[Finding]:
    """The site's logo or name, linked to its front page.

    Changes:
        [![Example Times](/img/logo.svg)](https://www.example.com/)

    Leaves alone:
        ![The new logo of the Example Times, drawn in 1923](/2024/05/history.jpg)
    """
    host = view.page.host
    longest = len(host) + _FRONT_LENGTH
    for index, block in enumerate(view.blocks):
        if block.links and block.words <= _LOGO_WORDS:
            first = block.links[0].url  # one address tells nearly all blocks apart
            if len(first) > longest or not _is_front_page(first, host) or view.inside(index):
                continue
            if view.menu_like(index) and all(_is_front_page(link.url, host) for link in block.links):
                yield index, "a link to the site's front page"
        elif block.images and not block.text and index < view.first_prose and _leads_home(block, host):
            yield index, "a logo that links to the site's front page"


def _leads_home(block: Block, host: str) -> bool:
    return any(image.link and _is_front_page(image.link, host) for image in block.images)


def _is_front_page(url: str, host: str) -> bool:
    """Whether an address is the front page of the host: no path, or one that sites use for it."""
    if (url.startswith("/") and not url.startswith("//")) or url.startswith("."):
        return url in ("/", "./", ".", "../")
    scheme, found, rest = url.partition("//")
    if not found or not host or scheme not in ("", "http:", "https:"):
        return False
    name, _, path = rest.partition("/")
    return name.removeprefix("www.") == host.removeprefix("www.") and path.strip("/") in _FRONT_PATHS


def breadcrumb(view: View) -> Iterator[Finding]:
    """The path from the front page to this page.

    Changes:
        [Home](/) › [News](/news/) › [Europe](/news/europe/)

    Leaves alone:
        Open Settings › Network › Proxy and clear the field, then save.
    """
    for index, block in enumerate(view.blocks[: view.first_prose]):
        if len(block.links) >= 2 and block.words <= 30 and any(mark in block.text for mark in "›»>/→"):
            rest = len(block.text) - block.linked
            if rest <= 4 * len(block.links) or view.title[:20] in block.key:
                yield index, "the path from the front page to this page"


def above_title(view: View) -> Iterator[Finding]:
    """What stands between the crawler's title and the page's own: the head of the site.

    Dumps begin with a title the crawler wrote; then comes the page from its very top, and its own title stands where
    its content begins. Long paragraphs and pictures that belong to the text stay.

    Changes:
        # The ferry runs again

        Portal

        Products

        # The ferry runs again

        The ferry will run again from Monday, and the town has paid for a new pier. It was closed for two years after
        the storm took the old one, and the island lived on what the fishing boats could carry over in the mornings.
        Nobody here will miss those years, says the mayor, and nobody who had to make the crossing will forget them.

    Leaves alone:
        # Otters return to the Elbe

        ![Two otters on a stone](/2024/otters.jpg)

        Twelve animals were counted this spring along the river, more than in any year before.
    """
    if not (view.has_text or view.page.is_cut):
        return  # a list of things may have its title below them
    for index in range(view.titles[0] + 1 if view.titles else 0, view.top):
        block = view.blocks[index]
        if view.prose[index] and block.words >= _LONG_PROSE and not block.depth:
            continue
        if block.images and not block.text and not block.links and view.is_picture(index):
            continue
        yield index, "stands above the page's own title"


def navigation_list(view: View) -> Iterator[Finding]:
    """A list whose entries are short links: a menu.

    Above the text and below it such lists are menus; inside the text they are content and stay.

    Changes:
        * [Home](/)
        * [Products](/products/)
        * [Prices](/prices/)
        * [Blog](/blog/)

    Leaves alone:
        * [A long look at how the new parser came to be, and what it cost](/parser/)
        * [What we learned from a year of measuring every release of the tool](/year/)
        * [Why the third rewrite was the last one, and the two before were not](/third/)
    """
    blocks = view.blocks
    for low, high in view.lists():
        linked = sum(map(view.menu_like, range(low, high)))
        if not linked or high - low < 2 or any(view.prose[low:high]) or view.protected(low):
            continue
        entries = [block for block in blocks[low:high] if block.key or block.links or block.images]
        words = sum(block.words for block in entries)
        longest = _ENTRY_WORDS if view.has_text else _ENTRY_WORDS - 2
        if linked < 0.6 * len(entries) or words > longest * len(entries):
            continue
        known = view.known(low, high) >= 2
        if not known and 2 * sum(view.external(at) for at in range(low, high)) > linked:
            continue  # a list of readings
        if view.inside(low) and not (linked >= 5 and known):
            continue
        for at in range(low, high):
            yield at, f"a menu of {linked} links"


def navigation_table(view: View) -> Iterator[Finding]:
    """A table whose cells are short links: a menu laid out as a table.

    Changes:
        | [Home](/) | [Guides](/guides/) | [Shop](/shop/) |
        | --- | --- | --- |
        | [Ropes](/ropes/) | [Sails](/sails/) | [Log in](/login/) |

    Leaves alone:
        | Rope | Strength |
        | --- | --- |
        | [Hemp](/hemp/) | 12 kN |
    """
    blocks = view.blocks
    for low, high in view.tables():
        cells = sum(len(block.links) for block in blocks[low:high])
        text = sum(len("".join(block.text.replace("|", "").split())) for block in blocks[low:high])
        linked = sum(block.linked for block in blocks[low:high])
        words = sum(block.words for block in blocks[low:high])
        if cells and not view.inside(low) and linked >= 0.8 * text and words <= 2 * _ENTRY_WORDS * cells:
            for at in range(low, high):
                yield at, f"a menu of {cells} links, laid out as a table"


def navigation_line(view: View) -> Iterator[Finding]:
    """A line of short links, or a run of lines of one short link each: a menu.

    Changes:
        [News](/news/) [Sport](/sport/) [Weather](/weather/) [Radio](/radio/)

    Leaves alone:
        See [the first part](/one/) and [the second part](/two/) for how the figures were made, and by whom.
    """
    blocks = view.blocks
    for index, block in enumerate(blocks):
        if block.depth or not block.links:
            continue
        if not view.menu_like(index) or view.inside(index) or view.protected(index):
            continue
        if (block.images and view.is_picture(index)) or "://" in block.text or block.kind == "row":
            continue
        if "file" in view.link_kinds.get(index, ()):
            continue  # something to download
        if index == len(blocks) - 1 and view.page.is_cut and view.has_text:
            continue  # a paragraph that was cut in its first link
        if len(block.links) >= 3 and block.words <= 5 * len(block.links):
            yield index, f"a line of {len(block.links)} short links"
        elif block.words <= 6 and index not in view.is_title:
            yield index, "a short link outside the text"


def menu_word(view: View) -> Iterator[Finding]:
    """A word of menus: "Menu", "Home", "Read more", "See all".

    Changes:
        Toggle navigation

    Leaves alone:
        ## Menu

        The kitchen closes at nine; on Mondays there is soup, and on Fridays there is fish.
    """
    for index in view.hits("navigation", "contact"):
        if view.minor(index) and not view.guarded(index):
            yield index, "a word of menus"


def no_text(view: View) -> Iterator[Finding]:
    """A page without any text of its own: a dump that was cut inside the menu, an empty frame, an error page.

    The page's own title does not come again below the crawler's, and no two paragraphs of prose stand together. The
    title stays, all else goes, and the verdict says so.

    Changes:
        # Otters return to the Elbe

        * [Home](/)
        * [Pumps](/pumps/)
        * [Filters](/filters/)

        Pumps and filters

        Made by hand

    Leaves alone:
        # Otters return to the Elbe

        Twelve animals were counted this spring along the river, more than in any year before.
    """
    blocks, gone = view.blocks, view.docket.dropped | view.is_title
    if view.titles and view.titles[0] < view.top:
        return
    left = [index for index in range(len(blocks)) if index not in gone]
    share = _MENU_SHARE if view.page.is_cut else _FRAME_SHARE
    if len(blocks) - len(left) < max(3, share * len(left)):
        return  # too little furniture was found to take the rest for more of it
    if not (_says_nothing(view, left) or _elsewhere(view)):
        return
    text = [at for at in left if view.prose[at] and blocks[at].words >= _TEXT_WORDS and not blocks[at].depth]
    together = any(later - index == 1 for index, later in pairwise(text))
    if together or any(blocks[at].words >= 2 * _TEXT_WORDS for at in text):
        return
    if any(blocks[at].kind == "code" for at in left) or _has_own(view, left):
        return  # no menu has code, or lines that stand on no other page of its site
    if sum(view.external(at) and blocks[at].words >= _ENTRY_WORDS for at in left) >= _LISTED:
        return
    for index in left:
        yield index, "the page holds no text of its own"


def _has_own(view: View, left: Sequence[int]) -> bool:
    """Whether lines are left that no other page of the site has, and they are no wall's, which few pages have."""
    own = sum(view.is_own(at) for at in left)
    is_wall = any(True for _ in view.hits("wall", "captcha", "script-notice"))
    return own >= (_OWN_LINES if view.page.is_cut else _OWN_LINES_WHOLE) and not is_wall


def _says_nothing(view: View, left: Sequence[int]) -> bool:
    """Whether a page was cut, is an error or a wall, or leaves nothing but fragments."""
    if view.page.is_cut:
        return True
    if len(view.titles) > 1:
        return False  # a short page about its title
    blocks = view.blocks
    words = sum(blocks[at].words for at in left)
    prose = sum(blocks[at].words for at in left if view.prose[at])
    if not prose and words <= min(_FRAGMENTS, 4 * len(left)):
        return True
    if prose > 2 * _TEXT_WORDS or sum(block.words for block in blocks) > _FRAGMENTS:
        return False
    return any(view.docket.drops(at) for at in view.hits("wall", "captcha", "script-notice"))


def _elsewhere(view: View) -> bool:
    """Whether the title's words are missing from a page of linked headings: the address led to a front page instead."""
    wanted = _tokens(view.title)
    cards = sum(block.kind == "heading" and view.made_of_links(index) for index, block in enumerate(view.blocks))
    if len(wanted) < _FEWEST_TOKENS or cards < _CARDS:
        return False
    found: set[str] = set()
    for text in (block.text for index, block in enumerate(view.blocks) if index not in view.is_title):
        found |= wanted & _tokens(text.lower())
        if len(found) >= _SHARED * len(wanted):
            return False
    return True


def _tokens(text: str) -> set[str]:
    """Words of four letters and more; of scripts without spaces every two characters in a row."""
    words = {word.strip(".,:;!?()[]'\"“”‘’") for word in text.split()}
    pairs = {word[at : at + 2] for word in words if word[:1] > "\u2e80" for at in range(len(word) - 1)}
    return pairs | {word for word in words if len(word) >= 4 and word[0] <= "\u2e80"}
