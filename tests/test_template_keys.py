"""What makes two lines the same line, and two addresses the same link."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.judges.template.keys import line_of, target_of, targets, with_title

SITE = "otter.example"


def key(line: str) -> str:
    return line_of(line.encode("utf-8", "surrogatepass")).key


class TestKey:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            pytest.param("Sign in", "sign in", id="lower case"),
            pytest.param("  Sign \t in\u00a0", "sign in", id="white space folded"),
            pytest.param("* Sign in", "sign in", id="list marker"),
            pytest.param("## Sign in ##", "sign in", id="heading"),
            pytest.param("> Sign in", "sign in", id="quote"),
            pytest.param("| Sign in |", "sign in", id="table"),
            pytest.param("**Sign** `in`", "sign in", id="emphasis and code"),
            pytest.param("» Sign in …", "sign in", id="decoration"),
            pytest.param("Sign\\-in", "sign-in", id="escape"),
            pytest.param("14 comments", "0 comments", id="digits"),
            pytest.param("3.14 of 1,000", "0 of 0", id="figures with points and commas"),
            pytest.param("12:30, 2024-05-01", "0:0, 0-0-0", id="every other run of digits by itself"),
            pytest.param("[Sign in](/login)", "sign in", id="link"),
            pytest.param("[Sign in](/login?back=%2Fa) or [join](/join)", "sign in or join", id="links"),
            pytest.param("[Sign in](</log in>)", "sign in", id="target in angle brackets"),
            pytest.param("[Sign in](/login", "sign in", id="link cut off"),
            pytest.param("![An otter](/a.png) Sign in", "sign in", id="image beside text"),
            pytest.param("[![Logo](/logo.png)](/)", "!/logo.png", id="linked image alone"),
            pytest.param(
                "![](https://cdn.example/x/Logo.PNG?v=3)", "!cdn.example/x/logo.png", id="image alone: its address"
            ),
            pytest.param("![An otter]()", "!an otter", id="image without file: its description"),
            pytest.param("![]()", "", id="image of nothing"),
            pytest.param("", "", id="nothing"),
            pytest.param("* * *", "", id="decoration alone"),
            pytest.param("ログイン 。", "ログイン", id="Japanese"),
        ],
    )
    def test_of_a_line(self, line: str, expected: str) -> None:
        assert key(line) == expected

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            pytest.param("* [Home](/)", "1. Home", id="markers of two kinds of list"),
            pytest.param("Home", "Home page", id="more words"),
            pytest.param("![](/a.png)", "![](/b.png)", id="two images"),
            pytest.param("![](/logo.png)", "logo.png", id="an image and its name"),
        ],
    )
    def test_two_lines_are_not_the_same(self, one: str, other: str) -> None:
        assert key(one) != key(other)

    @given(st.text())
    def test_is_its_own_key(self, line: str) -> None:
        once = key(line)
        if not once.startswith("!") and len(once.encode()) < 400:  # an image's name is no line, a longer one is cut
            assert key(once) == once

    @given(st.text(), st.integers(0, 10**9), st.integers(0, 10**9))
    def test_does_not_depend_on_numbers(self, line: str, one: int, other: int) -> None:
        assert key(f"{line} {one} likes") == key(f"{line} {other} likes")

    @given(st.text("abc dé 港", min_size=1), st.from_regex(r"/[a-z]{0,8}(\?[a-z]=[0-9])?", fullmatch=True))
    def test_does_not_depend_on_where_a_link_points(self, text: str, target: str) -> None:
        assert key(f"[{text}]({target})") == key(text)

    @given(st.binary())
    def test_of_any_bytes_is_text_of_one_line(self, line: bytes) -> None:
        found = line_of(line).key
        assert found == " ".join(found.split())
        found.encode()

    @pytest.mark.parametrize("piece", ["a", "[", "![", "](", "![a](", "`", "1", "港"])
    def test_of_a_line_of_megabytes_is_bounded(self, piece: str) -> None:
        assert len(key(piece * 500_000)) <= 800

    def test_looks_at_the_beginning_of_a_line_alone(self) -> None:
        assert line_of(b"menu " * 1_000) == line_of(b"menu " * 900)


class TestProse:
    @pytest.mark.parametrize(
        "line",
        [
            pytest.param("Twelve animals were counted this spring along the river, more than ever before.", id="text"),
            pytest.param(
                "Twelve animals were [counted](/a) this spring along the river, more than ever before.", id="one link"
            ),
            pytest.param("今年の春、川沿いで十二頭のカワウソが確認された。これまでで最も多い数である。", id="Japanese"),
        ],
    )
    def test_a_sentence_reads_as_text(self, line: str) -> None:
        assert line_of(line.encode()).is_prose

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param("Twelve animals were counted this spring", id="too short"),
            pytest.param("[One](/1) [two](/2) [three](/3) " * 5, id="a line of links"),
            pytest.param(
                "![An otter on the bank of the river in the evening of a long day in May](/a.png)", id="image"
            ),
            pytest.param("", id="nothing"),
        ],
    )
    def test_furniture_does_not(self, line: str) -> None:
        assert not line_of(line.encode()).is_prose


class TestTitle:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            pytest.param("share: otters return", "share: {title}", id="in a line"),
            pytest.param("otters return", "{title}", id="a whole line"),
            pytest.param("otters return | otters return", "{title} | {title}", id="twice"),
            pytest.param("home / news", "home / news", id="not there"),
        ],
    )
    def test_is_a_blank_to_fill_in(self, line: str, expected: str) -> None:
        assert with_title(line, "otters return") == expected

    @pytest.mark.parametrize("title", ["", "otters", "two otters"], ids=["none", "one word", "two short ones"])
    def test_of_a_few_letters_stands_in_lines_by_chance(self, title: str) -> None:
        assert with_title(f"more of {title}", title) == f"more of {title}"


class TestTarget:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            pytest.param("/news", "/news", id="path"),
            pytest.param("/news/", "/news", id="slash at the end"),
            pytest.param("/news?page=2", "/news", id="query"),
            pytest.param("/news#top", "/news", id="fragment"),
            pytest.param("https://otter.example/news", "/news", id="own address"),
            pytest.param("http://www.Otter.example/news/", "/news", id="own address in another form"),
            pytest.param("https://otter.example", "/", id="own front page"),
            pytest.param("/", "/", id="front page"),
            pytest.param("https://www.heron.example/a", "heron.example/a", id="another site"),
            pytest.param("https://heron.example/", "heron.example", id="another front page"),
            pytest.param("news/today", "news/today", id="relative"),
            pytest.param("#top", "", id="fragment alone"),
            pytest.param("?page=2", "", id="query alone"),
            pytest.param("mailto:joan@otter.example", "", id="mail"),
            pytest.param("javascript:void(0)", "", id="script"),
            pytest.param("tel:+49301234", "", id="telephone"),
            pytest.param("", "", id="nothing"),
        ],
    )
    def test_of_a_link(self, url: str, expected: str) -> None:
        assert target_of(url, SITE) == expected

    def test_a_path_may_have_a_colon(self) -> None:
        assert target_of("/wiki/Help:Contents", SITE) == "/wiki/Help:Contents"

    def test_of_an_address_with_brackets_is_what_the_parser_reads(self) -> None:
        assert list(targets("[Otter](/wiki/Otter_(animal))", SITE)) == ["/wiki/Otter_(animal)"]

    @given(st.text())
    def test_of_a_target_is_itself(self, url: str) -> None:
        once = target_of(url, SITE)
        if "://" not in once and ":" not in once:
            assert target_of(once, SITE) in (once, once.rstrip("/"))

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            pytest.param("[a](/a) and [b](/b?x=1)", ["/a", "/b"], id="all of a line"),
            pytest.param("[![](/logo.png)](/)", ["/logo.png", "/"], id="images too"),
            pytest.param('[a](</a> "title")', ["/a"], id="angle brackets and a title"),
            pytest.param("[a](#top) [b](mailto:b)", [], id="those that lead to no page are left out"),
            pytest.param("no links", [], id="none"),
        ],
    )
    def test_targets_of_a_text(self, source: str, expected: list[str]) -> None:
        assert list(targets(source, SITE)) == expected

    def test_targets_of_a_long_text_without_an_end(self) -> None:
        assert list(targets("](" * 500_000, SITE))
