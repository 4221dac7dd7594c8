"""The reference facts hold together, and names find their areas."""

import csv
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import geopandas
import pytest
import shapely

from cp4p_metrics import places
from cp4p_metrics.errors import AmbiguousNameError, CannotAnswerError, UnknownNameError

GEOJSON = places.REFERENCE / "boundaries.geojson"
MAKER = places.REFERENCE / "make_boundaries.py"
FEET, METERS = "EPSG:3435", "EPSG:26971"
NOT_IN_PORTAL = {74, 76}  # no victimization there in the City's recent files


@pytest.fixture(scope="module")
def mapped() -> geopandas.GeoDataFrame:
    """What the map shows, indexed by area number."""
    return geopandas.read_file(GEOJSON).set_index("area_number")


@pytest.fixture(scope="module")
def drawn_by_city() -> geopandas.GeoDataFrame:
    """The City's shapes as libpysal ships them, in meters, indexed by area number."""
    package = find_spec("libpysal")
    assert package and package.origin
    shapes = geopandas.read_file(Path(package.origin).parent / "examples/chicago/Chicago77.shp")
    shapes["area_number"] = shapes["AREA_NUM_1"].astype(int)
    return shapes.set_crs(FEET).to_crs(METERS).set_index("area_number").sort_index()


def touching(shapes: geopandas.GeoDataFrame, *, at_a_corner: bool) -> dict[int, frozenset[int]]:
    """Contiguity as libpysal works it out: queen counts corners, rook does not."""
    from libpysal.graph import Graph

    graph = Graph.build_contiguity(shapes.geometry, rook=not at_a_corner)
    return {number: frozenset(others) for number, others in graph.neighbors.items()}


# Areas and residents


def test_there_are_77_areas_numbered_1_to_77():
    assert [area.number for area in places.areas()] == list(range(1, 78))
    assert len({area.name for area in places.areas()}) == 77


def test_residents_of_all_areas_sum_to_the_census():
    for year, total in {2000: 2_895_668, 2010: 2_695_598, 2020: 2_746_388}.items():
        assert sum(area.population[year] for area in places.areas()) == total


def test_an_area_that_does_not_exist_is_an_error_that_says_so():
    for number in (0, 78, -1):
        with pytest.raises(UnknownNameError, match=f"no community area '{number}'.*1 to 77"):
            places.area(number)


@pytest.mark.parametrize(
    ("number", "year", "expected"),
    [
        (1, 2000, 63_484),
        (1, 2001, 62_635),  # 63,484 - 849.3 = 62,634.7
        (1, 2009, 55_840),  # 55,840.3
        (1, 2010, 54_991),
        (32, 2015, 35_791),  # 29,283 + 6,507.5: a half rounds up
        (25, 2018, 96_948),  # 98,514 - 1,565.6 = 96,948.4
        (25, 2020, 96_557),
        (25, 2021, 96_557),
        (25, 2040, 96_557),
    ],
)
def test_residents_lie_on_a_straight_line_between_censuses_and_hold_after_the_last(number, year, expected):
    assert places.residents(number, year) == expected


def test_residents_before_the_first_census_are_an_error():
    for ask in (lambda: places.residents(1, 1999), lambda: places.residents_vintage(1999)):
        with pytest.raises(CannotAnswerError, match="Ask for 2000 or a later year"):
            ask()


def test_the_vintage_says_what_residents_rest_on():
    assert places.residents_vintage(2010) == "2010 census"
    assert places.residents_vintage(2014) == "on a straight line between the 2010 and 2020 censuses"
    assert places.residents_vintage(2026) == "2020 census, held since"


# Names


@pytest.mark.parametrize("area", places.areas(), ids=lambda area: area.name)
def test_an_area_answers_to_its_official_name_and_number_however_written(area):
    written = {
        area.name,
        area.name.lower(),
        f"  {area.name.replace(' ', '  ')}\t",
        area.name.replace("'", "’"),
    }
    for text in written | {str(area.number), f"{area.number:02}", f" {area.number} "}:
        assert places.resolve_area(text) == area.number


@pytest.mark.parametrize("area", [area for area in places.areas() if area.number not in NOT_IN_PORTAL])
def test_an_area_answers_to_the_upper_case_of_the_portal(area):
    assert places.resolve_area(area.name.upper()) == area.number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("OHARE", 76),
        ("O'HARE", 76),
        ("O’Hare", 76),
        ("MCKINLEY PARK", 59),
        ("LAKE VIEW", 6),
        ("Lakeview", 6),
        ("NORTHCENTER", 5),
        ("LOOP", 32),
        ("The Loop", 32),
        ("Mt. Greenwood", 74),
        ("Little Village", 30),
        ("BACK OF THE YARDS", 61),
        ("pilsen", 31),
        ("Lawndale", 29),
    ],
)
def test_an_area_answers_to_local_names_and_other_spellings(text, number):
    assert places.resolve_area(text) == number


@pytest.mark.parametrize(
    ("typo", "meant"),
    [
        ("Austn", "Austin"),
        ("ENGELWOOD", "Englewood"),
        ("South Lawndal", "South Lawndale"),
        ("Pilzen", "Pilsen"),
    ],
)
def test_a_typo_is_an_error_that_names_the_nearest(typo, meant):
    with pytest.raises(UnknownNameError, match=f"no community area '{typo}'. Did you mean '{meant}'") as caught:
        places.resolve_area(typo)
    assert caught.value.suggestions[0] == meant


@pytest.mark.parametrize("text", ["", "  ", "0", "78", "-7", "2.5", "25.0", "Austin 2", "²", "None", "9" * 5000])
def test_what_names_no_area_is_never_guessed(text):
    with pytest.raises(UnknownNameError):
        places.resolve_area(text)


def test_garfield_park_asks_which_of_the_two_is_meant():
    with pytest.raises(AmbiguousNameError, match="West Garfield Park and East Garfield Park") as caught:
        places.resolve_area("garfield park")
    assert set(caught.value.choices) == {"West Garfield Park", "East Garfield Park"}


def test_only_names_marked_as_several_areas_stand_on_several_rows():
    with (places.REFERENCE / "local_names.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        is_repeated = sum(other["local_name"] == row["local_name"] for other in rows) > 1
        assert is_repeated == (row["kind"] == "several areas")
        assert row["kind"] in {"local name", "spelling", "several areas"}


# Boundaries and neighbors


def test_the_boundaries_are_small_enough_to_send():
    assert GEOJSON.stat().st_size <= 80_000


def test_the_boundaries_are_77_valid_polygons_in_order_with_official_names(mapped):
    features = places.boundaries()["features"]
    assert [feature["properties"] for feature in features] == [
        {"area_number": area.number, "area_name": area.name} for area in places.areas()
    ]
    assert set(mapped.geom_type) == {"Polygon"}
    assert mapped.is_valid.all()
    assert mapped.geometry.exterior.is_ccw.all()  # RFC 7946


def test_the_boundaries_leave_no_gap_and_no_overlap(mapped, drawn_by_city):
    assert shapely.coverage_is_valid(mapped.geometry.values)
    in_meters = mapped.to_crs(METERS)
    city, city_as_drawn = in_meters.union_all(), drawn_by_city.union_all()
    assert in_meters.area.sum() - city.area == pytest.approx(0, abs=1)
    assert city.geom_type == "Polygon"
    assert len(city.interiors) == len(city_as_drawn.interiors) == 3  # Norridge with Harwood Heights, and two more


def test_the_boundaries_keep_the_size_and_place_of_each_area(mapped, drawn_by_city):
    in_meters = mapped.to_crs(METERS)
    assert (in_meters.area / drawn_by_city.area - 1).abs().max() < 0.001
    overlap = in_meters.intersection(drawn_by_city).area / drawn_by_city.area
    assert overlap.min() > 0.99


@pytest.mark.parametrize("at_a_corner", [True, False], ids=["queen", "rook"])
def test_simplifying_changes_no_neighbor(mapped, drawn_by_city, at_a_corner):
    assert touching(mapped, at_a_corner=at_a_corner) == touching(drawn_by_city, at_a_corner=at_a_corner)


def test_neighbors_are_those_of_the_citys_own_shapes(drawn_by_city):
    assert places.neighbors() == touching(drawn_by_city, at_a_corner=True)


def test_borders_and_corners_are_told_apart(drawn_by_city):
    with (places.REFERENCE / "neighbors.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    borders = {(int(row["area_number"]), int(row["neighbor_number"])) for row in rows if row["contact"] == "border"}
    rook = touching(drawn_by_city, at_a_corner=False)
    assert borders == {(one, other) for one, others in rook.items() for other in others if one < other}


def test_making_the_boundaries_again_gives_the_same_bytes(tmp_path):
    subprocess.run([sys.executable, str(MAKER), "--into", str(tmp_path)], check=True, capture_output=True)
    for name in ("boundaries.geojson", "neighbors.csv"):
        assert (tmp_path / name).read_bytes() == (places.REFERENCE / name).read_bytes()


# Partners


def test_33_pairs_of_17_partners_in_28_areas_are_listed():
    listed = places.listed_partner_areas()
    assert len(listed) == len({(pair.partner_id, pair.area_number) for pair in listed}) == 33
    assert len({pair.partner_id for pair in listed}) == 17
    assert len({pair.area_number for pair in listed}) == 28


def test_past_pairs_are_kept_and_no_date_is_made_up():
    past = [pair for pair in places.partner_areas() if pair.status == "past"]
    assert {(pair.partner_id, pair.area_name) for pair in past} == {
        ("also", "Hermosa"),
        ("roseland_ceasefire", "West Pullman"),
    }
    assert all(pair.from_date is None and pair.until_date is None for pair in places.partner_areas())


def test_each_pair_carries_its_areas_official_name_and_a_source():
    names = {}
    for pair in places.partner_areas():
        assert pair.area_name == places.area_name(pair.area_number)
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", pair.partner_id)
        assert names.setdefault(pair.partner_id, pair.partner_name) == pair.partner_name
        assert pair.source


# The room itself


def test_places_needs_the_standard_library_alone():
    code = "import sys, cp4p_metrics.places; print(*{'pandas', 'geopandas', 'shapely', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=Path.cwd())
    assert done.stdout.strip() == ""


def test_every_reference_file_is_explained():
    told = (places.REFERENCE / "README.md").read_text(encoding="utf-8")
    for file in places.REFERENCE.iterdir():
        if file.is_file() and file.name != "README.md":
            assert f"{file.name}`" in told
