"""Edits: making them, taking them back, and making one log of two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.ruling import Docket, Edit, Fact, Ruling, Trim, apply, compose, restore

SOURCES = st.one_of(st.binary(max_size=40), st.text("aé港\n", max_size=30).map(str.encode))
REPLACEMENTS = st.sampled_from(["", "", "", "x", "\n", "ü", "\ufffd", "long words"])


def edit(source: bytes, start: int, end: int, replacement: str = "", rule: str = "rule") -> Edit:
    return Edit(start, end, source[start:end].decode("utf-8", "surrogateescape"), replacement, rule, "why")


def edits_of(source: bytes, rule: str) -> st.SearchStrategy[list[Edit]]:
    """Ordered edits that do not overlap: removals, replacements, insertions, also several at one place."""
    offsets = st.lists(st.integers(0, len(source)), max_size=12).map(lambda found: sorted(found[: len(found) // 2 * 2]))
    spans = offsets.map(lambda found: list(zip(found[::2], found[1::2], strict=True)))

    def with_replacements(spans: list[tuple[int, int]]) -> st.SearchStrategy[list[Edit]]:
        texts = st.lists(REPLACEMENTS, min_size=len(spans), max_size=len(spans))
        return texts.map(
            lambda texts: [
                edit(source, start, end, text, rule)
                for (start, end), text in zip(spans, texts, strict=True)
                if end > start or text
            ]
        )

    return spans.flatmap(with_replacements)


@st.composite
def one_pass(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    source = draw(SOURCES)
    return source, draw(edits_of(source, "first"))


@st.composite
def two_passes(draw: st.DrawFn) -> tuple[bytes, list[Edit], list[Edit]]:
    source, first = draw(one_pass())
    return source, first, draw(edits_of(apply(source, first), "second"))


@given(one_pass())
def test_restore_is_the_inverse_of_apply(case: tuple[bytes, list[Edit]]) -> None:
    source, edits = case
    assert restore(apply(source, edits), edits) == source


@given(two_passes())
def test_composed_log_does_what_both_do(case: tuple[bytes, list[Edit], list[Edit]]) -> None:
    source, first, second = case
    assert apply(source, compose(first, second, source)) == apply(apply(source, first), second)


@given(two_passes())
def test_composed_log_restores_the_source(case: tuple[bytes, list[Edit], list[Edit]]) -> None:
    source, first, second = case
    cleaned = apply(apply(source, first), second)
    assert restore(cleaned, compose(first, second, source)) == source


@given(two_passes())
def test_composed_log_is_a_log_of_the_source(case: tuple[bytes, list[Edit], list[Edit]]) -> None:
    source, first, second = case
    position = 0
    for change in compose(first, second, source):
        assert position <= change.start <= change.end
        assert change.removed.encode("utf-8", "surrogateescape") == source[change.start : change.end]
        assert change.removed or change.replacement
        position = change.end
    assert position <= len(source)


@given(two_passes())
def test_every_byte_keeps_the_rule_that_took_it(case: tuple[bytes, list[Edit], list[Edit]]) -> None:
    source, first, second = case
    taken = {at for change in first for at in range(change.start, change.end)}
    for change in compose(first, second, source):
        for at in range(change.start, change.end):
            assert change.rule == ("first" if at in taken else "second")


@given(st.data())
def test_three_passes_compose_step_by_step(data: st.DataObject) -> None:
    source, log = data.draw(one_pass())
    cleaned = apply(source, log)
    for _ in range(2):
        further = data.draw(edits_of(cleaned, "further"))
        log, cleaned = compose(log, further, source), apply(cleaned, further)
    assert apply(source, log) == cleaned
    assert restore(cleaned, log) == source


@pytest.mark.parametrize(
    ("first", "second", "composed"),
    [
        pytest.param([], [(2, 4, "")], [(2, 4, "")], id="nothing first"),
        pytest.param([(2, 4, "")], [], [(2, 4, "")], id="nothing then"),
        pytest.param([(2, 4, "")], [(4, 6, "")], [(2, 4, ""), (6, 8, "")], id="further down: shifted"),
        pytest.param([(6, 8, "")], [(2, 4, "")], [(2, 4, ""), (6, 8, "")], id="further up: as it is"),
        pytest.param([(4, 6, "")], [(2, 6, "")], [(2, 4, ""), (4, 6, ""), (6, 8, "")], id="around a removal"),
        pytest.param([(4, 6, "")], [(2, 6, "X")], [(2, 4, "X"), (4, 6, ""), (6, 8, "")], id="written once"),
        pytest.param([(4, 6, "abc")], [(5, 6, "")], [(4, 6, "ac")], id="inside what was written"),
        pytest.param([(4, 6, "abc")], [(3, 5, "X")], [(3, 4, "X"), (4, 6, "bc")], id="over its start"),
        pytest.param([(4, 6, "abc")], [(6, 8, "")], [(4, 6, "ab"), (6, 7, "")], id="over its end"),
        pytest.param([(4, 4, "abc")], [(4, 7, "")], [], id="an insertion taken back"),
        pytest.param([(4, 4, "abc")], [(4, 4, "X")], [(4, 4, "Xabc")], id="before an insertion"),
        pytest.param([(4, 4, "abc")], [(7, 7, "X")], [(4, 4, "abc"), (4, 4, "X")], id="behind an insertion"),
        pytest.param([(4, 6, "")], [(4, 4, "X")], [(4, 6, ""), (6, 6, "X")], id="an insertion where something went"),
        pytest.param([(4, 10, "")], [(4, 4, "X")], [(4, 10, ""), (10, 10, "X")], id="an insertion at the new end"),
    ],
)
def test_compose(
    first: list[tuple[int, int, str]], second: list[tuple[int, int, str]], composed: list[tuple[int, int, str]]
) -> None:
    source = b"0123456789"
    log = [edit(source, *span) for span in first]
    further = [edit(apply(source, log), *span) for span in second]
    assert [(change.start, change.end, change.replacement) for change in compose(log, further, source)] == composed


def test_bytes_that_are_no_utf_8_are_removed_and_restored() -> None:
    source = b"a\xff\xfeb"
    edits = [edit(source, 1, 3)]
    assert edits[0].removed == "\udcff\udcfe"
    assert apply(source, edits) == b"ab"
    assert restore(b"ab", edits) == source


KEEP = Ruling(0, True, "site/otter/text", "because")
DROP = Ruling(0, False, "menu", "because")


@pytest.mark.parametrize(("first", "second"), [(KEEP, DROP), (DROP, KEEP)], ids=["keep", "drop"])
def test_first_ruling_on_a_block_stands(first: Ruling, second: Ruling) -> None:
    docket = Docket()
    docket.enter(first)
    docket.enter(second)
    assert docket.rulings == {0: first}
    assert docket.keeps(0) is first.keep
    assert docket.drops(0) is not first.keep


def test_a_block_without_a_ruling_is_neither_kept_nor_dropped() -> None:
    docket = Docket()
    assert not docket.keeps(0)
    assert not docket.drops(0)


def test_first_fact_of_a_key_stands() -> None:
    docket = Docket()
    docket.enter(Fact("author", "Mia", "byline", "why"))
    docket.enter(Fact("author", "Bo", "byline", "why"))
    docket.enter(Fact("date", "2024-01-02", "byline", "why"))
    assert {key: fact.value for key, fact in docket.facts.items()} == {"author": "Mia", "date": "2024-01-02"}


def test_all_trims_are_taken_down() -> None:
    docket = Docket()
    trims = [Trim(0, 3, 5, "", "icon-image", "why"), Trim(0, 1, 2, "", "icon-image", "why")]
    for trim in trims:
        docket.enter(trim)
    assert docket.trims == trims


def test_a_withdrawn_rule_is_forgotten_and_the_others_stand() -> None:
    docket = Docket()
    other = Ruling(2, False, "share", "because")
    keep = Ruling(1, True, "site/otter/text", "because")
    for ruling in (DROP, keep, other):
        docket.enter(ruling)
    docket.withdraw(DROP.rule)
    assert docket.rulings == {1: keep, 2: other}


def test_a_rule_that_never_ruled_takes_nothing_back() -> None:
    docket = Docket()
    docket.enter(DROP)
    docket.withdraw("another")
    assert docket.drops(0)


class TestOverrule:
    def test_rulings_are_taken_back_and_those_on_other_blocks_stand(self) -> None:
        docket = Docket()
        other = Ruling(2, False, DROP.rule, "because")
        for ruling in (DROP, KEEP._replace(block=1), other):
            docket.enter(ruling)
        docket.overrule([0])
        assert docket.rulings == {1: KEEP._replace(block=1), 2: other}
        assert docket.dropped == {2}
        assert docket.withdrawn == [DROP.rule]

    def test_each_rule_is_remembered_once_in_order(self) -> None:
        docket = Docket()
        for block, rule in enumerate(["share", "menu", "share", "tags"]):
            docket.enter(Ruling(block, False, rule, "because"))
        docket.overrule([0, 1, 2])
        docket.overrule([3])
        assert docket.withdrawn == ["share", "menu", "tags"]
        assert docket.rulings == {}

    def test_a_rule_that_was_withdrawn_before_is_not_named_again(self) -> None:
        docket = Docket()
        docket.withdraw("menu")
        docket.enter(DROP)
        docket.overrule([0])
        assert docket.withdrawn == ["menu"]

    def test_another_may_rule_on_the_block_then(self) -> None:
        docket = Docket()
        docket.enter(DROP)
        docket.overrule([0])
        docket.enter(KEEP)
        assert docket.keeps(0)

    def test_of_no_blocks_nothing(self) -> None:
        docket = Docket()
        docket.enter(DROP)
        docket.overrule([])
        assert (docket.rulings, docket.withdrawn) == ({0: DROP}, [])
