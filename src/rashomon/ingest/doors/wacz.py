"""WACZ: a zip with the WARC files of a crawl, and the digests they had when it was packed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

from rashomon.errors import ContainerBroken
from rashomon.ingest.doors.protocol import Opened, Result, skip
from rashomon.ingest.doors.streams import PIECE

_PACKAGE: Final = "datapackage.json"
_PACKAGE_CAP: Final = 16 << 20
_FOLDER: Final = "archive/"
_SMALL: Final = 1 << 20  # up to here no ratio is asked, as in `Guarded`
_ENDINGS: Final = (".warc", ".warc.gz", ".warc.zst")


def read_checks(archive: zipfile.ZipFile) -> Mapping[str, str] | None:
    """Return the digest of each member as the package states it ("sha256:…"), None where this is no WACZ."""
    names = archive.namelist()
    if _PACKAGE not in names or not any(is_archive(name) for name in names):
        return None
    try:
        with archive.open(_PACKAGE) as stream:
            package: Any = json.loads(stream.read(_PACKAGE_CAP))
        listed = package.get("resources", [])
        return {str(item["path"]): str(item["hash"]) for item in listed if "path" in item and "hash" in item}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, RuntimeError, zipfile.BadZipFile, OSError):
        return {}


def is_archive(name: str) -> bool:
    """Tell whether the member ``name`` of a WACZ is one of its WARC files."""
    return name.startswith(_FOLDER) and name.lower().endswith(_ENDINGS)


def check(
    opened: Opened, archive: zipfile.ZipFile, member: zipfile.ZipInfo, checks: Mapping[str, str] | None
) -> Iterator[Result]:
    """Yield that the member is not what the package says, where its digest differs."""
    stated = (checks or {}).get(member.filename, "")
    algorithm, _, digest = stated.partition(":")
    if algorithm not in {"sha256", "md5", "sha1", "sha512"} or not digest:
        return
    limits = opened.limits
    if member.file_size > min(limits.max_total, max(_SMALL, limits.max_ratio * member.compress_size)):
        return  # a bomb: it was refused, and said, when it was opened
    measured = hashlib.new(algorithm, usedforsecurity=False)
    try:
        with archive.open(member) as stream:
            while piece := stream.read(PIECE * 16):
                measured.update(piece)
    except (OSError, RuntimeError, ValueError, EOFError, zipfile.BadZipFile):
        return  # that it cannot be read was said when it was
    if measured.hexdigest() != digest.lower():
        fault = ContainerBroken(
            f"its {algorithm} is not the one that {_PACKAGE} states: it was changed after the crawl was packed",
            hint="ask for the original file",
        )
        yield skip(opened.name_member(member.filename), fault)
