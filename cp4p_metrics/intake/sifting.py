"""What is done once all rows of a file are read: those that are not ours go, and rows without a key get one."""

import duckdb

from .mapping import Profile
from .readers import quoted
from .recognition import Layout
from .reports import LeftOutCount
from .sourcing import left_out_reasons, records_per_row


def needs_sifting(layout: Layout) -> bool:
    """Whether the profile leaves rows out, splits cells, or makes keys from content."""
    profile = layout.profile
    return bool(profile.left_out or profile.split or _keys_from_content(profile))


def sift(
    connection: duckdb.DuckDBPyConnection, layout: Layout, stage: str
) -> tuple[int | None, tuple[LeftOutCount, ...]]:
    """Leave in `stage` what is ours, with keys. Gives the file's number of rows, and how many were left out why.

    The number of rows is None where each is one record.
    """
    reasons = left_out_reasons(layout)
    found = connection.execute(f"SELECT left_out, count(*) FROM {stage} WHERE left_out > 0 GROUP BY 1 ORDER BY 1")
    left_out = tuple(LeftOutCount(reasons[number - 1], count) for number, count in found.fetchall())
    per_row = records_per_row(layout)
    row_count = None
    if per_row > 1:
        [(row_count,)] = connection.execute(f"SELECT count(DISTINCT row_number // {per_row}) FROM {stage}").fetchall()
    keys = ", ".join(f"{_key_sql(layout.profile)} AS {name}" for name in _keys_from_content(layout.profile))
    chosen = f"* EXCLUDE (left_out) REPLACE ({keys})" if keys else "* EXCLUDE (left_out)"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE sifted AS SELECT {chosen} FROM {stage} WHERE left_out = 0")
    connection.execute(f"DROP TABLE {stage}")
    connection.execute(f"ALTER TABLE sifted RENAME TO {stage}")
    return row_count, left_out


def _keys_from_content(profile: Profile) -> list[str]:
    return [field.column.name for field in profile.fields if field.is_from_content]


def _key_sql(profile: Profile) -> str:
    """The hash of what is stored of a row, and which of the rows that say the same it is in its file.

    So two rows alike stay two, the same file again brings the same keys, and a file that grew brings the new
    rows only. Rows with a problem are numbered apart: when they are mended, the sound ones keep their keys.
    """
    made = _keys_from_content(profile)
    content = [name for name in profile.table.column_names if name not in made]
    written = " || ".join(f"coalesce(length({name}::VARCHAR) || ':' || {name}::VARCHAR, '-')" for name in content)
    digest = f"left(md5({quoted(profile.name)} || {written}), 20)"
    return f"{digest} || '-' || row_number() OVER (PARTITION BY {digest}, problems = 0 ORDER BY row_number)"
