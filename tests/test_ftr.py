"""Site configuration of FiveFilters and wallabag: what is read, what is reported, what it finds on a page."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from cleaner.errors import SiteFileError
from cleaner.judges.ftr.find import FtrFiles
from cleaner.judges.ftr.read import FtrFile, parse, read
from cleaner.judges.ftr.select import replaced, select

PAGE = """
<html><head><title>Otters - The Pond</title><meta name="date" content="2024-05-01"></head>
<body class="page-share"><div id="nav">Menu</div>
<article class="story"><h1>Otters  swim</h1><span class="by">Ann Reed</span><span class="by">Bo Lund</span>
<p>One.</p><div class="share-bar">Share</div><img src="/ads/a.png"><article class="story inner"><p>Two.</p></article>
</article><article class="teaser">Beavers</article></body></html>
"""


def file(*lines: str) -> FtrFile:
    return parse("\n".join(lines), "pond.example.txt")


def notes(*lines: str) -> list[tuple[str, str, str]]:
    return [(note.where, note.directive, note.problem) for note in file(*lines).notes]


def marks(*lines: str) -> tuple[list[str], list[str]]:
    """Classes or ids of what is kept, and of what goes."""
    found = select(file(*lines), etree.HTML(PAGE))

    def name(element: Any) -> str:
        return str(element.get("class") or element.get("id") or element.get("src") or element.tag)

    return [name(element) for element in found.keep], [name(drop.element) for drop in found.drop]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("strip: //div", id="as it should be"),
        pytest.param("  strip  :   //div  ", id="blanks"),
        pytest.param("strip://div", id="no blank"),
        pytest.param("Strip: //div", id="in capitals"),
        pytest.param("\ufeffstrip: //div", id="a byte order mark"),
        pytest.param("# a comment\n\nstrip: //div", id="a comment and a blank line"),
        pytest.param("prune: no\r\nstrip: //div\r\n", id="CRLF"),
        pytest.param("prune: no\rstrip: //div\r", id="CR"),
        pytest.param("strip_attr: //div", id="by its other name"),
    ],
)
def test_a_line(line: str) -> None:
    assert [rule.value for rule in file(line).strip] == ["//div"]
    assert not file(line).notes


def test_a_rule_says_where_it_stands() -> None:
    (rule,) = file("# ads", "strip: //div[@id='ads']").strip
    assert rule.name == "ftr/pond.example/strip"
    assert rule.why == "strip //div[@id='ads'] (pond.example.txt:2)"


def test_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "pond.example.txt"
    path.write_bytes("strip_id_or_class: été".encode("latin-1"))
    assert [rule.value for rule in read(path).strip_id_or_class] == ["été"]


@pytest.mark.parametrize(
    ("line", "directive", "problem"),
    [
        pytest.param("titl: //h1", "titl", "unknown directive", id="a name that nobody knows"),
        pytest.param("titl(x): //h1", "titl", "unknown directive", id="with brackets"),
        pytest.param("otters", "otters", "neither a comment nor `directive: value`", id="no directive"),
        pytest.param("a b: c", "a b: c", "neither a comment nor `directive: value`", id="a sentence"),
        pytest.param("strip:", "strip", "has no value", id="no value"),
        pytest.param("strip_id_or_class: ''", "strip_id_or_class", "has no value", id="empty quotation marks"),
        pytest.param("prune: maybe", "prune", "neither yes nor no", id="neither yes nor no"),
        pytest.param("strip: //a:b", "strip", "the namespace a is not known", id="a namespace"),
        pytest.param("find_string: a", "find_string", "has no partner", id="no replacement"),
        pytest.param("replace_string: a", "replace_string", "has no partner", id="nothing to replace"),
        pytest.param("replace_string(): a", "find_string", "has no value", id="nothing replaced"),
        pytest.param("strip: //" + "a" * 10_000, "strip", "longer than 10000 characters", id="an endless line"),
    ],
)
def test_what_is_reported(line: str, directive: str, problem: str) -> None:
    assert notes("title: //h1", line) == [("pond.example.txt:2", directive, problem)]
    assert not file(line).notes[0].ignored


def test_a_broken_expression_is_reported_and_the_rest_of_the_file_holds() -> None:
    found = file("strip: //div[", "strip: //p")
    assert [rule.value for rule in found.strip] == ["//p"]
    assert [(note.where, note.directive) for note in found.notes] == [("pond.example.txt:1", "strip")]


@pytest.mark.parametrize(
    ("line", "about"),
    [
        pytest.param("single_page_link: //a", "fetching", id="fetching"),
        pytest.param("http_header(user-agent): Otter: 1", "fetching", id="a header"),
        pytest.param("login_uri: https://pond.example", "fetching", id="logging in"),
        pytest.param("tidy: no", "tidying", id="tidying"),
        pytest.param("wrap_in(i): //p[@class='a']", "tidying", id="wrapping"),
        pytest.param("skip_json_ld: yes", "other ways", id="other ways"),
    ],
)
def test_what_is_not_done_here(line: str, about: str) -> None:
    (note,) = file(line).notes
    assert note.ignored
    assert about in note.problem


def test_test_addresses_are_no_news() -> None:
    assert not notes("test_url: https://pond.example/a", "test_contains: Otters")


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        pytest.param(["find_string: a", "replace_string: b"], [("a", "b")], id="a pair"),
        pytest.param(["find_string: a", "replace_string:"], [("a", "")], id="by nothing"),
        pytest.param(["find_string: a", "find_string: b", "replace_string: c", "replace_string: d"],
                     [("a", "c"), ("b", "d")], id="the nth of each"),
        pytest.param(["find_string: a", "find_string: b", "replace_string: c"], [("b", "c")], id="one too many"),
        pytest.param(["find_string: a", "replace_string: b", "replace_string: c"], [("a", "b")], id="one too few"),
        pytest.param(["replace_string(a): b"], [("a", "b")], id="in one line"),
        pytest.param(["replace_string(<a href=\"x:y\">): <b class='c:d'>"],
                     [('<a href="x:y">', "<b class='c:d'>")], id="with colons"),
        pytest.param(["find_string: x", "replace_string(a): b"], [("a", "b")], id="in one line, after one too many"),
    ],
)  # fmt: skip
def test_pairs(lines: list[str], pairs: list[tuple[str, str]]) -> None:
    assert list(file(*lines).replacements) == pairs


def test_replacing() -> None:
    assert replaced(file("replace_string(<br>): <p>", "replace_string(<p>): <i>"), "a<br>b") == "a<i>b"


def test_a_page_does_not_grow_out_of_bounds() -> None:
    bomb = file(*["replace_string(a): aaaaaaaaaa"] * 9)
    assert len(replaced(bomb, "a" * 100)) <= 200


@pytest.mark.parametrize(
    ("lines", "keep", "drop"),
    [
        pytest.param(["body: //article[@class='teaser']"], ["teaser"], [], id="a body"),
        pytest.param(["body: //article"], ["story", "teaser"], [], id="several, none inside another"),
        pytest.param(["body: //main", "body: //article[1]"], ["story"], [], id="the first that finds something"),
        pytest.param(["body: //p/text()", "body: //p"], ["p", "p"], [], id="text is no body"),
        pytest.param(["strip: //article[@class='teaser']", "body: //article"], ["story"], ["teaser"],
                     id="what goes is no body"),
        pytest.param(["strip: //div | //span/@class"], [], ["nav", "share-bar"], id="strip"),
        pytest.param(["strip: //article", "strip: //p"], [], ["story", "teaser"], id="nothing goes twice"),
        pytest.param(["strip_id_or_class: share"], [], ["share-bar"], id="a class, but never the page"),
        pytest.param(["strip_id_or_class: nav"], [], ["nav"], id="an id"),
        pytest.param(["strip_id_or_class: 'nav'"], [], ["nav"], id="in quotation marks"),
        pytest.param(["strip_id_or_class: storynav"], [], [], id="not across elements"),
        pytest.param(["strip_image_src: /ads/"], [], ["/ads/a.png"], id="an image"),
        pytest.param(["strip: //html", "strip: //body"], [], [], id="the whole page stays"),
    ],
)  # fmt: skip
def test_elements(lines: list[str], keep: list[str], drop: list[str]) -> None:
    assert marks(*lines) == (keep, drop)


def test_rules_come_with_the_elements() -> None:
    found = select(file("body: //article", "strip_id_or_class: share"), etree.HTML(PAGE))
    assert (found.keep_rule, found.keep_why) == ("ftr/pond.example/body", "body //article (pond.example.txt:1)")
    assert found.drop[0][1:] == ("ftr/pond.example/strip_id_or_class", "strip_id_or_class share (pond.example.txt:2)")


def test_metadata() -> None:
    found = select(
        file("title: //h5", "title: //h1", "author: //span[@class='by']", "date: //meta[@name='date']/@content"),
        etree.HTML(PAGE),
    )
    assert (found.title, found.author, found.date) == ("Otters swim", ["Ann Reed", "Bo Lund"], "2024-05-01")


def test_metadata_by_functions() -> None:
    found = select(file("title: substring-before(//title, ' - ')", "author: 'The Pond'"), etree.HTML(PAGE))
    assert (found.title, found.author, found.date) == ("Otters", ["The Pond"], "")


def test_a_title_is_not_the_page() -> None:
    assert select(file("title: //body"), etree.HTML(f"<p>{'otter ' * 1000}")).title == ""


def test_an_expression_that_fails_on_a_page_is_reported() -> None:
    large = etree.HTML("<p>a</p>" * 10_000)
    found = select(file("strip: //p[preceding-sibling::h1]"), large)
    assert [(note.where, note.directive) for note in found.notes] == [("pond.example.txt:1", "strip")]
    assert not found.drop


@pytest.mark.parametrize("source", ["<p>", "<html></html>", "<!-- a -->", "<svg:a b:c='d'>", "<p class=''>\x01&#0;"])
def test_any_page(source: str) -> None:
    root = etree.HTML(source)
    if root is not None:
        select(file("body: //p", "strip: //*", "strip_id_or_class: a", "title: //p", "date: //@*"), root)


@pytest.fixture
def ponds(tmp_path: Path) -> FtrFiles:
    for name, text in {
        "pond.example.txt": "body: //a\nstrip: //host",
        ".pond.example.txt": "strip: //wild",
        "Deep.Sea.example.txt": "body: //b\nautodetect_on_failure: no",
        ".sea.example.txt": "strip: //sea",
        ".example.txt": "strip: //example",
        "global.txt": "strip: //all\nprune: no",
        "README.md": "otters",
    }.items():
        (tmp_path / name).write_text(text)
    return FtrFiles.load(tmp_path)


@pytest.mark.parametrize(
    ("host", "strips"),
    [
        pytest.param("pond.example", ["//host", "//example", "//all"], id="the host"),
        pytest.param("www.pond.example", ["//host", "//example", "//all"], id="with www"),
        pytest.param("POND.example.", ["//host", "//example", "//all"], id="in capitals"),
        pytest.param("a.pond.example", ["//wild", "//example", "//all"], id="a host below"),
        pytest.param("b.a.pond.example", ["//wild", "//example", "//all"], id="further below"),
        pytest.param("deep.sea.example", [], id="a file that wants nothing beneath it"),
        pytest.param("lake.test", ["//all"], id="no file but global"),
        pytest.param("global", ["//all"], id="a host of that name"),
        pytest.param("../pond.example", ["//example", "//all"], id="no way out of the folder"),
        pytest.param("a." * 10_000, ["//all"], id="an endless host"),
        pytest.param("", ["//all"], id="no host"),
    ],
)
def test_of(ponds: FtrFiles, host: str, strips: list[str]) -> None:
    found = ponds.of(host)
    assert found is not None
    assert [rule.value for rule in found.strip] == strips


def test_the_nearest_switch_counts(tmp_path: Path) -> None:
    (tmp_path / "pond.example.txt").write_text("prune: yes")
    (tmp_path / "global.txt").write_text("prune: no\ntitl: x")
    files = FtrFiles.load(tmp_path)
    near, far = files.of("pond.example"), files.of("lake.example")
    assert near is not None
    assert far is not None
    assert (near.prune, far.prune) == (True, False)
    assert [note.where for note in near.notes] == ["global.txt:2"]


def test_no_file_for_a_host(tmp_path: Path) -> None:
    (tmp_path / "pond.example.txt").write_text("prune: yes")
    assert FtrFiles.load(tmp_path).of("lake.example") is None


def test_only_files_that_are_asked_for_are_read(ponds: FtrFiles) -> None:
    (ponds.folder / "pond.example.txt").unlink()
    found = ponds.of("pond.example")
    assert found is not None
    assert [note.problem for note in found.notes] == ["cannot be read: No such file or directory"]


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "global.txt").write_text("#" * 2_000_000)
    assert "larger" in read(tmp_path / "global.txt").notes[0].problem


def test_files_pickle(ponds: FtrFiles) -> None:
    before = ponds.of("pond.example")
    assert pickle.loads(pickle.dumps(ponds)).of("pond.example") == before  # noqa: S301


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match="no such folder"):
        FtrFiles.load(tmp_path / "ponds")
