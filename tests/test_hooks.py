""".pre-commit-hooks.yaml: the hooks as pre-commit runs them, in a scratch repository with scratch pages.

pip builds the hooks' environment from a copy of this work tree, once for `try-repo`, which throws it away, and once for
all other tests. Without git, pre-commit or a package registry there is nothing to run, and the tests say so.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import SITE

ROOT = Path(__file__).parent.parent
PARTS = ("cleaner", ".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE")

CLEAN = """\
# Otters move the harbour gates

The keepers counted twelve otters on the pier on Monday and replaced nine locks before the bell, the office said.
"""
DIRTY = CLEAN + "\n3 Comments\n"

Done = subprocess.CompletedProcess[str]


pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
    pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed"),
]
NO_REGISTRY = re.compile(
    r"No matching distribution found|Could not fetch URL|ConnectionError|ProxyError|Temporary failure"
)


def shell(*command: str, cwd: Path, home: Path | None = None) -> Done:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    if home is not None:
        environment["PRE_COMMIT_HOME"] = str(home)
    return subprocess.run(  # noqa: S603
        command, cwd=cwd, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )


def pre_commit(*arguments: str, cwd: Path, home: Path) -> Done:
    done = shell(sys.executable, "-m", "pre_commit", *arguments, cwd=cwd, home=home)
    if done.returncode and NO_REGISTRY.search(done.stdout):
        pytest.skip("pip cannot install the hooks' environment here: no package registry answers")
    return done


def commit(folder: Path) -> None:
    """Make all that is in a folder a commit."""
    who = ("-c", "user.name=Ottilie", "-c", "user.email=ottilie@otter.example")
    for command in (("init", "--quiet"), ("add", "--all"), (*who, "commit", "--quiet", "--no-verify", "-m", "Otters")):
        done = shell("git", *command, cwd=folder)
        assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def toolkit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This work tree as a repository of its own."""
    folder = tmp_path_factory.mktemp("toolkit")
    for part in (ROOT / name for name in PARTS):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(part, folder)
    commit(folder)
    return folder


class Data:
    """A repository of scraped pages, guarded by the hooks."""

    def __init__(self, folder: Path, toolkit: Path, home: Path) -> None:
        self.folder = folder
        self.home = home
        revision = shell("git", "rev-parse", "HEAD", cwd=toolkit).stdout.strip()
        hooks = "".join(f"      - id: {hook}\n" for hook in ("clean-pages", "check-pages", "lint-sites"))
        config = f"repos:\n  - repo: {toolkit}\n    rev: {revision}\n    hooks:\n{hooks}"
        self.lay(**{".pre-commit-config.yaml": config})

    def lay(self, **files: str) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        commit(self.folder)

    def page(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def run(self, hook: str) -> Done:
        return pre_commit("run", hook, "--all-files", cwd=self.folder, home=self.home)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, toolkit: Path) -> Path:
    """Where pre-commit keeps its environments, with that of the hooks built."""
    home = tmp_path_factory.mktemp("home")
    builder = Data(tmp_path_factory.mktemp("builder"), toolkit, home)
    done = pre_commit("install-hooks", cwd=builder.folder, home=home)
    assert done.returncode == 0, done.stdout
    return home


@pytest.fixture
def data(tmp_path: Path, toolkit: Path, home: Path) -> Data:
    return Data(tmp_path, toolkit, home)


def test_all_hooks_can_be_tried(data: Data, toolkit: Path) -> None:
    data.lay(**{"pages/otters.md": DIRTY, "sites/otter.toml": SITE.replace("line =", "lines =")})
    done = pre_commit("try-repo", str(toolkit), "--all-files", cwd=data.folder, home=data.home)
    assert done.returncode == 1, done.stdout
    outcomes = re.findall(r"^(clean pages|check pages|lint site files)\.+(Passed|Failed)$", done.stdout, re.MULTILINE)
    assert outcomes == [("check pages", "Failed"), ("clean pages", "Failed"), ("lint site files", "Failed")]
    assert data.page("pages/otters.md") == CLEAN


def test_clean_pages_changes_a_dirty_page_and_fails_and_passes_the_second_time(data: Data) -> None:
    data.lay(**{"pages/otters.md": DIRTY, "pages/clean.md": CLEAN})
    first = data.run("clean-pages")
    assert first.returncode == 1, first.stdout
    assert "files were modified by this hook" in first.stdout
    assert "2 pages, 1 changed" in first.stdout
    assert (data.page("pages/otters.md"), data.page("pages/clean.md")) == (CLEAN, CLEAN)
    second = data.run("clean-pages")
    assert second.returncode == 0, second.stdout
    assert data.page("pages/otters.md") == CLEAN


def test_check_pages_fails_on_a_dirty_page_by_name_and_leaves_it(data: Data) -> None:
    data.lay(**{"pages/otters.md": DIRTY, "pages/clean.md": CLEAN})
    done = data.run("check-pages")
    assert done.returncode == 1, done.stdout
    assert "pages/otters.md: 1 edit (comment-counter)" in done.stdout
    assert "pages/clean.md" not in done.stdout
    assert data.page("pages/otters.md") == DIRTY


def test_check_pages_passes_on_a_clean_page(data: Data) -> None:
    data.lay(**{"pages/clean.md": CLEAN})
    assert data.run("check-pages").returncode == 0


@pytest.mark.parametrize("hook", ["clean-pages", "check-pages"])
@pytest.mark.parametrize(
    "name", ["README.md", "docs/CHANGELOG.md", "requirements-dev.txt", "page.html", "page.md.bak", "page.md.dump.md"]
)
def test_files_that_are_no_pages_are_let_be(data: Data, hook: str, name: str) -> None:
    data.lay(**{name: DIRTY})
    done = data.run(hook)
    assert done.returncode == 0
    assert "(no files to check)" in done.stdout
    assert data.page(name) == DIRTY


def test_the_configuration_of_the_repository_holds(data: Data) -> None:
    data.lay(**{".cleaner.toml": 'exclude = ["drafts"]\nedits = true\n', "pages/a.md": DIRTY, "drafts/b.md": DIRTY})
    assert data.run("clean-pages").returncode == 1
    assert (data.page("pages/a.md"), data.page("drafts/b.md")) == (CLEAN, DIRTY)
    assert "comment-counter" in data.page("pages/a.md.edits.jsonl")


def test_lint_sites_passes_on_a_site_file_that_does_what_it_says(data: Data) -> None:
    data.lay(**{"sites/otter.toml": SITE})
    done = data.run("lint-sites")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("line =", "lines =", "sites/otter.toml:8: drop.lines: unknown key", id="a wrong key"),
        pytest.param('line = "The bell', 'line = "The gong', "'The bell rings' stays, and must go", id="a test"),
    ],
)
def test_lint_sites_fails_on_a_mistake(data: Data, old: str, new: str, message: str) -> None:
    data.lay(**{"sites/otter.toml": SITE.replace(old, new, 1)})
    done = data.run("lint-sites")
    assert done.returncode == 1, done.stdout
    assert message in done.stdout
