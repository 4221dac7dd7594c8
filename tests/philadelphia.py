"""A small made-up file in the layout of Philadelphia's shooting victims: no row of it is of a real person."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    *("the_geom", "the_geom_webmercator", "objectid", "year", "dc_key", "code", "date_", "time", "race", "sex", "age"),
    *("wound", "officer_involved", "offender_injured", "offender_deceased", "location", "latino", "point_x", "point_y"),
    *("dist", "inside", "outside", "fatal", "lat", "lng"),
)
DISTRICTS = (1, 2, 3, 5, 6, 7, 8, 9, 12, 14, 15, 16, 17, 18, 19, 22, 24, 25, 26, 35, 39)
PLACE = "4200 BLOCK OF NOWHERE ST"
FIRST_DAY, DAY_COUNT = date(2018, 1, 1), 2_000


def row(number: int, day: date, **changed: object) -> dict[str, object]:
    """A person shot on a day, in the file's own codes."""
    return {
        "objectid": 10_000_000 + number,
        "year": day.year,
        "dc_key": f"{day.year}{number:08}.0",
        "code": "411",
        "date_": f"{day} 00:00:00+00",
        "time": "23:40:00",
        "race": "B",
        "sex": "M",
        "age": 24,
        "wound": "Leg",
        "officer_involved": "N",
        "offender_injured": "N",
        "offender_deceased": "N",
        "location": PLACE,
        "latino": 0,
        "point_x": "-75.15",
        "point_y": "39.99",
        "dist": DISTRICTS[number % len(DISTRICTS)],
        "inside": 0,
        "outside": 1,
        "fatal": int(number % 5 == 0),
        "lat": "39.99",
        "lng": "-75.15",
        **changed,
    }


def officer_row(number: int, day: date) -> dict[str, object]:
    """A row that involves an officer: the file leaves out nearly everything."""
    unsaid = dict.fromkeys(("code", "time", "race", "age", "wound", "latino", "inside", "outside", "fatal"), "")
    return row(number, day, officer_involved="Y", **unsaid)


def rows() -> list[dict[str, object]]:
    """One person a day for some years; then two of one case, a row without a district, and one with an officer."""
    found = [row(number, FIRST_DAY + timedelta(days=number)) for number in range(DAY_COUNT)]
    last = FIRST_DAY + timedelta(days=DAY_COUNT)
    together = [row(number, last, dc_key="202399000001.0", dist=15, fatal=0) for number in (3_001, 3_002)]
    return [*found, *together, row(3_003, last, dist="", race="", latino="", age=""), officer_row(3_004, last)]


def write(path: Path, written: Iterable[dict[str, object]]) -> Path:
    """The file, with the columns that are left out blank."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, restval="")
        writer.writeheader()
        writer.writerows(written)
    return path
