"""Which lines repeat the title of a page."""

from __future__ import annotations

import pytest

from cleaner.block import Block, BlockKind
from cleaner.sources.title import repeats_title
from cleaner.sources.words import count_words, normalise

TITLE = "Twelve otters return to the old pier"


def block(text: str, kind: BlockKind = "heading") -> Block:
    return Block(kind, 0, len(text), text, normalise(text), count_words(text), 0, level=kind == "heading")


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        pytest.param(TITLE, "heading", TITLE, id="a heading"),
        pytest.param(TITLE, "paragraph", TITLE, id="a paragraph"),
        pytest.param(TITLE, "item", TITLE, id="a list item"),
        pytest.param(TITLE.upper() + "!", "heading", TITLE, id="in capitals"),
        pytest.param("Otters", "heading", "Otters", id="a short one"),
        pytest.param(TITLE, "heading", TITLE + " | Pier News", id="without the site's name"),
        pytest.param(TITLE + " #7", "heading", TITLE + " · Issue #7 · otter/pier", id="with another ending"),
        pytest.param(TITLE + " (2024)", "paragraph", TITLE, id="with a little more"),
        pytest.param(TITLE + " now", "heading", TITLE, id="with another word"),
        pytest.param("港の古い桟橋で十二匹のカワウソ", "heading", "港の古い桟橋で十二匹のカワウソ - 港", id="Japanese"),
    ],
)
def test_repeats(text: str, kind: BlockKind, title: str) -> None:
    assert repeats_title(block(text, kind), normalise(title))


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        pytest.param("Nobody knew why", "heading", TITLE, id="another line"),
        pytest.param("Twelve otters", "heading", TITLE + " and stay there for good", id="its first words"),
        pytest.param(TITLE, "paragraph", TITLE + " | Pier News", id="a paragraph without the site's name"),
        pytest.param(TITLE, "item", TITLE + " | Pier News", id="an item without the site's name"),
        pytest.param("Otters", "heading", "Otters | Pier News", id="a short one without the site's name"),
        pytest.param(
            TITLE + " and nobody in the town knew why they came", "paragraph", TITLE, id="a sentence that goes on"
        ),
        pytest.param(TITLE + " now", "item", TITLE, id="an item with another word"),
        pytest.param("", "heading", TITLE, id="an empty line"),
        pytest.param(TITLE, "heading", "", id="no title"),
        pytest.param("", "heading", "", id="neither"),
        pytest.param("***", "paragraph", "", id="decoration and no title"),
        pytest.param("Twelve ottersandmore return to", "heading", "Twelve otters", id="in the middle of a word"),
    ],
)
def test_does_not_repeat(text: str, kind: BlockKind, title: str) -> None:
    assert not repeats_title(block(text, kind), normalise(title))


def test_no_title_is_longer_than_sixty_words() -> None:
    long = "otter " * 61
    assert not repeats_title(block(long), normalise(long))
