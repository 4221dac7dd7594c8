"""Where a file's rows lie until their batch is taken in: in memory, a large file's in a database of its own.

That database is in the scratch folder, is written on all cores, packed, and goes when the batch is over. It
holds what the store would hold: pseudonyms and bands, and no text that was refused.
"""

import duckdb

from cp4p_metrics.home import Home

from .readers import quoted

CATALOG = "staging"


def lay_down(
    connection: duckdb.DuckDBPyConnection, home: Home, stage: str, rows: str, *, is_large: bool, numbered: bool
) -> None:
    """Make `stage` of what the SQL `rows` gives. Where rows are not `numbered`, row_number only tells them apart."""
    if not is_large:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {stage} AS {rows}")
        return
    connection.execute(f"ATTACH IF NOT EXISTS {quoted(str(home.staging))} AS {CATALOG}")
    home.staging.chmod(0o600)
    connection.execute(f"SET preserve_insertion_order = {str(numbered).lower()}")
    try:
        connection.execute(f"CREATE OR REPLACE TABLE {CATALOG}.{stage} AS {rows}")
    finally:
        connection.execute("SET preserve_insertion_order = true")
    columns = "*" if numbered else "* REPLACE (rowid AS row_number)"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {stage} AS SELECT {columns} FROM {CATALOG}.{stage}")


def take_away(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Remove the database of large files, if there was any."""
    connection.execute(f"DETACH DATABASE IF EXISTS {CATALOG}")
    for path in home.scratch.glob(f"{home.staging.name}*"):
        path.unlink(missing_ok=True)
