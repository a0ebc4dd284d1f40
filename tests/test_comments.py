"""judges/rules/comments.py: the comments of readers, where somebody wants them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.clean import Result
from cleaner.judges.rules.comments import RULE, wanted
from cleaner.judges.rules.view import View
from cleaner.judges.site import Sites
from cleaner.ruling import Docket, Ruling
from cleaner.sources import html

WANTED = Cleaner(sites=Sites(()), model=False, comments=True)
TEXT = " ".join(f"On day {day} the keepers counted twelve otters on the pier, and replaced a lock." for day in "abcdef")
ONE = "What a lovely animal, says my aunt from the harbour."
OTHER = "Nobody asked the fish about all this, I am afraid."


def page(*below: str) -> str:
    """A page with these things below its text."""
    article = f"<article><h1>Otters</h1><p>{TEXT}</p></article>"
    return f"<html><title>Otters</title><body>{article}{''.join(below)}</body></html>"


def cleaned(*below: str) -> Result:
    return WANTED.clean(page(*below))


def thread(*comments: str, heading: str = "") -> str:
    inner = "".join(f"<div class=comment-body><p>{comment}</p></div>" for comment in comments)
    return f"<div class=comments>{heading}{inner}</div>"


def test_comments_stay_with_the_heading_they_have() -> None:
    body = cleaned(thread(ONE, OTHER, heading="<h3>2 Comments</h3>")).body
    assert body.endswith(f"### 2 Comments\n\n{ONE}\n\n{OTHER}\n")


def test_comments_without_a_heading_get_one() -> None:
    result = cleaned(thread(ONE, OTHER))
    assert result.body.endswith(f"{TEXT}\n\n## Comments\n\n{ONE}\n\n{OTHER}\n")
    (edit,) = (edit for edit in result.edits if edit.replacement)
    assert (edit.removed, edit.replacement, edit.rule) == ("", "## Comments\n\n", RULE)


@pytest.mark.parametrize("heading", ["", "<h3>2 Comments</h3>"])
def test_a_second_time_changes_nothing(heading: str) -> None:
    result = cleaned(thread(ONE, OTHER, heading=heading))
    assert WANTED.clean(result.markdown).markdown == result.markdown


def test_comments_below_a_heading_are_known_by_it() -> None:
    assert cleaned("<h2>Comments</h2>", f"<p>{ONE}</p><p>{OTHER}</p>").body.endswith(
        f"## Comments\n\n{ONE}\n\n{OTHER}\n"
    )


def test_of_a_dump_as_well() -> None:
    dump = f"# Otters\n\n{TEXT}\n\n## Comments\n\n{ONE}\n\n{OTHER}\n"
    assert WANTED.clean(dump).markdown == dump


def test_what_follows_the_section_is_none_of_it() -> None:
    body = cleaned(
        "<h2>Comments</h2>", f"<p>{ONE}</p>", "<h2>Related articles</h2><ul><li><a href=/a>Herons</a></ul>"
    ).body
    assert ONE in body
    assert "Herons" not in body


@pytest.mark.parametrize(
    "furniture",
    [
        pytest.param("<button>Reply to this comment now</button>", id="a button"),
        pytest.param("<p><a href=/reply>Reply to this</a></p>", id="a link"),
        pytest.param("<p>Reply</p>", id="a word"),
        pytest.param("<nav><p>Older comments and newer ones</p></nav>", id="leafing through them"),
        pytest.param("<p>Leave a comment</p>", id="a form"),
    ],
)
def test_furniture_among_them_is_left_to_other_judges(furniture: str) -> None:
    whole = html.read(html.parse(page(thread(ONE).replace("</p></div>", f"</p>{furniture}</div>"))))
    view = View(whole.page, whole.blocks, Docket())
    kept = [whole.blocks[one.block].text for one in wanted(view) if isinstance(one, Ruling)]
    assert kept == [ONE]


def test_a_page_without_comments_is_as_ever() -> None:
    plain = Cleaner(sites=Sites(()), model=False)
    for below in (
        "",
        "<div class=comments><h2>Comments</h2></div>",
        "<div class=comments><button>Be the first</button></div>",
    ):
        assert cleaned(below).edits == plain.clean(page(below)).edits


def test_comments_that_a_site_file_takes_go(tmp_path: Path) -> None:
    """What a person wrote down about the site goes first, and no heading is left over."""
    entry = '[[drop]]\nid = "comments"\nwhy = "because"\ncss = ".comments"\n'
    (tmp_path / "otter.toml").write_text(f'[site]\nname = "Otter"\nhosts = "otter.example"\n{entry}', "utf-8")
    result = Cleaner(sites=tmp_path, model=False, comments=True).clean(page(thread(ONE)), "https://otter.example/a")
    assert result.body.endswith(f"{TEXT}\n")
    assert {edit.rule for edit in result.edits} == {"site/otter/comments"}
