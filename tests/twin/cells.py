"""Every cell that a measure should have, counted one by one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pandas as pd

from .known import COALITION, SERVED_NOW, Place
from .numbers import FEW, NOT_REPORTED, Cell, Number
from .periods import (
    ALL_PERIODS,
    FISCAL_YEAR,
    LAST_12_MONTHS,
    LENGTHS,
    QUARTER_AND_LONGER,
    YEAR,
    last_day,
    periods,
)
from .records import Records, between, where

Key = tuple[str, date, str, str, str, str]  # period kind and start, place kind and place, breakdown, category
Cells = dict[Key, Cell]
Select = Callable[[Records, date, date], pd.DataFrame]
Count = Callable[[pd.DataFrame], Number]

PUBLIC = ("area", "partner", "coalition", "city")
PROGRAM = ("area", "partner", "coalition")
PARTNER_AND_COALITION = ("partner", "coalition")
PLACED_BY_AREA = ("gunshots", "homicides", "risk_estimates")  # rows that know their area and no partner


@dataclass(frozen=True, kw_only=True)
class Twin:
    """One measure, as its definition in words has it.

    `select` finds the rows of a period, which knows them by their dates; `number` counts those of one place. A twin
    `at_end` looks at what stands on the period's last day, one that `needs_months` has no number for a period of
    which no month came in. `split` makes the numbers of a breakdown where they are no numbers of its rows alone.
    """

    subject: str
    select: Select
    number: Count
    places: tuple[str, ...] = PROGRAM
    periods: tuple[str, ...] = ALL_PERIODS
    by: dict[str, tuple[str, ...]] = field(default_factory=dict)
    has_total: bool = True
    at_end: bool = False
    needs_months: bool = False
    select_of_partners: Select | None = None
    split: Callable[[pd.DataFrame, str], dict[str, Number]] | None = None


Derive = Callable[[Records, Callable[[str], Cells]], Cells]
TWINS: dict[str, Twin] = {}
DERIVED: dict[str, Derive] = {}  # measures made from others


def twin(name: str, subject: str, select: Select, **rest: object) -> Callable[[Count], Count]:
    """Keep the function below as the twin of the measure of that name."""

    def keep(number: Count) -> Count:
        assert name not in TWINS
        TWINS[name] = Twin(subject=subject, select=select, number=number, **rest)  # type: ignore[arg-type]
        return number

    return keep


def derived(name: str) -> Callable[[Derive], Derive]:
    def keep(derive: Derive) -> Derive:
        assert name not in DERIVED
        DERIVED[name] = derive
        return derive

    return keep


@cache
def happened(table: str, column: str) -> Select:
    """The rows of a table that happened in the period."""

    def select(records: Records, start: date, end: date) -> pd.DataFrame:
        return between(records.happened(table, column), start, end)

    return select


@cache
def made(make: Callable[[Records], pd.DataFrame]) -> Select:
    """The same of rows that were made of records."""

    def select(records: Records, start: date, end: date) -> pd.DataFrame:
        return between(records.once(make, lambda: make(records)), start, end)

    return select


def breakdown_periods(place_kind: str) -> tuple[str, ...]:
    """Never months, and for an area whole calendar and fiscal years alone."""
    return (YEAR, FISCAL_YEAR) if place_kind == "area" else QUARTER_AND_LONGER


def in_place(records: Records, frame: pd.DataFrame, subject: str, place: Place) -> pd.DataFrame:
    """The rows that belong to a place: partners' own by their partner, the City's by who served the area that day."""
    kind, name = place
    if frame.empty or kind == "city":
        return frame
    if kind == "area":
        return frame[frame["area_number"] == int(name)]
    if subject not in PLACED_BY_AREA:
        return frame if kind == "coalition" else frame[frame["partner_id"] == name]
    known = records.known
    if place == SERVED_NOW:
        return frame[frame["area_number"].isin(known.served_now)]
    partner = None if place == COALITION else name
    return frame[where(frame, lambda row: known.serves(partner, row.area_number, row.date.date()))]


Span = tuple[str, date, Place, list[date]]


def spans(records: Records, of: Twin, needs_whole: bool = False) -> list[Span]:
    """Every period and place where a number can be, with the place's months of it."""
    return records.once(
        ("spans", of.subject, of.places, of.periods, needs_whole), lambda: _spans(records, of, needs_whole)
    )


def _spans(records: Records, of: Twin, needs_whole: bool) -> list[Span]:
    whole = records.known.whole.get(of.subject)
    found = []
    for place, months in records.known.months.get(of.subject, {}).items():
        for kind in of.periods if place[0] in of.places else ():
            for start, inside in periods(kind, tuple(months)).items():
                is_whole = len(inside) == LENGTHS[kind] and (whole is None or set(inside) <= whole)
                if is_whole or not (needs_whole or kind == LAST_12_MONTHS):
                    found.append((kind, start, place, inside))
    return found


def rows_of(records: Records, of: Twin, place: Place, months: list[date]) -> pd.DataFrame:
    """What a number of that place in those months is of; found once for all measures that look at the same rows."""
    is_of_partner = place[0] == "partner" and of.select_of_partners is not None
    select = of.select_of_partners if is_of_partner and of.select_of_partners else of.select
    first, end = months[-1 if of.at_end else 0], last_day(months[-1])

    def select_once() -> tuple[pd.DataFrame, pd.DataFrame, set[str]]:
        selected = select(records, first, end)
        return selected, selected.iloc[:0], {str(area) for area in selected.get("area_number", ())}

    selected, nothing, areas = records.once((select, first, end), select_once)
    if place[0] == "area" and place[1] not in areas:
        return nothing
    key = (select, first, end, of.subject, place)
    return records.once(key, lambda: in_place(records, selected, of.subject, place))


def expected(records: Records, name: str) -> Cells:
    """Every cell of the measure."""

    def of(other: str) -> Cells:
        return records.once(("cells", other), lambda: expected(records, other))

    return DERIVED[name](records, of) if name in DERIVED else counted(records, TWINS[name])


def counted(records: Records, of: Twin) -> Cells:
    cells: Cells = {}
    nothing: dict[str, Number] = {}
    spoken = {kind: periods(kind, tuple(records.known.months_of(of.subject))) for kind in of.periods}
    for kind, start, place, inside in spans(records, of):
        rows = rows_of(records, of, place, spoken[kind][start])
        months = records.known.months[of.subject][place]
        is_known = months[inside[-1]] if of.at_end else any(months[month] for month in inside)
        by = of.by if kind in breakdown_periods(place[0]) else {}
        for breakdown, categories in [*([("all", ("all",))] if of.has_total else []), *by.items()]:
            numbers = numbers_of(of, rows, breakdown, nothing)
            for category in categories:
                number = numbers.get(category, numbers["nothing"])
                cells[(kind, start, *place, breakdown, category)] = cell(of, number, is_known)
    return cells


def numbers_of(of: Twin, rows: pd.DataFrame, breakdown: str, nothing: dict[str, Number]) -> dict[str, Number]:
    """Category → its number, and 'nothing', the number of a category without rows."""
    if "nothing" not in nothing:
        nothing["nothing"] = of.number(rows.iloc[:0])
    if rows.empty and not of.split:
        return nothing
    if breakdown == "all":
        return {"all": of.number(rows)} | nothing if len(rows) else nothing
    if of.split:
        return nothing | of.split(rows, breakdown)
    return {category: of.number(rows[rows[breakdown] == category]) for category in set(rows[breakdown])} | nothing


def cell(of: Twin, number: Number, is_known: bool) -> Cell:
    # What came in of a missing month is shown; but those who were there last month are no answer for this one.
    if not is_known and (of.at_end or of.needs_months or not number.is_found):
        return NOT_REPORTED
    status = "shown"
    if number.numerator is None:
        status = "not_reported"
    elif number.rests_on is not None and 0 < number.rests_on < FEW:
        status = "unstable"
    return Cell(number.numerator, number.denominator, number.unknown, number.value, status)
