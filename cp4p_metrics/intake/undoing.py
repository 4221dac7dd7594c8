"""Takes one batch back whole: its rows go, the rows that it revised get back what they were.

Where a later batch revised a row again, that later version stays, and what it replaced is now what this batch
had replaced: as if this batch had never come.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from cp4p_metrics.errors import StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.places import listed_partner_areas
from cp4p_metrics.records.store import writing
from cp4p_metrics.records.tables import TABLES, Table

from .corrections import let_wait_again
from .history import named_batch
from .keeping import all_or_nothing, empty_scratch, operator, write_error
from .reports import SHOWN_DIGITS
from .versions import close_gap, give_way_to_later

BOOKS = ("batches", "batch_files", "set_aside", "coverage", "batches_without_replaced")


@dataclass(frozen=True)
class Undone:
    """What undoing a batch did. `to_import_again` are later batches that held some of its rows as unchanged."""

    batch_id: str
    removed_count: int
    restored_count: int
    kept_count: int
    to_import_again: tuple[str, ...]

    def to_text(self) -> str:
        """The words that the command line prints."""
        lines = [
            f"Batch {self.batch_id[:SHOWN_DIGITS]} is taken back: {self.removed_count:,} rows removed, "
            f"{self.restored_count:,} of them back to what they were before."
        ]
        if self.kept_count:
            lines.append(f"{self.kept_count:,} of its rows had been revised by later batches; those versions stay.")
        if self.to_import_again:
            listed = ", ".join(batch_id[:SHOWN_DIGITS] for batch_id in self.to_import_again)
            lines.append(
                f"Later files may have held some of these rows too, unchanged (batches {listed}). "
                "Import those files again: what they hold comes back."
            )
        lines.append("Releases still hold its counts: 'cp4p publish' makes a new one.")
        return "\n".join(lines)


def undo_batch(home: Home, written: str, *, undone_by: str | None = None, now: datetime | None = None) -> Undone:
    """Take back the batch whose id begins as written, in one transaction.

    Raises StoreError where no batch is so named, other rows need its partners, what it replaced was not kept,
    or the store is in use or can't be written.
    """
    if not home.store.exists():
        raise StoreError(f"There are no records in {home.path} yet, so there is nothing to undo.")
    undone_at = (now or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    with writing(home) as connection:
        empty_scratch(home)
        batch_id = named_batch(connection, written)
        try:
            with all_or_nothing(connection):
                return _undone(connection, batch_id, undone_by or operator(), undone_at)
        except duckdb.Error as error:
            raise write_error(error) from None


def _undone(connection: duckdb.DuckDBPyConnection, batch_id: str, undone_by: str, undone_at: datetime) -> Undone:
    if connection.execute("SELECT 1 FROM batches_without_replaced WHERE batch_id = ?", [batch_id]).fetchall():
        raise StoreError(
            "That batch revised rows when the store did not keep earlier versions yet, so they can't be brought "
            "back. Import the earlier files again instead: they revise the rows to what they were."
        )
    later = _later_with_unchanged(connection, batch_id)
    _refuse_where_partners_are_needed(connection, batch_id)
    counts = [_taken_back(connection, table, batch_id) for table in TABLES.values()]
    removed, restored, kept = (sum(column) for column in zip(*counts, strict=True))
    connection.execute(
        "INSERT INTO removals SELECT ?, ?, 'undo', batch_id, accepted_at, profile, ? FROM batches WHERE batch_id = ?",
        [undone_at, undone_by, removed, batch_id],
    )
    for name in BOOKS:
        connection.execute(f"DELETE FROM {name} WHERE batch_id = ?", [batch_id])
    let_wait_again(connection, batch_id)
    connection.execute(
        "UPDATE about SET is_demonstration = false WHERE NOT EXISTS (SELECT 1 FROM batches WHERE is_demonstration)"
    )
    return Undone(batch_id, removed, restored, kept, later if removed else ())


def _taken_back(connection: duckdb.DuckDBPyConnection, table: Table, batch_id: str) -> tuple[int, int, int]:
    """How many rows of the table were removed, brought back, and kept since a later batch revised them."""
    kept_beside = table.replaced_name
    columns = ", ".join((*table.column_names, "batch_id"))
    kept_count = close_gap(connection, table, batch_id)
    [(removed_count,)] = connection.execute(f"DELETE FROM {table.name} WHERE batch_id = ?", [batch_id]).fetchall()
    give_way_to_later(connection, table, batch_id)
    [(restored_count,)] = connection.execute(
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {kept_beside} WHERE replaced_by = ?", [batch_id]
    ).fetchall()
    connection.execute(f"DELETE FROM {kept_beside} WHERE replaced_by = ?", [batch_id])
    return removed_count, restored_count, kept_count


def _later_with_unchanged(connection: duckdb.DuckDBPyConnection, batch_id: str) -> tuple[str, ...]:
    rows = connection.execute(
        """
        SELECT batch_id FROM batches JOIN batch_files USING (batch_id)
        WHERE accepted_at >= (SELECT accepted_at FROM batches WHERE batch_id = $1) AND batch_id <> $1
            AND unchanged_count > 0
            AND table_name IN (SELECT table_name FROM batch_files WHERE batch_id = $1 AND accepted_count > 0)
        GROUP BY batch_id, accepted_at ORDER BY accepted_at
        """,
        [batch_id],
    ).fetchall()
    return tuple(each for (each,) in rows)


def _refuse_where_partners_are_needed(connection: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """Raise StoreError where rows of other batches name partners that nobody would know any more."""
    rows = connection.execute("SELECT partner_id, batch_id = ? FROM partners", [batch_id]).fetchall()
    restored = connection.execute(
        "SELECT partner_id FROM replaced_partners WHERE replaced_by = ?", [batch_id]
    ).fetchall()
    remaining = {partner_id for partner_id, is_its_own in rows if not is_its_own} | {each for (each,) in restored}
    known = remaining or {pair.partner_id for pair in listed_partner_areas()}
    unknown = sorted({partner_id for partner_id, _ in rows} - known)
    if not unknown:
        return
    for table in TABLES.values():
        if "partner_id" not in table.column_names or table.name == "partners":
            continue
        found = connection.execute(
            f"SELECT batch_id FROM {table.name} WHERE batch_id <> ? AND partner_id IN (SELECT unnest(?)) LIMIT 1",
            [batch_id, unknown],
        ).fetchall()
        for (other,) in found:
            raise StoreError(
                f"That batch brought partners that rows in '{table.name}' of batch {other[:SHOWN_DIGITS]} name. "
                f"Undo that one first, or import the partners' file without what is wrong in it."
            )
