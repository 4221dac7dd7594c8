"""Hiding in rounds, until nobody works out what is hidden."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from cp4p_metrics.disclosure.certificates import check
from cp4p_metrics.disclosure.cube import NOBODY, Cube, Flags, Move, Primary, Protection
from cp4p_metrics.disclosure.elimination import recovered
from cp4p_metrics.disclosure.witnesses import protect

ROUNDS = 5


def hide(cube: Cube, primary: Primary, width: int, hidden_before: Flags, frozen: Flags) -> tuple[Primary, Protection]:
    """What is hidden and why, so that nobody works out any hidden cell; and what was protected for its own sake.

    What was not protected at the first try is tried again, with more hidden by then.
    """
    protection = Protection(hidden_before, (), np.empty(0, dtype=np.int64))
    wanted = primary
    for _ in range(ROUNDS):
        more = protect(cube, wanted, width, hidden=protection.hidden, frozen=frozen, every_hidden_cell=width > 1)
        if more.unprotected.size:
            more = last_resort(cube, wanted, more, width)
        protection = Protection(more.hidden, (*protection.moves, *more.moves), more.unprotected)
        hidden = protection.hidden
        found = worked_out(cube, primary, hidden, protection.moves)
        by_public, against = found[:, -1], found[:, :-1]
        if width > 1:  # the whole margin for every hidden cell
            left = check(cube, primary, hidden, protection.moves, width, every_hidden_cell=True).uncertified_cells
            by_public[left] = True
        if not by_public.any() and not against.any():
            break
        wanted = Primary(by_public | against.any(axis=1), against)
        primary = Primary(primary.is_primary | wanted.is_primary, primary.against | against)
    return primary, protection


def worked_out(cube: Cube, primary: Primary, hidden: Flags, moves: Sequence[Move]) -> Flags:
    """What somebody can work out exactly, m x contributors and the public.

    The public: any hidden cell. A contributor: any that had to be protected from it; of the others, as many are left
    to it after its own that it may know them. A cell that a witness moves can't be worked out; the rest is put to the
    linear test.
    """
    found = not_moved(cube, hidden, moves)
    found[:, :-1] &= primary.against
    for number, reader in enumerate([*range(len(cube.contributors)), None]):
        if found[:, number].any():
            found[:, number] &= recovered(cube, ~hidden, hidden, reader)
    return found


def not_moved(cube: Cube, hidden: Flags, moves: Sequence[Move]) -> Flags:
    """Hidden cells that no witness moves, m x contributors and the public: only these might be worked out exactly.

    A contributor knows its own inner counts, so that only witnesses that leave them alone count for it.
    """
    which = np.repeat(np.arange(len(moves)), [len(move.inner) for move in moves])
    inner = np.concatenate([np.empty(0, dtype=np.int64), *(move.inner for move in moves)])
    change = np.concatenate([np.empty(0, dtype=np.int64), *(move.change for move in moves)])
    columns = sp.csc_matrix((change, (inner, which)), (len(cube.inner), len(moves)))
    counts_for = np.ones((len(moves), len(cube.contributors) + 1), dtype=np.int64)
    counts_for[which, cube.owner[inner]] = 0
    counts_for[:, -1] = 1  # the owner NOBODY is -1
    return np.asarray(hidden[:, None] & ~((abs(cube.cells @ columns) > 0) @ counts_for > 0))


def last_resort(cube: Cube, primary: Primary, protection: Protection, width: int) -> Protection:
    """Hide all that counts some of the same rows, where nothing less protects a cell: then one row more may be there.

    This hides totals, too, and happens only where few contribute to a table.
    """
    hidden, moves = protection.hidden.copy(), list(protection.moves)
    # One row more must not be where everybody knows that there is none.
    is_known_zero = np.asarray((cube.counts < cube.least) @ cube.cells).ravel() > 0
    left = []
    for target in protection.unprotected:
        inside = cube.cells.indices[cube.cells.indptr[target] : cube.cells.indptr[target + 1]]
        inside = inside[~is_known_zero[inside]]
        if not inside.size:
            left.append(target)
            continue
        to_hide = np.where(hidden, 0, cube.weight) @ cube.cells[:, inside]
        chosen = inside[[int(np.argmin(to_hide))]]
        others = inside[cube.owner[inside] != cube.owner[chosen[0]]]
        if others.size and primary.against.size and cube.owner[chosen[0]] != NOBODY:
            # Whoever owns those rows is told apart by another's.
            chosen = np.append(chosen, others[int(np.argmin(to_hide[cube.owner[inside] != cube.owner[chosen[0]]]))])
        for inner in chosen:
            moves.append(Move(np.array([inner]), np.array([width])))
            counting = cube.cells[:, [inner]].nonzero()[0]
            hidden[np.isin(cube.unit, cube.unit[counting])] = True
    return Protection(hidden, tuple(moves), np.array(left, dtype=np.int64))
