"""Takes files in: recognized by their headers, then checked, de-identified and accepted as one batch."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from cp4p_metrics.errors import DataFileError, RefusedFileError
from cp4p_metrics.home import Home
from cp4p_metrics.records.store import writing

from .batch import Batch
from .history import Recognized
from .keeping import empty_scratch, operator, write_error
from .mapping import Profile
from .opening import opened_tables
from .origins import Origin, named_apart, origins_in
from .own_records import answers_of_one
from .profiles import known_profiles, named_profile
from .readers import SourceFile
from .readying import made_ready
from .recognition import Layout
from .reports import FileReport, ImportReport


def import_files(
    home: Home,
    paths: Iterable[Path | str],
    *,
    profile: str | None = None,
    confirm: bool = False,
    is_demonstration: bool = False,
    accepted_by: str | None = None,
    now: datetime | None = None,
    tell: Callable[[str], None] | None = None,
    complete_since: date | None = None,
    corrects: str | None = None,
    given: Mapping[str, str] | None = None,
    only_partner: str | None = None,
    preview: bool = False,
    labels: Mapping[Path, str] | None = None,
) -> ImportReport:
    """What came in from the files, which are one batch: all of it lands, or none.

    A folder or a zip stands for the files in it, a workbook for its sheets. Each is recognized by its header, or
    read by the `profile` of that name or in that file (*.toml). `given` answers what a profile asks for, as in
    {"partner_id": "ucan"}. `confirm` takes a public source's refresh that lost rows or emptied a column.
    `complete_since` says that the files hold all that the source has from that day on, and of earlier days only
    some rows. `corrects` names the batch whose rows that were set aside these files hold mended, where that can't
    be told from what they hold. `only_partner` takes nothing but that partner's records of its own work, and
    refuses a file with anything else in it. `preview` says what would come in, and changes nothing. `labels` are
    names to go by in place of the files' own. `tell` is given a line for each step of a long import. A file that
    can't be taken is reported, not raised. Raises UnknownNameError for a profile, or a question of one, that there
    isn't, ProfileError for a profile that can't be used, DataFileError where no file is named, RefusedFileError
    for demonstration files where real records are, and StoreError where the store is in use, the disk is full or
    the participants' key is missing.
    """
    among = [named_profile(home, profile)] if profile else list(known_profiles(home).values())
    listed = [Path(path) for path in paths]
    if not listed:
        raise DataFileError("No file is named. Name at least one, as in 'cp4p import contacts.csv'.")
    say = tell or (lambda _line: None)
    opened, refused = _opened(listed, among, say, labels or {})
    answers = answers_of_one(opened, only_partner) if only_partner else given or {}
    recognized, companions, unready = made_ready(opened, answers)
    if refused or unready:
        return ImportReport(files=(*refused, *unready), is_demonstration=is_demonstration)
    accepted_at = (now or datetime.now(UTC)).astimezone(UTC)
    with writing(home) as connection:
        empty_scratch(home)
        try:
            batch = Batch(
                home,
                connection,
                recognized,
                is_demonstration,
                confirm,
                accepted_at,
                say,
                complete_since,
                corrects=corrects,
                only_partner=only_partner,
                preview=preview,
            )
            report = batch.taken_in(accepted_by or operator())
        except duckdb.Error as error:
            raise write_error(error) from None
    return replace(report, files=(*report.files, *companions))


def _opened(
    paths: Sequence[Path], among: Sequence[Profile], say: Callable[[str], None], labels: Mapping[Path, str]
) -> tuple[Recognized, tuple[FileReport, ...]]:
    """Each file with its layout, and the reports of those that can't be taken."""
    recognized: list[tuple[SourceFile, Layout]] = []
    refused: list[FileReport] = []

    def all_origins() -> Iterator[Origin]:
        for path in paths:
            label = labels.get(path, path.name)
            try:
                for origin in origins_in(path):
                    # A member of a zip or of a folder keeps its own name after that of the whole.
                    yield replace(origin, name=label + origin.name.removeprefix(path.name)) if labels else origin
            except RefusedFileError as error:
                refused.append(FileReport(file_name=label, refusal=str(error)))

    for origin in named_apart(all_origins()):
        say(f"Looking at {origin.name}")
        try:
            recognized += opened_tables(origin, among)
        except RefusedFileError as error:
            refused.append(FileReport(file_name=origin.name, refusal=str(error)))
    return recognized, tuple(refused)
