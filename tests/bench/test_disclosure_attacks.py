"""What the attacks get out of four ways to hide the same cells, side by side; and how near the cheapest ours comes.

The made-up city of 77 areas, 24 months and six groups, threshold 10 as in what others have published of their methods.
`CP4P_BENCH_TAU_ARGUS` names a Python that has pytauargus 0.6.0 installed; without it that line is left out.
"""

import os
import time
from collections.abc import Callable
from itertools import islice

import numpy as np
import pytest

from cp4p_metrics.disclosure.attack import ranges
from cp4p_metrics.disclosure.bounds import UNBOUNDED, intervals
from cp4p_metrics.disclosure.certificates import check
from cp4p_metrics.disclosure.cube import Cube, Flags, Primary
from cp4p_metrics.disclosure.elimination import recovered
from cp4p_metrics.disclosure.mutation import show_again
from cp4p_metrics.disclosure.primary import primary_cells
from cp4p_metrics.disclosure.witnesses import protect

from .elimination_suppression import hidden_by_elimination
from .exact_suppression import cheapest_to_hide, small_table
from .modular_suppression import withheld_by_tau_argus
from .synthetic_cube import GROUPS, people, synthetic_cube

pytestmark = pytest.mark.bench

AREAS = int(os.environ.get("CP4P_BENCH_AREAS", "77"))
MONTHS = int(os.environ.get("CP4P_BENCH_MONTHS", "24"))
MUTATIONS = int(os.environ.get("CP4P_BENCH_MUTATIONS", "20"))
TAU_ARGUS = os.environ.get("CP4P_BENCH_TAU_ARGUS", "")
THRESHOLD = 10
SEED = 1


def hidden_by_tau_argus() -> Flags:
    """What Tau-Argus withholds of the made-up city, in the order of its cells."""
    counts, region, _ = people(AREAS, MONTHS, SEED)
    area, month, group = (np.repeat(index.ravel(), counts.ravel()) for index in np.indices(counts.shape))
    parts = {
        "area": ("A", area),
        "region": ("R", region[area]),
        "month": ("M", month),
        "quarter": ("Q", month // 3),
        "year": ("Y", month // 12),
        "group": ("G", group),
    }
    persons = {name: [f"{letter}{value:02d}" for value in values.tolist()] for name, (letter, values) in parts.items()}
    withheld = withheld_by_tau_argus(TAU_ARGUS, persons, THRESHOLD)
    places = [f"A{area:02d}" for area in range(AREAS)] + [f"R{number:02d}" for number in range(region.max() + 1)]
    times = [
        f"{letter}{number:02d}"
        for letter, size in (("M", 1), ("Q", 3), ("Y", 12))
        for number in range(-(-MONTHS // size))
    ]
    groups = [f"G{group:02d}" for group in range(GROUPS)]
    times += ["Total"] if MONTHS > 12 else []
    return np.array([f"{p}|{t}|{g}" in withheld for p in [*places, "Total"] for t in times for g in [*groups, "Total"]])


def figures(name: str, cube: Cube, primary: Flags, hide: Callable[[], Flags]) -> tuple[int, int]:
    """Print what a way to hide costs and gives away; recoveries by the linear test and by linear programs."""
    started = time.perf_counter()
    hidden = hide() & (cube.counts > 0)
    hiding = time.perf_counter() - started
    assert (hidden >= primary).all()
    started = time.perf_counter()
    linear = int(recovered(cube, ~hidden, hidden & primary).sum())
    eliminating = time.perf_counter() - started
    started = time.perf_counter()
    attacked = ranges(cube, ~hidden, 1, primary)
    attacking = time.perf_counter() - started
    exact, narrow = int(attacked.narrower(0.01).sum()), int(attacked.narrower(1).sum())
    big = cube.counts >= THRESHOLD
    print(
        f"{name:<28} {(hidden & ~primary).sum():>6,} secondary, {(~hidden & big).sum() / big.sum():6.1%} of the big shown; "
        f"recovered {linear:>5,} by sums, {exact:>5,} by programs ({narrow:,} narrower than 1, {attacked.programs:,} solved); "
        f"seconds: {hiding:.1f} to hide, {eliminating:.2f} and {attacking:.1f} to attack"
    )
    return linear, narrow


def test_ways_to_hide_side_by_side() -> None:
    cube = synthetic_cube(AREAS, MONTHS, SEED)
    primary = primary_cells(cube, THRESHOLD)
    is_primary = primary.is_primary
    print(f"\n{len(cube.counts):,} cells, {len(cube.inner):,} inner counts, {is_primary.sum():,} primary")
    assert figures("primary cells alone", cube, is_primary, lambda: is_primary)[0] > 0
    linear, narrow = figures("elimination", cube, is_primary, lambda: hidden_by_elimination(cube, is_primary))
    assert linear == 0 < narrow
    if TAU_ARGUS:
        figures("Tau-Argus, modular", cube, is_primary, hidden_by_tau_argus)

    protection = None

    def by_witnesses() -> Flags:
        nonlocal protection
        protection = protect(cube, primary, 1)
        return protection.hidden

    assert figures("witnesses", cube, is_primary, by_witnesses) == (0, 0)
    assert protection is not None
    started = time.perf_counter()
    found = check(cube, primary, protection.hidden, protection.moves, 1)
    print(f"{found.moves:,} witnesses checked in {time.perf_counter() - started:.2f} seconds")
    assert found.complete
    started = time.perf_counter()
    low, high = intervals(cube, ~protection.hidden)
    seconds = time.perf_counter() - started
    width = (high - low)[protection.hidden]
    assert ((low <= cube.counts) & (cube.counts <= high)).all()
    print(
        f"intervals in {seconds:.2f} seconds: half are at most {np.median(width):.0f} wide, nine in ten "
        f"{np.quantile(width, 0.9):.0f}; {(high >= UNBOUNDED).sum()} have no most"
    )
    started = time.perf_counter()
    mutations = show_again(cube, primary, protection, 1, MUTATIONS)
    print(
        f"{len(mutations.units)} cells shown again: {mutations.matter.sum()} matter ({mutations.linear.sum()} by sums, "
        f"{mutations.programs.sum()} by programs), certificates turn red for {mutations.noticed:.0%} of them and "
        f"{mutations.certificates.sum()} in all; {time.perf_counter() - started:.0f} seconds"
    )
    assert mutations.noticed == 1


def weight_beside(cube: Cube, hidden: Flags, primary: Primary) -> float:
    return float(cube.weight[hidden & ~primary.is_primary].sum())


def test_the_gap_to_the_cheapest_on_ten_small_tables() -> None:
    gaps = []
    tables = ((seed, small_table(seed)) for seed in range(1_000))
    candidates = ((seed, cube, primary_cells(cube)) for seed, cube in tables)
    needed = (one for one in candidates if weight_beside(one[1], cheapest_to_hide(one[1], one[2], 1)[0], one[2]) > 0)
    for seed, cube, primary in islice(needed, 10):
        cheapest, proven = cheapest_to_hide(cube, primary, 1)
        assert proven
        assert not ranges(cube, ~cheapest, 1, primary.is_primary).narrower(1).any()
        protection = protect(cube, primary, 1)
        assert check(cube, primary, protection.hidden, protection.moves, 1).complete
        best, ours = (weight_beside(cube, hidden, primary) for hidden in (cheapest, protection.hidden))
        gaps.append(ours / best - 1)
        print(
            f"\ntable {seed}, {cube.cells.shape[0]} cells: cheapest {best:.2f}, ours {ours:.2f}, gap {gaps[-1]:.1%}",
            end="",
        )
        assert gaps[-1] > -1e-6
    print(f"\nmean gap {np.mean(gaps):.1%}")
    assert np.mean(gaps) <= 0.08
