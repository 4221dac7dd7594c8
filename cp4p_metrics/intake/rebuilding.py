"""Builds the store anew and puts it in the old one's place at once, so that nothing of the old file's bytes stays."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.records.store import create_store, rebuilt_path

from .key_files import sync_folder


@contextmanager
def rebuilt_store(home: Home, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """An empty store `rebuilt.main` beside the open one, to be filled; afterwards it stands in the old one's place.

    Until then nothing has changed. Raises StoreError, OSError or duckdb.Error where that fails.
    """
    [(store,)] = connection.execute("SELECT current_database()").fetchall()
    connection.execute("CHECKPOINT")  # so that closing the old file has nothing left to write
    path = rebuilt_path(home)
    connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS rebuilt")
    path.chmod(0o600)
    connection.execute("USE rebuilt")
    connection.begin()
    create_store(connection)
    connection.execute(f"UPDATE about SET is_demonstration = (SELECT is_demonstration FROM {store}.about)")
    connection.execute(f"USE {store}")
    yield
    connection.commit()
    connection.execute("DETACH rebuilt")
    log = home.store.with_name(f"{home.store.name}.wal")
    if log.exists() and log.stat().st_size:
        # It would be taken for the new file's. CHECKPOINT has emptied it, so this is never seen.
        raise StoreError("The store's log was not empty, and nothing was changed. Try again.")
    # The old file is still locked here: nobody can write to it, and nobody opens the new one before it stands.
    os.replace(path, home.store)  # noqa: PTH105 - the very act, by its name
    sync_folder(home.store.parent)
