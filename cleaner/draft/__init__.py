"""Drafts a site file for a person to edit: what the template judge takes off a site's pages, grouped, with tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from cleaner.draft.entries import entries_of
from cleaner.draft.entry import string, strings
from cleaner.draft.pages import tests_of
from cleaner.draft.sample import Sample, page_of
from cleaner.errors import UsageError
from cleaner.judges.site.load import parse
from cleaner.judges.site.testing import failures
from cleaner.judges.template import Template, TemplateRules, Templates
from cleaner.judges.template.memory import Memory, Remembered, address_of
from cleaner.judges.template.store import load_memory, sites_of
from cleaner.learn import Learner, dump
from cleaner.sources.page import Page
from cleaner.sources.words import normalise

__all__ = ["Learned", "draft", "from_pages", "from_templates", "learned"]

FEWEST_PAGES: Final = 3
"""Pages of a site that show what they share, and where it stands."""


class Learned(NamedTuple):
    """What was learned of a site, and the pages to look at."""

    templates: Templates
    site: str
    pages: list[Page]


def learned(folder: Path, host: str, sources: Iterable[bytes]) -> Learned:
    """What a folder tells of a host: by the templates in it, or if there are none by the pages in it, `sources`."""
    return from_templates(folder, host) if sites_of(folder) else from_pages(sources, host)


def from_templates(folder: Path, host: str) -> Learned:
    """The template of a host in a folder, and the pages it was learned from, as they are remembered.

    Raises :class:`UsageError` where there is none, :class:`ConfigError` for a mistake in its files.
    """
    templates = Templates.load(folder)
    site = _site_of(templates, host)
    if site not in templates.sites:
        raise UsageError(f"{folder} has no template of {site}; `cleaner learn` makes one of its pages")
    return Learned(templates, site, [_recalled(page) for page in load_memory(folder, site)])


def from_pages(sources: Iterable[bytes], host: str) -> Learned:
    """What pages show of a host. All of them are learned from, for other hosts may have the same layout."""
    learner = Learner()
    site = _site_of(learner, host)
    kept: dict[str, Page] = {}
    for source in sources:
        page, _ = dump(source)
        address = address_of(page.url)
        if site in learner.hosts.names(page.url) and learner.memories.get(site, Memory()).has_room(address):
            kept[address] = page
        learner.add(source)
    templates = learner.templates()
    known = templates[site].known if kept else frozenset()
    return Learned(templates, site, [kept[address] for address in sorted(kept) if address in known])


def draft(found: Learned, host: str) -> str:
    """The text of a site file for a host; it passes its own tests.

    Raises :class:`UsageError` where there are too few pages, where nothing recurs, and where no page shows it.
    """
    templates, site, pages = found
    if len(pages) < FEWEST_PAGES:
        there = f"only {len(pages)} of its pages are" if pages else "none of its pages is"
        raise UsageError(f"{site}: {there} there, and a draft takes {FEWEST_PAGES}; add more, or leave out --from")
    judge = TemplateRules(templates)
    # Pages with most of the template come first: they show where its lines stand.
    samples = sorted((Sample(page, judge) for page in pages), key=lambda sample: (-len(sample.gone), sample.page.url))
    entries = entries_of(samples)
    tests, shown = tests_of(samples, entries)
    entries = [entry for entry in entries if entry.id in shown]
    if not entries:
        raise UsageError(
            f"{site}: none of its {len(pages)} pages shows both lines that recur and text of its own; look at them, or "
            "leave out --from"
        )
    parts = (_head(templates[site], host, len(samples)), *(entry.toml() for entry in entries), *tests)
    text = "\n".join(parts)
    if problems := list(failures(parse(text, f"{host}.toml"))):
        raise UsageError(f"{site}: the draft does not pass its own tests: {'; '.join(problems)}")
    return text


def _site_of(place: Templates | Learner, host: str) -> str:
    return (place.hosts.names(f"https://{host}/") or (host,))[-1]


def _recalled(page: Remembered) -> Page:
    """A page made of what is remembered of it: each of its lines stands once, and alone."""
    lines = [line.decode("utf-8", "replace") for line in page.lines]
    title = next((line.lstrip("# ") for line in lines if normalise(line) == page.title), page.title)
    return page_of(title, f"https://{page.address}", "\n\n".join(lines))


def _head(template: Template, host: str, pages: int) -> str:
    days = f", {template.first} to {template.last}" if template.first else ""
    hosts = tuple(dict.fromkeys((host, template.site)))
    return (
        f"# Drafted by `cleaner sites new` from {pages} pages of {template.site}{days}.\n"
        "# It says which lines recur, not what they are. Read every entry, take out what belongs to the texts, and\n"
        "# put invented words in the place of the real ones in the tests.\n\n"
        f"[site]\nname = {string(host)}\nhosts = {strings(hosts, as_list=True)}\n"
    )
