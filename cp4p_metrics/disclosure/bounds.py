"""Intervals of hidden counts that hold for certain, from what is shown alone: "between 3 and 14".

Every count, inner or publishable, starts with the least and the most that it can be. Each rule of the table (a cell is
the sum of its inner counts; a quarter is the sum of its months) then narrows each of its counts by what the others
leave over, until nothing changes. In whole numbers throughout. Intervals contain the truth; they needn't be the
narrowest that do.
"""

import numpy as np
import scipy.sparse as sp

from .cube import Cube, Flags, Whole
from .families import families
from .view import View, view_of

UNBOUNDED = 2**40  # the most of a count that has no most
ROUNDS = 100


def intervals(cube: Cube, shown: Flags, contributor: int | None = None) -> tuple[Whole, Whole]:
    """The least and the most that each cell can count, m and m, to any reader or to that contributor.

    They are equal where the cell is shown; the most is UNBOUNDED where nothing shown limits the count.
    """
    low, high = limits(view_of(cube, shown, contributor))
    return low[: len(shown)], high[: len(shown)]


def limits(view: View) -> tuple[Whole, Whole]:
    """The least and the most of each cell, then of each inner count; from the view alone, without the truth."""
    low = np.append(np.where(view.shown, view.counts, np.maximum(view.least, 0)), view.inner)
    high = np.append(np.where(view.shown, view.counts, UNBOUNDED), np.where(view.known, view.inner, UNBOUNDED))
    rules = _never_positive(view)
    for _ in range(ROUNDS):
        before = low.copy(), high.copy()
        _narrow(rules, low, high)
        if (low == before[0]).all() and (high == before[1]).all():
            break
    return low, high


def _never_positive(view: View) -> sp.coo_matrix:
    """Rows for which `row @ (cells, then inner counts) <= 0` in every possible table."""
    m, n = view.cells.shape

    def over_cells(rows: sp.csr_matrix) -> sp.csr_matrix:
        return sp.hstack([rows, sp.csr_matrix((rows.shape[0], n), dtype=np.int64)])

    def over_inner(rows: sp.csr_matrix) -> sp.csr_matrix:
        return sp.hstack([sp.csr_matrix((rows.shape[0], m), dtype=np.int64), rows])

    relatives, complete = families(view.cells)
    zero = [
        sp.hstack([-sp.identity(m, dtype=np.int64), view.cells]),
        over_cells(relatives[complete]),
        over_inner(view.equations),
    ]
    below = [over_cells(relatives[~complete]), over_inner(-view.inequalities)]
    return sp.vstack([*zero, *(-rows for rows in zero), *below]).tocoo()


def _narrow(rules: sp.coo_matrix, low: Whole, high: Whole) -> None:
    """Narrow every count by what the others of each rule leave over at their smallest."""
    factor, row, count = rules.data, rules.row, rules.col
    limit = np.where(factor > 0, low[count], high[count])  # makes the term as small as it can be
    unlimited = limit >= UNBOUNDED
    term = np.where(unlimited, 0, factor * limit)
    others = np.bincount(row[unlimited], minlength=rules.shape[0])[row] - unlimited
    total = np.zeros(rules.shape[0], dtype=np.int64)
    np.add.at(total, row, term)
    left = term - total[row]  # factor * count <= left
    most, least = (others == 0) & (factor > 0), (others == 0) & (factor < 0)
    np.minimum.at(high, count[most], left[most] // factor[most])
    np.maximum.at(low, count[least], -(left[least] // -factor[least]))
