"""Cells of a store that was drawn on paper."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import duckdb

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.cells import compute_cells
from cp4p_metrics.periods import PeriodKind, months_between
from tests.tables import sketch_store


class Cell(NamedTuple):
    """One cell, as published."""

    numerator: int | None
    denominator: int | None
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    unknown: int | None


COLUMNS = ", ".join(Cell._fields)
KEY = "period_kind, period_start, place_kind, place, breakdown, category"


class Sketch:
    """A drawn store; a measure is computed when it is first looked at."""

    def __init__(self, **tables: str) -> None:
        self.connection = sketch_store(duckdb.connect(), **tables)
        self._cells: dict[str, dict[tuple[object, ...], Cell]] = {}

    def cell(
        self,
        measure: str,
        period_kind: str,
        start: str,
        place_kind: str = "coalition",
        place: object = None,
        breakdown: str = "all",
        category: str = "all",
    ) -> Cell | None:
        """The cell, or None where there is none. The place may be left out for the coalition and the city."""
        key = (
            PeriodKind(period_kind).value,
            day(start),
            place_kind,
            str(place or place_kind),
            breakdown,
            category,
        )
        return self.cells(measure).get(key)

    def count(self, *where: object, **named: str) -> int | None:
        """The numerator of that cell; a missing cell is an error."""
        found = self.cell(*where, **named)  # type: ignore[arg-type]
        assert found is not None, f"There is no cell {where}."
        return found.numerator

    def cells(self, measure: str) -> dict[tuple[object, ...], Cell]:
        """Every cell of a measure by its key."""
        if measure not in self._cells:
            self.compute([measure])
        return self._cells[measure]

    def compute(self, names: Iterable[str]) -> None:
        """Compute the cells of these measures together, which takes far less than one after the other."""
        found: dict[str, dict[tuple[object, ...], Cell]] = {name: {} for name in names}
        compute_cells(self.connection, [MEASURES[name] for name in found])
        for name, *row in self.connection.execute(f"SELECT measure, {KEY}, {COLUMNS} FROM memory.cells").fetchall():
            key = tuple(row[:6])
            assert key not in found[name], f"The same cell of {name} stands twice: {key}"
            found[name][key] = Cell(*row[6:])
        self._cells |= found

    def starts(self, measure: str, period_kind: str, place_kind: str = "coalition", place: object = None) -> list[date]:
        """The first days of the periods for which the place has a cell, in order."""
        wanted = (period_kind, place_kind, str(place or place_kind), "all")
        return sorted(key[1] for key in self.cells(measure) if (key[0], *key[2:5]) == wanted)  # type: ignore[type-var]


def day(text: str) -> date:
    """A date; '2026-03' is the first day of March."""
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")


def covered(first: str, through: str, subject: str = "gunshots") -> str:
    """A coverage table with one span."""
    return f"""
        subject   | first_date | through_date
        ----------|------------|-------------
        {subject} | {first}    | {through}
    """


def submitted(
    partners: str,
    first: str,
    last: str,
    parts: str = "outreach case_management events",
    missing: Iterable[tuple[str, str]] = (),
) -> str:
    """A submissions table: every part of every partner's month came in, but for the missing (partner, month)."""
    lines = ["partner_id | month | part | due_date | received_date", "---|---|---|---|---"]
    for month in months_between(day(first), day(last)):
        for partner in partners.split():
            received = "-" if (partner, f"{month:%Y-%m}") in missing else "2030-01-05"
            lines += [f"{partner} | {month} | {part} | 2030-01-10 | {received}" for part in parts.split()]
    return "\n".join(lines)
