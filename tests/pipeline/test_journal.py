"""The output of a run as its journal: whatever stood in it, it ends as that of a run that was never interrupted."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.datamodel import Skipped
from rashomon.errors import RashomonError
from rashomon.pipeline.journal import Journal
from rashomon.pipeline.outcomes import Line, judge, skipped_line
from rashomon.pipeline.running_tasks import Answer
from rashomon.pipeline.settling import settle

World = list[tuple[str, str]]
"""Captures in order: name and bytes."""

worlds = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["one", "two", "three", "bad"])),
    max_size=8,
    unique_by=lambda pair: pair[0],
).map(sorted)


def digest(text: str) -> str:
    return text.encode().hex().ljust(64, "0")


def answer_for(name: str, text: str, *, known: bool) -> Answer[Line]:
    """Return what a worker would answer about a capture."""
    if known:
        return Answer(number=1, name=name, sha256=digest(text), value=None)
    if text == "bad":
        skipped = Skipped(path=name, error="CaptureBinary", reason="no text")
        return Answer(number=1, name=name, sha256=digest(text), value=skipped)
    value = {
        "capture": {"path": name, "sha256": digest(text), "completeness": {"value": "cut"}},
        "articles": [{"role": "main", "text": text * 3}],
    }
    line = Line(text=json.dumps(value).encode(), outcome=judge(value))
    return Answer(number=1, name=name, sha256=digest(text), value=line)


def run_over(world: World, path: Path, *, most: int | None = None, retry: bool = False) -> int:
    """Write ``world`` to ``path``, ending as a kill would after ``most`` captures; return how many were not known."""
    fresh = 0
    with Journal(path, retry=retry) as journal:
        answers: list[Answer[Line]] = []
        for name, text in world:
            known = (name, digest(text)) in journal.recall(name)
            fresh += not known
            answers.append(answer_for(name, text, known=known))
        for count, settled in enumerate(settle(answers, journal)):
            if count == most:
                return fresh
            journal.write(settled.name, settled.line)
        journal.complete()
    return fresh


def write_once(world: World, folder: Path) -> bytes:
    """Return what a run over ``world`` that nothing interrupts writes."""
    path = folder / "once.jsonl"
    path.unlink(missing_ok=True)
    run_over(world, path)
    return path.read_bytes()


@given(st.lists(st.tuples(worlds, st.integers(0, 8), st.integers(0, 300)), max_size=4), worlds)
def test_the_file_ends_as_if_nothing_had_happened(past: list[tuple[World, int, int]], world: World) -> None:
    """Runs over other captures, cut short anywhere, with half a line at the end: the last whole run decides."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "out.jsonl")
        for earlier, most, torn in past:
            run_over(earlier, path, most=most)
            if b"\n" in path.read_bytes():
                with path.open("r+b") as stream:
                    stream.truncate(max(path.stat().st_size - torn, 0))
        run_over(world, path)
        assert path.read_bytes() == write_once(world, Path(name))
        assert sorted(file.name for file in Path(name).iterdir()) == ["once.jsonl", "out.jsonl"]


def test_nothing_is_read_twice(tmp_path: Path) -> None:
    """Of an unaltered folder only the duplicates, which depend on what stands before them."""
    world = [("a", "one"), ("b", "bad"), ("c", "two"), ("d", "one")]
    path = tmp_path / "out.jsonl"
    assert run_over(world, path) == 4
    assert run_over(world, path) == 1
    assert run_over([("0", "new"), *world], path) == 2
    assert run_over(world, path, retry=True) == 2


def test_a_duplicate_stays_known_and_comes_to_its_own_when_the_first_goes(tmp_path: Path) -> None:
    """Two captures with the same bytes are one across a resume; which one is decided anew."""
    path = tmp_path / "out.jsonl"
    run_over([("a", "one"), ("b", "one")], path, most=1)
    run_over([("a", "one"), ("b", "one")], path)
    assert json.loads(path.read_bytes().splitlines()[1])["error"]["name"] == "Duplicate"
    run_over([("a", "two"), ("b", "one")], path)
    assert all(b"error" not in line for line in path.read_bytes().splitlines())


def test_what_is_not_given_any_more_is_taken_out_and_counted(tmp_path: Path) -> None:
    """As with ``>``, the file holds the captures of the last command."""
    path = tmp_path / "out.jsonl"
    run_over([("a", "one"), ("b", "two"), ("c", "three")], path)
    with Journal(path) as journal:
        journal.write("b", journal.find("b", digest("two")))
        assert journal.complete() == 2
    assert [json.loads(line)["capture"]["path"] for line in path.read_bytes().splitlines()] == ["b"]


def test_two_runs_on_one_file_are_refused(tmp_path: Path) -> None:
    """The second says so and touches nothing; after the first it may."""
    path = tmp_path / "out.jsonl"
    run_over([("a", "one")], path)
    before = path.read_bytes()
    with Journal(path), pytest.raises(RashomonError, match="another run"):
        Journal(path)
    assert path.read_bytes() == before
    run_over([("a", "one")], path)


@pytest.mark.parametrize("text", [b"My notes.\n", b"My notes", b'{"capture": 3}\n', b"[]\n", b'{"other": "value"}'])
def test_a_file_of_somebody_else_is_not_touched(tmp_path: Path, text: bytes) -> None:
    """A mistyped name must not cost anybody a file."""
    path = tmp_path / "notes.txt"
    path.write_bytes(text)
    with pytest.raises(RashomonError, match="name another file"):
        Journal(path)
    assert path.read_bytes() == text


def test_a_tail_of_zeros_that_a_power_cut_leaves_is_cut_off(tmp_path: Path) -> None:
    """Some file systems write the length before the bytes."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(skipped_line(Skipped(path="a", error="TimeLimit", reason="slow"), None).text + b"\n" + bytes(400))
    with Journal(path):
        assert path.read_bytes().endswith(b"}\n")


def test_what_a_killed_run_had_set_aside_is_found_again(tmp_path: Path) -> None:
    """Killed between setting lines aside and cutting them off, or after it: nothing is read twice."""
    world = [("a", "one"), ("b", "two"), ("c", "three")]
    path, aside = tmp_path / "out.jsonl", tmp_path / "out.jsonl.earlier"
    run_over(world, path)
    lines = path.read_bytes().splitlines(keepends=True)
    for standing in (3, 1, 0):
        path.write_bytes(b"".join(lines[:standing]))
        aside.write_bytes(b"".join(lines) + lines[0][:20])
        assert run_over(world, path) == 0
        assert path.read_bytes() == b"".join(lines)
        assert not aside.exists()


def test_a_file_that_cannot_be_written_is_an_error_with_a_cure(tmp_path: Path) -> None:
    """What, where, what to try."""
    with pytest.raises(RashomonError, match="cannot be written"):
        Journal(tmp_path / "no" / "such" / "out.jsonl")
