"""What the labeller takes for the body, and that it stays the same whatever is asked before."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rashomon.datamodel import Capture
from rashomon.ingest import read_capture
from rashomon.ingest.labels.features import LABELS, WIDTH, make_features
from rashomon.ingest.labels.labeller import load_heads, look, pick_body
from rashomon.ingest.labels.surroundings import first_view, second_view
from rashomon.ingest.layout import lay_out
from rashomon.ingest.rows import make_row
from rashomon.ingest.sections import rule_rows

_SCORES = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30)
_STORY = """\
Home | News | Sport
Dam at Lower Fenwick holds after night of rain
By Ada Thorne
Engineers said on Tuesday that the dam above Lower Fenwick had held through the night, hours after people had to leave.
The reservoir rose by two metres between dusk and dawn, the water board said, and stood a hand below the crest.
“We walked the wall every half hour,” said Piet Maas, who has looked after the dam for eleven years.
Schools in the valley stay closed until the board has looked at the lower gates.
Read more: Floods close the coast road
Sign up for our newsletter"""


def _labels(text: str) -> list[tuple[str, str]]:
    reading = read_capture(Capture(payload=text.encode(), content_type="text/plain"))
    return [(block.label, block.span.slice(reading.rendering.text)) for block in reading.blocks]


def test_the_body_of_a_plain_page_is_its_paragraphs() -> None:
    """Menu, headline, byline, teaser and newsletter stay outside."""
    assert [text for label, text in _labels(_STORY) if label == "body"] == _STORY.split("\n")[3:7]


def test_the_same_capture_gives_the_same_labels_after_any_other() -> None:
    """No state is carried over, though words are remembered."""
    before = _labels(_STORY)
    _labels("Cart (0)\nAdd to cart\n$ 12.99\nFree shipping\n" * 20)
    assert _labels(_STORY) == before


@given(_SCORES, st.data())
def test_nothing_after_the_likeliest_end_is_taken(scores: list[float], data: st.DataObject) -> None:
    """The end is taken, and no block below it, however likely."""
    end = data.draw(st.integers(0, len(scores) - 1))
    body = np.array([0.6, *scores], dtype=np.float32)
    body[end + 1] = 0.6
    last = np.zeros(len(body), dtype=np.float32)
    last[end + 1] = 1
    taken = pick_body(body, last, np.full(len(body), 20, dtype=np.float32))
    assert taken[end + 1]
    assert not taken[end + 2 :].any()


@given(_SCORES)
def test_a_block_is_never_taken_before_a_likelier_one_above_the_end(scores: list[float]) -> None:
    """What is taken are the likeliest blocks."""
    body = np.array([*scores, 0.6], dtype=np.float32)
    last = np.zeros(len(body), dtype=np.float32)
    last[-1] = 1
    taken = pick_body(body, last, np.full(len(body), 20, dtype=np.float32))[:-1]
    if taken.any() and not taken.all():
        assert body[:-1][taken].min() >= body[:-1][~taken].max() - 1e-6


def test_the_heads_fit_the_features() -> None:
    """A feature added without training anew would shift every column after it."""
    rows = [make_row(number, _STORY, stretch) for number, stretch in enumerate(lay_out(_STORY, markdown=False))]
    ruled = rule_rows(rows)
    assert make_features(rows, ruled.alone, ruled.marks).shape == (len(rows), WIDTH)
    seen = look(rows, ruled.alone, ruled.marks, markdown=False)
    heads = load_heads()
    first = heads.first(first_view(seen))
    assert first.shape == (len(rows),)
    assert heads.last(second_view(seen, first)).shape == (len(rows),)
    assert heads.types(first_view(seen)).shape == (len(rows), len(LABELS))
