"""What all commands share: colour, width, standard input, whole files."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.app.listing import list_reading
from rashomon.app.terminal import open_sources, wants_color, width, write_file
from rashomon.datamodel import Capture
from rashomon.errors import RashomonError
from rashomon.pipeline import read
from running import ROOT


class Screen(io.StringIO):
    """Standard output as a terminal."""

    def isatty(self) -> bool:
        """Tell that somebody is looking."""
        return True


def look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a capable terminal in the place of standard output (in the test: pytest changes it before)."""
    monkeypatch.setattr(sys, "stdout", Screen())
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_terminal_gets_colour_and_its_own_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody looks."""
    look(monkeypatch)
    monkeypatch.setenv("COLUMNS", "72")
    assert wants_color()
    assert width() == 72
    monkeypatch.setenv("COLUMNS", "3")
    assert width() == 40


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """NO_COLOR and dumb terminals are respected."""
    look(monkeypatch)
    monkeypatch.setenv(name, value)
    assert not wants_color()


def test_a_pipe_gets_the_same_bytes_whatever_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS of the shell that started it changes no file."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setenv("COLUMNS", "50")
    assert width() == 100
    assert not wants_color()


def test_standard_input_is_read_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command without "-" never waits for a keyboard."""
    monkeypatch.setattr(sys, "stdin", None)
    assert open_sources([Path("a.txt")]) == [Path("a.txt")]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"words")))
    assert open_sources([Path("-"), Path("-")]) == [Capture(payload=b"words", origin="-")] * 2


def test_a_file_is_written_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    """A failure leaves the old file and no half one."""
    page = tmp_path / "page.html"
    write_file(page, "old")
    (tmp_path / "page.html.part").mkdir()
    with pytest.raises(RashomonError, match="cannot be written"):
        write_file(page, "new")
    assert page.read_text("utf-8") == "old"


def test_listings_show_no_control_characters() -> None:
    """A hostile headline cannot move the cursor, ring the bell or reverse the line."""
    hostile = "\x1b[2JCleared\x07 \u202esdrawkcab\n\nThe ferry ran aground on Monday, the coastguard said.\n"
    listing = "".join(list_reading(read(hostile.encode("utf-8"), origin="\x1b[31mred\x1b[0m.txt")))
    assert not set(listing) & set("\x1b\x07\u202e")


def test_a_capture_that_reads_like_no_article_is_shown_with_the_reason() -> None:
    """Whoever sees a stub sees beside it why it is one, and with what score."""
    account = read((ROOT / "tests" / "promises" / "captures" / "coast-courier.txt").read_bytes(), origin="shop.txt")
    stub = replace(account, articles=(replace(account.articles[0], role="stub"),), refusal="it is a shop (score 0.20)")
    assert list(list_reading(stub))[1] == "  it is a shop (score 0.20); its text is kept as a stub"
    assert stub.completeness.reason == "it is a shop (score 0.20)"
    assert replace(stub, articles=()).completeness.reason == "there is no article in it: it is a shop (score 0.20)"
    assert "stub" not in list(list_reading(account))[1]
