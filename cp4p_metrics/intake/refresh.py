"""Whether a public source's refresh has lost rows or emptied a column against what the store holds.

The City's feed has done both overnight. Such a refresh waits until someone confirms it.
"""

from collections.abc import Sequence
from datetime import date

import duckdb

from cp4p_metrics.records.columns import UNKNOWN, Kind

from .profiles import Profile
from .staging import StagedFile

SMALLEST_KEPT_SHARE = 0.8
# A column that was filled in at least this share of the rows, and is now in less than that.
MOSTLY_FILLED_SHARE = 0.6
MOSTLY_BLANK_SHARE = 0.4
SMALLEST_COMPARED_COUNT = 20  # shares of fewer rows say nothing


def refresh_refusal(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[StagedFile], complete_since: date | None = None
) -> str | None:
    """Why the batch should not replace what the store has, with the figures; None if it may.

    A pull of recent days brings some older rows too, since they were revised. Such a batch is complete only
    from `complete_since` on, and compared from there.
    """
    refusals = []
    for profile in {each.layout.profile.name: each.layout.profile for each in staged}.values():
        if profile.coverage:
            files = [each for each in staged if each.layout.profile is profile]
            refusals += _refusals(connection, profile, files, complete_since)
    if not refusals:
        return None
    return " ".join([*refusals, "If the source really changed so, import it again with --confirm."])


def _refusals(
    connection: duckdb.DuckDBPyConnection,
    profile: Profile,
    files: Sequence[StagedFile],
    complete_since: date | None,
) -> list[str]:
    table = profile.table
    compared = [
        field.column.name
        for field in profile.fields
        if field.theirs and (UNKNOWN in field.column.codes or field.column.kind in (Kind.AREA, Kind.BOOLEAN))
    ]
    filled = ", ".join(f"count(*) FILTER ({name} IS NOT NULL AND {name}::VARCHAR <> '{UNKNOWN}')" for name in compared)
    new_rows = " UNION ALL ".join(f"SELECT * FROM {each.stage} WHERE problems = 0" for each in files)
    [(first, last, new_count, *new_filled)] = connection.execute(
        f"SELECT min({table.date}), max({table.date}), count(*), {filled} FROM ({new_rows}) "
        f"WHERE {table.date} >= coalesce(?, {table.date})",
        [complete_since],
    ).fetchall()
    if complete_since:  # to the end: the latest rows may be the ones that are gone
        [(first, last)] = connection.execute(
            f"SELECT least(min({table.date}), $first), greatest(max({table.date}), $last) FROM {table.name} "
            f"WHERE source = $source AND {table.date} >= $since",
            {"first": first, "last": last, "source": profile.source, "since": complete_since},
        ).fetchall()
    [(kept_count, *kept_filled)] = connection.execute(
        f"SELECT count(*), {filled} FROM {table.name} WHERE source = ? AND {table.date} BETWEEN ? AND ?",
        [profile.source, first, last],
    ).fetchall()
    refusals = []
    if new_count < SMALLEST_KEPT_SHARE * kept_count:
        refusals.append(
            f"From {first} to {last}, '{profile.name}' now has {new_count:,} sound rows, where the store has "
            f"{kept_count:,}: {1 - new_count / kept_count:.0%} are gone."
        )
    if min(new_count, kept_count) >= SMALLEST_COMPARED_COUNT:
        for name, now, before in zip(compared, new_filled, kept_filled, strict=True):
            if before / kept_count >= MOSTLY_FILLED_SHARE and now / new_count < MOSTLY_BLANK_SHARE:
                refusals.append(
                    f"From {first} to {last}, {name} is now known for {now / new_count:.0%} of the rows, "
                    f"where the store has it for {before / kept_count:.0%}."
                )
    return refusals
