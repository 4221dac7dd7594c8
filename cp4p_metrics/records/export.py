"""Records as Parquet, for an engine on other machines: what the views read, and no more.

Here pseudonyms leave the store. The key that made them doesn't.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import RefusedFileError, StoreError
from cp4p_metrics.home import Home

from .tables import TABLES
from .views import VIEWS

# What the folder says of itself: of which coalition, and which state of the store.
STATE_TABLE = "exported"
_COMMENT = re.compile(r"--[^\n]*")


@dataclass(frozen=True)
class Exported:
    """Where records were written, and how many rows of each table."""

    folder: Path
    row_counts: dict[str, int]

    @property
    def row_count(self) -> int:
        return sum(self.row_counts.values())


def columns_that_count() -> dict[str, tuple[str, ...]]:
    """The columns of each record table that some view reads: those that its text names."""
    words: dict[str, set[str]] = {}
    for sql in VIEWS.values():
        text = _COMMENT.sub("", sql).lower()
        for name in re.findall(r"\brecords\.(\w+)", text):
            words.setdefault(name, set()).update(re.findall(r"\w+", text))
    return {
        table.name: tuple(name for name in table.column_names if name in words[table.name])
        for table in TABLES.values()
        if table.name in words
    }


def store_state(connection: duckdb.DuckDBPyConnection) -> str:
    """A hash that is another one as soon as a batch came, or rows were taken out."""
    batches = connection.execute("SELECT batch_id FROM batches ORDER BY batch_id").fetchall()
    removals = connection.execute("SELECT count(*) FROM removals").fetchall()
    counts = [connection.execute(f"SELECT count(*) FROM records.{name}").fetchall() for name in columns_that_count()]
    return hashlib.sha256(repr((coalition().key, batches, removals, counts)).encode()).hexdigest()


def export_records(
    connection: duckdb.DuckDBPyConnection, folder: Path, tell: Callable[[str], None] = lambda words: None
) -> Exported:
    """Write a Parquet file of each table that counting needs into a new folder, mode 700, each file 600.

    Rows stream from the store. The folder has its name once it is whole, and is not there otherwise. Raises
    RefusedFileError where the name is taken, and StoreError where there is no room.
    """
    folder = folder.expanduser().absolute()
    _check_is_free(folder)
    counts = {}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _unfinished(folder) as unfinished:
            for name, columns in columns_that_count().items():
                tell(f"Writing {name}.parquet")
                counts[name] = _write(
                    connection, unfinished / f"{name}.parquet", f"SELECT {', '.join(columns)} FROM records.{name}"
                )
            state = f"SELECT '{coalition().key}' AS coalition_key, '{store_state(connection)}' AS store_state"
            _write(connection, unfinished / f"{STATE_TABLE}.parquet", state)
            unfinished.rename(folder)
    except (OSError, duckdb.Error):
        raise StoreError(
            f"The records could not be written to {folder}, and nothing is left there. Look whether the disk is full "
            "or the folder above may not be written, then do the same again."
        ) from None
    return Exported(folder, counts)


@contextmanager
def exported_in_scratch(
    home: Home, connection: duckdb.DuckDBPyConnection, tell: Callable[[str], None] = lambda words: None
) -> Iterator[Path]:
    """The records as Parquet in the home's scratch folder, for as long as they are needed."""
    shutil.rmtree(home.exported, ignore_errors=True)  # of a publishing that was killed
    try:
        yield export_records(connection, home.exported, tell).folder
    finally:
        shutil.rmtree(home.exported, ignore_errors=True)


def _check_is_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedFileError(
            f"{folder} is there already, and holds something. Name a folder that is not there yet; an earlier export "
            "has to be removed first."
        )


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder of our own beside the wanted one, empty at first; gone at the end, unless it was renamed."""
    path = folder.with_name(f".{folder.name}.unfinished")
    path.mkdir(mode=0o700, exist_ok=True)
    number = os.open(path, os.O_RDONLY)
    try:
        _lock(number, folder)
        _check_is_free(folder)
        for leftover in path.iterdir():  # of an export that was killed
            leftover.unlink()
        try:
            yield path
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise
    finally:
        os.close(number)


def _lock(number: int, folder: Path) -> None:
    """Keep others from the same folder. The lock goes with the process, however it ends."""
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RefusedFileError(f"Another export to {folder} is under way. Wait until it has finished.") from None


def _write(connection: duckdb.DuckDBPyConnection, path: Path, sql: str) -> int:
    quoted = str(path).replace("'", "''")
    [(count, *_)] = connection.execute(f"COPY ({sql}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)").fetchall()
    path.chmod(0o600)
    return int(count)
