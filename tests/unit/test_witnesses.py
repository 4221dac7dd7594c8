"""What is hidden so that nobody can work out a small count, on tables small enough to see it."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from cp4p_metrics.disclosure.cube import Cube
from cp4p_metrics.disclosure.primary import primary_cells
from cp4p_metrics.disclosure.witnesses import protect

from .small_cubes import complaints, cube_of, recoverable, two_way


def hidden_cells(cube: Cube, **options: object) -> list[int]:
    """The cells that are hidden, once their protection has been checked."""
    primary = primary_cells(cube)
    protection = protect(cube, primary, **options)  # type: ignore[arg-type]
    assert not complaints(cube, primary, protection)
    assert not len(protection.unprotected)
    return np.flatnonzero(protection.hidden).tolist()


def test_in_a_table_with_margins_four_cells_hide_one() -> None:
    assert hidden_cells(two_way([[5, 20], [30, 40]])) == [0, 1, 2, 3]


def test_the_cheapest_rectangle_is_hidden() -> None:
    assert hidden_cells(two_way([[5, 200, 20], [300, 400, 100], [30, 400, 40]])) == [0, 2, 6, 8]


def test_two_small_counts_in_one_row_share_the_rectangle() -> None:
    assert hidden_cells(two_way([[5, 6, 700], [30, 40, 900]])) == [0, 1, 3, 4]


def test_under_a_headline_a_small_part_takes_a_sibling_with_it() -> None:
    assert hidden_cells(cube_of([4, 50, 20], [[0], [1], [2], [0, 1, 2]], headline=[3])) == [0, 2]


def test_without_a_headline_the_cheaper_of_sibling_and_sum_is_hidden() -> None:
    cells = [[0], [1], [0, 1]]
    assert hidden_cells(cube_of([4, 50], cells, weight=[1, 5, 2])) == [0, 2]
    assert hidden_cells(cube_of([4, 50], cells, weight=[1, 2, 5])) == [0, 1]


def test_a_table_with_nothing_small_is_shown_as_a_whole() -> None:
    assert hidden_cells(two_way([[50, 20], [30, 40]])) == []


def test_a_headline_that_is_small_itself_is_hidden() -> None:
    assert hidden_cells(cube_of([2, 3], [[0], [1], [0, 1]], headline=[2])) == [0, 1, 2]


def test_what_counts_one_can_only_go_up_where_zero_is_on_view() -> None:
    cube = cube_of([1, 1, 50], [[0], [1], [0, 1], [2]], headline=[2])
    primary = primary_cells(cube)
    # The sum is primary and a headline, so it may change; both parts can go up by one.
    protection = protect(cube, primary)
    assert not complaints(cube, primary, protection)
    assert (np.concatenate([move.change for move in protection.moves]) > 0).all()


def test_no_witness_where_nothing_may_change() -> None:
    cube = cube_of([4, 50], [[0], [1], [0, 1]], headline=[1, 2])
    protection = protect(cube, primary_cells(cube))
    assert protection.unprotected.tolist() == [0]
    assert protection.hidden.tolist() == [True, False, False]


def test_cells_shown_earlier_are_never_hidden() -> None:
    cube = two_way([[5, 20], [30, 40], [60, 70]])
    primary = primary_cells(cube)
    frozen = np.zeros(len(cube.counts), dtype=bool)
    frozen[2] = True  # the 30
    protection = protect(cube, primary, frozen=frozen)
    assert not complaints(cube, primary, protection)
    assert np.flatnonzero(protection.hidden).tolist() == [0, 1, 4, 5]


def test_a_small_count_that_was_shown_earlier_stays_unprotected() -> None:
    cube = two_way([[5, 20], [30, 40]])
    frozen = np.zeros(len(cube.counts), dtype=bool)
    frozen[0] = True
    assert protect(cube, primary_cells(cube), frozen=frozen).unprotected.tolist() == [0]


def test_what_was_hidden_earlier_costs_nothing() -> None:
    cube = two_way([[5, 200, 20], [300, 400, 100], [30, 400, 40]])
    earlier = np.zeros(len(cube.counts), dtype=bool)
    earlier[[0, 1, 3, 4]] = True
    assert hidden_cells(cube, hidden=earlier) == [0, 1, 3, 4]


def test_both_sides_of_a_share_are_hidden_together() -> None:
    # Numerators 5 and 30 of denominators 60 and 80; totals of both are headlines.
    cube = cube_of(
        [5, 55, 30, 50, 300, 400],
        [[0], [0, 1], [2], [2, 3], [4], [4, 5], [0, 2, 4], [0, 1, 2, 3, 4, 5]],
        unit=[0, 0, 1, 1, 2, 2, 3, 4],
        headline=[6, 7],
    )
    assert hidden_cells(cube) == [0, 1, 2, 3]


def test_a_unit_with_a_headline_is_not_hidden_for_others() -> None:
    cube = cube_of([4, 20, 50], [[0], [1], [2], [0, 1, 2]], unit=[0, 1, 2, 1], headline=[3])
    assert hidden_cells(cube) == [0, 2]


def test_who_owns_one_corner_is_kept_from_the_small_count_by_another_rectangle() -> None:
    owner = [0, 1, 1, 2, 2, 2, 3, 3, 3]
    rows = [[5, 20, 21], [30, 40, 41], [50, 60, 61]]
    public = hidden_cells(two_way(rows))
    assert public == [0, 1, 3, 4]
    everybody = hidden_cells(two_way(rows, owner=owner, contributors=4))
    assert len(everybody) > len(public)


def test_a_move_of_one_contributor_protects_from_all_others() -> None:
    cube = cube_of([4, 50, 60], [[0], [1], [2], [0, 1], [0, 1, 2]], owner=[0, 0, 1], contributors=2, headline=[3, 4])
    primary = primary_cells(cube)
    protection = protect(cube, primary)
    assert len(protection.moves) == 1
    assert not complaints(cube, primary, protection)


def test_what_equations_tie_together_moves_together() -> None:
    # Three parts and, apart, their total: known to be the same.
    cube = cube_of([5, 20, 30, 55], [[0], [1], [2], [3]], equations=[[1, 1, 1, -1]], headline=[3])
    assert hidden_cells(cube) == [0, 1]


def test_a_quarter_never_gets_fewer_people_than_its_largest_month() -> None:
    cube = cube_of(
        [9, 9, 40, 50],
        [[0], [1], [2], [3], [1, 2, 3]],
        inequalities=[[-1, 1, 0, 0]],
        headline=[4],
        weight=[1, 1, 9, 2, 1],
    )
    primary = primary_cells(cube)
    protection = protect(cube, primary, width=3)
    assert not complaints(cube, primary, protection, 3)
    assert not len(protection.unprotected)


def test_every_hidden_cell_gets_the_width_if_asked() -> None:
    rows = [[5, 20, 12], [30, 14, 21], [13, 22, 15]]
    cube = two_way(rows)
    primary = primary_cells(cube)
    protection = protect(cube, primary, 5, every_hidden_cell=True)
    assert not complaints(cube, primary, protection, 5, every=True)
    assert not len(protection.unprotected)


def test_a_witness_is_looked_for_farther_away_where_there_is_none_near() -> None:
    cells = [[0], [1], [2], [0, 1, 2], [1]]
    # The near sibling is a headline; the next is in another scope, within the wide one or beyond.
    for wide in ([0, 0, 0], [0, 0, 1]):
        cube = cube_of([4, 50, 60], cells, headline=[1, 3], near=[0, 0, 1], wide=wide)
        assert hidden_cells(cube) == [0, 2]


def test_two_runs_hide_the_same() -> None:
    random = np.random.default_rng(5)
    cube = two_way(random.poisson(12, (6, 7)).tolist())
    assert hidden_cells(cube) == hidden_cells(cube)


def test_trimming_shows_again_what_better_witnesses_do_not_need() -> None:
    random = np.random.default_rng(2)
    cube = two_way(random.poisson(random.gamma(1, 16, (9, 9))).tolist())
    primary = primary_cells(cube)
    hidden = {}
    for trimming in (False, True):
        protection = protect(cube, primary, trimming=trimming)
        assert not complaints(cube, primary, protection)
        hidden[trimming] = float(cube.weight[protection.hidden].sum())
    assert hidden[True] <= hidden[False]


def test_the_number_of_processes_makes_no_difference() -> None:
    rows = [[5, 20, 12, 30], [30, 14, 21, 6], [13, 22, 15, 7], [40, 3, 50, 60]]
    cube = two_way(rows, wide=[0, 0, 1, 1] * 4, near=[0, 0, 1, 1] * 4)
    primary = primary_cells(cube)
    one, two = protect(cube, primary), protect(cube, primary, processes=2)
    assert not complaints(cube, primary, two)
    assert (one.hidden == two.hidden).all()
    assert [move.inner.tolist() for move in one.moves] == [move.inner.tolist() for move in two.moves]


@st.composite
def cubes(draw: st.DrawFn) -> Cube:
    """Places x times x groups with some of their sums, contributors by place, and some headlines."""
    places, times, groups = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    count = st.one_of(st.integers(1, 12), st.integers(1, 60))
    inner = draw(st.lists(count, min_size=places * times * groups, max_size=places * times * groups))
    at = np.arange(len(inner)).reshape(places, times, groups)
    choices = [[[value] for value in range(size)] + [list(range(size))] for size in at.shape]
    cells = [at[np.ix_(a, b, c)].ravel().tolist() for a in choices[0] for b in choices[1] for c in choices[2]]
    kept = draw(st.lists(st.sampled_from(range(len(cells))), min_size=1, max_size=len(cells), unique=True))
    cells = [cells[number] for number in sorted(kept)]
    contributors = draw(st.integers(0, 3))
    owner = draw(st.lists(st.integers(-1, contributors - 1), min_size=len(inner), max_size=len(inner)))
    unit = draw(st.lists(st.integers(0, 2 * len(cells)), min_size=len(cells), max_size=len(cells)))
    headline = draw(st.lists(st.sampled_from(range(len(cells))), max_size=2))
    near = draw(st.lists(st.integers(0, 1), min_size=len(inner), max_size=len(inner)))
    return cube_of(inner, cells, owner=owner, contributors=contributors, unit=unit, headline=headline, near=near)


@pytest.mark.parametrize("width", [1, 3])
@given(cube=cubes())
@settings(max_examples=60, deadline=None)
def test_whatever_the_table_every_witness_holds_and_nothing_hidden_can_be_added_up(width: int, cube: Cube) -> None:
    primary = primary_cells(cube)
    protection = protect(cube, primary, width, every_hidden_cell=width > 1)
    assert not complaints(cube, primary, protection, width, every=width > 1)
    given_away = set(recoverable(cube, protection)) & set(np.flatnonzero(primary.is_primary).tolist())
    assert given_away <= set(protection.unprotected.tolist())
