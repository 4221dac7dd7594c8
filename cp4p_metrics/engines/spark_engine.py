"""Spark as the engine: a cluster that the user has, which reads the records from Parquet."""

import os
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from cp4p_metrics.errors import EngineError

from .base import in_order
from .duckdb_engine import define_views

if TYPE_CHECKING:  # what reads SQL is installed only where a cluster counts
    from .spark_sql import SparkQuery

HOW_TO_INSTALL = "'make setup-spark' installs it (500 MB), or: pip install -r requirements-spark.txt."
# What the session must have for the same numbers; everything else is the cluster's own business.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # an overflow or a wrong cast is an error, never a NULL
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.caseSensitive": "false",
}
# The program that asks opens no page of its own and draws no bars into the terminal.
QUIET = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
LOOPBACK = ("spark://127.0.0.1", "spark://localhost", "local")


class SparkEngine:
    """Counts on the cluster at `master`: spark://host:port, yarn, k8s://…, local[*], or sc://… for Spark Connect.

    `records` is a folder or an address (s3a://…, hdfs://…) that the cluster can read, with one Parquet file or
    folder for each record table, as `cp4p export-records` writes them. The session begins with `prepare`.
    """

    name = "spark"

    def __init__(self, master: str, records: str | Path) -> None:
        self.master = master
        self.records = _as_address(records)
        self._session: Any = None
        self._named: set[str] = set()

    def prepare(
        self, connection: duckdb.DuckDBPyConnection, small_tables: Sequence[str], views: Mapping[str, str]
    ) -> None:
        """Send the small tables to the cluster and define the views there.

        DuckDB knows the views as well: it says which types an answer's columns have. Raises EngineError where
        Spark is not installed, the cluster can't be reached, or records are missing there.
        """
        define_views(connection, views)
        self._begin()
        with _in_our_words(self):
            for name in small_tables:
                rows = connection.table(f"memory.main.{name}").to_arrow_table()
                self._session.createDataFrame(rows).createOrReplaceTempView(name)
        for name in in_order(views):
            self._define(connection, name, views[name])

    def fill(self, connection: duckdb.DuckDBPyConnection, table: str, sql: str) -> None:
        """Create or replace memory.<table> from the cluster's answer, with the types that DuckDB would have given."""
        query = self._translated(connection, sql)
        with _in_our_words(self), ExitStack() as kept:
            for part in query.parts:
                rows = self._session.sql(part.text)
                if part.is_read_again:
                    kept.callback(rows.cache().unpersist)
                rows.createOrReplaceTempView(part.name)
            answer = self._session.sql(query.rest).toArrow()
        connection.execute(f"CREATE OR REPLACE TABLE memory.{table} AS {sql} WITH NO DATA")
        columns = [name for name, *_ in connection.execute(f"DESCRIBE memory.{table}").fetchall()]
        if answer.column_names != columns:
            raise EngineError(
                f"Spark named the columns of {table} {', '.join(answer.column_names)}, and DuckDB "
                f"{', '.join(columns)}. Name each column of the query with AS."
            )
        connection.register("answer_of_spark", answer)
        try:
            connection.execute(f"INSERT INTO memory.{table} SELECT * FROM answer_of_spark")
        finally:
            connection.unregister("answer_of_spark")

    def stored_text(self, table: str, column: str) -> str | None:
        """The column of the only row of a table beside the records; None where there is no such table."""
        self._begin()
        with _in_our_words(self):
            stored = self._found(table)
            return None if stored is None else str(stored.select(column).toArrow().column(0)[0].as_py())

    def close(self) -> None:
        """End the session; on a cluster of its own, what it held there is free again."""
        if self._session is not None:
            self._session.stop()
            self._session = None
            self._named.clear()

    def _begin(self) -> None:
        if self._session is None:
            self._session = _session(self.master)

    def _define(self, connection: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
        from .spark_sql import spark_name

        text = self._translated(connection, sql).text
        with _in_our_words(self):
            self._session.sql(f"CREATE OR REPLACE TEMPORARY VIEW {spark_name('counted', name)} AS {text}")

    def _translated(self, connection: duckdb.DuckDBPyConnection, sql: str) -> "SparkQuery":
        from .spark_sql import in_spark

        query = in_spark(sql)
        for table in sorted(query.record_tables - self._named):
            self._name_records(connection, table)
        return query

    def _name_records(self, connection: duckdb.DuckDBPyConnection, table: str) -> None:
        """Let queries find the Parquet of a record table, each column in the type that the store has it in."""
        from .spark_sql import spark_name, spark_type

        with _in_our_words(self):
            stored = self._read(table)
            found = {column.lower() for column in stored.columns}
            typed = [
                f"CAST({name} AS {spark_type(kind)}) AS {name}"
                for name, kind, *_ in connection.execute(f"DESCRIBE records.{table}").fetchall()
                if name in found
            ]
            stored.selectExpr(*typed).createOrReplaceTempView(spark_name("records", table))
        self._named.add(table)

    def _read(self, table: str) -> Any:
        stored = self._found(table)
        if stored is None:
            raise EngineError(
                f"There is no {table}.parquet and no folder {table} with Parquet files at {self.records}. Write them "
                "with 'cp4p export-records FOLDER', and name a folder that the whole cluster can read."
            )
        return stored

    def _found(self, table: str) -> Any:
        """The Parquet of a table, or None."""
        from pyspark.errors import AnalysisException

        for place in (f"{self.records}/{table}.parquet", f"{self.records}/{table}"):
            try:
                stored = self._session.read.parquet(place)
                if stored.columns:  # asked for here, since Spark Connect looks only now
                    return stored
            except AnalysisException as error:
                if _condition(error) != "PATH_NOT_FOUND":
                    raise
        return None


def _as_address(records: str | Path) -> str:
    """A folder of this machine as file:///…; an address as it is."""
    text = str(records).rstrip("/")
    return text if "://" in text else Path(text).expanduser().resolve().as_uri()


def _session(master: str) -> Any:
    # PySpark's bridge to pandas, which warns of versions, is not crossed here.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    try:
        import sqlglot  # noqa: F401  (for the translation; missed now rather than later)
        from pyspark.sql import SparkSession
    except ImportError:
        raise EngineError(f"PySpark is not installed here. {HOW_TO_INSTALL}") from None
    if master.startswith("sc://"):
        builder = SparkSession.builder.remote(master)
    else:
        _check_java()
        if master.startswith(LOOPBACK):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master(master).appName("cp4p publish")
        own = {**QUIET, "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        for name, value in (own if master.startswith(LOOPBACK) else QUIET).items():
            builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
        for name, value in SETTINGS.items():
            session.conf.set(name, value)
    except ImportError:
        raise EngineError(f"What Spark Connect needs is not installed here. {HOW_TO_INSTALL}") from None
    except Exception as error:  # Spark, Java's bridge and gRPC share no base class
        raise EngineError(
            f"The Spark cluster at {master} could not be reached ({_condition(error)}). Look whether it runs, and "
            "whether this machine may speak to it."
        ) from None
    return session


def _check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java") and not (home and Path(home, "bin", "java").exists()):
        raise EngineError(
            "Spark needs Java 17 or newer on this machine, and there is none. Install it, or speak to the cluster by "
            "Spark Connect, with --master sc://…"
        )


def _condition(error: BaseException) -> str:
    """What Spark calls the error. Its message may quote a row; its name can't."""
    condition = getattr(error, "getCondition", lambda: None)()
    return str(condition or type(error).__name__)


def _missing_column(error: Any) -> str:
    named = error.getMessageParameters() or {}
    return str(named.get("objectName", "that is asked for")).replace("`", "")


@contextmanager
def _in_our_words(engine: SparkEngine) -> Iterator[None]:
    """Turn what Spark raises into an EngineError that says what to do, without a row's values."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        condition = _condition(error)
        if condition.startswith("UNRESOLVED_COLUMN"):
            raise EngineError(
                f"The records at {engine.records} have no column {_missing_column(error)}. They may be of an earlier "
                "version: write them anew with 'cp4p export-records FOLDER'."
            ) from None
        raise EngineError(
            f"The Spark cluster at {engine.master} could not count ({condition}). Look whether it still runs and has "
            f"room, and whether all its machines can read {engine.records}."
        ) from None
