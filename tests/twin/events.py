"""Light in the Night and other public events."""

from datetime import date

import pandas as pd

from . import codes
from .cells import PARTNER_AND_COALITION, made, twin
from .numbers import Number, added_up, count, ratio, share
from .outreach import mix, nothing_of_a_mix
from .periods import MONTH, QUARTER, QUARTER_AND_LONGER
from .records import Records, between

PROGRAM_ = {"program": codes.PROGRAMS}
ACTIVITY = {"activity": codes.ACTIVITIES}
METHOD = {"attendance_method": codes.METHODS}


def that_took_place(records: Records) -> pd.DataFrame:
    rows = records.happened("events", "event_date")
    rows = rows[rows["status"] == "held"]
    group = rows["age_group"].fillna("unknown")
    return rows.assign(
        age_group=group,
        program_and_age_group=rows["program"] + "_for_" + group,
        activity_and_age_group=rows["activity"] + "_for_" + group,
    )


held = made(that_took_place)


@twin("events_held", "events", held, by=PROGRAM_ | ACTIVITY | {"age_group": codes.AGE_GROUPS})
def events_held(rows: pd.DataFrame) -> Number:
    return count(len(rows))


@twin("attendance", "events", held, by=PROGRAM_ | METHOD)
def attendance(rows: pd.DataFrame) -> Number:
    return added_up(rows["attendance"], unknown=int(rows["attendance"].isna().sum()))


@twin("meals_served", "events", held, by=PROGRAM_)
def meals_served(rows: pd.DataFrame) -> Number:
    return added_up(rows["meals_count"], unknown=int(rows["meals_count"].isna().sum()))


@twin("mean_attendance", "events", held, by=PROGRAM_ | ACTIVITY | METHOD)
def mean_attendance(rows: pd.DataFrame) -> Number:
    """Over the events that reported it alone; no sum where none did."""
    reported = rows["attendance"].dropna()
    total = None if len(rows) and reported.empty else int(reported.sum())
    return ratio(total, len(reported), unknown=len(rows) - len(reported))


@twin("attendance_reported_share", "events", held)
def attendance_reported_share(rows: pd.DataFrame) -> Number:
    return share(rows["attendance"].notna().sum(), len(rows))


@twin("areas_reached", "events", held, places=PARTNER_AND_COALITION, by=PROGRAM_)
def areas_reached(rows: pd.DataFrame) -> Number:
    return count(len(set(rows["area_number"])))


twin("events_by_activity", "events", held, by=ACTIVITY, has_total=False, split=mix)(nothing_of_a_mix)


def by_age_group(listed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{code}_for_{group}" for code in listed for group in codes.AGE_GROUPS)


FOR_AN_AGE = {"places": PARTNER_AND_COALITION, "periods": QUARTER_AND_LONGER, "has_total": False}


@twin(
    "programs_by_age_group",
    "events",
    held,
    by={"program_and_age_group": by_age_group(codes.PROGRAMS)},
    **FOR_AN_AGE,
)
def programs_by_age_group(rows: pd.DataFrame) -> Number:
    return count(len(rows))


@twin(
    "activities_by_age_group",
    "events",
    held,
    by={"activity_and_age_group": by_age_group(codes.ACTIVITIES)},
    **FOR_AN_AGE,
)
def activities_by_age_group(rows: pd.DataFrame) -> Number:
    return count(len(rows))


def whose_day_has_come(records: Records, start: date, end: date) -> pd.DataFrame:
    """Events of the period, without those still to come."""
    rows = between(records.happened("events", "event_date"), start, end)
    is_to_come = (rows["status"] == "planned") & (rows["date"] > pd.Timestamp(records.known.through))
    return rows[~is_to_come]


@twin("events_held_share", "events", whose_day_has_come, by=PROGRAM_ | ACTIVITY)
def events_held_share(rows: pd.DataFrame) -> Number:
    told = rows[rows["status"] != "planned"]
    return share((told["status"] == "held").sum(), len(told), unknown=len(rows) - len(told))


def that_were_canceled(records: Records) -> pd.DataFrame:
    rows = records.happened("events", "event_date")
    rows = rows[rows["status"].isin(["canceled_weather", "canceled_safety", "canceled_other"])]
    return rows.assign(reason=rows["status"].str.removeprefix("canceled_"))


@twin(
    "events_canceled",
    "events",
    made(that_were_canceled),
    by={"reason": ("weather", "safety", "other")} | PROGRAM_,
)
def events_canceled(rows: pd.DataFrame) -> Number:
    return count(len(rows))


def to_come(records: Records, start: date, end: date) -> pd.DataFrame:
    rows = between(records.happened("events", "event_date"), start, end)
    return rows[(rows["status"] == "planned") & (rows["date"] > pd.Timestamp(records.known.through))]


@twin("upcoming_events", "planned_events", to_come, periods=(MONTH, QUARTER))
def upcoming_events(rows: pd.DataFrame) -> Number:
    return count(len(rows))
