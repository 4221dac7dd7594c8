"""The check of a release's proof, in whole numbers. It knows nothing of whatever found the witnesses."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .cube import Cube, Flags, Move, Primary, Whole

LARGEST = 2**40  # larger counts and changes are not accepted, so that no sum overflows


@dataclass(frozen=True, eq=False)
class Certificates:
    """What the check found. `cells` are to certify against the public, `pairs` of a cell and a contributor besides."""

    moves: int
    faulty: Whole  # which moves are no witness
    cells: int
    uncertified_cells: Whole
    pairs: int
    uncertified_pairs: Whole  # k x 2

    @property
    def complete(self) -> bool:
        return not any(map(len, (self.faulty, self.uncertified_cells, self.uncertified_pairs)))


def check(
    cube: Cube, primary: Primary, hidden: Flags, moves: tuple[Move, ...], width: int, *, every_hidden_cell: bool = False
) -> Certificates:
    """Whether each primary (or hidden) cell has a witness: a second possible table, at least `width` away in that cell.

    Where a unit is shown in part, all of it counts as shown. If the truth itself is not possible, no move is sound.
    """
    shown = np.isin(cube.unit, cube.unit[~hidden])
    known = (  # what readers know of a table: the least and the most that a sum of its inner counts can be
        (cube.cells, np.where(shown, cube.counts, cube.least), np.where(shown, cube.counts, LARGEST - 1)),
        (sp.identity(len(cube.inner)), 0, LARGEST - 1),
        (cube.equations, 0, 0),
        (cube.inequalities, 0, LARGEST - 1),
    )
    which = np.repeat(np.arange(len(moves)), [len(move.inner) for move in moves])
    inner = np.concatenate([cube.inner[:0], *(move.inner for move in moves)], dtype=np.int64, casting="safe")
    change = np.concatenate([cube.inner[:0], *(move.change for move in moves)], dtype=np.int64, casting="safe")
    columns = sp.csc_matrix((change.clip(-LARGEST, LARGEST), (inner, which)), (len(cube.inner), len(moves)))
    sound = np.ones(len(moves), dtype=bool)
    for sums, least, most in [(it.astype(np.int64), low, high) for it, low, high in known if it is not None]:
        truth, added = sums @ cube.inner, (sums @ columns).tocoo()
        fall, rise = truth - least, most - truth
        sound &= bool((fall >= 0).all() and (rise >= 0).all())
        sound[added.col[(added.data < -fall[added.row]) | (added.data > rise[added.row])]] = False
    untouched = np.ones((len(moves), len(cube.contributors) + 1), dtype=np.int64)
    untouched[which, cube.owner[inner]] = 0
    untouched[:, -1] = 1  # NOBODY is -1: the last column is the public's
    certified = (abs(cube.cells.astype(np.int64) @ columns) >= max(width, 1))[:, sound] @ untouched[sound] > 0
    wanted = hidden if every_hidden_cell else primary.is_primary
    pairs, left = primary.against & wanted[:, None], np.flatnonzero(wanted & ~certified[:, -1])
    missing = np.argwhere(pairs & ~certified[:, :-1])
    return Certificates(len(moves), np.flatnonzero(~sound), int(wanted.sum()), left, int(pairs.sum()), missing)
