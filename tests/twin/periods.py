"""Months, and the periods that they make up, spelled out once more."""

import calendar
from collections import defaultdict
from datetime import date
from functools import cache

MONTH, QUARTER, YEAR, FISCAL_YEAR, LAST_12_MONTHS = "month", "quarter", "year", "fiscal_year", "last_12_months"
ALL_PERIODS = (MONTH, QUARTER, YEAR, FISCAL_YEAR, LAST_12_MONTHS)
TWELVE_MONTHS = (YEAR, FISCAL_YEAR, LAST_12_MONTHS)
QUARTER_AND_LONGER = (QUARTER, *TWELVE_MONTHS)
LENGTHS = {MONTH: 1, QUARTER: 3, YEAR: 12, FISCAL_YEAR: 12, LAST_12_MONTHS: 12}


def month_of(day: date) -> date:
    return date(day.year, day.month, 1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def last_day(month: date) -> date:
    return date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])


def months_from(first: date, last: date) -> list[date]:
    """The first days of all months from the one of `first` to the one of `last`."""
    found = []
    month = month_of(first)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return found


def years_before(month: date, years: int) -> date:
    return date(month.year - years, month.month, 1)


@cache
def periods(kind: str, months: tuple[date, ...]) -> dict[date, list[date]]:
    """First day → the months of each period that are among `months`; of twelve months, only where all are."""
    listed = sorted(months)
    if kind == LAST_12_MONTHS:
        windows = {start: months_from(start, date(start.year + 1, start.month, 1))[:12] for start in listed}
        return {start: window for start, window in windows.items() if set(window) <= set(listed)}
    found = defaultdict(list)
    for month in listed:
        found[period_start(kind, month)].append(month)
    return dict(found)


def period_start(kind: str, month: date) -> date:
    if kind == MONTH:
        return month
    if kind == QUARTER:
        first_month = {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4, 7: 7, 8: 7, 9: 7, 10: 10, 11: 10, 12: 10}[month.month]
        return date(month.year, first_month, 1)
    if kind == YEAR:
        return date(month.year, 1, 1)
    return date(month.year if month.month >= 7 else month.year - 1, 7, 1)
