"""Made-up estimates of how many people are at highest risk, by area."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from cp4p_metrics import places

from .draws import stream, texts, whole_numbers
from .settings import FIRST_START, Settings
from .victims import area_shares
from .work import Chunk

SOURCE_NAME = "Made-up study for the demonstration"
YEARS_BETWEEN = 4
CITY_AT_HIGHEST_RISK = 9_000  # round; about one in 300 residents
FEWEST_IN_AREA = 5


def risk_estimates(settings: Settings) -> Iterator[Chunk]:
    """One estimate an area every four years from the first partner's start on, where more harm was, more people.

    Above scale 1 they grow with it, so that partners never serve more people than there are thought to be.
    """
    years = np.arange(FIRST_START.year, settings.through.year + 1, YEARS_BETWEEN)
    numbers = np.array([area.number for area in places.areas()])
    draw = stream(settings.seed, "risk_estimates")
    expected = area_shares(settings)[numbers] * CITY_AT_HIGHEST_RISK * max(1.0, settings.scale)
    people = np.rint(expected * draw.uniform(0.85, 1.15, (len(years), len(numbers))))
    yield (
        1,
        1,
        pa.table(
            {
                "area": texts([area.name for area in places.areas()], np.tile(np.arange(len(numbers)), len(years))),
                "year": whole_numbers(np.repeat(years, len(numbers))),
                "people_count": whole_numbers(np.maximum(FEWEST_IN_AREA, people).ravel()),
                "source_name": texts([SOURCE_NAME], np.zeros(people.size, dtype=np.int32)),
            }
        ),
    )
