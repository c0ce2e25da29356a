"""The formats of ``annotate``: text, JSON, Web Annotations on standard output, a spaCy DocBin in a file."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from rashomon.app.listing import list_annotations
from rashomon.app.terminal import tell, write_file
from rashomon.datamodel import Reading
from rashomon.errors import NoArticle
from rashomon.pipeline import annotate, annotate_reading
from rashomon.pipeline.exporting import export_docbin, export_web_annotations
from rashomon.views import SpacyFile, to_json


def list_text(reading: Reading) -> Iterator[str]:
    """Return the lines of one capture as people read them."""
    return list_annotations(reading, [annotate(article) for article in reading.articles])


def list_web_annotations(reading: Reading) -> Iterator[str]:
    """Yield one AnnotationPage a line for each article of a capture."""
    for page in export_web_annotations(reading):
        yield to_json(page).rstrip("\n")


SHOWS: Final[dict[str, Callable[[Reading], dict[str, Any] | Iterator[str]]]] = {
    "text": list_text,
    "json": annotate_reading,
    "web-annotation": list_web_annotations,
}


def write_docbin(output: Path, readings: Iterable[Reading], failed: list[str]) -> None:
    """Write the articles of ``readings`` as a spaCy DocBin and tell what it holds; ``failed`` were not read.

    Raises NoArticle where there is none: no file is written then.
    """
    made = export_docbin(readings)
    if not made.docs:
        lost = "; the lines above say why" if failed else ""
        raise NoArticle(f"there is no article to write{lost}", where=str(output), hint="name other captures")
    write_file(output, made.payload)
    for line in describe_docbin(output, made):
        tell(f"rashomon: {line}")


def describe_docbin(output: Path, made: SpacyFile) -> Iterator[str]:
    """Yield what a DocBin holds, what did not fit, and how to read it."""
    docs = "1 doc" if made.docs == 1 else f"{made.docs:,} docs"
    yield f"wrote {output}: {docs}, {made.spans:,} spans, {made.expanded:,} of them widened to whole tokens"
    if made.entities_left_out:
        yield f"{made.entities_left_out:,} mentions are not in doc.ents, as they overlap longer ones"
    if made.plain:
        yield f"spaCy has no tokenizer here for {', '.join(made.plain)}: its plain one was used"
    yield f"to read it: spacy.tokens.DocBin().from_disk({shlex.quote(str(output))!r}).get_docs(spacy.blank('xx').vocab)"
