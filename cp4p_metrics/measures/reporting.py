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
    return subjects


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
    happened = "WHERE status <> 'planned'" if table.name == "events" else ""
    found = connection.execute(f"SELECT min({table.date}), max({table.date}) FROM {table.name} {happened}").fetchall()
    return found[0] if found[0][0] else None
