"""The six sample packs and the way from their gold spans (code points of a file) to spans of an article's text."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

from rashomon.datamodel import Article, Reading, Span, Spans, make_spans

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = {
    "pack_01": ROOT / "examples" / "dam-failure",
    "pack_02": ROOT / "examples" / "border-clash",
    "pack_04": ROOT / "examples" / "election",
}
_HTML_TOKEN = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>|&[#\w]+;|[^<&\s]|[<&]", re.DOTALL)
Gold = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Pack:
    """One event: the folder of its captures and the gold that an annotator wrote for them."""

    name: str
    folder: Path
    gold: Gold

    @property
    def paths(self) -> list[Path]:
        """Every capture of the pack, distractors too, in the order of the gold."""
        return [self.folder / capture["file"] for capture in self.gold["captures"]]

    def capture(self, file: str) -> Gold:
        """Return the gold of one capture."""
        found: Gold = next(capture for capture in self.gold["captures"] if capture["file"] == file)
        return found


def load_packs() -> list[Pack]:
    """Return the six packs in order."""
    packs = []
    for path in sorted((ROOT / "tests" / "quality" / "gold").glob("pack_*.json")):
        folder = _FOLDERS.get(path.stem, ROOT / "tests" / "quality" / "captures" / path.stem)
        packs.append(Pack(name=path.stem, folder=folder, gold=json.loads(path.read_text("utf-8"))))
    return packs


def visible_letters(source: str) -> tuple[str, list[int]]:
    """Return the letters of an HTML file outside tags, white space left out, and where each stands in the file."""
    letters: list[str] = []
    places: list[int] = []
    for match in _HTML_TOKEN.finditer(source):
        token = match.group()
        if len(token) > 1 and token[0] == "<":
            continue
        for letter in html.unescape(token):
            if not letter.isspace():
                letters.append(letter)
                places.append(match.start())
    return "".join(letters), places


def text_letters(text: str) -> tuple[str, list[int]]:
    """Return the letters of ``text``, white space left out, and where each stands."""
    places = [place for place, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[place] for place in places), places


@dataclass(frozen=True, kw_only=True)
class Projection:
    """The way from the code points of a capture's file to the article's text."""

    article: Article
    source: str
    is_html: bool

    @cached_property
    def _html_map(self) -> dict[int, list[int]]:
        """For each place in the file, the places in the article's text that its letters became."""
        letters, places = visible_letters(self.source)
        found, found_places = text_letters(self.article.text)
        matcher = SequenceMatcher(None, _pieces(letters), _pieces(found), autojunk=False)
        left, right = _starts(letters), _starts(found)
        mapped: dict[int, list[int]] = {}
        for block in matcher.get_matching_blocks():
            for i in range(block.size):
                a, b = left[block.a + i], right[block.b + i]
                for shift in range(left[block.a + i + 1] - a):
                    mapped.setdefault(places[a + shift], []).append(found_places[b + shift])
        return mapped

    def project(self, span: Iterable[int]) -> Spans:
        """Return where ``span`` of the file stands in the article's text; empty where the article lacks it."""
        start, end = span
        if not self.is_html:
            return self.article.from_rendering(Span(start=start, end=end))
        places = [place for at in range(start, end) for place in self._html_map.get(at, [])]
        if not places:
            return ()
        return (Span(start=min(places), end=max(places) + 1),)

    def project_all(self, spans: Iterable[Iterable[int]]) -> Spans:
        """Return where ``spans`` of the file stand in the article's text."""
        return make_spans(found for span in spans for found in self.project(span))


_PIECE = re.compile(r"\w+|\W")


def _pieces(letters: str) -> list[str]:
    """Cut at every full stop, comma or quotation mark: letters without white space have no word ends."""
    return [match.group() for match in _PIECE.finditer(letters)]


def _starts(letters: str) -> list[int]:
    return [match.start() for match in _PIECE.finditer(letters)] + [len(letters)]


def make_projection(reading: Reading, article: Article) -> Projection:
    """Return the projection for one article of ``reading``; text captures in the packs are UTF-8 without BOM."""
    is_html = "html" in (reading.capture.content_type or "")
    source = reading.capture.payload.decode("utf-8")
    return Projection(article=article, source=source, is_html=is_html)
