"""The attack by linear programs, beside every table that there is."""

from dataclasses import replace
from itertools import product

import numpy as np
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cp4p_metrics.disclosure.attack import ranges
from cp4p_metrics.disclosure.bounds import intervals
from cp4p_metrics.disclosure.elimination import recovered

from .proof_cubes import cube_of, flags

TABLE = [[3, 20], [30, 40]]
EVERYTHING = 1_000  # a width that no range of these tables has: so the ends are exact


def found(cube, *hidden, width=EVERYTHING, **more):
    answer = ranges(cube, ~flags(len(cube.counts), *hidden), width, **more)
    return {cell: (round(answer.low[cell], 6), round(answer.high[cell], 6)) for cell in hidden}


def test_the_corners_of_a_square_range_between_what_their_margins_leave():
    assert found(cube_of(TABLE), 0, 1, 3, 4) == {0: (1, 22), 1: (1, 22), 3: (11, 32), 4: (38, 59)}


def test_a_cell_that_can_be_worked_out_has_no_range():
    cube = cube_of(TABLE)
    assert found(cube, 0, 1, 3) == {0: (3, 3), 1: (20, 20), 3: (30, 30)}
    assert ranges(cube, ~flags(9, 0, 1, 3), 1).narrower(1).tolist() == flags(9, 0, 1, 3).tolist()


def test_that_zeros_are_on_view_gives_away_what_no_subtraction_does():
    # Two hidden counts add up to two, and neither is zero.
    cube = cube_of([[1, 1], [1, 1]])
    hidden = flags(9, 0, 1, 3, 4)
    assert not recovered(cube, ~hidden, hidden).any()
    assert ranges(cube, ~hidden, 1).narrower(1).tolist() == hidden.tolist()
    assert not ranges(replace(cube, least=np.zeros(9, dtype=np.int64)), ~hidden, 1).narrower(1).any()


def test_only_targets_are_looked_at():
    cube = cube_of(TABLE)
    hidden = flags(9, 0, 1, 3, 4)
    answer = ranges(cube, ~hidden, 1, targets=flags(9, 0, 2))
    assert np.flatnonzero(~np.isnan(answer.low)).tolist() == [0]
    assert not answer.narrower(1).any()


def test_equations_and_inequalities_narrow_the_ranges():
    assert found(cube_of(TABLE, equations=sp.csr_matrix(np.array([[10, 0, -1, 0]]))), 0, 1, 3, 4)[0] == (3, 3)
    assert found(cube_of(TABLE, inequalities=sp.csr_matrix(np.array([[-6, 1, 0, 0]]))), 0, 1, 3, 4)[0] == (1, 3)


def test_the_least_of_a_sum_of_hidden_cells_counts_too():
    # Only the grand total of five is shown, and that the first row counts at least three.
    cube = cube_of([[2, 1], [1, 1]])
    least = np.zeros(9, dtype=np.int64)
    least[2] = 3
    assert found(replace(cube, least=least), 2, 0, 1, 3, 4, 5, 6, 7)[5] == (0, 2)


def test_a_contributor_sees_through_what_the_public_does_not():
    table = [[3, 20, 9], [30, 40, 50]]
    cube = cube_of(table, owner=np.array([0, -1, -1, -1, -1, -1]), contributors=("one",))
    hidden = (0, 1, 4, 5)
    assert not ranges(cube, ~flags(12, *hidden), 1).narrower(1).any()
    theirs = ranges(cube, ~flags(12, *hidden), 1, contributor=0)
    assert np.flatnonzero(theirs.narrower(1)).tolist() == [1, 4, 5]
    assert np.isnan(theirs.low[0])  # all of it is their own


def test_a_count_without_a_most_has_a_wide_range():
    cube = cube_of([3, 4])
    assert not ranges(cube, np.zeros(3, dtype=bool), 100).narrower(100).any()


def test_ranges_of_cells_that_span_separate_parts_add_up():
    # Each row is a square of its own; the column sums of rows are hidden, so the total of all four corners varies.
    cells = sp.csr_matrix(np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0], [0, 0, 1, 0], [1, 0, 1, 0]]))
    cube = replace(cube_of([3, 4, 5, 6]), cells=cells, least=np.array([1, 1, 1, 1, 2]))
    assert found(cube, 2, 3, 4)[4] == (2, 7 + 11)


def possible_values(cube, hidden):
    """The least and the most of each cell among all tables of whole numbers, by trying them all."""
    total = int(cube.inner.sum())
    tables = np.array(list(product(range(total + 1), repeat=len(cube.inner)))).T
    values = cube.cells @ tables
    fits = (values[~hidden] == cube.counts[~hidden, None]).all(axis=0)
    fits &= (values >= cube.least[:, None])[hidden].all(axis=0)
    return values[:, fits].min(axis=1), values[:, fits].max(axis=1)


@given(
    hnp.arrays(
        np.int64,
        st.sampled_from([(2, 2), (2, 3), (3, 2), (1, 4), (2, 1)]),
        elements=st.sampled_from([0, 1, 1, 2, 3]),
    ).filter(lambda table: table.sum() > 0 and (table.sum() + 1) ** np.count_nonzero(table) < 100_000),
    st.integers(0, 2**32 - 1),
)
@settings(deadline=None, max_examples=80)
def test_exact_ends_are_those_of_all_tables(table, seed):
    random = np.random.default_rng(seed)
    cube = cube_of(table)
    hidden = (random.random(len(cube.counts)) < random.choice([0.4, 0.7, 0.9])) & (cube.counts > 0)
    hidden[-1] = False  # the grand total is shown, so that there are no more tables than can be tried
    low, high = possible_values(cube, hidden)
    answer = ranges(cube, ~hidden, EVERYTHING)
    bound_low, bound_high = intervals(cube, ~hidden)
    # Margins of a table make programs whose corners are whole, so the ends agree exactly.
    assert np.allclose(answer.low[hidden], low[hidden])
    assert np.allclose(answer.high[hidden], high[hidden])
    assert (bound_low <= low).all()
    assert (high <= bound_high).all()
    one = ranges(cube, ~hidden, 1, seed=seed)
    assert one.narrower(1)[hidden].tolist() == (low == high)[hidden].tolist()
    assert (~recovered(cube, ~hidden, hidden) | (low == high)).all()
