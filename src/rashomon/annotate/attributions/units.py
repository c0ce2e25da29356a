"""Units: sentences as the attribution rules read them, each quotation one item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rashomon.annotate.attributions.lexicon import Lexicon, load_lexicon
from rashomon.annotate.document import Document
from rashomon.datamodel import Span, Spans
from rashomon.text.quotations import Quotation
from rashomon.text.tokens import Token, tokenize

ItemKind: TypeAlias = Literal["word", "figure", "mark", "quote"]
_CLAUSE_WORDS = 5
_TAG_REACH = 14
_JOINED = 400
_TITLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A word, figure, mark or whole quotation; ``full`` tells a quotation that stands for a clause, not a term."""

    start: int
    end: int
    text: str
    folded: str
    kind: ItemKind
    full: bool = False

    @property
    def is_capital(self) -> bool:
        """Tell whether the item begins with a capital letter or is a quotation."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or several that a quotation joins, as items; ``inside`` where it stands within a quotation."""

    items: tuple[Item, ...]
    paragraph: int
    inside: bool = False

    @property
    def span(self) -> Span:
        """From the first item to the last."""
        return Span(start=self.items[0].start, end=self.items[-1].end)

    @property
    def content(self) -> Span:
        """The span without the stop at its end."""
        last = -1 if len(self.items) > 1 and self.items[-1].text == "." else len(self.items)
        return Span(start=self.items[0].start, end=self.items[:last][-1].end)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """The stretch that one item stands for."""

    span: Span
    full: bool


def make_units(document: Document) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Return the units of the text in order, and those within top-level quotations."""
    tokens = tuple(token for token in tokenize(document.text, document.language) if token.kind != "break")
    quotations = document.quotations
    outer = _quoted(document.text, [q for q in quotations if q.depth == 0])
    spans = _join(document.sentences, [quoted.span for quoted in outer])
    units = _with_tags(_fill(document, tokens, spans, outer, inside=False), load_lexicon(document.language))
    within = [quoted.span for quoted in outer if quoted.full]
    inner_sentences = _cut(document.sentences, within)
    nested = _quoted(document.text, [q for q in quotations if q.depth == 1])
    return units, _fill(document, tokens, inner_sentences, nested, inside=True)


def _with_tags(units: tuple[Unit, ...], lexicon: Lexicon | None) -> tuple[Unit, ...]:
    """Return the units, a tag behind "?" or "!" joined to its quotation (“Who knew?” Smith asked.)."""
    joined: list[Unit] = []
    for unit in units:
        before = joined[-1] if joined else None
        if (
            lexicon is not None
            and before is not None
            and before.paragraph == unit.paragraph
            and before.items[-1].kind == "quote"
            and len(before.items) < _JOINED
            and before.items[-1].text.rstrip("”’\"'»“ ")[-1:] in "?!…."
            and not _is_led_to(before)
            and _is_tag(unit, lexicon)
        ):
            joined[-1] = Unit(items=before.items + unit.items, paragraph=before.paragraph, inside=before.inside)
        else:
            joined.append(unit)
    return tuple(joined)


def _is_led_to(unit: Unit) -> bool:
    """Tell whether a colon leads to the quotation at the end of a unit, so that its cue stands before it."""
    return len(unit.items) > 1 and unit.items[-2].text == ":"


def _is_tag(unit: Unit, lexicon: Lexicon) -> bool:
    """Tell whether a unit is only a source with its cue, with nothing said behind it."""
    for at, item in enumerate(unit.items[:_TAG_REACH]):
        if item.kind == "quote":
            return False
        cues = lexicon.verbs.get(item.folded, ()) if item.kind == "word" else ()
        if at and any(cue.layer == "speech" and cue.takes & {"bare", "that"} for cue in cues):
            following = unit.items[at + 1] if at + 1 < len(unit.items) else None
            if any("hearer" in cue.takes for cue in cues):
                return not any(i.kind == "quote" or lexicon.is_in(i.folded, "complementizers") for i in unit.items[at:])
            return (
                following is None
                or (following.kind == "mark" and following.text not in ",:")
                or lexicon.is_in(following.folded, "adjuncts", "weekdays", "prepositions")
            )
    return False


def _quoted(text: str, quotations: Sequence[Quotation]) -> list[_Quoted]:
    """Return the stretches that count as one item: quotations, and the words of tagged dialogue lines."""
    found: list[_Quoted] = []
    for quotation in quotations:
        if quotation.mark in "—–―":
            if len(quotation.pieces) > 1 or text[quotation.outer.end : quotation.outer.end + 1] not in ("", "\n"):
                found.extend(_Quoted(span=_without_comma(text, piece), full=True) for piece in quotation.pieces)
        else:
            found.append(_Quoted(span=quotation.outer, full=_is_full(text, quotation)))
    found.sort(key=lambda quoted: quoted.span.start)
    kept: list[_Quoted] = []
    for quoted in found:
        if not kept or quoted.span.start >= kept[-1].span.end:
            kept.append(quoted)
    return kept


def _without_comma(text: str, piece: Span) -> Span:
    """Return the words of a dialogue line without the comma that leads to its tag."""
    return Span(start=piece.start, end=piece.end - 1) if text[piece.end - 1] == "," and len(piece) > 1 else piece


def _is_full(text: str, quotation: Quotation) -> bool:
    """Tell whether a quotation stands for a clause: it ends in a stop, follows one, or has many words."""
    inner = quotation.inner.slice(text)
    behind = text[quotation.outer.end : quotation.outer.end + 1]
    before = text[max(0, quotation.outer.start - 2) : quotation.outer.start].strip()
    if len(inner.split()) < _TITLE_WORDS and inner[-1] == "," and before[-1:].isalpha():
        return False  # a title before its comma: the show "The Apprentice," said
    if len(inner.split()) >= _CLAUSE_WORDS or inner[-1] in ".,?!…" or before.endswith(":"):
        return True
    return behind == "," and (not before or before in ".,:") and inner[:1].isupper()


def _join(sentences: Spans, quoted: Sequence[Span]) -> Spans:
    """Return the sentences, those that one quotation runs over joined."""
    joined: list[Span] = []
    at = 0
    for sentence in sentences:
        while at < len(quoted) and joined and quoted[at].end <= joined[-1].end:
            at += 1
        if joined and at < len(quoted) and quoted[at].start < joined[-1].end and sentence.start < quoted[at].end:
            joined[-1] = Span(start=joined[-1].start, end=max(sentence.end, joined[-1].end))
        else:
            joined.append(sentence)
    return tuple(joined)


def _cut(sentences: Spans, within: Sequence[Span]) -> Spans:
    """Return the parts of sentences that lie in the stretches ``within``."""
    found: list[Span] = []
    at = 0
    for stretch in within:
        while at < len(sentences) and sentences[at].end <= stretch.start:
            at += 1
        here = at
        while here < len(sentences) and sentences[here].start < stretch.end:
            start, end = max(sentences[here].start, stretch.start), min(sentences[here].end, stretch.end)
            if start < end:
                found.append(Span(start=start, end=end))
            here += 1
    return tuple(found)


def _fill(
    document: Document, tokens: Sequence[Token], spans: Spans, quoted: Sequence[_Quoted], *, inside: bool
) -> tuple[Unit, ...]:
    """Return a unit for each of ``spans``, its tokens as items and each quotation in it as one item."""
    units: list[Unit] = []
    at = mark = paragraph = 0
    for span in spans:
        while document.paragraphs[paragraph].end < span.start:
            paragraph += 1
        items: list[Item] = []
        while at < len(tokens) and tokens[at].start < span.start:
            at += 1
        while at < len(tokens) and tokens[at].start < span.end:
            token = tokens[at]
            while mark < len(quoted) and quoted[mark].span.end <= token.start:
                mark += 1
            here = quoted[mark] if mark < len(quoted) and quoted[mark].span.start <= token.start else None
            if here is None:
                items.append(Item(token.start, token.end, token.text, token.folded, _kind(token)))
            elif not items or items[-1].start != here.span.start:
                text = here.span.slice(document.text)
                items.append(Item(here.span.start, here.span.end, text, "", "quote", here.full))
            at += 1
        items = items[_dateline(items) :] if items and (not units or units[-1].paragraph != paragraph) else items
        if items:
            units.append(Unit(items=tuple(items), paragraph=paragraph, inside=inside))
    return tuple(units)


def _dateline(items: Sequence[Item]) -> int:
    """Return how many items the dateline takes that opens a paragraph ("WASHINGTON (AP) — "), 0 where there is none."""
    for at, item in enumerate(items[:_DATELINE]):
        if item.text in {"—", "–", "-"} and at and items[at - 1].end < item.start:
            return at + 1 if items[0].text.isupper() and len(items[0].text) > 1 else 0
        if item.kind == "quote":
            return 0
    return 0


_DATELINE = 12


def _kind(token: Token) -> ItemKind:
    return token.kind if token.kind != "break" else "mark"
