"""Writers, publishers and terms are read from lines as papers print them."""

from __future__ import annotations

import pytest

from rashomon.ingest import load, read_capture
from rashomon.ingest.authors import parse_authors

BYLINES = [
    ("By Ida Morn", ("Ida Morn",)),
    ("By IDA MORN, Quay Gazette", ("Ida Morn",)),
    ("By Ida Morn and Piers Attwater", ("Ida Morn", "Piers Attwater")),
    ("By Ida Morn, harbour correspondent, and Piers Attwater", ("Ida Morn", "Piers Attwater")),
    ("Par Anne-Lise Querrec. Publié le 20 août 2030 à 18 h 00", ("Anne-Lise Querrec",)),
    ("Von Friederike Nachtweyh", ("Friederike Nachtweyh",)),
    ("Por Anselmo Quiñenao y Brígida Llanten", ("Anselmo Quiñenao", "Brígida Llanten")),
    ("Автор: Глеб Сорокин", ("Глеб Сорокин",)),
    ("7 июня 2029, 21:40. Тимур Закаев, Тарск", ("Тимур Закаев",)),
    ("Ida Morn | 2 October 2029", ("Ida Morn",)),
    ("H. Balder, Continental Wire", ("H. Balder",)),
    ("By Luanne Przybylski lprzybylski@courier.example", ("Luanne Przybylski",)),
    ("Staff and agencies", ()),
    ("News Desk", ()),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_bylines_give_persons(line: str, names: tuple[str, ...]) -> None:
    """Persons come out without opening words, papers, trades, places, dates and addresses."""
    assert parse_authors([line]) == names


HEADERS = [
    ("*Norrick Echo* | Published 5 March 2033 | Tomas Field", "Norrick Echo", ("Tomas Field",), "2033-03-05"),
    ("Tomas Field | Norrick Echo | 5 March 2033", "Norrick Echo", ("Tomas Field",), "2033-03-05"),
    ("Norrick Echo, Saturday", "Norrick Echo", (), None),
]


@pytest.mark.parametrize(("line", "publisher", "authors", "date"), HEADERS)
def test_a_row_under_the_headline_gives_its_parts(
    line: str, publisher: str, authors: tuple[str, ...], date: str | None
) -> None:
    """Paper, date and writer are told apart in one row, in whatever order they stand."""
    text = f"# Council closes the old slipway\n\n{line}\n\n" + "The council voted on Monday, its clerk said. " * 5
    article = read_capture(load(text.encode(), content_type="text/markdown")).main
    assert article is not None
    assert (article.publisher, article.authors) == (publisher, authors)
    assert (article.date_published.value if article.date_published else None) == date


BODY = "The council of Quay voted on Monday to close the old slipway, its clerk Ada Renn said. " * 4
FRAMES = [
    (f"QUAY, March 13 (CW) — {BODY}\n\n© Continental Wire 2031. All rights reserved.", "2031-03-13"),
    (f"QUAY, March 13 (CW) — {BODY}\n\nThe same happened in 2031.", None),
    (f"QUAY, March 13 (CW) — {BODY}\n\n© Continental Wire 2029-2031. All rights reserved.", None),
    (f"Last updated 08:30, Friday 23 January\n\n{BODY}", None),
]


@pytest.mark.parametrize(("text", "date"), FRAMES)
def test_a_year_comes_from_the_frame_of_the_page_alone(text: str, date: str | None) -> None:
    """A dateline without a year gets the only year of the copyright line, never one of the body, and says so."""
    article = read_capture(load(f"# Council closes the slipway\n\n{text}\n".encode())).main
    assert article is not None
    stated = article.date_published
    assert (stated.value if stated else None) == date
    assert stated is None or stated.where == "dateline, year from the copyright line"


FRAME_NAMES = [
    ("**VALLEY LEDGER** — your neighbours since 1911", "Support the Valley Ledger from 2 crowns.", "Valley Ledger"),
    ("KT ☰ Menu", "Share this", None),
    ("The Daily Lantern | Harbour | Archive", "Cookies", "The Daily Lantern"),
    ("VSR News Desk", "Share this", None),
    ("✊ THE HAMMER — pay what you can", "**The Hammer** has no owner.", "The Hammer"),
    ("Home News Sport", "© 2031 Quay Gazette Ltd. All rights reserved.", "Quay Gazette"),
]


@pytest.mark.parametrize(("top", "foot", "publisher"), FRAME_NAMES)
def test_the_publisher_is_read_from_the_frame(top: str, foot: str, publisher: str | None) -> None:
    """Masthead, call for support and copyright line name the publisher; desks, letters and menus do not."""
    text = f"{top}\n\n# Council closes the old slipway\n\nBy Ida Morn\n\n{BODY}\n\n{foot}\n"
    article = read_capture(load(text.encode(), content_type="text/markdown")).main
    assert article is not None
    assert article.publisher == publisher


CREDIT = "Allied Bulletin contributed to this report."
NOTES = [
    ("Quay Gazette | News", "Ada Renn and Tom Mill contributed to this report.", ()),
    (
        "Quay Gazette | News",
        "Allied Bulletin contributed to this report.",
        ("Allied Bulletin contributed to this report.",),
    ),
    ("Allied Bulletin | News", "Allied Bulletin contributed to this report.", ()),
    ("Quay Gazette | News", "(Reporting by Ada Renn; editing by Tom Mill)", ()),
]


@pytest.mark.parametrize(("top", "note", "origins"), NOTES)
def test_an_origin_note_names_somebody_else(top: str, note: str, origins: tuple[str, ...]) -> None:
    """Persons, and the publisher itself, are no origin; another publisher is."""
    text = f"{top}\n\n# Council closes the old slipway\n\nBy Ida Morn\n\n{BODY}\n\n{note}\n"
    article = read_capture(load(text.encode(), content_type="text/markdown")).main
    assert article is not None
    assert article.origin_notes == origins


def test_a_name_in_two_bylines_is_one_writer() -> None:
    """The same name twice, or a part of it, is one writer."""
    assert parse_authors(["By Ida Morn", "IDA MORN"]) == ("Ida Morn",)


def test_origins_that_contradict_each_other_are_both_shown() -> None:
    """A page that says "staff and agencies" and credits another bulletin shows both."""
    text = (
        "# Council closes the old slipway\n\nStaff and agencies\n\n"
        "QUAY (AB) — The harbour council voted on Monday "
        "to close the old slipway.\n\n"
        "Nobody spoke against it, the clerk of the council, Ada Renn, said after the meeting.\n\n"
        "Allied Bulletin contributed to this report.\n"
    )
    article = read_capture(load(text.encode(), content_type="text/markdown")).main
    assert article is not None
    assert article.text.startswith("QUAY (AB) — The harbour")
    assert article.origin_notes == ("Staff and agencies", "Allied Bulletin contributed to this report.", "AB")


def test_a_script_without_capitals_gives_no_guessed_publisher_but_a_stated_one() -> None:
    """The month of an Arabic date line is nobody's name; what the page's metadata states is taken."""
    text = (
        "صحيفة الميناء | 4 مارس 2033\nإغلاق الجسر بعد حريق شاحنة\n"
        "أغلقت السلطات الجسر صباح الجمعة بعد أن اشتعلت النيران في شاحنة محملة بالطلاء. "
        "وقال متحدث إن ثلاثة أشخاص نقلوا إلى المستشفى.\n"
    )
    pasted = read_capture(load(text.encode(), content_type="text/plain"))
    assert pasted.main is not None
    assert pasted.main.publisher is None
    body = "".join(f"<p>{line}</p>" for line in text.splitlines()[1:])
    head = '<html><head><meta property="og:site_name" content="صحيفة الميناء"></head>'
    page = f"{head}<body><article>{body}</article></body></html>"
    stated = read_capture(load(page.encode(), content_type="text/html"))
    assert stated.main is not None
    assert stated.main.publisher == "صحيفة الميناء"
