"""Embedded players, posts and maps of HTML pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleaner.sources.html.embeds import POST_CLASSES, TAGS, Embed, embed_of


def first(html: str) -> Any:
    root = etree.fromstring(f"<body>{html}", etree.HTMLParser(encoding="utf-8", huge_tree=True))
    return root.find("body")[0]


def frame(url: str, more: str = "") -> Any:
    return first(f'<iframe src="{url}" {more}></iframe>')


@pytest.mark.parametrize(
    ("html", "url", "label"),
    [
        pytest.param("<iframe data-src='https://www.youtube.com/embed/Ab-d_fghijk'></iframe>",
                     "https://www.youtube.com/watch?v=Ab-d_fghijk", "Video on YouTube", id="a lazy frame"),
        pytest.param("<iframe src='about:blank' data-src='//youtube.com/embed/Abcdefghijk' title='Otters at play'>",
                     "https://www.youtube.com/watch?v=Abcdefghijk", "Otters at play", id="a title"),
        pytest.param("<iframe src='https://youtube.com/embed/Abcdefghijk' title='YouTube video player'></iframe>",
                     "https://www.youtube.com/watch?v=Abcdefghijk", "Video on YouTube", id="a title that says nothing"),
        pytest.param("<iframe src='https://rivers.example/gauge' title='Water level at the mill'></iframe>",
                     "https://rivers.example/gauge", "Water level at the mill", id="an unknown site with a title"),
        pytest.param("<iframe src='/charts/7' aria-label='Otters by year'></iframe>", "/charts/7", "Otters by year",
                     id="of the page's own site"),
        pytest.param("<iframe src='/files/dens.pdf'></iframe>", "/files/dens.pdf", "Document", id="a document"),
        pytest.param("<video src='/otter.mp4' controls></video>", "/otter.mp4", "Video", id="a film"),
        pytest.param("<video poster='/o.jpg'><source src='blob:x'><source src='/o.mp4'></video>", "/o.mp4", "Video",
                     id="a film with sources"),
        pytest.param("<video title='Otters at play' src='blob:x'><source data-src='/o.mp4'></video>", "/o.mp4",
                     "Otters at play", id="a lazy film"),
        pytest.param("<video autoplay loop controls src='/otter.mp4'></video>", "/otter.mp4", "Video",
                     id="with controls"),
        pytest.param("<audio src='//rivers.example/call.mp3'></audio>", "https://rivers.example/call.mp3", "Audio",
                     id="sound"),
        pytest.param("<object data='/dens.pdf' type='application/pdf'></object>", "/dens.pdf", "Document",
                     id="an object"),
        pytest.param("<object><param name=movie value='https://www.youtube.com/v/Abcdefghijk'></object>",
                     "https://www.youtube.com/watch?v=Abcdefghijk", "Video on YouTube", id="an old player"),
        pytest.param("<object><embed src='https://www.youtube.com/v/Abcdefghijk&fs=1'></object>",
                     "https://www.youtube.com/watch?v=Abcdefghijk", "Video on YouTube", id="an older one"),
        pytest.param("<lite-youtube videoid='Abcdefghijk' playlabel='Play: Otters'></lite-youtube>",
                     "https://www.youtube.com/watch?v=Abcdefghijk", "Otters", id="lite-youtube"),
        pytest.param("<amp-youtube data-videoid='Abcdefghijk'></amp-youtube>",
                     "https://www.youtube.com/watch?v=Abcdefghijk", "Video on YouTube", id="amp-youtube"),
        pytest.param("<amp-twitter data-tweetid=1234></amp-twitter>", "https://twitter.com/i/status/1234", "Post on X",
                     id="amp-twitter"),
        pytest.param("<amp-iframe src='https://player.vimeo.com/video/77'></amp-iframe>", "https://vimeo.com/77",
                     "Video on Vimeo", id="amp-iframe"),
        pytest.param("<amp-video src='/o.mp4'></amp-video>", "/o.mp4", "Video", id="amp-video"),
        pytest.param("<blockquote class='twitter-tweet'><p>Otters, see <a href='https://twitter.com/m/status/1'>here</a></p>"
                     "&mdash; Mia <a href='https://twitter.com/mia/status/22?ref_src=x'>May 1</a></blockquote>",
                     "https://twitter.com/mia/status/22", "Post on X", id="a tweet"),
        pytest.param("<blockquote class='instagram-media' data-instgrm-permalink='https://www.instagram.com/p/Ab1/?utm=x'>"
                     "</blockquote>", "https://www.instagram.com/p/Ab1/", "Post on Instagram", id="Instagram"),
        pytest.param("<blockquote class='tiktok-embed' cite='https://www.tiktok.com/@mia/video/77'></blockquote>",
                     "https://www.tiktok.com/@mia/video/77", "Video on TikTok", id="TikTok"),
        pytest.param("<div class='fb-post' data-href='https://www.facebook.com/mia/posts/7?x=1'></div>",
                     "https://www.facebook.com/mia/posts/7", "Post on Facebook", id="Facebook"),
        pytest.param("<blockquote class='bluesky-embed'><a href='https://bsky.app/profile/mia.example'>Mia</a>"
                     "<a href='https://bsky.app/profile/mia.example/post/3k?ref_src=embed'>May 1</a></blockquote>",
                     "https://bsky.app/profile/mia.example/post/3k", "Post on Bluesky", id="Bluesky"),
    ],
)  # fmt: skip
def test_embedded(html: str, url: str, label: str) -> None:
    assert embed_of(first(html)) == Embed(url, label)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<iframe src='https://rivers.example/gauge'></iframe>", id="an unknown site without a title"),
        pytest.param("<iframe src='https://rivers.example/g' title='iframe'></iframe>", id="a title that says nothing"),
        pytest.param("<iframe src='https://rivers.example/a' title='3rd party ad content'></iframe>", id="an ad"),
        pytest.param("<iframe src='https://x.g.doubleclick.net/a' title='Otters'></iframe>", id="an ad server"),
        pytest.param("<iframe src='https://www.googletagmanager.com/ns.html?id=1' title='Otters'></iframe>",
                     id="a tracker"),
        pytest.param("<iframe src='https://www.google.com/recaptcha/api2' title='Check'></iframe>", id="a captcha"),
        pytest.param("<iframe src='https://www.facebook.com/plugins/like.php?href=x' title='Like'></iframe>",
                     id="a like button"),
        pytest.param("<iframe src='https://www.youtube.com/embed/Abcdefghijk' style='display: none'></iframe>",
                     id="hidden by style"),
        pytest.param("<iframe src='https://www.youtube.com/embed/Abcdefghijk' width=0></iframe>", id="without a width"),
        pytest.param("<iframe src='https://www.youtube.com/embed/Abcdefghijk' hidden></iframe>", id="hidden"),
        pytest.param("<iframe src='about:blank' title='Otters'></iframe>", id="a blank page"),
        pytest.param("<iframe src='javascript:swim()' title='Otters'></iframe>", id="a script"),
        pytest.param("<iframe src=' java\nscript:swim()' title='Otters'></iframe>", id="a script in disguise"),
        pytest.param("<iframe src='data:text/html,x' title='Otters'></iframe>", id="a page in its address"),
        pytest.param("<iframe src='https://[bad' title='Otters'></iframe>", id="a malformed address"),
        pytest.param("<iframe></iframe>", id="nothing"),
        pytest.param("<video autoplay muted loop src='/otter.mp4'></video>", id="decoration"),
        pytest.param("<video src='/a.mp4' title='Sponsored video'></video>", id="a film that is an ad"),
        pytest.param("<video src='blob:https://rivers.example/1'></video>", id="a film in memory"),
        pytest.param("<object type='image/svg+xml' data='/otter.svg' title='Otter'></object>", id="a picture"),
        pytest.param("<embed src='/otter.swf' title='Otters'>", id="Flash"),
        pytest.param("<amp-youtube data-videoid='a)](x'></amp-youtube>", id="a key that is none"),
        pytest.param("<amp-reddit data-src='javascript:x'></amp-reddit>", id="a script for a key"),
        pytest.param("<amp-ad src='/a'></amp-ad>", id="an ad of AMP"),
        pytest.param("<blockquote class='twitter-tweet'>Otters</blockquote>", id="a post without an address"),
        pytest.param("<blockquote class='quote'><a href='https://twitter.com/m/status/1'>x</a></blockquote>",
                     id="a quote"),
        pytest.param("<p>Otters</p>", id="a paragraph"),
    ],
)  # fmt: skip
def test_nothing_to_keep(html: str) -> None:
    assert embed_of(first(html)) is None


def test_what_to_ask_about() -> None:
    assert {"iframe", "video", "amp-youtube"} <= TAGS
    assert "twitter-tweet" in POST_CLASSES


@given(st.text(max_size=40), st.sampled_from(["", "https://", "//", "https://www.youtube.com/embed/", "https://["]))
def test_any_address_is_read(rest: str, start: str) -> None:
    element = etree.Element("iframe")
    try:
        element.set("src", start + rest)
    except ValueError:  # characters that no tree holds
        return
    element.set("title", "Otters at play")
    found = embed_of(element)
    assert found is None or found.url


def test_an_address_without_end_is_none() -> None:
    assert embed_of(frame("https://rivers.example/" + "a" * 100_000, "title='Otters at play'")) is None
