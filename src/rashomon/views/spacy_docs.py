"""Annotations as a spaCy DocBin: span groups, entities, and the links between them; spaCy is an extra."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rashomon.datamodel import AnnotatedArticle, MentionType, Span, Spans
from rashomon.errors import RashomonError
from rashomon.views.verbatim import writable

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin
    from spacy.tokens import Span as Tokens

KEY: Final = "rashomon"
"""Where in ``doc.user_data`` the links stand."""
GROUPS: Final = ("source", "cue", "content", "claims", "hedges")
_LABELS: Final[dict[MentionType, str]] = {"person": "PERSON", "organization": "ORG", "place": "LOC", "other": "MISC"}
_ANY: Final = "xx"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacyFile:
    """The bytes of a DocBin and what did not fit: spans widened to whole tokens, entities left out as they overlap.

    ``plain`` names the languages for which spaCy has no tokenizer here, and whose texts were cut by its plain one.
    """

    payload: bytes
    docs: int
    spans: int
    expanded: int
    entities_left_out: int
    plain: tuple[str, ...] = ()


def to_docbin(accounts: Iterable[tuple[AnnotatedArticle, str | None]], *, generator: str) -> SpacyFile:
    """Return ``accounts``, each an annotated article and the path of its capture, as one doc each.

    ``doc.text`` is the article's text. ``doc.spans`` has the groups source, cue, content, claims and hedges,
    ``doc.ents`` the mentions, and ``doc.user_data["rashomon"]`` the article's facts and its attributions with links.
    A span that does not fit tokens is widened to those it touches; its own letters stay in the user data, in code
    points. Raises RashomonError where spaCy is not installed.
    """
    docbin = _make_docbin()
    languages: dict[str, Language | None] = {}
    writers: list[_Writer] = []
    for annotated, path in accounts:
        language = annotated.article.in_language or _ANY
        if language not in languages:
            languages[language] = _make_language(language)
        writer = _Writer(annotated=annotated, doc=_make_doc(languages[language], annotated.article.text))
        docbin.add(writer.write(path, generator))
        writers.append(writer)
    return SpacyFile(
        payload=docbin.to_bytes(),
        docs=len(writers),
        spans=sum(writer.spans for writer in writers),
        expanded=sum(writer.expanded for writer in writers),
        entities_left_out=sum(writer.left_out for writer in writers),
        plain=tuple(sorted(name for name, value in languages.items() if value is None)),
    )


def _make_docbin() -> DocBin:
    try:
        from spacy.tokens import DocBin  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise RashomonError(
            "a DocBin needs spaCy, which is not installed", hint="pip install 'rashomon[spacy]'"
        ) from error
    return DocBin(store_user_data=True)


def _make_language(name: str) -> Language | None:
    """Return spaCy's tokenizer for a language, None where it has none or needs another package for it."""
    import spacy  # noqa: PLC0415 - an extra

    try:
        return spacy.blank(name)
    except ImportError:
        return None


def _make_doc(language: Language | None, text: str) -> Doc:
    import spacy  # noqa: PLC0415 - an extra

    tokenizer = language or spacy.blank(_ANY)
    whole = _SURROGATE.sub("\ufffd", text)  # what UTF-8 cannot write; as many code points
    tokenizer.max_length = max(tokenizer.max_length, len(whole) + 1)  # spaCy's cap is for its parsers
    return tokenizer.make_doc(whole)


class _Writer:
    """Writes one article into its doc and counts what did not fit."""

    def __init__(self, *, annotated: AnnotatedArticle, doc: Doc) -> None:
        self.annotated = annotated
        self.doc = doc
        self.spans = 0
        self.expanded = 0
        self.left_out = 0
        self._groups: dict[str, list[Tokens]] = {name: [] for name in GROUPS}

    def write(self, path: str | None, generator: str) -> Doc:
        """Return the doc with groups, entities and links."""
        attributions = [self._add_attribution(index) for index in range(len(self.annotated.attributions))]
        claims = [
            claim.to_dict() | {"groups": self._add("claims", claim.spans, claim.stance, claim.id)}
            for claim in self.annotated.claims
        ]
        for hedge in self.annotated.hedges:
            self._add("hedges", (hedge.cue,), hedge.kind, "")
        for name, group in self._groups.items():
            self.doc.spans[name] = group
        self._set_entities()
        article = self.annotated.article
        self.doc.user_data[KEY] = {
            "id": article.id,
            "capture": writable(path) if path else None,
            "capture_sha256": article.capture_id,
            "publisher": article.publisher,
            "headline": article.headline,
            "url": article.url,
            "date_published": article.date_published.value if article.date_published else None,
            "language": article.in_language,
            "generator": generator,
            "attributions": attributions,
            "claims": claims,
            "hedges": [hedge.to_dict() for hedge in self.annotated.hedges],
            "entities": [entity.to_dict() for entity in self.annotated.entities],
            "notes": list(self.annotated.notes),
            "expanded": self.expanded,
            "entities_left_out": self.left_out,
        }
        return self.doc

    def _add_attribution(self, index: int) -> dict[str, Any]:
        """Add the parts of an attribution to their groups; return it with the places they have there."""
        value = self.annotated.attributions[index]
        label = f"{value.layer}:{value.stance}"
        groups = {
            "source": self._add("source", value.source, value.source_kind, value.id),
            "cue": self._add("cue", value.cue, label, value.id),
            "content": self._add("content", value.content, label, value.id),
        }
        return value.to_dict() | {"groups": groups}

    def _add(self, group: str, spans: Spans, label: str, name: str) -> list[int]:
        """Add ``spans`` to a group and return their places in it."""
        first = len(self._groups[group])
        self._groups[group] += [self._to_tokens(span, label, name) for span in spans]
        return list(range(first, len(self._groups[group])))

    def _to_tokens(self, span: Span, label: str, name: str = "") -> Tokens:
        self.spans += 1
        found = self.doc.char_span(span.start, span.end, label=label, span_id=name)
        if found is None:
            self.expanded += 1
            found = self.doc.char_span(span.start, span.end, label=label, span_id=name, alignment_mode="expand")
        if found is None:
            raise ValueError(f"span {span.start}..{span.end} lies outside of a doc of {len(self.doc.text)} code points")
        return found

    def _set_entities(self) -> None:
        """Set the mentions as entities, the longest first; those that overlap one are left out and counted."""
        found = [
            self._to_tokens(mention.span, _LABELS[mention.type], mention.entity_id or "")
            for mention in self.annotated.mentions
        ]
        kept = _drop_overlapping(found)
        self.left_out = len(found) - len(kept)
        self.doc.set_ents(kept)


def _drop_overlapping(spans: Sequence[Tokens]) -> list[Tokens]:
    kept: list[Tokens] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        if taken.isdisjoint(range(span.start, span.end)):
            kept.append(span)
            taken.update(range(span.start, span.end))
    return sorted(kept, key=lambda span: span.start)
