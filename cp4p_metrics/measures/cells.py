"""From records to cells: the one computation behind every number.

The engine answers one question a view with small tables of counts (counting.py). What follows works on those few
rows: places are sums of areas, periods sums of months (placing.py), and the arithmetic stands here, once.
"""

from collections.abc import Callable, Container, Iterable
from itertools import groupby

import duckdb

from cp4p_metrics.engines import DuckDBEngine, Engine
from cp4p_metrics.places import census_years, neighbors
from cp4p_metrics.records.tables import MEASURES_WITH_TARGETS, TABLES
from cp4p_metrics.records.views import VIEWS

from . import MEASURES
from .amounts import insert_quantiles, insert_survival
from .base import ALL, Measure, Shape
from .codes import categories
from .counting import amounts_query, distinct_query, sum_parts, sums_query
from .further_months import RECORDS
from .gaps import insert_gap
from .ground import lay_ground
from .intervals import FEWEST_EVENTS_FOR_A_STABLE_RATE, set_rate_intervals, turn_into_change
from .placing import distinct_over_periods, ground_of, place_rows, sum_over_periods
from .progress import set_progress
from .quotients import insert_quotient
from .reporting import Subject
from .residents import RESIDENTS

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
    unknown BIGINT,  -- rows that the number leaves out because they don't say; NULL where none can
    value DOUBLE,
    lower DOUBLE,
    upper DOUBLE,
    status VARCHAR NOT NULL
)
"""
SMALL_TABLES = ("months", "reporting", "followed", "assignments", "served_areas")
FROM_CELLS = (Shape.QUOTIENT, Shape.GAP, Shape.PROGRESS)  # made from other measures' cells


def compute_cells(
    connection: duckdb.DuckDBPyConnection,
    measures: Iterable[Measure] = tuple(MEASURES.values()),
    tell: Callable[[str], None] = lambda words: None,
    engine: Engine | None = None,
) -> dict[str, Subject]:
    """Fill memory.cells with every cell of the measures, and return what the records speak about.

    `connection` sees the record tables by their names and has an in-memory catalog `memory` for its
    own. Measures whose subject nobody reported on get no cells. The engine counts the records: DuckDB, unless
    another is given.
    """
    engine = engine or DuckDBEngine()
    # From when to when the records speak is the store's to say, whatever engine counts them.
    subjects = lay_ground(connection, engine if engine.name == DuckDBEngine.name else None)
    engine.prepare(connection, SMALL_TABLES, VIEWS)
    connection.execute(CELLS)
    asked = {measure.name for measure in measures}
    needed = [measure for measure in with_parts(asked) if is_reported_on(connection, measure, subjects)]
    counted = [measure for measure in needed if measure.shape not in FROM_CELLS]
    for _, group in groupby(sorted(counted, key=_pass), key=_pass):
        together = list(group)
        tell(f"Counting {', '.join(measure.title.lower() for measure in together)}")
        _count(connection, engine, together, subjects)
    set_rate_intervals(connection)
    for measure in needed:
        if measure.shape is Shape.CHANGE:
            turn_into_change(connection, measure)
    for measure in needed:
        if measure.shape is Shape.QUOTIENT:
            insert_quotient(connection, measure)
        elif measure.shape is Shape.GAP:
            insert_gap(connection, measure)
    if any(measure.shape is Shape.PROGRESS for measure in needed):
        set_progress(connection)
    # What was computed only for the sake of another.
    connection.execute("DELETE FROM memory.cells WHERE NOT list_contains($1, measure)", [sorted(asked)])
    return subjects


def with_parts(names: Iterable[str]) -> list[Measure]:
    """The measures of these names and those that they are made from, in the order of the registry."""
    wanted = set(names)
    todo = list(wanted)
    while todo:
        measure = MEASURES[todo.pop()]
        promised = MEASURES_WITH_TARGETS.split() if measure.shape is Shape.PROGRESS else []
        for part in {*(part.measure for part in measure.parts), *promised} - wanted:
            wanted.add(part)
            todo.append(part)
    return [measure for name, measure in MEASURES.items() if name in wanted]


def lacks_facts(measure: Measure) -> bool:
    """Whether it rests on the residents of the areas, or on which areas touch, and that is not known."""
    if measure.of_neighbors:
        return not any(neighbors().values())
    return measure.shape in (Shape.RATE, Shape.GAP) and not census_years()


def is_reported_on(connection: duckdb.DuckDBPyConnection, measure: Measure, subjects: Container[str]) -> bool:
    """Whether any source speaks about the measure, so that a zero would be a known zero.

    Without a list of submissions, only a table that holds rows is known to have been sent.
    """
    if measure.parts:
        return all(is_reported_on(connection, MEASURES[part.measure], subjects) for part in measure.parts)
    if measure.shape is Shape.PROGRESS:
        return connection.execute("SELECT 1 FROM records.targets LIMIT 1").fetchone() is not None
    if measure.subject not in subjects or lacks_facts(measure):
        return False
    if measure.is_public or measure.subject == RECORDS or "submissions" in subjects:
        return True
    table = measure.table or (measure.view if measure.view in TABLES else "enrollments")
    return connection.execute(f"SELECT 1 FROM records.{table} LIMIT 1").fetchone() is not None


def _pass(measure: Measure) -> tuple[str, str, str, bool, bool]:
    """What may be counted together; distinct people and amounts are each counted on their own."""
    alone = measure.name if measure.distinct or measure.amount else ""
    return measure.view, measure.partner_view, alone, measure.is_placed_by_area, measure.stands_at_end


def _count(
    connection: duckdb.DuckDBPyConnection, engine: Engine, together: list[Measure], subjects: dict[str, Subject]
) -> None:
    first = together[0]
    if first.distinct:
        engine.fill(connection, "counts", distinct_query(first.view, first, subjects[first.subject]))
        distinct_over_periods(connection, first)
        for breakdown in first.own_breakdowns:
            _insert_cells(connection, first, 0, breakdown)
        return
    if first.amount:
        engine.fill(connection, "counts", amounts_query(first.view, first))
        sums = ["row_count", "event_count"]
        place_rows(connection, together, sums, extra="amount")
        sum_over_periods(connection, first, sums, extra="amount")
        (insert_survival if first.shape is Shape.SURVIVAL else insert_quantiles)(connection, first)
        return
    engine.fill(connection, "counts", sums_query(first.view, together))
    if first.partner_view:
        engine.fill(connection, "partner_counts", sums_query(first.partner_view, together))
    sums = list(sum_parts(together))
    place_rows(connection, together, sums)
    for subject, of_subject in groupby(enumerate(together), key=lambda numbered: numbered[1].subject):
        numbered = list(of_subject)
        sum_over_periods(connection, numbered[0][1], sums)
        for number, measure in numbered:
            assert measure.subject == subject
            for breakdown in measure.own_breakdowns:
                _insert_cells(connection, measure, number, breakdown)


def _insert_cells(connection: duckdb.DuckDBPyConnection, measure: Measure, number: int, breakdown: str) -> None:
    """The measure's cells for one breakdown: one wherever a number can be, zeros included."""
    listed = (ALL,) if breakdown == ALL else categories(measure, breakdown)
    shape = measure.shape
    is_rate = shape is Shape.RATE
    has_denominator = bool(measure.denominator) or shape is Shape.MIX
    ground, given = ground_of(measure, breakdown)
    # What came in of a missing month is shown; but last month's people are no answer for this one.
    is_known = (
        "is_known_at_end"
        if measure.stands_at_end
        else "is_known"
        if measure.is_carried
        else "(is_known OR denominator > 0)"
        if has_denominator
        else "(is_known OR numerator > 0)"
    )
    # Rates need residents, too.
    if is_rate:
        is_known = f"({is_known} AND denominator IS NOT NULL)"
    value = f"{measure.multiplier} * CAST(numerator AS DOUBLE) / " + (
        f"nullif({measure.divisor} * denominator, 0)" if has_denominator or is_rate else f"{measure.divisor}"
    )
    few = {Shape.SHARE: "denominator", Shape.MIX: "denominator", Shape.RATE: "numerator"}.get(shape)
    unstable = f"WHEN denominator > 0 AND {few} < {FEWEST_EVENTS_FOR_A_STABLE_RATE} THEN 'unstable'" if few else ""
    denominator = (
        "residents.residents"
        if is_rate
        else f"CAST(sum(coalesce(summed.n{number}, 0)) OVER (PARTITION BY ground.place_kind, ground.place, "
        "ground.period_kind, ground.period_start) AS BIGINT)"
        if shape is Shape.MIX
        else f"coalesce(d{number}, 0)"
        if measure.denominator
        else "CAST(NULL AS BIGINT)"
    )
    unknown = f"coalesce(u{number}, 0)" if measure.unknown else "CAST(NULL AS BIGINT)"
    # A count that no row could tell (attendance that nobody wrote down) is not zero.
    numerator = f"CASE WHEN summed.place IS NULL THEN 0 ELSE summed.n{number} END"
    connection.execute(
        f"""
        INSERT INTO memory.cells
        WITH counts AS (
            SELECT ground.place_kind, ground.place, ground.period_kind, ground.period_start,
                ground.is_known, ground.is_known_at_end,
                categories.category, {numerator} AS numerator, {denominator} AS denominator, {unknown} AS unknown
            FROM ({ground}) AS ground
            CROSS JOIN (SELECT unnest($3) AS category) AS categories
            LEFT JOIN summed ON summed.place_kind = ground.place_kind AND summed.place = ground.place
                AND summed.period_kind = ground.period_kind AND summed.period_start = ground.period_start
                AND summed.breakdown = $4 AND summed.category = categories.category
            {RESIDENTS if is_rate else ""}
        )
        SELECT $5, period_kind, period_start, place_kind, place, $4, category,
            CASE WHEN {is_known} THEN numerator END,
            CASE WHEN {is_known} THEN denominator END,
            CASE WHEN {is_known} THEN unknown END,
            CASE WHEN {is_known} THEN {value} END,
            NULL, NULL,
            CASE WHEN NOT {is_known} OR numerator IS NULL THEN 'not_reported' {unstable} ELSE 'shown' END
        FROM counts
        """,
        [*given, list(listed), breakdown, measure.name],
    )
