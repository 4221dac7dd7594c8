"""Every cell of every measure is the same, whether DuckDB counted the records or a Spark cluster did."""

import time

import pytest

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.cells import compute_cells

from .conftest import both_engines

pytestmark = pytest.mark.spark

KEY = "measure, period_kind, period_start, place_kind, place, breakdown, category"
# The made-up coalition ends on a day of the past and plans nothing after it.
NOT_IN_THE_DEMONSTRATION = {"upcoming_events"}


@pytest.mark.parametrize(
    ("coalition", "contacts"), [("small_home", 9_000), ("large_home", 900_000)], ids=["ten_thousand", "a_million"]
)
def test_all_cells_are_the_same(coalition, contacts, master, request):
    home = request.getfixturevalue(coalition)
    with both_engines(home, master) as (connection, engine):

        def count(sql):
            [(number,)] = connection.execute(f"SELECT count(*) FROM {sql}").fetchall()
            return number

        began = time.monotonic()
        compute_cells(connection)
        connection.execute("CREATE TABLE memory.duckdb_cells AS SELECT * FROM memory.cells")
        middle = time.monotonic()
        compute_cells(connection, engine=engine)
        ended = time.monotonic()
        print(
            f"\n{count('records.contacts'):,} contacts, {count('memory.cells'):,} cells: DuckDB "
            f"{middle - began:.0f} s, Spark {ended - middle:.0f} s with its session"
        )
        assert count("records.contacts") >= contacts
        # Where no cell stands twice, EXCEPT says what EXCEPT ALL says, in a quarter of the time.
        for cells in ("cells", "duckdb_cells"):
            assert count(f"(SELECT {KEY} FROM memory.{cells} GROUP BY ALL HAVING count(*) > 1)") == 0
        for one, other in (("cells", "duckdb_cells"), ("duckdb_cells", "cells")):
            different = connection.execute(f"FROM memory.{one} EXCEPT FROM memory.{other} LIMIT 5").fetchall()
            assert different == [], f"in {one} alone"
        computed = {name for (name,) in connection.execute("SELECT DISTINCT measure FROM memory.cells").fetchall()}
        assert set(MEASURES) - computed <= NOT_IN_THE_DEMONSTRATION
