"""Hours from notification to response: response_time, its 90th percentile, and the shares in a day and in three."""

import pytest

from .sketch import submitted

MEDIAN, P90 = "response_time", "response_time_p90"
DAY, THREE_DAYS = "responded_within_24_hours_share", "responded_within_72_hours_share"
QUARTER = submitted("ucan enlace", "2025-01", "2025-03", "outreach", missing=[("enlace", "2025-03")])
HEADER = "partner_id | area_number | response_date | kind | hours_to_response\n---|---|---|---|---\n"


def timed(*hours, partner="ucan", area=29, day="2025-02-05", kind="on_scene"):
    return "".join(f"{partner} | {area} | {day} | {kind} | {'-' if h is None else h}\n" for h in hours)


def test_the_median_is_of_those_that_were_timed_and_the_others_are_counted_beside(sketch):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(1, 2, 30, None, None))
    found = drawn.cell(MEDIAN, "month", "2025-02")
    assert (found.value, found.numerator, found.unknown, found.status) == (2, 3, 2, "unstable")
    assert drawn.cell(MEDIAN, "month", "2025-02", "partner", "ucan").value == 2
    assert drawn.cell(MEDIAN, "month", "2025-02", "area", 29).value == 2


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle(sketch):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(0, 3, 4, 100))
    assert drawn.cell(MEDIAN, "month", "2025-02").value == 3.5


def test_nine_in_ten_came_within_the_90th_percentile(sketch):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(*range(101)))
    found = drawn.cell(P90, "month", "2025-02")
    assert (found.value, found.numerator, found.unknown, found.status) == (90, 101, 0, "shown")
    assert drawn.cell(MEDIAN, "month", "2025-02").value == 50


def test_the_median_of_a_longer_period_or_a_wider_place_is_of_all_its_responses_not_of_medians(sketch):
    drawn = sketch(
        submissions=QUARTER,
        responses=HEADER
        + timed(1, 1, 1, 1, day="2025-01-31")
        + timed(9, day="2025-02-01")
        + timed(20, 20, partner="enlace", area=30, day="2025-02-28"),
    )
    assert drawn.cell(MEDIAN, "quarter", "2025-01", "partner", "ucan").value == 1
    assert drawn.cell(MEDIAN, "month", "2025-02").value == 20
    assert drawn.cell(MEDIAN, "quarter", "2025-01").value == 1
    assert drawn.cell(MEDIAN, "year", "2025-01", "area", 30).value == 20


def test_kinds_of_response_have_medians_of_their_own(sketch):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(2) + timed(50, 60, None, kind="family_visit"))
    visits = drawn.cell(MEDIAN, "quarter", "2025-01", breakdown="kind", category="family_visit")
    none = drawn.cell(MEDIAN, "quarter", "2025-01", breakdown="kind", category="hospital")
    assert (visits.value, visits.unknown) == (55, 1)
    assert (none.value, none.numerator, none.status) == (None, 0, "shown")


def test_hour_24_is_within_a_day_and_hour_25_is_not(sketch):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(0, 24, 25, 72, 73, None))
    day, three_days = (drawn.cell(name, "month", "2025-02") for name in (DAY, THREE_DAYS))
    assert (day.numerator, day.denominator, day.unknown, day.value) == (2, 5, 1, 40)
    assert (three_days.numerator, three_days.denominator, three_days.unknown, three_days.value) == (4, 5, 1, 80)


def test_where_no_response_was_timed_there_is_no_share_and_no_median(sketch):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(None, None))
    for name in (DAY, THREE_DAYS):
        found = drawn.cell(name, "month", "2025-02")
        assert (found.denominator, found.unknown, found.value) == (0, 2, None)
    assert (drawn.cell(MEDIAN, "month", "2025-02").value, drawn.cell(MEDIAN, "month", "2025-02").unknown) == (None, 2)


@pytest.mark.parametrize("name", [MEDIAN, P90, DAY, THREE_DAYS])
def test_a_missing_month_is_not_reported_and_a_quiet_one_has_no_value(sketch, name):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(5))
    assert drawn.cell(name, "month", "2025-03", "partner", "enlace").status == "not_reported"
    quiet = drawn.cell(name, "month", "2025-02", "partner", "enlace")
    assert (quiet.numerator, quiet.value, quiet.status) == (0, None, "shown")


@pytest.mark.parametrize("name", [MEDIAN, P90, DAY, THREE_DAYS])
def test_a_response_after_the_last_month_reported_on_waits(sketch, name):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(5) + timed(90, 90, 90, day="2025-04-01"))
    assert drawn.cell(name, "year", "2025-01").value in (5, 100)


def test_the_names_of_the_shares_are_those_of_the_hours(sketch):
    drawn = sketch(submissions=QUARTER, responses=HEADER + timed(48))
    assert drawn.cell("responded_within_24_hours_share", "month", "2025-02").value == 0
    assert drawn.cell("responded_within_72_hours_share", "month", "2025-02").value == 100
