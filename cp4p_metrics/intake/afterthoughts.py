"""What to look at once a batch is in place: it came in whole, and something about it is odd."""

from collections import defaultdict
from collections.abc import Iterator

import duckdb

from cp4p_metrics.records.columns import UNKNOWN, Column, Kind
from cp4p_metrics.records.loose_ends import LooseEnd, loose_ends, partner_names, told
from cp4p_metrics.records.quiet_months import odd_months
from cp4p_metrics.records.tables import TABLES, Table

FEWEST_COMPARED = 50  # rows, of the batch and before it
LARGEST_RISE = 0.4  # of an answer's share; partners' months differ more than the City's days that come again
LARGEST_SET_ASIDE_RISE = 0.2
# What becomes of a case, a conflict or a plan is written later: the newest rows always differ there.
WRITTEN_LATER = {
    ("agreements", "end_reason"),
    ("enrollments", "exit_reason"),
    ("enrollments", "risk_level"),
    ("events", "attendance_method"),
    ("events", "status"),
    ("mediations", "outcome"),
    ("referrals", "status"),
}


def to_look_at(
    connection: duckdb.DuckDBPyConnection, batch_id: str, *, for_one_partner: bool = False
) -> tuple[str, ...]:
    """Lines for the report of a batch whose rows are in place.

    A partner that sends its own file is not told how often others' rows were set aside.
    """
    found = [*loose_ends(connection, batch_id), *odd_months(connection, batch_id), *_answers(connection, batch_id)]
    return (*(() if for_one_partner else _set_aside(connection, batch_id)), *told(found))


def _set_aside(connection: duckdb.DuckDBPyConnection, batch_id: str) -> Iterator[str]:
    """Tables of which far more rows were set aside than ever before."""
    rows = connection.execute(
        """
        SELECT table_name, sum(read_count) FILTER (batch_id = $1) AS read_now,
            sum(set_aside_count) FILTER (batch_id = $1) AS aside_now,
            sum(read_count) FILTER (batch_id <> $1) AS read_before,
            sum(set_aside_count) FILTER (batch_id <> $1) AS aside_before
        FROM batch_files GROUP BY table_name
        HAVING least(read_now, read_before) >= $2 AND aside_now / read_now - aside_before / read_before > $3
        ORDER BY table_name
        """,
        [batch_id, FEWEST_COMPARED, LARGEST_SET_ASIDE_RISE],
    ).fetchall()
    for table, read, aside, read_before, aside_before in rows:
        yield (
            f"{aside / read:.0%} of the {read:,} rows of {table} were set aside, where it was "
            f"{aside_before / read_before:.0%} of all that came before."
        )


def _answers(connection: duckdb.DuckDBPyConnection, batch_id: str) -> Iterator[LooseEnd]:
    """Answers that took over a column, against what the same partner sent before; "unknown" is one of them."""
    names = partner_names(connection)
    for table in TABLES.values():
        if not table.part:
            continue
        is_touched = connection.execute(
            f"SELECT 1 FROM {table.name} WHERE batch_id = $1 LIMIT 1", [batch_id]
        ).fetchall()
        columns = [column for column in table.columns if column.kind in (Kind.CODE, Kind.BOOLEAN)]
        for column in columns if is_touched else ():
            if (table.name, column.name) not in WRITTEN_LATER:
                yield from _risen(connection, batch_id, table, column, names)


def _risen(
    connection: duckdb.DuckDBPyConnection, batch_id: str, table: Table, column: Column, names: dict[str, str]
) -> Iterator[LooseEnd]:
    rows = connection.execute(
        f"""
        SELECT partner_id, coalesce({column.name}::VARCHAR, '{UNKNOWN}') AS answer,
            count(*) FILTER (batch_id = $1), count(*) FILTER (batch_id <> $1)
        FROM {table.name} GROUP BY ALL ORDER BY ALL
        """,
        [batch_id],
    ).fetchall()
    now: defaultdict[str, int] = defaultdict(int)
    before: defaultdict[str, int] = defaultdict(int)
    for partner, _, count_now, count_before in rows:
        now[partner] += count_now
        before[partner] += count_before
    for partner, answer, count_now, count_before in rows:
        if min(now[partner], before[partner]) < FEWEST_COMPARED:
            continue
        share, share_before = count_now / now[partner], count_before / before[partner]
        if share - share_before > LARGEST_RISE:
            yield LooseEnd(
                "answers",
                partner,
                count_now,
                f"{names.get(partner, partner)}: {column.name} is '{answer}' in {share:.0%} of its {table.name}, where "
                f"it was {share_before:.0%} before.",
            )
