"""How the labeller's heads are fitted: each later one sees of the earlier ones only what they say out of fold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rashomon.ingest.labels.features import LABELS
from rashomon.ingest.labels.labeller import Heads, read_kinds, read_words
from rashomon.ingest.labels.page import look_at_page
from rashomon.ingest.labels.surroundings import first_view, second_view
from rashomon.ingest.labels.words import BUCKETS, count_kinds, hash_kinds, hash_words
from rashomon.neural.train.boosting import Ensemble, fit_trees
from rashomon.neural.train.label_data import Document

Settings = Mapping[str, Any]
Tables = dict[str, NDArray[np.float32]]

_PROSE = 29
_POSSIBLE = 0.08
_HALF = 0.5
_FLAT = 0.7  # a block weighs by its words against the gold's, both to this power
_SCALE, _SPARE, _MOST = 30.0, 100.0, 3.0
_TYPED_ARTICLES = 3.0
_BY_SOURCE = {"pages": 1.0, "typed": 6.0, "news": 2.0}  # few, and nearer to what newsrooms paste than web pages are


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The heads as LightGBM has them, with their word tables: ``heads`` reads captures, the rest is to be written."""

    trees: Mapping[str, Ensemble]
    tables: Tables

    @property
    def heads(self) -> Heads:
        """The labeller made of these heads."""
        return Heads(tables=self.tables, **self.trees)


def weigh_blocks(document: Document) -> NDArray[np.float64]:
    """Return how much each block counts: by its words, so that every page weighs about as much as every other."""
    gold = float((document.body * document.seen.words).sum()) + _SPARE
    share = (document.seen.words.astype(np.float64) + 2.0) / gold
    return share**_FLAT * _SCALE * _BY_SOURCE[document.source]


def _split(documents: Sequence[Document], fold: int) -> tuple[list[int], list[int]]:
    outside = [number for number, document in enumerate(documents) if document.fold != fold]
    inside = [number for number, document in enumerate(documents) if document.fold == fold]
    return outside, inside


def _folds(documents: Iterable[Document]) -> list[int]:
    return sorted({document.fold for document in documents})


def fit_words(documents: Sequence[Document], settings: Settings, seed: int) -> Tables:
    """Return the table of how words speak for body, by logistic regression on the blocks of pages with an article."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    used = [d for d in documents if d.article and (d.markdown or d.source != "pages")]
    hashed = [hash_words(row.folded) for document in used for row in document.rows]
    sizes = np.array([len(rows) for rows in hashed])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    columns = np.fromiter((row for rows in hashed for row in rows), dtype=np.int64, count=int(sizes.sum()))
    values = np.repeat(1.0 / np.sqrt(np.maximum(sizes, 1)), sizes)
    matrix = csr_matrix((values, columns, starts), shape=(len(hashed), BUCKETS))
    target = np.concatenate([d.body for d in used]) > _HALF
    weights = np.concatenate([np.minimum(weigh_blocks(d), _MOST) for d in used])
    table = SGDClassifier(
        loss="log_loss", alpha=settings["alpha"], max_iter=settings["epochs"], tol=None, average=True, random_state=seed
    )
    table.fit(matrix, target, sample_weight=weights)
    return {"body": _half(table.coef_[0]), "body_base": np.array([table.intercept_[0]], dtype=np.float32)}


def fit_kinds(documents: Sequence[Document], settings: Settings) -> Tables:
    """Return the table of how words speak for an article, by logistic regression on whole captures."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counted = [count_kinds(_hash_kinds(document)) for document in documents]
    seen = np.zeros(BUCKETS)
    for found, _ in counted:
        seen[found] += 1
    idf = (np.log((1 + len(documents)) / (1 + seen)) + 1).astype(np.float32)
    rows = []
    for found, values in counted:
        weighed = values * idf[found]
        rows.append((found, weighed / max(float(np.linalg.norm(weighed)), 1e-6)))
    starts = np.concatenate([[0], np.cumsum([len(found) for found, _ in rows])])
    matrix = csr_matrix(
        (np.concatenate([v for _, v in rows]), np.concatenate([f for f, _ in rows]), starts), shape=(len(rows), BUCKETS)
    )
    table = LogisticRegression(C=settings["C"], class_weight="balanced", max_iter=300)
    table.fit(matrix, [document.article for document in documents])
    base = np.array([table.intercept_[0]], dtype=np.float32)
    return {"idf": _half(idf), "article": _half(table.coef_[0]), "article_base": base}


def _half(values: NDArray[Any]) -> NDArray[np.float32]:
    """Return ``values`` as they are after shipping: 16 bits each."""
    return np.asarray(values, dtype=np.float16).astype(np.float32)


def _hash_kinds(document: Document) -> list[tuple[int, ...]]:
    sides = (document.seen.own[:, _PROSE] > 0).astype(int).tolist()
    return [hash_kinds(row.folded, side) for row, side in zip(document.rows, sides, strict=True)]


def _with_words(document: Document, tables: Tables) -> Document:
    return replace(document, seen=replace(document.seen, lexical=read_words(document.rows, tables)))


def read_lexical(documents: Sequence[Document], settings: Settings, seed: int) -> list[Document]:
    """Return ``documents`` with what the word table says of their blocks, each by a table fitted on other folds."""
    result = list(documents)
    for fold in _folds(documents):
        outside, inside = _split(documents, fold)
        tables = fit_words([documents[number] for number in outside], settings["words"], seed)
        for number in inside:
            result[number] = _with_words(documents[number], tables)
    return result


def _fit_first(documents: Sequence[Document], settings: Settings, seed: int) -> Ensemble:
    used = [document for document in documents if document.article]
    return fit_trees(
        np.concatenate([first_view(document.seen) for document in used]),
        np.concatenate([document.body for document in used]) > _HALF,
        np.concatenate([weigh_blocks(document) for document in used]),
        {**settings["first"], "seed": seed},
    )


def _read_first(documents: Sequence[Document], settings: Settings, seed: int) -> list[NDArray[np.float32]]:
    """Return the first head's scores of every document, out of fold."""
    result: list[NDArray[np.float32]] = [np.zeros(0, dtype=np.float32)] * len(documents)
    for fold in _folds(documents):
        outside, inside = _split(documents, fold)
        head = _fit_first([documents[number] for number in outside], settings, seed)
        for number in inside:
            result[number] = head(first_view(documents[number].seen))
    return result


def _fit_later(
    documents: Sequence[Document], first: Sequence[NDArray[np.float32]], settings: Settings, seed: int
) -> dict[str, Ensemble]:
    """Return the second head and the one that finds the last block of the body."""
    pairs = [(d, scores) for d, scores in zip(documents, first, strict=True) if d.article]
    views = [second_view(document.seen, scores) for document, scores in pairs]
    second = fit_trees(
        np.concatenate(views),
        np.concatenate([document.body for document, _ in pairs]) > _HALF,
        np.concatenate([weigh_blocks(document) for document, _ in pairs]),
        {**settings["second"], "seed": seed},
    )
    chosen: list[NDArray[np.float32]] = []
    ends: list[NDArray[np.bool_]] = []
    for (document, scores), view in zip(pairs, views, strict=True):
        body = np.flatnonzero(document.body > _HALF)
        possible = np.flatnonzero(scores > _POSSIBLE)
        if len(body) and len(possible) > 1:
            chosen.append(view[possible])
            ends.append(possible == body[-1])
    last = fit_trees(np.concatenate(chosen), np.concatenate(ends), None, {**settings["last"], "seed": seed})
    return {"second": second, "last": last}


def _fit_types(documents: Sequence[Document], settings: Settings, seed: int) -> Ensemble:
    used = [document for document in documents if document.source == "typed"]
    return fit_trees(
        np.concatenate([first_view(document.seen) for document in used]),
        np.concatenate([document.types for document in used]),
        None,
        {**settings["types"], "num_class": len(LABELS), "seed": seed},
    )


def _fit_article(documents: Sequence[Document], settings: Settings, seed: int) -> Ensemble:
    views: list[NDArray[np.float32]] = []
    targets: list[bool] = []
    sources: list[str] = []
    for fold in _folds(documents):
        outside, inside = _split(documents, fold)
        tables = fit_kinds([documents[number] for number in outside], settings["kinds"])
        for document in (documents[number] for number in inside):
            views.append(look_at_page(document.seen, document.rows, read_kinds(document.rows, document.seen, tables)))
            targets.append(document.article)
            sources.append(document.source)
    target = np.array(targets)
    without = float(target.sum()) / max(1, int((~target).sum()))
    with_one = np.where(np.array(sources) == "typed", _TYPED_ARTICLES, 1.0)
    weights = np.where(target, with_one, without)
    return fit_trees(np.concatenate(views), target, weights, {**settings["article"], "seed": seed})


def fit(documents: Sequence[Document], settings: Settings) -> Fitted:
    """Return all heads fitted on ``documents``, whose folds keep what a head sees of another one honest."""
    seed = int(settings["seed"])
    read = read_lexical(documents, settings, seed)
    tables = fit_words(documents, settings["words"], seed) | fit_kinds(documents, settings["kinds"])
    first = _read_first(read, settings, seed)
    trees = {
        "first": _fit_first(read, settings, seed),
        **_fit_later(read, first, settings, seed),
        "types": _fit_types(read, settings, seed),
        "article": _fit_article(read, settings, seed),
    }
    return Fitted(trees=trees, tables=tables)
