"""Whether an article speaks of a person as he or she: by titles, by given names, and by the pronouns that it uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from rashomon.annotate.attributions.cast import Cast
from rashomon.datamodel import Mention

Gender: TypeAlias = Literal["male", "female", ""]
_TITLE_REACH = 3
_CLEAR = 3


def gender_of(cast: Cast, words: Iterable[str]) -> Gender:
    """Return what folded nouns and titles ("Mrs", "spokesman", "father") tell; "" where nothing, or both."""
    told: set[Gender] = set()
    for word in words:
        told |= {kind for kind in _KINDS if cast.lexicon.is_in(word, kind)}
    return next(iter(told)) if len(told) == 1 else ""


_KINDS: tuple[Gender, Gender] = ("male", "female")


def find_genders(cast: Cast, votes: Mapping[str, Sequence[Gender]]) -> dict[str, Gender]:
    """Return the gender of each named person of whom it is told: by titles first, then pronouns, then the given name.

    ``votes`` are the genders of pronouns that can mean this person only. They outweigh a given name three to one.
    """
    told: dict[str, Counter[Gender]] = defaultdict(Counter)
    names: dict[str, None] = {}
    for mention in cast.mentions:
        name = cast.name_of(mention) if mention.type == "person" else None
        if name is not None:
            names[name] = None
            told[name][_by_title(cast, mention)] += 1
    found: dict[str, Gender] = {}
    for name in names:
        given = _by_given_name(cast, name)
        counted = Counter(votes.get(name, ()))
        counted[given] += _CLEAR if given else 0
        found[name] = _winner(told[name]) or _winner(counted)
    return found


def _winner(votes: Counter[Gender]) -> Gender:
    male, female = votes["male"], votes["female"]
    if male == female:
        return ""
    return "male" if male > female else "female"


def _by_title(cast: Cast, mention: Mention) -> Gender:
    """Return what the title before a name, or in it, tells."""
    first, end = cast.token_at(mention.span.start), cast.token_at(mention.span.end)
    start = first
    while start > first - _TITLE_REACH and start > 0 and cast.tokens[start - 1].kind == "word":
        closed = cast.lexicon.is_in(cast.folded(start - 1), "determiners", "prepositions", "conjunctions")
        if closed or cast.is_possessive(start - 1) or cast.folded(start - 1) in cast.lexicon.verbs:
            break
        start -= 1
    if cast.folded(first - 1) == "." and first - start == 0:
        start = first - 2  # "Mrs. Dorn"
    return gender_of(cast, (cast.folded(at) for at in range(max(0, start), end)))


def _by_given_name(cast: Cast, name: str) -> Gender:
    """Return what the first word of a name of several words tells: the lists, else in English a last letter "a"."""
    words = name.split()
    if len(words) == 1:
        return ""
    first = words[0].casefold().split("-")[0]
    for kind, key in (("male", "male_names"), ("female", "female_names")):
        if cast.lexicon.is_in(first, key):
            return "male" if kind == "male" else "female"
    latin = cast.lexicon.language == "en" and first.endswith("a") and len(first) > _CLEAR
    return "female" if latin and not cast.lexicon.is_in(first, "either_names") else ""
