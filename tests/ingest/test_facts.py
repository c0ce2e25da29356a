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
