"""A made-up city: counts by area, month and group, of the size and the unevenness of a real one.

A few areas have most of the people, some have none; groups differ by area; months have a season. With seed 1, areas 77,
months 24 and groups 6 there are 21,315 publishable cells, of which 6,822 count from one to nine.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from cp4p_metrics.disclosure.cube import NOBODY, Cube

GROUPS = 6
REGIONS = 9
CONTRIBUTORS = 12
PEOPLE_PER_MONTH = 2_500
ACTIVE_AREAS = 0.75  # the others have nobody


@dataclass(frozen=True)
class Levels:
    """The values of one dimension: the finest, and sums of them."""

    sums: sp.csr_matrix  # values x finest values
    rank: npt.NDArray[np.int64]  # 0 for the finest


def people(areas: int, months: int, seed: int) -> tuple[npt.NDArray[np.int64], npt.NDArray, npt.NDArray]:
    """Counts by area x month x group, the region of each area, and the contributor of each area."""
    random = np.random.default_rng(seed)
    regions = min(REGIONS, areas // 3)
    region = np.sort(random.integers(0, regions, areas))
    region[:regions] = np.arange(regions)
    region = np.sort(region)
    contributor = random.integers(0, CONTRIBUTORS, areas)
    size = np.exp(random.normal(0, 1.3, areas)) * (random.random(areas) < ACTIVE_AREAS)
    groups = 0.5 * random.dirichlet(np.full(GROUPS, 2.0), size=areas) + 0.5 * random.dirichlet(np.full(GROUPS, 3.0))
    season = 1 + 0.25 * np.sin(np.arange(months) / 12 * 2 * np.pi) + 0.01 * np.arange(months)
    expected = PEOPLE_PER_MONTH * np.einsum("a,m,ag->amg", size / size.sum(), season, groups)
    return random.poisson(random.gamma(4, expected / 4)), region, contributor


def grouped(*labels: npt.NDArray[np.int64]) -> Levels:
    """The finest values, then for each labelling the sums of what has the same label."""
    count = len(labels[0])
    sums, rank = [sp.identity(count, dtype=np.int64, format="csr")], [np.zeros(count, int)]
    for height, label in enumerate(labels, start=1):
        rows = int(label.max()) + 1
        sums.append(sp.csr_matrix((np.ones(count, np.int64), (label, np.arange(count))), shape=(rows, count)))
        rank.append(np.full(rows, height))
    return Levels(sp.vstack(sums).tocsr(), np.concatenate(rank))


def synthetic_cube(areas: int = 77, months: int = 24, seed: int = 1, *, with_contributors: bool = False) -> Cube:
    """All areas, regions and the city x months, quarters, years and all of it x groups and their total.

    The city's cells of quarters or more are headlines, and those of months without groups. An area's counts are its
    contributor's own.
    """
    counts, region, contributor = people(areas, months, seed)
    month = np.arange(months)
    place = grouped(region, np.zeros(areas, int))
    spans = [month // 3, month // 12] + ([np.zeros(months, int)] if months > 12 else [])
    time = grouped(*spans)
    group = grouped(np.zeros(GROUPS, int))
    present = np.flatnonzero(counts.ravel() > 0)
    cells = sp.kron(sp.kron(place.sums, time.sums), group.sums).tocsr()[:, present].tocsr()
    area_of, month_of, _ = np.unravel_index(present, counts.shape)
    inner = counts.ravel()[present].astype(np.int64)
    # A region stands above a month or a quarter, the city above a region: what more people read costs more to hide.
    height = np.add.outer(np.add.outer(np.array([0, 2, 3])[place.rank], time.rank), group.rank)
    of_city = np.broadcast_to((place.rank == 2)[:, None, None], height.shape)
    total = np.asarray(cells @ inner, dtype=np.int64)
    years = int(month_of.max()) // 12 + 1
    return Cube(
        inner=inner,
        cells=cells,
        least=(total > 0).astype(np.int64),
        owner=contributor[area_of] if with_contributors else np.full(len(inner), NOBODY),
        unit=np.arange(len(total)),
        weight=np.log1p(total) + 1.0 + 2.0 * height.ravel(),
        headline=of_city.ravel() & (total > 0),
        near=region[area_of] * years + month_of // 12,
        wide=month_of // 12,
        contributors=tuple(f"contributor {number}" for number in range(CONTRIBUTORS)) if with_contributors else (),
    )
