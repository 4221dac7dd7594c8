"""From measures to cubes: which counts are made of the same rows, and what of them an audience could see."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

import duckdb
import pandas as pd

from cp4p_metrics.engines import Engine
from cp4p_metrics.measures.atoms import atoms_query, row_value, row_values
from cp4p_metrics.measures.base import Measure, PlaceKind, Shape
from cp4p_metrics.periods import PeriodKind

from .cube_cells import KEY, Sides, Structure
from .policy import PLACES, Policy, Sharing

ADDITIVE = (Shape.COUNT, Shape.SHARE, Shape.MIX, Shape.STOCK)
MONTH_COLUMNS = (
    "last_day",
    "number",
    "quarter_start",
    "year_start",
    "fiscal_year_start",
    "window_start",
    "window_end",
)


def structures(
    connection: duckdb.DuckDBPyConnection,
    engine: Engine,
    measures: Iterable[Measure],
    policy: Policy,
    sharing: Sharing,
    tell: Callable[[str], None] = lambda words: None,
) -> list[Structure]:
    """A cube for each set of measures that count the same rows. `connection` holds memory.cells and the ground."""
    counted = [m for m in measures if m.shape in ADDITIVE and not m.distinct and policy.is_about_people(m)]
    shared = [m for m in counted if any(_grid(m, policy, sharing))]
    made = []
    months = connection.execute("SELECT * FROM months ORDER BY month").df()
    for view, group in groupby(sorted(shared, key=lambda m: m.view), key=lambda m: m.view):
        together = list(group)
        tell(f"Grouping the rows of {view.replace('_', ' ')}")
        engine.fill(connection, "atoms", atoms_query(view, together))
        atoms = connection.execute("SELECT * FROM atoms ORDER BY ALL").df().merge(months, on="month", how="inner")
        values = {value: column for column, value in row_values(together).items()}
        amounts = [m for m in together if atoms[values[row_value(m.numerator)]].max() > 1]
        for alone in ([m] for m in amounts):
            column = values[row_value(alone[0].numerator)]
            weighed = atoms.assign(row_count=atoms["row_count"] * atoms[column], **{column: 1})
            made.append(_structure(connection, alone[0].name, alone, weighed, values, policy, sharing))
        plain = [m for m in together if m not in amounts]
        if plain:
            made.append(_structure(connection, view, plain, atoms, values, policy, sharing))
    return [structure for structure in made if structure is not None]


def _grid(measure: Measure, policy: Policy, sharing: Sharing) -> list[tuple[PlaceKind, str, PeriodKind]]:
    return [
        (place, breakdown, kind)
        for place in PLACES
        for breakdown in measure.own_breakdowns
        for kind in policy.periods_of(measure, place, breakdown, sharing)
    ]


def _structure(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    measures: Sequence[Measure],
    atoms: pd.DataFrame,
    values: dict[str, str],
    policy: Policy,
    sharing: Sharing,
) -> Structure | None:
    keys = shareable_cells(connection, measures, policy, sharing)
    if keys.empty or atoms.empty:
        return None
    atoms = atoms[atoms["row_count"] > 0].reset_index(drop=True)
    counts_all_rows = any(measure.numerator == "count(*)" and measure.shape is Shape.COUNT for measure in measures)
    parts = [
        (measure, values[row_value(measure.numerator)], _whole(measure, values, counts_all_rows))
        for measure in measures
    ]
    atoms = pd.concat([atoms, *_possible_atoms(atoms, keys, parts)], ignore_index=True)
    sides = Sides(keys)
    for measure, part, whole in parts:
        counts = atoms[part].to_numpy() > 0
        others = None if whole is None else (atoms[whole].to_numpy() > 0) & ~counts if whole else ~counts
        for place, breakdown, kind in _grid(measure, policy, sharing):
            sides.add(measure, place, breakdown, kind, atoms, counts, others)
    return sides.structure(name, atoms)


def _whole(measure: Measure, values: dict[str, str], counts_all_rows: bool) -> str | None:
    """The column of the rows that a measure counts a part of, '' for all rows, None where there is no such whole.

    Whoever sees both the part and the whole also sees the rest of it, which must not be a few people either.
    """
    if measure.shape is Shape.SHARE and measure.denominator:
        return "" if measure.denominator == "count(*)" else values[row_value(measure.denominator)]
    return "" if measure.shape is Shape.COUNT and measure.numerator != "count(*)" and counts_all_rows else None


def _possible_atoms(
    atoms: pd.DataFrame, keys: pd.DataFrame, parts: Sequence[tuple[Measure, str, str | None]]
) -> list[pd.DataFrame]:
    """Atoms of no row that might have had one: in a share of 0 or 100 % nobody is on the other side.

    Each has a month, an area and a partner where there are rows, and categories that rows elsewhere have. Without them
    a reader who knows the whole would know both sides.
    """
    said = [column for column in atoms if column not in ("month", "area_number", "partner_id", "row_count")]
    said = [column for column in said if column not in MONTH_COLUMNS]
    made = []
    for measure, part, whole in parts:
        if measure.shape is not Shape.SHARE:
            continue
        own = keys[(keys["measure"] == measure.name) & (keys["denominator"] > 0)]
        if not ((own["numerator"] == 0) | (own["numerator"] == own["denominator"])).any():
            continue
        inside = atoms if not whole else atoms[atoms[whole] > 0]
        for is_counted in (True, False):
            side = inside[(inside[part] > 0) == is_counted]
            if side.empty:
                continue
            # The commonest way to be on this side, within each category of what the measure is always broken down by.
            common = side.groupby([*said], as_index=False)["row_count"].sum().sort_values("row_count", kind="stable")
            common = common.groupby(measure.always_by).tail(1) if measure.always_by else common.tail(1)
            held = inside[["month", "area_number", "partner_id", *MONTH_COLUMNS]].drop_duplicates()
            made.append(held.merge(common[said], how="cross").assign(row_count=0))
    if not made:
        return []
    fresh = pd.concat(made, ignore_index=True).drop_duplicates()
    known = pd.MultiIndex.from_frame(atoms[["month", "area_number", "partner_id", *said]].astype(object))
    is_new = ~pd.MultiIndex.from_frame(fresh[["month", "area_number", "partner_id", *said]].astype(object)).isin(known)
    return [fresh[is_new]]


def shareable_cells(
    connection: duckdb.DuckDBPyConnection, measures: Sequence[Measure], policy: Policy, sharing: Sharing
) -> pd.DataFrame:
    """The cells that the audience could see: known, and of periods that are over. KEY, numerator, denominator."""
    grid = [
        (measure.name, place.value, breakdown, kind.value)
        for measure in measures
        for place, breakdown, kind in _grid(measure, policy, sharing)
    ]
    if not grid:
        return pd.DataFrame(columns=[*KEY, "numerator", "denominator"])
    names, places, breakdowns, kinds = zip(*grid, strict=True)
    return connection.execute(
        f"""
        SELECT {", ".join(KEY)}, numerator, coalesce(denominator, -1) AS denominator
        FROM cells JOIN (
            SELECT unnest($1) AS measure, unnest($2) AS place_kind, unnest($3) AS breakdown, unnest($4) AS period_kind
        ) AS grid USING (measure, place_kind, breakdown, period_kind)
        WHERE numerator IS NOT NULL AND status <> 'not_reported'
            AND period_start + CASE period_kind WHEN 'month' THEN INTERVAL 1 MONTH WHEN 'quarter' THEN INTERVAL 3 MONTH
                ELSE INTERVAL 12 MONTH END <= (SELECT through_date + INTERVAL 1 DAY FROM reporting)
        ORDER BY ALL
        """,
        [list(names), list(places), list(breakdowns), list(kinds)],
    ).df()
