"""Templates of many sites: looked up, merged, saved, loaded, lent to neighbours."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.errors import ConfigError
from cleaner.judges.template import Templates, store
from cleaner.judges.template.hosts import Hosts
from cleaner.judges.template.neighbours import FAMILY, family_of
from cleaner.learn import learn
from tests.sites import MENU, article, furnished, page, site, words

HOSTS = ("otter.example", "sports.otter.example", "heron.test")
PAGES = [page(number, furnished(number), HOSTS[number % 3], f"2024-01-{number + 1:02}") for number in range(24)]
PARTS = st.lists(st.sampled_from(PAGES), max_size=20)


def saved(templates: Templates, folder: Path) -> Templates:
    """Templates as they come back from disk."""
    folder.mkdir(exist_ok=True)
    templates.save(folder)
    return Templates.load(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestLookingUp:
    def test_a_site_by_its_name(self) -> None:
        templates = learn(PAGES)
        assert templates.sites == sorted(HOSTS)
        assert len(templates) == 3
        assert "heron.test" in templates
        assert templates["heron.test"].lines["front page"].pages == templates["heron.test"].pages

    @pytest.mark.parametrize("name", ["www.heron.test", "example", "..", "../heron.test"])
    def test_a_site_that_has_none(self, tmp_path: Path, name: str) -> None:
        for templates in (learn(PAGES), saved(learn(PAGES), tmp_path)):
            assert name not in templates
            with pytest.raises(KeyError, match=name):
                templates[name]

    @pytest.mark.parametrize(
        ("url", "sites"),
        [
            pytest.param("https://www.heron.test/a", ["heron.test"], id="a page of the site"),
            pytest.param("https://sports.otter.example/", ["sports.otter.example"], id="of a host below another"),
            pytest.param("https://nowhere.test/", [], id="of a site nobody knows"),
            pytest.param("", [], id="of no site"),
        ],
    )
    def test_the_templates_of_a_page(self, url: str, sites: list[str]) -> None:
        assert [template.site for template in learn(PAGES).of(url)] == sites

    def test_the_nearest_first_on_a_host_of_many_sites(self) -> None:
        hosts = Hosts(split={"code.example": 1})
        urls = [f"https://code.example/{user}/{number}" for user in ("joan", "bo") for number in range(3)]
        templates = learn([("\n\n".join(furnished(number)), url) for number, url in enumerate(urls)], hosts)
        assert templates.sites == ["code.example", "code.example/bo", "code.example/joan"]
        found = templates.of("https://code.example/joan/9")
        assert [(template.site, template.pages) for template in found] == [
            ("code.example/joan", 3),
            ("code.example", 6),
        ]
        assert [template.site for template in templates.of("https://code.example/mia/9")] == ["code.example"]

    def test_no_templates(self) -> None:
        assert (len(Templates()), Templates().sites, Templates().of("https://otter.example/")) == (0, [], ())


class TestMerging:
    @given(PARTS, PARTS)
    @settings(max_examples=50, deadline=None)
    def test_two_halves_are_the_whole(self, one: list[str], other: list[str]) -> None:
        together = learn(one).merge(learn(other))
        assert together == learn(one + other)
        assert [together[name] for name in together.sites] == [learn(one + other)[name] for name in together.sites]

    @given(PARTS, PARTS)
    @settings(max_examples=15, deadline=None)
    def test_two_halves_from_disk_are_the_whole(self, one: list[str], other: list[str]) -> None:
        with TemporaryDirectory() as name:
            folders = [Path(name, part) for part in ("one", "other", "merged", "added", "whole")]
            halves = [saved(learn(part), folder) for part, folder in zip((one, other), folders, strict=False)]
            merged = saved(halves[0].merge(halves[1]), folders[2])
            saved(learn(one), folders[3])
            learn(other).add_to(folders[3])
            whole = saved(learn(one + other), folders[4])
            assert merged == whole
            assert contents(folders[2]) == contents(folders[3]) == contents(folders[4])

    def test_changes_neither(self) -> None:
        one, other = learn(PAGES[:9]), learn(PAGES[9:])
        one.merge(other)
        assert (one, other) == (learn(PAGES[:9]), learn(PAGES[9:]))

    def test_with_itself_or_nothing_is_itself(self) -> None:
        templates = learn(PAGES)
        assert templates.merge(templates) == templates.merge(Templates()) == Templates().merge(templates) == templates

    def test_of_templates_without_their_pages_says_what_is_missing(self, tmp_path: Path) -> None:
        templates = saved(learn(PAGES), tmp_path)
        store.memory_path_of(tmp_path, "heron.test").unlink()
        with pytest.raises(ConfigError, match=r"it holds the pages that heron\.test\.jsonl was learned from") as error:
            learn(PAGES).merge(templates)
        assert error.value.where == str(store.memory_path_of(tmp_path, "heron.test"))
        assert templates["heron.test"].lines, "they clean as before"


class TestSaving:
    def test_gives_back_what_was_saved(self, tmp_path: Path) -> None:
        assert saved(learn(PAGES), tmp_path) == learn(PAGES)

    def test_the_same_pages_in_any_order_are_the_same_bytes(self, tmp_path: Path) -> None:
        learn(PAGES).save(tmp_path / "a")
        learn(PAGES[::-1] + PAGES).save(tmp_path / "b")
        assert contents(tmp_path / "a") == contents(tmp_path / "b")

    def test_names_the_sites_that_changed(self, tmp_path: Path) -> None:
        assert learn(PAGES).save(tmp_path) == sorted(HOSTS)
        assert learn(PAGES).save(tmp_path) == []
        assert learn([*PAGES, page(99, furnished(99), "heron.test")]).save(tmp_path) == ["heron.test"]

    def test_makes_the_folder(self, tmp_path: Path) -> None:
        learn(PAGES).save(str(tmp_path / "a" / "b"))
        assert Templates.load(str(tmp_path / "a" / "b")).sites == sorted(HOSTS)

    @pytest.mark.parametrize(
        "host", ["../../x", "..", "%2e%2e%2fx", "x" * 300, "OTTER.Example", "müller.example", "a\\b", "-rf", "~"]
    )
    def test_of_hostile_hosts_stays_in_the_folder(self, tmp_path: Path, host: str) -> None:
        folder = tmp_path / "deep" / "templates"
        templates = learn([(furniture, f"https://{host}/{number}") for number, furniture in enumerate(site(3))])
        folder.mkdir(parents=True)
        templates.save(folder)
        assert {path.parent for path in tmp_path.rglob("*.jsonl*")} <= {folder, folder / "pages"}
        assert Templates.load(folder) == templates

    def test_of_a_long_host_of_foreign_letters(self, tmp_path: Path) -> None:
        templates = learn([(one, "https://" + "ü" * 100 + ".example/a") for one in site(3)])
        assert saved(templates, tmp_path) == templates

    def test_keeps_how_hosts_are_split(self, tmp_path: Path) -> None:
        templates = learn(site(6), Hosts(split={"otter.example": 1}))
        loaded = saved(templates, tmp_path)
        url = "https://otter.example/news/a"
        assert [one.site for one in loaded.of(url)] == [one.site for one in templates.of(url)]


class TestAdding:
    def test_to_a_folder_that_is_not_there_makes_it(self, tmp_path: Path) -> None:
        assert sorted(learn(PAGES).add_to(tmp_path / "new")) == sorted(HOSTS)
        assert Templates.load(tmp_path / "new") == learn(PAGES)

    def test_reads_no_site_that_cannot_change(self, tmp_path: Path) -> None:
        saved(learn(PAGES), tmp_path)
        store.memory_path_of(tmp_path, "heron.test").write_bytes(b"broken")
        new = [page(number, furnished(number)) for number in range(90, 93)]
        assert learn(new).add_to(tmp_path) == ["otter.example"]

    def test_nothing_new_changes_nothing(self, tmp_path: Path) -> None:
        before = contents(tmp_path) if saved(learn(PAGES), tmp_path) else {}
        assert learn(PAGES[:7]).add_to(tmp_path) == []
        assert contents(tmp_path) == before

    def test_to_a_domain_of_many_hosts_is_what_merging_gives(self, tmp_path: Path) -> None:
        hosts = [f"{words(number, 2).replace(' ', '-')}.reeds.example" for number in range(FAMILY + 2)]
        pages = [page(number, furnished(number), host) for number, host in enumerate(hosts * 3)]
        for share in (1, FAMILY - 1, FAMILY, 2 * FAMILY):  # it has few hosts, then more than a family
            folders = [tmp_path / f"{share} {name}" for name in ("added", "whole")]
            learn(pages[:share]).add_to(folders[0])
            learn(pages[share:]).add_to(folders[0])
            learn(pages).save(folders[1])
            assert contents(folders[0]) == contents(folders[1])


class TestLoading:
    def test_a_folder_that_is_not_there_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="no such folder; make it with `cleaner learn") as error:
            Templates.load(tmp_path / "nowhere")
        assert error.value.where == str(tmp_path / "nowhere")

    def test_a_file_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(ConfigError, match="no such folder"):
            cleaner.Cleaner(templates=tmp_path / "file")

    def test_an_empty_folder_has_no_templates(self, tmp_path: Path) -> None:
        assert Templates.load(tmp_path) == Templates()

    def test_reads_a_template_when_it_is_asked_for(self, tmp_path: Path) -> None:
        saved(learn(PAGES), tmp_path)
        broken = store.path_of(tmp_path, "heron.test")
        broken.write_text("{}\n")
        templates = Templates.load(tmp_path)
        assert templates.of("https://otter.example/")
        with pytest.raises(ConfigError, match="version 1") as error:
            templates.of("https://heron.test/")
        assert (error.value.where, error.value.key) == (f"{broken}:1", "template")

    def test_reads_a_template_once(self, tmp_path: Path) -> None:
        templates = saved(learn(PAGES), tmp_path)
        first = templates["heron.test"]
        store.path_of(tmp_path, "heron.test").unlink()
        assert templates["heron.test"] is first

    def test_the_folders_hosts_go_before_the_built_in_ones(self, tmp_path: Path) -> None:
        (tmp_path / "hosts.toml").write_text('[split]\n"otter.example" = 1\n"github.com" = 1\n')
        hosts = Templates.load(tmp_path).hosts
        assert hosts.names("https://otter.example/news/a") == ("otter.example/news", "otter.example")
        assert hosts.names("https://github.com/joan/otters") == ("github.com/joan", "github.com")
        assert hosts.names("https://gitlab.com/joan/otters") == ("gitlab.com/joan/otters", "gitlab.com")

    def test_a_mistake_in_the_folders_hosts_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "hosts.toml").write_text("[splits]\n")
        with pytest.raises(ConfigError, match="splits: unknown key"):
            Templates.load(tmp_path)


class TestLight:
    def test_templates_say_the_same(self, tmp_path: Path) -> None:
        for templates in (learn(PAGES), saved(learn(PAGES), tmp_path)):
            light = templates.light()
            assert light.sites == templates.sites
            assert [light[name] for name in light.sites] == [templates[name] for name in templates.sites]

    def test_templates_are_smaller_to_hand_over(self) -> None:
        templates = learn(site(64))
        assert len(pickle.dumps(templates.light())) < len(pickle.dumps(templates)) / 2

    def test_templates_can_be_neither_merged_nor_saved(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="cannot be merged or saved"):
            learn(PAGES).light().save(tmp_path)
        with pytest.raises(ConfigError, match="cannot be merged or saved"):
            learn(PAGES).merge(learn(PAGES).light())

    def test_templates_are_no_lighter(self) -> None:
        assert learn(PAGES).light().light().sites == sorted(HOSTS)

    def test_templates_pickle(self, tmp_path: Path) -> None:
        templates = learn(PAGES)
        for one in (templates, templates.light(), saved(templates, tmp_path)):
            copy = pickle.loads(pickle.dumps(one))  # noqa: S301
            assert [copy[name] for name in copy.sites] == [one[name] for name in one.sites]


def lent(own: int, others: Mapping[str, Callable[[int], Iterable[str]]]) -> tuple[str, ...]:
    """Who lends pages to `otter.example` if it has so many of its own, and each other host has six."""
    pages = site(own)
    for order, (host, blocks) in enumerate(others.items(), 1):
        pages += [page(number, blocks(number), host) for number in range(100 * order, 100 * order + 6)]
    return learn(pages)["otter.example"].borrowed


def half_furnished(number: int) -> list[str]:
    return ["\n".join(MENU[:3]), *article(number), "Another footer", "[Help](/help)"]


class TestNeighbours:
    def test_lend_their_pages_to_a_site_with_few(self) -> None:
        templates = learn(
            [*site(2), *(page(number, furnished(number), "news.otter.example") for number in range(9, 15))]
        )
        template = templates["otter.example"]
        assert (template.borrowed, template.pages, template.seen) == (("news.otter.example",), 8, 2)
        assert template.lines["front page"].pages == 8

    @pytest.mark.parametrize(("own", "lends"), [(1, True), (2, True), (3, False), (20, False)])
    def test_lend_nothing_to_a_site_with_enough(self, own: int, lends: bool) -> None:
        assert bool(lent(own, {"news.otter.example": furnished})) is lends

    @pytest.mark.parametrize(
        ("host", "blocks"),
        [
            pytest.param("heron.example", furnished, id="of another domain"),
            pytest.param("news.otter.test", furnished, id="of another country"),
            pytest.param("news.otter.example", article, id="without a layout"),
            pytest.param("news.otter.example", half_furnished, id="with another layout"),
        ],
    )
    def test_are_no_strangers(self, host: str, blocks: Callable[[int], Iterable[str]]) -> None:
        assert lent(2, {host: blocks}) == ()

    def test_are_no_sites_that_have_a_part_of_it_alone(self) -> None:
        def pages(host: str, count: int) -> list[str]:
            more = [f"Section of {words(f'{host} {number}', 2)}" for number in range(12)]
            return [page(number, [*furnished(number), *more], host) for number in range(count)]

        assert learn([*pages("otter.example", 2), *pages("news.otter.example", 6)])["otter.example"].borrowed == ()

    def test_may_be_several(self) -> None:
        hosts = dict.fromkeys(("a.otter.example", "b.otter.example"), furnished)
        assert lent(2, {**hosts, "c.otter.example": article}) == ("a.otter.example", "b.otter.example")

    @pytest.mark.parametrize(("hosts", "lenders"), [(FAMILY - 1, FAMILY - 1), (FAMILY, 0)], ids=["family", "crowd"])
    def test_are_not_the_many_sites_of_a_crowd(self, hosts: int, lenders: int) -> None:
        names = [f"{words(number, 3).replace(' ', '-')}.otter.example" for number in range(hosts)]
        pages = [*site(2), *(page(100 + number, furnished(number), host) for number, host in enumerate(names))]
        assert len(learn(pages)["otter.example"].borrowed) == lenders

    def test_are_not_the_parts_of_a_host(self) -> None:
        pages = [
            ("\n\n".join(furnished(number)), f"https://code.example/{user}/{number}")
            for user, count in (("joan", 2), ("bo", 6))
            for number in range(count)
        ]
        assert learn(pages, Hosts(split={"code.example": 1}))["code.example/joan"].borrowed == ()

    @pytest.mark.parametrize(
        ("site", "family"),
        [
            ("otter.example", "otter.example"),
            ("a.b.otter.example", "otter.example"),
            ("localhost", "localhost"),
            ("code.example/joan.bo", "code.example/joan.bo"),
        ],
    )
    def test_are_of_one_domain(self, site: str, family: str) -> None:
        assert family_of(site) == family
