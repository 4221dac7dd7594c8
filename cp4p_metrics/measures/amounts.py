"""Medians and survival, from how many rows have each amount. Exact, on whatever engine the counts were made."""

import duckdb
import numpy as np
import pyarrow as pa

from cp4p_metrics.evidence.survival import (
    Amounts,
    Real,
    Whole,
    quantiles,
    survival_after,
    survival_quantiles,
)

from .base import ALL, Measure
from .codes import categories
from .intervals import FEWEST_EVENTS_FOR_A_STABLE_RATE
from .placing import KEY, ground_of

# One number for each cell that can be. It is known where its period is, or where rows of it came in.
GROUPS = f"""
CREATE OR REPLACE TABLE memory.groups AS
SELECT row_number() OVER () - 1 AS number, {KEY}, breakdown, category, {{known}} AS is_known,
    CAST(coalesce(without.row_count, 0) AS BIGINT) AS unknown
FROM ({{ground}}) AS ground
CROSS JOIN (SELECT unnest($3) AS breakdown, unnest($4) AS category) AS categories
LEFT JOIN (SELECT * FROM summed WHERE amount IS NULL) AS without
    USING (place_kind, place, period_kind, period_start, breakdown, category)
"""
AMOUNTS = f"""
SELECT groups.number, amount, row_count, event_count
FROM groups JOIN summed USING ({KEY}, breakdown, category)
WHERE amount IS NOT NULL ORDER BY groups.number, amount
"""
INSERT = f"""
INSERT INTO memory.cells
SELECT $measure, period_kind, period_start, place_kind, place, $breakdown, coalesce($category, category),
    CASE WHEN is_told THEN numerator END, CASE WHEN is_told THEN denominator END,
    CASE WHEN is_told THEN unknown END, CASE WHEN is_told THEN value END, CASE WHEN is_told THEN lower END, NULL,
    CASE WHEN NOT is_told THEN 'not_reported' WHEN few BETWEEN 1 AND {FEWEST_EVENTS_FOR_A_STABLE_RATE - 1}
        THEN 'unstable' ELSE 'shown' END
FROM groups JOIN found USING (number), LATERAL (SELECT is_known OR ({{came_in}} AND few > 0) AS is_told)
"""


def insert_quantiles(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """The measure's cells: numerator is how many rows the quantile rests on, unknown how many have no amount.

    With an `event`, rows that were only followed are censored, the quantile is Kaplan and Meier's, and the numerator
    counts the events, the denominator all rows. Where the quantile lies beyond all follow-up it has no value, and
    `lower` says up to which amount it is known not to lie.
    """
    for breakdown in measure.own_breakdowns:
        amounts = _amounts(connection, measure, breakdown)
        total = amounts.totals(amounts.count)
        if measure.event:
            value = survival_quantiles(amounts, measure.quantile)
            longest = np.full(amounts.group_count, np.nan)
            longest[amounts.group] = amounts.amount
            lower = np.where(np.isnan(value), longest, np.nan)
            _insert(connection, measure, breakdown, total, amounts.totals(amounts.event), total, value, lower)
        else:
            _insert(connection, measure, breakdown, total, total, None, quantiles(amounts, measure.quantile))


def insert_survival(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """The share (Kaplan-Meier) for which something still held after each of the measure's days.

    The numerator counts those known to have held on that day, the denominator all that were followed at all;
    censoring is why the share is not their ratio. Nothing is said of a day that no follow-up reaches.
    """
    amounts = _amounts(connection, measure, ALL)
    total = amounts.totals(amounts.count)
    for day in measure.at_days:
        left = np.where(amounts.amount > day, amounts.count, 0)
        left += np.where(amounts.amount == day, amounts.count - amounts.event, 0)
        value = measure.multiplier * survival_after(amounts, day)
        value[total == 0] = np.nan
        _insert(connection, measure, measure.always_by, total, amounts.totals(left), total, value, category=str(day))


def _amounts(connection: duckdb.DuckDBPyConnection, measure: Measure, breakdown: str) -> Amounts:
    """The amounts of every cell of a breakdown that can be, as memory.groups numbers them."""
    listed = (ALL,) if breakdown == ALL else categories(measure, breakdown)
    ground, given = ground_of(measure, measure.always_by or breakdown)
    known = "is_known_at_end" if measure.stands_at_end else "is_known"
    connection.execute(GROUPS.format(ground=ground, known=known), [*given, [breakdown] * len(listed), list(listed)])
    [(group_count,)] = connection.execute("SELECT count(*) FROM groups").fetchall()
    found = connection.execute(AMOUNTS).fetchnumpy()
    columns = [np.asarray(found[name], dtype=np.int64) for name in ("number", "amount", "row_count", "event_count")]
    return Amounts(group_count, *columns)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    breakdown: str,
    few: Whole,
    numerator: Whole,
    denominator: Whole | None,
    value: Real,
    lower: Real | None = None,
    category: str | None = None,
) -> None:
    count = len(few)
    columns = {
        "number": pa.array(np.arange(count)),
        "few": pa.array(few),
        "numerator": pa.array(numerator),
        "denominator": pa.nulls(count, pa.int64()) if denominator is None else pa.array(denominator),
        "value": pa.array(value, from_pandas=True),
        "lower": pa.nulls(count, pa.float64()) if lower is None else pa.array(lower, from_pandas=True),
    }
    connection.register("found", pa.table(columns))
    came_in = "FALSE" if measure.stands_at_end else "TRUE"
    given = {"measure": measure.name, "breakdown": breakdown, "category": category}
    connection.execute(INSERT.format(came_in=came_in), given)
    connection.unregister("found")
