"""Months, quarters, years, fiscal years and rolling twelve months.

A period is known by its kind and its first day. Both ends are inclusive.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .coalition import coalition
from .errors import UnknownNameError


class PeriodKind(StrEnum):
    """How long a period is, and where it may begin."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"  # the coalition's own, named after the year in which it ends
    LAST_12_MONTHS = "last_12_months"

    @classmethod
    def named(cls, name: str) -> "PeriodKind":
        """The kind of that name; raises UnknownNameError."""
        try:
            return cls(name)
        except ValueError:
            raise UnknownNameError("period", name, [kind.value for kind in cls]) from None

    @property
    def month_count(self) -> int:
        return {"month": 1, "quarter": 3}.get(self.value, 12)


@dataclass(frozen=True, order=True)
class Period:
    """A kind of period and the day on which it begins."""

    start: date
    kind: PeriodKind

    @property
    def end(self) -> date:
        """The last day that belongs to it."""
        return add_months(self.start, self.kind.month_count) - timedelta(days=1)

    @property
    def label(self) -> str:
        """What a reader calls it: 'Oct 2026', 'Q4 2026', '2026', 'FY 2026', '12 months to Oct 2026'."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.start:%b %Y}"
            case PeriodKind.QUARTER:
                return f"Q{(self.start.month + 2) // 3} {self.start.year}"
            case PeriodKind.YEAR:
                return str(self.start.year)
            case PeriodKind.FISCAL_YEAR:
                return f"FY {self.end.year}"
            case _:
                return f"12 months to {self.end:%b %Y}"


def month_start(day: date) -> date:
    """The first day of that day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of that day's month."""
    return add_months(day, 1) - timedelta(days=1)


def add_months(day: date, count: int) -> date:
    """The first day of the month that lies `count` months after (or before) that day's month."""
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(years, month + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from `first`'s to `last`'s, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, step) for step in range(count)]


def period_of(kind: PeriodKind, day: date) -> Period:
    """The calendar period of that kind in which the day lies; for 12 months, the window that its month ends."""
    start = month_start(day)
    match kind:
        case PeriodKind.MONTH:
            return Period(start, kind)
        case PeriodKind.QUARTER:
            return Period(start.replace(month=3 * ((day.month - 1) // 3) + 1), kind)
        case PeriodKind.YEAR:
            return Period(start.replace(month=1), kind)
        case PeriodKind.FISCAL_YEAR:
            first_month = coalition().fiscal_year_first_month
            return Period(date(day.year - (day.month < first_month), first_month, 1), kind)
        case _:
            return Period(add_months(start, -11), kind)


def last_complete_month(through: date) -> date:
    """The first day of the last month whose every day is on or before `through`."""
    return month_start(through) if through == month_end(through) else add_months(through, -1)


def last_complete_period(kind: PeriodKind, through: date) -> Period:
    """The last period of that kind whose every day is on or before `through`."""
    month = last_complete_month(through)
    period = period_of(kind, month)
    if period.end <= month_end(month):
        return period
    return period_of(kind, period.start - timedelta(days=1))
