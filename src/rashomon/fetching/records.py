"""The WARC file: what was asked and answered, byte for byte, and why something was not."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from fastwarc.warc import WarcRecord, WarcRecordType

from rashomon.errors import CrawlUnusable
from rashomon.fetching.exchange import Exchange
from rashomon.fetching.results import Fetched
from rashomon.fetching.settings import Clock, Settings, SystemClock, stamp

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has none; two runs into one file are then not told apart
    fcntl = None  # type: ignore[assignment]  # the name stands for the missing module

_PIECE: Final = 1 << 16
_GZIP: Final = 16 + zlib.MAX_WBITS
_FIELDS: Final = "application/warc-fields"
_RESPONSE: Final = WarcRecordType.response


class CrawlFile:
    """A WARC/1.1 file, one gzip member for each record, open for appending.

    What is in the file stays. The records of an address are written at once or not at all, so the file can be read
    whenever the run ends; ``repaired`` counts the bytes of a half-written record that an earlier run left at the end.
    Raises CrawlUnusable where the file cannot be written, is no such WARC, is damaged, or is being written to.
    """

    def __init__(self, path: Path, settings: Settings, clock: Clock | None = None) -> None:
        self.path = path
        self.repaired = 0
        self._clock = clock or SystemClock()
        try:
            self._file = path.open("a+b", buffering=0)  # unbuffered: what a full disk refused must not come out later
        except OSError as fault:
            raise CrawlUnusable(
                f"the file cannot be written ({fault.strerror})", where=str(path), hint="--output in a folder of yours"
            ) from fault
        try:
            self._take()
            self._append([_warcinfo(path.name, settings, self._clock.now())])
        except BaseException:
            self._file.close()
            raise

    def _take(self) -> None:
        """Lock the file, and cut a half-written record off its end."""
        if fcntl is not None:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as fault:
                raise CrawlUnusable(
                    "another run is writing to the file", where=str(self.path), hint="another --output"
                ) from fault
        sound = find_sound_end(self._file, str(self.path))
        self.repaired = self._file.seek(0, os.SEEK_END) - sound
        if self.repaired:
            self._file.truncate(sound)

    def write(self, fetched: Fetched) -> Fetched:
        """Append the records of ``fetched`` and return it with the id of the record that holds the page."""
        records: list[bytes] = []
        concurrent = record = None
        for exchange in fetched.exchanges:
            if exchange.kept:
                made, concurrent = _exchange_records(exchange)
                records += made
        whole = fetched.sha256 is not None
        record = concurrent if whole else None
        records.append(_decision(fetched, concurrent, self._clock.now()))
        self._append(records)
        return replace(fetched, record=record)

    def _append(self, records: list[bytes]) -> None:
        start = self._file.seek(0, os.SEEK_END)
        try:
            data = memoryview(b"".join(records))
            while data:
                data = data[self._file.write(data) :]
        except BaseException as fault:
            # A full disk, Ctrl-C: half a record would make everything behind it unreadable.
            with contextlib.suppress(OSError):
                os.ftruncate(self._file.fileno(), start)
            if isinstance(fault, OSError):
                raise CrawlUnusable(
                    f"the file cannot be written ({fault.strerror})", where=str(self.path), hint="make room on the disk"
                ) from fault
            raise

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(OSError):
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def find_sound_end(file: BinaryIO, where: str) -> int:
    """Return where the last whole gzip member of a WARC file ends; the file is read through, piece by piece.

    Raises CrawlUnusable where it is no gzipped WARC, or is damaged elsewhere than at its end.
    """
    file.seek(0)
    end = place = 0
    member: zlib._Decompress | None = None
    head = b""
    while piece := file.read(_PIECE):
        while piece:
            member = member or zlib.decompressobj(_GZIP)
            before = len(piece)
            try:
                text = member.decompress(piece)
            except zlib.error as fault:
                raise CrawlUnusable(
                    f"the file is no gzipped WARC, or is damaged after byte {end:,}",
                    where=where,
                    hint="another --output",
                ) from fault
            head = head or text[:5]
            piece = member.unused_data
            place += before - len(piece)
            if member.eof:
                end, member = place, None
        if head and not b"WARC/".startswith(head):
            raise CrawlUnusable("the file holds no WARC records", where=where, hint="another --output")
    return end


def _exchange_records(exchange: Exchange) -> tuple[list[bytes], str]:
    """Return the request and response records of ``exchange``, and the id of the response."""
    response_id = _new_id()
    headers = {"WARC-Target-URI": exchange.url, "WARC-Date": stamp(exchange.at), "WARC-IP-Address": exchange.address}
    response = _record(
        _RESPONSE,
        response_id,
        {
            **headers,
            "Content-Type": "application/http; msgtype=response",
            "WARC-Payload-Digest": _digest(exchange.sent),
            "WARC-Truncated": exchange.truncated,
        },
        exchange.response,
    )
    request = _record(
        WarcRecordType.request,
        _new_id(),
        {**headers, "Content-Type": "application/http; msgtype=request", "WARC-Concurrent-To": f"<{response_id}>"},
        exchange.request,
    )
    return [request, response], response_id


def _decision(fetched: Fetched, concurrent: str | None, moment: datetime) -> bytes:
    """Return the metadata record that says what became of an address and what was stated about it."""
    lines = [
        ("outcome", fetched.outcome), ("given", fetched.url), ("final", fetched.final_url),
        ("status", fetched.status), ("error", fetched.error), ("reason", fetched.reason),
        *(("stated", note) for note in fetched.notes),
    ]  # fmt: skip
    headers = {
        "WARC-Target-URI": _plain(fetched.final_url or fetched.url),
        "WARC-Date": stamp(moment),
        "Content-Type": _FIELDS,
        "WARC-Concurrent-To": f"<{concurrent}>" if concurrent else "",
    }
    return _record(WarcRecordType.metadata, _new_id(), headers, _fields(lines))


def _warcinfo(name: str, settings: Settings, moment: datetime) -> bytes:
    lines = [
        ("software", f"rashomon/{version('rashomon')}"),
        ("format", "WARC File Format 1.1"),
        ("http-header-user-agent", settings.user_agent),
        ("robots", "honoured (RFC 9309)"),
        ("tdm-reservations", "recorded, not honoured (--allow-reserved)" if settings.allow_reserved else "honoured"),
        ("settings", " ".join(
            f"{key}={getattr(settings, key)}" for key in ("delay", "patience", "seconds", "max_bytes", "redirects",
                                                          "retries", "allow_private", "allow_reserved")
        )),
    ]  # fmt: skip
    headers = {"WARC-Date": stamp(moment), "WARC-Filename": _plain(name), "Content-Type": _FIELDS}
    return _record(WarcRecordType.warcinfo, _new_id(), headers, _fields(lines))


def _record(kind: WarcRecordType, record_id: str, headers: dict[str, str], block: bytes) -> bytes:
    """Return one record as one gzip member; headers without a value are left out."""
    record = WarcRecord()
    record.init_headers(kind, record_id.removeprefix("urn:").encode("ascii"))
    for name, value in headers.items():
        if value:
            record.headers[name] = value
    record.headers["WARC-Block-Digest"] = _digest(block)
    record.set_bytes_content(block)
    plain = io.BytesIO()
    record.write(plain)
    return gzip.compress(plain.getvalue(), mtime=0)


def _fields(lines: Sequence[tuple[str, object]]) -> bytes:
    return "".join(f"{key}: {_flat(value)}\r\n" for key, value in lines if value not in {None, ""}).encode(
        "utf-8", "replace"
    )


def _flat(value: object) -> str:
    """Return ``value`` on one line, so that no server can write lines of its own into a record."""
    return " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())


def _plain(value: str) -> str:
    """Return ``value`` for a header: printable ASCII without spaces, at most 2,048 letters."""
    return "".join(char if "!" <= char <= "~" else "_" for char in value[:2_048]) or "_"


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _new_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"
