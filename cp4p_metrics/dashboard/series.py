"""A measure at one place, period by period, with what is known of each period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from cp4p_metrics.periods import Period, PeriodKind, add_months, month_start, months_between
from cp4p_metrics.release.comparison import POOLED, pooled
from cp4p_metrics.release.facts import MeasureFacts

from .answers import Answers

YEARS_BEFORE = 3
MOST_MISSING = 0.1  # a period that lacks more of its reports is drawn as not complete
FEWEST_FOR_AN_INDEX = 20  # as for rates: smaller counts swing too much to be anyone's 100


@dataclass(frozen=True)
class Before:
    """The same period of the three years before: their mean (of a share: all three together) and range."""

    mean: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Point:
    """One period. `is_over` is False while it is under way, or where the records begin within it."""

    period: Period
    value: float | None
    status: str
    numerator: int | None
    denominator: int | None
    lower: float | None
    upper: float | None
    is_over: bool
    lacks_reports: bool = False  # more than a tenth of them
    silent: tuple[date, ...] = ()  # its months that were not reported
    before: Before | None = None

    @property
    def is_complete(self) -> bool:
        return self.is_over and not self.lacks_reports

    @property
    def is_known(self) -> bool:
        """Whether it may be compared: over, with a number, though some reports may be missing."""
        return self.is_over and self.value is not None


def read_series(answers: Answers, measure: MeasureFacts, kind: PeriodKind, place: str) -> list[Point]:
    """Every period the release knows of at that place, in order."""
    through, first = answers.through(measure.name), answers.sources[measure.subject][0]
    silent: set[date] = set()
    if PeriodKind.MONTH in measure.period_kinds:
        months = answers.ask(measure.name, by="month", place=place)
        if len(months):
            first = max(first, months["period_start"].iloc[0].date())
            silent = {day.date() for day in months.loc[months["status"] == "not_reported", "period_start"]}
    is_stock = measure.shape == "stock"
    reports = reports_due(answers, measure, place, silent)
    points = []
    for row in answers.ask(measure.name, by=kind.value, place=place).itertuples():
        period = Period(row.period_start.date(), kind)
        is_whole = period.end <= through and (is_stock or period.start >= first)
        inside = months_between(period.end if is_stock else period.start, period.end)
        missing = sum(reports[month][1] for month in inside if month in reports)
        due = sum(reports[month][0] for month in inside if month in reports)
        points.append(
            Point(
                period,
                _number(row.value),
                row.status,
                None if pd.isna(row.numerator) else int(row.numerator),
                None if pd.isna(row.denominator) else int(row.denominator),
                _number(row.lower),
                _number(row.upper),
                is_whole,
                missing > MOST_MISSING * due,
                tuple(month for month in inside if month in silent),
            )
        )
    return points if measure.shape == "change" else with_before(points, measure)


def reports_due(answers: Answers, measure: MeasureFacts, place: str, silent: set[date]) -> dict[date, tuple[int, int]]:
    """By month: partners' reports that were due for the measure, and how many of them are missing.

    All partners' for the coalition; elsewhere a month counts as one report.
    """
    if measure.is_public:
        return {}
    submissions = answers.submissions()
    submissions = submissions[submissions["part"] == measure.subject]
    kind, _, name = place.partition(":")
    if kind == "partner":
        submissions = submissions[submissions["partner_id"] == name]
    if kind in ("partner", "coalition"):
        received = submissions["received_date"].notna().groupby(submissions["month"]).agg(["size", "sum"])
        return {month.date(): (int(row["size"]), int(row["size"] - row["sum"])) for month, row in received.iterrows()}
    last = answers.through(measure.name)
    return {month: (1, int(month in silent)) for month in months_between(answers.sources[measure.subject][0], last)}


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def with_before(points: Sequence[Point], measure: MeasureFacts) -> list[Point]:
    """The points, each with the same period of the three years before where all three are known."""
    found = {point.period.start: point for point in points if point.is_known}
    done = []
    for point in points:
        starts = [add_months(point.period.start, -12 * years) for years in range(1, YEARS_BEFORE + 1)]
        earlier = [found[start] for start in starts if start in found]
        values = [other.value for other in earlier if other.value is not None]
        if len(values) < YEARS_BEFORE:
            done.append(point)
            continue
        mean = sum(values) / YEARS_BEFORE
        if measure.shape in POOLED:
            mean = pooled(measure, sum(o.numerator or 0 for o in earlier), sum(o.denominator or 0 for o in earlier))
        done.append(replace(point, before=Before(mean, min(values), max(values))))
    return done


@dataclass(frozen=True)
class Base:
    """What an index calls 100: a label, and the value of one period."""

    label: str
    value: float


def index_base(points: Sequence[Point]) -> Base | None:
    """The first whole twelve months of a count; None where they hold too few to be a base."""
    known = [point for point in points if point.is_known]
    if not known:
        return None
    count = 12 // known[0].period.kind.month_count
    first = known[:count]
    total = sum(point.value or 0 for point in first)
    if len(first) < count or total < FEWEST_FOR_AN_INDEX:
        return None
    label = first[0].period.label if count == 1 else f"{first[0].period.start:%b %Y} to {first[-1].period.end:%b %Y}"
    return Base(label, total / count)


def common_part(one: Sequence[Point], other: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """The periods that both know of."""
    shared = {point.period for point in one} & {point.period for point in other}
    return [p for p in one if p.period in shared], [p for p in other if p.period in shared]


def silent_months(points: Iterable[Point]) -> list[date]:
    """All months that were not reported, in order."""
    return sorted({month_start(month) for point in points for month in point.silent})
