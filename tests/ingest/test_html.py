"""Pages: what is visible becomes the rendering, markup becomes facts, and hostile pages do no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.ingest import load, read_capture
from rashomon.ingest.html import render_html

CAPTURES = Path(__file__).parent.parent / "captures"
SENTENCE = "The harbour council voted on Monday to close the old slipway, its clerk Ada Renn said. "


def test_a_page_gives_its_article_and_facts() -> None:
    """JSON-LD in a graph, the canonical link and the visible text are all read."""
    reading = read_capture(load(CAPTURES / "page.html"))
    article = reading.main
    assert article is not None
    assert article.headline == "Council closes the old slipway"
    assert article.authors == ("Ida Morn",)
    assert article.publisher == "The Quay Gazette"
    assert article.url == "https://quaygazette.example/slipway"
    assert article.date_published is not None
    assert article.date_published.where == "json-ld"
    assert article.text.count("\n\n") == 2
    assert "inbox" not in article.text
    assert "slipway in 1974. Photo" not in article.text
    labels = {block.span.slice(reading.rendering.text): block.label for block in reading.blocks}
    assert labels["By Ida Morn"] == "byline"
    assert labels["New bus shelters for the east side"] == "related"
    assert labels["Get the Gazette in your inbox every morning. Sign up here."] == "plug"


def test_the_rendering_is_what_is_visible() -> None:
    """Scripts, styles, templates and hidden elements are not text; menus and footers are."""
    text = read_capture(load(CAPTURES / "page.html")).rendering.text
    assert "hidden words" not in text
    assert "not visible" not in text
    assert "Home" in text.split("\n")
    assert "Council closes the old\u00a0slipway" in text.split("\n")


def test_inline_elements_do_not_part_words() -> None:
    """Bold letters inside a word leave the word whole; line breaks and blocks part lines."""
    page = render_html("<p>a<b>b</b>c <i>d</i><br>e</p>f<div>g</div>h")
    assert page.text == "abc d\ne\nf\ng\nh"


def test_fifty_thousand_nested_elements_lose_no_text() -> None:
    """Where the extractor's parser gives up, the visible text is kept and the loss is flagged."""
    source = "<html><body>" + "<div>" * 50_000 + f"<p>{SENTENCE * 3}</p>" + "</div>" * 50_000
    reading = read_capture(load(source.encode(), content_type="text/html"))
    assert "main text lost by the parser" in reading.rendering.flags
    assert reading.main is not None
    assert reading.main.text == (SENTENCE * 3).strip()


def test_a_long_line_and_many_blocks_are_read() -> None:
    """A line of megabytes and thousands of paragraphs are read in bounded time, whole."""
    line = read_capture(load((SENTENCE * 12_000).encode()))
    assert line.main is not None
    assert len(line.main.text) == len(SENTENCE) * 12_000 - 1
    paragraphs = "\n\n".join(f"{SENTENCE}It was vote {number}." for number in range(1_500))
    assert len(read_capture(load(paragraphs.encode())).blocks) == 1_500


def test_what_is_not_examined_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the cap on blocks the rest is one block, the rendering is flagged, and nothing is called complete."""
    monkeypatch.setattr("rashomon.ingest.layout.MAX_BLOCKS", 50)
    paragraphs = "\n\n".join(f"{SENTENCE}It was vote {number}." for number in range(80))
    reading = read_capture(load(paragraphs.encode()))
    assert len(reading.blocks) == 51
    assert any("were examined" in flag for flag in reading.rendering.flags)
    assert reading.blocks[-1].span.slice(reading.rendering.text).endswith("vote 79.")
    assert reading.completeness.value == "unknown"


def test_a_page_title_names_the_site() -> None:
    """Without metadata the page title's last part is the publisher."""
    title = "Slipway closes for good"
    page = f"<title>{title} | The Daily Lantern</title><h1>{title}</h1><p>{SENTENCE * 3}</p>"
    main = read_capture(load(page.encode(), content_type="text/html")).main
    assert main is not None
    assert main.publisher == "The Daily Lantern"


def test_broken_json_ld_is_passed_over() -> None:
    """Metadata that cannot be read leaves the visible text to speak."""
    source = f"<script type='application/ld+json'>{{'a':</script><h1>Slipway closes for good</h1><p>{SENTENCE * 3}</p>"
    reading = read_capture(load(source.encode(), content_type="text/html"))
    assert reading.main is not None
    assert reading.main.headline == "Slipway closes for good"


def test_a_page_that_is_not_free_and_stops_is_cut() -> None:
    """A page that says it is not free counts as cut where nothing shows that the end was reached."""
    source = (
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>'
        f"<h1>Slipway closes for good</h1><p>{SENTENCE * 3}</p>"
    )
    assert read_capture(load(source.encode(), content_type="text/html")).completeness.value == "cut"


def test_the_declared_charset_of_a_page_is_used() -> None:
    """A page in Windows-1251 that says so is read so."""
    source = (
        '<meta charset="windows-1251"><h1>Порт закрыл старый слип</h1><p>' + "Совет порта проголосовал за это. " * 9
    )
    reading = read_capture(load(source.encode("cp1251"), content_type="text/html"))
    assert reading.rendering.encoding == "cp1251"
    assert "Совет порта" in reading.rendering.text
