"""DuckDB as the engine: what everyone has, and what every other engine must agree with."""

from collections.abc import Mapping, Sequence

import duckdb

from .base import in_order

# The two things about days that engines write in different ways; each defines them for itself.
MACROS = """
CREATE OR REPLACE MACRO memory.days_between(first, last) AS CAST(last - first AS BIGINT);
CREATE OR REPLACE MACRO memory.plus_days(date, days) AS date + CAST(days AS INTEGER);
"""


def define_views(connection: duckdb.DuckDBPyConnection, views: Mapping[str, str]) -> None:
    """Make memory.counted.<name> of each view, and the macros that they may use."""
    connection.execute(MACROS)
    connection.execute("CREATE SCHEMA IF NOT EXISTS memory.counted")
    for name in in_order(views):
        connection.execute(f"CREATE OR REPLACE VIEW memory.counted.{name} AS {views[name]}")


class DuckDBEngine:
    """Counts where the records are, with nothing to set up and nothing to close."""

    name = "duckdb"

    def prepare(
        self, connection: duckdb.DuckDBPyConnection, small_tables: Sequence[str], views: Mapping[str, str]
    ) -> None:
        """Make the views; the small tables are in the connection already."""
        define_views(connection, views)

    def fill(self, connection: duckdb.DuckDBPyConnection, table: str, sql: str) -> None:
        """Create or replace memory.<table> from the query's answer."""
        connection.execute(f"CREATE OR REPLACE TABLE memory.{table} AS {sql}")

    def close(self) -> None:
        """Nothing: the connection is its maker's."""
