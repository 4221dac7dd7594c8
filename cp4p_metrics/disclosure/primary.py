"""Which counts may not be shown for their own sake."""

import numpy as np

from .cube import Cube, Flags, Primary


def primary_cells(cube: Cube, threshold: int = 11, also: Flags | None = None) -> Primary:
    """The cells that count 1 to `threshold` - 1, or would for somebody who subtracts what is their own.

    also: m; cells that may not be shown for another reason: a share of 0 or 100 % that reveals a group, what earlier
    releases hid. A whole unit is primary when one of its cells is. A cell has to be protected from every contributor
    who doesn't own all of it; a cell of `also` of which the rest is zero, from every contributor who doesn't know all
    of its inner counts.
    """
    counts = cube.counts
    is_primary = _is_small(counts, threshold)
    also = np.zeros(len(counts), dtype=bool) if also is None else also
    is_primary |= also
    against = np.zeros((len(counts), len(cube.contributors)), dtype=bool)
    for contributor in range(len(cube.contributors)):
        own = cube.own(contributor)
        rest = counts - own
        is_primary |= (own > 0) & _is_small(rest, threshold)
        strangers = np.asarray(cube.cells @ (cube.owner != contributor).astype(np.int64)) > 0
        against[:, contributor] = (rest > 0) | (also & strangers)
    _, unit = np.unique(cube.unit, return_inverse=True)
    in_unit = np.zeros(int(unit.max(initial=-1)) + 1, dtype=bool)
    in_unit[unit[is_primary]] = True
    is_primary = in_unit[unit]
    return Primary(is_primary, against & is_primary[:, None])


def _is_small(counts: np.ndarray, threshold: int) -> np.ndarray:
    return (counts >= 1) & (counts < threshold)
