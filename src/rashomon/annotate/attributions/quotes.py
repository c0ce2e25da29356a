"""Quotations that no cue in their own sentence explains: a cue next door, or the speaker who goes on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from heapq import heappop, heappush

from rashomon.annotate.attributions.extents import shows_verb
from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.attributions.reports import Report
from rashomon.annotate.attributions.units import Item, Unit
from rashomon.datamodel import Span, Spans, cover, make_spans


def carry_quotes(units: Sequence[Unit], reports: Sequence[Report], lexicon: Lexicon) -> list[Report]:
    """Return ``reports`` with every free quotation given to the one who spoke right before it, where that is safe.

    In the same paragraph it prolongs the content; a paragraph of its own becomes a report without cue.
    """
    found = list(reports)
    covered = make_spans(span for report in reports if not report.inside for span in report.content)
    spoken = sorted(
        (max(span.end for span in (*report.cue, *report.source, *report.content)), index)
        for index, report in enumerate(reports)
        if not report.inside and report.layer == "speech" and report.source
    )
    last = -1
    for index, unit in enumerate(units):
        quotes = free_quotes(unit, covered)
        while spoken and spoken[0][0] <= unit.items[0].start:
            last = heappop(spoken)[1]
        if not quotes or last < 0 or not index:
            continue
        report, before = found[last], units[index - 1]
        if report.paragraph == unit.paragraph and report.content[-1].end > before.span.start:
            if _has_quote_of(before, report) or not report.cue:
                found[last] = replace(report, content=make_spans([*report.content, *quotes]))
                heappush(spoken, (quotes[-1].end, last))
            elif _is_adjunct(before, report, lexicon):
                found[last] = replace(report, content=quotes)
                heappush(spoken, (quotes[-1].end, last))
            else:
                found.append(replace(report, cue=(), content=quotes, stance="quotes"))
                heappush(spoken, (quotes[-1].end, len(found) - 1))
        elif report.paragraph == before.paragraph == unit.paragraph - 1 and _has_quote_of(before, report):
            found.append(replace(report, cue=(), content=quotes, paragraph=unit.paragraph))
            heappush(spoken, (quotes[-1].end, len(found) - 1))
    return found


def free_quotes(unit: Unit, covered: Spans) -> Spans:
    """Return the quotations that a unit consists of, none where it has words of its own or is a report's content."""
    words = [item for item in unit.items if item.kind != "mark"]
    if not words or any(item.kind != "quote" for item in words) or not words[0].full:
        return ()
    at = bisect_right(covered, words[0].start, key=lambda other: other.end)
    if at < len(covered) and covered[at].start < words[0].end:
        return ()
    return tuple(Span(start=item.start, end=item.end) for item in words)


def open_tagged_quotes(units: Sequence[Unit], inside: Sequence[Report]) -> list[Report]:
    """Return the reports from within quotations, tags inside the marks made whole (« Partons, dit-il. Adieu. »).

    Such a tag belongs to the article, and its content is the whole quotation around it.
    """
    full = [item for unit in units for item in unit.items if item.kind == "quote" and item.full]
    starts = [item.start for item in full]
    found: list[Report] = []
    for report in inside:
        at = bisect_right(starts, report.content[0].start) - 1
        tag = _tag_span(report)
        quote = full[at] if at >= 0 else None
        opens = quote is not None and tag is not None and report.content[0].start - quote.start <= _MARK_WIDTH
        if quote is None or tag is None or not opens or quote.end <= tag.end:
            found.append(report)
            continue
        rest = _after_tag(quote, tag.end)
        content = [Span(start=quote.start, end=report.content[0].end)]
        if rest is not None:
            content.append(rest)
        found.append(replace(report, content=tuple(content), inside=False))
    return found


_MARK_WIDTH = 5


def _tag_span(report: Report) -> Span | None:
    """Return cue and source of a tag that follows its content (",_dit Marie Curie."), None where it is none."""
    if not report.source or not report.cue:
        return None
    tag = cover([*report.source, *report.cue])
    return tag if report.content[0].end <= tag.start and tag.start - report.content[0].end <= _MARK_WIDTH else None


def _after_tag(quote: Item, end: int) -> Span | None:
    """Return what the quotation goes on with behind the tag that ends at ``end``."""
    rest = quote.text[end - quote.start :]
    kept = rest.lstrip(" .,;:—–-")
    start = end + len(rest) - len(kept)
    return Span(start=start, end=quote.end) if sum(char.isalpha() for char in kept) > 1 else None


def _is_adjunct(unit: Unit, report: Report, lexicon: Lexicon) -> bool:
    """Tell whether what stands before a cue is no clause: "Joint par téléphone, le maire assume. « Q »"."""
    content = cover(report.content)
    inside = [item for item in unit.items if content.start <= item.start < content.end]
    before = bool(report.cue) and content.end <= report.cue[0].start
    return before and not any(shows_verb(item, lexicon) for item in inside)


def _has_quote_of(unit: Unit, report: Report) -> bool:
    """Tell whether a quotation of ``report`` stands in ``unit``, so that its speaker may go on behind it."""
    quotes = [item for item in unit.items if item.kind == "quote"]
    return any(span.start <= item.start < span.end for item in quotes for span in report.content)
