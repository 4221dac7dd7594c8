"""A span of months as the sum of what is shown; else between bounds; else hidden."""

from datetime import date

from cp4p_metrics.periods import PeriodKind, add_months
from cp4p_metrics.release.covering import Span, covered, spans_of_total, spans_of_twelve_months
from cp4p_metrics.release.facts import MeasureFacts


def measure(shape="count", multiplier=1):
    return MeasureFacts(
        name="referrals", title="Referrals", short_title="", unit="", meaning="", family="", subject="", shape=shape,
        multiplier=multiplier, divisor=1, caveats=(), breakdowns=(), always_by="", fewer_is_better=None, source="",
        is_our_definition=False, is_public=False, period_kinds=("quarter", "year"), place_kinds=("area",),
        is_published=True,
    )  # fmt: skip


def cell(kind, start, numerator=None, denominator=None, lower=None, upper=None, status="shown"):
    return ("area", "29", "all", kind, start, numerator, denominator, lower, upper, status)


def quarters(year, *numerators):
    return [cell("quarter", date(year, 1 + 3 * step, 1), number) for step, number in enumerate(numerators)]


def answer(rows, span, of=None):
    (row,) = covered(of or measure(), rows, [span], "range", "all")
    names = ("numerator", "denominator", "unknown", "value", "lower", "upper", "status")
    return dict(zip(names, row[7:], strict=True))


YEAR = Span(date(2025, 1, 1), date(2026, 1, 1))


def test_shown_quarters_are_added_up():
    assert answer(quarters(2025, 20, 30, 40, 50), YEAR)["numerator"] == 140


def test_a_hidden_quarter_is_avoided_by_way_of_the_year():
    rows = [*quarters(2025, 20, 30, 40), cell("quarter", date(2025, 10, 1), status="hidden", lower=1.0, upper=10.0)]
    found = answer([*rows, cell("year", date(2025, 1, 1), 95)], YEAR)
    assert (found["numerator"], found["status"]) == (95, "shown")


def test_without_another_way_the_sum_lies_between_the_bounds():
    rows = [*quarters(2025, 20, 30, 40), cell("quarter", date(2025, 10, 1), status="hidden", lower=1.0, upper=10.0)]
    found = answer(rows, YEAR)
    assert (found["numerator"], found["lower"], found["upper"], found["status"]) == (None, 91, 100, "hidden")


def test_a_hidden_quarter_without_a_bound_leaves_none_above():
    rows = [*quarters(2025, 20, 30, 40), cell("quarter", date(2025, 10, 1), status="hidden", lower=1.0)]
    assert (answer(rows, YEAR)["lower"], answer(rows, YEAR)["upper"]) == (91, None)


def test_a_share_of_a_hidden_quarter_is_hidden():
    rows = [cell("quarter", date(2025, 1, 1), 5, 40), cell("quarter", date(2025, 4, 1), status="hidden")]
    found = answer(rows, Span(date(2025, 1, 1), date(2025, 7, 1)), measure("share", 100))
    assert (found["value"], found["lower"], found["status"]) == (None, None, "hidden")


def test_shares_are_pooled_and_few_are_unstable():
    rows = [cell("quarter", date(2025, 1, 1), 3, 6), cell("quarter", date(2025, 4, 1), 4, 8)]
    found = answer(rows, Span(date(2025, 1, 1), date(2025, 7, 1)), measure("share", 100))
    assert (found["value"], found["status"]) == (50.0, "unstable")


def test_what_is_not_reported_is_not_zero():
    rows = [cell("quarter", date(2025, 1, 1), status="not_reported")]
    assert answer(rows, Span(date(2025, 1, 1), date(2025, 4, 1)))["status"] == "not_reported"


def test_a_span_that_no_periods_make_has_no_answer():
    assert not list(covered(measure(), quarters(2025, 1, 2), [YEAR], "range", "all"))


def test_twelve_months_begin_where_a_period_begins_and_end_where_one_ends():
    starts = {("quarter", add_months(date(2024, 7, 1), 3 * step)) for step in range(6)}
    spans = spans_of_twelve_months(starts, None, None)
    assert [span.first for span in spans] == [date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1)]
    assert spans_of_twelve_months(starts, date(2024, 8, 1), date(2024, 12, 1)) == [spans[1]]


def test_a_total_spans_its_periods():
    starts = {(PeriodKind.QUARTER.value, date(2025, 4, 1)), (PeriodKind.QUARTER.value, date(2025, 1, 1))}
    assert spans_of_total(starts) == [Span(date(2025, 1, 1), date(2025, 7, 1))]
    assert spans_of_total(set()) == []
