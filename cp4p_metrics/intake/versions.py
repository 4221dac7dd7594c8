"""The earlier versions of rows: what replaced them, and what they replaced, when one batch between goes.

An earlier version knows the batch that replaced it and, where a key changed, the key of the row that took its
place. Followed from one to the next, they are a line that ends in the row that stands.
"""

import duckdb

from cp4p_metrics.records.tables import Table

from .comparison import same_sql


def close_gap(connection: duckdb.DuckDBPyConnection, table: Table, batch_id: str) -> int:
    """Take the batch's own versions out of the lines that later batches went on; how many there were.

    What it had replaced is then what the later batch replaced, under that one's key.
    """
    beside = table.replaced_name
    became = "later.became_key"
    follows = same_sql(table.key, "earlier", "later")
    if len(table.key) == 1:
        [key] = table.key
        became = f"nullif(coalesce(later.became_key, later.{key}::VARCHAR), earlier.{key}::VARCHAR)"
        follows = f"coalesce(earlier.became_key, earlier.{key}::VARCHAR) = later.{key}::VARCHAR"
    [(count,)] = connection.execute(f"SELECT count(*) FROM {beside} WHERE batch_id = ?", [batch_id]).fetchall()
    if count:
        connection.execute(
            f"UPDATE {beside} AS earlier SET replaced_by = later.replaced_by, became_key = {became} "
            f"FROM (SELECT * FROM {beside} WHERE batch_id = $1) AS later WHERE earlier.replaced_by = $1 AND {follows}",
            [batch_id],
        )
        connection.execute(f"DELETE FROM {beside} WHERE batch_id = ?", [batch_id])
    return int(count)


def give_way_to_later(connection: duckdb.DuckDBPyConnection, table: Table, batch_id: str) -> None:
    """Where a later batch brought the key anew, let what this batch replaced lie below that row.

    A key comes anew after it had become another one, or after a purge took the version between.
    """
    beside, key = table.replaced_name, ", ".join(table.key)
    connection.execute(
        f"""
        UPDATE {beside} AS earlier SET replaced_by = later.batch_id, became_key = NULL
        FROM (
            SELECT {key}, arg_min(batch_id, accepted_at) AS batch_id
            FROM (SELECT {key}, batch_id, true AS stands FROM {table.name}
                UNION ALL SELECT {key}, batch_id, false FROM {beside}) AS version
                JOIN batches USING (batch_id)
                SEMI JOIN (SELECT {key} FROM {beside} WHERE replaced_by = $1) AS sought
                    ON {same_sql(table.key, "version", "sought")}
            WHERE stands OR accepted_at > (SELECT accepted_at FROM batches WHERE batch_id = $1)
            GROUP BY ALL
        ) AS later
        WHERE earlier.replaced_by = $1 AND {same_sql(table.key, "earlier", "later")}
        """,
        [batch_id],
    )


def has_successor_sql(table: Table, standing: str) -> str:
    """The condition on an `earlier` version that its line ends in a row of the table or view `standing`."""
    if len(table.key) > 1:
        return f"EXISTS (SELECT 1 FROM {standing} AS standing WHERE {same_sql(table.key, 'earlier', 'standing')})"
    [key] = table.key
    return f"""coalesce(earlier.became_key, earlier.{key}::VARCHAR) IN (
        WITH RECURSIVE reached AS (
            SELECT {key}::VARCHAR AS key FROM {standing}
            UNION
            SELECT before.{key}::VARCHAR FROM main.{table.replaced_name} AS before
                JOIN reached ON before.became_key = reached.key
        )
        SELECT key FROM reached
    )"""
