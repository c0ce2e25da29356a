"""Descriptions that an account itself joins to a name: "HydroVel, the operator," and then "the operator"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rashomon.compare.lexicon import read_phrases
from rashomon.datamodel import AnnotatedArticle, Span
from rashomon.text.fold import words

_AFTER = re.compile(r", (?:the|its|their|his|her) ([a-z-]{3,30}(?: [a-z-]{2,30}){0,2})(?=[,.;:)\n]|$)")
_BEFORE = re.compile(r"\b(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er) ([a-z-]{3,30}(?: [a-z-]{2,30}){0,2}), $")
_LIST = re.compile(r",? (?:and|or|as well as)\b")
_CLOSED = re.compile(r"[,.;:)\n]|$")
_REACH = 100
_MORE = re.compile(r" (?:of|for|in|at|on|who|which|that)\b")


def find_appositions(value: AnnotatedArticle) -> Mapping[str, tuple[Span, ...]]:
    """Return, for each entity that an apposition describes, where the account calls it by that description.

    A description that stands beside two names of the account is nobody's; lists ("the union, HydroVel and Kolm") and
    descriptions that go on ("the operator of the crane") are left out.
    """
    roles: dict[str, set[str]] = defaultdict(set)
    for mention in value.mentions:
        if mention.entity_id is not None and mention.type != "place":
            for role in _roles(value.article.text, mention.span):
                roles[role].add(mention.entity_id)
    found: dict[str, list[Span]] = defaultdict(list)
    for role, holders in sorted(roles.items()):
        if len(holders) == 1:
            found[next(iter(holders))].extend(_uses(value.article.text, role))
    return {entity: tuple(sorted(spans)) for entity, spans in found.items() if spans}


def _roles(text: str, name: Span) -> Iterator[str]:
    """Yield the descriptions right after a name or right before it, each closed by a mark."""
    after = _AFTER.match(text, name.end, name.end + _REACH)
    if after and not _LIST.match(text, after.end()) and _is_role(after.group(1)):
        yield after.group(1)
    start = max(0, name.start - _REACH)
    before = _BEFORE.search(text[start : name.start])
    closed = _CLOSED.match(text, name.end) and not _LIST.match(text, name.end)
    if before and closed and _is_role(before.group(1)):
        yield before.group(1)


def _is_role(role: str) -> bool:
    return read_phrases("appositions", "no_role").find(words(role)) is None


def _uses(text: str, role: str) -> Iterator[Span]:
    for match in re.finditer(rf"\b[Tt]he {re.escape(role)}\b(?![-\w])", text):
        if not _MORE.match(text, match.end()):
            yield Span(start=match.start(), end=match.end())
