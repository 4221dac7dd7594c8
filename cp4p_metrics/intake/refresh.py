"""Whether a public source's refresh has gone wrong against what the store holds of the same days.

The City's feed has lost most of its rows overnight, and on another day the race of most people. Such a refresh
waits, with the figures, until someone confirms it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from cp4p_metrics.records.columns import UNKNOWN, Kind

from .mapping import Profile
from .readers import quoted
from .staging import StagedFile

SMALLEST_KEPT_SHARE = 0.8  # of rows, and of their keys
# A column that was filled in at least this share of the rows, and is now in less than that.
MOSTLY_FILLED_SHARE = 0.6
MOSTLY_BLANK_SHARE = 0.4
SMALLEST_COMPARED_COUNT = 20  # shares of fewer rows say nothing
# The same days come again, so an answer's share moves by a revision or two. This much more is another feed.
LARGEST_RISE = 0.25
LARGEST_SET_ASIDE_RISE = 0.2


@dataclass(frozen=True)
class _Compared:
    """What comes, and what the store has of the same days: two selections, where they lie, and how many rows."""

    profile: Profile
    new_rows: str
    kept_rows: str
    where: str
    new_count: int
    kept_count: int

    @property
    def can_compare_shares(self) -> bool:
        return min(self.new_count, self.kept_count) >= SMALLEST_COMPARED_COUNT


def refresh_refusal(
    connection: duckdb.DuckDBPyConnection, staged: Sequence[StagedFile], complete_since: date | None = None
) -> str | None:
    """Why the batch should not replace what the store has, with the figures; None if it may.

    A pull of recent days brings some older rows too, since they were revised. Such a batch is complete only
    from `complete_since` on, and compared from there.
    """
    refusals: list[str] = []
    for profile in {each.layout.profile.name: each.layout.profile for each in staged}.values():
        if profile.is_refresh:
            files = [each for each in staged if each.layout.profile is profile]
            refusals += _set_aside(connection, profile, files)
            if compared := _compared(connection, profile, files, complete_since):
                refusals += _rows_lost(connection, compared)
                refusals += _columns_changed(connection, compared)
    if not refusals:
        return None
    return " ".join([*refusals, "If the source really changed so, import it again with --confirm."])


def _compared(
    connection: duckdb.DuckDBPyConnection,
    profile: Profile,
    files: Sequence[StagedFile],
    complete_since: date | None,
) -> _Compared | None:
    """None where the store has nothing to compare with."""
    table = profile.table
    of_source = f"source = {quoted(profile.source)}" if profile.source else "true"
    kept_rows = f"SELECT * FROM {table.name} WHERE {of_source}"
    new_rows = " UNION ALL ".join(f"SELECT * FROM {each.stage} WHERE problems = 0" for each in files)
    where = "Now"
    if table.date:
        since = f"{table.date} >= '{complete_since}'" if complete_since else "true"
        new_rows = f"SELECT * FROM ({new_rows}) WHERE {since}"
        first, last = _span(connection, new_rows, table.date)
        if complete_since:  # to the end: the latest rows may be the ones that are gone
            kept_first, kept_last = _span(connection, f"{kept_rows} AND {since}", table.date)
            first = min(filter(None, [first, kept_first]), default=None)
            last = max(filter(None, [last, kept_last]), default=None)
        if first is None:
            return None
        kept_rows += f" AND {table.date} BETWEEN '{first}' AND '{last}'"
        where = f"From {first} to {last}"
    [(new_count,)] = connection.execute(f"SELECT count(*) FROM ({new_rows})").fetchall()
    [(kept_count,)] = connection.execute(f"SELECT count(*) FROM ({kept_rows})").fetchall()
    return _Compared(profile, new_rows, kept_rows, where, new_count, kept_count) if kept_count else None


def _span(connection: duckdb.DuckDBPyConnection, rows: str, column: str) -> tuple[date | None, date | None]:
    [(first, last)] = connection.execute(f"SELECT min({column}), max({column}) FROM ({rows})").fetchall()
    return first, last


def _rows_lost(connection: duckdb.DuckDBPyConnection, compared: _Compared) -> Iterator[str]:
    """Fewer rows; or as many, but under keys that the store does not know: they would all count twice."""
    name, new, kept = compared.profile.name, compared.new_count, compared.kept_count
    if new < SMALLEST_KEPT_SHARE * kept:
        yield (
            f"{compared.where}, '{name}' now has {new:,} sound rows, where the store has {kept:,}: "
            f"{1 - new / kept:.0%} are gone."
        )
        return
    # Where keys are given anew, cases tell whether it is the same file still (see rekeying.py).
    key = "case_number" if compared.profile.has_whole_cases else ", ".join(compared.profile.table.key)
    [(found,)] = connection.execute(
        f"SELECT count(*) FROM ({compared.kept_rows}) SEMI JOIN ({compared.new_rows}) USING ({key})"
    ).fetchall()
    if compared.can_compare_shares and found < SMALLEST_KEPT_SHARE * kept:
        yield (
            f"{compared.where}, '{name}' has only {found:,} of the {kept:,} keys that the store has: the others "
            "may have been given anew, and their rows would count twice."
        )


def _columns_changed(connection: duckdb.DuckDBPyConnection, compared: _Compared) -> Iterator[str]:
    """Columns that were emptied, and answers that took over. A column's share of "not known" is an answer too."""
    if not compared.can_compare_shares:
        return
    for field in compared.profile.fields:
        column = field.column
        if not field.theirs or column.kind not in (Kind.CODE, Kind.BOOLEAN, Kind.AREA):
            continue
        new, kept = (_counts(connection, rows, column.name) for rows in (compared.new_rows, compared.kept_rows))
        known_now = 1 - new.get(UNKNOWN, 0) / compared.new_count
        known_before = 1 - kept.get(UNKNOWN, 0) / compared.kept_count
        if known_before >= MOSTLY_FILLED_SHARE and known_now < MOSTLY_BLANK_SHARE:
            yield (
                f"{compared.where}, {column.name} is now known for {known_now:.0%} of the rows, where the store has "
                f"it for {known_before:.0%}."
            )
            continue
        for answer, count in new.items():
            share, before = count / compared.new_count, kept.get(answer, 0) / compared.kept_count
            if share - before > LARGEST_RISE:
                yield (
                    f"{compared.where}, {column.name} is now '{answer}' in {share:.0%} of the rows, where the store "
                    f"has it in {before:.0%}."
                )


def _counts(connection: duckdb.DuckDBPyConnection, rows: str, column: str) -> dict[str, int]:
    """How often each answer is given, blanks among the unknown."""
    found = connection.execute(
        f"SELECT coalesce({column}::VARCHAR, '{UNKNOWN}') AS answer, count(*) FROM ({rows}) GROUP BY answer"
    ).fetchall()
    return dict(found)


def _set_aside(connection: duckdb.DuckDBPyConnection, profile: Profile, files: Sequence[StagedFile]) -> Iterator[str]:
    """Far more faulty rows than ever: the source may write a column in another way now."""
    read = sum(each.read_count for each in files)
    counts = [
        connection.execute(f"SELECT count(*) FROM {each.stage} WHERE problems <> 0").fetchall()[0][0] for each in files
    ]
    [(read_before, set_aside_before)] = connection.execute(
        "SELECT sum(read_count), sum(set_aside_count) FROM batch_files JOIN batches USING (batch_id) "
        "WHERE table_name = ? AND list_contains(string_split(profile, ', '), ?)",
        [profile.table.name, profile.name],
    ).fetchall()
    if min(read, read_before or 0) < SMALLEST_COMPARED_COUNT:
        return
    share, share_before = sum(counts) / read, set_aside_before / read_before
    if share - share_before > LARGEST_SET_ASIDE_RISE:
        yield (
            f"{share:.0%} of the {read:,} rows of '{profile.name}' have a fault, where it was {share_before:.0%} of "
            "all that came before. The source may write a column in another way now."
        )
