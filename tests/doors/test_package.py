"""The doors in Python stay open, whatever was imported before."""

from __future__ import annotations

import subprocess
import sys

import pytest

import rashomon
from rashomon import pipeline

DOORS = [name for name in rashomon.__all__ if not name.startswith("_")]
STEPS = ("rashomon.annotate", "rashomon.compare.quotes", "rashomon.pipeline.comparing", "rashomon.app.cli")


@pytest.mark.parametrize("name", DOORS)
def test_each_door_is_the_function_of_the_pipeline(name: str) -> None:
    """Again and again, and listed for those who look around."""
    for _ in range(2):
        assert getattr(rashomon, name) is getattr(pipeline, name)
    assert name in dir(rashomon)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_same_name_closes_no_door(step: str) -> None:
    """``rashomon.compare`` is the function, whether a package of that name was loaded before it or by it."""
    script = f"""
import importlib, types
importlib.import_module('{step}')
import rashomon
for _ in range(2):
    assert isinstance(rashomon.compare, types.FunctionType), rashomon.compare
    assert isinstance(rashomon.annotate, types.FunctionType), rashomon.annotate
from rashomon import annotate, compare
assert annotate is rashomon.annotate and compare is rashomon.compare
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_door_can_be_replaced_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tests their own code puts a stand-in there, and it goes away."""
    with monkeypatch.context() as patch:
        patch.setattr(rashomon, "compare", len)
        assert vars(rashomon)["compare"] is len
    assert rashomon.compare is pipeline.compare


def test_importing_the_package_loads_no_step() -> None:
    """A program that only asks for the version pays for nothing else."""
    script = "import sys, rashomon; rashomon.__version__; sys.exit('numpy' in sys.modules or 'click' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_there_are_no_other_doors() -> None:
    """A misspelt door is an error."""
    with pytest.raises(AttributeError):
        _ = rashomon.comprae  # type: ignore[attr-defined]
