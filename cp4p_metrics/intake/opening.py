"""Opens whatever a partner has: says what kind of file it is, and which known tables are in it."""

from collections.abc import Sequence

from cp4p_metrics.errors import RefusedFileError

from .csv_files import opened_csv
from .geojson_files import is_geojson, opened_geojson
from .json_lines import opened_json_lines
from .mapping import Profile
from .narrowing import settled_layout
from .origins import UNREADABLE, Origin, is_workbook, zip_members
from .parquet_files import opened_parquet
from .readers import BROKEN, SAVE_AGAIN, SourceFile
from .recognition import Layout, recognized_layouts
from .workbooks import first_sheet, opened_sheets

WAY_OUT = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook, or one with a password. Save it as .xlsx without one",
    b"%PDF": f"a PDF. Ask for the table itself. {SAVE_AGAIN}",
    b"\x1f\x8b": "a compressed file. Unpack it, or make it a zip",
    b"[": "a JSON array. Write JSON lines instead: one record a line",
}


def opened_tables(origin: Origin, among: Sequence[Profile]) -> list[tuple[SourceFile, Layout]]:
    """Each table of a file with its layout; raises RefusedFileError for what can't be read."""
    try:
        with origin.open() as file:
            beginning = file.read(4096)
        if beginning.startswith(b"PK\x03\x04"):
            with origin.seekable() as whole:
                zip_members(whole)
                if not is_workbook(whole):
                    raise RefusedFileError("It is a zip inside a zip. Unpack the outer one and import that folder.")
            tables = opened_sheets(origin, among)
        else:
            tables = recognized_layouts(_opened(origin, beginning), among)
        return [(table, settled_layout(table, layout, among)) for table, layout in tables]
    except (FileNotFoundError, PermissionError):
        raise RefusedFileError(UNREADABLE) from None
    except BROKEN:
        raise RefusedFileError(f"It is broken, or not wholly there. Get it again, or {SAVE_AGAIN.lower()}.") from None


def unknown_table(origin: Origin) -> SourceFile:
    """The file, or the first sheet of a workbook that holds a table, whatever its header. Raises RefusedFileError."""
    try:
        with origin.open() as file:
            beginning = file.read(4096)
        if beginning.startswith(b"PK\x03\x04"):
            return first_sheet(origin)
        return _opened(origin, beginning)
    except (FileNotFoundError, PermissionError):
        raise RefusedFileError(UNREADABLE) from None
    except BROKEN:
        raise RefusedFileError(f"It is broken, or not wholly there. Get it again, or {SAVE_AGAIN.lower()}.") from None


def _opened(origin: Origin, beginning: bytes) -> SourceFile:
    for signature, what in WAY_OUT.items():
        if beginning.startswith(signature):
            raise RefusedFileError(f"It is {what}.")
    if beginning.startswith(b"PAR1"):
        return opened_parquet(origin)
    if is_geojson(beginning):
        return opened_geojson(origin)
    if beginning.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return opened_json_lines(origin)
    return opened_csv(origin)
