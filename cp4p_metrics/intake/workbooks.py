"""Excel workbooks: each sheet that holds a table is a file of its own, wherever on the sheet its header stands."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

import python_calamine

from cp4p_metrics.errors import RefusedFileError

from .far_cells import refuse_far_cells
from .mapping import Profile
from .origins import GIGABYTE, Origin, printable, zip_members
from .readers import BLOCK_BYTES, Row, SourceFile
from .recognition import Layout, is_header, looks_like_header, recognized_layouts

DEEPEST_HEADER = 50  # rows of a sheet in which its header is looked for
MOST_UNZIPPED_BYTES = GIGABYTE  # of a workbook: the sheet that is read lies in memory
BROKEN_WORKBOOK = (
    "It is an Excel workbook that is broken or protected by a password. Save it again as .xlsx, without a password."
)


@dataclass(frozen=True)
class Sheet(SourceFile):
    """One sheet of a workbook; `header_row` is the header's number on the sheet, from 1."""

    sheet_name: str
    header_row: int

    def rows(self, positions: Sequence[int]) -> Iterator[Row]:
        """The rows below the header that have anything in them, numbered as they stand there."""
        width = len(self.header)
        for number, values in enumerate(_sheet_rows(_sheet(self.origin, self.sheet_name)), start=1 - self.header_row):
            if number > 0 and any(value != "" for value in values):
                cells: list[str | None] = [None] * len(values)
                for position in (*positions, *range(width, len(values))):
                    if position < len(values):
                        cells[position] = cell_text(values[position])
                yield number, cells


def opened_sheets(origin: Origin, among: Sequence[Profile]) -> list[tuple[SourceFile, Layout]]:
    """The sheets of a workbook that hold a known table. Raises RefusedFileError where none does, or one nearly."""
    digest = hashlib.sha256()
    with origin.seekable() as file:
        zip_members(file, MOST_UNZIPPED_BYTES)
        refuse_far_cells(file)
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    found: list[tuple[SourceFile, Layout]] = []
    left_out: list[str] = []
    for sheet_name in _sheet_names(origin):
        sheet = _sheet(origin, sheet_name)
        top = [row for row, _ in zip(_sheet_rows(sheet), range(DEEPEST_HEADER), strict=False)]
        if not any(value != "" for row in top for value in row):
            continue
        name = f"{origin.name}, sheet {printable(sheet_name)}"
        header_row, header = _header(top, _merged(sheet), among)
        if header_row is None:
            left_out.append(printable(sheet_name))
            continue
        file_hash = hashlib.sha256(f"{digest.hexdigest()} {sheet_name}".encode()).hexdigest()
        try:
            tables = recognized_layouts(Sheet(origin, name, file_hash, header, sheet_name, header_row), among)
        except RefusedFileError as refusal:
            raise RefusedFileError(f"Sheet '{printable(sheet_name)}': {refusal}") from None
        if header_row > 1:
            where = f"Its header stands in row {header_row} of the sheet; row 1 here is row {header_row + 1} there."
            tables = [(each, replace(layout, notes=(*layout.notes, where))) for each, layout in tables]
        found += tables
    if not found:
        raise RefusedFileError(
            f"No sheet has a header that is known here within its first {DEEPEST_HEADER} rows. "
            "Put the columns of a template (see docs/templates.md) above the rows."
        )
    if left_out:
        note = f"Sheets without a table that is known here, which were not read: {', '.join(left_out)}."
        first, layout = found[0]
        found[0] = (first, replace(layout, notes=(*layout.notes, note)))
    return found


def first_sheet(origin: Origin) -> Sheet:
    """The first sheet that holds a table, by the first row near its top that has most names side by side."""
    with origin.seekable() as file:
        zip_members(file, MOST_UNZIPPED_BYTES)
        refuse_far_cells(file)
    for sheet_name in _sheet_names(origin):
        sheet = _sheet(origin, sheet_name)
        top = [row for row, _ in zip(_sheet_rows(sheet), range(DEEPEST_HEADER), strict=False)]
        headers = [_header_cells(top, row, _merged(sheet)) for row in range(len(top))]
        widths = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in header) for header in headers]
        if max(widths, default=0) >= 2:
            row = widths.index(max(widths))
            return Sheet(origin, origin.name, "", headers[row], sheet_name, row + 1)
    raise RefusedFileError("No sheet holds a table: a row of names above rows of values.")


def _header(
    top: Sequence[Sequence[Any]], merged: dict[tuple[int, int], tuple[int, int]], among: Sequence[Profile]
) -> tuple[int | None, tuple[str, ...]]:
    """The row of the first header that fits, else of the one that nearly does; None where none comes near."""
    headers = [_header_cells(top, row, merged) for row in range(len(top))]
    for fits in (is_header, looks_like_header):
        for row, header in enumerate(headers, start=1):
            if fits(header, among):
                return row, header
    return None, ()


def _header_cells(
    top: Sequence[Sequence[Any]], row: int, merged: dict[tuple[int, int], tuple[int, int]]
) -> tuple[str, ...]:
    """The names in a row; of a cell that is merged with cells above, the name that stands in its top."""
    names = []
    for column, value in enumerate(top[row]):
        above, left = merged.get((row, column), (row, column))
        names.append(cell_text(top[above][left] if above < row and left == column else value) or "")
    while names and not names[-1].strip():
        names.pop()
    return tuple(names)


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """For each merged cell near the top, the cell that holds its value; columns counted as in the rows."""
    first_column = sheet.start[1] if sheet.start else 0
    return {
        (row, column - first_column): (top, left - first_column)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for row in range(top, min(bottom, DEEPEST_HEADER) + 1)
        for column in range(left, min(right, left + DEEPEST_HEADER) + 1)
    }


def _workbook(origin: Origin) -> Any:
    with origin.seekable() as file:
        try:
            return python_calamine.CalamineWorkbook.from_filelike(file)
        except (python_calamine.CalamineError, OSError, ValueError):
            raise RefusedFileError(BROKEN_WORKBOOK) from None


def _sheet_names(origin: Origin) -> list[str]:
    sheets = _workbook(origin).sheets_metadata
    return [each.name for each in sheets if each.typ == python_calamine.SheetTypeEnum.WorkSheet]


def _sheet(origin: Origin, sheet_name: str) -> Any:
    try:
        return _workbook(origin).get_sheet_by_name(sheet_name)
    except (python_calamine.CalamineError, OSError, ValueError):
        raise RefusedFileError(BROKEN_WORKBOOK) from None


def _sheet_rows(sheet: Any) -> Iterator[list[Any]]:
    rows: Iterator[list[Any]] = sheet.iter_rows()
    return rows


def cell_text(value: Any) -> str | None:
    """What a CSV of the same sheet would say, with dates as 2026-03-05 and whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (date, datetime)):
        return value.isoformat(*([" "] if isinstance(value, datetime) else []))
    return str(value)
