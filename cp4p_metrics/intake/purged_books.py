"""What a purge takes out of the books: reasons for rows set aside, file names, and days spoken for.

The counts of an import stay, as history; they name nobody.
"""

import re

import duckdb

from cp4p_metrics.records.tables import TABLES

from .outdated import Purge
from .readers import quoted

REMOVED_NAME = "(removed)"
COPIED_WHOLE = ("batches", "batches_without_replaced", "removals")


def find_files(connection: duckdb.DuckDBPyConnection, purge: Purge) -> tuple[int, int]:
    """How many reasons and file names go. Makes the temporary tables emptied_files, hidden_files, and a view.

    Emptied are the files of a batch and table of which nothing stays; their names and reasons go. Hidden are
    those, the files whose name speaks of the partner, and those that repeated rows of a table that loses some.
    """
    kept = " UNION ALL ".join(
        f"SELECT '{table.name}' AS table_name, batch_id FROM {{}}{name}"
        for table in TABLES.values()
        for name in (table.name, table.replaced_name)
    )
    before, after = kept.replace("{}", "main."), kept.replace("{}", "kept_")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE emptied_files AS
        WITH emptied AS (SELECT DISTINCT * FROM ({before}) EXCEPT SELECT DISTINCT * FROM ({after}))
        SELECT DISTINCT batch_id, file_name FROM batch_files JOIN emptied USING (batch_id, table_name)
    """)
    is_old = "false"
    if purge.before is not None:  # reasons carry no day of their own: the batch's day stands for it
        is_old = f"batch_id IN (SELECT batch_id FROM batches WHERE accepted_at < DATE '{purge.before}')"
        connection.execute(
            f"INSERT INTO emptied_files SELECT DISTINCT batch_id, file_name FROM batch_files WHERE {is_old}"
        )
    speaking = [
        (batch_id, name)
        for batch_id, name in connection.execute("SELECT DISTINCT batch_id, file_name FROM batch_files").fetchall()
        if _speaks_of_partner(connection, purge, name)
    ]
    connection.execute("CREATE OR REPLACE TEMP TABLE hidden_files AS SELECT DISTINCT * FROM emptied_files")
    if speaking:
        connection.executemany("INSERT INTO hidden_files VALUES (?, ?)", speaking)
    losing = [
        f"SELECT '{table.name}' AS table_name WHERE (SELECT count(*) FROM main.{table.name}) "
        f"> (SELECT count(*) FROM kept_{table.name})"
        for table in TABLES.values()
    ]
    connection.execute(
        "INSERT INTO hidden_files SELECT DISTINCT batch_id, file_name FROM batch_files "
        f"WHERE accepted_count = 0 AND unchanged_count > 0 AND table_name IN ({' UNION ALL '.join(losing)})"
    )
    is_partners = "false"
    if purge.partner_id is not None:
        is_partners = f"lower(coalesce(partner_id, '')) = lower({quoted(purge.partner_id)})"
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW kept_set_aside AS SELECT * FROM main.set_aside "
        f"ANTI JOIN emptied_files USING (batch_id, file_name) WHERE NOT ({is_partners})"
    )
    [(reasons, files)] = connection.execute(
        "SELECT (SELECT count(*) FROM main.set_aside) - (SELECT count(*) FROM kept_set_aside), "
        "(SELECT count(*) FROM (SELECT DISTINCT batch_id, file_name FROM hidden_files) "
        f"WHERE file_name <> '{REMOVED_NAME}')"
    ).fetchall()
    return int(reasons), int(files)


def _speaks_of_partner(connection: duckdb.DuckDBPyConnection, purge: Purge, file_name: str) -> bool:
    """Whether a file's name holds the partner's short key or name, however it is spelled."""
    if purge.partner_id is None:
        return False
    names = connection.execute(
        "SELECT partner_name FROM partners WHERE lower(partner_id) = lower($1) UNION "
        "SELECT partner_name FROM replaced_partners WHERE lower(partner_id) = lower($1)",
        [purge.partner_id],
    ).fetchall()
    letters = _letters(file_name)
    return any(_letters(name) in letters for name in (purge.partner_id, *(name for (name,) in names)) if _letters(name))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def copy_books(connection: duckdb.DuckDBPyConnection, purge: Purge) -> None:
    """Write what stays of the books into the rebuilt store."""
    for name in COPIED_WHOLE:
        connection.execute(f"INSERT INTO rebuilt.main.{name} SELECT * FROM main.{name}")
    hidden = "(SELECT DISTINCT batch_id, file_name, true AS is_hidden FROM hidden_files) AS hidden"
    for name, source in (("batch_files", "main.batch_files"), ("set_aside", "kept_set_aside")):
        connection.execute(
            f"INSERT INTO rebuilt.main.{name} BY NAME "
            f"SELECT books.* REPLACE (CASE WHEN is_hidden THEN '{REMOVED_NAME}' ELSE file_name END AS file_name) "
            f"FROM {source} AS books LEFT JOIN {hidden} USING (batch_id, file_name)"
        )
    # A source no longer speaks for days whose rows are gone: they are 'not reported', not zero.
    day = f"DATE '{purge.before}'" if purge.before else "DATE '0001-01-01'"
    connection.execute(
        "INSERT INTO rebuilt.main.coverage "
        f"SELECT * REPLACE (greatest(first_date, {day}) AS first_date) FROM main.coverage WHERE through_date >= {day}"
    )
