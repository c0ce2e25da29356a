"""The closed lists of words that fields may hold (docs/glossary.md explains each)."""

from __future__ import annotations

from typing import Literal, TypeAlias

BlockLabel: TypeAlias = Literal[
    "headline", "deck", "byline", "date", "body", "caption", "credit", "plug", "paywall", "bio", "disclaimer",
    "related", "second_headline", "second_body", "navigation", "comment", "cookie", "correction", "advert",
]  # fmt: skip
Role: TypeAlias = Literal["main", "secondary", "stub"]
CompletenessValue: TypeAlias = Literal["complete", "cut", "unknown"]
Form: TypeAlias = Literal["direct", "indirect", "mixed"]
SourceKind: TypeAlias = Literal["named", "role", "unnamed", "document", "author"]
Layer: TypeAlias = Literal["speech", "attitude"]
Stance: TypeAlias = Literal["asserts", "quotes", "denies", "hedges", "asks"]
HedgeKind: TypeAlias = Literal["hedge", "denial", "unverified", "question"]
Bound: TypeAlias = Literal["exact", "at_least", "at_most", "about"]
MentionType: TypeAlias = Literal["person", "organization", "place", "other"]
FindingKind: TypeAlias = Literal["agreed", "disputed", "unmatched"]
DisputeKind: TypeAlias = Literal["number", "denial", "actor", "outcome", "time_place", "characterization"]
NumberRelation: TypeAlias = Literal["same", "compatible", "update", "conflict"]
QuoteVerdict: TypeAlias = Literal["verbatim", "near", "stitched", "wrong source", "not found"]
