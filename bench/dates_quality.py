"""Dates of publication: how many are right, and how many are invented on pages that state none.

Run ``RASHOMON_DATA=… python bench/dates_quality.py [pages]``. Three tables, each for two halves of the WCXB development
pages by the hash of their site (errors are looked at in the working half alone):
text and markdown captures against WCXB's dates; the same pages rebuilt as HTML (``html_pages``) with a date put where
pages put theirs, and without one but with traps (copyright year, teasers, comments, events); htmldate beside ours.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from capture_scores import make_page, read_pages, sample
from html_pages import rebuild
from htmldate import find_date

from rashomon.datamodel import Capture
from rashomon.ingest import read_capture
from rashomon.text.dates import find_dates

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_KINDS = ("text", "md")

_HEADS: tuple[Callable[[date], str], ...] = (
    lambda day: (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{day}T08:15:00Z"}}</script>'
    ),
    lambda day: (
        f'<script type="application/ld+json">{{"@graph":[{{"@type":"WebSite"}},{{"@type":["BlogPosting"],'
        f'"datePublished":"{day}"}}]}}</script>'
    ),
    lambda day: f'<meta property="article:published_time" content="{day}T08:15:00+02:00">',
    lambda day: f'<meta name="parsely-pub-date" content="{day}T08:15:00Z">',
    lambda day: f'<meta name="DC.date.issued" content="{day}">',
    lambda day: f'<meta name="date" content="{day:%d} {_MONTHS[day.month - 1]} {day.year}">',
)
_LINES: tuple[Callable[[date], str], ...] = (
    lambda day: f'<time datetime="{day}T08:15:00Z">3 days ago</time>',
    lambda day: f'<div class="post-date">{_MONTHS[day.month - 1]} {day.day}, {day.year}</div>',
    lambda day: f"<p>By Ida Morn | {day.day} {_MONTHS[day.month - 1][:3]} {day.year}</p>",
    lambda day: f"<span>Published {_MONTHS[day.month - 1]} {day.day}, {day.year} at 8:15 am</span>",
    lambda day: f'<div itemprop="datePublished" content="{day}">last week</div>',
)
_TRAPS = (
    "<p>Copyright © 2011-2023 The Quay Gazette. All rights reserved.</p>",
    '<aside><h3>Latest news</h3><a href="#">Bus shelters for the east side</a> <time>February 11, 2023</time></aside>',
    '<div class="comments"><p>Piers Attwater, March 3, 2022 at 9:40 pm</p><p>About time somebody wrote this.</p></div>',
    "<p>The fair takes place on October 4, 2024 in the old market hall, doors open at noon.</p>",
    '<div class="related-post"><h4>Ferry back in service</h4><span class="date">2021-08-09</span></div>',
)


def is_held_out(row: Mapping[str, Any]) -> bool:
    """Tell whether the site of ``row`` is in the half whose errors nobody looks at."""
    site = (urlsplit(row["url"]).hostname or "").removeprefix("www.")
    return hashlib.sha256(site.encode()).digest()[0] % 2 == 1


def states_day(text: str, day: str) -> bool:
    """Tell whether ``text`` states ``day`` in full, in figures or words, anywhere."""
    return day in {found.value[:10] for flag in (False, True) for found in find_dates(text, day_first=flag)}


def read_day(payload: str, content_type: str, url: str | None = None) -> str | None:
    """Return the day that we read, None where there is no article or it is not dated."""
    main = read_capture(
        Capture(payload=payload.encode("utf-8", "replace"), content_type=content_type, target_uri=url)
    ).main
    return main.date_published.value[:10] if main and main.date_published else None


def ask_htmldate(page: str, *, extensive: bool) -> str | None:
    """Return the day that htmldate finds, by its default settings but for the date of first publication."""
    return find_date(page, extensive_search=extensive, original_date=True)


def count_text(rows: Sequence[dict[str, Any]], kind: Any, *, urls: bool) -> Counter[str]:  # noqa: ANN401 - "text" or "md"
    """Return how many dates of text captures are right, wrong, missing, and invented on pages without a gold date."""
    table: Counter[str] = Counter()
    for row in rows:
        text = make_page(row, kind)
        if not text.strip():
            continue
        day = read_day(text, "text/markdown" if kind == "md" else "text/plain", row["url"] if urls else None)
        gold = (row["date"] or "")[:10]
        table["undated" if not gold else "dated"] += 1
        if not gold:
            table["invented"] += day is not None
        else:
            table["right"] += day == gold
            table["wrong"] += day not in {None, gold}
            seen = states_day(text, gold)
            table["visible"] += seen
            table["right visible"] += seen and day == gold
    return table


def make_pages(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str | None]]:
    """Yield a page with a date of our own and one without, both with traps, for every row that shows no date itself."""
    for number, row in enumerate(rows):
        blocks = [block for block in row["blocks"] if not find_dates(block["text"])]
        bare = {**row, "blocks": blocks}
        day = date(2012, 1, 3) + timedelta(days=37 * number % 4000)
        page = rebuild(bare, number)
        trap = _TRAPS[number % len(_TRAPS)] + _TRAPS[(number + 2) % len(_TRAPS)]
        undated = page.replace("</div></body>", f"{trap}</div></body>")
        yield undated, None
        place = number % (len(_HEADS) + len(_LINES))
        if place < len(_HEADS):
            yield undated.replace("</head>", f"{_HEADS[place](day)}</head>"), day.isoformat()
        elif "</h1>" in undated:
            yield undated.replace("</h1>", f"</h1>{_LINES[place - len(_HEADS)](day)}", 1), day.isoformat()


def count_html(pages: Sequence[tuple[str, str | None]], read: Callable[[str], str | None]) -> Counter[str]:
    """Return how many dates of pages are right, wrong, and invented."""
    table: Counter[str] = Counter()
    for page, gold in pages:
        day = read(page)
        table["undated" if gold is None else "dated"] += 1
        table["invented"] += gold is None and day is not None
        table["right"] += gold is not None and day == gold
        table["wrong"] += gold is not None and day not in {None, gold}
    return table


def describe(table: Counter[str]) -> str:
    """Return a table's figures on one line."""
    dated, undated = table["dated"] or 1, table["undated"] or 1
    line = (
        f"right {table['right'] / dated:5.1%} wrong {table['wrong'] / dated:5.1%} of {table['dated']:3} dated, "
        f"invented {table['invented'] / undated:5.1%} of {table['undated']}"
    )
    if table["visible"]:
        line += f"; right {table['right visible'] / table['visible']:5.1%} of {table['visible']} that show it"
    return line


def main() -> None:
    """Print the tables."""
    rows = read_pages(Path(os.environ["RASHOMON_DATA"]))
    rows = sample(rows, int(sys.argv[1])) if len(sys.argv) > 1 else rows
    for name, held in (("working", False), ("held out", True)):
        half = [row for row in rows if is_held_out(row) == held]
        for kind in _KINDS:
            for urls in (False, True):
                label = f"{name:8} {kind:4} {'with' if urls else 'no'} address"
                print(f"{label:28} {describe(count_text(half, kind, urls=urls))}", flush=True)
        pages = list(make_pages(half))
        readers: Mapping[str, Callable[[str], str | None]] = {
            "ours": lambda page: read_day(page, "text/html"),
            "htmldate": lambda page: ask_htmldate(page, extensive=True),
            "htmldate, not extensive": lambda page: ask_htmldate(page, extensive=False),
        }
        for reader, read in readers.items():
            print(f"{name:8} html {reader:23}".ljust(38) + describe(count_html(pages, read)), flush=True)


if __name__ == "__main__":
    main()
