"""The events to come as an iCalendar file that other programs read."""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta

import duckdb
import pytest
from icalendar import Calendar

from cp4p_metrics.command_line import main
from cp4p_metrics.errors import CannotAnswerError, NotPublishedError, UnknownNameError
from cp4p_metrics.home import Home
from cp4p_metrics.records.store import writing
from cp4p_metrics.release.calendar_file import calendar_file
from cp4p_metrics.release.files import current_release
from cp4p_metrics.release.publish import publish
from cp4p_metrics.release.reader import Release, open_release
from tests.unit.test_release import fill

SUBMISSIONS = """
    partner_id | month      | part   | due_date   | received_date
    -----------|------------|--------|------------|--------------
    ucan       | 2025-08-01 | events | 2025-09-10 | 2025-09-05
    enlace     | 2025-08-01 | events | 2025-09-10 | 2025-09-05
"""
PARTNERS = "partner_id | partner_name\n---\nucan | UCAN\nenlace | Enlace Chicago"
EVENTS = """
    event_id | partner_id | area_number | event_date | program            | activity     | age_group | site                 | status
    ---------|------------|-------------|------------|--------------------|--------------|-----------|----------------------|-----------------
    e1       | ucan       | 29          | 2025-08-31 | light_in_the_night | movie        | youth     | Douglass Park        | planned
    e2       | ucan       | 29          | 2025-09-01 | light_in_the_night | open_mic     | youth     | Douglass Park        | planned
    e3       | enlace     | 30          | 2025-09-05 | other              | cookout      | all_ages  | South Lawndale Plaza | planned
    e4       | enlace     | 30          | 2025-09-06 | other              | other        | -         | -                    | planned
    e5       | enlace     | 30          | 2025-09-07 | other              | vigil        | -         | Piotrowski Park      | canceled_weather
    e6       | ucan       | 30          | 2026-01-01 | other              | resource_fair | adults   | Bread; milk, and \\ more | planned
"""  # fmt: skip


def published(home, events=EVENTS):
    fill(home, submissions=SUBMISSIONS, partners=PARTNERS, events=events)
    publish(home)
    return open_release(home=home)


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory):
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def release(shared_home):
    """A release with events to come, open for questions; nothing may change it."""
    return published(shared_home)


def events_in(written):
    """The events of an iCalendar file, parsed again."""
    return Calendar.from_ical(written).events


def test_the_file_lists_the_events_that_are_counted_as_to_come(release):
    events = events_in(calendar_file(release))
    assert [event.start for event in events] == [date(2025, 9, 1), date(2025, 9, 5), date(2025, 9, 6), date(2026, 1, 1)]
    assert len(events) == int(release.ask("upcoming_events", by="month")["numerator"].sum())


def test_an_event_says_what_where_for_whom_and_by_whom_and_lasts_the_whole_day(release):
    first, second, third, _ = events_in(calendar_file(release))
    assert str(first["SUMMARY"]) == "Light in the Night: open mic"
    assert str(first["LOCATION"]) == "Douglass Park, North Lawndale, Chicago"
    assert str(first["DESCRIPTION"]) == "For youth. Held by UCAN. The time of day is not known here."
    assert (type(first.start), first.end - first.start) == (date, timedelta(days=1)), "a day, without a time"
    assert str(second["LOCATION"]) == "South Lawndale Plaza, Chicago", "the area's name stands there already"
    assert (str(third["SUMMARY"]), str(third["LOCATION"])) == ("Event", "South Lawndale, Chicago")
    assert str(third["DESCRIPTION"]).startswith("Held by Enlace Chicago."), "nobody said for whom"


def test_signs_that_mean_something_in_the_format_come_back_as_they_were(release):
    [event] = [e for e in events_in(calendar_file(release)) if e.start == date(2026, 1, 1)]
    assert str(event["LOCATION"]) == "Bread; milk, and \\ more, South Lawndale, Chicago"
    assert all(len(line) <= 75 for line in calendar_file(release).split(b"\r\n")), "RFC 5545, 3.1"


def test_every_line_ends_as_the_format_wants(release):
    written = calendar_file(release)
    assert written.count(b"\n") == written.count(b"\r\n") > 20
    assert written.startswith(b"BEGIN:VCALENDAR\r\n") and b"\r\nVERSION:2.0\r\n" in written


def test_an_event_keeps_its_uid_when_its_day_changes_and_no_two_share_one(home):
    release = published(home)
    before = {str(event["SUMMARY"]): str(event["UID"]) for event in events_in(calendar_file(release))}
    assert len(set(before.values())) == 4
    assert not any(uid.partition("@")[0] == "e2" for uid in before.values()), "a partner's own key stays with us"
    with writing(home) as store:
        store.execute("UPDATE events SET event_date = DATE '2025-09-20' WHERE event_id = 'e2'")
    publish(home)
    moved = {str(event["UID"]): event.start for event in events_in(calendar_file(open_release(home=home)))}
    assert moved[before["Light in the Night: open mic"]] == date(2025, 9, 20)
    assert set(moved) == set(before.values())


def test_the_stamp_is_the_moment_of_the_release(release):
    [stamp] = {event.DTSTAMP for event in events_in(calendar_file(release))}
    made_at = release.about["made_at"]
    assert stamp.replace(tzinfo=None) == made_at.to_pydatetime().replace(microsecond=0)
    assert isinstance(stamp, datetime) and stamp.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"place": "area:30"}, [5, 6, 1]),
        ({"place": "area:North Lawndale"}, [1]),
        ({"place": "partner:enlace"}, [5, 6]),
        ({"place": "coalition"}, [1, 5, 6, 1]),
        ({"place": "areas"}, [1, 5, 6, 1]),
        ({"start": date(2025, 9, 5)}, [5, 6, 1]),
        ({"start": date(2025, 9, 5), "end": date(2025, 9, 5)}, [5]),
        ({"place": "area:1"}, []),
    ],
)
def test_a_place_and_a_range_of_days_can_be_asked_for(release, asked, days):
    assert [event.start.day for event in events_in(calendar_file(release, **asked))] == days


def test_what_cannot_be_asked_is_said_as_everywhere(release):
    with pytest.raises(CannotAnswerError, match="city"):
        calendar_file(release, place="city")
    with pytest.raises(UnknownNameError):
        calendar_file(release, place="nowhere")


def test_with_nothing_to_come_the_calendar_is_empty_and_that_is_no_error(home):
    assert events_in(calendar_file(published(home, EVENTS.replace("| planned", "| held")))) == []


def test_a_release_of_an_earlier_program_asks_to_be_made_again(release, shared_home, tmp_path):
    file = current_release(shared_home, "leadership")
    earlier = replace(file, path=tmp_path / "earlier.duckdb")
    shutil.copy(file.path, earlier.path)
    with duckdb.connect(str(earlier.path)) as contents:
        contents.execute("ALTER TABLE calendar DROP COLUMN event_uid")
    with pytest.raises(NotPublishedError, match="publish"):
        calendar_file(Release(earlier))


# On the command line


def test_ask_writes_the_file(release, shared_home, monkeypatch, capfdbinary):
    monkeypatch.setenv("CP4P_HOME", str(shared_home.path))
    assert main(["ask", "upcoming_events", "--format", "ical", "--place", "area:30"]) == 0
    assert [event.start.day for event in events_in(capfdbinary.readouterr().out)] == [5, 6, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["events_held"], "Ask for upcoming_events"),
        (["upcoming_events", "--by", "month"], "Leave out --by"),
        (["upcoming_events", "--breakdown", "program"], "Leave out --by and --breakdown"),
    ],
)
def test_a_calendar_of_anything_else_is_refused(release, shared_home, monkeypatch, capsys, words, said):
    monkeypatch.setenv("CP4P_HOME", str(shared_home.path))
    assert main(["ask", *words, "--format", "ical"]) == 1
    assert said in capsys.readouterr().err
