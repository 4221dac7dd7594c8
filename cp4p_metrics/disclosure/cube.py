"""A family of counts that are made of the same rows, and what of them could be published."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]
NOBODY = -1  # the owner of inner counts that no contributor knows alone


@dataclass(frozen=True, eq=False)
class Cube:
    """n inner counts, and m publishable cells that are sums of them.

    inner: the true counts at the finest grain, each >= 0. What is known to be zero is left out.
    cells: 0/1, m x n; the publishable counts are `cells @ inner`. Cells with the same sum of inner counts may occur
        more than once.
    least: m; the smallest count that a reader holds possible for a cell that is hidden: 1 where zeros are on view.
    owner: n; the number of the contributor who knows that inner count, or NOBODY.
    unit: m; cells with the same number are shown or hidden together (the two sides of a share).
    weight: m; what hiding a cell costs.
    headline: m; cells that may never be hidden for the sake of others.
    near, wide: n; labels of scopes. A witness is looked for among inner counts with the near label of the target's
        own, then with its wide label, then everywhere.
    equations: e x n; `equations @ inner == 0` is known to every reader.
    inequalities: q x n; `inequalities @ inner >= 0` is known to every reader (a quarter has at least as many distinct
        people as its largest month).
    """

    inner: Whole
    cells: sp.csr_matrix
    least: Whole
    owner: Whole
    unit: Whole
    weight: Reals
    headline: Flags
    near: Whole
    wide: Whole
    equations: sp.csr_matrix | None = None
    inequalities: sp.csr_matrix | None = None
    contributors: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> Whole:
        """The true publishable counts, m."""
        return np.asarray(self.cells @ self.inner, dtype=np.int64)

    def own(self, contributor: int) -> Whole:
        """What of each publishable count is that contributor's own, m."""
        return np.asarray(self.cells @ np.where(self.owner == contributor, self.inner, 0), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Move:
    """Another table that a reader can't tell from the truth: what to add to some inner counts. None is zero."""

    inner: Whole  # which inner counts
    change: Whole  # by how much


@dataclass(frozen=True, eq=False)
class Primary:
    """What may not be shown for its own sake.

    is_primary: m. against: m x contributors; whether the cell has to be protected from that contributor as well: those
    that know all of a cell, or for whom the rest is zero, have nothing to find out.
    """

    is_primary: Flags
    against: Flags


@dataclass(frozen=True, eq=False)
class Protection:
    """What is hidden, and why nobody can work it out.

    hidden: m. moves: the witnesses. Whether each is valid against a contributor follows from whose inner counts it
    touches. unprotected: the primary cells for which no witness was found; empty, unless nothing may be published.
    """

    hidden: Flags
    moves: tuple[Move, ...]
    unprotected: Whole
