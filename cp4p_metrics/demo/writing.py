"""Writing the whole coalition into a folder."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from . import cases, estimates, events, families, outreach, reporting
from .coalition import make_coalition
from .contacts import contacts
from .defects import Tally, with_faults
from .files import README, empty_folder, write_table
from .participants import enrollments, make_enrollments
from .portal import write_victims
from .readme import readme
from .responses import responses
from .settings import Settings
from .victims import make_victims
from .work import Chunk

Tell = Callable[[str], None]


def write_files(folder: Path, settings: Settings, tell: Tell) -> list[Path]:
    """Does what `cp4p_metrics.demo.write_coalition` promises, table by table."""
    empty_folder(folder)
    coalition = make_coalition(settings)
    tally, paths = Tally(), list[Path]()
    row_counts: dict[str, int] = {}

    def write_part(table: str, rows: pa.Table, part: int, part_count: int, into: list[Path]) -> None:
        faulty = with_faults(table, rows, settings, coalition.last_day, tally, part)
        into.append(write_table(folder, table, faulty, part, part_count))
        row_counts[table] = row_counts.get(table, 0) + len(faulty)

    def write(table: str, chunks: Iterable[Chunk]) -> None:
        for part, part_count, rows in chunks:
            write_part(table, rows, part, part_count, paths)
            if part_count > 1:
                tell(f"{table}: part {part} of {part_count}")
        tell(f"{table}: {row_counts.get(table, 0):,} rows")

    def write_two(tables: tuple[str, str], chunks: Iterator[tuple[int, int, pa.Table, pa.Table]]) -> None:
        second: list[Path] = []
        for part, part_count, *both in chunks:
            for table, rows, into in zip(tables, both, (paths, second), strict=True):
                write_part(table, rows, part, part_count, into)
            if part_count > 1:
                tell(f"{' and '.join(tables)}: part {part} of {part_count}")
        paths.extend(second)
        for table in tables:
            tell(f"{table}: {row_counts.get(table, 0):,} rows")

    write("partners", reporting.partners(coalition))
    write("partner_areas", reporting.partner_areas(settings, coalition))
    write("staffing", reporting.staffing(settings, coalition))
    write("targets", reporting.targets(settings, coalition))
    write("risk_estimates", estimates.risk_estimates(settings))
    write("submissions", reporting.submissions(settings, coalition, tally))
    victims = make_victims(settings, coalition)
    paths += write_victims(folder, victims, coalition, settings)
    row_counts["victims"] = len(victims)
    tell(f"victims: {len(victims):,} rows")
    write("responses", responses(settings, coalition, victims))
    write("mediations", outreach.mediations(settings, coalition))
    write("agreements", outreach.agreements(settings, coalition))
    made = make_enrollments(settings, coalition)
    write("contacts", contacts(settings, coalition, made))
    write("shifts", outreach.shifts(settings, coalition))
    write("coordination", outreach.coordination(settings, coalition))
    write("enrollments", enrollments(settings, coalition, made))
    write_two(("needs", "referrals"), cases.needs_and_referrals(settings, coalition, made))
    write("goals", cases.goals(settings, coalition, made))
    write("supports", families.supports(settings, coalition))
    write_two(("events", "event_partners"), events.events(settings, coalition))
    text = readme(settings, coalition, row_counts, tally)
    (folder / README).write_text(text, encoding="utf-8", newline="\n")
    return paths
