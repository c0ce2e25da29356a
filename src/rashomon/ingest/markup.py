"""Markdown's marks, and where the text between them stands: a scanner with a stack, linear in the line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rashomon.datamodel import Span, Spans, make_spans

_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\](?:\([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s\"[^\"\n]{0,500}\")?\))?)"
    r"|(?P<mark>\*{1,3}|_{1,3}|~~|`{1,2})"
)
_SIGN = re.compile(r"[\\\[\]*_~`]")
_OPENERS = frozenset("#>-*+•–—=_")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s+|$)")
_HEADING_END = re.compile(r"\s+#+\s*$")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_ITEM = re.compile(r"\s{0,12}(?:[-*+•–—]|\d{1,3}[.)])\s+(?=\S)")
_DATED = re.compile(r"\s{0,3}\d{1,2}\.\s[^\W\d_]{3,12}\.?\s\d{4}")  # in German, a day and a list mark look the same
_RULE = re.compile(r"\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|=+)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A line read for markup: the parts that are text, the parts that are link text, and what the marks tell."""

    kept: Spans
    links: Spans
    hints: frozenset[str]
    level: int = 0


def is_bare(text: str, line: Span, *, markdown: bool) -> bool:
    """Tell at a glance that ``line`` holds no markup; False where it has to be read."""
    opens = markdown and (text[line.start] in _OPENERS or text[line.start].isdecimal())
    return not opens and _SIGN.search(text, line.start, line.end) is None


def read_line(text: str, line: Span, *, markdown: bool) -> Marked:
    """Return the text parts of ``line``; in plain text only links and paired emphasis count as markup."""
    hints: set[str] = set()
    start, end, level = line.start, line.end, 0
    if markdown:
        start, end, level = _read_block_marks(text, line, hints)
    dropped, links = _read_inline(text, start, end, hints, escapes=markdown)
    kept = _subtract(start, end, dropped)
    kept = _trim(text, kept)
    return Marked(kept=kept, links=links, hints=frozenset(hints), level=level)


def _read_block_marks(text: str, line: Span, hints: set[str]) -> tuple[int, int, int]:
    start, end, level = line.start, line.end, 0
    while match := _QUOTE.match(text, start, end):
        start = match.end()
        hints.add("quote")
    if _RULE.match(text[start:end]):
        hints.add("rule")
    elif match := _HEADING.match(text, start, end):
        level, start = len(match[1]), match.end()
        hints.add("heading")
        if tail := _HEADING_END.search(text, start, end):
            end = tail.start()
    elif (match := _ITEM.match(text, start, end)) and not _DATED.match(text, start, end):
        hints.add("item")
        if text[start : match.end()].strip() not in {"–", "—"}:  # a dash opens speech in many languages: keep it
            start = match.end()
    return start, end, level


def _read_inline(text: str, start: int, end: int, hints: set[str], *, escapes: bool) -> tuple[list[Span], Spans]:
    dropped: list[Span] = []
    links: list[Span] = []
    brackets: list[re.Match[str]] = []
    marks: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text, start, end):
        if token["escape"]:
            if escapes:
                dropped.append(Span(start=token.start(), end=token.start() + 1))
        elif token["open"]:
            brackets.append(token)
        elif token["close"] and brackets:
            opening = brackets.pop()
            if len(token["close"]) == 1:
                continue
            if opening["open"] == "![":
                hints.add("image")
                dropped.append(Span(start=opening.start(), end=token.end()))
            else:
                hints.add("link")
                dropped += [Span(start=at.start(), end=at.end()) for at in (opening, token)]
                if token.start() > opening.end():
                    links.append(Span(start=opening.end(), end=token.start()))
        elif token["mark"]:
            _pair_mark(text, token, marks, dropped)
    return dropped, make_spans(links)


def _pair_mark(text: str, token: re.Match[str], marks: list[re.Match[str]], dropped: list[Span]) -> None:
    """Drop a pair of emphasis marks when ``token`` closes one that is open, else remember it if it can open one."""
    before = text[token.start() - 1] if token.start() else " "
    after = text[token.end()] if token.end() < len(text) else " "
    if not before.isspace() and (token["mark"][0] != "_" or not after.isalnum()):
        for number in range(len(marks) - 1, max(-1, len(marks) - 8), -1):
            if marks[number]["mark"] == token["mark"]:
                opening = marks[number]
                dropped += [Span(start=at.start(), end=at.end()) for at in (opening, token)]
                del marks[number:]
                return
    if not after.isspace() and (token["mark"][0] != "_" or not before.isalnum()):
        marks.append(token)


def _subtract(start: int, end: int, dropped: list[Span]) -> Spans:
    kept: list[Span] = []
    at = start
    for span in make_spans(dropped):
        if span.start > at:
            kept.append(Span(start=at, end=span.start))
        at = max(at, span.end)
    if end > at:
        kept.append(Span(start=at, end=end))
    return tuple(kept)


def _trim(text: str, kept: Spans) -> Spans:
    """Return ``kept`` without white space at the two ends."""
    parts = list(kept)
    while parts and not parts[0].slice(text).strip():
        del parts[0]
    while parts and not parts[-1].slice(text).strip():
        del parts[-1]
    if parts:
        head = parts[0].slice(text)
        parts[0] = Span(start=parts[0].end - len(head.lstrip()), end=parts[0].end)
        tail = parts[-1].slice(text)
        parts[-1] = Span(start=parts[-1].start, end=parts[-1].start + len(tail.rstrip()))
    return tuple(parts)
