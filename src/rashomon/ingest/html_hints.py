"""What a page's own element and class names say of a block: menu, caption, byline, cookie notice."""

from __future__ import annotations

import re
from functools import lru_cache

_HINT_TAGS = {
    "nav": "nav", "footer": "footer", "header": "header", "aside": "aside", "figure": "figure", "form": "form",
    "figcaption": "figcaption", "button": "button", "address": "address", "time": "time", "blockquote": "quote",
    "li": "item", "dialog": "dialog", "table": "table", "article": "article", "main": "main",
}  # fmt: skip
_HINT_NAMES = (
    ("cookie", re.compile(r"cookie|consent|gdpr|onetrust")),
    ("paywall", re.compile(r"paywall|metered|subscriber-only|regwall|piano")),
    ("comment", re.compile(r"(?<![a-z])comments?(?![a-z])|disqus|respond|replies")),
    (
        "related",
        re.compile(
            r"related|recirc|recommend|read-?more|more-?(?:from|stories)|most-?(?:read|viewed|popular)|trending|outbrain|"
            r"taboola|teaser|also-?like|up-?next"
        ),
    ),
    (
        "plug",
        re.compile(r"newsletter|promo|signup|sign-up|share|sharing|social|subscribe|donat|support-us|app-?banner|follow"),
    ),
    ("advert", re.compile(r"(?<![a-z])(?:ad|ads|advert|advertisement|sponsor(?:ed)?|dfp)(?![a-z])")),
    ("caption", re.compile(r"caption|wp-caption")),
    ("credit", re.compile(r"credit|photographer|copyright-?holder")),
    ("byline", re.compile(r"byline|author-?name|(?<![a-z])authors?(?![a-z])")),
    ("bio", re.compile(r"author-?bio|(?<![a-z])bio(?![a-z])|about-?(?:the-)?author|author-?(?:box|info|card|desc)")),
    (
        "deck",
        re.compile(
            r"standfirst|(?<![a-z])(?:deck|dek)(?![a-z])|subtitle|sub-?head(?:line|ing)|chapo|"
            r"article-(?:summary|intro|lead)"
        ),
    ),
    ("date", re.compile(r"dateline|pub(?:lish(?:ed)?)?-?date|timestamp|post-?date|entry-date")),
    ("correction", re.compile(r"correction|clarification")),
    (
        "nav",
        re.compile(
            r"(?<![a-z])(?:nav|menu|breadcrumbs?|sidebar|masthead|navbar|tags?|topics|toolbar|skip-link|pagination)(?![a-z])"
        ),
    ),
    ("footer", re.compile(r"(?<![a-z])footer|colophon|site-?foot")),
)  # fmt: skip
_HEADING = re.compile(r"h[1-6]")
_LONGEST = 400


@lru_cache(maxsize=8192)
def read_hints(tag: str, names: str) -> frozenset[str]:
    """Return the hints that an element gives by its ``tag`` and by ``names``, its class and its id."""
    found = {_HINT_TAGS[tag]} if tag in _HINT_TAGS else set()
    if _HEADING.fullmatch(tag):
        found.add("heading")
    if names and not names.isspace():
        lowered = names[:_LONGEST].lower()
        found |= {hint for hint, pattern in _HINT_NAMES if pattern.search(lowered)}
    return frozenset(found)
