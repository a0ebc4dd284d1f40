"""What is remembered of a site: enough, in whatever order pages come, and never more."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.judges.template.memory import PAGES, Memory, Remembered, address_of, lines_of, packed, remember
from tests.sites import memory_of, remembered

NUMBERS = st.integers(0, 400)


def page(number: int, date: str = "", text: str = "text") -> Remembered:
    return remembered(number, [text], date)


class TestLines:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            pytest.param(b"one\ntwo\n", [b"one", b"two"], id="in order"),
            pytest.param(b"  one\t\r\n\r\n\n two", [b"one", b"two"], id="without white space around them"),
            pytest.param(b"one\ntwo\none\n", [b"one", b"two"], id="none twice"),
            pytest.param(b"one\n```py\ncode\n```\ntwo", [b"one", b"two"], id="fenced code left out"),
            pytest.param(b"one\n~~~\ncode\n~~~\ntwo", [b"one", b"two"], id="fenced code with tildes left out"),
            pytest.param(
                b"one\n* ```\n  code\n", [b"one", b"* ```", b"code"], id="a fence behind a marker is seen as text"
            ),
            pytest.param(b"one\n```\ncode\n", [b"one"], id="code without an end goes on"),
            pytest.param("a\u2028b\x0bc\x85d\n".encode(), ["a\u2028b\x0bc\x85d".encode()], id="only LF ends a line"),
            pytest.param(b"", [], id="nothing"),
        ],
    )
    def test_of_a_page(self, body: bytes, expected: list[bytes]) -> None:
        assert lines_of(body) == expected

    def test_a_line_that_closes_its_own_backticks_is_no_fence(self) -> None:
        assert lines_of(b"one\n```code```\ntwo") == [b"one", b"```code```", b"two"]

    def test_of_a_long_page_are_those_of_its_top_and_its_end(self) -> None:
        found = lines_of("\n".join(f"line {number}" for number in range(5_000)).encode())
        assert len(found) == 2_000
        assert (found[0], found[999], found[1_000], found[-1]) == (
            b"line 0",
            b"line 999",
            b"line 4000",
            b"line 4999",
        )

    def test_of_a_line_of_megabytes_the_beginning_is_kept(self) -> None:
        assert lines_of(b"x" * 3_000_000) == [b"x" * 1_000]

    @given(st.lists(st.binary().map(lambda line: line.replace(b"\n", b"")), min_size=1))
    def test_come_back_as_they_were(self, lines: list[bytes]) -> None:
        assert packed("a", "", "", lines).lines == lines

    @given(st.binary())
    def test_of_lines_are_these_lines(self, body: bytes) -> None:
        once = lines_of(body)
        if not any(line.startswith((b"```", b"~~~")) for line in once):
            assert lines_of(b"\n".join(once)) == once


class TestAddress:
    @pytest.mark.parametrize(
        "url",
        [
            pytest.param("https://otter.example/a", id="https"),
            pytest.param("http://otter.example/a", id="http"),
            pytest.param("https://www.otter.example/a", id="www"),
            pytest.param("https://otter.example/a/", id="slash at the end"),
            pytest.param("https://otter.example/a#top", id="fragment"),
            pytest.param("otter.example/a", id="no scheme"),
        ],
    )
    def test_of_the_same_page_is_the_same(self, url: str) -> None:
        assert address_of(url) == "otter.example/a"

    @pytest.mark.parametrize(
        "url",
        [
            pytest.param("https://otter.example/A", id="case of the path"),
            pytest.param("https://otter.example/a?page=2", id="query"),
            pytest.param("https://otter.example/a/b", id="path"),
            pytest.param("https://mobile.otter.example/a", id="host"),
        ],
    )
    def test_of_another_page_is_another(self, url: str) -> None:
        assert address_of(url) != "otter.example/a"

    def test_does_not_depend_on_the_case_of_the_host(self) -> None:
        assert address_of("https://www.otter.example/a") == address_of("HTTPS://WWW.Otter.example/a")

    @given(st.text())
    def test_of_an_address_is_itself(self, url: str) -> None:
        once = address_of(url)
        if "://" not in once and not once.startswith("www."):
            assert address_of(once) == once


class TestMemory:
    @given(st.lists(NUMBERS, max_size=200), st.randoms())
    def test_does_not_depend_on_the_order_of_pages(self, numbers: list[int], random: Random) -> None:
        other = list(numbers)
        random.shuffle(other)
        assert memory_of(map(page, numbers)) == memory_of(map(page, other))

    @given(st.lists(NUMBERS, max_size=300), st.lists(NUMBERS, max_size=300))
    def test_two_halves_are_the_whole(self, one: list[int], other: list[int]) -> None:
        together = memory_of(map(page, one))
        together.update(memory_of(map(page, other)))
        assert together == memory_of(map(page, one + other))

    def test_two_halves_know_the_days_of_pages_that_neither_keeps(self) -> None:
        pages = [page(number, f"20{number // 12:02}-{number % 12 + 1:02}-01") for number in range(1_000)]
        together = memory_of(pages[:500])
        together.update(memory_of(pages[500:]))
        assert together == memory_of(pages)
        assert (together.first, together.last) == ("2000-01-01", "2083-04-01")

    @given(st.lists(NUMBERS))
    def test_a_page_that_comes_twice_counts_once(self, numbers: list[int]) -> None:
        assert memory_of(map(page, numbers + numbers)) == memory_of(map(page, numbers))
        assert len(memory_of(map(page, numbers))) == min(PAGES, len(set(numbers)))

    @pytest.mark.parametrize(
        ("one", "other", "stays"),
        [
            pytest.param(page(1, "2024-01-02", "old"), page(1, "2024-03-01", "new"), "new", id="the later"),
            pytest.param(page(1, "", "old"), page(1, "2024-03-01", "new"), "new", id="the one with a date"),
        ],
    )
    def test_of_two_versions_of_a_page_one_stays(self, one: Remembered, other: Remembered, stays: str) -> None:
        for pages in ([one, other], [other, one]):
            (kept,) = memory_of(pages)
            assert kept.lines == [stays.encode()]

    def test_of_two_versions_of_one_day_the_same_stays_in_any_order(self) -> None:
        one, other = page(1, "2024-01-02", "this"), page(1, "2024-01-02", "that")
        assert memory_of([one, other]) == memory_of([other, one])

    def test_of_two_versions_with_two_titles_the_same_stays_in_any_order(self) -> None:
        one = remember("otter.example/a", "", "one title", b"text")
        other = remember("otter.example/a", "", "another title", b"text")
        assert memory_of([one, other]) == memory_of([other, one])

    def test_knows_the_first_and_the_last_day_of_all_pages_seen(self) -> None:
        memory = memory_of(page(number, f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}") for number in range(1_000))
        assert (memory.first, memory.last) == ("2024-01-01", "2024-12-28")

    def test_a_page_without_a_date_has_no_day(self) -> None:
        memory = memory_of([page(1), page(2, "2024-05-01"), page(3)])
        assert (memory.first, memory.last) == ("2024-05-01", "2024-05-01")

    def test_of_many_pages_a_sample_is_kept(self) -> None:
        memory = memory_of(map(page, range(1_000)))
        assert len(memory) == len(list(memory)) == PAGES
        assert [one.rank for one in memory] == sorted(page(number).rank for number in range(1_000))[:PAGES]

    @pytest.mark.parametrize("count", [0, 1, PAGES - 1])
    def test_of_few_pages_it_knows_how_many_it_saw(self, count: int) -> None:
        assert memory_of(map(page, range(count))).seen == count

    @pytest.mark.parametrize("count", [200, 1_000, 5_000])
    def test_of_many_pages_it_knows_about_how_many_it_saw(self, count: int) -> None:
        seen = memory_of(map(page, range(count))).seen
        assert 0.6 * count < seen < 1.6 * count  # three standard errors of an eighth each, and a little more

    def test_says_no_to_a_page_that_would_not_be_kept(self) -> None:
        memory = memory_of(map(page, range(1_000)))
        kept = {one.address for one in memory}
        for number in range(1_000):
            address = page(number).address
            assert memory.has_room(address) == (address in kept)

    def test_has_room_for_any_page_at_first(self) -> None:
        assert all(Memory().has_room(page(number).address) for number in range(100))

    def test_differs_from_one_with_other_pages_and_other_things(self) -> None:
        assert memory_of([page(1)]) != memory_of([page(2)])
        assert memory_of([page(1)]) != memory_of([page(1, "2024-01-01")])
        assert memory_of([page(1)]) != [page(1)]
