"""The gazetteer: one place under all its names, sizes, order, and what a damaged file gives."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from rashomon.errors import PackageDataError
from rashomon.text.gazetteer import NAMES_FILE, PLACES_FILE, Gazetteer, open_gazetteer, place_key

_DATA = Path(str(files("rashomon.text") / "data"))
_RECIPE = Path(__file__).parents[2] / "recipes" / "gazetteer.toml"


@pytest.mark.parametrize(
    "name", ["Bakhmut", "Artyomovsk", "Artëmovsk", "Бахмут", "Артёмовск", "Артемовск", "Артемівськ", "BAKHMUT"]
)
def test_a_town_is_found_under_every_name_it_has_had(name: str) -> None:
    assert open_gazetteer().find(name)[0].geonames_id == 713174


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [("Київ", "UA", "town"), ("Kiev", "UA", "town"), ("États-Unis", "US", "country"), ("U.S.", "US", "country"),
     ("Великобритания", "GB", "country"),
     ("Georgia", "GE", "country"), ("Texas", "US", "state"), ("Saint Denis", "RE", "town"),
     ("Wales", "GB", "state"), ("Africa", "", "continent")],
)  # fmt: skip
def test_the_likeliest_place_comes_first(name: str, country: str, kind: str) -> None:
    place = open_gazetteer().find(name)[0]
    assert (place.country, place.kind) == (country, kind)


def test_towns_of_one_name_come_by_population() -> None:
    towns = [place for place in open_gazetteer().find("London") if place.kind == "town"]
    assert towns[0].country == "GB"
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)


def test_cities_that_bear_their_states_name_come_before_it() -> None:
    assert [open_gazetteer().find(name)[0].kind for name in ("New York", "Washington", "Oklahoma")] == [
        "town",
        "town",
        "town",
    ]


@pytest.mark.parametrize("name", ["", " ", "-", "no such place as this", "\ud800", "x" * 10_000])
def test_what_names_no_place_gives_nothing(name: str) -> None:
    assert open_gazetteer().find(name) == ()
    assert not open_gazetteer().has(name)


def test_a_key_forgets_case_diacritics_apostrophes_and_hyphens() -> None:
    assert place_key("Saint-Étienne") == place_key("SAINT ETIENNE")
    assert place_key("Artemivs’k") == "artemivsk"


def test_points_lie_on_the_globe() -> None:
    places = open_gazetteer().find("Springfield")
    assert places
    assert all(-90 <= place.latitude <= 90 and -180 <= place.longitude <= 180 for place in places)


def test_both_files_stay_small_and_are_those_of_the_recipe() -> None:
    recipe = tomllib.loads(_RECIPE.read_text("utf-8"))["result"]
    assert sum((_DATA / name).stat().st_size for name in (NAMES_FILE, PLACES_FILE)) <= 25_000_000
    for name, expected in recipe["sha256"].items():
        assert hashlib.sha256((_DATA / name).read_bytes()).hexdigest() == expected
    assert open_gazetteer().digest == recipe["digest"]
    assert len(open_gazetteer()) == recipe["places"]


def test_it_opens_in_under_fifty_milliseconds() -> None:
    code = (
        "import time; from rashomon.text.gazetteer import open_gazetteer; best = 1.0\n"
        "for _ in range(5):\n"
        "    open_gazetteer.cache_clear(); start = time.perf_counter(); open_gazetteer().find('Paris')\n"
        "    best = min(best, time.perf_counter() - start)\n"
        "print(best)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.05


def test_a_missing_or_cut_file_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(PackageDataError, match="cannot be opened"):
        Gazetteer(tmp_path)
    shutil.copy(_DATA / NAMES_FILE, tmp_path)
    (tmp_path / PLACES_FILE).write_bytes((_DATA / PLACES_FILE).read_bytes()[:-1])
    with pytest.raises(PackageDataError, match="do not fit"):
        Gazetteer(tmp_path)
