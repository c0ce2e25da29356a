"""An article made ready for the rules: its normal form, its paragraphs and sentences, and the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rashomon.datamodel import Article, Span, Spans
from rashomon.text.normal import Normalized, normalize
from rashomon.text.quotations import Quotation, find_quotations
from rashomon.text.sentences import split_sentences

_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article with its normal form; every span but those of ``article`` indexes ``text``, the normal form.

    ``language`` is the ISO 639-1 code that selects rules, "" where unknown; ``quotations`` are in the order in which
    they open.
    """

    article: Article
    normal: Normalized
    language: str
    paragraphs: Spans
    sentences: Spans
    quotations: tuple[Quotation, ...]

    @property
    def text(self) -> str:
        """The normal form that the rules read."""
        return self.normal.text

    def to_article(self, span: Span) -> Span:
        """Return where ``span`` of the normal form stands in the article's text."""
        return self.normal.to_source(span)

    def all_to_article(self, spans: Spans) -> Spans:
        """Return where ``spans`` of the normal form stand in the article's text."""
        return tuple(self.normal.to_source(span) for span in spans)


def make_document(article: Article) -> Document:
    """Return ``article`` with its normal form, paragraphs (runs of text without a line end) and sentences."""
    normal = normalize(article.text)
    language = (article.in_language or "").split("-")[0].lower()
    paragraphs = tuple(
        Span(start=match.start(), end=match.end())
        for match in _PARAGRAPH.finditer(normal.text)
        if match.group().strip()
    )
    sentences = split_sentences(normal.text, language)
    return Document(
        article=article, normal=normal, language=language, paragraphs=paragraphs, sentences=sentences,
        quotations=find_quotations(normal.text),
    )  # fmt: skip
