"""One measure divided by another, of the same place and period."""

import duckdb

from . import MEASURES
from .base import ALL, Measure, Part
from .intervals import FEWEST_EVENTS_FOR_A_STABLE_RATE


def insert_quotient(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """The measure's cells, from those of its two parts: known where both are, their counts beside.

    A part that names a place (the city, say) is the same for every place. A quotient of the City's counts is
    unstable where few were counted above the line.
    """
    above, below = measure.parts
    joined = "below.period_kind = above.period_kind AND below.period_start = above.period_start"
    if below.place_kind is None:
        joined += " AND below.place_kind = above.place_kind AND below.place = above.place"
    unstable = f"WHEN above.numerator < {FEWEST_EVENTS_FOR_A_STABLE_RATE} THEN 'unstable'" if measure.is_public else ""
    is_known = "above.value IS NOT NULL AND below.value IS NOT NULL"
    one, other = (MEASURES[part.measure] for part in measure.parts)
    if one.subject != other.subject and not (one.stands_at_end or other.stands_at_end):
        # Of a quarter of which one source knows three months and the other two, nothing can be divided.
        is_known += f" AND ({SAME_MONTHS})"
    connection.execute(
        f"""
        INSERT INTO memory.cells
        SELECT $measure, above.period_kind, above.period_start, above.place_kind, above.place, '{ALL}', '{ALL}',
            CASE WHEN {is_known} THEN above.numerator END, CASE WHEN {is_known} THEN below.numerator END,
            CASE WHEN {is_known} THEN above.unknown END,
            CASE WHEN {is_known} THEN {measure.multiplier} * above.value / nullif(below.value, 0) END, NULL, NULL,
            CASE WHEN NOT ({is_known}) THEN 'not_reported' {unstable} ELSE 'shown' END
        FROM ({_cells(above)}) AS above JOIN ({_cells(below)}) AS below ON {joined}
        WHERE list_contains($places, above.place_kind) AND list_contains($periods, above.period_kind)
        """,
        {
            "measure": measure.name,
            "places": list(measure.place_kinds),
            "periods": list(measure.period_kinds),
            **({"one": one.subject, "other": other.subject} if SAME_MONTHS in is_known else {}),
        },
    )


SAME_MONTHS = """
    (above.place_kind, above.place, above.period_kind, above.period_start) NOT IN (
        SELECT (place_kind, place, period_kind, period_start)
        FROM (
            SELECT place_kind, place, month FROM known
            WHERE is_known AND (subject = $one OR subject = $other)
            GROUP BY ALL HAVING count(*) = 1
        ) AS by_one_alone JOIN periods USING (month)
    )
"""


def _cells(part: Part) -> str:
    of_place = f" AND place_kind = '{part.place_kind}'" if part.place_kind else ""
    return (
        f"SELECT * FROM cells WHERE measure = '{part.measure}' AND breakdown = '{part.breakdown}' "
        f"AND category = '{part.category}'{of_place}"
    )
