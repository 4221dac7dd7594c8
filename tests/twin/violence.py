"""Community violence: the City's published records."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction

import pandas as pd

from .cells import PROGRAM, PUBLIC, Cells, Twin, counted, derived, happened, made, spans, twin
from .facts import ALL_AREAS, neighbors, residents
from .known import CITY, COALITION, SERVED_NOW, Place
from .numbers import FEW, NOT_REPORTED, Cell, Number, count, share
from .periods import LAST_12_MONTHS, QUARTER_AND_LONGER, TWELVE_MONTHS, YEAR, last_day, years_before
from .records import Records, is_no, is_yes

victims = happened("victimizations", "occurred_date")
Of = Callable[[str], Cells]


@twin("gunshot_victimizations", "gunshots", victims, places=PUBLIC)
def gunshot_victimizations(rows: pd.DataFrame) -> Number:
    return count(is_yes(rows["is_gunshot"]).sum())


@twin("rolling_12_months", "gunshots", victims, places=PUBLIC, periods=(LAST_12_MONTHS,))
def rolling_12_months(rows: pd.DataFrame) -> Number:
    return gunshot_victimizations(rows)


@twin("fatal_shootings", "gunshots", victims, places=PUBLIC)
def fatal_shootings(rows: pd.DataFrame) -> Number:
    return count((is_yes(rows["is_gunshot"]) & is_yes(rows["is_homicide"])).sum())


@twin("nonfatal_shootings", "gunshots", victims, places=PUBLIC)
def nonfatal_shootings(rows: pd.DataFrame) -> Number:
    return count((is_yes(rows["is_gunshot"]) & is_no(rows["is_homicide"])).sum())


@twin("victimizations", "gunshots", victims, places=PUBLIC)
def victimizations(rows: pd.DataFrame) -> Number:
    return count((rows["source"] == "victims").sum())


def killed(records: Records) -> pd.DataFrame:
    """Homicides, those of the older file only where the victim file has no row of the case."""
    rows = records.happened("victimizations", "occurred_date")
    in_victim_file = set(rows["case_number"][rows["source"] == "victims"])
    is_twice = (rows["source"] == "homicides") & rows["case_number"].isin(in_victim_file)
    return rows[is_yes(rows["is_homicide"]) & ~is_twice]


@twin("homicides", "homicides", made(killed), places=PUBLIC)
def homicides(rows: pd.DataFrame) -> Number:
    return count(len(rows))


def cases(records: Records) -> pd.DataFrame:
    """One row a police case: the first day and the first known area, those of people shot before those of others."""
    rows = records.happened("victimizations", "occurred_date")
    found = []
    for case, of_case in rows[rows["source"] == "victims"].groupby("case_number"):
        shot = of_case[is_yes(of_case["is_gunshot"])]
        first = shot if len(shot) else of_case
        areas = [*sorted(shot["area_number"].dropna()), *sorted(of_case["area_number"].dropna()), None]
        found.append((case, first["date"].min(), areas[0], len(shot) > 0))
    columns = ["case_number", "date", "area_number", "has_gunshot"]
    frame = pd.DataFrame(found, columns=columns, dtype=object)  # an area is a whole number even beside an unknown one
    return frame.astype({"date": "datetime64[us]", "has_gunshot": bool})


@twin("incidents", "gunshots", made(cases), places=PUBLIC)
def incidents(rows: pd.DataFrame) -> Number:
    return count(len(rows))


@twin("shooting_incidents", "gunshots", made(cases), places=PUBLIC)
def shooting_incidents(rows: pd.DataFrame) -> Number:
    return count(rows["has_gunshot"].sum())


# Rates


def areas_of(records: Records, place: Place, day: date) -> list[int]:
    """The areas that belong to a place on a day."""
    kind, name = place
    if kind == "area":
        return [int(name)]
    if place == CITY:
        return [*ALL_AREAS]
    if place == SERVED_NOW:
        return sorted(records.known.served_now)
    partner = None if place == COALITION else name
    return [area for area in ALL_AREAS if records.known.serves(partner, area, day)]


def people_living(records: Records, place: Place, months: list[date]) -> int | None:
    """Residents, on average over the months, of the areas that belonged to the place on each month's last day."""

    def living(month: date) -> list[int]:
        return [residents(area, month.year) for area in areas_of(records, place, last_day(month))]

    found = [records.once(("living", place, month), lambda month=month: living(month)) for month in months]
    if not any(found):
        return None
    return int(Fraction(sum(sum(each) for each in found), len(months)) + Fraction(1, 2))


COUNTED = Twin(subject="gunshots", select=victims, number=gunshot_victimizations, places=PUBLIC, periods=TWELVE_MONTHS)


@derived("gunshot_victimization_rate")
def gunshot_victimization_rate(records: Records, _: Of) -> Cells:
    counts = counted(records, COUNTED)
    cells: Cells = {}
    for kind, start, place, months in spans(records, COUNTED, needs_whole=True):
        key = (kind, start, *place, "all", "all")
        people = people_living(records, place, months)
        if people is None or counts[key].numerator is None:
            cells[key] = NOT_REPORTED
            continue
        shot = counts[key].numerator
        status = "unstable" if shot < FEW else "shown"
        cells[key] = Cell(shot, people, None, 100_000 * shot / people if people else None, status)
    return cells


@derived("safety_gap")
def safety_gap(_: Records, of: Of) -> Cells:
    """The fifth of the areas with the highest rates beside the fifth with the lowest; equal ones by their number."""
    rates = of("gunshot_victimization_rate")
    cells: Cells = {}
    for kind, start in sorted({key[:2] for key in rates if key[2] == "area"}):
        areas = [(area, rates[kind, start, "area", str(area), "all", "all"]) for area in ALL_AREAS]
        key = (kind, start, *CITY, "all", "all")
        if any(rate.value is None for _, rate in areas):
            cells[key] = NOT_REPORTED
            continue
        areas.sort(key=lambda each: (-Fraction(each[1].numerator, each[1].denominator), each[0]))
        most, fewest = areas[:15], areas[-15:]
        shot = [sum(rate.numerator for _, rate in group) for group in (most, fewest)]
        living = [sum(rate.denominator for _, rate in group) for group in (most, fewest)]
        value = (shot[0] / living[0]) / (shot[1] / living[1]) if shot[1] else None
        cells[key] = Cell(shot[0], shot[1], None, value, "unstable" if shot[1] < FEW else "shown")
    return cells


# Changes


def changes(counts: dict[tuple[str, date, Place], int], years: int) -> Cells:
    """Each period against the mean of the same one in the years before; a baseline of few has no change."""
    cells: Cells = {}
    for (kind, start, place), now in counts.items():
        before = [counts.get((kind, years_before(start, back), place)) for back in range(1, years + 1)]
        if None in before:
            continue
        base = sum(number for number in before if number is not None)
        is_enough = base >= FEW
        value = 100 * (now - base / years) / (base / years) if is_enough else None
        cells[kind, start, *place, "all", "all"] = Cell(now, base, None, value, "shown" if is_enough else "unstable")
    return cells


def whole_counts(records: Records, kinds: tuple[str, ...]) -> dict[tuple[str, date, Place], int]:
    """People shot in each period of which every day is covered."""
    of = Twin(subject="gunshots", select=victims, number=gunshot_victimizations, places=PUBLIC, periods=kinds)
    counts = counted(records, of)
    found = {}
    for kind, start, place, _ in spans(records, of, needs_whole=True):
        numerator = counts[kind, start, *place, "all", "all"].numerator
        if numerator is not None:
            found[kind, start, place] = numerator
    return found


def next_door(counts: dict[tuple[str, date, Place], int]) -> dict[tuple[str, date, Place], int]:
    """The same of all areas that touch each area, taken together."""

    def added() -> Iterator[tuple[tuple[str, date, Place], int]]:
        for kind, start in {(kind, start) for kind, start, _ in counts}:
            for area in ALL_AREAS:
                around = [counts[kind, start, ("area", str(other))] for other in neighbors(area)]
                yield (kind, start, ("area", str(area))), sum(around)

    return dict(added())


@derived("versus_prior_three_years")
def versus_prior_three_years(records: Records, _: Of) -> Cells:
    return changes(whole_counts(records, (LAST_12_MONTHS,)), 3)


@derived("change_from_baseline")
def change_from_baseline(records: Records, _: Of) -> Cells:
    return changes(whole_counts(records, QUARTER_AND_LONGER), 1)


@derived("neighbors_versus_prior_three_years")
def neighbors_versus_prior_three_years(records: Records, _: Of) -> Cells:
    return changes(next_door(whole_counts(records, (LAST_12_MONTHS,))), 3)


@derived("neighbors_change_from_baseline")
def neighbors_change_from_baseline(records: Records, _: Of) -> Cells:
    return changes(next_door(whole_counts(records, QUARTER_AND_LONGER)), 1)


@derived("share_of_city")
def share_of_city(_: Records, of: Of) -> Cells:
    cells: Cells = {}
    shot = of("gunshot_victimizations")
    for key, here in shot.items():
        kind, start, place_kind, *_rest = key
        city = shot[kind, start, *CITY, "all", "all"]
        if place_kind not in PROGRAM:
            continue
        if here.numerator is None or city.numerator is None:
            cells[key] = NOT_REPORTED
            continue
        value = 100 * here.numerator / city.numerator if city.numerator else None
        status = "unstable" if here.numerator < FEW else "shown"
        cells[key] = Cell(here.numerator, city.numerator, None, value, status)
    return cells


# What the City's file does not say

FIELDS = {
    "victimizations.is_gunshot": "is_gunshot",
    "victimizations.area_number": "area_number",
    "victimizations.race_ethnicity": "race_ethnicity",
    "victimizations.sex": "sex",
    "victimizations.age_band": "age_band",
}


def public_fields(rows: pd.DataFrame, _: str) -> dict[str, Number]:
    rows = rows[rows["source"] == "victims"]
    return {
        field: share((rows[column].isna() | (rows[column] == "unknown")).sum(), len(rows))
        for field, column in FIELDS.items()
    }


@twin(
    "unknown_share_of_public_records",
    "gunshots",
    victims,
    places=("city",),
    periods=(YEAR, LAST_12_MONTHS),
    by={"field": (*FIELDS,)},
    has_total=False,
    split=public_fields,
)
def unknown_share_of_public_records(_: pd.DataFrame) -> Number:
    return share(0, 0)
