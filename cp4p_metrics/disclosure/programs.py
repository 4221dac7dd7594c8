"""The linear program of one witness: the cheapest other table that readers can't tell from the true one.

Columns: how much each inner count of the scope goes up, and how much it goes down; how much each sum that is still
shown goes up, and down. Rows: one for each sum of at least two inner counts. Sums that are the same within the scope
are one row; a sum of a single inner count is no row but a bound and a price of that column. The matrix of a scope never
changes: what is hidden by now, the target and whose counts may move are bounds and prices. So one solver is kept for
each scope.

A move costs the price of each shown sum it changes, times by how much: the program's best is the fewest and least
valuable cells to hide whenever changes are of one, as nearly all are. Every solve starts cold: HiGHS may return a wrong
optimum from a warm start. Whatever it returns, the move is checked in whole numbers elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import scipy.sparse as sp

from .cube import Cube, Flags, Move, Reals, Whole
from .solvers import new_solver

STEP = 0.02  # the price of moving an inner count by one: small moves touch few contributors and stay whole
WHOLE = 1e-6  # how far from a whole number a whole number may be
MULTIPLES = (1, 2, 3, 4, 6)  # a fractional move times a small number is often whole, and changes the same cells
SHAKES = 8  # other optima to try when one isn't whole
SLACKNESS = 0.25  # how much dearer than the program's best a whole move may be
PATIENCE_SECONDS = 0.5  # of the program in whole numbers
BRANCHES = 20  # nodes of the program in whole numbers, which is tried last
INFINITE = highspy.kHighsInf
FEASIBLE = 2  # HiGHS's number for a solution that keeps all bounds


@dataclass(frozen=True, eq=False)
class Prices:
    """What it costs to change cells, as far as we are.

    shown: m; what hiding the cell would cost, 0 where it is hidden. pinned: m; cells that may not change.
    """

    shown: Reals
    pinned: Flags


@dataclass(frozen=True, eq=False)
class Terms:
    """What changes from one witness to the next: the costs and bounds of columns, and the bounds of rows."""

    step: Reals
    price: Reals
    lower: Reals
    upper: Reals
    row_lower: Reals
    row_upper: Reals

    @classmethod
    def of(cls, inner: int, sums: int) -> "Terms":
        step, price, lower, upper = (np.zeros(2 * (inner + sums)) for _ in range(4))
        return cls(step, price, lower, upper, np.zeros(sums), np.zeros(sums))


class Program:
    """The witnesses that move only the inner counts of one scope."""

    def __init__(self, cube: Cube, by_inner: sp.csc_matrix, columns: Whole) -> None:
        self.columns = columns
        self._inner = cube.inner[columns]
        sums = by_inner[:, columns].tocsr()
        self._cells = np.flatnonzero(np.diff(sums.indptr))
        sums = sums[self._cells]
        # Equal rows have equal products with a vector of random numbers; unequal ones practically never.
        marks = np.random.default_rng(0).integers(1, 2**62, len(columns))
        _, first, self._group = np.unique(sums @ marks, return_index=True, return_inverse=True)
        sums = sums[first]
        self._groups = len(first)
        room = (cube.least - cube.counts)[self._cells]
        lowest = np.full(self._groups, -(2**40))
        np.maximum.at(lowest, self._group, room)
        self._lowest = np.minimum(lowest, 0)
        length = np.diff(sums.indptr)
        self._alone = np.flatnonzero(length == 1)  # groups that are one column
        self._column_of = sums.indices[sums.indptr[self._alone]]
        self._joint = np.flatnonzero(length > 1)
        self._place = np.full(self._groups, -1)
        self._place[self._joint] = np.arange(len(self._joint))
        self._solver = self._make_solver(cube, sums[self._joint])

    def _make_solver(self, cube: Cube, joint: sp.csr_matrix) -> Any:
        n, k = len(self.columns), joint.shape[0]
        known = [part[:, self.columns] for part in (cube.equations, cube.inequalities) if part is not None]
        moving = sp.vstack([joint, *known]).tocsr()
        slack = sp.csr_matrix((np.ones(k), (np.arange(k), np.arange(k))), shape=(moving.shape[0], k))
        matrix = sp.hstack([moving, -moving, -slack, slack]).tocsr()
        upper = np.zeros(moving.shape[0])
        if cube.inequalities is not None:
            many = cube.inequalities.shape[0]
            upper[-many:] = INFINITE
        lower = np.zeros(moving.shape[0])
        if cube.inequalities is not None:
            lower[-many:] = -(cube.inequalities @ cube.inner)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
        model.col_cost_ = np.zeros(matrix.shape[1])
        model.col_lower_ = np.zeros(matrix.shape[1])
        model.col_upper_ = np.zeros(matrix.shape[1])
        model.row_lower_, model.row_upper_ = lower, upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data.astype(float)
        solver = new_solver()
        for option, value in (
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("simplex_strategy", 1),
            ("mip_max_nodes", BRANCHES),
            ("mip_rel_gap", SLACKNESS),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(model)
        self._size = (n, k)
        self._every_column = np.arange(matrix.shape[1], dtype=np.int32)
        self._joint_rows = np.arange(k, dtype=np.int32)
        return solver

    def solve(
        self,
        target: int,
        width: int,
        upward: bool,
        prices: Prices,
        may_move: Flags,
        is_possible: Callable[[Move], bool],
        *,
        branching: bool,
        limit: float = INFINITE,
    ) -> Move | None:
        """The cheapest move that changes the target by at least `width`, up or down; None if there is none.

        may_move: for each column, whether it may move at all. branching: solve it in whole numbers if need be, which
        takes long. limit: what the move may cost.
        """
        terms = self._terms(target, width, upward, prices, may_move)
        if terms is None or (terms.lower > terms.upper).any() or (terms.row_lower > terms.row_upper).any():
            return None
        solver = self._solver
        solver.clearSolver()
        solver.setOptionValue("objective_bound", limit)
        solver.changeColsBounds(len(terms.lower), self._every_column, terms.lower, terms.upper)
        solver.changeRowsBounds(len(terms.row_lower), self._joint_rows, terms.row_lower, terms.row_upper)
        if not self._run(terms.step + terms.price):
            return None
        move = self._whole(is_possible) or self._shaken(terms, is_possible)
        return self._branched(terms, is_possible) if move is None and branching else move

    def _terms(self, target: int, width: int, upward: bool, prices: Prices, may_move: Flags) -> Terms | None:
        """What the program is this time; None if the target can't change within the scope."""
        n, k = self._size
        shown = np.bincount(self._group, weights=prices.shown[self._cells], minlength=self._groups)
        pinned = np.bincount(self._group, weights=prices.pinned[self._cells], minlength=self._groups) > 0
        group = self._group[np.searchsorted(self._cells, target)]
        if pinned[group]:
            return None
        terms = Terms.of(n, k)
        joint, alone, column = self._joint, self._alone, self._column_of
        up, down, over, under = np.split(np.arange(2 * (n + k)), [n, 2 * n, 2 * n + k])
        terms.step[: 2 * n] = STEP
        terms.price[up[column]] = terms.price[down[column]] = shown[alone]
        terms.price[over] = terms.price[under] = shown[joint]
        terms.upper[up] = np.where(may_move, INFINITE, 0)
        terms.upper[down] = np.where(may_move, self._inner, 0)
        terms.upper[down[column]] = np.minimum(terms.upper[down[column]], -self._lowest[alone])
        still = column[pinned[alone]]
        terms.upper[up[still]] = terms.upper[down[still]] = 0
        is_priced = (shown[joint] > 0) & ~pinned[joint]
        terms.upper[over] = np.where(is_priced, INFINITE, 0)
        terms.upper[under] = np.where(is_priced, -self._lowest[joint], 0)
        is_free = (shown[joint] == 0) & ~pinned[joint]
        terms.row_lower[:] = np.where(is_free, self._lowest[joint], 0)
        terms.row_upper[:] = np.where(is_free, INFINITE, 0)
        row = self._place[group]
        if row >= 0:
            terms.upper[over[row]] = terms.upper[under[row]] = 0
            terms.row_lower[row] = width if upward else self._lowest[group]
            terms.row_upper[row] = INFINITE if upward else -width
        else:
            moved = self._column_of[np.searchsorted(alone, group)]
            terms.lower[(up if upward else down)[moved]] = width
            terms.upper[(down if upward else up)[moved]] = 0
        return terms

    def _run(self, cost: Reals) -> bool:
        self._solver.changeColsCost(len(cost), self._every_column, cost)
        self._solver.run()
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _whole(self, is_possible: Callable[[Move], bool]) -> Move | None:
        """What the solver found, if it or a small multiple of it is whole and possible."""
        n, _ = self._size
        found = np.array(self._solver.getSolution().col_value)
        change = found[:n] - found[n : 2 * n]
        for times in MULTIPLES:
            whole = np.rint(change * times)
            if np.abs(change * times - whole).max() < WHOLE * times:
                moved = np.flatnonzero(whole)
                move = Move(self.columns[moved], whole[moved].astype(np.int64))
                if is_possible(move):
                    return move
        return None

    def _shaken(self, terms: Terms, is_possible: Callable[[Move], bool]) -> Move | None:
        """Another optimum: the best is nearly always reached by a whole move as well, if not by the first one found."""
        random = np.random.default_rng(0)
        for _ in range(SHAKES):
            if not self._run(terms.step * (1 + random.random(len(terms.step))) + terms.price):
                return None
            move = self._whole(is_possible)
            if move is not None:
                return move
        return None

    def _branched(self, terms: Terms, is_possible: Callable[[Move], bool]) -> Move | None:
        """The same program in whole numbers, without the columns that would make it much dearer than it must be."""
        n, _ = self._size
        columns, solver = self._every_column[: 2 * n], self._solver
        value = solver.getInfo().objective_function_value
        dear = np.array(solver.getSolution().col_dual) > SLACKNESS * value + 2 * STEP
        solver.changeColsBounds(len(dear), self._every_column, terms.lower, np.where(dear, terms.lower, terms.upper))
        solver.setOptionValue("presolve", "on")
        solver.setOptionValue("solver", "choose")
        solver.setOptionValue("time_limit", solver.getRunTime() + PATIENCE_SECONDS)
        solver.changeColsIntegrality(2 * n, columns, np.full(2 * n, highspy.HighsVarType.kInteger))
        solver.run()
        is_found = solver.getInfo().primal_solution_status == FEASIBLE
        move = self._whole(is_possible) if is_found else None
        solver.changeColsIntegrality(2 * n, columns, np.full(2 * n, highspy.HighsVarType.kContinuous))
        solver.setOptionValue("presolve", "off")
        solver.setOptionValue("solver", "simplex")
        solver.setOptionValue("time_limit", INFINITE)
        return move
