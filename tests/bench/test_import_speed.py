"""How long the import of a large file takes, beside DuckDB's bare copy of it and pandas with pandera.

`CP4P_BENCH_ROWS` sets the number of rows, 10 million if it is not set. Each way runs in a process of its own, so
that its time and its largest memory are its own. pandas gets a tenth of the rows: it would not fit otherwise.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from cp4p_metrics.places import listed_partner_areas

pytestmark = pytest.mark.bench

ROWS = int(os.environ.get("CP4P_BENCH_ROWS", "10000000"))
MEASURED = """
import json, resource, sys, time
from pathlib import Path
file, folder = Path(sys.argv[1]), Path(sys.argv[2])
{prepare}
began = time.perf_counter()
{work}
seconds = time.perf_counter() - began
largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
answer = json.dumps({{"seconds": seconds, "megabytes": largest, "rows": rows}})
(folder / "answer.json").write_text(answer)
"""
BARE = (
    "import duckdb\nconnection = duckdb.connect()\nconnection.execute(\"SET memory_limit = '1GB'\")\n"
    "connection.execute(f\"SET temp_directory = '{folder / 'spill'}'\")",
    "[(rows,)] = connection.execute(\n"
    "    f\"COPY (FROM read_csv('{file}')) TO '{folder / 'bare.parquet'}' (FORMAT parquet)\").fetchall()",
)
OURS = (
    "from cp4p_metrics.home import Home\nfrom cp4p_metrics.intake import import_files",
    "[report] = import_files(Home(folder / 'home'), [file]).files\nrows = report.accepted_count",
)
# The checks of a row of contacts, as someone who knows pandas and pandera well would write them.
PANDAS = (
    """
import hashlib, hmac
import pandas as pd
import pandera.pandas as pa
from cp4p_metrics.places import areas, listed_partner_areas
numbers = {str(area.number): area.number for area in areas()} | {area.name.lower(): area.number for area in areas()}
partners = {pair.partner_id for pair in listed_partner_areas()}
purposes = ["check_in", "conflict", "service_connection", "court_or_legal", "crisis_support", "pre_release", "other",
            "unknown"]
schema = pa.DataFrameSchema({
    "contact_id": pa.Column(str, pa.Check.str_length(1, 120)),
    "partner_id": pa.Column(str, pa.Check.isin(partners)),
    "area_number": pa.Column("Int64", pa.Check.in_range(1, 77)),
    "participant_id": pa.Column(str, pa.Check.str_length(32, 32)),
    "contact_date": pa.Column("datetime64[us]", [pa.Check.ge("1990-01-01"), pa.Check.le(pd.Timestamp.now())],
                              coerce=True),
    "purpose": pa.Column(str, pa.Check.isin(purposes)),
    "minutes": pa.Column("Int64", pa.Check.in_range(0, 1440), nullable=True),
}, unique=["partner_id", "contact_id"])
""",
    """
table = pd.read_csv(file, dtype=str, engine="pyarrow")
for name in table.columns:
    table[name] = table[name].str.strip()
table["area_number"] = table["area_number"].str.lower().map(numbers).astype("Int64")
table["contact_date"] = pd.to_datetime(table["contact_date"], errors="coerce")
table["purpose"] = table["purpose"].fillna("unknown").str.lower().str.replace(" ", "_")
table["minutes"] = pd.to_numeric(table["minutes"], errors="coerce").astype("Int64")
people = table["participant_id"].unique()
made = {each: hmac.digest(b"k" * 32, each.encode(), "sha256").hex()[:32] for each in people}
table["participant_id"] = table["participant_id"].map(made)
schema.validate(table, lazy=True).to_parquet(folder / "pandas.parquet")
rows = len(table)
""",
)


def measured(way: tuple[str, str], file: Path, folder: Path) -> dict[str, float]:
    """The seconds, megabytes and rows of one way, in a process of its own."""
    prepare, work = way
    script = MEASURED.format(prepare=prepare, work=work)
    command = [sys.executable, "-W", "ignore", "-c", script, str(file), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return dict(json.loads((folder / "answer.json").read_text()))


def contacts(file: Path, rows: int) -> Path:
    """A file of contacts as many partners would send in many years; 40 a person."""
    partners = sorted({pair.partner_id for pair in listed_partner_areas()})
    listed = ", ".join(f"'{each}'" for each in partners)
    connection = duckdb.connect()
    connection.execute("CREATE MACRO drawn(row, most) AS CAST(hash(row) % most AS INTEGER)")
    connection.execute(f"""
        COPY (
            SELECT 'C-' || i AS contact_id, [{listed}][1 + drawn(i, {len(partners)})] AS partner_id,
                1 + drawn(i + 1, 77) AS area_number, 'P' || drawn(i + 2, {max(rows // 40, 1)}) AS participant_id,
                DATE '2018-01-01' + drawn(i + 3, 3000) AS contact_date,
                ['check_in', 'conflict', 'service_connection', 'other'][1 + drawn(i + 4, 4)] AS purpose,
                CASE WHEN i % 10 > 0 THEN drawn(i + 5, 180) END AS minutes
            FROM range({rows}) AS rows (i)
        ) TO '{file}' (HEADER)
    """)
    return file


def test_the_import_of_a_large_file(tmp_path):
    large = contacts(tmp_path / "contacts.csv", ROWS)
    small = contacts(tmp_path / "contacts_small.csv", ROWS // 10)
    bare = measured(BARE, large, tmp_path)
    ours = measured(OURS, large, tmp_path)
    pandas = measured(PANDAS, small, tmp_path)
    assert bare["rows"] == ours["rows"] == ROWS
    assert pandas["rows"] == ROWS // 10
    print(f"\n{ROWS:,} contacts, {large.stat().st_size / 1e6:,.0f} MB of CSV")
    for name, way in (("bare COPY to Parquet", bare), ("cp4p import", ours), ("pandas and pandera, a tenth", pandas)):
        print(f"  {name:<28} {way['seconds']:>7.1f} s {way['megabytes']:>7,.0f} MB")
    print(f"  import / bare copy           {ours['seconds'] / bare['seconds']:>7.1f}")
    print(f"  pandas and pandera / import  {10 * pandas['seconds'] / ours['seconds']:>7.1f}   (ten times its tenth)")
