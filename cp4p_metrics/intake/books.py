"""The history of the store: which batches came, when, by whom, with which files, and what was taken out."""

from dataclasses import dataclass
from datetime import datetime

from cp4p_metrics.home import Home
from cp4p_metrics.records.store import reading

from .corrections import corrected_by
from .reports import SHOWN_DIGITS, Corrected


@dataclass(frozen=True)
class FileEntry:
    """One file of a batch, and what became of its rows."""

    file_name: str
    file_hash: str
    table_name: str
    read_count: int
    accepted_count: int
    revised_count: int
    unchanged_count: int
    set_aside_count: int

    def to_text(self) -> str:
        """One line, as in 'contacts.csv (1f…) → contacts: 12 read, 10 accepted, …'."""
        revised = f" ({self.revised_count:,} of them revised)" if self.revised_count else ""
        return (
            f"  {self.file_name} ({self.file_hash[:SHOWN_DIGITS]}) → {self.table_name}: {self.read_count:,} read, "
            f"{self.accepted_count:,} accepted{revised}, {self.unchanged_count:,} unchanged, "
            f"{self.set_aside_count:,} set aside"
        )


@dataclass(frozen=True)
class Entry:
    """A batch that came in, or rows that were taken out."""

    at: datetime
    by: str
    words: str
    files: tuple[FileEntry, ...] = ()
    corrected: tuple[Corrected, ...] = ()

    def to_text(self) -> str:
        """The lines of the entry."""
        head = f"{self.at:%Y-%m-%d %H:%M} UTC  {self.words}, by {self.by}"
        lines = [*(file.to_text() for file in self.files), *(each.to_text() for each in self.corrected)]
        return "\n".join([head, *lines])


def history(home: Home) -> tuple[Entry, ...]:
    """Every entry, the latest first. Raises StoreError where there are no records."""
    with reading(home) as connection:
        files: dict[str, list[FileEntry]] = {}
        for batch_id, *facts in connection.execute("SELECT * FROM batch_files ORDER BY ALL").fetchall():
            files.setdefault(batch_id, []).append(FileEntry(*facts))
        batches = connection.execute("SELECT * FROM batches").fetchall()
        corrected = {batch_id: corrected_by(connection, batch_id) for (batch_id, *_) in batches}
        removals = connection.execute("SELECT * FROM removals").fetchall()
    entries = []
    for batch_id, accepted_at, accepted_by, profile, is_demonstration in batches:
        made_up = ", made up" if is_demonstration else ""
        words = f"batch {batch_id[:SHOWN_DIGITS]}: {profile}{made_up}"
        entries.append(Entry(accepted_at, accepted_by, words, tuple(files.get(batch_id, ())), corrected[batch_id]))
    for removed_at, removed_by, kind, batch_id, accepted_at, profile, count in removals:
        words = f"purge: {count:,} rows removed for good"
        if kind == "undo":
            words = (
                f"undo: {count:,} rows of batch {batch_id[:SHOWN_DIGITS]} removed "
                f"({profile}, of {accepted_at:%Y-%m-%d %H:%M})"
            )
        entries.append(Entry(removed_at, removed_by, words))
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def history_text(home: Home) -> str:
    """The history in words, the latest first."""
    entries = [entry.to_text() for entry in history(home)]
    return "\n".join(entries) if entries else "No batch is in the store."
