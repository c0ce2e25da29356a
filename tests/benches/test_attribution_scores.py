"""The figures of bench-attribution: spans, matches, layers, reliability, thresholds, kinds of source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from attribution_calibration import abstain, expected_error, make_bins, read_scores, read_unscored
from attribution_kinds import factappeal_rows
from attribution_scores import count, is_match, is_speech, judge, match, rate_of, read_gold, trim

from benches.attributed import MAYOR, judge_lines, place, say
from rashomon.datamodel import Span

_MAYOR = "The mayor, Ada Brill, | told reporters | that the harbour was safe"
_VOSS = "Jon Voss | said | “Nobody asked us,”"
_LIGHTS = "The company | denied | that the lights had failed"


def test_a_span_counts_only_to_the_letter_and_white_space_at_its_edges_is_free() -> None:
    """Exact is exact; a source without its apposition is a miss on both sides."""
    counts = count(
        judge_lines(MAYOR, ["The mayor | told reporters | that the harbour was safe", _VOSS], [_MAYOR, _VOSS])
    )
    assert rate_of(counts, "source").f1 == 0.5
    assert rate_of(counts, "cue").f1 == rate_of(counts, "content").f1 == 1
    assert trim(place(MAYOR, " told reporters "), MAYOR) == place(MAYOR, "told reporters")


def test_content_needs_half_of_the_longer_one_and_sources_that_touch() -> None:
    """A tail of the content does not match, nor does another source; no source matches no source."""
    gold = say(MAYOR, _MAYOR)
    assert is_match(say(MAYOR, "Ada Brill | told | the harbour was safe"), gold)
    assert not is_match(say(MAYOR, "Ada Brill | told | safe"), gold)
    assert not is_match(say(MAYOR, "Two pilots | told | the harbour was safe"), gold)
    assert not is_match(say(MAYOR, " | told | the harbour was safe"), gold)
    assert is_match(say(MAYOR, " | told | the harbour was safe"), say(MAYOR, " | told | the harbour was safe"))


def test_each_gold_attribution_serves_once() -> None:
    """The same thing said twice is one hit and one spurious attribution."""
    one = say(MAYOR, _MAYOR)
    assert match([one, one], [one]) == (0, None)


def test_layers_are_counted_apart_but_may_match_across() -> None:
    """What was found as speech and is an attitude in gold is right for the found and seen for the gold."""
    doubt = "Two pilots | doubted | it"
    counts = count(judge_lines(MAYOR, [doubt, _LIGHTS], [say(MAYOR, doubt, layer="attitude"), _LIGHTS, _VOSS]))
    assert rate_of(counts, "speech").precision == 1
    assert rate_of(counts, "speech").recall == 0.5
    assert rate_of(counts, "attitude").recall == 1
    assert rate_of(counts, "all").recall == pytest.approx(2 / 3)


def test_detection_asks_only_that_cues_touch() -> None:
    """Half a cue with a wrong content finds the speech; a missed one lowers recall."""
    counts = count(judge_lines(MAYOR, ["The mayor | told | safe"], [_MAYOR, _VOSS]))
    assert (rate_of(counts, "detection").precision, rate_of(counts, "detection").recall) == (1, 0.5)


@pytest.mark.parametrize(("cue", "speech"), [("said", True), ("told reporters", True), ("doubted", False)])
def test_the_lexicon_tells_the_layer_of_a_gold_cue(cue: str, speech: bool) -> None:  # noqa: FBT001 - a table of cases
    """A speech verb that takes a bare clause is speech; an attitude is not."""
    assert is_speech(MAYOR, place(MAYOR, cue)) is speech


def test_gold_without_content_is_left_out_and_what_is_found_is_judged() -> None:
    """A document goes in as PolNeAR writes it."""
    whole, empty = ({"source": [*map(list, one.source)], "cue": [*map(list, one.cue)], "content": content}
                    for one, content in ((say(MAYOR, _LIGHTS), [*map(list, say(MAYOR, _LIGHTS).content)]),
                                         (say(MAYOR, _VOSS), [])))  # fmt: skip
    document = {"text": MAYOR, "attributions": [whole, empty]}
    assert [one.layer for one in read_gold(document)] == ["speech"]
    judged = judge(document)
    assert judged.gold == read_gold(document)
    assert len(judged.matches) == len(judged.found) > 0


def test_ten_bins_tell_how_far_scores_are_off() -> None:
    """Each bin has its mean score and the share that is right; a score of 1 belongs to the last bin."""
    bins = make_bins([(0.95, True), (1.0, True), (0.25, False), (0.25, True)])
    assert [(one.low, one.size, one.right) for one in bins] == [(0.2, 2, 0.5), (0.9, 2, 1.0)]
    assert bins[0].gap == pytest.approx(-0.25)
    assert expected_error(bins) == pytest.approx((2 * 0.25 + 2 * 0.025) / 4)
    assert expected_error([]) == 0


def test_abstaining_withholds_what_scores_low_and_keeps_what_has_no_score() -> None:
    """Precision is over what is kept, recall over all gold of the layer."""
    found = [say(MAYOR, _MAYOR, score=0.9), say(MAYOR, _VOSS, score=0.4), say(MAYOR, _LIGHTS)]
    found.append(say(MAYOR, "Two pilots | doubted | it", score=0.5))
    judged = [judge_lines(MAYOR, [*found], [_MAYOR, _VOSS, _LIGHTS])]
    assert sorted(read_scores(judged)) == [(0.4, True), (0.5, False), (0.9, True)]
    assert read_unscored(judged) == [True]
    everything, careful = abstain(judged, 0.0), abstain(judged, 0.6)
    assert (everything.kept, everything.rate.precision, everything.rate.recall) == (4, 0.75, 1)
    assert (careful.kept, careful.rate.precision) == (2, 1)
    assert careful.rate.recall == pytest.approx(2 / 3)


def test_kinds_of_source_are_read_on_the_gold_spans_alone() -> None:
    """Every source is asked for once; names of kinds are compared without underscores and case."""
    rows: list[dict[str, Any]] = [
        {
            "text": "Ada Brill said so.",
            "spans": [["Source:Named:Official", 0, 9], ["Fact_Appeal:Indirect_Quote", 15, 17]],
        },
        {"text": "A study says so.", "spans": [["Source:Unnamed:Expert_Document", 0, 7]]},
        {"text": "Pilots say so.", "spans": [["Source:Unnamed:null", 0, 6]]},
        {"text": "The harbour reopened.", "spans": []},
    ]
    asked: list[str] = []

    def read_kinds(text: str, spans: Sequence[Span]) -> list[tuple[float, str]]:
        asked.extend(span.slice(text) for span in spans)
        return [(0.9 if span.slice(text)[0] in "AP" else 0.1, "expert document" if "study" in text else "none")
                for span in spans]  # fmt: skip

    named, kinds, right = factappeal_rows(read_kinds, rows)
    assert asked == ["Ada Brill", "A study", "Pilots"]
    assert named.value == pytest.approx(1 / 3)
    assert kinds.value == pytest.approx((0 + 1 + 2 / 3) / 3)
    assert right.value == pytest.approx(2 / 3)
    assert factappeal_rows(read_kinds, rows[-1:]) == []
