"""What the recipe makes of corpora: spans as tokens, names out of nested entities, kinds of sources."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from rashomon.neural.train.reader_data import (
    MENTION_TYPES,
    SOURCE_KINDS,
    Range,
    read_factappeal,
    read_gum,
    read_polnear,
)
from rashomon.neural.wordpiece import load_wordpiece

TEXT = "Dam holds, mayor says.\n\nMayor Ana\u00a0Dorn said: “It holds.”"

GUM = """# newdoc id = GUM_news_dam
# newpar
# sent_id = GUM_news_dam-1
1\tMayor\tmayor\tPROPN\tNNP\t_\t2\tflat\t_\tEntity=(1-person-new
2\tDorn\tDorn\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=1)
3\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\t_
4\tto\tto\tADP\tIN\t_\t6\tcase\t_\t_
5\tthe\tthe\tDET\tDT\t_\t6\tdet\t_\tEntity=(2-organization-new
6\tcouncil\tcouncil\tNOUN\tNN\t_\t3\tobl\t_\t_
7\tof\tof\tADP\tIN\t_\t8\tcase\t_\t_
8\tTarn\tTarn\tPROPN\tNNP\t_\t6\tnmod\t_\tEntity=(3-place-new)2)|SpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

"""


def span_of(words: str, text: str = TEXT) -> list[int]:
    """Return where ``words`` stand in ``text``."""
    at = text.index(words)
    return [at, at + len(words)]


def test_polnear_spans_become_tokens_of_the_normal_form(tmp_path: Path) -> None:
    """Source, cue and content are found again as tokens; a source may be missing; text in gzip is read too."""
    attributions = [
        {"source": [span_of("Mayor Ana\u00a0Dorn")], "cue": [span_of("said:")], "content": [span_of("“It holds.”")]},
        {"source": [], "cue": [span_of("says")], "content": [span_of("Dam holds")]},
    ]
    path = tmp_path / "some.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"text": TEXT, "attributions": attributions}).encode()))
    (example,) = read_polnear(path, load_wordpiece())
    assert example.attributions is not None

    def words(ranges: tuple[Range, ...]) -> list[str]:
        return [TEXT[example.input.places[a][0] : example.input.places[b - 1][1]] for a, b in ranges]

    first, second = example.attributions
    assert (words(first.source), words((first.cue,)), words(first.content)) == ([], ["says"], ["Dam holds"])
    assert words(second.source) == ["Mayor Ana\u00a0Dorn"]
    assert words((second.cue,)) == ["said:"]
    assert words(second.content) == ["“It holds.”"]


def test_a_name_is_the_proper_noun_that_heads_an_entity(tmp_path: Path) -> None:
    """A council is no name; the place inside it is, and so is a mayor with a name."""
    path = tmp_path / "gum_news.conllu"
    path.write_text(GUM, encoding="utf-8")
    ((name, text, example),) = read_gum(path, load_wordpiece())
    assert name == "GUM_news_dam"
    assert example.mentions is not None
    assert text.strip() == "Mayor Dorn spoke to the council of Tarn."
    told = [
        (text[example.input.places[a][0] : example.input.places[b - 1][1]], MENTION_TYPES[kind])
        for (a, b), kind in example.mentions
    ]
    assert told == [("Mayor Dorn", "person"), ("Tarn", "place")]


def test_factappeal_gives_kind_and_name_of_each_source(tmp_path: Path) -> None:
    """A source without a stated kind counts as of none; a sentence without a source stays an example."""
    text = "The affidavit says Dorn knew."
    rows = [
        {"text": text, "spans": [["Source:Unnamed:Expert_Document", 0, 13], ["Fact_Appeal:Indirect_Quote", 19, 28]]},
        {"text": "Dorn knew.", "spans": [["Source:Named:null", 0, 4]]},
        {"text": "It rained.", "spans": []},
    ]
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = [example.sources for example in read_factappeal(path, load_wordpiece())]
    assert [[(named, SOURCE_KINDS[kind]) for _, named, kind in sources or ()] for sources in found] == [
        [(False, "Expert_Document")], [(True, "none")], [],
    ]  # fmt: skip
