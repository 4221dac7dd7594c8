"""Tells two profiles with the very same header apart by the rows: the City's homicides are a part of its crimes."""

import duckdb

from cp4p_metrics.errors import RefusedFileError
from cp4p_metrics.records.store import MEMORY_LIMIT

from .profiles import Profile
from .readers import SourceFile, quoted, rows_of
from .recognition import Layout, column_position, narrower_layout


def settled_layout(file: SourceFile, layout: Layout, named: Profile | None) -> Layout:
    """The layout that the rows answer to. Raises RefusedFileError where the named one is too narrow for them."""
    if named is None:
        narrower = narrower_layout(file.header, layout)
        return narrower if narrower and _has_only(file, narrower.profile) else layout
    if named.only and not _has_only(file, named):
        listed = " and ".join(f"{column} other than {value}" for column, value in named.only)
        raise RefusedFileError(f"It has rows with {listed}, which '{named.name}' does not take. Leave out --as.")
    return layout


def _has_only(file: SourceFile, profile: Profile) -> bool:
    try:
        return not _has_others(file, profile, streamed=False)
    except duckdb.Error:
        if file.direct_sql([]) is None:
            raise RefusedFileError("It can't be read to its end. Get it again, then import that.") from None
    try:
        return not _has_others(file, profile, streamed=True)
    except duckdb.Error:
        raise RefusedFileError("It can't be read to its end. Get it again, then import that.") from None


def _has_others(file: SourceFile, profile: Profile, *, streamed: bool) -> bool:
    positions = {column_position(file.header, column): value for column, value in profile.only}
    others = " OR ".join(f"upper(c{position}) <> {quoted(value)}" for position, value in positions.items())
    with duckdb.connect() as memory, rows_of(memory, file, positions, streamed=streamed) as rows:
        memory.execute("SET temp_directory = ''")
        memory.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        return bool(memory.execute(f"SELECT 1 FROM ({rows}) WHERE {others} LIMIT 1").fetchall())
