"""What a newcomer runs first."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from running import ROOT


@pytest.fixture
def demo() -> ModuleType:
    """Return tools/demo.py as a module."""
    spec = importlib.util.spec_from_file_location("demo", ROOT / "tools" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_demo_compares_writes_and_verifies(demo: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    """Every section is printed, the page is named and verified, and the code is 0."""
    assert demo.main() == 0
    printed = capfd.readouterr().out
    for words in ("AGREED", "DISPUTED", "SAME CONTENT, OTHER STANCE", "NUMBERS", "NAMES", "ONLY FOUND IN", "verified"):
        assert words in printed
    assert printed.index("ONLY FOUND IN") < printed.rindex("verified")
    assert demo.PAGE in printed
    assert (ROOT / demo.PAGE).is_file()


@pytest.mark.parametrize(("failing", "code"), [("compare", 1), ("verify", 4)])
def test_the_demo_fails_where_a_part_fails(
    demo: ModuleType, monkeypatch: pytest.MonkeyPatch, failing: str, code: int
) -> None:
    """Its exit code is that of the part that failed."""
    monkeypatch.setattr(demo, "run", lambda arguments: code if arguments[0] == failing else 0)
    assert demo.main() == code
