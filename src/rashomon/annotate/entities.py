"""Entities: what a capitalized sequence names, and which sequences name the same person, organization or place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from anyascii import anyascii

from rashomon.annotate.acronyms import Definition, find_definitions, is_acronym
from rashomon.annotate.name_context import NameContext, bare_word
from rashomon.annotate.name_types import is_company, is_legal_form, names_feature, type_by_words
from rashomon.annotate.name_words import nominatives, slavic_stem
from rashomon.annotate.names import Name
from rashomon.datamodel import MentionType
from rashomon.text.gazetteer import Place, open_gazetteer, place_key

_METROPOLIS, _CITY, _KNOWN_TOWN = 1_000_000, 500_000, 100_000
_TOWN = 15_000
_HAMLET = 500
_ACRONYM = 5
_LONGEST_PERSON, _LONGEST_PLACE = 5, 3
_SAINTS = frozenset({"saint", "sainte", "saints"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset({"de", "la", "le", "du", "d", "van", "von", "der", "den", "bin", "al", "el", "di", "da"})
_AGE_LENGTHS = frozenset({2, 3})


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name at tokens ``first`` to ``last`` (its end a code point), with the entity it names."""

    first: int
    last: int
    end: int
    type: MentionType
    key: str
    name: str
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guess:
    """A name with what it probably is; ``sure`` where its own words or neighbours say so."""

    name: Name
    words: tuple[str, ...]
    text: str
    type: MentionType
    sure: bool = False
    place: Place | None = None


def _words(ctx: NameContext, name: Name) -> tuple[str, ...]:
    """Return the folded words of a name without titles, marks, possessive endings and a closing "Jr" or "III"."""
    words = [bare_word(token) for token in ctx.tokens[name.core : name.last] if token.kind == "word"]
    while len(words) > 2 and words[-1] in _SUFFIXES:  # noqa: PLR2004 - a first name and a surname stay
        words.pop()
    return tuple(words)


def _text(ctx: NameContext, name: Name) -> str:
    """Return the letters of a name, one space for each gap."""
    pieces: list[str] = []
    for at in range(name.core, name.last):
        token = ctx.tokens[at]
        letters = token.text[: name.end - token.start] if at == name.last - 1 else token.text
        pieces.append(letters if at == name.core or not ctx.apart(at) else f" {letters}")
    return "".join(pieces)


@lru_cache(maxsize=4096)
def _lookup(text: str, *, slavic: bool) -> tuple[Place | None, bool]:
    """Return the likeliest place called ``text``, and whether the name stands exactly so in the gazetteer."""
    gazetteer = open_gazetteer()
    exact = gazetteer.find(text)
    if exact or not slavic:
        return (exact[0] if exact else None), True
    for form in nominatives(place_key(text)):
        found = gazetteer.find(form)
        if found and (found[0].kind != "town" or found[0].population >= _TOWN):
            return found[0], False
    return None, False


def _stands_before(ctx: NameContext, at: int, *, strict: bool) -> bool:
    table = ctx.words.strict_locative if strict else ctx.words.locative
    found = table.match_before(ctx.tokens, at)
    if found is None and at > 0 and ctx.folded(at - 1) == "the":
        found = table.match_before(ctx.tokens, at - 1)
    return found is not None


def _speaks(ctx: NameContext, name: Name) -> bool:
    """Tell whether a verb of speech, an age, or an apposition behind the name speaks for a person."""
    at = name.last
    if ctx.folded(at) == "," and ctx.folded(at + 1).isdecimal() and len(ctx.folded(at + 1)) in _AGE_LENGTHS:
        return True
    if ctx.words.speech.match(ctx.tokens, at) is not None and ctx.words.language != "fr":
        return True
    return ctx.words.language != "fr" and ctx.words.speech.match_before(ctx.tokens, name.first) is not None


def _guess(ctx: NameContext, name: Name) -> _Guess | None:
    """Return what a name probably is by its own words and its neighbours; None where it is probably no name."""
    words, text = _words(ctx, name), _text(ctx, name)
    if not words or (len(words) == 1 and len(words[0]) < 2) or is_legal_form(ctx, name):  # noqa: PLR2004 - a lone initial
        return None
    alone = len(words) == 1
    if alone and is_acronym(text) and len(text) > _ACRONYM - 2 and words[0] in ctx.small:
        return None  # a word that shouts
    place, exact = _lookup(text, slavic=ctx.words.slavic)
    company = is_company(ctx, name)
    if (
        name.opens
        and alone
        and not name.titled
        and not company
        and not _keeps_alone(ctx, name, words[0], place, exact=exact)
    ):
        return None
    base = _Guess(name=name, words=words, text=text, type="other", place=None)
    return _judge(ctx, base, place, exact=exact)


def _judge(ctx: NameContext, base: _Guess, place: Place | None, *, exact: bool) -> _Guess | None:
    """Return ``base`` with its type: by title, then countries, then its own words, then towns, then shape."""
    name, words = base.name, base.words
    alone = len(words) == 1
    if name.titled or is_company(ctx, name):
        return replace(base, type="person" if name.titled else "organization", sure=True)
    if place and place.kind != "town" and exact:
        return replace(base, type="place", sure=True, place=place)
    kind = type_by_words(ctx, name)
    if kind:
        if ctx.words.slavic and not alone and _is_given(ctx, words[0]):
            kind = "person"  # Анна Гордеева is no mountain
        common = alone and name.opens and _stem(ctx, words[0]) not in ctx.inside and not is_acronym(base.text)
        return None if common else replace(base, type=kind, sure=True)
    if place and _is_place(ctx, name, place, exact=exact, alone=alone):
        where = _stands_before(ctx, name.first, strict=False)  # else it may be a person's surname
        sure = place.kind != "town" or (place.population >= _KNOWN_TOWN and where)
        return replace(base, type="place", sure=sure, place=place)
    return _by_shape(ctx, base)


def _keeps_alone(ctx: NameContext, name: Name, word: str, place: Place | None, *, exact: bool) -> bool:
    """Tell whether a lone word at the start of a sentence is a name: it has a capital elsewhere, or is well known."""
    if word in ctx.small:
        return False
    known = (
        place is not None
        and exact
        and word not in ctx.words.common_towns
        and (place.kind != "town" or place.population >= _KNOWN_TOWN)
    )
    return _stem(ctx, word) in ctx.inside or known or is_acronym(ctx.tokens[name.core].text) or _speaks(ctx, name)


def _is_place(ctx: NameContext, name: Name, place: Place, *, exact: bool, alone: bool) -> bool:
    """Tell whether a name that some town has is that town here: it is large, or a word before it says "where"."""
    where = _stands_before(ctx, name.first, strict=False)
    if place.kind != "town":
        return exact or where or not name.opens
    word = bare_word(ctx.tokens[name.core])
    strict = _stands_before(ctx, name.first, strict=True)
    given = _is_given(ctx, word) and (alone or place.population < _KNOWN_TOWN)
    common = alone and not strict and word in ctx.words.common_towns
    if given or common or (_speaks(ctx, name) and place.population < _METROPOLIS):
        return False
    comma = ctx.folded(name.last) == "," and not alone
    if ctx.words.slavic:
        return place.population >= (_TOWN if exact or where else _KNOWN_TOWN)
    if place.population >= _KNOWN_TOWN:
        return where or comma or place.population >= _CITY
    return (strict and place.population >= _HAMLET) or (where and place.population >= _TOWN)


def _is_given(ctx: NameContext, word: str) -> bool:
    return _stem(ctx, word) in ctx.words.given


def _by_shape(ctx: NameContext, base: _Guess) -> _Guess | None:
    name, count = base.name, len(base.text.split())
    article = ctx.folded(name.first - 1) == "the"
    given = _is_given(ctx, base.words[0])
    if count > 1 and (given or _speaks(ctx, name)):
        return replace(base, type="person", sure=True)
    strict = _stands_before(ctx, name.first, strict=True) and not article
    strict = strict or names_feature(ctx, name)
    saint = count == 1 and len(base.words) > 1 and base.words[0] in _SAINTS
    if (strict or saint) and count <= _LONGEST_PLACE and not given:
        return replace(base, type="place")
    if count > 1 and _is_compound(ctx, base):
        return replace(base, type="place" if base.words[0] in ctx.words.directions else "other")
    if count > 1 and base.words[0] in ctx.words.public:
        return replace(base, type="organization")
    unseen = ctx.words.slavic and name.opens and _stem(ctx, base.words[0]) not in ctx.inside
    if count > 1 and (base.words[0] in ctx.words.plain or unseen):
        return base
    person = 1 < count <= _LONGEST_PERSON and not article and base.words[0] not in ctx.words.never
    person = person and (base.words[0] not in ctx.small or base.words[0] in _PARTICLES)
    person = person and not any(is_acronym(t.text) or t.kind == "figure" for t in ctx.tokens[name.core : name.last])
    return replace(base, type="person") if person else base


def _is_compound(ctx: NameContext, base: _Guess) -> bool:
    """Tell whether a place, a direction or a nationality in a name speaks against a person: "South Florida"."""
    if base.words[0] in ctx.words.directions or any(word in ctx.words.demonyms for word in base.words):
        return True
    ends = (base.text.split()[0], base.text.split()[-1])
    places = (_lookup(part, slavic=False)[0] for part in ends)
    return any(place is not None and place.kind in {"country", "state"} and place.name in ends for place in places)


def _stem(ctx: NameContext, word: str) -> str:
    return slavic_stem(word) if ctx.words.slavic else word


def _key(text: str) -> str:
    return place_key(anyascii(place_key(text)))


def _with_confirmed(guesses: list[_Guess]) -> list[_Guess]:
    """Return ``guesses`` with a town that one mention shows to be meant taken for it in every other mention."""
    towns = {guess.text: guess.place for guess in guesses if guess.type == "place"}
    return [
        replace(guess, type="place", place=towns[guess.text])
        if guess.type in ("other", "person") and not guess.sure and guess.text in towns
        else guess
        for guess in guesses
    ]


def _surnames(ctx: NameContext, guesses: Sequence[_Guess]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each last (and, where it is one person's, first) name of a person, the stems of the full name."""
    last: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    given: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for guess in guesses:
        if guess.type == "person" and len(guess.words) > 1:
            stems = tuple(_stem(ctx, word) for word in guess.words)
            last[stems[-1]].add(stems)
            given[stems[0]].add(stems)
    titled = {_stem(ctx, guess.words[0]) for guess in guesses if guess.name.titled and len(guess.words) == 1}
    found: dict[str, tuple[str, ...]] = {word: (word,) for word in titled}  # President Obama is no town in Japan
    found |= {word: max(sorted(names), key=len) for word, names in given.items() if len(names) == 1}
    return found | {word: max(sorted(names), key=len) for word, names in last.items()}


def _is_person_of(guess: _Guess, surnames: Mapping[str, tuple[str, ...]], stems: tuple[str, ...]) -> bool:
    if guess.type == "person":
        return True
    return len(stems) == 1 and stems[0] in surnames and not guess.sure


def _person_group(stems: tuple[str, ...], surnames: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the stems of the full name of the person that ``stems`` name."""
    if len(stems) == 1:
        return surnames.get(stems[0], stems)
    full = surnames.get(stems[-1], stems)
    return full if full[0] == stems[0] else stems


def _organization_group(words: tuple[str, ...], long: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the words of the full name of the organization that an acronym or a last word names."""
    return long.get(" ".join(words), words)


def _long_names(
    ctx: NameContext, guesses: Sequence[_Guess], definitions: Iterable[Definition]
) -> Mapping[str, tuple[str, ...]]:
    """Return full names by acronym, and by last word where one organization alone has it ("the Union")."""
    by_last: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for guess in guesses:
        if guess.type == "organization" and len(guess.words) > 1 and not ctx.words.slavic:
            by_last[guess.words[-1]].add(guess.words)
    found = {word: next(iter(names)) for word, names in by_last.items() if len(names) == 1}
    for definition in definitions:
        words = tuple(bare_word(t) for t in ctx.tokens[definition.first : definition.last] if t.kind == "word")
        found[ctx.folded(definition.acronym)] = words
    return found


def _with_definitions(ctx: NameContext, names: Sequence[Name], definitions: Sequence[Definition]) -> list[Name]:
    """Return ``names`` with the long forms of acronyms whole, small words and all."""
    long = [
        Name(
            first=d.first,
            core=d.first,
            last=_without_quotes(ctx, d.last),
            end=ctx.tokens[_without_quotes(ctx, d.last) - 1].end,
        )
        for d in definitions
    ]
    long = [one for at, one in enumerate(long) if at == 0 or one.first >= long[at - 1].last]
    taken = {at for one in long for at in range(one.first, one.last)}
    kept = [name for name in names if taken.isdisjoint(range(name.first, name.last))]
    return sorted([*kept, *long], key=lambda name: name.first)


def _without_quotes(ctx: NameContext, last: int) -> int:
    while ctx.tokens[last - 1].kind == "mark":
        last -= 1
    return last


def resolve_names(ctx: NameContext, names: Sequence[Name]) -> tuple[Named, ...]:
    """Return ``names`` with the entities they name, in order; sequences that are probably no names are left out."""
    definitions = find_definitions(ctx)
    defined = {d.first for d in definitions} | {d.acronym for d in definitions}
    guesses = [
        replace(guess, type="organization", sure=True, place=None) if guess.name.first in defined else guess
        for name in _with_definitions(ctx, names, definitions)
        if (guess := _guess(ctx, name)) is not None
    ]
    guesses = _with_confirmed(guesses)
    surnames = _surnames(ctx, guesses)
    long = _long_names(ctx, guesses, definitions)
    groups: list[tuple[MentionType, tuple[str, ...]]] = []
    recent = dict(surnames)
    for guess in guesses:
        stems = tuple(_stem(ctx, word) for word in guess.words)
        if _is_person_of(guess, surnames, stems):
            full = _person_group(stems, recent if len(stems) == 1 else surnames)
            recent[full[-1]] = full  # of two people with one surname, the one named last is meant
            groups.append(("person", full))
        elif guess.place is not None:
            groups.append(("place", (str(guess.place.geonames_id),)))
        elif guess.type == "organization":
            full = _organization_group(guess.words, long)
            groups.append(("organization", tuple(_stem(ctx, word) for word in full)))
        else:
            groups.append((guess.type, stems))
    return _named(guesses, _one_type(groups))


def _one_type(groups: list[tuple[MentionType, tuple[str, ...]]]) -> list[tuple[MentionType, tuple[str, ...]]]:
    """Return ``groups`` with one type for one name: the most frequent, "other" last."""
    votes: dict[tuple[str, ...], Counter[MentionType]] = defaultdict(Counter)
    for kind, words in groups:
        votes[words][kind] += 1
    best = {words: _winner(found) for words, found in votes.items()}
    return [(best[words], words) for _, words in groups]


def _winner(votes: Counter[MentionType]) -> MentionType:
    """Return the type of most votes; a place that most of its mentions do not show to be one is "other"."""
    winner = max(sorted(votes), key=lambda kind: (kind != "other", votes[kind]))
    return "other" if winner == "place" and 2 * votes["place"] < votes.total() else winner


def _fullest(texts: Iterable[str]) -> str:
    """Return the text of most words, and of these the shortest: in Slavic languages most likely the nominative."""
    return min(texts, key=lambda text: (-len(text.split()), len(text)))


def _named(guesses: Sequence[_Guess], groups: Sequence[tuple[MentionType, tuple[str, ...]]]) -> tuple[Named, ...]:
    texts: dict[tuple[MentionType, tuple[str, ...]], list[str]] = defaultdict(list)
    for guess, group in zip(guesses, groups, strict=True):
        texts[group].append(guess.text)
    found: list[Named] = []
    fullest_of = {group: _fullest(known) for group, known in texts.items()}
    for guess, group in zip(guesses, groups, strict=True):
        fullest = fullest_of[group]
        place = guess.place if group[0] == "place" else None
        key = _key(place.name) if place else _key(fullest)
        name = guess.name
        found.append(
            Named(first=name.first, last=name.last, end=name.end, type=group[0], key=key, name=fullest, place=place)
        )
    return tuple(found)
