"""From records to cells: the one computation behind every number.

For each view, one pass over the records adds up everything that its measures need, by month, place
and breakdown. What follows works on those few rows: periods are sums of months, places sums of areas.
"""

from collections.abc import Callable, Container, Iterable
from itertools import groupby

import duckdb

from cp4p_metrics.evidence.rates import garwood_interval, ratio_interval
from cp4p_metrics.records.columns import UNKNOWN
from cp4p_metrics.records.tables import TABLES
from cp4p_metrics.records.views import VIEWS

from . import MEASURES
from .base import Measure, Shape, breakdown_periods
from .reporting import Subject, lay_ground

FEWEST_EVENTS_FOR_A_STABLE_RATE = 20  # the field's reliability rule for rates of small counts
ALL = "all"  # the breakdown of a cell that is not broken down, and its category

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
            _place_distinct(connection, view, together[0])
        else:
            _place_sums(connection, view, is_public, together)
        _sum_up(connection, together)
        for number, measure in enumerate(together):
            for breakdown in (ALL, *measure.breakdowns):
                _insert_cells(connection, measure, number, breakdown)
    _set_rate_intervals(connection)
    _turn_into_changes(connection)
    return subjects


def is_reported_on(connection: duckdb.DuckDBPyConnection, measure: Measure, subjects: Container[str]) -> bool:
    """Whether any source speaks about the measure, so that a zero would be a known zero.

    Without a list of submissions, only a table that holds rows is known to have been sent.
    """
    if measure.subject not in subjects:
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


def _breakdowns(measures: list[Measure]) -> list[str]:
    return list(dict.fromkeys(name for measure in measures for name in measure.breakdowns))


def _place_sums(
    connection: duckdb.DuckDBPyConnection, view: str, is_public: bool, measures: list[Measure]
) -> None:
    """memory.placed(place_kind, place, month, breakdowns…, n0, d0, n1, d1, …) from one pass over the view."""
    named = "".join(f", {name}" for name in _breakdowns(measures))
    sums = ", ".join(
        f"CAST({m.numerator} AS BIGINT) AS n{i}, CAST({m.denominator or 'NULL'} AS BIGINT) AS d{i}"
        for i, m in enumerate(measures)
    )
    again = ", ".join(f"CAST(sum(n{i}) AS BIGINT) AS n{i}, CAST(sum(d{i}) AS BIGINT) AS d{i}" for i in range(len(measures)))
    # Public records have no partner: the dated assignments place them, so they keep their day.
    grain = "date, area_number" if is_public else "CAST(date_trunc('month', date) AS DATE) AS month, area_number, partner_id"
    keys = "date, area_number" if is_public else "month, area_number, partner_id"
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.inner_sums AS SELECT {grain}{named}, {sums} FROM counted.{view} GROUP BY {keys}{named}"
    )
    month = "CAST(date_trunc('month', date) AS DATE)" if is_public else "month"
    columns = ", ".join([*_breakdowns(measures), *(f"n{i}, d{i}" for i in range(len(measures)))])

    def placed(place_kind: str, place: str, rest: str = "") -> str:
        return f"SELECT '{place_kind}' AS place_kind, {place} AS place, {month} AS month, {columns} FROM inner_sums {rest}"

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


def _place_distinct(connection: duckdb.DuckDBPyConnection, view: str, measure: Measure) -> None:
    """memory.placed for distinct people: counted anew at every place and breakdown, for nothing adds up."""
    names = measure.breakdowns
    parts = []
    for place_kind, place in (("area", "CAST(area_number AS VARCHAR)"), ("partner", "partner_id"), ("coalition", "'coalition'")):
        for shown in (None, *names):
            columns = "".join(f", {name if name == shown else 'NULL'} AS {name}" for name in names)
            parts.append(
                f"SELECT '{place_kind}' AS place_kind, {place} AS place, CAST(date_trunc('month', date) AS DATE) AS month"
                f"{columns}, '{shown or ALL}' AS breakdown, CAST({measure.numerator} AS BIGINT) AS n0, "
                f"CAST(NULL AS BIGINT) AS d0 FROM counted.{view} GROUP BY ALL"
            )
    connection.execute(f"CREATE OR REPLACE TABLE memory.placed AS {' UNION ALL '.join(parts)}")


def _sum_up(connection: duckdb.DuckDBPyConnection, measures: list[Measure]) -> None:
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
    sums = ", ".join(f"CAST(sum(n{i}) AS BIGINT) AS n{i}, CAST(sum(d{i}) AS BIGINT) AS d{i}" for i in range(len(measures)))
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
        f"WHERE placed.month IN (SELECT month FROM known WHERE list_contains($1, subject)) GROUP BY GROUPING SETS ({sets})",
        [list({measure.subject for measure in measures})],
    )


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
    unstable = f"WHEN {few} < {FEWEST_EVENTS_FOR_A_STABLE_RATE} THEN 'unstable'" if few else ""
    denominator = (
        "residents.residents" if is_rate else f"coalesce(d{number}, 0)" if measure.denominator else "CAST(NULL AS BIGINT)"
    )
    # Windows of twelve months and rates need all of their months, whole; calendar periods may be under way.
    can_be = f"(month_count = 12 AND (is_complete OR {not measure.is_public}))"
    if not is_rate:
        can_be += " OR period_kind <> 'last_12_months'"
    connection.execute(
        f"""
        INSERT INTO memory.cells
        WITH counts AS (
            SELECT ground.place_kind, ground.place, ground.period_kind, ground.period_start, ground.is_known, ground.is_known_at_end,
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
    SELECT place_kind, place, period_kind, period_start, CAST(round(sum(residents) / 12.0) AS BIGINT) AS residents
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


def _set_rate_intervals(connection: duckdb.DuckDBPyConnection) -> None:
    """Exact intervals for every rate, from the count that it rests on."""
    rates = [measure for measure in MEASURES.values() if measure.shape is Shape.RATE]
    names = [measure.name for measure in rates]
    rows = connection.execute(
        "SELECT DISTINCT numerator FROM memory.cells WHERE list_contains($1, measure) AND numerator IS NOT NULL", [names]
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


def _turn_into_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Changes: so far their cells hold windows of twelve months; set each against the three before it."""
    for measure in (m for m in MEASURES.values() if m.shape is Shape.CHANGE):
        rows = connection.execute(
            """
            WITH windows AS (
                SELECT place_kind, place, period_start, numerator FROM cells WHERE measure = $1 AND numerator IS NOT NULL
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
