"""The ground that cells stand on: one row wherever a number can be, and whether it is known there."""

from collections.abc import Iterable
from datetime import date, timedelta

import duckdb

from cp4p_metrics.engines import DuckDBEngine, Engine
from cp4p_metrics.periods import PeriodKind, add_months, month_end, months_between, period_of
from cp4p_metrics.places import areas, census_years, residents
from cp4p_metrics.records.assignments import FIRST_DAY, LAST_DAY, read_assignments
from cp4p_metrics.records.tables import SUBMISSION_PARTS, TABLES
from cp4p_metrics.records.views import VIEWS

from .counting import RECORDED_DAYS
from .further_months import PLANNED_EVENTS, know_further_months
from .reporting import PROGRAM_SUBJECTS, PUBLIC_SUBJECTS, Subject, read_subjects


def merged(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """The same days as few spans as possible, in order; spans that touch become one."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if joined and (joined[-1][1] == LAST_DAY or first <= joined[-1][1] + timedelta(days=1)):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


GROUND = """
CREATE OR REPLACE TABLE memory.ground AS
SELECT subject, place_kind, place, period_kind, period_start, bool_or(is_known) AS is_known,
    arg_max(is_known, month) AS is_known_at_end,
    count(*) AS month_count, bool_and(is_complete) AS is_complete
FROM known JOIN periods USING (month)
GROUP BY ALL
"""


def lay_ground(connection: duckdb.DuckDBPyConnection, engine: Engine | None = None) -> dict[str, Subject]:
    """Make the small tables that every measure joins, and return what the records speak about.

    recorded_days(month, table_name, has_happened, partner_id, first_date, last_date), which the engine fills;
    months, with the first days of the quarter, year and fiscal year that each lies in, and of the twelve months that
    it ends (window_start), and the last month of the twelve that it begins (window_end); reporting(through_date);
    followed(partner_id, part, through_date); periods(period_kind, period_start, month); assignments, served_areas,
    resident_months(area_number, month, residents) and
    known(subject, place_kind, place, month, is_known, is_complete), and the same by period, with the
    number of its months, as ground: one row where a number can be.
    """
    engine = engine or DuckDBEngine()
    engine.prepare(connection, (), {RECORDED_DAYS.view: VIEWS[RECORDED_DAYS.view]})
    engine.fill(connection, "recorded_days", RECORDED_DAYS)
    subjects = read_subjects(connection)
    assignments = read_assignments(connection)
    first = min((subject.first_date for subject in subjects.values()), default=date(2020, 1, 1))
    last = max((subject.through_date for subject in subjects.values()), default=first)
    past = [subject.through_date for name, subject in subjects.items() if name != PLANNED_EVENTS]
    through = max(past, default=first)
    months = months_between(first, last)
    program = [subjects[name].through_date for name in PROGRAM_SUBJECTS if name in subjects]
    program_through = max(program, default=through)

    _fill(
        connection,
        "months(month DATE, last_day DATE, number INTEGER, quarter_start DATE, year_start DATE, "
        "fiscal_year_start DATE, window_start DATE, window_end DATE)",
        [_month_row(month) for month in months],
    )
    _fill(connection, "reporting(through_date DATE)", [(program_through,)])
    connection.execute("CREATE OR REPLACE TABLE memory.followed (partner_id VARCHAR, part VARCHAR, through_date DATE)")
    _fill(connection, "periods(period_kind VARCHAR, period_start DATE, month DATE)", _period_months(months))
    pairs = {(a.partner_id, a.area_number) for a in assignments}
    _fill(
        connection,
        "assignments(partner_id VARCHAR, area_number INTEGER, from_date DATE, until_date DATE)",
        [
            (partner, area, *span)
            for partner, area in sorted(pairs)
            for span in merged(
                (a.from_date, a.until_date) for a in assignments if (a.partner_id, a.area_number) == (partner, area)
            )
        ],
    )
    _fill(
        connection,
        "served_areas(area_number INTEGER, from_date DATE, until_date DATE, is_served_now BOOLEAN)",
        [
            (area, *span, span[0] <= through <= span[1])
            for area in sorted({a.area_number for a in assignments})
            for span in merged((a.from_date, a.until_date) for a in assignments if a.area_number == area)
        ],
    )
    years = range(first.year, last.year + 1)
    living = {(place.number, year): _residents(place.number, year) for place in areas() for year in years}
    _fill(
        connection,
        "resident_months(area_number INTEGER, month DATE, residents BIGINT)",
        [(place.number, month, living[place.number, month.year]) for place in areas() for month in months],
    )
    connection.execute(
        "CREATE OR REPLACE TABLE memory.known (subject VARCHAR, place_kind VARCHAR, place VARCHAR, month DATE, "
        "is_known BOOLEAN, is_complete BOOLEAN)"
    )
    for name, subject in subjects.items():
        if name in PUBLIC_SUBJECTS:
            _know_public_months(connection, subject)
        elif name in PROGRAM_SUBJECTS:
            _know_program_months(connection, subject)
    know_further_months(connection, subjects)
    connection.execute(GROUND)
    return subjects


def _month_row(month: date) -> tuple[object, ...]:
    starts = [period_of(kind, month).start for kind in (PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.FISCAL_YEAR)]
    number = month.year * 12 + month.month - 1
    return (month, month_end(month), number, *starts, add_months(month, -11), add_months(month, 11))


def _residents(area_number: int, year: int) -> int | None:
    """None where nobody counted them, or not yet."""
    is_counted = census_years() and year >= census_years()[0]
    return residents(area_number, year) if is_counted else None


def _fill(connection: duckdb.DuckDBPyConnection, definition: str, rows: list[tuple[object, ...]]) -> None:
    name = definition.partition("(")[0]
    connection.execute(f"CREATE OR REPLACE TABLE memory.{definition}")
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        marks = ", ".join(f"unnest(${place + 1})" for place in range(len(columns)))
        connection.execute(f"INSERT INTO memory.{name} SELECT {marks}", columns)


def _period_months(months: list[date]) -> list[tuple[object, ...]]:
    calendar = [kind for kind in PeriodKind if kind is not PeriodKind.LAST_12_MONTHS]
    rows: list[tuple[object, ...]] = [
        (kind.value, period_of(kind, month).start, month) for month in months for kind in calendar
    ]
    for month in months[11:]:
        start = add_months(month, -11)
        rows += [(PeriodKind.LAST_12_MONTHS.value, start, add_months(start, step)) for step in range(12)]
    return rows


# An area and the city at all times; a partner and the coalition while they served some area. A coalition without
# partners has no number, which is not zero.
PLACES_OF_PUBLIC_RECORDS = """
    SELECT 'area' AS place_kind, CAST(numbers.area_number AS VARCHAR) AS place, covered.month
    FROM (SELECT DISTINCT area_number FROM resident_months) AS numbers CROSS JOIN covered
    UNION ALL SELECT 'city', 'city', month FROM covered
    UNION ALL SELECT 'coalition', 'served_now', month FROM covered WHERE EXISTS (SELECT 1 FROM served_areas)
    UNION SELECT 'partner', assignments.partner_id, covered.month FROM covered
    JOIN assignments ON assignments.from_date <= last_day(covered.month) AND assignments.until_date >= covered.month
    UNION SELECT 'coalition', 'coalition', covered.month FROM covered
    JOIN served_areas ON served_areas.from_date <= last_day(covered.month) AND served_areas.until_date >= covered.month
"""


def _know_public_months(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """A month is known where some file covers it, and complete where files cover all its days."""
    spans = merged(
        connection.execute(
            "SELECT first_date, through_date FROM coverage WHERE subject = $1", [subject.name]
        ).fetchall()
    )
    rows = [
        (
            month,
            any(first <= month_end(month) and last >= month for first, last in spans),
            any(first <= month and last >= month_end(month) for first, last in spans),
        )
        for month in months_between(subject.first_date, subject.through_date)
    ]
    _fill(connection, "covered(month DATE, is_known BOOLEAN, is_complete BOOLEAN)", list(rows))
    connection.execute(
        f"INSERT INTO memory.known SELECT $1, place_kind, place, month, is_known, is_complete "
        f"FROM covered JOIN ({PLACES_OF_PUBLIC_RECORDS}) AS places USING (month)",
        [subject.name],
    )
    connection.execute("DROP TABLE memory.covered")


def _know_program_months(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """A partner's month is known once it was received; an area's once one of its partners' was.

    Months before a partner's first on the list were not asked for, and are known by their rows. Without
    a list of submissions nothing says what is missing: every month is taken as known.
    """
    parts = SUBMISSION_PARTS.split() if subject.name == "submissions" else [subject.name]
    dated = [t.name for t in TABLES.values() if t.part in parts and t.date]
    first_days = (
        "SELECT partner_id, month AS day FROM submissions WHERE list_contains($3, part) "
        "UNION ALL SELECT partner_id, first_date FROM recorded_days WHERE list_contains($4, table_name)"
    )
    is_listed = connection.execute("SELECT 1 FROM submissions WHERE part = $1 LIMIT 1", [subject.name]).fetchall()
    is_known = (
        "coalesce(received.month IS NOT NULL OR months.month < listed.first_month, FALSE)" if is_listed else "TRUE"
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE memory.partner_months AS
        WITH started AS (SELECT partner_id, min(day) AS first_day FROM ({first_days}) GROUP BY partner_id)
        SELECT started.partner_id, months.month, months.last_day,
            {is_known} AS is_known
        FROM started
        JOIN months ON months.last_day >= started.first_day AND months.month <= $2
        LEFT JOIN (
            SELECT DISTINCT partner_id, month FROM submissions WHERE part = $1 AND received_date IS NOT NULL
        ) AS received ON received.partner_id = started.partner_id AND received.month = months.month
        LEFT JOIN (
            SELECT partner_id, min(month) AS first_month FROM submissions WHERE part = $1 GROUP BY partner_id
        ) AS listed ON listed.partner_id = started.partner_id
        """,
        [subject.name, subject.through_date, parts, dated],
    )
    connection.execute(
        """
        INSERT INTO memory.known
        SELECT $1, 'partner', partner_id, month, is_known, is_known FROM partner_months
        UNION ALL
        SELECT $1, 'coalition', 'coalition', months.month, coalesce(bool_or(is_known), TRUE),
            coalesce(bool_and(is_known), TRUE)
        FROM months LEFT JOIN partner_months ON partner_months.month = months.month
        WHERE months.month BETWEEN $2 AND $3
        GROUP BY months.month
        UNION ALL
        SELECT $1, 'area', CAST(numbers.area_number AS VARCHAR), months.month,
            coalesce(bool_or(served.is_known), TRUE), coalesce(bool_and(served.is_known), TRUE)
        FROM (SELECT DISTINCT area_number FROM resident_months) AS numbers
        CROSS JOIN months
        LEFT JOIN (
            SELECT assignments.area_number, partner_months.month, partner_months.is_known
            FROM partner_months
            JOIN assignments ON assignments.partner_id = partner_months.partner_id
                AND assignments.from_date <= partner_months.last_day
                AND assignments.until_date >= partner_months.month
        ) AS served ON served.area_number = numbers.area_number AND served.month = months.month
        WHERE months.month BETWEEN $2 AND $3
        GROUP BY numbers.area_number, months.month
        """,
        [subject.name, subject.first_date, subject.through_date],
    )
    # Until when a partner's records are known, and so whether the time that a cohort needs has elapsed.
    connection.execute(
        "INSERT INTO memory.followed SELECT partner_id, $1, coalesce(max(CASE WHEN is_known THEN last_day END), $2) "
        "FROM partner_months GROUP BY partner_id",
        [subject.name, FIRST_DAY],
    )
    connection.execute("DROP TABLE memory.partner_months")
