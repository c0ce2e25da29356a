"""Thousands of captures in processes that may be killed: nothing is lost, doubled, or out of order."""

from __future__ import annotations

import multiprocessing
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hostile import Unloadable, name_reading, open_hostile, read_hostile, take_all_memory
from rashomon.datamodel import Capture, Reading, Skipped
from rashomon.errors import RashomonError
from rashomon.pipeline.inputs import Source, list_inputs, read
from rashomon.pipeline.running import Answer, Caps, Plan, Work, choose_workers, run
from running import ROOT

CAPTURES = ROOT / "tests" / "promises" / "captures"
WORK = Work(finish=name_reading, read=read_hostile, open=open_hostile)
TEXT = "The ferry Ondine lay off Tessel Point, and keeper Hald said it would stay there until the tide. "
QUICK = Caps(seconds=2.0, mebibytes=400)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with thirty small captures."""
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(f"{TEXT * 3}Number {number}.\n", "utf-8")
    return tmp_path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_all(folder: Path, workers: int = 2, caps: Caps = QUICK) -> list[Answer[str]]:
    """Return what a run over ``folder`` gives."""
    return list(run(list_inputs([folder]), WORK, Plan(workers=workers, caps=caps)))


def errors_of(answers: Iterable[Answer[Any]]) -> dict[str, str]:
    """Return which captures were skipped, and with which error."""
    return {answer.name: answer.value.error for answer in answers if isinstance(answer.value, Skipped)}


def test_any_number_of_workers_gives_the_same_in_the_same_order(desk: Path) -> None:
    """The order is that of the inputs, containers and unreadable ones among them, and nobody is left behind."""
    (desk / "05-empty.txt").write_bytes(b"")
    with zipfile.ZipFile(desk / "10-many.zip", "w") as archive:
        for number in range(20):
            archive.writestr(f"inner/{number:02}.txt", f"{TEXT}Inside, number {number}.")
    with zipfile.ZipFile(desk / "11-one.zip", "w") as archive:
        archive.writestr("alone.md", f"# A heading of some words\n\n{TEXT}")
    serial = read_all(desk, workers=0)
    assert len(serial) == 30 + 1 + 20 + 1
    assert [answer.name for answer in serial if answer.name.startswith("10-")] == [
        f"10-many.zip!/inner/{number:02}.txt" for number in range(20)
    ]
    for workers in (1, 3):
        assert read_all(desk, workers) == serial
    assert not multiprocessing.active_children()


def test_what_hangs_dies_or_is_hungry_is_named_and_the_rest_is_read(desk: Path) -> None:
    """A hostile capture costs itself alone."""
    expected = {"03.txt": "TimeLimit", "04.txt": "MemoryLimit", "05.txt": "WorkerDied", "06.txt": "TimeLimit"}
    for name, word in zip(expected, ("HANG", "HUNGRY", "CRASH", "STUBBORN"), strict=True):
        (desk / name).write_text(f"{word} {TEXT}", "utf-8")
    answers = read_all(desk)
    assert [answer.name for answer in answers] == names_in(desk)
    assert errors_of(answers) == expected
    assert all(answer.value == answer.name for answer in answers if answer.name not in expected)
    assert all(answer.sha256 for answer in answers)
    assert not multiprocessing.active_children()


def test_a_worker_that_somebody_kills_loses_and_doubles_nothing(
    desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Its capture is read by another."""
    mark = tmp_path_factory.mktemp("marks") / "killed"
    (desk / "07.txt").write_text(f"KILLED {mark} {TEXT}", "utf-8")
    answers = read_all(desk)
    assert mark.exists()
    assert [answer.value for answer in answers] == names_in(desk)


@pytest.mark.parametrize(("ending", "error"), [("trap", "TimeLimit"), ("bomb", "WorkerDied")])
def test_a_container_that_hangs_half_way_gives_what_came_before(desk: Path, ending: str, error: str) -> None:
    """The captures that came before are read, the loss of the rest is named once, with their number."""
    (desk / f"15.{ending}").write_bytes(b"a trap")
    answers = read_all(desk)
    inside = [answer for answer in answers if answer.name.startswith(f"15.{ending}")]
    assert [answer.name for answer in inside] == [*(f"15.{ending}!/{n}.txt" for n in range(3)), f"15.{ending}"]
    assert errors_of(answers) == {f"15.{ending}": error}
    assert isinstance(inside[-1].value, Skipped)
    assert "3 captures in it came before" in inside[-1].value.reason
    assert len(answers) == 30 + 4


def test_memory_that_runs_out_while_finishing_is_named_too(desk: Path) -> None:
    """Whatever step it was."""
    work = Work(finish=take_all_memory)
    answers = list(run(list_inputs([desk / "01.txt", desk / "02.txt"]), work, Plan(workers=1)))
    assert errors_of(answers) == {"01.txt": "MemoryLimit", "02.txt": "MemoryLimit"}


def test_a_run_that_is_left_early_leaves_no_process(desk: Path) -> None:
    """Ctrl-C, a closed pipe, an error of the caller: all end here."""
    answers = run(list_inputs([desk]), WORK, Plan(workers=2))
    next(answers)
    answers.close()
    assert not multiprocessing.active_children()


def test_inputs_are_taken_as_they_are_needed(desk: Path) -> None:
    """However many there are, a bounded number is held."""
    taken: list[str] = []

    def endless() -> Iterator[tuple[str, Path]]:
        for number in range(1_000_000):
            taken.append(str(number))
            yield str(number), desk / "01.txt"

    answers = run(endless(), WORK, Plan(workers=1))
    for _ in range(20):
        next(answers)
    answers.close()
    assert len(taken) < 200


def test_what_is_known_is_not_read_again(desk: Path) -> None:
    """Neither a file nor a capture of a container, as long as its bytes are the same."""
    with zipfile.ZipFile(desk / "10-many.zip", "w") as archive:
        for number in range(8):
            archive.writestr(f"{number}.txt", f"{TEXT}Inside, number {number}.")
    known = {answer.name: frozenset({(answer.name, str(answer.sha256))}) for answer in read_all(desk, workers=0)}
    (desk / "02.txt").write_text(f"Altered. {TEXT}", "utf-8")

    def recall(name: str) -> frozenset[tuple[str, str]]:
        return known.get(name, frozenset())

    for workers in (0, 2):
        answers = list(run(list_inputs([desk]), WORK, Plan(workers=workers, recall=recall)))
        assert [answer.name for answer in answers] == list(known)
        assert [answer.name for answer in answers if answer.value is not None] == ["02.txt"]


def test_another_engine_than_map_may_do_the_work(desk: Path) -> None:
    """Anything with the signature of ``map``."""
    used: list[int] = []

    def engine(function: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        found = [function(item) for item in items]
        used.append(len(found))
        return found

    assert list(run(list_inputs([desk]), WORK, Plan(), engine=engine)) == read_all(desk, workers=0)
    assert used == [30]


def test_values_are_read_as_files_are(desk: Path) -> None:
    """Bytes, captures and readings are inputs too."""
    payload = (desk / "01.txt").read_bytes()
    sources: list[Source] = [payload, Capture(payload=payload, origin="-"), Capture(payload=b"", origin="nothing")]
    sources += [Capture(payload=b"", content_type="text/plain", origin="empty"), read(desk / "01.txt")]
    for workers in (0, 1):
        answers = list(run(list_inputs(sources), Work(finish=Reading.to_dict), Plan(workers=workers)))
        assert [answer.name for answer in answers] == ["(unnamed)", "-", "nothing", "empty", "01.txt"]
        assert errors_of(answers) == {"nothing": "CaptureEmpty", "empty": "CaptureEmpty"}


def test_a_few_small_texts_are_read_without_starting_a_process(desk: Path) -> None:
    """It would take longer than the reading; an archive may hold anything, and gets one."""
    assert choose_workers(list_inputs([desk / "01.txt", desk / "missing.txt"])) == 0
    assert choose_workers(list_inputs([desk])) > 0
    (desk / "a.zip").write_bytes(b"PK")
    assert choose_workers(list_inputs([desk / "a.zip"])) > 0
    (desk / "large.txt").write_text(TEXT * 1000, "utf-8")
    assert choose_workers(list_inputs([desk / "large.txt"])) > 0


def test_a_process_that_cannot_start_is_an_error_with_a_cure(desk: Path) -> None:
    """A run whose workers all die at their start would else call every capture unreadable."""
    with pytest.raises(RashomonError, match="--workers 0"):
        list(run(list_inputs([desk]), Work(finish=Unloadable()), Plan(workers=1)))
