"""Pages read by us and by peers, in turn on each page: as text, as markdown, and as HTML; pages without an article."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from capture_extractors import EVERYTHING, OURS, PEERS, Tally, read_main, use, wrap
from capture_scores import KINDS, Kind, count_words, ends_with, last_body, make_page, mean, score_text

from rashomon.ingest.reading import ARTICLE

CROSS = "rashomon, 5-fold by site"
"""The row of readings by weights that never saw the page's site."""

Folds: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Out-of-fold readings: ``text`` and ``md`` map a page's id to the indices of its body blocks, ``typed`` a capture's id
to ``labels`` (gold, read, size of each block) and ``completeness``, ``scores`` a kind and a page's id to how much it
looks like an article. ``python -m rashomon.neural.train.labels --folds FILE`` writes them."""

Row: TypeAlias = dict[str, float]

_FEW_WORDS = 25


def read_folds(path: Path | None) -> Folds:
    """Return the out-of-fold readings in ``path``, none where there is no path."""
    if path is None:
        return {}
    folds: Folds = json.loads(path.read_text(encoding="utf-8"))
    return folds


def _pick(row: dict[str, Any], kind: Kind, indices: Iterable[int]) -> str:
    return "\n".join(row["blocks"][index][kind] for index in indices)


def _ways(row: dict[str, Any], kind: Kind, folds: Folds) -> dict[str, Callable[[], str]]:
    """Return every way to read a page without its HTML."""
    blocks = [block[kind] for block in row["blocks"]]
    page = wrap(blocks)
    ways: dict[str, Callable[[], str]] = {EVERYTHING: partial("\n".join, blocks)}
    ways |= {name: partial(extract, page) for name, extract in PEERS.items()}
    ways[OURS] = partial(_read_ours, make_page(row, kind), KINDS[kind][1])
    if row["id"] in folds.get(kind, {}):
        ways[CROSS] = partial(_pick, row, kind, folds[kind][row["id"]])
    return ways


def _read_ours(text: str, content_type: str) -> str:
    """Return the text of the first article, also where it is only a stub: text that reads like no article."""
    articles = read_main(text, content_type).articles if text.strip() else ()
    return articles[0].text if articles else ""


def read_kind(rows: Sequence[dict[str, Any]], kind: Kind, folds: Folds) -> dict[str, Tally]:
    """Return what every extractor gave for the pages ``rows`` given as ``kind``, taken in turn on each page."""
    tallies: dict[str, Tally] = {}
    for row in rows:
        end = last_body(row)
        for name, read in _ways(row, kind, folds).items():
            tally = tallies.setdefault(name, Tally())
            found = use(read, tally)
            tally.scores.append(score_text(found, row["gold"]))
            tally.ends.append(ends_with(found, end))
            tally.sizes.append(count_words(found))
            tally.articles.append(_is_article(name, row, (kind, found), folds))
    return tallies


def _is_article(name: str, row: dict[str, Any], read: tuple[Kind, str], folds: Folds) -> bool:
    """Tell whether an extractor takes the page for an article: we say so ourselves, a peer by giving 25 words."""
    kind, found = read
    if name == OURS:
        return bool(found) and read_main(make_page(row, kind), KINDS[kind][1]).main is not None
    if name == CROSS:
        return bool(folds["scores"][f"{kind} {row['id']}"] > ARTICLE)
    return count_words(found) >= _FEW_WORDS


def sum_up(tally: Tally) -> Row:
    """Return the figures of one extractor."""
    ends = {"exact last block": mean([float(end) for end in tally.ends])} if tally.ends else {}
    return {
        "shingle F1": mean(tally.scores),
        **ends,
        "failures": tally.failures,
        "empty": sum(size == 0 for size in tally.sizes),
        "ms a page": 1000 * median(tally.seconds),
        "pages": len(tally.scores),
    }


def tell_apart(articles: Mapping[str, Tally], others: Mapping[str, Tally]) -> dict[str, Row]:
    """Return how well each extractor tells pages with an article from pages without one, both given as text.

    We say ourselves whether there is one; a peer that gives fewer than 25 words is taken to say there is none.
    """
    rows: dict[str, Row] = {}
    for name in (name for name in articles if name in others):
        found = mean([float(said) for said in articles[name].articles])
        refused = mean([float(not said) for said in others[name].articles])
        rows[name] = {
            "balanced accuracy": (found + refused) / 2,
            "articles found": found,
            "others refused": refused,
            "articles": len(articles[name].sizes),
            "others": len(others[name].sizes),
        }
    return rows


def read_folder(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (HTML, gold text) of every page in ``folder``: NAME.html beside NAME.json, which holds ``{"gold": …}``."""
    for path in sorted(folder.rglob("*.html")):
        beside = path.with_suffix(".json")
        if beside.exists():
            yield path.read_text("utf-8", errors="replace"), str(json.loads(beside.read_text("utf-8"))["gold"])


def score_html(pages: Iterable[tuple[str, str]]) -> dict[str, Row]:
    """Return the figures of every extractor on pages of (HTML, gold text), taken in turn on each page."""
    tallies = {name: Tally() for name in (*PEERS, OURS)}
    for page, gold in pages:
        for name, tally in tallies.items():
            read = partial(PEERS[name], page) if name in PEERS else partial(_read_ours, page, "text/html")
            found = use(read, tally)
            tally.scores.append(score_text(found, gold))
            tally.sizes.append(count_words(found))
    return {name: sum_up(tally) for name, tally in tallies.items() if tally.scores}
