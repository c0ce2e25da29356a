"""``rashomon who-said`` as people and scripts meet it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from rashomon.views import load_schema
from running import run_cli

PAGE = """Les sirènes n'ont pas retenti à Val-d'Orge
Le Courrier de l'Orge, 12 mars 2031

« L'eau avait une voix cette nuit-là », a déclaré Bruno Sautier, qui tient l'auberge du pont.

La porte-parole de l'exploitant, Dorothée Aumont, a démenti que l'alarme ait été coupée. « Les sirènes étaient en état \
de marche », a affirmé Dorothée Aumont.

Les maires de la vallée craignent que les sirènes ne soient jamais réparées.
"""
LONG = " ".join(f"La sirène numéro {number} du canton est restée muette toute la nuit." for number in range(30))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with a page, a broken capture, and one long quotation."""
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    head = "La liste complète\nLe Canton, 3 juin 2031\n\nLa liste est arrivée hier soir."
    (tmp_path / "long.txt").write_text(f"{head}\n\n« {LONG} », a déclaré Ana Brel.\n", "utf-8")
    return tmp_path


def test_sayings_are_printed_with_speaker_cue_publisher_file_and_span(desk: Path) -> None:
    """One look tells who, how, where, and the exact words."""
    outcome = run_cli("who-said", "sirènes marche", "page.txt", folder=desk)
    assert outcome.code == 0
    text = outcome.text
    start = PAGE.split("\n\n", 1)[1].index("« Les sirènes")
    for part in ("Dorothée Aumont", "“a affirmé”", "Le Courrier de l'Orge, 2031-03-12", f"page.txt [{start}, "):
        assert part in text
    assert "│ « Les sirènes étaient en état de marche »" in text


def test_denials_and_attitudes_are_told_apart_from_what_was_said(desk: Path) -> None:
    """Attitudes are counted unless asked for, and marked where shown."""
    assert "¬ denied" in run_cli("who-said", "alarme", "page.txt", folder=desk).text
    few = run_cli("who-said", "sirènes", "page.txt", folder=desk).text
    assert "1 attitude" in few
    assert "réparées" not in few
    every = run_cli("who-said", "sirènes", "page.txt", "--attitudes", folder=desk).text
    assert "attitude, hedged" in every
    assert "réparées" in every


def test_skipped_captures_are_named_and_counted(desk: Path) -> None:
    """A broken capture costs itself alone; where all are broken, the run fails."""
    outcome = run_cli("who-said", "sirènes", ".", folder=desk)
    assert outcome.code == 0
    assert "1 input skipped" in outcome.text
    assert "Skipped  empty.txt" in outcome.text
    assert "empty.txt" in outcome.err
    failed = run_cli("who-said", "sirènes", "empty.txt", folder=desk)
    assert (failed.code, failed.out) == (1, b"")


def test_a_long_excerpt_is_cut_on_the_terminal_alone_and_says_so(desk: Path) -> None:
    """--all and --json have all of it."""
    short = run_cli("who-said", '"restée muette"', "long.txt", folder=desk).text
    assert "more code points: --all shows them" in short
    full = run_cli("who-said", '"restée muette"', "long.txt", "--all", folder=desk).text
    assert "more code points" not in full
    assert "numéro 29" in " ".join(full.replace("│", " ").split())
    (saying,) = json.loads(run_cli("who-said", '"restée muette"', "long.txt", "--json", folder=desk).out)["sayings"]
    assert saying["content"][0]["exact"].count("numéro") == 30


def test_json_is_one_object_held_by_its_schema(desk: Path) -> None:
    """Excerpts are verbatim in the articles that come with them."""
    outcome = run_cli("who-said", "sirènes", ".", "--json", "--attitudes", folder=desk)
    (line,) = outcome.text.splitlines()
    value = json.loads(line)
    schema = load_schema("who-said")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(value)
    texts = {article["id"]: article["text"] for article in value["articles"]}
    assert value["sayings"]
    for saying in value["sayings"]:
        for excerpt in (*saying["source"], *saying["cue"], *saying["content"]):
            assert texts[saying["article"]][excerpt["start"] : excerpt["end"]] == excerpt["exact"]
    assert [skipped["path"] for skipped in value["skipped"]] == ["empty.txt"]


def test_nothing_found_ends_with_0_and_says_so(desk: Path) -> None:
    """It is an answer, not an error; that the words stand elsewhere in the article is told."""
    outcome = run_cli("who-said", "aubergine", "page.txt", folder=desk)
    assert outcome.code == 0
    assert "no saying was found; 1 capture searched" in outcome.text
    assert "1 article with the words in it" in run_cli("who-said", "auberge", "page.txt", folder=desk).text


def test_wrong_usage_says_how_words_and_speakers_are_given(desk: Path) -> None:
    """No words, and words without their quotation marks."""
    nothing = run_cli("who-said", "", "page.txt", folder=desk)
    assert nothing.code == 2
    assert "--speaker" in nothing.err
    outcome = run_cli("who-said", "les", "sirènes", "page.txt", folder=desk)
    assert "rashomon who-said 'les sirènes'" in outcome.err
    assert run_cli("who-said", "!?", "page.txt", folder=desk).code == 1


def test_standard_input_is_searched() -> None:
    """As everywhere, "-" is a capture."""
    outcome = run_cli("who-said", "voix", "-", stdin=PAGE.encode())
    assert outcome.code == 0
    assert "Bruno Sautier" in outcome.text


@pytest.mark.parametrize("arguments", [("--speaker", "aumont"), ("--json",)])
def test_the_same_search_gives_the_same_bytes(arguments: tuple[str, ...], desk: Path) -> None:
    """No clock, no chance."""
    runs = {run_cli("who-said", "sirènes", ".", *arguments, folder=desk).out for _ in range(2)}
    assert len(runs) == 1
