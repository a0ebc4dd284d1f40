"""files.py: which pages are found, and that a file is written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import IO

import pytest

from cleaner import files
from cleaner.errors import InputError, OutputError, UsageError

PAGES = ("*.md", "*.txt")


def lay(folder: Path, *names: str) -> None:
    """Small files of these names below a folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"This is {name}.\n", "utf-8")


def found(*places: object, exclude: tuple[str, ...] = (), base: Path | None = None) -> list[str]:
    """Where the pages found stand below the folder or the pattern that named them."""
    return [one.relative.as_posix() for one in files.find(map(str, places), PAGES, exclude, base)]


@pytest.mark.parametrize(
    ("name", "clean"),
    [("a/page.html", "a/page.md"), ("page.MHT", "page.md"), ("feed.rss", "feed.md"), ("a.md", "a.md"), ("a", "a")],
)
def test_html_has_the_name_of_markdown_when_it_is_clean(name: str, clean: str) -> None:
    assert files.as_markdown(Path(name)) == Path(clean)


class TestFind:
    def test_a_folder_gives_its_pages_in_a_fixed_order_with_their_paths(self, tmp_path: Path) -> None:
        lay(tmp_path, "b/z.md", "b/a.txt", "a.md", "B.md", "c/d/e.md")
        assert found(tmp_path) == ["B.md", "a.md", "b/a.txt", "b/z.md", "c/d/e.md"]

    def test_of_a_folder_only_names_that_match_are_pages(self, tmp_path: Path) -> None:
        lay(tmp_path, "page.md", "page.html", "page.md.edits.jsonl", "md")
        assert found(tmp_path) == ["page.md"]

    def test_the_dump_of_a_page_of_html_is_no_page(self, tmp_path: Path) -> None:
        lay(tmp_path, "page.md", "page.md.dump.md")
        assert found(tmp_path) == ["page.md"]

    @pytest.mark.parametrize("place", ["", "**/*.txt"], ids=["folder", "pattern"])
    @pytest.mark.parametrize("saved", ["Otters_files", "Otters.files"])
    def test_the_parts_of_a_page_that_a_browser_saved_are_no_pages(
        self, tmp_path: Path, saved: str, place: str
    ) -> None:
        lay(tmp_path, "Otters.html", f"{saved}/frame.txt", f"{saved}/deep/frame.txt", "Seals_files/page.txt")
        assert found(f"{tmp_path}/{place}") == ["Seals_files/page.txt"]

    def test_hidden_files_and_folders_of_a_folder_are_no_pages(self, tmp_path: Path) -> None:
        lay(tmp_path, "page.md", ".page.md", ".git/page.md")
        assert found(tmp_path) == ["page.md"]

    @pytest.mark.parametrize("name", ["page.dump", ".page.md", "[draft].md"])
    def test_a_file_that_is_named_is_a_page_whatever_its_name(self, tmp_path: Path, name: str) -> None:
        lay(tmp_path, name)
        assert found(tmp_path / name) == [name]

    def test_no_page_is_found_twice(self, tmp_path: Path) -> None:
        lay(tmp_path, "a/page.md", "b.md")
        assert found(tmp_path / "b.md", tmp_path / "a", tmp_path, tmp_path / "*.md") == ["b.md", "page.md"]

    @pytest.mark.parametrize("place", ["nowhere.md", "nowhere/", "*.mdx"], ids=["file", "folder", "pattern"])
    def test_a_place_that_is_not_there_is_an_error_that_names_it(self, tmp_path: Path, place: str) -> None:
        with pytest.raises(UsageError, match="no such file or folder") as error:
            found(f"{tmp_path}/{place}")
        assert place in str(error.value)

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            pytest.param("*.md", ["a.md", "b.md"], id="names"),
            pytest.param("?.md", ["a.md", "b.md"], id="one character"),
            pytest.param("**/*.md", ["a.md", "b.md", "c/d.md", "c/e/f.md"], id="all folders below"),
            pytest.param("c/*/*.md", ["e/f.md"], id="paths count from the first star"),
            pytest.param("*/d.md", ["c/d.md"], id="a folder of any name"),
            pytest.param("c*", ["c/d.md", "c/e/f.md"], id="a folder that matches is searched"),
        ],
    )
    def test_a_pattern_gives_what_it_matches_with_its_structure(
        self, tmp_path: Path, pattern: str, expected: list[str]
    ) -> None:
        lay(tmp_path, "a.md", "b.md", "c/d.md", "c/e/f.md", "c/e/g.html")
        assert found(tmp_path / pattern) == expected

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            pytest.param("README.md", ["page.md", "drafts/a.md", "drafts/deep/b.md"], id="a name, anywhere"),
            pytest.param("drafts/a.md", ["README.md", "page.md", "drafts/deep/b.md"], id="a path"),
            pytest.param("drafts", ["README.md", "page.md"], id="a folder"),
            pytest.param("drafts/", ["README.md", "page.md"], id="a folder with its slash"),
            pytest.param("drafts/deep", ["README.md", "page.md", "drafts/a.md"], id="a folder in a folder"),
            pytest.param("*.md", [], id="a pattern"),
            pytest.param("raft", ["README.md", "page.md", "drafts/a.md", "drafts/deep/b.md"], id="no part of a name"),
        ],
    )
    def test_what_is_excluded_is_left_out(self, tmp_path: Path, pattern: str, expected: list[str]) -> None:
        lay(tmp_path, "README.md", "page.md", "drafts/a.md", "drafts/deep/b.md")
        assert found(tmp_path, exclude=(pattern,), base=tmp_path) == expected

    def test_a_file_that_is_named_can_be_excluded_too(self, tmp_path: Path) -> None:
        lay(tmp_path, "README.md")
        assert found(tmp_path / "README.md", exclude=("README.md",)) == []

    def test_links_inside_a_folder_are_pages_and_links_out_of_it_are_not(self, tmp_path: Path) -> None:
        lay(tmp_path, "in/page.md", "out/secret.md")
        (tmp_path / "in" / "again.md").symlink_to("page.md")
        (tmp_path / "in" / "leak.md").symlink_to(tmp_path / "out" / "secret.md")
        (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
        assert found(tmp_path / "in") == ["again.md", "page.md"]
        assert found(tmp_path / "in" / "**" / "*.md") == ["again.md", "page.md"]
        assert found(tmp_path / "in" / "*") == ["again.md", "page.md"]

    def test_a_folder_that_links_to_itself_ends(self, tmp_path: Path) -> None:
        lay(tmp_path, "a/page.md")
        (tmp_path / "a" / "loop").symlink_to(tmp_path)
        assert found(tmp_path) == ["a/page.md"]
        assert found(tmp_path / "**" / "*.md") == ["a/page.md"]

    def test_pipes_in_a_folder_are_no_pages(self, tmp_path: Path) -> None:
        lay(tmp_path, "page.md")
        os.mkfifo(tmp_path / "pipe.md")
        assert found(tmp_path) == ["page.md"]

    @pytest.mark.parametrize("target", ["loop.md", "gone.md"], ids=["to itself", "to nothing"])
    def test_a_link_that_leads_nowhere_is_found_and_cannot_be_read(self, tmp_path: Path, target: str) -> None:
        link = tmp_path / "loop.md"
        link.symlink_to(target)
        assert found(tmp_path) == found(link) == ["loop.md"]
        with pytest.raises(InputError, match=r"loop\.md: cannot be read: "):
            files.read(link)

    def test_a_folder_that_cannot_be_listed_is_found_and_cannot_be_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lay(tmp_path, "a.md", "locked/b.md", "z.md")
        scandir = os.scandir

        def refusing(path: str) -> os._ScandirIterator[str]:
            if str(path).endswith("locked"):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refusing)
        assert found(tmp_path) == ["a.md", "z.md", "locked"]
        with pytest.raises(InputError, match="locked: cannot be read: "):
            files.read(tmp_path / "locked")


class TestRead:
    def test_bytes_come_as_they_are(self, tmp_path: Path) -> None:
        data = b"\xef\xbb\xbfone\r\ntwo\x00\xff"
        (tmp_path / "page.md").write_bytes(data)
        assert files.read(tmp_path / "page.md") == data

    def test_what_cannot_be_read_is_an_error_with_name_and_reason(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"gone\.md: cannot be read: No such file"):
            files.read(tmp_path / "gone.md")
        with pytest.raises(InputError, match="cannot be read: Is a directory"):
            files.read(tmp_path)

    def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "LARGEST", 100)
        page = tmp_path / "page.md"
        page.write_bytes(b"x" * 100)
        assert len(files.read(page)) == 100
        page.write_bytes(b"x" * 101)
        with pytest.raises(InputError, match=r"page\.md: larger than"):
            files.read(page)


def broken_disk(number: int) -> Callable[..., IO[bytes]]:
    """An os.fdopen whose file takes half of what is written and then fails."""
    fdopen = os.fdopen

    def opened(descriptor: int, mode: str) -> IO[bytes]:
        file: IO[bytes] = fdopen(descriptor, mode, 0)
        write = file.write

        class Full:
            def __enter__(self) -> Full:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()

            def write(self, data: bytes) -> int:
                write(data[: len(data) // 2])
                raise OSError(number, os.strerror(number))

        return Full()  # type: ignore[return-value]

    return opened


def failing(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


class TestWrite:
    def test_folders_are_made(self, tmp_path: Path) -> None:
        assert files.write(tmp_path / "a" / "b" / "page.md", b"new")
        assert (tmp_path / "a" / "b" / "page.md").read_bytes() == b"new"

    def test_a_file_that_holds_these_bytes_is_left_untouched(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_bytes(b"same")
        os.utime(page, ns=(1, 1))
        before = page.stat()
        assert not files.write(page, b"same")
        assert (page.stat().st_ino, page.stat().st_mtime_ns) == (before.st_ino, 1)

    def test_a_file_of_the_same_length_is_written(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_bytes(b"same")
        assert files.write(page, b"some")
        assert page.read_bytes() == b"some"

    @pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o444, 0o755], ids=oct)
    def test_permissions_stay(self, tmp_path: Path, mode: int) -> None:
        page = tmp_path / "page.md"
        page.write_bytes(b"old")
        page.chmod(mode)
        files.write(page, b"new")
        assert page.stat().st_mode & 0o7777 == mode

    def test_a_new_file_has_the_permissions_of_any_new_file(self, tmp_path: Path) -> None:
        (tmp_path / "usual").write_bytes(b"")
        files.write(tmp_path / "page.md", b"new")
        assert (tmp_path / "page.md").stat().st_mode == (tmp_path / "usual").stat().st_mode

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
    def test_the_owner_stays(self, tmp_path: Path) -> None:
        page = tmp_path / "page.md"
        page.write_bytes(b"old")
        os.chown(page, 12, 34)
        files.write(page, b"new")
        assert (page.stat().st_uid, page.stat().st_gid) == (12, 34)

    def test_a_link_stays_a_link_and_its_target_is_written(self, tmp_path: Path) -> None:
        lay(tmp_path, "elsewhere/page.md")
        link = tmp_path / "link.md"
        link.symlink_to("elsewhere/page.md")
        files.write(link, b"new")
        assert link.is_symlink()
        assert (tmp_path / "elsewhere" / "page.md").read_bytes() == b"new"

    def test_the_longest_names_can_be_written(self, tmp_path: Path) -> None:
        page = tmp_path / ("港" * 84 + ".md")  # 255 bytes, the most that file systems take
        assert files.write(page, b"new")
        assert page.read_bytes() == b"new"

    @pytest.mark.parametrize("exists", [True, False], ids=["over a file", "as a new file"])
    @pytest.mark.parametrize(
        ("call", "reason"),
        [
            pytest.param(("fdopen", broken_disk(errno.ENOSPC)), "No space left on device", id="disk full"),
            pytest.param(("fdopen", broken_disk(errno.EIO)), "Input/output error", id="disk broken"),
            pytest.param(("replace", failing), "Input/output error", id="cannot take its place"),
            pytest.param(("chmod", failing), "Input/output error", id="cannot have its permissions"),
        ],
    )
    def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        *,
        call: tuple[str, Callable[..., object]],
        reason: str,
        exists: bool,
    ) -> None:
        if call[0] == "chmod" and not exists:
            pytest.skip("a new file has the permissions it is made with")
        page = tmp_path / "page.md"
        if exists:
            page.write_bytes(b"old")
        with monkeypatch.context() as patch:
            patch.setattr(os, *call)
            with pytest.raises(OutputError, match=rf"page\.md: cannot be written: {reason}"):
                files.write(page, b"new bytes")
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({"page.md": b"old"} if exists else {})

    def test_a_stream_that_is_broken_off_leaves_the_old_file_and_nothing_else(self, tmp_path: Path) -> None:
        page = tmp_path / "all.jsonl"
        page.write_bytes(b"old")

        def broken_off() -> None:
            with files.writing(page) as file:
                file.write(b"half of it")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            broken_off()
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"all.jsonl": b"old"}

    def test_a_folder_is_no_place_for_a_page(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        with pytest.raises(OutputError, match="folder: cannot be written: "):
            files.write(tmp_path / "folder", b"new")
        assert [path.name for path in tmp_path.iterdir()] == ["folder"]


class TestInside:
    @pytest.mark.parametrize("path", ["page.md", "a/page.md", "link/page.md"])
    def test_paths_below_the_folder_pass(self, tmp_path: Path, path: str) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "link").symlink_to("a")
        files.inside(tmp_path, tmp_path / path)

    @pytest.mark.parametrize("path", ["../page.md", "a/../../page.md", "link/page.md", "link.md"])
    def test_paths_that_lead_out_are_refused_by_name(self, tmp_path: Path, path: str) -> None:
        lay(tmp_path, "outside/page.md", "folder/a/page.md")
        (tmp_path / "folder" / "link").symlink_to(tmp_path / "outside")
        (tmp_path / "folder" / "link.md").symlink_to(tmp_path / "outside" / "page.md")
        with pytest.raises(OutputError, match="leads out of the output folder") as error:
            files.inside(tmp_path / "folder", tmp_path / "folder" / path)
        assert path in str(error.value)


def test_removing_a_file_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    lay(tmp_path, "page.md")
    files.remove(tmp_path / "page.md")
    files.remove(tmp_path / "page.md")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_removed_is_an_error_with_name_and_reason(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be removed: "):
        files.remove(tmp_path)


class TestLocked:
    def test_who_comes_second_waits(self, tmp_path: Path) -> None:
        held, order = Event(), []

        def second() -> None:
            held.wait()
            with files.locked(tmp_path / "new"):
                order.append("second")

        thread = Thread(target=second)
        thread.start()
        with files.locked(tmp_path / "new"):
            held.set()
            thread.join(0.2)
            order.append("first")
        thread.join()
        assert order == ["first", "second"]

    def test_leaves_nothing_behind(self, tmp_path: Path) -> None:
        with files.locked(tmp_path / "new"):
            pass
        assert not list((tmp_path / "new").iterdir())

    def test_of_a_folder_that_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", "utf-8")
        with pytest.raises(OutputError, match="cannot be written"), files.locked(tmp_path / "file" / "new"):
            pass
