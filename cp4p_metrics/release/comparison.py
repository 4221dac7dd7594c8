"""A period beside the same period of the three years before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cp4p_metrics.periods import Period, PeriodKind, add_months, last_complete_period

from .facts import MeasureFacts

YEARS_BEFORE = 3
POOLED = ("share", "mix", "ratio")  # shapes whose value over several periods is that of their sums


def pooled(measure: MeasureFacts, numerator: int, denominator: int) -> float:
    """The value of several periods together, in the measure's unit."""
    return measure.multiplier * numerator / (measure.divisor * denominator)


@dataclass(frozen=True)
class Comparison:
    """One number and what it is set against. Values are None where they are not known."""

    measure: MeasureFacts
    period: Period
    status: str
    value: float | None
    numerator: int | None
    denominator: int | None
    before: tuple[float, ...]  # the same period in earlier years, latest first; shorter where unknown
    before_mean: float | None  # None unless all three are known

    @property
    def difference(self) -> float | None:
        """Value minus the mean of the three before, in the measure's own unit."""
        return None if self.value is None or self.before_mean is None else self.value - self.before_mean

    @property
    def is_lowest(self) -> bool:
        return self.value is not None and len(self.before) == YEARS_BEFORE and self.value < min(self.before)

    @property
    def is_highest(self) -> bool:
        return self.value is not None and len(self.before) == YEARS_BEFORE and self.value > max(self.before)


def compare(
    ask: Callable[..., pd.DataFrame],
    measure: MeasureFacts,
    through: date,
    *,
    place: str,
    kind: PeriodKind = PeriodKind.LAST_12_MONTHS,
    breakdown: str | None = None,
    category: str | None = None,
) -> Comparison:
    """The last complete period of that kind beside the three before, each twelve months apart.

    A share is compared with the share over all three together, a count or a stock with their mean.
    """
    period = last_complete_period(kind, through)
    starts = [add_months(period.start, -12 * years) for years in range(YEARS_BEFORE + 1)]
    table = ask(measure.name, by=kind.value, place=place, breakdown=breakdown, start=starts[-1], end=starts[0])
    if category is not None:
        table = table[table["category"] == category]
    found = {row.period_start.date(): row for row in table.itertuples()}
    now = found.get(period.start)
    earlier = [found[start] for start in starts[1:] if start in found]
    before = tuple(float(row.value) for row in earlier if pd.notna(row.value))
    mean: float | None = None
    if len(before) == YEARS_BEFORE:
        mean = sum(before) / YEARS_BEFORE
        if measure.shape in POOLED:
            mean = pooled(measure, sum(row.numerator for row in earlier), sum(row.denominator for row in earlier))
    return Comparison(
        measure,
        period,
        "not_reported" if now is None else now.status,
        None if now is None or pd.isna(now.value) else float(now.value),
        None if now is None or pd.isna(now.numerator) else int(now.numerator),
        None if now is None or pd.isna(now.denominator) else int(now.denominator),
        before,
        mean,
    )
