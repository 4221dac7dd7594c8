"""Which of a batch's sound rows are new, revised, unchanged, or at odds with another row of the same key."""

from collections.abc import Sequence

import duckdb

from cp4p_metrics.records.tables import Table

from .staging import StagedFile

REPEATED_KEY = "has the key of an earlier row of this import and other content; keep the right one of the two"
ANOTHER_PARTNERS_KEY = (
    "has a key that another partner's row already has; put the partner's short key before it, as in 'also-17'"
)


def compare(connection: duckdb.DuckDBPyConnection, table: Table, staged: Sequence[StagedFile]) -> None:
    """Make three temporary tables for a table's staged rows: staged, repeated and matched.

    `staged` holds every row with its file_index and row_number. `repeated` holds the sound rows whose key an
    earlier sound row has, `matched` the other sound rows whose key the store has; is_same says that the
    content is the same, is_anothers that the key belongs to another partner's row.
    """
    sources = " UNION ALL ".join(
        f"SELECT {index} AS file_index, * FROM {each.stage}" for index, each in enumerate(staged)
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS {sources}")
    key = ", ".join(table.key)
    content = f"row({', '.join(table.column_names)})"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
        WITH suspects AS (
            SELECT hash({key}) AS hashed FROM staged WHERE problems = 0 GROUP BY hashed HAVING count(*) > 1
        ),
        keys AS (
            SELECT {key} FROM staged WHERE problems = 0 AND hash({key}) IN (FROM suspects)
            GROUP BY {key} HAVING count(*) > 1
        ),
        numbered AS (
            SELECT file_index, row_number, {content} AS content,
                first_value({content}) OVER in_order AS first_content, row_number() OVER in_order AS position
            FROM staged SEMI JOIN keys ON {same_sql(table.key, "staged", "keys")} WHERE problems = 0
            WINDOW in_order AS (PARTITION BY {key} ORDER BY file_index, row_number)
        )
        SELECT file_index, row_number, content IS NOT DISTINCT FROM first_content AS is_same
        FROM numbered WHERE position > 1
    """)
    is_anothers = "kept.partner_id <> staged.partner_id" if "partner_id" in table.column_names else "false"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE matched AS
        SELECT file_index, row_number, {same_sql(table.column_names, "staged", "kept")} AS is_same,
            {is_anothers} AS is_anothers
        FROM staged JOIN {table.name} AS kept ON {same_sql(table.key, "staged", "kept")}
            ANTI JOIN repeated USING (file_index, row_number)
        WHERE problems = 0
    """)


def same_sql(columns: Sequence[str], one: str, other: str) -> str:
    """The condition that these columns are alike, blanks included."""
    return " AND ".join(f"{one}.{column} IS NOT DISTINCT FROM {other}.{column}" for column in columns)


def put_in_place(connection: duckdb.DuckDBPyConnection, table: Table, batch_id: str) -> None:
    """Replace the revised rows, keeping their earlier versions beside, and add the new ones."""
    columns = ", ".join(table.column_names)
    if connection.execute("SELECT 1 FROM matched WHERE NOT is_same AND NOT is_anothers LIMIT 1").fetchall():
        _replace(connection, table, batch_id)
    connection.execute(
        f"""
        INSERT INTO {table.name} ({columns}, batch_id)
        SELECT {columns}, ? FROM staged
            ANTI JOIN repeated USING (file_index, row_number)
            ANTI JOIN (SELECT * FROM matched WHERE is_same OR is_anothers) USING (file_index, row_number)
        WHERE problems = 0
        """,
        [batch_id],
    )


def _replace(connection: duckdb.DuckDBPyConnection, table: Table, batch_id: str) -> None:
    key = ", ".join(f"staged.{column}" for column in table.key)
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE revised AS
        SELECT {key} FROM staged JOIN matched USING (file_index, row_number) WHERE NOT is_same AND NOT is_anothers
    """)
    connection.execute(
        f"INSERT INTO {table.replaced_name} SELECT kept.*, ?, NULL FROM {table.name} AS kept "
        f"SEMI JOIN revised ON {same_sql(table.key, 'kept', 'revised')}",
        [batch_id],
    )
    connection.execute(f"DELETE FROM {table.name} AS kept USING revised WHERE {same_sql(table.key, 'kept', 'revised')}")
