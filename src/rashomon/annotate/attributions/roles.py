"""Role nouns: whom an article calls "the minister", by a title, an apposition or "is" anywhere in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rashomon.annotate.attributions.cast import Cast
from rashomon.datamodel import Mention, MentionType, Span

_LONGEST = 6
_BEFORE = 9
_WHOLE = {"sen": "senator", "gov": "governor", "gen": "general", "col": "colonel", "capt": "captain",
          "prof": "professor", "rep": "representative", "sgt": "sergeant", "lt": "lieutenant", "dr": "doctor",
          "adm": "admiral"}  # fmt: skip
"""Titles that are written short before a name and in full alone."""
_HYPHENS = frozenset("-‐‑")
_ENDS = frozenset('.,;:—–)”"!?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A name that the article gives a role: its noun, and all its folded words without small ones."""

    name: str
    type: MentionType
    noun: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Roles:
    """The bearers of an article; English alone has them, elsewhere there are none."""

    cast: Cast
    bearers: tuple[Bearer, ...]

    def find(self, words: Sequence[str], place: int) -> Bearer | None:
        """Return who is called so, where the article gives all these folded words to one name only, else None.

        Of several bearers, the only one named before ``place`` in its paragraph or the one before is meant;
        organizations must be named there, as any party is "the party". A deputy minister is not "the minister".
        """
        lexicon = self.cast.lexicon
        noun, wanted = _noun(self.cast, words), _bare(self.cast, words)
        found = {
            bearer.name: bearer
            for bearer in self.bearers
            if bearer.noun == noun
            and wanted <= bearer.words
            and not any(lexicon.is_in(word, "unlike") for word in bearer.words - wanted)
        }
        if len(found) > 1 or any(bearer.type == "organization" for bearer in found.values()):
            near = self._named_near(place)
            found = {name: bearer for name, bearer in found.items() if name in near}
        return next(iter(found.values())) if len(found) == 1 and not lexicon.is_in(noun, "anonymous") else None

    def _named_near(self, place: int) -> set[str | None]:
        """Return the names between the start of the paragraph before ``place`` and it."""
        start = self.cast.paragraphs[max(0, self.cast.paragraph_of(place) - 1)].start
        near = self.cast.within(Span(start=start, end=place)) if start < place else []
        return {self.cast.name_of(mention) for mention in near}


def _bare(cast: Cast, words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in words if not cast.lexicon.is_in(word, "articles", "modifiers", "owners"))


def _noun(cast: Cast, words: Sequence[str]) -> str:
    """Return the noun of a role phrase, the last word before a preposition; "" where there is none."""
    end = next((at for at, word in enumerate(words) if cast.lexicon.is_in(word, "prepositions")), len(words))
    return words[end - 1] if end else ""


def find_roles(cast: Cast) -> Roles:
    """Return the roles that the article gives to persons and organizations by name."""
    if cast.lexicon.language != "en":
        return Roles(cast, ())
    found: dict[Bearer, None] = {}
    for mention in cast.mentions:
        name = cast.name_of(mention)
        if name is None or mention.type not in {"person", "organization"}:
            continue
        for words in _roles_of(cast, mention):
            if cast.lexicon.is_in(_noun(cast, words), "bodies") != (mention.type == "organization"):
                continue
            found[Bearer(name=name, type=mention.type, noun=_noun(cast, words), words=_bare(cast, words))] = None
    return Roles(cast, tuple(found))


def _roles_of(cast: Cast, mention: Mention) -> Iterator[tuple[str, ...]]:
    """Yield the words of each role that stands around one mention."""
    first, end = cast.token_at(mention.span.start), cast.token_at(mention.span.end)
    if mention.type == "person":
        yield from _title(cast, first, end)
    else:
        yield from _own_noun(cast, first, end)
    yield from _before(cast, first, end)
    yield from _behind(cast, end)


def _is_role(cast: Cast, at: int) -> bool:
    return cast.lexicon.is_in(cast.folded(at), "roles", "persons") or cast.folded(at) in _WHOLE


def _is_boundary(cast: Cast, at: int) -> bool:
    """Tell whether token ``at`` cannot be inside a title."""
    if not 0 <= at < len(cast.tokens) or (cast.tokens[at].kind != "word" and cast.tokens[at].text not in _HYPHENS):
        return True
    closed = ("determiners", "prepositions", "conjunctions", "auxiliaries", "pronouns", "complementizers", "adverbs")
    return cast.lexicon.is_in(cast.folded(at), *closed) or cast.is_possessive(at) or cast.folded(at) in _verbs(cast)


def _verbs(cast: Cast) -> frozenset[str]:
    return cast.lexicon.words.get("sure", frozenset())


def _words(cast: Cast, first: int, end: int) -> tuple[str, ...]:
    words = (cast.folded(at) for at in range(first, end) if cast.tokens[at].kind == "word")
    return tuple(_WHOLE.get(word, word) for word in words)


def _title(cast: Cast, first: int, end: int) -> Iterator[tuple[str, ...]]:
    """Yield the role that leads to a person's name: "Prime Minister Ana Dorn", "the port's chief engineer Ana Dorn"."""
    last = first - 2 if cast.folded(first - 1) == "." else first - 1
    for at in range(first, end - 1):
        if _is_role(cast, at) and cast.tokens[at].is_capital:
            last = at
    if not _is_role(cast, last):
        return
    start = last
    while start > last - _LONGEST and not _is_boundary(cast, start - 1):
        start -= 1
    yield _words(cast, start, last + 1)


def _own_noun(cast: Cast, first: int, end: int) -> Iterator[tuple[str, ...]]:
    """Yield the kind of house that an organization's own name tells: "Harbour Workers' Union", "Ministry of Health"."""
    heads = [at for at in range(first, end) if cast.lexicon.is_in(cast.folded(at), "roles")]
    of = next((at for at in range(first, end) if cast.folded(at) in {"of", "for"}), end)
    if end - first > 1 and heads and heads[-1] in {of - 1, end - 1}:
        yield _words(cast, first, end)


def _before(cast: Cast, first: int, end: int) -> Iterator[tuple[str, ...]]:
    """Yield the role before a comma and a name in apposition: "the head of the service, Ana Dorn,"."""
    closes = end >= len(cast.tokens) or cast.tokens[end].text in _ENDS or cast.tokens[end].kind == "break"
    if cast.folded(first - 1) != "," or not closes or cast.folded(end + 1) in {"and", "or"}:
        return
    for start in range(first - 2, max(-1, first - 2 - _BEFORE), -1):
        if cast.tokens[start].kind != "word" and cast.tokens[start].text not in _HYPHENS:
            return
        if cast.lexicon.is_in(cast.folded(start), "determiners") and cast.folded(start - 1) not in {"of", "for"}:
            head = _head_end(cast, start + 1, first - 1)
            if head is not None:
                yield _words(cast, start + 1, first - 1)
            return


def _behind(cast: Cast, end: int) -> Iterator[tuple[str, ...]]:
    """Yield the role behind a name: "Ana Dorn, the minister of health," or "Ana Dorn is mayor of"."""
    start = end + 1
    if cast.folded(end) == "," and cast.folded(start).isdecimal() and cast.folded(start + 1) == ",":
        start += 2
    copula = cast.folded(end) in {"is", "was", "became", "remains"}
    if cast.folded(end) != "," and not copula:
        return
    while cast.lexicon.is_in(cast.folded(start), "determiners"):
        start += 1
    head = _head_end(cast, start, min(start + _LONGEST, len(cast.tokens)))
    if head is None:
        return
    stop = head
    while stop < min(head + _LONGEST, len(cast.tokens)) and cast.tokens[stop].kind == "word":
        if cast.lexicon.is_in(cast.folded(stop), "relatives", "auxiliaries", "conjunctions"):
            break
        stop += 1
    yield _words(cast, start, stop if cast.folded(head) in {"of", "for"} else head)


def _head_end(cast: Cast, start: int, limit: int) -> int | None:
    """Return the end of the noun that a role phrase from ``start`` is about, where the phrase ends there or goes on."""
    at = start
    while at < limit and not _is_boundary(cast, at):
        at += 1
    ends = at >= len(cast.tokens) or cast.tokens[at].text in _ENDS or cast.tokens[at].kind == "break"
    goes_on = cast.lexicon.is_in(cast.folded(at), "prepositions", "relatives")
    return at if at > start and _is_role(cast, at - 1) and (ends or goes_on) else None
