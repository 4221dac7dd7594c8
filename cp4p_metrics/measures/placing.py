"""From counts by month, area and partner to counts by place and period. Small tables only."""

import duckdb

from cp4p_metrics.periods import PeriodKind

from .base import ALL, Measure, PlaceKind, Shape, breakdown_periods

KEY = "place_kind, place, period_kind, period_start"


def place_rows(
    connection: duckdb.DuckDBPyConnection, measures: list[Measure], sums: list[str], extra: str = ""
) -> None:
    """memory.placed(place_kind, place, month, breakdown, category, …): memory.counts at every kind of place.

    `sums` are columns that add up, `extra` a column that stays a key. Where the rows of partners are counted apart,
    they are in memory.partner_counts.
    """
    by_area = measures[0].is_placed_by_area
    month = "CAST(date_trunc('month', date) AS DATE)" if by_area else "month"
    columns = f"breakdown, category{', ' + extra if extra else ''}, {', '.join(sums)}"
    partner_counts = "partner_counts" if measures[0].partner_view else "counts"
    wanted = {kind for measure in measures for kind in measure.place_kinds}

    def placed(place_kind: str, place: str, rest: str = "", source: str = "counts") -> str:
        return (
            f"SELECT '{place_kind}' AS place_kind, {place} AS place, {month} AS month, {columns} FROM {source} {rest}"
        )

    joined = "JOIN {0} ON {0}.area_number = counts.area_number AND counts.date BETWEEN {0}.from_date AND {0}.until_date"
    parts = {
        PlaceKind.AREA: [placed("area", "CAST(area_number AS VARCHAR)", "WHERE area_number IS NOT NULL")],
        PlaceKind.PARTNER: [
            placed("partner", "assignments.partner_id", joined.format("assignments"))
            if by_area
            else placed("partner", "partner_id", source=partner_counts)
        ],
        PlaceKind.COALITION: [
            placed("coalition", "'coalition'", joined.format("served_areas")),
            placed(
                "coalition",
                "'served_now'",
                "WHERE area_number IN (SELECT area_number FROM served_areas WHERE is_served_now)",
            ),
        ]
        if by_area
        else [placed("coalition", "'coalition'")],
        PlaceKind.CITY: [placed("city", "'city'")],
    }
    added = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in sums)
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.placed AS SELECT place_kind, place, month, breakdown, category"
        f"{', ' + extra if extra else ''}, {added} "
        f"FROM ({' UNION ALL '.join(sql for kind in wanted for sql in parts[kind])}) GROUP BY ALL"
    )


def sum_over_periods(connection: duckdb.DuckDBPyConnection, measure: Measure, sums: list[str], extra: str = "") -> None:
    """memory.summed(place_kind, place, period_kind, period_start, breakdown, category, …) from memory.placed.

    Rows of months that are not reported on yet wait, as the months themselves do. What stands at the end of a
    period is that of its last month.
    """
    named = f"breakdown, category{', ' + extra if extra else ''}"
    if measure.stands_at_end:
        connection.execute(
            f"CREATE OR REPLACE TABLE memory.summed AS SELECT {KEY}, {named}, {', '.join(sums)} "
            f"FROM placed JOIN ({ENDS}) AS ends USING (month)",
            [measure.subject],
        )
        return
    added = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in sums)
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.summed AS SELECT {KEY}, {named}, {added} "
        f"FROM placed JOIN periods ON periods.month = placed.month "
        f"WHERE placed.month IN (SELECT month FROM known WHERE subject = $1) AND {IS_PUBLISHED} GROUP BY ALL",
        [measure.subject],
    )


# Categories by month, and an area's by less than a year, have no cells: see base.breakdown_periods.
IS_PUBLISHED = (
    f"(breakdown = '{ALL}' OR (place_kind <> 'area' AND period_kind <> 'month') "
    f"OR (place_kind = 'area' AND period_kind IN {tuple(kind.value for kind in breakdown_periods('area'))}))"
)
ENDS = """
SELECT period_kind, period_start, max(month) AS month
FROM periods WHERE month IN (SELECT month FROM known WHERE subject = $1)
GROUP BY ALL
"""

NEW_IN = {
    PeriodKind.MONTH: "people",
    PeriodKind.QUARTER: "new_in_quarter",
    PeriodKind.YEAR: "new_in_year",
    PeriodKind.FISCAL_YEAR: "new_in_fiscal_year",
}


def distinct_over_periods(connection: duckdb.DuckDBPyConnection, measure: Measure) -> None:
    """memory.summed with n0, the distinct people of every period, from memory.counts as counting.distinct_query."""
    if measure.stands_at_end:
        connection.execute(
            f"CREATE OR REPLACE TABLE memory.summed AS SELECT {KEY}, breakdown, category, people AS n0, "
            f"CAST(NULL AS BIGINT) AS d0, CAST(NULL AS BIGINT) AS u0 FROM counts JOIN ({ENDS}) AS ends USING (month)",
            [measure.subject],
        )
        return
    case = " ".join(f"WHEN '{kind.value}' THEN {column}" for kind, column in NEW_IN.items())
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE memory.summed AS
        WITH windowed AS (SELECT * FROM counts WHERE place_kind <> 'area' OR breakdown = '{ALL}')
        SELECT {KEY}, breakdown, category, CAST(sum(CASE period_kind {case} END) AS BIGINT) AS n0,
            CAST(NULL AS BIGINT) AS d0, CAST(NULL AS BIGINT) AS u0
        FROM counts JOIN periods USING (month)
        WHERE period_kind <> '{PeriodKind.LAST_12_MONTHS.value}' AND {IS_PUBLISHED}
        GROUP BY ALL
        UNION ALL
        SELECT place_kind, place, '{PeriodKind.LAST_12_MONTHS.value}', windows.period_start, breakdown, category,
            CAST(sum(moved) AS BIGINT), NULL, NULL
        FROM (
            SELECT place_kind, place, breakdown, category, month, entered AS moved FROM windowed
            UNION ALL
            SELECT place_kind, place, breakdown, category, CAST(month + INTERVAL 12 MONTH AS DATE), -went FROM windowed
        ) AS moves
        JOIN (
            SELECT period_start, max(month) AS month FROM periods
            WHERE period_kind = '{PeriodKind.LAST_12_MONTHS.value}' GROUP BY period_start
        ) AS windows ON moves.month <= windows.month
        GROUP BY ALL
        """
    )


def ground_of(measure: Measure, breakdown: str) -> tuple[str, list[object]]:
    """SQL of the rows of ground where the measure can have a cell, with the parameters $1 and $2 that it needs."""
    kinds = [
        f"{place}:{kind}"
        for place in measure.place_kinds
        for kind in measure.period_kinds
        if breakdown == ALL or kind in breakdown_periods(place)
    ]
    # Windows of twelve months, rates and changes need all of their months, whole; calendar periods may be under way.
    is_whole = f"(month_count = {{}} AND (is_complete OR {not measure.is_public}))"
    can_be = is_whole.format(12)
    if measure.shape is Shape.CHANGE:
        can_be = is_whole.format(MONTHS_OF_PERIOD)
    elif measure.shape is not Shape.RATE:
        can_be += " OR period_kind <> 'last_12_months'"
    return (
        f"SELECT * FROM ground WHERE subject = $1 AND list_contains($2, place_kind || ':' || period_kind) "
        f"AND ({can_be})",
        [measure.subject, kinds],
    )


MONTHS_OF_PERIOD = "CASE period_kind WHEN 'month' THEN 1 WHEN 'quarter' THEN 3 ELSE 12 END"
