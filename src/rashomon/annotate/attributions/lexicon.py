"""The cue lexicon: TOML files by language, read once; a journalist can edit them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from rashomon.datamodel import Layer, Stance
from rashomon.errors import PackageDataError
from rashomon.text.fold import fold

LANGUAGES = ("en", "fr", "ru", "uk")
_FRENCH_ER = ("e", "ent", "é", "ée", "és", "ées", "ait", "aient", "ant", "a", "er", "era", "eront")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """How a cue word puts its content forward, and what it takes; ``after`` must follow it ("pointed out").

    A noun phrase is its content only with a word of the class ``only`` in it ("rejected claims", not "an offer"), and
    never with one of the class ``never`` ("denied bail").
    """

    stance: Stance
    layer: Layer
    takes: frozenset[str]
    after: tuple[str, ...] = ()
    only: str = ""
    never: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The cues and closed word classes of one language, all folded; phrases are tuples of folded words."""

    language: str
    words: dict[str, frozenset[str]]
    verbs: dict[str, tuple[Cue, ...]]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    adverbs: dict[str, tuple[tuple[str, ...], ...]]
    passives: frozenset[str]
    nouns: dict[str, Cue]

    def is_in(self, word: str, *classes: str) -> bool:
        """Tell whether the folded ``word`` belongs to one of the closed ``classes``."""
        return any(word in self.words.get(name, frozenset()) for name in classes)


@lru_cache(maxsize=8)
def load_lexicon(language: str) -> Lexicon | None:
    """Return the lexicon of ``language`` (ISO 639-1), None where there is none; PackageDataError where damaged."""
    if language not in LANGUAGES:
        return None
    name = f"{language}.toml"
    try:
        raw = tomllib.loads(resources.files("rashomon.annotate").joinpath("lexicon", name).read_text("utf-8"))
        return _build(language, raw)
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise PackageDataError("the cue lexicon is missing or damaged", where=name,
                               hint="pip install --force-reinstall rashomon") from error  # fmt: skip


def _build(language: str, raw: dict[str, Any]) -> Lexicon:
    """Return the lexicon that the tables of a TOML file describe."""
    verbs: dict[str, tuple[Cue, ...]] = {}
    for table in raw.get("verbs", ()):
        cue = Cue(stance=table["stance"], layer=table["layer"], takes=frozenset(table["takes"].split()),
                  after=tuple(fold(table.get("after", "")).split()), only=table.get("only", ""),
                  never=table.get("never", ""))  # fmt: skip
        for form in sorted({fold(form) for form in _expand(table["forms"], language)}):
            verbs[form] = (*verbs.get(form, ()), cue)
    nouns = {
        fold(form): Cue(stance=table["stance"], layer=table["layer"], takes=frozenset({"that"}))
        for table in raw.get("nouns", ())
        for form in table["forms"].split()
    }
    return Lexicon(
        language=language,
        words={name: frozenset(map(fold, value.split())) for name, value in raw["words"].items()},
        verbs=verbs,
        phrases=_index(form for table in raw.get("phrases", ()) for form in table["forms"]),
        adverbs=_index(form for table in raw.get("adverbs", ()) for form in table["forms"]),
        passives=frozenset(fold(form) for table in raw.get("passives", ()) for form in table["forms"].split()),
        nouns=nouns,
    )


def _index(forms: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return phrases by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        words = tuple(fold(word) for word in form.replace("'", "' ").replace("-", " ").split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in found.items()}


def _expand(forms: str, language: str) -> Iterable[str]:
    """Return every form that a list of forms stands for (the notations are told in lexicon/en.toml and ru.toml)."""
    stem = ""
    for item in forms.split():
        if language in {"ru", "uk"}:
            if "|" in item:
                stem, _, ending = item.partition("|")
                yield stem + ending.strip("_")
            elif stem and len(item) <= _LONGEST_ENDING:
                yield stem + item
            else:
                stem = ""
                yield item
        elif "/" in item:
            yield from item.split("/")
        elif language == "fr" and item.endswith("er"):
            yield from (_soften(item[:-2], ending) for ending in _FRENCH_ER)
        elif language == "en":
            yield from _inflect(item)
        else:
            yield item


_LONGEST_ENDING = 6


def _soften(stem: str, ending: str) -> str:
    """Return a French form, with the letter that keeps c and g soft before a."""
    if ending[0] == "a" and stem.endswith("c"):
        return f"{stem[:-1]}ç{ending}"
    return f"{stem}e{ending}" if ending[0] == "a" and stem.endswith("g") else stem + ending


def _inflect(verb: str) -> Iterable[str]:
    """Return the forms of a regular English verb that takes -s, -ed, -ing without change."""
    sibilant = verb.endswith(("s", "x", "sh", "ch", "z"))
    return (verb, f"{verb}{'es' if sibilant else 's'}", f"{verb}ed", f"{verb}ing")
