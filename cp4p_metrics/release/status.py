"""What an operator wants to know: what is stored, what is late, what is served."""

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import NotPublishedError
from cp4p_metrics.home import Home
from cp4p_metrics.records.loose_ends import loose_ends, told
from cp4p_metrics.records.quiet_months import odd_months
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.tables import TABLES

from .files import LEADERSHIP, current_release, served_audiences

MOST_LATE_MONTHS_LISTED = 12


def status_text(home: Home) -> str:
    """The state of a home folder in words; raises StoreError where there are no records."""
    with reading(home) as connection:
        (is_demonstration,) = connection.execute("SELECT is_demonstration FROM about").fetchone() or (False,)
        lines = [f"Home folder: {home.path}"]
        if not coalition().is_chicago:
            lines.append(f"Coalition: {coalition().name}, from {coalition().folder}")
        if is_demonstration:
            lines.append("Demonstration data: a made-up coalition. The first real import takes its place.")
        lines.append("\nRecords")
        for table in TABLES.values():
            date_column = table.date or "NULL"
            count, first, last = connection.execute(
                f"SELECT count(*), min({date_column}), max({date_column}) FROM {table.name}"
            ).fetchone() or (0, None, None)
            if count:
                span = f"   {first} to {last}" if first else ""
                lines.append(f"  {table.name:<15}{count:>12,}{span}")
        waiting, settled = connection.execute(
            "SELECT count(*) FILTER (settled_by IS NULL), count(settled_by) "
            "FROM (SELECT DISTINCT batch_id, file_name, row_number, settled_by FROM set_aside)"
        ).fetchone() or (0, 0)
        (batches,) = connection.execute("SELECT count(*) FROM batches").fetchone() or (0,)
        lines.append(
            f"\n{batches} batches accepted. {waiting:,} rows set aside wait to be mended, {settled:,} have come again."
        )
        if not connection.execute("SELECT 1 FROM partner_areas LIMIT 1").fetchone():
            lines.append("Partner areas: the public list, whose start dates are not known; taken as always in force.")
        late = connection.execute(
            "SELECT month, part, string_agg(partner_id, ', ' ORDER BY partner_id) FROM submissions "
            "WHERE received_date IS NULL AND due_date < current_date GROUP BY ALL ORDER BY month DESC, part"
        ).fetchall()
        odd = told([*loose_ends(connection), *odd_months(connection)])
    lines.append("\nNot received" if late else "\nNothing is late.")
    lines += [f"  {month:%b %Y}  {part:<16} {partners}" for month, part, partners in late[:MOST_LATE_MONTHS_LISTED]]
    if len(late) > MOST_LATE_MONTHS_LISTED:
        lines.append(f"  … and {len(late) - MOST_LATE_MONTHS_LISTED} earlier ones; the Data quality page lists all.")
    if odd:
        lines += ["\nTo look at", *(f"  {line}" for line in odd)]
    try:
        served = current_release(home, LEADERSHIP)
        others = [name for name in served_audiences(home) if name != LEADERSHIP]
        count = f"{len(others)}, protected" if others else "none"
        lines.append(f"\nServed to leadership: version {served.version}. Other audiences: {count}.")
    except NotPublishedError as error:
        lines.append(f"\n{error}")
    return "\n".join(lines)
