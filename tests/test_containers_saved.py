"""Saved pages: where they are from, and what points into their folder."""

from __future__ import annotations

import pytest

from cleaner.sources.containers import is_local, saved_from


@pytest.mark.parametrize(
    ("html", "url"),
    [
        pytest.param("<!DOCTYPE html>\n<!-- saved from url=(0022)https://pond.example/a -->\n<html>",
                     "https://pond.example/a", id="a browser"),
        pytest.param("<!-- saved from url=(0022)https://pond.example/a-->", "https://pond.example/a", id="no blank"),
        pytest.param("<html><!--\n Page saved with SingleFile \n url: https://pond.example/a?b=c \n saved date: x\n-->",
                     "https://pond.example/a?b=c", id="SingleFile"),
        pytest.param("<!-- saved from url=(0014)about:internet -->", "", id="from nowhere"),
        pytest.param("<!-- saved from url=(0011)file:///C:/a -->", "", id="from a disk"),
        pytest.param("<p>&lt;!-- saved from url=(0022)https://pond.example/a --&gt;", "", id="a page about it"),
        pytest.param(" " * 10_000 + "<!-- saved from url=(0022)https://pond.example/a -->", "", id="far down"),
        pytest.param("", "", id="nothing"),
    ],
)  # fmt: skip
def test_saved_from(html: str, url: str) -> None:
    assert saved_from(html) == url


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        pytest.param("./Otters_files/a.png", True, id="a folder"),
        pytest.param("Otters_files/a.png", True, id="without a dot"),
        pytest.param("Otters%20swim_files/a.png", True, id="with a blank"),
        pytest.param("Otters%5Ffiles/a.png", True, id="escaped"),
        pytest.param("./Otter-Dateien/a.png", True, id="German"),
        pytest.param("./Loutres_fichiers/a.png", True, id="French"),
        pytest.param("Otters.files/a.png", True, id="Office"),
        pytest.param("Otters_files\\a.png", True, id="Windows"),
        pytest.param("file:///C:/Otters_files/a.png", True, id="on the disk"),
        pytest.param("Otters_files/", False, id="the folder itself"),
        pytest.param("Otters_files", False, id="no folder"),
        pytest.param("images/a.png", False, id="another folder"),
        pytest.param("/Otters_files/a.png", False, id="from the top of the host"),
        pytest.param("https://pond.example/Otters_files/a.png", False, id="on the web"),
        pytest.param("//pond_files/a.png", False, id="on a host of that name"),
        pytest.param("?a_files/b", False, id="a query"),
        pytest.param("#a_files/b", False, id="a fragment"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_is_local(url: str, is_one: bool) -> None:
    assert is_local(url) is is_one
