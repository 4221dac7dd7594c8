"""Writes down what a batch brought: its files and counts, the rows set aside, the days it speaks for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import duckdb

from cp4p_metrics.records.tables import Table

from .comparison import ANOTHER_PARTNERS_KEY, REPEATED_KEY
from .corrections import staged_mark_sql
from .history import Recognized
from .reports import FIRST_ROWS_SHOWN, FileReport, ReasonCount
from .staging import StagedFile

# The City's files have had three days without an incident at most.
LONGEST_QUIET_DAYS = 7


def record_batch(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    recognized: Recognized,
    *,
    accepted_at: datetime,
    accepted_by: str,
    is_demonstration: bool,
) -> None:
    """Who brought the batch, when, and by which profiles. No two have the same moment: undo asks which was later."""
    while connection.execute("SELECT 1 FROM batches WHERE accepted_at = ?", [accepted_at]).fetchall():
        accepted_at += timedelta(microseconds=1)
    names = ", ".join(sorted({layout.profile.name for _, layout in recognized}))
    connection.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, ?)",
        [batch_id, accepted_at, accepted_by, names, is_demonstration],
    )


def record_set_aside(
    connection: duckdb.DuckDBPyConnection, batch_id: str, table: Table, staged: Sequence[StagedFile]
) -> None:
    """One line for each row and reason, from the tables that `compare` made."""
    # In the table of partners itself, partner_id is what the file says, and may be anything.
    names_partner = "partner_id" in table.column_names and table.name != "partners"
    partner = "staged.partner_id" if names_partner else "NULL"
    key_column = table.key[0] if len(table.key) == 1 else None
    for index, each in enumerate(staged):
        mark = staged_mark_sql(table, each)
        found = [(1 << bit, problem.column_name, problem.reason) for bit, problem in enumerate(each.problems)]
        places = ", ".join("(?::BIGINT, ?, ?)" for _ in found)
        connection.execute(
            f"""
            INSERT INTO set_aside
            SELECT ?, ?, row_number // {each.records_per_row}, found.column_name, {partner}, found.reason,
                '{table.name}', {mark}, NULL
            FROM staged JOIN (VALUES {places}) AS found (bit, column_name, reason) ON problems & bit <> 0
            WHERE file_index = ? AND problems <> 0
            """,
            [batch_id, each.file.name, *(value for row in found for value in row), index],
        )
        # Which of two rows with one key is meant when one comes again, nobody knows: no mark.
        for made, condition, reason, its_mark in (
            ("repeated", "NOT is_same", REPEATED_KEY, "NULL"),
            ("matched", "is_anothers", ANOTHER_PARTNERS_KEY, mark),
        ):
            connection.execute(
                f"""
                INSERT INTO set_aside
                SELECT ?, ?, row_number // {each.records_per_row}, ?, {partner}, ?, '{table.name}', {its_mark}, NULL
                FROM staged JOIN {made} USING (file_index, row_number) WHERE file_index = ? AND {condition}
                """,
                [batch_id, each.file.name, key_column, reason, index],
            )


def counted_files(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    staged: Sequence[StagedFile],
    rows_listed: int = FIRST_ROWS_SHOWN,
) -> list[FileReport]:
    """What became of each file's rows, counted in what `compare` made and in what was set aside."""

    def counts(made: str, condition: str) -> dict[int, int]:
        rows = connection.execute(f"SELECT file_index, count(*) FROM {made} WHERE {condition} GROUP BY ALL").fetchall()
        return dict(rows)

    repeats, same = counts("repeated", "is_same"), counts("matched", "is_same")
    revised = counts("matched", "NOT is_same AND NOT is_anothers")
    # A row may come under a key that the store has, and take the place of another key as well.
    rekeyed = counts("(SELECT * FROM rekeyed ANTI JOIN matched USING (file_index, row_number))", "true")
    sound, unsound = counts("staged", "problems = 0"), counts("staged", "problems <> 0")
    conflicts, anothers = counts("repeated", "NOT is_same"), counts("matched", "is_anothers")
    reports = []
    for index, each in enumerate(staged):
        unchanged = repeats.get(index, 0) + same.get(index, 0)
        kept_out = conflicts.get(index, 0) + anothers.get(index, 0)
        reports.append(
            FileReport(
                file_name=each.file.name,
                profile=each.layout.profile.name,
                table_name=each.layout.profile.table.name,
                read_count=each.read_count,
                accepted_count=sound.get(index, 0) - unchanged - kept_out,
                revised_count=revised.get(index, 0) + rekeyed.get(index, 0),
                unchanged_count=unchanged,
                set_aside_count=unsound.get(index, 0) + kept_out,
                reasons=reasons_of(connection, batch_id, each.file.name, rows_listed),
                notes=each.layout.notes,
                left_out=each.left_out,
                row_count=each.row_count,
            )
        )
    return reports


def reasons_of(
    connection: duckdb.DuckDBPyConnection, batch_id: str, file_name: str, rows_listed: int = FIRST_ROWS_SHOWN
) -> tuple[ReasonCount, ...]:
    """Why rows of a file were set aside, the most frequent reason first."""
    rows = connection.execute(
        f"""
        SELECT column_name, reason, count(*) AS row_count, min(row_number, {rows_listed})
        FROM set_aside WHERE batch_id = ? AND file_name = ?
        GROUP BY ALL ORDER BY row_count DESC, column_name, reason
        """,
        [batch_id, file_name],
    ).fetchall()
    return tuple(ReasonCount(column, reason, count, tuple(first)) for column, reason, count, first in rows)


def record_files(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    staged: Sequence[StagedFile],
    reports: Sequence[FileReport],
) -> None:
    """The counts of each file."""
    for each, report in zip(staged, reports, strict=True):
        connection.execute(
            "INSERT INTO batch_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                batch_id,
                report.file_name,
                each.file.file_hash,
                report.table_name,
                report.read_count,
                report.accepted_count,
                report.revised_count,
                report.unchanged_count,
                report.set_aside_count,
            ],
        )


def record_coverage(
    connection: duckdb.DuckDBPyConnection,
    batch_id: str,
    staged: Sequence[StagedFile],
    *,
    today: date,
    complete_since: date | None = None,
) -> None:
    """The days for which the batch's public sources speak, each subject apart.

    From the first incident (of those on or after `complete_since`) through the last, and on through the day
    before the extract, whose latest change of a row gives its date; but not into another month, and not where
    the extract was made long after the last incident: such a file was cut by a date. Never beyond yesterday.
    """
    subjects = {subject: each.layout.profile for each in staged for subject in each.layout.profile.coverage}
    for subject in subjects:
        stages = [each for each in staged if subject in each.layout.profile.coverage]
        dates = " UNION ALL ".join(
            f"SELECT {each.layout.profile.table.date} AS day, changed_date, '{each.layout.profile.name}' AS profile "
            f"FROM {each.stage} WHERE problems = 0"
            for each in stages
        )
        connection.execute(
            f"""
            INSERT INTO coverage
            WITH found AS (
                SELECT min(day) FILTER (day >= coalesce($complete_since, day)) AS first, max(day) AS last,
                    max(changed_date) - 1 AS before_extract
                FROM ({dates}) GROUP BY profile
            )
            SELECT $batch_id, $subject, first, least($today::DATE - 1, CASE
                WHEN before_extract - last BETWEEN 0 AND {LONGEST_QUIET_DAYS}
                THEN least(before_extract, last_day(last)) ELSE last END) AS through
            FROM found WHERE through >= first
            """,
            {"batch_id": batch_id, "subject": subject, "today": today, "complete_since": complete_since},
        )
