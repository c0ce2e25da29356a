"""Windows, sums and distances over rows, against the plain way of counting them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rashomon.ingest.labels.arrays import measure_distance, reach, run_up, shift

_MASKS = st.lists(st.booleans(), min_size=1, max_size=30)


@given(st.integers(1, 40), st.integers(0, 12))
def test_a_window_holds_the_places_within_its_radius(total: int, radius: int) -> None:
    first, last = reach(total, radius)
    for place in range(total):
        expected = [other for other in range(total) if abs(other - place) <= radius]
        assert list(range(first[place], last[place])) == expected


@given(st.lists(st.integers(-9, 9), max_size=20))
def test_sums_run_up_to_each_place(values: list[int]) -> None:
    assert run_up(np.array(values, dtype=np.float32)).tolist() == [sum(values[:at]) for at in range(len(values) + 1)]


@given(st.integers(1, 9), st.sampled_from([-3, -1, 1, 4]))
def test_a_shifted_row_is_that_of_a_neighbour_or_says_there_is_none(total: int, step: int) -> None:
    columns = np.arange(total, dtype=np.float32)[:, None]
    (moved,) = shift(columns, (step,))
    expected = [at + step if 0 <= at + step < total else -1 for at in range(total)]
    assert moved[:, 0].tolist() == expected


@given(_MASKS)
def test_the_distance_is_that_of_the_nearest_marked_row_on_each_side(mask: list[bool]) -> None:
    above, below = measure_distance(np.array(mask))
    for place in range(len(mask)):
        before = [place - other for other in range(place) if mask[other]]
        after = [other - place for other in range(place + 1, len(mask)) if mask[other]]
        assert above[place] == min([*before, 99])
        assert below[place] == min([*after, 99])
