"""What the proofs of the other engine start from: a cluster, and made-up coalitions of two sizes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cp4p_metrics.demo import write_coalition
from cp4p_metrics.demo.settings import Settings
from cp4p_metrics.engines import SparkEngine
from cp4p_metrics.home import Home
from cp4p_metrics.intake import import_files
from cp4p_metrics.records.export import exported_in_scratch
from cp4p_metrics.records.store import reading

from .cluster import standalone_cluster, tell_guard

TEN_THOUSAND, A_MILLION = 0.04, 4.0  # how many times the demonstration, whose contacts are a quarter of a million


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a standalone cluster: a master and two workers."""
    from pyspark import SparkContext

    with standalone_cluster(tmp_path_factory.mktemp("cluster")) as address:
        # This process's own side of it, which would end by itself only as long as the cluster answers.
        SparkContext._ensure_initialized()
        tell_guard("began", SparkContext._gateway.proc.pid)
        yield address


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a made-up coalition of ten thousand contacts."""
    return made_up_home(tmp_path_factory.mktemp("small"), TEN_THOUSAND)


@pytest.fixture(scope="session")
def large_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a made-up coalition of a million contacts."""
    return made_up_home(tmp_path_factory.mktemp("large"), A_MILLION)


def made_up_home(folder: Path, scale: float) -> Home:
    """A home below the folder, with a made-up coalition so many times the demonstration."""
    home = Home(folder / "home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CP4P_KEY", "5b" * 32)
        files = write_coalition(folder / "files", Settings(through=date(2026, 10, 31), scale=scale), lambda words: None)
        import_files(home, files, is_demonstration=True, tell=lambda words: None)
    for file in files:
        file.unlink()
    return home


@contextmanager
def both_engines(home: Home, master: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, SparkEngine]]:
    """The home's records, and the cluster that sees the same as Parquet."""
    with reading(home) as connection, exported_in_scratch(home, connection) as records:
        engine = SparkEngine(master, records)
        try:
            yield connection, engine
        finally:
            engine.close()
