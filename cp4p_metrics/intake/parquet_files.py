"""Parquet files: typed columns, read in batches and only where they are needed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import RefusedFileError

from .origins import Origin
from .readers import BATCH_ROWS, BLOCK_BYTES, BROKEN, SourceFile

BROKEN_PARQUET = "It is a Parquet file that is broken or not wholly there. Make it again, then import that."


@dataclass(frozen=True)
class ParquetFile(SourceFile):
    """A Parquet file and the types of its columns."""

    types: tuple[pa.DataType, ...]

    def text_sql(self, position: int) -> str:
        """What a CSV of the same values would say: 25 for 25.0, and moments as the city's clocks showed them."""
        kind, column = self.types[position], f"c{position}"
        text = f"CAST({column} AS VARCHAR)"
        if pa.types.is_floating(kind):
            is_whole = f"isfinite({column}) AND {column} = trunc({column}) AND abs({column}) < 1e15"
            whole = f"CAST({column}::BIGINT AS VARCHAR)"
            text = f"CASE WHEN isnan({column}) THEN NULL WHEN {is_whole} THEN {whole} ELSE {text} END"
        elif pa.types.is_decimal(kind):
            text = f"regexp_replace({text}, '\\.0+$', '')"
        elif pa.types.is_timestamp(kind) and kind.tz:
            text = f"CAST(timezone('{coalition().time_zone}', {column}) AS VARCHAR)"
        return text

    def batches(self, positions: Sequence[int]) -> Iterator[pa.RecordBatch]:
        """Row numbers and the columns at those positions, of their own types. Raises RefusedFileError."""
        for position in positions:
            if pa.types.is_nested(self.types[position]) or pa.types.is_binary(self.types[position]):
                raise RefusedFileError(
                    f"The column '{self.header[position]}' holds lists, records or bytes. Write one value a column."
                )
        read_count = 0
        # Columns are taken by name; a name that occurs twice is refused before, by its header.
        names = [self.header[position] for position in positions]
        with self.origin.seekable() as file, pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(batch_size=BATCH_ROWS, columns=names, use_threads=False):
                numbers = pa.array(range(read_count + 1, read_count + batch.num_rows + 1), pa.int64())
                read_count += batch.num_rows
                yield pa.record_batch(
                    [numbers, *(batch.column(name) for name in names), pa.repeat(False, batch.num_rows)],
                    names=["row_number", *(f"c{position}" for position in positions), "has_surplus"],
                )


def opened_parquet(origin: Origin) -> ParquetFile:
    """What a Parquet file is. Raises RefusedFileError."""
    digest = hashlib.sha256()
    with origin.seekable() as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
        try:
            with pq.ParquetFile(file) as parquet:
                schema = parquet.schema_arrow
        except BROKEN:
            raise RefusedFileError(BROKEN_PARQUET) from None
    return ParquetFile(origin, origin.name, digest.hexdigest(), tuple(schema.names), tuple(schema.types))
