"""Publishing: records → cells → one file per audience.

Only leadership's release is written: the others wait for their protection, and nothing unprotected
ever takes their place.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import NoRecordsError
from cp4p_metrics.home import Home
from cp4p_metrics.measures import MEASURES, Measure
from cp4p_metrics.measures.cells import compute_cells, is_reported_on, lacks_facts
from cp4p_metrics.measures.estimates import naming_studies, studies_named
from cp4p_metrics.measures.local import in_local_words
from cp4p_metrics.measures.reporting import Subject
from cp4p_metrics.places import listed_partner_areas
from cp4p_metrics.records.columns import UNKNOWN, Kind
from cp4p_metrics.records.loose_ends import loose_ends
from cp4p_metrics.records.quiet_months import odd_months
from cp4p_metrics.records.store import reading
from cp4p_metrics.records.tables import TABLES

from .counting import Counting, counting_engine
from .files import LEADERSHIP, ReleaseFile, only_publisher, point_to, release_path

CONTENTS = Path(__file__).with_name("contents.sql").read_text(encoding="utf-8")

# The fields whose blanks and unknowns readers should see beside the figures.
KEY_FIELDS = {
    "victimizations": ("is_gunshot", "area_number", "race_ethnicity", "sex", "age_band"),
    "contacts": ("purpose", "minutes"),
    "mediations": ("outcome", "catalyst", "shooting_likelihood"),
    "responses": ("hours_to_response",),
    "enrollments": ("risk_level", "age_band", "gender", "race_ethnicity"),
    "referrals": ("status",),
    "events": ("attendance", "attendance_method"),
}


@dataclass(frozen=True)
class Published:
    """What a publishing made. Measures were left out for lack of records, or of facts of the areas."""

    release: ReleaseFile
    cell_count: int
    measures: tuple[str, ...]
    left_out: tuple[str, ...]
    without_facts: tuple[str, ...]
    subjects: dict[str, Subject]


def publish(
    home: Home, tell: Callable[[str], None] = lambda words: None, counting: Counting | None = None
) -> Published:
    """Write leadership's release from the records and serve it at once, whichever engine counts them.

    The file is written under a name of its own and pointed to only when whole: a reader never sees
    half of it, and a failure keeps the last release. Raises NoRecordsError where there are no records, and
    EngineError where the engine can't be had.
    """
    made_at = datetime.now(UTC)
    version = f"{made_at:%Y%m%dT%H%M%S%f}Z"
    path = release_path(home, LEADERSHIP, version)
    unfinished = path.with_suffix(".unfinished")
    with only_publisher(home), reading(home) as connection:
        with counting_engine(home, connection, counting or Counting(), tell) as engine:
            subjects = compute_cells(connection, tell=tell, engine=engine)
        if not subjects:
            raise NoRecordsError("There are no records to publish yet. 'cp4p import FILE…' brings in files.")
        tell("Writing the release")
        _name_partners(connection)
        try:
            connection.execute(
                f"ATTACH '{str(unfinished).replace(chr(39), chr(39) * 2)}' AS release (ROW_GROUP_SIZE 8192)"
            )
            shown = [m.name for m in MEASURES.values() if is_reported_on(connection, m, subjects)]
            _write_contents(connection, version, made_at, subjects, shown)
            (cell_count,) = connection.execute("SELECT count(*) FROM release.cells").fetchone() or (0,)
            connection.execute("DETACH release")
            unfinished.rename(path)
        finally:
            unfinished.unlink(missing_ok=True)
            Path(f"{unfinished}.wal").unlink(missing_ok=True)
    release = ReleaseFile(LEADERSHIP, version, path)
    point_to(home, release)
    left_out = [measure for measure in MEASURES.values() if measure.name not in shown]
    return Published(
        release,
        cell_count,
        tuple(shown),
        tuple(measure.name for measure in left_out if not lacks_facts(measure)),
        tuple(measure.name for measure in left_out if lacks_facts(measure)),
        subjects,
    )


def _name_partners(connection: duckdb.DuckDBPyConnection) -> None:
    """memory.partner_names: the imported names, else the listed ones, for every partner with an assignment."""
    connection.execute(
        "CREATE OR REPLACE TABLE memory.partner_names AS SELECT partner_id, partner_name FROM records.partners"
    )
    (count,) = connection.execute("SELECT count(*) FROM partner_names").fetchone() or (0,)
    if not count:
        listed = {pair.partner_id: pair.partner_name for pair in listed_partner_areas()}
        connection.execute(
            "INSERT INTO partner_names SELECT unnest($1), unnest($2)", [list(listed), list(listed.values())]
        )
    connection.execute(
        "INSERT INTO partner_names SELECT DISTINCT partner_id, partner_id FROM assignments "
        "WHERE partner_id NOT IN (SELECT partner_id FROM partner_names)"
    )


def _write_contents(
    connection: duckdb.DuckDBPyConnection,
    version: str,
    made_at: datetime,
    subjects: dict[str, Subject],
    shown: list[str],
) -> None:
    connection.execute(
        # Sorted as questions are asked, so that an answer reads a few thousand rows of a million.
        "CREATE TABLE release.cells AS SELECT * FROM memory.cells "
        "ORDER BY measure, breakdown, period_kind, place_kind, place, category, period_start"
    )
    given = {
        "audience": LEADERSHIP,
        "version": version,
        "made_at": made_at.replace(tzinfo=None),
        "coalition_key": coalition().key,
    }
    for statement in CONTENTS.split(";\n"):
        if statement.strip():
            used = {name: value for name, value in given.items() if f"${name}" in statement}
            connection.execute(statement, used or None)
    connection.execute("CREATE TABLE release.sources (subject VARCHAR, first_date DATE, through_date DATE)")
    for subject in subjects.values():
        connection.execute(
            "INSERT INTO release.sources VALUES (?, ?, ?)",
            [subject.name, subject.first_date, subject.through_date],
        )
    connection.execute("CREATE TABLE release.measures (name VARCHAR, is_published BOOLEAN, facts JSON)")
    studies = studies_named(connection)
    for measure in MEASURES.values():
        told = naming_studies(in_local_words(measure), studies)
        connection.execute(
            "INSERT INTO release.measures VALUES (?, ?, ?)",
            [measure.name, measure.name in shown, json.dumps(_facts(told))],
        )
    _write_unknowns(connection)
    _write_loose_ends(connection)
    connection.execute("CHECKPOINT release")


def _facts(measure: Measure) -> dict[str, object]:
    """What a page needs to explain a measure and to ask for it."""
    return {
        **asdict(measure),
        "is_public": measure.is_public,
        "period_kinds": [kind.value for kind in measure.period_kinds],
        "place_kinds": [kind.value for kind in measure.place_kinds],
    }


def _write_loose_ends(connection: duckdb.DuckDBPyConnection) -> None:
    """release.loose_ends: what was accepted and is worth a look, in the order in which it is told."""
    connection.execute(
        "CREATE TABLE release.loose_ends (kind VARCHAR, partner_id VARCHAR, row_count BIGINT, words VARCHAR)"
    )
    for each in (*loose_ends(connection), *odd_months(connection)):
        connection.execute("INSERT INTO release.loose_ends VALUES (?, ?, ?, ?)", list(astuple(each)))


def _write_unknowns(connection: duckdb.DuckDBPyConnection) -> None:
    """release.unknowns: per key field and partner, how many rows don't say."""
    connection.execute(
        "CREATE TABLE release.unknowns (table_name VARCHAR, column_name VARCHAR, partner_id VARCHAR, "
        "row_count BIGINT, unknown_count BIGINT)"
    )
    for table_name, fields in KEY_FIELDS.items():
        table = TABLES[table_name]
        has_partner = any(column.kind is Kind.PARTNER for column in table.columns)
        for field in fields:
            column = next(column for column in table.columns if column.name == field)
            is_unknown = f"{field} = '{UNKNOWN}' OR {field} IS NULL" if column.codes else f"{field} IS NULL"
            held = "WHERE status = 'held'" if table_name == "events" else ""
            connection.execute(
                f"INSERT INTO release.unknowns SELECT '{table_name}', '{field}', "
                f"{'partner_id' if has_partner else 'NULL'}, count(*), count(*) FILTER ({is_unknown}) "
                f"FROM records.{table_name} {held} GROUP BY ALL HAVING count(*) > 0"
            )
