"""Who serves which area in which month, how much, and which months came in."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from cp4p_metrics import places
from cp4p_metrics.periods import last_complete_month

from .draws import Days, epoch_day, first_days, month_numbers, stream
from .roster import ASSIGNMENTS, PARTNERS
from .settings import Settings

PARTS = ("outreach", "case_management", "events")

NEVER = epoch_day("2200-01-01")


@dataclass(frozen=True)
class Coalition:
    """Who serves which area when.

    A pair is one partner in one area; a cell is one pair in one month in which it serves. Cells come month by
    month; `has_part` says of each cell and part whether the partner's month came in.
    """

    pair_partners: np.ndarray
    pair_areas: np.ndarray
    pair_from: Days
    pair_until: Days
    first_month: int
    last_month: int
    is_missing: np.ndarray  # partner × month × part
    cell_pairs: np.ndarray
    cell_months: np.ndarray
    cell_weights: np.ndarray
    has_part: np.ndarray

    @property
    def last_day(self) -> int:
        """The last day of the last month that program records cover."""
        return int(first_days(np.array([self.last_month + 1]))[0]) - 1

    @property
    def partners(self) -> np.ndarray:
        """The partners that have started, by position."""
        return np.unique(self.pair_partners)

    def is_served(self, months: np.ndarray) -> np.ndarray:
        """Area (by number, row 0 unused) × month: whether any partner serves it."""
        served = np.zeros((len(places.areas()) + 1, len(months)), dtype=bool)
        begin, end = month_numbers(self.pair_from), month_numbers(self.pair_until)
        for pair, area_number in enumerate(self.pair_areas):
            served[area_number] |= (months >= begin[pair]) & (months <= end[pair])
        return served

    def came_in(self, pairs: np.ndarray, days: Days, part: str) -> np.ndarray:
        """Whether program records cover each day, and its month came in from the pair's partner."""
        months = month_numbers(days)
        is_covered = (months <= self.last_month) & (months >= self.first_month)
        position = np.clip(months - self.first_month, 0, self.is_missing.shape[1] - 1)
        return is_covered & ~self.is_missing[self.pair_partners[pairs], position, PARTS.index(part)]


def _missing(settings: Settings, month_count: int) -> np.ndarray:
    draw = stream(settings.seed, "missing partner-months")
    luck = draw.random((month_count, len(PARTNERS), len(PARTS))).transpose(1, 0, 2)
    is_missing = luck < settings.missing_share
    is_missing[:, -1, :] = luck[:, -1, :] < settings.missing_last_month_share
    return is_missing


def make_coalition(settings: Settings) -> Coalition:
    """The coalition as it stands on the last day covered."""
    positions = {partner_id: position for position, (partner_id, _) in enumerate(PARTNERS)}
    last_day = epoch_day(settings.through.isoformat())
    rows = [row for row in ASSIGNMENTS if epoch_day(row[2]) <= last_day]
    pair_from = np.array([epoch_day(row[2]) for row in rows])
    pair_until = np.array([epoch_day(row[3]) if row[3] else NEVER for row in rows])
    first_month = int(month_numbers(pair_from).min())
    covered = last_complete_month(settings.through)
    last_month = max(first_month - 1, (covered.year - 1970) * 12 + covered.month - 1)
    months = np.arange(first_month, last_month + 1)
    is_missing = _missing(settings, max(1, len(months)))

    sizes = stream(settings.seed, "pair sizes").integers(60, 161, len(ASSIGNMENTS))[: len(rows)] / 100
    partners = np.array([positions[row[0]] for row in rows])
    begin, end = month_numbers(pair_from), month_numbers(pair_until)
    is_cell = (months[:, None] >= begin) & (months[:, None] <= end)
    step, cell_pairs = np.nonzero(is_cell)
    ramp = np.minimum(1.0, 0.4 + (months[step] - begin[cell_pairs]) / 30)
    growth = 1 + 0.04 * (months[step] - epoch_month(date(2017, 7, 1))) / 12
    return Coalition(
        pair_partners=partners,
        pair_areas=np.array([row[1] for row in rows]),
        pair_from=pair_from,
        pair_until=pair_until,
        first_month=first_month,
        last_month=last_month,
        is_missing=is_missing,
        cell_pairs=cell_pairs,
        cell_months=months[step],
        cell_weights=sizes[cell_pairs] * ramp * growth,
        has_part=~is_missing[partners[cell_pairs], step],
    )


def epoch_month(day: date) -> int:
    """Months since January 1970."""
    return (day.year - 1970) * 12 + day.month - 1
