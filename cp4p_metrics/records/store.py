"""The one place that opens the record store.

Intake writes it, one batch in one transaction. Everything else reads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home

from .tables import TABLES

STORE_VERSION = 1
MEMORY_LIMIT = "1GB"

BOOKKEEPING = """
CREATE TABLE about (store_version INTEGER NOT NULL, is_demonstration BOOLEAN NOT NULL);
CREATE TABLE batches (
    batch_id VARCHAR PRIMARY KEY,      -- SHA-256 of the files' own hashes and the profile
    accepted_at TIMESTAMP NOT NULL,    -- UTC
    accepted_by VARCHAR NOT NULL,
    profile VARCHAR NOT NULL,
    is_demonstration BOOLEAN NOT NULL
);
CREATE TABLE batch_files (
    batch_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,        -- without its folder
    file_hash VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    read_count BIGINT NOT NULL,        -- = accepted + unchanged + set aside
    accepted_count BIGINT NOT NULL,    -- new rows and revised rows
    revised_count BIGINT NOT NULL,     -- of the accepted: those that replaced an earlier version
    unchanged_count BIGINT NOT NULL,
    set_aside_count BIGINT NOT NULL
);
CREATE TABLE set_aside (
    batch_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    row_number BIGINT NOT NULL,        -- 1 is the first row below the header
    column_name VARCHAR,
    partner_id VARCHAR,                -- where the row names a known one
    reason VARCHAR NOT NULL            -- never the value
);
CREATE TABLE coverage (                -- the days for which a public source speaks
    batch_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,          -- 'gunshots' or 'homicides'
    first_date DATE NOT NULL,
    through_date DATE NOT NULL
);
"""


def create_store(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every table in an empty database."""
    connection.execute(BOOKKEEPING)
    connection.execute("INSERT INTO about VALUES (?, false)", [STORE_VERSION])
    for table in TABLES.values():
        connection.execute(table.definition)


def name_records(connection: duckdb.DuckDBPyConnection, catalog: str) -> None:
    """Let the views find the tables of `catalog` as records.<table>."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS memory.records")
    for name in TABLES:
        connection.execute(f"CREATE VIEW memory.records.{name} AS SELECT * FROM {catalog}.main.{name}")


def _set_up(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    scratch.mkdir(parents=True, exist_ok=True)
    connection.execute(f"SET temp_directory = '{str(scratch).replace(chr(39), chr(39) * 2)}'")
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET autoinstall_known_extensions = false")


def _check_version(connection: duckdb.DuckDBPyConnection) -> None:
    [(version,)] = connection.execute("SELECT store_version FROM about").fetchall()
    if version != STORE_VERSION:
        raise StoreError(
            f"The record store is of version {version}, this program writes version {STORE_VERSION}. "
            "Import the source files into a new home folder."
        )


@contextmanager
def writing(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store, open for one writer; made if there is none. Raises StoreError when another one writes."""
    home.store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        connection = duckdb.connect(str(home.store))
        home.store.chmod(0o600)  # records are for the people who import and publish, not for the web process
    except duckdb.IOException as error:
        raise StoreError(
            "The record store is in use by another import or publish. Wait until it has finished, then try again."
        ) from error
    try:
        _set_up(connection, home.scratch)
        if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'about'").fetchone():
            connection.begin()
            create_store(connection)
            connection.commit()
        _check_version(connection)
        yield connection
    finally:
        connection.close()


@contextmanager
def reading(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store, read-only, as the default catalog of an in-memory database where views may be made."""
    if not home.store.exists():
        raise StoreError(
            f"There are no records in {home.path} yet. 'cp4p import FILE…' brings in files, "
            "'cp4p demo' a made-up coalition."
        )
    connection = duckdb.connect()
    try:
        _set_up(connection, home.scratch)
        try:
            connection.execute(f"ATTACH '{str(home.store).replace(chr(39), chr(39) * 2)}' AS store (READ_ONLY)")
        except duckdb.IOException as error:
            raise StoreError("The record store is being written. Wait until the import has finished.") from error
        connection.execute("SET search_path = 'memory,store'")
        _check_version(connection)
        name_records(connection, "store")
        yield connection
    finally:
        connection.close()
