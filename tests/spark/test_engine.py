"""What the cluster is asked and answers, one construct at a time; and what is said where it can't."""

import subprocess
import sys

import duckdb
import pytest

from cp4p_metrics.engines import DuckDBEngine, SparkEngine
from cp4p_metrics.errors import EngineError
from cp4p_metrics.records.export import export_records
from cp4p_metrics.records.store import reading
from cp4p_metrics.release.counting import Counting
from cp4p_metrics.release.publish import publish
from tests.tables import sketch_store

from .cluster import connect_server

pytestmark = pytest.mark.spark

NUMBERS = "(VALUES (1, 'b', 3), (2, 'a', NULL), (NULL, 'B', 1), (4, 'é', -7), (4, '', 0)) AS t(n, word, m)"
DAYS = "(VALUES (DATE '2024-02-28'), (DATE '2023-12-31'), (DATE '1969-12-31'), (CAST(NULL AS DATE))) AS t(day)"
QUERIES = {
    "nulls come last in an order": f"SELECT n, row_number() OVER (ORDER BY n, word) AS place FROM {NUMBERS}",
    "text is ordered by its bytes": f"SELECT word, row_number() OVER (ORDER BY word) AS place FROM {NUMBERS}",
    "least and greatest pass over NULL": f"SELECT word, least(n, m) AS low, greatest(n, m) AS high FROM {NUMBERS}",
    "joined text": f"SELECT word || '_for_' || word AS both_of, coalesce(n, 0) AS n FROM {NUMBERS}",
    "whole numbers": f"SELECT word, n * 100 + m AS a, n - m AS b, -m AS c, nullif(n, 4) AS d FROM {NUMBERS}",
    "sums": f"SELECT sum(n) AS a, min(word) AS b, max(word) AS c, count(m) AS d, count(DISTINCT n) AS e FROM {NUMBERS}",
    "sums of nothing": f"SELECT sum(n) AS a, count(*) AS b FROM {NUMBERS} WHERE n > 10",
    "grouping sets": f"SELECT n, word, grouping(n) AS g, count(*) AS rows FROM {NUMBERS} GROUP BY GROUPING SETS ((n), (word), ())",
    "windows": (
        f"SELECT word, lag(n) OVER (ORDER BY word) AS before, lead(n) OVER (ORDER BY word) AS after, "
        f"sum(n) OVER (ORDER BY word ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS two FROM {NUMBERS}"
    ),
    "days": f"SELECT day, plus_days(day, 1) AS next, days_between(day, DATE '2024-03-01') AS days FROM {DAYS}",
    "days before": f"SELECT plus_days(day, -60) AS earlier, days_between(DATE '2024-03-01', day) AS days FROM {DAYS}",
    "months, quarters, years": (
        "SELECT CAST(date_trunc('month', day) AS DATE) AS m, CAST(date_trunc('quarter', day) AS DATE) AS q, "
        f"CAST(date_trunc('year', day) AS DATE) AS y FROM {DAYS}"
    ),
    "dates and numbers as text": f"SELECT CAST(n AS VARCHAR) AS a, CAST(m AS BIGINT) AS b FROM {NUMBERS}",
    "exists": f"SELECT word FROM {NUMBERS} WHERE NOT EXISTS (SELECT 1 FROM months WHERE months.number = t.n)",
    "records by their names": (
        "SELECT contacts.partner_id, plus_days(contacts.contact_date, 30) AS due, count(*) AS n "
        "FROM records.contacts GROUP BY contacts.partner_id, plus_days(contacts.contact_date, 30)"
    ),
    "a view that reads another": "SELECT date, area_number, n FROM counted.by_day",
    "whole hundredths": "SELECT sum(CAST(hours * 100 AS BIGINT)) AS hundredths FROM records.shifts",
    "a part that is read again": (
        "WITH met AS (SELECT partner_id, count(*) AS n FROM records.contacts GROUP BY partner_id) "
        "SELECT partner_id, n FROM met UNION ALL SELECT 'all' AS partner_id, sum(met.n) AS n FROM met"
    ),
    "a difference of sets": f"SELECT n FROM {NUMBERS} EXCEPT SELECT number AS n FROM months",
}
VIEWS = {
    "by_day": "SELECT date, area_number, count(*) AS n FROM counted.met GROUP BY date, area_number",
    "met": "SELECT contact_date AS date, area_number FROM records.contacts",
}


@pytest.fixture(scope="module")
def sketched(tmp_path_factory):
    """A few contacts and shifts, and the folder where the cluster finds them."""
    connection = sketch_store(
        duckdb.connect(),
        contacts="""
            partner_id | area_number | contact_date | participant_id
            -----------|-------------|--------------|---------------
            north      | 25          | 2025-12-31   | a
            north      | 25          | 2025-12-31   | b
            south      | 29          | 2026-01-01   | a
        """,
        shifts="""
            partner_id | area_number | shift_date | hours
            -----------|-------------|------------|------
            north      | 25          | 2025-12-31 | 8
            south      | 29          | 2025-12-31 | -
        """,
    )
    connection.execute("CREATE TABLE months (month DATE, number INTEGER)")
    connection.execute("INSERT INTO months VALUES (DATE '2026-01-01', 4)")
    connection.execute("UPDATE shifts SET hours = 7.29 WHERE hours IS NOT NULL")
    folder = tmp_path_factory.mktemp("records")
    for table in ("contacts", "shifts"):
        connection.execute(f"COPY {table} TO '{folder}/{table}.parquet' (FORMAT parquet)")
    yield connection, folder
    connection.close()


@pytest.fixture(scope="module")
def spark(sketched, master):
    connection, folder = sketched
    engine = SparkEngine(master, folder)
    engine.prepare(connection, ["months"], VIEWS)
    yield engine
    engine.close()


@pytest.mark.parametrize("what", QUERIES)
def test_both_engines_answer_alike(what, sketched, spark):
    connection, _ = sketched
    duckdb_engine = DuckDBEngine()
    duckdb_engine.prepare(connection, ["months"], VIEWS)
    duckdb_engine.fill(connection, "one", QUERIES[what])
    spark.fill(connection, "other", QUERIES[what])
    assert connection.execute("DESCRIBE other").fetchall() == connection.execute("DESCRIBE one").fetchall()
    assert (
        connection.execute("FROM other ORDER BY ALL").fetchall()
        == connection.execute("FROM one ORDER BY ALL").fetchall()
    )


def test_a_table_that_the_cluster_does_not_find_is_named(sketched, spark):
    with pytest.raises(EngineError, match=r"no needs\.parquet and no folder needs"):
        spark.fill(sketched[0], "other", "SELECT domain FROM records.needs")


def test_a_column_that_the_records_lack_is_named(sketched, spark, tmp_path):
    connection, folder = sketched
    connection.execute(f"COPY (SELECT partner_id FROM referrals) TO '{folder}/referrals.parquet' (FORMAT parquet)")
    with pytest.raises(EngineError, match=r"have no column status.*export-records"):
        spark.fill(connection, "other", "SELECT status FROM records.referrals")


def test_an_overflow_is_an_error_and_quotes_no_row(sketched, spark):
    with pytest.raises(EngineError, match="could not count") as told:
        spark.fill(sketched[0], "other", "SELECT CAST(partner_id AS BIGINT) AS n FROM records.contacts")
    assert "north" not in str(told.value)


def test_records_exported_before_others_came_are_refused(small_home, master, tmp_path):
    with reading(small_home) as connection:
        export_records(connection, tmp_path / "out")
    state = tmp_path / "out" / "exported.parquet"
    duckdb.sql(f"COPY (SELECT 'chicago' AS coalition_key, 'earlier' AS store_state) TO '{state}' (FORMAT parquet)")
    with pytest.raises(EngineError, match="exported before others came in"):
        publish(small_home, counting=Counting("spark", master, str(tmp_path / "out")))


def test_cp4p_publish_counts_by_spark_connect_as_it_does_by_itself(small_home, tmp_path, monkeypatch):
    """A process of its own: within one, pyspark speaks to a cluster or by Connect, not both."""
    alone = publish(small_home).release.path
    monkeypatch.setenv("CP4P_HOME", str(small_home.path))
    with connect_server(tmp_path) as address:
        words = ("publish", "--engine", "spark", "--master", address)
        run = subprocess.run(
            [sys.executable, "-m", "cp4p_metrics.command_line", *words], capture_output=True, text=True, check=False
        )
    assert run.returncode == 0, run.stderr[-3000:]
    assert not small_home.exported.exists()
    newest = max(small_home.releases.glob("leadership-*.duckdb"))
    assert newest != alone
    with duckdb.connect() as connection:
        for name, path in (("one", alone), ("other", newest)):
            connection.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
        for one, other in (("one", "other"), ("other", "one")):
            assert connection.execute(f"FROM {one}.cells EXCEPT ALL FROM {other}.cells LIMIT 3").fetchall() == []
