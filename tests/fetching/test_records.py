"""The WARC file: read by two other programs, appended to safely, and holding nothing that must not be kept."""

from __future__ import annotations

import gzip
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from fetching.local_server import PAGE, QuickClock, answer, make_client, packed, redirect, serving
from rashomon.errors import CrawlUnusable
from rashomon.fetching import CrawlFile, Fetched, Settings, fetch_all, summarize


def crawl(path: Path, routes: dict[str, Any], *paths: str, **settings: Any) -> list[Fetched]:  # noqa: ANN401 - whatever Settings takes
    """Fetch ``paths`` of a server with ``routes`` into the file ``path``."""
    with serving(routes) as server, CrawlFile(path, Settings(**settings), QuickClock()) as file:
        return list(fetch_all(map(server.url, paths), make_client(**settings), file))


def read_types(path: Path) -> list[str]:
    """Return the types of the records as fastwarc reads them."""
    return [record.headers["WARC-Type"] or "" for record in ArchiveIterator(io.BytesIO(path.read_bytes()))]


def read_decision(path: Path, number: int = -1) -> str:
    """Return the metadata record ``number`` as text."""
    records = ArchiveIterator(io.BytesIO(path.read_bytes()), record_types=WarcRecordType.metadata)
    return [record.reader.read().decode("utf-8") for record in records][number]


def test_two_other_programs_read_the_page(tmp_path: Path) -> None:
    """Both fastwarc and warcio give the page, its address and time, and find the digests right."""
    warcio = pytest.importorskip("warcio.archiveiterator")
    path = tmp_path / "crawl.warc.gz"
    (got,) = crawl(path, {"/a": packed()}, "/a")
    assert got.outcome == "fetched"
    assert got.sha256 == hashlib.sha256(PAGE).hexdigest()
    for record in ArchiveIterator(io.BytesIO(path.read_bytes()), record_types=WarcRecordType.response):
        if record.headers["WARC-Target-URI"] == got.url:
            assert (record.record_id or "").strip("<>") == got.record
            assert gzip.decompress(record.reader.read()) == PAGE
    with path.open("rb") as file:
        pages = []
        for record in warcio.ArchiveIterator(file, check_digests=True):
            body = record.content_stream().read()
            assert record.digest_checker.passed is not False
            if record.rec_type == "response" and record.rec_headers["WARC-Target-URI"] == got.url:
                pages.append((record, body))
    ((page, body),) = pages
    assert body == PAGE
    assert page.rec_headers["WARC-IP-Address"] == "127.0.0.2"
    assert page.rec_headers["WARC-Date"].startswith("2030-03-14T09:00:")
    assert page.rec_headers["WARC-Payload-Digest"].startswith("sha256:")
    assert page.rec_headers["WARC-Truncated"] is None
    assert page.http_headers.get_statuscode() == "200"


def test_the_records_of_an_address_stand_together(tmp_path: Path) -> None:
    """First the program and its settings; for each exchange request and response; last what became of the address."""
    path = tmp_path / "crawl.warc.gz"
    crawl(path, {"/a": redirect("/b"), "/b": answer()}, "/a")
    assert read_types(path) == ["warcinfo", *["request", "response"] * 4, "metadata"]
    assert "outcome: redirected\r\n" in read_decision(path)


@pytest.mark.parametrize(
    ("routes", "words"),
    [
        ({"/robots.txt": answer(b"User-agent: *\nDisallow: /")}, ("refused by robots", "Disallow: /")),
        ({"/a": answer(PAGE, tdm_reservation="1")}, ("reserved", "header: tdm-reservation 1")),
        ({"/a": answer(b"<meta name=tdm-reservation content=1>" + PAGE)}, ("reserved", "meta element")),
        ({"/a": answer(PAGE, kind="video/mp4")}, ("not text", "video/mp4")),
    ],
)
def test_why_a_page_was_not_kept_is_kept(tmp_path: Path, routes: dict[str, bytes], words: tuple[str, ...]) -> None:
    """The decision is always in the file, and the page is not."""
    path = tmp_path / "crawl.warc.gz"
    (got,) = crawl(path, routes, "/a")
    assert got.failed
    assert got.record is None
    assert all(word in read_decision(path) for word in words)
    assert PAGE not in gzip.decompress(path.read_bytes())


def test_a_server_writes_no_lines_of_its_own_into_a_decision(tmp_path: Path) -> None:
    """Headers and metadata with line ends stay one line."""
    path = tmp_path / "crawl.warc.gz"
    page = b'<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="x&#10;outcome: fetched&#13;y">'
    crawl(path, {"/a": answer(page)}, "/a")
    assert read_decision(path).count("\noutcome:") + read_decision(path).startswith("outcome:") == 1


def test_a_cut_page_is_marked(tmp_path: Path) -> None:
    """WARC-Truncated says why."""
    path = tmp_path / "crawl.warc.gz"
    crawl(path, {"/a": answer(b"x" * 9_000)}, "/a", max_bytes=1_000)
    marks = [record.headers.get("WARC-Truncated") for record in ArchiveIterator(io.BytesIO(path.read_bytes()))]
    assert marks.count("length") == 1


def test_what_is_in_the_file_stays(tmp_path: Path) -> None:
    """A second run appends."""
    path = tmp_path / "crawl.warc.gz"
    crawl(path, {"/a": answer()}, "/a")
    before = path.read_bytes()
    crawl(path, {"/a": answer()}, "/a")
    assert path.read_bytes().startswith(before)
    assert read_types(path).count("warcinfo") == 2


@pytest.mark.parametrize("lost", [1, 8, 100])
def test_a_half_written_record_is_cut_off_by_the_next_run(tmp_path: Path, lost: int) -> None:
    """A run that was killed while writing leaves a file that is read up to there, and can be appended to."""
    path = tmp_path / "crawl.warc.gz"
    crawl(path, {"/a": answer()}, "/a")
    before = read_types(path)
    path.write_bytes(path.read_bytes()[:-lost])
    with CrawlFile(path, Settings()) as file:
        assert file.repaired > 0
    assert read_types(path) == [*before[:-1], "warcinfo"]


@pytest.mark.parametrize("payload", [b"<html>a page</html>", gzip.compress(b"<html>"), b"\x00" * 50])
def test_a_file_that_is_no_crawl_is_left_alone(tmp_path: Path, payload: bytes) -> None:
    """Nothing is appended to somebody's other file."""
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(payload)
    with pytest.raises(CrawlUnusable):
        CrawlFile(path, Settings())
    assert path.read_bytes() == payload


def test_a_crawl_that_is_damaged_inside_is_left_alone(tmp_path: Path) -> None:
    """Cutting at the damage would lose the good records behind it."""
    path = tmp_path / "crawl.warc.gz"
    crawl(path, {"/a": answer()}, "/a")
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40] = b"\xff" * 40
    path.write_bytes(data)
    with pytest.raises(CrawlUnusable, match="damaged"):
        CrawlFile(path, Settings())
    assert path.read_bytes() == data


def test_two_runs_do_not_write_into_one_file(tmp_path: Path) -> None:
    """The second one is told."""
    pytest.importorskip("fcntl")
    path = tmp_path / "crawl.warc.gz"
    with CrawlFile(path, Settings()), pytest.raises(CrawlUnusable, match="another run"):
        CrawlFile(path, Settings())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With a cure."""
    with pytest.raises(CrawlUnusable) as caught:
        CrawlFile(tmp_path / "gone" / "crawl.warc.gz", Settings())
    assert caught.value.hint


def test_a_full_disk_leaves_no_half_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written of it is taken back, and the run ends with the reason."""
    path = tmp_path / "crawl.warc.gz"
    with CrawlFile(path, Settings()) as file:
        size = path.stat().st_size
        real = file._file  # noqa: SLF001 - a disk that fills up cannot be had otherwise

        class Full:
            def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands for a file
                return getattr(real, name)

            def write(self, data: Any) -> int:  # noqa: ANN401 - same
                real.write(bytes(data)[:20])
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(file, "_file", Full())
        with pytest.raises(CrawlUnusable, match="No space"):
            file.write(Fetched(url="http://public.example/", outcome="unreachable"))
        assert path.stat().st_size == size


def test_hosts_take_turns_and_repetitions_are_counted(tmp_path: Path) -> None:
    """The pause for one host does not hold up another, an address given twice is fetched once, and the sum adds up."""
    with serving({"/a": answer(), "/b": answer()}) as one, serving({"/a": answer()}) as two:
        given = [one.url("/a"), one.url("/b"), two.url("/a", "other.example"), one.url("/a#part"), "ftp://x.example/"]
        with CrawlFile(tmp_path / "crawl.warc.gz", Settings()) as file:
            results = list(fetch_all(given, make_client(), file))
    assert sorted(result.url for result in results) == sorted(given)
    order = [result.url for result in results if result.outcome == "fetched"]
    assert order == [given[0], given[2], given[1]]
    words = summarize([result.outcome for result in results])
    assert words == "5 addresses: 3 fetched, 1 named twice, 1 not an address"
    assert summarize([]) == "0 addresses"
