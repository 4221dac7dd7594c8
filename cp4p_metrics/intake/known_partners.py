"""Which partners a batch may name: those of the store, those it brings itself, or those of the public list."""

import duckdb

from cp4p_metrics.places import listed_partner_areas

from .staging import StagedFile


def prepare_staging(connection: duckdb.DuckDBPyConnection, *, store_counts: bool) -> None:
    """Set the connection up for reading files in order, and list the partners known before this batch.

    `store_counts` is false where the store's records are about to make way for the first real ones.
    """
    connection.execute("SET preserve_insertion_order = true")
    # The lookups are small and the file may be huge: never the other way round.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    connection.execute("CREATE OR REPLACE TEMP TABLE known_partners (written VARCHAR, partner_id VARCHAR)")
    if store_counts:
        connection.execute("INSERT INTO known_partners SELECT lower(partner_id), partner_id FROM partners")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE partner_names AS SELECT lower(partner_name) AS written, partner_id FROM partners "
        f"WHERE {str(store_counts).lower()}"
    )


def know_partners(connection: duckdb.DuckDBPyConnection, staged: list[StagedFile]) -> None:
    """Add the batch's own partners to the known ones; where there are none, those of the public list.

    A partner is known by its short key, and by its name where no other partner has the same.
    """
    for each in staged:
        if each.layout.profile.table.name == "partners":
            connection.execute(
                f"INSERT INTO known_partners SELECT DISTINCT lower(partner_id), partner_id FROM {each.stage} "
                "WHERE problems = 0 AND lower(partner_id) NOT IN (SELECT written FROM known_partners)"
            )
            connection.execute(
                f"INSERT INTO partner_names SELECT lower(partner_name), partner_id FROM {each.stage} WHERE problems = 0"
            )
    if not connection.execute("SELECT 1 FROM known_partners LIMIT 1").fetchall():
        listed = sorted({(pair.partner_id, pair.partner_name) for pair in listed_partner_areas()})
        if listed:
            connection.executemany("INSERT INTO known_partners VALUES (lower($1), $1)", [[each] for each, _ in listed])
            connection.executemany("INSERT INTO partner_names VALUES (lower($2), $1)", [list(each) for each in listed])
    connection.execute("""
        INSERT INTO known_partners
        SELECT written, min(partner_id) FROM partner_names WHERE written NOT IN (SELECT written FROM known_partners)
        GROUP BY written HAVING count(DISTINCT partner_id) = 1
    """)
