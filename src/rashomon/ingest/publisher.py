"""Who put the article out, read from what the page says of itself; nothing is looked up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rashomon.ingest.outlets import names_outlet
from rashomon.ingest.rows import Row
from rashomon.ingest.sections import Sections
from rashomon.ingest.shapes import SECTION_WORDS, is_menu, is_name
from rashomon.ingest.wordlists import open_words
from rashomon.text.fold import fold, words

_UPPER = r"[^\W\d_a-zа-яёіїєґ][\w'’&-]*(?:\.[^\W\d_][\w]*)?"
_JOIN = r"(?:of|the|and|de|du|des|la|le|les|der|des|und|für|del|los|y|&|for|in|von|et|und|та|и|і)"
_NAME = rf"((?:{_UPPER}|[«„“][^«»„“”]{{2,50}}[»“”])(?:\s(?:(?:{_JOIN})\s){{0,2}}{_UPPER}){{0,6}})"
_COPYRIGHT = re.compile(
    r"(?:©|\b[Cc]opyright\b)\s*(?:\([cC]\)\s*|©\s*)?(?:by\s+)?(?:\d{4}(?:\s?[-–—]\s?\d{2,4})?,?\s*)?(?:by\s+)?(?:ГО\s|ООО\s|ТОВ\s)?"
    + _NAME
)
_SAYS = tuple(
    re.compile(pattern.replace("NAME", _NAME))
    for pattern in (
        r"[Tt]hanks for reading NAME",
        r"(?:[Ff]ollow|FOLLOW|[Jj]oin|[Ll]ike) (?:the )?NAME (?:on|channel)\b",
        r"[Cc]ontent (?:by|from) NAME (?:is|are)",
        r"You(?:’|')re reading NAME,",
        r"(?:Get|GET|DOWNLOAD|Download) (?:the )?NAME(?:'s|’s| app| APP)",
        r"NAME (?:carries|has) no (?:advertis|owner)",
        r"NAME(?:'s|’s) journalism is",
        r"NAME is (?:owned by|a reader-supported|part of)",
        r"NAME (?:texts|articles|content) may be",
        r"NAME lebt von",
        r"NAME et ses \d+ partenaires",
        r"NAME (?:ne touche|vit de)",
        r"NAME se sostiene",
        r"Unlimited NAME from",
        r"Statements of the NAME",
        r"obtained by NAME",
        r"(?:told|said to) NAME(?= on|\.|,)",
        r"(?:for|pour|für|для|para) NAME$",
        r"/\s?NAME$",
        r"\| NAME$",
        r"^NAME (?:photo|Photo|/)",
        r"\bна NAME обязательна",
        r"hyperlink to (?:the )?NAME",
        r"«([^«»]{3,40})» (?:обязательна|в Telegram|у Telegram)",
        r"[Пп]одписывайтесь на «([^«»]{3,40})»",
        r"специально для «([^«»]{3,40})»",
        r"[Cc]iter « ?([^«»]{3,40}?) ?»",
    )
    if "NAME" in pattern or "«" in pattern
)
_CHROME = frozenset(
    {
        "navigation",
        "byline",
        "date",
        "credit",
        "disclaimer",
        "plug",
        "paywall",
        "cookie",
        "bio",
        "related",
        "advert",
        "correction",
    }
) | {"headline"}
_GENERIC = open_words("generic")
_LEAST = 3.0
_HEAD_ROWS = 5


def find_publisher(rows: Sequence[Row], sections: Sections) -> str | None:
    """Return the publisher that the capture names most plainly, or None where it names none plainly enough."""
    votes: Counter[str] = Counter()
    written: dict[str, str] = {}
    for weight, name in _candidates(rows, sections):
        clean = _clean(name)
        key = fold(clean)
        if not clean or all(word in SECTION_WORDS or word in _GENERIC for word in words(clean)):
            continue
        votes[key] += int(10 * weight)
        if key not in written or (written[key].isupper() and not clean.isupper()):
            written[key] = clean
    text = fold("\n".join(row.plain for row in rows))
    scored: list[tuple[float, int, str]] = []
    for key, vote in votes.items():
        score = vote / 10 + min(3, text.count(key) - 1) * 0.5 + (2 if names_outlet(key) else 0)
        scored.append((score, len(key), key))
    if not scored or max(scored)[0] < _LEAST:
        return None
    best = max(scored)
    longer = [one for one in scored if best[2] in one[2] and one[2] != best[2] and one[0] >= best[0] - 2]
    return written[max(longer)[2] if longer else best[2]]


def _clean(name: str) -> str:
    cut = re.sub(r"\s(?:Ltd|Inc|LLC|GmbH|mbH|Co|Company|est)\b.*$", "", name.strip(' .,:;|–—-*_«»„“”"'))
    return cut.strip(' .,:;|–—-*_«»„“”"') if any(char.isalpha() for char in cut) and len(cut) > 1 else ""


def _candidates(rows: Sequence[Row], sections: Sections) -> Iterator[tuple[float, str]]:
    marks = sections.marks
    for row in rows:
        label = marks[row.number].label
        if label not in _CHROME:
            continue
        for match in _COPYRIGHT.finditer(row.plain):
            yield 3.5, match[1]
        for pattern in _SAYS:
            for match in pattern.finditer(row.plain):
                yield 2.0, match[1]
        if label == "byline":
            yield from (
                (1.5, part) for part in re.split(r"[|,·]", row.plain)[1:] if names_outlet(part) and not row.dates
            )
        if label == "date" and "," in row.plain and names_outlet(row.plain.split(",")[0]):
            yield 2.5, row.plain.split(",")[0]
    yield from _mastheads(rows, sections)


def _mastheads(rows: Sequence[Row], sections: Sections) -> Iterator[tuple[float, str]]:
    """Yield what the first rows open with, where it stands apart from what follows as a name does."""
    headline = sections.headline if sections.headline is not None else 0
    for row in rows[: min(headline, _HEAD_ROWS)]:
        if sections.marks[row.number].label not in {"navigation", "byline", "headline", "caption", "plug"}:
            continue
        first = re.split(r"\s(?:[|·•/*–—:]|::|--|»|>|›|▸|est\.)+\s|\s{2,}|[|•·☰]", row.plain)[0].strip()
        if not 1 <= len(first.split()) <= 7 or not first[:1].isupper() or is_menu_word(first):  # noqa: PLR2004 - a bound of this rule alone
            continue
        whole = first == row.plain
        yield (
            (2.0 if row.number == 0 else 1.0)
            + (0.5 if first.isupper() else 0)
            - (1.0 if whole and is_menu(row) else 0)
            - (1.0 if is_name(first) and not names_outlet(first) else 0),
            first,
        )


def is_menu_word(text: str) -> bool:
    """Tell whether ``text`` is a section's name and not a publisher's."""
    tokens = words(text)
    return sum(token in SECTION_WORDS or token in _GENERIC for token in tokens) * 2 > len(tokens)
