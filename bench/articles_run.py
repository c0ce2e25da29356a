"""Thousands of mixed captures through ``rashomon articles --output``: speed, peak memory, kill -9 and resume.

``python bench/articles_run.py [--files 3000] [--workers N] [--warc-mib 0]`` makes the files in a temporary folder from
our own words (the same each time), reads them once without interruption and once with kills at random moments,
compares the two outputs letter for letter, and prints one table. With ``--warc-mib`` a WARC of that size is read too,
to show that memory stays flat.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "rashomon", "articles")
NOUNS = (
    "harbour",
    "council",
    "ferry",
    "bridge",
    "market",
    "school",
    "road",
    "signal",
    "valley",
    "mill",
    "tower",
    "reef",
)
VERBS = ("closed", "moved", "opened", "flooded", "voted on", "repaired", "inspected", "lit", "measured", "painted")
PEOPLE = ("Ioana Hald", "Toma Velk", "Pell Ostrava", "Mira Sund", "Anders Roe", "Lia Castor")
PLACES = ("Tessel Point", "Marr", "Orlin", "Vant", "Kesk Bay", "Tolmere")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MIB = 1 << 20
PADDING = 200_000  # two letters each: so that a large file is no long one to read


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A made-up report: headline and paragraphs."""

    headline: str
    paragraphs: tuple[str, ...]

    def to_plain(self) -> bytes:
        """Return the report as plain text."""
        return "\n\n".join([self.headline, f"By {self.paragraphs[0].split(',')[0]}", *self.paragraphs]).encode()

    def to_markdown(self) -> bytes:
        """Return the report as markdown, with a list of links behind it."""
        links = "\n".join(f"- [{noun}](/{noun})" for noun in NOUNS[:5])
        return "\n\n".join([f"# {self.headline}", *self.paragraphs, "## More", links]).encode()

    def to_page(self) -> bytes:
        """Return the report as a page with navigation and a footer."""
        nav = "".join(f'<li><a href="/{noun}">{noun}</a></li>' for noun in NOUNS)
        body = "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)
        return (
            f"<!doctype html><html><head><title>{self.headline}</title></head><body><nav><ul>{nav}</ul></nav>"
            f"<article><h1>{self.headline}</h1>{body}</article><footer>All rights reserved.</footer></body></html>"
        ).encode()


def make_text(chance: random.Random) -> Text:
    """Return a report of five to twenty paragraphs."""

    def sentence() -> str:
        noun, verb, place = chance.choice(NOUNS), chance.choice(VERBS), chance.choice(PLACES)
        number, day, person = chance.randrange(2, 900), chance.choice(DAYS), chance.choice(PEOPLE)
        return f"The {noun} at {place} was {verb} on {day} after {number} people had asked for it, {person} said."

    count = chance.randrange(5, 20)
    paragraphs = tuple(" ".join(sentence() for _ in range(chance.randrange(2, 5))) for _ in range(count))
    headline = f"{chance.choice(NOUNS).title()} at {chance.choice(PLACES)} {chance.choice(VERBS)}, council says"
    return Text(headline=headline, paragraphs=paragraphs)


def make_record(number: int, page: bytes) -> bytes:
    """Return a WARC response record with ``page``."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"WARC-Date: 2031-05-13T08:00:00Z\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def make_files(folder: Path, files: int) -> None:
    """Fill ``folder`` with ``files`` files, one in twenty of them broken, one a copy."""
    chance = random.Random(2031)  # noqa: S311 - the same files each time
    for number in range(files):
        text, ending = make_text(chance), MIX[number % len(MIX)]
        payload = MAKERS[ending](text, chance) if ending in MAKERS else text.to_plain()
        if ending == "copy.txt":
            payload = (folder / f"{number - len(MIX) + 1:05}.txt").read_bytes()
        (folder / f"{number:05}.{ending}").write_bytes(payload)


def make_zip(text: Text, chance: random.Random) -> bytes:
    """Return an archive of three reports."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, report in enumerate((text, make_text(chance), make_text(chance))):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), report.to_plain())
    return packed.getvalue()


def make_crawl(text: Text, chance: random.Random) -> bytes:
    """Return a compressed WARC of five pages."""
    pages = [text.to_page(), *(make_text(chance).to_page() for _ in range(4))]
    return b"".join(gzip.compress(make_record(number, page), mtime=0) for number, page in enumerate(pages))


def break_text(text: Text, chance: random.Random) -> bytes:
    """Return something that cannot be read, or only in part."""
    return chance.choice(
        (b"", bytes(range(256)) * 40, gzip.compress(text.to_plain(), mtime=0)[:-40], b"PK\x03\x04 broken")
    )


MIX = (
    "txt", "txt", "txt", "txt", "txt", "txt", "txt", "txt", "md", "md", "md", "md", "html", "html", "html",
    "txt.gz", "zip", "warc.gz", "bin", "copy.txt",
)  # fmt: skip
"""The endings of each twenty files; the last is a copy of the first."""

MAKERS: dict[str, Callable[[Text, random.Random], bytes]] = {
    "md": lambda text, _: text.to_markdown(),
    "html": lambda text, _: text.to_page(),
    "txt.gz": lambda text, _: gzip.compress(text.to_plain(), mtime=0),
    "zip": make_zip,
    "warc.gz": make_crawl,
    "bin": break_text,
}


def make_warc(path: Path, mebibytes: int) -> None:
    """Write a compressed WARC of so many MiB before compression; its pages repeat, all but their first words."""
    chance = random.Random(7)  # noqa: S311 - the same file each time
    pages = [make_text(chance).to_page() for _ in range(50)]
    written = number = 0
    with path.open("wb") as stream:
        while written < mebibytes * MIB:
            page = pages[number % len(pages)].replace(b"<p>", f"<p>Notice {number}. ".encode(), 1)
            page += b"<!-- " + chance.randbytes(1).hex().encode() * PADDING + b" -->"
            stream.write(gzip.compress(make_record(number, page), 1, mtime=0))
            written += len(page)
            number += 1


def list_family(pid: int) -> Iterator[int]:
    """Yield ``pid`` and the processes it started, at any depth (Linux)."""
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from list_family(int(child))
    except OSError:
        return


def is_alive(pid: int) -> bool:
    """Tell whether the process ``pid`` still runs; one that ended and was not buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def measure_memory(pid: int) -> tuple[int, int]:
    """Return the resident bytes of the process ``pid`` alone and of the largest of those it started."""
    sizes = []
    for member in list_family(pid):
        try:
            sizes.append(int(Path(f"/proc/{member}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        except (OSError, IndexError):
            continue
    return (sizes[0], max(sizes[1:], default=0)) if sizes else (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run took: seconds, peak resident bytes of the main process and of the largest worker, and its messages."""

    seconds: float
    main: int
    worker: int
    messages: str


def run_whole(captures: Path, output: Path, workers: int) -> Ran:
    """Read ``captures`` into ``output`` without interruption."""
    main = worker = 0
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(make_command(captures, output, workers), cwd=captures.parent, stderr=errors)
        while process.poll() is None:
            sizes = measure_memory(process.pid)
            main, worker = max(main, sizes[0]), max(worker, sizes[1])
            time.sleep(0.1)
        errors.seek(0)
        messages = errors.read().decode()
    return Ran(seconds=time.perf_counter() - begun, main=main, worker=worker, messages=messages)


def make_command(captures: Path, output: Path, workers: int) -> list[str]:
    """Return the command that reads ``captures`` into ``output``."""
    return [*COMMAND, captures.name, "--json", "--output", output.name, "--workers", str(workers)]


def run_with_kills(captures: Path, output: Path, workers: int, moments: list[float]) -> tuple[Ran, int]:
    """Read ``captures``, killed after each of ``moments`` (seconds), then to the end; tell how many were left."""
    left = 0
    for moment in moments:
        process = subprocess.Popen(
            make_command(captures, output, workers), cwd=captures.parent, stderr=subprocess.DEVNULL
        )
        time.sleep(moment)
        family = list(list_family(process.pid))[1:]
        process.send_signal(signal.SIGKILL)
        process.wait()
        time.sleep(1.0)
        left += sum(is_alive(member) for member in family)
        lines = output.read_bytes().count(b"\n") if output.exists() else 0
        print(f"  killed after {moment:.1f} s with {lines:,} lines written", flush=True)
    return run_whole(captures, output, workers), left


def show(name: str, value: str) -> None:
    """Print one row."""
    print(f"{name:<44} {value}", flush=True)


def main() -> None:
    """Make the files, run, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=3_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--warc-mib", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "scrapes")
        folder.mkdir()
        make_files(folder, given.files)
        whole, killed = Path(name, "whole.jsonl"), Path(name, "killed.jsonl")
        ran = run_whole(folder, whole, given.workers)
        show_run(ran, whole, given.files)
        chance = random.Random()  # noqa: S311 - any moment will do
        moments = sorted(chance.uniform(1.0, max(1.5, ran.seconds * 0.8)) for _ in range(3))
        again, left = run_with_kills(folder, killed, given.workers, moments)
        show("last run, after three kills, seconds", f"{again.seconds:.1f}")
        show("processes left one second after a kill", f"{left}")
        show("output identical to that of the whole run", str(whole.read_bytes() == killed.read_bytes()))
        show("run over it once more, seconds", f"{run_whole(folder, killed, given.workers).seconds:.1f}")
        if given.warc_mib:
            crawl = Path(name, "crawl")
            crawl.mkdir()
            make_warc(crawl / "crawl.warc.gz", given.warc_mib)
            read = run_whole(crawl, Path(name, "crawl.jsonl"), given.workers)
            show(f"WARC of {given.warc_mib:,} MiB: seconds", f"{read.seconds:.1f}")
            show("  peak memory, main and largest worker, MiB", f"{read.main / MIB:.0f}, {read.worker / MIB:.0f}")
            print(f"  {read.messages.strip().splitlines()[-1]}")


def show_run(ran: Ran, output: Path, files: int) -> None:
    """Print the rows of an uninterrupted run."""
    lines = [json.loads(line) for line in output.read_bytes().splitlines()]
    errors = Counter(line["error"]["name"] for line in lines if "error" in line)
    show("files, captures", f"{files:,}, {len(lines):,}")
    show("seconds, captures a second", f"{ran.seconds:.1f}, {len(lines) / ran.seconds:.0f}")
    show("peak memory, main and largest worker, MiB", f"{ran.main / MIB:.0f}, {ran.worker / MIB:.0f}")
    show("not read", ", ".join(f"{count} {name}" for name, count in sorted(errors.items())))
    print(next((line for line in ran.messages.splitlines() if " captures = " in line), "(no sum)"), flush=True)


if __name__ == "__main__":
    main()
