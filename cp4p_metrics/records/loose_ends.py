"""What in the records does not fit together though each row is sound: counted and told, never set aside.

Files arrive in any order, so what is missing today may come tomorrow; and a crew that works across a border does
real work. What is told here goes away by itself once the rest has come.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

from cp4p_metrics.places import area_name, listed_partner_areas

from .assignments import read_assignments
from .columns import Kind
from .tables import TABLES, Table

NOUNS = {"coordination": "records of coordination"}
ENROLLMENT_FIRST = ("needs", "referrals", "goals")
MOST_TOLD = 3  # of each kind
MORE = {
    "outside_areas": "of partners' work in areas that they did not serve then",
    "not_enrolled": "of rows without an enrollment",
    "without_event": "of events that nobody has sent",
    "quiet_month": "of quiet months",
    "unlisted_month": "of months that the list of submissions has not, or not as received",
    "answers": "of answers that took over",
}


@dataclass(frozen=True)
class LooseEnd:
    """One thing to look at: of which partner, how many rows it concerns, and in words."""

    kind: str
    partner_id: str
    row_count: int
    words: str


def loose_ends(connection: duckdb.DuckDBPyConnection, batch_id: str | None = None) -> list[LooseEnd]:
    """Rows that refer to what is not there, or lie where their partner does not work; of one batch, or of all.

    What is missing is looked for in the whole store. The largest come first within each kind.
    """
    names = partner_names(connection)
    found = [
        *_outside_areas(connection, batch_id, names),
        *_not_enrolled(connection, batch_id, names),
        *_without_event(connection, batch_id, names),
    ]
    kinds = list(dict.fromkeys(each.kind for each in found))
    return sorted(found, key=lambda each: (kinds.index(each.kind), -each.row_count, each.words))


def told(found: Iterable[LooseEnd], most: int = MOST_TOLD) -> tuple[str, ...]:
    """A line for each of the first few of every kind, and how many more there are."""
    by_kind: defaultdict[str, list[LooseEnd]] = defaultdict(list)
    for each in found:
        by_kind[each.kind].append(each)
    lines = []
    for kind, ends in by_kind.items():
        lines += [each.words for each in ends[:most]]
        if len(ends) > most:
            lines.append(f"… and {len(ends) - most:,} more {MORE[kind]}.")
    return tuple(lines)


def partner_names(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What partners are called: as imported, else as the public list has it."""
    listed = {pair.partner_id: pair.partner_name for pair in listed_partner_areas()}
    return listed | dict(connection.execute("SELECT partner_id, partner_name FROM partners").fetchall())


def counted_words(counts: Iterable[tuple[str, int]]) -> str:
    """'24 contacts and 1 response' from tables and their rows, the most first."""
    parts = [
        f"{count:,} {NOUNS.get(table, table).removesuffix('s' if count == 1 else '')}"
        for table, count in sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def _of_batch(batch_id: str | None) -> tuple[str, list[str]]:
    return ("true", []) if batch_id is None else ("batch_id = $1", [batch_id])


def _outside_areas(
    connection: duckdb.DuckDBPyConnection, batch_id: str | None, names: dict[str, str]
) -> Iterator[LooseEnd]:
    """Work in an area that its partner did not serve on that day."""
    assignments = read_assignments(connection)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE in_force "
        "(partner_id VARCHAR, area_number INTEGER, from_date DATE, until_date DATE)"
    )
    if assignments:
        columns = zip(*((a.partner_id, a.area_number, a.from_date, a.until_date) for a in assignments), strict=True)
        connection.execute(
            "INSERT INTO in_force SELECT unnest($1), unnest($2), unnest($3), unnest($4)", list(map(list, columns))
        )
    where, values = _of_batch(batch_id)
    found: defaultdict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for table in TABLES.values():
        if table.part and table.date and "area_number" in table.column_names:
            rows = connection.execute(_outside_sql(table, where), values).fetchall()
            for partner, area, count in rows:
                found[partner, area].append((table.name, count))
    serving = {a.partner_id for a in assignments}
    for (partner, area), counts in found.items():
        why = "an area that it did not serve then" if partner in serving else "and no area is known for it"
        yield LooseEnd(
            "outside_areas",
            partner,
            sum(count for _, count in counts),
            f"{names.get(partner, partner)}: {counted_words(counts)} in {area_name(area)}, {why}.",
        )


def _outside_sql(table: Table, where: str) -> str:
    # Days first: there are few of them, however many rows.
    is_quarter = any(column.name == table.date and column.kind is Kind.QUARTER for column in table.columns)
    last_day = "first_day + INTERVAL 3 MONTH - INTERVAL 1 DAY" if is_quarter else "first_day"
    return f"""
        SELECT partner_id, area_number, sum(row_count)::BIGINT FROM (
            SELECT partner_id, area_number, {table.date} AS first_day, count(*) AS row_count
            FROM {table.name} WHERE {where} AND area_number IS NOT NULL GROUP BY ALL
        ) AS work
        WHERE NOT EXISTS (
            SELECT 1 FROM in_force WHERE in_force.partner_id = work.partner_id
                AND in_force.area_number = work.area_number
                AND in_force.from_date <= {last_day} AND in_force.until_date >= first_day
        )
        GROUP BY ALL
    """


def _not_enrolled(
    connection: duckdb.DuckDBPyConnection, batch_id: str | None, names: dict[str, str]
) -> Iterator[LooseEnd]:
    """Needs, referrals and goals of participants whom the partner has not enrolled."""
    where, values = _of_batch(batch_id)
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for table in ENROLLMENT_FIRST:
        rows = connection.execute(
            f"SELECT partner_id, count(*) FROM (SELECT * FROM {table} WHERE {where}) "
            "ANTI JOIN enrollments USING (partner_id, participant_id) GROUP BY partner_id",
            values,
        ).fetchall()
        for partner, count in rows:
            found[partner].append((table, count))
    for partner, counts in found.items():
        yield LooseEnd(
            "not_enrolled",
            partner,
            sum(count for _, count in counts),
            f"{names.get(partner, partner)}: {counted_words(counts)} of participants whose enrollment with it has not "
            "come in.",
        )


def _without_event(
    connection: duckdb.DuckDBPyConnection, batch_id: str | None, names: dict[str, str]
) -> Iterator[LooseEnd]:
    """Partners of events that nobody has sent."""
    where, values = _of_batch(batch_id)
    rows = connection.execute(
        f"SELECT partner_id, count(*) FROM (SELECT * FROM event_partners WHERE {where}) "
        "ANTI JOIN events USING (event_id) GROUP BY partner_id",
        values,
    ).fetchall()
    for partner, count in rows:
        events = "1 event" if count == 1 else f"{count:,} events"
        yield LooseEnd(
            "without_event",
            partner,
            count,
            f"{names.get(partner, partner)}: named as a partner of {events} that nobody has sent.",
        )
