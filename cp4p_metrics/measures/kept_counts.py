"""The engine that counts only what is new: it keeps each small table, and asks for the months that changed.

Where anything but new rows came between, or anything is in doubt, the question goes to the records whole.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cp4p_metrics.engines import DuckDBEngine, Engine
from cp4p_metrics.engines.duckdb_engine import MACROS

from .counting import Question
from .kept_file import Answer, KeptFile
from .record_changes import Change, RecordChanges, read_books
from .renewing import renew_months, renew_people
from .what_views_read import Reads, reads_of


class KeptCounts:
    """Answers as the engine that it wraps would, which must count in the very connection that has the records."""

    name = "duckdb"

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path, engine: Engine | None = None) -> None:
        self.engine = engine or DuckDBEngine()
        self.file = KeptFile(connection, path)
        self.books = read_books(connection)
        self.changes = RecordChanges(connection, self.file.books, self.books)
        self._views: Mapping[str, str] = {}
        self._small_tables: Sequence[str] = ()
        self._contents: dict[str, str] = {}

    def prepare(
        self, connection: duckdb.DuckDBPyConnection, small_tables: Sequence[str], views: Mapping[str, str]
    ) -> None:
        """Make the views, and look at what the small tables hold."""
        self.engine.prepare(connection, small_tables, views)
        self._views, self._small_tables = views, small_tables
        self._contents |= {name: _content(connection, name) for name in small_tables}

    def fill(self, connection: duckdb.DuckDBPyConnection, table: str, sql: str) -> None:
        """Create or replace memory.<table> from the kept answer, renewed where records came."""
        if not isinstance(sql, Question):
            self.engine.fill(connection, table, sql)
            return
        reads = reads_of(sql.view, self._views, self._small_tables)
        key = _key(sql, reads)
        kept = self.file.answers.get(key)
        if kept and self._is_filled_from(kept, connection, table, sql, reads):
            if self._stands(sql, reads, kept):
                self.file.leave(key, kept)
                return
        else:
            self.engine.fill(connection, table, sql)
        self.file.take(key, sql, table)

    def _is_filled_from(
        self, kept: Answer, connection: duckdb.DuckDBPyConnection, table: str, question: Question, reads: Reads
    ) -> bool:
        """Fill memory.<table> from the kept answer; False where that can't be done, or the file can't be read."""
        try:
            if not self._stands(question, reads, kept):
                return self._is_renewed(connection, table, question, reads, kept)
            connection.execute(f"CREATE OR REPLACE TABLE memory.{table} AS SELECT * FROM kept.{kept.table_name}")
        except duckdb.Error:
            return False
        return True

    def close(self) -> None:
        """Let go of the file; what was not put down is as if it had not been asked."""
        self.engine.close()
        self.file.close()

    def put_down(self) -> None:
        """Keep the answers for the next publishing."""
        self.file.put_down(self.books, self._contents)

    def _stands(self, question: Question, reads: Reads, kept: Answer) -> bool:
        """Whether nothing that the question reads has changed."""
        return (
            kept.span == question.span
            and self.changes.of(reads.tables) is Change.NONE
            and all(self._contents[name] == self.file.small_tables.get(name) for name in reads.small_tables)
        )

    def _is_renewed(
        self, connection: duckdb.DuckDBPyConnection, table: str, question: Question, reads: Reads, kept: Answer
    ) -> bool:
        """Fill memory.<table> from the kept answer and what came; False where that can't be done."""
        if not reads.is_row_by_row or self.changes.of(reads.tables) is Change.OTHER:
            return False
        if question.span and kept.span:
            if kept.span[0] != question.span[0] or kept.span[1] > question.span[1]:
                return False
        elif question.span or kept.span:
            return False
        self._lay_out(connection, question.view, reads)
        renew = renew_people if question.distinct else renew_months
        return renew(connection, self.engine, table, question, kept)

    def _lay_out(self, connection: duckdb.DuckDBPyConnection, view: str, reads: Reads) -> None:
        """The view over the rows that came, and over those that went, as memory.fresh.<view> and memory.gone.<view>."""
        self.changes.lay_out(reads.tables)
        sql = self._views[view]
        for schema in ("fresh", "gone"):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS memory.counted_{schema}")
            connection.execute(
                f"CREATE OR REPLACE VIEW memory.counted_{schema}.{view} AS {sql.replace('records.', f'{schema}.')}"
            )


@contextmanager
def keeping_counts(
    connection: duckdb.DuckDBPyConnection, path: Path, engine: Engine | None = None
) -> Iterator[KeptCounts]:
    """The engine, with what it counts kept in the file at `path` once all went well."""
    kept = KeptCounts(connection, path, engine)
    try:
        yield kept
        kept.put_down()
    finally:
        kept.close()


def _key(question: Question, reads: Reads) -> str:
    """By what an answer is known again: all the words that it rests on."""
    words = [question.everywhere, question.distinct, reads.text, MACROS, duckdb.__version__]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _content(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """A hash of a small table's rows."""
    [(content,)] = connection.execute(
        f"SELECT sha256(coalesce(string_agg(CAST(each AS VARCHAR), chr(10) ORDER BY CAST(each AS VARCHAR)), '')) "
        f"FROM memory.{name} AS each"
    ).fetchall()
    return str(content)
