"""GUM with its gold coreference: the sources that a document's subjects make, and the names of whom they mean.

GUM (CC BY) marks every noun phrase with its chain in the ``Entity=`` field. A chain's names are the words of its
phrases without those of phrases inside them: in "Dorn's husband" only "husband" names the husband.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rashomon.annotate.acronyms import is_acronym
from rashomon.annotate.attributions.lexicon import load_lexicon
from rashomon.datamodel import Span
from rashomon.text.fold import fold

_PRONOUNS = {"he": "he, she", "she": "he, she", "they": "they", "it": "it"}
_ARTICLES = {"the", "this", "that", "his", "her", "its", "their"}
_NO_NAMES = {"us", "uk", "eu", "un", "u.s.", "tv", "usa"}
_PIECE = re.compile(r"\([^()]*\)?|\d+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a document: where it stands, its part of speech, its relation, and the word it hangs on (by number)."""

    span: Span
    text: str
    tag: str
    relation: str
    head: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A gold noun phrase: its chain, its type, its first and last word and the word at its head, by number."""

    chain: str
    type: str
    first: int
    last: int
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One document with its words and its phrases in text order."""

    name: str
    text: str
    words: tuple[Word, ...]
    phrases: tuple[Phrase, ...]

    def span_of(self, phrase: Phrase) -> Span:
        """Return where ``phrase`` stands in the text."""
        return Span(start=self.words[phrase.first].span.start, end=self.words[phrase.last].span.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A gold source to resolve: class, place, its verb's place, the words and the fullest proper name of its chain.

    ``speaks`` where its verb is a cue of speech or attitude; ``proper`` is empty where no phrase of the chain has a
    proper noun at its head.
    """

    kind: str
    place: Span
    verb: Span
    speaks: bool
    known: frozenset[str]
    proper: tuple[str, ...]


def split_names(folder: Path) -> dict[str, str]:
    """Return the part ("train", "dev", "test" ...) of every document, by the standard splits."""
    parts: dict[str, str] = {}
    part = ""
    for line in (folder / "gum_splits.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            part = line[3:].strip()
        elif match := re.search(r"(?:GUM|GENTLE)_\w+", line):
            parts[match.group()] = part
    return parts


def read_documents(path: Path) -> Iterator[Gold]:
    """Yield the documents of a CoNLL-U file."""
    for block in re.split(r"(?m)^(?=# newdoc id)", path.read_text("utf-8")):
        if block.startswith("# newdoc id"):
            yield _read(block)


def _read(block: str) -> Gold:
    text, space = "", ""
    words: list[Word] = []
    opened: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    phrases: list[Phrase] = []
    first = 0
    for line in block.splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block") and text:
            space = "\n"
        elif line.startswith("# sent_id"):
            first = len(words)
        cells = line.split("\t")
        if not cells[0].isdigit():
            continue
        text += space
        span = Span(start=len(text), end=len(text) + len(cells[1]))
        head = first + int(cells[6]) - 1 if cells[6] != "0" else None
        words.append(Word(span=span, text=cells[1], tag=cells[3], relation=cells[7], head=head))
        text += cells[1]
        space = "" if "SpaceAfter=No" in cells[9] else " "
        phrases += _close(opened, cells[9], len(words) - 1)
    ordered = sorted(phrases, key=lambda phrase: (phrase.first, -phrase.last))
    return Gold(name=block.split("\n", 1)[0].split(" = ")[1].strip(), text=text, words=tuple(words),
                phrases=tuple(ordered))  # fmt: skip


def _close(opened: dict[str, list[tuple[int, str, int]]], misc: str, at: int) -> Iterator[Phrase]:
    """Open and close the phrases that the ``Entity=`` field of word ``at`` names; yield the closed ones."""
    value = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
    for piece in _PIECE.findall(value):
        number = re.match(r"\(?(\d+)", piece)
        if number is None:
            continue
        if piece.startswith("("):
            fields = piece.strip("()").split("-")
            head = next((f for f in fields[4:6] if re.fullmatch(r"\d+(,\d+)*", f)), "1")
            opened[number[1]].append((at, fields[1] if len(fields) > 1 else "", int(head.split(",")[0])))
        if piece.endswith(")") and opened[number[1]]:
            first, kind, head_at = opened[number[1]].pop()
            yield Phrase(chain=number[1], type=kind, first=first, last=at, head=min(first + head_at - 1, at))


def _own_words(gold: Gold, phrase: Phrase) -> list[int]:
    """Return the words of ``phrase`` that lie in no phrase of another chain inside it."""
    inner = {
        at
        for other in gold.phrases
        if other.chain != phrase.chain and phrase.first <= other.first and other.last <= phrase.last
        for at in range(other.first, other.last + 1)
    }
    return [at for at in range(phrase.first, phrase.last + 1) if at not in inner]


def name_chains(gold: Gold) -> tuple[Mapping[str, frozenset[str]], Mapping[str, tuple[str, ...]]]:
    """Return for each chain its phrases' own words, folded, and its longest proper name, where it has one."""
    known: dict[str, set[str]] = defaultdict(set)
    proper: dict[str, tuple[str, ...]] = {}
    for phrase in gold.phrases:
        if gold.words[phrase.head].tag == "PRON":
            continue
        own = _own_words(gold, phrase)
        known[phrase.chain] |= {fold(gold.words[at].text) for at in own}
        if gold.words[phrase.head].tag == "PROPN":
            name = tuple(fold(gold.words[at].text) for at in own if gold.words[at].tag == "PROPN")
            proper[phrase.chain] = max(proper.get(phrase.chain, ()), name, key=len)
    return {chain: frozenset(words) for chain, words in known.items()}, proper


def find_probes(gold: Gold) -> Iterator[Probe]:
    """Yield the sources of ``gold`` that our rules must resolve, in text order: subjects, and acronyms anywhere."""
    known, proper = name_chains(gold)
    taken: set[Span] = set()
    lexicon = load_lexicon("en")
    for phrase in gold.phrases:
        head = gold.words[phrase.head]
        place = gold.span_of(phrase)
        verb = gold.words[head.head] if head.head is not None else None
        kind = _kind(gold, phrase, proper.get(phrase.chain, ()))
        subject = head.relation.split(":")[0] == "nsubj" and verb is not None
        if kind is None or verb is None or not (subject or kind == "acronym") or place in taken:
            continue
        speaks = subject and lexicon is not None and fold(verb.text) in lexicon.verbs and verb.tag == "VERB"
        if kind in {"they", "it"} and not speaks:
            continue
        taken.add(place)
        yield Probe(kind=kind, place=place, verb=verb.span, speaks=speaks,
                    known=known.get(phrase.chain, frozenset()), proper=proper.get(phrase.chain, ()))  # fmt: skip


def _kind(gold: Gold, phrase: Phrase, proper: tuple[str, ...]) -> str | None:
    head, first = gold.words[phrase.head], gold.words[phrase.first]
    alone = phrase.first == phrase.last
    if head.tag == "PRON":
        return _PRONOUNS.get(fold(head.text)) if alone else None
    if phrase.type not in {"person", "organization"}:
        return None
    if head.tag == "NOUN" and fold(first.text) in _ARTICLES and not _holds_name(gold, phrase):
        return "role"
    if not alone or head.tag != "PROPN" or len(proper) < 2:  # noqa: PLR2004 - a fuller name has two words
        return None
    if phrase.type == "person":
        return "surname"
    return "acronym" if is_acronym(head.text) and fold(head.text) not in _NO_NAMES else None


def _holds_name(gold: Gold, phrase: Phrase) -> bool:
    """Tell whether a phrase of the same chain inside it has a proper noun at its head ("the mayor, Ana Dorn")."""
    return any(
        other.chain == phrase.chain
        and phrase.first <= other.first
        and other.last <= phrase.last
        and gold.words[other.head].tag == "PROPN"
        for other in gold.phrases
    )
