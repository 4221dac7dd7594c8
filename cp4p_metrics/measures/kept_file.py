"""The file of counts kept from one publishing to the next: small tables of sums, never a row of a person.

They are exact, so the file belongs to the records' room, and a purge takes it away.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from .counting import Question, Span
from .record_changes import Books

LAYOUT = 1  # of this file; another one is not read
CATALOG = "kept"
TABLES_OF_BOOKS = """
CREATE TABLE IF NOT EXISTS kept.about (layout INTEGER, books VARCHAR);
CREATE TABLE IF NOT EXISTS kept.small_tables (name VARCHAR, content VARCHAR);
CREATE TABLE IF NOT EXISTS kept.answers (question VARCHAR, table_name VARCHAR, first_date DATE, last_date DATE);
"""


@dataclass(frozen=True)
class Answer:
    """A kept table, and the days to which its question kept."""

    table_name: str
    span: Span | None


class KeptFile:
    """The open file: what it holds, and what is to stand in it. Nothing counts before `put_down`, all of it after.

    A file that can't be read, or is of another layout, is taken away: then everything is counted anew.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.connection, self.path = connection, path
        self.books: Books | None = None
        self.small_tables: dict[str, str] = {}
        self.answers: dict[str, Answer] = {}
        self._standing: dict[str, Answer] = {}
        self._is_full = False
        try:
            self._open()
        except (duckdb.Error, ValueError, KeyError, TypeError):
            self._start_anew()
        self._next = 1 + max((int(name.removeprefix("answer_")) for name in self._tables()), default=0)

    def _open(self) -> None:
        self._attach()
        [(layout, books)] = self.connection.execute("SELECT layout, books FROM kept.about").fetchall()
        if layout != LAYOUT:
            raise ValueError(layout)
        self.books = Books.from_text(books)
        self.small_tables = dict(self.connection.execute("SELECT name, content FROM kept.small_tables").fetchall())
        found = self.connection.execute("SELECT question, table_name, first_date, last_date FROM kept.answers")
        self.answers = {question: Answer(name, _span(first, last)) for question, name, first, last in found.fetchall()}
        # What a publishing that was cut off left behind.
        for name in set(self._tables()) - {answer.table_name for answer in self.answers.values()}:
            self.connection.execute(f"DROP TABLE kept.{name}")

    def _start_anew(self) -> None:
        with suppress(duckdb.Error):
            self.connection.execute(f"DETACH {CATALOG}")
        remove_kept_counts(self.path)
        self.books, self.small_tables, self.answers = None, {}, {}
        self._attach()

    def _attach(self) -> None:
        self.connection.execute(f"ATTACH '{str(self.path).replace(chr(39), chr(39) * 2)}' AS {CATALOG}")
        self.path.chmod(0o600)
        self.connection.execute(TABLES_OF_BOOKS)

    def _tables(self) -> list[str]:
        found = self.connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = $1 AND starts_with(table_name, 'answer_')",
            [CATALOG],
        )
        return [name for (name,) in found.fetchall()]

    def leave(self, question: str, answer: Answer) -> None:
        """Let the kept answer stand."""
        self._standing[question] = answer

    def take(self, key: str, question: Question, table: str) -> None:
        """Write the answer in memory.<table> down, to stand for this question; without room, nothing is kept."""
        name = f"answer_{self._next}"
        self._next += 1
        try:
            self.connection.execute(f"CREATE TABLE kept.{name} AS SELECT * FROM memory.{table}")
        except duckdb.Error:
            self._is_full = True
            return
        self._standing[key] = Answer(name, question.span)

    def put_down(self, books: Books, small_tables: dict[str, str]) -> None:
        """Make what stands now the file's content, at once, and drop all else; without room, take the file away."""
        try:
            if not self._is_full:
                self._written(books, small_tables)
        except duckdb.Error:
            self._is_full = True
        if self._is_full:
            self.close()
            remove_kept_counts(self.path)

    def _written(self, books: Books, small_tables: dict[str, str]) -> None:
        connection = self.connection
        connection.begin()
        try:
            for name in ("about", "small_tables", "answers"):
                connection.execute(f"DELETE FROM kept.{name}")
            connection.execute("INSERT INTO kept.about VALUES ($1, $2)", [LAYOUT, books.to_text()])
            for name, content in small_tables.items():
                connection.execute("INSERT INTO kept.small_tables VALUES ($1, $2)", [name, content])
            for question, answer in self._standing.items():
                connection.execute(
                    "INSERT INTO kept.answers VALUES ($1, $2, $3, $4)",
                    [question, answer.table_name, *(answer.span or (None, None))],
                )
            for name in set(self._tables()) - {answer.table_name for answer in self._standing.values()}:
                connection.execute(f"DROP TABLE kept.{name}")
            connection.commit()
        except BaseException:
            with suppress(duckdb.Error):
                connection.rollback()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with suppress(duckdb.Error):
            self.connection.execute(f"DETACH {CATALOG}")


def _span(first: date | None, last: date | None) -> Span | None:
    return None if first is None or last is None else (first, last)


def remove_kept_counts(path: Path) -> None:
    """Take the file away, with its log."""
    for each in (path, path.with_name(f"{path.name}.wal")):
        each.unlink(missing_ok=True)
