"""Opens a file: its hash, encoding, delimiter and header; and the SQL that reads chosen columns of it, in
order.

CSV for now. Only the columns that are asked for are ever selected, so nothing else of a file goes further.
"""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cp4p_metrics.errors import RefusedFileError

DELIMITERS = ",\t;|"
BLOCK_BYTES = 1 << 20
LONGEST_HEADER_BYTES = 1 << 16
# Cells beyond the header: enough to notice a row that has too many, without a place for each.
SURPLUS_COLUMNS = 8
SAVE_AGAIN = "Save it as 'CSV UTF-8' and import that"

OTHER_FORMATS = {
    b"PK\x03\x04": "an Excel workbook or another zipped file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}


@dataclass(frozen=True)
class SourceFile:
    """A CSV file on disk: where it is, what it is called, and how its text is to be read."""

    path: Path
    name: str
    file_hash: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]


def opened_file(path: Path, name: str) -> SourceFile:
    """What a file is, found in one pass over its bytes; raises RefusedFileError for what can't be read."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_utf8, has_nul, quote_count = True, False, 0
    beginning = b""
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                beginning = beginning or block
                digest.update(block)
                has_nul = has_nul or b"\0" in block
                quote_count += block.count(b'"')
                if is_utf8 and not _decodes(decoder, block):
                    is_utf8 = False
    except OSError:
        raise RefusedFileError("It is missing or can't be opened. Check its name and who may read it.") from None
    _refuse_other_formats(beginning, has_nul)
    if quote_count % 2:
        raise RefusedFileError(f"A quotation mark in it is opened and never closed. {SAVE_AGAIN}.")
    if is_utf8 and not _decodes(decoder, b"", final=True):
        is_utf8 = False
    if not is_utf8 and not _is_latin1(path):
        raise RefusedFileError(f"Its letters are neither UTF-8 nor Latin-1. {SAVE_AGAIN}.")
    encoding = "utf-8" if is_utf8 else "latin-1"
    delimiter, header = _header(beginning[:LONGEST_HEADER_BYTES], encoding)
    return SourceFile(path, name, digest.hexdigest(), encoding, delimiter, header)


def _is_latin1(path: Path) -> bool:
    """Whether no byte is where Latin-1 has no letters, but code pages that are not read here have some."""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            if re.search(rb"[\x80-\x9f]", block):
                return False
    return True


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_other_formats(beginning: bytes, has_nul: bool) -> None:
    if not beginning.strip():
        raise RefusedFileError("It is empty. A file needs a header and rows below it.")
    for signature, what in OTHER_FORMATS.items():
        if beginning.startswith(signature):
            raise RefusedFileError(f"It is {what}; only CSV files can be read. {SAVE_AGAIN}.")
    if has_nul:
        raise RefusedFileError(f"It has characters that no CSV text has (NUL). {SAVE_AGAIN}.")


def _header(beginning: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter that splits the first row most often, and that row."""
    text = beginning.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="ignore")
    rows = {delimiter: _first_row(text, delimiter) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda each: len(rows[each]))
    return delimiter, rows[delimiter]


def _first_row(text: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), ()))
    except csv.Error:
        return ()


def rows_sql(file: SourceFile, positions: Iterable[int], *, in_parallel: bool = True) -> str:
    """SQL that gives the columns at those positions as text c0, c1 …, with row_number and has_surplus."""
    width = len(file.header)
    names = [f"c{position}" for position in range(width + SURPLUS_COLUMNS)]
    declared = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    chosen = [f"nullif(trim(c{position}), '') AS c{position}" for position in sorted(set(positions))]
    surplus = f"coalesce({', '.join(names[width:])}) IS NOT NULL AS has_surplus"
    # Numbered while the file is read: a join does not keep the order of rows.
    numbered = "row_number() OVER () AS row_number"
    options = {
        "auto_detect": "false",
        "header": "false",
        "skip": "1",
        "compression": "'none'",
        "encoding": quoted(file.encoding),
        "delim": quoted(file.delimiter),
        "quote": "'\"'",
        "escape": "'\"'",
        "null_padding": "true",
        "strict_mode": "true",
        "parallel": str(in_parallel).lower(),
        "columns": f"{{{declared}}}",
    }
    written = ", ".join(f"{name} = {value}" for name, value in options.items())
    path = quoted(_without_wildcards(file.path))
    return f"SELECT {', '.join([numbered, *chosen, surplus])} FROM read_csv({path}, {written})"


def _without_wildcards(path: Path) -> str:
    """The path with '*', '?' and '[' standing for themselves."""
    return re.sub(r"([*?[])", r"[\1]", str(path))


def quoted(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
