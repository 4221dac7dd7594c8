"""Who takes part: enrollment, people served, risk and reach, from partners' own records."""

from cp4p_metrics.periods import PeriodKind

from .base import TWELVE_MONTHS, Measure, Part, PlaceKind, Shape
from .outreach import PARTNERS, RECORDED

FAMILY = "Case management"
TRAITS = ("age_band", "gender", "race_ethnicity")
QUARTER_AND_LONGER = (PeriodKind.QUARTER, *TWELVE_MONTHS)
PARTNER_AND_COALITION = (PlaceKind.PARTNER, PlaceKind.COALITION)

ONE_PERSON = (
    "Each person counts once at each place and in each period, however many partners they are with. "
    "People are never added up: the coalition's number is smaller than the sum of its partners'."
)
AS_RECORDED_NOW = "Risk is as the record says it now; a later assessment replaces an earlier one."
ESTIMATED = "The people at highest risk are an estimate, not a count. They live in an area or spend their days there."

NEW_ENROLLMENTS = Measure(
    name="new_enrollments",
    title="New enrollments",
    unit="enrollments",
    meaning="Participants who enrolled with a partner in the period. "
    "A participant who enrolls with two partners counts twice.",
    view="enrollments",
    subject="case_management",
    numerator="count(*)",
    family=FAMILY,
    breakdowns=("risk_level", *TRAITS),
    caveats=(RECORDED,),
    source=PARTNERS,
)

ACTIVE_CASELOAD = Measure(
    name="active_caseload",
    title="Participants on the caseload",
    short_title="Active caseload",
    unit="participants",
    meaning="Distinct participants enrolled on the last day of the period, counted once however many partners "
    "they are with. A day of enrollment counts, the day of exit does not.",
    view="caseload",
    subject="case_management",
    table="enrollments",
    distinct="participant_id",
    shape=Shape.STOCK,
    family=FAMILY,
    breakdowns=("risk_level", *TRAITS),
    caveats=("People are never added up: the coalition's number is smaller than the sum of its partners'.",),
    source=PARTNERS,
)

PEOPLE_SERVED = Measure(
    name="people_served",
    title="People served",
    unit="participants",
    meaning="Distinct participants who were enrolled on any day of the period. "
    "The first day of an enrollment counts, the day of leaving does not.",
    view="open_months",
    subject="case_management",
    table="enrollments",
    distinct="participant_id",
    is_carried=True,
    shape=Shape.DISTINCT,
    family=FAMILY,
    breakdowns=("risk_level", *TRAITS),
    caveats=(
        ONE_PERSON,
        "Someone who left on the day of enrollment is a new enrollment, and was not served.",
        "Someone whose two enrollments say different things is in both categories.",
    ),
    source=PARTNERS,
)

PEOPLE_SERVED_AT_HIGHEST_RISK = Measure(
    name="people_served_at_highest_risk",
    title="People served at highest risk",
    unit="participants",
    meaning="Distinct participants assessed at the highest risk of being harmed or of harming others, "
    "who were enrolled on any day of the period.",
    view="open_months_at_highest_risk",
    subject="case_management",
    distinct="participant_id",
    is_carried=True,
    shape=Shape.DISTINCT,
    family=FAMILY,
    caveats=(ONE_PERSON, AS_RECORDED_NOW, "Participants whose risk was not assessed are not among them."),
    source=PARTNERS,
    is_our_definition=True,
)

PEOPLE_AT_HIGHEST_RISK = Measure(
    name="people_at_highest_risk",
    title="People at highest risk, estimated",
    unit="people at highest risk",
    meaning="How many people are thought to be at the highest risk of being harmed or of harming others, by the latest "
    "estimate of a named study for the year or for a year before.",
    view="risk_estimates",
    subject="risk_estimates",
    numerator="sum(people_count)",
    shape=Shape.STOCK,
    family=FAMILY,
    caveats=(
        ESTIMATED,
        "A partner has the estimate of the areas it serves on the last day of the period, the coalition that of all "
        "areas served then.",
    ),
    source="Estimates of named studies, sent in by the coalition",
    is_our_definition=True,
)

REACH = Measure(
    name="reach",
    title="Reach among people at highest risk",
    short_title="Reach",
    unit="% of the people estimated to be at highest risk",
    meaning="People served at highest risk, in percent of the people estimated to be at highest risk.",
    view="",
    subject="case_management",
    shape=Shape.QUOTIENT,
    parts=(Part("people_served_at_highest_risk"), Part("people_at_highest_risk")),
    multiplier=100,
    family=FAMILY,
    caveats=(
        ESTIMATED,
        "Participants whose risk was not assessed are not among those served: the true reach may be larger.",
        "Above 100% the estimate is too small, or partners assess in another way than the study did.",
        "A partner's participants may live outside its areas.",
    ),
    source=f"{PARTNERS}; estimates of named studies",
)

HIGHEST_RISK_SHARE = Measure(
    name="highest_risk_share",
    title="Enrollments of participants at highest risk",
    short_title="At highest risk",
    unit="% of enrollments whose risk was assessed",
    meaning="Of the enrollments that began in the period and whose risk was assessed, the share at the highest risk "
    "of being harmed or of harming others.",
    view="enrollments",
    subject="case_management",
    numerator="sum(is_at_highest_risk)",
    denominator="sum(has_risk_level)",
    unknown="sum(has_no_risk_level)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    breakdowns=TRAITS,
    caveats=(
        "Enrollments without a risk level are not known, and are shown apart: with many of them the share says little.",
        AS_RECORDED_NOW,
    ),
    source=PARTNERS,
)

ASSESSED_WITHIN_30_DAYS = Measure(
    name="assessed_within_30_days",
    title="Enrollments assessed within 30 days",
    short_title="Assessed by day 30",
    unit="% of enrollments at least 30 days old",
    meaning="Of the enrollments that began in the period at least 30 days before the partner's records end, "
    "the share with a first assessment by day 30.",
    view="enrollments",
    subject="case_management",
    numerator="sum(is_assessed_within_30_days)",
    denominator="sum(is_due_for_assessment)",
    unknown="sum(is_assessed_on_unknown_day)",
    shape=Shape.SHARE,
    multiplier=100,
    family=FAMILY,
    breakdowns=TRAITS,
    caveats=(
        "Enrollments younger than 30 days are left out: they had no time yet.",
        "Someone who left before day 30 without an assessment counts as not assessed.",
        "Where a risk is given without the day of assessment, it is not known, and is shown apart.",
    ),
    source=PARTNERS,
)
