"""A claim made ready for comparison: its words, names, numbers, times and speaker in folded form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from anyascii import anyascii

from rashomon.compare.lexicon import read_phrases, read_stopwords
from rashomon.datamodel import AnnotatedArticle, Attribution, Claim, Entity, Mention, Span, Spans, cover
from rashomon.text.fold import fold
from rashomon.text.normal import normalize
from rashomon.text.quotations import find_quotations

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
_STEM = 6
_ELIDED = 2
_FEW_TERMS = 5
_DIGITS = 15
_QUESTION_START = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a claim is compared by.

    ``article`` is the place of its article in the story, ``position`` its place in reading order over all profiles;
    ``words`` are folded, in order; ``terms`` their stems without stop words; ``quoted`` the indices of words
    between quotation marks; ``anchors`` what holds across languages (entities, numbers, times); ``cue`` is the
    folded word that attributes it, ``cue_first`` where it stands before the claim; ``asks`` where it only puts a
    question, "whether …" included; ``context`` is what the encoder reads.
    """

    claim: Claim
    article: int
    position: int
    language: str
    words: tuple[str, ...]
    terms: frozenset[str]
    quoted: frozenset[int]
    numbers: frozenset[str]
    anchors: frozenset[str]
    speaker: str | None
    cue: str
    cue_first: bool
    asks: bool
    context: str = field(repr=False)

    @property
    def id(self) -> str:
        """The id of the claim."""
        return self.claim.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A folded word of a normal form with where it stands; ``capital`` where its first letter is upper case."""

    text: str
    span: Span
    capital: bool


def find_words(text: str) -> Iterator[Word]:
    """Yield the words of a normal form, without possessive s and elided articles."""
    for match in _WORD.finditer(text):
        yield Word(
            text=_bare(match.group()),
            span=Span(start=match.start(), end=match.end()),
            capital=match.group()[0].isupper(),
        )


def _bare(word: str) -> str:
    """Return ``word`` folded, without a possessive s or an elided article before its apostrophe."""
    parts = re.split("['’]", word)
    if len(parts) > 1:
        if parts[-1].lower() == "s":
            parts.pop()
        elif len(parts[0]) <= _ELIDED:
            parts.pop(0)
    return fold("".join(parts))


def stem(word: str) -> str:
    """Return the letters of a folded word that its inflected forms share: the first six, roughly, in any language."""
    return word[:_STEM]


def transliterate(name: str) -> str:
    """Return ``name`` folded in Latin letters, so that spellings in two scripts can be compared."""
    return fold(anyascii(fold(name)))


def claim_text(text: str, spans: Spans) -> str:
    """Return the normal form of what stands at ``spans``, stretches joined by a space, thousands without separator."""
    return _THOUSANDS.sub("", normalize(" ".join(span.slice(text) for span in spans)).text)


def make_profiles(articles: Sequence[AnnotatedArticle]) -> tuple[Profile, ...]:
    """Return a profile for each claim of ``articles``, in reading order."""
    found: list[Profile] = []
    for place, value in enumerate(articles):
        attributions = {attribution.id: attribution for attribution in value.attributions}
        entities = {entity.id: entity for entity in value.entities}
        language = (value.article.in_language or "").split("-")[0].lower()
        for claim in sorted(value.claims, key=lambda claim: (cover(claim.spans), claim.id)):
            near = _Surroundings(value=value, attributions=attributions, entities=entities, language=language)
            found.append(_profile(claim, near, place, len(found)))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surroundings:
    value: AnnotatedArticle
    attributions: dict[str, Attribution]
    entities: dict[str, Entity]
    language: str


def _profile(claim: Claim, near: _Surroundings, place: int, position: int) -> Profile:
    text = claim_text(near.value.article.text, claim.spans)
    words = tuple(find_words(text))
    stop = read_stopwords()
    terms = frozenset(stem(word.text) for word in words if word.text not in stop)
    quotations = [quotation.inner for quotation in find_quotations(text)]
    numbers = _numbers(claim, words)
    return Profile(
        claim=claim,
        article=place,
        position=position,
        language=near.language,
        words=tuple(word.text for word in words),
        terms=terms,
        quoted=frozenset(i for i, word in enumerate(words) if any(inner.contains(word.span) for inner in quotations)),
        numbers=numbers,
        anchors=_anchors(claim, near, numbers),
        speaker=_speaker(claim, near),
        cue=_cue(claim, near),
        cue_first=_is_after_cue(claim, near),
        asks=claim.stance == "asks" or _is_embedded_question([word.text for word in words]),
        context=text if len(terms) >= _FEW_TERMS else _context(claim, near.value, text),
    )


def _numbers(claim: Claim, words: Sequence[Word]) -> frozenset[str]:
    digits = {f"{int(word.text):g}" for word in words if word.text.isdecimal() and len(word.text) <= _DIGITS}
    values = {f"{value:g}" for quantity in claim.quantities for value in (quantity.low, quantity.high)}
    return frozenset(digits | values)


def _anchors(claim: Claim, near: _Surroundings, numbers: frozenset[str]) -> frozenset[str]:
    """Return what a claim in another language would share: entities, numbers and resolved times."""
    inside = (m for m in near.value.mentions if any(span.contains(m.span) for span in claim.spans))
    named = {key for mention in inside for key in _entity_keys(mention, near)}
    times = {f"time:{time.value}" for time in claim.times if time.value}
    return frozenset(named | times | {f"number:{number}" for number in numbers if len(number) > 1})


def _entity_keys(mention: Mention, near: _Surroundings) -> tuple[str, ...]:
    entity = near.entities.get(mention.entity_id or "")
    if entity is None:
        return ()
    if entity.geonames_id is not None:
        return (f"place:{entity.geonames_id}",)
    return (f"name:{transliterate(entity.key)}",)


def _speaker(claim: Claim, near: _Surroundings) -> str | None:
    """Return the words of whoever the claim is attributed to, in Latin letters; None for the author and for "he"."""
    attribution = near.attributions.get(claim.attribution or "")
    if attribution is None:
        return None
    name = attribution.speaker or " ".join(span.slice(near.value.article.text) for span in attribution.source)
    words = (word.text for word in find_words(normalize(name).text) if word.text not in read_stopwords())
    return " ".join(transliterate(word) for word in words) or None


def _cue(claim: Claim, near: _Surroundings) -> str:
    attribution = near.attributions.get(claim.attribution or "")
    if attribution is None:
        return ""
    words = (word.text for span in attribution.cue for word in find_words(span.slice(near.value.article.text)))
    return " ".join(words)


def _is_after_cue(claim: Claim, near: _Surroundings) -> bool:
    attribution = near.attributions.get(claim.attribution or "")
    return attribution is None or not attribution.cue or attribution.cue[0].start < claim.spans[-1].start


def _is_embedded_question(words: Sequence[str]) -> bool:
    """Tell whether a claim puts no more than a question: "whether sirens sounded is in dispute"."""
    at = read_phrases("negations", "whether").find(words[:_QUESTION_START])
    return at is not None and read_phrases("negations", "regardless").find(words) is None


def _context(claim: Claim, value: AnnotatedArticle, text: str) -> str:
    """Return the sentence around a claim too short to be understood alone."""
    outer = next((s for s in value.sentences if s.contains(claim.spans[0])), None)
    return normalize(outer.slice(value.article.text)).text if outer else text
