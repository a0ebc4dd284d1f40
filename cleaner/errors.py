"""What can go wrong, as one small tree.

CleanerError                      anything cleaner raises on purpose
├── UsageError                    a call or a command that makes no sense              exit status 2
├── ConfigError                   a configuration file with a mistake in it            exit status 2
│   └── SiteFileError             ... and that file is a site file
├── InputError                    an input that cannot be read                         exit status 3
└── OutputError                   an output that cannot be written                     exit status 3

Content never raises: whatever the bytes of a page hold, cleaning gives a result with a verdict.
"""

from __future__ import annotations


class CleanerError(Exception):
    """The root of everything cleaner raises on purpose; `exit_status` is what the command line ends with."""

    exit_status = 2


class UsageError(CleanerError):
    """A call or a command that makes no sense, such as an unknown kind of input."""


class ConfigError(CleanerError):
    """A mistake in a configuration file: says which file, which key (or line), and what to do.

    `where` is the file, with `:line` when the line is known; `key` is the dotted path of the key, or "".
    """

    def __init__(self, where: str, key: str, problem: str) -> None:
        super().__init__(f"{where}: {key}: {problem}" if key else f"{where}: {problem}")
        self.where = where
        self.key = key
        self.problem = problem

    def __reduce__(self) -> tuple[type[ConfigError], tuple[str, str, str]]:
        return type(self), (self.where, self.key, self.problem)


class SiteFileError(ConfigError):
    """A mistake in a site file."""


class InputError(CleanerError):
    """An input that cannot be read."""

    exit_status = 3


class OutputError(CleanerError):
    """An output that cannot be written."""

    exit_status = 3
