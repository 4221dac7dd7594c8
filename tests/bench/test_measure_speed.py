"""How long all cells of all measures take, beside DuckDB's bare scans of the columns that they rest on.

`CP4P_BENCH_CONTACTS` lists the sizes, in contacts; 100 million take half an hour and 20 GB of disk. Each way runs
in a process of its own, so that its time and its largest memory are its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cp4p_metrics.home import Home

from .large_stores import make_home

pytestmark = pytest.mark.bench

SIZES = [int(size) for size in os.environ.get("CP4P_BENCH_CONTACTS", "10000,1000000,10000000").split(",")]
MEASURED = """
import json, resource, sys, time
from pathlib import Path
folder, answer = Path(sys.argv[1]), Path(sys.argv[2])
{prepare}
began = time.perf_counter()
{work}
seconds = time.perf_counter() - began
largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
answer.write_text(json.dumps({{"seconds": seconds, "megabytes": largest, "parts": parts}}))
"""
OURS = (
    """
from cp4p_metrics.home import Home
from cp4p_metrics.measures.cells import compute_cells
from cp4p_metrics.engines import DuckDBEngine
from cp4p_metrics.records.store import reading

class Timed(DuckDBEngine):
    def fill(self, connection, table, sql):
        at = time.perf_counter()
        super().fill(connection, table, sql)
        parts["engine"] = parts.get("engine", 0) + time.perf_counter() - at
parts = {}
""",
    """
with reading(Home(folder)) as connection:
    compute_cells(connection, engine=Timed())
    [(parts["cells"],)] = connection.execute("SELECT count(*) FROM memory.cells").fetchall()
""",
)
# The columns that each view reads, as DuckDB's own plan of it says, each read whole and compared with a value.
BARE = (
    """
import re
import duckdb
from cp4p_metrics.home import Home
from cp4p_metrics.measures.cells import SMALL_TABLES
from cp4p_metrics.measures.ground import lay_ground
from cp4p_metrics.engines import DuckDBEngine
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.tables import TABLES
from cp4p_metrics.records.views import VIEWS
parts = {}

def scans(node):
    found = node.get("extra_info", {})
    if "Projections" in found or "Table" in found:
        yield found.get("Table", "").split(".")[-1], found.get("Projections", [])
    for child in node.get("children", []):
        yield from scans(child)

with reading(Home(folder)) as connection:
    lay_ground(connection)
    DuckDBEngine().prepare(connection, SMALL_TABLES, VIEWS)
    wanted = []
    for name in VIEWS:
        [(_, plan)] = connection.execute(f"EXPLAIN (FORMAT json) SELECT * FROM counted.{name}").fetchall()
        for table, columns in scans(json.loads(plan)[0]):
            columns = [columns] if isinstance(columns, str) else columns
            known = [column for column in columns if table in TABLES and column in TABLES[table].column_names]
            if known:
                wanted.append((name, table, known))
""",
    """
with reading(Home(folder)) as connection:
    for name, table, columns in wanted:
        compared = ", ".join(
            f"count(*) FILTER (CAST({column} AS VARCHAR) = 'x')" if "--" in column else f"count(*) FILTER ({column} IS DISTINCT FROM (SELECT any_value({column}) FROM {table} LIMIT 1))"
            for column in columns
        )
        at = time.perf_counter()
        connection.execute(f"SELECT {compared} FROM records.{table}").fetchall()
        parts[f"{name}: {table}"] = time.perf_counter() - at
""",
)


def measured(folder: Path, way: tuple[str, str]) -> dict:
    """Seconds, largest memory and parts of one way, in a process of its own."""
    answer = folder / "answer.json"
    script = MEASURED.format(prepare=way[0], work=way[1])
    subprocess.run([sys.executable, "-c", script, str(folder), str(answer)], check=True)
    return json.loads(answer.read_text())


def test_all_cells_of_all_measures_beside_bare_scans(tmp_path: Path) -> None:
    print()
    for size in SIZES:
        home: Home = make_home(tmp_path / str(size), size)
        bare, ours = measured(home.path, BARE), measured(home.path, OURS)
        ratio = (ours["seconds"] - 1) / bare["seconds"]
        print(
            f"{size:>11,} contacts: {ours['parts']['cells']:,} cells in {ours['seconds']:.1f} s "
            f"(the records themselves {ours['parts']['engine']:.1f} s), {ours['megabytes']:,.0f} MB; "
            f"bare scans {bare['seconds']:.2f} s; ratio with a second of slack {ratio:.1f}"
        )
        assert ours["megabytes"] <= 2_048


def test_ten_measures_beside_pandas_and_polars(tmp_path: Path) -> None:
    size = max(SIZES)
    home, records, answer = make_home(tmp_path / "home", size), tmp_path / "records", tmp_path / "answer.json"
    export = [sys.executable, "-m", "cp4p_metrics.command_line", "export-records", str(records)]
    subprocess.run(export, env={**os.environ, "CP4P_HOME": str(home.path)}, check=True, capture_output=True)
    print(f"\nTen measures of {size:,} contacts, at every place and period:")
    found = {}
    for way in ("ours", "polars", "pandas"):
        program = Path(__file__).with_name("ten_measures.py")
        subprocess.run([sys.executable, str(program), way, str(home.path), str(records), str(answer)], check=True)
        found[way] = json.loads(answer.read_text())
        print("{0:>8}: {seconds:.1f} s, {megabytes:,.0f} MB, {cells:,} cells".format(way, **found[way]))
