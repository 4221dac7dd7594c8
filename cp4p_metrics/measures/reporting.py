"""What the records speak about, and from when to when.

A number is known only where a source speaks. The City's files say from when to when by their own
dates; a partner's month is known by its submission, never guessed from the absence of rows.
"""

from dataclasses import dataclass
from datetime import date

import duckdb

from cp4p_metrics.periods import month_end, month_start
from cp4p_metrics.records.assignments import FIRST_DAY
from cp4p_metrics.records.tables import SUBMISSION_PARTS, TABLES, Table

PUBLIC_SUBJECTS = ("gunshots", "homicides")
PROGRAM_SUBJECTS = (*SUBMISSION_PARTS.split(), "submissions")


@dataclass(frozen=True)
class Subject:
    """From when to when a source speaks about something."""

    name: str
    first_date: date
    through_date: date


def read_subjects(connection: duckdb.DuckDBPyConnection) -> dict[str, Subject]:
    """What the records speak about, by name; a subject nobody reported on is not there."""
    found = connection.execute(
        "SELECT subject, min(first_date), max(through_date) FROM coverage WHERE list_contains($1, subject) "
        "GROUP BY subject ORDER BY subject",
        [list(PUBLIC_SUBJECTS)],
    ).fetchall()
    subjects = {name: Subject(name, first, through) for name, first, through in found}
    listed = []
    for part in SUBMISSION_PARTS.split():
        days = [row for row in (_first_and_last(connection, t) for t in TABLES.values() if t.part == part) if row]
        last_day = max((row[1] for row in days), default=FIRST_DAY)
        [months] = connection.execute(LISTED_MONTHS, [part, last_day]).fetchall()
        if months[0]:
            listed.append(months)
            first = min([months[0], *(row[0] for row in days)])
            subjects[part] = Subject(part, month_start(first), month_end(months[1]))
        elif days:
            subjects[part] = Subject(part, month_start(min(row[0] for row in days)), last_day)
    if listed:
        subjects["submissions"] = Subject(
            "submissions", min(first for first, _ in listed), month_end(max(last for _, last in listed))
        )
    return subjects | _further(connection, subjects)


def _further(connection: duckdb.DuckDBPyConnection, subjects: dict[str, Subject]) -> dict[str, Subject]:
    """Subjects that rest on two sources, or on a list that is no monthly submission."""
    found = {}
    program = [subjects[name].through_date for name in PROGRAM_SUBJECTS if name in subjects]
    if {"gunshots", "outreach"} <= set(subjects):
        both = (subjects["gunshots"], subjects["outreach"])
        first, through = max(one.first_date for one in both), min(one.through_date for one in both)
        if first <= through:
            found["shooting_responses"] = Subject("shooting_responses", first, through)
    if not program:
        return found
    parts = [subjects[part] for part in SUBMISSION_PARTS.split() if part in subjects]
    if parts:
        through = max(part.through_date for part in parts)
        found["records"] = Subject("records", min(part.first_date for part in parts), through)
    earliest = min(subject.first_date for subject in subjects.values())
    for name, first_and_last in FURTHER_SUBJECTS.items():
        [(first, last)] = connection.execute(first_and_last, [max(program)]).fetchall()
        if first:
            # A list that begins before all records makes no month of its own.
            found[name] = Subject(name, max(first, earliest), month_end(last))
    return found


# From when to when each list speaks: staffing where it has a month, estimates of people at highest risk from their
# first year on, planned events from the day after what is reported on.
FURTHER_SUBJECTS = {
    "staffing": "SELECT min(month), max(month) FROM staffing WHERE month <= $1",
    "risk_estimates": "SELECT CASE WHEN min(year) <= year(CAST($1 AS DATE)) "
    "THEN make_date(CAST(min(year) AS INTEGER), 1, 1) END, CAST($1 AS DATE) "
    "FROM risk_estimates WHERE people_count IS NOT NULL",
    "planned_events": "SELECT CASE WHEN count(*) > 0 THEN CAST($1 AS DATE) + 1 END, max(event_date) FROM events "
    "WHERE status = 'planned' AND event_date > $1",
}


# The list of submissions may run ahead: a month counts once somebody sent it, once it was due, or once rows of it came.
LISTED_MONTHS = """
SELECT min(month), max(month)
FROM submissions
WHERE part = $1 AND (
    received_date IS NOT NULL
    OR month <= $2
    OR due_date <= (SELECT CAST(max(accepted_at) AS DATE) FROM batches)
)
"""


def _first_and_last(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[date, date] | None:
    """The first and last day of what happened, as far as the table knows."""
    if table.date is None:
        return None
    found = connection.execute(
        "SELECT min(first_date), max(last_date) FROM recorded_days WHERE table_name = $1 AND has_happened = 1",
        [table.name],
    ).fetchall()
    return found[0] if found[0][0] else None
