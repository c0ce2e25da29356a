"""A capture read: spans are exact, nothing is lost, and the article is what a reader would call it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.datamodel import Article, Capture, Reading
from rashomon.ingest import load, read_capture

CAPTURES = Path(__file__).parent.parent / "captures"
GOOD = sorted(
    path.name
    for path in CAPTURES.iterdir()
    if path.name not in {"empty.txt", "only-white-space.txt", "picture-named-text.txt", "noise.txt"}
)
LINES = st.sampled_from(
    [
        "# Council closes the old slipway",
        "By Ida Morn, 3 March 2031",
        "The harbour council voted on Monday to close the **old** [slipway](#x), its clerk Ada Renn said.",
        "> “We have had three falls since March,” Renn told the meeting.",
        "- one \\$5 item",
        "![a picture](#)",
        "[![a picture](#)](#)",
        "Read also: [New bus shelters](#)",
        "Subscribe to our newsletter",
        "This article is for subscribers.",
        "Bees moved from town hall roof",
        "© Quay Gazette 2031. All rights reserved.",
        "Ð¡Ð»Ð¸Ð¿ closed\u200b today, the clerk\u00a0said.",
        "",
        "* * *",
        "[[[](](*_",
    ]
)


def read(name: str) -> Reading:
    """Return a capture of the folder, read."""
    return read_capture(load(CAPTURES / name))


def main_of(name: str) -> Article:
    """Return the main article of a capture of the folder."""
    article = read(name).main
    assert article is not None
    return article


def check(reading: Reading) -> None:
    """Check what every reading must hold."""
    text = reading.rendering.text
    covered = bytearray(len(text))
    for block in reading.blocks:
        assert block.span.end <= len(text)
        covered[block.span.start : block.span.end] = b"\x01" * len(block.span)
    assert all(covered[at] or char.isspace() for at, char in enumerate(text))
    for article in reading.articles:
        inside = bytearray(len(article.text))
        for segment in article.segments:
            assert segment.span.slice(article.text) == segment.rendering_span.slice(text)
            inside[segment.span.start : segment.span.end] = b"\x01" * len(segment.span)
        assert all(inside[at] or char.isspace() for at, char in enumerate(article.text))
        assert all(span.end <= len(text) for span in article.completeness.evidence)


@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n\n", "\r\n"]), st.sampled_from(["plain", "markdown"]))
@settings(max_examples=60, deadline=None)
def test_spans_hold_for_any_mixture_of_lines(lines: list[str], between: str, kind: str) -> None:
    """Segments repeat the rendering letter for letter, only white space lies between them, blocks cover everything."""
    payload = between.join(lines).encode() or b"x"
    if payload.strip():
        check(read_capture(load(payload, content_type=f"text/{kind}")))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    """No text makes reading fail, whatever its characters, as plain text, markdown or HTML."""
    for kind in ("text/plain", "text/markdown", "text/html"):
        if text.strip(" \t\r\n\f\v\x00\ufeff"):
            check(read_capture(Capture(payload=f"a {text}".encode(), content_type=kind)))


@pytest.mark.parametrize("name", GOOD)
def test_spans_hold_for_every_broken_capture(name: str) -> None:
    """The same for captures as people bring them."""
    check(read(name))


@pytest.mark.parametrize("name", [name for name in GOOD if name.endswith((".txt", ".md"))])
def test_the_rendering_of_utf8_is_the_file(name: str) -> None:
    """A UTF-8 text file renders to exactly its decoded bytes, less a byte order mark."""
    payload = (CAPTURES / name).read_bytes()
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        return
    if "\x00" not in text or name == "stray-nul-bytes.txt":
        assert read(name).rendering.text == text


@pytest.mark.parametrize(
    "name",
    [
        "plain.txt",
        "utf16-without-mark.txt",
        "utf16-with-mark.txt",
        "utf8-with-mark.txt",
        "подія в порту, копія 1.txt",
    ],
)
def test_the_same_article_is_found_in_every_encoding(name: str) -> None:
    """Chrome above and below is left out, whatever the encoding."""
    article = main_of(name)
    assert article.text.startswith("The harbour council voted")
    assert article.text.endswith("will open in May.")
    assert article.headline == "Council closes the old slipway"
    assert article.authors == ("Ida Morn",)
    assert article.publisher is not None
    assert "quay gazette" in article.publisher.lower()
    assert article.date_published is not None
    assert (article.date_published.value, article.date_published.where) == ("2031-03-03", "byline")
    assert article.in_language == "en"
    assert article.usage_terms is not None
    assert "written permission" in article.usage_terms
    assert article.completeness.value == "complete"


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("broken-utf8.txt", "undecodable bytes"),
        ("mixed-encodings.txt", "mixed encodings"),
        ("stray-nul-bytes.txt", "NUL characters"),
        ("mojibake.txt", "mojibake"),
        ("cp1251.txt", "encoding guessed"),
        ("utf8-with-mark.txt", "byte order mark"),
    ],
)
def test_damage_is_said(name: str, flag: str) -> None:
    """What was wrong with the bytes is a flag of the rendering, and the article is found all the same."""
    reading = read(name)
    assert flag in reading.rendering.flags
    assert reading.main is not None


def test_a_capture_without_an_article_has_none() -> None:
    """Menus and a footer make no article, and all of it is accounted for."""
    reading = read("no-article.txt")
    assert reading.articles == ()
    assert reading.completeness.value == "unknown"


def test_an_unfinished_last_sentence_is_a_cut() -> None:
    """A text that stops within a sentence is cut, and the evidence is its end."""
    reading = read("cut-mid-sentence.txt")
    assert reading.completeness.value == "cut"
    assert reading.completeness.evidence[-1].slice(reading.rendering.text).endswith("A new one, at the")


def test_a_notice_that_the_rest_is_withheld_is_a_cut() -> None:
    """A whole last sentence does not make a text complete when the page says that more follows for money."""
    reading = read("paywall-after-whole-sentence.md")
    assert reading.completeness.value == "cut"
    shown = [span.slice(reading.rendering.text) for span in reading.completeness.evidence]
    assert any("for subscribers" in text for text in shown)


def test_an_offer_after_the_end_is_no_cut() -> None:
    """A plea for money after a finished text leaves it complete, and the plea out of it."""
    article = main_of("subscription-offer-after-the-end.md")
    assert article.completeness.value == "complete"
    assert "support us" not in article.text
    assert "about time" not in article.text


def test_a_second_story_is_an_article_of_its_own() -> None:
    """A story glued to the first is cut from it, and kept with its headline."""
    reading = read("second-story-glued-on.txt")
    main, second = reading.articles
    assert main.text.endswith("will open in May.")
    assert second.role in {"secondary", "stub"}
    assert second.headline == "Bees moved from town hall roof"
    assert second.text.startswith("Four hives")


def test_lines_broken_at_a_width_are_joined() -> None:
    """A hard-wrapped paragraph is one paragraph of the article, its lines joined by a blank."""
    article = main_of("hard-wrapped.txt")
    assert "its clerk Ada Renn said, after" in article.text
    assert article.text.count("\n\n") == 1


def test_a_weekday_is_no_date() -> None:
    """A weekday, and a date in the body, are not the article's date."""
    assert main_of("weekday-only.txt").date_published is None


def test_an_opening_correction_belongs_to_the_article() -> None:
    """A correction between headline and text is part of what the article says."""
    article = main_of("opening-correction.md")
    assert article.text.startswith("Correction. The slipway was built in 1911")


def test_the_id_depends_on_the_bytes_alone() -> None:
    """The same bytes under two names give the same ids; reading twice gives the same value."""
    payload = (CAPTURES / "plain.txt").read_bytes()
    left, right = (read_capture(load(payload, origin=name)) for name in ("a.txt", "b.txt"))
    assert [article.id for article in left.articles] == [article.id for article in right.articles]
    assert left == read_capture(load(payload, origin="a.txt"))


def test_a_sentence_that_uses_a_notices_words_stays_in_the_text() -> None:
    """A hospital stay of weeks, a member of an alliance: no offer, and no account may lose its text over it."""
    lines = [
        "The mayor has been in hospital for 3 weeks, his office said, and the council met without him on Tuesday.",
        "Norrland, as a member of the alliance, will send two ships to the strait before the end of the month.",
        "Several subscribers only learned of the leak when the operator called them on Wednesday, police said.",
        "The judge said that he wanted to read the rest of the file before he could rule on the matter.",
    ]
    page = f"<html><body><h1>Mayor still in hospital</h1>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"
    main = read_capture(load(page.encode(), content_type="text/html")).main
    assert main is not None
    assert main.text.split("\n\n") == lines
