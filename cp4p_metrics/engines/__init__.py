"""What counts rows: DuckDB within this process, or a Spark cluster that the user has. Both give the same numbers."""

from .base import Engine
from .duckdb_engine import DuckDBEngine
from .spark_engine import SparkEngine

__all__ = ["DuckDBEngine", "Engine", "SparkEngine"]
