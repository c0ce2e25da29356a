"""Readings, stories and checks as plain lines for people; JSON has all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from rashomon.app.printable import make_printable
from rashomon.datamodel import AnnotatedArticle, Article, Attribution, QuoteVerdict, Reading, Spans, StatedDate

if TYPE_CHECKING:  # loaded with the networks; only the shapes are needed here
    from rashomon.pipeline import CheckedDraft, Grouping, Verification

_SHORT = 160
_HASH = 12


def list_reading(reading: Reading) -> Iterator[str]:
    """Yield the lines of one capture: what it is, its articles, and what kinds of blocks were left out."""
    yield describe_capture(reading)
    if reading.refusal:
        yield f"  {reading.refusal}{'; its text is kept as a stub' if reading.articles else ''}"
    for article in reading.articles:
        yield f"  {describe_article(article)}"
        yield f"    {describe_imprint(article)}"
    cut = [block.label for block in reading.blocks if block.label not in {"body", "headline"}]
    if cut:
        counts = ", ".join(f"{cut.count(label)} {label}" for label in dict.fromkeys(cut))
        yield f"  left out of the text: {counts}"


def list_annotations(reading: Reading, articles: list[AnnotatedArticle]) -> Iterator[str]:
    """Yield the lines of one capture: each article with its attributions in reading order, then what else was found."""
    yield describe_capture(reading)
    for annotated in articles:
        yield f"  {describe_article(annotated.article)}"
        yield f"    {describe_imprint(annotated.article)}"
        for attribution in annotated.attributions:
            yield f"    {describe_attribution(annotated.article.text, attribution)}"
        layers = ("claims", "attributions", "mentions", "quantities", "times", "hedges")
        yield "    " + ", ".join(f"{len(getattr(annotated, layer))} {layer}" for layer in layers)
        for note in annotated.notes:
            yield f"    note: {note}"


def list_stories(grouping: Grouping) -> Iterator[str]:
    """Yield the lines of each story: its counts, its articles, and what joined them."""
    articles = {article.id: article for article in grouping.articles}
    origins = {reading.capture.id: reading.capture.origin for reading in grouping.readings}
    for number, story in enumerate(grouping.stories, start=1):
        publishers = {articles[article].publisher for article in story.articles} - {None}
        yield (
            f"Story {number}: {_count(len(story.articles), 'article')}, {_count(len(publishers), 'publisher')}, "
            f"{_count(story.independent_texts, 'independent text')}"
        )
        for article_id in story.articles:
            article = articles[article_id]
            yield f"  {describe_article(article)}"
            yield f"    {describe_imprint(article)} · {_one_line(origins.get(article.capture_id) or '(unnamed)')}"
        for reason in story.reasons:
            yield f"  why: {_one_line(reason)}"


def list_checked(draft: CheckedDraft) -> Iterator[str]:
    """Yield one line for each quotation of a draft: where, what was found, and where it stands in the captures."""
    for quote in draft.quotes:
        yield f"{_one_line(draft.path)}:{draft.line_of(quote.span)}: {quote.verdict}: “{_one_line(quote.exact)}”"
        if quote.difference:
            yield f"    difference: {_one_line(quote.difference, most=10 * _SHORT)}"
        if quote.speaker or quote.captured_speaker:
            captured = quote.captured_speaker or "nobody"
            yield f"    the draft names {_one_line(quote.speaker or 'nobody')}; the captures name {_one_line(captured)}"
        for excerpt in quote.excerpts:
            place = f"{_one_line(draft.origin_of(excerpt.article_id))} [{excerpt.span.start}, {excerpt.span.end})"
            yield f"    in {place}: “{_one_line(excerpt.exact)}”"
    if draft.terms:
        words = ", ".join(f"“{_one_line(term.exact)}” (line {draft.line_of(term.span)})" for term in draft.terms)
        yield f"not counted, as words that nobody need have said: {words}"
    verdicts = [quote.verdict for quote in draft.quotes]
    counts = ", ".join(
        f"{verdicts.count(verdict)} {verdict}" for verdict in get_args(QuoteVerdict) if verdict in verdicts
    )
    yield f"{_count(len(verdicts), 'quotation')} checked{': ' if counts else ''}{counts}"


def list_verified(verification: Verification) -> Iterator[str]:
    """Yield what a report's check gave: each problem, then the count of what stands verbatim."""
    for problem in verification.problems:
        where = f" ({_one_line(problem.where)})" if problem.where else ""
        yield f"{_one_line(problem.line)}: {_one_line(problem.what, most=4 * _SHORT)}{where}"
    counts = f"{_count(verification.lines, 'line')}, {_count(verification.spans, 'span')} verified"
    if verification.problems:
        counts += f"; {_count(len(verification.problems), 'problem')}"
    yield counts


def describe_capture(reading: Reading) -> str:
    """Return one line: path, type, how much of the article it holds, digest, and what decoding met."""
    capture = reading.capture
    parts = [capture.content_type or "type unknown", reading.completeness.value, f"sha256 {capture.id[:_HASH]}"]
    return f"{_one_line(capture.origin or '(unnamed)')}  ({'; '.join([*parts, *reading.rendering.flags])})"


def describe_article(article: Article) -> str:
    """Return one line: role and headline."""
    return f"{article.role}: {_one_line(article.headline) if article.headline else '(headline not stated)'}"


def describe_imprint(article: Article) -> str:
    """Return one line: publisher, authors, date and where it was read, language, length, completeness."""
    return " · ".join([
        _one_line(article.publisher or "publisher not stated"),
        _one_line(", ".join(article.authors) or "author not stated"),
        describe_date(article.date_published),
        article.in_language or "language unknown",
        _count(len(article.text.split()), "word"),
        article.completeness.value,
    ])  # fmt: skip


def describe_date(stated: StatedDate | None) -> str:
    """Return a stated date with where it was read, or that none is stated."""
    return _one_line(f"{stated.value} ({stated.where})") if stated else "date not stated"


def describe_attribution(text: str, attribution: Attribution) -> str:
    """Return one line: stance, source with its kind, cue, content; all but the labels verbatim."""
    source = _join(text, attribution.source) or "nobody named"
    cue = _join(text, attribution.cue) or "quotation marks"
    kind = f"{attribution.form}, {attribution.source_kind}"
    return f"{attribution.stance} ({kind}) [{source}] [{cue}] {_join(text, attribution.content)}"


def _join(text: str, spans: Spans) -> str:
    return _one_line(" … ".join(span.slice(text) for span in spans))


def _one_line(text: str, most: int = _SHORT) -> str:
    """Return ``text`` printable and cut to ``most`` code points."""
    flat = make_printable(text)
    return flat if len(flat) <= most else f"{flat[: most - 1]}…"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
