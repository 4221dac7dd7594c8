"""Answers instead of blanks: a span of months as the sum of periods that are shown, or the bounds of that sum.

An audience that sees quarters and years may ask for any span that is made of them. Where one of the periods is hidden,
another way through the calendar may do without it (a year in place of its quarters). Where none does, the certified
bounds of the hidden ones give bounds of the sum. All of it is worked out from the audience's own file, so it tells
nothing that the file does not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cp4p_metrics.periods import PeriodKind, add_months

from .facts import MeasureFacts

MOST = 1 << 60
FEWEST_FOR_A_STABLE_SHARE = 20


@dataclass(frozen=True)
class Span:
    """Months from `first` up to, not including, `end`, each the first day of a month."""

    first: date
    end: date


@dataclass(frozen=True)
class _Period:
    """One cell as a step through the calendar. Between `low` and `high` its count lies; `high` is MOST if unbounded."""

    end: date
    is_hidden: bool
    is_known: bool
    low: int
    high: int
    numerator: int
    denominator: int


@dataclass(frozen=True)
class _Way:
    """A way through a span: fewer hidden periods are better, then fewer periods."""

    hidden_count: int
    periods: tuple[_Period, ...]

    @property
    def rank(self) -> tuple[int, int]:
        return self.hidden_count, len(self.periods)


Row = tuple[object, ...]


def covered(
    measure: MeasureFacts, rows: Iterable[Row], spans: Iterable[Span], period_kind: str, breakdown: str
) -> Iterator[Row]:
    """For each span, place and category one row with the columns of cells, where periods cover the span.

    `rows`: place_kind, place, category, period_kind, period_start, numerator, denominator, lower, upper, status.
    """
    steps: dict[tuple[str, str, str], dict[date, list[_Period]]] = defaultdict(lambda: defaultdict(list))
    for place_kind, place, category, kind, start, numerator, denominator, lower, upper, status in rows:
        steps[str(place_kind), str(place), str(category)][start].append(  # type: ignore[index]
            _Period(
                end=add_months(start, PeriodKind(str(kind)).month_count),  # type: ignore[arg-type]
                is_hidden=status == "hidden" or (status == "unstable" and numerator is None),
                is_known=status != "not_reported",
                low=int(lower) if status == "hidden" and lower is not None else 0,  # type: ignore[call-overload]
                high=int(upper) if status == "hidden" and upper is not None else MOST,  # type: ignore[call-overload]
                numerator=int(numerator or 0),  # type: ignore[call-overload]
                denominator=int(denominator or 0),  # type: ignore[call-overload]
            )
        )
    for span in spans:
        for (place_kind, place, category), by_start in steps.items():
            way = _best_way(by_start, span)
            if way is not None:
                key = (measure.name, period_kind, span.first, place_kind, place, breakdown, category)
                yield (*key, *_sum(measure, way))


def _best_way(by_start: dict[date, list[_Period]], span: Span) -> _Way | None:
    """The way with the fewest hidden periods, from the last month back to the first."""
    best: dict[date, _Way] = {span.end: _Way(0, ())}
    month = span.end
    while month > span.first:
        month = add_months(month, -1)
        for period in by_start.get(month, ()):
            rest = best.get(period.end)
            if rest is None:
                continue
            way = _Way(rest.hidden_count + period.is_hidden, (period, *rest.periods))
            if month not in best or way.rank < best[month].rank:
                best[month] = way
    return best.get(span.first)


def _sum(measure: MeasureFacts, way: _Way) -> tuple[object, ...]:
    """numerator, denominator, unknown, value, lower, upper and status of the periods together."""
    has_denominator = measure.shape != "count"
    if way.hidden_count:
        if has_denominator:
            return (None, None, None, None, None, None, "hidden")
        low = sum(period.low if period.is_hidden else period.numerator for period in way.periods)
        high = sum(period.high if period.is_hidden else period.numerator for period in way.periods)
        return (None, None, None, None, float(low), float(high) if high < MOST else None, "hidden")
    if not any(period.is_known for period in way.periods):
        return (None, None, None, None, None, None, "not_reported")
    numerator = sum(period.numerator for period in way.periods)
    if not has_denominator:
        return (numerator, None, None, measure.multiplier * numerator / measure.divisor, None, None, "shown")
    denominator = sum(period.denominator for period in way.periods)
    value = measure.multiplier * numerator / (measure.divisor * denominator) if denominator else None
    is_few = measure.shape in ("share", "mix") and 0 < denominator < FEWEST_FOR_A_STABLE_SHARE
    return (numerator, denominator, None, value, None, None, "unstable" if is_few else "shown")


def spans_of_total(starts: Iterable[tuple[str, date]]) -> list[Span]:
    """The one span of all these periods (kind and first day); [] where there is none."""
    ends = [(start, add_months(start, PeriodKind(kind).month_count)) for kind, start in starts]
    return [Span(min(start for start, _ in ends), max(end for _, end in ends))] if ends else []


def spans_of_twelve_months(starts: Iterable[tuple[str, date]], first: date | None, last: date | None) -> list[Span]:
    """Every twelve months that begin and end with one of these periods, and begin on a day from first to last."""
    ends = {add_months(start, PeriodKind(kind).month_count) for kind, start in starts}
    begins = sorted({start for _, start in starts})
    return [
        Span(start, add_months(start, 12))
        for start in begins
        if add_months(start, 12) in ends and (first is None or start >= first) and (last is None or start <= last)
    ]
