"""The rows behind the counts of one view, grouped as finely as any of its numbers can tell them apart.

Protecting a release needs more than its cells: what is shown of one number must not give away another that counts the
same rows. So all numbers of a view are sums over one set of atoms. An atom is what rows have in common: the month, the
area, the partner, the categories of every breakdown and what each measure counts of them.
"""

import re
from collections.abc import Sequence

from .base import Measure
from .counting import MONTH, breakdowns_of

SUM = re.compile(r"sum\((?P<row>.+)\)", re.DOTALL)
ATOM_KEYS = ("month", "area_number", "partner_id")


def row_value(aggregate: str) -> str:
    """What one row adds to an aggregate: 1 for a count of rows, the column of a sum."""
    if aggregate == "count(*)":
        return "1"
    found = SUM.fullmatch(aggregate)
    if found is None:
        raise ValueError(f"'{aggregate}' is neither a count of rows nor a sum over them.")
    return found["row"]


def row_values(measures: Sequence[Measure]) -> dict[str, str]:
    """The columns of an atom that say what its rows add: each row value once, by its column v0, v1 …"""
    values = [row_value(part) for measure in measures for part in (measure.numerator, measure.denominator) if part]
    return {f"v{number}": value for number, value in enumerate(dict.fromkeys(values))}


def atoms_query(view: str, measures: Sequence[Measure]) -> str:
    """month, area_number, partner_id, the measures' breakdowns, v0, v1 … and how many rows are alike in all of them."""
    names = breakdowns_of(measures)
    values = row_values(measures)
    rows = ", ".join([f"{MONTH} AS month", "area_number", "partner_id", *names])
    told = ", ".join(f"CAST({value} AS BIGINT) AS {column}" for column, value in values.items())
    keys = ", ".join([*ATOM_KEYS, *names, *values])
    return (
        f"SELECT {keys}, CAST(count(*) AS BIGINT) AS row_count "
        f"FROM (SELECT {rows}, {told} FROM counted.{view}) AS told GROUP BY {keys}"
    )


def people_query(view: str, measure: Measure) -> str:
    """Distinct people of each partner in each of its areas, by quarter, year and fiscal year.

    `period_kind`, `period_start`, `partner_id`, `area_number` and `people`.
    """
    parts = [
        f"SELECT '{kind}' AS period_kind, {start} AS period_start, partner_id, area_number, "
        f"CAST(count(*) AS BIGINT) AS people FROM (SELECT DISTINCT {start}, partner_id, area_number, who FROM met) "
        f"AS once GROUP BY {start}, partner_id, area_number"
        for kind, start in (("quarter", "quarter_start"), ("year", "year_start"), ("fiscal_year", "fiscal_year_start"))
    ]
    return (
        f"WITH met AS (SELECT months.quarter_start, months.year_start, months.fiscal_year_start, area_number, "
        f"partner_id, {measure.distinct} AS who FROM counted.{view} AS seen JOIN months "
        f"ON months.month = CAST(date_trunc('month', seen.date) AS DATE)) {' UNION ALL '.join(parts)}"
    )
