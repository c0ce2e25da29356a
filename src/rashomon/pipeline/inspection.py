"""A look at the installation: versions, digests of the package's data, and a trial run over a sample of our own."""

from __future__ import annotations

import base64
import hashlib
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackagePath, files, requires, version
from typing import Any

from rashomon.annotate import ANNOTATOR
from rashomon.errors import PackageDataError, RashomonError
from rashomon.neural.minilm import load_encoder
from rashomon.pipeline.annotating import annotate
from rashomon.pipeline.comparing import compare
from rashomon.pipeline.inputs import read
from rashomon.pipeline.manifest import walk_data

_SAMPLES = (
    """Two bridges closed in Lower Quay
The Quay Gazette, 4 May 2031

Two bridges in Lower Quay were closed on Sunday after a barge struck a pier, the harbour office said.

“Nobody was hurt,” said harbour master Ana Brell. At least 40 lorries were turned back.
""",
    """Barge hits pier, bridges shut
River Post, 4 May 2031

A barge struck a pier in Lower Quay on Sunday and two bridges were closed, according to the harbour office.

Harbour master Ana Brell said nobody was hurt. She said 60 lorries had been turned back.
""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """One data file of the package: its SHA-256, and whether that is the one recorded at installation.

    ``recorded`` is None where nothing is recorded (an editable installation).
    """

    path: str
    size: int
    sha256: str
    recorded: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One step of the trial run; ``fault`` is empty where it went well."""

    name: str
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What an installation consists of, and whether it works."""

    versions: tuple[tuple[str, str], ...]
    data: tuple[DataFile, ...]
    checks: tuple[Check, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, one line each; empty where all is well."""
        altered = (f"{file.path} is not the file that was installed" for file in self.data if file.recorded is False)
        return (*altered, *(f"{check.name}: {check.fault}" for check in self.checks if check.fault))

    def to_dict(self) -> dict[str, Any]:
        """Return the inspection as ``rashomon doctor --json`` prints it."""
        return {
            "versions": dict(self.versions),
            "data": [
                {"path": file.path, "bytes": file.size, "sha256": file.sha256, "recorded": file.recorded}
                for file in self.data
            ],
            "checks": [{"name": check.name, "fault": check.fault} for check in self.checks],
            "faults": list(self.faults),
        }


def inspect_package() -> Inspection:
    """Return versions, data digests, and the outcome of a trial run; faults are values, not exceptions."""
    return Inspection(versions=_versions(), data=_data_files(), checks=tuple(_try_all()))


def _versions() -> tuple[tuple[str, str], ...]:
    names = sorted({_bare(line) for line in requires("rashomon") or () if "extra ==" not in line})
    return (
        ("rashomon", version("rashomon")),
        ("python", platform.python_version()),
        ("platform", f"{sys.platform} {platform.machine()}"),
        ("annotator", ANNOTATOR),
        *((name, version(name)) for name in names),
    )


def _bare(requirement: str) -> str:
    """Return the name in a requirement such as ``numpy>=2.0``."""
    return "".join(char if char.isalnum() or char in "-_." else " " for char in requirement).split()[0]


def _data_files() -> tuple[DataFile, ...]:
    recorded = {str(path): path for path in files("rashomon") or ()}
    found = []
    for path, entry in walk_data():
        content = entry.read_bytes()
        digest = hashlib.sha256(content).digest()
        found.append(
            DataFile(path=path, size=len(content), sha256=digest.hex(), recorded=_matches(recorded.get(path), digest))
        )
    return tuple(found)


def _matches(record: PackagePath | None, digest: bytes) -> bool | None:
    if record is None or record.hash is None:
        return None
    return record.hash.value == base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _try_all() -> Iterator[Check]:
    steps: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("read a capture", lambda: bool(read(_SAMPLES[0].encode("utf-8"), origin="sample-1").articles)),
        ("annotate an article", lambda: bool(annotate(_SAMPLES[0]).sentences)),
        ("run the encoder", lambda: load_encoder().encode(["a barge struck a pier"]).shape[0] == 1),
        ("compare two captures", _compare_samples),
    )
    for name, step in steps:
        try:
            fault = "" if step() else "it gave no result"
        except RashomonError as error:
            fault = str(error)
        except Exception as error:  # noqa: BLE001 - whatever is broken here is what the command is there to report
            fault = f"{type(error).__name__}: {error}"
        yield Check(name=name, fault=fault)


def _compare_samples() -> bool:
    """Compare the two samples; every line is proved on the way, or BrokenEvidence is raised."""
    readings = [
        read(sample.encode("utf-8"), origin=f"sample-{number}") for number, sample in enumerate(_SAMPLES, start=1)
    ]
    comparison = compare(readings)
    return len(comparison.stories) == 1 and any(finding.kind == "agreed" for finding in comparison.findings)


def raise_for_faults(inspection: Inspection) -> None:
    """Raise PackageDataError where the installation has a fault."""
    if inspection.faults:
        raise PackageDataError(
            f"this installation has {len(inspection.faults)} fault(s); the lines above name them",
            hint="pip install --force-reinstall rashomon",
        )
