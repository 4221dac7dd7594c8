"""What a reader has in hand: all that is shown, and nothing of what is hidden."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .cube import Cube, Flags, Whole


@dataclass(frozen=True, eq=False)
class View:
    """A cube as a reader sees it: m cells, n inner counts.

    counts: m, zero where the cell is hidden. inner: n, zero where the reader doesn't know it. equations, inequalities:
    as in the cube, without rows if there are none.
    """

    cells: sp.csr_matrix
    least: Whole
    shown: Flags
    counts: Whole
    known: Flags
    inner: Whole
    equations: sp.csr_matrix
    inequalities: sp.csr_matrix


def view_of(cube: Cube, shown: Flags, contributor: int | None = None) -> View:
    """What any reader sees once those cells are shown; or that contributor, who knows their own inner counts."""
    known = np.zeros(len(cube.inner), dtype=bool) if contributor is None else cube.owner == contributor
    nothing = sp.csr_matrix((0, len(cube.inner)), dtype=np.int64)
    return View(
        cells=cube.cells.astype(np.int64),
        least=cube.least,
        shown=shown,
        counts=np.where(shown, cube.counts, 0),
        known=known,
        inner=np.where(known, cube.inner, 0),
        equations=nothing if cube.equations is None else cube.equations.astype(np.int64),
        inequalities=nothing if cube.inequalities is None else cube.inequalities.astype(np.int64),
    )
