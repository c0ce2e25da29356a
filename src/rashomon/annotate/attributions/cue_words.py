"""What the words of a cue say about its content: put forward, hedged, denied or asked; spoken or merely thought."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.attributions.lexicon import Cue, Lexicon
from rashomon.annotate.document import Document
from rashomon.datamodel import Layer, Span, Spans, Stance
from rashomon.text.tokens import tokenize

_MARKS = frozenset('“”"«»„')


def read_cue(document: Document, lexicon: Lexicon, cue: Span, content: Spans) -> tuple[Stance, Layer]:
    """Return stance and layer of a cue by the lexicon; a cue that no list has is speech where its content is quoted."""
    words = [token.folded for token in tokenize(cue.slice(document.text), document.language) if token.kind == "word"]
    quoted = any(char in _MARKS for span in content for char in span.slice(document.text))
    found = _find(words, lexicon)
    if found is None:
        hedged = any(
            _starts(words, at, phrase) for at in range(len(words)) for phrase in lexicon.adverbs.get(words[at], ())
        )
        if hedged:
            return "hedges", "speech"
        spoken = quoted or not words or _is_phrase(words, lexicon)
        return "quotes", "speech" if spoken else "attitude"
    stance: Stance = found.stance
    if stance == "hedges" and any(lexicon.is_in(word, "negations") for word in words):
        stance = "denies"
    return stance, "speech" if quoted else found.layer


def _find(words: Sequence[str], lexicon: Lexicon) -> Cue | None:
    """Return the first cue of the lexicon among ``words``: a verb, with its particle where it needs one, or a noun."""
    for at, word in enumerate(words):
        cues = lexicon.verbs.get(word, ())
        particled = [cue for cue in cues if cue.after and tuple(words[at + 1 : at + 1 + len(cue.after)]) == cue.after]
        plain = [cue for cue in cues if not cue.after]
        if particled or plain:
            return (particled or plain)[0]
    return next((lexicon.nouns[word] for word in words if word in lexicon.nouns), None)


def _starts(words: Sequence[str], at: int, phrase: tuple[str, ...]) -> bool:
    return tuple(words[at : at + len(phrase)]) == phrase


def _is_phrase(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Tell whether a phrase that names a source stands in ``words`` ("according to")."""
    return any(_starts(words, at, phrase) for at in range(len(words)) for phrase in lexicon.phrases.get(words[at], ()))
