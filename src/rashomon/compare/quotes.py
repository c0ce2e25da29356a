"""Whether a quotation stands in the captures: verbatim, near, stitched, under another source, or not at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from rashomon.compare.lexicon import read_phrases
from rashomon.compare.profiles import stem, transliterate
from rashomon.compare.wording import (
    cut_into_found,
    find_nearest,
    find_verbatim,
    make_wording,
    split_at_gaps,
    words_of,
)
from rashomon.datamodel import AnnotatedArticle, Attribution, CheckedQuote, Excerpt, Span, Spans, make_excerpt, overlap
from rashomon.text.fold import fold
from rashomon.text.normal import normalize
from rashomon.text.quotations import find_quotations

_SCARE = 2
_LEAST_PART = 3
_NEAR_QUOTED = 0.6
_NEAR_PLAIN = 0.75
_LEAST_NEAR = 4
_OMITTED = 3
_TAG = 60
_SAME_NAME = 85
_APART = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a part of a quotation stands in an article's text; ``quotation`` numbers the quotation around it."""

    value: AnnotatedArticle
    span: Span
    quotation: int | None
    speaker: str | None
    attribution: str | None = None

    @property
    def excerpt(self) -> Excerpt:
        return make_excerpt(self.value.article.id, self.value.article.text, self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A quotation of the draft: its parts between ellipses, and whom the draft names."""

    empty: CheckedQuote
    parts: tuple[str, ...]

    @property
    def speaker(self) -> str | None:
        return self.empty.speaker


def is_scare_quote(exact: str) -> bool:
    """Tell whether a quotation is of one or two words: unless it is found, nobody need have said it."""
    return sum(1 for _ in words_of(make_wording(exact).text)) <= _SCARE


def check_quote(exact: str, span: Span, speaker: str | None, articles: Sequence[AnnotatedArticle]) -> CheckedQuote:
    """Return what the captures show of the quotation ``exact``, which stands at ``span`` of a draft.

    Letters count: one changed letter makes a quotation near. Quotation marks, white space, invisible characters,
    dashes, edge punctuation and the case of the first letter do not; an ellipsis or square brackets stand for words
    left out.
    ``speaker`` is whom the draft names: where all captures that have it name somebody else, the source is wrong.
    """
    draft = _Draft(
        empty=CheckedQuote(span=span, exact=exact, verdict="not found", speaker=speaker),
        parts=split_at_gaps(exact),
    )
    if not draft.parts:
        return draft.empty
    found = _verbatim(draft, articles)
    if found is None and not is_scare_quote(exact):
        found = _stitched(draft, articles) or _near(draft, articles)
    return found or draft.empty


def _verbatim(draft: _Draft, articles: Sequence[AnnotatedArticle]) -> CheckedQuote | None:
    """Return the verdict where an article holds all parts; parts out of order or of two voices are stitched."""
    chains: list[tuple[_Place, ...]] = []
    scattered: list[tuple[_Place, ...]] = []
    for value in articles:
        places = [_places(part, value, draft.speaker) for part in draft.parts]
        if not all(places):
            continue
        chain = _in_order(places)
        if chain and _one_voice(chain):
            chains.append(chain)
        else:
            scattered.append(tuple(options[0] for options in places))
    if chains:
        return _judge_source(draft, replace(draft.empty, verdict="verbatim"), chains)
    return _as_stitched(draft, scattered[0]) if scattered else None


def _places(part: str, value: AnnotatedArticle, speaker: str | None) -> tuple[_Place, ...]:
    """Return where ``part`` stands verbatim: the named speaker's words first, then those in quotation marks."""
    wording = make_wording(value.article.text)
    spans = [wording.to_source(span) for span in find_verbatim(part, wording)]
    found = [_place(value, span) for span in spans]
    return tuple(sorted(found, key=lambda p: (not _agrees(speaker, p.speaker), p.quotation is None, p.span)))


def _place(value: AnnotatedArticle, span: Span) -> _Place:
    quotations = _quotations(value.article.text)
    inside = next((at for at, outer in enumerate(quotations) if outer.contains(span)), None)
    around = _attribution_at(value, span)
    speaker = _speaker_of(value, around) if around else None
    return _Place(value=value, span=span, quotation=inside, speaker=speaker, attribution=around.id if around else None)


@lru_cache(maxsize=256)
def _quotations(text: str) -> Spans:
    """Return the quotations of an article's text that stand in no other, with their marks."""
    normal = normalize(text)
    return tuple(
        normal.to_source(quotation.outer) for quotation in find_quotations(normal.text) if quotation.depth == 0
    )


def _attribution_at(value: AnnotatedArticle, span: Span) -> Attribution | None:
    """Return the narrowest attribution that covers most of ``span``."""
    covering = [a for a in value.attributions if overlap((span,), a.content) * 2 > len(span)]
    return min(covering, key=lambda a: (sum(len(s) for s in a.content), a.id), default=None)


def _speaker_of(value: AnnotatedArticle, attribution: Attribution) -> str | None:
    """Return whom the article names as the source of ``attribution``; None for "she" that nothing resolves."""
    if attribution.speaker:
        return attribution.speaker
    words = " ".join(s.slice(value.article.text) for s in attribution.source)
    named = any(word[0].isupper() for word in words.split()[1:]) or attribution.source_kind == "named"
    return words if named else None


def _in_order(places: Sequence[Sequence[_Place]]) -> tuple[_Place, ...] | None:
    """Return one place for each part so that they follow one another; None where they do not."""
    chain: list[_Place] = []
    for options in places:
        after = [p for p in options if not chain or p.span.start >= chain[-1].span.end]
        if not after:
            return None
        chain.append(after[0])
    return tuple(chain)


def _one_voice(chain: Sequence[_Place]) -> bool:
    """Tell whether the parts of an elided quotation stand in one utterance.

    That is one quotation, one attribution, or quotations that only "she said" divides; outside quotation marks, one
    paragraph with little between the parts.
    """
    if len({place.speaker for place in chain if place.speaker}) > 1:
        return False
    return all(_one_utterance(a, b) for a, b in pairwise(chain))


def _one_utterance(left: _Place, right: _Place) -> bool:
    if left.attribution is not None and left.attribution == right.attribution:
        return True
    gap = _between(left, right)
    if left.quotation is None and right.quotation is None:
        return "\n" not in gap and len(gap) <= _APART
    return left.quotation == right.quotation or (
        "\n" not in gap and len(gap) <= _TAG and None not in (left.quotation, right.quotation)
    )


def _stitched(draft: _Draft, articles: Sequence[AnnotatedArticle]) -> CheckedQuote | None:
    """Return the verdict where every row of words stands somewhere, but not as one."""
    if len(draft.parts) > 1:
        return None
    for group in (*((value,) for value in articles), tuple(articles)):
        pieces = cut_into_found(draft.parts[0], [make_wording(v.article.text) for v in group], _LEAST_PART)
        if pieces is None:
            continue
        places = [[p for value in group for p in _places(piece, value, draft.speaker)] for piece in pieces]
        chain = _in_order(places) if len(group) == 1 else None
        if chain and _is_tag_between(chain):
            return _judge_source(draft, replace(draft.empty, verdict="verbatim"), [chain])
        if chain and _is_omission(chain):
            return _near(draft, articles)
        return _as_stitched(draft, chain or tuple(options[0] for options in places))
    return None


def _is_tag_between(chain: Sequence[_Place]) -> bool:
    """Tell whether the parts are one utterance that only "she said" divides."""
    gaps = [_between(a, b) for a, b in pairwise(chain)]
    quoted = all(place.quotation is not None for place in chain)
    return (
        quoted
        and _one_voice(chain)
        and all(len(gap) <= _TAG and "\n" not in gap for gap in gaps)
        and (len({place.quotation for place in chain}) == len(chain))
    )


def _is_omission(chain: Sequence[_Place]) -> bool:
    """Tell whether all that divides the parts is a few words left out of one quotation."""
    same = len({place.quotation for place in chain}) == 1
    return same and all(len(_between(a, b).split()) <= _OMITTED for a, b in pairwise(chain))


def _between(left: _Place, right: _Place) -> str:
    return left.value.article.text[left.span.end : right.span.start]


def _as_stitched(draft: _Draft, chain: Sequence[_Place]) -> CheckedQuote:
    pieces = " / ".join(place.excerpt.exact for place in chain)
    return replace(
        draft.empty,
        verdict="stitched",
        excerpts=tuple(place.excerpt for place in chain),
        difference=f"the captures have it in separate places: {pieces}",
        captured_speaker=next((place.speaker for place in chain if place.speaker), None),
    )


def _near(draft: _Draft, articles: Sequence[AnnotatedArticle]) -> CheckedQuote | None:
    """Return the verdict where each part is nearly there; the difference is shown word for word."""
    whole = " ".join(draft.parts)
    if sum(1 for _ in words_of(whole)) < _LEAST_NEAR:
        return None
    best: tuple[float, _Place] | None = None
    for value in articles:
        wording = make_wording(value.article.text)
        nearest = find_nearest(whole, wording)
        if nearest is None:
            continue
        place = _place(value, wording.to_source(nearest.span))
        least = _NEAR_QUOTED if _touches_quotation(place) else _NEAR_PLAIN
        if nearest.ratio >= least and (best is None or nearest.ratio > best[0]):
            best = (nearest.ratio, place)
    if best is None:
        return None
    captured = best[1].excerpt.exact
    difference = show_difference(whole, captured)
    if changes_sense(whole, captured):
        return replace(draft.empty, difference=f"{difference}; the nearest is “{captured}”")
    return _judge_source(draft, replace(draft.empty, verdict="near", difference=difference), [(best[1],)])


def _touches_quotation(place: _Place) -> bool:
    return any(outer.overlap(place.span) * 2 > len(place.span) for outer in _quotations(place.value.article.text))


def show_difference(draft: str, captured: str) -> str:
    """Return the words in which two quotations differ: those of the draft, an arrow, those of the capture."""
    changes = [f"“{' '.join(left)}” → “{' '.join(right)}”" for left, right in _changes(draft, captured)]
    return "; ".join(changes) or "punctuation inside the quotation"


def _changes(draft: str, captured: str) -> list[tuple[list[str], list[str]]]:
    """Return the rows of words in which two quotations differ: those of the draft, those of the capture."""
    left, right = list(words_of(make_wording(draft).text)), list(words_of(make_wording(captured).text))
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    return [(left[a:b], right[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def changes_sense(draft: str, captured: str) -> bool:
    """Tell whether two quotations differ in a negation, a number or a name: then one is not nearly the other."""
    if _count_negations(draft) != _count_negations(captured):
        return True
    firsts = {next(words_of(make_wording(text).text), "") for text in (draft, captured)}
    return any(
        _is_weighty(word, firsts)
        for left, right in _changes(draft, captured)
        if [fold(w) for w in left] != [fold(w) for w in right]
        for word in (*left, *right)
    )


def _count_negations(text: str) -> int:
    negation = read_phrases("negations", "negation")
    return sum(negation.match((fold(word),), 0) > 0 for word in words_of(make_wording(text).text))


def _is_weighty(word: str, firsts: Collection[str]) -> bool:
    folded = fold(word)
    if any(char.isdigit() for char in word) or read_phrases("negations", "number").match((stem(folded),), 0):
        return True
    return word[0].isupper() and len(word) > 1 and word not in firsts


def _judge_source(draft: _Draft, checked: CheckedQuote, chains: Sequence[Sequence[_Place]]) -> CheckedQuote:
    """Return ``checked`` with its excerpts; the source is wrong where every capture names somebody else."""
    speakers = [next((place.speaker for place in chain if place.speaker), None) for chain in chains]
    excerpts = tuple(place.excerpt for chain in chains for place in chain)
    named = next((speaker for speaker in speakers if speaker), None)
    if draft.speaker and speakers and not any(_may_be(draft.speaker, speaker) for speaker in speakers):
        return replace(checked, verdict="wrong source", excerpts=excerpts, captured_speaker=named)
    agreeing = next((speaker for speaker in speakers if _agrees(draft.speaker, speaker)), named)
    return replace(checked, excerpts=excerpts, captured_speaker=agreeing)


def _may_be(draft: str, captured: str | None) -> bool:
    """Tell whether two names may be one: they agree, or one of them is no name at all."""
    return captured is None or _agrees(draft, captured) or not (_is_name(draft) and _is_name(captured))


def _is_name(label: str) -> bool:
    return any(word[:1].isupper() for word in label.split())


def _agrees(draft: str | None, captured: str | None) -> bool:
    """Tell whether two labels end in one surname, or one holds all words of the other."""
    if not draft or not captured:
        return False
    ours, theirs = (_name_words(label) for label in (draft, captured))
    if not ours or not theirs:
        return True
    small, large = sorted((ours, theirs), key=len)
    held = all(any(_alike(a, b) for b in large) for a in small)
    return held or _alike(ours[-1], theirs[-1])


def _alike(left: str, right: str) -> bool:
    return fuzz.ratio(left, right) >= _SAME_NAME


def _name_words(label: str) -> list[str]:
    """Return the capitalised words of a label in Latin letters; all of them where none is."""
    words = label.replace(".", " ").split()
    capital = [word for word in words if word[:1].isupper() and len(word) > 1] or words
    return [folded for word in capital if (folded := transliterate(word.strip(",;:'’")))]
