"""Which engine a publishing counts with, and where that engine finds the records."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import duckdb

from cp4p_metrics.engines import Engine, SparkEngine
from cp4p_metrics.errors import EngineError
from cp4p_metrics.home import Home
from cp4p_metrics.measures.kept_counts import keeping_counts
from cp4p_metrics.measures.kept_file import remove_kept_counts
from cp4p_metrics.records.export import STATE_TABLE, exported_in_scratch, store_state

ENGINES = ("duckdb", "spark")


@dataclass(frozen=True)
class Counting:
    """What the operator chose: an engine; for Spark the cluster, and where it reads the records.

    Without `records` they are written to the home's scratch folder first, and removed afterwards. DuckDB goes on from
    what the last publishing counted, unless it is to count `afresh`.
    """

    engine: str = "duckdb"
    master: str | None = None
    records: str | None = None
    afresh: bool = False

    def __post_init__(self) -> None:
        if self.engine == "duckdb" and (self.master or self.records):
            raise EngineError("--master and --records are for a cluster. Add --engine spark, or leave them out.")
        if self.engine == "spark" and not self.master:
            raise EngineError(
                "Which cluster? Add --master spark://HOST:PORT, --master sc://HOST:PORT for Spark Connect, or "
                "--master 'local[*]' for this machine alone."
            )


@contextmanager
def counting_engine(
    home: Home,
    connection: duckdb.DuckDBPyConnection,
    counting: Counting,
    tell: Callable[[str], None] = lambda words: None,
) -> Iterator[Engine]:
    """The engine, for as long as it is needed. Raises EngineError where it can't be had."""
    if counting.master is None:
        if counting.afresh:
            remove_kept_counts(home.kept_counts)
        with keeping_counts(connection, home.kept_counts) as kept:
            yield kept
        return
    with ExitStack() as stack:
        records = counting.records or stack.enter_context(exported_in_scratch(home, connection, tell))
        engine = SparkEngine(counting.master, records)
        stack.callback(engine.close)
        tell(f"Beginning a session at {counting.master}")
        _check_state(engine, connection)
        yield engine


def _check_state(engine: SparkEngine, connection: duckdb.DuckDBPyConnection) -> None:
    """Records that were exported here must be those of the store: what is known of months comes from there.

    A cluster's own records say nothing of the kind, and are taken as they are.
    """
    state = engine.stored_text(STATE_TABLE, "store_state")
    if state is not None and state != store_state(connection):
        raise EngineError(
            f"The records at {engine.records} were exported before others came in or went, or from another home. Write "
            "them anew with 'cp4p export-records FOLDER'."
        )
