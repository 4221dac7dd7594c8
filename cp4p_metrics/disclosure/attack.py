"""The attack by linear programs: how far two tables can be apart in each hidden cell, if both agree with what is shown.

A reader with a solver looks for the smallest and the largest value of a hidden cell among all tables that are possible.
So do we, with one shortcut: each table found widens the range of every cell, so most ranges are wide enough after a
few tables in random corners, each followed by the one in the opposite corner. The others get programs of their own.

It starts from the certain intervals of bounds.py. Within them tables may have fractions: a range in whole numbers can
be narrower than the one found. That there is a second table of whole numbers is what the witnesses prove; the attack
makes no use of them.
"""

from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from .bounds import limits
from .cube import Cube, Flags, Reals, Whole
from .elimination import independent_rows
from .solvers import new_solver
from .view import View, view_of

FARTHEST = 10.0**5  # what has no most is taken up to that much above its least
TOLERANCE = 1e-6
DUAL, PRIMAL = 1, 4  # HiGHS's numbers of simplex methods
FAR = 0.05  # from that share of inner counts with a cost on, much of the table moves
PATIENCE = 2  # pairs of corners without a gain, after which cells get programs of their own


@dataclass(frozen=True, eq=False)
class Ranges:
    """What the attack found, m each: nan where it didn't look.

    Where high - low < width, low and high are the ends of the range; elsewhere it may be wider still. Every end was
    reached by a table that was checked, so a solver that errs can only make a range look narrower than it is.
    """

    low: Reals
    high: Reals
    programs: int  # how many were solved

    def narrower(self, width: float) -> Flags:
        """The cells whose range is narrower than that."""
        return np.nan_to_num(self.high - self.low, nan=np.inf) < width - TOLERANCE


def ranges(
    cube: Cube, shown: Flags, width: float, targets: Flags | None = None, contributor: int | None = None, seed: int = 0
) -> Ranges:
    """How far each target can range, to any reader or to a contributor who knows their own inner counts.

    targets: m, the cells to look at; all that are hidden, unless given. Of a contributor, those are left out of which
    they own all or the rest is zero.
    """
    view = view_of(cube, shown, contributor)
    targets = ~shown & (targets if targets is not None else True)
    if contributor is not None:
        targets = targets & (cube.counts > cube.own(contributor))
    cells = np.flatnonzero(targets)
    least, most = (side[len(shown) :] for side in limits(view))
    unknown = least < most
    known_part = view.cells @ np.where(unknown, 0, least)
    found = np.repeat(known_part[cells, None], 2, axis=1).astype(float)
    solved = 0
    for rules, inner in _blocks(_rules(view, unknown, least, known_part), np.flatnonzero(unknown)):
        sums = view.cells[cells][:, inner].tocsr()
        here = np.flatnonzero(np.diff(sums.indptr))
        program = _Program(rules, least[inner], most[inner])
        need = width - np.diff(found[here]).ravel()
        found[here] += _search(program, sums[here], need, np.random.default_rng(seed))
        solved += program.solved
    low, high = np.full(len(shown), np.nan), np.full(len(shown), np.nan)
    low[cells], high[cells] = found.T
    return Ranges(low, high, solved)


@dataclass(frozen=True, eq=False)
class _Rules:
    """`low <= rows @ inner <= high`."""

    rows: sp.csr_matrix
    low: Reals
    high: Reals

    def only(self, which: Whole | Flags, inner: Whole | slice = slice(None)) -> "_Rules":
        return _Rules(self.rows[which][:, inner].tocsr(), self.low[which], self.high[which])


def _rules(view: View, unknown: Flags, least: Whole, known_part: Whole) -> _Rules:
    """What limits the unknown inner counts, each rule once."""
    fixed = np.where(unknown, 0, least)
    equal = sp.vstack([view.cells[view.shown], view.equations]).tocsr()[:, unknown]
    value = np.append((view.counts - known_part)[view.shown], -(view.equations @ fixed))
    needed = independent_rows(equal)
    # That a hidden cell has a least says something new only where its inner counts don't imply it.
    hidden = ~view.shown & (view.cells @ least < view.least)
    more = sp.vstack([view.cells[hidden], view.inequalities]).tocsr()[:, unknown]
    at_least = np.append((view.least - known_part)[hidden], -(view.inequalities @ fixed))
    return _Rules(
        sp.vstack([equal[needed], more]).tocsr(),
        np.append(value[needed], at_least).astype(float),
        np.append(value[needed], np.full(len(at_least), np.inf)).astype(float),
    )


def _blocks(rules: _Rules, unknown: Whole) -> list[tuple[_Rules, Whole]]:
    """The rules of each set of inner counts that no rule ties to the others."""
    count, n = rules.rows.shape
    ties = sp.bmat([[None, rules.rows], [rules.rows.T, None]]) if count else sp.csr_matrix((n, n))
    blocks, label = connected_components(ties, directed=False)
    of_row, of_inner = label[:count], label[count:]
    parts = ((of_row == block, np.flatnonzero(of_inner == block)) for block in range(blocks))
    return [(rules.only(rows, inner), unknown[inner]) for rows, inner in parts if len(inner)]


class _Program:
    """The possible tables of a block, for HiGHS."""

    def __init__(self, rules: _Rules, least: Whole, most: Whole) -> None:
        self.rules = rules
        self.least, self.most = least.astype(float), np.minimum(most, least + FARTHEST)
        self.solved = 0
        problem = highspy.HighsLp()
        problem.num_row_, problem.num_col_ = rules.rows.shape
        problem.col_cost_ = np.zeros(len(least))
        problem.col_lower_, problem.col_upper_ = self.least, self.most
        problem.row_lower_, problem.row_upper_ = rules.low, rules.high
        problem.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        problem.a_matrix_.start_ = rules.rows.indptr
        problem.a_matrix_.index_ = rules.rows.indices
        problem.a_matrix_.value_ = rules.rows.data.astype(float)
        self.solver = new_solver()
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("presolve", "off")
        self.solver.passModel(problem)

    def smallest(self, cost: Reals) -> Reals:
        """The possible table at which the cost is smallest. Checked, since the solver's word isn't taken."""
        # Where most of the table has to move, the dual simplex method from scratch is faster than the primal one from
        # the table before; and the other way round where little has to.
        far = np.count_nonzero(cost) > FAR * len(cost)
        if far:
            self.solver.clearSolver()
        self.solver.setOptionValue("simplex_strategy", DUAL if far or not self.solved else PRIMAL)
        self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self.solver.run()
        self.solved += 1
        table = np.asarray(self.solver.getSolution().col_value)
        if len(table) != len(cost) or not self._is_possible(table):
            raise RuntimeError(f"The solver found no possible table: {self.solver.getModelStatus()}.")
        return table

    def _is_possible(self, table: Reals) -> bool:
        sums, slack = self.rules.rows @ table, 1e-5
        inside = (self.rules.low - slack <= sums) & (sums <= self.rules.high + slack)
        return bool(inside.all() and (self.least - slack <= table).all() and (table <= self.most + slack).all())


def _search(program: _Program, sums: sp.csr_matrix, need: Reals, random: np.random.Generator) -> Reals:
    """The smallest and the largest of each sum, t x 2; as far as the need, if they go so far."""
    found = np.tile([np.inf, -np.inf], (len(need), 1))

    def try_out(direction: Reals) -> None:
        values = sums @ program.smallest(np.asarray(sums.T @ direction, dtype=float))
        found[:, 0] = np.minimum(found[:, 0], values)
        found[:, 1] = np.maximum(found[:, 1], values)

    def wanting() -> Whole:
        return np.flatnonzero(found[:, 1] - found[:, 0] < need - TOLERANCE)

    without_gain = 0
    try_out(random.choice([-1.0, 1.0], len(need)))
    while len(left := wanting()) and without_gain < PATIENCE:
        corner = np.zeros(len(need))
        corner[left] = random.choice([-1.0, 1.0], len(left))
        try_out(corner)
        try_out(-corner)
        without_gain = 0 if len(wanting()) < len(left) else without_gain + 1
    for target in left:
        one = np.zeros(len(need))
        one[target] = 1.0
        for direction in (one, -one):
            if found[target, 1] - found[target, 0] < need[target] - TOLERANCE:
                try_out(direction)
    return found
