"""Which pages are of one site, and the file that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import ConfigError
from cleaner.judges.template.hosts import Hosts, built_in, load
from cleaner.judges.template.store import path_of

HOSTS = Hosts(
    join={"old.otter.example": "otter.example", "go.heron.example": "reeds.example"},
    split={"reeds.example": 1, "code.example": 2},
)


def written(folder: Path, text: str) -> Path:
    path = folder / "hosts.toml"
    path.write_text(text, "utf-8")
    return path


class TestNames:
    @pytest.mark.parametrize(
        ("url", "names"),
        [
            pytest.param("https://otter.example/news/a", ["otter.example"], id="a host"),
            pytest.param("https://www.otter.example/", ["otter.example"], id="www"),
            pytest.param("https://OTTER.Example/", ["otter.example"], id="upper case"),
            pytest.param("https://joan:secret@otter.example:8080/", ["otter.example"], id="port and credentials"),
            pytest.param("https://otter.example./", ["otter.example"], id="dot at the end"),
            pytest.param("https://news.otter.example/", ["news.otter.example"], id="a host below another is its own"),
            pytest.param("https://otter.example.com/", ["otter.example.com"], id="a host that begins like another"),
            pytest.param("https://old.otter.example/a", ["otter.example"], id="joined"),
            pytest.param("https://www.old.otter.example/a", ["otter.example"], id="joined, with www"),
            pytest.param("https://reeds.example/@joan/a", ["reeds.example/@joan", "reeds.example"], id="split"),
            pytest.param("https://reeds.example//@joan?x=/y", ["reeds.example/@joan", "reeds.example"], id="slashes"),
            pytest.param(
                "https://code.example/joan/otters/x", ["code.example/joan/otters", "code.example"], id="by two"
            ),
            pytest.param("https://code.example/joan", ["code.example"], id="split, with too short a path"),
            pytest.param(
                "https://go.heron.example/@bo", ["reeds.example/@bo", "reeds.example"], id="joined, then split"
            ),
            pytest.param("https://reeds.example/" + "x" * 300, ["reeds.example"], id="a part too long for a name"),
            pytest.param("https://" + "x" * 300 + ".example/", [], id="a host too long for a name"),
            pytest.param("/news/a", [], id="no host"),
            pytest.param("otter.example/news", [], id="no scheme"),
            pytest.param("https://[otter/", [], id="no address"),
            pytest.param("file:///etc/passwd", [], id="a file"),
            pytest.param("", [], id="nothing"),
        ],
    )
    def test_of_an_address(self, url: str, names: list[str]) -> None:
        assert list(HOSTS.names(url)) == names

    @given(st.text())
    def test_of_any_text_are_none_or_hosts(self, text: str) -> None:
        for name in (
            *HOSTS.names(text),
            *HOSTS.names(f"https://{text}/"),
            *HOSTS.names(f"https://reeds.example/{text}"),
        ):
            assert 0 < len(name) <= 200


class TestFileName:
    @pytest.mark.parametrize(
        "url",
        [
            pytest.param("https://../../x", id="host of dots"),
            pytest.param("https://reeds.example/../../etc", id="dots in a path"),
            pytest.param("https://reeds.example/..%2F..%2Fetc", id="slashes in disguise"),
            pytest.param("https://reeds.example/..\\..\\etc", id="backslashes"),
            pytest.param("https://code.example/./..", id="dots alone"),
            pytest.param("https://~root/", id="home of a user"),
            pytest.param("https://c:/windows", id="drive"),
            pytest.param("https://a\x00b.example/", id="zero byte"),
            pytest.param("https://reeds.example/a\nb", id="line ending"),
            pytest.param("https://*?<>|.example/", id="shell patterns"),
            pytest.param("https://müllerförde.example/", id="IDN"),
        ],
    )
    def test_never_leaves_the_folder(self, tmp_path: Path, url: str) -> None:
        for name in HOSTS.names(url):
            path = path_of(tmp_path, name)
            assert path.parent == tmp_path
            assert path.resolve() == path
            assert set(path.name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@~%")

    @given(st.text(), st.text())
    def test_of_two_sites_are_two(self, one: str, other: str) -> None:
        names = [
            HOSTS.names(f"https://reeds.example/{text.encode('utf-8', 'ignore').decode()}") for text in (one, other)
        ]
        paths = {path_of(Path(), name) for name in (*names[0], *names[1])}
        assert len(paths) == len({*names[0], *names[1]})

    @pytest.mark.parametrize(
        "url", ["https://" + "ü" * 100 + ".example/", "https://reeds.example/" + "港" * 100], ids=["host", "path"]
    )
    def test_is_no_longer_than_disks_take(self, url: str) -> None:
        assert all(len(path_of(Path(), name).name) <= 255 for name in HOSTS.names(url))


class TestFile:
    def test_a_whole_file(self, tmp_path: Path) -> None:
        text = '[join]\n"www.old.otter.example" = "Otter.example"\n[split]\n"WWW.Reeds.example" = 1\n'
        assert load(written(tmp_path, text)) == Hosts({"old.otter.example": "otter.example"}, {"reeds.example": 1})

    def test_an_empty_file(self, tmp_path: Path) -> None:
        assert load(written(tmp_path, "")) == Hosts()

    @pytest.mark.parametrize(
        ("text", "key", "problem"),
        [
            pytest.param('[joined]\na = "b"\n', "joined", "known are join, split", id="unknown key"),
            pytest.param("split = 2\n", "split", r"write \[split\]", id="no table"),
            pytest.param(
                '[join]\n"a.example" = 1\n', "join.a.example", "must be the host", id="a host that is a number"
            ),
            pytest.param('[join]\n"a.example" = ""\n', "join.a.example", "must be the host", id="a host that is empty"),
            pytest.param('[split]\n"a.example" = "1"\n', "split.a.example", "must be a number", id="a depth in words"),
            pytest.param('[split]\n"a.example" = true\n', "split.a.example", "must be a number", id="a depth of true"),
            pytest.param('[split]\n"a.example" = 0\n', "split.a.example", "1 or more", id="a depth of nothing"),
            pytest.param("[join\n", "", "not valid TOML", id="no TOML"),
        ],
    )
    def test_a_mistake_is_an_error_that_says_where(self, tmp_path: Path, text: str, key: str, problem: str) -> None:
        path = written(tmp_path, text)
        with pytest.raises(ConfigError, match=problem) as error:
            load(path)
        assert (error.value.where, error.value.key) == (str(path), key)

    def test_bytes_that_are_no_text_are_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "hosts.toml"
        path.write_bytes(b"\xff\xfe\xff")
        with pytest.raises(ConfigError, match="not valid TOML"):
            load(path)

    def test_a_file_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="cannot be read"):
            load(tmp_path / "hosts.toml")

    def test_a_users_file_goes_before_the_built_in_one(self) -> None:
        own = Hosts({"a.example": "b.example", "go.heron.example": "heron.example"}, {"code.example": 1})
        both = own.over(HOSTS)
        assert both.join == {
            "a.example": "b.example",
            "go.heron.example": "heron.example",
            "old.otter.example": "otter.example",
        }
        assert both.split == {"reeds.example": 1, "code.example": 1}

    def test_the_built_in_hosts_are_read(self) -> None:
        assert built_in().names("https://www.github.com/joan/otters/issues") == ("github.com/joan/otters", "github.com")
        assert built_in().names("https://x.com/joan") == ("twitter.com",)
