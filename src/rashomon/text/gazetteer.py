"""The gazetteer: 235,000 places of GeoNames and their names in all scripts, memory-mapped (docs/cards/gazetteer.md)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Literal, TypeAlias

import marisa_trie

from rashomon.errors import PackageDataError
from rashomon.text.fold import fold

PlaceKind: TypeAlias = Literal["town", "state", "country", "continent"]

NAMES_FILE = "gazetteer.names.marisa"
PLACES_FILE = "gazetteer.places.bin"
MAGIC = b"RSHMGAZ1"
HEADER = struct.Struct("<8s4I40s")
"""Magic, number of names, of places, of shared slots, bytes of the names shown, SHA-256 of the content, filler."""
ROW = struct.Struct("<IiiI2sBxI")
"""Of a place: GeoNames id, latitude, longitude (1e-5 degrees), population, country, kind, filler, start of its name."""
SLOT = struct.Struct("<I")
SHARED = 1 << 31
"""Set in a name's slot where several places have the name: the rest is then where their list starts, count first."""
KINDS: tuple[PlaceKind, ...] = ("town", "state", "country", "continent")
_SCALE = 100_000
_NO_WORD = re.compile(r"[\W_]+")
_HINT = "install the package again; `rashomon doctor` checks its data files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of GeoNames; degrees WGS 84, ``country`` ISO 3166 alpha-2 ("" for continents), population 0 if unknown.

    The point of a country or US state is the population-weighted middle of its towns. States have no population here.
    """

    geonames_id: int
    name: str
    latitude: float
    longitude: float
    country: str
    population: int
    kind: PlaceKind = "town"


def place_key(name: str) -> str:
    """Return the form under which the gazetteer keeps ``name``: folded, each run of other marks one space."""
    return _NO_WORD.sub(" ", fold(name)).strip()


class Gazetteer:
    """Places by name; opened over two memory-mapped files, so that opening costs milliseconds and little memory."""

    def __init__(self, folder: Path) -> None:
        """Open the gazetteer in ``folder``; PackageDataError where a file is missing or is not one of ours."""
        self._names = marisa_trie.Trie()
        try:
            self._names.mmap(str(folder / NAMES_FILE))
            with (folder / PLACES_FILE).open("rb") as stream:
                self._map = mmap(stream.fileno(), 0, access=ACCESS_READ)
            magic, names, self._places, shared, block, digest = HEADER.unpack_from(self._map)
        except (OSError, RuntimeError, ValueError, struct.error) as error:
            raise PackageDataError("the gazetteer cannot be opened", where=str(folder.name), hint=_HINT) from error
        self._rows = HEADER.size + SLOT.size * names
        self._shared = self._rows + ROW.size * (self._places + 1)
        self._block = self._shared + SLOT.size * shared
        if magic != MAGIC or len(self._names) != names or len(self._map) != self._block + block:
            raise PackageDataError("the gazetteer's two files do not fit", where=PLACES_FILE, hint=_HINT)
        self.digest: str = digest[:32].hex()
        """SHA-256 of the content of both files, as recorded by the recipe."""

    def __len__(self) -> int:
        return int(self._places)

    def find(self, name: str) -> tuple[Place, ...]:
        """Return the places that have ``name``, in any script or spelling kept, the likeliest first.

        Order: countries and continents, then states (New York City and Washington before the states so called), then
        towns by population. Case, diacritics, apostrophes and hyphens do not matter.
        """
        at = self._names.get(place_key(name))
        if at is None:
            return ()
        (slot,) = SLOT.unpack_from(self._map, HEADER.size + SLOT.size * at)
        if not slot & SHARED:
            return (self._place(slot),)
        start = self._shared + SLOT.size * (slot ^ SHARED)
        (count,) = SLOT.unpack_from(self._map, start)
        numbers = struct.unpack_from(f"<{count}I", self._map, start + SLOT.size)
        return tuple(self._place(number) for number in numbers)

    def has(self, name: str) -> bool:
        """Tell whether any place has ``name``; cheaper than ``find``."""
        return place_key(name) in self._names

    def _place(self, number: int) -> Place:
        at = self._rows + ROW.size * number
        geonames_id, latitude, longitude, population, country, kind, start = ROW.unpack_from(self._map, at)
        end = ROW.unpack_from(self._map, at + ROW.size)[-1]
        return Place(
            geonames_id=geonames_id,
            name=self._map[self._block + start : self._block + end].decode("utf-8"),
            latitude=latitude / _SCALE,
            longitude=longitude / _SCALE,
            country=country.rstrip(b"\0").decode("ascii"),
            population=population,
            kind=KINDS[kind],
        )


@lru_cache(maxsize=1)
def open_gazetteer() -> Gazetteer:
    """Return the gazetteer of the package, opened once a process; PackageDataError where its files are missing."""
    return Gazetteer(Path(str(files("rashomon.text") / "data")))
