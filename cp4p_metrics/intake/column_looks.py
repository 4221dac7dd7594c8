"""What the columns of an unknown file hold, from a look at its first rows. Nothing of it is kept or printed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from cp4p_metrics.records.store import MEMORY_LIMIT

from .area_names import written_area
from .mapping import FALSE_WORDS, TRUE_WORDS
from .personal.columns import COLUMNS_OF, looks_personal
from .personal.patterns import Personal
from .private_looks import may_be_names, why_private, words_of
from .readers import SourceFile, quoted, rows_of
from .values import DECIMAL_NUMBER, HAS_OFFSET, WHOLE_NUMBER

ROWS_LOOKED_AT = 5_000
MOST_LOOKED_AT_FOR_NAMES = 2_000  # different texts of a column
MOST_CODES = 25
DATE_FORMATS = (
    "%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%y", "%m-%d-%Y", "%m.%d.%Y", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%d-%b-%y",
    "%B %d, %Y %I:%M %p", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%d.%m.%Y",
)  # fmt: skip
# A source that writes midnight everywhere means the day, whatever the offset.
MIDNIGHT = r"[T ]00:00(:00(\.0+)?)?\D"
AREA = {"area", "community", "neighborhood"}
# Of the cells that are not blank. Lower than it might be, so that one slip of the pen (13/8/2026) does not make a
# file with the month first look like one with the day first: there, most days would be no months.
MOST = 0.75


@dataclass(frozen=True)
class ColumnLook:
    """One column: what its cells can be read as, why it should not be read, and its few different texts.

    `separator` stands between the parts of cells that hold several. `codes` are texts with their counts, the most
    frequent first; empty where there are many, or where they may name people.
    """

    name: str
    why_private: str | None
    filled_share: float
    different_share: float
    is_date: bool = False
    date_formats: tuple[str, ...] = ()
    has_offset: bool = False
    is_whole_number: bool = False
    is_number: bool = False
    is_yes_or_no: bool = False
    is_area: bool = False
    separator: str | None = None
    codes: tuple[tuple[str, int], ...] = ()


def looked_at(file: SourceFile, today: date) -> tuple[int, list[ColumnLook]]:
    """How many rows were looked at, and what was seen. Raises RefusedFileError."""
    positions = range(len(file.header))
    with duckdb.connect() as memory:
        memory.execute("SET temp_directory = ''")
        memory.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        rows = _first_rows(memory, file, positions)
        columns = list(zip(*rows, strict=True)) if rows else [() for _ in positions]
        looks = [
            _look(memory, name.strip(), [text for text in column if text], len(column), today)
            for name, column in zip(file.header, columns, strict=True)
            if name.strip()
        ]
    return len(rows), looks


def _first_rows(memory: duckdb.DuckDBPyConnection, file: SourceFile, positions: Sequence[int]) -> list[tuple[str, ...]]:
    chosen = ", ".join(f"c{position}" for position in positions)
    for streamed in (False, True):
        try:
            with rows_of(memory, file, positions, streamed=streamed) as rows:
                return memory.execute(f"SELECT {chosen} FROM ({rows}) LIMIT {ROWS_LOOKED_AT}").fetchall()
        except duckdb.Error:
            continue
    return []


def _look(
    memory: duckdb.DuckDBPyConnection, name: str, texts: Sequence[str], row_count: int, today: date
) -> ColumnLook:
    formats, days, has_offset = _dates(memory, texts)
    counts = Counter(texts)
    areas = [written_area(text[:60]) for text in list(counts)[:200]]
    known = sum(bool(each.number or each.shared_name is not None) for each in areas)
    # Any small number could be an area's: there, the column's name must say so.
    is_area = known * 2 > len(areas) and (not _all_match(memory, texts, WHOLE_NUMBER) or bool(AREA & {*words_of(name)}))
    is_whole_number, is_number = _all_match(memory, texts, WHOLE_NUMBER), _all_match(memory, texts, DECIMAL_NUMBER)
    private = why_private(name, texts, days, today)
    if private is None and not (days or is_area or is_number or is_whole_number):
        found = looks_personal("", list(counts)[:MOST_LOOKED_AT_FOR_NAMES])
        if found is not None and found.kind is Personal.NAME:
            private = COLUMNS_OF[Personal.NAME]
        elif may_be_names(texts):
            private = "what may be names of people"
    words = {text.lower() for text in counts}
    is_few = len(counts) <= MOST_CODES and not (days or is_area or is_number or is_whole_number)
    return ColumnLook(
        name=name,
        why_private=private,
        filled_share=len(texts) / row_count if row_count else 0.0,
        different_share=len(counts) / len(texts) if texts else 0.0,
        is_date=bool(days),
        date_formats=formats,
        has_offset=has_offset,
        is_whole_number=is_whole_number,
        is_number=is_number,
        is_yes_or_no=bool(words) and words <= {*TRUE_WORDS, *FALSE_WORDS},
        is_area=is_area and not days,
        separator=next((mark for mark in "|;" if any(mark in text for text in counts)), None),
        codes=tuple(counts.most_common()) if is_few and private is None else (),
    )


def _dates(memory: duckdb.DuckDBPyConnection, texts: Sequence[str]) -> tuple[tuple[str, ...], list[date], bool]:
    """The formats by which nearly all texts are dates (none for 2026-03-31), the dates, and whether they name zones."""
    plain = [text for text in texts if any(letter in text for letter in "-/. ,:") or len(text) == 8]
    if not plain or len(plain) < MOST * len(texts):
        return (), [], False
    memory.execute("CREATE OR REPLACE TEMP TABLE cells AS SELECT unnest(?::VARCHAR[]) AS text", [plain])
    [(iso,)] = memory.execute("SELECT list(TRY_CAST(text AS DATE)) FROM cells").fetchall()
    found = [day for day in iso if day]
    if len(found) >= MOST * len(plain):
        [(zoned,)] = memory.execute(
            f"SELECT count(*) FROM cells WHERE regexp_matches(text, {quoted(HAS_OFFSET)}) AND NOT "
            f"regexp_matches(text, {quoted(MIDNIGHT)})"
        ).fetchall()
        return (), found, zoned > 0
    for written in DATE_FORMATS:
        [(moments,)] = memory.execute("SELECT list(try_strptime(text, ?)) FROM cells", [written]).fetchall()
        days = [moment.date() for moment in moments if isinstance(moment, datetime)]
        if len(days) >= MOST * len(plain):
            return (written,), days, False
    return (), [], False


def _all_match(memory: duckdb.DuckDBPyConnection, texts: Sequence[str], pattern: str) -> bool:
    found = memory.execute(
        f"SELECT coalesce(bool_and(regexp_full_match(text, {quoted(pattern)}) OR text = '*'), false) "
        "FROM (SELECT unnest(?::VARCHAR[]) AS text)",
        [list(texts)],
    ).fetchall()
    return bool(found[0][0])
