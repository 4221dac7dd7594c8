"""What stands in an audience's file beside its cells."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from cp4p_metrics.coalition import coalition
from cp4p_metrics.measures import MEASURES, Measure
from cp4p_metrics.measures.estimates import naming_studies, studies_named
from cp4p_metrics.measures.local import in_local_words
from cp4p_metrics.measures.reporting import Subject
from cp4p_metrics.places import listed_partner_areas
from cp4p_metrics.records.columns import UNKNOWN, Kind
from cp4p_metrics.records.loose_ends import LooseEnd
from cp4p_metrics.records.tables import TABLES

from .files import LEADERSHIP
from .protecting import Figures

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
class About:
    """What is the same in every audience's file of one publishing."""

    version: str
    made_at: datetime
    subjects: Mapping[str, Subject]
    shown: frozenset[str]  # measures that have cells
    policy_override: str
    figures: tuple[Figures, ...]
    loose_ends: tuple[LooseEnd, ...]


def name_partners(connection: duckdb.DuckDBPyConnection) -> None:
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


def write_contents(
    connection: duckdb.DuckDBPyConnection,
    about: About,
    audience: str,
    cells: str,
    grid: Mapping[str, Mapping[str, Mapping[str, list[str]]]] | None = None,
) -> None:
    """Fill the attached file `release` for the audience: memory.<cells>, sorted as questions are asked, and the rest.

    `grid` are the places and periods that the audience may ask for, by measure; None where it may ask for all.
    """
    partner = audience.removeprefix("partner:") if audience.startswith("partner:") else None
    connection.execute(
        # Sorted as questions are asked, so that an answer reads a few thousand rows of a million.
        f"CREATE TABLE release.cells AS SELECT * FROM memory.{cells} "
        "ORDER BY measure, breakdown, period_kind, place_kind, place, category, period_start"
    )
    given = {
        "audience": audience,
        "version": about.version,
        "made_at": about.made_at.replace(tzinfo=None),
        "coalition_key": coalition().key,
        "policy_override": about.policy_override,
        "sees_all": audience == LEADERSHIP,
        "partner": partner,
    }
    for statement in CONTENTS.split(";\n"):
        if statement.strip():
            used = {name: value for name, value in given.items() if f"${name}" in statement}
            connection.execute(statement, used or None)
    connection.execute("CREATE TABLE release.sources (subject VARCHAR, first_date DATE, through_date DATE)")
    for subject in about.subjects.values():
        connection.execute(
            "INSERT INTO release.sources VALUES (?, ?, ?)",
            [subject.name, subject.first_date, subject.through_date],
        )
    connection.execute("CREATE TABLE release.measures (name VARCHAR, is_published BOOLEAN, facts JSON)")
    studies = studies_named(connection)
    for measure in MEASURES.values():
        told = naming_studies(in_local_words(measure), studies)
        places = None if grid is None else grid.get(measure.name)
        is_shown = measure.name in about.shown and (places is None or bool(places) or partner is not None)
        connection.execute(
            "INSERT INTO release.measures VALUES (?, ?, ?)",
            [measure.name, is_shown, json.dumps(_facts(told, places))],
        )
    _write_audit(connection, about.figures, audience)
    _write_unknowns(connection, audience == LEADERSHIP, partner)
    _write_loose_ends(connection, about.loose_ends, audience == LEADERSHIP, partner)
    connection.execute("CHECKPOINT release")


def _facts(measure: Measure, places: Mapping[str, Mapping[str, list[str]]] | None) -> dict[str, object]:
    """What a page needs to explain a measure and to ask for it; `places` where only some of it may be asked."""
    return {
        **asdict(measure),
        "is_public": measure.is_public,
        "period_kinds": [kind.value for kind in measure.period_kinds],
        "place_kinds": [kind.value for kind in measure.place_kinds],
        "grid": places,
    }


def _write_audit(connection: duckdb.DuckDBPyConnection, figures: Iterable[Figures], audience: str) -> None:
    """release.audit: what the proof of this audience's file found; leadership has that of all, table by table.

    Others get sums over all tables, and no number of what was hidden for its own sake: in a table where that is all
    that is hidden, it would say so of each hidden cell.
    """
    columns = {name: "VARCHAR" if name in ("structure", "audience") else "BIGINT" for name in Figures.__annotations__}
    columns["seconds"] = "DOUBLE"
    connection.execute(f"CREATE TABLE release.audit ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    kind = audience.partition(":")[0]
    rows = [asdict(each) for each in figures if kind in (LEADERSHIP, each.audience)]
    if kind != LEADERSHIP and rows:
        told = ("structure", "audience", "width", "primary_count", "witness_count", "pair_count", "seconds")
        sums = {name: sum(row[name] for row in rows) for name in columns if name not in told}
        nothing = dict.fromkeys(("primary_count", "witness_count", "pair_count", "seconds"))
        rows = [{"structure": "all", "audience": kind, "width": rows[0]["width"], **nothing, **sums}]
    for row in rows:
        given = [row[name] for name in columns]
        connection.execute(f"INSERT INTO release.audit VALUES ({', '.join('?' * len(columns))})", given)


def _write_loose_ends(
    connection: duckdb.DuckDBPyConnection, ends: Iterable[LooseEnd], sees_all: bool, partner: str | None
) -> None:
    """release.loose_ends: what was accepted and is worth a look, in the order in which it is told."""
    connection.execute(
        "CREATE TABLE release.loose_ends (kind VARCHAR, partner_id VARCHAR, row_count BIGINT, words VARCHAR)"
    )
    for each in ends:
        if not sees_all and (partner is None or each.partner_id != partner):
            continue
        connection.execute("INSERT INTO release.loose_ends VALUES (?, ?, ?, ?)", list(astuple(each)))


def count_unknowns(connection: duckdb.DuckDBPyConnection) -> None:
    """memory.unknowns: per key field and partner, how many rows don't say."""
    connection.execute(
        "CREATE OR REPLACE TABLE memory.unknowns (table_name VARCHAR, column_name VARCHAR, partner_id VARCHAR, "
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
                f"INSERT INTO memory.unknowns SELECT '{table_name}', '{field}', "
                f"{'partner_id' if has_partner else 'NULL'}, count(*), count(*) FILTER ({is_unknown}) "
                f"FROM records.{table_name} {held} GROUP BY ALL HAVING count(*) > 0"
            )


def _write_unknowns(connection: duckdb.DuckDBPyConnection, sees_all: bool, partner: str | None) -> None:
    """release.unknowns: of all rows for leadership; of its own for a partner; of the City's for everybody."""
    public = [name for name in KEY_FIELDS if not any(c.kind is Kind.PARTNER for c in TABLES[name].columns)]
    connection.execute(
        "CREATE TABLE release.unknowns AS SELECT * FROM memory.unknowns "
        "WHERE $sees_all OR partner_id = $partner OR (partner_id IS NULL AND list_contains($public, table_name))",
        {"sees_all": sees_all, "partner": partner, "public": public},
    )
