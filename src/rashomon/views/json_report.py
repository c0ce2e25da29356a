"""JSON reports: one canonical text per value, and the schemas that hold the doors still."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, Protocol, TypeAlias, get_args

from rashomon.errors import PackageDataError

SchemaName: TypeAlias = Literal[
    "articles",
    "articles-skipped",
    "annotate",
    "compare",
    "stories",
    "check-quotes",
    "verify",
    "fetch",
    "who-said",
    "web-annotation",
]
SCHEMAS: Final[tuple[SchemaName, ...]] = get_args(SchemaName)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Describable(Protocol):
    """A value of the data model that has a JSON door."""

    def to_dict(self) -> dict[str, Any]:
        """Return the value as JSON doors give it."""
        ...


def to_json(value: Describable | Mapping[str, Any]) -> str:
    r"""Return ``value`` as one line of JSON and a newline: the door's key order, letters unescaped.

    A lone surrogate (an undecodable file name) is written as its escape, so that UTF-8 can hold the text. Numbers
    that JSON has no word for raise ValueError.
    """
    data = value if isinstance(value, Mapping) else value.to_dict()
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


@cache
def _read_schema(name: str) -> str:
    return (resources.files("rashomon.views") / "schema" / f"{name}.json").read_text("utf-8")


def load_schema(name: SchemaName) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of what a command prints with ``--json``.

    Raises PackageDataError where the package holds no such schema.
    """
    try:
        schema: dict[str, Any] = json.loads(_read_schema(name))
    except (OSError, ValueError) as error:
        raise PackageDataError(
            "the schema is missing or altered", where=f"views/schema/{name}.json", hint="reinstall rashomon"
        ) from error
    return schema
