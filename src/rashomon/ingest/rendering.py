"""From a capture's bytes to its rendering, cut into stretches, with what its markup states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.metadata import version

from rashomon.datamodel import Capture, Rendering
from rashomon.ingest.content_types import find_charset, is_html, sniff_content_type
from rashomon.ingest.facts import Facts
from rashomon.ingest.html import find_meta_charset, render_html
from rashomon.ingest.html_facts import page_titles, read_page_facts
from rashomon.ingest.layout import lay_out
from rashomon.ingest.main_text import mark_main
from rashomon.ingest.stretches import Stretch, cap_stretches
from rashomon.text.decode import decode

_TEXT_RENDERER = "rashomon-text 1"
_HTML_RENDERER = "rashomon-html 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A rendering with its stretches and what its markup states."""

    rendering: Rendering
    stretches: tuple[Stretch, ...]
    stated: Facts
    titles: tuple[str, ...] = ()


def render(capture: Capture) -> Source:
    """Return the rendering of ``capture``, the same for the same bytes and content type."""
    kind = capture.content_type or sniff_content_type(capture.payload)
    html = is_html(kind)
    declared = find_charset(kind) or (find_meta_charset(capture.payload) if html else None)
    decoded = decode(capture.payload, declared=declared)
    rendering = Rendering(
        capture_id=capture.id,
        text=decoded.text,
        renderer=_TEXT_RENDERER,
        encoding=decoded.encoding,
        flags=decoded.flags,
    )
    if not html:
        markdown = "markdown" in kind
        return Source(rendering=rendering, stretches=lay_out(decoded.text, markdown=markdown), stated=Facts())
    page = render_html(decoded.text)
    stretches, flags = mark_main(decoded.text, page)
    stretches = cap_stretches(stretches)
    rendering = replace(
        rendering,
        text=page.text,
        renderer=f"{_HTML_RENDERER} (resiliparse {version('resiliparse')})",
        flags=(*decoded.flags, *flags),
    )
    return Source(rendering=rendering, stretches=stretches, stated=read_page_facts(page), titles=page_titles(page))
