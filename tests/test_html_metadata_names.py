"""Names of authors, out of what pages write in their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.sources.html.metadata.names import in_order, names, names_shown


@pytest.mark.parametrize(
    ("value", "found"),
    [
        pytest.param("Mia Otter", ("Mia Otter",), id="a name"),
        pytest.param("By Mia Otter", ("Mia Otter",), id="By"),
        pytest.param("Posted by: Mia Otter", ("Mia Otter",), id="two words before it"),
        pytest.param("von Mia Otter", ("Mia Otter",), id="German"),
        pytest.param("Di Otter", ("Di Otter",), id="a first name like a word before names"),
        pytest.param("作者：李水獭", ("李水獭",), id="Chinese"),
        pytest.param("Mia Otter, Tom Heron and Ann Newt", ("Mia Otter", "Tom Heron", "Ann Newt"), id="three"),
        pytest.param("Mia Otter & Tom Heron", ("Mia Otter", "Tom Heron"), id="ampersand"),
        pytest.param("Mia Otter, PhD", ("Mia Otter",), id="a degree"),
        pytest.param("Mia Otter, Senior Editor, River Post", ("Mia Otter",), id="a role, and where"),
        pytest.param("Mia Otter (mia@river.example)", ("Mia Otter",), id="an e-mail address"),
        pytest.param("MIA OTTER | Mia Otter", ("MIA OTTER",), id="twice"),
        pytest.param("mia_o99", ("mia_o99",), id="a user"),
        pytest.param("user447274", ("user447274",), id="a user with a number"),
        pytest.param("https://social.example/mia", (), id="an address"),
        pytest.param("admin", (), id="nobody"),
        pytest.param("page.head.extra.author", (), id="a template"),
        pytest.param("3 May 2024", (), id="a date"),
        pytest.param("x" * 100, (), id="too long"),
    ],
)
def test_names(value: str, found: tuple[str, ...]) -> None:
    assert names([value]) == found


@pytest.mark.parametrize(
    ("pieces", "found"),
    [
        pytest.param(["By", "Mia Otter", "3 May 2024"], ("Mia Otter",), id="a date behind"),
        pytest.param(["3 May 2024", "Mia Otter"], ("Mia Otter",), id="a date before"),
        pytest.param(["Mia Otter", "and", "Tom Heron"], ("Mia Otter", "Tom Heron"), id="two, joined"),
        pytest.param(["Mia Otter,", "Tom Heron", "More"], ("Mia Otter", "Tom Heron"), id="two, with a comma"),
        pytest.param(["Mia Otter", "River Post"], ("Mia Otter",), id="what follows is no author"),
        pytest.param(["sign in to read"], (), id="not written like a name"),
    ],
)
def test_names_shown(pieces: list[str], found: tuple[str, ...]) -> None:
    assert names_shown(pieces) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param(["Rivers", "By Mia Otter"], ("Mia Otter",), id="in one line"),
        pytest.param(["Rivers", "Written by", "Mia Otter"], ("Mia Otter",), id="in two"),
        pytest.param(["Rivers", "Mia Otter"], (), id="no word before it"),
        pytest.param(["By", "the river it was cold", "Mia Otter"], (), id="something else behind the word"),
    ],
)
def test_names_behind_a_word(lines: list[str], found: tuple[str, ...]) -> None:
    assert names_shown(lines, must_open=True) == found


def test_users_need_no_capitals() -> None:
    assert names_shown(["mia_o"]) == ()
    assert names_shown(["mia_o"], may_be_user=True) == ("mia_o",)


def test_names_of_libraries_are_turned_round() -> None:
    assert in_order("Otter, Mia") == "Mia Otter"
    assert in_order("Mia Otter") == "Mia Otter"


@given(st.lists(st.text(max_size=20)))
def test_any_pieces_are_read(pieces: list[str]) -> None:
    assert all(names(pieces))
    assert all(names_shown(pieces, must_open=True))
