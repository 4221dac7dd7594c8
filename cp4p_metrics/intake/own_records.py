"""What a partner may send by itself: the records of its own work, and no row of anyone else."""

import duckdb

from cp4p_metrics.errors import RefusedFileError, StoreError
from cp4p_metrics.records.tables import TABLES, Table

from .history import Recognized
from .reports import FIRST_ROWS_SHOWN
from .staging import StagedFile

# Records of work. An event held together concerns another partner too, so its list goes through the coalition.
SENT_BY_PARTNERS = tuple(table for table in TABLES.values() if table.part and table.name != "event_partners")
# So many row numbers of each reason are listed for a partner that mends its own file.
MOST_ROWS_LISTED = 1_000


def answers_of_one(opened: Recognized, partner_id: str) -> dict[str, str]:
    """The answer to a profile that asks whose records a file holds: the sender's."""
    profiles = [layout.profile for _, layout in opened if layout.companion is None]
    asked = {name for profile in profiles for each in (profile, *profile.further) for name in each.asked}
    return {"partner_id": partner_id} if "partner_id" in asked else {}


def check_kind(table: Table) -> None:
    """Raises RefusedFileError for a table that is not a partner's own to send."""
    if table not in SENT_BY_PARTNERS:
        raise RefusedFileError(
            f"It holds '{table.name}', which a partner does not send by itself. Ask the coalition's operator to "
            "import it."
        )


def check_rows(connection: duckdb.DuckDBPyConnection, staged: StagedFile, partner_id: str) -> None:
    """Raises RefusedFileError where any row, sound or not, names another partner."""
    [(count, first)] = connection.execute(
        f"SELECT count(*), min(row_number, {FIRST_ROWS_SHOWN}) FROM {staged.stage} WHERE partner_id <> ?", [partner_id]
    ).fetchall()
    if count:
        numbers = ", ".join(f"{number:,}" for number in first)
        raise RefusedFileError(
            f"It has {count:,} row{'' if count == 1 else 's'} of another partner (row{'' if count == 1 else 's'} "
            f"{numbers}{' …' if count > len(first) else ''}). Send your own partner's rows alone: "
            "take the others out, then send it again."
        )


def check_written(connection: duckdb.DuckDBPyConnection, batch_id: str, partner_id: str) -> None:
    """Raises StoreError where the batch wrote or replaced anything but the partner's own rows: the last look."""
    for table in TABLES.values():
        is_anothers = "partner_id IS DISTINCT FROM $partner_id" if table in SENT_BY_PARTNERS else "$partner_id <> ''"
        for name, batch in ((table.name, "batch_id"), (table.replaced_name, "replaced_by")):
            if connection.execute(
                f"SELECT 1 FROM {name} WHERE {batch} = $batch_id AND {is_anothers} LIMIT 1",
                {"batch_id": batch_id, "partner_id": partner_id},
            ).fetchall():
                raise StoreError(
                    f"A row of '{table.name}' is not the sender's own, so nothing was changed. Please report this: "
                    "it is a fault of the program, not of the file."
                )


def keep_from_settling(connection: duckdb.DuckDBPyConnection, batch_id: str, partner_id: str, accepted_by: str) -> None:
    """Let rows of others wait on that the batch settled, since a file of the same name holds the same events' keys.

    A row that names no partner is taken for the sender's where the same sender sent it.
    """
    connection.execute(
        """
        UPDATE set_aside SET settled_by = NULL
        WHERE settled_by = $batch_id AND (partner_id <> $partner_id OR (partner_id IS NULL
            AND batch_id NOT IN (SELECT batch_id FROM batches WHERE accepted_by = $accepted_by)))
        """,
        {"batch_id": batch_id, "partner_id": partner_id, "accepted_by": accepted_by},
    )
