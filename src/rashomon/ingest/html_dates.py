"""Dates that a page's markup states: read out of metadata, ``<time>`` elements, addresses, and by htmldate last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from rashomon.datamodel import StatedDate
from rashomon.ingest.html import Page
from rashomon.ingest.html_ld import Node, text
from rashomon.ingest.stretches import Stretch
from rashomon.text.dates import find_dates

PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published",
    "datepublished", "parsely-pub-date", "sailthru.date", "publishdate", "publish-date", "publish_date", "pubdate",
    "published_time", "publication_date", "cxenseparse:recs:publishtime", "citation_publication_date",
    "citation_date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date",
    "dcterms.date", "date",
)  # fmt: skip
"""Names of meta elements that state when a page was put out, the plainest first."""

MODIFIED = (
    "article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time", "dc.date.modified",
    "dcterms.modified", "lastmod", "last-modified", "revised",
)  # fmt: skip
"""Names of meta elements that state when a page was changed last."""

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?:19|20|21)\d{6}(?!\d)")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?$")
_URL_DAY = re.compile(
    r"[/_-]((?:19|20)\d\d)([/_-]?)(\d{2})\2(\d{2})(?=[/_.-]|$)|/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)"
)
_MAIL = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d")
_EARLIEST = 1900
_ELSEWHERE = frozenset({"nav", "related", "comment", "footer", "aside", "plug", "advert", "form"})
_ABOVE, _BELOW = 4, 8
_LONG = 80
_LONGEST = 160
_ENDS = re.compile(r"updat|modif|aktualis|actualiz|обновл|оновл", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # lxml takes none of these


def read_date(value: str) -> str | None:
    """Return the ISO 8601 day or time that ``value`` states: ISO, RFC 5322, ``2030/05/04``, epoch seconds, or words.

    None where there is no such day, where it lies before 1900, or where it is the zero of computers, 1 January 1970.
    """
    given = value.strip()[:_LONGEST]
    return next((found for found in _read_ways(given) if found and not _is_zero(found)), None)


def _is_zero(value: str) -> bool:
    return value.startswith("1970-01-01") or int(value[:4]) < _EARLIEST


def _read_ways(value: str) -> Iterator[str | None]:
    if match := _ISO.match(value):
        day = _make_day(match[1], match[2], match[3])
        yield f"{day}T{match[4]}{match[5] or ''}" if day and match[4] else day
        return
    if match := _EPOCH.match(value):
        yield datetime.fromtimestamp(int(match[1]), UTC).isoformat().replace("+00:00", "Z")
        return
    if match := _SLASHED.match(value):
        yield _make_day(match[1], match[2], match[3])
        return
    if _COMPACT.match(value):
        yield _make_day(value[:4], value[4:6], value[6:8])
        return
    found = find_dates(value)
    if _MAIL.match(value):
        try:
            yield parsedate_to_datetime(value).isoformat()
        except (ValueError, TypeError, OverflowError):
            yield None
    yield found[0].value if found else None


def _make_day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def find_stated(node: Node, key: str, meta: Mapping[str, str], names: Sequence[str]) -> StatedDate | None:
    """Return the date that JSON-LD states under ``key``, else the first that meta elements state under ``names``."""
    stated = text(node.get(key))
    if stated and (value := read_date(stated)):
        return StatedDate(value=value, where="json-ld")
    for name in names:
        if value := read_date(meta.get(name, "")):
            return StatedDate(value=value, where="meta")
    return None


def find_item(items: Sequence[tuple[str, str]], key: str) -> StatedDate | None:
    """Return the date that microdata states under ``key``, None where it states several: teasers have theirs too."""
    values = {value for name, given in items if name == key and (value := read_date(given))}
    return StatedDate(value=values.pop(), where="microdata") if len(values) == 1 else None


def find_url_date(url: str | None) -> StatedDate | None:
    """Return the day that the path of ``url`` states in full, or None."""
    path = re.sub(r"^[a-z]+://[^/]*|[?#].*$", "", url or "", flags=re.IGNORECASE)
    for match in _URL_DAY.finditer(path):
        day = _make_day(match[1] or match[5], match[3] or match[6], match[4] or match[7])
        if day:
            return StatedDate(value=day, where="url")
    return None


def find_time(page: Page, stretches: Sequence[Stretch]) -> StatedDate | None:
    """Return the date of the first ``<time>`` element between headline and text, or of one that says it is the one."""
    zone = _find_zone(stretches)
    for time in page.times:
        hints = stretches[time.line].hints if time.line < len(stretches) else frozenset[str]()
        near = time.line in zone or "pubdate" in time.names
        if near and not hints & _ELSEWHERE and not _ENDS.search(time.names) and (value := read_date(time.value)):
            return StatedDate(value=value, where="time element")
    return None


def find_by_htmldate(page: Page, stretches: Sequence[Stretch]) -> StatedDate | None:
    """Return the date that htmldate, without its extensive search, reads in what stands between headline and text.

    Only those lines are given to it: over a whole page it takes copyright years, teasers and dates in the text, and
    gave nearly every undated page a date.
    """
    zone = _find_zone(stretches)
    lines = [
        page.text[stretches[number].span.start : stretches[number].span.end]
        for number in zone
        if number < len(stretches) and not stretches[number].hints & _ELSEWHERE and not stretches[number].level
    ]
    near = [line for line in lines if len(line) <= _LONGEST and any(char.isdigit() for char in line)]
    if not near:
        return None
    from htmldate import find_date  # noqa: PLC0415 - comes with trafilatura, and few pages need it
    from lxml.html.builder import BODY, CLASS, DIV, HTML  # noqa: PLC0415 - as above

    tree = HTML(BODY(*(DIV(_CONTROL.sub(" ", line), CLASS("date")) for line in near)))
    found = find_date(tree, extensive_search=False, original_date=True)
    return StatedDate(value=found, where="htmldate") if found else None


def _find_zone(stretches: Sequence[Stretch]) -> range:
    """Return the numbers of the stretches around the headline and before the text; empty where neither is found."""
    heading = next((number for number, one in enumerate(stretches) if one.level == 1), None)
    first = next(
        (
            number
            for number, one in enumerate(stretches)
            if one.main and len(one.span) >= _LONG and number >= (heading or 0)
        ),
        None,
    )
    if heading is None and first is None:
        return range(0)
    if heading is None:
        return range(max(0, (first or 0) - _ABOVE), first or 0)
    last = heading + _BELOW if first is None else min(first + 1, heading + 3 * _BELOW)
    return range(max(0, heading - _ABOVE), last)
