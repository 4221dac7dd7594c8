"""Removes rows for good: the store is built anew from what stays, and takes the old file's place at once.

Deleting alone would leave the rows' bytes in the file. Here they are never written to the new one.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.records.store import remove_unfinished, writing
from cp4p_metrics.records.tables import TABLES

from .keeping import empty_scratch, operator, write_error
from .key_files import copy_fingerprint
from .outdated import Purge
from .purged_books import copy_books, find_files
from .rebuilding import rebuilt_store
from .versions import has_successor_sql


@dataclass(frozen=True)
class Purged:
    """What a purge removed: rows, earlier versions of rows, reasons for rows set aside, and file names."""

    purge: Purge
    row_counts: dict[str, int]
    earlier_count: int
    set_aside_count: int
    file_count: int

    @property
    def row_count(self) -> int:
        return sum(self.row_counts.values())

    @property
    def is_nothing(self) -> bool:
        return not (self.row_count or self.earlier_count or self.set_aside_count or self.file_count)

    def to_text(self) -> str:
        """The words that the command line prints."""
        if self.is_nothing:
            return f"The store holds nothing to remove for {self.purge.words}."
        lines = [f"  {name:<15}{count:>12,}" for name, count in self.row_counts.items() if count]
        return "\n".join(
            [
                f"Removed for good, {self.purge.words}: {self.row_count:,} rows, {self.earlier_count:,} earlier "
                f"versions of rows, {self.set_aside_count:,} reasons for rows set aside, {self.file_count:,} file "
                "names.",
                *lines,
            ]
        )


def purge_records(
    home: Home, purge: Purge, *, is_rehearsal: bool = False, purged_by: str | None = None, now: datetime | None = None
) -> Purged:
    """Remove what `purge` names, or only count it in a rehearsal.

    Until the new file stands in the old one's place, nothing has changed. Raises StoreError where there are no
    records, the store is in use, or the disk has no room for a second one.
    """
    if not home.store.exists():
        raise StoreError(f"There are no records in {home.path} yet, so there is nothing to remove.")
    at = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    with writing(home) as connection:
        empty_scratch(home)
        try:
            purged = _counted(connection, purge)
            if not is_rehearsal:
                # Even where nothing is found: an undone batch's bytes may still stand in the file.
                _empty_pull(home)
                _empty_inbox(home)
                _remove_kept_counts(home)
                _build_anew(home, connection, purge, purged, purged_by or operator(), at)
        except duckdb.Error as error:
            raise write_error(error) from None
        except OSError:
            raise StoreError(
                "The rebuilt store could not take the old one's place, and nothing was changed. Look whether the "
                "disk is full or the folder may not be written."
            ) from None
        finally:
            remove_unfinished(home)
    return purged


def _empty_pull(home: Home) -> None:
    """Take away what a pull has read of a feed and not brought in: nobody has judged those rows yet."""
    if home.pull.exists():
        shutil.rmtree(home.pull)


def _empty_inbox(home: Home) -> None:
    """Take away what directors sent and nobody took in, with the answers about it: it is sent again if it may be."""
    for folder in (home.inbox, home.checking, home.answers):
        for pattern in ("*.data", "*.json", "*.part"):
            for path in folder.glob(pattern):
                path.unlink(missing_ok=True)


def _remove_kept_counts(home: Home) -> None:
    """Take away the sums from which the next publishing would have gone on: they counted what goes now."""
    for path in home.kept_counts.parent.glob(f"{home.kept_counts.name}*"):
        path.unlink(missing_ok=True)


def _counted(connection: duckdb.DuckDBPyConnection, purge: Purge) -> Purged:
    """Make a temporary view of what stays for every table, and count what goes."""
    counts, earlier_count = {}, 0
    for table in TABLES.values():
        gone = purge.gone_sql(table)
        stays = f"NOT ({gone})"
        if table.name == "event_partners":
            # An event's partners go with the event; where nobody brought the event itself, they stay.
            stays += " AND event_id NOT IN (SELECT event_id FROM main.events ANTI JOIN kept_events USING (event_id))"
        _view(connection, f"kept_{table.name}", f"SELECT * FROM main.{table.name} WHERE {stays}")
        # An earlier version never outlives the row that took its place.
        _view(
            connection,
            f"kept_{table.replaced_name}",
            f"SELECT earlier.* FROM main.{table.replaced_name} AS earlier "
            f"WHERE {stays} AND {has_successor_sql(table, f'kept_{table.name}')}",
        )
        counts[table.name] = _missing(connection, table.name)
        earlier_count += _missing(connection, table.replaced_name)
    return Purged(purge, counts, earlier_count, *find_files(connection, purge))


def _view(connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")


def _missing(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    [(count,)] = connection.execute(
        f"SELECT (SELECT count(*) FROM main.{name}) - (SELECT count(*) FROM kept_{name})"
    ).fetchall()
    return int(count)


def _build_anew(
    home: Home, connection: duckdb.DuckDBPyConnection, purge: Purge, purged: Purged, purged_by: str, at: datetime
) -> None:
    with rebuilt_store(home, connection):
        for table in TABLES.values():
            for name in (table.name, table.replaced_name):
                connection.execute(f"INSERT INTO rebuilt.main.{name} BY NAME SELECT * FROM kept_{name}")
        copy_books(connection, purge)
        copy_fingerprint(connection)
        connection.execute(
            "INSERT INTO rebuilt.main.removals VALUES (?, ?, 'purge', NULL, NULL, NULL, ?)",
            [at, purged_by, purged.row_count],
        )
