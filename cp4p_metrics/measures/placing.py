"""From rows to sums: by month and place in one pass over the records, then by every period."""

import duckdb

from .base import ALL, Measure, Shape


def _breakdowns(measures: list[Measure]) -> list[str]:
    return list(dict.fromkeys(name for measure in measures for name in measure.breakdowns))


def place_sums(connection: duckdb.DuckDBPyConnection, view: str, is_public: bool, measures: list[Measure]) -> None:
    """memory.placed(place_kind, place, month, breakdowns…, n0, d0, n1, d1, …) from one pass over the view."""
    named = "".join(f", {name}" for name in _breakdowns(measures))
    sums = ", ".join(
        f"CAST({m.numerator} AS BIGINT) AS n{i}, CAST({m.denominator or 'NULL'} AS BIGINT) AS d{i}"
        for i, m in enumerate(measures)
    )
    again = ", ".join(
        f"CAST(sum(n{i}) AS BIGINT) AS n{i}, CAST(sum(d{i}) AS BIGINT) AS d{i}" for i in range(len(measures))
    )
    # Public records have no partner: the dated assignments place them, so they keep their day.
    grain = (
        "date, area_number"
        if is_public
        else "CAST(date_trunc('month', date) AS DATE) AS month, area_number, partner_id"
    )
    keys = "date, area_number" if is_public else "month, area_number, partner_id"
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.inner_sums AS SELECT {grain}{named}, {sums} "
        f"FROM counted.{view} GROUP BY {keys}{named}"
    )
    month = "CAST(date_trunc('month', date) AS DATE)" if is_public else "month"
    columns = ", ".join([*_breakdowns(measures), *(f"n{i}, d{i}" for i in range(len(measures)))])

    def placed(place_kind: str, place: str, rest: str = "") -> str:
        return (
            f"SELECT '{place_kind}' AS place_kind, {place} AS place, {month} AS month, {columns} FROM inner_sums {rest}"
        )

    parts = [placed("area", "CAST(inner_sums.area_number AS VARCHAR)", "WHERE inner_sums.area_number IS NOT NULL")]
    if is_public:
        joined = (
            "JOIN {0} ON {0}.area_number = inner_sums.area_number "
            "AND inner_sums.date BETWEEN {0}.from_date AND {0}.until_date"
        )
        parts += [
            placed("partner", "assignments.partner_id", joined.format("assignments")),
            placed("coalition", "'coalition'", joined.format("served_areas")),
            placed(
                "coalition",
                "'served_now'",
                "WHERE area_number IN (SELECT area_number FROM served_areas WHERE is_served_now)",
            ),
            placed("city", "'city'"),
        ]
    else:
        parts += [placed("partner", "partner_id"), placed("coalition", "'coalition'")]
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.placed AS SELECT place_kind, place, month{named}, {again} "
        f"FROM ({' UNION ALL '.join(parts)}) GROUP BY place_kind, place, month{named}"
    )


def place_distinct(connection: duckdb.DuckDBPyConnection, view: str, measure: Measure) -> None:
    """memory.placed for distinct people: counted anew at every place and breakdown, for nothing adds up."""
    names = measure.breakdowns
    parts = []
    for place_kind, place in (
        ("area", "CAST(area_number AS VARCHAR)"),
        ("partner", "partner_id"),
        ("coalition", "'coalition'"),
    ):
        for shown in (None, *names):
            columns = "".join(f", {name if name == shown else 'NULL'} AS {name}" for name in names)
            parts.append(
                f"SELECT '{place_kind}' AS place_kind, {place} AS place, "
                "CAST(date_trunc('month', date) AS DATE) AS month"
                f"{columns}, '{shown or ALL}' AS breakdown, CAST({measure.numerator} AS BIGINT) AS n0, "
                f"CAST(NULL AS BIGINT) AS d0 FROM counted.{view} GROUP BY ALL"
            )
    connection.execute(f"CREATE OR REPLACE TABLE memory.placed AS {' UNION ALL '.join(parts)}")


def sum_up(connection: duckdb.DuckDBPyConnection, measures: list[Measure]) -> None:
    """memory.summed(place_kind, place, period_kind, period_start, breakdown, category, n0, d0, …)."""
    names = _breakdowns(measures)
    key = "place_kind, place, period_kind, period_start"
    if measures[0].shape is Shape.STOCK:
        category = f"coalesce({', '.join([*names, chr(39) + ALL + chr(39)])})" if names else f"'{ALL}'"
        connection.execute(
            f"""
            CREATE OR REPLACE TABLE memory.summed AS
            SELECT {key}, breakdown, {category} AS category, n0, d0
            FROM placed
            JOIN (
                SELECT period_kind, period_start, max(month) AS month
                FROM periods WHERE month IN (SELECT month FROM known WHERE subject = $1)
                GROUP BY ALL
            ) AS ends USING (month)
            """,
            [measures[0].subject],
        )
        return
    sums = ", ".join(
        f"CAST(sum(n{i}) AS BIGINT) AS n{i}, CAST(sum(d{i}) AS BIGINT) AS d{i}" for i in range(len(measures))
    )
    sets = ", ".join(f"({key}{', ' + name if name else ''})" for name in ("", *names))
    breakdown = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in names)
    category = " ".join(f"WHEN grouping({name}) = 0 THEN {name}" for name in names)
    labels = (
        f"CASE {breakdown} ELSE '{ALL}' END AS breakdown, CASE {category} ELSE '{ALL}' END AS category"
        if names
        else f"'{ALL}' AS breakdown, '{ALL}' AS category"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.summed AS SELECT {key}, {labels}, {sums} "
        # Rows of months that are not reported on yet wait, as the months themselves do.
        f"FROM placed JOIN periods ON periods.month = placed.month "
        f"WHERE placed.month IN (SELECT month FROM known WHERE list_contains($1, subject)) "
        f"GROUP BY GROUPING SETS ({sets})",
        [list({measure.subject for measure in measures})],
    )
