"""config.py: where the configuration is found, what it may say, and that a mistake names its file and key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner import files
from cleaner.config import Config, check_folders, load
from cleaner.errors import ConfigError

ALL = """\
sites = "own"
templates = "learned"
include = ["*.page"]
exclude = ["README.md", "drafts"]
jobs = 2
edits = true
model = false
content = "article"
comments = true
engine = "readability"
ftr = "standard"
"""


Write = Callable[[Path, str], Path]


def dotted(folder: Path, text: str) -> Path:
    """A .cleaner.toml with this text."""
    path = folder / ".cleaner.toml"
    path.write_text(text, "utf-8")
    return path


def project(folder: Path, text: str) -> Path:
    """A pyproject.toml with this text in its table for cleaner."""
    path = folder / "pyproject.toml"
    path.write_text(f'[project]\nname = "otters"\n\n[tool.cleaner]\n{text}', "utf-8")
    return path


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()


class TestFound:
    def test_without_a_file_the_defaults_hold(self, tmp_path: Path) -> None:
        assert load(start=tmp_path) == Config()

    def test_folders_are_searched_for_dumps_and_html_and_not_for_feeds(self) -> None:
        assert Config().include == ("*.md", "*.markdown", "*.txt", *(f"*{ending}" for ending in files.HTML))

    @pytest.mark.parametrize("write", [dotted, project], ids=[".cleaner.toml", "pyproject.toml"])
    def test_every_key_is_read_and_paths_count_from_the_file(self, tmp_path: Path, write: Write) -> None:
        path = write(tmp_path, ALL)
        expected = Config(
            path, tmp_path / "own", tmp_path / "learned", ("*.page",), ("README.md", "drafts"), 2, True, False,
            "article", True, "readability", tmp_path / "standard",
        )  # fmt: skip
        assert load(start=tmp_path) == load(path) == expected

    def test_a_file_of_a_folder_above_holds(self, tmp_path: Path) -> None:
        dotted(tmp_path, "jobs = 3")
        (tmp_path / "a" / "b").mkdir(parents=True)
        assert load(start=tmp_path / "a" / "b").jobs == 3

    def test_the_nearest_file_wins(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        dotted(tmp_path, "jobs = 3")
        project(tmp_path / "a", "jobs = 4")
        assert load(start=tmp_path / "a").jobs == 4

    def test_of_two_files_in_a_folder_the_one_that_is_cleaners_own_wins(self, tmp_path: Path) -> None:
        dotted(tmp_path, "jobs = 3")
        project(tmp_path, "jobs = 4")
        assert load(start=tmp_path).jobs == 3

    def test_nothing_above_the_repository_holds(self, tmp_path: Path) -> None:
        dotted(tmp_path, "jobs = 3")
        (tmp_path / "a" / ".git").mkdir(parents=True)
        assert load(start=tmp_path / "a") == Config()

    def test_a_pyproject_without_a_table_for_cleaner_is_passed_over(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        dotted(tmp_path, "jobs = 3")
        (tmp_path / "a" / "pyproject.toml").write_text('[tool.other]\njobs = "many"\n', "utf-8")
        assert load(start=tmp_path / "a").jobs == 3

    def test_a_pyproject_that_is_broken_elsewhere_is_not_ours_to_report(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.other\n", "utf-8")
        assert load(start=tmp_path) == Config()

    def test_a_byte_order_mark_is_no_mistake(self, tmp_path: Path) -> None:
        dotted(tmp_path, "\ufeffjobs = 3")
        assert load(start=tmp_path).jobs == 3


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "key", "problem"),
        [
            pytest.param(
                'site = "own"',
                "site",
                "unknown key; known are comments, content, edits, engine, exclude, ftr, include",
                id="unknown",
            ),
            pytest.param("[include]\nname = 1", "include", "this must be a list of strings", id="a table"),
            pytest.param("sites = 3", "sites", "this must be a string", id="sites: a number"),
            pytest.param('sites = ""', "sites", "this must be a string", id="sites: nothing"),
            pytest.param('include = "*.md"', "include", "this must be a list of strings", id="include: a string"),
            pytest.param('exclude = ["a", 3]', "exclude", "this must be a list of strings", id="exclude: a number"),
            pytest.param('jobs = "2"', "jobs", "this must be a number of processes", id="jobs: a string"),
            pytest.param("jobs = -1", "jobs", "this must be a number of processes", id="jobs: below nothing"),
            pytest.param("jobs = true", "jobs", "this must be a number of processes", id="jobs: true"),
            pytest.param("edits = 1", "edits", "this must be true or false", id="edits: a number"),
            pytest.param('model = "no"', "model", "this must be true or false", id="model: a string"),
            pytest.param('content = "forum"', "content", 'this must be "page" or "article"', id="content: another"),
            pytest.param("content = true", "content", 'this must be "page" or "article"', id="content: true"),
            pytest.param('comments = "no"', "comments", "this must be true or false", id="comments: a string"),
            pytest.param('engine = "jusText"', "engine", 'this must be "cleaner" or', id="engine: another"),
            pytest.param('ftr = ""', "ftr", "this must be a string: the folder", id="ftr: nothing"),
            pytest.param("ftr = true", "ftr", "this must be a string: the folder", id="ftr: true"),
            pytest.param("model = 0", "model", "this must be true or false", id="model: a number"),
        ],
    )
    def test_an_unknown_key_or_a_wrong_type_names_file_and_key(
        self, tmp_path: Path, text: str, key: str, problem: str
    ) -> None:
        path = dotted(tmp_path, text)
        with pytest.raises(ConfigError) as error:
            load(start=tmp_path)
        assert (error.value.where, error.value.key) == (str(path), key)
        assert str(error.value).startswith(f"{path}: {key}: {problem}")
        assert error.value.exit_status == 2

    def test_in_a_pyproject_the_key_is_named_with_its_table(self, tmp_path: Path) -> None:
        path = project(tmp_path, "job = 1")
        with pytest.raises(ConfigError) as error:
            load(start=tmp_path)
        assert (error.value.where, error.value.key) == (str(path), "tool.cleaner.job")

    def test_a_table_that_is_none_is_a_mistake(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text('[tool]\ncleaner = "yes"\n', "utf-8")
        with pytest.raises(ConfigError, match=r"tool\.cleaner: this must be a table"):
            load(start=tmp_path)

    @pytest.mark.parametrize("name", [".cleaner.toml", "pyproject.toml"])
    def test_a_file_that_is_no_toml_names_file_and_line(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text("[tool.cleaner]\njobs = = 1\n", "utf-8")
        with pytest.raises(ConfigError, match=rf"{name}: not valid TOML: .*line 2"):
            load(start=tmp_path)

    def test_a_file_that_is_no_text_is_a_mistake(self, tmp_path: Path) -> None:
        (tmp_path / ".cleaner.toml").write_bytes(b"jobs = '\xff'")
        with pytest.raises(ConfigError, match="not valid TOML"):
            load(start=tmp_path)

    def test_a_file_that_was_asked_for_must_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"gone\.toml: cannot be read: No such file"):
            load(tmp_path / "gone.toml")

    @pytest.mark.parametrize("key", ["sites", "templates", "ftr"])
    def test_a_folder_must_be_there_when_it_is_used(self, tmp_path: Path, key: str) -> None:
        path = dotted(tmp_path, f'{key} = "own"')
        config = load(path)
        with pytest.raises(ConfigError) as error:
            check_folders(config, key)
        assert str(error.value) == f"{path}: {key}: there is no folder {tmp_path / 'own'}"
        (tmp_path / "own").mkdir()
        check_folders(config, key)
        assert getattr(config, key) == tmp_path / "own"
