"""What the general rules see of HTML: names as whole tokens, traits of what is around a block, sizes of pictures."""

from __future__ import annotations

import pytest

from cleaner.judges.rules import names
from cleaner.judges.rules.evidence import images_of
from cleaner.judges.rules.view import View
from cleaner.ruling import Docket
from cleaner.sources import blocks_of, html

TEXT = "<p>Twelve animals were counted this spring along the river, more than in any year before.</p>"


def seen(page: str) -> View:
    """A page of HTML as the rules see it."""
    whole = html.read(html.parse(page, "https://www.example.com/otters"))
    return View(whole.page, whole.blocks, Docket())


def texts(view: View, indices: list[int]) -> list[str]:
    return [view.blocks[index].text for index in indices]


@pytest.mark.parametrize(
    ("box", "family"),
    [
        ('<div class="share-buttons">', "share"),
        ('<div class="wide share-buttons dark">', "share"),
        ('<div id="comments">', "comments"),
        ('<div class="Ad-Slot">', "ad"),
        ('<div class="pagination">', "pages"),
    ],
)
def test_a_name_gives_its_family_to_all_inside(box: str, family: str) -> None:
    view = seen(f"{TEXT}{box}<section><p>Near</p></section></div><p>Far</p>")
    assert texts(view, view.named(family)) == ["Near"]


@pytest.mark.parametrize(
    "name", ["header-adjacent", "ad-hoc", "shadow", "share-buttons-of-old", "my-comments", "breadcrumbs2"]
)
def test_a_name_that_only_holds_a_token_gives_none(name: str) -> None:
    view = seen(f'{TEXT}<div class="{name}"><p>Near</p></div>')
    assert names.by_family(view.blocks) == {}


def test_a_block_has_the_families_of_all_around_it() -> None:
    view = seen(f'{TEXT}<div class="related-posts"><div class="share-buttons"><p>Inner</p></div><p>Outer</p></div>')
    assert texts(view, view.named("related")) == ["Inner", "Outer"]
    assert texts(view, view.named("share")) == ["Inner"]


@pytest.mark.parametrize("tag", ["body", "main", "article"])
def test_the_frame_of_a_page_gives_none(tag: str) -> None:
    assert seen(f'<body><{tag} class="ads newsletter-box">{TEXT}</{tag}>').named("ad") == []


def test_traits_are_those_of_all_around_a_block() -> None:
    view = seen(f"<body><main>{TEXT}<aside><nav><p>Near</p></nav></aside></main><footer><p>Far</p></footer>")
    assert texts(view, view.within("nav")) == texts(view, view.within("aside")) == ["Near"]
    assert texts(view, view.within("footer")) == ["Far"]
    assert view.traits(view.within("nav")[0]) == {"main", "aside", "nav"}
    assert view.has_text_element


def test_a_dump_has_neither() -> None:
    page = html.read(html.parse(TEXT, "https://www.example.com/otters")).page
    view = View(page, blocks_of(page), Docket())
    assert not view.has_trails
    assert not view.has_text_element
    assert view.within("nav", "aside") == view.named("share") == []
    assert view.traits(0) == frozenset()


@pytest.mark.parametrize(
    ("size", "kind"),
    [
        ('width="1" height="1"', {"pixel"}),
        ('width="3" height="3"', {"pixel"}),
        ('width="16" height="16"', {"icon"}),
        ('width="48" height="48"', {"icon"}),
        ('width="49" height="16"', set()),
        ('width="1200" height="800"', set()),
        ("", set()),
    ],
)
def test_a_picture_is_a_pixel_or_an_icon_by_its_size(size: str, kind: set[str]) -> None:
    blocks = seen(f'{TEXT}<p><img src="/2024/otter.jpg" alt="An otter" {size}></p>').blocks
    assert [kinds for _, _, kinds in images_of(blocks)] == [kind]
