"""Broken files of every kind: nothing but a Rashomon error is raised, and no text is lost in silence."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.broken_inputs import Seed, break_seed, make_seeds
from ingest.reading_checks import count_opened, find_faults

SEEDS = make_seeds()


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_a_whole_file_is_read_without_a_fault(seed: Seed) -> None:
    """The files that are broken below are read well before they are broken."""
    assert find_faults(seed.name, seed.make()) == []


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if len(seed.members) > 1], ids=lambda seed: seed.name)
def test_a_whole_container_gives_each_member(seed: Seed) -> None:
    """As many captures come out as pages went in; a single compressed file holds the first alone."""
    count = 1 if seed.name.endswith("html.gz") else len(seed.members)
    found, skipped = count_opened(seed.name, seed.make())
    assert found == count
    assert not [line for line in skipped if "NotPage" not in line and "index, logs and lists" not in line]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(seed=st.sampled_from(SEEDS), donor=st.sampled_from(SEEDS), number=st.integers(0, 2**31))
def test_a_broken_file_raises_nothing_and_loses_nothing_in_silence(seed: Seed, donor: Seed, number: int) -> None:
    """Flipped bits, cut ends, wrong lengths, spliced and nested pieces: every letter is in a block, or it is said."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # parsers may complain of what we broke
        assert find_faults(seed.name, break_seed(seed, donor, number)) == []
