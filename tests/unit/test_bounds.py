"""Intervals of hidden counts: they hold for certain, and are as narrow as a reader with a pencil would find."""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cp4p_metrics.disclosure.bounds import UNBOUNDED, intervals
from cp4p_metrics.disclosure.families import families

from .proof_cubes import cube_of, flags, with_margins

TABLE = [[3, 20], [30, 40]]


def found(cube, *hidden):
    low, high = intervals(cube, ~flags(len(cube.counts), *hidden))
    return {cell: (int(low[cell]), int(high[cell])) for cell in hidden}


def test_shown_cells_are_what_they_are():
    cube = cube_of(TABLE)
    low, high = intervals(cube, np.ones(9, dtype=bool))
    assert low.tolist() == high.tolist() == cube.counts.tolist()


def test_the_corners_of_a_square_lie_between_what_their_margins_leave():
    # Row sums 23 and 70, column sums 33 and 60; each corner counts at least one.
    assert found(cube_of(TABLE), 0, 1, 3, 4) == {0: (1, 22), 1: (1, 22), 3: (11, 32), 4: (38, 59)}


def test_a_cell_alone_beside_its_margins_has_an_interval_of_one_number():
    assert found(cube_of(TABLE), 0) == {0: (3, 3)}


def test_months_are_limited_by_the_least_that_their_sisters_count():
    # Two of three months of a quarter are hidden, each made of two groups that are hidden as well.
    table = [[3, 4], [5, 6], [20, 30]]
    cube = cube_of(table)
    low, high = intervals(cube, ~flags(12, 0, 1, 2, 3, 4, 5))
    assert (low[2], high[2]) == (2, 16)  # 18 in both months together, at least 2 in each: one of each group


def test_equations_and_inequalities_narrow():
    assert found(cube_of(TABLE), 0, 1, 3, 4)[0] == (1, 22)
    double = cube_of(TABLE, equations=sp.csr_matrix(np.array([[10, 0, -1, 0]])))
    assert found(double, 0, 1, 3, 4)[0] == (3, 3)  # the first column counts 33
    more = cube_of(TABLE, inequalities=sp.csr_matrix(np.array([[-6, 1, 0, 0]])))
    assert found(more, 0, 1, 3, 4)[0] == (1, 3)


def test_there_may_be_no_most():
    cube = cube_of([3, 4])
    low, high = intervals(cube, np.zeros(3, dtype=bool))
    assert low.tolist() == [1, 1, 2]
    assert (high >= UNBOUNDED).all()


def test_a_contributor_starts_from_their_own_counts():
    cube = cube_of(TABLE, owner=np.array([-1, 0, -1, -1]), contributors=("one",))
    low, high = intervals(cube, ~flags(9, 0, 1, 3, 4), contributor=0)
    assert low.tolist() == high.tolist() == cube.counts.tolist()


def test_hidden_counts_are_not_looked_at():
    first, second = cube_of(TABLE), cube_of([[13, 10], [20, 50]])
    hidden = flags(9, 0, 1, 3, 4)
    assert [side.tolist() for side in intervals(first, ~hidden)] == [
        side.tolist() for side in intervals(second, ~hidden)
    ]


def test_families_are_months_of_a_quarter_and_groups_of_a_total():
    rows, complete = families(with_margins(2, 3))
    listed = sorted((int(row.argmin()), np.flatnonzero(row > 0).tolist()) for row in rows.toarray())
    assert listed == [
        (3, [0, 1, 2]),
        (7, [4, 5, 6]),
        (8, [0, 4]),
        (9, [1, 5]),
        (10, [2, 6]),
        (11, [3, 7]),
        (11, [8, 9, 10]),
    ]
    assert complete.all()


def test_cells_with_the_same_inner_counts_make_each_other_up():
    rows, complete = families(sp.csr_matrix(np.array([[1, 1, 0], [1, 1, 0], [1, 1, 1]])))
    assert sorted(row.tolist() for row in rows.toarray()) == [[-1, 1, 0], [1, 0, -1]]
    assert sorted(complete.tolist()) == [False, True]


SHAPES = st.one_of(
    st.tuples(st.integers(1, 5), st.integers(1, 5)), st.tuples(st.integers(2, 3), st.integers(2, 3), st.integers(2, 3))
)


@given(hnp.arrays(np.int64, SHAPES, elements=st.integers(0, 12)), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=200)
def test_intervals_contain_the_truth(table, seed):
    random = np.random.default_rng(seed)
    cube = cube_of(table)
    hidden = (random.random(len(cube.counts)) < random.random()) & (cube.counts > 0)
    owner = random.integers(-1, 2, len(cube.inner))
    rows = random.integers(-2, 3, (2, len(cube.inner)))
    slack = rows @ cube.inner
    cube = replace(
        cube,
        owner=owner,
        contributors=("one", "two"),
        inequalities=sp.csr_matrix(np.where(slack[:, None] >= 0, rows, -rows)),
        equations=sp.csr_matrix(rows[slack == 0]),
    )
    for contributor in (None, 0, 1):
        low, high = intervals(cube, ~hidden, contributor)
        assert (low <= cube.counts).all()
        assert (cube.counts <= high).all()
        assert (low == high)[~hidden].all()
        assert (low >= cube.least).all()
