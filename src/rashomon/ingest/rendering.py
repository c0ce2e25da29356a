"""From a capture's bytes to its rendering, cut into stretches, with what its markup states."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from html import escape
from typing import Literal, TypeAlias

from rashomon.datamodel import Capture, Rendering
from rashomon.ingest.content_types import find_charset, is_html, sniff_content_type
from rashomon.ingest.facts import Facts
from rashomon.ingest.html import find_meta_charset, name_renderer, render_html
from rashomon.ingest.html_dates import find_url_date
from rashomon.ingest.html_facts import page_titles, read_page_facts
from rashomon.ingest.layout import lay_out
from rashomon.ingest.mail_text import MAIL, read_mail
from rashomon.ingest.main_text import mark_main
from rashomon.ingest.pdf_text import PDF, read_pdf
from rashomon.ingest.records import CANCELED, EXCERPT, RECORD_TYPES, Written, read_record
from rashomon.ingest.stretches import Stretch, cap_stretches
from rashomon.text.decode import Decoded, decode

_TEXT_RENDERER = "rashomon-text 1"
_WHOLE_PAGE = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)


Layout: TypeAlias = Literal["text", "markdown", "html"]
"""How the blocks of a rendering were told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A rendering with its stretches and what its markup states."""

    rendering: Rendering
    stretches: tuple[Stretch, ...]
    stated: Facts
    titles: tuple[str, ...] = ()
    layout: Layout = "text"


def render(capture: Capture) -> Source:
    """Return the rendering of ``capture``, the same for the same bytes and content type.

    What a container or a record states (a feed's entry, a mail's headers) wins over what markup inside it states, as
    it is about this article and no other. Raises a kind of CaptureError where a PDF file gives no text.
    """
    kind = capture.content_type or sniff_content_type(capture.payload)
    mime = kind.split(";", 1)[0].strip().lower()
    if mime in RECORD_TYPES and (written := read_record(capture.payload, kind)) is not None:
        source = _render_record(capture, written)
    elif mime == MAIL:
        source = _render_mail(capture)
    elif mime == PDF:
        source = _render_pdf(capture)
    else:
        source = _render_bytes(capture, kind)
    if source.stated.url is None and capture.target_uri:
        return replace(source, stated=replace(source.stated, url=capture.target_uri))
    return source


def _render_bytes(capture: Capture, kind: str) -> Source:
    html = is_html(kind)
    declared = find_charset(kind) or (find_meta_charset(capture.payload) if html else None)
    decoded = decode(capture.payload, declared=declared)
    return _render_text(capture, decoded, "text/html" if html else kind)


def _render_record(capture: Capture, written: Written) -> Source:
    headline = written.facts.headline
    text = _put_headline(written.text, headline, written.markup)
    flags = (EXCERPT,) * written.excerpt + (CANCELED,) * written.canceled
    source = _render_text(capture, Decoded(text=text, encoding="utf-8", flags=flags), written.markup)
    return _state(source, written.facts, "record")


def _render_mail(capture: Capture) -> Source:
    mail = read_mail(capture.payload)
    text = _put_headline(mail.text, mail.facts.headline, mail.markup)
    source = _render_text(capture, Decoded(text=text, encoding=mail.encoding, flags=mail.flags), mail.markup)
    return _state(source, mail.facts, "mail")


def _render_pdf(capture: Capture) -> Source:
    pdf = read_pdf(capture.payload)
    source = _render_text(capture, Decoded(text=pdf.text, encoding="pdf", flags=pdf.flags), "text/plain")
    rendering = replace(source.rendering, renderer=f"rashomon-pdf 1 ({pdf.parser})")
    return replace(source, rendering=rendering, titles=(pdf.title,) if pdf.title else ())


def _put_headline(text: str, headline: str | None, markup: str) -> str:
    """Return ``text`` under its headline, as a page would show it, unless the text is a page or begins with it."""
    if not headline or " ".join(text[: len(headline) * 4].split()).startswith(headline):
        return text
    if markup != "text/html":
        return f"{headline}\n\n{text}"
    if _WHOLE_PAGE.search(text):
        return text
    return f"<html><body><article><h1>{escape(headline)}</h1>\n{text}</article></body></html>"


def _state(source: Source, facts: Facts, renderer: str) -> Source:
    """Return ``source`` with ``facts`` before those of the markup, and the renderer named for where they come from."""
    found = {item.name: value for item in fields(facts) if (value := getattr(facts, item.name)) not in {None, ()}}
    titles = ((facts.headline,) if facts.headline else ()) + source.titles
    return replace(
        source,
        rendering=replace(source.rendering, renderer=f"rashomon-{renderer} 1, {source.rendering.renderer}"),
        stated=replace(source.stated, **found),
        titles=tuple(dict.fromkeys(titles)),
    )


def _render_text(capture: Capture, decoded: Decoded, kind: str) -> Source:
    rendering = Rendering(
        capture_id=capture.id,
        text=decoded.text,
        renderer=_TEXT_RENDERER,
        encoding=decoded.encoding,
        flags=decoded.flags,
    )
    if not is_html(kind):
        markdown = "markdown" in kind
        stated = Facts(url=capture.target_uri, late_date=find_url_date(capture.target_uri))
        laid = lay_out(decoded.text, markdown=markdown)
        layout: Layout = "markdown" if markdown else "text"
        return Source(rendering=rendering, stretches=laid, stated=stated, layout=layout)
    page = render_html(decoded.text)
    stretches, flags = mark_main(decoded.text, page)
    stretches = cap_stretches(stretches)
    rendering = replace(
        rendering,
        text=page.text,
        renderer=name_renderer(),
        flags=(*decoded.flags, *flags),
    )
    facts = read_page_facts(page, stretches, capture.target_uri)
    titles = page_titles(page)
    return Source(rendering=rendering, stretches=stretches, stated=facts, titles=titles, layout="html")
