"""Refuses workbooks with a cell so far out that the sheet would not fit in memory.

The reader of workbooks makes room for every cell up to the last one, and one stray cell at the very end of a
sheet would end the program.
"""

import re
import zipfile
from typing import IO

from cp4p_metrics.errors import RefusedFileError

from .readers import BLOCK_BYTES

MOST_CELLS = 8_000_000  # about 60 bytes each, half a gigabyte
PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
LONGEST_PLACE_BYTES = 64


def refuse_far_cells(workbook: IO[bytes]) -> None:
    """Raise RefusedFileError where a sheet reaches too far. Errors of the zip are the caller's."""
    with zipfile.ZipFile(workbook) as zipped:
        for name in zipped.namelist():
            if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".bin"):
                raise RefusedFileError("It is a binary workbook (.xlsb). Save it as .xlsx.")
            if name.lower().endswith(".xml") and not name.lower().endswith("sharedstrings.xml"):
                with zipped.open(name) as part:
                    _refuse_far_part(part)


def _refuse_far_part(part: IO[bytes]) -> None:
    last_row, last_column, rest = 0, 0, b""
    while block := part.read(BLOCK_BYTES):
        text = rest + block
        places = set(PLACE.findall(text))
        last_row = max([last_row, *(int(row[:12]) for _, row in places)])
        last_column = max([last_column, *(_column_number(letters) for letters, _ in places)])
        if last_row * max(last_column, 1) > MOST_CELLS:
            raise RefusedFileError(
                "A sheet of it has a cell too far to the right or too far down. Delete the empty rows and columns "
                "around the table, or save the sheet as 'CSV UTF-8' and import that."
            )
        rest = text[-LONGEST_PLACE_BYTES:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number
