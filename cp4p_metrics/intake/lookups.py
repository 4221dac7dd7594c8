"""Which area each text of a file stands for. The different texts are few, so each is resolved once."""

import duckdb
import pyarrow as pa

from cp4p_metrics.errors import AmbiguousNameError, UnknownNameError
from cp4p_metrics.places import resolve_area
from cp4p_metrics.records.columns import Kind
from cp4p_metrics.records.store import MEMORY_LIMIT

from .readers import SourceFile, rows_of
from .recognition import Layout

# Longer than any name, and more than a file of areas has: such a column holds something else.
LONGEST_AREA_NAME = 60
MOST_UNKNOWN_AREAS = 500


def areas_written(file: SourceFile, layout: Layout, *, streamed: bool) -> pa.Table:
    """The areas that a file names: written, area_number (null where unknown) and is_ambiguous."""
    for field in layout.profile.fields:
        position = layout.position(field.column.name)
        if field.column.kind is Kind.AREA and position is not None:
            return _areas(_different_texts(file, position, streamed=streamed))
    return _areas([])


def _different_texts(file: SourceFile, position: int, *, streamed: bool) -> list[str]:
    with duckdb.connect() as memory, rows_of(memory, file, [position], streamed=streamed) as rows:
        memory.execute("SET temp_directory = ''")
        memory.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        found = memory.execute(f"SELECT DISTINCT c{position} AS written FROM ({rows}) WHERE c{position} IS NOT NULL")
        texts: list[str] = found.fetchnumpy()["written"].tolist()
        return texts


def _areas(texts: list[str]) -> pa.Table:
    numbers: list[int | None] = []
    ambiguous: list[bool] = []
    unknown_count = 0
    for text in texts:
        number, is_ambiguous = (None, False)
        if len(text) <= LONGEST_AREA_NAME and unknown_count < MOST_UNKNOWN_AREAS:
            number, is_ambiguous = _area(text)
        unknown_count += number is None
        numbers.append(number)
        ambiguous.append(is_ambiguous)
    return pa.table(
        {
            "written": pa.array(texts, pa.string()),
            "area_number": pa.array(numbers, pa.int32()),
            "is_ambiguous": pa.array(ambiguous, pa.bool_()),
        }
    )


def _area(text: str) -> tuple[int | None, bool]:
    # A spreadsheet program writes the number 25 as 25.0 where the column also has blanks.
    try:
        return resolve_area(text.removesuffix(".0")), False
    except AmbiguousNameError:
        return None, True
    except UnknownNameError:
        return None, False
