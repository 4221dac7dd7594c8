"""What can be asked of a release, and the one query that answers it."""

from dataclasses import dataclass
from datetime import date

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import CannotAnswerError, UnknownNameError
from cp4p_metrics.periods import PeriodKind, month_start, period_of
from cp4p_metrics.places import census_years, resolve_area

from .facts import MeasureFacts
from .shared_questions import listed, shared_periods

ALL = "all"
AREA_BREAKDOWNS = (PeriodKind.YEAR, PeriodKind.FISCAL_YEAR)
PLACE_WORDS = ("city", "coalition", "served_now", "areas", "partners", "area:N", "partner:ID")
CELL_COLUMNS = (
    "measure",
    "period_kind",
    "period_start",
    "place_kind",
    "place",
    "breakdown",
    "category",
    "numerator",
    "denominator",
    "unknown",
    "value",
    "lower",
    "upper",
    "status",
)
RANGE = "range"  # the period kind of a total over all periods asked for


@dataclass(frozen=True)
class Question:
    """A measure, the periods and the places that it is asked for. Built by `question`, which checks it."""

    measure: MeasureFacts
    by: PeriodKind | None
    place_kind: str
    place: str | None
    breakdown: str
    start: date | None
    end: date | None
    shared: tuple[str, ...] | None = None  # the periods that the audience sees there; None: all there are

    @property
    def is_sum_of_shared(self) -> bool:
        """Whether it is answered by adding up what the audience sees: a range, or any twelve months."""
        if self.shared is None or not self.measure.adds_up:
            return False
        return self.by is None or (self.by is PeriodKind.LAST_12_MONTHS and self.by not in self.shared)


def question(
    measure: MeasureFacts,
    *,
    by: str | None = None,
    place: str | None = None,
    breakdown: str | None = None,
    start: date | None = None,
    end: date | None = None,
    own: str | None = None,
) -> Question:
    """The question, or a CannotAnswerError / UnknownNameError that says what to ask instead.

    `place`: city, coalition (areas as they were served at the time), served_now (the areas served
    today, at all times), areas, partners, area:N (number or name), partner:ID; the widest if left
    out. `start` and `end` keep the periods that begin on a day from start to end. Without `by`, one
    number for the whole range. Of the partner `own` all may be asked, whatever is shared of others.
    """
    if not measure.is_published and measure.shape in ("rate", "gap") and not census_years():
        raise CannotAnswerError(
            f"{measure.title} is not in this release: how many people live in {coalition().city}'s "
            f"{coalition().areas} is not known here. docs/coalitions.md tells how to bring it in."
        )
    if not measure.is_published:
        raise CannotAnswerError(
            f"{measure.title} is not in this release: no {measure.subject.replace('_', ' ')} records have been "
            "imported. Import them, then publish again."
        )
    place_kind, name = _place(place or _widest(measure))
    if place_kind not in measure.place_kinds:
        raise CannotAnswerError(_no_such_place(measure, place_kind, breakdown))
    if name == "served_now" and not measure.is_public:
        raise CannotAnswerError(
            f"{measure.name} counts partners' own work: ask for the coalition instead of served_now."
        )
    if measure.always_by and breakdown not in (None, measure.always_by):
        raise CannotAnswerError(f"{measure.name} is always by {measure.always_by}. Ask without a breakdown.")
    if breakdown is not None and breakdown not in (measure.always_by, *measure.breakdowns):
        if not measure.breakdowns:
            raise CannotAnswerError(f"{measure.name} has no breakdowns. Ask without one.")
        raise UnknownNameError(f"breakdown of {measure.name}", breakdown, measure.breakdowns)
    breakdown = breakdown or measure.always_by or None
    kind = PeriodKind.named(by) if by else None
    if kind and kind not in measure.period_kinds:
        finest = WORDS_OF_PERIODS.get(measure.period_kinds[0], measure.period_kinds[0])
        of_twelve_months = measure.period_kinds == (PeriodKind.LAST_12_MONTHS,)
        why = "it is a number of twelve months" if of_twelve_months else f"its finest period is the {finest}"
        raise CannotAnswerError(
            f"{measure.name} has no number by {kind}: {why}. Ask by {listed(measure.period_kinds)}."
        )
    if kind and breakdown and (place_kind == "area" or kind is PeriodKind.MONTH) and kind not in AREA_BREAKDOWNS:
        raise CannotAnswerError(
            f"Breakdowns of one {coalition().area} are published by year and by fiscal_year. Ask by one of them."
            if place_kind == "area"
            else "Breakdowns are published by quarter and longer periods, never by month. Ask by quarter."
        )
    if start and end and start > end:
        raise CannotAnswerError(f"The range begins on {start} and ends before that, on {end}. Turn the two around.")
    shared = (
        None
        if place_kind == "partner" and own is not None and name == own
        else shared_periods(measure, place_kind, breakdown or ALL, kind)
    )
    part = PeriodKind.YEAR if place_kind == "area" else PeriodKind.QUARTER
    if kind is None and breakdown and start and start != period_of(part, start).start:
        raise CannotAnswerError(f"A total with a breakdown is made of {part}s: begin on the first day of a {part}.")
    if kind is None and breakdown and end and month_start(end) != month_start(period_of(part, end).end):
        raise CannotAnswerError(f"A total with a breakdown is made of {part}s: end in the last month of a {part}.")
    return Question(measure, kind, place_kind, name, breakdown or ALL, start, end, shared)


def _no_such_place(measure: MeasureFacts, place_kind: str, breakdown: str | None) -> str:
    """Why there is no number for the place, and which places there are."""
    named = {"area": coalition().area, "partner": "partner", "coalition": "coalition", "city": "city"}
    order = list(named)
    known = sorted(measure.place_kinds, key=order.index)
    edge = ""
    if order.index(place_kind) < order.index(known[0]):
        edge = f": its finest place is the {named[known[0]]}"
    elif order.index(place_kind) > order.index(known[-1]):
        edge = f": its widest place is the {named[known[-1]]}"
    asked = "breakdown" if breakdown else "number"
    for_it = f"for the {place_kind}" if place_kind in ("coalition", "city") else f"by {named[place_kind]}"
    return f"{measure.name} has no {asked} {for_it}{edge}. It is known by {listed(tuple(known))}."


WORDS_OF_PERIODS = {"year": "calendar year", "fiscal_year": "fiscal year"}


def _widest(measure: MeasureFacts) -> str:
    """The widest place of a measure, as one asks for it; all of them where its widest is one of many."""
    return {"area": "areas", "partner": "partners"}.get(measure.place_kinds[-1], measure.place_kinds[-1])


def _place(text: str) -> tuple[str, str | None]:
    kind, _, name = text.partition(":")
    match kind:
        case "city" | "coalition" if not name:
            return kind, kind
        case "served_now" if not name:
            return "coalition", "served_now"
        case "areas" | "partners" if not name:
            return kind.removesuffix("s"), None
        case "area" if name:
            return "area", str(resolve_area(name))
        case "partner" if name:
            return "partner", name
    raise UnknownNameError("place", text, PLACE_WORDS)


def answer_query(asked: Question) -> tuple[str, dict[str, object]]:
    """The SQL that answers, and its parameters; every value the reader typed is a parameter."""
    kind = asked.by
    shape = asked.measure.shape
    is_total = kind is None
    if kind is None:
        kind = _kind_of_total(asked)
    given: dict[str, object] = {
        "measure": asked.measure.name,
        "kind": kind.value,
        "place_kind": asked.place_kind,
        "breakdown": asked.breakdown,
    }
    where = "measure = $measure AND breakdown = $breakdown AND period_kind = $kind AND place_kind = $place_kind"
    if asked.place is not None:
        where += " AND place = $place"
        given["place"] = asked.place
    if asked.start:
        where += " AND period_start >= $start"
        given["start"] = asked.start
    if asked.end:
        where += " AND period_start <= $end"
        given["end"] = asked.end
    # Days of follow-up are numbers, other categories words.
    order = "ORDER BY period_start, try_cast(place AS INTEGER), place, try_cast(category AS INTEGER), category"
    columns = ", ".join(CELL_COLUMNS)
    if not is_total:
        return f"SELECT {columns} FROM release.cells WHERE {where} {order}", given
    if not asked.measure.adds_up:  # nothing adds up: the latest one stands for the range
        return (
            f"SELECT {columns} FROM release.cells WHERE {where} "
            f"QUALIFY period_start = max(period_start) OVER () {order}",
            given,
        )
    value = (
        f"{asked.measure.multiplier} * CAST(numerator AS DOUBLE) / nullif({asked.measure.divisor} * denominator, 0)"
        if shape != "count"
        else f"{asked.measure.multiplier} * CAST(numerator AS DOUBLE) / {asked.measure.divisor}"
    )
    unstable = "WHEN denominator BETWEEN 1 AND 19 THEN 'unstable'" if shape in ("share", "mix") else ""
    return (
        f"""
        WITH totals AS (
            SELECT measure, '{RANGE}' AS period_kind, min(period_start) AS period_start, place_kind, place, breakdown,
                category, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator,
                CAST(sum(unknown) AS BIGINT) AS unknown
            FROM release.cells WHERE {where}
            GROUP BY measure, place_kind, place, breakdown, category
        )
        SELECT measure, period_kind, period_start, place_kind, place, breakdown, category, numerator, denominator,
            unknown, {value} AS value, CAST(NULL AS DOUBLE) AS lower, CAST(NULL AS DOUBLE) AS upper,
            CASE WHEN numerator IS NULL THEN 'not_reported' {unstable} ELSE 'shown' END AS status
        FROM totals {order}
        """,
        given,
    )


def _kind_of_total(asked: Question) -> PeriodKind:
    """Of what a total over a range is made: the shortest periods that add up, or the latest of the longest."""
    kinds = [PeriodKind(kind) for kind in asked.measure.period_kinds if asked.shared is None or kind in asked.shared]
    if not asked.measure.adds_up and asked.measure.shape != "stock":
        wanted = [PeriodKind.LAST_12_MONTHS, PeriodKind.YEAR, PeriodKind.FISCAL_YEAR, PeriodKind.QUARTER]
    else:
        wanted = [PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR]
    if asked.breakdown != ALL:
        shortest = [PeriodKind.YEAR] if asked.place_kind == "area" else [PeriodKind.QUARTER, PeriodKind.YEAR]
        wanted = [kind for kind in wanted if kind in shortest] or shortest
    return next((kind for kind in wanted if kind in kinds), kinds[-1])
