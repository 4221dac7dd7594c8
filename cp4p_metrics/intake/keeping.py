"""What every change of the store has in common: who makes it, an empty scratch folder, words for a failed write."""

import getpass
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home

# What DuckDB raises when a disk or the memory is full; the last when that happens while it commits.
NO_ROOM = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
)


def write_error(error: duckdb.Error) -> StoreError:
    """What to tell about a failed write. DuckDB's words may quote a row; only the kind of error is kept."""
    kind = type(error).__name__
    if isinstance(error, NO_ROOM):
        what = "The disk or the memory may be full: make room, then do the same again."
    else:
        what = f"Please report this: it is a fault of the program, not of the files ({kind})."
    return StoreError(f"The records could not be written, and nothing was changed. {what}")


@contextmanager
def all_or_nothing(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """One transaction: what is done within it is kept whole, or not at all where something is raised."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):
            connection.rollback()
        raise


def empty_scratch(home: Home) -> None:
    """Take away what an import or a publishing that was cut off left there.

    Whoever has the store open to write is alone: nobody imports or publishes meanwhile.
    """
    for folder in home.scratch.glob(f"*{home.exported.name}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for path in (*home.scratch.glob("duckdb_temp_*"), *home.scratch.glob(f"{home.staging.name}*")):
        path.unlink(missing_ok=True)


def operator() -> str:
    """Who is at the keyboard, as the books name them."""
    with suppress(OSError, KeyError):
        return getpass.getuser()
    return "unknown"
