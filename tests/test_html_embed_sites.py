"""Embedded addresses and the pages they stand for."""

from __future__ import annotations

import pytest

from cleaner.sources.html.embed_sites import is_no_content, known_page


@pytest.mark.parametrize(
    ("url", "page", "label"),
    [
        pytest.param("https://www.youtube-nocookie.com/embed/Abcdefghijk?rel=0&start=9",
                     "https://www.youtube.com/watch?v=Abcdefghijk", "Video on YouTube", id="YouTube without cookies"),
        pytest.param("//youtu.be/Abcdefghijk", "https://www.youtube.com/watch?v=Abcdefghijk", "Video on YouTube",
                     id="YouTube, short"),
        pytest.param("https://www.youtube.com/embed/videoseries?si=x&list=PLab_1",
                     "https://www.youtube.com/playlist?list=PLab_1", "Playlist on YouTube", id="YouTube playlist"),
        pytest.param("https://player.vimeo.com/video/77?title=0", "https://vimeo.com/77", "Video on Vimeo", id="Vimeo"),
        pytest.param("https://player.vimeo.com/video/77?h=ab1&title=0", "https://vimeo.com/77/ab1", "Video on Vimeo",
                     id="Vimeo, unlisted"),
        pytest.param("https://www.dailymotion.com/embed/video/x7ab", "https://www.dailymotion.com/video/x7ab",
                     "Video on Dailymotion", id="Dailymotion"),
        pytest.param("https://geo.dailymotion.com/player/p1.html?video=x7ab", "https://www.dailymotion.com/video/x7ab",
                     "Video on Dailymotion", id="Dailymotion's player"),
        pytest.param("https://platform.twitter.com/embed/Tweet.html?dnt=1&id=22&lang=en",
                     "https://twitter.com/i/status/22", "Post on X", id="Twitter"),
        pytest.param("https://x.com/mia/status/22?s=20", "https://twitter.com/mia/status/22", "Post on X", id="X"),
        pytest.param("https://www.instagram.com/reel/Ab-1/embed/captioned", "https://www.instagram.com/reel/Ab-1/",
                     "Post on Instagram", id="Instagram"),
        pytest.param("https://www.tiktok.com/embed/v2/77?lang=en", "https://www.tiktok.com/embed/v2/77",
                     "Video on TikTok", id="TikTok"),
        pytest.param("https://www.facebook.com/plugins/post.php?width=5&href=https%3A%2F%2Ffacebook.com%2Fmia%2Fposts%2F7",
                     "https://facebook.com/mia/posts/7", "Post on Facebook", id="Facebook"),
        pytest.param("https://open.spotify.com/embed/episode/4ab?utm_source=x", "https://open.spotify.com/episode/4ab",
                     "Audio on Spotify", id="Spotify"),
        pytest.param("https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/7&color=f50",
                     "https://api.soundcloud.com/tracks/7", "Audio on SoundCloud", id="SoundCloud"),
        pytest.param("https://codepen.io/mia/embed/preview/aBc?height=3", "https://codepen.io/mia/pen/aBc",
                     "Code on CodePen", id="CodePen"),
        pytest.param("https://jsfiddle.net/mia/a1/embedded/result/", "https://jsfiddle.net/mia/a1/", "Code on JSFiddle",
                     id="JSFiddle"),
        pytest.param("https://www.google.com/maps/embed?pb=!1m1", "https://www.google.com/maps/embed?pb=!1m1",
                     "Map on Google Maps", id="Google Maps"),
        pytest.param("https://maps.google.com/maps?q=Ouse&output=embed", "https://maps.google.com/maps?q=Ouse&output=embed",
                     "Map on Google Maps", id="Google Maps, older"),
        pytest.param("https://docs.google.com/gview?embedded=true&url=https%3A%2F%2Frivers.example%2Fa.pdf",
                     "https://rivers.example/a.pdf", "Document", id="a document viewer"),
        pytest.param("https://player.bilibili.com/player.html?isOutside=1&bvid=BV1ab",
                     "https://www.bilibili.com/video/BV1ab", "Video on Bilibili", id="Bilibili"),
        pytest.param("https://vk.com/video_ext.php?oid=-7&id=9&hash=a", "https://vk.com/video-7_9", "Video on VK",
                     id="VK"),
        pytest.param("https://www.loom.com/embed/ab1", "https://www.loom.com/share/ab1", "Video on Loom", id="Loom"),
    ],
)  # fmt: skip
def test_known(url: str, page: str, label: str) -> None:
    assert known_page(url) == (page, label)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://www.youtube.com/", id="no film"),
        pytest.param("https://www.google.com/search?hl=en", id="no map"),
        pytest.param("https://notyoutube.com/embed/Abcdefghijk", id="another host"),
        pytest.param("https://youtube.com.evil.example/embed/Abcdefghijk", id="a host below another"),
        pytest.param("https://w.soundcloud.com/player/?url=javascript%3Aalert(1)", id="a script inside"),
        pytest.param("https://[bad", id="malformed"),
        pytest.param("/embed/Abcdefghijk", id="relative"),
        pytest.param("", id="nothing"),
    ],
)
def test_unknown(url: str) -> None:
    assert known_page(url) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://securepubads.g.doubleclick.net/x", True, id="a host below an ad server"),
        pytest.param("https://doubleclick.net:443/x", True, id="a port"),
        pytest.param("https://mia@doubleclick.net/x", True, id="a user"),
        pytest.param("https://notdoubleclick.net/x", False, id="another host"),
        pytest.param("https://www.google.com/recaptcha/api2", True, id="a captcha"),
        pytest.param("https://rivers.example/otters", False, id="a page"),
        pytest.param("/login?next=/", True, id="a log-in of the page's own"),
        pytest.param("https://[bad", True, id="malformed"),
    ],
)
def test_no_content(url: str, expected: bool) -> None:
    assert is_no_content(url) is expected
