"""Conflicts mediated: how many, how they ended, and what came after; from partners' own records."""

from .base import Measure, Shape
from .outreach import PARTNER_AND_COALITION, PARTNERS, QUARTER_OR_LONGER, RECORDED

WHITEHILL = f"{PARTNERS}; definition after Whitehill, Webster, Frattaroli and Parker (2014)"
CONFLICT = ("conflict_type", "catalyst", "learned_via", "people_band", "shooting_likelihood")
NOT_PREVENTED = "A mediation is work done. It is not a shooting prevented."

MEDIATIONS = Measure(
    name="mediations",
    title="Conflicts mediated",
    unit="mediations",
    meaning="Conflicts that a team worked on, by the day the work began. One conflict counts once, "
    "however many conversations it took.",
    view="mediations",
    subject="outreach",
    numerator="count(*)",
    family="Mediation",
    breakdowns=("outcome", *CONFLICT),
    caveats=(RECORDED, NOT_PREVENTED),
    source=PARTNERS,
)

GUN_CONFLICT_MEDIATIONS = Measure(
    name="gun_conflict_mediations",
    title="Conflicts mediated that were likely to end in a shooting",
    short_title="Likely shootings mediated",
    unit="mediations",
    meaning="Conflicts that a team worked on and thought likely or very likely to end in a shooting, "
    "by the day the work began.",
    view="mediations",
    subject="outreach",
    numerator="sum(is_gun_conflict)",
    unknown="sum(has_unknown_likelihood)",
    family="Mediation",
    breakdowns=("outcome", "conflict_type", "catalyst"),
    caveats=(
        RECORDED,
        NOT_PREVENTED,
        "How likely a shooting was is the team's own judgment; where it does not say, the mediation is unknown.",
    ),
    source=PARTNERS,
)

RESOLVED_SHARE = Measure(
    name="resolved_share",
    title="Mediations resolved",
    short_title="Resolved",
    unit="% of known outcomes",
    meaning="Of the mediations with a known outcome, the share that ended resolved.",
    view="mediations",
    subject="outreach",
    numerator="sum(is_resolved)",
    denominator="sum(has_known_outcome)",
    unknown="sum(has_unknown_outcome)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Mediation",
    breakdowns=("conflict_type", "shooting_likelihood"),
    caveats=(
        "Known outcomes: resolved, resolved conditionally, temporarily resolved, not resolved. "
        "Ongoing and unknown stand apart.",
        "A large share may also mean that harder conflicts are not taken on.",
    ),
    source=WHITEHILL,
)

AT_LEAST_TEMPORARILY_RESOLVED_SHARE = Measure(
    name="at_least_temporarily_resolved_share",
    title="Mediations resolved at least for a time",
    unit="% of known outcomes",
    meaning="Of the mediations with a known outcome, the share resolved, resolved on conditions or for a time.",
    view="mediations",
    subject="outreach",
    numerator="sum(is_at_least_temporarily_resolved)",
    denominator="sum(has_known_outcome)",
    unknown="sum(has_unknown_outcome)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Mediation",
    breakdowns=("conflict_type", "shooting_likelihood"),
    caveats=("Ongoing and unknown outcomes stand apart.",),
    source=WHITEHILL,
)

RETALIATION_SHARE = Measure(
    name="retaliation_share",
    title="Mediations linked to an earlier incident",
    short_title="Linked to an earlier incident",
    unit="% of mediations that say",
    meaning="Of the mediations that say whether the conflict was linked to an earlier incident, the share that was. "
    "Such a conflict may lead to retaliation.",
    view="mediations",
    subject="outreach",
    numerator="sum(is_linked)",
    denominator="sum(has_known_link)",
    unknown="sum(has_unknown_link)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Mediation",
    breakdowns=("conflict_type", "shooting_likelihood"),
    caveats=("Mediations that don't say are in neither side of the share.",),
    source=PARTNERS,
)

FOLLOW_UP_DONE_SHARE = Measure(
    name="follow_up_done_share",
    title="Follow-ups done in time",
    short_title="Follow-ups done",
    unit="% of follow-ups due",
    meaning="Of the mediations that began at least 7 (or 30) days ago, the share with a follow-up by day 7 (or 30). "
    "Days are counted from the first day of the work.",
    view="follow_ups",
    subject="outreach",
    table="mediations",
    numerator="sum(is_done_and_due)",
    denominator="sum(is_due)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Mediation",
    always_by="follow_up",
    periods=QUARTER_OR_LONGER,
    caveats=(
        "A follow-up on day 7 is in time, on day 8 it is late and counts as not done; so for day 30.",
        "A blank day counts as not done: the records know no other 'no'.",
        "Mediations that are younger than the follow-up are left out: it is not due yet.",
        "Counted in the period in which the mediation began.",
    ),
    source=PARTNERS,
    is_our_definition=True,
)

RECURRENCE_WITHIN_90_DAYS = Measure(
    name="recurrence_within_90_days",
    title="Conflicts that flared up again within 90 days",
    short_title="Flared up again",
    unit="% of conflicts resolved at least for a time",
    meaning="Of the conflicts that ended resolved, on conditions or for a time, and whose outcome is at least 90 days "
    "old, the share that flared up again by day 90.",
    view="recurrences",
    subject="outreach",
    table="mediations",
    numerator="sum(is_reopened_and_due)",
    denominator="sum(is_due)",
    unknown="sum(has_no_outcome_date)",
    shape=Shape.SHARE,
    multiplier=100,
    family="Mediation",
    breakdowns=("conflict_type", "shooting_likelihood"),
    places=PARTNER_AND_COALITION,
    caveats=(
        "Counted in the period of the outcome. Conflicts whose 90 days have not passed yet are left out.",
        "A conflict without a day of its outcome is unknown, and stands in the period in which the work began.",
        "A conflict that was set back to ongoing is not here: its earlier outcome is no longer in the records.",
        "Too few conflicts end in one area: the finest place is the partner.",
    ),
    source=PARTNERS,
    is_our_definition=True,
)

OPEN_MEDIATIONS = Measure(
    name="open_mediations",
    title="Mediations under way",
    unit="mediations",
    meaning="Mediations that had begun and had no outcome yet on the last day of the period.",
    view="open_mediations",
    subject="outreach",
    table="mediations",
    numerator="sum(is_open)",
    unknown="sum(is_not_told)",
    shape=Shape.STOCK,
    family="Mediation",
    breakdowns=("conflict_type", "shooting_likelihood"),
    caveats=(
        RECORDED,
        "Where an outcome has no day, nobody knows when the work ended: until the last day known such a mediation is "
        "unknown. Where the outcome is unknown as well, it stays so.",
        "A conflict that flared up again is open again only where its outcome was set back to ongoing.",
    ),
    source=PARTNERS,
)

OPEN_MEDIATIONS_AGE = Measure(
    name="open_mediations_age",
    title="Age of mediations under way, median",
    short_title="Age of open mediations",
    unit="days (median)",
    meaning="Days since the work began, for mediations without an outcome on the last day of the period: half of them "
    "are no older than this.",
    view="open_mediations",
    subject="outreach",
    table="mediations",
    amount="age_days",
    is_at_end=True,
    shape=Shape.QUANTILE,
    family="Mediation",
    caveats=(
        "An old one may be a long conflict, or one whose outcome nobody wrote down.",
        "Mediations of which it is not known whether they were still open are unknown.",
    ),
    source=PARTNERS,
)
