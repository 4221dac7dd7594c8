"""Makes boundaries.geojson and neighbors.csv from the City's boundaries as libpysal ships them.

    python data/reference/make_boundaries.py [--into FOLDER]

Nothing is downloaded. The same versions of geopandas, shapely and pyproj give the same bytes. Nothing is written
when the simpler shapes would leave a gap, overlap, or change who is whose neighbor.
"""

import argparse
import csv
import json
import sys
from importlib.util import find_spec
from pathlib import Path

import geopandas
import numpy
import shapely

REFERENCE = Path(__file__).resolve().parent
STATE_PLANE_FEET = "EPSG:3435"  # what the file's coordinates are in; the file itself names no system
STATE_PLANE_METERS = "EPSG:26971"  # Illinois East: distances and areas in meters
LONGITUDE_LATITUDE = "EPSG:4326"  # what GeoJSON is written in (RFC 7946)
TOLERANCE_METERS = 25  # invisible at the scale of the city, and small enough to send to a phone
DIGITS = 5  # about a meter
DIGITS_OF_CLOSE_CORNERS = 6  # about ten centimeters, where five digits would make two corners one
LARGEST_FILE_BYTES = 80_000
LARGEST_STRAY_SQUARE_METERS = 1.0  # gaps and overlaps together, over the whole city

Pairs = dict[tuple[int, int], str]


def source_file() -> Path:
    """The shapefile inside the installed libpysal; its own look-up could download, so the folder is asked."""
    package = find_spec("libpysal")
    if package is None or package.origin is None:
        raise SystemExit(
            "libpysal is not installed. It is in requirements-dev.txt: run 'make test' once, or install it."
        )
    return Path(package.origin).parent / "examples" / "chicago" / "Chicago77.shp"


def official_names() -> dict[int, str]:
    """Area names by number, as areas.csv writes them."""
    with (REFERENCE / "areas.csv").open(encoding="utf-8", newline="") as lines:
        return {int(row["area_number"]): row["area_name"] for row in csv.DictReader(lines)}


def source_areas() -> geopandas.GeoDataFrame:
    """The 77 areas as the City draws them, in meters, sorted and indexed by area_number."""
    drawn = geopandas.read_file(source_file()).set_crs(STATE_PLANE_FEET).to_crs(STATE_PLANE_METERS)
    drawn["area_number"] = drawn["AREA_NUM_1"].astype(int)
    drawn = drawn.set_index("area_number").sort_index()
    names = official_names()
    written = {number: name.upper().replace("'", "") for number, name in names.items()}
    if drawn["COMMUNITY"].to_dict() != written:
        raise SystemExit("The names in Chicago77.shp are not those of areas.csv. Compare the two files.")
    drawn["area_name"] = drawn.index.map(names)
    return drawn[["area_name", "geometry"]]


def simplified(areas: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The same areas with fewer corners; a border that two areas share stays one line."""
    shapes = shapely.coverage_simplify(areas.geometry.values, TOLERANCE_METERS)
    if not shapely.coverage_is_valid(shapes):
        raise SystemExit("The simplified areas no longer fit together. Lower TOLERANCE_METERS.")
    return areas.set_geometry(geopandas.GeoSeries(shapes, index=areas.index, crs=areas.crs))


def rounded(areas: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The same areas in longitude and latitude with few digits, outer rings counterclockwise.

    Two different corners never become one: Portage Park and Hermosa come within eleven centimeters and do not touch.
    """
    shapes = areas.to_crs(LONGITUDE_LATITUDE).geometry.values
    exact = shapely.get_coordinates(shapes)
    both = numpy.unique(numpy.hstack([exact.round(DIGITS), exact.round(DIGITS_OF_CLOSE_CORNERS)]), axis=0)
    coarse, counts = numpy.unique(both[:, :2], axis=0, return_counts=True)
    crowded = {tuple(corner) for corner in coarse[counts > 1]}

    def round_corners(coordinates: numpy.ndarray) -> numpy.ndarray:
        short, long = coordinates.round(DIGITS), coordinates.round(DIGITS_OF_CLOSE_CORNERS)
        is_crowded = numpy.array([tuple(corner) in crowded for corner in short])
        return numpy.where(is_crowded[:, None], long, short)

    shapes = shapely.orient_polygons(shapely.normalize(shapely.transform(shapes, round_corners)))
    return areas.set_geometry(geopandas.GeoSeries(shapes, index=areas.index, crs=LONGITUDE_LATITUDE))


def neighbor_pairs(areas: geopandas.GeoDataFrame) -> Pairs:
    """Each pair of areas that touch, lower number first: 'border' when they share a line, 'corner' when a point."""
    shapes, numbers = areas.geometry.values, areas.index.to_numpy()
    pairs: Pairs = {}
    for one, other in zip(*shapely.STRtree(shapes).query(shapes, predicate="intersects"), strict=True):
        if one < other:
            shared = shapely.intersection(shapes[one], shapes[other])
            pairs[int(numbers[one]), int(numbers[other])] = "border" if shapely.length(shared) > 0 else "corner"
    return dict(sorted(pairs.items()))


def stray_square_meters(source: geopandas.GeoDataFrame, areas: geopandas.GeoDataFrame) -> float:
    """Area that two areas claim, plus area inside the city that none does and the source does not leave out."""
    in_meters = areas.to_crs(STATE_PLANE_METERS).geometry.values
    city = shapely.union_all(in_meters)
    if city.geom_type != "Polygon":
        return float("inf")
    # The source leaves out three places inside the city's outline: Norridge with Harwood Heights, and two small ones.
    left_out = shapely.union_all(source.geometry.values).interiors
    holes = [shapely.Polygon(ring) for ring in city.interiors]
    gaps = [hole for hole in holes if not any(hole.intersects(shapely.Polygon(ring)) for ring in left_out)]
    overlap = shapely.area(in_meters).sum() - shapely.area(city)
    return float(abs(overlap) + sum(gap.area for gap in gaps))


def as_geojson(areas: geopandas.GeoDataFrame) -> bytes:
    """The areas as a GeoJSON collection, a line each."""
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": {"area_number": number, "area_name": area.area_name},
                "geometry": json.loads(shapely.to_geojson(area.geometry)),
            },
            separators=(",", ":"),
        )
        for number, area in areas.iterrows()
    ]
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def as_csv(pairs: Pairs) -> bytes:
    """The pairs as a table, each once."""
    lines = [f"{one},{other},{contact}\n" for (one, other), contact in pairs.items()]
    return ("area_number,neighbor_number,contact\n" + "".join(lines)).encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=REFERENCE, metavar="FOLDER", help="where to write (default: here)")
    folder = parser.parse_args().into

    source = source_areas()
    areas = rounded(simplified(source))
    pairs, geojson = neighbor_pairs(source), as_geojson(areas)
    stray = stray_square_meters(source, areas)
    faults = {
        "a shape is invalid": not areas.geometry.is_valid.all(),
        "neighbors changed": neighbor_pairs(areas) != pairs,
        f"{stray:.1f} square meters of gaps and overlaps": stray > LARGEST_STRAY_SQUARE_METERS,
        f"{len(geojson):,} bytes are too many": len(geojson) > LARGEST_FILE_BYTES,
    }
    if any(faults.values()):
        sys.exit(f"Nothing was written: {'; '.join(fault for fault, is_so in faults.items() if is_so)}.")
    (folder / "boundaries.geojson").write_bytes(geojson)
    (folder / "neighbors.csv").write_bytes(as_csv(pairs))


if __name__ == "__main__":
    main()
