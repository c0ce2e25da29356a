"""Lines for a terminal: columns by cell width, captured text behind a gutter, colour only where asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from rashomon.views.verbatim import isolate, show

GUTTER: Final = "│ "
NARROWEST: Final = 60
_STYLES: Final = {
    "title": "bold",
    "section": "bold reverse",
    "dim": "dim",
    "label": "bold cyan",
    "stance": "yellow",
    "conflict": "bold magenta",
    "agree": "bold blue",
    "captured": "",
    "": "",
}


def fit(text: str, cells: int) -> str:
    """Return ``text`` cut with an ellipsis, or padded, to exactly ``cells`` terminal cells."""
    if cell_len(text) > cells:
        text = set_cell_size(text, max(0, cells - 1)).rstrip() + "…"
    return text + " " * (cells - cell_len(text))


def set_cell(text: str, cells: int) -> str:
    """Return captured text cut or padded to ``cells`` terminal cells, isolated where it reads right to left."""
    shown = fit(text, cells)
    bare = shown.rstrip()
    return isolate(bare) + shown[len(bare) :]


@dataclass(slots=True)
class Sheet:
    """A page of terminal text under construction; ``width`` in cells, at least 60, ``name_cells`` those of a name.

    Captured text beyond ``longest`` code points is counted, not printed; None prints all.
    """

    width: int
    color: bool
    longest: int | None = None
    name_cells: int = 0
    _console: Console = field(init=False, repr=False)
    _lines: list[Text] = field(init=False, default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.width = max(NARROWEST, self.width)
        self._console = Console(
            file=io.StringIO(),
            width=self.width,
            color_system="standard" if self.color else None,
            force_terminal=self.color,
            no_color=not self.color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )

    def blank(self) -> None:
        """Add an empty line, never two in a row."""
        if self._lines and self._lines[-1].plain:
            self._lines.append(Text())

    def add(self, *pieces: tuple[str, str] | str, right: str = "", hang: int = 4) -> None:
        """Add one line of ``(text, style)`` pieces, wrapped by ``hang`` cells; ``right`` goes flush right."""
        line = Text()
        for piece in pieces:
            text, style = (piece, "") if isinstance(piece, str) else piece
            line.append(text, style=_STYLES[style])
        lines = self._wrap(line, hang)
        if right:
            gap = self.width - lines[-1].cell_len - cell_len(right)
            if gap <= 1:
                lines.append(Text())
                gap = max(hang, self.width - cell_len(right))
            lines[-1].append(" " * gap)
            lines[-1].append(right, style=_STYLES["dim"])
        self._lines.extend(lines)

    def _wrap(self, line: Text, hang: int) -> list[Text]:
        """Return ``line`` broken at spaces into lines that fit, all but the first indented."""
        if line.cell_len <= self.width:
            return [line]
        first = line.wrap(self._console, self.width)[0]
        lines = [_strip_end(first)]
        rest = _strip_start(line[len(first.plain) :])
        while rest.plain:
            piece = rest.wrap(self._console, self.width - hang)[0]
            lines.append(Text(" " * hang) + _strip_end(piece))
            rest = _strip_start(rest[len(piece.plain) :])
        return lines

    def section(self, title: str, remark: str = "") -> None:
        """Add a heading with a rule to the right edge, after an empty line."""
        self.blank()
        head = f"{title} {remark}".strip()
        rule = "─" * max(0, self.width - cell_len(head) - 1)
        self._lines.append(Text.assemble((title, "bold"), f" {remark}" if remark else "", " ", (rule, "dim")))

    def quote(self, text: str, *, lead: str, right: str = "", one_line: bool = False) -> None:
        """Add captured text behind a gutter, wrapped or cut to one line; its letters are visible and isolated.

        ``lead`` stands before the first line and sets the indent; ``right`` follows the text, flush right if it fits.
        """
        room = max(20, self.width - cell_len(lead) - len(GUTTER))
        flat = show(text[: self.longest])
        if one_line:
            pieces = [fit(flat, max(20, room - cell_len(right) - 2)).rstrip()]
        else:
            pieces = [piece.plain.rstrip() for piece in Text(flat).wrap(self._console, room)] or [""]
        for number, piece in enumerate(pieces):
            head = (lead, "label") if number == 0 else " " * cell_len(lead)
            tail = right if number == len(pieces) - 1 else ""
            self.add(head, (GUTTER, "dim"), isolate(piece), right=tail)
        if self.longest is not None and len(text) > self.longest and not one_line:
            more = f"… {len(text) - self.longest:,} more code points: --all shows them"
            self.add(" " * cell_len(lead), (more, "dim"))

    def rows(self, rows: Iterable[tuple[str, ...]], widths: tuple[int, ...], *, indent: int = 2) -> None:
        """Add rows of cells cut or padded to ``widths``; the last cell takes the room that is left."""
        for row in rows:
            cells = [set_cell(cell, width) for cell, width in zip(row[:-1], widths, strict=True)]
            self.add(" " * indent + "  ".join([*cells, isolate(row[-1])]), hang=indent + widths[0] + 2)

    def render(self) -> str:
        """Return the page; every line ends in a newline and none in a space."""
        file = self._console.file
        for line in self._lines:
            self._console.print(_strip_end(line), soft_wrap=True)
        return file.getvalue() if isinstance(file, io.StringIO) else ""


def _strip_end(line: Text) -> Text:
    copy = line.copy()
    copy.rstrip()
    return copy


def _strip_start(line: Text) -> Text:
    return line[len(line.plain) - len(line.plain.lstrip(" ")) :]
