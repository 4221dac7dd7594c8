"""The public list of events, as its release gives it and as readers see it: events, never people."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

import pandas as pd

from cp4p_metrics.figures.words import code_words, whole
from cp4p_metrics.places import area_name

PROGRAM = "light_in_the_night"
FIRST_MONTH, LAST_MONTH = 7, 9  # the season
MONTHS = [f"{date(2000, number, 1):%B}" for number in range(1, 13)]
STATUSES = {
    "held": "Held",
    "canceled_weather": "Canceled for weather",
    "canceled_safety": "Canceled for safety",
    "canceled_other": "Canceled, other reason",
    "planned": "No outcome recorded",
}
HARD_BLANK = "\N{NO-BREAK SPACE}"
MARK = ":material/nightlight: "


@dataclass(frozen=True)
class Event:
    """One row of the public list."""

    day: date
    area_number: int
    partner_id: str
    partner_name: str
    program: str
    activity: str
    age_group: str
    site: str | None
    status: str
    attendance: int | None  # None is not reported, never zero
    attendance_method: str

    @property
    def is_held(self) -> bool:
        return self.status == "held"

    @property
    def is_of_season(self) -> bool:
        return self.program == PROGRAM and FIRST_MONTH <= self.day.month <= LAST_MONTH


def read_events(calendar: pd.DataFrame, partner: str | None, year: int) -> list[Event]:
    """The events of a year and those after it, in order; one partner's where one is given."""
    mine = calendar[calendar["event_date"] >= pd.Timestamp(year, 1, 1)]
    if partner:
        mine = mine[mine["partner_id"] == partner]
    columns = [mine["event_date"].dt.date] + [mine[field.name] for field in fields(Event)[1:]]
    lists = [column.astype(object).where(column.notna(), None).tolist() for column in columns]
    return [Event(*values) for values in zip(*lists, strict=True)]


def attendance_words(event: Event) -> str:
    """'120 (counted)', 'about 80 (estimated)', 'attendance not reported'; of an event that was held."""
    if event.attendance is None:
        return "attendance not reported"
    match event.attendance_method:
        case "counted":
            return f"{whole(event.attendance)} (counted)"
        case "estimated":
            return f"about {whole(event.attendance)} (estimated)"
        case _:
            return f"{whole(event.attendance)} (method not written down)"


def outcome_words(event: Event, through: date) -> str:
    """'120 (counted)', 'Canceled for weather', or that the event is still to come."""
    if event.is_held:
        return f"Held: {attendance_words(event)}"
    return "Planned" if event.status == "planned" and event.day > through else STATUSES[event.status]


def event_rows(events: Iterable[Event], through: date, *, is_coming: bool = False) -> pd.DataFrame:
    """A list of events in few columns, for a phone; Light in the Night is marked with a moon."""
    rows = []
    for event in events:
        mark, where = (MARK if event.program == PROGRAM else ""), area_name(event.area_number)
        site = (event.site or "").removeprefix(where).strip()
        whom = _for_whom(event.age_group)
        day = f"{event.day:%a %b} {event.day.day}" if is_coming else f"{event.day:%a} {event.day.day}"
        row = {
            "Day": day.replace(" ", HARD_BLANK),
            "Where": f"{where}: {site}" if site else where,
            "What and who": f"{mark}{code_words(event.activity)}, {whom}. {event.partner_name}",
        }
        if not is_coming:
            row["Outcome and attendance"] = outcome_words(event, through)
        rows.append(row)
    return pd.DataFrame(rows)


def _for_whom(age_group: str) -> str:
    return {"all_ages": "all ages", "unknown": "age group not written down"}.get(age_group, age_group)
