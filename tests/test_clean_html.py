"""clean.py with pages of HTML: what can be chosen, and what a result says of them. No scores are looked at here."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, SiteFileError, UsageError, clean
from cleaner.clean import Result
from cleaner.cut import cut
from cleaner.judges.model import ModelRules
from cleaner.judges.site import Sites
from cleaner.ruling import apply, restore
from cleaner.sources.opening import html_of
from tests.conftest import GOLDEN_PAGES, source_of

URL = "https://otter.example/news/pier"
TEXT = " ".join(f"On day {day} the keepers counted twelve otters on the pier, and replaced a lock." for day in "abcdef")
COMMENTS = """<section id="comments"><h2>Comments</h2>
<div class="comment"><p>What a lovely animal, says my aunt from the harbour.</p></div>
<div class="comment"><p>Nobody asked the fish about all this, I am afraid.</p></div></section>"""
PAGE = f"""<!doctype html><html lang="en"><head><title>Otters return</title>
<meta name="author" content="Mia Finch"><meta property="article:published_time" content="2024-05-03T10:00:00Z">
<link rel="canonical" href="{URL}"></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/news">News</a><li><a href="/in">Sign in</a></ul></nav>
<main><article><h1>Otters return</h1><p>{TEXT}</p><h2>Why</h2><p>{TEXT.replace("twelve", "nine")}</p>
<figure><img src="pier.jpg" alt="The pier" width="800" height="600"></figure></article></main>{COMMENTS}
<footer><p>© 2024 Otter Times <a href="/imprint">Imprint</a></p></footer></body></html>"""
HTML = [page for page in GOLDEN_PAGES if source_of(page).suffix in (".html", ".mhtml")]
RULES = Cleaner(sites=Sites(()), model=False)


@pytest.fixture(scope="module")
def result() -> Result:
    return RULES.clean(PAGE)


class TestResult:
    def test_markdown_is_front_matter_and_body(self, result: Result) -> None:
        assert result.is_html
        assert result.markdown.startswith("---\ntitle: Otters return\n")
        assert "\nconverter: cleaner\n---\n\n" in result.markdown
        assert result.markdown.endswith(result.body)
        assert result.body.startswith("# Otters return\n\nOn day a")

    def test_furniture_is_gone(self, result: Result) -> None:
        assert not [word for word in ("Home", "Sign in", "Imprint", "lovely") if word in result.body]
        assert "![The pier](https://otter.example/news/pier.jpg)" in result.body

    def test_text_is_plain(self, result: Result) -> None:
        assert result.text.startswith("Otters return\n\nOn day a")
        assert "#" not in result.text

    def test_the_dump_is_all_of_it(self, result: Result) -> None:
        assert "[Home](https://otter.example/)" in result.dump
        assert "Imprint" in result.dump
        assert apply(result.dump.encode(), result.edits).decode() == result.markdown
        assert restore(result.markdown.encode(), result.edits).decode() == result.dump

    @pytest.mark.parametrize("source", [PAGE, PAGE.encode(), PAGE.encode("utf-16")], ids=["text", "bytes", "UTF-16"])
    def test_the_source_comes_back_as_it_was_given(self, source: str | bytes) -> None:
        assert RULES.clean(source).restore() == source

    def test_it_is_encoded_in_utf_8_whatever_the_source_was_in(self) -> None:
        source = PAGE.replace("<head>", "<head><meta charset=iso-8859-1>").replace("twelve", "zwölf").encode("latin-1")
        result = RULES.clean(source)
        assert result.encoded().decode("utf-8") == result.markdown
        assert "zwölf" in result.body

    def test_metadata(self, result: Result) -> None:
        assert {key: result.meta[key] for key in ("title", "url", "author", "date", "language")} == {
            "title": "Otters return",
            "url": URL,
            "author": ["Mia Finch"],
            "date": "2024-05-03T10:00Z",
            "language": "en",
        }

    def test_the_address_that_is_given_goes_before_the_page_s_own(self) -> None:
        result = RULES.clean(PAGE, "https://given.example/a")
        assert result.meta["url"] == result.page.url == "https://given.example/a"
        assert result.meta["canonical"] == URL
        assert "(https://given.example/pier.jpg)" in result.body

    def test_metadata_of_a_page_that_says_nothing(self) -> None:
        assert RULES.clean("<h1>Otters</h1><p>Twelve.", kind="html").meta["title"] == "Otters"
        assert "title" not in RULES.clean("<p>Twelve.", kind="html").meta

    def test_a_verdict(self, result: Result) -> None:
        assert result.verdict.kind == "ok"
        assert RULES.clean("<html></html>").verdict.kind == "empty"

    def test_a_page_that_stays_whole_has_not_changed(self) -> None:
        result = RULES.clean("<p>Twelve otters.</p>")
        assert (result.changed, result.is_html, result.body) == (False, True, "Twelve otters.\n")

    def test_other_pages_are_no_html(self) -> None:
        result = RULES.clean("# Otters\n")
        assert not result.is_html
        assert result.dump == "# Otters\n"

    def test_results_pickle(self, result: Result) -> None:
        assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301


class TestSecondTime:
    """What cleaner made of HTML is Markdown that it leaves alone, whoever cleans it."""

    @pytest.mark.parametrize("page", HTML, ids=lambda page: page.name)
    def test_golden_pages(self, page: Path, cleaner: Cleaner) -> None:
        result = cleaner.clean(source_of(page).read_bytes())
        again = cleaner.clean(result.markdown)
        assert again.markdown == result.markdown
        assert cleaner.clean(result.encoded()).edits == ()

    @pytest.mark.parametrize(
        "chosen",
        [{"content": "article"}, {"comments": True}, {"model": False}, {"model": False, "comments": True}],
        ids=str,
    )
    def test_whatever_was_chosen(self, chosen: dict[str, Any]) -> None:
        tool = Cleaner(**chosen)
        result = tool.clean(PAGE)
        assert tool.clean(result.markdown).markdown == clean(result.markdown).markdown == result.markdown

    @pytest.mark.parametrize(
        "html",
        [
            pytest.param("<p>Share on Facebook", id="furniture alone"),
            pytest.param(
                "<ul><li><a href=/>Home</a><li><a href=/in>Sign in</a></ul><p>Otters</p>", id="a part of a page"
            ),
            pytest.param("<p>Read more: <a href=/a>Otters</a></p>" * 3, id="lines that are all alike"),
        ],
    )
    def test_pages_that_say_nothing_of_themselves(self, html: str, cleaner: Cleaner) -> None:
        result = cleaner.clean(html, kind="html")
        assert cleaner.clean(result.markdown).markdown == result.markdown


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Share on Facebook\n\n<div>\n", id="an element"),
        pytest.param("Share on Facebook\n\n<p>Twelve otters.</p>\n", id="a part of a page"),
        pytest.param("Share on Facebook\n\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>x</p>\n", id="an archive"),
    ],
)
def test_a_text_of_which_html_would_be_left_is_left_alone(source: str, cleaner: Cleaner) -> None:
    """A second time it would be read as something else."""
    assert cleaner.clean(source).markdown == source
    assert "Share" not in cleaner.clean(source, kind="text").markdown


class TestChoices:
    @pytest.mark.parametrize(
        ("chosen", "problem"),
        [
            pytest.param({"content": "all"}, "unknown content 'all'; use one of page, article", id="content"),
            pytest.param({"engine": "otter"}, "unknown engine 'otter'; use one of cleaner, readability", id="engine"),
        ],
    )
    def test_what_does_not_exist_is_misuse(self, chosen: dict[str, Any], problem: str) -> None:
        with pytest.raises(UsageError, match=problem):
            Cleaner(**chosen)

    def test_a_folder_of_site_configurations_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SiteFileError, match="there is no such folder"):
            Cleaner(ftr=tmp_path / "none")

    def test_an_article_goes_without_its_title(self) -> None:
        tool = Cleaner(content="article")
        (model,) = (judge for judge in tool.judges if isinstance(judge, ModelRules))
        assert model.content == "article"
        assert "# Otters return" in Cleaner(model=False).clean(PAGE).body

    def test_comments_of_readers_are_taken_unless_they_are_wanted(self) -> None:
        wanted = Cleaner(model=False, comments=True).clean(PAGE).body
        assert "lovely" in wanted
        assert "the fish" in wanted
        assert "Imprint" not in wanted
        assert "lovely" not in RULES.clean(PAGE).body

    def test_choices_do_not_touch_dumps(self) -> None:
        dump = f"# Otters\n\n{TEXT}\n\n* [Home](/)\n* [Sign in](/in)\n"
        plain = Cleaner().clean(dump)
        assert Cleaner(content="article").clean(dump).edits == plain.edits

    def test_a_cleaner_with_all_choices_pickles(self, tmp_path: Path) -> None:
        (tmp_path / "otter.example.txt").write_text("body: //article\n", "utf-8")
        tool = Cleaner(content="article", comments=True, ftr=tmp_path)
        copy = cast(Cleaner, pickle.loads(pickle.dumps(tool)))  # noqa: S301
        assert copy.clean(PAGE).edits == tool.clean(PAGE).edits


class TestSiteConfigurations:
    """In the format of FiveFilters and wallabag; see test_ftr.py for what a file may say."""

    @staticmethod
    def cleaned(folder: Path, *lines: str, **chosen: Any) -> Result:
        (folder / "otter.example.txt").write_text("\n".join(lines) + "\n", "utf-8")
        return Cleaner(sites=Sites(()), model=False, ftr=folder, **chosen).clean(PAGE)

    def test_what_is_outside_the_body_goes(self, tmp_path: Path) -> None:
        result = self.cleaned(tmp_path, "body: //article/p")
        assert result.body.split("\n\n")[0].startswith("On day a")
        assert "## Why" not in result.body
        assert {edit.rule.partition("/")[0] for edit in result.edits} == {"ftr"}
        assert all("outside" in edit.why for edit in result.edits)

    def test_what_is_stripped_goes(self, tmp_path: Path) -> None:
        result = self.cleaned(tmp_path, "strip: //h2")
        assert "## Why" not in result.body
        assert "nine otters" in result.body
        assert "Sign in" not in result.body, "general rules judge the rest"

    def test_without_pruning_all_of_the_body_stays(self, tmp_path: Path) -> None:
        assert "Sign in" not in self.cleaned(tmp_path, "body: //body").body
        assert "Sign in" in self.cleaned(tmp_path, "body: //body", "prune: no").body

    def test_the_source_is_replaced_first(self, tmp_path: Path) -> None:
        (tmp_path / "otter.example.txt").write_text(
            'body: //section[@class=\'x\']\nprune: no\nfind_string: id="comments"\nreplace_string: class="x"\n', "utf-8"
        )
        tool = Cleaner(sites=Sites(()), model=False, ftr=tmp_path)
        result = tool.clean(PAGE, URL)
        assert "lovely" in result.body
        assert result.restore() == PAGE
        assert "lovely" not in tool.clean(PAGE).body, "what a page says of its address is not known before it is read"

    def test_metadata_that_a_file_finds_goes_before_that_of_the_page(self, tmp_path: Path) -> None:
        result = self.cleaned(tmp_path, "title: //h2", "author: //nav//a", "date: //footer/p")
        assert result.meta["title"] == "Why"
        assert result.meta["author"] == ["Home", "News", "Sign in"]
        assert "author: [Home, News, Sign in]" in result.markdown

    def test_other_hosts_are_not_touched(self, tmp_path: Path) -> None:
        (tmp_path / "wren.example.txt").write_text("body: //nav\n", "utf-8")
        tool = Cleaner(sites=Sites(()), model=False, ftr=tmp_path)
        assert tool.clean(PAGE).edits == RULES.clean(PAGE).edits

    def test_an_expression_that_finds_nothing_changes_nothing(self, tmp_path: Path) -> None:
        assert self.cleaned(tmp_path, "body: //section[@id='none']").edits == RULES.clean(PAGE).edits

    def test_what_it_takes_may_be_nearly_all(self, tmp_path: Path) -> None:
        """The retention floor is laid after judges that know the site."""
        result = self.cleaned(tmp_path, "body: //figure", "prune: no")
        assert result.body == "![The pier](https://otter.example/news/pier.jpg)\n"
        assert result.verdict.kind != "over-cleaned"

    def test_site_files_go_before(self, tmp_path: Path) -> None:
        sites = tmp_path / "sites"
        sites.mkdir()
        (sites / "otter.toml").write_text(
            '[site]\nname = "Otter Times"\nhosts = "otter.example"\n'
            '[[keep]]\nid = "why"\nwhy = "because"\ncss = "h2"\n',
            "utf-8",
        )
        (tmp_path / "otter.example.txt").write_text("strip: //article/h2\n", "utf-8")
        assert "## Why" in Cleaner(sites=sites, model=False, ftr=tmp_path).clean(PAGE).body


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PAGE.replace(">", "> ").split(" ")[:120]), max_size=60))
def test_any_pieces_of_a_page(pieces: list[str]) -> None:
    source = "<html>" + " ".join(pieces)
    result = RULES.clean(source)
    assert result.restore() == source
    assert apply(result.dump.encode(), result.edits) == result.encoded()
    assert RULES.clean(result.markdown).markdown == result.markdown


def test_a_pass_of_the_judges_is_over_the_page_as_it_was_read() -> None:
    opened = html_of(PAGE)
    assert opened is not None
    whole = RULES.read_html(opened)
    blocks, docket = RULES.judge(whole.page, whole=whole)
    assert blocks is whole.blocks
    assert cut(whole.page, blocks, docket)[0].removed.startswith("* [Home]")
