"""The gap between the areas where most people are harmed and those where fewest are."""

from datetime import date

import duckdb
import numpy as np

from cp4p_metrics.evidence.rates import ratio_interval

from .base import ALL, Measure
from .intervals import FEWEST_EVENTS_FOR_A_STABLE_RATE

PARTS_OF_THE_CITY = 5  # the fifth of areas with the highest rates beside the fifth with the lowest


def insert_gap(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """The rate in the fifth of areas with the highest rates divided by that in the fifth with the lowest.

    Numerator and denominator are the people shot in each. The range is exact (Clopper-Pearson, conditional), for
    groups as if they had been named beforehand; no value where nobody was shot in the lowest fifth.
    """
    [of_areas] = measure.parts
    found = connection.execute(
        "SELECT period_kind, period_start, list(numerator ORDER BY area), list(denominator ORDER BY area), "
        "count(*) = count(value) FROM (SELECT *, CAST(place AS INTEGER) AS area FROM cells "
        "WHERE measure = $1 AND place_kind = 'area' AND list_contains($2, period_kind)) GROUP BY ALL ORDER BY ALL",
        [of_areas.measure, list(measure.period_kinds)],
    ).fetchall()
    for kind, start, events, residents, is_known in found:
        row = _gap(np.array(events), np.array(residents)) if is_known else (None, None, None, None, None)
        _insert(connection, measure, kind, start, row)


def _gap(
    events: np.ndarray, residents: np.ndarray
) -> tuple[int | None, int | None, float | None, float | None, float | None]:
    # Areas of equal rates in the order of their numbers, so that the same records always give the same groups.
    order = np.argsort(-events / residents, kind="stable")
    size = max(1, len(order) // PARTS_OF_THE_CITY)
    most, fewest = order[:size], order[-size:]
    counts = int(events[most].sum()), int(events[fewest].sum())
    lived = int(residents[most].sum()), int(residents[fewest].sum())
    if not counts[1]:
        return *counts, None, None, None
    lower, upper = ratio_interval(counts[0], lived[0], counts[1], lived[1])
    return *counts, counts[0] / lived[0] / (counts[1] / lived[1]), float(lower), float(upper)


def _insert(
    connection: duckdb.DuckDBPyConnection, measure: Measure, kind: str, start: date, row: tuple[object, ...]
) -> None:
    few = row[1]
    status = (
        "not_reported"
        if few is None
        else "unstable"
        if isinstance(few, int) and few < FEWEST_EVENTS_FOR_A_STABLE_RATE
        else "shown"
    )
    connection.execute(
        f"INSERT INTO memory.cells VALUES (?, ?, ?, 'city', 'city', '{ALL}', '{ALL}', ?, ?, NULL, ?, ?, ?, ?)",
        [measure.name, kind, start, *row, status],
    )
