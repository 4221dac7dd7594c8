"""The cheapest cells to hide in a small table, found by a program over which cells to hide: what `protect` is held to."""

import highspy
import numpy as np
import scipy.sparse as sp

from cp4p_metrics.disclosure.cube import Cube, Flags, Primary
from tests.unit.proof_cubes import cube_of

SECONDS = 120


def small_table(seed: int) -> Cube:
    """A table with two dimensions and its margins, of four to six values each; uneven, some counts small, some zero."""
    random = np.random.default_rng(seed)
    rows, columns = random.integers(4, 7, 2)
    size = np.outer(random.gamma(1.5, 1.0, rows), random.gamma(2.0, 1.0, columns)) * 12
    return cube_of(random.poisson(size))


def cheapest_to_hide(cube: Cube, primary: Primary, width: int) -> tuple[Flags, bool]:
    """What to hide of a table with two dimensions so that each primary cell has a witness at least `width` away.

    And whether that is proven to be the cheapest. Exact for two dimensions: moves are then flows, and one that changes
    a cell by more than the width holds one that changes it by just the width, no other cell by more, and in whole
    numbers once it is settled what is hidden. So only the choice of cells, and the side of each witness, is whole.
    """
    m, n = cube.cells.shape
    targets = np.flatnonzero(primary.is_primary)
    # Columns: which cells are hidden; for each target its move, and whether it goes up.
    columns = m + len(targets) * (n + 1)
    may_hide = (cube.counts > 0) & ~cube.headline
    blocks, low, high = [], [], []
    for number, target in enumerate(targets):
        first = m + number * (n + 1)
        move = sp.csr_matrix((m, first), dtype=float), cube.cells, sp.csr_matrix((m, columns - first - n), dtype=float)
        change = sp.hstack(move).tocsr()
        hides = sp.hstack([sp.identity(m), sp.csr_matrix((m, columns - m))]).tocsr()
        blocks.append(change - width * hides)  # change <= width where hidden, else <= 0
        low.append(np.full(m, -np.inf))
        high.append(np.zeros(m))
        spare = np.minimum(width, cube.counts - cube.least)
        blocks.append(change + sp.diags(spare.astype(float)) @ hides)
        low.append(np.zeros(m))
        high.append(np.full(m, np.inf))
        side = sp.csr_matrix(([2.0 * width], ([0], [first + n])), shape=(1, columns))
        blocks.append(change[target] - side)  # up or down by the width
        low.append(np.array([-width]))
        high.append(np.array([-width]))
    rows = sp.vstack(blocks).tocsr()

    whole = np.zeros(columns, dtype=bool)
    whole[:m] = True
    whole[m + n :: n + 1] = True
    least = np.where(whole, 0.0, -float(width))
    least[:m] = primary.is_primary
    most = np.where(whole, 1.0, float(width))
    most[:m] = may_hide | primary.is_primary
    problem = highspy.HighsLp()
    problem.num_row_, problem.num_col_ = rows.shape
    problem.col_cost_ = np.append(np.where(primary.is_primary, 0.0, cube.weight), np.zeros(columns - m))
    problem.col_lower_, problem.col_upper_ = least, most
    problem.row_lower_, problem.row_upper_ = np.concatenate(low), np.concatenate(high)
    problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    problem.a_matrix_.start_, problem.a_matrix_.index_ = rows.indptr, rows.indices
    problem.a_matrix_.value_ = rows.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    problem.integrality_ = [kinds[int(is_whole)] for is_whole in whole]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", float(SECONDS))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(problem)
    solver.run()
    hidden = np.asarray(solver.getSolution().col_value)[:m] > 0.5
    return hidden, solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
