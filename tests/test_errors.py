"""The tree of errors, what the command line ends with, and how they travel between processes."""

from __future__ import annotations

import pickle

import pytest

from cleaner.errors import CleanerError, ConfigError, InputError, OutputError, SiteFileError, UsageError

ALL = [
    CleanerError("a problem"),
    UsageError("a problem"),
    ConfigError("pyproject.toml:3", "tool.cleaner.jobs", "this must be a number"),
    SiteFileError("otter.toml:7", "drop.line", "unknown key"),
    InputError("a problem"),
    OutputError("a problem"),
]
NAMES = [type(error).__name__ for error in ALL]


@pytest.mark.parametrize(
    ("child", "parent"),
    [
        (CleanerError, Exception),
        (UsageError, CleanerError),
        (ConfigError, CleanerError),
        (SiteFileError, ConfigError),
        (InputError, CleanerError),
        (OutputError, CleanerError),
    ],
)
def test_tree(child: type[Exception], parent: type[Exception]) -> None:
    assert child.__bases__ == (parent,)


@pytest.mark.parametrize(("error", "status"), list(zip(ALL, [2, 2, 2, 2, 3, 3], strict=True)), ids=NAMES)
def test_exit_status(error: CleanerError, status: int) -> None:
    assert error.exit_status == status


@pytest.mark.parametrize("error", ALL, ids=NAMES)
def test_errors_travel_between_processes(error: CleanerError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("tool.cleaner.jobs", "pyproject.toml:3: tool.cleaner.jobs: this must be a number"),
        ("", "pyproject.toml:3: this must be a number"),
    ],
    ids=["with a key", "without a key"],
)
@pytest.mark.parametrize("kind", [ConfigError, SiteFileError])
def test_configuration_errors_say_where(kind: type[ConfigError], key: str, message: str) -> None:
    error = kind("pyproject.toml:3", key, "this must be a number")
    assert str(error) == message
    assert (error.where, error.key, error.problem) == ("pyproject.toml:3", key, "this must be a number")
