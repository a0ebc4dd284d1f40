"""What the classes and ids of elements give away, as whole tokens: substrings would find an ad in a header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cleaner.block import Block, Trail

# Names that content management systems and common scripts give; a name of one site belongs in that site's file. Those
# that also stand around text, such as `sidebar` or `newsletter` on the body of a page, are left to the model.
_FAMILIES: Final = {
    "ad": (
        "ad ads adsbygoogle ad-slot adslot ad-container ad-wrapper ad-unit adunit ad-banner banner-ad ad-box adbox "
        "advert adverts advertisement advertisements dfp-ad gpt-ad google-auto-placed sponsored-content ads-container "
        "ob-widget outbrain trc_related_container taboola"
    ),
    "author": "author-box author-bio about-author author-card author-profile post-author-box saboxplugin-wrap",
    "breadcrumb": "breadcrumb breadcrumbs breadcrumb-trail bread-crumbs rank-math-breadcrumb yoast-breadcrumb",
    "comments": (
        "comments comment-list commentlist comments-area comments-section comments-container disqus_thread fb-comments "
        "commento coral-comments"
    ),
    "comment-counter": (
        "comment-count comments-count comment-counter comments-counter comments-link comment-link comments-number "
        "comment-number comments-amount disqus-comment-count post-comments-count"
    ),
    "comment-form": (
        "respond comment-respond comment-form commentform comment-reply comment-reply-link comment-reply-title"
    ),
    "cookie": (
        "cookie-banner cookie-notice cookie-consent cookieconsent cookie-bar cookie-law-info-bar cookie-popup "
        "cookie-modal onetrust-consent-sdk onetrust-banner-sdk cmplz-cookiebanner cybotcookiebotdialog "
        "usercentrics-root truste-consent-track qc-cmp2-container didomi-host gdpr gdpr-banner cky-consent-container"
    ),
    "menu": (
        "sub-menu dropdown-menu mega-menu mobile-menu main-menu primary-menu top-menu nav-menu navbar-nav w-nav-menu "
        "elementor-nav-menu genesis-nav-menu menu-item-type-custom menu-item-type-post_type menu-item-type-taxonomy"
    ),
    "modal": "modal-dialog modal-header modal-body modal-footer",
    "newsletter": (
        "newsletter-signup newsletter-form newsletter-box newsletter-widget mc_embed_signup email-signup signup-form "
        "mailing-list-signup subscribe-form subscribe-box"
    ),
    "pages": "pagination pager page-numbers nav-links post-navigation posts-navigation nav-previous nav-next",
    "related": (
        "related-posts related-articles related-content related-stories relatedposts jp-relatedposts yarpp "
        "yarpp-related more-stories read-next also-read recommended-articles"
    ),
    "screen-reader": (
        "sr-only screen-reader-text screen-reader-only visually-hidden visuallyhidden sr-text skip-link "
        "skip-to-content visually-hidden-focusable skip-to-content-link"
    ),
    "share": (
        "share-buttons share-bar share-links share-tools social-share social-sharing share-icons sharedaddy sd-sharing "
        "addtoany addtoany_share_save_container a2a_kit addthis addthis_toolbox sharethis "
        "sharethis-inline-share-buttons post-share article-share entry-share social-links social-icons "
        "social-media-links ssba st-btn wp-block-social-links et_pb_social_media_follow elementor-social-icons-wrapper "
        "twitter-share-button"
    ),
}  # fmt: skip
_FAMILY: Final = {token: family for family, tokens in _FAMILIES.items() for token in tokens.split()}


_TOKENS: Final = frozenset(_FAMILY)
_NONE: Final[frozenset[str]] = frozenset()
_FRAME: Final = frozenset({"html", "body", "main", "article"})
"""Elements whose classes say what there is on a page somewhere."""


def by_trait(blocks: Sequence[Block]) -> dict[str, list[int]]:
    """Blocks by the traits of the elements around them."""
    return _spread(block.trail.traits if block.trail is not None else _NONE for block in blocks)


def by_family(blocks: Sequence[Block]) -> dict[str, list[int]]:
    """Blocks by the families that the names of the elements around them belong to."""
    known: dict[Trail | None, frozenset[str]] = {None: _NONE}
    return _spread(_families_of(block.trail, known) for block in blocks)


def _spread(sets: Iterable[frozenset[str]]) -> dict[str, list[int]]:
    """Where each member of these sets comes, in order; few of the sets differ."""
    alike: dict[frozenset[str], list[int]] = {}
    for index, members in enumerate(sets):
        if members:
            alike.setdefault(members, []).append(index)
    found: dict[str, list[int]] = {}
    for members, indices in alike.items():
        for member in members:
            found.setdefault(member, []).extend(indices)
    return {member: sorted(indices) for member, indices in found.items()}


def _families_of(trail: Trail | None, known: dict[Trail | None, frozenset[str]]) -> frozenset[str]:
    """The families of an element and of those around it; `known` is what was found before."""
    waiting: list[Trail] = []
    while trail not in known:
        assert trail is not None  # noqa: S101 -- None is known
        waiting.append(trail)
        trail = trail.above
    families = known[trail]
    for here in reversed(waiting):
        if here.names and not _TOKENS.isdisjoint(here.names) and here.tag not in _FRAME:
            families |= {_FAMILY[name] for name in here.names if name in _TOKENS}
        known[here] = families
    return families
