"""Reservations of text and data mining: TDMRep's file, headers and metadata, and what robots tags say.

A rights holder's machine-readable "no" (EU directive 2019/790, article 4). Whichever place says it counts.
"""

from __future__ import annotations

import codecs
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import httpx

from rashomon.fetching.patterns import matches, normalize_path
from rashomon.fetching.settings import TOKEN

TDM_PATH: Final = "/.well-known/tdmrep.json"
_KEY: Final = "tdm-reservation"
_POLICY: Final = "tdm-policy"
_LOOKED_AT: Final = 1 << 20
_META: Final = re.compile(r"<meta\s([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""(?<![a-z-])([a-z-]{1,40})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_NO_ANALYSIS: Final = frozenset({"noai"})
_WORDS: Final = frozenset({
    "noai", "noimageai", "noindex", "nofollow", "noarchive", "nosnippet", "none", "nocache", "notranslate",
    "noimageindex", "unavailable_after", "max-snippet", "max-image-preview", "max-video-preview", "indexifembedded",
    "all", "index", "follow",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a place states: whether mining is reserved (None: not stated), the policy's address, the robots words."""

    where: str
    reserved: bool | None = None
    policy: str = ""
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = [] if self.reserved is None else [f"{_KEY} {int(self.reserved)}"]
        said += [f"{_POLICY} {self.policy}"] if self.policy else []
        return f"{self.where}: {', '.join([*said, *self.words])}"

    @property
    def forbids(self) -> bool:
        """Tell whether the page must not be kept for analysis."""
        return bool(self.reserved) or not _NO_ANALYSIS.isdisjoint(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class TdmRule:
    """One object of tdmrep.json; ``pattern`` is normalized."""

    pattern: str
    reserved: bool
    policy: str = ""


def parse_tdm_file(payload: bytes) -> tuple[TdmRule, ...]:
    """Return the rules of a tdmrep.json in order. Raises ValueError where it is none."""
    try:
        value: Any = json.loads(payload.decode("utf-8-sig"))
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault
    entries = value if isinstance(value, list) else [value]
    rules: list[TdmRule] = []
    for entry in entries:
        if not isinstance(entry, dict) or _KEY not in entry or not isinstance(entry.get("location"), str):
            raise ValueError("an entry without location and tdm-reservation")
        policy = entry.get(_POLICY)
        rules.append(
            TdmRule(
                pattern=normalize_path(entry["location"]),
                reserved=_reserves(entry[_KEY]) is not False,
                policy=_one_line(policy) if isinstance(policy, str) else "",
            )
        )
    return tuple(rules)


def find_tdm_rule(rules: Iterable[TdmRule], path: str) -> Stated | None:
    """Return what the first rule that fits ``path`` states, or None (TDMRep: the first in sequence)."""
    wanted = normalize_path(path or "/")
    for rule in rules:
        if matches(rule.pattern, wanted):
            return Stated(where="tdmrep.json", reserved=rule.reserved, policy=rule.policy)
    return None


def read_headers(headers: httpx.Headers) -> tuple[Stated, ...]:
    """Return what the headers of an answer state."""
    stated = []
    if _KEY in headers:
        values = [_reserves(value) for value in headers[_KEY].split(",")]
        reserved = True if True in values else (False if False in values else None)
        stated.append(Stated(where="header", reserved=reserved, policy=_one_line(headers.get(_POLICY, ""))))
    # Each header by itself: an agent named in one holds for that one alone.
    words = [word for value in headers.get_list("x-robots-tag") for word in _robots_words(value)]
    if words:
        stated.append(Stated(where="X-Robots-Tag", words=tuple(dict.fromkeys(words))))
    return tuple(stated)


def read_page(body: bytes) -> tuple[Stated, ...]:
    """Return what the meta elements in the first MiB of a page state; comments state nothing."""
    reserved: bool | None = None
    policy = ""
    words: list[str] = []
    for name, content in _find_metas(_decode(body[:_LOOKED_AT])):
        if name == _KEY:
            said = _reserves(content)
            reserved = said if said is not None and not reserved else reserved
        elif name == _POLICY:
            policy = policy or _one_line(content)
        elif name in {"robots", TOKEN}:
            words += _robots_words(content)
    stated = []
    if reserved is not None:
        stated.append(Stated(where="meta element", reserved=reserved, policy=policy))
    if words:
        stated.append(Stated(where="robots meta element", words=tuple(dict.fromkeys(words))))
    return tuple(stated)


def _reserves(value: object) -> bool | None:
    """Return True for 1, False for 0, None for what is neither; quotation marks and words are met in the wild."""
    word = str(value).strip().strip("\"'").lower()
    if word in {"1", "true"}:
        return True
    return False if word in {"0", "false"} else None


def _robots_words(value: str) -> tuple[str, ...]:
    """Return the words of a robots tag that are meant for us: "otherbot: noindex, nofollow" is not."""
    words: list[str] = []
    for_us = True
    for part in value.lower().split(","):
        agent, colon, rest = (piece.strip() for piece in part.partition(":"))
        word = part.strip()
        if colon and agent not in _WORDS:
            for_us, word = agent in {TOKEN, "*"}, rest
        if for_us and word.partition(":")[0].strip() in _WORDS:
            words.append(_one_line(word))
    return tuple(dict.fromkeys(words))


def _find_metas(text: str) -> Iterator[tuple[str, str]]:
    for found in _META.finditer(_drop_comments(text)):
        attributes = {
            match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
            for match in _ATTRIBUTE.finditer(found[1])
        }
        name = attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or ""
        yield name.strip().lower(), attributes.get("content", "")


def _drop_comments(text: str) -> str:
    kept: list[str] = []
    place = 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[place:start])
        place = end + 3
    return "".join([*kept, text[place:]])


def _decode(head: bytes) -> str:
    """Return the markup of ``head``; its names are ASCII, so only wide encodings need care."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return head.replace(b"\x00", b"").decode("latin-1")


def _one_line(text: str) -> str:
    """Return ``text`` printable, on one line, not too long: it goes into a record's lines."""
    return "".join(char if char.isprintable() else " " for char in text).strip()[:300]
