"""Light in the Night and other public events."""

from cp4p_metrics.periods import PeriodKind

from .base import TWELVE_MONTHS, Measure, PlaceKind, Shape
from .outreach import PARTNERS, RECORDED

OVERDUE = "An event that is still called planned after its day does not say what became of it; it stands beside."
NO_FINER = "Known by quarter and longer periods, and for no single area: few events have the same of both."

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
    unknown="sum(lacks_attendance)",
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

EVENTS_HELD_SHARE = Measure(
    name="events_held_share",
    title="Planned events that took place",
    short_title="Events that took place",
    unit="% of planned events",
    meaning="Of the events planned for a day of the period, the share that was held. The others were canceled, for "
    "weather, for safety or for another reason.",
    view="event_outcomes",
    subject="events",
    numerator="sum(is_held)",
    denominator="sum(is_held_or_canceled)",
    unknown="sum(is_still_called_planned)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Events",
    table="events",
    breakdowns=("program", "activity"),
    caveats=(OVERDUE, "An event that was put off and got another date counts on that date alone."),
    source=PARTNERS,
)

EVENTS_CANCELED = Measure(
    name="events_canceled",
    title="Events canceled",
    unit="events",
    meaning="Public events that were planned and did not take place, by the day for which they were planned, and why.",
    view="canceled_events",
    subject="events",
    numerator="count(*)",
    family="Events",
    table="events",
    breakdowns=("reason", "program"),
    caveats=("Rain and a call to keep people safe are no fault of those who planned it.", RECORDED),
    source=PARTNERS,
)

MEALS_SERVED = Measure(
    name="meals_served",
    title="Meals served at events",
    unit="meals",
    meaning="Meals served at events that were held, added up over the events that reported them.",
    view="events",
    subject="events",
    numerator="sum(meals_reported)",
    unknown="sum(lacks_meals)",
    family="Events",
    breakdowns=("program",),
    caveats=(
        "A blank is not reported, never zero: events without a figure add nothing and are counted beside.",
        RECORDED,
    ),
    source=PARTNERS,
)

MEAN_ATTENDANCE = Measure(
    name="mean_attendance",
    title="Attendance per event, on average",
    short_title="Attendance per event",
    unit="people present per event",
    meaning="People present per event, on average over the events that reported attendance.",
    view="events",
    subject="events",
    numerator="sum(attendance_reported)",
    denominator="sum(has_attendance)",
    unknown="sum(lacks_attendance)",
    shape=Shape.RATIO,
    family="Events",
    breakdowns=("program", "activity", "attendance_method"),
    caveats=(
        "Events that did not report attendance are left out: they may have been smaller, or larger.",
        "Most figures are estimates: see how they were found.",
        "One large festival moves the average of a short period.",
    ),
    source=PARTNERS,
)

AREAS_REACHED = Measure(
    name="areas_reached",
    title="Areas with an event",
    unit="areas where an event was held",
    meaning="Areas in which at least one public event was held in the period, each counted once.",
    view="events",
    subject="events",
    distinct="area_number",
    shape=Shape.DISTINCT,
    family="Events",
    places=(PlaceKind.PARTNER, PlaceKind.COALITION),
    breakdowns=("program",),
    caveats=(
        "Areas are never added up: two partners may reach the same one, and one area comes again every week.",
        RECORDED,
    ),
    source=PARTNERS,
)

EVENTS_BY_ACTIVITY = Measure(
    name="events_by_activity",
    title="Events by activity",
    unit="% of events held",
    meaning="Of the events held, the share with each main activity.",
    view="events",
    subject="events",
    numerator="sum(is_held)",
    shape=Shape.MIX,
    always_by="activity",
    periods=(PeriodKind.QUARTER, *TWELVE_MONTHS),
    multiplier=100,
    family="Events",
    caveats=("An event has one main activity, and often several others.", RECORDED),
    source=PARTNERS,
)

PROGRAMS_BY_AGE_GROUP = Measure(
    name="programs_by_age_group",
    title="Events held, by program and age group",
    unit="events",
    meaning="Public events that took place, {program} and others, each by the age group that it was for.",
    view="events",
    subject="events",
    numerator="sum(is_held)",
    always_by="program_and_age_group",
    family="Events",
    periods=(PeriodKind.QUARTER, *TWELVE_MONTHS),
    places=(PlaceKind.PARTNER, PlaceKind.COALITION),
    caveats=("The age group is the one that was invited, not that of those who came.", NO_FINER, RECORDED),
    source=PARTNERS,
)

ACTIVITIES_BY_AGE_GROUP = Measure(
    name="activities_by_age_group",
    title="Events held, by activity and age group",
    unit="events",
    meaning="Public events that took place, by their main activity, each by the age group that it was for.",
    view="events",
    subject="events",
    numerator="sum(is_held)",
    always_by="activity_and_age_group",
    family="Events",
    periods=(PeriodKind.QUARTER, *TWELVE_MONTHS),
    places=(PlaceKind.PARTNER, PlaceKind.COALITION),
    caveats=("The age group is the one that was invited, not that of those who came.", NO_FINER, RECORDED),
    source=PARTNERS,
)

UPCOMING_EVENTS = Measure(
    name="upcoming_events",
    title="Events to come",
    unit="events",
    meaning="Public events that are planned for a day after the last one that is reported on.",
    view="planned_events",
    subject="planned_events",
    numerator="count(*)",
    family="Events",
    table="events",
    periods=(PeriodKind.MONTH, PeriodKind.QUARTER),
    caveats=(
        "Known by month and quarter, as far ahead as partners have planned; later events may yet be added.",
        "Weather and safety may change a plan: ask the partner before you set out.",
    ),
    source=PARTNERS,
)
