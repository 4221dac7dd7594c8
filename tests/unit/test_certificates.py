"""The check of witnesses: it accepts what proves, and catches each way in which a move can fail to."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cp4p_metrics.disclosure import certificates
from cp4p_metrics.disclosure.certificates import check
from cp4p_metrics.disclosure.cube import Move

from .proof_cubes import cube_of, flags, primary_at

# Cells in order: 3, 20, 23; 30, 40, 70; 33, 60, 93. Inner counts in order: 3, 20, 30, 40.
TABLE = [[3, 20], [30, 40]]
SQUARE = (0, 1, 3, 4)  # the cells of the corner that have to be hidden for any of them to be safe


def move(*changes):
    """A move that adds these to the inner counts, in order."""
    change = np.array(changes, dtype=np.int64)
    return Move(np.flatnonzero(change), change[change != 0])


def checked(*moves, cube=None, hidden=SQUARE, primary=(0,), width=1, **more):
    cube = cube or cube_of(TABLE)
    size = len(cube.counts)
    return check(cube, primary_at(cube, *primary), flags(size, *hidden), moves, width, **more)


def test_a_move_around_a_square_certifies_its_four_corners():
    found = checked(move(1, -1, -1, 1), every_hidden_cell=True)
    assert (found.moves, found.cells, found.complete) == (1, 4, True)


def test_without_moves_nothing_is_certified():
    found = checked()
    assert found.uncertified_cells.tolist() == [0]
    assert not found.complete


def test_a_move_that_changes_a_shown_cell_is_faulty():
    found = checked(move(1, -1, 0, 0))
    assert (found.faulty.tolist(), found.uncertified_cells.tolist()) == ([0], [0])


def test_a_move_below_zero_is_faulty():
    cube = replace(cube_of(TABLE), least=np.full(9, -100))
    assert checked(move(-3, 3, 3, -3), cube=cube).complete
    assert checked(move(-4, 4, 4, -4), cube=cube).faulty.tolist() == [0]


def test_a_move_that_empties_a_cell_known_to_count_somebody_is_faulty():
    assert checked(move(-2, 2, 2, -2)).complete
    assert checked(move(-3, 3, 3, -3)).faulty.tolist() == [0]


def test_a_move_that_breaks_an_equation_is_faulty():
    equal = sp.csr_matrix(np.array([[10, 0, -1, 0]]))  # true of the table
    assert checked(move(1, -1, -1, 1), cube=cube_of(TABLE, equations=equal)).faulty.tolist() == [0]


def test_a_move_that_breaks_an_inequality_is_faulty():
    more = sp.csr_matrix(np.array([[0, -1, 1, 0]]))  # the third is at least the second: 10 to spare
    cube = cube_of(TABLE, inequalities=more)
    assert checked(move(-1, 1, 1, -1), cube=cube).complete
    falling = sp.csr_matrix(np.array([[0, 2, 0, -1]]))  # twice the second is at least the fourth: none to spare
    assert checked(move(1, -1, -1, 1), cube=cube_of(TABLE, inequalities=falling)).faulty.tolist() == [0]


def test_a_unit_shown_in_part_counts_as_shown():
    unit = np.array([0, 1, 2, 3, 4, 5, 6, 7, 4])  # the last corner belongs with the grand total, which is shown
    assert checked(move(1, -1, -1, 1), cube=cube_of(TABLE, unit=unit)).faulty.tolist() == [0]


def test_a_primary_cell_that_is_shown_is_not_certified():
    found = checked(move(1, -1, -1, 1), hidden=(1, 3, 4))
    assert found.uncertified_cells.tolist() == [0]


def test_a_move_narrower_than_the_width_is_sound_and_proves_nothing():
    found = checked(move(1, -1, -1, 1), width=2)
    assert (found.faulty.tolist(), found.uncertified_cells.tolist()) == ([], [0])
    assert checked(move(2, -2, -2, 2), width=2).complete


def test_a_width_of_nothing_still_needs_a_move():
    assert not checked(width=0).complete


def test_nothing_is_sound_when_the_truth_is_not_possible():
    cube = cube_of(TABLE, equations=sp.csr_matrix(np.array([[1, 0, 0, 0]])))
    assert checked(move(0, 0, 0, 0), move(1, -1, -1, 1), cube=cube).faulty.tolist() == [0, 1]
    cube = replace(cube_of(TABLE), least=np.full(9, 4))
    assert not checked(move(1, -1, -1, 1), cube=cube).complete


def test_a_faulty_move_does_not_spoil_a_sound_one():
    found = checked(move(1, 0, 0, 0), move(1, -1, -1, 1))
    assert (found.faulty.tolist(), found.uncertified_cells.tolist()) == ([0], [])
    assert not found.complete


def test_a_contributor_is_fooled_only_by_moves_that_leave_their_own_counts_alone():
    table = [[3, 20, 9], [30, 40, 50]]
    owner = np.array([0, -1, 1, -1, -1, -1])
    cube = cube_of(table, owner=owner, contributors=("first", "second"))
    hidden = flags(12, 0, 1, 2, 4, 5, 6)
    against = np.zeros((12, 2), dtype=bool)
    against[1] = True
    primary = primary_at(cube, 1, against=against)
    around_first, around_second = move(1, -1, 0, -1, 1, 0), move(0, 1, -1, 0, -1, 1)
    found = check(cube, primary, hidden, (around_first,), 1)
    assert (found.pairs, found.uncertified_pairs.tolist()) == (2, [[1, 0]])
    assert len(found.uncertified_cells) == 0
    assert check(cube, primary, hidden, (around_first, around_second), 1).complete


def test_changes_too_large_to_add_up_are_faulty():
    assert checked(move(2**62, -(2**62), -(2**62), 2**62)).faulty.tolist() == [0]


def test_changes_that_are_not_whole_are_refused():
    half = Move(np.arange(4), np.array([0.5, -0.5, -0.5, 0.5]))
    with pytest.raises(TypeError):
        checked(half)


def test_the_same_inner_count_twice_adds_up():
    twice = Move(np.array([0, 0, 1, 2, 3]), np.array([2, -1, -1, -1, 1]))
    assert checked(twice, every_hidden_cell=True).complete


def test_the_checker_is_short_and_knows_nothing_of_the_solver():
    source = Path(certificates.__file__).read_text(encoding="utf-8")
    assert source.count("\n") <= 60
    imported = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    assert imported == {"dataclasses", "cube"}


def plainly_sound(cube, hidden, change):
    """What makes a move a witness, said once more without matrices."""
    table, truth = cube.inner + change, cube.inner
    shown = [any(not hidden[other] for other in np.flatnonzero(cube.unit == unit)) for unit in cube.unit]
    if (table < 0).any():
        return False
    for cell, row in enumerate(cube.cells.toarray()):
        before, after = int((row * truth).sum()), int((row * table).sum())
        if shown[cell] and before != after:
            return False
        if not shown[cell] and min(before, after) < cube.least[cell]:
            return False
    if any((row * table).sum() != 0 or (row * truth).sum() != 0 for row in cube.equations.toarray()):
        return False
    return not any((row * table).sum() < 0 or (row * truth).sum() < 0 for row in cube.inequalities.toarray())


@given(
    hnp.arrays(np.int64, (2, 3), elements=st.integers(1, 9)),
    hnp.arrays(np.int64, (4, 2), elements=st.integers(-2, 2)),
    st.integers(0, 2**32 - 1),
)
@settings(deadline=None, max_examples=200)
def test_any_mixture_of_moves_is_judged_as_by_the_definition(table, sizes, seed):
    random = np.random.default_rng(seed)
    cube = cube_of(table, owner=random.integers(-1, 2, 6), contributors=("one", "two"))
    tie = random.integers(-1, 2, (2, 6)) * (random.random((2, 6)) < 0.3)
    spare = tie @ cube.inner
    cube = replace(
        cube,
        unit=np.where(random.random(12) < 0.2, 0, np.arange(12)),
        least=np.minimum(cube.counts, random.integers(0, 4, 12)),
        equations=sp.csr_matrix(tie[(spare == 0) | (random.random(2) < 0.05)]),
        inequalities=sp.csr_matrix(np.where(spare[:, None] >= 0, tie, -tie)),
    )
    loops = np.array([[1, -1, 0, -1, 1, 0], [0, 1, -1, 0, -1, 1]])  # keep all margins
    changes = [pair @ loops + (random.random() < 0.2) * random.integers(-1, 2, 6) for pair in sizes]
    hidden = random.random(12) < random.choice([0.5, 0.9, 1.0])
    primary = primary_at(cube, *np.flatnonzero(random.random(12) < 0.5), against=random.random((12, 2)) < 0.5)
    width = int(random.integers(1, 3))
    found = check(cube, primary, hidden, tuple(move(*change) for change in changes), width)

    sound = [change for change in changes if plainly_sound(cube, hidden, change)]
    assert len(changes) - len(found.faulty) == len(sound)

    def is_certified(cell, contributor):
        return any(
            abs(int((cube.cells.toarray()[cell] * change).sum())) >= width
            and not (change[cube.owner == contributor].any() and contributor is not None)
            for change in sound
        )

    wanted = np.flatnonzero(primary.is_primary).tolist()
    assert found.uncertified_cells.tolist() == [cell for cell in wanted if not is_certified(cell, None)]
    pairs = [(cell, one) for cell in wanted for one in (0, 1) if primary.against[cell, one]]
    assert found.pairs == len(pairs)
    assert [tuple(pair) for pair in found.uncertified_pairs.tolist()] == [p for p in pairs if not is_certified(*p)]
