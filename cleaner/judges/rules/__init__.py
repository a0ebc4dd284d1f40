"""General rules: what boilerplate looks like on any site.

Each rule is a plain function that reads a :class:`View` and yields (block, why). Its docstring says what pattern it
finds and shows what it changes and what it leaves alone; the examples are run as tests and become `docs/rules.md`.
`RULES` is the one place that says which rules there are and in which order they are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from cleaner.block import Block
from cleaner.judges.rules import (
    below,
    byline,
    comments,
    elements,
    images,
    inline,
    masthead,
    notices,
    slots,
    social,
    titles,
)
from cleaner.judges.rules.inline import Cut
from cleaner.judges.rules.pieces import Pieces
from cleaner.judges.rules.view import Finding, View
from cleaner.ruling import Docket, Fact, Ruling, Trim
from cleaner.sources.page import Page

Rule = Callable[[View], Iterator[Finding | Fact]]
"""Finds blocks to drop, as (block, why), and facts for the metadata."""

InlineRule = Callable[[Pieces], Iterator[Cut]]
"""Finds stretches inside blocks to take out."""

RULES: Final[tuple[Rule, ...]] = (
    titles.repeated_title,
    byline.byline,
    elements.hidden_text,
    elements.screen_reader_text,
    elements.cookie_dialog,
    elements.dialog_element,
    elements.page_footer,
    elements.ad_element,
    elements.share_element,
    elements.box_element,
    elements.script_fallback,
    masthead.skip_link,
    masthead.account,
    masthead.search_box,
    masthead.language_picker,
    masthead.theme_switch,
    masthead.logo_link,
    masthead.breadcrumb,
    slots.ad_slot,
    slots.tracking_pixel,
    slots.cookie_notice,
    slots.newsletter_box,
    slots.donation_box,
    notices.script_notice,
    notices.captcha_text,
    notices.wall_text,
    notices.crawler_leftover,
    notices.stray_mark,
    social.share_bar,
    social.follow_bar,
    social.comment_counter,
    social.comment_form,
    social.comment_thread,
    social.bare_counter,
    below.related_list,
    below.tag_list,
    below.author_box,
    below.author_bio,
    below.previous_next,
    below.read_time,
    below.page_tools,
    below.back_to_top,
    below.legal_footer,
    below.registration_number,
    images.icon_image,
    elements.navigation_element,
    elements.page_header,
    elements.aside_element,
    elements.form_control,
    masthead.menu_word,
    masthead.navigation_list,
    masthead.navigation_table,
    masthead.navigation_line,
    masthead.above_title,
    below.link_list_below,
    below.below_text,
    below.empty_section,
    masthead.no_text,
    below.dangling_rule,
)


INLINE_RULES: Final[tuple[InlineRule, ...]] = (
    inline.script_link,
    inline.ad_image,
    inline.placeholder_image,
    inline.icon_in_text,
    inline.empty_link,
    inline.heading_anchor,
    inline.counter_in_line,
    inline.tracking_parameter,
    inline.invisible_character,
)


def name_of(rule: Rule | InlineRule) -> str:
    """The id of a rule: its function's name, with dashes."""
    return rule.__name__.replace("_", "-")


_NAMED: Final = tuple((name_of(rule), rule) for rule in RULES)
_NAMED_INLINE: Final = tuple((name_of(rule), rule) for rule in INLINE_RULES)


class GeneralRules:
    """The judge that asks every general rule, in order."""

    name = "rules"

    def __init__(self, keep_comments: bool = False) -> None:
        self.keep_comments = keep_comments
        """Whether what readers wrote below a text is wanted."""

    def __call__(self, page: Page, blocks: Sequence[Block], docket: Docket) -> Iterator[Ruling | Trim | Fact]:
        """Rulings and facts of the rules, then trims of the inline rules."""
        is_done = page.is_converted and not (blocks and blocks[0].trail is not None)
        if is_done and not self.keep_comments:
            pieces = Pieces(page, blocks)
        else:
            view = View(page, blocks, docket)
            pieces = view.pieces
            yield from self._whole_blocks(view, () if is_done else _NAMED)
        for name, inline_rule in _NAMED_INLINE:
            for cut in inline_rule(pieces):
                yield Trim(cut.block, cut.start, cut.end, cut.replacement, name, cut.why)

    def _whole_blocks(self, view: View, rules: Sequence[tuple[str, Rule]]) -> Iterator[Ruling | Trim | Fact]:
        docket = view.docket
        view.leave_evidence()
        ruled = docket.rulings
        if self.keep_comments:
            yield from comments.wanted(view)
        for name, rule in rules:
            for found in rule(view):
                if isinstance(found, Fact):
                    yield found
                elif found[0] not in ruled:
                    yield Ruling(found[0], False, name, found[1])
                elif docket.drops(found[0]):
                    docket.seconded.add(name)
