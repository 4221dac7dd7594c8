"""The linear test, beside row reduction in fractions."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cp4p_metrics.disclosure.elimination import random_prime, recovered, unseen_direction

from .proof_cubes import cube_of, flags

TABLE = [[3, 20], [30, 40]]


def rank(rows):
    """The rank of a matrix, in fractions."""
    rows = [[Fraction(int(value)) for value in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((index for index in range(found, len(rows)) if rows[index][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for index in range(found + 1, len(rows)):
            factor = rows[index][column] / rows[found][column]
            rows[index] = [value - factor * top for value, top in zip(rows[index], rows[found], strict=True)]
        found += 1
    return found


def in_span(known, row):
    return rank([*known, row]) == rank(known)


def test_one_hidden_cell_beside_its_margins_is_recovered():
    cube = cube_of(TABLE)
    hidden = flags(9, 0)
    assert recovered(cube, ~hidden, hidden).tolist() == hidden.tolist()


def test_three_corners_of_a_square_are_recovered_and_four_are_not():
    cube = cube_of(TABLE)
    three, four = flags(9, 0, 1, 3), flags(9, 0, 1, 3, 4)
    assert recovered(cube, ~three, three).tolist() == three.tolist()
    assert not recovered(cube, ~four, four).any()


def test_a_difference_of_two_hidden_cells_does_not_recover_either():
    cube = cube_of([[3, 20, 7], [30, 40, 50]])
    hidden = flags(12, 0, 1, 4, 5)
    assert not recovered(cube, ~hidden, hidden).any()


def test_an_equation_that_every_reader_knows_recovers_what_it_ties():
    hidden = flags(9, 0, 1, 3, 4)
    cube = cube_of(TABLE, equations=sp.csr_matrix(np.array([[10, 0, -1, 0]])))
    assert recovered(cube, ~hidden, hidden).tolist() == hidden.tolist()


def test_a_contributor_recovers_what_their_own_counts_give_away():
    cube = cube_of(TABLE, owner=np.array([-1, 0, -1, -1]), contributors=("one",))
    hidden = flags(9, 0, 1, 3, 4)
    assert not recovered(cube, ~hidden, hidden).any()
    assert np.flatnonzero(recovered(cube, ~hidden, hidden, contributor=0)).tolist() == [0, 3, 4]  # 1 is their own


def test_what_only_halves_would_give_is_recovered_too():
    # Pairs of three counts are shown: a + b, b + c, a + c. Each count is half of two sums less the third.
    cells = sp.csr_matrix(np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]))
    cube = replace(cube_of([1, 2, 3]), cells=cells)
    hidden = flags(6, 3, 4, 5)
    assert recovered(cube, ~hidden, hidden).tolist() == hidden.tolist()


def test_nothing_shown_recovers_nothing():
    cube = cube_of(TABLE)
    everything = np.ones(9, dtype=bool)
    assert not recovered(cube, ~everything, everything).any()


@pytest.mark.parametrize("seed", range(20))
def test_random_primes_are_primes_of_31_bits(seed):
    number = random_prime(np.random.default_rng(seed))
    assert number.bit_length() == 31
    assert all(pow(base, number - 1, number) == 1 for base in (2, 3, 5, 7, 11, 13))


SYSTEMS = st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(1, 5)).flatmap(
    lambda size: st.tuples(
        hnp.arrays(np.int64, (size[0], size[1]), elements=st.integers(-3, 3)),
        hnp.arrays(np.int64, (size[2], size[1]), elements=st.integers(-3, 3)),
    )
)


@given(SYSTEMS, st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=200)
def test_a_count_stands_still_exactly_when_it_is_in_the_span_of_the_known(system, seed):
    known, wanted = system
    random = np.random.default_rng(seed)
    prime = random_prime(random)
    direction = unseen_direction(sp.csr_matrix(known), prime, random)
    assert not ((known.astype(object) @ direction.astype(object)) % prime).any()
    still = (wanted.astype(object) @ direction.astype(object)) % prime == 0
    assert still.tolist() == [in_span(known.tolist(), row) for row in wanted.tolist()]


@given(
    hnp.arrays(np.int64, st.tuples(st.integers(2, 4), st.integers(2, 4)), elements=st.integers(0, 9)),
    st.integers(0, 2**32 - 1),
)
@settings(deadline=None, max_examples=60)
def test_recovered_cells_are_those_of_row_reduction(table, seed):
    cube = cube_of(table)
    owner = np.random.default_rng(seed).integers(-1, 2, len(cube.inner))
    cube = replace(cube, owner=owner, contributors=("one", "two"))
    hidden = (np.random.default_rng(seed + 1).random(len(cube.counts)) < 0.5) & (cube.counts > 0)
    rows = cube.cells.toarray()
    for contributor in (None, 0, 1):
        unknown = np.full(len(owner), True) if contributor is None else owner != contributor
        known = rows[~hidden][:, unknown].tolist()
        expected = [
            bool(hidden[cell]) and bool(rows[cell][unknown].any()) and in_span(known, rows[cell][unknown].tolist())
            for cell in range(len(rows))
        ]
        assert recovered(cube, ~hidden, hidden, contributor, seed).tolist() == expected
