"""How far a long run is: a bar on a terminal, else a line now and then; and its sum at the end."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, Self

from rashomon.app.printable import make_printable
from rashomon.app.terminal import tell
from rashomon.pipeline.outcomes import KINDS, CaptureKind, Tally

if TYPE_CHECKING:  # rich takes 50 ms to load: only where a bar is shown
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_EVERY: Final = 10.0  # seconds between two lines where there is no terminal
_REFRESH: Final = 0.2
_WORDS: Final[dict[CaptureKind, tuple[str, str]]] = {
    "article": ("with an article", "with an article"),
    "cut": ("cut", "cut"),
    "stub": ("stub", "stubs"),
    "no_article": ("without an article", "without an article"),
    "unreadable": ("unreadable", "unreadable"),
    "duplicate": ("duplicate", "duplicates"),
}


class Progress:
    """Shows a run of ``total`` inputs on standard error; as a context it leaves no bar behind."""

    def __init__(self, total: int, *, to_file: bool) -> None:
        """Prepare; ``to_file`` tells that no results go to a terminal, where a bar would be written into them."""
        self._total = total
        self._shown = time.monotonic()
        self._bar: tuple[Bar, TaskID] | None = None
        self._wants_bar = sys.stderr.isatty() and (to_file or not sys.stdout.isatty())

    def __enter__(self) -> Self:
        if self._wants_bar:
            self._bar = _open_bar(self._total)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar[0].stop()

    def show(self, tally: Tally, number: int) -> None:
        """Show that the run is at input ``number``, where it is time to."""
        now = time.monotonic()
        if self._bar is not None and now - self._shown >= _REFRESH:
            bar, task = self._bar
            bar.update(task, completed=number - 1, description=_list_counts(tally, ", ", all_kinds=False))
            self._shown = now
        elif self._bar is None and now - self._shown >= _EVERY:
            tell(f"rashomon: {number:,} of {self._total:,} inputs, {describe(tally)}")
            self._shown = now

    def say(self, message: str) -> None:
        """Print ``message`` to standard error, above the bar where there is one."""
        if self._bar:
            self._bar[0].console.print(make_printable(message), markup=False, highlight=False, soft_wrap=True)
        else:
            tell(message)


def _open_bar(total: int) -> tuple[Bar, TaskID]:
    from rich.console import Console  # noqa: PLC0415 - see above
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - same
    from rich.progress import Progress as Bar  # noqa: PLC0415 - same

    columns = (BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    bar = Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False)
    task = bar.add_task("", total=total)
    bar.start()
    return bar, task


def describe(tally: Tally) -> str:
    """Return the sum of a run: the captures, what they are made up of, and which errors kept how many out."""
    captures = f"{tally.captures:,} {'capture' if tally.captures == 1 else 'captures'}"
    more = [f"{tally.articles:,} {'article' if tally.articles == 1 else 'articles'} in all"]
    if tally.note:
        more.append(f"{tally.note:,} {'note' if tally.note == 1 else 'notes'} on what is no capture")
    if tally.errors:
        more.append("unreadable: " + ", ".join(f"{count:,} {name}" for name, count in tally.errors))
    return f"{captures} = {_list_counts(tally, ' + ', all_kinds=True)} ({'; '.join(more)})"


def _list_counts(tally: Tally, between: str, *, all_kinds: bool) -> str:
    counts = [(getattr(tally, kind), _WORDS[kind]) for kind in KINDS]
    return between.join(
        f"{count:,} {one if count == 1 else many}" for count, (one, many) in counts if count or all_kinds
    )
