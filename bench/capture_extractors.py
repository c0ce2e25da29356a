"""The extractors that captures are compared with, each from HTML to text, and how they are given plain text.

A capture without HTML is wrapped as little as an HTML extractor can take: one ``<p>`` for each block, letters escaped,
nothing else told. Each extractor runs with the options it advises for articles; where one fails, it gave no text.
"""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from rashomon.datamodel import Reading
from rashomon.ingest import load, read_capture

Extractor: TypeAlias = Callable[[str], str]

EVERYTHING = "keep everything"
OURS = "rashomon"


def wrap(blocks: Iterable[str]) -> str:
    """Return a page of one paragraph for each of ``blocks``, with nothing that says which is which."""
    paragraphs = "\n".join(f"<p>{html.escape(block, quote=False)}</p>" for block in blocks)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{paragraphs}\n</body></html>'


def _use_trafilatura(page: str) -> str:
    from trafilatura import extract  # noqa: PLC0415 - loaded by the bench that asks for it

    return extract(page, output_format="txt", include_comments=False, include_tables=True, with_metadata=False) or ""


def _use_readability(page: str) -> str:
    from readability import Document  # noqa: PLC0415 - an extra of the benches
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - same

    summary = Document(page).summary(html_partial=True)
    return str(extract_plain_text(summary, preserve_formatting=True, alt_texts=False, list_bullets=False))


def _use_resiliparse(page: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - as above

    return str(
        extract_plain_text(page, main_content=True, preserve_formatting=True, alt_texts=False, list_bullets=False)
    )


def _use_justext(page: str) -> str:
    from justext import get_stoplist, justext  # noqa: PLC0415 - as above

    paragraphs = justext(page, get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


PEERS: dict[str, Extractor] = {
    "trafilatura": _use_trafilatura,
    "readability-lxml": _use_readability,
    "resiliparse": _use_resiliparse,
    "jusText": _use_justext,
}


@dataclass(slots=True)
class Tally:
    """What one extractor gave on the pages so far; private to a run of the bench."""

    scores: list[float] = field(default_factory=list)
    ends: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    articles: list[bool] = field(default_factory=list)
    failures: int = 0


@lru_cache(maxsize=1)  # the same page is asked for its text, which is timed, and then whether it is an article
def read_main(text: str, content_type: str) -> Reading:
    """Return the reading of ``text`` as our own readers give it."""
    return read_capture(load(text.encode("utf-8", "replace"), content_type=content_type))


def use(extract: Callable[[], str], tally: Tally) -> str:
    """Return what ``extract`` gives, its time noted; "" and a failure noted where it raises."""
    begun = time.perf_counter()
    try:
        return extract()
    except Exception:  # noqa: BLE001 - peers raise what they like; the bench counts it
        tally.failures += 1
        return ""
    finally:
        tally.seconds.append(time.perf_counter() - begun)
