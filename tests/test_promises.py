"""The promises, each held over the golden pages, over any bytes, and over all real dumps where they are at hand."""

from __future__ import annotations

import gzip
import lzma
import pickle
import tarfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner as package
from cleaner import Cleaner
from cleaner.ruling import apply
from cleaner.sources import blocks_of, opening
from cleaner.sources.encoding import decode
from cleaner.sources.page import Kind, read
from tests.conftest import GOLDEN_PAGES, ROOT, source_of

DATA = ROOT.parent / "shared" / "data"
ARCHIVES = [DATA / "picker.tar.xz", DATA / "wcxb" / "dumps.tar.xz", DATA / "fundus" / "dumps.tar.xz"]

CLEANER = Cleaner()
RULES = Cleaner(model=False)
URL = "https://example.com/otters"
HTML = [page for page in GOLDEN_PAGES if source_of(page).suffix in (".html", ".mhtml")]

OTTERS = "Twelve animals were counted this spring along the river, more than in any year before."
FRAGMENTS = st.sampled_from(
    [
        "# Otters return to the Elbe\n",
        "\n",
        "\r\n",
        "\n\n",
        "* [Home](/)\n",
        "  + [News](/news/)\n",
        "    - deep\n",
        "> said\n",
        "[",
        "](",
        ")",
        "![](/icons/a_16x16.png)",
        "![",
        "|a|b|\n|-|-|\n|c|d|\n",
        "```\n",
        "    code\n",
        "---\n",
        "***\n",
        "**",
        "title: a: b\n",
        "Twelve animals were counted this spring along the river, more than in any year before.\n",
        "Share on Facebook\n",
        "## 3 Comments\n",
        "## Related articles\n",
        "[x](javascript:run)",
        "\u200b",
        "\u202e",
        "\u0000",
        "\ufeff",
        "<div>\n",
        "<!-- x -->\n",
        "[a]: http://example.com\n",
        "Advertisement\n",
        "3 May 2024\n",
        "By Joan Marlow\n",
        "[12 comments](/a#comments)",
        "[](/)",
        "1. one\n",
        "\t",
        "© 2024 Example\n",
        "請問\n",
        "Read at Example\n",
        "|",
        "]\n",
        "...",
    ]
)
TEXTS = st.lists(FRAGMENTS | st.text(max_size=12), max_size=40).map("".join)


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<p>Twelve animals were counted this spring along the river, more than in any year before.",
        "<h1>Otters return to the Elbe</h1>",
        "<title>Otters return to the Elbe</title>",
        '<link rel="canonical" href="https://example.com/otters">',
        "<nav><a href=/>Home</a>",
        "</nav>",
        "<main>",
        "</main>",
        "<article>",
        "<aside>",
        "<header>",
        "<footer>© 2024 Example",
        "</div>",
        '<div class="share-buttons sr-only ad-slot">',
        '<div class="related-posts">',
        '<div id="comments" hidden>',
        '<div style="display:none">',
        "<dialog open>",
        "<button>Share",
        "<select><option>One",
        "<ul><li>",
        "<ol start=7><li>",
        "</ul>",
        "<table><tr><td>",
        "</table>",
        "<pre><code>x = 1\n",
        "</pre>",
        "<blockquote>",
        "</blockquote>",
        "<noscript>",
        "</noscript>",
        "<template>",
        "<svg>",
        "<math>",
        '<img src="/icons/a.png" width=16 height=16>',
        "<br>",
        "<hr>",
        "<h2>Related articles",
        "<h2>3 Comments",
        "<!-- x -->",
        "<![CDATA[",
        "<script>",
        "</script>",
        "&#0;",
        "&amp;lt;",
        "|",
        "1. ",
        "# ",
        "```\n",
        "    ",
        "---\n",
        "\u202e",
    ]
)
TREES = st.lists(TAGS | st.text(max_size=12), max_size=40).map("".join)


def holds(cleaner: Cleaner, source: bytes | str, url: str | None = None, kind: Kind | None = None) -> None:
    """Promises 1 to 5 and 7 for one source. Of HTML the edits count the bytes of all of it as Markdown, its dump."""
    result = cleaner.clean(source, url, kind)
    assert result.edits == cleaner.clean(source, url, kind).edits, "deterministic"
    assert result.restore() == source, "nothing lost"
    is_html = opening.html_of(source, url, kind) is not None
    again = cleaner.clean(result.encoded(), url, "markdown" if is_html else kind)
    if is_html:
        data = result.dump.encode()
    else:
        data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else decode(source).data
    assert again.encoded() == result.encoded(), "idempotent"
    assert apply(data, result.edits) == result.page.data, "every removal is an edit"
    assert all(edit.rule and edit.why for edit in result.edits), "every edit has a rule and a reason"
    position = 0
    for edit in result.edits:
        assert position <= edit.start <= edit.end, "edits are ordered and do not overlap"
        assert data[edit.start : edit.end].decode("utf-8", "surrogateescape") == edit.removed
        position = edit.end


@pytest.mark.parametrize("page", GOLDEN_PAGES, ids=lambda page: page.name)
def test_golden_pages(page: Path, cleaner: Cleaner) -> None:
    holds(cleaner, source_of(page).read_bytes())


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes(source: bytes) -> None:
    holds(CLEANER, source)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_as_html(source: bytes) -> None:
    holds(CLEANER, source, URL, "html")
    holds(RULES, source, URL, "html")


@given(TREES)
@settings(max_examples=300, deadline=None)
def test_any_tree(source: str) -> None:
    holds(CLEANER, source, URL, "html")
    holds(RULES, source, URL, "html")


def test_html_without_title_and_address() -> None:
    holds(CLEANER, f"<p>{OTTERS}</p><h2>3 Comments</h2>", None, "html")


@pytest.mark.parametrize("page", HTML, ids=lambda page: page.name)
def test_every_block_of_a_page_of_html_stays_or_is_in_the_log(page: Path) -> None:
    """What a reader of the dump sees comes out, or an edit says by which rule it went, and why."""
    result = RULES.clean(source_of(page).read_bytes())
    stays = Counter((block.kind, block.text) for block in blocks_of(result.page))
    cut = [(edit.start, edit.end) for edit in result.edits if edit.rule and edit.why]
    for block in blocks_of(read(result.dump.encode(), kind="markdown")):
        if not any(start < block.end and block.start < end for start, end in cut):
            assert stays[block.kind, block.text], block
            stays[block.kind, block.text] -= 1


@given(TEXTS)
@settings(max_examples=600, deadline=None)
def test_any_text(source: str) -> None:
    holds(CLEANER, source)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_front_matter_keeps_its_bytes(body: str) -> None:
    head = "---\ntitle: Linux: the evil returns\nurl: https://example.com/a\n# a note\nodd\n"
    markdown = CLEANER.clean(f"{head}---\n\n{body}").markdown
    assert markdown.startswith(head)


@given(st.lists(st.sampled_from(["x = 1", "# Share this", "[Home](/)", "", "javascript:run", "\u200b"]), max_size=8))
def test_fenced_code_is_never_rewritten(lines: list[str]) -> None:
    fence = "```python\n" + "\n".join(lines) + "\n```"
    text = "Twelve animals were counted this spring along the river, more than in any year before."
    assert fence in CLEANER.clean(f"# A page\n\n{text}\n\n{fence}\n\n{text}\n").markdown


def dumps() -> Iterator[tuple[str, bytes]]:
    for archive in ARCHIVES:
        with lzma.open(archive) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            for member in tar:
                file = tar.extractfile(member)
                if file is not None:
                    yield member.name, file.read()


REAL = pytest.mark.skipif(
    not ARCHIVES[0].exists(), reason="the real dumps are not here; they are no part of the project"
)


@REAL
def test_all_real_dumps(cleaner: Cleaner) -> None:
    count = 0
    for name, source in dumps():
        result = cleaner.clean(source)
        assert result.restore() == source, name
        assert not cleaner.clean(result.encoded()).edits, name
        count += 1
    assert count > 8_000


@REAL
def test_all_real_dumps_with_what_their_sites_repeat() -> None:
    """And what is learned of the clean pages takes nothing more from them."""
    tool = Cleaner(templates=package.learn(source for _, source in dumps()))
    clean = []
    for name, source in dumps():
        result = tool.clean(source)
        assert result.restore() == source, name
        clean.append(result.encoded())
        assert not tool.clean(clean[-1]).edits, name
    again = Cleaner(templates=package.learn(clean))
    taken = (edit for page in clean for edit in again.clean(page).edits)
    assert not [edit for edit in taken if edit.rule.startswith("template/")]


WEB_PAGES = sorted((DATA / "wcxb" / "html").glob("*.html.gz")) + sorted((DATA / "fundus" / "html").glob("*.html.gz"))


@pytest.mark.skipif(not WEB_PAGES, reason="the labelled pages of HTML are not at hand (../shared/data)")
def test_all_real_pages_of_html(cleaner: Cleaner) -> None:
    for path in WEB_PAGES:
        source = gzip.decompress(path.read_bytes())
        result = cleaner.clean(source, kind="html")
        assert apply(result.dump.encode(), result.edits) == result.markdown.encode(), path.name
        assert all(edit.rule and edit.why for edit in result.edits), path.name
        assert not cleaner.clean(result.markdown).edits, path.name
        assert result.restore() is source


def test_no_state_survives_a_call(cleaner: Cleaner) -> None:
    sources = [source_of(page).read_bytes() for page in GOLDEN_PAGES]
    first = [cleaner.clean(source).edits for source in sources]
    assert [Cleaner().clean(source).edits for source in reversed(sources)] == first[::-1]


@given(st.lists(TEXTS, min_size=2, max_size=5), TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_pages_of_one_site(bodies: list[str], head: str, foot: str) -> None:
    """With templates on, whatever the pages hold: furniture at the head and the foot, the same lines in the text."""
    pages = [
        f"---\ntitle: Otters, part {number}\nurl: https://otter.example/{number}\n---\n\n{head}\n\n{body}\n\n{foot}\n"
        for number, body in enumerate(bodies)
    ]
    tool = Cleaner(templates=package.learn(pages))
    for page in pages:
        holds(tool, page)


def test_threads_may_share_a_cleaner(cleaner: Cleaner) -> None:
    sources = [source_of(page).read_bytes() for page in GOLDEN_PAGES]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda source: cleaner.clean(source).edits, sources))
    assert together == [cleaner.clean(source).edits for source in sources]


def test_a_cleaner_pickles(cleaner: Cleaner) -> None:
    source = source_of(GOLDEN_PAGES[0]).read_bytes()
    assert pickle.loads(pickle.dumps(cleaner)).clean(source).edits == cleaner.clean(source).edits  # noqa: S301


def test_the_contract() -> None:
    result = package.clean("# A page\n\nWith a text.\n", url="https://example.com/a", kind="markdown")
    assert result.markdown == result.body == "# A page\n\nWith a text.\n"
    assert result.text == "A page\n\nWith a text."
    assert result.meta == {"title": "A page", "url": "https://example.com/a", "site": "example.com"}
    assert result.edits == ()
    assert result.verdict.kind == "ok"
    assert result.restore() == "# A page\n\nWith a text.\n"
    templates = package.learn([("# A page\n", "https://example.com/a"), "no address"])
    assert templates.sites == ["example.com"]
    assert Cleaner(templates=templates, sites=None, model=True).clean(b"x").restore() == b"x"
