"""The word lists about names (lexicon/mentions.toml), opened once for each language, and forms of Slavic names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rashomon.annotate.quantity_words import open_toml
from rashomon.text.dates import MONTHS, WEEKDAYS
from rashomon.text.fold import fold
from rashomon.text.phrases import PhraseTable, make_phrases

_SHORTEST_STEM = 3
_MOST_FORMS = 64
_LISTS = open_toml("mentions.toml")["endings"]
ENDINGS: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in _LISTS.items()}
"""Endings of words that change or go on, by name of the list (mentions.toml)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """The lists of one language; mentions.toml says what each is for."""

    language: str
    never: frozenset[str]
    calendar: frozenset[str]
    courtesy: PhraseTable
    titles: PhraseTable
    heads: PhraseTable
    places: PhraseTable
    other: PhraseTable
    inner: PhraseTable
    inner_person: PhraseTable
    locative: PhraseTable
    strict_locative: PhraseTable
    speech: PhraseTable
    demonyms: frozenset[str]
    given: frozenset[str]
    directions: frozenset[str]
    regions: frozenset[str]
    public: frozenset[str]
    plain: frozenset[str]
    common_towns: frozenset[str]

    @property
    def slavic(self) -> bool:
        """Tell whether names change their endings with their place in the sentence."""
        return self.language in {"ru", "uk"}


@lru_cache(maxsize=8)
def open_name_words(language: str) -> NameWords:
    """Return the lists of ``language``, those of English where it has none."""
    tables = open_toml("mentions.toml")
    code = language if language in tables else "en"
    own = tables[code]

    def table(name: str) -> PhraseTable:
        return make_phrases({name: own[name]}, code)

    calendar = {*WEEKDAYS.get(language, {}), *MONTHS.get(language, {}), *WEEKDAYS["en"], *MONTHS["en"]}
    return NameWords(
        language=code,
        never=frozenset(fold(word) for word in own["never"]),
        calendar=frozenset(calendar),
        courtesy=table("courtesy"),
        titles=table("titles"),
        heads=table("heads"),
        places=table("places"),
        other=table("other"),
        inner=table("inner"),
        inner_person=table("inner_person"),
        locative=table("locative"),
        strict_locative=table("strict_locative"),
        speech=table("speech"),
        demonyms=frozenset(fold(word) for word in own["demonyms"]),
        directions=frozenset(fold(word) for word in own["directions"]),
        common_towns=frozenset(fold(word) for word in own["common_towns"]),
        public=frozenset(fold(word) for word in own["public"]),
        plain=frozenset(fold(word) for word in own["plain"]),
        regions=frozenset(fold(word) for word in own["regions"]),
        given=frozenset(_stem(word, code) for word in own["given"]),
    )


def _stem(name: str, language: str) -> str:
    return slavic_stem(fold(name)) if language in {"ru", "uk"} else fold(name)


def slavic_stem(word: str) -> str:
    """Return the folded Russian or Ukrainian ``word`` without its ending, at least three letters of it."""
    for ending in ENDINGS["cases"]:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _forms(word: str) -> tuple[str, ...]:
    found = {word: None}
    for ending in ENDINGS["cases"]:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word[: -len(ending)]
            found |= {stem + nominative: None for nominative in ENDINGS["nominatives"]}
            if stem.endswith(("ов", "єв")):
                found[stem[:-2] + ("ів" if stem.endswith("ов") else "їв")] = None  # Харкові: Харків; Києві: Київ
    return tuple(found)


def nominatives(name: str) -> tuple[str, ...]:
    """Return forms that the folded Slavic ``name`` may have in the nominative, itself first."""
    words = name.split()
    if len(words) > 2:  # noqa: PLR2004 - longer names are found as they stand
        return (name,)
    combined = product(*map(_forms, words)) if words else ()
    return tuple(" ".join(parts) for parts, _ in zip(combined, range(_MOST_FORMS * len(words)), strict=False))
