"""Makes a batch's files ready to be read: what a profile asks for is answered, and its companions are found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cp4p_metrics.errors import AmbiguousNameError, RefusedFileError, UnknownNameError
from cp4p_metrics.places import resolve_area
from cp4p_metrics.records.columns import Kind

from .history import Recognized
from .mapping import Companion, Field, Profile
from .readers import SourceFile
from .recognition import Layout, is_companion
from .reports import FileReport
from .sourcing import is_told


def made_ready(
    opened: Recognized, given: Mapping[str, str]
) -> tuple[list[tuple[SourceFile, Layout]], tuple[FileReport, ...], tuple[FileReport, ...]]:
    """The files that hold records; the reports of companions; and the reports of what can't be read so.

    Raises UnknownNameError for an answer that no profile asks for.
    """
    files = [file for file, layout in opened if layout.companion is not None]
    records = [(file, layout) for file, layout in opened if layout.companion is None]
    asked = {name for _, layout in records for name in _asked(layout.profile)}
    for name in given if records else ():
        if name not in asked:
            raise UnknownNameError("question for --set", name, asked)
    own = {name: value.strip() for name, value in given.items() if value.strip()}
    every_file = [*files, *(file for file, _ in records)]
    answered: dict[str, Profile] = {}  # one object for each profile, by which its files are known to belong together
    ready, refused = [], []
    for file, layout in records:
        try:
            profile = answered.setdefault(layout.profile.name, layout.profile.with_given(own))
            looked_into = tuple(_companion_file(profile, each.companion, every_file) for each in profile.lookups)
            answered_layout = replace(layout, profile=profile, looked_into=looked_into)
            _refuse_unanswered(answered_layout)
            ready.append((file, answered_layout))
        except RefusedFileError as error:
            refused.append(FileReport(file_name=file.name, refusal=str(error)))
    reports = tuple(
        FileReport(file_name=file.name, profile=layout.profile.name, notes=layout.notes)
        for file, layout in opened
        if layout.companion is not None
    )
    if reports and not records:
        refused += [
            replace(report, refusal=f"It holds no records by itself. {report.notes[0]} Import it with the others.")
            for report in reports
        ]
    return ready, reports, tuple(refused)


def _asked(profile: Profile) -> dict[str, str]:
    return {name: question for each in (profile, *profile.further) for name, question in each.asked.items()}


def _refuse_unanswered(layout: Layout) -> None:
    """Raise RefusedFileError where the file leaves open what the profile asks for, and nobody has said it."""
    missing = {
        field.column.name: field.given
        for field in layout.profile.fields
        if field.given and field.always is None and not is_told(layout, field)
    }
    if missing:
        asked = "; ".join(f"{name} ({question})" for name, question in missing.items())
        sets = " ".join(f"--set {name}=…" for name in missing)
        raise RefusedFileError(f"It does not say {asked}. Say it when you import it: {sets}")
    for field in layout.profile.fields:
        if field.given and field.always is not None:
            _check_answer(field)


def _check_answer(field: Field) -> None:
    """Raise RefusedFileError for an area or a code that there isn't; a partner may come with the batch."""
    answer = field.always or ""
    if field.column.kind is Kind.AREA:
        try:
            resolve_area(answer)
        except (UnknownNameError, AmbiguousNameError) as error:
            raise RefusedFileError(f"--set {field.column.name}: {error}") from None
    elif field.column.kind is Kind.CODE and answer not in field.column.codes:
        raise RefusedFileError(f"--set {field.column.name}: '{answer}' is none of {', '.join(field.column.codes)}.")


def _companion_file(profile: Profile, name: str, files: Sequence[SourceFile]) -> SourceFile:
    """The one file of the batch that is the companion. Raises RefusedFileError."""
    companion: Companion = next(each for each in profile.companions if each.name == name)
    found = {file.file_hash: file for file in files if is_companion(file.header, companion)}
    if not found:
        raise RefusedFileError(
            f"It needs the file '{name}' of the same source, with the columns {', '.join(companion.recognized_by)}. "
            "Import both in one go."
        )
    if len(found) > 1:
        names = " and ".join(sorted(file.name for file in found.values()))
        raise RefusedFileError(
            f"There are several files '{name}' in this import, {names}, and it is not certain which one belongs to it. "
            "Import each export by itself."
        )
    return next(iter(found.values()))
