"""Cubes of distinct people: nothing adds up, but much is known of which number can't be above which."""

from collections.abc import Callable, Iterable

import duckdb
import numpy as np
import pandas as pd
import scipy.sparse as sp

from cp4p_metrics.disclosure.cube import NOBODY, Cube, Whole
from cp4p_metrics.engines import Engine
from cp4p_metrics.measures.atoms import people_query
from cp4p_metrics.measures.base import ALL, Measure

from .cube_cells import LEVEL, Structure
from .cubes import shareable_cells
from .policy import Policy, Sharing

# Pairs of a number of people and a part of them: whoever sees both sees the others, who must not be a few either.
PARTS_OF = (
    ("people_served", "new_enrollments"),
    ("people_served", "people_served_at_highest_risk"),
)


def people_structures(
    connection: duckdb.DuckDBPyConnection,
    engine: Engine,
    measures: Iterable[Measure],
    policy: Policy,
    sharing: Sharing,
    tell: Callable[[str], None] = lambda words: None,
) -> list[Structure]:
    """A cube for each measure of distinct people, whose inner counts are the cells themselves."""
    made = []
    for measure in measures:
        if not measure.distinct or not policy.is_about_people(measure):
            continue
        keys = shareable_cells(connection, [measure], policy, sharing)
        keys = keys[keys["numerator"] > 0].reset_index(drop=True)
        if keys.empty:
            continue
        tell(f"Grouping the people of {measure.title.lower()}")
        own = _largest_own(connection, engine, measure, keys)
        made.append(_structure(measure, keys, own, _few_others(connection, measure, keys)))
    return made


def _largest_own(
    connection: duckdb.DuckDBPyConnection, engine: Engine, measure: Measure, keys: pd.DataFrame
) -> pd.DataFrame:
    """For each cell the partners that know some of its people: row, partner_id, people."""
    period = ["period_kind", "period_start"]
    of_partners = connection.execute(
        "SELECT period_kind, period_start, breakdown, category, place AS partner_id, numerator AS people FROM cells "
        "WHERE measure = $1 AND place_kind = 'partner' AND numerator > 0",
        [measure.name],
    ).df()
    cells = keys.reset_index(names="row").drop(columns=["numerator", "denominator"])
    named = [*period, "breakdown", "category"]
    found = [
        cells[cells["place_kind"] == "coalition"].merge(of_partners, on=named),
        cells[cells["place_kind"] == "partner"].merge(
            of_partners, left_on=[*named, "place"], right_on=[*named, "partner_id"]
        ),
    ]
    in_areas = cells[cells["place_kind"] == "area"]
    if len(in_areas):
        engine.fill(connection, "own_people", people_query(measure.view, measure))
        own = connection.execute(
            "SELECT period_kind, period_start, CAST(area_number AS VARCHAR) AS place, partner_id, people "
            "FROM own_people WHERE partner_id IS NOT NULL AND area_number IS NOT NULL"
        ).df()
        found.append(in_areas.merge(own, on=[*period, "place"]))
    return pd.concat([table[["row", "partner_id", "people"]] for table in found], ignore_index=True)


def _few_others(connection: duckdb.DuckDBPyConnection, measure: Measure, keys: pd.DataFrame) -> Whole:
    """For each cell how many of its people are not in a part that readers see, the fewest; 0 where there is none."""
    fewest = np.zeros(len(keys), dtype=np.int64)
    place = ["period_kind", "period_start", "place_kind", "place"]
    for whole, part in PARTS_OF:
        if measure.name not in (whole, part):
            continue
        other = part if measure.name == whole else whole
        beside = connection.execute(
            f"SELECT {', '.join(place)}, numerator AS beside FROM cells WHERE measure = $1 AND breakdown = 'all' "
            "AND numerator IS NOT NULL",
            [other],
        ).df()
        rest = keys.merge(beside, on=place, how="left")
        sign = 1 if measure.name == whole else -1
        others = (sign * (rest["numerator"] - rest["beside"])).where(rest["breakdown"] == ALL).fillna(0)
        others = others.to_numpy(dtype=np.int64)
        fewest = np.where((others > 0) & ((fewest == 0) | (others < fewest)), others, fewest)
    if measure.name == "active_caseload":
        left = _left(connection, keys)
        fewest = np.where((left > 0) & ((fewest == 0) | (left < fewest)), left, fewest)
    return fewest


def _left(connection: duckdb.DuckDBPyConnection, keys: pd.DataFrame) -> Whole:
    """How many left in the period: the caseload before, and who came, less the caseload now."""
    connection.register("caseload_keys", keys.assign(row_number=np.arange(len(keys))))
    return (
        connection.execute(
            """
            SELECT coalesce(before.numerator + came.numerator - cell.numerator, 0) AS left_count
            FROM caseload_keys AS cell
            LEFT JOIN cells AS came ON came.measure = 'new_enrollments' AND came.breakdown = cell.breakdown
                AND came.category = cell.category AND came.place_kind = cell.place_kind AND came.place = cell.place
                AND came.period_kind = cell.period_kind AND came.period_start = cell.period_start
            LEFT JOIN cells AS before ON before.measure = cell.measure AND before.breakdown = cell.breakdown
                AND before.category = cell.category AND before.place_kind = cell.place_kind
                AND before.place = cell.place AND before.period_kind = cell.period_kind
                AND before.period_start = cell.period_start - CASE cell.period_kind WHEN 'month' THEN INTERVAL 1 MONTH
                    WHEN 'quarter' THEN INTERVAL 3 MONTH ELSE INTERVAL 12 MONTH END
            ORDER BY cell.row_number
            """
        )
        .df()["left_count"]
        .to_numpy(dtype=np.int64)
    )


def _structure(measure: Measure, keys: pd.DataFrame, own: pd.DataFrame, few_others: Whole) -> Structure:
    """The cube; contributors' own people are a floor under each cell instead of inner counts of their own."""
    counts = keys["numerator"].to_numpy(dtype=np.int64)
    size = counts.size
    own = own.assign(rest=counts[own["row"].to_numpy()] - own["people"].to_numpy())
    floor, rest = np.ones(size, dtype=np.int64), np.full(size, np.iinfo(np.int64).max)
    np.maximum.at(floor, own["row"].to_numpy(), own["people"].to_numpy(dtype=np.int64))
    others = own[own["rest"] > 0]
    np.minimum.at(rest, others["row"].to_numpy(), others["rest"].to_numpy(dtype=np.int64))
    levels = np.array([LEVEL[place, kind] for place, kind in keys[["place_kind", "period_kind"]].to_numpy()])
    year = pd.to_datetime(keys["period_start"]).dt.year.to_numpy(dtype=np.int64)
    inequalities = _known_inequalities(keys)
    if inequalities is not None:  # where a month is missing, a sum of parts may be less than the whole
        inequalities = inequalities[np.flatnonzero(inequalities @ counts >= 0)]
    is_total = (keys["place_kind"].to_numpy() == "coalition") & (keys["breakdown"].to_numpy() == ALL)
    cube = Cube(
        inner=counts,
        cells=sp.identity(size, dtype=np.int64, format="csr"),
        least=np.minimum(floor, counts),
        owner=np.full(size, NOBODY, dtype=np.int64),
        unit=np.arange(size, dtype=np.int64),
        weight=np.log1p(counts) + 1 + 2 * levels,
        headline=is_total,
        near=year,
        wide=year,
        inequalities=inequalities,
    )
    return Structure(
        measure.name,
        cube,
        keys,
        np.arange(size, dtype=np.int64),
        np.zeros(size, dtype=bool),
        np.zeros(size, dtype=bool),
        fewest_rest=np.where(few_others > 0, np.minimum(rest, few_others), rest),
    )


def _known_inequalities(keys: pd.DataFrame) -> sp.csr_matrix | None:
    """What everybody knows of distinct people, as rows with 1 for the larger side and -1 for the smaller.

    A longer period has at least as many as each shorter one in it, and at most their sum; a wider place and a total
    over categories likewise.
    """
    at = {
        tuple(row): number
        for number, row in enumerate(
            keys[["period_kind", "period_start", "place_kind", "place", "breakdown", "category"]].itertuples(
                index=False
            )
        )
    }
    rows: list[tuple[list[int], list[int]]] = []

    def whole_and_parts(whole: int, parts: list[int], *, parts_cover: bool) -> None:
        rows.extend(([whole], [part]) for part in parts)
        if parts_cover and parts:
            rows.append((parts, [whole]))

    for (kind, start, place_kind, place, breakdown, category), number in at.items():
        if kind in ("year", "fiscal_year"):
            quarters = [start + pd.DateOffset(months=step) for step in (0, 3, 6, 9)]
            parts = [
                at[found]
                for quarter in quarters
                if (found := ("quarter", quarter, place_kind, place, breakdown, category)) in at
            ]
            whole_and_parts(number, parts, parts_cover=True)
        if place_kind == "coalition" and breakdown == ALL:
            for wider in ("partner", "area"):
                parts = [
                    other for key, other in at.items() if key[:2] == (kind, start) and key[2] == wider and key[4] == ALL
                ]
                whole_and_parts(number, parts, parts_cover=wider == "partner")
            for name in {key[4] for key in at if key[4] != ALL}:
                parts = [
                    other for key, other in at.items() if key[:4] == (kind, start, place_kind, place) and key[4] == name
                ]
                whole_and_parts(number, parts, parts_cover=True)
    if not rows:
        return None
    row = [number for number, (more, less) in enumerate(rows) for _ in (*more, *less)]
    column = [cell for more, less in rows for cell in (*more, *less)]
    sign = [value for more, less in rows for value in (*(1 for _ in more), *(-1 for _ in less))]
    return sp.csr_matrix((sign, (row, column)), shape=(len(rows), len(keys)), dtype=np.int64)
