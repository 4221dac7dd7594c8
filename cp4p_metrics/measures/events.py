"""Light in the Night and other public events."""

from .base import Measure, Shape
from .outreach import PARTNERS, RECORDED

EVENTS_HELD = Measure(
    name="events_held",
    title="Events held",
    unit="events",
    meaning="Public events that took place, {program} and others. Planned and canceled events stand apart.",
    view="events",
    subject="events",
    numerator="sum(is_held)",
    family="Events",
    breakdowns=("program", "activity", "age_group"),
    caveats=(RECORDED,),
    source=PARTNERS,
)

ATTENDANCE = Measure(
    name="attendance",
    title="Attendance at events",
    unit="people present, summed over events",
    meaning="People present at events, added up over the events that reported it. "
    "Not distinct people: a neighbor who comes every week counts every week.",
    view="events",
    subject="events",
    numerator="sum(attendance_reported)",
    family="Events",
    breakdowns=("program", "attendance_method"),
    caveats=(
        "Events without a figure add nothing; they are counted in the share that reported.",
        "Most figures are estimates: see how they were found.",
    ),
    source=PARTNERS,
)

ATTENDANCE_REPORTED_SHARE = Measure(
    name="attendance_reported_share",
    title="Events that reported attendance",
    unit="% of events held",
    meaning="Of the events held, the share for which attendance was written down.",
    view="events",
    subject="events",
    numerator="sum(has_attendance)",
    denominator="sum(is_held)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Events",
    source=PARTNERS,
    is_our_definition=True,
)
