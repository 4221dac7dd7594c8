"""Light in the Night and other events: events_held, attendance and attendance_reported_share."""

import pytest

from cp4p_metrics.records.tables import get_table

from .sketch import day, submitted

SUMMER = submitted("ucan enlace", "2025-06", "2025-09", "events")


def codes(column):
    return next(c for c in get_table("events").columns if c.name == column).codes


def test_only_events_that_were_held_count(sketch):
    drawn = sketch(
        submissions=SUMMER,
        events="""
            partner_id | area_number | event_date | program            | activity   | status           | attendance
            -----------|-------------|------------|--------------------|------------|------------------|-----------
            ucan       | 29          | 2025-07-03 | light_in_the_night | basketball | held             | 120
            ucan       | 29          | 2025-07-04 | light_in_the_night | basketball | canceled_weather | -
            ucan       | 29          | 2025-07-05 | light_in_the_night | basketball | canceled_safety  | 7
            ucan       | 29          | 2025-07-06 | light_in_the_night | basketball | planned          | 500
        """,
    )
    assert drawn.count("events_held", "month", "2025-07") == 1
    assert drawn.count("attendance", "month", "2025-07") == 120
    assert drawn.cell("attendance_reported_share", "month", "2025-07")[:3] == (1, 1, 100.0)


def test_the_first_and_the_last_day_of_the_season_belong_to_it(sketch):
    drawn = sketch(
        submissions=SUMMER,
        events="""
            partner_id | area_number | event_date | program            | activity   | status
            -----------|-------------|------------|--------------------|------------|-------
            ucan       | 29          | 2025-06-30 | light_in_the_night | basketball | held
            ucan       | 29          | 2025-07-01 | light_in_the_night | basketball | held
            ucan       | 29          | 2025-09-30 | light_in_the_night | basketball | held
            ucan       | 29          | 2025-10-01 | light_in_the_night | basketball | held
        """,
    )
    assert drawn.count("events_held", "quarter", "2025-07") == 2
    assert drawn.count("events_held", "year", "2025-01") == 3, "October isn't reported on yet"
    assert drawn.count("events_held", "fiscal_year", "2024-07") == 1


def test_a_blank_attendance_is_not_reported_and_never_zero(sketch):
    drawn = sketch(
        submissions=SUMMER,
        events="""
            partner_id | area_number | event_date | program            | activity   | status | attendance
            -----------|-------------|------------|--------------------|------------|--------|-----------
            ucan       | 29          | 2025-07-03 | light_in_the_night | basketball | held   | 50
            ucan       | 29          | 2025-07-10 | light_in_the_night | basketball | held   | -
            ucan       | 29          | 2025-07-17 | light_in_the_night | basketball | held   | 0
            enlace     | 30          | 2025-08-07 | light_in_the_night | basketball | held   | -
        """,
    )
    assert drawn.count("attendance", "month", "2025-07") == 50
    assert drawn.cell("attendance_reported_share", "month", "2025-07")[:2] == (2, 3), "a reported zero is reported"
    assert drawn.cell("attendance_reported_share", "month", "2025-08")[:3] == (0, 1, 0.0)
    nobody_said = drawn.cell("attendance", "month", "2025-08", "area", 30)
    assert (nobody_said.numerator, nobody_said.status) == (None, "not_reported")
    assert drawn.count("attendance", "month", "2025-09", "area", 30) == 0, "no event, so nobody came"


def test_a_canceled_event_does_not_turn_an_attendance_that_nobody_wrote_down_into_zero(sketch):
    drawn = sketch(
        submissions=SUMMER,
        events="""
            partner_id | area_number | event_date | program            | activity   | status           | attendance
            -----------|-------------|------------|--------------------|------------|------------------|-----------
            ucan       | 29          | 2025-07-03 | light_in_the_night | basketball | held             | -
            ucan       | 29          | 2025-07-04 | light_in_the_night | basketball | canceled_weather | -
            ucan       | 29          | 2025-08-04 | light_in_the_night | basketball | canceled_weather | -
        """,
    )
    assert drawn.cell("attendance", "month", "2025-07").status == "not_reported"
    assert drawn.cell("attendance", "quarter", "2025-07", "area", 29).status == "not_reported"
    assert drawn.count("attendance", "month", "2025-08") == 0, "no event took place, so nobody came"


def test_attendance_by_how_it_was_found_sums_to_all_of_it(sketch):
    drawn = sketch(
        submissions=SUMMER,
        events="""
            partner_id | area_number | event_date | program            | activity | status | attendance | attendance_method
            -----------|-------------|------------|--------------------|----------|--------|------------|------------------
            ucan       | 29          | 2025-07-03 | light_in_the_night | movie    | held   | 50         | counted
            ucan       | 29          | 2025-07-10 | light_in_the_night | movie    | held   | 200        | estimated
            ucan       | 29          | 2025-07-17 | other              | vigil    | held   | 30         | -
        """,
    )
    numbers = {
        m: drawn.count("attendance", "quarter", "2025-07", breakdown="attendance_method", category=m)
        for m in codes("attendance_method")
    }
    assert numbers == {"counted": 50, "estimated": 200, "unknown": 30}
    assert sum(numbers.values()) == drawn.count("attendance", "quarter", "2025-07") == 280
    assert drawn.count("attendance", "quarter", "2025-07", breakdown="program", category="other") == 30


@pytest.mark.parametrize(
    ("breakdown", "numbers"),
    [
        ("program", {"light_in_the_night": 2, "other": 1}),
        ("activity", {"movie": 2, "vigil": 1}),
        ("age_group", {"youth": 1, "unknown": 2}),
    ],
)
def test_each_breakdown_sums_to_all_events_held_and_is_whole(sketch, breakdown, numbers):
    drawn = sketch(
        submissions=SUMMER,
        events="""
            partner_id | area_number | event_date | program            | activity | age_group | status
            -----------|-------------|------------|--------------------|----------|-----------|--------
            ucan       | 29          | 2025-07-03 | light_in_the_night | movie    | youth     | held
            ucan       | 29          | 2025-07-10 | light_in_the_night | movie    | -         | held
            ucan       | 29          | 2025-07-17 | other              | vigil    | -         | held
            ucan       | 29          | 2025-07-18 | other              | vigil    | youth     | planned
        """,
    )
    listed = dict.fromkeys([*codes(breakdown), *(["unknown"] if breakdown == "age_group" else [])], 0)
    found = {c: drawn.count("events_held", "quarter", "2025-07", breakdown=breakdown, category=c) for c in listed}
    assert found == {**listed, **numbers}
    assert {key[5] for key in drawn.cells("events_held") if key[4] == breakdown} == set(listed)


def test_an_event_counts_for_the_partner_that_reported_it(sketch):
    drawn = sketch(
        submissions=SUMMER,
        events="""
            event_id | partner_id | area_number | event_date | program            | activity | status | attendance
            ---------|------------|-------------|------------|--------------------|----------|--------|-----------
            e1       | ucan       | 29          | 2025-07-03 | light_in_the_night | movie    | held   | 40
            e2       | enlace     | 30          | 2025-07-03 | light_in_the_night | movie    | held   | 60
        """,
        event_partners="""
            event_id | partner_id
            ---------|-----------
            e1       | enlace
        """,
    )
    assert drawn.count("events_held", "month", "2025-07", "partner", "enlace") == 1
    assert drawn.count("attendance", "month", "2025-07", "partner", "ucan") == 40
    assert drawn.count("attendance", "month", "2025-07") == 100


def test_a_missing_month_is_not_reported_and_one_without_events_is_zero(sketch):
    drawn = sketch(
        submissions=submitted("ucan enlace", "2025-06", "2025-09", "events", missing=[("ucan", "2025-08")]),
        events="""
            partner_id | area_number | event_date | program            | activity | status
            -----------|-------------|------------|--------------------|----------|--------
            enlace     | 30          | 2025-07-03 | light_in_the_night | movie    | held
        """,
    )
    for measure in ("events_held", "attendance", "attendance_reported_share"):
        assert drawn.cell(measure, "month", "2025-08", "partner", "ucan").status == "not_reported", measure
        assert drawn.cell(measure, "month", "2025-09", "partner", "ucan").numerator == 0, measure


def test_a_received_month_is_zero_though_no_event_was_ever_recorded(sketch):
    drawn = sketch(
        submissions=submitted("ucan", "2025-06", "2025-07", "outreach events"),
        contacts="""
            partner_id | area_number | participant_id | contact_date
            -----------|-------------|----------------|-------------
            ucan       | 29          | p1             | 2025-06-05
        """,
    )
    assert drawn.count("events_held", "month", "2025-07", "partner", "ucan") == 0


def test_an_event_that_is_only_planned_opens_no_period_in_the_future(sketch):
    drawn = sketch(
        events="""
            partner_id | area_number | event_date | program            | activity | status
            -----------|-------------|------------|--------------------|----------|--------
            ucan       | 29          | 2025-07-03 | light_in_the_night | movie    | held
            ucan       | 29          | 2026-07-03 | light_in_the_night | movie    | planned
        """,
    )
    assert drawn.starts("events_held", "month") == [day("2025-07")]
