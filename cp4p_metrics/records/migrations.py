"""Brings a store that an earlier program wrote to the present version: one transaction, all or nothing."""

from collections.abc import Callable
from contextlib import suppress

import duckdb

from .tables import TABLES

# What a batch replaced, kept so that the batch can be undone; and what was taken out, without its content.
REPLACED_AND_REMOVED = (
    ";\n".join(
        f"CREATE TABLE {table.replaced_name} AS SELECT *, NULL::VARCHAR AS replaced_by FROM {table.name} LIMIT 0"
        for table in TABLES.values()
    )
    + """;
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
)


def _from_1(connection: duckdb.DuckDBPyConnection) -> None:
    """Version 1 kept no replaced rows: its batches can be undone, but for those that revised rows."""
    connection.execute(REPLACED_AND_REMOVED)
    connection.execute(
        "INSERT INTO batches_without_replaced SELECT DISTINCT batch_id FROM batch_files WHERE revised_count > 0"
    )


STEPS: dict[int, Callable[[duckdb.DuckDBPyConnection], None]] = {1: _from_1}


def migrate(connection: duckdb.DuckDBPyConnection, version: int, wanted: int) -> None:
    """Take every step from `version` to `wanted`; the store stays as it was if one fails."""
    connection.begin()
    try:
        for step in range(version, wanted):
            STEPS[step](connection)
        connection.execute("UPDATE about SET store_version = ?", [wanted])
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):
            connection.rollback()
        raise
