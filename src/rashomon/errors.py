"""The drawn tree of errors: each says what happened, where, and what to try.

::

    RashomonError
    ├── CaptureError          a capture cannot be read
    │   ├── CaptureNotFound
    │   ├── CaptureForbidden
    │   ├── CaptureIsFolder
    │   ├── CaptureEmpty
    │   ├── CaptureBinary
    │   ├── CaptureTooLarge
    │   ├── CaptureExpands    a decompression bomb, or more than the caps allow
    │   ├── CaptureEncrypted
    │   ├── CaptureIsContainer
    │   ├── ContainerBroken
    │   ├── TimeLimit         the process that read it was ended: too slow
    │   ├── MemoryLimit       … too hungry
    │   └── WorkerDied        … or it ended by itself
    ├── FetchError            an address cannot be fetched
    │   ├── AddressUnusable
    │   ├── AddressPrivate
    │   ├── FetchForbidden
    │   ├── FetchReserved
    │   ├── FetchRefused
    │   ├── FetchNotText
    │   ├── FetchTooLarge
    │   ├── FetchTimedOut
    │   ├── FetchRedirected
    │   ├── FetchBroken
    │   ├── FetchUnreachable
    │   └── CrawlUnusable
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


class TimeLimit(CaptureError):
    """Reading the capture took longer than it may; the process that read it was ended, and the run went on."""


class MemoryLimit(CaptureError):
    """Reading the capture took more memory than it may; the process that read it was ended, and the run went on."""


class WorkerDied(CaptureError):
    """The process that read the capture ended by itself or was killed from outside; the run went on."""


class CaptureExpands(CaptureError):
    """Compressed bytes expand beyond the caps, as those of a decompression bomb do."""


class CaptureEncrypted(CaptureError):
    """The bytes are locked with a password."""


class CaptureIsContainer(CaptureError):
    """The file holds many captures where one is needed."""


class ContainerBroken(CaptureError):
    """A container, or a member of it, is damaged or ends before its end."""


class FetchError(RashomonError):
    """An address cannot be fetched, or what was fetched cannot be kept."""


class AddressUnusable(FetchError):
    """It is no address of a page: another scheme, a password in it, a number written in an odd form, a broken list."""


class AddressPrivate(FetchError):
    """The address leads into a private network, to this machine or to a reserved block."""


class FetchForbidden(FetchError):
    """The site's robots.txt asks not to fetch the page, or could not be read."""


class FetchReserved(FetchError):
    """The rights holder reserves text and data mining of the page."""


class FetchRefused(FetchError):
    """The server answered with an HTTP error."""


class FetchNotText(FetchError):
    """The answer is no text: a picture, a film, an archive, a PDF."""


class FetchTooLarge(FetchError):
    """The answer exceeds the cap on bytes, as sent or unpacked."""


class FetchTimedOut(FetchError):
    """The answer did not come within the time for one address."""


class FetchRedirected(FetchError):
    """The address leads on too often, or in a circle."""


class FetchBroken(FetchError):
    """The answer is cut or breaks the rules of HTTP."""


class FetchUnreachable(FetchError):
    """No machine has this name, or none answers at it."""


class CrawlUnusable(FetchError):
    """The WARC file cannot be appended to."""


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
