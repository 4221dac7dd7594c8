"""Brings a store that an earlier program wrote to the present version: one transaction, all or nothing."""

from collections.abc import Callable
from contextlib import suppress

import duckdb

from .tables import TABLES

# What was taken out, without its content.
REMOVED = """
CREATE TABLE removals (
    removed_at TIMESTAMP NOT NULL,     -- UTC
    removed_by VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,             -- 'undo' or 'purge'
    batch_id VARCHAR,                  -- the batch undone, when it had come and by which profiles
    accepted_at TIMESTAMP,
    profile VARCHAR,
    removed_count BIGINT NOT NULL      -- rows taken out of the record tables
);
CREATE TABLE batches_without_replaced (batch_id VARCHAR NOT NULL);  -- they revised rows that nobody kept
"""


def missing_tables(connection: duckdb.DuckDBPyConnection, catalog: str | None = None) -> list[str]:
    """The SQL that makes each record table, or table of earlier versions, that the store lacks.

    `catalog` names the store where it is not the current database.
    """
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = coalesce(?, current_database())", [catalog]
    )
    present = {name for (name,) in found.fetchall()}
    return [
        definition
        for table in TABLES.values()
        for name, definition in ((table.name, table.definition), (table.replaced_name, table.replaced_definition))
        if name not in present
    ]


def make_missing_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """A table that came later than the store: empty, and with all that belongs to it."""
    for definition in missing_tables(connection):
        connection.execute(definition)


def _from_1(connection: duckdb.DuckDBPyConnection) -> None:
    """Version 1 kept no replaced rows: its batches can be undone, but for those that revised rows."""
    connection.execute(REMOVED)
    connection.execute(
        "INSERT INTO batches_without_replaced SELECT DISTINCT batch_id FROM batch_files WHERE revised_count > 0"
    )


def _from_2(connection: duckdb.DuckDBPyConnection) -> None:
    """Version 2 did not say what became of rows set aside: all of them wait, known again by their file alone."""
    for name in ("table_name", "row_mark", "settled_by"):
        connection.execute(f"ALTER TABLE set_aside ADD COLUMN {name} VARCHAR")
    connection.execute(
        "UPDATE set_aside SET table_name = (SELECT any_value(table_name) FROM batch_files "
        "WHERE batch_files.batch_id = set_aside.batch_id AND batch_files.file_name = set_aside.file_name)"
    )


STEPS: dict[int, Callable[[duckdb.DuckDBPyConnection], None]] = {1: _from_1, 2: _from_2}


def migrate(connection: duckdb.DuckDBPyConnection, version: int, wanted: int) -> None:
    """Take every step from `version` to `wanted`, and make what is missing; all of it, or the store is as it was."""
    connection.begin()
    try:
        for step in range(version, wanted):
            STEPS[step](connection)
        make_missing_tables(connection)
        connection.execute("UPDATE about SET store_version = ?", [wanted])
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):
            connection.rollback()
        raise
