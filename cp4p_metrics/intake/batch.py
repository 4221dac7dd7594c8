"""One batch under way: staged and checked, then put into the store in one transaction or not at all."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

import duckdb

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import RefusedFileError, StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.records.store import create_store
from cp4p_metrics.records.tables import TABLES

from .afterthoughts import to_look_at
from .bookkeeping import counted_files, record_batch, record_coverage, record_files, record_set_aside
from .comparison import compare, put_in_place
from .corrections import corrected_by, settle, settle_named
from .history import Recognized, batch_id_of, known_reports, next_try, was_removed_since
from .keeping import all_or_nothing
from .key_files import remember_key
from .known_partners import know_partners, prepare_staging
from .own_records import MOST_ROWS_LISTED, check_kind, check_rows, check_written, keep_from_settling
from .refresh import refresh_refusal
from .rekeying import find_rekeyed, remove_rekeyed
from .reports import FIRST_ROWS_SHOWN, FileReport, ImportReport
from .stages import take_away
from .staging import StagedFile, staged_file
from .waiting import named_files


class _NumbersNeededError(Exception):
    """Rows of a file without row numbers were set aside."""


class Batch:
    """The files of one import, and the open store that takes them in."""

    def __init__(
        self,
        home: Home,
        connection: duckdb.DuckDBPyConnection,
        recognized: Recognized,
        is_demonstration: bool,
        confirm: bool,
        accepted_at: datetime,
        say: Callable[[str], None],
        complete_since: date | None = None,
        corrects: str | None = None,
        only_partner: str | None = None,
        preview: bool = False,
    ) -> None:
        self.home = home
        self.connection = connection
        # Partners first: other files of the batch may name them.
        order = list(TABLES)
        self.recognized = sorted(recognized, key=lambda each: order.index(each[1].profile.table.name))
        self.is_demonstration = is_demonstration
        self.confirm = confirm
        self.accepted_at = accepted_at
        self.say = say
        self.complete_since = complete_since
        # Named by whoever imports; what is settled without that is found by what comes again.
        self.named = named_files(connection, corrects, self.recognized) if corrects else []
        self.only_partner = only_partner
        self.preview = preview
        self.today: date = accepted_at.astimezone(coalition().time_zone).date()
        self.first_batch_id = batch_id_of(recognized, is_demonstration=is_demonstration)
        self.batch_id = self.first_batch_id

    def taken_in(self, accepted_by: str) -> ImportReport:
        """Stage, check and compare; then everything in one transaction."""
        makes_way = self._demonstration_makes_way()
        if makes_way and self.named:
            raise RefusedFileError(
                "The batch to correct is the made-up coalition's, which makes way for real files. "
                "Import them without --corrects."
            )
        known = self._known_batch()
        # Who sends only its own rows is told of the others even where someone imported the same file before.
        if known and self.only_partner is None:
            return self._settled_by_known(known)
        try:
            # Rows of a large file are numbered only where a number is to be told.
            for numbered in (self.only_partner is not None, True):
                staged, refused = self._staged(store_counts=not makes_way, numbered=numbered)
                if refused:
                    return ImportReport(files=refused, is_demonstration=self.is_demonstration)
                self.say("Comparing with the records" if self.preview else "Putting the rows in place")
                with suppress(_NumbersNeededError):
                    return self._in_one_transaction(staged, accepted_by, makes_way)
            raise AssertionError("Numbered rows need no numbers.")
        finally:
            take_away(self.connection, self.home)

    def _in_one_transaction(self, staged: Sequence[StagedFile], accepted_by: str, makes_way: bool) -> ImportReport:
        self.connection.begin()
        try:
            report = self._taken(staged, accepted_by, makes_way)
            is_again = self.batch_id != self.first_batch_id
            if report.was_anything_refused:
                self.connection.rollback()
            elif report.accepted_count == 0 and (is_again or makes_way):
                # Nothing came of it: no second entry in the books, and nothing for made-up records to make
                # way for.
                self.connection.rollback()
                report = replace(report, was_known=is_again, has_emptied_demonstration=False)
            elif self.preview:
                self.connection.rollback()
            else:
                self.connection.commit()
        except BaseException:
            with suppress(duckdb.Error):
                self.connection.rollback()
            raise
        return self._settled_by_known(report) if report.was_known else report

    def _settled_by_known(self, report: ImportReport) -> ImportReport:
        """The report on files that are in the store already, and are only now said to correct a batch."""
        if not (self.named and report.batch_id):
            return report
        with all_or_nothing(self.connection):
            settle_named(self.connection, report.batch_id, self.named, [file.read_count for file in report.files])
            return replace(report, corrected=corrected_by(self.connection, report.batch_id, self.named))

    def _demonstration_makes_way(self) -> bool:
        """Whether made-up records are stored and real ones come. Raises RefusedFileError for the reverse."""
        [(holds_demonstration,)] = self.connection.execute("SELECT is_demonstration FROM about").fetchall()
        holds_records = bool(self.connection.execute("SELECT 1 FROM batches LIMIT 1").fetchall())
        if self.only_partner and holds_records and holds_demonstration is not self.is_demonstration:
            raise RefusedFileError(
                "The page that it was sent from and the records are not of one kind: one is a made-up coalition's, "
                "the other a real one's. Ask the coalition's operator to publish, then send it again."
            )
        if self.is_demonstration and holds_records and not holds_demonstration:
            raise RefusedFileError(
                "The home folder holds real records, which made-up ones must not mix with. "
                "Set CP4P_HOME to an empty folder for the demonstration."
            )
        return holds_demonstration and not self.is_demonstration

    def _known_batch(self) -> ImportReport | None:
        """The report on files that are in the store already; None where they may still bring something."""
        last_known = None
        while self.connection.execute("SELECT 1 FROM batches WHERE batch_id = ?", [self.batch_id]).fetchall():
            last_known, self.batch_id = self.batch_id, next_try(self.batch_id)
        if last_known is None:
            return None
        reports = known_reports(self.connection, last_known, self.recognized)
        if any(report.set_aside_count for report in reports) or was_removed_since(self.connection, last_known):
            return None
        return ImportReport(reports, last_known, self.is_demonstration, was_known=True)

    def _staged(self, *, store_counts: bool, numbered: bool) -> tuple[list[StagedFile], tuple[FileReport, ...]]:
        prepare_staging(self.connection, store_counts=store_counts)
        staged: list[StagedFile] = []
        refused = []
        are_partners_known = False
        for number, (file, layout) in enumerate(self.recognized):
            if not are_partners_known and layout.profile.table.name != "partners":
                know_partners(self.connection, staged)
                are_partners_known = True
            self.say(f"Reading {file.name}")
            try:
                if self.only_partner:
                    check_kind(layout.profile.table)
                stage = f"stage_{number}"
                staged.append(
                    staged_file(self.home, self.connection, file, layout, stage, self.today, numbered=numbered)
                )
                if self.only_partner:
                    check_rows(self.connection, staged[-1], self.only_partner)
            except RefusedFileError as error:
                refused.append(FileReport(file_name=file.name, refusal=str(error)))
        return staged, tuple(refused)

    def _taken(self, staged: Sequence[StagedFile], accepted_by: str, makes_way: bool) -> ImportReport:
        if makes_way:
            _empty_store(self.connection)
        refusal = None if self.confirm else refresh_refusal(self.connection, staged, self.complete_since)
        if refusal:
            return ImportReport((), self.batch_id, self.is_demonstration, refusal=refusal)
        reports: list[FileReport] = []
        for table in TABLES.values():
            files = [each for each in staged if each.layout.profile.table is table]
            if not files:
                continue
            compare(self.connection, table, files)
            find_rekeyed(self.connection, table, files)
            remove_rekeyed(self.connection, table, self.batch_id)
            put_in_place(self.connection, table, self.batch_id)
            record_set_aside(self.connection, self.batch_id, table, files)
            rows_listed = MOST_ROWS_LISTED if self.only_partner else FIRST_ROWS_SHOWN
            counted = counted_files(self.connection, self.batch_id, files, rows_listed)
            record_files(self.connection, self.batch_id, files, counted)
            settle(self.connection, self.batch_id, table, files)
            _reconcile(self.connection, table.name, self.batch_id, counted)
            reports += counted
        if self.only_partner:
            check_written(self.connection, self.batch_id, self.only_partner)
            keep_from_settling(self.connection, self.batch_id, self.only_partner, accepted_by)
        for each in staged:
            if not each.is_numbered and any(r.file_name == each.file.name and r.set_aside_count for r in reports):
                raise _NumbersNeededError
        record_coverage(self.connection, self.batch_id, staged, today=self.today, complete_since=self.complete_since)
        record_batch(
            self.connection,
            self.batch_id,
            self.recognized,
            accepted_at=self.accepted_at.replace(tzinfo=None),
            accepted_by=accepted_by,
            is_demonstration=self.is_demonstration,
        )
        if self.named:
            settle_named(self.connection, self.batch_id, self.named, [each.read_count for each in staged])
        self.connection.execute("UPDATE about SET is_demonstration = ?", [self.is_demonstration])
        remember_key(self.home, self.connection)
        return ImportReport(
            tuple(reports),
            self.batch_id,
            self.is_demonstration,
            has_emptied_demonstration=makes_way,
            corrected=corrected_by(self.connection, self.batch_id, self.named),
            to_look_at=to_look_at(self.connection, self.batch_id, for_one_partner=self.only_partner is not None),
        )


def _empty_store(connection: duckdb.DuckDBPyConnection) -> None:
    """Take every table away and make it anew: faster than deleting, and nothing made up stays behind."""
    tables = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary"
    ).fetchall()
    for (name,) in tables:
        connection.execute(f"DROP TABLE {name}")
    create_store(connection)


def _reconcile(
    connection: duckdb.DuckDBPyConnection, table_name: str, batch_id: str, reports: Sequence[FileReport]
) -> None:
    """Raise StoreError unless each file's rows add up and the table got exactly the accepted ones."""
    [(stored_count,)] = connection.execute(
        f"SELECT count(*) FROM {table_name} WHERE batch_id = ?", [batch_id]
    ).fetchall()
    adds_up = all(
        report.read_count == report.accepted_count + report.unchanged_count + report.set_aside_count
        for report in reports
    )
    if not adds_up or stored_count != sum(report.accepted_count for report in reports):
        raise StoreError(
            f"The rows of '{table_name}' do not add up, so nothing was changed. Please report this: it is a "
            "fault of the program, not of the file."
        )
