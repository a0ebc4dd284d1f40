"""Metadata of an HTML page: title, author, date and the like, each from the most trusted place that has it.

In order of trust: JSON-LD, OpenGraph, Dublin Core, microdata, other metas, what the page shows, last its address.
"""

from __future__ import annotations

from cleaner.sources.html.metadata.dates import read_date
from cleaner.sources.html.metadata.datum import Datum
from cleaner.sources.html.metadata.read import metadata

__all__ = ["Datum", "metadata", "read_date"]
