"""What is known of Chicago's areas, read from the files of facts once more."""

from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import pandas as pd

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"
AREAS = pd.read_csv(REFERENCE / "areas.csv").set_index("area_number")
ALL_AREAS = tuple(int(number) for number in AREAS.index)
TOUCHING = pd.read_csv(REFERENCE / "neighbors.csv")


@cache
def neighbors(area: int) -> set[int]:
    """The areas that touch it; each pair stands in the file once."""
    one, other = TOUCHING["area_number"], TOUCHING["neighbor_number"]
    return {int(number) for number in [*other[one == area], *one[other == area]]}


@cache
def residents(area: int, year: int) -> int:
    """The census count; between two, on a straight line by the year, a half rounded up; after the last, the last."""
    counts = {int(name[-4:]): int(AREAS.loc[area, name]) for name in AREAS.columns if name.startswith("population_")}
    years = sorted(counts)
    for earlier, later in pairwise(years):
        if earlier <= year < later:
            step = Fraction(counts[later] - counts[earlier], later - earlier)
            return int(counts[earlier] + step * (year - earlier) + Fraction(1, 2))
    return counts[years[-1]]
