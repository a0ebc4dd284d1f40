"""Golden pages: what rules and site files make of them, and the log of every change, byte for byte.

The model is left out, for its word may change with each training; what it must not touch is held below. What comes out
of HTML is Markdown, and its log counts the bytes of all of it as Markdown. A missing golden file is written and the
test fails; read it before you commit it. `--force-regen` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from cleaner import Cleaner
from cleaner.judges.site import Sites
from cleaner.sources import blocks_of
from tests.conftest import GOLDEN_PAGES, source_of

CLEANER = Cleaner(model=False)
SENTENCE = 12  # words
HTML = [page for page in GOLDEN_PAGES if source_of(page).suffix in (".html", ".mhtml")]
PAGES = pytest.mark.parametrize("page", GOLDEN_PAGES, ids=lambda page: page.name)
DUMPS = pytest.mark.parametrize("page", [page for page in GOLDEN_PAGES if page not in HTML], ids=lambda page: page.name)


@PAGES
def test_page_comes_out_as_expected(page: Path, file_regression: FileRegressionFixture) -> None:
    source = source_of(page)
    result = CLEANER.clean(source.read_bytes())
    suffix = ".md" if page in HTML else source.suffix
    file_regression.check(result.encoded(), fullpath=page / f"expected{suffix}", binary=True)


@PAGES
def test_every_change_is_in_the_log(page: Path, file_regression: FileRegressionFixture) -> None:
    result = CLEANER.clean(source_of(page).read_bytes())
    log = "".join(json.dumps(edit._asdict(), ensure_ascii=False) + "\n" for edit in result.edits)
    file_regression.check(log.encode(), fullpath=page / "edits.jsonl", binary=True)


@DUMPS
def test_the_model_takes_no_sentence_and_no_code(page: Path, cleaner: Cleaner) -> None:
    source = source_of(page).read_bytes()
    without, result = CLEANER.clean(source), cleaner.clean(source)
    stays = {(block.kind, block.text) for block in blocks_of(result.page)}
    content = [
        (block.kind, block.text)
        for block in blocks_of(without.page)
        if block.kind == "code" or (block.words >= SENTENCE and block.link_density < 0.5)
    ]
    assert [block for block in content if block not in stays] == []
    assert result.verdict.kind == without.verdict.kind


def test_there_are_enough_pages() -> None:
    assert len(GOLDEN_PAGES) - len(HTML) >= 30
    assert len(HTML) >= 13


@pytest.mark.parametrize("slug", [site.slug for site in Sites.load().sites])
def test_every_site_file_has_a_golden_page(slug: str) -> None:
    assert any(page.name.startswith(f"{slug}--") for page in GOLDEN_PAGES)
