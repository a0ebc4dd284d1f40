"""draft/: a site file is drafted from what was learned of a host, and it passes its own tests whatever pages hold."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import UsageError, learn
from cleaner.draft import Learned, draft, from_pages, learned
from cleaner.draft.entry import Entry, string, strings, text
from cleaner.judges.site import Site, rule_site
from cleaner.judges.site.load import parse
from cleaner.judges.site.testing import failures
from cleaner.sources import blocks_of
from cleaner.sources.page import read

HOST = "otter.example"
ANIMALS = ("otters", "beavers", "herons", "badgers", "newts", "swans", "voles", "stoats", "cranes", "eels")

TOP = """\
* [Home](/)
* [Harbour](/harbour)
* [Weather](/weather)
* [Sign in](/login)
"""
BELOW = """\
## Support local reporting

Give a fish to the harbour fund.

[Give now](/give)

Gate notices

[About the harbour office](/about)

[Rules of the pier](/rules)

All rights reserved by the harbour office
"""


def page(animal: str, top: str = TOP, below: str = BELOW, host: str = HOST) -> bytes:
    title = f"The {animal} of the northern pier"
    return f"""\
---
title: {title}
url: https://www.{host}/{animal}
fetch_date: 2024-05-{10 + ANIMALS.index(animal)}
---

# {title}

{top}
# {title}

Nobody on the pier had counted the {animal} before the keeper bought a second lamp and a longer ladder.

By the light of it the {animal} came up one after the other, shook the water off and looked for breakfast.

In the morning the keeper wrote the number of {animal} on the wall of the shed and went to sleep at last.

{below}""".encode()


def drafted(pages: list[bytes], host: str = HOST) -> tuple[str, Site]:
    """A draft, and how it loads; it passes its tests."""
    written = draft(from_pages(pages, host), host)
    site = parse(written, f"{host}.toml")
    assert list(failures(site)) == []
    return written, site


def test_pages_may_be_html() -> None:
    def source(animal: str) -> bytes:
        menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("home", "harbour", "weather", "letters"))
        text = "".join(
            f"<p>{start} of the northern pier the {animal} came up one after the other, and looked for breakfast.</p>"
            for start in ("At the end", "In the light", "Above the lamp")
        )
        return (
            f"<html><head><title>The {animal} of the northern pier</title>"
            f"<link rel='canonical' href='https://{HOST}/{animal}'></head><body><ul>{menu}</ul>"
            f"<h1>The {animal} of the northern pier</h1>{text}<p>All rights reserved by the harbour</p></body></html>"
        ).encode()

    written, site = drafted([source(animal) for animal in ANIMALS])
    assert site.hosts == (HOST,)
    assert "All rights reserved by the harbour" in written


def left(site: Site, source: bytes) -> list[str]:
    """The texts of the blocks that a site file leaves on a page."""
    this = read(source, kind="markdown")
    blocks = blocks_of(this)
    gone = {ruling.block for ruling in rule_site(site, this, blocks)}
    return [block.text for index, block in enumerate(blocks) if index not in gone]


PAGES = [page(animal) for animal in ANIMALS]


class TestWhatIsWritten:
    def test_everything_above_the_title_and_below_the_text_goes_in_two_entries(self) -> None:
        written, site = drafted(PAGES)
        entries = tomllib.loads(written)["drop"]
        assert [entry["id"] for entry in entries] == ["masthead", "footer"]
        assert entries[0]["before"] == "{title}"
        assert entries[1]["from"] == "Support local reporting"
        title, again, *own = left(site, PAGES[0])
        assert title == again == "The otters of the northern pier"
        assert [line.split()[0] for line in own] == ["Nobody", "By", "In"]

    def test_why_says_where_it_stands_and_on_how_many_pages(self) -> None:
        _, site = drafted([*PAGES[:9], page(ANIMALS[9], below="")])
        assert [entry.why for entry in site.entries] == [
            "stands above the page's own title, on 10 of 10 pages",
            "stands below the text, to the end of the page, on 9 of 10 pages",
        ]

    def test_the_head_says_what_it_was_made_of(self) -> None:
        written, site = drafted(PAGES)
        head = written.partition("[site]")[0]
        assert "10 pages of otter.example, 2024-05-10 to 2024-05-19" in head
        assert "Read every entry" in head
        assert site.hosts == (HOST,)

    def test_a_heading_inside_the_text_makes_a_section(self) -> None:
        box = "## Support the pier\n\nGive a fish.\n\nGive a rope.\n\nGive a lamp.\n\n## What the keeper of {} says\n\n"
        ends = "The {} are welcome to the harbour as long as they leave the ropes alone at night.\n"
        pages = [page(animal, below=(box + ends).replace("{}", animal)) for animal in ANIMALS]
        written, site = drafted(pages)
        entry = next(entry for entry in tomllib.loads(written)["drop"] if "heading" in entry)
        assert (entry["id"], entry["heading"]) == ("box-support-the-pier", "Support the pier")
        assert "under “Support the pier”" in entry["why"]
        assert left(site, pages[0])[-2:] == ["What the keeper of otters says", ends.replace("{}", "otters").strip()]

    def test_lines_that_share_the_title_are_written_with_a_star(self) -> None:
        pages = [page(animal, below=f"Send “The {animal} of the northern pier” to a friend\n") for animal in ANIMALS]
        written, _ = drafted(pages)
        assert 'line = "send “the * of' not in written
        assert '"send “*” to a friend"' in written

    def test_pictures_without_text_go_by_their_addresses(self) -> None:
        badge = "![](https://img.otter.example/badge.svg?v={})\n"
        pages = [page(animal, below=badge.format(number)) for number, animal in enumerate(ANIMALS)]
        written, _ = drafted(pages)
        entry = next(entry for entry in tomllib.loads(written)["drop"] if "image" in entry)
        assert entry["image"] == "https://img.otter.example/badge.svg?*"

    def test_what_the_judge_keeps_does_not_enter(self) -> None:
        own = "## Sources\n\nThe count of the {} comes from the keeper's own wall, read aloud over the telephone.\n"
        written, site = drafted([page(animal, below=own.format(animal)) for animal in ANIMALS])
        assert "Sources" not in written.partition("[[tests]]")[0]
        assert "Sources" in left(site, page("otters", below=own.format("otters")))

    def test_ids_are_unique(self) -> None:
        lines = "".join(f"Notice of the office: {word}\n\n" for word in ("ropes", "lamps", "boats", "nets"))
        _, site = drafted([page(animal, top=TOP + "\n" + lines) for animal in ANIMALS])
        ids = [entry.id for entry in site.entries]
        assert len(set(ids)) == len(ids)

    def test_the_same_pages_in_another_order_make_the_same_draft(self) -> None:
        assert drafted(PAGES)[0] == drafted(PAGES[::-1])[0]


class TestTests:
    def test_a_short_page_stands_whole_with_title_and_address(self) -> None:
        test = drafted(PAGES)[1].tests[0]
        this = read(test.source.encode(), kind="markdown")
        assert this.title.startswith("The ")
        assert test.url.startswith(f"https://www.{HOST}/")
        assert len(test.stay) == 3
        assert "* [Home](/)" in test.gone

    def test_of_a_long_page_a_part_does(self) -> None:
        long = "\n\n".join(f"Another {{}} was seen near gate number {n} by the keeper's nephew." for n in range(200))
        own = [page(animal, top=long.replace("{}", animal) + "\n\n" + TOP) for animal in ANIMALS]
        _, site = drafted(own)
        assert all(test.source.count("\n") < 150 for test in site.tests)

    @pytest.mark.parametrize(
        "line",
        [
            pytest.param('Say "otter" twice', id="quotes"),
            pytest.param("Say '''otter''' twice", id="three single quotes"),
            pytest.param("Say \"\"\"otter\"\"\" and '''otter'''", id="both"),
            pytest.param("A \\ back\\nslash", id="backslashes"),
            pytest.param("A bell \x07 and \x7f\x1b[31m red", id="control characters"),
            pytest.param("# {title} * [[drop]]", id="what site files use themselves"),
            pytest.param("水獭为何偏爱铁锈", id="Chinese"),
        ],
    )
    def test_a_draft_loads_whatever_the_lines_hold(self, line: str) -> None:
        drafted([page(animal, below=f"{line}\n\nAll rights reserved by the office\n") for animal in ANIMALS])

    @given(st.text(max_size=60), st.text(max_size=60))
    def test_a_draft_is_made_of_any_lines(self, one: str, other: str) -> None:
        pages = [page(animal, top=f"{one}\n\n{other}\n".encode("utf-8", "replace").decode()) for animal in ANIMALS[:4]]
        drafted(pages)


class TestWhereItComesFrom:
    def test_templates_and_the_pages_they_were_learned_from_will_do(self, tmp_path: Path) -> None:
        learn(PAGES).save(tmp_path)
        written = draft(learned(tmp_path, HOST, ()), HOST)
        site = parse(written, f"{HOST}.toml")
        assert list(failures(site)) == []
        assert [line for line in left(site, PAGES[0]) if "Home" in line or "rights" in line] == []

    def test_pages_of_other_hosts_are_left_out(self) -> None:
        found = from_pages([*PAGES, page("otters", host="heron.example")], HOST)
        assert (found.site, len(found.pages)) == (HOST, 10)

    def test_a_page_that_comes_twice_counts_once(self) -> None:
        assert len(from_pages([*PAGES, *PAGES], HOST).pages) == 10

    @pytest.mark.parametrize(
        ("found", "message"),
        [
            pytest.param(lambda: from_pages([], HOST), "none of its pages is there, and a draft takes 3", id="no page"),
            pytest.param(lambda: from_pages(PAGES[:2], HOST), "only 2 of its pages are there", id="two pages"),
            pytest.param(
                lambda: from_pages([page(animal, "", "") for animal in ANIMALS], HOST),
                "none of its 10 pages shows both lines that recur and text of its own",
                id="nothing recurs",
            ),
        ],
    )
    def test_what_cannot_be_drafted_is_told(self, found: object, message: str) -> None:
        assert callable(found)
        this = found()
        assert isinstance(this, Learned)
        with pytest.raises(UsageError, match=message):
            draft(this, HOST)

    def test_a_folder_without_the_template_is_told(self, tmp_path: Path) -> None:
        learn(PAGES).save(tmp_path)
        with pytest.raises(UsageError, match=r"no template of heron\.example; `cleaner learn`"):
            learned(tmp_path, "heron.example", ())


class TestToml:
    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_any_string_comes_back(self, value: str) -> None:
        assert tomllib.loads(f"a = {string(value)}") == {"a": value}

    @given(st.text(st.characters(exclude_categories=["Cs"])))
    def test_any_text_comes_back(self, value: str) -> None:
        assert tomllib.loads(f"a = {text(value)}") == {"a": value}

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
    def test_any_list_comes_back(self, values: list[str]) -> None:
        assert tomllib.loads(f"a = {strings(values, as_list=True)}") == {"a": values}

    def test_one_string_needs_no_list(self) -> None:
        assert Entry({"line": ("a",)}, "x", "y").toml() == '[[drop]]\nid = "x"\nwhy = "y"\nline = "a"\n'
