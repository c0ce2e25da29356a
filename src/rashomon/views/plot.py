"""A plain range plot of figures: one row for each account, drawn in the colour of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rashomon.datamodel import NumberSeries, Quantity
from rashomon.views.wording import name_number

_WIDTH: Final = 560
_LEFT: Final = 40
_RIGHT: Final = 30
_ROW: Final = 26
_TOP: Final = 10
_AXIS: Final = 28
_REACH: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotRow:
    """One figure: where its range begins and ends, whether it is open to a side, all in units of the drawing."""

    label: str
    y: int
    low: float
    high: float
    opens_right: bool
    opens_left: bool
    about: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing of ``width`` by ``height`` units with its rows and the values at the ends of its axis."""

    width: int
    height: int
    left: int
    right: int
    axis_y: int
    rows: tuple[PlotRow, ...]
    ticks: tuple[tuple[float, str], ...]


def draw_series(series: NumberSeries, labels: Sequence[str]) -> Plot:
    """Return the plot of a series; ``labels`` name the accounts of its figures. Equal figures stand in the middle."""
    quantities = [figure.quantity for figure in series.figures]
    low, high = min(q.low for q in quantities), max(q.high for q in quantities)

    def place(value: float) -> float:
        inner = _WIDTH - _LEFT - _RIGHT - 2 * _REACH
        share = (value - low) / (high - low) if high > low else 0.5
        return round(_LEFT + _REACH + inner * share, 1)

    rows = tuple(
        _make_row(label, index, quantity, (place(quantity.low), place(quantity.high)))
        for index, (label, quantity) in enumerate(zip(labels, quantities, strict=True))
    )
    axis_y = _TOP + _ROW * len(rows)
    return Plot(
        width=_WIDTH,
        height=axis_y + _AXIS,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        axis_y=axis_y,
        rows=rows,
        ticks=tuple((place(value), name_number(value)) for value in dict.fromkeys((low, high))),
    )


def _make_row(label: str, index: int, quantity: Quantity, ends: tuple[float, float]) -> PlotRow:
    return PlotRow(
        label=label,
        y=_TOP + _ROW * index + _ROW // 2,
        low=ends[0],
        high=ends[1],
        opens_right=quantity.bound == "at_least",
        opens_left=quantity.bound == "at_most",
        about=quantity.bound == "about",
    )
