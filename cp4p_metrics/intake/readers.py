"""What a readable file is: its name, hash and header, and its rows as columns of text, in order.

Only the columns that are asked for are ever selected, so nothing else of a file goes further.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from cp4p_metrics.errors import RefusedFileError

from .origins import UNREADABLE, Origin

BLOCK_BYTES = 1 << 20
BATCH_ROWS = 1 << 15
SAVE_AGAIN = "Save it as 'CSV UTF-8' and import that"
# What reading bytes raises where they are not what their beginning promised. Their words may quote a cell.
BROKEN = (
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    pa.ArrowException,
)

Row = tuple[int, Sequence[str | None]]  # its number, 1 for the first row below the header; and its cells


@dataclass(frozen=True)
class SourceFile:
    """A file, or a sheet of one, whose header is known. Each kind of file says how its rows are read."""

    origin: Origin
    name: str
    file_hash: str
    header: tuple[str, ...]

    def rows(self, positions: Sequence[int]) -> Iterator[Row]:
        """The rows in order. Cells elsewhere than at those positions need not be there."""
        raise NotImplementedError

    @property
    def is_large(self) -> bool:
        """Whether the file is worth reading on all cores at once, in which order it ever comes."""
        return False

    def direct_sql(self, positions: Iterable[int], *, numbered: bool = True) -> str | None:
        """SQL with which DuckDB reads the file by itself, which is faster; None where it can't.

        Rows that are not `numbered` all have the number 0, and are read on all cores at once.
        """
        del positions, numbered
        return None

    def text_sql(self, position: int) -> str:
        """SQL for the text of a column of `batches`."""
        return f"c{position}"

    def batches(self, positions: Sequence[int]) -> Iterator[pa.RecordBatch]:
        """Row numbers, the columns at those positions as c0, c1 …, and whether a row has cells beyond the header."""
        chosen = sorted(set(positions))
        rows = self.rows(chosen)
        while batch := self._batch(rows, chosen):
            yield batch

    def _batch(self, rows: Iterator[Row], chosen: Sequence[int]) -> pa.RecordBatch | None:
        width = len(self.header)
        numbers: list[int] = []
        surplus: list[bool] = []
        columns: list[list[str | None]] = [[] for _ in chosen]
        for number, cells in rows:
            numbers.append(number)
            length = len(cells)
            surplus.append(length > width and any(cell and cell.strip(" ") for cell in cells[width:]))
            for position, column in zip(chosen, columns, strict=True):
                column.append(cells[position] if position < length else None)
            if len(numbers) == BATCH_ROWS:
                break
        if not numbers:
            return None
        arrays = [pa.array(numbers, pa.int64()), *(pa.array(column, pa.string()) for column in columns)]
        names = ["row_number", *(f"c{position}" for position in chosen), "has_surplus"]
        return pa.record_batch([*arrays, pa.array(surplus, pa.bool_())], names=names)


@contextmanager
def rows_of(
    connection: duckdb.DuckDBPyConnection,
    file: SourceFile,
    positions: Iterable[int],
    *,
    streamed: bool,
    numbered: bool = True,
) -> Iterator[str]:
    """SQL, good once, that gives the columns as trimmed text, with row_number and has_surplus.

    Unless `streamed`, DuckDB reads the file by itself where it can. Raises RefusedFileError for a file that
    turns out to be broken further down.
    """
    chosen = sorted(set(positions))
    direct = None if streamed else file.direct_sql(chosen, numbered=numbered)
    if direct:
        yield direct
        return
    refusals: list[RefusedFileError] = []

    def batches() -> Iterator[pa.RecordBatch]:
        try:
            yield from sound_batches(file, chosen)
        except RefusedFileError as refusal:
            refusals.append(refusal)
            raise

    stream = batches()
    # An empty file has no first batch to take the types from; its columns are text then.
    first = next(stream, None) or pa.record_batch(
        [pa.array([], pa.int64()), *(pa.array([], pa.string()) for _ in chosen), pa.array([], pa.bool_())],
        names=["row_number", *(f"c{position}" for position in chosen), "has_surplus"],
    )

    def all_batches() -> Iterator[pa.RecordBatch]:
        yield first
        yield from stream

    texts = [f"nullif(trim({file.text_sql(position)}), '') AS c{position}" for position in chosen]
    connection.register("streamed_rows", pa.RecordBatchReader.from_batches(first.schema, all_batches()))
    try:
        yield f"SELECT row_number, {', '.join([*texts, 'has_surplus'])} FROM streamed_rows"
    except duckdb.Error:
        if refusals:
            raise refusals[0] from None
        raise
    finally:
        connection.unregister("streamed_rows")


def sound_batches(file: SourceFile, positions: Sequence[int]) -> Iterator[pa.RecordBatch]:
    """The file's batches; whatever is wrong with its bytes becomes a RefusedFileError without a cell in it."""
    try:
        yield from file.batches(positions)
    except PermissionError:
        raise RefusedFileError(UNREADABLE) from None
    except BROKEN:
        raise RefusedFileError(
            f"It is broken somewhere, or has letters in it that are of another encoding. {SAVE_AGAIN}."
        ) from None


def quoted(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
