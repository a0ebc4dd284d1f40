"""The command line: `cleaner clean | check | diff | explain | learn | sites | rules`."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import Any, Final

import click

from cleaner import __version__
from cleaner.cli.clean import clean
from cleaner.cli.learn import learn
from cleaner.cli.look import check, diff, explain
from cleaner.cli.rules import rules
from cleaner.cli.sites import sites
from cleaner.cli.terminal import fail
from cleaner.errors import CleanerError

_EPILOG = """\b
Examples:
  cleaner clean page.md                      the clean page on standard output
  cleaner clean page.html -o page.md         HTML comes out as Markdown
  cleaner clean dumps/ -o clean/ -j 2        a folder, its structure kept, by two processes
  cleaner clean --in-place pages/*.md        the files themselves
  cleaner learn dumps/ --templates t/        what their sites repeat, for later pages
  curl … | cleaner clean -                   in a pipe
  cleaner explain page.md                    why each line went
  cleaner diff page.md                       what would go

\b
Exit status: 0 done; 1 check or diff found pages that would change, or learn --check layouts that
have changed; 2 a mistake in the command or a configuration file; 3 some pages could not be read
or written (the rest are done).
"""


_INTERRUPTED: Final = 130  # as shells have it; 1 would say that check or diff found something


class _Group(click.Group):
    """Turns the toolkit's own errors into one line on standard error and their exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal that knows no … is no reason to fail
        try:
            return super().invoke(ctx)
        except CleanerError as error:
            fail(error)
            sys.exit(error.exit_status)
        except KeyboardInterrupt:
            fail("interrupted; what was written is whole")
            sys.exit(_INTERRUPTED)


@click.group(
    cls=_Group, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", prog_name="cleaner")
def main() -> None:
    """Take the boilerplate out of scraped pages and leave their content as clean Markdown.

    Pages are HTML, Markdown dumps (with or without front matter) and plain text. Every removed line has a rule and a
    reason, and nothing that stays of Markdown or text is changed by a byte unless the log says so.
    """
    # Pages are shared out to processes; threads for the small products of one page would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


for _command in (clean, check, diff, explain, learn, sites, rules):
    main.add_command(_command)
