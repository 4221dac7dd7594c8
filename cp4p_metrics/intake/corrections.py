"""Settles rows that were set aside, once they come again: mended, or set aside anew with today's reason.

A row that was set aside waits. It is known again by its key, where the key is sound; else only with its whole
file (the same bytes, or the same name with all rows that the file had brought), or where someone says which
batch a file corrects. What is settled stays in the books, with the batch that settled it; undoing that batch
lets it wait again.
"""

from collections.abc import Sequence

import duckdb

from cp4p_metrics.records.tables import TABLES, Table

from .comparison import same_sql
from .reports import Corrected
from .staging import StagedFile
from .waiting import WaitingFile

WAITS = "settled_by IS NULL AND batch_id <> $batch_id"


def row_mark_sql(table: Table, rows: str) -> str:
    """By what a row is known again: a hash of its key. Where that is sound, the key is stored in clear anyway."""
    parts = ", ".join(f"coalesce({rows}.{name}::VARCHAR, '')" for name in _marking(table))
    return f"sha256(concat_ws(chr(31), '{table.name}', {parts}))"


def staged_mark_sql(table: Table, file: StagedFile) -> str:
    """The mark of a row of `staged`; NULL where the key, or which cell is which, is in doubt.

    A key that is made from the row's content becomes another one when the row is mended, so it is none here.
    """
    if any(field.is_from_content and field.column.name in table.key for field in file.layout.profile.fields):
        return "NULL::VARCHAR"
    doubts = sum(1 << bit for bit, each in enumerate(file.problems) if each.column_name in (None, *_marking(table)))
    is_there = " AND ".join(f"staged.{name} IS NOT NULL" for name in _marking(table))
    return f"CASE WHEN staged.problems & {doubts} = 0 AND {is_there} THEN {row_mark_sql(table, 'staged')} END"


def _marking(table: Table) -> tuple[str, ...]:
    """The key, and whose row it is."""
    is_partners = "partner_id" in table.column_names and "partner_id" not in table.key
    return (*table.key, "partner_id") if is_partners else table.key


def settle(connection: duckdb.DuckDBPyConnection, batch_id: str, table: Table, staged: Sequence[StagedFile]) -> None:
    """Settle what comes again with the table's staged files. Needs the rows in their place, and the books written."""
    waiting = connection.execute(
        f"SELECT count(*), count(row_mark) FROM set_aside WHERE {WAITS} AND table_name = $table",
        {"batch_id": batch_id, "table": table.name},
    ).fetchall()
    [(count, marked)] = waiting
    if marked:
        come = " UNION ALL ".join(
            f"SELECT {staged_mark_sql(table, each)} FROM staged WHERE file_index = {index}"
            for index, each in enumerate(staged)
        )
        connection.execute(
            f"UPDATE set_aside SET settled_by = $batch_id WHERE {WAITS} AND row_mark IN ({come})",
            {"batch_id": batch_id},
        )
    if count:
        for each in staged:
            _settle_same_file(connection, batch_id, table, each)
            _settle_whole_file(connection, batch_id, table, each)


def _settle_same_file(connection: duckdb.DuckDBPyConnection, batch_id: str, table: Table, each: StagedFile) -> None:
    connection.execute(
        f"UPDATE set_aside SET settled_by = $batch_id WHERE {WAITS} AND table_name = $table "
        "AND (batch_id, file_name) IN (SELECT (batch_id, file_name) FROM batch_files "
        "WHERE file_hash = $file_hash AND table_name = $table)",
        {"batch_id": batch_id, "table": table.name, "file_hash": each.file.file_hash},
    )


def _settle_whole_file(connection: duckdb.DuckDBPyConnection, batch_id: str, table: Table, each: StagedFile) -> None:
    """Settle an earlier file of the same name where all that it had brought comes again, and no fewer rows."""
    earlier = connection.execute(
        f"""
        SELECT DISTINCT batch_id FROM batch_files SEMI JOIN (SELECT * FROM set_aside WHERE {WAITS}) AS waiting
            USING (batch_id, file_name, table_name)
        WHERE file_name = $file_name AND table_name = $table AND read_count <= $read_count AND accepted_count > 0
            AND (SELECT count(*) FROM batch_files AS other
                WHERE other.batch_id = batch_files.batch_id AND other.table_name = $table) = 1
        """,
        {"batch_id": batch_id, "file_name": each.file.name, "table": table.name, "read_count": each.read_count},
    ).fetchall()
    for (earlier_id,) in earlier:
        brought = " UNION ALL ".join(
            f"SELECT {', '.join(table.key)} FROM {name} WHERE batch_id = $batch_id"
            for name in (table.name, table.replaced_name)
        )
        [(brought_count, missing_count)] = connection.execute(
            f"SELECT count(*), count(*) FILTER (NOT EXISTS (SELECT 1 FROM {each.stage} AS again "
            f"WHERE {same_sql(table.key, 'again', 'brought')})) FROM ({brought}) AS brought",
            {"batch_id": earlier_id},
        ).fetchall()
        if brought_count and not missing_count:
            _settle_file(connection, batch_id, earlier_id, each.file.name, table.name)


def settle_named(
    connection: duckdb.DuckDBPyConnection, batch_id: str, named: Sequence[WaitingFile], read_counts: Sequence[int]
) -> None:
    """Settle what waited in the files that someone said are corrected, but not by a file with fewer rows than that."""
    for file, read_count in zip(named, read_counts, strict=True):
        if read_count >= file.row_count:
            _settle_file(connection, batch_id, file.batch_id, file.file_name, file.table_name)


def _settle_file(
    connection: duckdb.DuckDBPyConnection, batch_id: str, earlier_id: str, file_name: str, table_name: str
) -> None:
    connection.execute(
        f"UPDATE set_aside SET settled_by = $batch_id WHERE {WAITS} AND batch_id = $earlier_id "
        "AND file_name = $file_name AND table_name = $table_name",
        {"batch_id": batch_id, "earlier_id": earlier_id, "file_name": file_name, "table_name": table_name},
    )


def corrected_by(
    connection: duckdb.DuckDBPyConnection, batch_id: str, named: Sequence[WaitingFile] = ()
) -> tuple[Corrected, ...]:
    """What the batch settled, file by file, and how much of the same files waits on; the named files always."""
    rows = connection.execute(
        """
        SELECT batch_id, file_name, count(DISTINCT row_number) FILTER (settled_by = $batch_id) AS settled_count,
            count(DISTINCT row_number) FILTER (settled_by IS NULL)
        FROM set_aside WHERE batch_id <> $batch_id GROUP BY ALL HAVING settled_count > 0 ORDER BY ALL
        """,
        {"batch_id": batch_id},
    ).fetchall()
    settled = [Corrected(*row) for row in rows]
    known = {(each.batch_id, each.file_name) for each in settled}
    untouched = [each for each in named if (each.batch_id, each.file_name) not in known and each.batch_id != batch_id]
    return (*settled, *(Corrected(each.batch_id, each.file_name, 0, each.row_count) for each in untouched))


def let_wait_again(connection: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """What the undone batch had settled waits again, but for rows whose key a later batch holds too."""
    connection.execute("UPDATE set_aside SET settled_by = NULL WHERE settled_by = ?", [batch_id])
    tables = connection.execute(
        "SELECT DISTINCT table_name FROM set_aside WHERE settled_by IS NULL AND row_mark IS NOT NULL"
    ).fetchall()
    for table in (TABLES[name] for (name,) in tables if name in TABLES):
        connection.execute(
            f"""
            UPDATE set_aside SET settled_by = later.batch_id
            FROM (
                SELECT row_mark, arg_max(batch_id, accepted_at) AS batch_id, max(accepted_at) AS came_at
                FROM (SELECT {row_mark_sql(table, table.name)} AS row_mark, batch_id FROM {table.name}
                    UNION ALL SELECT row_mark, batch_id FROM set_aside WHERE table_name = '{table.name}')
                    JOIN batches USING (batch_id)
                GROUP BY row_mark
            ) AS later
            WHERE settled_by IS NULL AND set_aside.row_mark = later.row_mark
                AND came_at > (SELECT accepted_at FROM batches WHERE batches.batch_id = set_aside.batch_id)
            """
        )
