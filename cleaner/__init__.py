"""cleaner: takes the boilerplate out of scraped pages and leaves their content as clean Markdown."""

from cleaner.clean import Cleaner, Result, clean
from cleaner.errors import CleanerError, ConfigError, InputError, OutputError, SiteFileError, UsageError
from cleaner.judges.template import Templates
from cleaner.learn import learn
from cleaner.ruling import Edit
from cleaner.verdict import Verdict

__version__ = "0.1.0"

__all__ = [
    "Cleaner",
    "CleanerError",
    "ConfigError",
    "Edit",
    "InputError",
    "OutputError",
    "Result",
    "SiteFileError",
    "Templates",
    "UsageError",
    "Verdict",
    "__version__",
    "clean",
    "learn",
]
