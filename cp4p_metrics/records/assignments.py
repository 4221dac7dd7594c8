"""Who serves which area, and from when to when."""

from dataclasses import dataclass
from datetime import date

import duckdb

from cp4p_metrics.places import listed_partner_areas

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class Assignment:
    """One partner serving one area from a day to a day, both included."""

    partner_id: str
    area_number: int
    from_date: date
    until_date: date


def read_assignments(connection: duckdb.DuckDBPyConnection) -> list[Assignment]:
    """The coalition's dated assignments; the listed ones, taken as always in force, while none were imported."""
    rows = connection.execute("SELECT partner_id, area_number, from_date, until_date FROM partner_areas").fetchall()
    if not rows:
        rows = [(pair.partner_id, pair.area_number, None, None) for pair in listed_partner_areas()]
    return [Assignment(partner, area, first or FIRST_DAY, last or LAST_DAY) for partner, area, first, last in rows]
