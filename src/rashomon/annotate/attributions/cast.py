"""The cast of an article: its names, its words, and where sentences, paragraphs and quotations divide them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rashomon.annotate.attributions.lexicon import Lexicon
from rashomon.annotate.document import Document
from rashomon.datamodel import Entity, Mention, Span, Spans
from rashomon.text.tokens import Token, tokenize

POSSESSIVES = ("'s", "’s", "s'", "s’")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The article, its names, and the lexicon that tells roles and pronouns.

    Mentions, tokens, sentences, paragraphs and quotations are in text order and index the article's text, not the
    normal form. ``names`` gives an entity's fullest name by its id.
    """

    document: Document
    lexicon: Lexicon
    mentions: tuple[Mention, ...]
    names: Mapping[str, str]
    tokens: tuple[Token, ...]
    sentences: Spans
    paragraphs: Spans
    quotations: Spans

    def within(self, span: Span) -> list[Mention]:
        """Return the mentions that lie in ``span`` of the article's text."""
        at = bisect_left(self.mentions, span.start, key=lambda mention: mention.span.start)
        found: list[Mention] = []
        while at < len(self.mentions) and self.mentions[at].span.start < span.end:
            if self.mentions[at].span.end <= span.end:
                found.append(self.mentions[at])
            at += 1
        return found

    def name_of(self, mention: Mention) -> str | None:
        """Return the fullest name of the entity mentioned."""
        return self.names.get(mention.entity_id or "")

    def token_at(self, place: int) -> int:
        """Return the number of the first token that begins at ``place`` of the article's text, or after it."""
        return bisect_left(self.tokens, place, key=lambda token: token.start)

    def folded(self, at: int) -> str:
        """Return the folded letters of token ``at``, "" outside the text."""
        return self.tokens[at].folded if 0 <= at < len(self.tokens) else ""

    def is_possessive(self, at: int) -> bool:
        """Tell whether token ``at`` ends in 's."""
        return 0 <= at < len(self.tokens) and self.tokens[at].text.endswith(POSSESSIVES)

    def sentence_of(self, place: int) -> int:
        """Return the number of the sentence at ``place``."""
        return bisect_right(self.sentences, place, key=lambda span: span.start) - 1

    def paragraph_of(self, place: int) -> int:
        """Return the number of the paragraph at ``place``."""
        return bisect_right(self.paragraphs, place, key=lambda span: span.start) - 1

    def quotation_of(self, place: int) -> int | None:
        """Return the number of the outermost quotation around ``place``, None outside all."""
        at = bisect_right(self.quotations, place, key=lambda span: span.start) - 1
        return at if at >= 0 and place < self.quotations[at].end else None


def make_cast(document: Document, lexicon: Lexicon, names: tuple[Sequence[Mention], Sequence[Entity]]) -> Cast:
    """Return the cast of ``document`` with its mentions and entities."""
    tokens = tokenize(document.text, document.language)
    placed = (document.to_article(Span(start=token.start, end=token.end)) for token in tokens)
    quotations = (quotation.outer for quotation in document.quotations if quotation.depth == 0)
    return Cast(
        document=document,
        lexicon=lexicon,
        mentions=tuple(sorted(names[0], key=lambda mention: mention.span)),
        names={entity.id: entity.name for entity in names[1]},
        tokens=tuple(replace(t, start=s.start, end=s.end) for t, s in zip(tokens, placed, strict=True)),
        sentences=document.all_to_article(document.sentences),
        paragraphs=document.all_to_article(document.paragraphs),
        quotations=tuple(sorted(document.all_to_article(tuple(quotations)))),
    )
