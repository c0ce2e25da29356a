"""The nouns: frozen, keyword-only values with ids hashed from their parts; no third party."""

from rashomon.datamodel.annotations import (
    AnnotatedArticle,
    Attribution,
    Claim,
    Entity,
    Hedge,
    Mention,
    Quantity,
    TimeExpression,
)
from rashomon.datamodel.captures import (
    Article,
    Block,
    Capture,
    Completeness,
    Reading,
    Rendering,
    Segment,
    StatedDate,
)
from rashomon.datamodel.comparisons import (
    CheckedQuote,
    Comparison,
    Excerpt,
    Figure,
    Finding,
    Manifest,
    NameUse,
    Naming,
    NumberSeries,
    Skipped,
    Story,
    make_excerpt,
)
from rashomon.datamodel.identity import make_id
from rashomon.datamodel.sayings import Saying, SayingPlace, Sayings
from rashomon.datamodel.spans import Span, Spans, check_spans, cover, make_spans, overlap, to_lists
from rashomon.datamodel.vocabulary import (
    BlockLabel,
    Bound,
    CompletenessValue,
    DisputeKind,
    FindingKind,
    Form,
    HedgeKind,
    Layer,
    MentionType,
    NumberRelation,
    QuoteVerdict,
    Role,
    SourceKind,
    Stance,
)

__all__ = [
    "AnnotatedArticle", "Article", "Attribution", "Block", "BlockLabel", "Bound", "Capture", "CheckedQuote", "Claim",
    "Comparison", "Completeness", "CompletenessValue", "DisputeKind", "Entity", "Excerpt", "Figure", "Finding",
    "FindingKind", "Form", "Hedge", "HedgeKind", "Layer", "Manifest", "Mention", "MentionType", "NameUse", "Naming",
    "NumberRelation", "NumberSeries", "Quantity", "QuoteVerdict", "Reading", "Rendering", "Role", "Saying",
    "SayingPlace", "Sayings", "Segment", "Skipped", "SourceKind", "Span", "Spans", "Stance", "StatedDate", "Story",
    "TimeExpression", "check_spans", "cover", "make_excerpt", "make_id", "make_spans", "overlap", "to_lists",
]  # fmt: skip
