"""Which counts may not be shown for their own sake."""

import numpy as np

from cp4p_metrics.disclosure.primary import primary_cells

from .small_cubes import cube_of


def flagged(flags: np.ndarray) -> list[int]:
    return np.flatnonzero(flags).tolist()


def test_counts_from_one_to_ten_are_primary_and_zero_and_eleven_are_not() -> None:
    cube = cube_of([0, 1, 10, 11], [[0], [1], [2], [3], [2, 3]])
    assert flagged(primary_cells(cube).is_primary) == [1, 2]
    assert flagged(primary_cells(cube, threshold=10).is_primary) == [1]


def test_a_cell_is_primary_when_a_contributor_could_subtract_its_own_and_have_a_small_rest() -> None:
    cube = cube_of([20, 5, 30], [[0, 1], [2]], owner=[0, 1, 1], contributors=2)
    primary = primary_cells(cube)
    assert flagged(primary.is_primary) == [0]
    assert primary.against[0].tolist() == [True, True]


def test_a_large_rest_and_somebody_without_anything_in_the_cell_make_no_primary() -> None:
    cube = cube_of([20, 15, 30], [[0, 1], [2]], owner=[0, 1, 2], contributors=4)
    assert not primary_cells(cube).is_primary.any()


def test_who_owns_all_of_a_cell_has_nothing_to_find_out() -> None:
    cube = cube_of([3, 4], [[0], [0, 1]], owner=[0, 0], contributors=2)
    assert primary_cells(cube).against.tolist() == [[False, True], [False, True]]


def test_nobody_is_to_be_protected_from_where_a_cell_is_shown() -> None:
    cube = cube_of([3, 40], [[0], [1]], owner=[0, 0], contributors=2)
    assert primary_cells(cube).against.tolist() == [[False, True], [False, False]]


def test_a_whole_unit_is_primary_when_one_of_its_cells_is() -> None:
    cube = cube_of([3, 40, 50], [[0], [0, 1], [2]], unit=[7, 7, 8])
    assert flagged(primary_cells(cube).is_primary) == [0, 1]


def test_what_else_may_not_be_shown_is_protected_from_all_who_do_not_know_it() -> None:
    cube = cube_of([0, 0, 40], [[0, 1], [0, 1, 2]], owner=[0, 1, 0], contributors=3, unit=[0, 0])
    primary = primary_cells(cube, also=np.array([True, False]))
    assert flagged(primary.is_primary) == [0, 1]
    # Contributor 0 knows all but the other's zero.
    assert primary.against.tolist() == [[True, True, True], [False, True, True]]


def test_without_contributors_there_is_only_the_public() -> None:
    assert primary_cells(cube_of([3], [[0]])).against.shape == (1, 0)
