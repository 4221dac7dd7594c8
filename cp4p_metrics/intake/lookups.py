"""Which area each text of a file stands for. The different texts are few, so each is resolved once."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from cp4p_metrics.places import area_name
from cp4p_metrics.records.columns import Kind
from cp4p_metrics.records.store import MEMORY_LIMIT

from .area_names import WrittenArea, plain_words, written_area
from .mapping import Field
from .readers import SourceFile, rows_of
from .recognition import Layout
from .sourcing import area_layout, is_told, load_lookups, positions_read, rows_sql, text_sql

# Longer than any name, and more than a file of areas has: such a column holds something else.
LONGEST_AREA_NAME = 60
MOST_UNKNOWN_AREAS = 500
MOST_NAMES_NOTED = 12


@dataclass(frozen=True)
class Areas:
    """The areas that a file names: `table` has the columns written, area_number (null where unknown) and
    shared_name (the place, among the names of several areas, of one that must be asked about).

    `notes` say which names were misspelled or shortened, and what they were taken for.
    """

    table: pa.Table
    notes: tuple[str, ...]


def areas_written(file: SourceFile, layout: Layout, *, streamed: bool) -> Areas:
    """What stands in a file's column of areas, and which areas are meant."""
    settled = dict(layout.profile.settled_areas)
    field = next((each for each in layout.profile.fields if each.column.kind is Kind.AREA), None)
    if field is None:
        return _areas([], settled)
    if not is_told(layout, field):
        return _areas([field.always] if field.always else [], settled)
    return _areas(_different_texts(file, layout, field, streamed=streamed), settled)


def _different_texts(file: SourceFile, layout: Layout, field: Field, *, streamed: bool) -> list[str]:
    with duckdb.connect() as memory:
        memory.execute("SET temp_directory = ''")
        memory.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        text = text_sql(layout, field)
        only_area = area_layout(layout, field)
        load_lookups(memory, only_area)
        with rows_of(memory, file, positions_read(only_area), streamed=streamed, numbered=False) as rows:
            found = memory.execute(
                f"SELECT DISTINCT {text} AS written FROM ({rows_sql(rows, only_area)}) WHERE {text} IS NOT NULL"
            )
            texts: list[str] = found.fetchnumpy()["written"].tolist()
            return texts


def _areas(texts: list[str], settled: dict[str, int]) -> Areas:
    found: list[WrittenArea] = []
    mended: dict[str, int] = {}
    unknown_count = 0
    for text in texts:
        area = WrittenArea()
        if len(text) <= LONGEST_AREA_NAME and unknown_count < MOST_UNKNOWN_AREAS:
            area = written_area(text, settled)
        unknown_count += area.number is None
        if area.is_mended and area.number is not None:
            mended[plain_words(text)] = area.number
        found.append(area)
    table = pa.table(
        {
            "written": pa.array(texts, pa.string()),
            "area_number": pa.array([area.number for area in found], pa.int32()),
            "shared_name": pa.array([area.shared_name for area in found], pa.int32()),
        }
    )
    return Areas(table, tuple(_notes(mended)))


def _notes(mended: dict[str, int]) -> Iterable[str]:
    """A mended name is as good as an area's name, so it may be printed; a name that is not known never is."""
    if mended:
        listed = [f"'{written}' as {area_name(number)}" for written, number in sorted(mended.items())]
        more = f", and {len(listed) - MOST_NAMES_NOTED} more" if len(listed) > MOST_NAMES_NOTED else ""
        yield f"Names of areas that were misspelled or shortened: {', '.join(listed[:MOST_NAMES_NOTED])}{more}."
