"""The bench of speakers: it reads gold chains rightly, judges names strictly, and skips where the data is absent."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from gum_chains import find_probes, name_chains, read_documents
from resolution_quality import Answer, is_right, main, table

_ROWS = [
    ("Ana", "PROPN", 3, "nsubj", "(1-person-new-n-cf1-1-coref"),
    ("Dorn", "PROPN", 1, "flat", "1)"),
    ("left", "VERB", 0, "root", ""),
    (".", "PUNCT", 3, "punct", ""),
    ("Dorn", "PROPN", 7, "nmod:poss", "(2-person-new-n-cf1-3-coref(1-person-giv-n-cf2-1-coref"),
    ("'s", "PART", 5, "case", "1)"),
    ("husband", "NOUN", 8, "nsubj", "2)"),
    ("thinks", "VERB", 0, "root", ""),
    ("she", "PRON", 10, "nsubj", "(1-person-giv-n-cf1-1-coref)"),
    ("said", "VERB", 8, "ccomp", ""),
]


def _conllu(folder: Path) -> Path:
    lines = ["# newdoc id = GUM_news_made", "# sent_id = 1"]
    for number, (word, tag, head, relation, entity) in enumerate(_ROWS, start=1):
        misc = f"Entity={entity}" if entity else "_"
        lines.append(f"{number}\t{word}\t{word}\t{tag}\t_\t_\t{head}\t{relation}\t_\t{misc}")
    path = folder / "gum_news.conllu"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_chains_keep_apart_the_names_inside_other_phrases(tmp_path: Path) -> None:
    """In "Dorn's husband" the husband is not named Dorn."""
    gold = next(read_documents(_conllu(tmp_path)))
    known, proper = name_chains(gold)
    assert gold.text == "Ana Dorn left . Dorn 's husband thinks she said"
    assert known["2"] == {"husband"}
    assert proper == {"1": ("ana", "dorn")}


def test_a_subject_pronoun_before_a_cue_verb_is_a_probe(tmp_path: Path) -> None:
    """The pronoun is asked about with the names of its chain."""
    probes = list(find_probes(next(read_documents(_conllu(tmp_path)))))
    assert [(one.kind, one.speaks, one.proper) for one in probes] == [("he, she", True, ("ana", "dorn"))]


@pytest.mark.parametrize(
    ("name", "known", "right"),
    [
        ("Ana Dorn", {"ana", "dorn"}, True),
        ("Ana Dorn", {"dorn"}, True),
        ("Ana Dorn", {"ana", "crane"}, False),
        ("Ana Crane", {"dorn"}, False),
        ("defence ministry in Pellin", {"defence", "ministry"}, True),
        ("NGU", {"national", "grid", "union"}, True),
        ("", {"dorn"}, False),
    ],
)
def test_a_name_is_right_by_its_last_word_and_half_of_all(name: str, known: set[str], right: bool) -> None:  # noqa: FBT001 - a column of the table
    """One shared given name is not enough."""
    assert is_right(name, sorted(known, key=["national", "grid", "union", *known].index)) == right


def test_the_table_counts_precision_over_names_given_and_coverage_over_named_sources() -> None:
    """A wrong name lowers precision, an open source coverage."""
    answers = [
        Answer(kind="they", speaks=True, named=named, right=right, name=name, where="")
        for named, right, name in [(True, True, "a"), (True, False, "b"), (True, False, None), (False, False, None)]
    ]
    assert table("made", answers).splitlines()[1].split() == ["they", "4", "3", "2", "1", "0.50", "0.33"]


def test_the_bench_skips_with_a_sentence_where_the_data_is_absent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """No data is no failure."""
    monkeypatch.setenv("RASHOMON_DATA", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["resolution_quality.py"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("skipped: ")
