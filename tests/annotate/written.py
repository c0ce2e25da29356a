"""Articles and cases for the tests of annotation: a text, its language and date, and what must be found in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rashomon.annotate.document import Document, make_document
from rashomon.datamodel import Article, Completeness, StatedDate

CASES = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A case of a text file: where it stands, its text, language and date, and its expected lines."""

    where: str
    text: str
    language: str
    date: str | None
    expected: tuple[str, ...]


def write(text: str, language: str = "en", date: str | None = None) -> Document:
    article = Article(
        id="article-1",
        capture_id="capture-1",
        role="main",
        text=text,
        segments=(),
        completeness=Completeness(value="complete"),
        in_language=language,
        date_published=StatedDate(value=date, where="byline") if date else None,
    )
    return make_document(article)


def read_cases(folder: str) -> list[Written]:
    found: list[Written] = []
    for path in sorted((CASES / folder).glob("*.txt")):
        heading, text, expected = "", "", []
        for number, line in enumerate([*path.read_text("utf-8").splitlines(), ""], start=1):
            if line.startswith("="):
                expected.append(line[1:].strip())
            elif not line and heading:
                language, _, date = heading.partition(" ")
                wanted = tuple(one for one in expected if one != "nothing")
                where = f"{path.stem}:{number - 1 - len(expected)}"
                found.append(Written(where=where, text=text, language=language, date=date or None, expected=wanted))
                heading, text, expected = "", "", []
            elif line and not line.startswith("#"):
                heading, _, text = line.partition(": ")
    return found
