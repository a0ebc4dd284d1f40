"""The house: imports run one way, the public names are these, and no room grows too large."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleaner
from tests.conftest import ROOT

PACKAGE = ROOT / "cleaner"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50

# Which room may look into which, from the ground up. A room also sees itself.
GROUND = {"errors", "block"}
SOURCES = GROUND | {"sources"}
RULING = SOURCES | {"ruling"}
JUDGES = RULING | {"files", "judges"}  # templates are saved and loaded
MAY_SEE = {
    "errors": set[str](),
    "block": {"errors"},
    "sources": SOURCES,
    "ruling": RULING,
    "cut": RULING,
    "judges": JUDGES,
    "verdict": RULING,
    "clean": JUDGES | {"cut", "verdict"},
    "learn": JUDGES,
    "draft": JUDGES | {"learn"},
    "config": GROUND,
    "files": GROUND,
    "cli": RULING | {"cut", "judges", "verdict", "clean", "config", "draft", "files", "learn", "cli", "cleaner"},
    "__init__": JUDGES | {"verdict", "clean", "learn"},
    "__main__": {"cli"},
}


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "cleaner":
            if node.module == "cleaner":
                yield from (
                    alias.name if (PACKAGE / alias.name).with_suffix(".py").exists() else "cleaner"
                    for alias in node.names
                )
            else:
                yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("cleaner."))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_run_one_way(module: Path) -> None:
    assert set(imports(module)) <= MAY_SEE[room(module)] | {room(module)}


@pytest.mark.parametrize(
    "module", sorted((PACKAGE / "judges").rglob("*.py")), ids=lambda module: str(module.relative_to(PACKAGE))
)
def test_a_judge_knows_no_other_judge(module: Path) -> None:
    own = module.relative_to(PACKAGE / "judges").parts[0].removesuffix(".py")
    names = [
        node.module
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cleaner.judges.")
    ]
    assert all(name.split(".")[2] == own for name in names)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_rooms_stay_small(module: Path) -> None:
    text = module.read_text("utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            assert (node.end_lineno or 0) - first.lineno < LONGEST_FUNCTION, node.name


COMMANDS = [
    pytest.param("import cleaner", id="import cleaner"),
    pytest.param("import cleaner; cleaner.Cleaner()", id="a cleaner that has cleaned nothing"),
    pytest.param("import cleaner; cleaner.Cleaner(model=False).clean('# Otters')", id="one without the model"),
    pytest.param("import cleaner; cleaner.clean('')", id="a page without words"),
    pytest.param("from cleaner.cli import main; main(['--version'], standalone_mode=False)", id="cleaner --version"),
    pytest.param("from cleaner.cli import main; main(['clean', '--help'], standalone_mode=False)", id="--help"),
]


def loaded(command: str, *modules: str) -> str:
    """Which of these modules a command loads, as a list that was printed."""
    asked = f"sorted({set(modules)!r} & set(sys.modules))"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import sys; {command}; print('', {asked})"], capture_output=True, check=True, text=True
    )
    return done.stdout.splitlines()[-1].strip()


@pytest.mark.parametrize("command", COMMANDS)
def test_whoever_needs_no_model_pays_for_none(command: str) -> None:
    """Neither numpy nor the weights: the first page that has words asks for them."""
    assert loaded(command, "numpy", "cleaner.judges.model.weights", "cleaner.judges.model.scoring") == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_whoever_has_no_html_pays_for_none(command: str) -> None:
    """What reads HTML is loaded when the first page of it comes, or a site file with selectors that is not built in."""
    assert loaded(command, "lxml.etree", "cssselect", "readability", "bs4", "email.parser", "email.utils") == "[]"


def test_whoever_has_html_pays_for_what_it_needs() -> None:
    command = "import cleaner; cleaner.Cleaner(model=False).clean('<p>Otters</p>', kind='html')"
    assert loaded(command, "lxml.etree", "cssselect", "readability", "bs4", "email.parser") == "['lxml.etree']"


def test_the_model_learns_in_a_room_of_its_own() -> None:
    """What is shipped never looks into training/, and needs none of its packages."""
    names = {
        name
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not {name.partition(".")[0] for name in names} & {"training", "torch", "sklearn", "html2text"}


def test_there_is_no_room_for_everything() -> None:
    assert not [module for module in MODULES if module.stem in {"utils", "helpers", "common", "misc"}]


def test_the_public_names() -> None:
    assert sorted(cleaner.__all__) == [
        "Cleaner", "CleanerError", "ConfigError", "Edit", "InputError", "OutputError", "Result", "SiteFileError",
        "Templates", "UsageError", "Verdict", "__version__", "clean", "learn",
    ]  # fmt: skip
    assert all(hasattr(cleaner, name) for name in cleaner.__all__)
    assert (PACKAGE / "py.typed").exists()
