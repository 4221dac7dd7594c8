"""The lint of SQL: what every engine answers alike passes; what differs is refused, with the reason and a way out."""

import re

import pytest

from cp4p_metrics.engines import DuckDBEngine
from cp4p_metrics.engines.base import in_order
from cp4p_metrics.engines.portable import check_portable
from cp4p_metrics.engines.spark_sql import in_spark
from cp4p_metrics.errors import NotPortableError
from cp4p_metrics.measures import MEASURES
from cp4p_metrics.measures.cells import compute_cells
from cp4p_metrics.measures.counting import sums_query
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.views import VIEWS

PORTABLE = [
    "SELECT a, count(*) AS n, count(DISTINCT b) AS people, sum(CASE WHEN c = 'x' THEN 1 ELSE 0 END) AS xs FROM t GROUP BY a",
    "SELECT CAST(date_trunc('month', date) AS DATE) AS month FROM records.contacts",
    "SELECT days_between(first_date, last_date) AS days, plus_days(first_date, 30) AS due_date FROM t",
    "SELECT lag(a) OVER (PARTITION BY b ORDER BY c) AS before FROM t",
    "SELECT sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 11 PRECEDING AND CURRENT ROW) AS total FROM t",
    "SELECT a, grouping(b) AS is_total, sum(n) AS n FROM t GROUP BY GROUPING SETS ((a), (a, b))",
    "SELECT x FROM (VALUES (1), (2)) AS t(x)",
    "SELECT coalesce(a, 0) AS a, nullif(b, 0) AS b, a || '_for_' || b AS both_of FROM t WHERE NOT a IS NULL",
    "WITH met AS (SELECT a FROM t) SELECT a FROM met UNION ALL SELECT b AS a FROM s",
    "SELECT a FROM t JOIN months ON t.date BETWEEN months.month AND months.last_day WHERE EXISTS (SELECT 1 FROM s)",
    "SELECT last_count - first_count AS more FROM t WHERE date <= DATE '2026-10-31'",
]

# What is refused, with a word of the reason or of the way out.
REFUSED = [
    ("SELECT a::INTEGER AS a FROM t", "CAST"),
    ("SELECT date_diff('day', a, b) AS n FROM t", "days_between"),
    ("SELECT datediff('month', a, b) AS n FROM t", "days_between"),
    ("SELECT last_date - first_date AS n FROM t", "days_between"),
    ("SELECT max(last_date) - min(first_date) AS n FROM t", "days_between"),
    ("SELECT first_date + 30 AS d FROM t", "plus_days"),
    ("SELECT plus_days(a, 1) - 1 AS d FROM t", "plus_days"),
    ("SELECT CAST(a AS DATE) + b AS d FROM t", "plus_days"),
    ("SELECT a + INTERVAL 1 MONTH AS d FROM t", "plus_days"),
    ("SELECT a FROM t WHERE a > b + INTERVAL '60 days'", "plus_days"),
    ("SELECT date_add(a, INTERVAL 1 DAY) AS d FROM t", "plus_days"),
    ("SELECT week(a) AS w FROM t", "join months"),
    ("SELECT dayofweek(a) AS d FROM t", "join months"),
    ("SELECT isodow(a) AS d FROM t", "join months"),
    ("SELECT extract(isodow FROM a) AS d FROM t", "join months"),
    ("SELECT extract(week FROM a) AS d FROM t", "join months"),
    ("SELECT year(a) AS y FROM t", "join months"),
    ("SELECT month(a) AS m FROM t", "join months"),
    ("SELECT last_day(a) AS d FROM t", "join months"),
    ("SELECT date_trunc('month', date) AS m FROM t", "CAST(date_trunc"),
    ("SELECT CAST(date_trunc('week', date) AS DATE) AS w FROM t", "'month', 'quarter' or 'year'"),
    ("SELECT strftime(a, '%Y-%m') AS m FROM t", "as it is stored"),
    ("SELECT current_date AS d", "reporting"),
    ("SELECT now() AS d", "reporting"),
    ("SELECT round(a, 1) AS a FROM t", "whole numbers"),
    ("SELECT floor(a) AS a FROM t", "whole numbers"),
    ("SELECT 1/0 AS a", "numerator and denominator"),
    ("SELECT a / nullif(b, 0) AS a FROM t", "numerator and denominator"),
    ("SELECT a // 7 AS a FROM t", "divide afterwards"),
    ("SELECT a % 7 AS a FROM t", "divide afterwards"),
    ("SELECT a * 0.5 AS a FROM t", "whole numbers"),
    ("SELECT CAST(a AS DOUBLE) AS a FROM t", "BIGINT"),
    ("SELECT CAST(a AS DECIMAL(5, 1)) AS a FROM t", "BIGINT"),
    ("SELECT try_cast(a AS INTEGER) AS a FROM t", "fails aloud"),
    ("SELECT avg(a) AS a FROM t", "a sum and a count"),
    ("SELECT stddev(a) AS a FROM t", "a sum and a count"),
    ("SELECT median(a) AS a FROM t", "medians are exact afterwards"),
    ("SELECT quantile_cont(a, 0.9) AS a FROM t", "medians are exact afterwards"),
    ("SELECT quantile_disc(a, 1) AS a FROM t", "medians are exact afterwards"),
    ("SELECT ntile(5) OVER (ORDER BY a) AS a FROM t", "medians are exact afterwards"),
    ("SELECT approx_count_distinct(a) AS a FROM t", "count(DISTINCT"),
    ("SELECT approx_quantile(a, 1) AS a FROM t", "count(DISTINCT"),
    ("SELECT mode(a) AS a FROM t", "row_number()"),
    ("SELECT arg_max(a, b) AS a FROM t", "row_number()"),
    ("SELECT any_value(a) AS a FROM t", "row_number()"),
    ("SELECT first(a) AS a FROM t", "row_number()"),
    ("SELECT first_value(a) OVER (ORDER BY b) AS a FROM t", "row_number()"),
    ("SELECT a FROM t LIMIT 1", "row_number()"),
    ("SELECT DISTINCT ON (a) a, b FROM t", "row_number()"),
    ("SELECT row_number() OVER (PARTITION BY a) AS n FROM t", "no two rows are alike"),
    ("SELECT lag(a IGNORE NULLS) OVER (ORDER BY b) AS a FROM t", "row_number()"),
    ("SELECT sum(a) OVER (ORDER BY b RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS a FROM t", "ROWS BETWEEN"),
    ("SELECT percent_rank() OVER (ORDER BY a) AS a FROM t", "tests/spark"),
    ("SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1", "subquery"),
    ("SELECT count(*) FILTER (WHERE a) AS a FROM t", "CASE WHEN"),
    ("SELECT if(a = 1, 1, 0) AS a FROM t", "CASE WHEN"),
    ("SELECT sum(a = 1) AS a FROM t", "CASE WHEN"),
    ("SELECT CAST(a > 1 AS INTEGER) AS a FROM t", "CASE WHEN"),
    ("SELECT (a > 1) * 2 AS a FROM t", "CASE WHEN"),
    ("SELECT a, count(*) AS n FROM t GROUP BY ALL", "name the columns"),
    ("SELECT a, b, count(*) AS n FROM t GROUP BY ROLLUP (a, b)", "GROUPING SETS"),
    ("SELECT a, b, count(*) AS n FROM t GROUP BY CUBE (a, b)", "GROUPING SETS"),
    ("SELECT grouping(a, b) AS g FROM t GROUP BY GROUPING SETS ((a), (b))", "one at a time"),
    ("SELECT count(DISTINCT a, b) AS n FROM t", "one column"),
    ("SELECT * FROM t", "name the columns"),
    ("SELECT t.* FROM t", "name the columns"),
    ("SELECT * EXCLUDE (a) FROM t", "name the columns"),
    ("FROM t", "name the columns"),
    ("SELECT x FROM generate_series(1, 3) AS s(x)", "join months"),
    ("SELECT x FROM range(3) AS s(x)", "join months"),
    ("SELECT unnest([1, 2]) AS a", "one value a row"),
    ("SELECT list(a) AS a FROM t", "one value a row"),
    ("SELECT list_sort(a) AS a FROM t", "one value a row"),
    ("SELECT list_contains(a, 1) AS a FROM t", "one value a row"),
    ("SELECT string_agg(a, ',') AS a FROM t", "one value a row"),
    ("SELECT {'a': 1} AS a FROM t", "one value a row"),
    ("SELECT a[1] AS a FROM t", "one value a row"),
    ("SELECT a FROM t WHERE regexp_matches(a, '^b')", "IN ("),
    ("SELECT regexp_replace(a, 'b', 'c') AS a FROM t", "IN ("),
    ("SELECT a FROM t WHERE a SIMILAR TO 'b'", "IN ("),
    ("SELECT a FROM t WHERE a LIKE 'b%'", "IN ("),
    ("SELECT a FROM t WHERE a ILIKE 'b%'", "IN ("),
    ("SELECT concat(a, b) AS a FROM t", "as it is stored"),
    ("SELECT lower(a) AS a FROM t", "as it is stored"),
    ("SELECT a FROM t ORDER BY a", "leave it out"),
    ("SELECT a FROM t USING SAMPLE 10", "count all rows"),
    ("SELECT random() AS a", "count all rows"),
    ("SELECT a FROM t ASOF JOIN s ON t.d >= s.d", "JOIN … ON"),
    ("SELECT a FROM t NATURAL JOIN s", "JOIN … ON"),
    ("SELECT a FROM t SEMI JOIN s USING (a)", "EXISTS"),
    ("SELECT a FROM t ANTI JOIN s USING (a)", "NOT EXISTS"),
    ("SELECT a FROM t WHERE a NOT IN (SELECT b FROM s)", "NOT EXISTS"),
    ("SELECT a FROM t WHERE (a, b) IN (SELECT a, b FROM s)", "one by one"),
    ("SELECT a FROM t, LATERAL (SELECT 1) AS s", "a join"),
    ("SELECT a FROM t UNION ALL BY NAME SELECT a FROM s", "in one order"),
    ("WITH RECURSIVE s AS (SELECT 1 AS a) SELECT a FROM s", "plain WITH"),
    ("WITH s AS MATERIALIZED (SELECT 1 AS a) SELECT a FROM s", "plain WITH"),
    ("SELECT a FROM store.main.contacts", "records.<table>"),
    ("SELECT a FROM 'contacts.parquet'", "records.<table>"),
    ("SELECT a FROM read_parquet('contacts.parquet')", "tests/spark"),
    ("SELECT records.contacts.area_number AS a FROM records.contacts", "table.column"),
    ("SELECT a FROM t WHERE b = $1", "into the query"),
    ("SELECT a FROM t WHERE b = ?", "into the query"),
    ("SELECT days_between(a) AS a FROM t", "plus_days(date, n)"),
    ("SELECT made_up(a) AS a FROM t", "PORTABLE"),
    ("INSERT INTO t SELECT 1", "one SELECT"),
    ("SELECT 1 AS a; SELECT 2 AS a", "one SELECT"),
    ("SELECT (", "no SQL"),
]


@pytest.mark.parametrize("sql", PORTABLE)
def test_what_every_engine_answers_alike_passes(sql):
    check_portable(sql)


@pytest.mark.parametrize(("sql", "words"), REFUSED)
def test_what_differs_is_refused_with_what_to_write_instead(sql, words):
    with pytest.raises(NotPortableError, match=re.escape(words)):
        check_portable(sql)


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_is_portable(name):
    check_portable(VIEWS[name])


class _Listening:
    """An engine that notes every query on its way to DuckDB."""

    name = "listening"

    def __init__(self, engine):
        self.engine, self.queries = engine, []
        self.prepare, self.close = engine.prepare, engine.close

    def fill(self, connection, table, sql):
        self.queries.append(sql)
        self.engine.fill(connection, table, sql)


def test_every_question_that_measures_ask_an_engine_is_portable(published_demo):
    listening = _Listening(DuckDBEngine())
    with reading(published_demo) as connection:
        subjects = compute_cells(connection, engine=listening)
    views = {name for sql in listening.queries for name in re.findall(r"\bcounted\.(\w+)", sql)}
    known = {measure.view for measure in MEASURES.values() if measure.view and measure.subject in subjects}
    assert known - views == set(), "some view was not asked of the engine"
    for sql in listening.queries:
        check_portable(sql)
    for measure in MEASURES.values():
        if measure.numerator and measure.view:
            check_portable(sums_query(measure.view, [measure]))


def test_a_view_comes_after_those_that_it_reads():
    views = {
        "a": "SELECT x FROM counted.b JOIN counted.c",
        "b": "-- counted.a reads this\nSELECT x FROM counted.c",
        "c": "SELECT 1 AS x",
    }
    assert in_order(views) == ["c", "b", "a"]


def test_views_that_read_each_other_in_a_circle_are_refused():
    with pytest.raises(NotPortableError, match="circle"):
        in_order({"a": "SELECT x FROM counted.b", "b": "SELECT x FROM counted.a"})


# In Spark's words


@pytest.mark.parametrize(
    ("sql", "spark"),
    [
        (
            "SELECT contacts.area_number FROM records.contacts -- all of them",
            "SELECT contacts.area_number FROM records_contacts AS contacts",
        ),
        (
            "SELECT c.a FROM counted.contacts AS c JOIN months ON c.date = months.month",
            "SELECT c.a FROM counted_contacts AS c JOIN months ON c.date = months.month",
        ),
        (
            "SELECT days_between(a, b) AS n FROM t",
            "SELECT CAST(DATEDIFF(b, a) AS BIGINT) AS n FROM t",
        ),
        (
            "SELECT plus_days(a, n + 1) AS d FROM t",
            "SELECT DATE_ADD(a, CAST(n + 1 AS INT)) AS d FROM t",
        ),
        (
            "SELECT days_between(plus_days(a, 1), b) AS n FROM t",
            "SELECT CAST(DATEDIFF(b, DATE_ADD(a, CAST(1 AS INT))) AS BIGINT) AS n FROM t",
        ),
        (
            "SELECT row_number() OVER (ORDER BY a) AS n FROM t",
            "SELECT ROW_NUMBER() OVER (ORDER BY a NULLS LAST) AS n FROM t",
        ),
    ],
)
def test_a_portable_query_in_sparks_words(sql, spark):
    assert in_spark(sql).text == spark


def test_what_follows_with_is_apart_for_spark_to_keep_where_it_is_read_again():
    query = in_spark(
        "WITH met AS (SELECT a FROM records.contacts), once AS (SELECT a FROM met) "
        "SELECT a FROM once UNION ALL SELECT met.a FROM met"
    )
    assert [(part.name, part.text, part.is_read_again) for part in query.parts] == [
        ("part_met", "SELECT a FROM records_contacts AS contacts", True),
        ("part_once", "SELECT a FROM part_met AS met", False),
    ]
    assert query.rest == "SELECT a FROM part_once AS once UNION ALL SELECT met.a FROM part_met AS met"
    assert query.text.startswith("WITH part_met AS (SELECT a FROM records_contacts AS contacts), part_once AS (")


def test_the_records_that_a_query_reads_are_told():
    sql = "SELECT a FROM records.needs UNION ALL SELECT a FROM counted.contacts UNION ALL SELECT a FROM months"
    assert in_spark(sql).record_tables == {"needs"}


def test_spark_is_never_asked_what_is_not_portable():
    with pytest.raises(NotPortableError, match="round"):
        in_spark("SELECT round(a) AS a FROM t")
