"""Months in which a partner's records say nothing where they always did, or speak where the list says otherwise."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import duckdb

from cp4p_metrics.periods import add_months, month_end, months_between

from .assignments import Assignment, read_assignments
from .columns import Kind
from .loose_ends import LooseEnd, counted_words, partner_names
from .tables import SUBMISSION_PARTS, TABLES, Table

MONTHS_LOOKED_BACK = 12
FEWEST_A_MONTH = 5  # in each of the twelve months before: then none at all is no chance

Months = dict[date, int]
Listed = dict[date, bool]  # whether the month came in


def odd_months(connection: duckdb.DuckDBPyConnection, batch_id: str | None = None) -> list[LooseEnd]:
    """Quiet and unlisted months of the last twelve; of the partners and parts that a batch touches, or of all."""
    names, assignments = partner_names(connection), read_assignments(connection)
    touched = _touched(connection, batch_id)
    found: list[LooseEnd] = []
    for part in SUBMISSION_PARTS.split():
        counts = {
            table.name: _counted(connection, table)
            for table in TABLES.values()
            if table.part == part and table.date and not _is_quarterly(table)
        }
        listed = _listed(connection, part)
        # The newest month is still coming in, partner by partner.
        latest = max([month for each in counts.values() for own in each.values() for month in own], default=date.min)
        for partner in sorted({partner for each in counts.values() for partner in each}):
            if touched is None or (partner, part) in touched:
                own = {table: each[partner] for table, each in counts.items() if partner in each}
                name, own_list = names.get(partner, partner), listed.get(partner, {})
                sent = [month for each in own.values() for month in each] + [m for m, came in own_list.items() if came]
                others = [
                    month for month in months_between(max(sent), latest)[1:-1] if _serves(assignments, partner, month)
                ]
                found += _quiet(partner, name, own, own_list, max([*sent, *others]))
                found += _unlisted(partner, name, part, own, own_list)
    return sorted(found, key=lambda each: (each.kind, -each.row_count, each.words))


def _is_quarterly(table: Table) -> bool:
    return any(column.name == table.date and column.kind is Kind.QUARTER for column in table.columns)


def _touched(connection: duckdb.DuckDBPyConnection, batch_id: str | None) -> set[tuple[str, str]] | None:
    if batch_id is None:
        return None
    tables = [table for table in TABLES.values() if table.part]
    parts = [f"SELECT partner_id, '{table.part}' AS part FROM {table.name} WHERE batch_id = $1" for table in tables]
    parts.append("SELECT partner_id, part FROM submissions WHERE batch_id = $1")
    return set(connection.execute(" UNION ".join(parts), [batch_id]).fetchall())


def _counted(connection: duckdb.DuckDBPyConnection, table: Table) -> dict[str, Months]:
    """Rows of what happened, by partner and month."""
    happened = "WHERE status <> 'planned'" if table.name == "events" else ""
    rows = connection.execute(
        f"SELECT partner_id, date_trunc('month', {table.date})::DATE AS month, count(*) FROM {table.name} {happened} "
        "GROUP BY ALL"
    ).fetchall()
    counts: defaultdict[str, Months] = defaultdict(dict)
    for partner, month, count in rows:
        counts[partner][month] = count
    return dict(counts)


def _listed(connection: duckdb.DuckDBPyConnection, part: str) -> dict[str, Listed]:
    rows = connection.execute(
        "SELECT partner_id, month, received_date IS NOT NULL FROM submissions WHERE part = $1", [part]
    ).fetchall()
    listed: defaultdict[str, Listed] = defaultdict(dict)
    for partner, month, has_come in rows:
        listed[partner][month] = has_come
    return dict(listed)


def _serves(assignments: list[Assignment], partner: str, month: date) -> bool:
    return any(
        each.partner_id == partner and each.from_date <= month_end(month) and each.until_date >= month
        for each in assignments
    )


def _quiet(partner: str, name: str, counts: dict[str, Months], listed: Listed, through: date) -> Iterator[LooseEnd]:
    """Months without a row of a kind, up to the last one of which the partner or, while it served, others sent any."""
    first_shown = add_months(through, 1 - MONTHS_LOOKED_BACK)
    for table, months in counts.items():
        # A month that the list has as missing is known to be missing already.
        looked_at = [m for m in months_between(min(months), through) if m in months or listed.get(m, True)]
        run: list[date] = []
        for place, month in enumerate(looked_at):
            before = [months.get(each, 0) for each in looked_at[max(place - MONTHS_LOOKED_BACK, 0) : place]]
            least = min(before, default=0) if len(before) == MONTHS_LOOKED_BACK else 0
            if month not in months and (least >= FEWEST_A_MONTH or run):
                if not run:
                    usual = least
                run.append(month)
            if run and (month in months or month == looked_at[-1]):
                if run[-1] >= first_shown:
                    span = f"{run[0]:%b %Y}" + (f" to {run[-1]:%b %Y}" if len(run) > 1 else "")
                    yield LooseEnd(
                        "quiet_month",
                        partner,
                        0,
                        f"{name}: no {table} in {span}, where each of the {MONTHS_LOOKED_BACK} months before had at "
                        f"least {usual:,}.",
                    )
                run = []


def _unlisted(partner: str, name: str, part: str, counts: dict[str, Months], listed: Listed) -> Iterator[LooseEnd]:
    """Months with rows that the list of submissions has as missing, or has not; nothing where it lists none."""
    if not listed:
        return
    months = sorted({month for each in counts.values() for month in each})
    for month in months:
        if month < max(min(listed), add_months(months[-1], 1 - MONTHS_LOOKED_BACK)) or listed.get(month, False):
            continue
        rows = [(table, each[month]) for table, each in counts.items() if month in each]
        says = "has as not received" if month in listed else "does not have"
        yield LooseEnd(
            "unlisted_month",
            partner,
            sum(count for _, count in rows),
            f"{name}: {counted_words(rows)} in {month:%b %Y}, whose {part.replace('_', ' ')} the list of submissions "
            f"{says}.",
        )
