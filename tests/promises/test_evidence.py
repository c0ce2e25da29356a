"""Every line is verbatim, and a command proves it: one changed letter, one missing line, one missing capture fail."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import tarfile
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import rashomon
from rashomon.datamodel import Comparison
from rashomon.ingest.doors import open_captures
from rashomon.views import read_evidence, to_html, to_json
from rashomon.views.evidence_html import count_lines, seal
from running import EXAMPLES, ROOT, run_cli, working_in

CAPTURES = ROOT / "tests" / "promises" / "captures"


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Return the comparison of the whole sample."""
    return rashomon.compare([CAPTURES])


@pytest.fixture
def desk(tmp_path: Path, comparison: Comparison) -> Path:
    """Return a folder with the captures and both reports of them."""
    shutil.copytree(CAPTURES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "report.html").write_text(to_html(comparison), "utf-8", newline="")
    (tmp_path / "report.json").write_text(to_json(comparison), "utf-8", newline="")
    return tmp_path


@pytest.mark.parametrize("report", ["report.html", "report.json"])
def test_an_untouched_report_is_verified(desk: Path, report: str) -> None:
    """Every line stands, and the count says how many."""
    outcome = run_cli("verify", report, folder=desk)
    assert outcome.code == 0, outcome.text
    assert re.search(r"^[\d,]+ lines?, [\d,]+ spans? verified$", outcome.text, re.MULTILINE)


def change_letter(text: str, quote: str, at: int) -> str:
    """Return ``text`` with one letter changed at its place number ``at`` where ``quote`` stands."""
    start = -1
    for _ in range(at + 1):
        start = text.find(quote, start + 1)
        assert start >= 0
    middle = start + len(quote) // 2
    return text[:middle] + ("e" if text[middle] != "e" else "a") + text[middle + 1 :]


def test_one_letter_changed_in_any_quote_of_the_json_report_fails_and_names_the_line(desk: Path) -> None:
    """Each excerpt of each finding in turn."""
    path = desk / "report.json"
    data = json.loads(path.read_text("utf-8"))
    kinds = {"agreed": "AGREED", "disputed": "DISPUTED", "unmatched": "ONLY FOUND"}
    seen = 0
    for finding in data["findings"]:
        if finding["update"]:
            continue
        excerpt = finding["evidence"][-1]
        before = excerpt["exact"]
        excerpt["exact"] = change_letter(before, before, 0)
        verification = rashomon.verify(json.dumps(data).encode(), captures=[desk])
        assert not verification.verified
        assert all(problem.line.startswith(kinds[finding["kind"]]) for problem in verification.problems)
        excerpt["exact"] = before
        seen += 1
    assert seen


def test_one_letter_changed_in_a_quote_of_the_html_report_exits_with_4_and_names_the_line(desk: Path) -> None:
    """As a person would do it with an editor: the same words, one letter off, wherever the page shows them."""
    path = desk / "report.html"
    page = path.read_text("utf-8")
    quote = "she is not going anywhere"
    assert page.count(quote) > 1
    for at in range(page.count(quote)):
        path.write_text(change_letter(page, quote, at), "utf-8", newline="")
        outcome = run_cli("verify", "report.html", folder=desk)
        assert outcome.code == 4, f"occurrence {at} of the quote is not under verification"
        assert re.search(
            r"^[A-Z][A-Z ]+\d*.*: the report shows “.*” where the capture has “", outcome.text, re.MULTILINE
        )


def test_every_letter_of_a_short_html_line_is_under_verification(desk: Path) -> None:
    """No letter of a quote can change unnoticed: each in turn."""
    path = desk / "report.html"
    page = path.read_text("utf-8")
    quote = "Nobody was killed"
    start = page.index(quote)
    for at in range(start, start + len(quote)):
        changed = page[:at] + ("x" if page[at] != "x" else "y") + page[at + 1 :]
        assert not rashomon.verify(changed.encode("utf-8"), captures=[desk]).verified


def test_a_line_taken_out_of_a_report_is_noticed(desk: Path) -> None:
    """A report cannot lose a line and still be verified."""
    data = json.loads((desk / "report.json").read_text("utf-8"))
    data["findings"][0]["evidence"].pop()
    (desk / "report.json").write_text(json.dumps(data), "utf-8")
    assert run_cli("verify", "report.json", folder=desk).code == 4
    page = (desk / "report.html").read_text("utf-8")
    cut = re.sub(r"<bdi\b[^>]*data-start[^>]*>[^<]*</bdi>", "", page, count=1)
    assert cut != page
    (desk / "report.html").write_text(cut, "utf-8", newline="")
    assert run_cli("verify", "report.html", folder=desk).code == 4


def test_a_capture_that_is_missing_or_changed_cannot_be_verified(desk: Path) -> None:
    """The capture is named, and the code is 4."""
    (desk / "island-post.md").unlink()
    outcome = run_cli("verify", "report.html", folder=desk)
    assert outcome.code == 4
    assert "CAPTURE" in outcome.text
    assert "island-post.md" in outcome.text
    (desk / "island-post.md").write_text("# Something else\n", "utf-8")
    outcome = run_cli("verify", "report.json", folder=desk)
    assert outcome.code == 4
    assert "SHA-256 differs" in outcome.text


def test_captures_are_found_by_digest_wherever_they_lie(desk: Path, tmp_path: Path) -> None:
    """Under other names, in another folder, and with the report on standard input."""
    away = tmp_path / "archive" / "2031"
    away.mkdir(parents=True)
    for number, path in enumerate(sorted(CAPTURES.iterdir())):
        (desk / path.name).rename(away / f"{number}.bin")
    page = (desk / "report.html").read_bytes()
    assert run_cli("verify", "report.html", folder=desk).code == 4
    assert run_cli("verify", "report.html", "--captures", "archive", folder=desk).code == 0
    assert run_cli("verify", "-", "--captures", "archive", folder=desk, stdin=page).code == 0
    files = sorted(away.iterdir())
    assert run_cli("verify", desk / "report.html", "--captures", *files).code == 0


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "warc.gz"])
def test_captures_in_a_container_are_found_in_one_pass_over_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """By ``container!/member``, and by their digests where the container was renamed; gone with it."""
    pack(tmp_path / f"scrapes.{kind}", sorted(CAPTURES.iterdir()))
    with working_in(tmp_path):
        report = to_html(rashomon.compare([f"scrapes.{kind}"]))
    (tmp_path / "report.html").write_text(report, "utf-8", newline="")
    opened = count_openings(monkeypatch)
    outcome = run_cli("verify", "report.html", "--again", folder=tmp_path)
    assert outcome.code == 0, outcome.text
    assert f"scrapes.{kind}!/" in report
    assert opened == [f"scrapes.{kind}"]
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"scrapes.{kind}").rename(tmp_path / "elsewhere" / "renamed.bin")
    assert run_cli("verify", "report.html", "--captures", "elsewhere", folder=tmp_path).code == 0
    outcome = run_cli("verify", "report.html", folder=tmp_path)
    assert outcome.code == 4
    assert f"CAPTURE scrapes.{kind}!/" in outcome.text


def test_a_member_that_was_altered_in_its_container_is_told_from_one_that_is_gone(tmp_path: Path) -> None:
    """The first has another SHA-256, the second is not there; the rest is verified all the same."""
    pages = sorted(CAPTURES.iterdir())
    pack(tmp_path / "scrapes.zip", pages)
    with working_in(tmp_path):
        (tmp_path / "report.json").write_text(to_json(rashomon.compare(["scrapes.zip"])), "utf-8", newline="")
    (tmp_path / pages[0].name).write_bytes(pages[0].read_bytes() + b"\nOne more line.")
    pack(tmp_path / "scrapes.zip", [tmp_path / pages[0].name, *pages[2:]])
    outcome = run_cli("verify", "report.json", folder=tmp_path)
    assert outcome.code == 4
    assert f"CAPTURE scrapes.zip!/{pages[0].name}: the file of this name is not the capture" in outcome.text
    assert f"CAPTURE scrapes.zip!/{pages[1].name}: no file with its SHA-256" in outcome.text
    assert "2 problems" in outcome.text


def pack(path: Path, pages: Sequence[Path]) -> None:
    """Write ``pages`` into a container of the kind that the ending of ``path`` names."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for page in pages:
                archive.write(page, page.name)
    elif ".tar" in path.suffixes:
        with tarfile.open(path, "w:gz") as tar:
            for page in pages:
                tar.add(page, page.name)
    else:
        with path.open("wb") as stream:
            for number, page in enumerate(pages):
                body = page.read_bytes()
                head = (
                    f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:{uuid.UUID(int=number)}>\r\n"
                    f"WARC-Target-URI: https://desk.example/{page.name}\r\nWARC-Date: 2031-05-12T06:00:00Z\r\n"
                    f"Content-Type: {'text/html' if page.suffix == '.html' else 'text/plain'}\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n"
                )
                stream.write(gzip.compress(head.encode() + body + b"\r\n\r\n"))


def count_openings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that takes the name of each container that verification goes through."""
    opened: list[str] = []

    def open_and_count(path: Path, *, origin: str) -> Iterator[object]:
        opened.append(origin)
        return open_captures(path, origin=origin)

    monkeypatch.setattr("rashomon.pipeline.verification.open_captures", open_and_count)
    return opened


@pytest.mark.parametrize("report", ["report.html", "report.json"])
def test_an_untouched_report_is_what_its_captures_give(desk: Path, report: str) -> None:
    """The same run gives the same bytes, so comparing once more finds nothing, whatever the line ends became."""
    assert run_cli("verify", report, "--again", folder=desk).code == 0
    crlf = (desk / report).read_bytes().replace(b"\n", b"\r\n")
    assert rashomon.verify(crlf, captures=[desk], again=True).verified


def alter_json(text: str, change: str) -> str:
    """Return a JSON report with one thing altered that no letter of a quotation shows."""
    data = json.loads(text)
    if change == "stance":
        wanted = data["findings"][0]["claims"][0]
        claim = next(claim for claim in data["claims"] if claim["id"] == wanted)
        claim["stance"] = "denies" if claim["stance"] != "denies" else "asks"
    elif change == "publisher":
        data["articles"][0]["publisher"] = "Nobody’s Gazette"
    elif change == "finding":
        del data["findings"][0]
    else:
        data["manifest"]["parts"]["annotator"] = "another"
    return json.dumps(data)


def alter_html(page: str, change: str) -> str:
    """Return a page with the same altered, and its own digest and count made to fit as a forger would."""
    if change == "stance":
        page = re.sub(r"(<li class=\"point [^§]*?</i>)(asserts|quotes|hedges)", r"\1denies", page, count=1)
    elif change == "publisher":
        page = page.replace("Coast Courier</bdi>", "Nobody’s Gazette</bdi>", 1)
    elif change == "finding":
        page = re.sub(r"<li class=\"point [^§]*?</li>", "", page, count=1)
    else:
        page = re.sub(r"<dt>annotator</dt><dd>[^<]*", "<dt>annotator</dt><dd>another", page)
    return seal(re.sub(r'(rashomon-lines" content=")\d+', rf"\g<1>{count_lines(page)}", page, count=1))


@pytest.mark.parametrize("report", ["report.html", "report.json"])
@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("stance", r"(AGREED|DISPUTED|MOVED FIGURE|ONLY FOUND) 1"),
        ("publisher", r"[A-Z]+[A-Z0-9 ]*.*"),
        ("finding", r"(AGREED|DISPUTED|MOVED FIGURE|ONLY FOUND) \d+"),
        ("manifest", "MANIFEST"),
    ],
)
def test_what_no_quotation_shows_is_noticed_when_the_captures_are_compared_again(
    desk: Path, report: str, change: str, line: str
) -> None:
    """An altered stance or publisher, a finding taken out, another program: ``--again`` names the first of them."""
    alter = alter_html if report.endswith("html") else alter_json
    before = (desk / report).read_text("utf-8")
    after = alter(before, change)
    assert after != before
    (desk / report).write_text(after, "utf-8", newline="")
    assert run_cli("verify", report, folder=desk).code == 0, "the letters alone show nothing"
    outcome = run_cli("verify", report, "--again", folder=desk)
    assert outcome.code == 4
    assert re.search(rf"^{line}: .*the report has “.*” where the captures give “", outcome.text, re.MULTILINE)


def test_without_all_captures_nothing_is_compared_again(desk: Path) -> None:
    """The missing capture is named, and that the rest was not judged."""
    (desk / "island-post.md").unlink()
    outcome = run_cli("verify", "report.json", "--again", folder=desk)
    assert outcome.code == 4
    assert "not compared again" in outcome.text


def test_skipped_inputs_do_not_count_when_the_captures_are_compared_again(desk: Path) -> None:
    """A duplicate and an empty file stand in the report, and no capture can show them."""
    (desk / "empty.txt").write_bytes(b"")
    (desk / "copy.txt").write_bytes((desk / "coast-courier.txt").read_bytes())
    outcome = run_cli("compare", ".", "--json", "--html", "new.html", folder=desk)
    (desk / "new.json").write_bytes(outcome.out)
    assert len(json.loads(outcome.out)["skipped"]) >= 2
    for report in ("new.html", "new.json"):
        assert run_cli("verify", report, "--again", folder=desk).text.endswith("verified\n")


@pytest.mark.parametrize("payload", [b"", b"\xff\xfe\x00", b"Just text.", b"{}", b"<html></html>", b'{"captures": 3}'])
def test_what_is_no_report_is_an_error(tmp_path: Path, payload: bytes) -> None:
    """A wrong file is told apart from a report that fails."""
    (tmp_path / "report.html").write_bytes(payload)
    outcome = run_cli("verify", "report.html", folder=tmp_path)
    assert outcome.code == 1
    assert outcome.err.startswith("rashomon: ")


@pytest.mark.parametrize("sample", sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()))
def test_the_bundled_samples_are_verified_to_the_last_span(sample: str, tmp_path: Path) -> None:
    """What ``make demo`` shows for one sample holds for all of them."""
    page, captures = tmp_path / "report.html", EXAMPLES / sample
    assert run_cli("compare", captures, "--html", page).code == 0
    evidence = read_evidence(page.read_bytes())
    outcome = run_cli("verify", page, "--captures", captures, "--json")
    assert outcome.code == 0, outcome.text
    assert json.loads(outcome.out)["spans"] == len(evidence.lines) == evidence.declared > 0
