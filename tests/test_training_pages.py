"""training/pages.py: labelled pages of HTML to numbers. Needs the training extra."""

from __future__ import annotations

import gzip
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleaner.judges.model.weights import COLUMNS
from training.folds import fold_of

pytest.importorskip("html2text", reason="html2text comes with the training extra")
pytest.importorskip("html_to_markdown", reason="html-to-markdown comes with the training extra")
pages: Any = import_module("training.pages")

TEXT = [
    f"On day {day} the keepers counted {count} otters on the old pier." for day, count in zip("abc", "459", strict=True)
]
PAGE = f"""<html><body><nav class="menu"><a href="/">Front page</a></nav><main class="post">
{"".join(f"<p>{line}</p>" for line in TEXT)}</main><footer>All rights are with the Otter Times</footer></body></html>"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder as that of the labelled pages is: two sets, one of which knows nothing of one page."""
    for name in pages.SETS:
        (tmp_path / name / "html").mkdir(parents=True)
        rows = [
            {"id": number, "url": url, "type": "article", "main_content": truth}
            for number, url, truth in (("1", f"https://{name}.example/a", "\n".join(TEXT)), ("2", None, None))
        ]
        (tmp_path / name / "dev.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
        for row in rows:
            (tmp_path / name / "html" / f"{row['id']}.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    return tmp_path


def test_sources(data: Path) -> None:
    first, second, *rest = pages.sources(data)
    assert (first.name, first.id, first.host, first.kind) == ("fundus", "1", "fundus.example", "article")
    assert first.fold == fold_of("fundus.example")
    assert first.data == PAGE.encode()
    assert (second.url, second.host, second.truth) == ("", "", "")
    assert [source.name for source in rest] == ["wcxb", "wcxb"]


def test_a_page_and_its_content_alone(data: Path) -> None:
    whole, clean = pages.samples(next(pages.sources(data)))
    assert (whole.variant, clean.variant) == ("html whole", "html clean")
    assert whole.content.tolist() == [0, 1, 1, 1, 0]
    assert clean.content.tolist() == [1, 1, 1]
    assert len(whole.rows) == len(whole.outline.of) == len(whole.sure) == len(whole.size) == 5
    assert whole.shares["post"][1] == 0 < whole.shares["post"][0]
    assert whole.shares["menu"][0] == 0 < whole.shares["menu"][1]


def test_a_page_of_which_nothing_is_known_is_left_out(data: Path) -> None:
    _, unknown, *_ = pages.sources(data)
    assert pages.samples(unknown) == []


def test_an_empty_page_is_left_out(data: Path) -> None:
    (data / "fundus" / "html" / "1.html.gz").write_bytes(gzip.compress(b"<html></html>"))
    assert pages.samples(next(pages.sources(data))) == []


def test_rows_are_those_of_the_model(data: Path) -> None:
    made, words = pages.with_words(page for source in pages.sources(data) for page in pages.samples(source))
    assert [sample.rows.shape[1] for sample in made] == [len(COLUMNS["html"])] * 4
    assert [sample.variant for sample in made[:2]] == ["html whole none", "html clean none"]
    assert words == {}, "two sites are too few for a word to be worth anything"
    assert all(np.isfinite(sample.rows.astype(np.float32)).all() for sample in made)
