"""Rates and changes get their exact intervals, from the counts that they rest on."""

import duckdb

from cp4p_metrics.evidence.rates import garwood_interval, ratio_interval

from . import MEASURES
from .base import ALL, Shape

FEWEST_EVENTS_FOR_A_STABLE_RATE = 20  # the field's reliability rule for rates of small counts


def set_rate_intervals(connection: duckdb.DuckDBPyConnection) -> None:
    """Exact intervals for every rate, from the count that it rests on."""
    rates = [measure for measure in MEASURES.values() if measure.shape is Shape.RATE]
    names = [measure.name for measure in rates]
    rows = connection.execute(
        "SELECT DISTINCT numerator FROM memory.cells WHERE list_contains($1, measure) AND numerator IS NOT NULL",
        [names],
    ).fetchall()
    if not rows:
        return
    counts = [row[0] for row in rows]
    lower, upper = garwood_interval(counts)
    connection.execute(
        "CREATE OR REPLACE TABLE memory.intervals AS SELECT unnest($1::BIGINT[]) AS numerator, "
        "unnest($2::DOUBLE[]) AS lower, unnest($3::DOUBLE[]) AS upper",
        [counts, lower.tolist(), upper.tolist()],
    )
    for measure in rates:
        connection.execute(
            f"UPDATE memory.cells SET lower = {measure.multiplier} * intervals.lower / nullif(denominator, 0), "
            f"upper = {measure.multiplier} * intervals.upper / nullif(denominator, 0) FROM intervals "
            "WHERE cells.measure = $1 AND cells.numerator = intervals.numerator",
            [measure.name],
        )
    connection.execute("DROP TABLE memory.intervals")


def turn_into_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Changes: so far their cells hold windows of twelve months; set each against the three before it."""
    for measure in (m for m in MEASURES.values() if m.shape is Shape.CHANGE):
        rows = connection.execute(
            """
            WITH windows AS (
                SELECT place_kind, place, period_start, numerator FROM cells
                WHERE measure = $1 AND numerator IS NOT NULL
            )
            SELECT this.place_kind, this.place, this.period_start, this.numerator, CAST(sum(before.numerator) AS BIGINT)
            FROM windows AS this
            CROSS JOIN (VALUES (12), (24), (36)) AS earlier (months)
            JOIN windows AS before
                ON before.place_kind = this.place_kind AND before.place = this.place
                AND before.period_start = this.period_start - to_months(earlier.months)
            GROUP BY ALL
            HAVING count(*) = 3
            """,
            [measure.name],
        ).fetchall()
        connection.execute("DELETE FROM memory.cells WHERE measure = $1", [measure.name])
        if not rows:
            continue
        kinds, places, starts, counts, bases = (list(column) for column in zip(*rows, strict=True))
        lower, upper = ratio_interval(counts, 1, bases, 3)
        connection.execute(
            f"""
            INSERT INTO memory.cells
            SELECT $1, 'last_12_months', period_start, place_kind, place, '{ALL}', '{ALL}', numerator, denominator,
                CASE WHEN is_enough THEN {measure.multiplier} * (3 * CAST(numerator AS DOUBLE) / denominator - 1) END,
                CASE WHEN is_enough THEN {measure.multiplier} * (lower - 1) END,
                CASE WHEN is_enough THEN {measure.multiplier} * (upper - 1) END,
                CASE WHEN is_enough THEN 'shown' ELSE 'unstable' END
            FROM (
                SELECT unnest($2) AS place_kind, unnest($3) AS place, unnest($4::DATE[]) AS period_start,
                    unnest($5::BIGINT[]) AS numerator, unnest($6::BIGINT[]) AS denominator,
                    unnest($7::DOUBLE[]) AS lower, unnest($8::DOUBLE[]) AS upper
            ), (SELECT {FEWEST_EVENTS_FOR_A_STABLE_RATE} AS fewest), LATERAL (SELECT denominator >= fewest AS is_enough)
            """,
            [measure.name, kinds, places, starts, counts, bases, lower.tolist(), upper.tolist()],
        )
