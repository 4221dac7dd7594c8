"""Tells two profiles with the very same header apart by the rows: the City's homicides are a part of its crimes."""

from collections.abc import Sequence

import duckdb

from cp4p_metrics.errors import RefusedFileError
from cp4p_metrics.records.store import MEMORY_LIMIT

from .mapping import Profile
from .readers import SourceFile, quoted, rows_of
from .recognition import Layout, column_position, narrower_layout


def settled_layout(file: SourceFile, layout: Layout, among: Sequence[Profile]) -> Layout:
    """The layout that the rows answer to. Raises RefusedFileError where the chosen one is too narrow for them."""
    profile = layout.profile
    if layout.companion is not None:
        return layout
    if len(among) > 1 and not profile.digest:
        narrower = narrower_layout(file.header, layout, among)
        return narrower if narrower and _has_only(file, narrower.profile) else layout
    if profile.only and not _has_only(file, profile):
        listed = " and ".join(f"{column} other than {value}" for column, value in profile.only)
        raise RefusedFileError(f"It has rows with {listed}, which '{profile.name}' does not take. Leave out --as.")
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
