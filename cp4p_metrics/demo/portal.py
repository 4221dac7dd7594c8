"""The victims in the layout of the City's portal: its 42 columns, its spellings, its order."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from cp4p_metrics import places

from .coalition import Coalition
from .draws import pick, stream
from .roster import PARTNERS
from .settings import Settings
from .victims import Victims

HEADER = [
    "case_number",
    "date",
    "block",
    "victimization_primary",
    "incident_primary",
    "gunshot_injury_i",
    "cpd_id",
    "zip_code",
    "ward",
    "community_area",
    "street_outreach_organization",
    "area",
    "district",
    "beat",
    "age",
    "sex",
    "race",
    "victimization_fbi_cd",
    "incident_fbi_cd",
    "victimization_fbi_descr",
    "incident_fbi_descr",
    "victimization_iucr_cd",
    "incident_iucr_cd",
    "victimization_iucr_secondary",
    "incident_iucr_secondary",
    "month",
    "day_of_week",
    "hour",
    "location_description",
    "state_house_district",
    "state_senate_district",
    "updated",
    "latitude",
    "longitude",
    "location",
    "homicide_victim_first_name",
    "homicide_victim_mi",
    "homicide_victim_last_name",
    "fatal",
    "alderperson",
    "media_covered",
    "matched_bb_url",
]

# Primary type: FBI code and text, IUCR code and text.
OFFENSES = {
    "HOMICIDE": ("01A", "HOMICIDE - 1ST OR 2ND DEGREE (INDEX)", "0110", "FIRST DEGREE MURDER"),
    "BATTERY": ("04B", "AGGRAVATED BATTERY (INDEX)", "041A", "AGGRAVATED - HANDGUN"),
    "ROBBERY": ("03", "ROBBERY (INDEX)", "031A", "ARMED - HANDGUN"),
    "NON-FATAL": ("", "", "UNK", ""),
}
SEXES = {"M": 0.83, "F": 0.16, "UNKNOWN": 0.01}
RACES = {"BLK": 0.74, "WWH": 0.19, "WHI": 0.03, "WBH": 0.015, "UNKNOWN": 0.014, "API": 0.008, "I": 0.003}
PLACES_OF_HARM = {
    "STREET": 0.45,
    "SIDEWALK": 0.16,
    "ALLEY": 0.09,
    "APARTMENT": 0.09,
    "RESIDENCE": 0.05,
    "PARKING LOT / GARAGE (NON RESIDENTIAL)": 0.04,
    "GAS STATION": 0.04,
    "PARK PROPERTY": 0.03,
    "RESIDENCE - PORCH / HALLWAY": 0.03,
    "VEHICLE NON-COMMERCIAL": 0.02,
}
STREETS = ("SAMPLE ST", "EXAMPLE AVE", "SPECIMEN ST", "MADEUP PL")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the portal writes local time without a zone


def case_number(case: int) -> str:
    """The made-up police case number; a real one never begins so."""
    return f"DEMO{case:06d}"


def write_victims(folder: Path, victims: Victims, coalition: Coalition, settings: Settings) -> list[Path]:
    """Writes one file a year, and gives their paths."""
    years = victims.day.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    paths = []
    for year in range(settings.first_victim_year, settings.through.year + 1):
        here = np.flatnonzero(years == year)
        path = folder / f"victims_{year}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(_rows(victims, here, year, coalition, settings))
        paths.append(path)
    return paths


def _rows(
    victims: Victims, here: np.ndarray, year: int, coalition: Coalition, settings: Settings
) -> Iterator[tuple[object, ...]]:
    draw = stream(settings.seed, "victims as published", year)
    count = len(here)
    sexes, races, sites = (
        [list(weights)[position] for position in pick(draw, list(weights.values()), count)]
        for weights in (SEXES, RACES, PLACES_OF_HARM)
    )
    luck, hundred, street = draw.random(count), draw.integers(0, 100, count), draw.integers(0, 16, count)
    east, north, delay = draw.normal(size=count), draw.normal(size=count), draw.integers(9, 70 * 1440, count)
    names = {area.number: area.name.upper().replace("'", "") for area in places.areas()}
    centers = _centers()
    latest = datetime.combine(settings.through, datetime.max.time()).replace(microsecond=0)
    fatal_cases = set(victims.case[here][victims.is_fatal[here]].tolist())
    block = latitude = longitude = place = ""
    organizations: dict[tuple[int, int], str] = {}

    for row, index in enumerate(here):
        area, day, case = int(victims.area[index]), int(victims.day[index]), int(victims.case[index])
        is_fatal, position = bool(victims.is_fatal[index]), int(victims.position[index])
        at = EPOCH + timedelta(days=day, minutes=int(victims.minute[index]))
        if position == 1 or not block:
            block = f"{hundred[row] * 100} {'NSEW'[street[row] % 4]} {STREETS[street[row] // 4]}"
            latitude, longitude = (
                f"{centers[area][1] + 0.005 * north[row]:.6f}",
                f"{centers[area][0] + 0.006 * east[row]:.6f}",
            )
            place = sites[row]
        primary = "HOMICIDE" if is_fatal else _other_type(luck[row])
        incident = "HOMICIDE" if case in fatal_cases else primary
        own, whole = OFFENSES[primary], OFFENSES[incident]
        key = (area, day)
        if key not in organizations:
            organizations[key] = _organizations(area, day, coalition, names)
        district = 1 + area * 7 % 25
        number = case_number(case)
        yield (
            number, f"{at:%Y-%m-%d %H:%M:%S}", block, primary, incident,
            "YES" if victims.is_gunshot[index] else "NO",
            f"{'HOM' if is_fatal else 'SHOOT'}-{number}-#{position}", f"606{area:02d}", "", names[area],
            organizations[key], 1 + area % 5, district, f"{district:02d}{1 + area % 3}{1 + area % 4}", "",
            sexes[row], races[row], own[0], whole[0], own[1], whole[1], own[2], whole[2], own[3], whole[3],
            at.month, at.isoweekday() % 7 + 1, at.hour, place, 1 + area % 40, 1 + area % 20,
            f"{min(at + timedelta(minutes=int(delay[row])), latest):%Y-%m-%dT%H:%M:%S}.000",
            latitude, longitude, f"{{'type': 'Point', 'coordinates': [{longitude}, {latitude}]}}",
            "", "", "", str(is_fatal), "", "False", "",
        )  # fmt: skip


def _other_type(luck: float) -> str:
    """The type of a victimization that was not fatal."""
    return "BATTERY" if luck < 0.96 else "ROBBERY" if luck < 0.997 else "NON-FATAL"


def _organizations(area: int, day: int, coalition: Coalition, names: dict[int, str]) -> str:
    """The partners that served the area on that day as the portal lists them, or the word None."""
    is_serving = (coalition.pair_areas == area) & (coalition.pair_from <= day) & (coalition.pair_until >= day)
    labels = [f"{PARTNERS[partner][1]} {names[area].title()}" for partner in coalition.pair_partners[is_serving]]
    return " | ".join(labels) or "None"


def _centers() -> dict[int, tuple[float, float]]:
    """About the middle of each area, as longitude and latitude."""
    centers = {}
    for feature in places.boundaries()["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        ring = max((polygon[0] for polygon in polygons), key=len)
        longitudes, latitudes = zip(*(corner[:2] for corner in ring[:-1]), strict=True)
        centers[feature["properties"]["area_number"]] = (
            sum(longitudes) / len(longitudes),
            sum(latitudes) / len(latitudes),
        )
    return centers
