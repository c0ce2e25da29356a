"""Every colour of text stands out from what lies behind it, by day and by night (WCAG 2.2, level AA)."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = (resources.files("rashomon.views") / "templates" / "page.css").read_text("utf-8")
THEMES = {
    "light": CSS.split("@media", 1)[0],
    "dark": CSS.split("(prefers-color-scheme:dark)", 1)[1].split("}", 1)[0],
    "print": CSS.split("@media print", 1)[1].split("}", 1)[0],
}
TEXT = ("ink", "soft", "agree", "dispute", "moved", "only")
LINES = ("strong", "focus")
_TEXT_AA = 4.5
_PARTS_AA = 3.0


def read_colors(theme: str) -> dict[str, str]:
    """Return the colours of a theme by name; print keeps those of the light one that it does not set."""
    found: dict[str, str] = {}
    for name in ("light", theme):
        found |= dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})\b", THEMES[name]))
    return found


def measure_luminance(color: str) -> float:
    """Return the relative luminance of ``#rgb`` or ``#rrggbb``, 0..1."""
    digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def measure_contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1..21."""
    dark, light = sorted((measure_luminance(one), measure_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    """Black on white is 21, and #767676 is the lightest grey that passes on white."""
    assert measure_contrast("#000", "#fff") == pytest.approx(21)
    assert measure_contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("behind", ["paper", "panel"])
@pytest.mark.parametrize("name", TEXT)
def test_text_stands_out(theme: str, behind: str, name: str) -> None:
    """4.5 to 1 for every colour that letters have."""
    colors = read_colors(theme)
    assert measure_contrast(colors[name], colors[behind]) >= _TEXT_AA


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", LINES)
def test_borders_that_mean_something_and_the_focus_stand_out(theme: str, name: str) -> None:
    """3 to 1 for parts of the interface that one must see."""
    colors = read_colors(theme)
    assert measure_contrast(colors[name], colors["paper"]) >= _PARTS_AA


def test_every_color_of_text_is_one_that_is_measured() -> None:
    """A rule that sets a colour takes it from the theme, so that no letter escapes the measure."""
    rules = re.sub(r":root\{[^}]*\}", "", CSS)
    set_to = set(re.findall(r"(?<![\w-])color:([^;}]+)", rules))
    assert set_to <= {f"var(--{name})" for name in (*TEXT, "paper")} | {"inherit"}
