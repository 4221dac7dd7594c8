"""Every cell of every measure is the same, whether DuckDB counted the records or a Spark cluster did."""

import time

import pytest

from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.cells import compute_cells

from .conftest import both_engines

pytestmark = pytest.mark.spark

LARGEST_PROOF = 300  # how long the larger of the two may take, in seconds


def prove_cells(home, master, contacts):
    """Compute all cells on both engines; each of them must stand in the other's, as often."""
    with both_engines(home, master) as (connection, engine):
        [(counted,)] = connection.execute("SELECT count(*) FROM records.contacts").fetchall()
        assert counted >= contacts, f"only {counted:,} contacts"
        began = time.monotonic()
        compute_cells(connection)
        connection.execute("CREATE TABLE memory.duckdb_cells AS SELECT * FROM memory.cells")
        middle = time.monotonic()
        compute_cells(connection, engine=engine)
        ended = time.monotonic()
        of = {
            name: connection.execute(f"SELECT count(*) FROM memory.{name}").fetchone()[0]
            for name in ("cells", "duckdb_cells")
        }
        print(
            f"\n{counted:,} contacts, {of['cells']:,} cells: DuckDB {middle - began:.0f} s, "
            f"Spark {ended - middle:.0f} s with its session"
        )
        assert of["cells"] == of["duckdb_cells"] > 0
        for one, other in (("cells", "duckdb_cells"), ("duckdb_cells", "cells")):
            different = connection.execute(f"FROM memory.{one} EXCEPT ALL FROM memory.{other} LIMIT 5").fetchall()
            assert different == [], f"in {one} alone"
        computed = {name for (name,) in connection.execute("SELECT DISTINCT measure FROM memory.cells").fetchall()}
        return computed, ended - middle


def test_all_cells_are_the_same_with_ten_thousand_contacts(small_home, master):
    computed, _ = prove_cells(small_home, master, 9_000)
    assert computed == set(MEASURES)


def test_all_cells_are_the_same_with_a_million_contacts(large_home, master):
    computed, seconds = prove_cells(large_home, master, 900_000)
    assert computed == set(MEASURES)
    assert seconds < LARGEST_PROOF
