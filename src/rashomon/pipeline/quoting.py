"""The quotations of a draft, checked against captures: verbatim, near, stitched, wrong source or not found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rashomon.compare.quotes import check_quote, is_scare_quote
from rashomon.datamodel import (
    AnnotatedArticle,
    Article,
    Attribution,
    Capture,
    CheckedQuote,
    Manifest,
    QuoteVerdict,
    Reading,
    Skipped,
    Span,
    overlap,
)
from rashomon.ingest import load, read_capture
from rashomon.pipeline.annotating import annotate
from rashomon.pipeline.grouping import order_articles, order_readings, order_skipped
from rashomon.pipeline.inputs import UNNAMED, Source, StrPath, as_many, gather, read
from rashomon.pipeline.manifest import make_manifest
from rashomon.text.normal import normalize
from rashomon.text.quotations import find_quotations

FAILING: Final[frozenset[QuoteVerdict]] = frozenset({"stitched", "wrong source", "not found"})
"""The verdicts that make ``check-quotes`` end with 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedDraft:
    """A draft with each of its quotations checked; spans of the quotes index ``text``, the draft's rendering.

    ``terms`` are one or two words in quotation marks that no capture has and that the draft puts in nobody's mouth:
    a name or a word held at a distance is no quotation. Every other quotation, nested ones aside, is in ``quotes``.
    """

    manifest: Manifest
    path: str
    sha256: str
    text: str
    quotes: tuple[CheckedQuote, ...]
    terms: tuple[CheckedQuote, ...]
    articles: tuple[Article, ...]
    readings: tuple[Reading, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def failed(self) -> tuple[CheckedQuote, ...]:
        """The quotations that are stitched, from a wrong source or not found."""
        return tuple(quote for quote in self.quotes if quote.verdict in FAILING)

    @property
    def near(self) -> tuple[CheckedQuote, ...]:
        """The quotations that stand in a capture with small differences."""
        return tuple(quote for quote in self.quotes if quote.verdict == "near")

    def line_of(self, span: Span) -> int:
        """Return the line of the draft on which ``span`` begins, counted from 1."""
        before = self.text[: span.start].replace("\r\n", "\n").replace("\r", "\n")
        return before.count("\n") + 1

    def origin_of(self, article_id: str) -> str:
        """Return the path that the capture of an article came under."""
        capture_id = next(article.capture_id for article in self.articles if article.id == article_id)
        return self._origins()[capture_id] or UNNAMED

    def _origins(self) -> dict[str, str | None]:
        return {reading.capture.id: reading.capture.origin for reading in self.readings}

    def to_dict(self) -> dict[str, Any]:
        """Return the checked draft as ``rashomon check-quotes --json`` prints it."""
        origins = self._origins()
        return {
            "manifest": self.manifest.to_dict(),
            "draft": {"path": self.path, "sha256": self.sha256, "text": self.text},
            "captures": [reading.capture_dict() for reading in self.readings],
            "skipped": [value.to_dict() for value in self.skipped],
            "articles": [article.to_dict(capture=origins[article.capture_id]) for article in self.articles],
            "quotes": [quote.to_dict() | {"line": self.line_of(quote.span)} for quote in self.quotes],
            "terms": [term.to_dict() | {"line": self.line_of(term.span)} for term in self.terms],
        }


def check_quotes(draft: Source, *, against: StrPath | Iterable[Source]) -> CheckedDraft:
    """Return each quotation of ``draft`` with what the captures ``against`` show of it.

    ``draft`` is any text, markdown or HTML; all of its rendering is searched, chrome too. A quotation inside another
    is checked as part of it. Captures that cannot be read are skipped with their reason. Raises CaptureError where
    the draft cannot be read.
    """
    page = _read_draft(draft)
    text = page.rendering.text
    gathered = gather(as_many(against))
    articles = order_articles(article for reading in gathered.readings for article in reading.articles)
    readings = order_readings(gathered.readings, articles)
    accounts = tuple(annotate(article) for article in articles)
    quotes, terms = _sort_out(tuple(_check_all(text, accounts)))
    return CheckedDraft(
        manifest=make_manifest(readings),
        path=page.capture.origin or UNNAMED,
        sha256=page.capture.id,
        text=text,
        quotes=quotes,
        terms=terms,
        articles=articles,
        readings=readings,
        skipped=order_skipped(gathered.skipped, readings),
    )


def _read_draft(draft: Source) -> Reading:
    if isinstance(draft, Reading):
        return draft
    if isinstance(draft, Capture):
        return read_capture(load(draft.payload, content_type=draft.content_type, origin=draft.origin))
    return read(draft)


def _check_all(text: str, accounts: Sequence[AnnotatedArticle]) -> Iterator[CheckedQuote]:
    """Yield the check of each quotation of ``text`` that stands in no other."""
    normal = normalize(text)
    found = [normal.to_source(q.inner) for q in find_quotations(normal.text) if q.depth == 0]
    attributions = annotate(text).attributions if found else ()
    for span in found:
        yield check_quote(span.slice(text), span, _speaker_of(span, text, attributions), accounts)


def _speaker_of(span: Span, text: str, attributions: Iterable[Attribution]) -> str | None:
    """Return whom the draft names for the quotation at ``span``: the narrowest attribution that covers most of it."""
    covering = [value for value in attributions if overlap((span,), value.content) * 2 > len(span)]
    if not covering:
        return None
    narrowest = min(covering, key=lambda value: (sum(map(len, value.content)), value.id))
    return narrowest.speaker or " ".join(part.slice(text) for part in narrowest.source) or None


def _sort_out(checked: Sequence[CheckedQuote]) -> tuple[tuple[CheckedQuote, ...], tuple[CheckedQuote, ...]]:
    """Return the quotations, and apart from them the quoted words that nobody need have said."""
    terms = [q for q in checked if q.verdict == "not found" and q.speaker is None and is_scare_quote(q.exact)]
    return tuple(quote for quote in checked if quote not in terms), tuple(terms)
