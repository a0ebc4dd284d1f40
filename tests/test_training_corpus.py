"""training/corpus.py and samples.py: pages, their copies, and what is content in each. Needs the training extra."""

from __future__ import annotations

import gzip
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cleaner.judges.model.features import COLUMN, FEATURES
from cleaner.sources import blocks_of
from cleaner.sources.page import read
from tests.sites import FOOTER, HOST, MENU, article, furnished, page, site, url
from training.align import Label
from training.recipe import Recipe

pytest.importorskip("html2text", reason="html2text comes with the training extra")
pytest.importorskip("html_to_markdown", reason="html-to-markdown comes with the training extra")
corpus: Any = import_module("training.corpus")
samples: Any = import_module("training.samples")

LONG = page(1, [*article(1), "word " * 2_000]).encode()


class TestCut:
    def test_a_short_dump_is_left_as_it_is(self) -> None:
        dump = page(0, furnished(0)).encode()
        assert corpus.cut(dump) == dump

    def test_a_long_one_ends_with_an_ellipsis(self) -> None:
        short = corpus.cut(LONG)
        assert short.endswith(b"...\n")
        assert LONG.startswith(short.removesuffix(b"...\n"))
        assert read(short).is_cut

    def test_its_head_does_not_count(self) -> None:
        head = "---\ntitle: Otters\n---\n\n# Otters\n\n"
        assert len(corpus.cut((head + "x" * 9_000).encode())) == len(head) + 8_000 + len("...\n")
        assert corpus.cut((head + "x" * 8_000).encode()) == (head + "x" * 8_000).encode()

    def test_it_counts_characters(self) -> None:
        assert len(corpus.cut(("水" * 9_000).encode()).decode()) == 8_000 + len("...\n")


class TestLinesThatAreLabelled:
    SOURCE = "* Menu\n\n# Otters\n\n```\nNine locks\nTwelve otters\n```\n"

    def labels(self, lines: dict[int, Label]) -> list[Label]:
        page_ = read(self.SOURCE.encode(), None, "markdown")
        source = corpus.Source("gold", "1", HOST, "article", "en", {"markitdown": b""}, "", lines)
        found: list[Label] = source.labels(page_, blocks_of(page_))
        return found

    def test_go_to_the_blocks_around_them(self) -> None:
        labels = self.labels({3: Label(1.0, 1.0)})
        assert labels[:2] == [Label(0.0, 1.0), Label(1.0, 1.0)]

    def test_of_a_block_with_several_the_longer_part_decides(self) -> None:
        assert self.labels({6: Label(1.0, 1.0), 7: Label(1.0, 1.0)})[-1] == Label(1.0, 1.0)
        assert self.labels({6: Label(1.0, 1.0)})[-1] == Label(0.0, 1.0)

    def test_what_is_neutral_decides_nothing(self) -> None:
        neutral, keep = Label(0.0, 0.0), Label(1.0, 1.0)
        label = self.labels({5: neutral, 6: keep, 7: neutral, 8: neutral})[-1]
        assert label.content == 1
        assert 0 < label.sure < 0.5
        assert self.labels(dict.fromkeys(range(5, 9), neutral))[-1] == Label(0.0, 0.0)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data as the training expects it: one page of each set."""
    text = page(0, furnished(0))
    (tmp_path / "gold/pages").mkdir(parents=True)
    (tmp_path / "gold/pages/1.md").write_text(text, "utf-8")
    start = text[: text.index("\n# ")].count("\n") + 2
    row = {"id": "1", "host": HOST, "kind": "article", "lang": "en", "keep": f"{start}-{start + 6}", "neutral": "1, 3"}
    (tmp_path / "gold/labels.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (tmp_path / "wcxb/html/a").mkdir(parents=True)
    body = "".join(f"<p>{line}</p>" for line in article(0)[1:])
    html = f"<html><body><ul><li>Home</li></ul><h1>{article(0)[0][2:]}</h1>{body}</body></html>"
    (tmp_path / "wcxb/html/a/7.html.gz").write_bytes(gzip.compress(html.encode()))
    row = {"id": "7", "url": url(0), "type": "article", "main_content": "\n".join(article(0)[1:])}
    (tmp_path / "wcxb/dev.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps/7.md").write_text(text, "utf-8")
    return tmp_path


class TestSources:
    def test_labelled_lines(self, data: Path) -> None:
        (source,) = corpus.gold(data)
        page_ = read(source.copies["markitdown"])
        labels = source.labels(page_, blocks_of(page_))
        kept = [block.text for block, label in zip(blocks_of(page_), labels, strict=True) if label.content]
        assert kept == [article(0)[0][2:], *article(0)[1:]]
        assert (source.name, source.host, source.truth) == ("gold", HOST, "")

    def test_texts_in_three_copies(self, data: Path) -> None:
        (source,) = corpus.texts(data, "wcxb", data / "dumps")
        assert list(source.copies) == ["markitdown", "html2text", "html-to-markdown"]
        assert source.host == HOST
        for copy in source.copies.values():
            page_ = read(copy, None, "markdown")
            kept = [
                block.text
                for block, label in zip(blocks_of(page_), source.labels(page_, blocks_of(page_)), strict=True)
                if label.content
            ]
            assert kept[-3:] == article(0)[1:]

    def test_a_converter_that_fails_is_done_without(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def failing(_: str) -> str:
            raise RecursionError

        monkeypatch.setitem(corpus.CONVERTERS, "html2text", failing)
        (source,) = corpus.texts(data, "wcxb", data / "dumps")
        assert list(source.copies) == ["markitdown", "html-to-markdown"]

    def test_all_dumps_of_a_site_in_order(self, tmp_path: Path) -> None:
        (tmp_path / HOST).mkdir()
        for number in range(3):
            (tmp_path / HOST / f"{number}.md").write_text(str(number), "utf-8")
        assert corpus.of_site(tmp_path, HOST) == [b"0", b"1", b"2"]
        assert corpus.of_site(tmp_path, "heron.example") == []

    def test_a_sample_is_the_same_each_time(self) -> None:
        pages = [bytes([number]) for number in range(50)]
        assert corpus.sample(pages, 5, "seed") == corpus.sample(pages, 5, "seed") != corpus.sample(pages, 5, "other")
        assert sorted(corpus.sample(pages[:3], 5, "seed")) == pages[:3]


class TestSamples:
    @staticmethod
    def made(copies: dict[str, bytes], truth: str, pages: list[bytes], name: str = "wcxb") -> dict[str, Any]:
        source = corpus.Source(name, "1", HOST, "article", "en", copies, truth, {})
        found = samples.samples(source, pages)
        assert len({sample.variant for sample in found}) == len(found)
        return {sample.variant: sample for sample in found}

    TRUTH = "\n".join(article(0)).replace("# ", "")

    def test_every_copy_has_a_row_and_a_label_for_each_block(self) -> None:
        dump = page(0, furnished(0)).encode()
        found = self.made({"markitdown": dump, "html2text": dump}, self.TRUTH, [each.encode() for each in site(9)])
        assert {"markitdown whole none", "html2text whole none", "markitdown whole full"} <= set(found)
        for sample in found.values():
            assert sample.rows.shape == (len(sample.content), len(FEATURES))
            assert len(sample.content) == len(sample.sure) == len(sample.size)
            assert np.isfinite(sample.rows).all()
        whole = found["markitdown whole none"]
        assert whole.content.tolist() == [0] * len(MENU) + [1] * len(article(0)) + [0] * len(FOOTER)
        assert not whole.rows[:, COLUMN["template-known"]].any()
        assert found["markitdown whole full"].rows[:, COLUMN["template-known"]].all()

    def test_in_a_clean_copy_all_is_content(self) -> None:
        found = self.made({"markitdown": page(0, furnished(0)).encode()}, self.TRUTH, [])
        clean = found["markitdown clean-whole none"]
        assert clean.content.tolist() == clean.sure.tolist() == [1.0] * len(article(0))

    def test_every_copy_is_drawn_at_times(self) -> None:
        long = page(0, [*furnished(0), "Sign in", *([article(1)[1]] * 150)]).encode()
        found = self.made({"markitdown": long, "html2text": long}, self.TRUTH, [each.encode() for each in site(9)])
        recipe = Recipe()
        for variant in found:
            converter, how, template = variant.split()
            assert recipe.copies[how] > 0
            assert converter in {"markitdown", *corpus.CONVERTERS}
            assert template in {"none", "thin2", "thin4", "full"}
        assert {variant.split()[1] for variant in found} >= {"whole", "cut", "clean-whole", "clean-cut"}

    def test_of_an_empty_page_there_are_none(self) -> None:
        assert self.made({"markitdown": b"\n"}, self.TRUTH, []) == {}
