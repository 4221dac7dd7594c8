"""What a move does to the cells, in whole numbers, and whether readers must hold it possible."""

import numpy as np
import scipy.sparse as sp

from .cube import NOBODY, Cube, Flags, Move, Whole


class Arithmetic:
    """Moves of one cube. by_inner: the cells by inner count, m x n."""

    def __init__(self, cube: Cube) -> None:
        self.cube = cube
        self.by_inner: sp.csc_matrix = cube.cells.tocsc()
        self._counts = cube.counts
        self._contributors = len(cube.contributors)
        self._equations = None if cube.equations is None else cube.equations.tocsc()
        self._inequalities = None if cube.inequalities is None else cube.inequalities.tocsc()
        self._spare = None if cube.inequalities is None else np.asarray(cube.inequalities @ cube.inner)

    def effect(self, move: Move) -> tuple[Whole, Whole]:
        """The cells that a move changes, and by how much."""
        return _product(self.by_inner, move)

    def is_possible(self, move: Move, pinned: Flags) -> bool:
        """Whether the other table agrees with all that readers know, once the cells that it changes are hidden.

        pinned: m; cells that can't be hidden.
        """
        cube = self.cube
        if (cube.inner[move.inner] + move.change < 0).any():
            return False
        cells, change = self.effect(move)
        if pinned[cells].any() or (self._counts[cells] + change < cube.least[cells]).any():
            return False
        if self._equations is not None and len(_product(self._equations, move)[0]):
            return False
        if self._inequalities is not None and self._spare is not None:
            rows, amount = _product(self._inequalities, move)
            return not (self._spare[rows] + amount < 0).any()
        return True

    def strangers(self, move: Move) -> Flags:
        """Who has to hold the move possible: contributors none of whose inner counts it touches, and the public."""
        owners = np.unique(self.cube.owner[move.inner])
        valid = np.ones(self._contributors + 1, dtype=bool)
        valid[owners[owners != NOBODY]] = False
        return valid


def _product(by_column: sp.csc_matrix, move: Move) -> tuple[Whole, Whole]:
    """The rows of `by_column @ move` that aren't zero, and their values. Adds up the move's few columns only."""
    begin, end = by_column.indptr[move.inner], by_column.indptr[move.inner + 1]
    length = end - begin
    offset = np.repeat(begin - np.cumsum(length) + length, length)
    place = offset + np.arange(length.sum())
    rows, which = np.unique(by_column.indices[place], return_inverse=True)
    amount = np.zeros(len(rows), dtype=np.int64)
    np.add.at(amount, which, by_column.data[place].astype(np.int64) * np.repeat(move.change, length))
    changed = np.flatnonzero(amount)
    return rows[changed].astype(np.int64), amount[changed]
