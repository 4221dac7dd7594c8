"""What an engine does for the first stage of counting."""

import re
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Protocol

import duckdb

from cp4p_metrics.errors import NotPortableError


class Engine(Protocol):
    """Runs the portable queries that turn records into small tables of whole numbers.

    Everything after that works on the small tables, in DuckDB, whichever engine counted.
    """

    name: str

    def prepare(
        self, connection: duckdb.DuckDBPyConnection, small_tables: Sequence[str], views: Mapping[str, str]
    ) -> None:
        """Make the small tables of the connection and the views, as counted.<name>, known to the engine."""

    def fill(self, connection: duckdb.DuckDBPyConnection, table: str, sql: str) -> None:
        """Create or replace memory.<table> in the connection from the answer of a portable query."""

    def close(self) -> None:
        """Give back what the engine holds; it counts no more."""


def in_order(views: Mapping[str, str]) -> list[str]:
    """The names of the views, each after those that it reads. Raises NotPortableError where they read in a circle."""
    read = {name: _views_read(sql) & set(views) for name, sql in views.items()}
    try:
        return list(TopologicalSorter(read).static_order())
    except CycleError as error:
        raise NotPortableError(
            f"These views read each other in a circle: {', '.join(error.args[1])}. Let one of them read records."
        ) from None


def _views_read(sql: str) -> set[str]:
    without_comments = re.sub(r"--[^\n]*", "", sql)
    return set(re.findall(r"\bcounted\.(\w+)", without_comments))
