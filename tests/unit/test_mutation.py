"""Showing a hidden cell again: the check of the witnesses turns red wherever the attacks get through."""

import numpy as np

from cp4p_metrics.disclosure.cube import Move, Protection
from cp4p_metrics.disclosure.mutation import show_again

from .proof_cubes import cube_of, flags, primary_at

NOBODY_LEFT = np.empty(0, dtype=np.int64)
SQUARE = Move(np.array([0, 1, 3, 4]), np.array([1, -1, -1, 1]))
TABLE = [[3, 20, 30], [30, 40, 50]]


def test_each_corner_of_a_square_matters_and_is_noticed():
    cube = cube_of(TABLE)
    protection = Protection(flags(12, 0, 1, 4, 5), (SQUARE,), NOBODY_LEFT)
    found = show_again(cube, primary_at(cube, 0), protection, 1, sample=10)
    assert found.units.tolist() == [1, 4, 5]
    assert found.linear.all()
    assert found.programs.all()
    assert found.noticed == 1


def test_a_cell_for_which_another_could_step_in_does_not_matter():
    cube = cube_of(TABLE)
    protection = Protection(flags(12, 0, 1, 4, 5, 2, 6), (SQUARE,), NOBODY_LEFT)
    found = show_again(cube, primary_at(cube, 0), protection, 1, sample=10)
    assert found.units[found.matter].tolist() == [4]  # without it the first column gives the first cell away
    assert found.units[found.certificates].tolist() == [1, 4, 5]  # their witness is gone, though others would do
    assert found.noticed == 1


def test_what_the_certificates_miss_counts_against_them():
    cube = cube_of(TABLE)
    protection = Protection(flags(12, 0, 1, 4, 5), (SQUARE,), NOBODY_LEFT)
    nothing_to_certify = primary_at(cube, 0)
    found = show_again(cube, nothing_to_certify, protection, 1, sample=2, seed=3)
    blind = type(found)(found.units, np.zeros_like(found.certificates), found.linear, found.programs)
    assert (len(found.units), found.noticed, blind.noticed) == (2, 1, 0)


def test_a_contributor_counts_as_a_reader():
    cube = cube_of(TABLE, owner=np.array([-1, -1, 0, -1, -1, -1]), contributors=("one",))
    wider = Move(np.array([0, 2, 3, 5]), np.array([1, -1, -1, 1]))
    hidden = flags(12, 0, 1, 2, 4, 5, 6)
    against = np.zeros((12, 1), dtype=bool)
    against[0] = True
    primary = primary_at(cube, 0, against=against)
    protection = Protection(hidden, (SQUARE, wider), NOBODY_LEFT)
    public = show_again(cube, primary, protection, 1, sample=10)
    both = show_again(cube, primary, protection, 1, sample=10, readers=(None, 0))
    assert public.units[public.matter].tolist() == [4]
    assert both.units[both.matter].tolist() == [1, 4, 5]
    assert both.noticed == 1
