"""Names as grouping sees them: words that always have a capital, and how they sound in Latin letters."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

from rashomon.stories.frequencies import stem
from rashomon.text.fold import fold

WORD = re.compile(r"[^\W_]+(?:['’\u2011-][^\W_]+)*")
_POSSESSIVE = re.compile("['’]s$")
_OPENS = frozenset(".!?…:;\n\"“”„«»‘’'(—–-•*#")
_LOOK_BACK = 3
_SHORTEST = 3
_INFLECTED = frozenset({"ru", "uk"})
_CASE_ENDINGS = frozenset("mhv")  # Маслиным, в Альпах, Альпов: the ending is no part of the name
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "k"), ("kh", "h"), ("zh", "j"), ("ph", "f"), ("th", "t"),
    ("ck", "k"), ("qu", "k"), ("x", "ks"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"), ("j", ""), ("y", ""),
)  # fmt: skip
_VOWELS = re.compile("[aeiou]")
_REPEATED = re.compile(r"(.)\1+")


def base_form(word: str) -> str:
    """Return a word folded and stemmed, without the possessive."""
    return stem(fold(_POSSESSIVE.sub("", word)))


def find_names(text: str) -> dict[str, str]:
    """Return the words that always have a capital, and once at least where no sentence begins, as first written.

    Keys are base forms, in the order of the text.
    """
    inside: dict[str, str] = {}
    small: set[str] = set()
    for match in WORD.finditer(text):
        word = match.group()
        if word[0].isupper():
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip(" ")
            if before and before[-1] not in _OPENS:
                inside.setdefault(base_form(word), _POSSESSIVE.sub("", word))
        elif word[0].isalpha():
            small.add(base_form(word))
    return {word: written for word, written in inside.items() if word not in small}


def find_skeletons(names: dict[str, str], language: str) -> dict[str, str]:
    """Return the consonant skeleton of each name of three consonants or more, and how the name is written.

    A Russian or Ukrainian name stands twice where its last consonant may be a case ending.
    """
    found: dict[str, str] = {}
    for written in names.values():
        skeleton = make_skeleton(written)
        if len(skeleton) >= _SHORTEST:
            found.setdefault(skeleton, written)
        if language in _INFLECTED and len(skeleton) > _SHORTEST + 1 and skeleton[-1] in _CASE_ENDINGS:
            found.setdefault(skeleton[:-1], written)
    return found


@lru_cache(maxsize=1 << 15)
def make_skeleton(name: str) -> str:
    """Return a name's first letter and consonants in Latin letters, sounds that scripts spell apart made one."""
    latin = fold(anyascii(name))
    for spelled, sound in _SOUNDS:
        latin = latin.replace(spelled, sound)
    latin = "".join(char for char in latin if char.isalpha())
    return _REPEATED.sub(r"\1", latin[:1] + _VOWELS.sub("", latin[1:]))
