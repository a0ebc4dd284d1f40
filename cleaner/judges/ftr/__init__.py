"""Site configuration in the format of FiveFilters and wallabag: where a site's articles begin, and what to take out."""

from cleaner.judges.ftr.find import FtrFiles
from cleaner.judges.ftr.judge import FtrRules
from cleaner.judges.ftr.read import FtrFile, Note, Rule
from cleaner.judges.ftr.select import Drop, Found, replaced, select

__all__ = ["Drop", "Found", "FtrFile", "FtrFiles", "FtrRules", "Note", "Rule", "replaced", "select"]
