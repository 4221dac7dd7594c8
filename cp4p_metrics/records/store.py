"""The one place that opens the record store.

Intake writes it, one batch in one transaction. Everything else reads.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from cp4p_metrics.coalition import CHICAGOS_KEY, coalition
from cp4p_metrics.errors import StoreBusyError, StoreError
from cp4p_metrics.home import Home

from .migrations import REMOVED, make_missing_tables, migrate, missing_tables
from .tables import TABLES

STORE_VERSION = 3
MEMORY_LIMIT = "750MB"

BOOKKEEPING = """
CREATE TABLE about (store_version INTEGER NOT NULL, is_demonstration BOOLEAN NOT NULL);
CREATE TABLE coalition (coalition_key VARCHAR NOT NULL);  -- whose areas the numbers stand for
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
    reason VARCHAR NOT NULL,           -- never the value
    table_name VARCHAR,
    row_mark VARCHAR,                  -- a hash of the row's key, where that is sound
    settled_by VARCHAR                 -- the batch in which the row came again; NULL while it waits
);
CREATE TABLE coverage (                -- the days for which a public source speaks
    batch_id VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,          -- 'gunshots', 'homicides' or 'crimes'
    first_date DATE NOT NULL,
    through_date DATE NOT NULL
);
"""


def create_store(connection: duckdb.DuckDBPyConnection) -> None:
    """Make every table in an empty database."""
    connection.execute(BOOKKEEPING)
    connection.execute("INSERT INTO about VALUES (?, false)", [STORE_VERSION])
    connection.execute("INSERT INTO coalition VALUES (?)", [coalition().key])
    connection.execute(REMOVED)
    make_missing_tables(connection)


def name_records(connection: duckdb.DuckDBPyConnection, catalog: str) -> None:
    """Let the views find the tables of `catalog` as records.<table>."""
    connection.execute("CREATE SCHEMA IF NOT EXISTS memory.records")
    for name in TABLES:
        connection.execute(f"CREATE VIEW memory.records.{name} AS SELECT * FROM {catalog}.main.{name}")


def _set_up(connection: duckdb.DuckDBPyConnection, scratch: Path) -> None:
    scratch.mkdir(parents=True, exist_ok=True)
    connection.execute(f"SET temp_directory = '{str(scratch).replace(chr(39), chr(39) * 2)}'")
    connection.execute("SET enable_progress_bar = false")  # it would draw itself into what commands print
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET autoinstall_known_extensions = false")


def store_version(connection: duckdb.DuckDBPyConnection) -> int:
    """The version of the open store. Raises StoreError for one that a newer program made."""
    [(version,)] = connection.execute("SELECT store_version FROM about").fetchall()
    if version > STORE_VERSION:
        raise StoreError(
            f"The record store is of version {version}, and this program knows versions up to {STORE_VERSION}. "
            "Use the program that wrote it, or a newer one."
        )
    return int(version)


def rebuilt_path(home: Home) -> Path:
    """Where a store is built anew before it takes the old one's place."""
    return home.store.with_suffix(".rebuilt")


def remove_unfinished(home: Home) -> None:
    """Take away what a rebuilding that was cut off left behind. Only for whoever has the store open to write."""
    for leftover in home.store.parent.glob(f"{rebuilt_path(home).name}*"):
        leftover.unlink(missing_ok=True)


def _check_coalition(connection: duckdb.DuckDBPyConnection) -> None:
    """Area 25 of another city is another place: records and facts must be of one coalition."""
    is_kept = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'coalition'").fetchone()
    found = connection.execute("SELECT coalition_key FROM coalition").fetchone() if is_kept else None
    (key,) = found or (CHICAGOS_KEY,)  # stores did not say so before there was another
    if key != coalition().key:
        raise StoreError(
            f"The records in this home folder are those of the coalition '{key}', and CP4P_COALITION says "
            f"'{coalition().key}'. Set CP4P_HOME to another folder, or CP4P_COALITION to the folder of '{key}'."
        )


@contextmanager
def writing(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store, open for one writer; made if there is none. Raises StoreError when another one writes.

    A store of an earlier version is brought to this one first, in a transaction.
    """
    home.store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = _opened_to_write(home)
    try:
        home.store.chmod(0o600)  # records are for the people who import and publish, not for the web process
        _set_up(connection, home.scratch)
        remove_unfinished(home)
        _make_ready(connection)
        _check_coalition(connection)
        yield connection
    finally:
        connection.close()


def _make_ready(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'about'").fetchone():
            connection.begin()
            create_store(connection)
            connection.commit()
        version = store_version(connection)
        if version < STORE_VERSION or missing_tables(connection):
            migrate(connection, version, STORE_VERSION)
    except duckdb.Error as error:
        raise StoreError(
            "The record store could not be made ready, and is as it was. The disk or the memory may be full: "
            "make room, then try again."
        ) from error


def _opened_to_write(home: Home) -> duckdb.DuckDBPyConnection:
    for _ in range(10):
        before = _file_number(home.store)
        try:
            connection = duckdb.connect(str(home.store))
        except duckdb.IOException as error:
            raise _in_use() from error
        # A purge may have put a rebuilt file in place between opening and locking: what was opened is then
        # the old file, which nobody will ever read again.
        if before in (None, _file_number(home.store)):
            return connection
        connection.close()
    raise _in_use()


def _in_use() -> StoreBusyError:
    return StoreBusyError(
        "The record store is in use by another import or publish. Wait until it has finished, then try again. "
        "If none is running, the disk may be full or the file may belong to someone else."
    )


def _file_number(path: Path) -> int | None:
    with suppress(FileNotFoundError):
        return path.stat().st_ino
    return None


@contextmanager
def reading(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """The store, read-only, as the default catalog of an in-memory database where views may be made.

    A store of an earlier version, or that lacks a table, is brought to this one first.
    """
    if not home.store.exists():
        raise StoreError(
            f"There are no records in {home.path} yet. 'cp4p import FILE…' brings in files, "
            "'cp4p demo' a made-up coalition."
        )
    connection = duckdb.connect()
    try:
        _set_up(connection, home.scratch)
        _attach(connection, home)
        if store_version(connection) < STORE_VERSION or missing_tables(connection, "store"):
            connection.execute("USE memory")
            connection.execute("DETACH store")
            with writing(home):
                pass
            _attach(connection, home)
        _check_coalition(connection)
        name_records(connection, "store")
        yield connection
    finally:
        connection.close()


def _attach(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    try:
        connection.execute(f"ATTACH '{str(home.store).replace(chr(39), chr(39) * 2)}' AS store (READ_ONLY)")
    except duckdb.IOException as error:
        raise StoreBusyError("The record store is being written. Wait until the import has finished.") from error
    connection.execute("SET search_path = 'memory,store'")
