"""The cells of one cube as they are gathered: counts, and the two sides of what is part of a whole."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from cp4p_metrics.disclosure.cube import NOBODY, Cube, Flags, Whole
from cp4p_metrics.measures.base import ALL, Measure, PlaceKind, Shape
from cp4p_metrics.periods import PeriodKind

KEY = ("measure", "period_kind", "period_start", "place_kind", "place", "breakdown", "category")
STARTS = {
    PeriodKind.MONTH: "month",
    PeriodKind.QUARTER: "quarter_start",
    PeriodKind.YEAR: "year_start",
    PeriodKind.FISCAL_YEAR: "fiscal_year_start",
}

# What hiding a cell costs beside its size: the wider it is, the more readers look at it.
LEVEL = {
    ("area", "quarter"): 0.0,
    ("area", "year"): 1.0,
    ("area", "fiscal_year"): 1.0,
    ("partner", "year"): 1.5,
    ("partner", "fiscal_year"): 1.5,
    ("coalition", "month"): 2.0,
    ("coalition", "quarter"): 2.0,
    ("coalition", "year"): 6.0,
    ("coalition", "fiscal_year"): 6.0,
}


@dataclass(frozen=True, eq=False)
class Structure:
    """One cube with the names of its cells.

    keys: one row a cell that could be published, with the columns of KEY; a share has one row. rows: m, which row of
    keys each of the cube's cells belongs to. extreme: m, shares of 0 or 100 %. The empty ones of the cells (a count of
    zero) are in keys and not in the cube.
    """

    name: str
    cube: Cube
    keys: pd.DataFrame
    rows: Whole
    extreme: Flags
    is_rest: Flags  # m; the other side of a part of a whole, which is no cell of its own
    fewest_rest: Whole | None = None  # m; of distinct people, how few are left to the contributor who knows the most


class Sides:
    """The cells of a cube as they are gathered: counts, and the two sides of shares."""

    def __init__(self, keys: pd.DataFrame) -> None:
        self.keys = keys
        self.index = pd.MultiIndex.from_frame(keys[list(KEY)])
        self.row_of_cell: list[Whole] = []
        self.entries: list[tuple[Whole, Whole]] = []  # number of the cell, number of the atom
        self.may_be_zero: list[Flags] = []
        self.is_rest: list[Flags] = []
        self.is_headline: list[Flags] = []
        self.is_of_share: list[Flags] = []
        self.count = 0

    def add(
        self,
        measure: Measure,
        place: PlaceKind,
        breakdown: str,
        kind: PeriodKind,
        atoms: pd.DataFrame,
        counts: Flags,
        others: Flags | None,
    ) -> None:
        """Which atoms each cell of one part of the grid is made of."""
        at = {
            PlaceKind.AREA: atoms["area_number"].astype("Int64").astype("string"),
            PlaceKind.PARTNER: atoms["partner_id"],
            PlaceKind.COALITION: pd.Series("coalition", index=atoms.index),
        }[place]
        start = atoms[STARTS[kind]]
        located = pd.DataFrame(
            {
                "measure": measure.name,
                "period_kind": kind.value,
                "period_start": start,
                "place_kind": place.value,
                "place": at.astype(object),
                "breakdown": breakdown,
                "category": ALL if breakdown == ALL else atoms[breakdown].astype(object),
            }
        )
        row = self.index.get_indexer(pd.MultiIndex.from_frame(located))
        if measure.stands_at_end:  # a period has the number of its last month
            is_last = atoms["month"] == start + pd.DateOffset(months=kind.month_count - 1)
            row = np.where(is_last, row, -1)
        for side in (counts, others):
            if side is None:
                continue
            taken = np.flatnonzero(side & (row >= 0))
            found, inverse = np.unique(row[taken], return_inverse=True)
            self.entries.append((inverse.astype(np.int64) + self.count, taken.astype(np.int64)))
            self.row_of_cell.append(found.astype(np.int64))
            self.is_rest.append(np.full(found.size, side is others))
            # What is hidden together with the rest of its whole may be zero: the rest may be all of it.
            self.may_be_zero.append(np.full(found.size, others is not None))
            # What all rows count together at the widest place is what everybody looks at first.
            is_headline = place is PlaceKind.COALITION and breakdown == ALL and others is None
            self.is_headline.append(np.full(found.size, is_headline))
            self.is_of_share.append(np.full(found.size, measure.shape is Shape.SHARE))
            self.count += found.size

    def structure(self, name: str, atoms: pd.DataFrame) -> Structure:
        """The cube, of the atoms that any cell counts."""
        rows = np.concatenate(self.row_of_cell)
        cell = np.concatenate([cells for cells, _ in self.entries])
        atom = np.concatenate([atoms for _, atoms in self.entries])
        matrix = sp.csr_matrix((np.ones(cell.size, dtype=np.int64), (cell, atom)), shape=(rows.size, len(atoms)))
        contributors = tuple(sorted(atoms["partner_id"].dropna().unique()))
        named = {name: number for number, name in enumerate(contributors)}
        owner = atoms["partner_id"].map(named).fillna(NOBODY).to_numpy(dtype=np.int64)
        # Atoms of one owner that the same cells count are one: no reader could tell them apart.
        marks = matrix.T @ np.random.default_rng(0).integers(1, 2**62, rows.size)
        _, first, alike = np.unique(np.stack([marks, owner]), axis=1, return_index=True, return_inverse=True)
        inner = np.bincount(alike, weights=atoms["row_count"], minlength=first.size).astype(np.int64)
        used = np.flatnonzero(marks[first])
        inner, first = inner[used], first[used]
        matrix = matrix[:, first].tocsr()
        matrix.sort_indices()
        atoms, owner = atoms.iloc[first], owner[first]
        counts = matrix @ inner
        may_be_zero = np.concatenate(self.may_be_zero)
        first = self.keys["numerator"].to_numpy(dtype=np.int64)[rows]
        whole = self.keys["denominator"].to_numpy(dtype=np.int64)[rows]
        extreme = np.concatenate(self.is_of_share) & ((first == 0) | (first == whole)) & (whole > 0)
        kinds = self.keys[["place_kind", "period_kind"]].to_numpy()[rows]
        levels = np.array([LEVEL[place, kind] for place, kind in kinds])
        year = pd.to_datetime(atoms["month"]).dt.year.to_numpy(dtype=np.int64)
        return Structure(
            name=name,
            cube=Cube(
                inner=inner,
                cells=matrix,
                least=np.where(may_be_zero, 0, 1).astype(np.int64),
                owner=owner,
                unit=rows,
                weight=np.log1p(counts) + 1 + 2 * levels,
                headline=np.concatenate(self.is_headline)
                | ((counts == 0) & ~may_be_zero),  # what is known to be zero stays so
                near=year * 1000 + owner + 1,
                wide=year,
                contributors=contributors,
            ),
            keys=self.keys,
            rows=rows,
            extreme=extreme,
            is_rest=np.concatenate(self.is_rest),
        )
