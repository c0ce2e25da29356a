"""Rashomon lays several reports of one event side by side, every line a verbatim span of a capture."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rashomon.pipeline import annotate, annotate_many, check_quotes, compare, group, read, verify, who_said  # noqa: TC004 - doors

__version__ = "0.1.0"
__all__ = ["__version__", "annotate", "annotate_many", "check_quotes", "compare", "group", "read", "verify", "who_said"]


class _Door:
    """A function of the pipeline, loaded when first asked for, so that ``rashomon --help`` answers at once.

    A descriptor, because the steps ``rashomon.annotate`` and ``rashomon.compare`` are packages of the same names: the
    import system sets each on this module when it is loaded, and from then on the door would be gone.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, module: ModuleType | None, owner: type) -> object:
        if module is None:
            return self
        replaced = vars(module).get(self._name)
        return replaced if replaced is not None else getattr(import_module("rashomon.pipeline"), self._name)

    def __set__(self, module: ModuleType, value: object) -> None:
        if not isinstance(value, ModuleType):
            vars(module)[self._name] = value  # somebody's replacement for a door, in a test for instance

    def __delete__(self, module: ModuleType) -> None:
        del vars(module)[self._name]


class _Package(ModuleType):
    """This package as a module with doors."""

    annotate = _Door()
    annotate_many = _Door()
    check_quotes = _Door()
    compare = _Door()
    group = _Door()
    read = _Door()
    verify = _Door()
    who_said = _Door()

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
