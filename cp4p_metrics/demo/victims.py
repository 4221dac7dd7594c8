"""People harmed, area by area and month by month, from a model whose true effect is known.

The count of an area in a month is Poisson with mean area × month × (effect, if a partner serves the area):
exactly the two-way model that the evaluation fits. A victim's other traits depend on neither area nor month.
"""

from dataclasses import dataclass

import numpy as np

from cp4p_metrics import places

from .coalition import Coalition
from .draws import epoch_day, first_days, happens, month_numbers, pick, stream
from .roster import ASSIGNMENTS
from .settings import FIRST_VICTIM_YEAR, Settings

# Victims a year in the whole city if nobody were served: round figures, with a surge in 2016 and 2020-21.
YEAR_LEVELS = {
    2010: 2900, 2011: 2750, 2012: 2900, 2013: 2650, 2014: 2700, 2015: 2900, 2016: 4150, 2017: 3700, 2018:
    3250, 2019: 3050, 2020: 4350, 2021: 4800, 2022: 4000, 2023: 3500, 2024: 3250, 2025: 3150, 2026: 3100,
}  # fmt: skip
SEASON = (0.72, 0.62, 0.80, 0.92, 1.12, 1.25, 1.30, 1.25, 1.12, 1.02, 0.95, 0.93)
NEVER_SERVED_HIGH = (37, 47, 53, 54)  # as much need, and no partner
JOINED_SHARE = 0.16  # victims harmed in the incident of another
GUNSHOT_SHARE = 0.97
FATAL_SHARE = 0.19
WEEKDAY_WEIGHTS = (0.98, 0.90, 0.88, 0.90, 0.98, 1.15, 1.21)
HOUR_WEIGHTS = (
    72,
    64,
    55,
    45,
    30,
    20,
    13,
    12,
    13,
    16,
    20,
    25,
    30,
    36,
    42,
    46,
    50,
    55,
    60,
    66,
    72,
    78,
    82,
    82,
)


@dataclass(frozen=True)
class Victims:
    """One element a victim, by day; `case` numbers the incidents from 1."""

    area: np.ndarray
    day: np.ndarray
    minute: np.ndarray  # of the day
    case: np.ndarray
    position: np.ndarray  # within the case, from 1
    is_gunshot: np.ndarray
    is_fatal: np.ndarray

    def __len__(self) -> int:
        return len(self.day)


def victim_months(settings: Settings) -> np.ndarray:
    """The months covered, counted from January 1970; the last one may be a part."""
    first = epoch_day(f"{settings.first_victim_year}-01-01")
    return np.arange(*month_numbers(np.array([first, epoch_day(settings.through.isoformat())])) + np.array([0, 1]))


def area_shares(settings: Settings) -> np.ndarray:
    """Each area's share of the city's victims if nobody were served, by area number; row 0 is 0."""
    draw = stream(settings.seed, "area effects")
    areas = places.areas()
    served = {row[1] for row in ASSIGNMENTS} | set(NEVER_SERVED_HIGH)
    is_high = np.array([area.number in served for area in areas])
    level = np.where(is_high, 1.9 + 0.5 * draw.normal(size=len(areas)), 0.8 * draw.normal(size=len(areas)))
    residents = np.array([area.population[2010] for area in areas])
    weights = residents * np.round(np.exp(level), 6)  # rounded: processors differ in the last digits
    return np.concatenate(([0.0], np.round(weights / weights.sum(), 9)))


def month_levels(settings: Settings) -> np.ndarray:
    """The city's expected victims in each month if nobody were served."""
    months = victim_months(settings)
    years = np.array(sorted(YEAR_LEVELS))
    middles = (years - 1970) * 12 + 5.5
    level = np.interp(months, middles, [YEAR_LEVELS[year] for year in years])
    season = np.array(SEASON)[months % 12]
    ends = first_days(months + 1)
    covered = np.minimum(ends, epoch_day(settings.through.isoformat()) + 1) - first_days(months)
    return np.round(level / 12 * season * covered / (ends - first_days(months)), 6)


def expected_counts(settings: Settings, coalition: Coalition, *, is_served: bool = True) -> np.ndarray:
    """Expected victims by area (row 0 unused) and month: with the served areas' effect, or without it."""
    expected = np.outer(area_shares(settings), month_levels(settings))
    if is_served:
        expected = np.where(coalition.is_served(victim_months(settings)), expected * settings.effect, expected)
    return np.round(expected, 9)


def make_victims(settings: Settings, coalition: Coalition) -> Victims:
    """All victims, by time and area. Each year has its own stream: a later year changes no earlier one."""
    months = victim_months(settings)
    expected = expected_counts(settings, coalition)
    pieces = []
    for year in np.unique(months // 12):
        draw = stream(settings.seed, "victims", int(year) + 1970 - FIRST_VICTIM_YEAR)
        in_year = months // 12 == year
        counts = draw.poisson(expected[:, in_year])
        pieces.append(_victims_of_year(draw, settings, counts, months[in_year]))
    return _in_order(*(np.concatenate(columns) for columns in zip(*pieces, strict=True)))


def _victims_of_year(
    draw: np.random.Generator, settings: Settings, counts: np.ndarray, months: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Area, day, minute, whether joined to the row before, gunshot and fatal, of each victim."""
    last_day = epoch_day(settings.through.isoformat())
    area, step = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))
    day = np.empty(len(area), dtype=np.int64)
    for position, month in enumerate(months):
        start, end = first_days(np.array([month, month + 1]))
        days = np.arange(start, min(end, last_day + 1))
        here = step == position
        day[here] = days[pick(draw, np.array(WEEKDAY_WEIGHTS)[(days + 3) % 7], int(here.sum()))]
    count = len(area)
    minute = pick(draw, HOUR_WEIGHTS, count) * 60 + draw.integers(0, 60, count)
    order = np.lexsort((minute, day, step, area))
    area, step, day, minute = area[order], step[order], day[order], minute[order]
    is_gunshot = happens(draw, GUNSHOT_SHARE, count)
    is_fatal = happens(draw, FATAL_SHARE, count) | ~is_gunshot  # other weapons are published for homicides only
    is_joined = happens(draw, JOINED_SHARE, count) & is_gunshot
    is_joined[1:] &= (area[1:] == area[:-1]) & (step[1:] == step[:-1]) & is_gunshot[:-1]
    is_joined[:1] = False
    leader = np.maximum.accumulate(np.where(is_joined, 0, np.arange(count)))
    return area, day[leader], minute[leader], is_joined, is_gunshot, is_fatal


def _in_order(
    area: np.ndarray,
    day: np.ndarray,
    minute: np.ndarray,
    is_joined: np.ndarray,
    gunshot: np.ndarray,
    fatal: np.ndarray,
) -> Victims:
    """The victims by time, with their cases numbered in that order."""
    case = np.cumsum(~is_joined)
    order = np.lexsort((case, area, minute, day))
    area, day, minute, case, gunshot, fatal = (column[order] for column in (area, day, minute, case, gunshot, fatal))
    starts = np.concatenate(([True], case[1:] != case[:-1])) if len(case) else np.array([], dtype=bool)
    first = np.maximum.accumulate(np.where(starts, np.arange(len(case)), 0))
    return Victims(area, day, minute, np.cumsum(starts), np.arange(len(case)) - first + 1, gunshot, fatal)
