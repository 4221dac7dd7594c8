"""The engine that counts records where they lie: DuckDB itself."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import duckdb

# What each engine says in its own way; views call these instead of reckoning with dates.
MACROS = """
CREATE OR REPLACE MACRO memory.main.days_between(first, last) AS last - first;
CREATE OR REPLACE MACRO memory.main.plus_days(day, count) AS day + CAST(count AS INTEGER);
"""


class Engine(Protocol):
    """What answers portable questions to the records."""

    def prepare(
        self, connection: duckdb.DuckDBPyConnection, small_tables: Sequence[str], views: Mapping[str, str]
    ) -> None:
        """Make the small tables of the connection and the views known to the engine."""

    def fill(self, connection: duckdb.DuckDBPyConnection, table: str, sql: str) -> None:
        """Create or replace memory.<table> in the connection from the answer to a portable question."""


class OnDuckDB:
    """Counts in the very connection that holds the records."""

    def prepare(
        self, connection: duckdb.DuckDBPyConnection, small_tables: Sequence[str], views: Mapping[str, str]
    ) -> None:
        connection.execute(MACROS)
        connection.execute("CREATE SCHEMA IF NOT EXISTS memory.counted")
        for name, sql in in_order(views):
            connection.execute(f"CREATE OR REPLACE VIEW memory.counted.{name} AS {sql}")

    def fill(self, connection: duckdb.DuckDBPyConnection, table: str, sql: str) -> None:
        connection.execute(f"CREATE OR REPLACE TABLE memory.{table} AS {sql}")


def in_order(views: Mapping[str, str]) -> list[tuple[str, str]]:
    """The views, each after those that it reads."""
    done: list[tuple[str, str]] = []
    left = dict(views)
    while left:
        ready = [name for name, sql in left.items() if not any(f"counted.{other}" in sql for other in left)]
        if not ready:
            raise ValueError(f"These views read each other in a circle: {', '.join(left)}.")
        done += [(name, left.pop(name)) for name in ready]
    return done
