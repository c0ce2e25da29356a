"""Phrases by which blocks are known: data files compiled into an index by first letters."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import resources
from itertools import pairwise

from rashomon.text.fold import fold, plain_marks

LABELS = (
    "caption", "cookie", "paywall", "withheld", "comment", "advert", "correction", "credit", "related", "plug",
    "disclaimer", "navigation", "byline", "bio", "terms", "origin",
)  # fmt: skip
_PLACES = ("whole", "start", "end", "anywhere")
_TOKEN = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"\.\.|#|©|[^\W_]+\*?|[$£€&%+]")
_KEY = 3
_SHORT = 20
_HAS_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = (
    r"(?:\d[\d.,\u00a0]*|(?:two|three|four|five|six|seven|eight|ten|twelve|deux|trois|quatre|six|zwei|drei|vier|sechs|dos|tres|cuatro|"
    r"seis|два|две|три|четыре|шесть|дві|чотири|шість)\b)"
)
_LONG = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase of a data file: ``place`` says where it must stand, ``max_words`` how long the block may be."""

    label: str
    place: str
    max_words: int
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A phrase found in a block."""

    label: str
    place: str
    phrase: str


def fold_line(text: str) -> str:
    """Return ``text`` as phrases are matched: folded, marks plain, ё as е."""
    return fold(plain_marks(text)) if len(text) < _LONG * 20 else ""


def _find_key(written: str) -> str:
    """Return the first letters by which the phrase is indexed, "#" for a number."""
    match = _PIECE.search(written)
    first = match.group() if match else ""
    return "#" if first == "#" else fold(first.rstrip("*"))[:_KEY]


@cache
def _compile(written: str) -> re.Pattern[str]:
    """Return the pattern of a phrase; only phrases whose first letters were met are ever compiled."""
    parts: list[str] = []
    for piece in _PIECE.findall(written):
        if piece == "..":
            parts.append("..")
        elif piece == "#":
            parts.append(_NUMBER)
        elif piece.endswith("*"):
            parts.append(re.escape(fold(piece[:-1])) + r"\w*")
        else:
            parts.append(re.escape(fold(piece)))
    joined = parts[0]
    for left, part in pairwise(parts):
        if part == "..":
            joined += r"(?:\W+\w+){0,5}?"
        else:
            joined += (r"\W{0,8}" if _is_sign(left) or _is_sign(part) else r"\W{1,8}") + part
    if written.endswith((":", ":")):
        joined += r"\W{0,3}:"
    return re.compile(joined + (r"(?!\w)" if parts[-1][-1].isalnum() else ""))


def _is_sign(part: str) -> bool:
    return not part[-1].isalnum() and len(part) <= 2 and part != ".."  # noqa: PLR2004 - a bound of this rule alone


@cache
def open_lexicon() -> tuple[dict[str, tuple[Phrase, ...]], dict[str, tuple[Phrase, ...]]]:
    """Return the phrases that open a block, and those for anywhere in it, by three letters ("#": a number)."""
    opening: dict[str, list[Phrase]] = {}
    inner: dict[str, list[Phrase]] = {}
    folder = resources.files("rashomon.ingest").joinpath("lexicon")
    for label in LABELS:
        raw = tomllib.loads(folder.joinpath(f"{label}.toml").read_text(encoding="utf-8"))
        for place in _PLACES:
            section = raw.get(place, {})
            for written in (phrase for key, lines in section.items() if key != "max_words" for phrase in lines):
                key = _find_key(written)
                phrase = Phrase(
                    label=label,
                    place=place,
                    max_words=section.get("max_words", _SHORT),
                    written=written,
                )
                opening.setdefault(key, []).append(phrase)
                if place in {"end", "anywhere"}:
                    inner.setdefault(key, []).append(phrase)
    return _freeze(opening), _freeze(inner)


def _freeze(index: dict[str, list[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {key: tuple(phrases) for key, phrases in index.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A phrase with what is asked before its pattern: the word after its first one, if that must come next."""

    phrase: Phrase
    second: str | None
    exact: bool


def _prepare(phrase: Phrase) -> _Candidate:
    pieces = _PIECE.findall(phrase.written)
    second = pieces[1] if len(pieces) > 1 and all(_TOKEN.match(piece) for piece in pieces[:2]) else None
    return _Candidate(
        phrase=phrase,
        second=fold(second.rstrip("*")) if second else None,
        exact=second is not None and not second.endswith("*"),
    )


def _opens(phrase: Phrase, token: str) -> bool:
    """Tell whether the first word of a phrase is ``token``, or the stem that it begins with."""
    match = _PIECE.search(phrase.written)
    first = match.group() if match else ""
    return token.startswith(fold(first[:-1])) if first.endswith("*") else token == fold(first)


def _find_candidates(place: int, token: str) -> tuple[_Candidate, ...]:
    """Return the phrases that may begin with ``token``, in the order of their files; place 0 is the line's start."""
    index = open_lexicon()[place]
    found = [phrase for phrase in index.get(token[:_KEY], ()) if _opens(phrase, token)]
    if token[0].isdigit():
        found += index.get("#", ())
    return tuple(map(_prepare, found))


_find_first = lru_cache(maxsize=1 << 14)(partial(_find_candidates, 0))
_find_inner = lru_cache(maxsize=1 << 16)(partial(_find_candidates, 1))


def find_phrases(folded: str, *, brief: bool = False) -> tuple[Hit, ...]:
    """Return the phrases that stand in ``folded`` (see ``fold_line``), each where its file wants it.

    ``brief`` looks only at how the line begins, for the later blocks of very long captures.
    """
    tokens = _TOKEN.findall(folded)
    signed = "©" in folded[:3]
    if signed:
        tokens.insert(0, "©")
    if not tokens or len(tokens) > _LONG:
        return ()
    candidates = [_find_first(tokens[0]), *(() if brief else map(_find_inner, tokens[1:]))]
    if not any(candidates):
        return ()
    starts = [match.start() for match in _TOKEN.finditer(folded)]
    if signed:
        starts.insert(0, folded.index("©"))
    found: list[Hit] = []
    tokens.append("")
    count, plain = len(starts), "_" not in folded
    for number, phrases in enumerate(candidates):
        for candidate in phrases:
            phrase = candidate.phrase
            if count > phrase.max_words or (plain and not _follows(candidate, tokens[number + 1])):
                continue
            match = _compile(phrase.written).match(folded, starts[number])
            if match and not (
                phrase.place in {"whole", "end"} and _HAS_LETTER.search(folded, match.end(), _last(folded))
            ):
                found.append(Hit(label=phrase.label, place=phrase.place, phrase=phrase.written))
    return tuple(found)


def _follows(candidate: _Candidate, token: str) -> bool:
    second = candidate.second
    return second is None or (token == second if candidate.exact else token.startswith(second))


def _last(folded: str) -> int:
    return len(folded.rstrip(" .!?…:;,)\"'»*→>-"))
