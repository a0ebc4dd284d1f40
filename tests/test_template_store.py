"""Templates on disk: what a file looks like, that it says the same when it is read, and what is wrong with it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import ConfigError
from cleaner.judges.template import store
from cleaner.judges.template.memory import Memory, Node, Remembered, packed
from cleaner.judges.template.template import Template, learned
from tests.sites import MENU, furnished, memory_of, remembered

SITE = "otter.example"

Record = dict[str, object]

HEAD: Record = {
    "template": 1,
    "site": SITE,
    "pages": 3,
    "seen": 3,
    "first": "",
    "last": "2024-01-02",
    "share": 0.25,
    "borrowed": ["news.otter.example"],
}
PLACE: Record = {"pages": 2, "of": 3, "place": "div.side > ul.links"}
LINE: Record = {"pages": 3, "line": "front page", "sample": "* [Front page](/)"}
LINK: Record = {"pages": 2, "link": "/"}
KNOWN: Record = {"known": "otter.example/a"}

MEMORY: Record = {"memory": 1, "first": "", "last": "2024-01-02"}
PAGE: Record = {"page": "otter.example/a", "date": "2024-01-02", "title": "otters return", "lines": ["Menu", "Text."]}

LINES = st.lists(
    st.text(st.characters(exclude_characters="\n"), min_size=1).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.binary(min_size=1).map(lambda line: line.replace(b"\n", b" "))
    | st.sampled_from([*(line.encode() for line in MENU), "a\u2028b".encode(), b'"', b"\\u0000", b"\xff\xfe", b"\x00"])
)
PAGES = st.lists(
    st.builds(
        packed,
        st.text(st.characters(exclude_categories=["Cs"])).map("otter.example/".__add__),
        st.sampled_from(["", "2024-01-02"]),
        st.text(st.characters(exclude_categories=["Cs"])),
        LINES,
    )
    | st.builds(
        lambda number, labels: packed(
            f"otter.example/{number}", "", "", [b"Menu"], [Node(at - 1, label, (0,)) for at, label in enumerate(labels)]
        ),
        st.integers(0, 9),
        st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4),
    ),
    max_size=6,
)


def lay(folder: Path, *records: object) -> Path:
    """A template's file with these records, one a line; a string stands as it is."""
    path = store.path_of(folder, SITE)
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records), "utf-8")
    return path


def lay_memory(folder: Path, *records: object) -> Path:
    """The file of its pages, with these records."""
    path = store.memory_path_of(folder, SITE)
    path.parent.mkdir()
    text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in records)
    path.write_bytes(gzip.compress(text.encode()))
    return path


def error_of(load: Callable[[Path, str], object], folder: Path) -> ConfigError:
    with pytest.raises(ConfigError) as error:
        load(folder, SITE)
    return error.value


def without(record: Record, key: str) -> Record:
    return {name: value for name, value in record.items() if name != key}


def example() -> tuple[Template, Memory]:
    memory = memory_of(remembered(number, furnished(number), "2024-05-06") for number in range(4))
    return learned(SITE, memory), memory


class TestFile:
    def test_is_read_by_people(self, tmp_path: Path) -> None:
        pages = [remembered(number, ["* [Hafen “Süd”](/süd)", f"{number} Otter"], "2024-05-06") for number in range(3)]
        memory = memory_of(pages)
        store.write(tmp_path, learned(SITE, memory), memory)
        head, *lines = (tmp_path / "otter.example.jsonl").read_text("utf-8").split("\n")
        assert head == (
            '{"template": 1, "site": "otter.example", "pages": 3, "seen": 3, "first": "2024-05-06", '
            '"last": "2024-05-06", "share": 1.0, "borrowed": []}'
        )
        assert lines[0] == '{"pages": 3, "line": "0 otter", "sample": "' + pages[_first(pages)].lines[1].decode() + '"}'
        assert lines[1] == '{"pages": 3, "line": "hafen “süd", "sample": "* [Hafen “Süd”](/süd)"}'
        assert lines[2] == '{"pages": 3, "link": "/süd"}'
        assert lines[3:] == [*(f'{{"known": "{page.address}"}}' for page in sorted(pages)), ""]

    def test_has_its_pages_beside_it(self, tmp_path: Path) -> None:
        store.write(tmp_path, *example())
        files = [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*")) if path.is_file()]
        assert files == ["otter.example.jsonl", "pages/otter.example.jsonl.gz"]
        assert store.sites_of(tmp_path) == [SITE]

    def test_of_its_pages_says_nothing_of_the_time_it_was_written(self, tmp_path: Path) -> None:
        store.write(tmp_path, *example())
        assert store.memory_path_of(tmp_path, SITE).read_bytes()[4:8] == bytes(4)  # RFC 1952: the time, or none

    def test_says_whether_it_changed(self, tmp_path: Path) -> None:
        template, memory = example()
        assert store.write(tmp_path, template, memory)
        before = store.path_of(tmp_path, SITE).stat().st_mtime_ns
        assert not store.write(tmp_path, template, memory)
        assert store.path_of(tmp_path, SITE).stat().st_mtime_ns == before

    def test_of_a_part_of_a_host(self, tmp_path: Path) -> None:
        template = learned("code.example/joan/otters", Memory())
        store.write(tmp_path, template, Memory())
        assert store.sites_of(tmp_path) == ["code.example/joan/otters"]
        assert store.load(tmp_path, "code.example/joan/otters") == template

    def test_a_folder_without_templates_has_no_sites(self, tmp_path: Path) -> None:
        (tmp_path / "hosts.toml").touch()
        (tmp_path / "README.md").touch()
        (tmp_path / "pages").mkdir()
        assert store.sites_of(tmp_path) == []


def _first(pages: list[Remembered]) -> int:
    """The page whose lines are shown as samples."""
    return min(range(len(pages)), key=lambda number: pages[number].rank)


class TestWhatWasWritten:
    def test_is_read(self, tmp_path: Path) -> None:
        template, memory = example()
        store.write(tmp_path, template, memory)
        assert store.load_memory(tmp_path, SITE) == memory
        loaded = store.load(tmp_path, SITE)
        assert loaded.share == pytest.approx(template.share, abs=0.0005)
        assert store.dump(loaded) == store.dump(template)

    @given(PAGES)
    @settings(deadline=None)
    def test_is_read_whatever_the_text(self, pages: list[Remembered]) -> None:
        memory = memory_of(pages)
        template = learned(SITE, memory)
        with TemporaryDirectory() as name:
            folder = Path(name)
            store.write(folder, template, memory)
            assert store.load_memory(folder, SITE) == memory
            loaded = store.load(folder, SITE)
            assert (loaded.lines, loaded.links, loaded.known) == (template.lines, template.links, template.known)
            assert list(loaded.lines) == list(template.lines)
            assert loaded.places == template.places
            assert not store.write(folder, loaded, memory)

    def test_with_the_whole_of_a_file(self, tmp_path: Path) -> None:
        lay(tmp_path, HEAD, LINE, LINK, PLACE, KNOWN)
        template = store.load(tmp_path, SITE)
        assert (template.site, template.pages, template.seen, template.share) == (SITE, 3, 3, 0.25)
        assert (template.first, template.last, template.borrowed) == ("", "2024-01-02", ("news.otter.example",))
        assert template.lines == {"front page": (3, "* [Front page](/)")}
        assert template.links == {"/": 2}
        assert template.places == {"div.side > ul.links": (2, 3)}
        assert template.known == {"otter.example/a"}

    def test_blank_lines_in_between_do_no_harm(self, tmp_path: Path) -> None:
        lay(tmp_path, HEAD, "", LINE, "  ", KNOWN, "")
        assert store.load(tmp_path, SITE).lines

    def test_an_address_of_broken_text_is_written(self, tmp_path: Path) -> None:
        memory = memory_of([packed("otter.example/\udcff", "", "", [b"text"])])
        store.write(tmp_path, learned(SITE, memory), memory)
        assert store.load_memory(tmp_path, SITE) == memory


WRONG: list[tuple[Record, str, object]] = [
    (HEAD, "site", 1),
    (HEAD, "pages", "3"),
    (HEAD, "pages", -1),
    (HEAD, "pages", 1.5),
    (HEAD, "pages", True),
    (HEAD, "seen", None),
    (HEAD, "first", 20240102),
    (HEAD, "last", ["2024"]),
    (HEAD, "share", "0.5"),
    (HEAD, "share", 1.5),
    (HEAD, "share", float("nan")),
    (HEAD, "borrowed", "news.otter.example"),
    (HEAD, "borrowed", [1]),
    (LINE, "pages", "3"),
    (LINE, "line", 3),
    (LINE, "sample", None),
    (LINK, "pages", -2),
    (LINK, "link", {}),
    (KNOWN, "known", 1),
    (PLACE, "pages", "2"),
    (PLACE, "of", None),
    (PLACE, "place", 1),
]


class TestMistakesInATemplate:
    @pytest.mark.parametrize(
        ("record", "key", "value"), WRONG, ids=[f"{key} is {json.dumps(value)}" for _, key, value in WRONG]
    )
    def test_a_value_of_a_wrong_type(self, tmp_path: Path, record: Record, key: str, value: object) -> None:
        wrong = {**record, key: value}
        path = lay(tmp_path, *([wrong] if record is HEAD else [HEAD, LINE, wrong]))
        error = error_of(store.load, tmp_path)
        assert (error.where, error.key) == (f"{path}:{1 if record is HEAD else 3}", key)
        assert "must be" in error.problem

    @pytest.mark.parametrize("key", [key for key in HEAD if key != "template"])
    def test_a_key_that_is_missing_in_the_head(self, tmp_path: Path, key: str) -> None:
        path = lay(tmp_path, without(HEAD, key))
        error = error_of(store.load, tmp_path)
        assert (error.where, error.key) == (f"{path}:1", key)

    @pytest.mark.parametrize(("record", "key"), [(LINE, "pages"), (LINE, "sample"), (LINK, "pages"), (PLACE, "of")])
    def test_a_key_that_is_missing(self, tmp_path: Path, record: Record, key: str) -> None:
        path = lay(tmp_path, HEAD, without(record, key))
        error = error_of(store.load, tmp_path)
        assert (error.where, error.key) == (f"{path}:2", key)

    @pytest.mark.parametrize("record", [HEAD, LINE, LINK, KNOWN, PLACE], ids=["head", "line", "link", "known", "place"])
    def test_an_unknown_key(self, tmp_path: Path, record: Record) -> None:
        wrong = {**record, "titl": 1}
        path = lay(tmp_path, *([wrong] if record is HEAD else [HEAD, "", wrong]))
        error = error_of(store.load, tmp_path)
        assert (error.where, error.key) == (f"{path}:{1 if record is HEAD else 3}", "titl")
        assert "unknown key; known are" in error.problem

    @pytest.mark.parametrize(
        "head", [{**HEAD, "template": 2}, {**HEAD, "template": "1"}, without(HEAD, "template"), LINE]
    )
    def test_another_version(self, tmp_path: Path, head: Record) -> None:
        path = lay(tmp_path, head)
        error = error_of(store.load, tmp_path)
        assert (error.where, error.key) == (f"{path}:1", "template")
        assert "version 1" in error.problem

    @pytest.mark.parametrize("line", ["{", "[1", '{"pages": 1}}', "otter", '{"pages": ' + "9" * 5_000 + "}"])
    def test_a_line_that_is_no_json(self, tmp_path: Path, line: str) -> None:
        path = lay(tmp_path, HEAD, line)
        error = error_of(store.load, tmp_path)
        assert (error.where, error.key) == (f"{path}:2", "")
        assert "not valid JSON" in error.problem

    @pytest.mark.parametrize("line", ["[]", "1", "null", '"otter"'])
    def test_a_line_that_is_no_object(self, tmp_path: Path, line: str) -> None:
        path = lay(tmp_path, HEAD, line)
        error = error_of(store.load, tmp_path)
        assert (error.where, error.problem) == (f"{path}:2", "this must be a JSON object")

    @pytest.mark.parametrize("text", ["", "\n", "\n\n"], ids=["nothing", "a blank line", "blank lines"])
    def test_an_empty_file(self, tmp_path: Path, text: str) -> None:
        path = store.path_of(tmp_path, SITE)
        path.write_text(text)
        error = error_of(store.load, tmp_path)
        assert error.where == str(path)
        assert "the file is empty" in error.problem

    def test_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        path = store.path_of(tmp_path, SITE)
        path.write_bytes(b'{"template": 1, "site": "\xff"}\n')
        assert error_of(store.load, tmp_path).where == f"{path}:1"

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        error = error_of(store.load, tmp_path)
        assert error.where == str(store.path_of(tmp_path, SITE))
        assert "cannot be read" in error.problem

    def test_a_line_that_nests_without_end(self, tmp_path: Path) -> None:
        path = lay(tmp_path, HEAD, "[" * 200_000)
        assert error_of(store.load, tmp_path).where == f"{path}:2"

    @pytest.mark.parametrize("key", ["template", "share"])
    def test_true_is_no_number(self, tmp_path: Path, key: str) -> None:
        lay(tmp_path, {**HEAD, key: True})
        assert error_of(store.load, tmp_path).key == key

    def test_a_line_on_more_pages_than_there_are(self, tmp_path: Path) -> None:
        path = lay(tmp_path, {**HEAD, "pages": 0}, LINE)
        error = error_of(store.load, tmp_path)
        assert (error.where, error.key) == (f"{path}:2", "pages")

    def test_a_place_on_more_pages_than_have_it(self, tmp_path: Path) -> None:
        path = lay(tmp_path, HEAD, {**PLACE, "pages": 3, "of": 2})
        error = error_of(store.load, tmp_path)
        assert (error.where, error.key) == (f"{path}:2", "pages")


class TestMistakesInThePages:
    def test_the_whole_of_a_file(self, tmp_path: Path) -> None:
        lay_memory(tmp_path, MEMORY, PAGE)
        memory = store.load_memory(tmp_path, SITE)
        assert (memory.first, memory.last) == ("2024-01-02", "2024-01-02")
        assert [page.lines for page in memory] == [[b"Menu", b"Text."]]
        assert [page.nodes for page in memory] == [[]]

    def test_the_elements_of_a_page_of_html(self, tmp_path: Path) -> None:
        lay_memory(tmp_path, MEMORY, {**PAGE, "nodes": [[-1, "div.side", []], [0, "ul.links", [0, 1]]]})
        (page,) = store.load_memory(tmp_path, SITE)
        assert page.nodes == [(-1, "div.side", ()), (0, "ul.links", (0, 1))]

    @pytest.mark.parametrize(
        "nodes",
        [
            pytest.param({}, id="no list"),
            pytest.param(["div"], id="no element"),
            pytest.param([[-1, "div"]], id="an element without lines"),
            pytest.param([[0, "div", []]], id="an element in itself"),
            pytest.param([[True, "div", []]], id="true is no number"),
            pytest.param([[-1, 3, []]], id="a label that is none"),
            pytest.param([[-1, "div", [2]]], id="a line that is not there"),
            pytest.param([[-1, "div", [True]]], id="a line that is no number"),
        ],
    )
    def test_elements_that_are_none(self, tmp_path: Path, nodes: object) -> None:
        path = lay_memory(tmp_path, MEMORY, {**PAGE, "nodes": nodes})
        error = error_of(store.load_memory, tmp_path)
        assert (error.where, error.key) == (f"{path}:2", "nodes")

    @pytest.mark.parametrize(
        ("record", "key", "value"),
        [
            (MEMORY, "first", 1),
            (MEMORY, "last", None),
            (PAGE, "page", 1),
            (PAGE, "date", 1),
            (PAGE, "title", []),
            (PAGE, "lines", "Menu"),
            (PAGE, "lines", [1]),
        ],
    )
    def test_a_value_of_a_wrong_type(self, tmp_path: Path, record: Record, key: str, value: object) -> None:
        wrong = {**record, key: value}
        path = lay_memory(tmp_path, *([wrong] if record is MEMORY else [MEMORY, PAGE, wrong]))
        error = error_of(store.load_memory, tmp_path)
        assert (error.where, error.key) == (f"{path}:{1 if record is MEMORY else 3}", key)

    @pytest.mark.parametrize("record", [MEMORY, PAGE], ids=["head", "page"])
    def test_an_unknown_key(self, tmp_path: Path, record: Record) -> None:
        wrong = {**record, "titl": 1}
        path = lay_memory(tmp_path, *([wrong] if record is MEMORY else [MEMORY, wrong]))
        error = error_of(store.load_memory, tmp_path)
        assert (error.where, error.key) == (f"{path}:{1 if record is MEMORY else 2}", "titl")

    @pytest.mark.parametrize("key", list(PAGE))
    def test_a_key_that_is_missing(self, tmp_path: Path, key: str) -> None:
        path = lay_memory(tmp_path, MEMORY, without(PAGE, key))
        error = error_of(store.load_memory, tmp_path)
        assert (error.where, error.key) == (f"{path}:2", key)

    def test_another_version(self, tmp_path: Path) -> None:
        path = lay_memory(tmp_path, {**MEMORY, "memory": 2})
        error = error_of(store.load_memory, tmp_path)
        assert (error.where, error.key) == (f"{path}:1", "memory")

    def test_an_empty_file(self, tmp_path: Path) -> None:
        path = lay_memory(tmp_path)
        error = error_of(store.load_memory, tmp_path)
        assert (error.where, error.key) == (str(path), "")
        assert "the file is empty" in error.problem

    @pytest.mark.parametrize(
        "broken",
        [
            pytest.param(lambda data: data[:-9], id="cut"),
            pytest.param(lambda data: data[:5], id="cut in its head"),
            pytest.param(lambda data: data[:30] + b"\x00" + data[31:], id="a byte is wrong"),
            pytest.param(
                lambda data: data[:10] + b"\xff" + data[11:],
                id="its first block is none",
            ),
            pytest.param(lambda _: b"{}\n", id="not packed"),
        ],
    )
    def test_a_broken_file(self, tmp_path: Path, broken: Callable[[bytes], bytes]) -> None:
        path = lay_memory(tmp_path, MEMORY, PAGE)
        path.write_bytes(broken(path.read_bytes()))
        error = error_of(store.load_memory, tmp_path)
        assert (error.where, error.key) == (str(path), "")
        assert "no gzip file" in error.problem

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        error = error_of(store.load_memory, tmp_path)
        assert error.where == str(store.memory_path_of(tmp_path, SITE))
        assert "it holds the pages that otter.example.jsonl was learned from" in error.problem


def test_records_in_any_order_say_the_same(tmp_path: Path) -> None:
    def loaded(records: Iterable[object]) -> Template:
        lay(tmp_path, HEAD, *records)
        return store.load(tmp_path, SITE)

    assert loaded([LINE, LINK, KNOWN]) == loaded([KNOWN, LINK, LINE])
