"""The text of a PDF file: pages in order, words and paragraphs that lines and pages have cut put together again."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rashomon.errors import CaptureEmpty, CaptureEncrypted, CaptureError, RashomonError

if TYPE_CHECKING:
    from pypdf import PdfReader

PDF: Final = "application/pdf"

MAX_PAGES: Final = 500
"""How many pages of a PDF file are read; where there are more, the rendering is flagged."""

_MAX_LETTERS: Final = 5_000_000
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|página|p\.|стор\.|стр\.)\s*)?"
    r"\d{1,4}(?:\s*(?:/|of|von|de|sur)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_ITEM = re.compile(r"[•▪‣–*-]\s|\d{1,3}[.)]\s")
_FINISHED = tuple(".!?…:”»\"')")
_REPEATED, _SHORT, _WIDE = 3, 0.6, 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """The text of a PDF file with its flags, the title it states, and the version of the parser."""

    text: str = field(repr=False)
    title: str | None
    parser: str
    flags: tuple[str, ...] = ()


def read_pdf(payload: bytes) -> PdfText:
    """Return the text of the PDF file in ``payload``, a blank line between paragraphs.

    Raises CaptureEncrypted, CaptureEmpty where its pages are pictures, CaptureError where it is damaged or where
    the extra ``rashomon[pdf]`` is not installed.
    """
    try:
        import pypdf  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        what = "reading PDF files needs a part that is not installed"
        raise CaptureError(what, hint="pip install 'rashomon[pdf]'") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would print a line for every oddity of a file
    try:
        reader = pypdf.PdfReader(io.BytesIO(payload))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CaptureEncrypted("the PDF file is locked with a password", hint="save it without a password")  # noqa: TRY301 - the parser's own errors are many, ours pass
        pages, flags = _read_pages(reader)
        title = _read_title(reader)
    except (RashomonError, MemoryError):
        raise
    except Exception as error:
        what = f"the PDF file is damaged or unusual ({type(error).__name__}: {str(error)[:80]})"
        raise CaptureError(what, hint="print it to a new PDF file, or save its text") from error
    text, changed = _join_pages(pages)
    if not text.strip():
        what = "its pages are pictures without text" if pages else "the PDF file has no page"
        raise CaptureEmpty(what, hint="recognize its text first: ocrmypdf in.pdf out.pdf")
    return PdfText(text=text, title=title, parser=f"pypdf {pypdf.__version__}", flags=(*flags, *changed))


def _read_pages(reader: PdfReader) -> tuple[list[list[str]], tuple[str, ...]]:
    """Return the lines of each page, and a flag where not all of them were read."""
    pages: list[list[str]] = []
    letters = 0
    for page in reader.pages:
        if len(pages) == MAX_PAGES or letters > _MAX_LETTERS:
            return pages, (f"only the first {len(pages):,} pages were read",)
        text = page.extract_text() or ""
        letters += len(text)
        pages.append([" ".join(line.replace("\x00", "").split()) for line in text.splitlines()])
    return pages, ()


def _read_title(reader: PdfReader) -> str | None:
    title = reader.metadata.title if reader.metadata else None
    return " ".join(title.split()) or None if isinstance(title, str) else None


def _join_pages(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[str, ...]]:
    """Return the paragraphs of all pages, running heads and page numbers left out, and a flag where some were."""
    running = _find_running(pages)
    lines: list[str] = []
    dropped = False
    for page in pages:
        kept = [
            line
            for number, line in enumerate(page)
            if not (
                line
                and (number < 2 or number >= len(page) - 2)  # noqa: PLR2004 - the edge of a page
                and (_normal(line) in running or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(line)))
            )
        ]
        dropped = dropped or len(kept) < len(page)
        lines += _trim(kept)
    return "\n\n".join(_join_lines(lines)), ("running heads and page numbers left out",) if dropped else ()


def _trim(lines: list[str]) -> list[str]:
    """Return ``lines`` without blank ones at both ends, so that a paragraph goes on over the page break."""
    while lines and not lines[0]:
        lines = lines[1:]
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def _find_running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the first and last lines that stand on at least three pages and half of all, digits aside."""
    edges = Counter(
        line for page in pages for line in {_normal(line) for line in (*page[:2], *page[-2:]) if line.strip()}
    )
    return frozenset(line for line, count in edges.items() if count >= max(_REPEATED, len(pages) / 2))


def _normal(line: str) -> str:
    return _DIGITS.sub("#", line)


def _join_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield paragraphs: a full line goes on with the next; a short one ends its paragraph."""
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(len(lengths) * _WIDE)] if lengths else 0
    paragraph = ""
    for number, line in enumerate(lines):
        if not line:
            if paragraph:
                yield paragraph
            paragraph = ""
            continue
        if _HYPHEN.search(paragraph) and line[:1].islower():
            paragraph = paragraph[:-1] + line
        else:
            paragraph = f"{paragraph} {line}" if paragraph else line
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if following and _ends(line, following, width):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _ends(line: str, following: str, width: int) -> bool:
    """Tell whether a paragraph ends with ``line``: it is shorter than the first word after it would need."""
    if _ITEM.match(following):
        return True
    if following[:1].islower() or _HYPHEN.search(line):
        return False
    room = len(line) + 1 + len(following.split(" ", 1)[0]) <= width * _WIDE
    return room and (line.endswith(_FINISHED) or len(line) < width * _SHORT)
