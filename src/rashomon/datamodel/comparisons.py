"""What comes out: stories, and what the accounts of one story agree on, dispute and call things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rashomon.datamodel.annotations import AnnotatedArticle, Claim, Quantity
from rashomon.datamodel.captures import Reading
from rashomon.datamodel.spans import Span, Spans, to_lists
from rashomon.datamodel.vocabulary import DisputeKind, FindingKind, MentionType, NumberRelation, QuoteVerdict
from rashomon.errors import BrokenEvidence

_CONTEXT = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A verbatim stretch of an article: W3C TextQuoteSelector and TextPositionSelector in one."""

    article_id: str
    span: Span
    exact: str
    prefix: str = ""
    suffix: str = ""

    def check(self, text: str) -> None:
        """Raise BrokenEvidence unless ``exact``, ``prefix``, ``suffix`` stand at the span, to the letter."""
        start, end = self.span.start, self.span.end
        found = text[start:end]
        if found != self.exact:
            raise BrokenEvidence(
                f"the capture has “{found}” where the report quotes “{self.exact}”",
                where=f"{self.article_id} [{start}, {end})",
                hint="compare the captures again",
            )
        before, after = text[max(0, start - len(self.prefix)) : start], text[end : end + len(self.suffix)]
        if (before, after) != (self.prefix, self.suffix):
            raise BrokenEvidence(
                "the words around the quote are not those of the capture",
                where=f"{self.article_id} [{start}, {end})",
                hint="compare the captures again",
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the excerpt as JSON doors give it."""
        return {
            "article": self.article_id,
            "start": self.span.start,
            "end": self.span.end,
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
        }


def make_excerpt(article_id: str, text: str, span: Span) -> Excerpt:
    """Return the excerpt of ``text`` at ``span``, with up to 32 code points of context on each side."""
    return Excerpt(
        article_id=article_id,
        span=span,
        exact=span.slice(text),
        prefix=text[max(0, span.start - _CONTEXT) : span.start],
        suffix=text[span.end : span.end + _CONTEXT],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles on one event (newsroom sense; TDT calls this a topic).

    ``copies`` are groups of two or more articles that share text (near-copies, wire copy); each group counts as one
    independent text. ``reasons`` say which words, names and dates joined the articles.
    """

    id: str
    articles: tuple[str, ...]
    copies: tuple[tuple[str, ...], ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def independent_texts(self) -> int:
        """How many texts were written independently, as far as shared text shows."""
        return self.count_independent(self.articles)

    def count_independent(self, articles: tuple[str, ...]) -> int:
        """Return how many independent texts stand behind ``articles``, each group of copies counting once."""
        wanted = set(articles)
        copied = sum(len(wanted & set(group)) - 1 for group in self.copies if wanted & set(group))
        return len(wanted) - copied

    def to_dict(self) -> dict[str, Any]:
        """Return the story as JSON doors give it."""
        return {
            "id": self.id,
            "articles": list(self.articles),
            "independent_texts": self.independent_texts,
            "copies": [list(group) for group in self.copies],
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Claims that agree, are in dispute, or have no match in the other accounts (which is not silence).

    ``claims`` are claim ids in reading order of the story's articles; ``sides`` (disputed only) split them in two;
    ``update`` marks a later figure or status that replaces an earlier one; ``reasons`` say by what the claims were
    matched; ``independent_texts`` counts the texts behind an agreement. ``score`` lies in 0..1 (strength of the
    match, not truth). ``evidence`` holds one excerpt for each span of each claim.
    """

    id: str
    kind: FindingKind
    story_id: str
    claims: tuple[str, ...]
    evidence: tuple[Excerpt, ...]
    score: float
    sides: tuple[tuple[str, ...], ...] = ()
    dispute: DisputeKind | None = None
    update: bool = False
    independent_texts: int = 1
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind == "disputed") != (len(self.sides) == 2):  # noqa: PLR2004 - a dispute has two sides
            raise ValueError("a disputed finding, and no other, has two sides")
        if (self.kind == "disputed") != (self.dispute is not None):
            raise ValueError("a disputed finding, and no other, has a dispute kind")

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON doors give it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "story": self.story_id,
            "claims": list(self.claims),
            "sides": [list(side) for side in self.sides],
            "dispute": self.dispute,
            "update": self.update,
            "score": self.score,
            "independent_texts": self.independent_texts,
            "reasons": list(self.reasons),
            "evidence": [excerpt.to_dict() for excerpt in self.evidence],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """One label that an article uses for an entity, and everywhere it stands."""

    article_id: str
    label: str
    spans: Spans

    def to_dict(self) -> dict[str, Any]:
        """Return the label as JSON doors give it."""
        return {"article": self.article_id, "label": self.label, "spans": to_lists(self.spans)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What each account calls the same entity; ``reasons`` say by what the labels were joined."""

    entity: str
    type: MentionType
    story_id: str
    names: tuple[NameUse, ...]
    reasons: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the naming as JSON doors give it."""
        return {
            "entity": self.entity,
            "type": self.type,
            "story": self.story_id,
            "names": [name.to_dict() for name in self.names],
            "reasons": list(self.reasons),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One account's figure for a thing counted."""

    claim_id: str
    article_id: str
    quantity: Quantity
    excerpt: Excerpt

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as JSON doors give it."""
        return {
            "claim": self.claim_id,
            "article": self.article_id,
            "quantity": self.quantity.to_dict(),
            "excerpt": self.excerpt.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberSeries:
    """What the accounts say of one quantity: what is counted, in which unit, and how the figures relate."""

    id: str
    story_id: str
    counted: str
    unit: str | None
    relation: NumberRelation
    figures: tuple[Figure, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the series as JSON doors give it."""
        return {
            "id": self.id,
            "story": self.story_id,
            "counted": self.counted,
            "unit": self.unit,
            "relation": self.relation,
            "figures": [figure.to_dict() for figure in self.figures],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a run was made with: versions, digests of weights and data, settings. No clock, no path, no host."""

    rashomon: str
    parts: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the manifest as JSON doors give it."""
        return {"rashomon": self.rashomon, "parts": dict(self.parts), "settings": dict(self.settings)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An input that was not compared, and why; nothing is dropped uncounted."""

    path: str
    error: str
    reason: str

    def to_dict(self) -> dict[str, str]:
        """Return the skipped input as JSON doors give it."""
        return {"path": self.path, "error": self.error, "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The accounts of the stories in some captures, side by side; the same input gives the same bytes.

    ``articles`` are ordered by stated time, undated ones last, then by their text; every other order follows from
    that. ``stories`` hold two or more articles each; an article in none of them shares no event with the others.
    """

    manifest: Manifest
    readings: tuple[Reading, ...]
    articles: tuple[AnnotatedArticle, ...]
    stories: tuple[Story, ...]
    findings: tuple[Finding, ...]
    namings: tuple[Naming, ...]
    numbers: tuple[NumberSeries, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of the compared articles, in the order of the articles."""
        return tuple(claim for article in self.articles for claim in article.claims)

    def origin_of(self, capture_id: str) -> str | None:
        """Return the path that the capture came under."""
        return next((r.capture.origin for r in self.readings if r.capture.id == capture_id), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as ``rashomon compare --json`` prints it."""
        return {
            "manifest": self.manifest.to_dict(),
            "captures": [reading.capture_dict() for reading in self.readings],
            "skipped": [value.to_dict() for value in self.skipped],
            "articles": [a.to_dict(capture=self.origin_of(a.article.capture_id)) for a in self.articles],
            "stories": [story.to_dict() for story in self.stories],
            "claims": [claim.to_dict() | {"article": claim.article_id} for claim in self.claims],
            "findings": [finding.to_dict() for finding in self.findings],
            "namings": [naming.to_dict() for naming in self.namings],
            "numbers": [series.to_dict() for series in self.numbers],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedQuote:
    """A quotation of a draft and what the captures show of it.

    ``span`` indexes the draft. ``excerpts`` are where it (or its parts) stand; ``difference`` shows, for near and
    stitched quotes, what the capture has instead; ``speaker`` is whom the draft names, ``captured_speaker`` whom the
    captures name.
    """

    span: Span
    exact: str
    verdict: QuoteVerdict
    excerpts: tuple[Excerpt, ...] = ()
    difference: str = ""
    speaker: str | None = None
    captured_speaker: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the checked quote as JSON doors give it."""
        return {
            "span": self.span.to_list(),
            "exact": self.exact,
            "verdict": self.verdict,
            "excerpts": [excerpt.to_dict() for excerpt in self.excerpts],
            "difference": self.difference,
            "speaker": self.speaker,
            "captured_speaker": self.captured_speaker,
        }
