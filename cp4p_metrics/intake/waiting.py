"""The rows that were set aside and wait to be mended: file, row, column and reason, never what they hold."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import duckdb

from cp4p_metrics.errors import RefusedFileError
from cp4p_metrics.home import Home
from cp4p_metrics.records.store import reading

from .history import Recognized, named_batch
from .reports import SHOWN_DIGITS

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute, in the name of a file


@dataclass(frozen=True)
class SetAsideRow:
    """One fault of one row: the batch and file it stands in, and which row below the header it is."""

    batch: str
    file: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class WaitingFile:
    """A file of a batch of which rows still wait, and the table that they are for."""

    batch_id: str
    file_name: str
    table_name: str
    row_count: int


def set_aside_rows(home: Home, written: str | None = None) -> tuple[SetAsideRow, ...]:
    """The rows that wait, in all batches or in the one whose id begins as written; one for each fault of a row.

    `column` is empty where the fault is of the whole row. Raises StoreError where there are no records or no
    batch is so named.
    """
    with reading(home) as connection:
        batch_id = named_batch(connection, written) if written else None
        rows = connection.execute(
            f"""
            SELECT left(set_aside.batch_id, {SHOWN_DIGITS}), file_name, row_number, coalesce(column_name, ''), reason
            FROM set_aside JOIN batches USING (batch_id)
            WHERE settled_by IS NULL AND batch_id = coalesce(?, batch_id)
            ORDER BY accepted_at DESC, file_name, row_number, column_name, reason
            """,
            [batch_id],
        ).fetchall()
    return tuple(SetAsideRow(*row) for row in rows)


def rows_text(rows: Iterable[SetAsideRow]) -> str:
    """The rows in words, file by file."""
    lines: list[str] = []
    last = None
    for row in rows:
        if (row.batch, row.file) != last:
            lines.append(f"{row.file} (batch {row.batch})")
            last = (row.batch, row.file)
        lines.append(f"  row {row.row:,}: {row.column or 'the row'} {row.reason}")
    return "\n".join(lines) if lines else "No row waits to be mended."


def write_rows(rows: Iterable[SetAsideRow], path: Path) -> None:
    """The rows as a CSV that a spreadsheet opens, to send to whoever can mend them."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(SetAsideRow)])
        writer.writeheader()
        for row in rows:
            is_formula = row.file.startswith(FORMULA_BEGINS)
            writer.writerow(asdict(row) | ({"file": f"'{row.file}"} if is_formula else {}))


def named_files(connection: duckdb.DuckDBPyConnection, written: str, recognized: Recognized) -> list[WaitingFile]:
    """For each file, the waiting one that it corrects: of the batch named, or of one that corrected it already.

    Raises StoreError for a batch that there isn't, RefusedFileError where no or more than one file may be meant.
    """
    batch_id = named_batch(connection, written)
    rows = connection.execute(
        """
        WITH RECURSIVE family AS (
            SELECT $batch_id AS batch_id
            UNION SELECT settled_by FROM set_aside JOIN family USING (batch_id) WHERE settled_by IS NOT NULL
        )
        SELECT batch_id, file_name, table_name, count(DISTINCT row_number)
        FROM set_aside SEMI JOIN family USING (batch_id)
        WHERE settled_by IS NULL GROUP BY ALL ORDER BY ALL
        """,
        {"batch_id": batch_id},
    ).fetchall()
    waiting = [WaitingFile(*row) for row in rows]
    found = []
    for file, layout in recognized:
        table = layout.profile.table.name
        meant = [each for each in waiting if each.table_name == table]
        for is_alike in (str, _without_folder):  # the very name, else the name without its folder
            meant = [each for each in meant if is_alike(each.file_name) == is_alike(file.name)] or meant
        if len(meant) != 1:
            raise RefusedFileError(_not_one(batch_id[:SHOWN_DIGITS], table, file.name, meant))
        found += meant
    return found


def _without_folder(file_name: str) -> str:
    return file_name.rpartition("/")[2]


def _not_one(batch: str, table_name: str, file_name: str, meant: list[WaitingFile]) -> str:
    if not meant:
        return (
            f"In batch {batch}, no row for '{table_name}' waits to be mended, so '{file_name}' corrects nothing there. "
            "'cp4p set-aside' lists what waits."
        )
    names = ", ".join(sorted({f"'{each.file_name}'" for each in meant}))
    return (
        f"In batch {batch}, rows for '{table_name}' wait in more than one file ({names}). Give the mended file the "
        "name of the one that it corrects."
    )
