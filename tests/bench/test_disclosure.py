"""How much is hidden, and how long that takes, for a made-up city.

`CP4P_BENCH_MONTHS` lists the lengths of the city's history, `CP4P_BENCH_PROCESSES` says how many to use. Counts below
ten are primary here, as in published comparisons of methods.
"""

import os
import time

import numpy as np
import pytest

from cp4p_metrics.disclosure.primary import primary_cells
from cp4p_metrics.disclosure.witnesses import protect

from .synthetic_cube import synthetic_cube

pytestmark = pytest.mark.bench

MONTHS = [int(months) for months in os.environ.get("CP4P_BENCH_MONTHS", "24,96").split(",")]
PROCESSES = int(os.environ.get("CP4P_BENCH_PROCESSES", "2"))
THRESHOLD = 10
# Of 24 months: at most so many cells hidden besides the primary ones, and at least this share of the others shown.
MARKS = {(1, False): (1_180, 0.86), (5, False): (2_317, 0.738), (1, True): (2_016, 0.78)}


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize(("width", "with_contributors"), MARKS)
def test_what_is_hidden_and_how_long_it_takes(months: int, width: int, with_contributors: bool) -> None:
    if months > 24 and (width, with_contributors) != (1, False):
        pytest.skip("one kind of the full city is enough")
    cube = synthetic_cube(77, months, with_contributors=with_contributors)
    primary = primary_cells(cube, THRESHOLD)
    began = time.perf_counter()
    protection = protect(cube, primary, width, every_hidden_cell=width > 1, processes=PROCESSES)
    seconds = time.perf_counter() - began
    besides = int((protection.hidden & ~primary.is_primary).sum())
    shown = {least: float(np.mean(~protection.hidden[cube.counts >= least])) for least in (THRESHOLD, THRESHOLD + 1)}
    print()
    print(
        f"{months} months, width {width}, {len(cube.contributors)} contributors: {len(cube.counts):,} cells, "
        f"{int(primary.is_primary.sum()):,} primary, {besides:,} hidden besides, shown {shown[10]:.1%} of the counts of "
        f"10 and more and {shown[11]:.1%} of 11 and more, {len(protection.moves):,} witnesses, {seconds:.0f} s"
    )
    assert not len(protection.unprotected)
    if months == 24:
        most, least_shown = MARKS[width, with_contributors]
        assert besides <= most
        assert shown[10] >= least_shown
