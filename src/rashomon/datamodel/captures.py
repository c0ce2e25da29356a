"""What comes in: captures, their renderings, and the articles found in them."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from rashomon.datamodel.spans import Span, Spans, to_lists
from rashomon.datamodel.vocabulary import BlockLabel, CompletenessValue, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes somebody saved, never edited.

    ``origin`` is the path or name it came under, as given; ``target_uri`` and ``captured_at`` (ISO 8601) only
    where the container states them.
    """

    payload: bytes = field(repr=False)
    content_type: str | None = None
    origin: str | None = None
    target_uri: str | None = None
    captured_at: str | None = None

    @property
    def id(self) -> str:
        """The SHA-256 of the payload, 64 hexadecimal digits."""
        return hashlib.sha256(self.payload).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The deterministic text of a capture: decoded (text, markdown) or rendered (HTML); every span reaches it.

    ``renderer`` names the program and version that made it; ``encoding`` is the IANA name used to decode;
    ``flags`` say what was met on the way ("mojibake", "undecodable bytes", "main text lost by the parser").
    """

    capture_id: str
    text: str = field(repr=False)
    renderer: str
    encoding: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of an article's text and the equally long stretch of the rendering it repeats, letter for letter."""

    span: Span
    rendering_span: Span

    def __post_init__(self) -> None:
        if len(self.span) != len(self.rendering_span):
            raise ValueError(f"a segment's two spans differ in length: {self.span} and {self.rendering_span}")

    def to_dict(self) -> dict[str, int]:
        """Return the segment as JSON doors give it."""
        return {
            "start": self.span.start,
            "end": self.span.end,
            "rendering_start": self.rendering_span.start,
            "rendering_end": self.rendering_span.end,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph-like stretch of a rendering with what it was taken for, and why.

    ``in_language`` (ISO 639-1) is set only where the block is plainly in another language than the main article.
    """

    span: Span
    label: BlockLabel
    reason: str = ""
    in_language: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the block as JSON doors give it."""
        return {
            "span": self.span.to_list(),
            "label": self.label,
            "reason": self.reason,
            "in_language": self.in_language,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Whether a capture holds the whole article: ``evidence`` are the spans of the rendering that show it."""

    value: CompletenessValue = "unknown"
    evidence: Spans = ()
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the completeness as JSON doors give it."""
        return {"value": self.value, "evidence": to_lists(self.evidence), "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDate:
    """A date that the capture states: ISO 8601, perhaps without time, and where it was read ("json-ld", "byline" …)."""

    value: str
    where: str

    def to_dict(self) -> dict[str, str]:
        """Return the date as JSON doors give it."""
        return {"value": self.value, "where": self.where}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of a capture (schema.org NewsArticle in snake_case); its spans index ``text`` in code points.

    ``text`` is the body only: kept stretches of the rendering in order, with white space alone between segments.
    ``headline`` and the other strings are verbatim in the rendering or in its metadata; None means "not stated".
    ``alternates`` are pairs of language tag and address of the same page in other languages; ``reservations`` what the
    page keeps robots and text miners from, as "robots: noai".
    """

    id: str
    capture_id: str
    role: Role
    text: str = field(repr=False)
    segments: tuple[Segment, ...] = field(repr=False)
    completeness: Completeness
    headline: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    url: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    date_published: StatedDate | None = None
    date_modified: StatedDate | None = None
    in_language: str | None = None
    usage_terms: str | None = None
    origin_notes: tuple[str, ...] = ()
    genre_hints: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()

    def to_rendering(self, span: Span) -> Spans:
        """Return where ``span`` of the text stands in the rendering; separators have no place there."""
        first = bisect_right(self.segments, span.start, key=lambda segment: segment.span.end)
        last = bisect_left(self.segments, span.end, lo=first, key=lambda segment: segment.span.start)
        found: list[Span] = []
        for segment in self.segments[first:last]:
            shift = segment.rendering_span.start - segment.span.start
            start, end = max(span.start, segment.span.start), min(span.end, segment.span.end)
            found.append(Span(start=start + shift, end=end + shift))
        return tuple(found)

    def from_rendering(self, span: Span) -> Spans:
        """Return where ``span`` of the rendering stands in the text; empty where it was cut."""
        found: list[Span] = []
        for segment in self.segments:
            if segment.rendering_span.overlap(span):
                shift = segment.span.start - segment.rendering_span.start
                start = max(span.start, segment.rendering_span.start)
                end = min(span.end, segment.rendering_span.end)
                found.append(Span(start=start + shift, end=end + shift))
        return tuple(found)

    def to_dict(self, *, capture: str | None = None) -> dict[str, Any]:
        """Return the article as JSON doors give it; ``capture`` is the path it came under."""
        return {
            "id": self.id,
            "capture": capture,
            "role": self.role,
            "headline": self.headline,
            "authors": list(self.authors),
            "publisher": self.publisher,
            "url": self.url,
            "alternates": dict(self.alternates),
            "date_published": self.date_published.to_dict() if self.date_published else None,
            "date_modified": self.date_modified.to_dict() if self.date_modified else None,
            "in_language": self.in_language,
            "usage_terms": self.usage_terms,
            "origin_notes": list(self.origin_notes),
            "genre_hints": list(self.genre_hints),
            "reservations": list(self.reservations),
            "completeness": self.completeness.to_dict(),
            "text": self.text,
            "segments": [segment.to_dict() for segment in self.segments],
        }


_NONE = "there is no article in it"
_NO_MAIN = "there is no main article in it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one capture gave: its rendering, the articles in it, and every block with its label: nothing is lost.

    ``completeness`` is that of the main article, or unknown where there is none; ``refusal`` says why the capture does
    not read like an article (what text it has is then a stub), "" where it does or where too little text was found.
    """

    capture: Capture
    rendering: Rendering
    articles: tuple[Article, ...]
    blocks: tuple[Block, ...]
    refusal: str = ""

    @property
    def main(self) -> Article | None:
        """The main article, or None where the capture holds none."""
        return next((article for article in self.articles if article.role == "main"), None)

    @property
    def completeness(self) -> Completeness:
        """Whether the capture holds the whole of its main article."""
        if self.main:
            return self.main.completeness
        if self.articles:
            return Completeness(reason=self.refusal or _NO_MAIN)
        return Completeness(reason=f"{_NONE}: {self.refusal}" if self.refusal else _NONE)

    def capture_dict(self) -> dict[str, Any]:
        """Return the capture as JSON doors give it."""
        return {
            "path": self.capture.origin,
            "sha256": self.capture.id,
            "content_type": self.capture.content_type,
            "completeness": self.completeness.to_dict(),
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as ``rashomon articles --json`` prints it."""
        return {
            "capture": self.capture_dict(),
            "rendering": {
                "text": self.rendering.text,
                "renderer": self.rendering.renderer,
                "encoding": self.rendering.encoding,
                "flags": list(self.rendering.flags),
            },
            "blocks": [block.to_dict() for block in self.blocks],
            "articles": [article.to_dict(capture=self.capture.origin) for article in self.articles],
        }
