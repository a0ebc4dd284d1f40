"""Golden pages: what comes out, and the log of every change, byte for byte.

A missing golden file is written and the test fails; read it before you commit it. `--force-regen` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from cleaner import Cleaner
from cleaner.judges.site import Sites
from tests.conftest import GOLDEN_PAGES, source_of

PAGES = pytest.mark.parametrize("page", GOLDEN_PAGES, ids=lambda page: page.name)


@PAGES
def test_page_comes_out_as_expected(page: Path, cleaner: Cleaner, file_regression: FileRegressionFixture) -> None:
    source = source_of(page)
    result = cleaner.clean(source.read_bytes())
    file_regression.check(result.encoded(), fullpath=page / f"expected{source.suffix}", binary=True)


@PAGES
def test_every_change_is_in_the_log(page: Path, cleaner: Cleaner, file_regression: FileRegressionFixture) -> None:
    result = cleaner.clean(source_of(page).read_bytes())
    log = "".join(json.dumps(edit._asdict(), ensure_ascii=False) + "\n" for edit in result.edits)
    file_regression.check(log.encode(), fullpath=page / "edits.jsonl", binary=True)


def test_there_are_enough_pages() -> None:
    assert len(GOLDEN_PAGES) >= 30


@pytest.mark.parametrize("slug", [site.slug for site in Sites.load().sites])
def test_every_site_file_has_a_golden_page(slug: str) -> None:
    assert any(page.name.startswith(f"{slug}--") for page in GOLDEN_PAGES)
