"""Images of HTML pages: address, size, alternative text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleaner.sources.html.images import Candidate, alt_of, candidates, size_of, source_of


def first(html: str) -> Any:
    root = etree.fromstring(f"<body>{html}", etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return next(root.iter("img", "amp-img"))


DATA = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param("<img src='/otter.jpg'>", "/otter.jpg", id="plain"),
        pytest.param("<img src=' /otter.jpg\n'>", "/otter.jpg", id="blanks around"),
        pytest.param("<img src='/s.jpg' srcset='/s.jpg 300w, /l.jpg 900w, /m.jpg 600w'>", "/l.jpg", id="the widest"),
        pytest.param("<img src='/s.jpg' srcset='/m.jpg 1.5x, /l.jpg 2x'>", "/l.jpg", id="the densest"),
        pytest.param("<img src='/s.jpg' srcset='/l.jpg'>", "/s.jpg", id="a srcset that says no size"),
        pytest.param("<img srcset='/l.jpg'>", "/l.jpg", id="a srcset alone"),
        pytest.param("<img srcset='/w_3,h_2/a.jpg 300w, /w_9,h_6/a.jpg 900w'>", "/w_9,h_6/a.jpg", id="commas inside"),
        pytest.param(f"<img src='{DATA}' data-src='/otter.jpg'>", "/otter.jpg", id="lazy"),
        pytest.param("<img src='/tiny-otter.jpg' data-src='/otter.jpg'>", "/otter.jpg", id="a preview before it"),
        pytest.param("<img src='/img/blank.gif' data-original='/otter.jpg'>", "/otter.jpg", id="lazy, older"),
        pytest.param("<img src='/1x1.png' data-lazy-srcset='/s.jpg 300w, /l.jpg 900w'>", "/l.jpg", id="lazy srcset"),
        pytest.param("<img src='/o-300.jpg' data-orig-file='/o.jpg'>", "/o.jpg", id="WordPress's original"),
        pytest.param(f"<img srcset='{DATA} 900w' src='/otter.jpg'>", "/otter.jpg", id="a placeholder in the srcset"),
        pytest.param("<img src='/otter.jpg' data-src='/spinner/loading.gif'>", "/otter.jpg",
                     id="a placeholder in data-src"),
        pytest.param("<img src='/otter.jpg' data-src='/o_{width}x.jpg'>", "/otter.jpg", id="a template"),
        pytest.param("<img src='/otter.jpg' data-image='true'>", "/otter.jpg", id="no address"),
        pytest.param("<picture><source srcset='/l.webp 900w'><img src='/s.jpg'></picture>", "/l.webp", id="a source"),
        pytest.param("<picture><source srcset='/l.webp'><img src='/s.jpg'></picture>", "/s.jpg",
                     id="of equals its own"),
        pytest.param(f"<picture><source data-srcset='/l.webp'><img src='{DATA}'></picture>", "/l.webp",
                     id="a lazy source"),
        pytest.param("<picture><source media='(max-width: 600px)' srcset='/s.jpg 600w'><img src='/l.jpg'></picture>",
                     "/l.jpg", id="a source for phones"),
        pytest.param("<picture><source media='(max-width: 600px)' srcset='/s.jpg 600w'><img></picture>",
                     "/s.jpg", id="a source for phones alone"),
        pytest.param(f"<img src='{DATA}'><noscript><img src='/otter.jpg'></noscript>", "/otter.jpg",
                     id="without scripts"),
        pytest.param("<img src='/lazy-otter.jpg'>", "/lazy-otter.jpg", id="a name like a placeholder's, alone"),
        pytest.param("<amp-img src='/otter.jpg' srcset='/l.jpg 900w'></amp-img>", "/l.jpg", id="AMP"),
        pytest.param(f"<img src='{DATA}'>", "", id="only data"),
        pytest.param("<img src='about:blank'>", "", id="a blank page"),
        pytest.param("<img src=''>", "", id="empty"),
        pytest.param("<img>", "", id="nothing"),
    ],
)  # fmt: skip
def test_source(html: str, url: str) -> None:
    assert source_of(first(html)) == url


@pytest.mark.parametrize(
    ("srcset", "found"),
    [
        pytest.param("a.jpg", [Candidate("a.jpg", 0, 1.0)], id="one"),
        pytest.param("a.jpg 2x,b.jpg 3x", [Candidate("a.jpg", 0, 2.0), Candidate("b.jpg", 0, 3.0)], id="no blanks"),
        pytest.param("a.jpg, b.jpg", [Candidate("a.jpg", 0, 1.0), Candidate("b.jpg", 0, 1.0)], id="no descriptors"),
        pytest.param("a,b.jpg 300w 200h", [Candidate("a,b.jpg", 300, 1.0)], id="two descriptors"),
        pytest.param(" , ,", [], id="commas"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_candidates(srcset: str, found: list[Candidate]) -> None:
    assert list(candidates(srcset)) == found


@pytest.mark.parametrize(
    ("html", "size"),
    [
        pytest.param("<img width=640 height=480>", (640, 480), id="attributes"),
        pytest.param("<img width='640px' height=' 480.5 '>", (640, 480), id="pixels and fractions"),
        pytest.param("<img style='width: 16px; height:12px'>", (16, 12), id="style"),
        pytest.param("<img width=16 style='max-width:9px;height:12px;'>", (16, 12), id="one of each"),
        pytest.param("<img width=1 height=1>", (1, 1), id="a tracking pixel"),
        pytest.param("<img width='100%' height=480>", None, id="a share"),
        pytest.param("<img width=640>", None, id="one side"),
        pytest.param("<img style='width:50%;height:auto'>", None, id="a style without pixels"),
        pytest.param("<img width=12345678901234567890 height=1>", None, id="a number without end"),
        pytest.param("<img>", None, id="nothing"),
    ],
)
def test_size(html: str, size: tuple[int, int] | None) -> None:
    assert size_of(first(html)) == size


@pytest.mark.parametrize(
    ("html", "alt"),
    [
        pytest.param("<img alt=' An otter\n asleep '>", "An otter asleep", id="on one line"),
        pytest.param("<img title='An otter'>", "An otter", id="a title instead"),
        pytest.param("<img aria-label='An otter' title='Zoom'>", "An otter", id="a label instead"),
        pytest.param("<img alt='' title='Zoom'>", "", id="decoration"),
        pytest.param("<img>", "", id="nothing"),
    ],
)
def test_alt(html: str, alt: str) -> None:
    assert alt_of(first(html)) == alt


@given(st.text(st.sampled_from("ab./, 12wx\n")))
def test_any_srcset_is_read(srcset: str) -> None:
    assert all(found.url and found.density >= 0 for found in candidates(srcset))


def test_a_long_srcset_is_read_in_part() -> None:
    assert len(list(candidates("/a.jpg 1w, " * 50_000))) == 100
    assert len(list(candidates("a," * 500_000))) == 1
