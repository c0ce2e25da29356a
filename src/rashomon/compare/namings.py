"""What each account calls the same person, organization or place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from rashomon.compare.appositions import find_appositions
from rashomon.compare.lexicon import read_stopwords
from rashomon.compare.profiles import transliterate
from rashomon.datamodel import AnnotatedArticle, Entity, MentionType, NameUse, Naming, Span, Story, make_spans
from rashomon.text.fold import fold

_SPELLING = 90
_LEAST_SPELLING = 5
_LEAST_ACRONYM = 2
_LEAST_PART = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """An entity of one account with its mentions; ``words`` are those of its fullest name in Latin letters."""

    article: int
    entity: Entity
    labels: tuple[tuple[str, tuple[Span, ...]], ...]
    words: tuple[str, ...]

    @property
    def order(self) -> tuple[int, Span, str]:
        return (self.article, min(span for _, spans in self.labels for span in spans), self.entity.id)


def find_namings(story: Story, articles: Sequence[AnnotatedArticle]) -> tuple[Naming, ...]:
    """Return the entities that two accounts or more name, or that one account calls by unlike names, with every label.

    Those called by unlike names come first, then those by a longer and a shorter one, then those that all accounts
    call the same; within each by how many accounts name them, then in reading order. A description ("the operator")
    is joined to a name only where an account puts the two side by side.
    """
    named = [entity for place, value in enumerate(articles) for entity in _named(place, value)]
    surnames = _surnames(named)
    home = list(range(len(named)))
    reasons: dict[int, set[str]] = defaultdict(set)
    for a, b in combinations(range(len(named)), 2):
        reason = _same(named[a], named[b], surnames)
        if reason:
            reasons[a].add(reason)
            if home[a] != home[b]:
                old, new = home[b], home[a]
                home = [new if value == old else value for value in home]
    found: list[tuple[tuple[int, int, tuple[int, Span, str]], Naming]] = []
    for root in sorted(set(home)):
        members = sorted((named[at] for at, value in enumerate(home) if value == root), key=lambda n: n.order)
        grounds = sorted({reason for at, value in enumerate(home) if value == root for reason in reasons[at]})
        accounts = len({member.article for member in members})
        unlike = _unlike(members)
        if accounts > 1 or unlike:
            naming = _naming(story, articles, members, grounds)
            found.append(((_rank(members), -accounts, members[0].order), naming))
    return tuple(naming for _, naming in sorted(found, key=lambda item: item[0]))


def _named(place: int, value: AnnotatedArticle) -> list[_Named]:
    """Return the entities of an account that a mention names."""
    spans: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for mention in value.mentions:
        if mention.entity_id is not None:
            spans[mention.entity_id][mention.span.slice(value.article.text)].append(mention.span)
    for entity_id, found in find_appositions(value).items():
        for span in found:
            spans[entity_id][span.slice(value.article.text)].append(span)
    return [
        _Named(
            article=place,
            entity=entity,
            labels=tuple((label, tuple(sorted(found))) for label, found in sorted(spans[entity.id].items())),
            words=_words(entity.name),
        )
        for entity in value.entities
        if spans.get(entity.id)
    ]


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, without small words, dots and possessives."""
    plain = name.replace(".", " ").replace("-", " ").replace("’", "'").split()
    bare = (word.removesuffix("'s").strip("',;:()\"“”«»") for word in plain)
    return tuple(transliterate(word) for word in bare if word and fold(word) not in read_stopwords())


def _surnames(named: Sequence[_Named]) -> Counter[str]:
    """Return, for each last word of a person's name, how many different full names of the story end in it."""
    full = {n.words for n in named if n.entity.type == "person" and len(n.words) > 1}
    firsts: dict[str, set[str]] = defaultdict(set)
    for words in full:
        firsts[words[-1]].add(words[0][0])
    return Counter({surname: len(initials) for surname, initials in firsts.items()})


def _same(left: _Named, right: _Named, surnames: Counter[str]) -> str | None:
    """Return why two entities are one; None where nothing shows it."""
    a, b = left.entity, right.entity
    if a.geonames_id is not None and a.geonames_id == b.geonames_id:
        return "same place in the gazetteer"
    unlike = a.type != b.type and "other" not in {a.type, b.type}
    if unlike or None not in (a.geonames_id, b.geonames_id) or not left.words or not right.words:
        return None
    if a.key == b.key:
        return "same name"
    if a.type == b.type == "person":
        return _same_person(left.words, right.words, surnames)
    return _same_name(left, right)


def _same_person(left: tuple[str, ...], right: tuple[str, ...], surnames: Counter[str]) -> str | None:
    if not _spelled_alike(left[-1], right[-1]):
        return None
    if len(left) == 1 or len(right) == 1:
        return "same surname" if max(surnames[left[-1]], surnames[right[-1]]) <= 1 else None
    first, other = left[0], right[0]
    if first == other or _spelled_alike(first, other):
        return "same name" if left[-1] == right[-1] and first == other else "alike spelling"
    return "same surname and initial" if 1 in {len(first), len(other)} and first[0] == other[0] else None


def _spelled_alike(left: str, right: str) -> bool:
    if left == right:
        return True
    return min(len(left), len(right)) >= _LEAST_SPELLING and fuzz.ratio(left, right) >= _SPELLING


def _same_name(left: _Named, right: _Named) -> str | None:
    """Return why two organizations or places are one: spelling, initials, or a name that holds the other's words."""
    ours, theirs = left.words, right.words
    if _spelled_alike(" ".join(ours), " ".join(theirs)):
        return "alike spelling"
    if _is_acronym(left.entity.name, theirs) or _is_acronym(right.entity.name, ours):
        return "initials of the longer name"
    if left.entity.type == right.entity.type == "place":
        return None
    small, large = sorted((set(ours), set(theirs)), key=len)
    return "a part of the longer name" if len(small) >= _LEAST_PART and small < large else None


def _is_acronym(name: str, words: Sequence[str]) -> bool:
    letters = "".join(char for char in name if char.isalpha())
    if len(letters) < _LEAST_ACRONYM or not letters.isupper() or len(words) < _LEAST_ACRONYM:
        return False
    return transliterate(letters) == "".join(word[0] for word in words)


def _unlike(members: Sequence[_Named]) -> bool:
    """Tell whether the labels of an entity differ by more than length: neither holds the other's words."""
    labels = sorted({frozenset(_words(label)) for member in members for label, _ in member.labels}, key=sorted)
    return any(not (a <= b or b <= a) for a, b in combinations([label for label in labels if label], 2))


def _rank(members: Sequence[_Named]) -> int:
    """Return 0 for unlike labels, 1 for longer and shorter ones, 2 where all accounts use the same."""
    if _unlike(members):
        return 0
    return 1 if len({frozenset(_words(label)) for member in members for label, _ in member.labels}) > 1 else 2


def _naming(
    story: Story, articles: Sequence[AnnotatedArticle], members: Sequence[_Named], grounds: Sequence[str]
) -> Naming:
    by_label: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for member in members:
        for label, spans in member.labels:
            by_label[member.article, label].extend(spans)
    uses = sorted((place, min(spans), label, spans) for (place, label), spans in by_label.items())
    return Naming(
        entity=max(members, key=lambda member: (len(member.words), -member.article)).entity.name,
        type=_type(members),
        story_id=story.id,
        names=tuple(
            NameUse(article_id=articles[place].article.id, label=label, spans=make_spans(spans))
            for place, _, label, spans in uses
        ),
        reasons=tuple(grounds) or ("one account, several labels",),
    )


def _type(members: Sequence[_Named]) -> MentionType:
    counts: Counter[MentionType] = Counter(member.entity.type for member in members if member.entity.type != "other")
    return min(counts, key=lambda kind: (-counts[kind], kind)) if counts else "other"
