"""What a page's markup states is read, whatever its form; dates come with where they stood, and none is invented."""

from __future__ import annotations

import json

import pytest

from rashomon.ingest import load, read_capture
from rashomon.ingest.facts import Facts
from rashomon.ingest.html_dates import find_url_date, read_date
from rashomon.ingest.rendering import render

SENTENCE = "The harbour council voted on Monday to close the old slipway, its clerk Ada Renn said. "
BODY = "".join(f"<p>{SENTENCE * 2}It was vote {number}.</p>" for number in range(4))


def read_facts(head: str, *, above: str = "", below: str = "", uri: str | None = None) -> Facts:
    """Return the stated facts of a page with ``head``, with markup above and below its text."""
    page = f"<html><head>{head}</head><body>{above}<h1>Slipway closes</h1>{BODY}{below}</body></html>"
    capture = load(page.encode(), content_type="text/html")
    return render(capture if uri is None else type(capture)(payload=page.encode(), target_uri=uri)).stated


def write_ld(value: object) -> str:
    """Return ``value`` as a JSON-LD block."""
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def read_main_date(page: str) -> tuple[str, str] | None:
    """Return the date of publication of a page's article, and where it stood."""
    main = read_capture(load(page.encode(), content_type="text/html")).main
    assert main is not None
    return (main.date_published.value, main.date_published.where) if main.date_published else None


def test_authors_of_a_graph_are_found_by_reference() -> None:
    """An author given by ``@id`` alone is looked up in the graph; a list of objects and strings is read whole."""
    graph = {"@graph": [
        {"@type": "NewsArticle", "author": [{"@id": "#ida"}, "By Piers Attwater, Staff Writer"]},
        {"@type": "Person", "@id": "#ida", "name": "Ida Morn"},
    ]}  # fmt: skip
    assert read_facts(write_ld(graph)).authors == ("Ida Morn", "Piers Attwater")


@pytest.mark.parametrize(
    "author",
    ["admin", "https://social.example/idamorn", "@idamorn", "desk@quay.example", "Newsroom", "Harbour News Agency"],
)
def test_accounts_and_offices_are_no_writers(author: str) -> None:
    """Addresses, accounts, agencies and offices in the author field name nobody."""
    assert read_facts(f'<meta name="author" content="{author}">').authors == ()


def test_a_broken_block_gives_what_can_be_read() -> None:
    """A trailing comma, a CDATA wrapper, or a block that is cut still gives headline and date."""
    stated = '"@type":"Article","datePublished":"2031-02-03"'
    for block in (f"{{{stated},}}", f"//<![CDATA[\n{{{stated}}}\n//]]>", f'{{{stated},"headline":"b'):
        found = read_facts(f'<script type="application/ld+json">{block}</script>').date_published
        assert found is not None
        assert (found.value, found.where) == ("2031-02-03", "json-ld")


def test_the_dates_of_listed_articles_are_not_the_pages() -> None:
    """Articles in an ItemList are other articles."""
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2031-02-03"}]}
    assert read_facts(write_ld(listed)).date_published is None


def test_a_part_behind_the_paywall_is_not_free() -> None:
    """A part with a selector that is not free to read counts where the whole says nothing."""
    node = {"@type": "NewsArticle", "hasPart": {"isAccessibleForFree": "False", "cssSelector": ".paid"}}
    assert read_facts(write_ld(node)).free_to_read is False


def test_links_and_reservations_are_recorded() -> None:
    """Other languages, and what is kept from robots and miners, reach the article's JSON; permissions do not."""
    head = (
        '<link rel="canonical" href="https://quay.example/a"><link rel="alternate" hreflang="fr" href="https://quay.example/fr">'
        '<meta name="robots" content="index, follow, noai, noimageai"><meta name="tdm-reservation" content="1">'
        '<meta name="googlebot" content="index,follow">'
    )
    page = f"<html><head>{head}</head><body><h1>Slipway closes</h1>{BODY}</body></html>"
    main = read_capture(load(page.encode(), content_type="text/html")).main
    assert main is not None
    given = main.to_dict()
    assert given["url"] == "https://quay.example/a"
    assert given["alternates"] == {"fr": "https://quay.example/fr"}
    assert given["reservations"] == ["robots: noai, noimageai", "tdm-reservation: 1"]


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ('<meta property="article:published_time" content="2031-02-03T08:15:00+01:00">', "2031-02-03T08:15:00+01:00"),
        ('<meta name="dc.date.issued" content="2031/02/03">', "2031-02-03"),
        ('<meta name="pubdate" content="Mon, 03 Feb 2031 08:15:00 +0000">', "2031-02-03T08:15:00+00:00"),
        ('<meta name="sailthru.date" content="3 February 2031">', "2031-02-03"),
        ('<meta itemprop="datePublished" content="20310203">', "2031-02-03"),
    ],
)
def test_dates_of_meta_elements_are_read(head: str, value: str) -> None:
    """The forms in which pages write dates in meta elements are read."""
    found = read_facts(head).date_published
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("value", ["1970-01-01T00:00:00Z", "0001-01-01", "2031-13-40", "soon", "", "05/06/2031"])
def test_what_is_no_date_is_none(value: str) -> None:
    """Zeros of computers, impossible days, and days that can be read two ways are not dates."""
    assert read_date(value) is None


def test_the_address_dates_a_page_that_says_nothing() -> None:
    """A day in the address is taken, with where it stood; a number that is no day is not."""
    found = read_facts("", uri="https://quay.example/2031/02/03/slipway").late_date
    assert found is not None
    assert (found.value, found.where) == ("2031-02-03", "url")
    assert find_url_date("https://quay.example/id/20319903-x") is None
    assert find_url_date("https://quay.example/2031/02/") is None


def test_a_time_element_below_the_headline_dates_the_page() -> None:
    """Where the visible words are relative, the element's own date counts."""
    page = f'<h1>Slipway closes</h1><time datetime="2031-02-03T08:15:00Z">3 days ago</time>{BODY}'
    assert read_main_date(page) == ("2031-02-03T08:15:00Z", "time element")


@pytest.mark.parametrize(
    "trap",
    [
        "<footer><p>Copyright © 2011-2029 The Quay Gazette. All rights reserved.</p></footer>",
        '<aside><h3>Latest</h3><a href="#">Bus</a> <time datetime="2029-02-11">February 11, 2029</time></aside>',
        '<div class="comments"><p>Piers Attwater, March 3, 2029 at 9:40 pm</p><p>About time.</p></div>',
        '<div class="related-post"><h4>Ferry back in service</h4><span class="date">2029-08-09</span></div>',
        "<p>The fair takes place on October 4, 2029 in the old market hall, doors open at noon.</p>",
    ],
)
def test_an_undated_page_stays_undated(trap: str) -> None:
    """Copyright years, teasers, comments and events date nothing."""
    assert read_main_date(f"<h1>Slipway closes</h1>{BODY}{trap}") is None


def test_logins_and_errors_are_told() -> None:
    """A short page that asks for a password is a login, and a title that says so an error; an article is neither."""
    login = '<title>Sign in</title><form><input type="password"></form><p>Sign in to continue reading.</p>'
    assert render(load(login.encode(), content_type="text/html")).stated.page_kind == "login"
    for title in ("404", "Page not found | Quay Gazette", "Страница не найдена", "Seite nicht gefunden"):
        page = f"<title>{title}</title>{BODY}"
        assert render(load(page.encode(), content_type="text/html")).stated.page_kind == "not found"
    told = f"<title>Key not found for years turns up</title>{write_ld({'@type': 'NewsArticle'})}{BODY}"
    assert render(load(told.encode(), content_type="text/html")).stated.page_kind == "article"
