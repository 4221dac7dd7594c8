"""Needs and goals of participants, from partners' own records."""

from .base import Measure, Shape
from .outreach import PARTNERS, RECORDED
from .participation import FAMILY, QUARTER_AND_LONGER

NEEDS_NAMED = Measure(
    name="needs_named",
    title="Needs named",
    unit="needs",
    meaning="Needs that participants and case managers wrote down in the period.",
    view="needs",
    subject="case_management",
    numerator="count(*)",
    family=FAMILY,
    breakdowns=("domain",),
    caveats=(RECORDED,),
    source=PARTNERS,
    is_our_definition=True,
)

NEEDS_IDENTIFIED = Measure(
    name="needs_identified",
    title="Participants with a need, by domain",
    unit="% of enrollments that were assessed",
    meaning="Of the enrollments that began in the period and were assessed, the share in which a need in the domain "
    "was named, from the first day to the day of leaving.",
    view="enrollment_needs",
    subject="case_management",
    table="needs",
    numerator="sum(is_assessed_with_need)",
    denominator="sum(is_assessed)",
    unknown="sum(is_not_assessed)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    always_by="domain",
    periods=QUARTER_AND_LONGER,
    caveats=(
        "One participant may have needs in several domains, so the shares don't add up to 100%.",
        "Enrollments that were not assessed are shown apart.",
        "Recent periods still rise: needs are named for weeks after the first day.",
        "Needs that another partner wrote down are not among them.",
    ),
    source=PARTNERS,
)

UNMET_NEED = Measure(
    name="unmet_need",
    title="Participants with an unmet need",
    short_title="Unmet need",
    unit="participants",
    meaning="Distinct participants with a need that was named in the period, and for which no partner's referral in "
    "that domain has led to a first service since, nor was a service under way.",
    view="unmet_needs",
    subject="case_management",
    table="needs",
    distinct="participant_id",
    shape=Shape.DISTINCT,
    family=FAMILY,
    breakdowns=("domain",),
    caveats=(
        "Recent periods are high: services take weeks, and some of these needs will still be met.",
        "A participant with unmet needs in two domains is one person in the total, and counts in both domains.",
        "A need that was met without a recorded referral looks unmet.",
    ),
    source=PARTNERS,
    is_our_definition=True,
)

GOALS_MET_SHARE = Measure(
    name="goals_met_share",
    title="Goals met",
    unit="% of goals set",
    meaning="Of the goals that participants set in the period, the share that was met by the day on which the "
    "partner's records end.",
    view="goals",
    subject="case_management",
    numerator="sum(is_met)",
    denominator="count(*)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    breakdowns=("domain",),
    caveats=(
        "Recent periods still rise for many months: goals take time.",
        "A large share may also mean that goals are easy.",
    ),
    source=PARTNERS,
)
