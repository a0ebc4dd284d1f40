"""What an address gives away: ad servers, trackers, share buttons, icons. One RE2 scan over it finds all."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from cleaner.sources.patterns import Together

# Facts about hosts and paths that hold on any site. Facts about one site belong in that site's file.
_KINDS: Final = {
    "ad": (
        r"doubleclick\.net|googlesyndication\.com|googleadservices\.com|adservice\.google|amazon-adsystem\.com"
        r"|adnxs\.com|taboola\.com|outbrain\.com|adroll\.com|criteo\.(?:com|net)|buysellads\.com|carbonads\.(?:com|net)"
        r"|/adclick|/adserver|/banner_ads/|[/.]ads?\.(?:php|aspx)|[?&]ad_?(?:id|unit)=|/sponsored-links?/|servedby\."
        r"|pubads\.|adform\.net|smartadserver\.com|rubiconproject\.com|pos\.baidu\.com|cpro\.baidu\.com|union\.baidu\.com"
        r"|aclick\?|/aclk\?|utm_medium=(?:sponsored|banner|ad|display)\b"
    ),
    "pixel": (
        r"google-analytics\.com|/matomo\.php|/piwik\.php|facebook\.com/tr\b|scorecardresearch\.com|pixel\.wp\.com"
        r"|stats\.wordpress\.com|/pixel\.(?:gif|png)|/(?:1x1|spacer|blank|transparent|clear|pixel|dot)\.(?:gif|png)"
        r"|quantserve\.com|hm\.baidu\.com|mc\.yandex\.ru|counter\.yadro\.ru|feeds\.feedburner\.com/~[rf]"
    ),
    "share": (
        r"(?:facebook\.com|fb\.com)/(?:sharer|share\.php|dialog/share)|(?:twitter|x)\.com/(?:share|intent)\b"
        r"|linkedin\.com/(?:shareArticle|sharing|cws/share)|reddit\.com/submit|pinterest\.[a-z.]+/pin/create"
        r"|(?:t\.me|telegram\.me)/share|(?:api\.whatsapp\.com|web\.whatsapp\.com)/send|whatsapp://send|wa\.me/\?text"
        r"|news\.ycombinator\.com/submitlink|service\.weibo\.com/share|connect\.qq\.com|qzone\.qq\.com/cgi-bin/qzshare"
        r"|tumblr\.com/(?:share|widgets/share)|bsky\.app/intent|getpocket\.com/(?:save|edit)|mailto:\?|addtoany\.com"
        r"|b\.hatena\.ne\.jp/(?:add|entry)|social-plugins\.line\.me|vk\.com/share|xing\.com/(?:spi|social)|addthis\.com"
        r"|threads\.net/intent|[?&]share=[a-z]|blogger\.com/share-post|flipboard\.com/bookmarklet|story\.kakao\.com/share"
    ),
    "account": (
        r"/(?:wp-login\.php|log-?in|sign-?in|sign-?up|register|logout|my-?account|users/sign_in|auth/login|passport)"
        r"(?:[/?#.]|$)"
    ),
    "comment": r"#(?:comments?|respond|disqus_thread|comment-\d+|comments-\d+)\b|/comment-page-\d|[?&]replytocom=",
    "icon": (
        r"/(?:icons?|sprites?|emoji|smileys|smilies|social-?icons?|flags)/|[_/-](?:icons?|sprite|avatar|favicon)[_.-]|logo[^/\n]*\.svg"
        r"|[a-z](?:Icon|Logo)\.(?:png|svg|gif)|gravatar\.com/avatar|/avatars?/"
        r""
        r"|[_-](?:16|20|24|32|48)x(?:16|20|24|32|48)\b|^data:image/(?:svg|gif)|/emojis?/|icon\d*_\w+\.gif"
    ),
    "theme": r"/(?:themes?|skins?|templates?|dist)/[^\n]*\.(?:png|svg|gif|webp)",
    "file": r"\.(?:pdf|zip|tar|gz|tgz|7z|docx?|xlsx?|pptx?|epub|csv|mp3|mp4)(?:[?#]|$)",
    "tracked": (
        r"[?&;](?:utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|mkt_tok|mtm_\w+|pk_\w+|piwik_\w+"
        r"|_hsenc|_hsmi|hsctatracking|vero_id|oly_\w+_id|wickedid|ref_src|ref_url|spm|scm|trk|trkcampaign|share_?source"
        r"|sc_cid|cmpid|s_cid|at_\w+|ns_campaign|ns_mchannel|wt_mc|xtor|guc\w+)="
    ),
    "author": r"/(?:authors?|profile|people|user|users|members?|contributors?|by|staff|team)/[^/\n]+/?$",
    "tag": r"/(?:tags?|categor(?:y|ies|ia|ie)|topics?|labels?|search/label|c/|kategorie|tagged)/"
    r"|[?&](?:tag|cat|category)=|rel=tag",
}
_NAMES: Final = tuple(_KINDS)
_PATTERNS: Final = Together("(?i)" + pattern for pattern in _KINDS.values())
_NONE: Final[frozenset[str]] = frozenset()
_LONGEST: Final = 300  # characters of an address that is remembered


def kinds_of(url: str) -> frozenset[str]:
    """What kinds of address this one is; none for nearly all."""
    return _remembered(url) if len(url) <= _LONGEST else _find(url)


def _find(url: str) -> frozenset[str]:
    found = _PATTERNS.find(url.replace("\n", " "))
    return frozenset(_NAMES[at] for at in found) if found else _NONE


# The addresses of menus come again on every page of a site, and every address of a page in its second pass.
_remembered = lru_cache(maxsize=16_384)(_find)
