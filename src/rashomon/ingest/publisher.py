"""Who put the article out, read from what the page says of itself; nothing is looked up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rashomon.ingest.outlets import names_outlet
from rashomon.ingest.publisher_names import clean_name, expand, find_names, is_possible, spell
from rashomon.ingest.rows import Row
from rashomon.ingest.sections import Sections
from rashomon.ingest.shapes import is_menu, is_menu_word, is_name
from rashomon.text.fold import fold, words

_UPPER = r"[^\W\d_a-zа-яёіїєґ][\w'’&-]*(?:\.[^\W\d_][\w]*)?"
_JOIN = r"(?:of|the|and|de|du|des|la|le|les|der|die|das|und|für|del|los|y|&|for|in|von|et|та|и|і)"
NAME = rf"((?:{_UPPER}|[«„“][^«»„“”]{{2,50}}[»“”])(?:\s(?:(?:{_JOIN})\s){{0,2}}{_UPPER}){{0,6}})"
_COPYRIGHT = re.compile(
    r"(?:©|\([cC]\)|\b[Cc]opyright\b)\s*(?:\([cC]\)\s*|©\s*)?(?:by\s+)?(?:\d{4}(?:\s?[-–—]\s?\d{2,4})?,?\s*)?(?:by\s+)?"
    r"(?:ГО\s|ООО\s|ТОВ\s)?" + NAME
)
_COPYRIGHT_AFTER = re.compile(rf"(?:^|[\s|·]){NAME},?\s(?:©\s?)?(?:19|20)\d\d\W*$")
_SAYS = tuple(
    re.compile(pattern.replace("NAME", NAME))
    for pattern in (
        r"(?:[Ss]upport|[Ff]ollow|FOLLOW|[Jj]oin|[Ll]ike) (?:the )?NAME",
        r"(?:[Ss]ubscribe|[Dd]onate|[Ww]elcome) to (?:the )?NAME",
        r"(?:Get|GET|DOWNLOAD|Download|Unlimited) (?:the |THE )?NAME(?:'s|’s| app| APP| from)",
        r"NAME(?:'s|’s) (?:journalism|newsletter|app|editors)",
        r"(?:[Cc]ontent|[Tt]exts?|[Aa]rticles?|[Ss]tatements|[Jj]ournalism) (?:by|from|of|on) (?:the )?NAME",
        r"(?:Soutenez|Suivez|Folgen Sie|Unterstützen Sie|Apoya a|Sigue a|Síguenos en) NAME",
        r"(?:\w*ссылк\w+|посилан\w+|матер[иі]ал\w+|подпис\w+|підтрим\w+|сп[еі]ц\w+) (?:на |для )?(«[^«»]{3,40}»)",
        r"(?:^|\s)(?:for|pour|für|для|para) NAME$",
        r"\| NAME$",
    )
)
_READING = re.compile(
    r"(?:(?:[Yy]ou(?:’|')?(?:re| are)|[Tt]hank(?:s| you) for) reading|[Vv]ous lisez|[Ss]ie lesen|[Ee]st[aá]s leyendo|"
    rf"[Вв]ы читаете|[Вв]и читаєте) (?:the |«)?{NAME}"
)
_SUBJECT = re.compile(rf"(?:^|[.!?]\s)\W{{0,3}}(?:The )?{NAME} (?=[a-zа-яёіїєґß-ÿ])")
_GUILLEMETS = re.compile(r"«([А-ЯЁІЇЄҐ][^«»]{2,39})»")
_TOLD = re.compile(rf"(?:told|said to|obtained by|seen by|interview with) (?:the )?{NAME}")
_DOMAIN = re.compile(r"(?<![\w.])(?:[\w.+-]+@|www\.|https?://)?([a-z0-9-]{3,40})\.[a-z]{2,8}\b")
_FRAME = frozenset({
    "navigation", "byline", "date", "credit", "disclaimer", "plug", "paywall", "cookie", "bio", "advert", "correction",
    "headline",
})  # fmt: skip
_REPEATING = _FRAME - {"byline", "headline"}
_PARTS = re.compile(r"\s(?:[|·•*/–—:<]|::|--|»|>|›|▸|est\.)+\s|\s{2,}|[|•·☰<]")
_LEAD_SIGNS = re.compile(r"^[^\w«„“]+")
_HOLDER = re.compile(r"\b(?:group|holdings?|publishing|publishers|verlag|media)$")
_LEAST = 3.0
_HEAD_ROWS = 6
_LONGEST = 7
_ITEMS = 3


@dataclass(slots=True)
class _Poll:
    """Votes for names; private to ``find_publisher``."""

    votes: dict[str, float] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def add(self, weight: float, name: str) -> None:
        """Count evidence of ``weight`` for ``name``, where it can be a publisher's at all."""
        clean = clean_name(name)
        key = fold(clean).removeprefix("the ")
        if not clean or not is_possible(clean):
            return
        self.votes[key] = self.votes.get(key, 0.0) + weight
        if key not in self.written or (self.written[key].isupper() and not clean.isupper()):
            self.written[key] = clean


def find_publisher(rows: Sequence[Row], sections: Sections, authors: Sequence[str] = ()) -> str | None:
    """Return the publisher that the capture names most plainly, or None where it names none plainly enough.

    Evidence are a copyright line, the first part of the lines above the headline, calls to support or follow, bylines
    and credits; a name gains by standing in several such places, in an address, or in the brackets of the dateline.
    """
    labels = [mark.label for mark in sections.marks]
    frame = [row for row in rows if labels[row.number] in _FRAME and row.words]
    poll = _Poll()
    for row in frame:
        _poll_frame(row, labels[row.number], poll)
    _poll_mastheads(rows, sections, poll)
    persons = {fold(name) for name in authors}
    scores = _weigh([row for row in frame if labels[row.number] in _REPEATING], poll, persons)
    _add_support(rows, labels, scores)
    best = max(scores, key=lambda key: (scores[key], len(key), key), default=None)
    if best is None or scores[best] < _LEAST:
        return None
    longer = [key for key in scores if f" {best} " in f" {key} " and key != best and scores[key] >= scores[best] - 1.0]
    name = poll.written[max(longer, key=lambda key: (scores[key], key)) if longer else best]
    text = "\n".join(row.plain for row in rows)
    return spell(expand(name, text), text)


def _poll_frame(row: Row, label: str, poll: _Poll) -> None:
    for weight, pattern in ((2.6, _COPYRIGHT), *((2.2, pattern) for pattern in _SAYS), (3.0, _READING)):
        for match in pattern.finditer(row.plain):
            poll.add(weight, match[1])
    if label in {"navigation", "disclaimer"} and (owner := _COPYRIGHT_AFTER.search(row.plain)):
        poll.add(2.5, owner[1])
    if label in {"plug", "disclaimer", "paywall", "cookie"}:
        _poll_sentences(row, label, poll)
    if label in {"byline", "date", "credit"}:
        _poll_parts(row, label, poll)


def _poll_parts(row: Row, label: str, poll: _Poll) -> None:
    """Count the parts of a byline, a date line ("paper | date | writer") or a credit ("paper / photographer")."""
    if label == "credit":
        sides = re.sub(r"^\w+\s?:\s", "", row.plain).split("/")
        for side in sides if len(sides) == 2 else ():  # noqa: PLR2004 - two sides of one slash
            if not is_name(side) or names_outlet(side):
                poll.add(1.5, side)
        return
    parts = [part.strip(" *_") for part in re.split(r"\s?[|·,]\s?", row.plain)]
    for part in parts if len(parts) > 1 and row.words <= 24 else ():  # noqa: PLR2004 - a bound of this rule alone
        if names_outlet(part) and not any(char.isdigit() for char in part):
            poll.add(2.0, part)


def _poll_sentences(row: Row, label: str, poll: _Poll) -> None:
    """Count names in what the page says of itself: in guillemets, as a paper's name, or as what a sentence is about."""
    for match in _GUILLEMETS.finditer(row.plain):
        poll.add(2.2, match[1])
    owned = _COPYRIGHT.search(row.plain) is not None
    for name in find_names(row.plain, NAME):
        if names_outlet(name) and not owned:
            poll.add(1.2 if label == "disclaimer" else 0.4, name)
    for match in _SUBJECT.finditer(row.plain):
        if " " in match[1] and (match.start() > 0 or row.has("disclaimer", "start") is None):
            poll.add(1.2 if is_name(match[1]) else 2.2, match[1])


def _weigh(frame: Sequence[Row], poll: _Poll, persons: set[str]) -> dict[str, float]:
    """Return the votes, raised where the frame of the page repeats a name; persons are no publishers."""
    repeated: dict[str, int] = {}
    for row in frame:
        for name in {fold(clean_name(one)).removeprefix("the ") for one in find_names(row.plain, NAME)}:
            repeated[name] = repeated.get(name, 0) + 1
    for row in frame:
        for name in find_names(row.plain, NAME):
            key = fold(clean_name(name)).removeprefix("the ")
            if repeated.get(key, 0) > 1 and key not in poll.votes and (names_outlet(name) or not is_name(name)):
                poll.add(0.0, name)
    return {key: vote + 0.8 * min(4, repeated.get(key, 0)) for key, vote in poll.votes.items() if key not in persons}


def _poll_mastheads(rows: Sequence[Row], sections: Sections, poll: _Poll) -> None:
    """Count what the first rows open with, where it stands apart from what follows as a name does."""
    headline = sections.headline if sections.headline is not None else 0
    seen = 0
    for row in rows[:headline]:
        if seen >= _HEAD_ROWS or not row.words:
            continue
        seen += 1
        if sections.marks[row.number].label not in {
            "navigation",
            "byline",
            "headline",
            "caption",
            "plug",
            "credit",
            "date",
        }:
            continue
        first = _PARTS.split(_LEAD_SIGNS.sub("", row.plain))[0].strip()
        tokens = words(first)
        named = 1 <= len(tokens) <= _LONGEST and first[:1].isupper() and first[-1:] not in ".?!:"
        if not named or is_menu_word(first):
            continue
        whole = first == row.plain.strip()
        if (whole and len(tokens) > _ITEMS and _is_item_row(first)) or any(char.isdigit() for char in first):
            continue
        weight = 2.5 if seen == 1 else 1.5
        weight += 0.5 if first.isupper() else 0.0
        weight -= 1.0 if whole and is_menu(row) else 0.0
        person = is_name(first) and not names_outlet(first) and not first.isupper()
        weight -= 1.0 if whole and person and seen > 1 else 0.0
        poll.add(weight + (0.5 if not whole and seen == 1 else 0.0), first)


def _is_item_row(text: str) -> bool:
    """Tell whether ``text`` is rather a row of items without bars: every word capitalized, none of them a paper's."""
    return not text.isupper() and not names_outlet(text) and all(word[:1].isupper() for word in text.split())


def _add_support(rows: Sequence[Row], labels: Sequence[str], scores: dict[str, float]) -> None:
    """Raise names that carry a paper's word, stand in an address, are told things, or give the dateline's letters."""
    body = [row for row in rows if labels[row.number] == "body"]
    told = {fold(match[1]).removeprefix("the ") for row in body for match in _TOLD.finditer(row.plain)}
    frame = [row for row in rows if labels[row.number] != "body"]
    domains = {
        match[1].replace("-", "") for row in frame if "." in row.folded for match in _DOMAIN.finditer(row.folded)
    }
    opening = body[0].plain[:120] if body else ""
    letters = {match.lower() for match in re.findall(r"\(([A-ZА-Я]{2,6})\)", opening)}
    names = fold("\n".join(row.plain for row in frame))
    for key in scores:
        joined = "".join(words(key))
        initials = "".join(word[0] for word in words(key))
        scores[key] += 1.5 if names_outlet(key) else 0.0
        scores[key] -= 2.0 if _HOLDER.search(key) else 0.0
        scores[key] += 1.5 if any(joined in domain for domain in domains) and len(joined) > 3 else 0.0  # noqa: PLR2004 - a bound of this rule alone
        scores[key] += 1.0 if any(one in key or key in one for one in told) else 0.0
        scores[key] += 2.0 if initials in letters or joined in letters else 0.0
        scores[key] += min(2, names.count(key) - 1) * 0.3
