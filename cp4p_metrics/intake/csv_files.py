"""CSV files: any of four delimiters, any usual encoding, any line ends.

DuckDB reads by itself what it can: files on the disk in UTF-8 or Latin-1 that are sound in its eyes. Others
come in a stream from Python's reader, a few thousand rows at a time, so no converted copy is ever written.
"""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cp4p_metrics.errors import RefusedFileError

from .origins import Origin
from .readers import BLOCK_BYTES, SAVE_AGAIN, Row, SourceFile, quoted

DELIMITERS = ",\t;|"
LONGEST_HEADER_BYTES = 1 << 16
# Cells beyond the header: enough to notice a row that has too many, without a place for each.
SURPLUS_COLUMNS = 8
LARGE_BYTES = 64 << 20
DIRECT_ENCODINGS = ("utf-8", "latin-1")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class CsvFile(SourceFile):
    """A CSV file: how its text is to be read, and whether DuckDB may try."""

    encoding: str
    delimiter: str
    is_plain: bool

    def rows(self, positions: Sequence[int]) -> Iterator[Row]:
        """Every row that is not a blank line, the header left out. Raises RefusedFileError."""
        del positions
        encoding = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        with self.origin.open() as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
            lines = csv.reader(text, delimiter=self.delimiter, strict=True)
            try:
                rows = (row for row in lines if row)
                next(rows, None)
                yield from enumerate(rows, start=1)
            except csv.Error as error:
                raise _not_as_its_header_says(error, lines.line_num) from None

    @property
    def is_large(self) -> bool:
        """Whether DuckDB reads it by itself, and it is large enough for all cores."""
        return self._is_direct and self.origin.path.stat().st_size >= LARGE_BYTES

    @property
    def _is_direct(self) -> bool:
        return self.origin.member is None and self.encoding in DIRECT_ENCODINGS and self.is_plain

    def direct_sql(self, positions: Iterable[int], *, numbered: bool = True) -> str | None:
        """DuckDB's own reading of the file. Numbering the rows takes them one after the other, on one core."""
        if not self._is_direct:
            return None
        width = len(self.header)
        names = [f"c{position}" for position in range(width + SURPLUS_COLUMNS)]
        declared = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
        chosen = [f"{_trimmed_sql(f'c{position}')} AS c{position}" for position in sorted(set(positions))]
        beyond = ", ".join(names[width:])
        surplus = f"coalesce({beyond}) IS NOT NULL AND trim(concat({beyond})) <> '' AS has_surplus"
        # Numbered while the file is read: a join does not keep the order of rows.
        number = "row_number() OVER () AS row_number" if numbered else "0::BIGINT AS row_number"
        options = {
            "auto_detect": "false",
            "header": "false",
            "skip": "1",
            "compression": "'none'",
            "encoding": quoted(self.encoding),
            "delim": quoted(self.delimiter),
            "quote": "'\"'",
            "escape": "'\"'",
            "null_padding": "true",
            "strict_mode": "true",
            "columns": f"{{{declared}}}",
        }
        written = ", ".join(f"{name} = {value}" for name, value in options.items())
        # '*', '?' and '[' in a path stand for themselves.
        path = quoted(re.sub(r"([*?[])", r"[\1]", str(self.origin.path)))
        return f"SELECT {', '.join([number, *chosen, surplus])} FROM read_csv({path}, {written})"


def _trimmed_sql(text: str) -> str:
    """The cell without blanks around it. Most cells have none anywhere, which is quick to see."""
    return f"CASE WHEN contains({text}, ' ') THEN nullif(trim({text}), '') ELSE nullif({text}, '') END"


def _not_as_its_header_says(error: csv.Error, line: int) -> RefusedFileError:
    """The reader's words never quote a cell, but they speak to programmers."""
    words = str(error)
    if "unexpected end" in words or "field limit" in words:
        return RefusedFileError(
            f"A quotation mark in it is opened and never closed, before line {line:,}, or a cell is as long as a "
            f"book. {SAVE_AGAIN}."
        )
    return RefusedFileError(f"It can't be read around line {line:,}: a quotation mark is out of place. {SAVE_AGAIN}.")


def opened_csv(origin: Origin) -> CsvFile:
    """What a CSV file is, found in one pass over its bytes; raises RefusedFileError for what can't be read."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    is_utf8, has_nul, has_code_page, quote_count = True, False, False, 0
    beginning = b""
    with origin.open() as file:
        while block := file.read(BLOCK_BYTES):
            beginning = beginning or block
            digest.update(block)
            has_nul = has_nul or b"\0" in block
            quote_count += block.count(b'"')
            is_ascii = block.isascii()
            has_code_page = has_code_page or (not is_ascii and bool(re.search(rb"[\x80-\x9f]", block)))
            # ASCII is UTF-8, unless the block before it ended within a letter.
            is_utf8 = is_utf8 and ((is_ascii and not decoder.getstate()[0]) or _decodes(decoder, block))
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    encoding = _encoding(beginning, is_utf8=is_utf8, has_nul=has_nul, has_code_page=has_code_page)
    delimiter, header, skipped = _header(beginning[:LONGEST_HEADER_BYTES], encoding)
    is_plain = quote_count % 2 == 0 and not skipped
    return CsvFile(origin, origin.name, digest.hexdigest(), header, encoding, delimiter, is_plain)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding(beginning: bytes, *, is_utf8: bool, has_nul: bool, has_code_page: bool) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if beginning.startswith(mark):
            return encoding
    if has_nul:
        # Without a mark: every other byte of a header in English is NUL.
        for encoding, start in (("utf-16-le", 1), ("utf-16-be", 0)):
            sample = beginning[:200]
            if len(sample) >= 4 and not sample[start::2].strip(b"\0") and b"\0" not in sample[1 - start :: 2]:
                return encoding
        raise RefusedFileError(f"It has characters that no CSV text has (NUL). {SAVE_AGAIN}.")
    if is_utf8:
        return "utf-8"
    return "cp1252" if has_code_page else "latin-1"


def _header(beginning: bytes, encoding: str) -> tuple[str, tuple[str, ...], bool]:
    """The delimiter that splits the first row most often, that row, and whether blank lines stand above it."""
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)(errors="ignore")
    text = decoder.decode(beginning)
    if not text.strip():
        raise RefusedFileError("It is empty. A file needs a header and rows below it.")
    rows = {delimiter: _first_row(text, delimiter) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda each: len(rows[each]))
    return delimiter, rows[delimiter], text[0] in "\r\n"


def _first_row(text: str, delimiter: str) -> tuple[str, ...]:
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return tuple(next((row for row in lines if row), ()))
    except csv.Error:
        return ()
