"""What a figure counts: deaths, arrests, kilometres, sirens; and whether it is the whole, a part, a rate or old."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rashomon.compare.lexicon import Phrases, read_lexicon, read_phrases, read_stopwords
from rashomon.compare.profiles import Profile, find_words, stem
from rashomon.datamodel import AnnotatedArticle, Quantity, Span
from rashomon.text.fold import fold
from rashomon.text.normal import normalize

_CLAUSE_END = re.compile(r"[,;:!?()\n\u2013\u2014]|\.(?!\d)| - ")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SINCE = re.compile(r"\b(?:since|depuis|seit|desde|с|з) (?:19|20)\d\d(?!\d)")
_AND = frozenset(
    ("and", "but", "while", "as", "et", "mais", "tandis", "и", "а", "но", "і", "та", "й", "але", "und", "y")
)
_AND_COSTS = 6
_REACH = 12
_NEAR = 4
_WINDOW = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A figure of a claim with what it counts.

    ``matter`` is a table of ``counted.toml`` ("death"), a noun ("noun:siren") or a unit's dimension
    ("unit:length"); ``whom`` the stem of those counted, "" for people in general; ``near`` the stems of its clause,
    ``clause`` the words, nearest first; ``factor`` turns the value into the dimension's first unit. ``loose`` holds
    where it is a part, a rate or of an earlier occasion; ``main`` where it counts a matter of ``counted.toml`` and
    is not loose; ``updates`` where the words around it say that it replaces another.
    """

    profile: Profile
    quantity: Quantity
    matter: str
    whom: str = ""
    near: frozenset[str] = frozenset()
    clause: tuple[str, ...] = ()
    factor: float = 1.0
    main: bool = False
    loose: bool = False
    updates: bool = False

    @property
    def low(self) -> float:
        """The least value, in the dimension's first unit."""
        return self.quantity.low * self.factor

    @property
    def high(self) -> float:
        """The greatest value, in the dimension's first unit."""
        return self.quantity.high * self.factor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """The folded words around a figure: of its sentence, and of its clause, which the next figure ends at most."""

    before: tuple[str, ...]
    inside: tuple[str, ...]
    after: tuple[str, ...]
    clause_before: tuple[str, ...]
    clause_after: tuple[str, ...]


def find_sightings(profiles: Sequence[Profile], articles: Sequence[AnnotatedArticle]) -> tuple[Sighting, ...]:
    """Return the figures of all claims in reading order; one of which nothing tells what it counts is left out."""
    once: dict[tuple[int, Span], Sighting] = {}
    for profile in profiles:
        for quantity in profile.claim.quantities:
            sighting = _sight(profile, quantity, articles[profile.article])
            if sighting is not None:
                once.setdefault((profile.article, quantity.span), sighting)
    return tuple(once.values())


def _sight(profile: Profile, quantity: Quantity, value: AnnotatedArticle) -> Sighting | None:
    context = _context(quantity, value)
    found = _matter(quantity, context)
    if found is None:
        return None
    matter, whom, factor = found
    clause = _clause_words(quantity, context)
    loose = _is_loose(context) or _is_old(quantity, value)
    return Sighting(
        profile=profile,
        quantity=quantity,
        matter=matter,
        whom=whom,
        near=frozenset(stem(word) for word in clause),
        clause=clause,
        factor=factor,
        main=not loose and not matter.startswith(("noun:", "unit:")),
        loose=loose,
        updates=_is_update(context),
    )


def _clause_words(quantity: Quantity, context: _Context) -> tuple[str, ...]:
    """Return the content words of a figure's clause without its unit: those before it, nearest first, then the rest."""
    words = (*context.clause_before[-_REACH:][::-1], *context.clause_after[:_REACH])
    unit = fold(quantity.unit or "")
    return tuple(w for w in words if w not in read_stopwords() and not w.isdecimal() and w != unit)


def _context(quantity: Quantity, value: AnnotatedArticle) -> _Context:
    text, span = value.article.text, quantity.span
    sentence = next((s for s in value.sentences if s.contains(span)), None)
    start, end = (sentence.start, sentence.end) if sentence else (max(0, span.start - _WINDOW), span.end + _WINDOW)
    left = max((q.span.end for q in value.quantities if q.span.end <= span.start), default=start)
    right = min((q.span.start for q in value.quantities if q.span.start >= span.end), default=end)
    clause_before = normalize(text[max(start, left) : span.start]).text
    clause_after = normalize(text[span.end : min(end, right)]).text
    ends = [match.end() for match in _CLAUSE_END.finditer(clause_before)]
    stop = _CLAUSE_END.search(clause_after)
    return _Context(
        before=_words(text[start : span.start]),
        inside=_words(span.slice(text)),
        after=_words(text[span.end : end]),
        clause_before=_words(clause_before[ends[-1] if ends else 0 :]),
        clause_after=_words(clause_after[: stop.start() if stop else len(clause_after)]),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.text for word in find_words(normalize(text).text))


def _matter(quantity: Quantity, context: _Context) -> tuple[str, str, float] | None:
    """Return what a figure counts, whom, and how many of the dimension's first unit its unit holds; None if unknown.

    What the annotation says is counted comes first: an outcome ("death", "soldier death") or a noun. Words around
    the figure are asked only where it says nothing, or "people".
    """
    if quantity.unit:
        unit = quantity.unit.casefold()
        dimension, factor = _dimensions().get(unit, (unit, 1.0))
        return f"unit:{dimension}", "", factor
    *whom, counted = fold(quantity.counted).split() if quantity.counted else [""]
    topic = _topic_of(counted)
    if topic:
        return topic, _whom(" ".join(whom)), 1.0
    topic = _nearest_topic(context) if not _whom(counted) else None
    if topic:
        return topic, "", 1.0
    return (f"noun:{stem(counted)}", "", 1.0) if counted else None


def _whom(noun: str) -> str:
    """Return the stem of those counted, "" where they are people in general."""
    return "" if not noun or read_phrases("figures", "people").match((noun,), 0) else stem(noun)


@cache
def _topics() -> tuple[tuple[str, Phrases], ...]:
    return tuple((topic, read_phrases("counted", topic, "words")) for topic in read_lexicon("counted"))


@cache
def _topic_of(word: str) -> str | None:
    if not word:
        return None
    return next((topic for topic, phrases in _topics() if phrases.match((word,), 0)), None)


def _nearest_topic(context: _Context) -> str | None:
    """Return the topic of ``counted.toml`` whose word stands nearest in the clause; a conjunction costs six words."""
    best: tuple[float, str] | None = None
    for words, handicap in ((context.clause_after[:_REACH], 0.0), (context.clause_before[::-1][:_REACH], 0.5)):
        distance = handicap
        for at, word in enumerate(words):
            distance += _AND_COSTS if word in _AND else 1
            topic = _topic_at(words, at, backwards=handicap > 0)
            if topic and (best is None or distance < best[0]):
                best = (distance, topic)
    return best[1] if best else None


def _topic_at(words: Sequence[str], at: int, *, backwards: bool) -> str | None:
    """Return the topic whose phrase begins at ``at``; ``backwards`` where ``words`` run from the figure to the left."""
    row = words[max(0, at - _NEAR) : at + 1][::-1] if backwards else words[at : at + _NEAR]
    return next((topic for topic, phrases in _topics() if row and phrases.match(row, 0)), None)


@cache
def _dimensions() -> dict[str, tuple[str, float]]:
    tables = read_lexicon("units")
    return {
        unit.casefold(): (dimension, float(factor))
        for dimension, units in tables.items()
        for unit, factor in units.items()
    }


def is_growing(matter: str) -> bool:
    """Tell whether figures of ``matter`` only rise as more becomes known."""
    return bool(read_lexicon("counted").get(matter, {}).get("growing", False))


def _is_update(context: _Context) -> bool:
    """Tell whether words near a figure say that it replaces another."""
    near = (*context.before[-_REACH:], *context.after[:_REACH])
    return read_phrases("figures", "update").find(near) is not None


def _is_loose(context: _Context) -> bool:
    """Tell whether words near a figure make it a part of another one, a rate, or one of an earlier occasion."""
    if context.after and read_phrases("figures", "part_next").match(context.after, 0):
        return True
    if read_phrases("figures", "part_before").find(context.before[-2:]) is not None:
        return True
    near = (context.before[-_NEAR:], (*context.inside, *context.after[:_NEAR]))
    if any(read_phrases("figures", key).find(words) is not None for key in ("part", "rate") for words in near):
        return True
    return read_phrases("figures", "earlier").find((*context.before, *context.after)) is not None


def _is_old(quantity: Quantity, value: AnnotatedArticle) -> bool:
    """Tell whether the sentence of a figure names another year than that of its article."""
    stated = value.article.date_published
    sentence = next((s for s in value.sentences if s.contains(quantity.span)), None)
    if sentence is None:
        return False
    years = set(_YEAR.findall(_SINCE.sub(" ", sentence.slice(value.article.text)))) - {f"{quantity.low:g}"}
    return bool(years) and (stated is None or stated.value[:4] not in years)
