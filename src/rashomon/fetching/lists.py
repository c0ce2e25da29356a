"""Lists of addresses: one a line, or an OPML file."""

from __future__ import annotations

import codecs
import re
from typing import Final
from xml.parsers import expat

from rashomon.errors import AddressUnusable

MOST: Final = 32 << 20
_OPML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<opml\b", re.IGNORECASE | re.DOTALL
)


def read_addresses(payload: bytes, where: str) -> tuple[str, ...]:
    """Return the addresses that a list holds, in order: its lines but for empty ones and "# comments", or, of OPML,
    each ``xmlUrl`` (else ``url`` or ``htmlUrl``) of its outlines.

    Raises AddressUnusable where the list is longer than 32 MiB, its XML is broken, or it holds no address.
    """
    if len(payload) > MOST:
        raise AddressUnusable(f"the list is longer than {MOST:,} bytes", where=where, hint="cut it into several")
    text = payload.removeprefix(codecs.BOM_UTF8)
    if _OPML.match(text):
        found = _read_opml(text, where)
    else:
        lines = (line.strip() for line in text.decode("utf-8", "replace").splitlines())
        found = tuple(line.split()[0] for line in lines if line and not line.startswith("#"))
    if not found:
        raise AddressUnusable("the list holds no address", where=where, hint="one address a line, or OPML")
    return found


def _read_opml(payload: bytes, where: str) -> tuple[str, ...]:
    found: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.lower() == "outline":
            given = {key.lower(): value for key, value in attributes.items()}
            address = given.get("xmlurl") or given.get("url") or given.get("htmlurl")
            if address and address.strip():
                found.append(address.strip())

    def refuse(*_: object) -> None:
        raise AddressUnusable("the list declares XML entities", where=where, hint="export the OPML again, or lines")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse  # no billion laughs: a list of feeds needs no entity of its own
    try:
        parser.Parse(payload, True)  # noqa: FBT003 - expat takes no keywords
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise AddressUnusable(f"the list is broken XML ({fault})", where=where, hint="export the OPML again") from fault
    return tuple(found)
