"""Sites whose content other pages embed: which page an embedded address stands for; and whose frames are no content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from cleaner.sources.patterns import Pattern, Waiting

_LONGEST_ADDRESS: Final = 4_000  # characters: map frames have two thousand


class _Site(NamedTuple):
    """How a site's embedded content is addressed: a pattern for path and query, the page it stands for, its name."""

    pattern: Pattern
    page: str
    """With the pattern's groups by name; "" keeps the address."""
    label: str


def _site(pattern: str, page: str, label: str) -> _Site:
    return _Site(Waiting("(?i)^" + pattern), page, label)


_ID: Final = r"(?P<id>[\w-]+)"
_YOUTUBE: Final = (
    _site(r"/embed/(?:videoseries|playlist)?\?(?:.*&)?list=" + _ID, "https://www.youtube.com/playlist?list={id}",
          "Playlist on YouTube"),
    _site(r"/(?:embed|v|e|shorts|live)/(?P<id>[\w-]{6,20})", "https://www.youtube.com/watch?v={id}",
          "Video on YouTube"),
    _site(r"/watch\?(?:.*&)?v=(?P<id>[\w-]{6,20})", "https://www.youtube.com/watch?v={id}", "Video on YouTube"),
)  # fmt: skip
_TWITTER: Final = (
    _site(r"/(?P<user>\w+)/status(?:es)?/(?P<id>\d+)", "https://twitter.com/{user}/status/{id}", "Post on X"),
    _site(r"/embed/(?:Tweet|index)\.html\?(?:.*&)?id=(?P<id>\d+)", "https://twitter.com/i/status/{id}", "Post on X"),
)
_MAPS: Final = (_site(r"/(?:maps|mymaps)?(?:[/?].*)?(?:embed|\bq=|pb=|mid=)", "", "Map on Google Maps"),)
# Hosts, without `www.`, and what they embed. Addresses as the sites' own embedding instructions give them.
_SITES: Final[Mapping[str, tuple[_Site, ...]]] = {
    "youtube.com": _YOUTUBE,
    "m.youtube.com": _YOUTUBE,
    "youtube-nocookie.com": _YOUTUBE,
    "youtu.be": (_site("/" + _ID, "https://www.youtube.com/watch?v={id}", "Video on YouTube"),),
    "player.vimeo.com": (
        _site(r"/video/(?P<id>\d+)\?(?:.*&)?h=(?P<key>\w+)", "https://vimeo.com/{id}/{key}", "Video on Vimeo"),
        _site(r"/video/(?P<id>\d+)", "https://vimeo.com/{id}", "Video on Vimeo"),
    ),
    "vimeo.com": (_site(r"/(?P<id>\d+)", "https://vimeo.com/{id}", "Video on Vimeo"),),
    "dailymotion.com": (
        _site(r"/(?:embed/)?video/(?P<id>\w+)", "https://www.dailymotion.com/video/{id}", "Video on Dailymotion"),
    ),
    "geo.dailymotion.com": (
        _site(r"/player.*[?&]video=(?P<id>\w+)", "https://www.dailymotion.com/video/{id}", "Video on Dailymotion"),
    ),
    "twitter.com": _TWITTER,
    "x.com": _TWITTER,
    "platform.twitter.com": _TWITTER,
    "platform.x.com": _TWITTER,
    "instagram.com": (
        _site(r"/(?:[\w.]+/)?(?P<kind>p|reel|tv)/" + _ID, "https://www.instagram.com/{kind}/{id}/",
              "Post on Instagram"),
    ),
    "tiktok.com": (
        _site(r"/@(?P<user>[\w.]+)/video/(?P<id>\d+)", "https://www.tiktok.com/@{user}/video/{id}", "Video on TikTok"),
        _site(r"/(?:embed(?:/v\d)?|player/v1)/(?P<id>\d+)", "https://www.tiktok.com/embed/v2/{id}", "Video on TikTok"),
    ),
    "facebook.com": (
        _site(r"/plugins/(?:post|video)\.php\?(?:.*&)?href=(?P<address>[^&]+)", "{address}", "Post on Facebook"),
    ),
    "open.spotify.com": (
        _site(r"/embed(?:-podcast)?/(?P<kind>\w+)/(?P<id>\w+)", "https://open.spotify.com/{kind}/{id}",
              "Audio on Spotify"),
    ),
    "w.soundcloud.com": (
        _site(r"/player/?\?(?:.*&)?url=(?P<address>[^&]+)", "{address}", "Audio on SoundCloud"),
    ),
    "bandcamp.com": (_site("/EmbeddedPlayer", "", "Audio on Bandcamp"),),
    "embed.podcasts.apple.com": (_site("(?P<path>/[^?]+)", "https://podcasts.apple.com{path}", "Podcast on Apple"),),
    "embed.music.apple.com": (_site("(?P<path>/[^?]+)", "https://music.apple.com{path}", "Music on Apple"),),
    "codepen.io": (
        _site(r"/(?P<user>[\w-]+)/(?:pen|embed(?:/preview)?)/" + _ID, "https://codepen.io/{user}/pen/{id}",
              "Code on CodePen"),
    ),
    "jsfiddle.net": (
        _site("(?P<path>/[^?]+?)/embed(?:ded)?(?:/|$)", "https://jsfiddle.net{path}/", "Code on JSFiddle"),
    ),
    "codesandbox.io": (_site("/(?:embed|s)/" + _ID, "https://codesandbox.io/s/{id}", "Code on CodeSandbox"),),
    "stackblitz.com": (_site("/edit/" + _ID, "https://stackblitz.com/edit/{id}", "Code on StackBlitz"),),
    "google.com": _MAPS,
    "maps.google.com": _MAPS,
    "docs.google.com": (
        _site(r"/(?:viewer|gview)\?(?:.*&)?url=(?P<address>[^&]+)", "{address}", "Document"),
        _site("/(?:document|presentation|spreadsheets|forms)/", "", "Document on Google Docs"),
    ),
    "drive.google.com": (_site("/file/", "", "File on Google Drive"),),
    "openstreetmap.org": (_site("/export/embed", "", "Map on OpenStreetMap"),),
    "loom.com": (_site(r"/(?:embed|share)/(?P<id>\w+)", "https://www.loom.com/share/{id}", "Video on Loom"),),
    "embed.ted.com": (_site("(?P<path>/talks/[^?]+)", "https://www.ted.com{path}", "Talk on TED"),),
    "player.twitch.tv": (
        _site(r"/\?(?:.*&)?video=v?(?P<id>\d+)", "https://www.twitch.tv/videos/{id}", "Video on Twitch"),
    ),
    "clips.twitch.tv": (_site("/embed.*[?&]clip=" + _ID, "https://clips.twitch.tv/{id}", "Video on Twitch"),),
    "streamable.com": (_site(r"/(?:[eos]/)?(?P<id>\w+)", "https://streamable.com/{id}", "Video on Streamable"),),
    "rumble.com": (_site(r"/embed/", "", "Video on Rumble"),),
    "player.bilibili.com": (
        _site(r"/.*[?&]bvid=(?P<id>\w+)", "https://www.bilibili.com/video/{id}", "Video on Bilibili"),
        _site(r"/.*[?&]aid=(?P<id>\d+)", "https://www.bilibili.com/video/av{id}", "Video on Bilibili"),
    ),
    "player.youku.com": (_site("/embed/(?P<id>[\\w=]+)", "https://v.youku.com/v_show/id_{id}.html", "Video on Youku"),),
    "v.qq.com": (_site(r"/.*[?&]vid=(?P<id>\w+)", "https://v.qq.com/x/page/{id}.html", "Video on Tencent Video"),),
    "rutube.ru": (_site(r"/(?:play/embed|video)/(?P<id>\w+)", "https://rutube.ru/video/{id}/", "Video on Rutube"),),
    "ok.ru": (_site(r"/videoembed/(?P<id>\d+)", "https://ok.ru/video/{id}", "Video on OK"),),
    "vk.com": (
        _site(r"/video_ext\.php\?(?:.*&)?oid=(?P<owner>-?\d+)&(?:amp;)?id=(?P<id>\d+)",
              "https://vk.com/video{owner}_{id}", "Video on VK"),
    ),
    "embed.nicovideo.jp": (_site(r"/watch/(?P<id>\w+)", "https://www.nicovideo.jp/watch/{id}", "Video on Niconico"),),
    "archive.org": (_site(r"/embed/(?P<id>[\w.-]+)", "https://archive.org/details/{id}", "Item on Internet Archive"),),
    "giphy.com": (_site(r"/embed/(?P<id>\w+)", "https://giphy.com/gifs/{id}", "Animation on Giphy"),),
    "embed.reddit.com": (_site("(?P<path>/r/[^?]+)", "https://www.reddit.com{path}", "Post on Reddit"),),
    "redditmedia.com": (_site("(?P<path>/r/[^?]+)", "https://www.reddit.com{path}", "Post on Reddit"),),
    "embed.bsky.app": (
        _site("/embed/(?P<user>[^/?]+)/app\\.bsky\\.feed\\.post/" + _ID, "https://bsky.app/profile/{user}/post/{id}",
              "Post on Bluesky"),
    ),
    "linkedin.com": (_site("/embed/feed/update/(?P<id>[\\w:-]+)", "https://www.linkedin.com/feed/update/{id}",
                           "Post on LinkedIn"),),
    "datawrapper.dwcdn.net": (_site("/", "", "Chart on Datawrapper"),),
    "flo.uri.sh": (_site("/(?P<kind>visualisation|story)/(?P<id>\\d+)", "https://public.flourish.studio/{kind}/{id}/",
                         "Chart on Flourish"),),
    "e.infogram.com": (_site("/" + _ID, "https://infogram.com/{id}", "Chart on Infogram"),),
    "public.tableau.com": (_site("/views/", "", "Chart on Tableau"),),
    "slideshare.net": (_site("/", "", "Slides on SlideShare"),),
    "scribd.com": (_site(r"/embeds/(?P<id>\d+)", "https://www.scribd.com/document/{id}", "Document on Scribd"),),
    "videopress.com": (_site(r"/(?:embed|v)/(?P<id>\w+)", "https://videopress.com/v/{id}", "Video on VideoPress"),),
    "fast.wistia.net": (_site(r"/embed/iframe/(?P<id>\w+)", "https://fast.wistia.net/embed/iframe/{id}",
                              "Video on Wistia"),),
    "players.brightcove.net": (_site(r"/.*[?&]videoId=", "", "Video on Brightcove"),),
    "cdn.jwplayer.com": (_site("/players/", "", "Video"),),
}  # fmt: skip

# Frames of advertisers, trackers, consent notices, log-ins, forms and share buttons, with all hosts below these.
_NO_CONTENT: Final = frozenset(
    "doubleclick.net googlesyndication.com googletagmanager.com google-analytics.com googleadservices.com"
    " adtrafficquality.google adservice.google.com amazon-adsystem.com adnxs.com adsrvr.org criteo.com criteo.net"
    " taboola.com outbrain.com rubiconproject.com pubmatic.com openx.net casalemedia.com smartadserver.com adform.net"
    " teads.tv sharethrough.com yieldmo.com 33across.com indexww.com lijit.com media.net quantserve.com quantcount.com"
    " scorecardresearch.com permutive.app permutive.com hotjar.com tr.snapchat.com bat.bing.com crwdcntrl.net"
    " demdex.net rlcdn.com bluekai.com liadm.com eyeota.net fls.doubleclick.net yandex.ru mc.yandex.ru baidu.com"
    " cookiebot.com onetrust.com trustarc.com consensu.org consentmanager.net privacy-mgmt.com sourcepoint.com"
    " usercentrics.eu didomi.io accounts.google.com apis.google.com recaptcha.net hcaptcha.com"
    " challenges.cloudflare.com js.stripe.com m.stripe.network paypal.com paypalobjects.com disqus.com addthis.com"
    " sharethis.com addtoany.com widgets.wp.com jetpack.wordpress.com public-api.wordpress.com intercom.io"
    " intercomcdn.com drift.com driftt.com tawk.to zopim.com zdassets.com crisp.chat livechatinc.com hubspot.com"
    " hsforms.com hsforms.net hs-sites.com list-manage.com mailchimp.com beehiiv.com substack.com chargebee.com"
    " trustpilot.com lightwidget.com usablenet.com elfsight.com calendly.com".split()
)
_NO_CONTENT_PATHS: Final = Waiting(
    r"(?i)^/(?:recaptcha|plugins/(?:like|likebox|share_button|page|follow|comments|login_button|customer_?chat)|tr\b"
    r"|widgets/(?:follow|tweet|widget_iframe|hub)|o/oauth|gsi/|login|signin|subscribe|newsletter|gtm|ns\.html)"
)


class Known(NamedTuple):
    """The page that an embedded address stands for, and what a link to it is called."""

    url: str
    label: str


def known_page(url: str) -> Known | None:
    """The page of a site that is known to embed; None for any other address. `url` may lack its scheme."""
    parts = split(url)
    if parts is None:
        return None
    query = f"?{parts.query}" if parts.query else ""
    for site in _SITES.get(_host(parts).removeprefix("www."), ()):
        match = site.pattern.match((parts.path or "/") + query)
        if match is not None:
            groups = {name: value or "" for name, value in match.groupdict().items()}
            return _known(site, groups, url)
    return None


def _known(site: _Site, groups: dict[str, str], url: str) -> Known | None:
    if "address" in groups:
        groups["address"] = unquote(groups["address"])
        if not groups["address"].startswith(("http://", "https://", "//")):
            return None
    return Known(site.page.format_map(groups) if site.page else url, site.label)


def is_no_content(url: str) -> bool:
    """Whether an address is one of an advertiser, a tracker, a log-in or a share button."""
    parts = split(url)
    if parts is None:
        return True
    labels = _host(parts).split(".")[-6:]
    hosts = (".".join(labels[at:]) for at in range(len(labels)))
    return any(host in _NO_CONTENT for host in hosts) or _NO_CONTENT_PATHS.match(parts.path) is not None


def split(url: str) -> SplitResult | None:
    """The parts of an address; None for one that is malformed or without end."""
    if len(url) > _LONGEST_ADDRESS:
        return None
    try:
        return urlsplit(url)
    except ValueError:  # brackets that are no IPv6 address
        return None


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2].partition(":")[0].lower()
