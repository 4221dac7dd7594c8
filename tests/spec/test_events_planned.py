"""Events of which it is known whether they took place, those that were canceled and why, and those to come."""

import pytest

from .sketch import day, submitted

SUMMER = submitted("ucan enlace", "2025-06", "2025-08", "events")
EVENTS = """
    partner_id | area_number | event_date | program            | activity   | age_group | status
    -----------|-------------|------------|--------------------|------------|-----------|-----------------
    ucan       | 29          | 2025-07-01 | light_in_the_night | basketball | youth     | held
    ucan       | 29          | 2025-07-31 | light_in_the_night | movie      | youth     | held
    ucan       | 29          | 2025-07-10 | light_in_the_night | movie      | -         | canceled_weather
    ucan       | 29          | 2025-07-11 | other              | vigil      | -         | canceled_safety
    ucan       | 29          | 2025-07-12 | light_in_the_night | dance      | -         | canceled_other
    ucan       | 29          | 2025-07-13 | light_in_the_night | dance      | -         | planned
    enlace     | 30          | 2025-08-31 | other              | cookout    | all_ages  | planned
    enlace     | 30          | 2025-09-01 | other              | cookout    | all_ages  | planned
    enlace     | 30          | 2025-10-01 | light_in_the_night | movie      | all_ages  | planned
    ucan       | 29          | 2025-10-31 | light_in_the_night | movie      | all_ages  | planned
    ucan       | 29          | 2025-10-30 | light_in_the_night | movie      | all_ages  | canceled_weather
"""


# Held of those planned


def test_planned_events_were_held_or_canceled_and_those_still_called_planned_do_not_say(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    found = drawn.cell("events_held_share", "month", "2025-07")
    assert (found.numerator, found.denominator, found.value, found.unknown) == (2, 5, 40.0, 1)
    august = drawn.cell("events_held_share", "month", "2025-08")
    assert (august.numerator, august.denominator, august.value, august.unknown) == (0, 0, None, 1), "its day has come"
    assert drawn.starts("events_held_share", "month")[-1] == day("2025-08"), "what is to come opens no month"


def test_the_share_held_of_another_partner_is_its_own(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    assert drawn.cell("events_held_share", "quarter", "2025-07", "partner", "enlace")[:2] == (0, 0)
    assert drawn.cell("events_held_share", "quarter", "2025-07", "area", 29)[:2] == (2, 5)
    where = ("quarter", "2025-07", "coalition", "coalition", "program")
    assert drawn.cell("events_held_share", *where, "light_in_the_night")[:2] == (2, 4)


def test_a_missing_month_has_no_share_held(sketch):
    missing = submitted("ucan", "2025-06", "2025-08", "events", missing=[("ucan", "2025-06")])
    drawn = sketch(submissions=missing, events=EVENTS)
    assert drawn.cell("events_held_share", "month", "2025-06", "partner", "ucan").status == "not_reported"


# Canceled


def test_canceled_events_are_counted_by_their_reason(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    assert drawn.count("events_canceled", "month", "2025-07") == 3
    where = ("quarter", "2025-07", "coalition", "coalition", "reason")
    assert {r: drawn.count("events_canceled", *where, r) for r in ("weather", "safety", "other")} == {
        "weather": 1,
        "safety": 1,
        "other": 1,
    }
    assert drawn.count("events_canceled", "quarter", "2025-07", "partner", "enlace") == 0, "a true zero"
    assert drawn.count("events_canceled", "quarter", "2025-07", breakdown="program", category="other") == 1


# To come


def test_events_to_come_are_dated_after_what_is_reported_on_and_still_planned(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    assert drawn.starts("upcoming_events", "month") == [day("2025-09"), day("2025-10")]
    assert drawn.count("upcoming_events", "month", "2025-09") == 1, "September 1; August 31 has come"
    assert drawn.count("upcoming_events", "month", "2025-10") == 2, "the canceled one isn't coming"
    assert drawn.count("upcoming_events", "month", "2025-10", "area", 29) == 1
    assert drawn.count("upcoming_events", "quarter", "2025-10", "area", 1) == 0, "nothing is planned there"
    assert {key[0] for key in drawn.cells("upcoming_events")} == {"month", "quarter"}


def test_without_anything_planned_there_are_no_events_to_come(sketch):
    drawn = sketch(submissions=SUMMER, events="\n".join(EVENTS.splitlines()[:5]))
    assert drawn.cells("upcoming_events") == {}
    assert drawn.count("events_held", "month", "2025-07") == 2


# What kinds, for whom


def test_activities_are_told_by_the_age_group_they_were_for(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS.replace("planned", "held"))
    found = {
        key[5]: cell.numerator
        for key, cell in drawn.cells("activities_by_age_group").items()
        if key[:5] == ("quarter", day("2025-07"), "coalition", "coalition", "activity_and_age_group") and cell.numerator
    }
    assert found == {"basketball_for_youth": 1, "movie_for_youth": 1, "dance_for_unknown": 1, "cookout_for_all_ages": 1}
    assert sum(found.values()) == drawn.count("events_held", "quarter", "2025-07"), "September is not reported on"
    assert {key[2] for key in drawn.cells("activities_by_age_group")} == {"partner", "coalition"}


def test_programs_are_told_by_age_group_and_sum_to_all_events_held(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS)
    where = ("quarter", "2025-07", "partner", "ucan", "program_and_age_group")
    assert drawn.count("programs_by_age_group", *where, "light_in_the_night_for_youth") == 2
    assert drawn.count("programs_by_age_group", *where, "other_for_youth") == 0
    cells = drawn.cells("programs_by_age_group")
    assert len({key[5] for key in cells}) == 2 * 6, "every program with every age group, unknown too"


def test_the_mix_of_activities_is_of_all_events_held(sketch):
    drawn = sketch(submissions=SUMMER, events=EVENTS + "    ucan | 29 | 2025-08-02 | other | movie | - | held\n")
    where = ("quarter", "2025-07", "coalition", "coalition", "activity")
    movie = drawn.cell("events_by_activity", *where, "movie")
    assert (movie.numerator, movie.denominator) == (2, 3)
    assert movie.value == pytest.approx(200 / 3)
    vigil = drawn.cell("events_by_activity", *where, "vigil")
    assert (vigil.numerator, vigil.denominator, vigil.value) == (0, 3, 0.0), "a canceled vigil isn't held"
    assert drawn.cell("events_by_activity", "quarter", "2025-07") is None, "a mix has no total"


# Where


def test_an_area_is_reached_once_a_period_however_many_events_and_partners(sketch):
    drawn = sketch(
        submissions=SUMMER,
        events="""
            partner_id | area_number | event_date | program            | activity | status
            -----------|-------------|------------|--------------------|----------|-----------------
            ucan       | 29          | 2025-07-01 | light_in_the_night | movie    | held
            ucan       | 29          | 2025-07-31 | light_in_the_night | movie    | held
            enlace     | 29          | 2025-08-01 | other              | vigil    | held
            enlace     | 30          | 2025-08-01 | light_in_the_night | movie    | held
            enlace     | 31          | 2025-08-01 | light_in_the_night | movie    | canceled_weather
            enlace     | 32          | 2025-09-01 | light_in_the_night | movie    | planned
        """,
    )
    assert drawn.count("areas_reached", "month", "2025-07") == 1
    assert drawn.count("areas_reached", "quarter", "2025-07") == 2, "not 1 + 2"
    assert drawn.count("areas_reached", "quarter", "2025-07", "partner", "ucan") == 1
    assert drawn.count("areas_reached", "year", "2025-01", "partner", "enlace") == 2
    assert drawn.count("areas_reached", "quarter", "2025-07", breakdown="program", category="other") == 1
    assert drawn.count("areas_reached", "month", "2025-06") == 0, "nothing was held, and that came in"
    assert {key[2] for key in drawn.cells("areas_reached")} == {"partner", "coalition"}
