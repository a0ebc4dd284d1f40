"""judges/ftr/judge.py: what a file finds becomes metadata, marks and rulings."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.judges.ftr import FtrRules
from cleaner.ruling import Docket, Ruling
from cleaner.sources import html
from cleaner.sources.html import HtmlPage
from cleaner.sources.html.metadata import Datum

URL = "https://otter.example/pier"
PAGE = """<html><title>Otters</title><body><div class=menu>Sign in</div>
<div id=text><h1>Otters return</h1><p class=by>Mia Finch</p><p class=by>Jon Wren</p>
<time>3 May 2024</time><p>Twelve.</p></div>
<div class=foot>Imprint</div></body></html>"""


@pytest.fixture
def rules(tmp_path: Path) -> FtrRules:
    files = {
        "otter.example": "body: //div[@id='text']\nstrip: //p[@class='by']\n",
        "prune.example": "body: //div[@id='text']\nprune: no\n",
        "strip.example": "strip_id_or_class: menu\n",
        "data.example": "title: //h1\nauthor: //p[@class='by']\ndate: //time\n",
        "odd.example": "date: //h1\n",
        "swap.example": "find_string: Twelve\nreplace_string: Nine\n",
    }
    for host, text in files.items():
        (tmp_path / f"{host}.txt").write_text(text, "utf-8")
    return FtrRules(tmp_path)


def on(rules: FtrRules, host: str, page: str = PAGE) -> tuple[HtmlPage, dict[str, str]]:
    """The page, and what is ruled on each of its blocks, by its text."""
    tree, marks = rules.applied(html.parse(page, f"https://{host}/pier"))
    whole = html.read(tree, marks)
    docket = Docket(whole.marked)
    for ruling in rules(whole.page, whole.blocks, docket):
        docket.enter(ruling)
    said = docket.rulings
    return whole, {
        whole.blocks[index].text: f"{'keep' if said[index].keep else 'drop'}: {said[index].why}"
        for index in sorted(said)
    }


def test_what_is_outside_the_body_goes_and_what_is_stripped(rules: FtrRules) -> None:
    _, said = on(rules, "otter.example")
    assert list(said) == ["Sign in", "Mia Finch", "Jon Wren", "Imprint"]
    assert said["Sign in"].startswith("drop: outside ")
    assert not said["Mia Finch"].startswith("drop: outside ")


def test_all_of_the_body_stays_where_the_file_says_so(rules: FtrRules) -> None:
    _, said = on(rules, "prune.example")
    assert [text for text, what in said.items() if what.startswith("keep")] == [
        "Otters return", "Mia Finch", "Jon Wren", "3 May 2024", "Twelve.",
    ]  # fmt: skip
    assert [text for text, what in said.items() if what.startswith("drop")] == ["Sign in", "Imprint"]


def test_without_a_body_only_what_is_stripped_goes(rules: FtrRules) -> None:
    assert list(on(rules, "strip.example")[1]) == ["Sign in"]


def test_a_body_that_is_not_there_changes_nothing(rules: FtrRules) -> None:
    assert on(rules, "otter.example", "<p>Twelve.")[1] == {}


def test_metadata(rules: FtrRules) -> None:
    tree, marks = rules.applied(html.parse(PAGE, "https://data.example/"))
    assert marks == {}
    assert {key: tree.found[key] for key in ("title", "author", "date")} == {
        "title": Datum("Otters return", "ftr"),
        "author": Datum(("Mia Finch", "Jon Wren"), "ftr"),
        "date": Datum("2024-05-03", "ftr"),
    }


def test_a_date_that_is_none_is_left_out(rules: FtrRules) -> None:
    tree, _ = rules.applied(html.parse(PAGE, "https://odd.example/"))
    assert tree.found.get("date") != Datum("", "ftr")


@pytest.mark.parametrize("url", [None, "", "https://wren.example/", "pier", "https://["])
def test_pages_of_other_hosts_and_of_none(rules: FtrRules, url: str | None) -> None:
    tree = html.parse(PAGE, url)
    assert rules.file(url) is None
    assert rules.applied(tree) == (tree, {})
    assert rules.replaced(PAGE, url) == PAGE


def test_replacements(rules: FtrRules) -> None:
    assert "Nine." in rules.replaced(PAGE, "https://swap.example/")
    assert rules.replaced(PAGE, URL) == PAGE


def test_rules_of_others_are_none_of_its_business(rules: FtrRules) -> None:
    whole = html.read(html.parse(PAGE, URL))
    mark = html.Mark(True, "site/otter/text", "because")
    docket = Docket([html.Marked(mark, 0, 1)])
    assert list(rules(whole.page, whole.blocks, docket)) == []


def test_dumps_are_left_alone(rules: FtrRules) -> None:
    whole = html.read(html.parse(PAGE, URL))
    assert list[Ruling](rules(whole.page, whole.blocks, Docket())) == []
