"""The events to come as an iCalendar file, for calendars on phones and desks: public events, never people."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pandas as pd
from icalendar import Calendar, Event
from icalendar.enums import TRANSP

from cp4p_metrics.coalition import coalition
from cp4p_metrics.errors import NotPublishedError
from cp4p_metrics.places import area_name

from .questions import question
from .reader import Release

UPCOMING = "upcoming_events"  # the measure that counts what the file lists
LIGHT_IN_THE_NIGHT = "light_in_the_night"
WHOM = {"all_ages": "For all ages.", "unknown": ""}


def calendar_file(
    release: Release, *, place: str | None = None, start: date | None = None, end: date | None = None
) -> bytes:
    """An iCalendar file (RFC 5545) of the events planned for days after the last one that is reported on.

    `place` is as in `ask`, `start` and `end` are the first and the last day wanted. Times of day are not known, so
    every event is one for the whole day. An event keeps its UID from release to release, also when its day changes.
    Without events to come the calendar is empty, which is no error. Raises UnknownNameError and CannotAnswerError.
    """
    facts = replace(release.measure(UPCOMING), is_published=True)
    asked = question(facts, place=place, start=start, end=end)
    calendar = Calendar.new(
        name=f"{coalition().name}: events to come",
        description="Planned by partners. Weather and safety may change a plan: ask the partner before you set out.",
        prodid=f"-//{coalition().name}//cp4p//EN",
        method="PUBLISH",
    )
    stamp = pd.Timestamp(str(release.about["made_at"])).to_pydatetime().replace(tzinfo=UTC)
    for planned in _upcoming(release).to_dict("records"):
        day = planned["event_date"].date()
        own = {"area": str(planned["area_number"]), "partner": planned["partner_id"]}
        is_there = asked.place is None or own.get(asked.place_kind, asked.place) == asked.place
        if is_there and (start or day) <= day <= (end or day):
            calendar.add_component(
                Event.new(
                    uid=f"{planned['event_uid']}@{coalition().key}",
                    stamp=stamp,
                    start=day,
                    end=day + timedelta(days=1),  # the day after the last: RFC 5545, 3.6.1
                    summary=_summary(planned["program"], planned["activity"]),
                    location=_location(planned["site"], planned["area_number"]),
                    description=_description(planned["age_group"], planned["partner_name"]),
                    categories=[coalition().event_program if planned["program"] == LIGHT_IN_THE_NIGHT else "Other"],
                    transparency=TRANSP.TRANSPARENT,  # nobody's day is taken by an event in a park
                )
            )
    return calendar.to_ical()


def _upcoming(release: Release) -> pd.DataFrame:
    """The rows of the release's calendar that upcoming_events counts, in order of their day."""
    listed = release.calendar()
    if "event_uid" not in listed:
        raise NotPublishedError(
            f"The release {release.version} was made by an earlier program and can't be written as an iCalendar file. "
            "Run 'cp4p publish' again."
        )
    through = pd.Timestamp(str(release.about["program_through_date"]))
    return listed[(listed["status"] == "planned") & (listed["event_date"] > through)]


def _summary(program: str, activity: str) -> str:
    what = activity.replace("_", " ") if activity != "other" else "event"
    return f"{coalition().event_program}: {what}" if program == LIGHT_IN_THE_NIGHT else what.capitalize()


def _location(site: str | None, area_number: int) -> str:
    """'Moran Park, Englewood, Chicago'; sites that begin with the area's name say it once."""
    area = area_name(area_number)
    if pd.isna(site):
        return f"{area}, {coalition().city}"
    return f"{site}, {coalition().city}" if str(site).startswith(area) else f"{site}, {area}, {coalition().city}"


def _description(age_group: str, partner_name: str | None) -> str:
    whom = WHOM.get(age_group, f"For {age_group}.")
    held_by = "" if pd.isna(partner_name) else f"Held by {partner_name}."
    return " ".join(part for part in (whom, held_by, "The time of day is not known here.") if part)
