"""Rates and changes get their exact intervals, from the counts that they rest on."""

import duckdb

from cp4p_metrics.evidence.rates import garwood_interval, ratio_interval
from cp4p_metrics.places import neighbors

from . import MEASURES
from .base import ALL, Measure, Shape

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


def turn_into_change(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """Set each period of the measure's cells, which hold counts so far, against its baseline.

    The baseline is the same period of the years before, of the place itself or of the areas that touch it.
    Periods without all of them have no cell. The range is the exact interval of the ratio of two rates.
    """
    years = measure.years_before
    if measure.of_neighbors:
        _fill_neighbors(connection)
    place = "neighbors.area" if measure.of_neighbors else "counts.place"
    beside = "JOIN memory.neighbors ON neighbors.neighbor = counts.place" if measure.of_neighbors else ""
    rows = connection.execute(
        f"""
        WITH windows AS (
            SELECT period_kind, counts.place_kind, {place} AS place,
                period_start, CAST(sum(numerator) AS BIGINT) AS numerator
            FROM (SELECT * FROM cells WHERE measure = $1) AS counts {beside}
            GROUP BY ALL HAVING count(*) = count(numerator)
        )
        SELECT this.period_kind, this.place_kind, this.place, this.period_start, this.numerator,
            CAST(sum(before.numerator) AS BIGINT)
        FROM windows AS this
        CROSS JOIN (SELECT unnest($2) AS months) AS earlier
        JOIN windows AS before
            ON before.period_kind = this.period_kind AND before.place_kind = this.place_kind
            AND before.place = this.place AND before.period_start = this.period_start - to_months(earlier.months)
        GROUP BY ALL
        HAVING count(*) = $3
        """,
        [measure.name, [12 * year for year in range(1, years + 1)], years],
    ).fetchall()
    connection.execute("DELETE FROM memory.cells WHERE measure = $1", [measure.name])
    if not rows:
        return
    period_kinds, kinds, places, starts, counts, bases = (list(column) for column in zip(*rows, strict=True))
    lower, upper = ratio_interval(counts, 1, bases, years)
    connection.execute(
        f"""
        INSERT INTO memory.cells
        SELECT $1, period_kind, period_start, place_kind, place, '{ALL}', '{ALL}', numerator, denominator, NULL,
            CASE WHEN is_enough THEN {measure.multiplier} * ({years} * CAST(numerator AS DOUBLE) / denominator - 1) END,
            CASE WHEN is_enough THEN {measure.multiplier} * (lower - 1) END,
            CASE WHEN is_enough THEN {measure.multiplier} * (upper - 1) END,
            CASE WHEN is_enough THEN 'shown' ELSE 'unstable' END
        FROM (
            SELECT unnest($2) AS period_kind, unnest($3) AS place_kind, unnest($4) AS place,
                unnest($5::DATE[]) AS period_start, unnest($6::BIGINT[]) AS numerator,
                unnest($7::BIGINT[]) AS denominator, unnest($8::DOUBLE[]) AS lower, unnest($9::DOUBLE[]) AS upper
        ), (SELECT {FEWEST_EVENTS_FOR_A_STABLE_RATE} AS fewest), LATERAL (SELECT denominator >= fewest AS is_enough)
        """,
        [measure.name, period_kinds, kinds, places, starts, counts, bases, lower.tolist(), upper.tolist()],
    )


def _fill_neighbors(connection: duckdb.DuckDBPyConnection) -> None:
    pairs = [(str(area), str(other)) for area, others in neighbors().items() for other in others]
    connection.execute(
        "CREATE OR REPLACE TABLE memory.neighbors AS "
        "SELECT unnest($1::VARCHAR[]) AS area, unnest($2::VARCHAR[]) AS neighbor",
        [[area for area, _ in pairs], [other for _, other in pairs]],
    )
