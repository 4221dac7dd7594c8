"""Meals and attendance per event, over the events that wrote them down."""

import pytest

from .sketch import submitted

SUMMER = submitted("ucan enlace", "2025-06", "2025-08", "events", missing=[("enlace", "2025-06")])
EVENTS = """
    partner_id | area_number | event_date | program            | activity | status           | attendance | meals_count
    -----------|-------------|------------|--------------------|----------|------------------|------------|------------
    ucan       | 29          | 2025-07-01 | light_in_the_night | movie    | held             | 50         | 120
    ucan       | 29          | 2025-07-08 | light_in_the_night | movie    | held             | 100        | -
    ucan       | 29          | 2025-07-15 | other              | vigil    | held             | 0          | 0
    ucan       | 29          | 2025-07-22 | light_in_the_night | movie    | held             | -          | 30
    ucan       | 29          | 2025-07-29 | light_in_the_night | movie    | canceled_weather | 900        | 900
    enlace     | 30          | 2025-08-05 | light_in_the_night | movie    | held             | -          | -
"""


def test_the_mean_is_over_the_events_that_reported_and_a_reported_zero_is_one(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    found = drawn.cell("mean_attendance", "month", "2025-07")
    assert (found.numerator, found.denominator, found.value, found.unknown) == (150, 3, 50.0, 1)
    where = ("quarter", "2025-07", "coalition", "coalition", "program")
    movies = drawn.cell("mean_attendance", *where, "light_in_the_night")
    assert (movies.value, movies.unknown) == (75.0, 2)


def test_where_nobody_wrote_attendance_down_there_is_no_mean(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    found = drawn.cell("mean_attendance", "month", "2025-08", "partner", "enlace")
    assert (found.value, found.unknown, found.status) == (None, 1, "not_reported")
    assert drawn.cell("mean_attendance", "month", "2025-06", "partner", "enlace").status == "not_reported"
    quiet = drawn.cell("mean_attendance", "month", "2025-06", "partner", "ucan")
    assert (quiet.numerator, quiet.denominator, quiet.value) == (0, 0, None), "no event took place"


def test_attendance_says_how_many_events_left_it_blank(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    found = drawn.cell("attendance", "quarter", "2025-07")
    assert (found.numerator, found.unknown) == (150, 2)


def test_meals_are_added_up_over_the_events_that_were_held_and_reported_them(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    found = drawn.cell("meals_served", "month", "2025-07")
    assert (found.numerator, found.unknown, found.status) == (150, 1, "shown")
    assert drawn.count("meals_served", "quarter", "2025-07", breakdown="program", category="other") == 0


@pytest.mark.parametrize("measure", ["meals_served", "attendance"])
def test_a_blank_is_not_reported_and_a_month_without_events_is_zero(sketch, measure):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    blank = drawn.cell(measure, "month", "2025-08", "area", 30)
    assert (blank.numerator, blank.status) == (None, "not_reported")
    assert drawn.count(measure, "month", "2025-06", "partner", "ucan") == 0
    assert drawn.cell(measure, "month", "2025-06", "partner", "enlace").status == "not_reported"
