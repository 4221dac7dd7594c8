"""Small tables that say which area, partner or pseudonym each text of a file stands for.

The different texts of a file are few, so each is resolved once. They are found in a database of their own
that may not write to disk: a participant's id is only ever in memory, until its pseudonym takes its place in
the first pass that stages rows.
"""

from dataclasses import dataclass

import duckdb
import pyarrow as pa

from cp4p_metrics.errors import AmbiguousNameError, UnknownNameError
from cp4p_metrics.home import Home
from cp4p_metrics.places import resolve_area
from cp4p_metrics.records.columns import Kind
from cp4p_metrics.records.store import MEMORY_LIMIT

from .pseudonyms import participants_key, pseudonyms
from .readers import SourceFile, rows_of
from .recognition import Layout

# Longer than any name, and more than a file of areas has: such a column holds something else.
LONGEST_AREA_NAME = 60
MOST_UNKNOWN_AREAS = 500


@dataclass(frozen=True)
class Lookups:
    """What the texts of one file stand for. `areas` has written, area_number, is_ambiguous; `participants`
    has written, pseudonym."""

    areas: pa.Table
    participants: pa.Table


def looked_up(
    home: Home, connection: duckdb.DuckDBPyConnection, file: SourceFile, layout: Layout, *, streamed: bool
) -> Lookups:
    """The areas and participants that a file names. Raises StoreError where the key can't be had."""
    positions: dict[Kind, int] = {
        field.column.kind: position
        for field in layout.profile.fields
        if field.column.kind in (Kind.AREA, Kind.PARTICIPANT)
        and (position := layout.position(field.column.name)) is not None
    }
    written = _different_texts(file, positions, streamed=streamed) if positions else {}
    participants = written.get(Kind.PARTICIPANT, [])
    key = participants_key(home, connection) if participants else b""
    return Lookups(
        areas=_areas(written.get(Kind.AREA, [])),
        participants=pa.table(
            {
                "written": pa.array(participants, pa.string()),
                "pseudonym": pa.array(pseudonyms(key, participants), pa.string()),
            }
        ),
    )


def _different_texts(file: SourceFile, positions: dict[Kind, int], *, streamed: bool) -> dict[Kind, list[str]]:
    """The texts of each column. A stream is read once for all of them, a file that DuckDB reads once for each."""
    with duckdb.connect() as memory:
        memory.execute("SET temp_directory = ''")
        memory.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        if streamed or file.direct_sql([]) is None:
            names = [f"c{position}" for position in positions.values()]
            columns = ", ".join(f"list(DISTINCT {name}) FILTER ({name} IS NOT NULL)" for name in names)
            with rows_of(memory, file, positions.values(), streamed=True) as rows:
                [found] = memory.execute(f"SELECT {columns} FROM ({rows})").fetchall()
            return {kind: texts or [] for kind, texts in zip(positions, found, strict=True)}
        written = {}
        for kind, position in positions.items():
            with rows_of(memory, file, [position], streamed=False) as rows:
                texts = f"SELECT DISTINCT c{position} AS text FROM ({rows}) WHERE c{position} IS NOT NULL"
                written[kind] = memory.execute(texts).fetchnumpy()["text"].tolist()
        return written


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
