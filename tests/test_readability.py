"""judges/readability.py: what readability-lxml takes for content stays, all else goes. Needs the html extra."""

from __future__ import annotations

import logging
import sys

import pytest

from cleaner import Cleaner, UsageError
from cleaner.judges.model import ModelRules
from cleaner.judges.readability import RULE, ReadabilityRules, engine
from cleaner.judges.site import Sites
from cleaner.ruling import Docket, Ruling
from cleaner.sources import blocks_of, html
from cleaner.sources.page import read

NEEDED = pytest.importorskip("readability", reason="readability-lxml comes with the html extra")
TEXT = " ".join(
    f"On day {day} the keepers counted twelve otters on the pier, and replaced a lock." for day in "abcdefgh"
)
MENU = "<div class=menu><a href=/>Home</a> <a href=/news>News</a></div>"
PAGE = f"""<html><head><title>Otters return</title></head><body>{MENU}
<div class=article><h1>Otters return</h1><p>{TEXT}</p><p>{TEXT.replace("twelve", "nine")}</p>
<p>And <b>then</b> some.</p></div>
<div class=footer>All rights are with the <a href=/>Otter Times</a></div></body></html>"""


def rulings(source: str, judged: str | None = None) -> dict[str, bool]:
    """Whether each block stays, by its text; a block without a ruling is left out."""
    whole = html.read(html.parse(source))
    judge = ReadabilityRules(source if judged is None else judged)
    return {whole.blocks[one.block].text: one.keep for one in judge(whole.page, whole.blocks, Docket())}


def test_every_block_gets_a_ruling() -> None:
    said = rulings(PAGE)
    assert [text for text, keep in said.items() if not keep] == ["Home News", "All rights are with the Otter Times"]
    assert said[TEXT]
    assert said["And then some."]


def test_the_title_stays_although_readability_takes_it() -> None:
    assert rulings(PAGE)["Otters return"]


def test_a_piece_of_a_paragraph_stays_with_it() -> None:
    """Line breaks and the like make other paragraphs there than here."""
    source = PAGE.replace("And <b>", "The harbour was quiet all day.<div>And the ferry came late.</div><b>")
    assert rulings(source)["The harbour was quiet all day."]


def test_rulings_say_whose_they_are() -> None:
    whole = html.read(html.parse(PAGE))
    (first, *_) = ReadabilityRules(PAGE)(whole.page, whole.blocks, Docket())
    assert first == Ruling(0, False, RULE, "readability does not take it for content")


@pytest.mark.parametrize("source", ["", "<html></html>", "<p>", "<!-- x -->", "<script>x</script>", "<"])
def test_it_has_nothing_to_say_where_it_fails(source: str) -> None:
    assert rulings(PAGE, judged=source) == {}


def test_it_has_nothing_to_say_of_what_has_no_tree() -> None:
    page = read(b"# Otters\n", None, "markdown")
    assert list(ReadabilityRules(PAGE)(page, blocks_of(page), Docket())) == []
    assert list(ReadabilityRules(PAGE)(page, [], Docket())) == []


def test_it_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        rulings(PAGE, judged="<p>")
    assert not caplog.records


def test_it_stands_in_the_place_of_the_model() -> None:
    tool = Cleaner(sites=Sites(()), engine="readability")
    assert any(isinstance(judge, ModelRules) for judge in tool.judges), "which judges dumps all the same"
    result = tool.clean(PAGE)
    assert result.body.startswith("# Otters return\n\nOn day a")
    assert "Home" not in result.body
    assert {edit.rule for edit in result.edits} == {RULE}
    assert result.verdict.certainty is None
    assert tool.clean(result.markdown).markdown == result.markdown


def test_dumps_are_judged_as_ever() -> None:
    dump = f"# Otters return\n\n{TEXT}\n\n* [Home](/)\n* [Sign in](/in)\n"
    assert Cleaner(engine="readability").clean(dump).edits == Cleaner().clean(dump).edits


def test_where_it_is_not_installed_that_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "readability", None)
    with pytest.raises(UsageError, match=r"needs readability-lxml: pip install 'cleaner\[html\]'"):
        Cleaner(engine="readability")
    with pytest.raises(UsageError):
        engine()
