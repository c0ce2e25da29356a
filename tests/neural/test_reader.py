"""The reader: windows run alone and joined, scores that do not depend on neighbours, links by the shipped weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rashomon.annotate.document import make_document
from rashomon.datamodel import Article, Completeness, Span
from rashomon.neural.reader import DISTANCES, PAIRS, RANK, Floats, Readout, bucket, read
from rashomon.neural.reader_input import WINDOW, Input, cut_windows, prepare
from rashomon.neural.reader_links import Link, find_links
from rashomon.neural.reader_weights import Calibration, features, load_reader
from rashomon.neural.wordpiece import load_wordpiece

SENTENCE = "Ana Dorn said the dam was safe. "


def make_input(text: str) -> Input:
    """Return ``text`` as the annotator gives it to the reader."""
    article = Article(id="", capture_id="", role="main", text=text, segments=(), completeness=Completeness())
    document = make_document(article)
    return prepare(text, load_wordpiece(), document.sentences, document.paragraphs, document.quotations)


def echo(feed: dict[str, NDArray[Any]]) -> dict[str, Floats]:
    """Stand in for the network: every score of a token is its id."""
    ids = feed["input_ids"].astype(np.float32)[..., None]
    widths = {"unary": 9, "mentions": 11, "kinds": 9, "key": PAIRS * RANK, "first": PAIRS * RANK, "last": PAIRS * RANK}
    given = {name: np.repeat(ids, width, axis=2) for name, width in widths.items()}
    vectors = np.repeat(feed["pool"] @ ids, 384, axis=2)
    return given | {"vectors": vectors, "distance": np.zeros((PAIRS, 2 * DISTANCES + 1), dtype=np.float32)}


def words_of(text: str, given: Input, link: Link) -> tuple[str, str, str]:
    """Return source, cue and content of a link as words."""
    parts = (link.source, (link.cue,), link.content)
    a, b, c = (" ".join(text[given.places[s.start][0] : given.places[s.end - 1][1]] for s in part) for part in parts)
    return a, b, c


def test_each_token_gets_its_own_scores_whatever_windows_it_stands_in() -> None:
    """Joined over windows, scores stand at their token; a sentence's vector is the mean of its tokens, length one."""
    given = make_input(SENTENCE * 90)
    sentences = (Span(start=0, end=8), Span(start=200, end=208), Span(start=len(given) - 8, end=len(given)))
    readout = read(echo, given, sentences)
    assert len(readout.windows) == len(cut_windows(len(given))) > 2
    assert np.allclose(readout.unary[:, 0], given.ids)
    assert readout.mentions.shape == (len(given), 11)
    assert np.allclose(np.linalg.norm(readout.vectors, axis=1), 1, atol=1e-5)


def test_an_empty_text_reads_as_nothing() -> None:
    """No tokens, no windows, no links."""
    readout = load_reader().read(make_input(" "))
    assert readout.windows == ()
    assert find_links(readout) == ()


def test_distances_are_exact_near_and_coarse_far() -> None:
    """Classes ascend with the distance, and differ for each of the nearest tokens."""
    classes = bucket(np.arange(-400, 401))
    assert (np.diff(classes) >= 0).all()
    assert classes.min() == 0
    assert classes.max() == 2 * DISTANCES
    assert len(set(bucket(np.arange(-5, 6)).tolist())) == 11


@pytest.fixture(scope="module")
def long_readout() -> tuple[str, Input, Readout]:
    """An article of several windows, read by the shipped weights."""
    text = "".join(f"{SENTENCE.strip()}\n\nNothing moved in street {number} that night.\n\n" for number in range(60))
    given = make_input(text)
    assert len(given) > 2 * WINDOW
    return text, given, load_reader().read(given)


def test_links_are_found_in_every_window(long_readout: tuple[str, Input, Readout]) -> None:
    """The same plain sentence has the same source, cue and content wherever it stands."""
    text, given, readout = long_readout
    found = [words_of(text, given, link) for link in find_links(readout)]
    assert found.count(("Ana Dorn", "said", "the dam was safe")) >= 45


def test_reading_is_repeatable(long_readout: tuple[str, Input, Readout]) -> None:
    """The same text has bit for bit the same scores each time, on however many threads its windows ran."""
    _, given, readout = long_readout
    again = load_reader().read(given)
    assert np.array_equal(readout.unary, again.unary)
    assert find_links(readout) == find_links(again)


def test_no_span_crosses_a_paragraph_and_no_token_is_in_two_contents(
    long_readout: tuple[str, Input, Readout],
) -> None:
    """What annotators never did, the reader does not do."""
    text, given, readout = long_readout
    taken: set[int] = set()
    for link in find_links(readout):
        for span in (*link.source, link.cue, *link.content):
            assert "\n" not in text[given.places[span.start][0] : given.places[span.end - 1][1]]
        tokens = {at for span in link.content for at in range(span.start, span.end)}
        assert not tokens & taken
        taken |= tokens


def test_a_higher_lean_finds_no_fewer_cues(long_readout: tuple[str, Input, Readout]) -> None:
    """Leaning towards cues trades precision for recall."""
    _, _, readout = long_readout
    assert len(find_links(readout, lean=2.0)) >= len(find_links(readout)) >= len(find_links(readout, lean=-2.0))


def test_calibration_rises_with_what_speaks_for_a_link() -> None:
    """A surer cue and surer spans are right more often, and the score stays between 0 and 1."""
    calibration = load_reader().calibration
    spans = (Span(start=0, end=1),)

    def link(worth: float, share: float) -> Link:
        return Link(cue=Span(start=2, end=3), source=spans, content=spans, worth=worth, shares=(share, share))

    for layer in ("speech", "attitude"):
        low, high = (calibration.score(link(*given), layer) for given in ((-1.0, -3.0), (6.0, -0.1)))
        assert 0 <= low < high <= 1
    assert len(features(link(0, 0))) == len(calibration.weights["speech"])


def test_a_calibration_of_zeros_says_nothing() -> None:
    """Without weights a link is as likely right as wrong."""
    spans = (Span(start=0, end=1),)
    link = Link(cue=Span(start=2, end=3), source=(), content=spans, worth=1.0, shares=(0.0, 0.0))
    assert Calibration(weights={"speech": (0.0,) * 5}).score(link, "speech") == 0.5
