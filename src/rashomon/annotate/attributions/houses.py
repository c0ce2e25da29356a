"""Companies, agencies and other houses: "the company" after one such name, and the full name behind "NGU"."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotate.attributions.cast import Cast
from rashomon.datamodel import Mention, Span

_SIGHT = 1200
"""How far back "the company" looks, in code points."""


def name_house(cast: Cast, place: Span) -> str | None:
    """Return the fullest name of the organization whose name, with an article at most, ``place`` is."""
    found = [mention for mention in cast.within(place) if mention.type == "organization"]
    if len(found) != 1 or found[0].span.end != place.end:
        return None
    first, core = cast.token_at(place.start), cast.token_at(found[0].span.start)
    bare = core == first or (core == first + 1 and cast.lexicon.is_in(cast.folded(first), "articles"))
    return cast.name_of(found[0]) if bare else None


def find_house(cast: Cast, words: Sequence[str], place: Span) -> str | None:
    """Return the only organization that "the company" at ``place`` can mean since the paragraph before, or None."""
    noun = words[-1]
    if not cast.lexicon.is_in(noun, "houses") or len(words) > 1:
        return None
    start = cast.paragraphs[max(0, cast.paragraph_of(place.start) - 1)].start
    start = max(start, place.start - _SIGHT)
    if start >= place.start:
        return None
    seen = [mention for mention in cast.within(Span(start=start, end=place.start)) if _can_be(cast, mention, noun)]
    names = {cast.name_of(mention) for mention in seen}
    return names.pop() if len(names) == 1 and seen[-1].type == "organization" else None


def _can_be(cast: Cast, mention: Mention, noun: str) -> bool:
    """Tell whether a name may be called ``noun``: no person or place, and its own words call it nothing else."""
    if mention.type not in {"organization", "other"} or cast.quotation_of(mention.span.start) is not None:
        return False
    first, end = cast.token_at(mention.span.start), cast.token_at(mention.span.end)
    own = [cast.folded(at) for at in range(first, end)]
    return noun in own or not any(cast.lexicon.is_in(word, "roles") for word in own)
