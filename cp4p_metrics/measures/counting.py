"""The questions that go to the records: one a view, in the subset of SQL that every engine reads alike.

Each gives a small table of whole numbers, whatever the size of the records. Everything that comes after works on
these tables alone.
"""

from collections.abc import Sequence
from datetime import date

from cp4p_metrics.periods import month_end

from .base import ALL, Measure, PlaceKind
from .reporting import Subject

MONTH = "CAST(date_trunc('month', date) AS DATE)"
Span = tuple[date, date]  # the first and the last day, both included


class Question(str):
    """The text of a question, which knows the one view that it reads and so can be put to some of its rows alone.

    `span` are the days to which it keeps. A question about distinct people names their column, `distinct`, and all
    `columns` that it reads beside the date.
    """

    view: str
    span: Span | None
    distinct: str
    columns: tuple[str, ...]
    _select: str
    _rest: str

    def __new__(
        cls,
        select: str,
        view: str,
        rest: str,
        span: Span | None = None,
        distinct: str = "",
        columns: tuple[str, ...] = (),
    ) -> "Question":
        made = super().__new__(cls, _asked(select, f"counted.{view}", span, rest))
        made.view, made.span, made.distinct, made.columns = view, span, distinct, columns
        made._select, made._rest = select, rest
        return made

    def over(self, rows: str, span: Span | None) -> str:
        """The same question to rows that look like those of its view, of these days."""
        return _asked(self._select, rows, span, self._rest)

    @property
    def everywhere(self) -> str:
        """Its text without the days to which it keeps."""
        return self.over(f"counted.{self.view}", None)


def _asked(select: str, rows: str, span: Span | None, rest: str) -> str:
    days = f" WHERE date BETWEEN DATE '{span[0]}' AND DATE '{span[1]}'" if span else ""
    return f"{select}{rows}{days}{rest}"


def breakdowns_of(measures: Sequence[Measure]) -> list[str]:
    """Every breakdown of the measures once, without the total."""
    return list(dict.fromkeys(name for measure in measures for name in measure.counted_breakdowns if name != ALL))


def sum_parts(measures: Sequence[Measure]) -> dict[str, str]:
    """What is added up for the measures: numerators n0, n1 …, and the denominators d and unknowns u that there are."""
    return {
        f"{part}{number}": aggregate
        for number, measure in enumerate(measures)
        for part, aggregate in (("n", measure.numerator), ("d", measure.denominator), ("u", measure.unknown))
        if aggregate
    }


def _sets(keys: str, names: Sequence[str], has_total: bool) -> str:
    sets = [f"({keys})"] if has_total else []
    return ", ".join([*sets, *(f"({keys}, {name})" for name in names)])


def _labels(names: Sequence[str]) -> str:
    """Which breakdown a row of grouping sets belongs to, and the category of it."""
    if not names:
        return f"'{ALL}' AS breakdown, '{ALL}' AS category"
    breakdown = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in names)
    category = " ".join(f"WHEN grouping({name}) = 0 THEN {name}" for name in names)
    return f"CASE {breakdown} ELSE '{ALL}' END AS breakdown, CASE {category} ELSE '{ALL}' END AS category"


def _whole(aggregate: str, name: str) -> str:
    return f"CAST({aggregate} AS BIGINT) AS {name}"


def sums_query(view: str, measures: Sequence[Measure]) -> Question:
    """n0, d0, u0, n1 … of the measures, by month, area and partner, and by each breakdown alone.

    Rows without a partner are placed by the dated assignments, so they keep their day as `date`.
    """
    by_area = measures[0].is_placed_by_area
    names = breakdowns_of(measures)
    has_total = any(ALL in measure.counted_breakdowns for measure in measures)
    # `date` stays a day where assignments place the rows; the month of work is enough for partners' own.
    day = "date" if by_area else f"{MONTH} AS month"
    keys = "date, area_number" if by_area else "month, area_number, partner_id"
    places = "area_number" if by_area else "area_number, partner_id"
    named = "".join(f", {name}" for name in names)
    parts = sum_parts(measures)
    sums = ", ".join(_whole(aggregate, name) for name, aggregate in parts.items())
    again = ", ".join(_whole(f"sum({name})", name) for name in parts)
    return Question(
        f"SELECT {keys}, {_labels(names)}, {again} FROM (SELECT {day}, {places}{named}, {sums} FROM ",
        view,
        f" GROUP BY {'date' if by_area else MONTH}, {places}{named}"
        f") AS added GROUP BY GROUPING SETS ({_sets(keys, names, has_total)})",
    )


def amounts_query(view: str, measure: Measure) -> Question:
    """How many rows have each amount, and how many of them ended there: the whole distribution, in whole numbers."""
    names = breakdowns_of([measure])
    keys = "month, area_number, partner_id, amount"
    named = "".join(f", {name}" for name in names)
    event = f"sum({measure.event})" if measure.event else "count(*)"
    return Question(
        f"SELECT {keys}, {_labels(names)}, {_whole('sum(rows_added)', 'row_count')}, "
        f"{_whole('sum(events_added)', 'event_count')} FROM ("
        f"SELECT {MONTH} AS month, area_number, partner_id, CAST({measure.amount} AS BIGINT) AS amount{named}, "
        f"{_whole('count(*)', 'rows_added')}, {_whole(event, 'events_added')} "
        "FROM ",
        view,
        f" GROUP BY {MONTH}, area_number, partner_id, CAST({measure.amount} AS BIGINT){named}"
        f") AS added GROUP BY GROUPING SETS ({_sets(keys, names, ALL in measure.counted_breakdowns)})",
    )


# Which days each record table speaks of, by month and partner; `has_happened` is 0 for what is only planned.
RECORDED_DAYS = Question(
    f"SELECT {MONTH} AS month, table_name, has_happened, partner_id, min(date) AS first_date, max(date) AS last_date "
    "FROM ",
    "recorded_days",
    f" GROUP BY {MONTH}, table_name, has_happened, partner_id",
)

PLACES = {PlaceKind.AREA: "area_number", PlaceKind.PARTNER: "partner_id"}
NEW = {
    "new_in_quarter": "months.quarter_start",
    "new_in_year": "months.year_start",
    "new_in_fiscal_year": "months.fiscal_year_start",
    "entered": "months.window_start",
}
DISTINCT_COUNTS = ("people", *NEW, "went")


def distinct_query(view: str, measure: Measure, subject: Subject) -> Question:
    """Distinct people by place and month, and how many of them are new in each longer period.

    Of someone's months at a place, the first in a quarter counts for the quarter, the first in a year for the
    year; for windows of twelve months, one enters after eleven months away and leaves twelve months after the
    last before such a gap. So distinct counts of every period become sums, and no one is counted twice.

    Most people are always at one place and in one category of each breakdown: their months are the same wherever
    they are looked at, so one sort serves all places and breakdowns. The others are counted anew at each.
    """
    names = breakdowns_of([measure])
    columns = ["area_number", "partner_id", *names]
    listed = ", ".join(columns)
    order = f"PARTITION BY who ORDER BY month, {listed}"
    whole = f"{order} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
    ends = ", ".join(
        f"min({name}) OVER ({whole}) AS lowest_{name}, max({name}) OVER ({whole}) AS highest_{name}" for name in columns
    )
    is_steady = " AND ".join(f"lowest_{name} = highest_{name}" for name in columns)
    steady = ", ".join(_whole(f"sum({name})", name) for name in DISTINCT_COUNTS)
    parts = [
        sql
        for place_kind in measure.place_kinds
        for breakdown in measure.counted_breakdowns
        for sql in (_steady_at(place_kind, breakdown), _varied_at(place_kind, breakdown))
    ]
    return Question(
        f"WITH met AS (SELECT {MONTH} AS month, {listed}, {measure.distinct} AS who FROM ",
        view,
        f" GROUP BY {MONTH}, {listed}, {measure.distinct}), "
        f"seen AS (SELECT month, {listed}, who, lag(month) OVER ({order}) AS previous, "
        f"lead(month) OVER ({order}) AS following, {ends} FROM met), "
        f"told AS (SELECT month, {listed}, who, previous, following, "
        f"CASE WHEN {is_steady} THEN 1 ELSE 0 END AS is_steady FROM seen), "
        f"steady AS (SELECT told.month, {listed}, {_new()} FROM told JOIN months ON months.month = told.month "
        f"WHERE is_steady = 1 GROUP BY told.month, {listed}), "
        f"varied AS (SELECT month, {listed}, who FROM told WHERE is_steady = 0) "
        f"SELECT place_kind, place, month, breakdown, category, {steady} FROM ({' UNION ALL '.join(parts)}) AS found "
        f"GROUP BY place_kind, place, month, breakdown, category",
        span=(subject.first_date, month_end(subject.through_date)),
        distinct=measure.distinct,
        columns=tuple(dict.fromkeys([*columns, measure.distinct])),
    )


def _new() -> str:
    """People, and those of them that are new in each longer period, from their months before and after."""
    firsts = [_whole(f"sum(CASE WHEN previous >= {start} THEN 0 ELSE 1 END)", name) for name, start in NEW.items()]
    went = _whole("sum(CASE WHEN following <= months.window_end THEN 0 ELSE 1 END)", "went")
    return ", ".join([_whole("count(*)", "people"), *firsts, went])


def _labels_at(place_kind: PlaceKind, breakdown: str) -> str:
    column = PLACES.get(place_kind)
    place = f"CAST({column} AS VARCHAR)" if column else f"'{place_kind.value}'"
    category = f"'{ALL}'" if breakdown == ALL else breakdown
    return f"'{place_kind.value}' AS place_kind, {place} AS place, '{breakdown}' AS breakdown, {category} AS category"


def _known(place_kind: PlaceKind) -> str:
    return f" WHERE {PLACES[place_kind]} IS NOT NULL" if place_kind in PLACES else ""


def _steady_at(place_kind: PlaceKind, breakdown: str) -> str:
    counts = ", ".join(DISTINCT_COUNTS)
    return f"SELECT {_labels_at(place_kind, breakdown)}, month, {counts} FROM steady{_known(place_kind)}"


def _varied_at(place_kind: PlaceKind, breakdown: str) -> str:
    """The same for people who moved or changed: their months at this kind of place, in this breakdown."""
    own = [name for name in (PLACES.get(place_kind), None if breakdown == ALL else breakdown) if name]
    listed = "".join(f", {name}" for name in own)
    order = f"PARTITION BY {', '.join([*own, 'who'])} ORDER BY month"
    once = f"SELECT month{listed}, who FROM varied{_known(place_kind)} GROUP BY month{listed}, who"
    return (
        f"SELECT {_labels_at(place_kind, breakdown)}, seen.month, {_new()} "
        f"FROM (SELECT month{listed}, lag(month) OVER ({order}) AS previous, lead(month) OVER ({order}) AS following "
        f"FROM ({once}) AS once) AS seen "
        f"JOIN months ON months.month = seen.month GROUP BY seen.month{listed}"
    )
