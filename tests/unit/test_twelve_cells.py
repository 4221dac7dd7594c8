"""A table of twelve cells that comes with what Tau-Argus withholds of it: ours withholds the same, and proves it."""

import csv

import numpy as np
import pytest

from cp4p_metrics.disclosure.attack import ranges
from cp4p_metrics.disclosure.bounds import UNBOUNDED, intervals
from cp4p_metrics.disclosure.certificates import check
from cp4p_metrics.disclosure.cube import Primary
from cp4p_metrics.disclosure.elimination import recovered
from cp4p_metrics.disclosure.primary import primary_cells
from cp4p_metrics.disclosure.witnesses import protect

from .proof_cubes import cube_of

pytestmark = pytest.mark.shared_data


@pytest.fixture
def twelve(shared_data):
    """The rows of the file: three activities and their total, by two sizes and their total."""
    path = shared_data / "methods" / "toy_with_tauargus_status.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def cube_from(rows, column):
    inner = [int(row[column]) for row in rows if "Total" not in (row["ACTIVITY"], row["SIZE"])]
    cube = cube_of(np.reshape(inner, (3, 2)))
    assert cube.counts.tolist() == [int(row[column]) for row in rows]
    return cube


def test_the_same_cells_are_withheld_as_by_tau_argus_and_nothing_can_be_worked_out(twelve):
    cube = cube_from(twelve, "VAL")
    status = np.array([row["Status"] for row in twelve])
    primary = Primary(np.isin(status, ["A", "B"]), np.zeros((12, 0), dtype=bool))
    protection = protect(cube, primary, 1)
    assert protection.hidden.tolist() == (status != "V").tolist()
    assert check(cube, primary, protection.hidden, protection.moves, 1).complete
    assert not recovered(cube, ~protection.hidden, protection.hidden).any()
    assert not ranges(cube, ~protection.hidden, 1).narrower(1).any()
    low, high = intervals(cube, ~protection.hidden)
    # Activity 02 adds up to 50 and size tr1 leaves 90 for 02 and 06: so 30 could be anything from 1 to 49.
    assert (low[3], high[3]) == (1, 49)
    assert (low[7], high[7]) == (11, 59)


def test_of_the_numbers_of_observations_all_small_ones_are_withheld_and_their_intervals_have_an_end(twelve):
    cube = cube_from(twelve, "N_OBS")
    primary = primary_cells(cube)
    protection = protect(cube, primary, 1)
    hidden = protection.hidden
    assert len(protection.unprotected) == 0
    assert hidden[(cube.counts >= 1) & (cube.counts <= 10)].all()
    assert not hidden[-1]
    assert check(cube, primary, hidden, protection.moves, 1).complete
    assert not recovered(cube, ~hidden, hidden & primary.is_primary).any()
    assert not ranges(cube, ~hidden, 1, primary.is_primary).narrower(1).any()
    low, high = intervals(cube, ~hidden)
    assert ((low <= cube.counts) & (cube.counts <= high) & (high < UNBOUNDED)).all()
    assert (low < high)[primary.is_primary].all()
