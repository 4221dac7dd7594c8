"""What came into the records since the last publishing, by the store's own books.

Only one kind of change can be followed row by row: batches that came in after those known before. Whatever else
happened (an undo, a purge, another key, another store) makes every table one of which nothing is known.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum

import duckdb

from cp4p_metrics.records.tables import TABLES

# More new rows than these, and than this share of the table, are counted with all others.
FEW_ROWS, LARGEST_NEW_SHARE = 100_000, 0.25


class Change(Enum):
    """How a record table stands to what it was."""

    NONE = "none"
    GROWN = "grown"  # by new batches alone, which may have revised rows
    OTHER = "other"


@dataclass(frozen=True)
class Books:
    """What the store's books say: whose it is and what was removed from it, and each table's batches and rows."""

    store: str
    batches: dict[str, list[str]]  # of a table: each batch with the moment at which it came
    sizes: dict[str, list[int]]  # of a table: its rows, and earlier versions of rows

    def to_text(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Books":
        return cls(**json.loads(text))


def read_books(connection: duckdb.DuckDBPyConnection) -> Books:
    """The books of the open store."""
    present = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    owned = ("about", "coalition", "removals", "batches_without_replaced", "key_fingerprints")
    store = {
        name: sorted(str(row) for row in connection.execute(f"SELECT * FROM {name}").fetchall())
        for name in owned
        if name in present
    }
    batches: dict[str, list[str]] = {}
    for table, batch, moment in connection.execute(
        "SELECT DISTINCT table_name, batch_id, CAST(accepted_at AS VARCHAR) FROM batch_files JOIN batches "
        "USING (batch_id) ORDER BY ALL"
    ).fetchall():
        batches.setdefault(table, []).append(f"{batch} {moment}")
    counted = " UNION ALL ".join(
        f"SELECT '{table.name}', (SELECT count(*) FROM {table.name}), (SELECT count(*) FROM {table.replaced_name})"
        for table in TABLES.values()
    )
    sizes = {name: list(counts) for name, *counts in connection.execute(counted).fetchall()}
    return Books(json.dumps(store, sort_keys=True), batches, sizes)


class RecordChanges:
    """How each record table stands to what it was when `then` was written; the rows that came and went.

    Rows that came are in memory.fresh.<table>, and earlier versions that they replaced in memory.gone.<table>.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, then: Books | None, now: Books) -> None:
        self.connection = connection
        self.then, self.now = then, now
        self._found: dict[str, Change] = {}
        for schema in ("fresh", "gone"):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS memory.{schema}")

    def of(self, tables: Iterable[str]) -> Change:
        """How the tables, together, stand to what they were."""
        found = {self._of(table) for table in tables}
        return Change.OTHER if Change.OTHER in found else Change.GROWN if Change.GROWN in found else Change.NONE

    def lay_out(self, tables: Iterable[str]) -> None:
        """See that memory.fresh and memory.gone have all of these tables, empty where nothing came."""
        for name in tables:
            if self._of(name) is Change.NONE:
                for schema in ("fresh", "gone"):
                    self.connection.execute(
                        f"CREATE TABLE IF NOT EXISTS memory.{schema}.{name} AS SELECT * FROM {name} LIMIT 0"
                    )

    def _of(self, table: str) -> Change:
        if table not in self._found:
            self._found[table] = self._looked_at(table)
        return self._found[table]

    def _looked_at(self, table: str) -> Change:
        if self.then is None or self.then.store != self.now.store:
            return Change.OTHER
        known, present = (set(books.batches.get(table, [])) for books in (self.then, self.now))
        if not known <= present:
            return Change.OTHER
        then, now = self.then.sizes[table], self.now.sizes[table]
        if known == present:
            return Change.NONE if then == now else Change.OTHER
        new = [each.partition(" ")[0] for each in present - known]
        came, went = self._came_and_went(table, new)
        # The books and the rows must tell the same story.
        return Change.GROWN if now[0] == then[0] + came - went and now[1] >= then[1] else Change.OTHER

    def _came_and_went(self, table: str, new: list[str]) -> tuple[int, int]:
        """Lay the rows of the new batches out, and how many there are; -1 where they are too many for that."""
        columns = ", ".join(TABLES[table].column_names)
        named = ", ".join(f"'{each}'" for each in new)
        [(accepted,)] = self.connection.execute(
            f"SELECT coalesce(sum(accepted_count), 0) FROM batch_files WHERE table_name = $1 AND batch_id IN ({named})",
            [table],
        ).fetchall()
        if accepted > max(FEW_ROWS, LARGEST_NEW_SHARE * self.now.sizes[table][0]):
            return -1, 0
        rows = {
            "fresh": f"SELECT {columns} FROM {table} WHERE batch_id IN ({named})",
            "gone": f"SELECT {columns} FROM {TABLES[table].replaced_name} "
            f"WHERE replaced_by IN ({named}) AND batch_id NOT IN ({named})",
        }
        counts = []
        for schema, sql in rows.items():
            made = self.connection.execute(f"CREATE OR REPLACE TABLE memory.{schema}.{table} AS {sql}").fetchall()
            counts.append(int(made[0][0]))
        return counts[0], counts[1]
