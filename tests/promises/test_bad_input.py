"""Hostile and broken files in one folder: each is read as far as it goes or named and counted, and the run goes on.

What the parts do with each is tested beside them (doors, fetching, pages); here stands what somebody sees who gives the
whole folder to ``rashomon articles``.
"""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ingest.broken_inputs import PAGE, STORY, pack_record
from running import ROOT, run_cli

GOOD = ROOT / "tests" / "promises" / "captures"
OUTSIDE = "The old map of the archive lies under the third stone."
SENTENCE = "The lock keeper opened the eastern gate at six, {number} boats waiting outside, her log says. "
ZEROS = b"<p>" + b"The same words again and again. " * 1_000_000
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LOGIN = (
    "<html><head><title>Sign in - Quay Gazette</title></head><body><h1>Sign in to go on reading</h1><form><label>E-mail"
    '<input name="user"></label><label>Password<input type="password"></label><button>Sign in</button></form>'
    "<p>Forgotten your password? We send you a link that is good for an hour.</p></body></html>"
)
MISSING = (
    "<html><head><title>404 Not Found</title></head><body><h1>Page not found</h1>"
    f"<p>{'The page that you asked for has been moved or never was here, and we are sorry for it. ' * 4}</p>"
    f"<p>{'Perhaps you would like to read what others have read today, or to search the archive. ' * 4}</p>"
    "</body></html>"
)
RSS = (
    '<?xml version="1.0"?>{dtd}<rss version="2.0"><channel><title>Gazette</title>'
    "<item><title>{title}</title><description>{text}</description></item></channel></rss>"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run over the folder gave: exit code, each capture's JSON by path, each skipped line of stderr."""

    code: int
    captures: dict[str, dict[str, Any]]
    err: str

    def skipped(self, name: str) -> list[str]:
        """Return the lines that say why something in ``name`` was skipped."""
        return [line for line in self.err.splitlines() if line.startswith(f"rashomon: skipped {name}")]

    def inside(self, name: str) -> list[dict[str, Any]]:
        """Return the captures that were found in ``name``."""
        return [capture for path, capture in self.captures.items() if path.startswith(name)]

    def text(self, name: str) -> str:
        """Return the text of all articles in ``name``."""
        return "\n".join(article["text"] for capture in self.inside(name) for article in capture["articles"])


def write_bad(folder: Path) -> None:
    """Write every bad file of the list into ``folder``."""
    page, story = PAGE.encode(), STORY.encode()
    (folder / "bomb.html.gz").write_bytes(gzip.compress(ZEROS * 4, 9))
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", ZEROS * 4)
        archive.writestr("story.txt", story)
    bomb = pack_record(gzip.compress(ZEROS * 4, 9), number=1, head=b"Content-Encoding: gzip\r\n")
    (folder / "bomb.warc").write_bytes(bomb + pack_record(page, number=2))
    wrong = pack_record(page, length=len(page) // 2) + pack_record(page.replace(b"Monday", b"Sunday"), number=2)
    (folder / "wrong-length.warc").write_bytes(wrong)
    (folder / "missing.warc").write_bytes(pack_record(MISSING.encode(), status="404 Not Found"))
    nested = f"<html><body>{'<div>' * 50_000}<p>{STORY.replace(chr(10), ' ')}</p></body></html>"
    (folder / "nested.html").write_text(nested, "utf-8")
    many = "\n\n".join(SENTENCE.format(number=number) for number in range(40_000))
    (folder / "paragraphs.txt").write_text(many, "utf-8")
    dtd = f'<!DOCTYPE rss [<!ENTITY l0 "laugh">{LAUGHS}]>'
    (folder / "laughs.xml").write_text(RSS.format(dtd=dtd, title="&l9;", text=STORY), "utf-8")
    (folder.parent / "secret.txt").write_text(OUTSIDE, "utf-8")
    dtd = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "file://{folder.parent / "secret.txt"}">]>'
    (folder / "external.xml").write_text(RSS.format(dtd=dtd, title="Slipway", text=f"&e; {STORY}"), "utf-8")
    script = "&lt;script&gt;steal(document.cookie)&lt;/script&gt;"
    (folder / "script.xml").write_text(RSS.format(dtd="", title="Slipway", text=f"{script}&lt;p&gt;{STORY}&lt;/p&gt;"))
    (folder / "cut.html.gz").write_bytes(gzip.compress(page * 40)[:-60])
    mixed = f"{STORY}\n\nLe maire a été prévenu.\n\n".encode() + "Le café était fermé, a dit le préfet.\n".encode(
        "cp1252"
    )
    (folder / "mixed.txt").write_bytes(mixed)
    (folder / "login.html").write_text(LOGIN, "utf-8")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 50)
    (folder / "empty.txt").write_bytes(b"")


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return what one run over a folder with all the bad files and one good file gave."""
    folder = tmp_path_factory.mktemp("desk") / "scrapes"
    folder.mkdir()
    write_bad(folder)
    (folder / "zz-good.txt").write_bytes((GOOD / "coast-courier.txt").read_bytes())
    outcome = run_cli("articles", "--json", ".", folder=folder)
    lines = [json.loads(line) for line in outcome.text.splitlines()]
    captures = {str(line["capture"]["path"]): line for line in lines}
    return Run(code=outcome.code, captures=captures, err=outcome.err)


def test_the_run_goes_on_and_its_sum_adds_up(given: Run) -> None:
    """What can be read is given, what cannot is named and counted, and no fault of ours is among it."""
    assert "ran aground off Tessel Point" in given.text("zz-good.txt")
    assert given.code == 1
    for sign in ("Traceback", "unexpectedly", "report this"):
        assert sign not in given.err
    summary = next(line for line in given.err.splitlines() if re.match(r"rashomon: \d+ captures", line))
    total = int(summary.split()[1])
    skipped = [line for line in given.err.splitlines() if line.startswith("rashomon: skipped ")]
    assert total == len(given.captures) + len(skipped)


@pytest.mark.parametrize("name", ["bomb.html.gz", "bomb.zip", "bomb.warc"])
def test_a_bomb_is_named_and_what_lies_beside_it_is_read(given: Run, name: str) -> None:
    """Gzip, zip and a record that expand without measure are refused, their neighbours are not."""
    (line,) = given.skipped(name)
    assert "CaptureExpands" in line or "CaptureTooLarge" in line
    if name != "bomb.html.gz":
        assert "close the old slipway" in given.text(name)


def test_fifty_thousand_nested_tags_lose_no_text(given: Run) -> None:
    """Depth ends no parser without a word."""
    assert "close the old slipway" in given.text("nested.html")


def test_forty_thousand_paragraphs_are_read(given: Run) -> None:
    """Length is no fault: the first and the last paragraph stand in the rendering."""
    (capture,) = given.inside("paragraphs.txt")
    assert SENTENCE.format(number=0).strip() in capture["rendering"]["text"]
    assert SENTENCE.format(number=39_999).strip() in capture["rendering"]["text"]


def test_entities_that_multiply_are_not_expanded(given: Run) -> None:
    """A billion laughs are read as a feed without them, or named."""
    assert given.inside("laughs.xml") or given.skipped("laughs.xml")
    assert "laughlaugh" not in json.dumps(given.inside("laughs.xml"))


def test_an_external_entity_reads_no_file(given: Run) -> None:
    """No file beside the captures comes in by way of a document that names it."""
    assert given.inside("external.xml") or given.skipped("external.xml")
    assert OUTSIDE not in json.dumps([given.captures, given.err])


def test_an_encoded_script_is_no_text_of_an_article(given: Run) -> None:
    """Markup hidden in entities is unwrapped once, and its scripts are not taken for words."""
    assert "close the old slipway" in given.text("script.xml")
    assert "steal(" not in given.text("script.xml")


def test_a_gzip_file_cut_short_is_said(given: Run) -> None:
    """What is there is read or not, but nobody takes it for whole."""
    assert any("ContainerBroken" in line for line in given.skipped("cut.html.gz"))


def test_a_wrong_length_spoils_one_record_alone(given: Run) -> None:
    """A record that states half its length is read as far or named; the next one is whole."""
    assert "voted on Sunday" in given.text("wrong-length.warc")
    assert len(given.inside("wrong-length.warc")) + len(given.skipped("wrong-length.warc")) >= 2


def test_mixed_encodings_are_read_and_flagged(given: Run) -> None:
    """Each line comes out right, and the rendering says that they differed."""
    (capture,) = given.inside("mixed.txt")
    assert "Le café était fermé" in capture["rendering"]["text"]
    assert "Le maire a été prévenu" in capture["rendering"]["text"]
    assert "mixed encodings" in capture["rendering"]["flags"]


def test_an_error_page_with_a_body_like_an_article_is_not_one(given: Run) -> None:
    """The server said that the page is not there, and so do we."""
    assert given.text("missing.warc") == ""
    assert "404" in " ".join(given.skipped("missing.warc"))


def test_a_login_page_holds_no_article(given: Run) -> None:
    """A form and its small print are not the report behind it."""
    (capture,) = given.inside("login.html")
    assert capture["articles"] == []
    assert "login.html: there is no article in it: the page asks to sign in (NoArticle)" in given.err


@pytest.mark.parametrize(("name", "error"), [("noise.bin", "CaptureBinary"), ("empty.txt", "CaptureEmpty")])
def test_a_file_without_text_is_named(given: Run, name: str, error: str) -> None:
    """Noise and nothing are said to be that."""
    (line,) = given.skipped(name)
    assert error in line
