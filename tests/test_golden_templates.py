"""Golden sites: what is learned of ten pages each, and how they come out, byte for byte.

A missing golden file is written and the test fails; read it before you commit it. `--force-regen` writes them anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from cleaner import Cleaner, Templates, learn
from cleaner.judges.template import store
from tests.conftest import ROOT

SITES = sorted((ROOT / "golden" / "templates").iterdir())
EACH_SITE = pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)

GONE = {
    "harbourpost": [
        "### Support local reporting",  # a box between two paragraphs
        "* [3 items in your basket](/basket)",  # a menu entry whose text changes
        "* **News**",  # the entry of the menu that is lit
        "[11°C, light rain](/weather)",
    ],
    "chaguan": [
        "### 茶馆会员招募",
        "今日签到 87 人",
    ],
    "quaderno": [
        "### Ti piace il quaderno?",
        "Ogni domenica mando una ricetta e una storia a chi mi lascia l'indirizzo.",
    ],
}
STAYS = {
    "harbourpost": [
        "## Background",
        "## What happens next",
        "Tide tables are given in local time.",  # a sentence of a series, inside the text
        "* Keep below five knots inside the harbour wall.",
    ],
    "chaguan": [
        "### 结语",
        "以下内容仅代表楼主个人经验。",
        "* 动手之前先断电，等壶凉透。",
        "| 水温 | 时间 | 汤色 | 评分 |",
    ],
    "quaderno": [
        "## Ingredienti",
        "## Conclusioni",
        "Le dosi sono per quattro persone.",
        "* sale quanto basta",
        "| Ingrediente | Dose | Nota |",
    ],
}


def pages_of(site: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted((site / "pages").glob("*.md"))}


def templates_of(site: Path) -> Templates:
    return learn(pages_of(site).values())


@EACH_SITE
def test_the_template_is_as_expected(site: Path, file_regression: FileRegressionFixture) -> None:
    templates = templates_of(site)
    (name,) = templates.sites
    file_regression.check(store.dump(templates[name]).encode(), fullpath=site / f"{name}.jsonl", binary=True)


@EACH_SITE
def test_the_pages_come_out_as_expected(site: Path, file_regression: FileRegressionFixture) -> None:
    tool = Cleaner(templates=templates_of(site), model=False)
    clean = b"".join(
        b"=== %s\n%s" % (name.encode(), tool.clean(page).encoded()) for name, page in pages_of(site).items()
    )
    file_regression.check(clean, fullpath=site / "expected.md", binary=True)


def lines(site: Path, *, cleaned: bool) -> set[tuple[str, str]]:
    """The lines of all pages, each with the name of its page."""
    tool = Cleaner(templates=templates_of(site), model=False)
    pages = {name: tool.clean(page).encoded() if cleaned else page for name, page in pages_of(site).items()}
    return {(name, line.strip()) for name, page in pages.items() for line in page.decode().split("\n")}


@EACH_SITE
def test_furniture_goes(site: Path) -> None:
    before, after = lines(site, cleaned=False), {line for _, line in lines(site, cleaned=True)}
    for line in GONE[site.name]:
        assert line in {one for _, one in before}
        assert line not in after


@EACH_SITE
def test_what_recurs_in_the_texts_stays(site: Path) -> None:
    before, after = lines(site, cleaned=False), lines(site, cleaned=True)
    for line in STAYS[site.name]:
        assert sum(one == line for _, one in before) >= 3
        assert {found for found in before if found[1] == line} <= after


@EACH_SITE
def test_templates_learned_from_the_clean_pages_take_nothing_from_them(site: Path) -> None:
    tool = Cleaner(templates=templates_of(site), model=False)
    clean = [tool.clean(page).encoded() for page in pages_of(site).values()]
    again = Cleaner(templates=learn(clean), model=False)
    assert not any(again.clean(page).edits for page in clean)


def test_there_are_three_sites_of_eight_pages() -> None:
    assert len(SITES) >= 3
    assert all(len(pages_of(site)) >= 8 for site in SITES)
