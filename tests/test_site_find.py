"""Which site file a page belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import SiteFileError
from cleaner.judges.site.find import Sites, built_in_folder
from cleaner.judges.site.load import Site, parse
from cleaner.sources import blocks_of
from cleaner.sources.page import read


def site(slug: str, *lines: str) -> Site:
    return parse(f'[site]\nname = "{slug}"\n' + "\n".join(lines) + "\n", f"{slug}.toml")


def found(sites: Sites, url: str | None, *front: str, body: str = "Text.\n") -> str:
    """The name of the file for a page, or "" for none."""
    page = read(("---\ntitle: a\n" + "".join(f"{line}\n" for line in front) + f"---\n{body}").encode(), url)
    of = sites.of(page, blocks_of(page))
    return of.slug if of else ""


@pytest.mark.parametrize(
    ("host", "url", "is_found"),
    [
        pytest.param("otter.example", "https://otter.example/a", True, id="the host"),
        pytest.param("otter.example", "https://OTTER.example/a", True, id="in capitals"),
        pytest.param("otter.example", "http://otter.example:8080/a", True, id="with a port"),
        pytest.param("otter.example", "https://www.otter.example/", True, id="with www"),
        pytest.param("www.otter.example", "https://otter.example/", True, id="www in the file"),
        pytest.param("www.otter.example", "https://www.otter.example/", True, id="www in both"),
        pytest.param("otter.example", "https://news.otter.example/", False, id="a host below it"),
        pytest.param("otter.example", "https://notter.example/", False, id="a host that ends alike"),
        pytest.param("otter.example", "https://otter.example.org/", False, id="a host that begins alike"),
        pytest.param("otter.example", "https://beaver.example/otter.example", False, id="its name in a path"),
        pytest.param("*.otter.example", "https://news.otter.example/", True, id="wildcard: a host below"),
        pytest.param("*.otter.example", "https://a.b.otter.example/", True, id="wildcard: further below"),
        pytest.param("*.otter.example", "https://otter.example/", True, id="wildcard: the host itself"),
        pytest.param("*.otter.example", "https://notter.example/", False, id="wildcard: a host that ends alike"),
        pytest.param("localhost", "http://localhost/", True, id="one word"),
        pytest.param("otter.example", "otter.example/a", False, id="no scheme"),
        pytest.param("otter.example", "", False, id="no address"),
    ],
)
def test_host(host: str, url: str, is_found: bool) -> None:
    assert bool(found(Sites([site("otter", f'hosts = "{host}"')]), url)) is is_found


def test_the_address_may_stand_in_the_front_matter() -> None:
    sites = Sites([site("otter", 'hosts = "otter.example"')])
    assert found(sites, None, "url: https://otter.example/a") == "otter"
    assert found(sites, "https://beaver.example/", "url: https://otter.example/a") == ""


def test_a_redirect_host_is_the_site_s() -> None:
    sites = Sites([site("otter", 'hosts = "otter.example"', 'redirects = ["go.otter.example", "*.feeds.example"]')])
    assert found(sites, "https://go.otter.example/feed/otter.example/a") == "otter"
    assert found(sites, "https://otter.feeds.example/a") == "otter"
    assert found(sites, "https://gone.otter.example/") == ""


@pytest.mark.parametrize("order", [1, -1], ids=["given first", "given last"])
def test_the_nearer_host_wins(order: int) -> None:
    near = site("near", 'hosts = "a.b.otter.example"')
    middle = site("middle", 'hosts = "*.b.otter.example"')
    far = site("far", 'hosts = "*.otter.example"')
    sites = Sites([near, middle, far][::order])
    assert found(sites, "https://a.b.otter.example/") == "near"
    assert found(sites, "https://c.b.otter.example/") == "middle"
    assert found(sites, "https://c.otter.example/") == "far"


def test_an_earlier_layer_wins() -> None:
    near, far = site("near", 'hosts = "a.otter.example"'), site("far", 'hosts = "*.otter.example"')
    sites = Sites([far], [near])
    assert found(sites, "https://a.otter.example/") == "far"
    assert [of.slug for of in sites.sites] == ["far", "near"]


def test_of_two_files_for_a_host_the_first_given_wins() -> None:
    sites = Sites([site("one", 'hosts = "otter.example"'), site("two", 'hosts = "otter.example"')])
    assert found(sites, "https://otter.example/") == "one"


DATED = Sites(
    [
        site("old", 'hosts = "otter.example"', "until = 2023-12-31"),
        site("middle", 'hosts = "otter.example"', "since = 2024-01-01", "until = 2024-06-30"),
        site("new", 'hosts = "otter.example"', "since = 2024-07-01"),
    ]
)


@pytest.mark.parametrize(
    ("front", "slug"),
    [
        (["fetch_date: 2020-02-03"], "old"),
        (["fetch_date: 2023-12-31"], "old"),
        (["fetch_date: 2024-01-01"], "middle"),
        (["fetch_date: 2024-06-30T23:59:59"], "middle"),
        (["fetch_date: 2024-07-01 00:00:00"], "new"),
        (["date: 2020-02-03", "fetch_date: 2024-02-03"], "middle"),
        (["date: 2024-02-03"], "middle"),
        (["fetch_date: yesterday", "date: 2024-02-03"], "middle"),
        (["fetch_date: [2020-02-03, 2020-02-04]"], "new"),
        ([], "new"),
    ],
    ids=[
        "before",
        "last day",
        "first day",
        "last day, late",
        "first day after",
        "day of the fetch, not of the text",
        "day of the text",
        "no day, then one",
        "a list",
        "no day: the layout of today",
    ],
)
def test_a_file_holds_for_its_days(front: list[str], slug: str) -> None:
    assert found(DATED, "https://otter.example/", *front) == slug


def test_outside_its_days_a_wider_file_holds() -> None:
    sites = Sites(
        [site("near", 'hosts = "otter.example"', "until = 2023-12-31"), site("far", 'hosts = "*.otter.example"')]
    )
    assert found(sites, "https://otter.example/", "date: 2023-01-01") == "near"
    assert found(sites, "https://otter.example/", "date: 2024-01-01") == "far"


def test_no_file_holds_outside_all_days() -> None:
    sites = Sites([site("old", 'hosts = "otter.example"', "until = 2023-12-31")])
    assert found(sites, "https://otter.example/", "date: 2024-01-01") == ""
    assert found(sites, "https://otter.example/") == ""


SIGNED = Sites(
    [site("otter", 'hosts = "otter.example"', 'signature = ["Read at *", "Otter Times"]', "until = 2024-12-31")]
)


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        pytest.param("Read at Pier News\n\nOtter Times\n", "otter", id="all lines"),
        pytest.param("## OTTER  TIMES\n\nText.\n\n[Read at Pier](/x)\n", "otter", id="in any order and markup"),
        pytest.param("Read at Pier News\n", "", id="one of two"),
        pytest.param("Read at Pier News\n\nThe Otter Times\n", "", id="part of a line"),
        pytest.param("Read at\n\nOtter Times\n", "", id="nothing for the star"),
    ],
)
def test_a_page_of_unknown_address_is_known_by_its_lines(body: str, slug: str) -> None:
    assert found(SIGNED, None, "date: 2024-01-02", body=body) == slug


def test_signed_lines_count_on_no_other_host() -> None:
    body = "Read at Pier News\n\nOtter Times\n"
    assert found(SIGNED, "https://beaver.example/", "date: 2024-01-02", body=body) == ""


def test_signed_files_are_dated_too() -> None:
    assert found(SIGNED, None, "date: 2025-01-02", body="Read at Pier News\n\nOtter Times\n") == ""


def test_built_in_files_are_there() -> None:
    slugs = {of.slug for of in Sites.load().sites}
    assert slugs == {path.stem for path in built_in_folder().glob("*.toml")}
    assert slugs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.toml").write_text('[site]\nname = "Mine"\nhosts = "theregister.com"\n', "utf-8")
    (tmp_path / "notes.txt").write_text("no site file", "utf-8")
    return tmp_path


def test_a_user_s_file_wins_over_a_built_in_one(folder: Path) -> None:
    assert found(Sites.load(), "https://www.theregister.com/a") == "theregister"
    assert found(Sites.load(folder), "https://www.theregister.com/a") == "mine"
    assert found(Sites.load(str(folder)), "https://forums.theregister.com/a") == "theregister"


def test_a_user_s_wildcard_wins_over_a_built_in_host(folder: Path) -> None:
    (folder / "mine.toml").write_text('[site]\nname = "Mine"\nhosts = "*.theregister.com"\n', "utf-8")
    assert found(Sites.load(folder), "https://www.theregister.com/a") == "mine"


def test_where_a_user_s_file_does_not_hold_the_built_in_one_does(folder: Path) -> None:
    (folder / "mine.toml").write_text('[site]\nname = "Mine"\nhosts = "theregister.com"\nuntil = 2020-01-01\n', "utf-8")
    assert found(Sites.load(folder), "https://www.theregister.com/a", "date: 2019-01-01") == "mine"
    assert found(Sites.load(folder), "https://www.theregister.com/a", "date: 2021-01-01") == "theregister"


def test_files_of_a_folder_count_in_order_of_their_names(folder: Path) -> None:
    (folder / "a.toml").write_text('[site]\nname = "A"\nhosts = "theregister.com"\n', "utf-8")
    assert found(Sites.load(folder), "https://theregister.com/") == "a"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match=r"nowhere: there is no such folder; name the folder"):
        Sites.load(tmp_path / "nowhere")


def test_a_mistake_in_a_user_s_file_is_an_error(folder: Path) -> None:
    (folder / "wrong.toml").write_text('[site]\nname = "Wrong"\n', "utf-8")
    with pytest.raises(SiteFileError, match=r"wrong\.toml:1: site\.hosts: name at least one host"):
        Sites.load(folder)
