"""Cues that no list has: behind a closing quotation mark a verb and a noun phrase are a tag, whatever the verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.annotate.attributions.chunks import phrase_after
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.reports import Report, span_of
from rashomon.annotate.attributions.units import Item, Unit
from rashomon.datamodel import Span, Spans

_CLOSED = ("prepositions", "conjunctions", "determiners", "pronouns", "personal", "subordinators", "relatives",
           "complementizers", "adverbs", "weekdays", "modals", "contracted", "adjuncts")  # fmt: skip
_FORMS = {
    "en": ("ed",),
    "ru": ("л", "ла", "ли", "лся", "лась", "лись", "ет", "ит", "ют", "ят", "ут", "ат", "ется", "ится", "ются", "ятся"),
    "uk": ("в", "ла", "ли", "вся", "лася", "лися", "є", "ить", "ють", "ять", "уть", "ать", "ається", "ується", "иться",
           "ються", "яться"),
    "fr": ("e", "ent", "t", "d", "a", "ait", "aient", "u", "i"),
}  # fmt: skip
_MEANS = ("ой", "ою", "ом", "ем", "ью", "ами", "ями", "ему", "ому")
_DASHES = frozenset("—–―-")
_LONG = 3
_REACH = 6


@dataclass(frozen=True, slots=True)
class _Tag:
    """Items: the cue from ``start`` to ``end``, its source from ``source`` to ``stop``."""

    start: int
    end: int
    source: int
    stop: int


def find_unlisted_reports(unit: Unit, lexicon: Lexicon, found: Sequence[Report]) -> list[Report]:
    """Return the reports of ``unit`` whose cue stands right behind a quotation that none of ``found`` explains."""
    reports: list[Report] = []
    for at, item in enumerate(unit.items[:-1]):
        tagged = item.kind == "quote" and item.full if not unit.inside else _opens_tag(unit.items, at, lexicon)
        if not tagged or any(span.start < item.end and item.start < span.end for r in found for span in r.content):
            continue
        tag = _read_tag(unit.items, at, lexicon)
        if tag is None or any(_overlaps(unit.items, tag, report) for report in found):
            continue
        reports.append(_report(unit, at, tag))
    return reports


def _opens_tag(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a Slavic tag inside the marks may follow: "«Мы ушли, — вспоминает Ким"."""
    if lexicon.language not in {"ru", "uk"} or at < 1 or items[at + 1].text not in _DASHES:
        return False
    return items[at].text in {",", "!", "?", "."}


def _overlaps(items: Sequence[Item], tag: _Tag, report: Report) -> bool:
    start, end = items[tag.start].start, items[tag.stop - 1].end
    return any(span.start < end and start < span.end for span in report.cue)


def _report(unit: Unit, at: int, tag: _Tag) -> Report:
    items = unit.items
    content: Spans = (span_of(items, 0, at) if unit.inside else span_of(items, at, at + 1),)
    more = tag.stop
    while more < len(items) and items[more].kind == "mark" and items[more].text not in ";:":
        more += 1
    if tag.stop < more < len(items) and items[more].kind == "quote" and items[more].full:
        content = (*content, Span(start=items[more].start, end=items[more].end))
    return Report(
        source=(span_of(items, tag.source, tag.stop),), cue=(span_of(items, tag.start, tag.end),), content=content,
        stance="quotes", layer="speech", paragraph=unit.paragraph, inside=unit.inside,
    )  # fmt: skip


def _read_tag(items: Sequence[Item], quote: int, lexicon: Lexicon) -> _Tag | None:
    """Return the tag behind the quotation at ``quote``: a verb of the right form, a noun phrase, then nothing more."""
    start = quote + 1
    while (
        start < len(items)
        and items[start].kind == "mark"
        and (items[start].text == "," or items[start].text in _DASHES)
    ):
        start += 1
    if lexicon.language == "en" and not (start > quote + 1 or items[quote].text.rstrip("”’\"' ")[-1:] in ",?!"):
        return None
    verb = _verb(items, start, lexicon)
    if verb is None:
        return None
    source, end = _source_start(items, verb, lexicon), verb + 1
    if source is None:
        return None
    pronoun = lexicon.is_in(items[source].folded, "personal")
    stop = source + 1 if pronoun else phrase_after(items, source, lexicon)
    if stop <= source or not _is_end(items, stop, lexicon):
        return None
    return _Tag(start, end, source, stop)


def _verb(items: Sequence[Item], start: int, lexicon: Lexicon) -> int | None:
    """Return where the verb of the group that begins at ``start`` stands, None where no verb can."""
    at = start
    helped = False
    while at < min(len(items), start + _REACH) and lexicon.language == "fr" and (
        lexicon.is_in(items[at].folded, "auxiliaries") or items[at].folded in {"s", "se", "lui", "y", "en", "leur"}
        or (helped and (items[at].text in "-t" or lexicon.is_in(items[at].folded, "personal")))
    ):  # fmt: skip
        helped = helped or lexicon.is_in(items[at].folded, "auxiliaries")
        at += 1
    if (
        at >= len(items)
        or items[at].kind != "word"
        or items[at].is_capital
        or lexicon.is_in(items[at].folded, *_CLOSED)
    ):
        return None
    word = items[at].folded
    return at if len(word) > _LONG and word.endswith(_FORMS[lexicon.language]) else None


def _source_start(items: Sequence[Item], verb: int, lexicon: Lexicon) -> int | None:
    """Return where the noun phrase begins behind the verb, None where none may."""
    at = verb + 1
    while at < len(items) and lexicon.language == "fr" and items[at].text in {"-", "t"}:
        at += 1
    if at >= len(items) or items[at].kind != "word":
        return None
    item = items[at]
    slavic = lexicon.language in {"ru", "uk"}
    more = at + 1 < len(items) and items[at + 1].kind == "word"
    if slavic and more and not item.is_capital and item.folded.endswith(_MEANS):
        at, item = at + 1, items[at + 1]
    opens = item.is_capital or lexicon.is_in(item.folded, "determiners", "roles", "he", "she")
    return at if opens or (slavic and not lexicon.is_in(item.folded, *_CLOSED)) else None


def _is_end(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the tag ends at ``at``: nothing, a mark or an adjunct follows."""
    if at >= len(items):
        return True
    return items[at].kind in ("mark", "quote") or lexicon.is_in(
        items[at].folded, "adjuncts", "prepositions", "relatives"
    )
