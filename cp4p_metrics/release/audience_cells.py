"""The cells that one audience's file holds: what it may see, and nothing of the rest but that it is hidden."""

from collections.abc import Iterable

import duckdb
import pandas as pd

from cp4p_metrics.measures.base import ALL, Measure, Shape
from cp4p_metrics.measures.intervals import FEWEST_EVENTS_FOR_A_STABLE_RATE

from .cube_cells import KEY, Structure
from .policy import PLACES, Policy, Sharing
from .protecting import Verdict

# Numbers that are made of others: shown where these are. None: of its own rows, where enough of them are counted.
RESTS_ON = {
    "contacts_per_participant_week": "outreach_contacts",
    "participants_per_worker": "active_caseload",
    "reach": "people_served_at_highest_risk",
    "mean_attendance": "attendance",
}
OF_ITS_OWN_ROWS = (Shape.QUANTILE, Shape.SURVIVAL)
PROMISED = "contract_progress"
COLUMNS = (
    "measure, period_kind, period_start, place_kind, place, breakdown, category, numerator, denominator, unknown, "
    "value, lower, upper, status"
)
IS_OVER = """cells.period_start + CASE cells.period_kind
    WHEN 'month' THEN INTERVAL 1 MONTH
    WHEN 'quarter' THEN INTERVAL 3 MONTH
    ELSE INTERVAL 12 MONTH
END <= (SELECT through_date + INTERVAL 1 DAY FROM reporting)"""


def note_verdicts(
    connection: duckdb.DuckDBPyConnection, found: Iterable[tuple[Structure, tuple[Verdict, ...]]]
) -> None:
    """memory.verdicts(audience, KEY, is_hidden, low, high): what was decided on each cell that could be shown."""
    tables = []
    for structure, verdicts in found:
        for verdict in verdicts:
            table = structure.keys.iloc[verdict.key_rows][list(KEY)].copy()
            table["audience"], table["is_hidden"] = verdict.audience, verdict.is_hidden
            table["low"], table["high"] = verdict.low, verdict.high
            tables.append(table)
    names = ", ".join(KEY)
    connection.execute(
        "CREATE OR REPLACE TABLE memory.verdicts (audience VARCHAR, measure VARCHAR, period_kind VARCHAR, "
        "period_start DATE, place_kind VARCHAR, place VARCHAR, breakdown VARCHAR, category VARCHAR, "
        "is_hidden BOOLEAN, low BIGINT, high BIGINT)"
    )
    if tables:
        connection.register("verdict_rows", pd.concat(tables, ignore_index=True))
        connection.execute(
            f"INSERT INTO memory.verdicts SELECT audience, {names}, is_hidden, low, high FROM verdict_rows"
        )
        connection.unregister("verdict_rows")


def shared_grid(
    measures: Iterable[Measure], policy: Policy, sharing: Sharing
) -> dict[str, dict[str, dict[str, list[str]]]]:
    """By measure and kind of place, the periods of its total and of its categories; empty where nothing is shared."""
    grid: dict[str, dict[str, dict[str, list[str]]]] = {}
    for measure in measures:
        if not policy.is_about_people(measure):
            continue
        at: dict[str, dict[str, list[str]]] = {}
        for place in PLACES:
            for breakdown in measure.own_breakdowns:
                kinds = [kind.value for kind in policy.periods_of(measure, place, breakdown, sharing)]
                if kinds:
                    at.setdefault(place.value, {})[breakdown] = kinds
        if measure.name == PROMISED:
            at = {"partner": {"measure": ["fiscal_year"]}}
        grid[measure.name] = at
    return grid


def lay_shared_cells(
    connection: duckdb.DuckDBPyConnection,
    measures: Iterable[Measure],
    policy: Policy,
    sharing: Sharing,
    withheld: Iterable[str] = (),
) -> None:
    """memory.shared_cells: what every reader of that audience may see, with the columns of cells."""
    listed = list(measures)
    rows = [
        (name, place, breakdown, kind)
        for name, places in shared_grid(listed, policy, sharing).items()
        for place, breakdowns in places.items()
        for breakdown, kinds in breakdowns.items()
        for kind in kinds
        if name not in set(withheld)
    ]
    connection.execute(
        "CREATE OR REPLACE TABLE memory.grid (measure VARCHAR, place_kind VARCHAR, breakdown VARCHAR, "
        "period_kind VARCHAR)"
    )
    if rows:
        connection.executemany("INSERT INTO memory.grid VALUES (?, ?, ?, ?)", rows)
    few = f"status = 'unstable' OR denominator < {sharing.fewest_for_a_rate}" if sharing.fewest_for_a_rate else "false"
    _lay_open(connection, [m.name for m in listed if not policy.is_about_people(m)], sharing)
    counted = [
        m.name for m in listed if m.name not in RESTS_ON and m.shape not in OF_ITS_OWN_ROWS and m.name != PROMISED
    ]
    connection.execute(
        f"""
        INSERT INTO memory.shared_cells
        SELECT {", ".join(f"cells.{name}" for name in KEY)},
            CASE WHEN {SHOWN} THEN cells.numerator END, CASE WHEN {SHOWN} THEN cells.denominator END, NULL,
            CASE WHEN {SHOWN} THEN cells.value END,
            CASE WHEN is_hidden THEN CASE WHEN cells.denominator IS NULL AND low >= 0 THEN low END
                WHEN {SHOWN} THEN cells.lower END,
            CASE WHEN is_hidden THEN CASE WHEN cells.denominator IS NULL AND high >= 0 THEN high END
                WHEN {SHOWN} THEN cells.upper END,
            CASE WHEN is_hidden THEN 'hidden' WHEN is_few THEN 'unstable' ELSE cells.status END
        FROM (
            SELECT cells.*, coalesce(verdicts.is_hidden, false) AS is_hidden, low, high,
                coalesce(cells.denominator > 0 AND ({few}), false) AS is_few
            FROM cells JOIN grid USING (measure, place_kind, breakdown, period_kind)
            LEFT JOIN verdicts ON verdicts.audience = $audience AND {SAME_CELL}
            WHERE list_contains($names, cells.measure) AND {IS_OVER}
        ) AS cells
        """,
        {"audience": sharing.audience, "names": counted},
    )
    _lay_made_of_others(connection, listed, sharing)


SHOWN = "NOT is_hidden AND NOT is_few"
SAME_CELL = " AND ".join(f"verdicts.{name} = cells.{name}" for name in KEY)


def _lay_open(connection: duckdb.DuckDBPyConnection, names: list[str], sharing: Sharing) -> None:
    """Numbers that are nobody's secret: all of them, but for rates of too few where those are withheld."""
    kept = "numerator, denominator, unknown, value, lower, upper, status"
    if sharing.fewest_for_a_rate:
        told = [name for name in kept.split(", ") if name != "status"]
        kept = ", ".join([*(f"CASE WHEN status <> 'unstable' THEN {name} END AS {name}" for name in told), "status"])
    connection.execute(
        f"CREATE OR REPLACE TABLE memory.shared_cells AS SELECT {', '.join(KEY)}, {kept} FROM cells "
        "WHERE list_contains($1, measure)",
        [names],
    )


def _lay_made_of_others(connection: duckdb.DuckDBPyConnection, measures: list[Measure], sharing: Sharing) -> None:
    """Quotients, medians, survival and contracts: shown where what they are made of is."""
    for measure in measures:
        if measure.name in RESTS_ON:
            is_shown = (
                "EXISTS (SELECT 1 FROM shared_cells AS part WHERE part.measure = $part AND part.status = 'shown' "
                "AND part.period_kind = cells.period_kind AND part.period_start = cells.period_start "
                "AND part.place_kind = cells.place_kind AND part.place = cells.place "
                "AND part.breakdown = cells.breakdown AND part.category = cells.category) "
                f"AND (denominator IS NULL OR denominator >= {sharing.threshold})"
            )
            given = {"part": RESTS_ON[measure.name]}
        elif measure.name == PROMISED:
            is_shown = (
                "EXISTS (SELECT 1 FROM shared_cells AS part WHERE part.measure = cells.category "
                "AND part.status = 'shown' AND part.period_kind = cells.period_kind "
                "AND part.period_start = cells.period_start AND part.place_kind = cells.place_kind "
                f"AND part.place = cells.place AND part.breakdown = '{ALL}')"
            )
            given = {}
        elif measure.shape in OF_ITS_OWN_ROWS:
            # Enough rows must be left to a partner that knows its own.
            fewest = max(sharing.threshold, FEWEST_EVENTS_FOR_A_STABLE_RATE if measure.shape is Shape.SURVIVAL else 0)
            is_shown = (
                f"coalesce(denominator, numerator) >= {fewest} AND (place_kind = 'partner' OR NOT EXISTS (SELECT 1 "
                "FROM cells AS own WHERE own.measure = cells.measure AND own.place_kind = 'partner' "
                "AND own.period_kind = cells.period_kind AND own.period_start = cells.period_start "
                "AND own.breakdown = cells.breakdown AND own.category = cells.category "
                "AND coalesce(cells.denominator, cells.numerator) - coalesce(own.denominator, own.numerator) "
                f"BETWEEN 1 AND {fewest - 1}))"
            )
            given = {}
        else:
            continue
        counts = (
            "NULL, NULL"
            if measure.shape in OF_ITS_OWN_ROWS
            else ("CASE WHEN is_shown THEN numerator END, CASE WHEN is_shown THEN denominator END")
        )
        connection.execute(
            f"""
            INSERT INTO memory.shared_cells
            SELECT {", ".join(KEY)}, {counts}, NULL,
                CASE WHEN is_shown THEN value END, CASE WHEN is_shown THEN lower END, CASE WHEN is_shown THEN upper END,
                CASE WHEN status = 'not_reported' OR is_shown THEN status ELSE 'hidden' END
            FROM (
                SELECT cells.*, ({is_shown}) AS is_shown
                FROM cells JOIN grid USING (measure, place_kind, breakdown, period_kind)
                WHERE measure = $measure AND {IS_OVER}
            ) AS cells
            """,
            {"measure": measure.name, **given},
        )


def lay_own_cells(connection: duckdb.DuckDBPyConnection, partner_id: str, open_names: list[str]) -> None:
    """memory.audience_cells: what all partners share, and the partner's own figures, exact."""
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE memory.audience_cells AS
        SELECT {COLUMNS} FROM shared_cells
        WHERE NOT (place_kind = 'partner' AND place = $partner) OR list_contains($open, measure)
        UNION ALL
        SELECT {COLUMNS} FROM cells
        WHERE place_kind = 'partner' AND place = $partner AND NOT list_contains($open, measure)
        """,
        {"partner": partner_id, "open": open_names},
    )
