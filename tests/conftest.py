"""What all tests share: where the golden pages and the building data are."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner

ROOT = Path(__file__).parent.parent
GOLDEN_PAGES = sorted(path for path in (ROOT / "golden" / "pages").iterdir() if path.is_dir())


def source_of(page: Path) -> Path:
    """The source of a golden page, whatever its ending."""
    return next(page.glob("source.*"))


@pytest.fixture(scope="session")
def cleaner() -> Cleaner:
    return Cleaner()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, the top of a repository: no configuration above it holds."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path
