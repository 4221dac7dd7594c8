"""What an import did, as values and in words: what came in, what was set aside and why, what was refused."""

from collections.abc import Iterable
from dataclasses import dataclass

FIRST_ROWS_SHOWN = 5
SHOWN_DIGITS = 12  # of a hash; enough to tell batches apart and to name one


@dataclass(frozen=True)
class ReasonCount:
    """How many rows of a file were set aside for one reason, and the numbers of the first few."""

    column_name: str | None
    reason: str
    row_count: int
    first_rows: tuple[int, ...]

    def to_text(self) -> str:
        """As in '12 rows: contact_date is blank; every row needs it (rows 3, 8, 9 …)'."""
        rows = ", ".join(f"{number:,}" for number in self.first_rows)
        more = " …" if self.row_count > len(self.first_rows) else ""
        where = f"row {rows}" if self.row_count == 1 else f"rows {rows}{more}"
        return f"{_counted(self.row_count, 'row')}: {self.column_name or 'the row'} {self.reason} ({where})"


@dataclass(frozen=True)
class LeftOutCount:
    """How many of a file's rows are no records of ours, by a condition of its profile."""

    why: str
    row_count: int

    def to_text(self) -> str:
        """As in '10 rows: volunteers are not participants'."""
        return f"{_counted(self.row_count, 'row')}: {self.why}"


@dataclass(frozen=True)
class FileReport:
    """What became of a file's records: read = accepted + unchanged + set aside. Revised are among accepted.

    A row is one record, unless the profile says otherwise: `left_out` are rows that it declares to be none, which
    are not among those read; `row_count` is the file's number of rows where a row may make several records.
    """

    file_name: str
    profile: str | None = None
    table_name: str | None = None
    read_count: int = 0
    accepted_count: int = 0
    revised_count: int = 0
    unchanged_count: int = 0
    set_aside_count: int = 0
    reasons: tuple[ReasonCount, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str | None = None
    left_out: tuple[LeftOutCount, ...] = ()
    row_count: int | None = None

    @property
    def left_out_count(self) -> int:
        return sum(each.row_count for each in self.left_out)

    def to_text(self) -> str:
        """The file's lines of the report."""
        if self.refusal:
            return f"{self.file_name}: refused. {self.refusal}"
        if self.table_name is None:
            return f"{self.file_name}: no records. {' '.join(self.notes)}"
        lines = [f"{self.file_name} → {self.table_name}: {_counts(self)}"]
        if self.row_count is not None:
            lines.append(f"  records of {_counted(self.row_count, 'row')}")
        lines += [f"  left out by the profile, {each.to_text()}" for each in self.left_out]
        lines += [f"  set aside, {reason.to_text()}" for reason in self.reasons]
        lines += [f"  {note}" for note in self.notes]
        return "\n".join(lines)


@dataclass(frozen=True)
class Corrected:
    """What a batch settled of the rows set aside in an earlier batch's file, and how many of them wait on."""

    batch_id: str
    file_name: str
    settled_count: int
    waiting_count: int

    def to_text(self) -> str:
        """As in 'corrects march.csv of batch 1f…: 4 rows that were set aside are settled, 1 waits on'."""
        named = f"  corrects {self.file_name} of batch {self.batch_id[:SHOWN_DIGITS]}: "
        if not self.settled_count:
            return f"{named}nothing is settled. {_counted(self.waiting_count, 'row')} wait there; send all of them."
        waiting = (
            f", {self.waiting_count:,} wait{'s' if self.waiting_count == 1 else ''} on" if self.waiting_count else ""
        )
        are = "row that was set aside is" if self.settled_count == 1 else "rows that were set aside are"
        return f"{named}{self.settled_count:,} {are} settled{waiting}."


@dataclass(frozen=True)
class ImportReport:
    """What one import did. Where anything was refused, nothing came in."""

    files: tuple[FileReport, ...]
    batch_id: str | None = None
    is_demonstration: bool = False
    was_known: bool = False
    has_emptied_demonstration: bool = False
    refusal: str | None = None
    corrected: tuple[Corrected, ...] = ()
    to_look_at: tuple[str, ...] = ()

    @property
    def was_anything_refused(self) -> bool:
        return self.refusal is not None or any(file.refusal for file in self.files)

    @property
    def read_count(self) -> int:
        return sum(file.read_count for file in self.files)

    @property
    def accepted_count(self) -> int:
        return sum(file.accepted_count for file in self.files)

    @property
    def revised_count(self) -> int:
        return sum(file.revised_count for file in self.files)

    @property
    def unchanged_count(self) -> int:
        return sum(file.unchanged_count for file in self.files)

    @property
    def set_aside_count(self) -> int:
        return sum(file.set_aside_count for file in self.files)

    def to_text(self) -> str:
        """The words that the command line prints."""
        if self.was_anything_refused:
            refused = [file.to_text() for file in self.files if file.refusal]
            reasons = [self.refusal] if self.refusal else []
            return "\n".join(["Nothing was taken in.", *reasons, *refused])
        lines = [file.to_text() for file in self.files]
        if len(self.files) > 1:
            lines.append(f"All {len(self.files)} files: {_counts(self)}")
        lines += [each.to_text() for each in self.corrected]
        if self.to_look_at:
            lines += ["To look at; nothing was set aside for it:", *(f"  {line}" for line in self.to_look_at)]
        if self.has_emptied_demonstration:
            lines.append("The made-up coalition's records made way for these.")
        if self.was_known:
            lines.append("These very files were imported before; nothing changed.")
        return "\n".join(lines)


def _counts(counted: FileReport | ImportReport) -> str:
    parts = [f"{counted.read_count:,} read", f"{counted.accepted_count:,} accepted"]
    if counted.revised_count:
        parts[-1] += f" ({counted.revised_count:,} of them revised)"
    parts += [f"{counted.unchanged_count:,} unchanged", f"{counted.set_aside_count:,} set aside"]
    return _listed(parts)


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts) + "."


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
