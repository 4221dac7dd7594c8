"""How a batch is known again, and what the store says about one that it has."""

from collections.abc import Sequence
from hashlib import sha256

import duckdb

from cp4p_metrics.errors import StoreError

from .readers import SourceFile
from .recognition import Layout
from .reports import FileReport

SHORTEST_BATCH = 6  # digits of a batch's id that must be written

Recognized = Sequence[tuple[SourceFile, Layout]]


def batch_id_of(recognized: Recognized, *, is_demonstration: bool) -> str:
    """The id by which a batch is known again: SHA-256 over its files' own hashes and their profiles."""
    parts = sorted(f"{file.file_hash} {layout.identity}" for file, layout in recognized)
    return sha256("\n".join([*parts, "demonstration" if is_demonstration else "records"]).encode()).hexdigest()


def next_try(batch_id: str) -> str:
    """The id of the same files taken again, when what kept rows out may have been put right."""
    return sha256(f"{batch_id} again".encode()).hexdigest()


def was_removed_since(connection: duckdb.DuckDBPyConnection, batch_id: str) -> bool:
    """Whether rows were taken out of the store after the batch came, so that its files may bring them back."""
    found = connection.execute(
        "SELECT 1 FROM removals, batches WHERE batches.batch_id = ? AND removed_at >= batches.accepted_at LIMIT 1",
        [batch_id],
    )
    return bool(found.fetchall())


def known_reports(
    connection: duckdb.DuckDBPyConnection, batch_id: str, recognized: Recognized
) -> tuple[FileReport, ...]:
    """The files of a batch that the store has: whatever was accepted then is unchanged now."""
    rows = connection.execute(
        "SELECT file_hash, sum(read_count)::BIGINT, sum(set_aside_count)::BIGINT "
        "FROM batch_files WHERE batch_id = ? GROUP BY ALL",
        [batch_id],
    ).fetchall()
    counts = {file_hash: (read, set_aside) for file_hash, read, set_aside in rows}
    copies = {file.file_hash: 0 for file, _ in recognized}
    for file, _ in recognized:
        copies[file.file_hash] += 1
    return tuple(
        FileReport(
            file_name=file.name,
            profile=layout.profile.name,
            table_name=layout.profile.table.name,
            read_count=counts[file.file_hash][0] // copies[file.file_hash],
            unchanged_count=(counts[file.file_hash][0] - counts[file.file_hash][1]) // copies[file.file_hash],
            set_aside_count=counts[file.file_hash][1] // copies[file.file_hash],
            notes=layout.notes,
        )
        for file, layout in recognized
    )


def named_batch(connection: duckdb.DuckDBPyConnection, written: str) -> str:
    """The whole id of the batch whose id begins as written. Raises StoreError where none or several do."""
    batches = [batch_id for (batch_id,) in connection.execute("SELECT batch_id FROM batches").fetchall()]
    begun = written.strip().lower()
    found = [batch_id for batch_id in batches if batch_id.startswith(begun)]
    if len(begun) < SHORTEST_BATCH:
        raise StoreError(
            f"'{written}' is too short for a batch. Write at least {SHORTEST_BATCH} digits, as 'cp4p history' shows."
        )
    if not found:
        raise StoreError(f"There is no batch '{written}'. 'cp4p history' lists them.")
    if len(found) > 1:
        raise StoreError(f"{len(found)} batches begin with '{written}'. Write more of its digits.")
    return found[0]
