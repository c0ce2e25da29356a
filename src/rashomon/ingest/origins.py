"""Origin notes: where a capture says that its text comes from somebody else than its publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rashomon.ingest.authors import parse_authors
from rashomon.ingest.outlets import names_outlet
from rashomon.ingest.rows import Row
from rashomon.ingest.shapes import is_date, is_name
from rashomon.text.fold import fold, words

_PLACES = frozenset({"byline", "credit", "disclaimer", "plug", "correction", "date", "navigation", "bio", "body"})
_AGENCY = re.compile(r"^[^\n]{2,60}?\s\(([^()\d]{2,30})\)\s?[-–—]")
_CONTRIBUTED = re.compile(r"\b(?:contributed|special to)\b")
_PICTURE = re.compile(r"photo|foto|фото|bild|image|picture|illustration|getty|stock")
_NOTE_WORDS, _OPENING_WORDS = 40, 24


def find_origins(rows: Sequence[Row], labels: Sequence[str], publisher: str | None) -> Iterator[str]:
    """Yield the notes and the agency of the dateline, as written; what names only ``publisher`` or persons is none."""
    own = fold(publisher or "").removeprefix("the ")
    after_caption = noted = False
    for row in rows:
        label = labels[row.number]
        if label in _PLACES and not (after_caption and label == "credit") and _is_note(row, label, own):
            noted = True
            yield row.plain
        after_caption = label == "caption" or (after_caption and label == "credit")
    first = next((row for row in rows if labels[row.number] == "body"), None)
    match = _AGENCY.match(first.plain) if first and (own or noted) else None
    if match and (names_outlet(match[1]) or match[1].isupper()) and not (own and _is_own(match[1], own)):
        yield match[1]


def _is_note(row: Row, label: str, own: str) -> bool:
    hit = row.has("origin") if label != "body" else row.has("origin", "start")
    if hit is None or row.words > (_OPENING_WORDS if label == "body" else _NOTE_WORDS):
        return False
    if "publish" in hit.phrase and is_date(row):  # "Originally published 18 December" is a date
        return False
    if label == "body" and row.finished:
        return False
    if _PICTURE.search(row.folded) or (own and own in row.folded):
        return False
    subject = _CONTRIBUTED.split(row.plain)[0]
    if subject != row.plain and not names_outlet(subject) and (is_name(subject.strip()) or parse_authors([subject])):
        return False
    return not (hit.place == "start" and "/" in row.plain)


def _is_own(letters: str, own: str) -> bool:
    """Tell whether the dateline's ``letters`` are the publisher's name or its initials."""
    folded = fold(letters).removeprefix("the ")
    tokens = words(own)
    initials = {"".join(word[0] for word in tokens[:count]) for count in range(2, len(tokens) + 1)}
    return folded in own or own in folded or folded in initials
