"""Responses to shootings, threats and rumors, and what is heard from the police; from partners' own records."""

from dataclasses import replace

from .base import Measure, PlaceKind, Shape
from .outreach import PARTNERS, QUARTER_OR_LONGER, RECORDED

NOT_TIMED = "Responses that were not timed are unknown; they are counted beside and left out of the number."
FROM_NOTIFICATION = "The clock starts when the partner heard of it, not when it happened."

RESPONSES = Measure(
    name="responses",
    title="Responses to incidents and threats",
    short_title="Responses",
    unit="responses",
    meaning="Times that a team went out, to a scene, a hospital, a family or a rumor, by the day of the response.",
    view="responses",
    subject="outreach",
    numerator="count(*)",
    family="Street outreach",
    breakdowns=("kind",),
    caveats=(RECORDED,),
    source=PARTNERS,
    is_our_definition=True,
)

SHOOTING_RESPONSE_COVERAGE = Measure(
    name="shooting_response_coverage",
    title="Shootings with a response",
    unit="% of shootings in areas served",
    meaning="Of the shootings in an area on a day on which a partner served it, the share with a recorded response: "
    "by any partner for areas and the coalition, by that partner for a partner.",
    view="shooting_responses",
    partner_view="shooting_responses_of_partners",
    subject="shooting_responses",
    table="responses",
    numerator="sum(has_response)",
    denominator="count(*)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Street outreach",
    caveats=(
        "A response belongs to a shooting by the number of the police case. Responses without a case number can't be "
        "linked, so the true share may be larger.",
        "Where several partners serve an area, one of them may rightly leave a shooting to another: a partner's own "
        "share is no duty missed.",
        "The newest shootings may still be answered.",
        "Known only where both the City's file and the partners' months came in.",
    ),
    source=f"{{victims}}; {PARTNERS.lower()}",
    is_our_definition=True,
)

RESPONSE_TIME = Measure(
    name="response_time",
    title="Hours to a response, median",
    short_title="Hours to a response",
    unit="hours (median)",
    meaning="Hours from the moment when the partner heard of an incident or a threat to its response: half of the "
    "responses that were timed took no longer than this.",
    view="responses",
    subject="outreach",
    amount="hours_to_response",
    shape=Shape.QUANTILE,
    family="Street outreach",
    breakdowns=("kind",),
    caveats=(FROM_NOTIFICATION, NOT_TIMED, "A visit to a family or a gathering is not meant to be as fast."),
    source=PARTNERS,
)

RESPONSE_TIME_P90 = replace(
    RESPONSE_TIME,
    name="response_time_p90",
    title="Hours within which nine in ten responses came",
    short_title="Hours for nine in ten",
    unit="hours (90th percentile)",
    meaning="Hours from the moment when the partner heard of an incident or a threat to its response: nine in ten of "
    "the responses that were timed took no longer than this.",
    quantile=0.9,
)

RESPONDED_WITHIN_24_HOURS_SHARE = Measure(
    name="responded_within_24_hours_share",
    title="Responses within 24 hours",
    unit="% of responses that were timed",
    meaning="Of the responses that were timed, the share that came within 24 hours of the notification.",
    view="responses",
    subject="outreach",
    numerator="sum(is_within_24_hours)",
    denominator="sum(is_timed)",
    unknown="sum(is_not_timed)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Street outreach",
    breakdowns=("kind",),
    caveats=(FROM_NOTIFICATION, NOT_TIMED),
    source=PARTNERS,
)

RESPONDED_WITHIN_72_HOURS_SHARE = replace(
    RESPONDED_WITHIN_24_HOURS_SHARE,
    name="responded_within_72_hours_share",
    title="Responses within 72 hours",
    meaning="Of the responses that were timed, the share that came within 72 hours of the notification.",
    numerator="sum(is_within_72_hours)",
)

RUMOR_CONTROL_RESPONSES = Measure(
    name="rumor_control_responses",
    title="Responses to rumors",
    short_title="Rumor control",
    unit="responses",
    meaning="Times that a team went out to find out whether a rumor of coming violence was true, and to calm it.",
    view="responses",
    subject="outreach",
    numerator="sum(is_rumor_control)",
    family="Street outreach",
    caveats=(RECORDED,),
    source=PARTNERS,
)

POLICE_COORDINATION = Measure(
    name="police_coordination",
    title="Meetings with the police and notifications from them",
    short_title="Police coordination",
    unit="meetings or notifications",
    meaning="Meetings that partners held with the police, and notifications that they received, each counted apart. "
    "Counts only, for the whole coalition.",
    view="coordination",
    subject="outreach",
    numerator="count(*)",
    family="Street outreach",
    always_by="kind",
    periods=QUARTER_OR_LONGER,
    places=(PlaceKind.COALITION,),
    caveats=(
        "The professional understanding with the police runs one way: nothing about a person, a group or a place ever "
        "goes back to them.",
        "Never by partner, by area or by month, so that no meeting can be told from another.",
    ),
    source=PARTNERS,
)
