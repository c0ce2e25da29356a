"""The drawn tree of errors: each says what happened, where, and what to try.

::

    RashomonError
    ├── CaptureError          a capture cannot be read
    │   ├── CaptureNotFound
    │   ├── CaptureForbidden
    │   ├── CaptureIsFolder
    │   ├── CaptureEmpty
    │   ├── CaptureBinary
    │   └── CaptureTooLarge
    ├── NoArticle             a capture was read, and there is no article in it
    ├── NoSharedEvent         no two of the captures report the same event
    ├── BrokenEvidence        an excerpt is not verbatim at its span
    ├── ReportUnreadable      a file is not a report that Rashomon wrote
    └── PackageDataError      weights, gazetteer or lexicon are missing or altered
"""

from __future__ import annotations

from typing import ClassVar


class RashomonError(Exception):
    """An error with its cure: what happened, where, and what to try.

    ``exit_code`` is what the command line returns when the error ends a run.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(what, where, hint)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        cure = f". Try: {self.hint}" if self.hint else ""
        return f"{place}{self.what}{cure}"


class CaptureError(RashomonError):
    """A capture cannot be read."""


class CaptureNotFound(CaptureError):
    """No file has the given path."""


class CaptureForbidden(CaptureError):
    """The file exists and the system refuses to open it."""


class CaptureIsFolder(CaptureError):
    """The path names a folder where a file is needed."""


class CaptureEmpty(CaptureError):
    """The capture holds no text: no bytes, or white space only."""


class CaptureBinary(CaptureError):
    """The bytes are no text in any encoding that is known here."""


class CaptureTooLarge(CaptureError):
    """The capture exceeds the cap on bytes."""


class NoArticle(RashomonError):
    """A capture was read, and there is no article in it."""


class NoSharedEvent(RashomonError):
    """No two of the captures report the same event."""

    exit_code: ClassVar[int] = 3


class BrokenEvidence(RashomonError):
    """An excerpt is not verbatim at its span."""

    exit_code: ClassVar[int] = 4


class ReportUnreadable(RashomonError):
    """A file is not a report that Rashomon wrote, or its evidence list is damaged."""


class PackageDataError(RashomonError):
    """Weights, gazetteer or lexicon are missing from the package, or altered."""
