"""Medians and survival, from how many rows have each amount. Exact, on whatever engine the counts were made."""

from collections.abc import Iterator
from typing import Any

import duckdb

from cp4p_metrics.evidence.survival import kaplan_meier

from .base import ALL, Measure
from .codes import categories
from .intervals import FEWEST_EVENTS_FOR_A_STABLE_RATE
from .placing import KEY, ground_of

Row = tuple[Any, ...]

# One row wherever a number can be, with the amounts of it as lists in order; a row without an amount is unknown.
AMOUNTS = f"""
SELECT place_kind, place, period_kind, period_start, breakdown, category, is_known, is_known_at_end,
    amounts, counts, events, unknown
FROM ({{ground}}) AS ground
CROSS JOIN (SELECT unnest($3) AS breakdown, unnest($4) AS category) AS categories
LEFT JOIN (
    SELECT {KEY}, breakdown, category,
        list(amount ORDER BY amount) FILTER (amount IS NOT NULL) AS amounts,
        list(row_count ORDER BY amount) FILTER (amount IS NOT NULL) AS counts,
        list(event_count ORDER BY amount) FILTER (amount IS NOT NULL) AS events,
        CAST(coalesce(sum(row_count) FILTER (amount IS NULL), 0) AS BIGINT) AS unknown
    FROM summed GROUP BY ALL
) AS listed USING (place_kind, place, period_kind, period_start, breakdown, category)
"""


def insert_quantiles(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """The measure's cells: numerator is how many rows the quantile rests on, unknown how many have no amount.

    With an `event`, rows that were only followed are censored, and the quantile is Kaplan and Meier's; where it
    lies beyond all follow-up it has no value, and `lower` says for how many days it is known to be later.
    """
    rows = []
    for key, known, amounts, counts, events, unknown in _amounts(connection, measure):
        total = sum(counts)
        if not known:
            rows.append((*key, None, None, None, None, None, "not_reported"))
            continue
        lower = None
        if measure.event:
            followed = kaplan_meier(amounts, counts, events)
            value, numerator, denominator = followed.quantile(measure.quantile), sum(events), total
            lower = float(max(amounts)) if value is None and total else None
        else:
            value, numerator, denominator = quantile_of(amounts, counts, measure.quantile), total, None
        status = "shown" if total >= FEWEST_EVENTS_FOR_A_STABLE_RATE or not total else "unstable"
        rows.append((*key, numerator, denominator, unknown, value, lower, status))
    _insert(connection, measure, rows)


def insert_survival(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """The share (Kaplan-Meier) for which something still held after each of the measure's days.

    The numerator counts those known to have held on that day, the denominator all that were followed at all;
    censoring is why the share is not their ratio. Nothing is said of a day that no follow-up reaches.
    """
    rows: list[Row] = []
    for key, known, amounts, counts, events, unknown in _amounts(connection, measure):
        day, total = int(key[-1]), sum(counts)
        if not known:
            rows.append((*key, None, None, None, None, None, "not_reported"))
            continue
        share = kaplan_meier(amounts, counts, events).share_after(day)
        held = sum(
            count - (event if amount == day else 0)
            for amount, count, event in zip(amounts, counts, events, strict=True)
            if amount >= day
        )
        status = "shown" if total >= FEWEST_EVENTS_FOR_A_STABLE_RATE or not total else "unstable"
        value = None if share is None else measure.multiplier * share
        rows.append((*key, held, total, unknown, value, None, status))
    _insert(connection, measure, rows)


def quantile_of(amounts: list[int], counts: list[int], quantile: float) -> float | None:
    """The quantile of amounts that each come so many times, on a straight line between the two nearest ones.

    As numpy's and pandas' own (Hyndman and Fan's seventh); in whole numbers up to the last step.
    """
    total = sum(counts)
    if not total:
        return None
    hundredths = round(quantile * 100) * (total - 1)
    position, rest = divmod(hundredths, 100)
    low, high = _amount_at(amounts, counts, position), _amount_at(amounts, counts, position + (rest > 0))
    return low + (high - low) * rest / 100


def _amount_at(amounts: list[int], counts: list[int], position: int) -> int:
    passed = 0
    for amount, count in zip(amounts, counts, strict=True):
        passed += count
        if position < passed:
            return amount
    raise IndexError(position)


def _amounts(
    connection: duckdb.DuckDBPyConnection, measure: Measure
) -> Iterator[tuple[Row, bool, list[int], list[int], list[int], int]]:
    """Each cell's key, whether its period is known, amounts, rows and events of each, and rows without an amount."""
    for breakdown in measure.own_breakdowns:
        at_days = measure.at_days and breakdown == measure.always_by
        listed = (ALL,) if breakdown == ALL or at_days else categories(measure, breakdown)
        ground, given = ground_of(measure, breakdown)
        found = connection.execute(
            AMOUNTS.format(ground=ground), [*given, [ALL if at_days else breakdown] * len(listed), list(listed)]
        ).fetchall()
        for place_kind, place, kind, start, name, category, is_known, at_end, amounts, counts, events, unknown in found:
            known = bool(at_end if measure.stands_at_end else is_known or counts)
            for day in measure.at_days if at_days else (category,):
                key = (kind, start, place_kind, place, breakdown if at_days else name, str(day))
                yield key, known, amounts or [], counts or [], events or [], unknown or 0


def _insert(connection: duckdb.DuckDBPyConnection, measure: Measure, rows: list[Row]) -> None:
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    types = ["VARCHAR", "DATE", *["VARCHAR"] * 4, *["BIGINT"] * 3, "DOUBLE", "DOUBLE", "VARCHAR"]
    marks = [f"unnest(${place + 2}::{kind}[])" for place, kind in enumerate(types)]
    connection.execute(
        f"INSERT INTO memory.cells SELECT $1, {', '.join(marks[:11])}, NULL, {marks[11]}", [measure.name, *columns]
    )
