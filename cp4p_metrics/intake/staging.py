"""Reads a file into a table of the temporary database: values in place of texts, and a mark for each problem.

A staged row keeps its number in the file (1 is the first row below the header). No text of a
participant's id gets here: the pseudonym takes its place where the row is read, before anything is joined.
Nor does a key or a name of a place that looks like a person's data (see deidentification.py).
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

import duckdb

from cp4p_metrics.errors import RefusedFileError, StoreError
from cp4p_metrics.home import Home
from cp4p_metrics.records.columns import Kind

from .checks import Problem, problem_mask_sql, problems
from .deidentification import looking, refuse_personal_columns, role_of
from .key_files import participants_keys
from .lookups import areas_written
from .mapping import Field
from .pseudonyms import forget_key, know_key
from .readers import SAVE_AGAIN, SourceFile, rows_of
from .recognition import Layout
from .reports import LeftOutCount
from .sifting import needs_sifting, sift
from .sourcing import (
    MOST_PARTS,
    TOO_MANY_PARTS,
    constants,
    is_told,
    left_out_sql,
    load_lookups,
    personal_kind_sql,
    positions_read,
    records_per_row,
    rows_sql,
    text_sql,
)
from .stages import lay_down
from .values import SUPPRESSED, date_sql, value_sql

LOOKED_UP = {
    Kind.AREA: "area_names.area_number",
    Kind.PARTNER: "known_partners.partner_id",
}


class Way(Enum):
    """How the rows of a file are read, the fastest first."""

    ON_ALL_CORES = auto()  # by DuckDB, without numbers
    DIRECT = auto()  # by DuckDB, one after the other
    STREAMED = auto()  # by Python


@dataclass(frozen=True)
class StagedFile:
    """A file's records in the temporary table `stage`, with the problems that their bits stand for.

    Where a row may make several records, `records_per_row` is what the number of a record is divided by to get
    the row's, and `row_count` is the file's number of rows.
    """

    file: SourceFile
    layout: Layout
    stage: str
    problems: tuple[Problem, ...]
    read_count: int
    row_count: int | None = None
    left_out: tuple[LeftOutCount, ...] = ()
    is_numbered: bool = True  # else its row numbers tell rows apart, and are not those of the file

    @property
    def records_per_row(self) -> int:
        return records_per_row(self.layout)


def staged_file(
    home: Home,
    connection: duckdb.DuckDBPyConnection,
    file: SourceFile,
    layout: Layout,
    stage: str,
    today: date,
    *,
    numbered: bool,
) -> StagedFile:
    """The file, read and checked row by row. Raises RefusedFileError where it turns out to be broken.

    Unless `numbered`, the rows of a large file get their numbers only where one of them has a problem.
    """
    found = problems(layout.profile.table, today, constants(layout))
    ways = [
        *([Way.ON_ALL_CORES] if not numbered and _is_large(file, layout) else []),
        *([Way.DIRECT] if file.direct_sql([]) else []),
        # DuckDB is strict: line ends of two kinds, or short rows beside line breaks in cells, are too much for it.
        # Python's reader takes them, slower.
        Way.STREAMED,
    ]
    for way in ways:
        try:
            notes = _stage(home, connection, file, layout, stage, found, way)
        except duckdb.Error as error:
            refusal = _read_error(error)
            if isinstance(refusal, StoreError) or way is Way.STREAMED:
                raise refusal from None
        else:
            if way is not Way.ON_ALL_CORES or not _has_problems(connection, stage):
                break
    row_count, left_out = sift(connection, layout, stage) if needs_sifting(layout) else (None, ())
    refuse_personal_columns(connection, stage, layout.profile.table, found)
    [(read_count,)] = connection.execute(f"SELECT count(*) FROM {stage}").fetchall()
    layout = replace(layout, notes=(*layout.notes, *notes))
    is_numbered = way is not Way.ON_ALL_CORES
    return StagedFile(file, layout, stage, found, read_count, row_count, left_out, is_numbered)


def _is_large(file: SourceFile, layout: Layout) -> bool:
    return file.is_large and not needs_sifting(layout)


def _has_problems(connection: duckdb.DuckDBPyConnection, stage: str) -> bool:
    return bool(connection.execute(f"SELECT 1 FROM {stage} WHERE problems <> 0 LIMIT 1").fetchall())


def _stage(
    home: Home,
    connection: duckdb.DuckDBPyConnection,
    file: SourceFile,
    layout: Layout,
    stage: str,
    found: tuple[Problem, ...],
    way: Way,
) -> tuple[str, ...]:
    """Make the table `stage`; gives what is to be told about the file."""
    streamed = way is Way.STREAMED
    areas = areas_written(file, layout, streamed=streamed)
    connection.register("area_names", areas.table)
    if layout.profile.table.has_participants:
        know_key(connection, participants_keys(home, connection))
    try:
        load_lookups(connection, layout)
        partners = [row[0] for row in connection.execute("SELECT written FROM known_partners ORDER BY 1").fetchall()]
        numbered = way is not Way.ON_ALL_CORES
        positions = positions_read(layout)
        with (
            looking(connection),
            rows_of(connection, file, positions, streamed=streamed, numbered=numbered) as rows,
        ):
            laid = _staged_sql(rows, layout, found, partners)
            lay_down(connection, home, stage, laid, is_large=_is_large(file, layout), numbered=numbered)
    finally:
        connection.unregister("area_names")
        forget_key(connection)
    return areas.notes


def _staged_sql(rows: str, layout: Layout, found: tuple[Problem, ...], partners: list[str]) -> str:
    profile = layout.profile
    columns = profile.table.columns
    kinds = {column.kind: f"t_{column.name}" for column in columns}
    texts = ", ".join(f"{_text_sql(layout, field)} AS t_{field.column.name}" for field in profile.fields)
    left_out, left_out_name = "", ""
    if needs_sifting(layout):
        left_out, left_out_name = f", {left_out_sql(layout)} AS left_out", ", left_out"
    kinds_of_personal = "".join(
        f", {personal_kind_sql(layout, field, partners)} AS p_{field.column.name}"
        for field in profile.fields
        if role_of(field.column)
    )
    values = ", ".join(f"{_value_sql(layout, field)} AS v_{field.column.name}" for field in profile.fields)
    joins, shared_name = "", "NULL"
    if Kind.AREA in kinds:
        joins += f" LEFT JOIN area_names ON area_names.written = {kinds[Kind.AREA]}"
        shared_name = "area_names.shared_name"
    if Kind.PARTNER in kinds:
        joins += f" LEFT JOIN known_partners ON known_partners.written = lower({kinds[Kind.PARTNER]})"
    stored = ", ".join(f"CAST(v_{column.name} AS {column.kind.stored_as}) AS {column.name}" for column in columns)
    position = layout.extracted_position
    extracted = "CAST(NULL AS DATE)"
    if position is not None:
        extracted = date_sql(f"c{position}", profile.date_formats, profile.time_zone)
    return (
        f"WITH texts AS (SELECT row_number, {texts}{kinds_of_personal}, {extracted} AS changed_date, "
        f"has_surplus{left_out} FROM ({rows_sql(rows, layout, partners)})), "
        f"valued AS (SELECT texts.*, {values}, {shared_name} AS shared_name FROM texts{joins}) "
        f"SELECT row_number, {stored}, changed_date, CAST({problem_mask_sql(found)} AS BIGINT) AS problems"
        f"{left_out_name} FROM valued"
    )


def _text_sql(layout: Layout, field: Field) -> str:
    text = text_sql(layout, field)
    is_number = field.column.kind in (Kind.INTEGER, Kind.DECIMAL)
    return f"nullif({text}, '{SUPPRESSED}')" if is_number and is_told(layout, field) else text


def _value_sql(layout: Layout, field: Field) -> str:
    if role_of(field.column):  # what looks personal is not even staged
        return f"CASE WHEN p_{field.column.name} IS NULL THEN t_{field.column.name} END"
    looked_up_value = LOOKED_UP.get(field.column.kind)
    if not is_told(layout, field):  # a constant is in our own words
        field = replace(field, codes=(), otherwise=None, is_age=False)
    profile = layout.profile
    return looked_up_value or value_sql(field, f"t_{field.column.name}", profile.date_formats, profile.time_zone)


def _read_error(error: duckdb.Error) -> RefusedFileError | StoreError:
    """What to tell about a failed read. DuckDB's text quotes the row; only the line's number is kept."""
    if isinstance(error, (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.FatalException)):
        return StoreError(
            "There is not enough room on the disk or in memory to read the file. Make room, then try again."
        )
    if TOO_MANY_PARTS in str(error):
        return RefusedFileError(f"A cell holds more than {MOST_PARTS:,} parts. Take it apart, then import again.")
    line = re.search(r"Line: (\d+)", str(error))
    where = f"around line {line.group(1)}" if line else "somewhere in it"
    return RefusedFileError(
        f"It can't be read {where}: a row is not as its header says, a quotation mark is out of place, or "
        f"line ends are of two kinds. {SAVE_AGAIN}."
    )
