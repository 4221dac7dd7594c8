"""From records to cells: the one computation behind every number.

For each view, one pass over the records adds up everything that its measures need, by month, place
and breakdown. What follows works on those few rows: periods are sums of months, places sums of areas.
"""

from collections.abc import Callable, Container, Iterable
from itertools import groupby

import duckdb

from cp4p_metrics.places import census_years
from cp4p_metrics.records.columns import UNKNOWN
from cp4p_metrics.records.tables import TABLES
from cp4p_metrics.records.views import VIEWS

from . import MEASURES
from .base import ALL, Measure, Shape, breakdown_periods
from .ground import lay_ground
from .intervals import FEWEST_EVENTS_FOR_A_STABLE_RATE, set_rate_intervals, turn_into_changes
from .placing import place_distinct, place_sums, sum_up
from .reporting import Subject

CELLS = """
CREATE OR REPLACE TABLE memory.cells (
    measure VARCHAR NOT NULL,
    period_kind VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    place_kind VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    breakdown VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    numerator BIGINT,
    denominator BIGINT,
    value DOUBLE,
    lower DOUBLE,
    upper DOUBLE,
    status VARCHAR NOT NULL
)
"""


def compute_cells(
    connection: duckdb.DuckDBPyConnection,
    measures: Iterable[Measure] = tuple(MEASURES.values()),
    tell: Callable[[str], None] = lambda words: None,
) -> dict[str, Subject]:
    """Fill memory.cells with every cell of the measures, and return what the records speak about.

    `connection` sees the record tables by their names and has an in-memory catalog `memory` for its
    own. Measures whose subject nobody reported on get no cells.
    """
    subjects = lay_ground(connection)
    connection.execute("CREATE SCHEMA IF NOT EXISTS memory.counted")
    for name, sql in VIEWS.items():
        connection.execute(f"CREATE OR REPLACE VIEW memory.counted.{name} AS {sql}")
    connection.execute(CELLS)
    known = sorted((m for m in measures if is_reported_on(connection, m, subjects)), key=_pass)
    for (view, _, is_public), group in groupby(known, key=_pass):
        together = list(group)
        tell(f"Counting {', '.join(measure.title.lower() for measure in together)}")
        if together[0].shape is Shape.STOCK:
            place_distinct(connection, view, together[0])
        else:
            place_sums(connection, view, is_public, together)
        sum_up(connection, together)
        for number, measure in enumerate(together):
            for breakdown in (ALL, *measure.breakdowns):
                _insert_cells(connection, measure, number, breakdown)
    set_rate_intervals(connection)
    turn_into_changes(connection)
    return subjects


def lacks_residents(measure: Measure) -> bool:
    """Whether it is a rate, and how many people live in the areas is not known."""
    return measure.shape is Shape.RATE and not census_years()


def is_reported_on(connection: duckdb.DuckDBPyConnection, measure: Measure, subjects: Container[str]) -> bool:
    """Whether any source speaks about the measure, so that a zero would be a known zero.

    Without a list of submissions, only a table that holds rows is known to have been sent.
    """
    if measure.subject not in subjects or lacks_residents(measure):
        return False
    if measure.is_public or "submissions" in subjects:
        return True
    table = measure.view if measure.view in TABLES else "enrollments"
    return connection.execute(f"SELECT 1 FROM records.{table} LIMIT 1").fetchone() is not None


def categories(measure: Measure, breakdown: str) -> tuple[str, ...]:
    """Every category of a breakdown, in the order of its code list, those without rows included."""
    table = TABLES.get(measure.view) or TABLES["enrollments"]
    column = next(column for column in table.columns if column.name == breakdown)
    return column.codes if column.is_required or UNKNOWN in column.codes else (*column.codes, UNKNOWN)


def _pass(measure: Measure) -> tuple[str, str, bool]:
    """What may be counted together; distinct people are each counted on their own."""
    return measure.view, measure.name if measure.shape is Shape.STOCK else "", measure.is_public


def _insert_cells(connection: duckdb.DuckDBPyConnection, measure: Measure, number: int, breakdown: str) -> None:
    """The measure's cells for one breakdown: one wherever a number can be, zeros included."""
    kinds = [
        f"{place}:{kind}"
        for place in measure.place_kinds
        for kind in measure.period_kinds
        if breakdown == ALL or kind in breakdown_periods(place)
    ]
    listed = (ALL,) if breakdown == ALL else categories(measure, breakdown)
    is_rate = measure.shape is Shape.RATE
    # What came in of a missing month is shown; but last month's people are no answer for this one.
    is_known = {
        Shape.STOCK: "is_known_at_end",
        Shape.SHARE: "(is_known OR denominator > 0)",
    }.get(measure.shape, "(is_known OR numerator > 0)")
    value = {
        Shape.COUNT: "CAST(numerator AS DOUBLE)",
        Shape.STOCK: "CAST(numerator AS DOUBLE)",
    }.get(measure.shape, f"{measure.multiplier} * CAST(numerator AS DOUBLE) / nullif(denominator, 0)")
    few = {Shape.SHARE: "denominator", Shape.RATE: "numerator"}.get(measure.shape)
    unstable = f"WHEN denominator > 0 AND {few} < {FEWEST_EVENTS_FOR_A_STABLE_RATE} THEN 'unstable'" if few else ""
    denominator = (
        "residents.residents"
        if is_rate
        else f"coalesce(d{number}, 0)"
        if measure.denominator
        else "CAST(NULL AS BIGINT)"
    )
    # Windows of twelve months and rates need all of their months, whole; calendar periods may be under way.
    if is_rate:
        is_known = f"({is_known} AND denominator IS NOT NULL)"
    can_be = f"(month_count = 12 AND (is_complete OR {not measure.is_public}))"
    if not is_rate:
        can_be += " OR period_kind <> 'last_12_months'"
    connection.execute(
        f"""
        INSERT INTO memory.cells
        WITH counts AS (
            SELECT ground.place_kind, ground.place, ground.period_kind, ground.period_start,
                ground.is_known, ground.is_known_at_end,
                categories.category, CASE WHEN summed.place IS NULL THEN 0 ELSE summed.n{number} END AS numerator,
                {denominator} AS denominator
            FROM (
                SELECT * FROM ground
                WHERE subject = $1 AND list_contains($2, place_kind || ':' || period_kind) AND ({can_be})
            ) AS ground
            CROSS JOIN (SELECT unnest($3) AS category) AS categories
            LEFT JOIN summed ON summed.place_kind = ground.place_kind AND summed.place = ground.place
                AND summed.period_kind = ground.period_kind AND summed.period_start = ground.period_start
                AND summed.breakdown = $4 AND summed.category = categories.category
            {RESIDENTS if is_rate else ""}
        )
        SELECT $5, period_kind, period_start, place_kind, place, $4, category,
            CASE WHEN {is_known} THEN numerator END,
            CASE WHEN {is_known} THEN denominator END,
            CASE WHEN {is_known} THEN {value} END,
            NULL, NULL,
            CASE WHEN NOT {is_known} OR numerator IS NULL THEN 'not_reported' {unstable} ELSE 'shown' END
        FROM counts
        """,
        [
            measure.subject,
            kinds,
            list(listed),
            breakdown,
            measure.name,
        ],
    )


RESIDENTS = """
LEFT JOIN (
    SELECT place_kind, place, period_kind, period_start,
        CASE WHEN count(*) = count(residents) THEN CAST(round(sum(residents) / 12.0) AS BIGINT) END AS residents
    FROM (
        SELECT 'area' AS place_kind, CAST(area_number AS VARCHAR) AS place, month, residents FROM resident_months
        UNION ALL
        SELECT 'city', 'city', month, residents FROM resident_months
        UNION ALL
        SELECT 'partner', partner_id, month, residents FROM resident_months
        JOIN assignments ON assignments.area_number = resident_months.area_number
            AND last_day(month) BETWEEN from_date AND until_date
        UNION ALL
        SELECT 'coalition', 'coalition', month, residents FROM resident_months
        JOIN served_areas ON served_areas.area_number = resident_months.area_number
            AND last_day(month) BETWEEN from_date AND until_date
        UNION ALL
        SELECT 'coalition', 'served_now', month, residents FROM resident_months
        WHERE area_number IN (SELECT area_number FROM served_areas WHERE is_served_now)
    ) AS living
    JOIN periods USING (month)
    GROUP BY ALL
) AS residents ON residents.place_kind = ground.place_kind AND residents.place = ground.place
    AND residents.period_kind = ground.period_kind AND residents.period_start = ground.period_start
"""
