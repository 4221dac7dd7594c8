"""A Light in the Night season: what was planned and held, how attendance was found, what is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from .event_list import FIRST_MONTH, LAST_MONTH, STATUSES, Event

METHODS = {"counted": "Counted", "estimated": "Estimated", "unknown": "Method not written down"}
NOT_REPORTED = "Attendance not reported"


@dataclass(frozen=True)
class Attendance:
    """Events whose attendance was found in one way; people are None where it was not reported."""

    how: str
    event_count: int
    people: int | None


@dataclass(frozen=True)
class Season:
    """The events of one season, all of one partner's where one is chosen, and up to when they are known."""

    year: int
    events: tuple[Event, ...]
    through: date

    @property
    def is_over(self) -> bool:
        return self.through >= date(self.year, LAST_MONTH, 30)

    @cached_property
    def held(self) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.is_held)

    @cached_property
    def reported(self) -> tuple[Event, ...]:
        """The events held whose attendance was written down."""
        return tuple(event for event in self.held if event.attendance is not None)

    @property
    def people(self) -> int:
        """People present, added up over the events that reported it."""
        return sum(event.attendance or 0 for event in self.reported)

    @property
    def areas(self) -> dict[int, tuple[int, int]]:
        """By area with an event held: events, and public places used."""
        events = Counter(event.area_number for event in self.held)
        sites = Counter(number for number, _ in {(event.area_number, event.site) for event in self.held})
        return {number: (count, sites[number]) for number, count in events.items()}

    @property
    def statuses(self) -> dict[str, int]:
        """What became of the planned events, by code; only what occurred, held ones first."""
        counts = Counter(event.status for event in self.events)
        return {code: counts[code] for code in STATUSES if counts[code]}

    @property
    def attendance(self) -> list[Attendance]:
        """How attendance was found, not reported last."""
        ways = []
        for code, how in METHODS.items():
            found = [event.attendance or 0 for event in self.reported if event.attendance_method == code]
            if found or code != "unknown":
                ways.append(Attendance(how, len(found), sum(found)))
        return [*ways, Attendance(NOT_REPORTED, len(self.held) - len(self.reported), None)]

    @property
    def weeks(self) -> list[tuple[date, int, int, int]]:
        """By week (its Monday): events held, events planned, evenings with one held."""
        weeks: dict[date, list[Event]] = {}
        for event in self.events:
            weeks.setdefault(event.day - timedelta(days=event.day.weekday()), []).append(event)
        return [
            (week, sum(e.is_held for e in events), len(events), len({e.day for e in events if e.is_held}))
            for week, events in weeks.items()
        ]


def seasons(first: date, through: date) -> list[int]:
    """The years whose season has begun by the last known day, latest first."""
    last = through.year if through >= begins(through.year) else through.year - 1
    return list(range(last, first.year - 1, -1))


def begins(year: int) -> date:
    """The first day of the season, which is also that of its quarter."""
    return date(year, FIRST_MONTH, 1)


def last_month(year: int, through: date) -> int:
    """The last month of the season that has begun by then."""
    return max(FIRST_MONTH, min(LAST_MONTH, through.month)) if through.year == year else LAST_MONTH


def season(events: Iterable[Event], year: int, through: date) -> Season:
    """The season of that year out of a list of events."""
    return Season(year, tuple(e for e in events if e.day.year == year and e.is_of_season), through)


def missing_months(submissions: pd.DataFrame, partners: dict[str, str], year: int, partner: str | None) -> list[str]:
    """'Juniper House (July)' for every month of the season whose events a partner has not sent."""
    due = submissions[(submissions["part"] == "events") & submissions["received_date"].isna()]
    found: dict[str, list[str]] = {}
    for row in due.sort_values("month").itertuples():
        is_of_season = row.month.year == year and FIRST_MONTH <= row.month.month <= LAST_MONTH
        if is_of_season and partner in (None, row.partner_id):
            found.setdefault(partners[row.partner_id], []).append(f"{row.month:%B}")
    return [f"{name} ({' and '.join(months)})" for name, months in sorted(found.items())]


def canceled_words(statuses: dict[str, int]) -> str:
    """' Canceled: **11** for weather, **4** for safety.', or ''."""
    reasons = {
        "canceled_weather": "for weather",
        "canceled_safety": "for safety",
        "canceled_other": "for another reason",
    }
    said = [f"**{statuses[code]}** {why}" for code, why in reasons.items() if code in statuses]
    return f" Canceled: {', '.join(said)}." if said else ""
