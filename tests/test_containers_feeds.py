"""Feeds: their entries, whatever the format and the damage."""

from __future__ import annotations

import json

import pytest

from cleaner.sources.containers import Entry, kind_of, opened
from cleaner.sources.containers.feeds import entries

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by an otter -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Pond</title><link>https://pond.example/</link>
<atom:link href="https://pond.example/feed" rel="self"/>%s</channel></rss>"""
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://pond.example/"><author><name>Ann</name></author>%s</feed>'
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>The Pond</title></channel>%s</rdf:RDF>"""


def only(text: str | bytes) -> Entry:
    found = entries(text.encode() if isinstance(text, str) else text)
    assert found is not None
    (entry,) = found
    return entry


def rss(inside: str) -> Entry:
    return only(RSS % f"<item>{inside}</item>")


def atom(inside: str) -> Entry:
    return only(ATOM % f"<entry>{inside}</entry>")


def test_rss() -> None:
    assert rss(
        "<title>Otters swim</title><link>https://pond.example/a</link><dc:creator>Ann Reed</dc:creator>"
        "<pubDate>Wed, 01 May 2024 23:30:00 -0700</pubDate><description>Short</description>"
        "<content:encoded><![CDATA[<p>One &amp; two</p>]]></content:encoded>"
    ) == Entry("Otters swim", "https://pond.example/a", "Ann Reed", "2024-05-01", "<p>One &amp; two</p>")


def test_atom() -> None:
    assert atom(
        '<title>Otters</title><link rel="edit" href="/e"/><link href="a"/><updated>2024-06-02T00:00:00Z</updated>'
        '<published>2024-05-01T00:00:00Z</published><content type="html">&lt;p>One&lt;/p></content>'
    ) == Entry("Otters", "https://pond.example/a", "Ann", "2024-05-01", "<p>One</p>")


def test_rss_1() -> None:
    item = "<item><title>Otters</title><link>https://pond.example/a</link><description>One</description></item>"
    assert only(RDF % item) == Entry("Otters", "https://pond.example/a", "", "", "One")


def test_json_feed() -> None:
    item = {"title": "Otters", "url": "https://pond.example/a", "authors": [{"name": "Ann"}, {"name": "Bo"}],
            "date_published": "2024-05-01T10:00:00Z", "content_html": "<p>One</p>"}  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item]}
    expected = Entry("Otters", "https://pond.example/a", "Ann, Bo", "2024-05-01", "<p>One</p>")
    assert only(json.dumps(feed)) == expected
    assert only(json.dumps(feed).replace("/", "\\/")) == expected


@pytest.mark.parametrize(
    "items", ["null", "3", "[3, null]", '{"a": 1}', "[" * 100_000, "1" * 5000, '[{"title": 3, "authors": [1]}]']
)
def test_json_of_any_shape(items: str) -> None:
    found = entries(f'{{"version": "https://jsonfeed.org/version/1", "items": {items}}}'.encode())
    assert [entry.title for entry in found or []] in ([], [""])


def test_json_with_half_a_character() -> None:
    feed = '{"version": "https://jsonfeed.org/version/1", "items": [{"title": "a\\ud800", "content_text": "b\\udc00"}]}'
    assert only(feed)[::4] == ("a?", "<p>b?</p>")


@pytest.mark.parametrize(
    ("content", "html"),
    [
        pytest.param('<content type="text">a &lt; b\n\nc</content>', "<p>a &lt; b</p><p>c</p>", id="text"),
        pytest.param("<content>a</content>", "<p>a</p>", id="text is what goes without saying"),
        pytest.param('<content type="html"><![CDATA[<b>a</b>]]></content>', "<b>a</b>", id="HTML"),
        pytest.param('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>a</b><br/>c</div></content>',
                     "<div><b>a</b><br>c</div>", id="XHTML"),
        pytest.param('<content type="xhtml" xmlns:h="http://www.w3.org/1999/xhtml"><h:div><h:b>a</h:b></h:div></content>',
                     "<div><b>a</b></div>", id="XHTML with a prefix"),
        pytest.param('<content type="image/png" src="a.png"/><summary>b</summary>', "<p>b</p>", id="a picture"),
        pytest.param('<summary type="html">&lt;i>b&lt;/i></summary>', "<i>b</i>", id="a summary"),
        pytest.param("", "", id="none"),
    ],
)  # fmt: skip
def test_content_of_atom(content: str, html: str) -> None:
    assert atom(content).html == html


@pytest.mark.parametrize(
    ("inside", "html"),
    [
        pytest.param("<description>&lt;p>a&lt;/p></description>", "<p>a</p>", id="escaped"),
        pytest.param("<description><![CDATA[<p>a</p>]]></description>", "<p>a</p>", id="CDATA"),
        pytest.param('<body xmlns="http://www.w3.org/1999/xhtml"><p>a</p></body>', "<p>a</p>", id="XHTML"),
        pytest.param("<content:encoded> </content:encoded><description>a</description>", "a", id="an empty one"),
    ],
)
def test_content_of_rss(inside: str, html: str) -> None:
    assert rss(inside).html == html


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        pytest.param("<title> Otters\n swim </title>", "Otters swim", id="white space"),
        pytest.param("<title>Otters &amp;amp; beavers</title>", "Otters & beavers", id="escaped twice"),
        pytest.param("<title><![CDATA[<b>Otters</b> swim]]></title>", "Otters swim", id="HTML"),
        pytest.param("<title>a &lt; b</title>", "a < b", id="no HTML"),
        pytest.param("", "", id="none"),
    ],
)
def test_title(inside: str, title: str) -> None:
    assert rss(inside).title == title


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        pytest.param("<guid>https://pond.example/a</guid>", "https://pond.example/a", id="a guid"),
        pytest.param('<guid isPermaLink="false">https://pond.example/a</guid>', "", id="a guid that is none"),
        pytest.param("<guid>otter-1</guid>", "", id="a guid that is a number"),
        pytest.param('<atom:link href="https://pond.example/a"/>', "https://pond.example/a", id="a link of Atom"),
    ],
)
def test_url(inside: str, url: str) -> None:
    assert rss(inside).url == url


@pytest.mark.parametrize(
    ("date", "day"),
    [
        pytest.param("Wed, 1 May 2024 10:00:00 GMT", "2024-05-01", id="RFC 822"),
        pytest.param("1 May 2024", "2024-05-01", id="no weekday"),
        pytest.param("2024-05-01T10:00:00+02:00", "2024-05-01", id="ISO"),
        pytest.param("2024-13-01", "", id="no month"),
        pytest.param("31 Feb 2024 10:00:00 GMT", "", id="no day"),
        pytest.param("yesterday", "", id="a word"),
        pytest.param("9" * 100_000, "", id="endless"),
    ],
)
def test_date(date: str, day: str) -> None:
    assert rss(f"<pubDate>{date}</pubDate>").date == day


def test_author_with_mail() -> None:
    assert rss("<author>ann@pond.example (Ann Reed)</author>").author == "Ann Reed"


def test_authors() -> None:
    assert atom("<author><name>Bo</name><uri>x</uri></author><author><name>Cy</name></author>").author == "Bo, Cy"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(RSS % "<item><title>Otters & beavers&nbsp;&eacute;</title></item>", id="signs XML does not know"),
        pytest.param((RSS % "<item><title>Otters & beavers&nbsp;&eacute;</title></item>")[:-20], id="cut off"),
        pytest.param(RSS % "<item><title>Otters &amp; \x0bbeavers&#160;é</title></item>", id="a control character"),
        pytest.param("\n " + RSS % "<item><title>Otters &amp; beavers é</title></item>", id="blanks at the top"),
        pytest.param(RSS % "<item><title>Otters &amp; beavers é</title><a:b>x</a:b></item>", id="an unknown prefix"),
        pytest.param((RSS % "<item><title>Otters &amp; beavers é</title></item>").encode("utf-16"), id="UTF-16"),
        pytest.param((RSS.replace("UTF-8", "iso-8859-1") % "<item><title>Otters &amp; beavers é</title></item>")
                     .encode("latin-1"), id="Latin 1"),
        pytest.param("<!DOCTYPE rss [<!ENTITY x 'y'>]>" + (RSS.partition("?>")[2]
                     % "<item><title>Otters &amp; beavers é</title></item>"), id="a DTD"),
    ],
)  # fmt: skip
def test_damaged(data: str | bytes) -> None:
    assert only(data).title == "Otters & beavers é"


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    feed = f"<!DOCTYPE rss [<!ENTITY l0 'ha'>{laughs}<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    item = '<item><title a="&l9;">&l9;</title><description>&f;</description></item>'
    found = entries((feed + RSS.partition("?>")[2] % item).encode()) or []
    assert all(len(entry.title) + len(entry.html) < 100 for entry in found)


@pytest.mark.parametrize("inside", ["<a>" * 100_000, "<![CDATA[", "<title>" * 500 + "a", "&" * 10_000, "<:b/><a:/>"])
def test_any_inside(inside: str) -> None:
    assert entries((RSS % f"<item>{inside}</item>").encode()) is not None
    assert entries((ATOM % f'<entry><content type="xhtml">{inside}</content></entry>').encode()) is not None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><feed>", id="HTML"),
        pytest.param(b"<!DOCTYPE html><html><rss>", id="HTML with a doctype"),
        pytest.param(b"<feedback>", id="a name that begins alike"),
        pytest.param(b"<rdf:RDF xmlns:foaf='x'>", id="other RDF"),
        pytest.param(b"# <rss>", id="Markdown"),
        pytest.param(b'{"version": 1}', id="other JSON"),
        pytest.param(b"<!--" * 2000, id="comments without end"),
    ],
)
def test_none(data: bytes) -> None:
    assert entries(data) is None
    assert kind_of(data) == ""


@pytest.mark.parametrize("text", [RSS % "", ATOM % "", RDF % "", '{"version": "https://jsonfeed.org/version/1"}'])
def test_a_feed_without_entries(text: str) -> None:
    assert kind_of(text.encode()) == "feed"
    assert entries(text.encode()) == []
    assert opened("feed", text.encode()) is None


def test_a_feed_as_one_page() -> None:
    inner = opened("feed", (RSS % "<item><title>a &amp; b</title><description>c</description></item>").encode())
    assert inner is not None
    assert '<article><h2><a href="">a &amp; b</a></h2>c</article>' in str(inner.html)
