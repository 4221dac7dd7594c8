"""Which stored rows come again under another key, so that one person stays one victimization.

The City's key says how a person was harmed and numbers the people of a police case: SHOOT-JK1-#1, HOM-JK1-#2.
When a person dies the key changes, and the others of the case may be numbered anew (the dead come first or
last), so the same number under another kind need not be the same person. Cases are therefore compared whole,
and only where the import holds all of a case: its numbers run from 1 without a gap, it has no fewer people
than the store, and the import has people of both kinds (a file of homicides alone says nothing of the living).
Then a stored key of the case that the import hasn't got stands for someone who is there under another key, and
makes way. The case never ends with fewer people than the store had.

Another city's files hold every case whole, and give all keys out anew from time to time, even a key that another
person had. There every case of an import is whole (`has_whole_cases`). A key that comes again, for whomever, does
not make way: its row is replaced by the one that came.
"""

from collections.abc import Sequence

import duckdb

from cp4p_metrics.records.tables import Table

from .readers import quoted
from .staging import StagedFile

NUMBERED_WITHOUT_A_GAP = """
    bool_and(number IS NOT NULL) AND min(number) = 1 AND max(number) = count(*) AND count(DISTINCT number) = count(*)
    AND (SELECT count(DISTINCT kind) FROM arrived) > 1
"""


def find_rekeyed(connection: duckdb.DuckDBPyConnection, table: Table, staged: Sequence[StagedFile]) -> None:
    """Make the temporary table `rekeyed`: old keys that make way, with the row that takes the place of each.

    Its columns: old_key, file_index, row_number. Needs the tables that `compare` makes.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE rekeyed (old_key VARCHAR, file_index INTEGER, row_number BIGINT)")
    for profile in {each.layout.profile.name: each.layout.profile for each in staged}.values():
        if not (profile.numbered_key or profile.has_whole_cases):
            continue
        [key] = table.key
        files = ", ".join(str(index) for index, each in enumerate(staged) if each.layout.profile is profile)
        pattern, source = quoted(f"^{profile.numbered_key or '()()'}$"), quoted(profile.source or "")
        comes_whole = "true" if profile.has_whole_cases else NUMBERED_WITHOUT_A_GAP
        connection.execute(f"""
            INSERT INTO rekeyed
            WITH arrived AS (
                SELECT case_number, {key} AS person, file_index, row_number,
                    regexp_extract({key}, {pattern}, 1) AS kind,
                    TRY_CAST(regexp_extract({key}, {pattern}, 2) AS INTEGER) AS number
                FROM staged ANTI JOIN repeated USING (file_index, row_number)
                WHERE problems = 0 AND file_index IN ({files})
            ),
            kept AS (SELECT case_number, {key} AS person FROM {table.name} WHERE source = {source}),
            whole AS (
                SELECT case_number FROM arrived GROUP BY case_number
                HAVING count(*) >= (SELECT count(*) FROM kept WHERE kept.case_number = arrived.case_number)
                    AND ({comes_whole})
            ),
            gone AS (
                SELECT *, row_number() OVER (PARTITION BY case_number ORDER BY person) AS place
                FROM kept SEMI JOIN whole USING (case_number) ANTI JOIN arrived USING (person)
            ),
            come AS (
                SELECT *, row_number() OVER (PARTITION BY case_number ORDER BY person) AS place
                FROM arrived SEMI JOIN whole USING (case_number) ANTI JOIN kept USING (case_number, person)
            )
            SELECT gone.person, come.file_index, come.row_number FROM gone JOIN come USING (case_number, place)
        """)


def remove_rekeyed(connection: duckdb.DuckDBPyConnection, table: Table, batch_id: str) -> None:
    """Move the rows of the old keys beside, each with the key that took its place, so that an undo finds them."""
    if not connection.execute("SELECT 1 FROM rekeyed LIMIT 1").fetchall():
        return
    [key] = table.key
    connection.execute(
        f"INSERT INTO {table.replaced_name} SELECT kept.*, ?, staged.{key} FROM {table.name} AS kept "
        f"JOIN (SELECT DISTINCT ON (old_key) * FROM rekeyed ORDER BY ALL) ON kept.{key} = old_key "
        "JOIN staged USING (file_index, row_number)",
        [batch_id],
    )
    connection.execute(f"DELETE FROM {table.name} WHERE {key} IN (SELECT old_key FROM rekeyed)")
